/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A quote of a TPM 2.0: which PCRs it is about, and whether that TPM made it.
 *
 * TPM 2.0 Library, part 2, 10.12.8 (TPMS_ATTEST), and part 1, 31.3: a
 * restricted key signs nothing of its kind that the TPM did not make.
 */
#ifndef KEXEC2_QUOTE_H
#define KEXEC2_QUOTE_H

#include "findings.h"
#include "shared/hash.h"

#define QUOTE_BANKS	16

struct quote {
	struct {
		enum bank bank;
		uint32_t pcrs;
	} banks[QUOTE_BANKS];		/* that are selected, in this order */
	size_t nr_banks;
	enum bank hash;			/* of @digest and the signature */
	uint8_t digest[DIGEST_SIZE_MAX]; /* of the values of these PCRs */
	size_t digest_size;
	uint8_t key_id[32];		/* SHA-256 of the key's numbers */
	uint64_t clock;			/* ms that the TPM was powered */
	uint32_t reset_count;		/* boots by firmware */
	uint32_t restart_count;		/* and resumes since then */
	bool safe;			/* the clock has never gone back */
	/* Of the key: its kind, as "RSA 2048", and TPMA_OBJECT if it tells. */
	char key[16];
	bool has_attributes;
	uint32_t attributes;
	/* The file that an error is about. */
	enum { QUOTE_MESSAGE, QUOTE_SIGNATURE, QUOTE_KEY } wrong;
};

/* Files as tpm2_quote(1) and tpm2_readpublic(1) write them. */
struct quote_files {
	struct bytes message;	/* TPMS_ATTEST or TPM2B_ATTEST */
	struct bytes signature;	/* TPMT_SIGNATURE, or plain RSA or DER */
	struct bytes key;	/* TPM2B_PUBLIC, TPMT_PUBLIC or PEM */
};

/**
 * quote_check() - check a quote
 * @nonce:    Its data are NULL for any.
 * @quote:    Receives it; only valid without findings.
 * @findings: Receives why it is no quote of that key with that nonce.
 *
 * Return: 0, -EINVAL for files that cannot be used, or -EOPNOTSUPP for keys
 * that are not supported or a program built without quotes.
 */
int quote_check(const struct quote_files *files, struct bytes nonce,
		struct quote *quote, struct findings *findings,
		struct reason *reason);

#endif /* KEXEC2_QUOTE_H */
