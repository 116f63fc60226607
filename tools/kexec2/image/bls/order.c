// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The order of boot entries (UAPI.1, "Sorting"). */
#include <string.h>

#include "image/bls/bls.h"

static int compare(int a, int b)
{
	return (a > b) - (a < b);
}

static int compare_strings(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

int bls_compare(const struct bls_entry *a, const struct bls_entry *b)
{
	int result;

	result = compare(a->tries_left == 0, b->tries_left == 0);
	if (result)
		return result;
	result = compare(!a->sort_key, !b->sort_key);
	if (result)
		return result;
	if (a->sort_key) {
		result = strcmp(a->sort_key, b->sort_key);
		if (result)
			return result;
		result = compare_strings(a->machine_id, b->machine_id);
		if (result)
			return result;
		result = bls_compare_versions(b->version, a->version);
		if (result)
			return result;
	}
	result = bls_compare_versions(b->stem, a->stem);
	if (result)
		return result;
	/* Different names can be equal as versions: "a_1" and "a+1". */
	result = strcmp(b->stem, a->stem);
	if (result)
		return result;
	result = compare(b->tries_left, a->tries_left);
	if (result)
		return result;
	result = compare(a->tries_done, b->tries_done);
	if (result)
		return result;
	return strcmp(a->file, b->file);
}
