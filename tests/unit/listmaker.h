/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Measurement lists for the tests, written without anything of what reads them.
 * Each entry goes into a binary and into an ASCII list.
 */
#ifndef LISTMAKER_H
#define LISTMAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	uint8_t *data;
	size_t size;
};

/**
 * struct maker - lists that are being made
 * @algo: Of the template digests: "sha1", "sha256", ...
 * @big:  Big endian.
 * @binary, @ascii: The lists.
 * @data: Template data of the last entry, @starts where entries begin.
 */
struct maker {
	const char *algo;
	bool big;
	struct buffer binary, ascii, data;
	size_t starts[64], ascii_starts[64], nr;
};

/* 'd': digest with "sha256:" or the like before it; 's': string; 'x': bytes */
struct field {
	char kind;		/* 'u': a number of @size bytes; 0 ends them */
	const char *prefix;	/* of 'd' */
	const void *data;
	size_t size;
	uint32_t number;
};

#define D(algo, size)	{ 'd', algo, "\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa" \
	"\xbb\xcc\xdd\xee\xff\x10\x20\x30\x40\x50\x60\x70\x80\x90\xa0\xb0\xc0" \
	"\xd0\xe0\xf0\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e" \
	"\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f" \
	"\x20\x21\x22", size, 0 }
#define S(text)		{ 's', NULL, text, sizeof(text) - 1, 0 }
#define X(bytes)	{ 'x', NULL, bytes, sizeof(bytes) - 1, 0 }
#define U(size, value)	{ 'u', NULL, NULL, size, value }

void put(struct buffer *buffer, const void *data, size_t size);
void make(struct maker *maker, uint32_t pcr, const char *template,
	  const struct field *fields, bool violation);
void make_ima(struct maker *maker, uint32_t pcr, const char *name);
void make_plain(struct maker *maker, const char *name);
void make_digest(struct maker *maker, const char *name, const uint8_t *digest);
void make_buf(struct maker *maker, const char *name, const void *buf,
	      size_t size);
void make_text(struct maker *maker, const char *name, const char *text);
void maker_free(struct maker *maker);

void digest_by(const char *algo, const void *data, size_t size,
	       uint8_t *digest, size_t *digest_size);

#endif /* LISTMAKER_H */
