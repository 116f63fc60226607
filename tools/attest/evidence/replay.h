/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Replaying a measurement list into PCRs, as ima_pcr_extend() of the kernel
 * extends those of the TPM:
 *
 *	PCR = H(PCR || H(template data))
 *
 * with the algorithm H of the bank.  A violation extends ones.  An entry of a PCR
 * that no TPM has extends nothing.
 */
#ifndef KEXEC2_REPLAY_H
#define KEXEC2_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "list.h"
#include "shared/reason.h"

#define REPLAY_BANKS	8

/*
 * What a kernel extends a bank with whose algorithm it was built without: the
 * SHA-1 digest, filled up with zeros; but all ones for a violation, as for any
 * other bank (ima_calc_field_array_hash(), ima_init_digests()).
 */
enum replay_mode {
	REPLAY_NATIVE,
	REPLAY_PADDED_SHA1,
};

struct replay;

/**
 * replay_new() - begin a replay, without banks, all PCRs zero
 *
 * Return: NULL if there is no memory.
 */
struct replay *replay_new(void);
void replay_free(struct replay *replay);	/* NULL is fine */

/**
 * replay_add_bank() - have a bank replayed
 * @algo: "sha1", "sha256", "sha384", "sha512", or "sm3_256" if OpenSSL has it.
 *
 * Before the first entry.  The same algorithm may be added once in each mode.
 *
 * Return: the number of the bank, from 0; -EOPNOTSUPP for an algorithm that is
 * not known, -ENOSPC for more than REPLAY_BANKS, or -ENOMEM.
 */
int replay_add_bank(struct replay *replay, const char *algo,
		    enum replay_mode mode, struct reason *reason);

/**
 * replay_add_logged() - have logged digests of a size checked, too
 *
 * From the next entry on.  Without it only those of a bank's algorithm are.
 *
 * Return: 0, also for a size that no known algorithm has, or -ENOMEM.
 */
int replay_add_logged(struct replay *replay, size_t digest_size,
		      struct reason *reason);

size_t replay_banks(const struct replay *replay);
const char *replay_algo(const struct replay *replay, size_t bank);
enum replay_mode replay_bank_mode(const struct replay *replay, size_t bank);
size_t replay_digest_size(const struct replay *replay, size_t bank);

/**
 * replay_start() - set what a PCR held before the first entry
 * @value: Of replay_digest_size() bytes.
 * @pcr:   Below TPM_PCRS.
 */
void replay_start(struct replay *replay, size_t bank, uint32_t pcr,
		  const uint8_t *value);

/**
 * replay_watch() - have it seen when a PCR holds a value
 * @value: Stays the caller's, and has to stay.
 * @pcr:   Below TPM_PCRS.
 *
 * After replay_start(), and before the first entry.
 */
void replay_watch(struct replay *replay, size_t bank, uint32_t pcr,
		  const uint8_t *value);

/*
 * Behind how many entries the PCR held it last, of which the last one is its own;
 * 0 if it did before the first entry only, REPLAY_NEVER if it never did.
 */
#define REPLAY_NEVER	SIZE_MAX
size_t replay_seen(const struct replay *replay, size_t bank, uint32_t pcr);

/**
 * replay_extend() - take an entry into account
 *
 * Return: 0, or -ENOMEM if OpenSSL fails.
 */
int replay_extend(struct replay *replay, const struct list_entry *entry,
		  struct reason *reason);

/* What a PCR below TPM_PCRS holds, replay_digest_size() bytes. */
const uint8_t *replay_value(const struct replay *replay, size_t bank,
			    uint32_t pcr);

enum replay_check {
	REPLAY_CANNOT_TELL,	/* no algorithm has digests of this size */
	REPLAY_AGREES,		/* the logged digest is that of the data */
	REPLAY_DIFFERS,		/* the entry was altered, or was not written by IMA */
};

/*
 * Does the digest that is logged belong to the data?  For the entry that was
 * extended last.  Digests in a list prove nothing, only the PCR does; but they
 * tell which entry of a list that does not agree with the PCR was altered
 * without care.
 */
enum replay_check replay_check_digest(const struct replay *replay,
				      const struct list_entry *entry);

#endif /* KEXEC2_REPLAY_H */
