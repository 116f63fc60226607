// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2-attest policy */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "image/describe.h"
#include "image/image.h"
#include "shared/json.h"
#include "attest.h"
#include "cmd-predict.h"

/* The PCR that Keylime replays. */
#define KEYLIME_PCR	10

/* In the order of their names in the table. */
enum format { NO_FORMAT, IMA, KNOWN, KEYLIME, PCRLOCK, JSON, NR_FORMATS };

struct options {
	struct selector selector;
	struct ima_settings ima;
	enum format format;
};

/* Each has a digest of its own in the policy. */
#define LOADS_MAX	1000

static int take_loads(const struct option_row *row, void *to, const char *value)
{
	uint64_t *loads = to;

	if (words_number(bytes_of(value), loads) && *loads &&
	    *loads <= LOADS_MAX)
		return EXIT_OK;
	complain("--%s=%s: expected 1 to %d", row->name, value, LOADS_MAX);
	return EXIT_USAGE;
}

static const struct option_row format_rows[] = {
	{ "format", 0, "=ima|known|keylime|pcrlock|json", take_choice,
	  offsetof(struct options, format),
	  "ima      IMA rules that measure the files, and appraise\n"
	  "         them if they are signed\n"
	  "known    known digests, for \"kexec2-attest verify\"\n"
	  "keylime  a Keylime runtime policy, to merge\n"
	  "pcrlock  a systemd-pcrlock file with the entries that\n"
	  "         extend other PCRs than IMA's\n"
	  "json     files, digests and entries" },
	{ "loads", 0, "=N", take_loads, offsetof(struct options, ima.loads),
	  "keylime: have records of so many loads in a row, with\n"
	  "the unloads between and the kexec (default: 1)" },
	{ 0 }
}, no_rows[] = { { 0 } };

/*
 * IMA rules: measure everything, and appraise signed files.
 */

/* The rules for a signature, by the bit that tells that a file has it. */
static const struct {
	const char *measure;
	const char *appraise;
} rules[] = {
	{ " template=ima-sig", "appraise_type=imasig" },
	{ " template=ima-modsig", "appraise_type=imasig|modsig" },
	/* Of the fs-verity digest. */
	{ " template=ima-sigv2", "digest_type=verity appraise_type=sigv3" },
};

/* Bits of the rules that take the signature of a file. */
static unsigned int rules_of(const struct ima_file *file)
{
	if (ima_file_signed(file, XATTR_SIGNATURE, 0))
		return 1 << 0 | 1 << 1;
	if (file->func == IMA_FUNC_INITRAMFS && file->verity.len &&
	    ima_file_signed(file, XATTR_VERITY_SIGNATURE, 0))
		return 1 << 2;
	return file->modsig.raw.size ? 1 << 1 : 0;
}

/* @bits: All files of the function can be appraised by these rules. */
static void put_rules(const char *func, unsigned int bits)
{
	size_t i = bits ? (size_t)ffs((int)bits) - 1 : 0;

	printf("measure func=%s%s\n", func, bits ? rules[i].measure : "");
	if (bits)
		printf("appraise func=%s %s\n", func, rules[i].appraise);
}

static int export_ima(const struct prediction *prediction)
{
	const struct ima_file *files = prediction->files;
	unsigned int parts = 0, bits;
	size_t i;

	printf("# IMA rules for a load of these files.  They stand before any others: a rule\n"
	       "# such as \"dont_measure fsmagic=0x01021994\" would hide parts on tmpfs and in\n"
	       "# memfds.\n");
	for (i = 0; i <= prediction->image->nr_initrds; i++) {
		bits = rules_of(&files[i]);
		printf("# %s, %ssigned%s: ", i ? "initrd" : "kernel",
		       bits ? "" : "not ", bits || i ? "" : " for IMA");
		put_text(stdout, files[i].what, -1);
		putchar('\n');
		if (i)
			parts = i > 1 ? parts & bits : bits;
	}
	put_rules("KEXEC_KERNEL_CHECK", rules_of(&files[0]));
	put_rules("KEXEC_INITRAMFS_CHECK", parts);
	printf("measure func=KEXEC_CMDLINE\n"
	       "measure func=CRITICAL_DATA label=" IMA_RECORDS_LABEL "\n"
	       "measure func=POLICY_CHECK\n");
	return EXIT_OK;
}

/*
 * Known digests for kexec2-attest verify: kexec2-known(5).
 */

/*
 * A name in kexec2-known(5): special characters and bytes that are not
 * printable ASCII become "_".
 */
static char *known_name(const char *path)
{
	const char *base = base_name(path);
	char *name = xstrdup(*base ? base : path), *p;

	for (p = name; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("\"=?,#\\", *p))
			*p = '_';
	return name;
}

static void put_quoted(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else if (*text < ' ' || *text >= 0x7f)
			printf("\\x%02x", (unsigned char)*text);
		else
			putchar(*text);
	}
	putchar('"');
}

static bool is_taken(char *const *names, size_t n, const char *name)
{
	while (n--)
		if (!strcmp(names[n], name))
			return true;
	return !strcmp(name, "cmdline");
}

/* One for each file, and none twice: items of one name are versions. */
static char **known_names(const struct prediction *prediction, size_t n)
{
	char **names = xcalloc(n, sizeof(*names));
	size_t i, number;

	for (i = 0; i < n; i++) {
		char *name = known_name(prediction->files[i].what);

		names[i] = xstrdup(name);
		for (number = i; is_taken(names, i, names[i]); number++) {
			free(names[i]);
			names[i] = xasprintf("%s.%zu", name, number);
		}
		free(name);
	}
	return names;
}

/* Its name comes from all that it is made of, so that files can be joined. */
static void put_composition(const struct prediction *prediction,
			    char *const *names)
{
	const struct image *image = prediction->image;
	const char *cmdline = image->cmdline ?: "";
	char text[DIGEST_TEXT_MAX], *all = xstrdup(cmdline), *longer;
	struct digest digest;
	size_t i;

	for (i = 0; i <= image->nr_initrds; i++) {
		const struct ima_file *file = &prediction->files[i];

		longer = xasprintf("%s\n%s", all, digest_text(
			ima_file_digest((struct ima_file *)file, "sha256",
					file->st.st_size), text));
		free(all);
		all = longer;
	}
	digest_bytes(&digest, "sha256", all, strlen(all));
	free(all);
	digest_text(&digest, text);
	printf("composition load-%.12s =", strchr(text, ':') + 1);
	for (i = 0; i <= image->nr_initrds; i++)
		printf(" %s", names[i]);
	puts(" cmdline");
}

static int put_known(const struct prediction *prediction, char *const *names)
{
	const struct image *image = prediction->image;
	struct ima_file *files = prediction->files;
	const struct digest *digest;
	char text[DIGEST_TEXT_MAX];
	size_t i;

	for (i = 0; i <= image->nr_initrds; i++) {
		if (i && files[i].modsig.raw.size) {
			complain("%s: has an appended signature; remove it, as a known file lists the digest without it",
				 files[i].what);
			return EXIT_FAILED;
		}
		digest = ima_file_digest(&files[i], "sha256",
					 files[i].st.st_size);
		if (!digest)
			return EXIT_FAILED;
		if (i && image->concat)
			printf("# one file, as kexec_file_load(2) reads it: %s\n",
			       files[i].what);
		printf("%s %s role=%s", digest_text(digest, text), names[i],
		       i ? "initrd" : "kernel");
		if (i)
			printf(" label=%s", *image->initrds[i - 1].label ?
					    image->initrds[i - 1].label : "-");
		putchar('\n');
	}
	printf("cmdline ");
	put_quoted(image->cmdline ?: "");
	puts(" cmdline");
	put_composition(prediction, names);
	return EXIT_OK;
}

static int export_known(const struct prediction *prediction)
{
	size_t n = 1 + prediction->image->nr_initrds;
	char **names = known_names(prediction, n);
	int status = put_known(prediction, names);

	while (n--)
		free(names[n]);
	free(names);
	return status;
}

/*
 * A Keylime runtime policy, version 1.
 */

/* Add a digest to those of a name. */
static void add_digest(struct json_object *digests, const char *name,
		       const struct digest *digest)
{
	struct json_object *hex = json_hex(digest->bytes, digest->len);
	struct json_object *array;
	size_t i;

	if (!json_object_object_get_ex(digests, name, &array)) {
		array = json_list();
		json_add(digests, name, array);
	}
	for (i = 0; i < json_object_array_length(array); i++)
		if (json_object_equal(json_object_array_get_idx(array, i),
				      hex)) {
			json_object_put(hex);
			return;
		}
	json_append(array, hex);
}

/* The name as in the list; NULL after a message if it is not UTF-8. */
static char *json_name(const char *name)
{
	char *listed = ima_listed_name(name);
	struct json_object *text = json_text(listed);

	if (strcmp(json_object_get_string(text), listed) != 0) {
		complain("warning: %s: not valid UTF-8, omitted", listed);
		free(listed);
		listed = NULL;
	}
	json_object_put(text);
	return listed;
}

/* Does Keylime's parser of lists (ast.py) accept the entry? */
static bool keylime_takes(const struct predicted *entry)
{
	if (entry->pcr != KEYLIME_PCR)
		complain("warning: %s: extends PCR %u; Keylime refuses lists with entries for PCRs other than %u",
			 entry->name, entry->pcr, KEYLIME_PCR);
	/* Its schema has no room for MD5. */
	else if (entry->digest.len < 20)
		complain("warning: %s: Keylime does not support %s digests",
			 entry->name, entry->digest.algorithm);
	else if (!ima_list_has("ima ima-ng ima-sig ima-buf", ' ',
			       entry->template))
		complain("warning: %s: Keylime does not know the template %s and refuses lists that use it",
			 entry->name, entry->template);
	else
		return true;
	return false;
}

static int export_keylime(const struct prediction *prediction)
{
	/* It reads ascii_runtime_measurements, which has SHA-1. */
	static const char empty[] =
		"{\"meta\": {\"version\": 1, \"generator\": 0},"
		" \"release\": 0, \"digests\": {}, \"excludes\": [],"
		" \"keyrings\": {}, \"ima\": {\"ignored_keyrings\": [],"
		" \"log_hash_alg\": \"sha1\", \"dm_policy\": null},"
		" \"ima-buf\": {}, \"verification-keys\": \"\"}";
	struct json_object *root = json_tokener_parse(empty);
	const struct ima_settings *settings = prediction->settings;
	unsigned long long first = settings->seq;
	bool numbered = false;
	size_t i;

	show_notices(prediction);
	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];
		char *name = keylime_takes(entry) ? json_name(entry->name) :
						    NULL;

		numbered |= name && !strcmp(entry->what, "manifest");
		if (name)
			add_digest(json_object_object_get(
					root, strcmp(entry->template, "ima-buf") ?
						"digests" : "ima-buf"),
				   name, &entry->digest);
		free(name);
	}
	if (numbered && settings->loads > 1)
		complain("warning: the records are only valid for loads %llu to %llu of a boot (--seq)",
			 first, first + settings->loads - 1);
	else if (numbered)
		complain("warning: the records are only valid for load %llu of a boot (--seq, --loads)",
			 first);
	return print_json(root);
}

/*
 * A file for systemd-pcrlock(8) with the entries that extend other PCRs than
 * IMA's.  The value of that one depends on everything that IMA measures, and
 * systemd-pcrlock does not read IMA's list.
 */

static struct json_object *pcrlock_record(const struct predicted *entry,
					  const struct ima_settings *settings)
{
	struct json_object *record = json_new(), *array = json_list(), *object;
	const struct ima_bank *bank = settings->banks;
	struct digest digest;

	for (; bank < settings->banks + settings->nr_banks; bank++) {
		digest = ima_bank_digest(bank, entry->data);
		object = json_new();
		json_add_text(object, "hashAlg", bank->algo);
		json_add(object, "digest", json_hex(digest.bytes,
						    digest.len));
		json_append(array, object);
	}
	json_add_size(record, "pcr", entry->pcr);
	json_add(record, "digests", array);
	return record;
}

static int export_pcrlock(const struct prediction *prediction)
{
	const struct ima_settings *settings = prediction->settings;
	struct json_object *root, *records = json_list();
	size_t i, left_out = 0;

	show_notices(prediction);
	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		/* IMA does not extend the PCR again. */
		if (entry->state == PREDICTED_PRESENT)
			continue;
		if (entry->pcr == settings->pcr) {
			left_out++;
			continue;
		}
		if (!strcmp(entry->what, "manifest"))
			complain("warning: kexec-manifest and kexec-commit in PCR %u are only valid for load %llu of a boot (--seq)",
				 entry->pcr,
				 (unsigned long long)settings->seq);
		json_append(records, pcrlock_record(entry, settings));
	}
	if (!json_object_array_length(records)) {
		json_object_put(records);
		complain("all entries extend PCR %u, which systemd-pcrlock cannot predict as it depends on everything that IMA measures; use another PCR, as in: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12",
			 settings->pcr);
		return EXIT_FAILED;
	}
	if (left_out)
		complain("warning: %zu entr%s of PCR %u omitted, which systemd-pcrlock cannot predict",
			 left_out, left_out == 1 ? "y" : "ies",
			 settings->pcr);
	root = json_new();
	json_add(root, "records", records);
	return print_json(root);
}

/* Files and entries of a load. */
static int export_json(const struct prediction *prediction)
{
	const struct image *image = prediction->image;
	struct examined *files = examine_image(image, EXAMINE_DIGEST);
	int status = check_digests(image, files) ? EXIT_OK : EXIT_FAILED;
	uint64_t flags = prediction->settings->flags;
	struct json_object *root;

	if (status == EXIT_OK) {
		root = json_new();
		json_add(root, "files", image_json(image, files, flags));
		json_add(root, "measurements", prediction_json(prediction));
		print_json(root);
	}
	examined_free(files, image);
	return status;
}

static int run(void *data, char **operands)
{
	static int (*const exports[NR_FORMATS])(const struct prediction *) = {
		[IMA] = export_ima,
		[KNOWN] = export_known,
		[KEYLIME] = export_keylime,
		[PCRLOCK] = export_pcrlock,
		[JSON] = export_json,
	};
	struct options *options = data;
	bool files_only = options->format == IMA || options->format == KNOWN;

	if (!options->format) {
		complain("missing --format=FORMAT");
		return usage_error(&command_policy);
	}
	if (options->ima.loads && options->format != KEYLIME) {
		complain("--loads is for --format=keylime");
		return usage_error(&command_policy);
	}
	if (options->format == KEYLIME && !options->ima.loads)
		options->ima.loads = 1;
	if (selector_finish(&options->selector, operands, "policy"))
		return usage_error(&command_policy);
	/* For a machine with an empty list. */
	return with_prediction(&options->selector,
			       files_only ? NULL : &options->ima, true,
			       exports[options->format]);
}

const struct command command_policy = {
	.name = "policy",
	.summary = "generate IMA rules, or references for verifiers",
	.usage =
"--format=FORMAT KERNEL [--initrd=[LABEL=]PATH]...\n"
"                     [OPTION]...\n"
"--format=FORMAT --entry[=ID|FILE] [OPTION]...\n"
"--format=FORMAT --uki=FILE [OPTION]...",
	.about =
"Generate IMA rules for the files of a load, or references for verifiers.  Loads\n"
"nothing.\n",
	.groups = {
		{ NULL, format_rows, 0 },
		{ "What to load:", selector_rows,
		  offsetof(struct options, selector) },
		{ "Assumptions about IMA, for keylime, pcrlock and json:", ima_rows,
		  offsetof(struct options, ima) },
		{ NULL, no_rows, 0 },
	},
	.more =
"Example:\n"
"  kexec2-attest policy --format=ima --entry >/etc/ima/ima-policy\n",
	.operand = "KERNEL",
	.size = sizeof(struct options),
	.run = run,
	.clean = selector_clean,
};
