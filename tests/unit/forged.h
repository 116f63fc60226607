/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Evidence, true and forged, and what the verdict on it has to be.  The PCRs and
 * quotes are those of a TPM of libtpms.
 */
#ifndef FORGED_H
#define FORGED_H

#include <openssl/evp.h>

#include "evidence/verify.h"
#include "machine.h"
#include "softtpm.h"

/* What a verifier is given. */
struct evidence {
	struct machine machine;
	uint8_t *raw;			/* in place of the machine's list */
	size_t raw_size;
	char known[4096];
	char rules[256];
	struct pcr_values values;
	struct pcr_values start;
	struct blob message, signature, key;
	uint8_t nonce[16];
	size_t nonce_size;
	uint32_t pcrs;			/* that are quoted */
	enum softtpm_key key_type;
};

extern struct evidence e;
#define m	(&e.machine)

/* What machines usually load. */
extern const char *const normal[];

/* The machine is to do what it should not. */
extern bool cheat;

/* @form of what is known: 0 plain, 1 items with constraints, 2 and compositions */
void set_known(int form);
/* One more line, which has %s where the digest of @name goes. */
void add_known(const char *line, const char *name);

/* What a verifier asks the machine for: a quote of PCR 10, or all its PCRs. */
void collect(bool quote);
void requote(uint16_t alg, uint32_t pcrs);
/* Sign what the quote has now, by a key of which nobody knows; it is freed. */
void sign_by_software(EVP_PKEY *key, const EVP_MD *md);
void tell(uint16_t alg, const char *algo, unsigned int pcr);
/* The values of the SHA-256 bank. */
struct pcr_bank *bank(void);

/* 0 with a verdict, or why there is none. */
int judge(bool quoted);
extern struct verdict verdict;
extern struct reason reason;
const char *all_findings(void);
void forget(void);
void setup_tpm(void);

/* The list as it is, to be altered: e.raw. */
uint8_t *raw(size_t *size);

/* The number'th entry with that name, from 0. */
size_t named(const char *name, size_t number);
void drop(size_t entry);

#define QUOTE		1		/* only with a quote */
#define VALUES		2		/* only with values */
#define VERSION2	4		/* only with records of version 2 */
#define UNUSABLE	NULL

/**
 * struct forgery - a way to cheat
 * @story:   What the machine does, and does not do in the honest twin.
 * @forge:   What is done to the evidence, or NULL.
 * @word:    Why it is refused, or UNUSABLE.
 * @known:   Form of what is known.
 * @only:    QUOTE or VALUES, VERSION2, or 0 for all.
 * @others:  What else is found of it, or NULL; words with blanks between.
 *
 * With records of version 2 more may be found, and a number that is left out is
 * an unrecorded load.
 */
struct forgery {
	const char *name;
	void (*story)(void);
	void (*forge)(void);
	const char *word;
	int known;
	int only;
	const char *others;
};

/*
 * Its honest twin is accepted, and it is refused for what it says, with records of
 * either version.
 */
void try_forgery(const struct forgery *forgery);

#endif /* FORGED_H */
