// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The command line of kexec-tools: a word a line. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dropin/dropin.h"

#define WORDS	64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Parses, and does nothing of what it has parsed. */
static void parse(char **words, int count, enum kexec_arch arch)
{
	struct kexec_request request;
	char *argv[WORDS + 2];
	int status;

	/* getopt_long() sorts them. */
	memcpy(argv, words, ((size_t)count + 1) * sizeof(*argv));
	if (parse_kexec_request(count, argv, arch, &request, &status)) {
		if (request.status && request.load)
			abort();
		if (request.ifdown && !request.exec)
			abort();
		if (request.shutdown && (request.exec || request.unload))
			abort();
		if (request.initrds.count > (size_t)count)
			abort();
	} else if (status != KEXEC_OK && status != KEXEC_DIED &&
		   status != KEXEC_FAILED) {
		abort();
	}
	free_kexec_request(&request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char name[] = "kexec2";
	char *words[WORDS + 2] = { name };
	static FILE *quiet, *silent;
	char *text, *word;
	int count = 1;

	if (!quiet) {
		quiet = freopen("/dev/null", "w", stdout);
		silent = fopen("/dev/null", "w");
		if (!quiet || !silent)
			abort();
		stderr = silent;	/* that of the sanitizers is descriptor 2 */
	}
	text = malloc(size + 1);
	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	for (word = text; word < text + size; word++)
		if (*word == '\n')
			*word = '\0';
	for (word = text; word < text + size && count <= WORDS;
	     word += strlen(word) + 1)
		words[count++] = word;
	words[count] = NULL;

	parse(words, count, KEXEC_X86_64);
	parse(words, count, KEXEC_ARM64);
	parse(words, count, KEXEC_OTHER);
	free(text);
	return 0;
}
