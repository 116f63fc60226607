/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Values of PCRs, and files with them. */
#ifndef KEXEC2_PCRS_H
#define KEXEC2_PCRS_H

#include "list.h"
#include "shared/hash.h"

/* Values of one bank; bit N of @known: @value[N] is one. */
struct pcr_bank {
	uint32_t known;
	uint8_t value[TPM_PCRS][DIGEST_SIZE_MAX];
};

struct pcr_values {
	struct pcr_bank banks[NR_BANKS];
};

/* Those that boot_aggregate is of: 0 to 7 with SHA-1 and before Linux 5.8. */
#define BOOT_PCRS_SHA1	8
#define BOOT_PCRS	10

/* "0-7, 9", or "none".  Returns @text. */
const char *pcrs_text(uint32_t pcrs, char text[128]);

/* The PCRs that they tell of, in any bank. */
uint32_t pcrs_told(const struct pcr_values *values);

/* Add a value.  0, or -EEXIST if there is another value of that PCR. */
int pcr_set(struct pcr_values *values, enum bank bank, unsigned int pcr,
	    const uint8_t *value, struct reason *reason);

/**
 * pcr_parse() - add the values of a file
 * @hint: The bank of a file that does not tell; -1 to take it from the size of
 *	  the values: sha1, sha256, sha384, sha512.
 *
 * Formats: output of tpm2_pcrread(1); "PCR-10: HEX" with or without blanks
 * between the digits (evmctl(1), and the pcrs file of TPM 1.2); what
 * tpm2_pcrread --output=FILE --pcrs_format=serialized and tpm2_quote --pcr=FILE
 * write.
 *
 * Return: 0, -EINVAL with the line in the reason, -EOPNOTSUPP for an unknown
 * bank, or as pcr_set().
 */
int pcr_parse(struct pcr_values *values, struct bytes file, int hint,
	      struct reason *reason);

/*
 * Add the values in /sys/class/tpm/tpm0, which has pcr-sha256/10 etc. since
 * Linux 5.12.  0, -ENOENT if there are none, or an error of read(2).
 */
int pcr_read_dir(struct pcr_values *values, const char *dir,
		 struct reason *reason);

#endif /* KEXEC2_PCRS_H */
