// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Write a measurement list with as many entries as are asked for, as of a
 * machine that kexecs every 10000 entries (or once, at the end of fewer), into
 * a kernel with some parts, and the PCR that belongs to it:
 *
 *	make-list ENTRIES LIST PCR [KERNEL PART...]
 *
 * The contents of the files are these words: "kernel", "base" and "modules", if
 * there are none.
 * The list is binary, with SHA-1 digests, as evmctl wants it.  The PCR is of the
 * SHA-256 bank, in the form of evmctl.
 */
#include <endian.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(FILE *list, uint32_t number)
{
	number = htole32(number);
	fwrite(&number, sizeof(number), 1, list);
}

static size_t field(uint8_t *to, const void *data, size_t size)
{
	uint32_t length = htole32((uint32_t)size);

	memcpy(to, &length, sizeof(length));
	memcpy(to + sizeof(length), data, size);
	return sizeof(length) + size;
}

static void digest(const EVP_MD *md, const void *data, size_t size,
		   uint8_t *to)
{
	if (EVP_Digest(data, size, to, NULL, md, NULL))
		return;
	fputs("make-list: no digest\n", stderr);
	exit(1);
}

static const EVP_MD *md1, *md256;
static uint8_t pcr[64];
static FILE *list;

static void entry(const char *template, const uint8_t *data, size_t size)
{
	uint8_t sha1[20];

	digest(md1, data, size, sha1);
	put(list, 10);
	fwrite(sha1, sizeof(sha1), 1, list);
	put(list, (uint32_t)strlen(template));
	fwrite(template, strlen(template), 1, list);
	put(list, (uint32_t)size);
	fwrite(data, size, 1, list);
	digest(md256, data, size, pcr + 32);
	digest(md256, pcr, sizeof(pcr), pcr);
}

/* Of a file that has @content, or of a buffer if there is @text. */
static void measure(const char *name, const void *content, size_t size,
		    const char *text)
{
	uint8_t hash[40] = "sha256:", data[1024];

	digest(md256, content, size, hash + 8);
	size = field(data, hash, sizeof(hash));
	size += field(data + size, name, strlen(name) + 1);
	if (text)
		size += field(data + size, text, strlen(text));
	entry(text ? "ima-buf" : "ima-ng", data, size);
}

static void text_of(const char *content, char *hex)
{
	uint8_t hash[32];
	size_t i;

	digest(md256, content, strlen(content), hash);
	for (i = 0; i < sizeof(hash); i++)
		sprintf(hex + 2 * i, "%02x", hash[i]);
}

/* A kernel and parts, whose contents are these words. */
static void load(char *const *words)
{
	char hex[65], text[1000];
	int i, size;

	text_of(words[0], hex);
	size = snprintf(text, sizeof(text),
			"kexec_file_load2 1\nseq 1\nimage default\nflags 0x0\nkernel sha256:%s %zu\n",
			hex, strlen(words[0]));
	for (i = 1; words[i] && i < 9; i++) {
		text_of(words[i], hex);
		size += snprintf(text + size, sizeof(text) - (size_t)size,
				 "initrd %d - sha256:%s %zu\n", i - 1, hex,
				 strlen(words[i]));
	}
	text_of("", hex);
	snprintf(text + size, sizeof(text) - (size_t)size,
		 "cmdline sha256:%s 0\n", hex);
	measure("kexec-manifest", text, strlen(text), text);
	text_of(text, hex);
	snprintf(text, sizeof(text),
		 "kexec_file_load2 1\nseq 1\nmanifest sha256:%s\n", hex);
	measure("kexec-commit", text, strlen(text), text);
}

int main(int argc, char **argv)
{
	static char *usual[] = { "kernel", "base", "modules", NULL };
	unsigned long i, n = argc >= 4 ? strtoul(argv[1], NULL, 10) : 0;
	char *const *words = argc > 4 ? argv + 4 : usual;
	static const uint8_t zeros[320];
	FILE *pcrs;

	list = n ? fopen(argv[2], "wb") : NULL;
	md1 = EVP_MD_fetch(NULL, "SHA1", NULL);
	md256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!list || !md1 || !md256) {
		fputs("usage: make-list ENTRIES LIST PCR [KERNEL PART...]\n", stderr);
		return 2;
	}
	for (i = 0; i < n; i++) {
		char name[64];

		if (!(i % 10000) || (n <= 10000 && i == n - 1)) {
			measure("boot_aggregate", zeros, sizeof(zeros), NULL);
		} else if (i % 10000 == 9998 || (n <= 10000 && i == n - 3)) {
			load(words);
			i++;
		} else {
			snprintf(name, sizeof(name),
				 "/usr/lib/x86_64-linux-gnu/lib%lu.so", i);
			measure(name, &i, sizeof(i), NULL);
		}
	}
	pcrs = fopen(argv[3], "w");
	if (!pcrs)
		return 1;
	/* evmctl wants those before it, too. */
	for (i = 0; i < 10; i++)
		fprintf(pcrs, "PCR-%02lu: %064d\n", i, 0);
	fputs("PCR-10: ", pcrs);
	for (i = 0; i < 32; i++)
		fprintf(pcrs, "%02X", pcr[i]);
	fputc('\n', pcrs);
	return fclose(pcrs) || fclose(list);
}
