// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * A grub.cfg, which is also tried as an environment block.  Besides what the
 * sanitizers see, it checks what must hold for any input.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/bls/bls.h"
#include "image/grub/env.h"
#include "image/grub/menu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char dir[] = "/tmp/fuzz-grub-XXXXXX", file[64];

static void must(int condition)
{
	if (!condition)
		abort();
}

static void clean(void)
{
	unlink(file);
	*strrchr(file, '/') = '\0';
	rmdir(file);
	rmdir(dir);
}

static void prepare(void)
{
	if (*file)
		return;
	must(mkdtemp(dir) != NULL);
	snprintf(file, sizeof(file), "%s/grub", dir);
	must(mkdir(file, 0700) == 0);
	strcat(file, "/grub.cfg");
	atexit(clean);
}

static void check_menu(struct bls_list *list)
{
	struct bls_remarks problems;
	struct bls_choice choice;
	size_t i;

	must(!list->count || list->menu.chosen < list->count);
	for (i = 0; i < list->count; i++) {
		must(list->entries[i].id && list->entries[i].title);
		/* Nothing lies there but the file itself. */
		must(bls_check(&list->entries[i], &problems) != 0 ||
		     !list->entries[i].error);
		bls_remarks_free(&problems);
	}
	if (!list->count)
		return;
	bls_choose(&choice, list, dir);
	must(choice.entry != NULL);
	bls_choice_free(&choice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bls_list list = { 0 };
	struct grub_env env = { 0 };
	struct reason reason = { "" };
	FILE *out;
	int err;

	if (grub_env_parse(&env, (const char *)data, size, &reason))
		must(reason.text[0] != '\0');
	grub_env_free(&env);

	prepare();
	out = fopen(file, "w");
	must(out != NULL && fwrite(data, 1, size, out) == size);
	must(fclose(out) == 0);
	reason = (struct reason){ "" };
	err = grub_find_menu(&list, dir, &reason);
	if (err)
		must(err == -EINVAL && reason.text[0] != '\0');
	else
		check_menu(&list);
	bls_list_free(&list);
	return 0;
}
