// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The arguments of "kexec2 load", the command lines made of them, and the text
 * that comes from elsewhere: a rule of the IMA policy, a name in JSON.
 *
 * The input is the arguments, each ended by a NUL.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/cmdline.h"
#include "kexec2.h"
#include "shared/json.h"

#define ARGS_MAX	64

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Messages are not of interest.  A finding is reported on the descriptor. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	stderr = fopen("/dev/null", "w");
	if (!stderr)
		abort();
	return 0;
}

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void cmdlines(const char *running, const char *append)
{
	char *extended = extend_cmdline(running, append);
	char *reused = reuse_cmdline(running, append, true);

	check(extended && strlen(extended) <=
			  strlen(running) + strlen(append) + 2);
	check(reused && strlen(reused) <=
			strlen(running) + strlen(append) + 1);
	/* What was added is there. */
	check(strstr(extended, append) && strstr(reused, append));
	free(extended);
	free(reused);
}

static void options(int argc, char **argv)
{
	void *parsed = calloc(1, command_load.size);
	char **operands;
	int status = EXIT_OK;

	check(parsed);
	if (parse_options(&command_load, argc, argv, parsed, &operands,
			  &status))
		check(status == EXIT_OK && operands <= argv + argc);
	command_load.clean(parsed);
	free(parsed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char name[] = "kexec2";
	char *argv[ARGS_MAX + 2] = { name };
	char *text = malloc(size + 1);
	int argc = 1;
	size_t at;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	for (at = 0; at < size && argc <= ARGS_MAX;
	     at += strlen(text + at) + 1)
		argv[argc++] = text + at;

	if (argc > 2)
		cmdlines(argv[1], argv[2]);
	if (argc > 1)
		json_object_put(json_text(argv[argc - 1]));
	options(argc, argv);
	free(text);
	return 0;
}
