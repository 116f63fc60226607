// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Measurement lists for the tests. */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "listmaker.h"
#include "unit.h"

/* Room for so many: a power of two. */
static size_t capacity(size_t size)
{
	size_t room = 64;

	while (room <= size)
		room *= 2;
	return room;
}

void put(struct buffer *buffer, const void *data, size_t size)
{
	size_t room = capacity(buffer->size + size);

	if (!buffer->data || room != capacity(buffer->size))
		buffer->data = realloc(buffer->data, room);
	ck_assert_ptr_nonnull(buffer->data);
	if (size)
		memcpy(buffer->data + buffer->size, data, size);
	buffer->size += size;
}

static void put_number(struct buffer *buffer, bool big, uint32_t value,
		       size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		uint8_t byte = value >> 8 * (big ? size - 1 - i : i);

		put(buffer, &byte, 1);
	}
}

static void put_hex(struct buffer *buffer, const uint8_t *data, size_t size)
{
	char text[3];

	while (size--) {
		sprintf(text, "%02x", *data++);
		put(buffer, text, 2);
	}
}

void digest_by(const char *algo, const void *data, size_t size,
	       uint8_t *digest, size_t *digest_size)
{
	ck_assert(EVP_Q_digest(NULL, algo, NULL, data, size, digest,
			       digest_size));
}

static void put_field(struct maker *m, const struct field *f)
{
	struct buffer value = { NULL, 0 };
	char text[16];

	put(&m->ascii, " ", 1);
	switch (f->kind) {
	case 'd':
		put(&value, f->prefix, strlen(f->prefix));
		put(&value, "", 1);
		put(&value, f->data, f->size);
		put(&m->ascii, f->prefix, strlen(f->prefix));
		put_hex(&m->ascii, f->data, f->size);
		break;
	case 's':
		put(&value, f->data, f->size);
		put(&value, "", 1);
		put(&m->ascii, f->data, f->size);
		break;
	case 'x':
		put(&value, f->data, f->size);
		put_hex(&m->ascii, f->data, f->size);
		break;
	case 'u':
		put_number(&value, m->big, f->number, f->size);
		put(&m->ascii, text, sprintf(text, "%u", f->number));
		break;
	}
	put_number(&m->data, m->big, value.size, 4);
	put(&m->data, value.data, value.size);
	free(value.data);
}

static void head(struct maker *m, uint32_t pcr, const char *template,
		 const uint8_t *digest, size_t size)
{
	char text[16];

	m->starts[m->nr % 64] = m->binary.size;
	m->ascii_starts[m->nr++ % 64] = m->ascii.size;
	put_number(&m->binary, m->big, pcr, 4);
	put(&m->binary, digest, size);
	put_number(&m->binary, m->big, strlen(template), 4);
	put(&m->binary, template, strlen(template));
	put(&m->ascii, text, sprintf(text, "%2u ", pcr));
	put_hex(&m->ascii, digest, size);
	put(&m->ascii, " ", 1);
	put(&m->ascii, template, strlen(template));
}

void make(struct maker *m, uint32_t pcr, const char *template,
	  const struct field *fields, bool violation)
{
	struct buffer ascii = m->ascii;
	uint8_t digest[64];
	size_t size;

	/* The fields first, for the digest; their text goes behind the head. */
	m->ascii = (struct buffer){ NULL, 0 };
	m->data.size = 0;
	for (; fields->kind; fields++)
		put_field(m, fields);
	digest_by(m->algo, m->data.data, m->data.size, digest, &size);
	if (violation)
		memset(digest, 0, size);
	{
		struct buffer text = m->ascii;

		m->ascii = ascii;
		head(m, pcr, template, digest, size);
		put(&m->ascii, text.data, text.size);
		put(&m->ascii, "\n", 1);
		free(text.data);
	}
	put_number(&m->binary, m->big, m->data.size, 4);
	put(&m->binary, m->data.data, m->data.size);
}

/* The oldest template: the digest is of data that the list does not have. */
void make_ima(struct maker *m, uint32_t pcr, const char *name)
{
	const uint8_t hash[20] = { 1, 2, 3, [19] = 0xfe };
	uint8_t padded[256] = { 0 }, digest[64];
	size_t size;

	strcpy((char *)padded, name);
	m->data.size = 0;
	put(&m->data, hash, 20);
	put(&m->data, padded, 256);
	digest_by(m->algo, m->data.data, m->data.size, digest, &size);
	head(m, pcr, "ima", digest, size);
	put(&m->binary, hash, 20);
	put_number(&m->binary, m->big, strlen(name), 4);
	put(&m->binary, name, strlen(name));
	put(&m->ascii, " ", 1);
	put_hex(&m->ascii, hash, 20);
	put(&m->ascii, " ", 1);
	put(&m->ascii, name, strlen(name));
	put(&m->ascii, "\n", 1);
}

void make_digest(struct maker *m, const char *name, const uint8_t *digest)
{
	struct field fields[] = {
		{ 'd', "sha256:", digest, 32, 0 },
		{ 's', NULL, name, strlen(name), 0 },
		{ 0, NULL, NULL, 0, 0 },
	};

	make(m, 10, "ima-ng", fields, false);
}

void make_plain(struct maker *m, const char *name)
{
	uint8_t digest[64];
	size_t size;

	digest_by("sha256", name, strlen(name), digest, &size);
	make_digest(m, name, digest);
}

void make_buf(struct maker *m, const char *name, const void *buf, size_t size)
{
	uint8_t digest[64];
	size_t digest_size;
	struct field fields[] = {
		{ 'd', "sha256:", digest, 32, 0 },
		{ 's', NULL, name, strlen(name), 0 },
		{ 'x', NULL, buf, size, 0 },
		{ 0, NULL, NULL, 0, 0 },
	};

	digest_by("sha256", buf, size, digest, &digest_size);
	make(m, 10, "ima-buf", fields, false);
}

void make_text(struct maker *m, const char *name, const char *text)
{
	make_buf(m, name, text, strlen(text));
}

void maker_free(struct maker *m)
{
	free(m->binary.data);
	free(m->ascii.data);
	free(m->data.data);
	memset(m, 0, sizeof(*m));
}
