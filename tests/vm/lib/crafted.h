/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
#ifndef CRAFTED_H
#define CRAFTED_H

#include <linux/kexec_file_load2.h>
#include <stdbool.h>
#include <stddef.h>

/* The image of a kind, as /sys/kernel/security/ima/kexec_records has it. */
struct loaded {
	unsigned long seq;	/* 0 if there is none */
	bool recorded;
};

struct records {
	struct loaded image, crash;
};

int crafted_file(const void *data, size_t size);
int crafted_kernel(void);
int crafted_parts(struct kexec_initrd *parts, unsigned int nr);

long load2(const struct kexec_file_load2_args *args);
long load_old(int kernel, int initrd, const char *cmdline, unsigned long flags);
long load_raw(unsigned long at, unsigned long flags);
long unload2(unsigned long long flags);
long verify2(unsigned long long flags);

size_t read_all(const char *path, char **text);
long read_long(const char *path);
void write_text(const char *path, const char *text);
void read_records(struct records *r);
unsigned int count_entries(const char *list, size_t size, const char *name,
			   unsigned long *last_seq);

#endif /* CRAFTED_H */
