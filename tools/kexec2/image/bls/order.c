// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The order of boot entries (UAPI.1, "Sorting") and of versions (UAPI.10). */
#include <stdbool.h>
#include <string.h>

#include "image/bls/bls.h"

#define DIGITS	"0123456789"
#define LETTERS	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static int compare(long a, long b)
{
	return (a > b) - (a < b);
}

/* Skip what has no meaning: all but letters, digits and -.~^ */
static const char *skip_separators(const char *s)
{
	return s + strcspn(s, DIGITS LETTERS "-.~^");
}

/*
 * If one of them starts with @mark, it is lower; @result tells.  If both do,
 * the mark is skipped.
 */
static bool decided_by(const char **a, const char **b, char mark, int *result)
{
	*result = (**b == mark) - (**a == mark);
	if (*result)
		return true;
	if (**a == mark) {
		(*a)++;
		(*b)++;
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Where one has no number, the specification takes it for 0, but
 * systemd-boot and systemd-analyze, which it refers to, for less than 0: 1.a
 * is lower than 1.0.  The order is to be that of the boot loader's menu.
 */
static int compare_numbers(const char **a, const char **b)
{
	size_t len_a, len_b;
	int result;

	result = compare(is_digit(**a), is_digit(**b));
	if (result)
		return result;
	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	len_a = strspn(*a, DIGITS);
	len_b = strspn(*b, DIGITS);
	result = compare(len_a, len_b);
	if (!result)
		result = memcmp(*a, *b, len_a);
	*a += len_a;
	*b += len_b;
	return result;
}

static int compare_words(const char **a, const char **b)
{
	size_t len_a = strspn(*a, LETTERS), len_b = strspn(*b, LETTERS);
	int result = memcmp(*a, *b, len_a < len_b ? len_a : len_b);

	if (!result)
		result = compare(len_a, len_b);
	*a += len_a;
	*b += len_b;
	return result;
}

int bls_compare_versions(const char *a, const char *b)
{
	int result;

	if (!a)
		a = "";
	if (!b)
		b = "";
	for (;;) {
		a = skip_separators(a);
		b = skip_separators(b);
		if (decided_by(&a, &b, '~', &result))
			return result;
		if (!*a || !*b)
			return (*a != '\0') - (*b != '\0');
		if (decided_by(&a, &b, '-', &result) ||
		    decided_by(&a, &b, '^', &result) ||
		    decided_by(&a, &b, '.', &result))
			return result;
		result = is_digit(*a) || is_digit(*b) ?
			compare_numbers(&a, &b) : compare_words(&a, &b);
		if (result)
			return result;
	}
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
