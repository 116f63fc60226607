// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict on a single entry: is it what it says that it is? */
#include <string.h>

#include "template.h"
#include "verify-impl.h"

/* A buffer that has the name of a record, and may still be none. */
static bool is_named(const struct list_entry *entry)
{
	return entry->decoded && list_is_buffer(entry) &&
	       record_is_named(entry->name);
}

static bool is_record(const struct list_entry *entry)
{
	return is_named(entry) && record_begins(entry->name, entry->buf);
}

/*
 * PCRs prove the data of an entry, and not the template that the list says it
 * has, nor the byte order: a record could be made to look like something else.
 * So see whether the second field of the data is a name that matters.
 */
static bool has_reserved_name(const struct list_entry *entry, bool big_endian)
{
	size_t left = entry->data.size, size;
	const uint8_t *p = entry->data.data;
	struct bytes name;

	if (left < 8)
		return false;
	size = template_u32(p, big_endian);
	if (size > left - 8)
		return false;
	p += 4 + size;
	left -= 4 + size;
	size = template_u32(p, big_endian);
	if (!size || size > left - 4 || p[4 + size - 1])
		return false;
	name = (struct bytes){ p + 4, size - 1 };
	/* Most entries are of files, whose names begin with a slash. */
	if (!name.size || (*name.data != 'k' && *name.data != 'b'))
		return false;
	return record_is_named(name) || bytes_are(name, "boot_aggregate") ||
	       bytes_are(name, "boot_aggregate_late");
}

static int check_template(struct verification *v,
			  const struct list_entry *entry,
			  const struct epoch *epoch)
{
	bool boot = !epoch->headless && epoch->first == entry->index;
	bool reserved = has_reserved_name(entry, true) ||
			has_reserved_name(entry, false);
	struct place place = { entry->index, entry->index, epoch->number,
			       NOWHERE, 0 };
	struct shown name;

	if (entry->decoded && (!reserved || boot || is_named(entry)))
		return 0;
	show_bytes(&name, entry->template.data, entry->template.size);
	if (reserved)
		return findings_add(&v->verdict->findings, FOUND_TEMPLATE,
				    place,
				    "entry %zu is a record or a boot by its data, and not by its template, \"%s\"",
				    entry->index + 1, name.text);
	return findings_add(&v->verdict->findings, FOUND_TEMPLATE, place,
			    "entry %zu has the template \"%s\", which is not known",
			    entry->index + 1, name.text);
}

/*
 * Nothing proves in which order entries of two PCRs were made; and what software
 * has put into a PCR that IMA does not use is no record.
 */
static int check_pcr(struct verification *v, const struct list_entry *entry,
		     const struct epoch *epoch)
{
	bool boot = !epoch->headless && epoch->first == entry->index;
	uint32_t ima_pcr = v->options->rules->ima_pcr;
	struct place place = { entry->index, entry->index, epoch->number,
			       NOWHERE, 0 };

	if (v->mixed || entry->pcr == ima_pcr || (!boot && !is_record(entry)))
		return 0;
	v->mixed = true;
	return findings_add(&v->verdict->findings, FOUND_PCR_MIXED, place,
			    "the record in entry %zu is of PCR %u, and not of PCR %u, which is IMA's own",
			    entry->index + 1, entry->pcr, ima_pcr);
}

static int check_violation(struct verification *v,
			   const struct list_entry *entry,
			   const struct epoch *epoch)
{
	struct place place = { entry->index, entry->index, epoch->number,
			       NOWHERE, 0 };

	if (!entry->violation || v->violated ||
	    v->options->rules->allow_violations)
		return 0;
	v->violated = true;
	return findings_add(&v->verdict->findings, FOUND_VIOLATION, place,
			    "entry %zu is a violation: a file was written while it was measured",
			    entry->index + 1);
}

static bool file_digest(const struct list_entry *entry,
			struct record_digest *digest)
{
	if (!entry->decoded || entry->violation ||
	    entry->algo.size >= sizeof(digest->algo) ||
	    entry->file_digest.size > sizeof(digest->value))
		return false;
	memset(digest->algo, 0, sizeof(digest->algo));
	if (entry->algo.size)
		memcpy(digest->algo, entry->algo.data, entry->algo.size);
	if (entry->file_digest.size)
		memcpy(digest->value, entry->file_digest.data,
		       entry->file_digest.size);
	digest->size = entry->file_digest.size;
	return true;
}

static void note_file(struct verification *v, const struct list_entry *entry)
{
	const struct rules *rules = v->options->rules;
	struct record_digest digest;
	size_t i;

	if (!file_digest(entry, &digest))
		return;
	v->known_files += known_find(v->options->known, &digest) != NULL;
	/* Other PCRs may prove less. */
	if (entry->pcr != rules->ima_pcr)
		return;
	for (i = 0; i < rules->nr_measured; i++) {
		const struct record_digest *want = &rules->measured[i];

		if (v->measured[i] == NOWHERE && want->size == digest.size &&
		    !strcmp(want->algo, digest.algo) &&
		    !memcmp(want->value, digest.value, digest.size))
			v->measured[i] = entry->index;
	}
}

static void note_low(struct verification *v, const struct list_entry *entry)
{
	if (entry->pcr >= BOOT_PCRS)
		return;
	if (v->low[entry->pcr].first == NOWHERE)
		v->low[entry->pcr].first = entry->index;
	v->low[entry->pcr].last = entry->index;
}

int verify_entry(struct verification *v, const struct list_entry *entry,
		 const struct epoch *epoch)
{
	int err = check_pcr(v, entry, epoch);

	if (!err)
		err = check_template(v, entry, epoch);
	if (!err)
		err = check_violation(v, entry, epoch);
	note_low(v, entry);
	note_file(v, entry);
	return err;
}
