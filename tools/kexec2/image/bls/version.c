// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The order of versions (UAPI.10, Version Format Specification). */
#include <stdbool.h>
#include <string.h>

#include "image/bls/bls.h"

#define DIGITS	"0123456789"
#define LETTERS	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static int compare(size_t a, size_t b)
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
