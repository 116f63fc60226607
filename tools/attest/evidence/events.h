/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Logs of what others than IMA have extended: that of the firmware, TCG PC
 * Client Platform Firmware Profile, 10 (crypto agile); and that of systemd,
 * /run/log/systemd/tpm2-measure.log, CEL-JSON without numbers in a JSON text
 * sequence (RFC 7464).
 */
#ifndef KEXEC2_EVENTS_H
#define KEXEC2_EVENTS_H

#include "pcrs.h"

struct pcr_event {
	unsigned int pcr;
	struct pcr_event_digest {
		bool known;
		uint8_t bytes[DIGEST_SIZE_MAX];
	} digests[NR_BANKS];
};

/* In the order in which they were made. */
struct events {
	struct pcr_event *list;
	size_t nr;
	size_t nr_firmware;		/* the first, before any kernel */
	uint8_t locality;		/* that PCR 0 begins with */
	bool given;
};

/* Add a log of either kind, that of the firmware first.  0, or -EINVAL. */
int events_add(struct events *events, struct bytes file,
	       struct reason *reason);

/* How far they lead to the values of a bank. */
struct replayed {
	enum bank bank;
	uint32_t pcrs;			/* bit N: to that of PCR N, */
	uint32_t differ;		/* or that it is, but they do not */
	size_t reach[TPM_PCRS];		/* so many events at most count */
	/* Where events_find() is: before this event, with these values. */
	size_t at;
	uint8_t values[TPM_PCRS][DIGEST_SIZE_MAX];
};

/**
 * events_replay() - replay logs
 * @start:  Values to begin with, in place of zeros.
 * @told:   Values of the bank,
 * @pcrs:   that are to be compared.
 */
void events_replay(struct replayed *replayed, const struct events *events,
		   enum bank bank, const struct pcr_bank *start,
		   const struct pcr_bank *told, uint32_t pcrs);

/*
 * Were the first PCRs, as many as a boot_aggregate can be of, those of the
 * digest, behind the firmware's events and where the last one was found, or
 * later?  How many they are, or 0; then no other will be found.
 */
unsigned int events_find(struct replayed *replayed,
			 const struct events *events,
			 const struct digest *digest);

void events_free(struct events *events);

#endif /* KEXEC2_EVENTS_H */
