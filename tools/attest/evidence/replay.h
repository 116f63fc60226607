/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Replaying a measurement list into PCRs, as ima_pcr_extend() of the kernel
 * extends those of the TPM:
 *
 *	PCR = H(PCR || H(template data))
 *
 * with the algorithm H of the bank.  A violation extends ones.  An entry of a
 * PCR that no TPM has extends nothing.
 */
#ifndef KEXEC2_REPLAY_H
#define KEXEC2_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest.h"
#include "list.h"
#include "shared/reason.h"

#define REPLAY_BANKS		8
#define REPLAY_ALGORITHMS	5	/* all that banks can have */

/*
 * What a kernel extends a bank with whose algorithm it was built without: the
 * SHA-1 digest, filled up with zeros; but all ones for a violation, as for any
 * other bank (ima_calc_field_array_hash(), ima_init_digests()).
 */
enum replay_mode {
	REPLAY_NATIVE,
	REPLAY_PADDED_SHA1,
	REPLAY_MODES
};

/* An algorithm that digests of the data are made by; @digest is the last. */
struct replay_algorithm {
	char name[16];
	struct digester digester;
	uint8_t digest[LIST_DIGEST_MAX];
};

/**
 * struct replay_bank - a bank
 * @algo: Its algorithm, and @mode: how it is extended.
 * @size: Of its digests.
 * @pcr:  What the PCRs hold.  Zeros at first, unless it is set.
 * @data: Index of the algorithm whose digests it is extended with.
 */
struct replay_bank {
	char algo[16];
	enum replay_mode mode;
	size_t size;
	uint8_t pcr[TPM_PCRS][LIST_DIGEST_MAX];
	struct digester digester;
	size_t data;
};

/* All zero at first; to be freed with replay_free(). */
struct replay {
	struct replay_bank banks[REPLAY_BANKS];
	size_t nr_banks;
	struct replay_algorithm algorithms[REPLAY_ALGORITHMS];
	size_t nr_algorithms;
	size_t logged_size;
};

void replay_free(struct replay *replay);

/**
 * replay_add_bank() - have a bank replayed
 * @algo: "sha1", "sha256", "sha384", "sha512", or "sm3_256" if OpenSSL has it.
 *
 * Before the first entry.  The same algorithm may be added once in each mode.
 *
 * Return: the bank, or NULL for an algorithm that is not known.
 */
struct replay_bank *replay_add_bank(struct replay *replay, const char *algo,
				    enum replay_mode mode,
				    struct reason *reason);

/* Take an entry into account. */
void replay_extend(struct replay *replay, const struct list_entry *entry);

/*
 * Does the logged digest not match the data, of the entry that came last?  It
 * proves nothing, but shows what was altered without care.
 */
bool replay_is_altered(const struct replay *replay,
		       const struct list_entry *entry);

#endif /* KEXEC2_REPLAY_H */
