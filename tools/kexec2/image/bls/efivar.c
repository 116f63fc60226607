// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* EFI variables by which userspace and systemd-boot talk to each other. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "image/bls/bls.h"
#include "image/sealed.h"
#include "shared/files.h"

/* Of the Boot Loader Interface, https://systemd.io/BOOT_LOADER_INTERFACE */
#define VENDOR "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"

#define ATTRIBUTES	4	/* bytes before the value */
#define VALUE_MAX	4096

static char *put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*to++ = (char)(0xe0 | c >> 12);
		} else {
			*to++ = (char)(0xf0 | c >> 18);
			*to++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*to++ = (char)(0x80 | (c & 0x3f));
	return to;
}

/* Up to a NUL or the end.  NULL if it is no UTF-16. */
static char *from_utf16(const char *bytes, size_t size)
{
	char *text, *to;
	size_t i;

	if (size % 2)
		return NULL;
	to = text = xcalloc(2 * size + 1, 1);
	for (i = 0; i < size; i += 2) {
		uint32_t c = get_le(bytes + i, 2), low;

		if (!c)
			break;
		if (c >= 0xd800 && c < 0xe000) {
			low = i + 4 <= size ? get_le(bytes + i + 2, 2) : 0;
			if (c >= 0xdc00 || low < 0xdc00 || low >= 0xe000) {
				free(text);
				return NULL;
			}
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		to = put_utf8(to, c);
	}
	*to = '\0';
	return text;
}

int efivar_read(const char *dir, const char *name, char **value)
{
	char *file = xasprintf("%s/%s-" VENDOR, dir, name);
	struct content content;
	struct reason ignored;
	int err = read_content(open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY |
				    O_NONBLOCK), VALUE_MAX, &content,
			       &ignored);

	free(file);
	*value = NULL;
	if (err)
		return err;
	if (content.size >= ATTRIBUTES)
		*value = from_utf16(content.data + ATTRIBUTES,
				    content.size - ATTRIBUTES);
	free(content.data);
	return *value ? 0 : -EINVAL;
}
