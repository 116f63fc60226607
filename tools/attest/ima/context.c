// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What IMA goes by on this machine, or on another one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evidence/record.h"
#include "evidence/digest.h"
#include "evidence/template.h"
#include "ima/context.h"
#include "libkexec2.h"
#include "shared/command.h"
#include "shared/records-state.h"
#include "system-features.h"

/* Of CONFIG_IMA_DEFAULT_HASH and CONFIG_IMA_DEFAULT_TEMPLATE. */
static const struct {
	const char *option;
	const char *value;
} hashes[] = {
	{ "IMA_DEFAULT_HASH_SHA1",   "sha1" },
	{ "IMA_DEFAULT_HASH_SHA256", "sha256" },
	{ "IMA_DEFAULT_HASH_SHA512", "sha512" },
	{ "IMA_DEFAULT_HASH_WP512",  "wp512" },
	{ "IMA_DEFAULT_HASH_SM3",    "sm3" },
}, templates[] = {
	{ "IMA_NG_TEMPLATE",  "ima-ng" },
	{ "IMA_SIG_TEMPLATE", "ima-sig" },
};

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

static int take_template(const struct option_row *row, void *to,
			 const char *value)
{
	const struct bytes name = { (const uint8_t *)value, strlen(value) };
	struct template template;

	if (!*value || template_find(&template, name))
		return take_value(row, to, value);
	complain("--ima-template: there is no template \"%s\"", value);
	return EXIT_USAGE;
}

static int take_seq(const struct option_row *row, void *to, const char *value)
{
	uint64_t seq = 0;
	char *end;

	errno = 0;
	if (*value >= '0' && *value <= '9')
		seq = strtoull(value, &end, 10);
	if (!seq || errno || *end) {
		complain("--%s=%s is no number from 1 on", row->name, value);
		return EXIT_USAGE;
	}
	*(uint64_t *)to = seq;
	return EXIT_OK;
}

static int take_records(const struct option_row *row, void *to,
			const char *value)
{
	if (strcmp(value, "1") && strcmp(value, "2")) {
		complain("--%s=%s is neither 1 nor 2", row->name, value);
		return EXIT_USAGE;
	}
	*(unsigned int *)to = (unsigned int)(*value - '0');
	return EXIT_OK;
}

const struct option_row ima_rows[] = {
	{ "policy", 0, "=FILE", take_value, offsetof(struct ima_options, policy),
	  "the IMA policy; without it, the one in force" },
	{ "log", 0, "=FILE", take_value, offsetof(struct ima_options, log),
	  "a measurement list, for what is in it already; without\n"
	  "it, the list of this machine" },
	{ "seq", 0, "=N", take_seq, offsetof(struct ima_options, seq),
	  "the number that the kernel gives to the load; without\n"
	  "it, the one after the last of this machine, or of\n"
	  "the list" },
	{ "records", 0, "=1|2", take_records,
	  offsetof(struct ima_options, records),
	  "the version of the records that the kernel makes;\n"
	  "without it, that of this machine, or of the list" },
	{ "bank", 0, "=ALGO[,ALGO]...", take_value,
	  offsetof(struct ima_options, banks),
	  "the banks; without it, those of the TPM" },
	{ "ima-hash", 0, "=ALGO", take_value,
	  offsetof(struct ima_options, hash),
	  "the digest that IMA takes of files: ima_hash=" },
	{ "ima-template", 0, "=NAME", take_template,
	  offsetof(struct ima_options, template),
	  "the template of rules without one: ima_template=" },
	{ "require-measure", 0, NULL, take_flag,
	  offsetof(struct ima_options, require_measure),
	  "the load is to be one with --require-measure" },
	{ 0 }
};

/* All of a file, up to what a policy can have. */
static int read_policy(const char *path, char **text, size_t *size)
{
	FILE *file = fopen(path, "re");
	int err = 0;

	*text = NULL;
	*size = 0;
	if (!file)
		return errno ? -errno : -EIO;
	*text = xcalloc(IMA_POLICY_MAX + 1, 1);
	errno = 0;
	*size = fread(*text, 1, IMA_POLICY_MAX + 1, file);
	if (ferror(file)) {
		err = errno ? -errno : -EIO;
		free(*text);
	}
	fclose(file);
	return err;
}

int ima_policy_open(struct ima_context *context,
		    const struct ima_options *options)
{
	const char *path = options->policy ? options->policy :
					     IMA_POLICY_FILE;
	struct reason reason;
	char *text = NULL;
	size_t size = 0;
	int err = read_policy(path, &text, &size);

	context->policy_path = path;
	if (err) {
		complain("%s: cannot read the IMA policy (%s)%s", path,
			 strerror(-err), options->policy ? "" :
			 "; as root it can be read if the kernel has CONFIG_IMA_READ_POLICY, else give it as --policy=FILE");
		return err;
	}
	err = ima_policy_parse(&context->rules, text, size, &reason);
	free(text);
	if (err)
		complain("%s: %s", path, reason.text);
	return err;
}

/* The value of a word NAME=VALUE of the running kernel's command line. */
static bool boot_option(const char *name, char *value, size_t size)
{
	char line[4096], *word, *save;
	size_t len = strlen(name);
	bool found = false;

	if (read_line("/proc/cmdline", line, sizeof(line)) != 0)
		return false;
	for (word = strtok_r(line, " ", &save); word && !found;
	     word = strtok_r(NULL, " ", &save)) {
		if (strncmp(word, name, len) != 0 || word[len] != '=' ||
		    strlen(word + len + 1) >= size)
			continue;
		/* The kernel takes the first. */
		strcpy(value, word + len + 1);
		found = true;
	}
	return found;
}

static void find_algo(struct ima_context *context,
		      const struct ima_options *options)
{
	char *algo = context->algo;
	size_t i;

	context->settings.algo = options->hash ? options->hash : algo;
	if (options->hash)
		return;
	if (!options->log && boot_option("ima_hash", algo,
					 sizeof(context->algo)))
		return;
	for (i = 0; !options->log && i < NR(hashes); i++)
		if (kernel_config(hashes[i].option) == ANSWER_YES) {
			strcpy(algo, hashes[i].value);
			return;
		}
	strcpy(algo, *context->present.algo ? context->present.algo :
					      "sha256");
}

const char *ima_hash_of(struct ima_context *context,
			const struct ima_options *options)
{
	find_algo(context, options);
	return context->settings.algo;
}

static void find_template(struct ima_context *context,
			  const struct ima_options *options)
{
	char *template = context->template;
	size_t i;

	context->settings.template = options->template ? options->template :
							 template;
	if (options->template)
		return;
	/* That of boot_aggregate is the one: no rule is asked for it. */
	if (*context->present.template) {
		strcpy(template, context->present.template);
		return;
	}
	if (boot_option("ima_template", template,
			sizeof(context->template)) ||
	    boot_option("ima_template_fmt", template,
			sizeof(context->template)))
		return;
	for (i = 0; i < NR(templates); i++)
		if (kernel_config(templates[i].option) == ANSWER_YES) {
			strcpy(template, templates[i].value);
			return;
		}
	strcpy(template, "ima-ng");
}

static int add_bank(struct ima_context *context, const char *algo, size_t len)
{
	struct ima_bank *bank = &context->banks[context->nr_banks];
	uint8_t digest[LIST_DIGEST_MAX];
	size_t size;

	if (context->nr_banks == IMA_BANKS_MAX ||
	    len >= sizeof(bank->algo)) {
		complain("there is no bank \"%.*s\"", (int)len, algo);
		return -EINVAL;
	}
	memcpy(bank->algo, algo, len);
	bank->algo[len] = '\0';
	if (digest_of(bank->algo, "", 0, digest, &size)) {
		complain("there is no digest for the bank \"%s\"",
			 bank->algo);
		return -EINVAL;
	}
	context->nr_banks++;
	return 0;
}

/* SHA-1, and zeros behind it. */
static bool pad(uint8_t digest[LIST_DIGEST_MAX], size_t size,
		const void *data, size_t data_size)
{
	size_t sha1;

	memset(digest, 0, size);
	return digest_of("sha1", data, data_size, digest, &sha1) == 0;
}

bool ima_bank_digest(const struct ima_bank *bank, const struct ima_data *data,
		     uint8_t digest[LIST_DIGEST_MAX], size_t *size)
{
	return !digest_of(bank->algo, data->bytes, data->size, digest, size) &&
	       (!bank->padded || pad(digest, *size, data->bytes, data->size));
}

/* The first entry of its list tells, which is no violation. */
static void see_padded(struct ima_bank *bank, const char *name)
{
	uint8_t digest[LIST_DIGEST_MAX];
	char path[sizeof(IMA_LIST_FILE) + 16];
	const char *paths[] = { path };
	struct list_entry entry;
	struct reason ignored;
	struct list *list;

	snprintf(path, sizeof(path), IMA_LIST_FILE "_%s", name);
	if (!strcmp(name, "sha1") || list_open(&list, paths, 1, &ignored))
		return;
	bank->padded = list_next(list, &entry, &ignored) == 1 &&
		       !entry.violation && entry.digest.size > 20 &&
		       pad(digest, entry.digest.size, entry.data.data,
			   entry.data.size) &&
		       !memcmp(digest, entry.digest.data, entry.digest.size);
	list_close(list);
}

/* Without a TPM there are lists all the same: of SHA-1, and of ima_hash=. */
static int find_banks(struct ima_context *context,
		      const struct ima_options *options)
{
	static const char *const names[][2] = {
		{ "sha1", "sha1" }, { "sha256", "sha256" },
		{ "sha384", "sha384" }, { "sha512", "sha512" },
		{ "sm3", "sm3_256" },
	};
	const char *list = options->banks;
	char path[64];
	size_t i, len;
	int err = 0;

	for (; list; list += len + 1) {
		len = strcspn(list, ",");
		err = add_bank(context, list, len);
		if (err || !list[len])
			return err;
	}
	for (i = 0; !err && i < NR(names); i++) {
		snprintf(path, sizeof(path), "/sys/class/tpm/tpm0/pcr-%s",
			 names[i][0]);
		if (access(path, F_OK) != 0)
			continue;
		err = add_bank(context, names[i][1], strlen(names[i][1]));
		if (!err && !options->log)
			see_padded(&context->banks[context->nr_banks - 1],
				   names[i][0]);
	}
	if (err || context->nr_banks)
		return err;
	err = add_bank(context, "sha1", 4);
	if (!err && strcmp(context->settings.algo, "sha1") != 0)
		err = add_bank(context, context->settings.algo,
			       strlen(context->settings.algo));
	return err;
}

static int read_list(struct ima_context *context,
		     const struct ima_options *options)
{
	const char *path = options->log ? options->log : IMA_LIST_FILE;
	struct reason reason;
	struct list *list;
	int err;

	context->present = (struct present){ .pcr = 10 };
	err = list_open(&list, &path, 1, &reason);
	if (err && !options->log) {
		complain("warning: %s: %s; what is in it already is not known%s",
			 path, reason.text, options->seq ? "" :
			 ", nor the number of the load (--seq)");
		context->settings.doubtful = true;
		return 0;
	}
	if (!err) {
		err = present_read(&context->present, list, &reason);
		list_close(list);
	}
	if (err) {
		complain("%s: %s", path, reason.text);
		return err;
	}
	context->list_read = true;
	/* Then entries are repeated, those that IMA knows by file excepted. */
	if (!options->log &&
	    kernel_config("IMA_DISABLE_HTABLE") == ANSWER_YES) {
		complain("warning: this kernel has CONFIG_IMA_DISABLE_HTABLE, and may add entries again that are in the list");
		context->settings.doubtful = true;
	}
	return 0;
}

/* What this machine says of its records, or what the list has, or options. */
static void find_records(struct ima_context *context,
			 const struct ima_options *options)
{
	struct ima_settings *settings = &context->settings;
	struct records_state state;
	int err = options->log ? -ENOENT : records_state_read(&state);

	settings->records = options->records;
	if (!settings->records && options->log)
		settings->records = context->present.version ?
				    context->present.version : RECORD_VERSION;
	else if (!settings->records)
		settings->records = err == -ENOENT ? 1 : 2;
	settings->required = !err && state.required;
	if (options->seq)
		settings->seq = options->seq;
	else if (!err)
		settings->seq = state.seq + 1;
	else if (context->list_read && context->present.seq_known)
		settings->seq = context->present.seq + 1;
}

int ima_context_open(struct ima_context *context,
		     const struct ima_options *options, bool crash,
		     size_t nr_initrds)
{
	struct ima_settings *settings = &context->settings;
	char loaded[8];
	int err;

	*context = (struct ima_context){ 0 };
	err = ima_policy_open(context, options);
	if (!err)
		err = read_list(context, options);
	if (err)
		return err;
	find_algo(context, options);
	find_template(context, options);
	err = find_banks(context, options);
	if (err)
		return err;
	find_records(context, options);
	ima_cred_read(&settings->cred);
	settings->rules = &context->rules;
	settings->present = &context->present;
	settings->pcr = context->present.pcr;
	settings->flags = (crash ? KEXEC_FILE_ON_CRASH : 0) |
			  (nr_initrds ? 0 : KEXEC_FILE_NO_INITRAMFS) |
			  (options->require_measure ?
			   KEXEC_FILE2_REQUIRE_MEASURE : 0);
	if (crash && options->log) {
		complain("warning: of another machine it is not known whether a crash image is loaded, whose unload is recorded first");
		settings->doubtful = true;
	}
	settings->crash_loaded = crash && !options->log &&
		read_line("/sys/kernel/kexec_crash_loaded", loaded,
			  sizeof(loaded)) == 0 && loaded[0] == '1';
	return 0;
}

void ima_context_free(struct ima_context *context)
{
	ima_policy_free(&context->rules);
	present_free(&context->present);
}
