/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What replaying one entry and replaying many share. */
#ifndef KEXEC2_EVIDENCE_REPLAY_IMPL_H
#define KEXEC2_EVIDENCE_REPLAY_IMPL_H

#include "digest.h"
#include "replay.h"

#define REPLAY_ALGORITHMS	5	/* all that banks can have */

/**
 * struct replay_algorithm - an algorithm that digests of the data are made by
 * @digest: Of the last entry.
 * @banked: A bank is extended with it; else logged digests are compared only.
 */
struct replay_algorithm {
	char name[16];
	struct digester digester;
	uint8_t digest[LIST_DIGEST_MAX];
	bool banked;
};

/**
 * struct replay_bank - a bank
 * @digester: What makes PCR || digest into PCR.  Its own, so that a bank can be
 *	      extended while its algorithm makes digests.
 * @data:     The algorithm whose digests it is extended with.
 * @watched:  Per PCR, a value, or NULL; @seen: what replay_seen() says.
 */
struct replay_bank {
	char name[16];
	struct digester digester;
	size_t data;
	enum replay_mode mode;
	uint8_t pcr[TPM_PCRS][LIST_DIGEST_MAX];
	const uint8_t *watched[TPM_PCRS];
	size_t seen[TPM_PCRS];
};

struct replay {
	struct replay_algorithm algorithms[REPLAY_ALGORITHMS];
	size_t nr_algorithms;
	struct replay_bank *banks[REPLAY_BANKS];
	size_t nr_banks;
};

/* The digest of the data of an entry. */
bool replay_digest(struct replay_algorithm *algorithm, const void *data,
		   size_t size, uint8_t *digest);

/*
 * Extend a bank with it, by the entry that follows @entries others; @digest is
 * NULL for a violation.
 */
bool replay_extend_bank(struct replay *replay, size_t bank, uint32_t pcr,
			const uint8_t *digest, size_t entries);

/*
 * Compare what an entry has logged with digests of its data: @digests has that
 * of algorithm N at N * @stride.
 */
enum replay_check replay_compare(const struct replay *replay,
				 const uint8_t *digests, size_t stride,
				 struct bytes logged, struct bytes data);

#endif /* KEXEC2_EVIDENCE_REPLAY_IMPL_H */
