/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A machine for the tests: what its kernel does goes into a measurement list and
 * into the PCRs of a TPM, as IMA does it.  Nothing of what reads lists is used.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MACHINE_ENTRIES	512

struct machine_entry {
	uint32_t pcr;
	bool violation;
	char template[32];
	uint8_t data[4096];
	size_t size;
	uint8_t logged[20];
};

/**
 * struct machine - a machine
 * @entries: What it says that its list is.
 * @version: Of the records that its kernel makes: 1, or from then on 2, with
 *	     kexec-execute.
 * @seq:     Number of the last load of this boot; of version 1, of the last
 *	     record.
 * @counters: Its kernel makes kexec_load and kexec_execute records.
 * @invented: So many entries are not its own.
 * @no_sha384: Its kernel was built without SHA-384.
 * @pcr:     IMA's PCR.
 * @manifest: Digest of the last manifest, of load @loading of image @loads_crash.
 * @image:   Number of the image that a kexec starts, 0 for none, and whether it
 *	     has a manifest, @image_manifest.
 */
struct machine {
	struct machine_entry entries[MACHINE_ENTRIES];
	size_t nr;
	unsigned int version;
	unsigned int seq;
	bool counters;
	size_t invented;
	bool no_sha384;
	uint32_t pcr;
	uint8_t manifest[32];
	unsigned int loading;
	bool loads_crash;
	unsigned int image;
	bool has_manifest;
	uint8_t image_manifest[32];
};

/* The digest of the content of what is called so. */
void content(const char *name, uint8_t digest[32]);
const char *content_hex(const char *name, char hex[65]);

void machine_boot(struct machine *machine);	/* by firmware */
void machine_aggregate(struct machine *machine, const char *name);
void machine_file(struct machine *machine, const char *path,
		  const uint8_t digest[32]);
void machine_buffer(struct machine *machine, const char *name,
		    const void *text, size_t size);
void machine_violation(struct machine *machine, const char *path);
/* Template data that is there already. */
void machine_entry(struct machine *machine, const char *template,
		   const void *data, size_t size);

/*
 * Parts are "label=name", or "=name"; NULL ends them.  "NAME+signature" is NAME
 * with an appended signature.
 */
void machine_manifest(struct machine *machine, const char *image,
		      const char *kernel, const char *const *parts,
		      const char *cmdline);
void machine_commit(struct machine *machine);
void machine_gone(struct machine *machine, const char *record,
		  const char *image);
/* Entries of the files, manifest and commit. */
void machine_load(struct machine *machine, const char *kernel,
		  const char *const *parts, const char *cmdline);
/* kexec_execute alone, of a kernel that makes it. */
void machine_count(struct machine *machine);
/* kexec-execute alone, of any image. */
void machine_executes(struct machine *machine, unsigned int seq,
		      const uint8_t *manifest);
/* Those that the kernel makes, without a boot. */
void machine_execute(struct machine *machine);
void machine_kexec(struct machine *machine);

/* The list; to be freed.  @starts, if not NULL: where each entry begins. */
uint8_t *machine_list(const struct machine *machine, size_t *size,
		      size_t *starts);
/* What the list logs for an entry, after its data were changed. */
void machine_log(struct machine_entry *entry);

#endif /* MACHINE_H */
