/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the files of the library share.  Functions here are named kx_*. */
#ifndef LIBKEXEC2_INTERNAL_H
#define LIBKEXEC2_INTERNAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libkexec2.h"

#define KX_PUBLIC	__attribute__((visibility("default")))

#define KX_NO_STAGE	UINT32_MAX	/* the error is to tell it */

enum kx_op {
	KX_SET		= 1,	/* describe the image: failures stick */
	KX_LOAD		= 2,
	KX_JOIN		= 4,	/* load through kexec_file_load(2) */
	KX_UNLOAD	= 8,
	KX_QUERY	= 16,
	KX_EXEC		= 32,
	KX_VERIFY	= 64,
};

struct kx_failure {
	int err;		/* negative errno value; 0: no failure */
	unsigned int cause;	/* enum kexec2_cause */
	struct kexec_load_report at;
	char sentence[8192];
};

struct kexec2 {
	atomic_uint refs;
	int kernel_fd;
	char *kernel_name;	/* for people; NULL: there is no kernel */
	struct kexec_initrd initrds[KEXEC_INITRD_MAX];
	char *names[KEXEC_INITRD_MAX];
	unsigned int nr_initrds;
	char *cmdline;		/* or NULL */
	uint64_t flags;

	/* The call that is under way, for the case that it fails */
	struct {
		enum kx_op op;
		struct kexec_load_report at;
		uint64_t flags;
		const char *name;	/* if the handle does not have it */
		const char *label;
	} now;
	struct kx_failure sticky;	/* the first of a setter */
	struct kx_failure last;		/* the last of another function */
	const struct kx_failure *shown;	/* one of these; NULL: none */
};

/* failure.c: the start of a public function; an error that sticks */
int kx_begin(struct kexec2 *kx, enum kx_op op, unsigned int stage,
	     uint64_t flags);
/* ... and its end: returns @ret, the failure if it is negative */
int kx_end(struct kexec2 *kx, int ret, enum kexec2_cause cause);

/* 1 if one of the first lines of a file begins so, 0, or -errno */
int kx_file_has(const char *path, const char *line);

#endif /* LIBKEXEC2_INTERNAL_H */
