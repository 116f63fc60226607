/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* A TPM 2.0 of libtpms in this process: real commands, nothing of ours. */
#ifndef SOFTTPM_H
#define SOFTTPM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct blob {
	uint8_t data[4096];
	size_t size;
};

enum softtpm_key {
	KEY_ECC,		/* ECDSA P-256, restricted */
	KEY_RSASSA,		/* RSA 2048, restricted */
	KEY_RSAPSS,
	KEY_FREE,		/* ECDSA P-256, signs whatever it is given */
};

/* Bit masks of the PCRs that a quote selects. */
struct selection {
	uint16_t alg;
	uint32_t pcrs;
};

#define ALG_SHA1	0x0004
#define ALG_SHA256	0x000b
#define ALG_SHA384	0x000c

void softtpm_start(void);
void softtpm_stop(void);
/* As a boot by firmware does it: PCRs are zero again, keys stay derivable. */
void softtpm_reset(void);

/* Have extends come to nothing, for what a machine only pretends. */
void softtpm_deaf(bool deaf);
void softtpm_extend(uint32_t pcr, const uint8_t sha1[20],
		    const uint8_t sha256[32], const uint8_t sha384[48]);
void softtpm_read(uint16_t alg, uint32_t pcr, uint8_t *value, size_t size);

/* The handle; @public receives a TPM2B_PUBLIC. */
uint32_t softtpm_key(enum softtpm_key key, struct blob *public);
void softtpm_flush(uint32_t handle);

/* @message receives a TPMS_ATTEST, @signature a TPMT_SIGNATURE. */
void softtpm_quote(uint32_t key, const struct selection *selections, size_t n,
		   const void *nonce, size_t nonce_size,
		   struct blob *message, struct blob *signature);
/* The same of TPM2_GetTime(): attested, but no quote. */
void softtpm_time(uint32_t key, const void *nonce, size_t nonce_size,
		  struct blob *message, struct blob *signature);

#endif /* SOFTTPM_H */
