// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 status */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "shared/json.h"
#include "kexec2.h"
#include "shared/records-state.h"

/* Receives --json. */
static const struct option_row rows[] = {
	{ "json", 0, NULL, take_json, 0,
	  "print JSON, with the memory reserved for a crash image" },
	{ 0 }
};

static const char *in_words(int loaded)
{
	return loaded < 0 ? "not supported by this kernel" :
	       loaded ? "loaded" : "not loaded";
}

/*
 * Records, of kernels that tell
 */

static void add_image(struct json_object *to, const char *key,
		      const struct records_image *image)
{
	struct json_object *object;

	if (!image->seq) {
		json_add_null(to, key);
		return;
	}
	object = json_new();
	json_add_size(object, "load", image->seq);
	json_add_bool(object, "recorded", image->recorded);
	json_add(to, key, object);
}

static struct json_object *records_json(const struct records_state *state)
{
	struct json_object *object = json_new();

	json_add_bool(object, "required", state->required);
	json_add_bool(object, "wanted", state->wanted);
	json_add_text(object, "tpm", records_tpm_words[state->tpm]);
	json_add_size(object, "last_load", state->seq);
	add_image(object, "normal", &state->normal);
	add_image(object, "crash", &state->crash);
	json_add_count(object, "room",
		       state->has_room ? (int64_t)state->room : -1);
	return object;
}

static void show_image(const char *what, int loaded,
		       const struct records_image *image)
{
	printf("%s %s", what, in_words(loaded));
	if (loaded == 1 && image->seq)
		printf(", load %llu, %s", (unsigned long long)image->seq,
		       image->recorded ? "recorded" : "not recorded");
	putchar('\n');
}

static void show_records(const struct records_state *state, int err)
{
	char size[32];

	if (err == -ENOENT)
		return;
	if (err) {
		printf("records:      unknown: %s\n", err == -EPROTONOSUPPORT ?
		       "this kernel tells them in a newer form" :
		       err == -EINVAL ? RECORDS_STATE_FILE " is damaged" :
		       err == -EACCES ? "only root can read " RECORDS_STATE_FILE :
		       strerror(-err));
		return;
	}
	printf("records:      %s\n", state->required ?
	       "required: loads without are refused" :
	       state->wanted ? "wanted by the IMA policy" : "not wanted");
	printf("TPM:          %s\n", state->tpm == RECORDS_TPM_OK ? "ok" :
	       state->tpm == RECORDS_TPM_NONE ? "none, when IMA began" :
	       "failed to take an entry; only a reset by firmware mends it");
	printf("last load:    %llu\n", (unsigned long long)state->seq);
	if (state->has_room)
		printf("room:         %s for entries until the start of the image\n",
		       format_size((off_t)state->room, size, sizeof(size)));
}

static int status_json(int normal, int crash, const struct records_state *state,
		       int err)
{
	struct json_object *root = json_new();

	json_add_bool(root, "normal_loaded", normal);
	json_add_answer(root, "crash_loaded", crash);
	json_add_count(root, "crash_reserved", file_number(CRASH_SIZE_FILE));
	if (err && err != -ENOENT)
		json_add_null(root, "records");
	else if (!err)
		json_add(root, "records", records_json(state));
	return print_json(root);
}

static int status(void *json, char **operands)
{
	struct records_state records;
	int normal, crash, err;

	(void)operands;
	normal = kexec2_is_loaded(NULL, 0);
	crash = kexec2_is_loaded(NULL, KEXEC_FILE_ON_CRASH);
	if (normal == -ENOENT) {
		complain("/sys/kernel/kexec_loaded: no such file; mount sysfs on /sys, or boot a kernel with CONFIG_KEXEC_FILE");
		return EXIT_FAILED;
	}
	if (normal < 0 || (crash < 0 && crash != -ENOENT)) {
		complain("/sys/kernel/kexec_%sloaded: cannot be read (%s); check the mount of /sys",
			 normal < 0 ? "" : "crash_",
			 strerror(normal < 0 ? -normal : -crash));
		return EXIT_FAILED;
	}
	err = records_state_read(&records);
	if (err)
		records = (struct records_state){ 0 };
	if (*(bool *)json)
		return status_json(normal, crash, &records, err);
	show_image("normal image:", normal, &records.normal);
	show_image("crash image: ", crash, &records.crash);
	show_records(&records, err);
	return EXIT_OK;
}

const struct command command_status = {
	.name = "status",
	.summary = "show what is loaded",
	.usage = "[--json]",
	.about =
"Show whether a normal image, which \"kexec2 exec\" boots, and a crash image,\n"
"which a panic boots, are loaded.  The exit status is 0 if that could be read.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(bool),
	.run = status,
};
