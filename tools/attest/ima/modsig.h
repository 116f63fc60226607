/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A signature that is appended to a file, as scripts/sign-file of the kernel
 * does it: PKCS#7, struct module_signature, and a line that says so.
 */
#ifndef KEXEC2_IMA_MODSIG_H
#define KEXEC2_IMA_MODSIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "shared/reason.h"

/**
 * struct modsig - an appended signature
 * @present: There is one.
 * @payload: Bytes before it; all there are without it.
 * @raw:     The PKCS#7 message.
 * @algo:    The algorithm of the digest that is signed, as the kernel calls it;
 *	     NULL if what is signed is not the digest of the payload, or the
 *	     message cannot be read.
 */
struct modsig {
	bool present;
	off_t payload;
	uint8_t *raw;
	size_t raw_size;
	const char *algo;
};

/**
 * modsig_read() - look for a signature at the end of a file
 * @modsig: Receives it; modsig_free() it, also after a failure.
 * @size:   Of the file.
 *
 * Return: 0, with a signature or without; -EBADMSG for what the kernel takes
 * for a damaged one; -ENOMEM, or an error of pread(2).
 */
int modsig_read(struct modsig *modsig, int fd, off_t size,
		struct reason *reason);
void modsig_free(struct modsig *modsig);

#endif /* KEXEC2_IMA_MODSIG_H */
