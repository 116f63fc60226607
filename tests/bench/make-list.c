// SPDX-License-Identifier: GPL-2.0-only
/*
 * Write a measurement list with as many entries as are asked for, as of a
 * machine that kexecs every 10000 entries, and the PCR that belongs to it:
 *
 *	make-list ENTRIES LIST PCR
 *
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

int main(int argc, char **argv)
{
	uint8_t pcr[64] = { 0 }, hash[40] = "sha256:", data[256], sha1[20];
	unsigned long i, n = argc == 4 ? strtoul(argv[1], NULL, 10) : 0;
	FILE *list = n ? fopen(argv[2], "wb") : NULL, *pcrs;
	const EVP_MD *md1 = EVP_MD_fetch(NULL, "SHA1", NULL);
	const EVP_MD *md256 = EVP_MD_fetch(NULL, "SHA256", NULL);

	if (!list || !md1 || !md256) {
		fputs("usage: make-list ENTRIES LIST PCR\n", stderr);
		return 2;
	}
	for (i = 0; i < n; i++) {
		char name[64];
		size_t size;

		if (i % 10000)
			snprintf(name, sizeof(name),
				 "/usr/lib/x86_64-linux-gnu/lib%lu.so", i);
		else
			strcpy(name, "boot_aggregate");
		digest(md256, &i, sizeof(i), hash + 8);
		size = field(data, hash, sizeof(hash));
		size += field(data + size, name, strlen(name) + 1);
		digest(md1, data, size, sha1);
		put(list, 10);
		fwrite(sha1, sizeof(sha1), 1, list);
		put(list, 6);
		fwrite("ima-ng", 6, 1, list);
		put(list, (uint32_t)size);
		fwrite(data, size, 1, list);
		digest(md256, data, size, pcr + 32);
		digest(md256, pcr, sizeof(pcr), pcr);
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
