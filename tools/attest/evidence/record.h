/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Records of kexecs that the kernel has IMA measure.
 *
 * Label kexec_file_load2: Documentation/userspace-api/kexec_file_load2.rst.
 * Label ima_kexec (Linux 6.16 and later): ima_measure_kexec_event() in
 * security/integrity/ima/ima_kexec.c.
 */
#ifndef KEXEC2_RECORD_H
#define KEXEC2_RECORD_H

#include <linux/kexec_file_load2.h>

#include "list.h"
#include "shared/hash.h"

/* A part of the initramfs. */
struct record_part {
	char label[KEXEC_INITRD_LABEL_SIZE];	/* "" for none */
	struct digest digest;	/* of what went into the image */
	struct digest file;	/* the same, or with a signature */
	bool signed_;			/* by an appended signature */
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

/* What kexec_load and kexec_execute say of the list, before the record. */
struct kexec_counters {
	uint64_t segment_size;		/* bytes that are set aside for it */
	uint64_t list_size;		/* bytes */
	uint64_t list_count;		/* entries, with those carried over */
};

struct record {
	enum record_type type;
	struct kexec_counters counters;	/* of kexec_load, kexec_execute */
	/* Of the others. */
	unsigned int version;
	/*
	 * From 1.  Version 1: number of the record in its boot.  Version 2: of
	 * the load or unload, recorded or not.  A commit has that of its
	 * manifest, and kexec-execute that of the image that is started.
	 */
	uint64_t seq;
	bool crash;			/* not in a commit or kexec-execute */
	/* Of a manifest. */
	uint64_t flags;
	struct digest kernel;
	struct record_part *parts;
	size_t nr_parts;
	struct digest cmdline;	/* without its NUL */
	/* Of a commit, or of kexec-execute if the image has one. */
	struct digest manifest;
};

/* The type of a record of this name, or -ENOENT. */
int record_type(struct bytes name);

/* Is it the name of the entry that begins a boot? */
bool record_is_boot(struct bytes name);

/*
 * Does a buffer with this name begin as such a record, of any version?  If not,
 * it is none: anybody can name a keyring so.
 */
bool record_begins(struct bytes name, struct bytes text);

/**
 * record_parse() - parse the text of a record
 * @record: Receives it; to be freed with record_free(), also after a failure.
 *
 * Accepts to the byte what the kernel writes.
 *
 * Return: 0, -EINVAL, or -EPROTONOSUPPORT for a version above RECORD_VERSION.
 */
int record_parse(struct record *record, enum record_type type,
		 struct bytes text, struct reason *reason);
void record_free(struct record *record);

/* What a command line, of bytes that may be any, makes the kernel refuse. */
enum {
	CMDLINE_RECORDS = 1,	/* loads that leave no record */
	CMDLINE_INTEGRITY = 2,	/* lockdown=integrity */
	CMDLINE_CONFIDENTIALITY = 4, /* lockdown=confidentiality */
	CMDLINE_SIGNED = 8,	/* unsigned modules: module.sig_enforce */
};

unsigned int cmdline_flags(struct bytes cmdline);

#endif /* KEXEC2_RECORD_H */
