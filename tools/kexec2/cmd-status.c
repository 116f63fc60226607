// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 status */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "kexec2.h"
#include "shared/records-state.h"

static int status(int argc, char **argv);

const struct command command_status = {
	.name = "status",
	.run = status,
	.summary = "show what is loaded",
	.help =
"Usage: kexec2 status [--json]\n"
"\n"
"Show whether a normal image, which \"kexec2 exec\" boots, and a crash image,\n"
"which a panic boots, are loaded.  The exit status is 0 if that could be read.\n"
"\n"
"  --json      show it for programs, and the memory reserved for a crash image\n"
"  -h, --help  show this help\n",
};

static const char *in_words(int loaded)
{
	switch (loaded) {
	case 1:
		return "loaded";
	case 0:
		return "not loaded";
	default:
		return "not supported by this kernel";
	}
}

/* What crashkernel= has reserved, in bytes, or NULL where that is not told. */
static struct json_object *reserved_json(void)
{
	char line[32];

	if (read_line("/sys/kernel/kexec_crash_size", line, sizeof(line)) ||
	    !*line)
		return NULL;
	return json_object_new_int64(atoll(line));
}

/*
 * Records, of kernels that tell
 */

static const char *tpm_word(enum records_tpm tpm)
{
	static const char *const words[] = {
		[RECORDS_TPM_NONE]   = "none",
		[RECORDS_TPM_OK]     = "ok",
		[RECORDS_TPM_FAILED] = "failed",
	};

	return words[tpm];
}

static struct json_object *image_json(const struct records_image *image)
{
	struct json_object *object;

	if (!image->seq)
		return NULL;
	object = json_object_new_object();
	if (object &&
	    json_add(object, "load", json_object_new_uint64(image->seq)) &&
	    json_add(object, "recorded",
		     json_object_new_boolean(image->recorded)))
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *records_json(const struct records_state *state)
{
	struct json_object *object = json_object_new_object();

	if (object &&
	    json_add(object, "required",
		     json_object_new_boolean(state->required)) &&
	    json_add(object, "wanted",
		     json_object_new_boolean(state->wanted)) &&
	    json_add(object, "tpm",
		     json_object_new_string(tpm_word(state->tpm))) &&
	    json_add(object, "last_load",
		     json_object_new_uint64(state->seq)) &&
	    !json_object_object_add(object, "normal",
				    image_json(&state->normal)) &&
	    !json_object_object_add(object, "crash",
				    image_json(&state->crash)) &&
	    !json_object_object_add(object, "room", !state->has_room ? NULL :
				    json_object_new_uint64(state->room)))
		return object;
	json_object_put(object);
	return NULL;
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
	struct json_object *root = json_object_new_object();

	if (root &&
	    (json_object_object_add(root, "normal_loaded",
				    json_object_new_boolean(normal)) ||
	     json_object_object_add(root, "crash_loaded", crash < 0 ? NULL :
				    json_object_new_boolean(crash)) ||
	     json_object_object_add(root, "crash_reserved",
				    reserved_json()) ||
	     (err != -ENOENT &&
	      json_object_object_add(root, "records", err ? NULL :
				     records_json(state))))) {
		json_object_put(root);
		root = NULL;
	}
	return print_json(root);
}

static int status(int argc, char **argv)
{
	bool json = false;
	const struct switch_option switches[] = {
		{ "json", 0, &json },
		{ NULL, 0, NULL }
	};
	struct records_state records;
	int normal, crash, exit_status, err;

	if (!parse_switches(&command_status, argc, argv, switches,
			    &exit_status))
		return exit_status;

	normal = kexec2_is_loaded(0);
	crash = kexec2_is_loaded(KEXEC_FILE_ON_CRASH);
	if (normal == -ENOENT) {
		complain("/sys/kernel/kexec_loaded: there is no such file; mount sysfs on /sys, or boot a kernel with CONFIG_KEXEC_FILE");
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
	if (json)
		return status_json(normal, crash, &records, err);
	show_image("normal image:", normal, &records.normal);
	show_image("crash image: ", crash, &records.crash);
	show_records(&records, err);
	return EXIT_OK;
}
