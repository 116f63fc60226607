// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Boot entries.  The first line is the name of the file, the rest its content.
 * Besides what the sanitizers see, it checks what must hold for any input.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "image/bls/bls.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int condition)
{
	if (!condition)
		abort();
}

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

/* Each value as a version: an order has to be one. */
static void compare(const char *a, const char *b, const char *c)
{
	int ab = sign(bls_compare_versions(a, b));
	int bc = sign(bls_compare_versions(b, c));
	int ac = sign(bls_compare_versions(a, c));

	must(bls_compare_versions(a, a) == 0);
	must(sign(bls_compare_versions(b, a)) == -ab);
	if (ab == bc)
		must(ac == ab);
}

static void check_text(const struct bls_entry *entry, size_t size)
{
	struct bls_entry other = BLS_ENTRY_INIT;
	struct reason reason;

	/* The options, as a file of their own, are an entry like any other. */
	if (entry->options) {
		must(strlen(entry->options) < size);
		must(bls_parse(&other, entry->options, strlen(entry->options),
			       &reason) == 0);
		bls_entry_free(&other);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	struct bls_entry entry = BLS_ENTRY_INIT;
	struct reason reason = { "" };
	struct bls_remarks remarks;
	size_t len, skip;
	char *name, *path;
	size_t i;

	if (!end)
		return 0;
	skip = (size_t)(end - data) + 1;
	name = strndup((const char *)data, skip - 1);
	must(name != NULL);
	bls_set_name(&entry, name);
	must(bls_has_id(&entry, name) && bls_has_id(&entry, entry.id));
	must((entry.tries_left < 0) == (entry.tries_done < 0));

	if (bls_parse(&entry, (const char *)data + skip, size - skip,
		      &reason) == 0)
		check_text(&entry, size);
	else
		must(reason.text[0] != '\0');

	compare(entry.version, entry.title, entry.stem);
	compare(entry.sort_key, entry.options, entry.version);
	/* Nothing exists below this directory, and nothing is read. */
	entry.root = strdup("/nonexistent");
	entry.file = strdup("/nonexistent");
	must(entry.root && entry.file);
	must(bls_compare(&entry, &entry) == 0);
	must(bls_check(&entry, &remarks) < 0);
	must(remarks.count > 0 && remarks.texts[0].text[0] != '\0');
	bls_remarks_free(&remarks);
	bls_unused(&entry, &remarks);
	bls_remarks_free(&remarks);
	for (i = 0; i < entry.nr_initrds; i++) {
		must(bls_locate(&entry, "initrd", entry.initrds[i], &path,
				&reason) < 0);
		must(!path);
		if (bls_variable(entry.initrds[i], &len))
			must(len > 1 && len <= strlen(entry.initrds[i]));
	}
	bls_entry_free(&entry);
	free(name);
	return 0;
}
