// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2-attest predict */
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "image/checks.h"
#include "image/image.h"
#include "image/join.h"
#include "shared/json.h"
#include "attest.h"
#include "cmd-predict.h"

struct options {
	struct selector selector;
	struct ima_settings ima;
	bool binary;
	bool json;
};

static const struct option_row rows[] = {
	{ "binary", 0, NULL, take_flag, offsetof(struct options, binary),
	  "write the entries in the format of\n"
	  "binary_runtime_measurements, for one bank" },
	{ "json", 0, NULL, take_json, offsetof(struct options, json),
	  "print JSON" },
	{ 0 }
};

int open_measured(const struct selector *selector, struct image *image)
{
	int status = open_image(selector, image);
	struct examined *files;
	struct reason reason;
	bool good;

	if (status != EXIT_OK)
		return status;
	files = examine_image(image, selector->no_checks ? 0 : EXAMINE_PARTS);
	good = check_image(image, files, REFUSE_UNPACK, NULL);
	examined_free(files, image);
	if (good && selector->concat && join_parts(image, &reason)) {
		complain("%s", reason.text);
		good = false;
	}
	if (!good)
		image_free(image);
	return good ? EXIT_OK : EXIT_FAILED;
}

int with_prediction(const struct selector *selector,
		    struct ima_settings *settings, bool empty,
		    int (*show)(const struct prediction *prediction))
{
	struct prediction prediction = { 0 };
	struct image image;
	int status;
	bool done;

	if (selector->concat && settings &&
	    (settings->require_measure || settings->verify_on_reboot)) {
		complain("--concat cannot be combined with --%s: kexec_file_load has no flag for it",
			 settings->require_measure ? "require-measure" :
						     "verify-on-reboot");
		return EXIT_USAGE;
	}
	status = open_measured(selector, &image);
	if (status != EXIT_OK)
		return status;
	if (!settings) {
		prediction.image = &image;
		prediction.files = ima_files_read(&image);
		done = prediction.files;
	} else {
		done = ima_settings_read(settings, selector->crash,
					 image.nr_initrds);
		if (empty) {
			settings->present.list.nr = 0;
			settings->crash_loaded = false;
		}
		done = done && predict(&prediction, &image, settings);
	}
	status = done ? show(&prediction) : EXIT_FAILED;
	prediction_free(&prediction);
	if (settings)
		ima_settings_free(settings);
	image_free(&image);
	return status;
}

void show_notices(const struct prediction *prediction)
{
	size_t i;

	for (i = 0; i < prediction->nr_notices; i++)
		complain("warning: %s", prediction->notices[i]);
}

void json_add_rule(struct json_object *to, const char *key,
		   const struct ima_rule *rule)
{
	struct json_object *object;

	if (!rule) {
		json_add_null(to, key);
		return;
	}
	object = json_new();
	json_add_size(object, "line", rule->line);
	json_add_text(object, "text", rule->text);
	json_add(to, key, object);
}

static struct json_object *entry_json(const struct predicted *entry,
				      const struct ima_settings *settings)
{
	static const char *const states[] = {
		[PREDICTED_ADDED]   = "added",
		[PREDICTED_PRESENT] = "present",
		[PREDICTED_CACHED]  = "uncertain",
	};
	struct json_object *object = json_new(), *digests = json_list();
	const struct ima_bank *bank = settings->banks;
	char text[DIGEST_TEXT_MAX];
	struct digest digest;

	for (; bank < settings->banks + settings->nr_banks; bank++) {
		digest = ima_bank_digest(bank, entry->data);
		json_append(digests, json_text(digest_text(&digest, text)));
	}
	json_add_text(object, "what", entry->what);
	if (entry->file && entry->file->func == IMA_FUNC_INITRAMFS)
		json_add_size(object, "initrd", entry->index);
	if (entry->label)
		json_add_text(object, "label", entry->label);
	json_add_text(object, "state", states[entry->state]);
	json_add_size(object, "pcr", entry->pcr);
	json_add_text(object, "template", entry->template);
	json_add_text(object, "name", entry->name);
	json_add_text(object, "digest", digest_text(&entry->digest, text));
	json_add(object, "template_data",
		 json_hex(entry->data.data, entry->data.size));
	json_add(object, "template_digests", digests);
	if (entry->rule)
		json_add_rule(object, "rule", entry->rule);
	return object;
}

struct json_object *prediction_json(const struct prediction *prediction)
{
	const struct ima_settings *settings = prediction->settings;
	struct json_object *root = json_new();
	struct json_object *entries = json_list();
	struct json_object *notices = json_list();
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++)
		json_append(entries, entry_json(&prediction->entries[i],
						settings));
	for (i = 0; i < prediction->nr_notices; i++)
		json_append(notices, json_text(prediction->notices[i]));
	json_add_bool(root, "certain", prediction->certain);
	json_add_text(root, "system_call", prediction->image->concat ?
		      "kexec_file_load" : "kexec_file_load2");
	json_add_text(root, "ima_hash", settings->algo);
	json_add_text(root, "ima_template", settings->template);
	if (settings->seq)
		json_add_size(root, "seq", settings->seq);
	else
		json_add_null(root, "seq");
	json_add_number(root, "records_version", settings->records);
	json_add(root, "entries", entries);
	json_add(root, "notices", notices);
	return root;
}

/*
 * In the format of ascii_runtime_measurements_BANK.  Lines of entries that are
 * not added, or possibly not, begin with "#".
 */
static void print_entries(const struct prediction *prediction,
			  const struct ima_bank *bank)
{
	static const char *const states[] = {
		[PREDICTED_ADDED]   = "",
		[PREDICTED_PRESENT] = "# in the list already: ",
		[PREDICTED_CACHED]  = "# possibly not added: ",
	};
	char text[DIGEST_TEXT_MAX];
	struct digest digest;
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		digest = ima_bank_digest(bank, entry->data);
		digest_text(&digest, text);
		printf("%s%2u %s %s", states[entry->state], entry->pcr,
		       strchr(text, ':') + 1, entry->template);
		put_text(stdout, entry->text, -1);
		putchar('\n');
	}
}

static void write_u32(size_t n)
{
	uint32_t le = htole32((uint32_t)n);

	fwrite(&le, 1, sizeof(le), stdout);
}

static void write_text(const char *text)
{
	write_u32(strlen(text));
	fputs(text, stdout);
}

/* Added entries, in the format of binary_runtime_measurements_BANK. */
static int show_binary(const struct prediction *prediction)
{
	const struct ima_bank *bank = prediction->settings->banks;
	struct digest digest;
	size_t i, size;

	if (prediction->settings->nr_banks != 1) {
		complain("--binary writes one bank only; select it, for example with --bank=sha256");
		return EXIT_USAGE;
	}
	show_notices(prediction);
	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		if (entry->state == PREDICTED_PRESENT)
			continue;
		digest = ima_bank_digest(bank, entry->data);
		write_u32(entry->pcr);
		fwrite(digest.bytes, 1, digest.len, stdout);
		write_text(entry->template);
		if (strcmp(entry->template, "ima")) {
			write_u32(entry->data.size);
			fwrite(entry->data.data, 1, entry->data.size, stdout);
			continue;
		}
		/* Of this one, only the name has a length, without NUL. */
		size = entry->data.size - TEMPLATE_IMA_NAME;
		fwrite(entry->data.data, 1, size, stdout);
		write_text((const char *)entry->data.data + size);
	}
	return EXIT_OK;
}

static int show_text(const struct prediction *prediction)
{
	const struct ima_settings *settings = prediction->settings;
	size_t i;

	show_notices(prediction);
	if (prediction->image->concat)
		puts("# by kexec_file_load(2), with one file as the initramfs");
	for (i = 0; i < settings->nr_banks; i++) {
		printf("# %s\n", settings->banks[i].algo);
		print_entries(prediction, &settings->banks[i]);
	}
	return EXIT_OK;
}

static int show_json(const struct prediction *prediction)
{
	return print_json(prediction_json(prediction));
}

static int run(void *data, char **operands)
{
	struct options *options = data;

	if (options->binary && options->json) {
		complain("--binary cannot be combined with --json");
		return usage_error(&command_predict);
	}
	if (selector_finish(&options->selector, operands, "predict"))
		return usage_error(&command_predict);
	return with_prediction(&options->selector, &options->ima, false,
			       options->json ? show_json :
			       options->binary ? show_binary : show_text);
}

const struct command command_predict = {
	.name = "predict",
	.summary = "predict what a load adds to the measurement list",
	.usage = SELECTOR_USAGE,
	.about =
"Predict the entries that IMA adds to the measurement list if \"kexec2 load\" loads\n"
"the same files and succeeds.  Print them for each bank, in the format of\n"
"ascii_runtime_measurements.  Loads nothing.\n",
	.groups = {
		{ "What to load:", selector_rows,
		  offsetof(struct options, selector) },
		{ "Assumptions about IMA:", ima_rows, offsetof(struct options, ima) },
		{ NULL, rows, 0 },
	},
	.more =
"Example:\n"
"  kexec2-attest predict --bank=sha256 /boot/vmlinuz --initrd=/boot/initrd.img \\\n"
"    --reuse-cmdline\n",
	.operand = "KERNEL",
	.size = sizeof(struct options),
	.run = run,
	.clean = selector_clean,
};
