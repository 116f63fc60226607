// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Boot entries for tests, and what is composed of them. */
#include "bls-dir.h"
#include "tree.h"
#include "unit.h"

struct reason reason;
struct bls_list list;
struct bls_choice choice;
struct image image = IMAGE_INIT;

void clean(void)
{
	bls_choice_free(&choice);
	bls_list_free(&list);
	image_free(&image);
	image = IMAGE_INIT;
	reason = (struct reason){ "" };
}

void find_entries(void)
{
	bls_list_free(&list);
	ck_assert_msg(bls_find(&list, test_dir(), &reason) == 0, "%s",
		      reason.text);
}

const char *chosen(void)
{
	bls_choice_free(&choice);
	find_entries();
	bls_choose(&choice, &list, at("vars"));
	return choice.entry ? choice.entry->id : NULL;
}

int compose(const char *id)
{
	const struct bls_source source = { test_dir(), test_dir() };

	image_free(&image);
	image = IMAGE_INIT;
	return image_add_entry(&image, id, &source, &reason);
}

void check_reason(const char *words)
{
	ck_assert_has(reason.text, words);
}
