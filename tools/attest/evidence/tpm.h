/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Have a TPM quote its PCRs, by tpm2-tss. */
#ifndef KEXEC2_TPM_H
#define KEXEC2_TPM_H

#include "pcrs.h"
#include "shared/files.h"

/* TPM2B_AUTH has a digest's size at most. */
#define TPM_AUTH_MAX	DIGEST_SIZE_MAX

struct tpm_question {
	const char *tcti;		/* NAME[:CONFIG], or NULL for the first
					 * that is found */
	const char *key;		/* 0xHANDLE, or a file, see tpm_key() */
	struct bytes auth;		/* what the key takes, or nothing */
	uint32_t pcrs[NR_BANKS];	/* bit N: PCR N */
	struct bytes nonce;
};

/* The data are to be freed. */
struct tpm_answer {
	struct content message;		/* TPMS_ATTEST */
	struct content signature;	/* TPMT_SIGNATURE */
	struct content key;		/* TPM2B_PUBLIC */
	struct pcr_values values;	/* of PCRs that have not changed */
};

/* 0; -EOPNOTSUPP without tpm2-tss; or another error, with the reason. */
int tpm_quote(const struct tpm_question *question, struct tpm_answer *answer,
	      struct reason *reason);

#endif /* KEXEC2_TPM_H */
