/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Divide a measurement list into boots, and take the records of each.
 *
 * A kexec carries the list to the next kernel, which begins its own entries
 * with boot_aggregate (boot_aggregate_late, if IMA begins late).  An epoch is
 * what lies between two of them: the entries of one running kernel.
 *
 * The list is evidence only together with the PCRs: nothing here replays it.
 * And an entry called boot_aggregate may be one of a file with that name (a
 * file whose path cannot be told, as on a detached mount, goes by its last
 * component).  The numbers of the records tell: they begin anew with a boot.
 */
#ifndef KEXEC2_EPOCHS_H
#define KEXEC2_EPOCHS_H

#include "record.h"

#define NO_ENTRY	SIZE_MAX

/* What became of a load. */
enum load_fate {
	LOAD_FAILED,		/* a manifest without commit */
	LOAD_REPLACED,		/* by a later load, or kexec_load(2) */
	LOAD_UNLOADED,
	LOAD_IN_PLACE,		/* at the end of the list, or a crash image */
	LOAD_EXECUTED,		/* in place when the next epoch began */
};

/* A load. */
struct load {
	size_t manifest_entry;		/* index of its entry */
	size_t commit_entry;		/* or NO_ENTRY */
	struct record manifest;
	/* Of an entry kexec-cmdline with that digest; no data without one. */
	struct bytes cmdline;
	enum load_fate fate;
};

/* The place of an image: the default one, or that for a crash. */
enum image_state {
	IMAGE_NOT_RECORDED,	/* nothing since the epoch began */
	IMAGE_LOAD,		/* load @load */
	IMAGE_UNLOADED,
	IMAGE_KEXEC_LOAD,	/* by kexec_load(2) */
};

struct in_place {
	enum image_state state;
	size_t load;
	uint64_t seq;		/* of the load or unload */
	size_t entry;		/* of the record that says so, or NO_ENTRY */
};

enum event_type {
	EVENT_UNLOAD,
	EVENT_KEXEC_LOAD,
	EVENT_CMDLINE,		/* kexec-cmdline */
	EVENT_COUNTERS_LOAD,	/* kexec_load */
	EVENT_COUNTERS_EXECUTE,	/* kexec_execute */
	EVENT_KERNEL_VERSION,	/* kernel_version */
	EVENT_EXECUTE,		/* kexec-execute: of load @seq */
	EVENT_FOREIGN,		/* a buffer with the name of a record that does
				 * not begin as one: anybody can make it */
	EVENT_MALFORMED,	/* a record that the kernel does not write */
	EVENT_NEWER,		/* a record of an unknown version */
	EVENT_MIXED,		/* its version differs from those before it */
	EVENT_STRAY_COMMIT,	/* a commit without its manifest before it */
	EVENT_SEQUENCE,		/* records are missing, or this is no new boot:
				 * @expected was the next number, @seq is it */
	EVENT_UNRECORDED,	/* version 2: loads or unloads from @expected
				 * to the one before @seq were not recorded */
};

/* A record of something else than a load, or something amiss. */
struct event {
	enum event_type type;
	size_t entry;
	size_t nr_loads;		/* of the epoch, before it */
	bool crash;			/* of unload and kexec_load */
	uint64_t seq;			/* of the record */
	uint64_t expected;
	struct kexec_counters counters;
	struct bytes text;
	bool followed;			/* a manifest has this kexec-cmdline */
	/* Why it is amiss; why an execution is not of the image in place. */
	char reason[128];
};

/* The entries of one boot. */
struct epoch {
	size_t number;			/* from 0 */
	size_t first;			/* index of its first entry */
	size_t nr_entries;		/* with boot_aggregate */
	size_t nr_files;		/* and others that are no buffers */
	size_t nr_violations;
	unsigned int version;		/* the highest of its records, or 0 */
	uint64_t pcrs;			/* bit N: it has entries of PCR N */
	bool headless;			/* no boot_aggregate: a trimmed list */
	bool late;			/* boot_aggregate_late */
	size_t late_entry;		/* that follows boot_aggregate */
	struct digest boot_aggregate;
	struct load *loads;
	size_t nr_loads;
	struct event *events;
	size_t nr_events;
	struct in_place image;		/* in the end: what was executed */
	struct in_place crash;
	struct epoch *next;		/* NULL: the list ends in it */
};

/**
 * divide() - divide a list into epochs
 * @list:  Has to stay as long as the epochs.
 * @reach: Per PCR: leave out its entries from this index on.  NULL: take all.
 *
 * Records that are malformed or out of order become events.
 *
 * Return: the first epoch, or NULL without entries; free with epochs_free().
 */
struct epoch *divide(const struct list *list, const size_t *reach);
void epochs_free(struct epoch *epoch);

/*
 * The name of an entry of the same boot with this digest, before the load: a
 * hint, which proves nothing.  Any bytes but NUL; without one, data are NULL.
 */
struct bytes find_name(const struct list *list, const struct load *load,
		       const struct digest *digest);

#endif /* KEXEC2_EPOCHS_H */
