/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What a measurement list says of each boot that it tells of.
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

/**
 * struct load - one load, as of its manifest
 * @manifest_entry: Index of its entry.
 * @commit_entry:   Index of the entry of its commit, or NO_ENTRY.
 * @manifest:	    What was loaded.
 * @cmdline:	    The command line, if the epoch has a kexec-cmdline entry of
 *		    it: the digest of its bytes is that of the manifest.  Else
 *		    its data are NULL.
 * @fate:	    What became of it.
 */
struct load {
	size_t manifest_entry;
	size_t commit_entry;
	struct record manifest;
	struct bytes cmdline;
	enum load_fate fate;
};

/* What is in place where an image can be. */
enum image_state {
	IMAGE_NOT_RECORDED,	/* nothing since the epoch began */
	IMAGE_LOAD,		/* load @load */
	IMAGE_UNLOADED,
	IMAGE_KEXEC_LOAD,	/* load @seq: nothing is known of it */
};

struct in_place {
	enum image_state state;
	size_t load;
	uint64_t seq;
	size_t entry;		/* of the record that says so, or NO_ENTRY */
};

/* Records that are no loads, in order. */
enum event_type {
	EVENT_UNLOAD,
	EVENT_KEXEC_LOAD,
	EVENT_CMDLINE,		/* kexec-cmdline; @text */
	EVENT_COUNTERS_LOAD,	/* kexec_load; @counters */
	EVENT_COUNTERS_EXECUTE,	/* kexec_execute; @counters */
	EVENT_KERNEL_VERSION,	/* kernel_version; @text */
	EVENT_EXECUTE,		/* kexec-execute: of load @seq */
	EVENT_FOREIGN,		/* a buffer that has the name of a record, and
				 * does not begin as one: it is none */
	EVENT_MALFORMED,	/* a record that is not in its form */
	EVENT_NEWER,		/* one of a version that is not known yet */
	EVENT_MIXED,		/* its version differs from those before it */
	EVENT_STRAY_COMMIT,	/* a commit that does not belong to the manifest
				 * before it */
	EVENT_SEQUENCE,		/* records are missing, or this is no new boot:
				 * @expected was the next number, @seq is it */
	EVENT_UNRECORDED,	/* version 2: loads or unloads from @expected
				 * to the one before @seq were not recorded */
};

/**
 * struct event - a record that is no load, or something amiss
 * @entry:    Index of the entry.
 * @nr_loads: How many loads of the epoch come before it.
 * @crash:    EVENT_UNLOAD, EVENT_KEXEC_LOAD: the crash image.
 * @reason:   EVENT_MALFORMED, _NEWER, _MIXED, _STRAY_COMMIT: why.
 *	      EVENT_EXECUTE: why it is not what the records say is in place, or
 *	      empty.
 */
struct event {
	enum event_type type;
	size_t entry;
	size_t nr_loads;
	bool crash;
	uint64_t seq;
	uint64_t expected;
	struct kexec_counters counters;
	struct bytes text;
	char reason[128];
};

/**
 * struct epoch - the entries of one boot
 * @number:	From 0.
 * @first:	Index of its first entry.
 * @nr_entries: How many it has so far, boot_aggregate included.
 * @nr_violations: How many of them are violations.
 * @version:	The highest of its records; 0 without any.
 * @pcrs:	Bit N: an entry goes to PCR N.
 * @headless:	It does not begin with boot_aggregate: the list was trimmed.
 * @late:	It begins with boot_aggregate_late.
 * @boot_aggregate: Its digest; size 0 if headless.
 * @loads:	Each load that has a manifest.
 * @events:	The rest of what was recorded of kexecs.
 * @image:	What a kexec starts; at the end of the epoch, what it started.
 * @crash:	What is to be started by a panic.
 * @next:	The one that follows, or NULL: the list ends in it.
 */
struct epoch {
	size_t number;
	size_t first;
	size_t nr_entries;
	size_t nr_violations;
	unsigned int version;
	uint64_t pcrs;
	bool headless;
	bool late;
	struct record_digest boot_aggregate;
	struct load *loads;
	size_t nr_loads;
	struct event *events;
	size_t nr_events;
	struct in_place image;
	struct in_place crash;
	struct epoch *next;
};

/**
 * divide() - divide a list into epochs
 * @list:  Has to stay as long as the epochs.
 * @reach: Per PCR: without its entries from this index on.  NULL: with all.
 *
 * Records that are not in their form, or out of order, are no error: each
 * becomes an event.
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
		       const struct record_digest *digest);

#endif /* KEXEC2_EPOCHS_H */
