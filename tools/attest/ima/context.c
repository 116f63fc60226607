// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The state that IMA works with, on this machine or on another one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include "evidence/record.h"
#include "evidence/template.h"
#include "ima/context.h"
#include "libkexec2.h"
#include "shared/command.h"
#include "shared/records-state.h"
#include "shared/kernel-config.h"

#define POLICY_FILE	"/sys/kernel/security/ima/policy"
#define LIST_FILE	"/sys/kernel/security/ima/binary_runtime_measurements"

/* Choices of CONFIG_IMA_DEFAULT_HASH and CONFIG_IMA_DEFAULT_TEMPLATE. */
struct config {
	const char *option;
	const char *value;
};

static const struct config hashes[] = {
	{ "IMA_DEFAULT_HASH_SHA1",   "sha1" },
	{ "IMA_DEFAULT_HASH_SHA256", "sha256" },
	{ "IMA_DEFAULT_HASH_SHA512", "sha512" },
	{ "IMA_DEFAULT_HASH_WP512",  "wp512" },
	{ "IMA_DEFAULT_HASH_SM3",    "sm3" },
	{ NULL, NULL }
};

static const struct config templates[] = {
	{ "IMA_NG_TEMPLATE",  "ima-ng" },
	{ "IMA_SIG_TEMPLATE", "ima-sig" },
	{ NULL, NULL }
};

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

static int take_template(const struct option_row *row, void *to,
			 const char *value)
{
	const struct bytes name = { (const uint8_t *)value, strlen(value) };
	struct template template;

	if (!*value || template_find(&template, name))
		return take_value(row, to, value);
	complain("--ima-template: unknown template \"%s\"", value);
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
		complain("--%s=%s: not a positive number", row->name, value);
		return EXIT_USAGE;
	}
	*(uint64_t *)to = seq;
	return EXIT_OK;
}

const struct option_row ima_rows[] = {
	{ "policy", 0, "=FILE", take_value, offsetof(struct ima_options, policy),
	  "read the IMA policy from FILE (default: the one in\n"
	  "force)" },
	{ "log", 0, "=FILE", take_value, offsetof(struct ima_options, log),
	  "read the measurement list from FILE (default: the one\n"
	  "of this machine)" },
	{ "seq", 0, "=N", take_seq, offsetof(struct ima_options, seq),
	  "number of the load (default: the one after the last\n"
	  "load of this machine, or in the list)" },
	{ "records", 0, "=1|2", take_choice,
	  offsetof(struct ima_options, records),
	  "version of the kernel's records (default: the one of\n"
	  "this machine, or in the list)" },
	{ "bank", 0, "=ALGO[,ALGO]...", take_value,
	  offsetof(struct ima_options, banks),
	  "banks (default: those of the TPM)" },
	{ "ima-hash", 0, "=ALGO", take_value,
	  offsetof(struct ima_options, hash),
	  "digest algorithm for files (default: ima_hash=)" },
	{ "ima-template", 0, "=NAME", take_template,
	  offsetof(struct ima_options, template),
	  "template of rules without one (default: the one of\n"
	  "boot_aggregate)" },
	{ "require-measure", 0, NULL, take_flag,
	  offsetof(struct ima_options, require_measure),
	  "predict a load with --require-measure" },
	{ 0 }
};

/* Read a file, up to the size limit of a policy. */
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

/* Read the policy of --policy=, or the one in force. */
static int read_rules(struct ima_settings *settings,
		      const struct ima_options *options)
{
	const char *path = options->policy ? options->policy : POLICY_FILE;
	struct reason reason;
	char *text = NULL;
	size_t size = 0;
	int err = read_policy(path, &text, &size);

	settings->policy_path = path;
	if (err) {
		complain("%s: cannot read the IMA policy (%s)%s", path,
			 strerror(-err), options->policy ? "" :
			 "; root can read it if the kernel has CONFIG_IMA_READ_POLICY; otherwise use --policy=FILE");
		return err;
	}
	err = ima_policy_parse(&settings->rules, text, size, &reason);
	free(text);
	if (err)
		complain("%s: %s", path, reason.text);
	return err;
}

/* The effective capabilities of this process. */
static uint64_t read_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct caps[2] = { 0 };

	if (syscall(SYS_capget, &header, caps))
		return geteuid() ? 0 : UINT64_MAX;
	return (uint64_t)caps[1].effective << 32 | caps[0].effective;
}

/* The credentials of this process, or of root if it may not load. */
static void read_cred(struct ima_cred *cred)
{
	uint64_t caps = read_capabilities();
	struct ima_ids *uid = &cred->uid, *gid = &cred->gid;

	*cred = (struct ima_cred){ .uid.capable = true, .gid.capable = true };
	if (!(caps >> CAP_SYS_BOOT & 1))
		return;
	if (getresuid(&uid->real, &uid->effective, &uid->saved) < 0 ||
	    getresgid(&gid->real, &gid->effective, &gid->saved) < 0)
		return;
	uid->capable = caps >> CAP_SETUID & 1;
	gid->capable = caps >> CAP_SETGID & 1;
}

/* The value of a word NAME=VALUE of the running kernel's command line. */
static bool boot_option(const char *name, char *value, size_t size)
{
	char line[4096], *word, *save;
	size_t len = strlen(name);

	if (read_line("/proc/cmdline", line, sizeof(line)) != 0)
		return false;
	for (word = strtok_r(line, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		if (strncmp(word, name, len) != 0 || word[len] != '=' ||
		    strlen(word + len + 1) >= size)
			continue;
		/* The kernel uses the first one. */
		strcpy(value, word + len + 1);
		return true;
	}
	return false;
}

/* The value of the option that the running kernel was built with, or NULL. */
static const char *built_in(const struct config *configs)
{
	while (configs->option && kernel_config(configs->option) != ANSWER_YES)
		configs++;
	return configs->value;
}

static void find_algo(struct ima_settings *settings,
		      const struct ima_options *options)
{
	const char *algo = options->hash;

	if (!algo && !options->log) {
		if (boot_option("ima_hash", settings->algo,
				sizeof(settings->algo)))
			return;
		algo = built_in(hashes);
	}
	if (!algo)
		algo = *settings->present.algo ? settings->present.algo :
						 "sha256";
	snprintf(settings->algo, sizeof(settings->algo), "%s", algo);
}

static void find_template(struct ima_settings *settings,
			  const struct ima_options *options)
{
	const char *template = options->template;

	/* boot_aggregate has the default template, as no rule applies to it. */
	if (!template && *settings->present.template)
		template = settings->present.template;
	if (!template) {
		if (boot_option("ima_template", settings->template,
				sizeof(settings->template)) ||
		    boot_option("ima_template_fmt", settings->template,
				sizeof(settings->template)))
			return;
		template = built_in(templates);
	}
	snprintf(settings->template, sizeof(settings->template), "%s",
		 template ? template : "ima-ng");
}

/* For a padded bank, SHA-1 and zeros. */
bool ima_bank_digest(const struct ima_bank *bank, const void *data, size_t size,
		     struct digest *digest)
{
	struct digest sha1;

	if (digest_bytes(digest, bank->algo, data, size))
		return false;
	if (!bank->padded)
		return true;
	if (digest_bytes(&sha1, "sha1", data, size))
		return false;
	memset(digest->bytes, 0, digest->len);
	memcpy(digest->bytes, sha1.bytes, sha1.len);
	return true;
}

static int add_bank(struct ima_settings *settings, const char *algo, size_t len)
{
	struct ima_bank *bank = &settings->banks[settings->nr_banks];
	struct digest digest;

	if (settings->nr_banks == IMA_BANKS_MAX ||
	    len >= sizeof(bank->algo)) {
		complain("unknown bank \"%.*s\"", (int)len, algo);
		return -EINVAL;
	}
	memcpy(bank->algo, algo, len);
	bank->algo[len] = '\0';
	if (digest_bytes(&digest, bank->algo, "", 0)) {
		complain("unknown bank \"%s\"",
			 bank->algo);
		return -EINVAL;
	}
	settings->nr_banks++;
	return 0;
}

/* Detect padding in the first entry of the list, if it is no violation. */
static void see_padded(struct ima_bank *bank, const char *name)
{
	struct ima_bank padded = *bank;
	char path[sizeof(LIST_FILE) + 16];
	const char *paths[] = { path };
	struct list_entry entry;
	struct reason ignored;
	struct digest digest;
	struct list *list;

	padded.padded = true;
	snprintf(path, sizeof(path), LIST_FILE "_%s", name);
	if (!strcmp(name, "sha1") || list_open(&list, paths, 1, &ignored))
		return;
	bank->padded = list_next(list, &entry, &ignored) == 1 &&
		       !entry.violation &&
		       ima_bank_digest(&padded, entry.data.data,
				       entry.data.size, &digest) &&
		       digest.len == entry.digest.size &&
		       !memcmp(digest.bytes, entry.digest.data, digest.len);
	list_close(list);
}

/* Without a TPM, IMA has lists of SHA-1 and of ima_hash=. */
static int find_banks(struct ima_settings *settings,
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
		err = add_bank(settings, list, len);
		if (err || !list[len])
			return err;
	}
	for (i = 0; !err && i < NR(names); i++) {
		snprintf(path, sizeof(path), "/sys/class/tpm/tpm0/pcr-%s",
			 names[i][0]);
		if (access(path, F_OK) != 0)
			continue;
		err = add_bank(settings, names[i][1], strlen(names[i][1]));
		if (!err && !options->log)
			see_padded(&settings->banks[settings->nr_banks - 1],
				   names[i][0]);
	}
	if (err || settings->nr_banks)
		return err;
	err = add_bank(settings, "sha1", 4);
	if (!err && strcmp(settings->algo, "sha1") != 0)
		err = add_bank(settings, settings->algo,
			       strlen(settings->algo));
	return err;
}

static int read_list(struct ima_settings *settings,
		     const struct ima_options *options)
{
	const char *path = options->log ? options->log : LIST_FILE;
	struct reason reason;
	struct list *list;
	int err;

	settings->present = (struct present){ .pcr = 10 };
	err = list_open(&list, &path, 1, &reason);
	if (err && !options->log) {
		complain("warning: %s: %s; existing entries are unknown%s",
			 path, reason.text, options->seq ? "" :
			 ", and so is the number of the load (use --seq=N)");
		settings->doubtful = true;
		return 0;
	}
	if (!err) {
		err = present_read(&settings->present, list, &reason);
		list_close(list);
	}
	if (err) {
		complain("%s: %s", path, reason.text);
		return err;
	}
	settings->list_read = true;
	/* Then IMA adds entries again, except for files that it remembers. */
	if (!options->log &&
	    kernel_config("IMA_DISABLE_HTABLE") == ANSWER_YES) {
		complain("warning: this kernel has CONFIG_IMA_DISABLE_HTABLE and may add entries that are already in the list");
		settings->doubtful = true;
	}
	return 0;
}

/* From options, the list, or this machine. */
static void find_records(struct ima_settings *settings,
			 const struct ima_options *options)
{
	const struct present *present = &settings->present;
	struct records_state state;
	int err = options->log ? -ENOENT : records_state_read(&state);

	if (options->records)
		settings->records = options->records;
	else if (options->log)
		settings->records = present->version ? present->version :
						       RECORD_VERSION;
	else
		settings->records = err == -ENOENT ? 1 : 2;
	settings->required = !err && state.required;
	if (options->seq)
		settings->seq = options->seq;
	else if (!err)
		settings->seq = state.seq + 1;
	else if (settings->list_read && present->seq_known)
		settings->seq = present->seq + 1;
}

static void find_crash_image(struct ima_settings *settings,
			     const struct ima_options *options)
{
	char loaded[8];

	settings->flags |= KEXEC_FILE_ON_CRASH;
	if (options->log) {
		complain("warning: --log does not show whether a crash image is loaded; if one is, its unload is recorded as well");
		settings->doubtful = true;
		return;
	}
	settings->crash_loaded =
		read_line("/sys/kernel/kexec_crash_loaded", loaded,
			  sizeof(loaded)) == 0 && loaded[0] == '1';
}

int ima_settings_read_policy(struct ima_settings *settings,
			     const struct ima_options *options)
{
	*settings = (struct ima_settings){ 0 };
	read_cred(&settings->cred);
	find_algo(settings, options);
	return read_rules(settings, options);
}

int ima_settings_read(struct ima_settings *settings,
		      const struct ima_options *options, bool crash,
		      size_t nr_initrds)
{
	int err = ima_settings_read_policy(settings, options);

	if (!err)
		err = read_list(settings, options);
	if (err)
		return err;
	/* Again, as the list may have it. */
	find_algo(settings, options);
	find_template(settings, options);
	err = find_banks(settings, options);
	if (err)
		return err;
	find_records(settings, options);
	settings->pcr = settings->present.pcr;
	if (!nr_initrds)
		settings->flags |= KEXEC_FILE_NO_INITRAMFS;
	if (options->require_measure)
		settings->flags |= KEXEC_FILE2_REQUIRE_MEASURE;
	if (crash)
		find_crash_image(settings, options);
	return 0;
}

void ima_settings_free(struct ima_settings *settings)
{
	ima_policy_free(&settings->rules);
	present_free(&settings->present);
}
