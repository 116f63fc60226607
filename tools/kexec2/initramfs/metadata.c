// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Extended attributes in a cpio archive. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/limits.h>

#include "initramfs/metadata.h"
#include "shared/util.h"

#define DIGITS		8	/* of a size, which counts itself */
#define BLOCK_HEADER	(DIGITS + 2)
#define BLOCK_VERSION	1
#define BLOCK_XATTRS	1

void xattrs_set(struct xattrs *xattrs, const char *name, const void *value,
		size_t size)
{
	struct xattr *at;
	size_t i = 0;

	while (i < xattrs->count && strcmp(xattrs->list[i].name, name) < 0)
		i++;
	if (i < xattrs->count && !strcmp(xattrs->list[i].name, name)) {
		free(xattrs->list[i].value);
	} else {
		XADD(xattrs->list, xattrs->count);
		memmove(&xattrs->list[i + 1], &xattrs->list[i],
			(xattrs->count - 1 - i) * sizeof(*xattrs->list));
		xattrs->list[i].name = xstrdup(name);
	}
	at = &xattrs->list[i];
	at->value = xcalloc(size + 1, 1);
	memcpy(at->value, value, size);
	at->size = size;
}

void xattrs_free(struct xattrs *xattrs)
{
	size_t i;

	for (i = 0; i < xattrs->count; i++) {
		free(xattrs->list[i].name);
		free(xattrs->list[i].value);
	}
	free(xattrs->list);
	*xattrs = (struct xattrs){ 0 };
}

const char *xattr_fault(const char *name, size_t size)
{
	static const char *const prefixes[] = { "security.", "trusted.",
						"user." };
	size_t i, len = 0;

	for (i = 0; i < ARRAY_SIZE(prefixes) && !len; i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			len = strlen(prefixes[i]);
	if (!len || !name[len])
		return "an attribute's name does not begin with security., trusted. or user.";
	if (strlen(name) > XATTR_NAME_MAX)
		return "an attribute's name is longer than 255 characters";
	if (size > XATTR_SIZE_MAX)
		return "an attribute is larger than 64 KiB";
	return NULL;
}

/* The size that is at the beginning of what it counts, or 0 if it is wrong. */
static size_t size_at(const uint8_t *at, size_t left, size_t least)
{
	char digits[DIGITS + 1] = "";
	size_t size;

	if (left < least)
		return 0;
	memcpy(digits, at, DIGITS);
	if (strspn(digits, "0123456789abcdefABCDEF") != DIGITS)
		return 0;
	size = strtoul(digits, NULL, 16);
	return size < least || size > left ? 0 : size;
}

/* false: the kernel skips all of the entry. */
static bool read_xattrs(struct xattrs *xattrs, const uint8_t *at, size_t left,
			const char **fault)
{
	while (left) {
		size_t size = size_at(at, left, DIGITS + 2), value_size;
		const char *name = (const char *)at + DIGITS, *why;
		const char *nul;

		nul = size ? memchr(name, 0, size - DIGITS) : NULL;
		if (!nul || nul == name)
			return false;
		value_size = size - DIGITS - (size_t)(nul + 1 - name);
		why = xattr_fault(name, value_size);
		if (!why && xattrs)
			xattrs_set(xattrs, name, nul + 1, value_size);
		if (!*fault)
			*fault = why;
		at += size;
		left -= size;
	}
	return true;
}

static bool read_blocks(struct xattrs *xattrs, const uint8_t *at, size_t left,
			const char **fault)
{
	do {
		size_t size = size_at(at, left, BLOCK_HEADER);

		if (!size)
			return false;
		if (at[DIGITS] == BLOCK_VERSION &&
		    at[DIGITS + 1] == BLOCK_XATTRS) {
			if (!read_xattrs(xattrs, at + BLOCK_HEADER,
					 size - BLOCK_HEADER, fault))
				return false;
		} else if (!*fault) {
			*fault = "it has a version or a type that the kernel does not know";
		}
		at += size;
		left -= size;
	} while (left);
	return true;
}

const char *metadata_read(struct xattrs *xattrs, const uint8_t *data,
			  size_t size)
{
	const char *fault = NULL;

	if (size > METADATA_MAX)
		return "it is larger than 1 MiB";
	if (!read_blocks(NULL, data, size, &fault))
		return "it is damaged";
	if (xattrs)
		read_blocks(xattrs, data, size, &fault);
	return fault;
}

uint8_t *metadata_write(const struct xattrs *xattrs, size_t *size)
{
	size_t i, len = BLOCK_HEADER, left;
	uint8_t *data, *at;
	char digits[32];

	for (i = 0; i < xattrs->count; i++)
		len += DIGITS + strlen(xattrs->list[i].name) + 1 +
		       xattrs->list[i].size;
	if (len > METADATA_MAX)
		return NULL;
	*size = len;
	data = xcalloc(len, 1);
	snprintf(digits, sizeof(digits), "%08zx", len);
	at = mempcpy(data, digits, DIGITS);
	*at++ = BLOCK_VERSION;
	*at++ = BLOCK_XATTRS;
	for (i = 0; i < xattrs->count; i++) {
		const struct xattr *xattr = &xattrs->list[i];

		left = DIGITS + strlen(xattr->name) + 1 + xattr->size;
		snprintf(digits, sizeof(digits), "%08zx", left);
		at = mempcpy(at, digits, DIGITS);
		at = mempcpy(at, xattr->name, strlen(xattr->name) + 1);
		at = mempcpy(at, xattr->value, xattr->size);
	}
	return data;
}
