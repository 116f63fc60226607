/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Signatures for security.ima, as evmctl(1) of ima-evm-utils makes them. */
#ifndef KEXEC2_SIGNER_H
#define KEXEC2_SIGNER_H

#include "initramfs/metadata.h"
#include "shared/util.h"

#define SIGNATURE_XATTR	"security.ima"

struct signer;

/**
 * signer_new() - read a key
 * @key:  File of a private key, PEM; asks for its passphrase on the terminal.
 * @cert: File of its certificate, PEM or DER, whose subject key identifier
 *        tells the kernel the key; or NULL for the one that is made of the key.
 * @hash: "sha256", "sha384" or "sha512".
 *
 * Return: it, or NULL with the reason, to follow the name of the key.
 */
struct signer *signer_new(const char *key, const char *cert, const char *hash,
			  struct reason *reason);
void signer_free(struct signer *signer);

/* Sign a file with this content.  0, or -EIO with the reason. */
int signer_sign(const struct signer *signer, const void *data, size_t size,
		struct xattrs *xattrs, struct reason *reason);

#endif /* KEXEC2_SIGNER_H */
