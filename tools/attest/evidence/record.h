/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The texts that the kernel has IMA record of a kexec.
 *
 * Label kexec_file_load2: Documentation/userspace-api/kexec_file_load2.rst.
 * Label ima_kexec (Linux 6.16 and later): ima_measure_kexec_event() in
 * security/integrity/ima/ima_kexec.c.
 */
#ifndef KEXEC2_RECORD_H
#define KEXEC2_RECORD_H

#include <linux/kexec_file_load2.h>

#include "hash.h"

/**
 * struct record_part - a part of the initramfs
 * @label:   "" for none.
 * @digest:  Of what went into the image.
 * @signed_: With an appended signature: @file is the digest of the whole file.
 * @file:    The digest that the entry of the file has: same as @digest without
 *           signature.
 */
struct record_part {
	char label[KEXEC_INITRD_LABEL_SIZE];
	struct record_digest digest;
	struct record_digest file;
	bool signed_;
};

enum record_type {
	RECORD_MANIFEST,	/* kexec-manifest */
	RECORD_COMMIT,		/* kexec-commit */
	RECORD_UNLOAD,		/* kexec-unload */
	RECORD_KEXEC_LOAD,	/* kexec-load: an image by kexec_load(2) */
	RECORD_EXECUTE,		/* kexec-execute, from version 2 on */
	RECORD_COUNTERS_LOAD,	/* kexec_load, of the label ima_kexec */
	RECORD_COUNTERS_EXECUTE, /* kexec_execute */
	NR_RECORD_TYPES
};

/* The highest version that is known; all from 1 on are. */
#define RECORD_VERSION	2

/**
 * struct kexec_counters - what kexec_load and kexec_execute say of the list
 * @segment_size: Bytes that are set aside for the list that goes along.
 * @list_size:    Bytes that the list takes, without the record.
 * @list_count:   Entries since IMA began in this boot, without the record;
 *                carried ones are counted.
 */
struct kexec_counters {
	uint64_t segment_size;
	uint64_t list_size;
	uint64_t list_count;
};

/**
 * struct record - a record
 * @counters: Of the label ima_kexec, which has nothing of what follows.
 * @type:     Which.
 * @version:  Of its first line.
 * @seq:      From 1.  Version 1: number of the record in its boot.  Version 2:
 *	      of the load or unload, recorded or not.  A commit has that of its
 *	      manifest, and kexec-execute that of the image that is started.
 * @crash:    It is about the crash image.  Not in a commit or kexec-execute.
 * @flags:    Of the load.  This and what follows is of the manifest, but for
 *	      @manifest.
 * @kernel:   The kernel image.
 * @parts:    The initramfs, in order.
 * @cmdline:  The command line without its NUL.
 * @manifest: In a commit: the digest of the text of its manifest.  In
 *	      kexec-execute, too; size 0 if the image has none.
 */
struct record {
	enum record_type type;
	struct kexec_counters counters;
	unsigned int version;
	uint64_t seq;
	bool crash;
	uint64_t flags;
	struct record_digest kernel;
	struct record_part *parts;
	size_t nr_parts;
	struct record_digest cmdline;
	struct record_digest manifest;
};

/* The type of a record of this name, or -ENOENT. */
int record_type(struct bytes name);

/* Is it the name of the entry that begins a boot? */
bool record_is_boot(struct bytes name);

/*
 * Does a buffer that is named so begin as such a record, of any version?  What
 * does not is none: anybody can name a keyring so.
 */
bool record_begins(struct bytes name, struct bytes text);

/**
 * record_parse() - parse the text of a record
 * @record: Receives it; to be freed with record_free(), also after a failure.
 *
 * Strict: what the kernel writes, to the byte, and nothing else.
 *
 * Return: 0, -EINVAL, or -EPROTONOSUPPORT for a version that is newer than
 * RECORD_VERSION.
 */
int record_parse(struct record *record, enum record_type type,
		 struct bytes text, struct reason *reason);
void record_free(struct record *record);

/*
 * Does a command line, of bytes that may be any, make the kernel that gets it
 * refuse each load that is not recorded: kexec_records=required?
 */
bool cmdline_requires_records(struct bytes cmdline);

#endif /* KEXEC2_RECORD_H */
