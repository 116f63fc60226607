/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The command line of kexec-tools.  What it means was read off kexec(8) and the
 * behaviour of kexec-tools 2.0.25; options that came later are taken, too.
 */
#ifndef KEXEC2_DROPIN_H
#define KEXEC2_DROPIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/command.h"

/* Exit statuses of kexec-tools. */
enum {
	KEXEC_OK	= 0,
	KEXEC_LOADED	= 1,	/* -S: an image is loaded */
	KEXEC_DIED	= 1,	/* not understood, or pointless to try */
	KEXEC_NO_CALL	= 253,	/* -s on a kernel without the call */
	KEXEC_FAILED	= 255,	/* tried, but did not work */
};

/* Which options there are depends on it. */
enum kexec_arch {
	KEXEC_X86_64	= 1,
	KEXEC_ARM64	= 2,
	KEXEC_OTHER	= 4,
};

#if defined(__x86_64__)
#define KEXEC_THIS_ARCH	KEXEC_X86_64
#elif defined(__aarch64__)
#define KEXEC_THIS_ARCH	KEXEC_ARM64
#else
#define KEXEC_THIS_ARCH	KEXEC_OTHER
#endif

/**
 * struct kexec_request - what is to be done, in this order
 * @status:	  -S: exit status: is an image loaded?  Do nothing else.
 * @unload:	  Unload the image.
 * @load:	  Load @kernel.
 * @shutdown:	  Have the system shut down, which starts the loaded kernel.
 * @sync:	  Write cached data to disk.
 * @ifdown:	  Take network interfaces down before @exec.
 * @exec:	  Start the loaded kernel.
 * @crash:	  All of it is about the crash image.
 * @file_only:	  -s was the last of -s, -a and -c.
 * @debug:	  Say what is loaded, and have the kernel say more.
 * @no_checks:	  -i: do not look into the initrds.
 * @no_cma:	  --no-cma
 * @force_dtb:	  --force-dtb
 * @kernel:	  The first operand, or NULL.
 * @append:	  --append, or NULL.
 * @reuse_cmdline: --reuse-cmdline
 * @reuse_initrd: --reuseinitrd
 * @dtb:	  --dtb, or NULL.
 * @initrds:	  --initrd, in the order given.
 */
struct kexec_request {
	bool status;
	bool unload;
	bool load;
	bool shutdown;
	bool sync;
	bool ifdown;
	bool exec;
	bool crash;
	bool file_only;
	bool debug;
	bool no_checks;
	bool no_cma;
	bool force_dtb;
	const char *kernel;
	const char *append;
	bool reuse_cmdline;
	bool reuse_initrd;
	const char *dtb;
	struct option_values initrds;
};

/**
 * parse_kexec_request() - read the command line of kexec-tools
 * @request: Receives it; free_kexec_request() it in any case.
 * @status:  Receives the exit status, if there is no more to do.
 *
 * Return: true to go on; false after a message, or after printing what was
 * asked for.
 */
bool parse_kexec_request(int argc, char **argv, enum kexec_arch arch,
			 struct kexec_request *request, int *status);
void free_kexec_request(struct kexec_request *request);

/* cmd-kexec.c: the command, and its load.  Both return an exit status. */
int kexec_main(int argc, char **argv);
int load_kexec_request(const struct kexec_request *request);

#endif /* KEXEC2_DROPIN_H */
