/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the files of the library share.  Functions here are named kx_*. */
#ifndef LIBKEXEC2_INTERNAL_H
#define LIBKEXEC2_INTERNAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "libkexec2.h"

#define KX_PUBLIC	__attribute__((visibility("default")))

#define KX_ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* file.c: a descriptor that the handle owns, and what to call it */

struct kx_file {
	int fd;			/* ours, or -1 */
	int given_fd;		/* the caller's, or -1 if opened by path */
	char *name;		/* its path, or what the caller calls it; or NULL */
};

#define KX_NO_FILE	((struct kx_file){ .fd = -1, .given_fd = -1 })

int kx_file_dup(struct kx_file *file, int fd);
int kx_file_open(struct kx_file *file, const char *path);
void kx_file_close(struct kx_file *file);
char *kx_file_name(const struct kx_file *file);

/* join.c: the joined parts, in a memfd, or -errno with *@part that failed */

int kx_join(const struct kexec2 *kx, int *part);

/* label.c */

bool kx_label_valid(const char *label);

/* kexec2.c */

struct kx_part {
	struct kx_file file;
	char label[KEXEC_INITRD_LABEL_SIZE];	/* zero from the NUL on */
};

struct kx_failure {
	unsigned int stage;	/* enum kexec_load_stage */
	int initrd;		/* or -1 */
	char *sentence;		/* or NULL if there was no memory for it */
	bool set;
};

struct kexec2 {
	atomic_uint refs;
	struct kx_file kernel;
	struct kx_part *parts;
	unsigned int nr_parts;
	char *cmdline;
	size_t cmdline_size;	/* with the NUL, or 0 */
	uint64_t flags;
	struct kx_failure failure;
};

/* failure.c: every return of a public function goes through one of these */

int kx_succeed(struct kexec2 *kx);
__attribute__((format(printf, 5, 6)))
int kx_fail(struct kexec2 *kx, int err, enum kexec_load_stage stage,
	    int initrd, const char *format, ...);

/* explain.c: find the words for an error of the kernel */

enum kx_op {
	KX_OPEN		= 1,	/* opening or duplicating a file */
	KX_LOAD		= 2,
	KX_UNLOAD	= 4,
	KX_LOAD_JOINED	= 8,	/* its stage is mostly guessed */
};

/**
 * struct kx_error - an error and the circumstances that tell its cause
 * @kx:     The handle.
 * @op:     What was tried.
 * @err:    errno value, positive.
 * @stage:  enum kexec_load_stage.
 * @initrd: Index of the part concerned, or -1.
 * @file:   The file concerned, or NULL.
 */
struct kx_error {
	const struct kexec2 *kx;
	enum kx_op op;
	int err;
	unsigned int stage;
	int initrd;
	const struct kx_file *file;
};

int kx_explain(struct kexec2 *kx, const struct kx_error *error);

/* subject.c: what a sentence is about */

char *kx_subject(const struct kx_error *error);
off_t kx_parts_size(const struct kexec2 *kx);
char *kx_format_size(off_t size);

/* causes.c: look for the cause of an error; true if found */

bool kx_in_user_namespace(const struct kx_error *error);
bool kx_lacks_capability(const struct kx_error *error);
bool kx_is_switched_off(const struct kx_error *error);
bool kx_limit_is_used_up(const struct kx_error *error);
bool kx_is_locked_down(const struct kx_error *error);
bool kx_has_seccomp_filter(const struct kx_error *error);
bool kx_has_ima(const struct kx_error *error);
bool kx_wants_records(const struct kx_error *error);
bool kx_has_no_tpm(const struct kx_error *error);
bool kx_tpm_has_failed(const struct kx_error *error);
bool kx_is_crash(const struct kx_error *error);
bool kx_nothing_reserved(const struct kx_error *error);
bool kx_requires_measure(const struct kx_error *error);
bool kx_flags_contradict(const struct kx_error *error);
bool kx_is_part(const struct kx_error *error);
bool kx_is_one_part(const struct kx_error *error);
bool kx_is_directory(const struct kx_error *error);
bool kx_is_not_regular(const struct kx_error *error);
bool kx_is_empty(const struct kx_error *error);
bool kx_is_direct(const struct kx_error *error);
bool kx_is_writable_fd(const struct kx_error *error);
bool kx_is_unreadable_fd(const struct kx_error *error);

/* syscall.c */

int kx_sys_kexec_file_load(int kernel_fd, int initrd_fd,
			   unsigned long cmdline_size, const char *cmdline,
			   unsigned long flags);
int kx_sys_kexec_file_unload(unsigned long flags);

/* state.c */

ssize_t kx_read_file(const char *path, char *buf, size_t size);

#endif /* LIBKEXEC2_INTERNAL_H */
