// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The state that IMA works with, on this machine or on another one. */
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>
#include <openssl/sha.h>

#include "evidence/record.h"
#include "evidence/template.h"
#include "ima/context.h"
#include "libkexec2.h"
#include "shared/files.h"
#include "shared/kernel-config.h"
#include "shared/records-state.h"

#define POLICY_FILE	"/sys/kernel/security/ima/policy"

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
	struct template template;

	if (!*value || template_find(&template, bytes_of(value)))
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

#define AT(field)	offsetof(struct ima_options, field)

const struct option_row ima_rows[] = {
	{ "policy", 0, "=FILE", take_value, AT(policy),
	  "read the IMA policy from FILE (default: the one in\n"
	  "force)" },
	{ "log", 0, "=FILE", take_value, AT(log),
	  "read the measurement list from FILE (default: the one\n"
	  "of this machine)" },
	{ "seq", 0, "=N", take_seq, AT(seq),
	  "number of the load (default: the one after the last\n"
	  "load of this machine, or in the list)" },
	{ "records", 0, "=1|2", take_choice, AT(records),
	  "version of the kernel's records (default: the one of\n"
	  "this machine, or in the list)" },
	{ "bank", 0, "=ALGO[,ALGO]...", take_value, AT(banks),
	  "banks (default: those of the TPM)" },
	{ "ima-hash", 0, "=ALGO", take_value, AT(hash),
	  "digest algorithm for files (default: ima_hash=)" },
	{ "ima-template", 0, "=NAME", take_template, AT(template),
	  "template of rules without one (default: the one of\n"
	  "boot_aggregate)" },
	{ "require-measure", 0, NULL, take_flag, AT(require_measure),
	  "predict a load with --require-measure" },
	{ "verify-on-reboot", 0, NULL, take_flag, AT(verify_on_reboot),
	  "predict a load with --verify-on-reboot" },
	{ 0 }
};

/* Of what present_add() got. */
struct key {
	uint8_t digest[SHA256_DIGEST_LENGTH];
	uint32_t pcr;
};

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct key));
}

static struct key key_of(uint32_t pcr, struct bytes data, struct bytes digest)
{
	uint8_t sums[2 * SHA256_DIGEST_LENGTH];
	struct key key = { .pcr = pcr };

	SHA256(data.data, data.size, sums);
	SHA256(digest.data, digest.size, sums + SHA256_DIGEST_LENGTH);
	SHA256(sums, sizeof(sums), key.digest);
	return key;
}

bool present_has(const struct present *present, uint32_t pcr,
		 struct bytes data, struct bytes digest)
{
	const struct key key = key_of(pcr, data, digest);

	return tfind(&key, &present->keys, compare);
}

void present_add(struct present *present, uint32_t pcr, struct bytes data,
		 struct bytes digest)
{
	struct key *key = xcalloc(1, sizeof(*key)), **found;

	*key = key_of(pcr, data, digest);
	found = tsearch(key, &present->keys, compare);
	if (!found)
		out_of_memory();
	if (*found != key)
		free(key);
}

static void set_text(char *to, size_t size, struct bytes text)
{
	if (text.size < size) {
		memcpy(to, text.data, text.size);
		to[text.size] = '\0';
	}
}

static void begin_boot(struct present *present, const struct list_entry *entry)
{
	tdestroy(present->keys, free);
	present->keys = NULL;
	present->seq = 0;
	present->seq_known = true;
	present->pcr = entry->pcr;
	set_text(present->template, sizeof(present->template),
		 entry->template);
	set_text(present->algo, sizeof(present->algo), entry->algo);
}

static void take_record(struct present *present, struct bytes text, int type)
{
	struct reason ignored;
	struct record record;

	if (!record_parse(&record, (enum record_type)type, text, &ignored)) {
		/* An unload may come between manifest and commit. */
		if (present->seq < record.seq)
			present->seq = record.seq;
		present->version = record.version;
		present->seq_known = true;
	}
	record_free(&record);
}

static void take(struct present *present, const struct list_entry *entry)
{
	int type;

	if (entry->violation)
		return;
	if (entry->decoded && (bytes_are(entry->name, "boot_aggregate") ||
			       bytes_are(entry->name, "boot_aggregate_late")))
		begin_boot(present, entry);
	present_add(present, entry->pcr, entry->data, (struct bytes){ 0 });
	if (!entry->decoded)
		return;
	type = record_type(entry->name);
	if (type >= RECORD_COUNTERS_LOAD)
		type = -1;
	if (entry->buf.data)
		set_text(present->algo, sizeof(present->algo), entry->algo);
	else
		present_add(present, entry->pcr, entry->name,
			    entry->file_digest);
	if (type >= 0 && entry->buf.data)
		take_record(present, entry->buf, type);
	/* A record with a template that lacks its text. */
	else if (type >= 0)
		present->seq_known = false;
}

void present_read(struct present *present, const struct list *list)
{
	size_t i;

	*present = (struct present){ .pcr = 10, .seq_known = !list->nr };
	for (i = 0; i < list->nr; i++)
		take(present, &list->entries[i]);
}

void present_free(struct present *present)
{
	tdestroy(present->keys, free);
	*present = (struct present){ 0 };
}

/* False also under a seccomp filter, which might kill for an unknown call. */
static bool lacks_call(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 0 &&
	       syscall(__NR_kexec_file_load2, NULL, 0, KEXEC_FILE_LOAD2_ABI) < 0 &&
	       errno == ENOSYS;
}

/* The policy of --policy=, or the one in force. */
static bool read_rules(struct ima_settings *settings,
		       const struct ima_options *options)
{
	const char *path = options->policy ? options->policy : POLICY_FILE;
	int err, fd = open(path, O_RDONLY | O_CLOEXEC);
	struct content text = { NULL, 0 };
	struct reason reason;

	settings->policy_path = path;
	err = fd < 0 ? -errno : read_content(fd, IMA_POLICY_MAX + 1, &text);
	if (fd >= 0)
		close(fd);
	if (!err && !options->policy && lacks_call())
		complain("warning: the running kernel has no kexec_file_load2; this is about a kernel that has it");
	if (err) {
		complain("%s: cannot read the IMA policy (%s)%s%s", path,
			 strerror(-err), options->policy ? "" :
			 err == -ENOENT ?
			 "; mount securityfs on /sys/kernel/security, boot a kernel with IMA" :
			 "; run as root on a kernel with CONFIG_IMA_READ_POLICY",
			 options->policy ? "" : ", or use --policy=FILE");
	} else {
		err = ima_policy_parse(&settings->rules, text.data, text.size,
				       &reason);
		if (err)
			complain("%s: %s", path, reason.text);
	}
	free(text.data);
	return !err;
}

/* The credentials of this process, or of root if it may not load. */
static void read_cred(struct ima_cred *cred)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct caps[2] = { 0 };
	struct ima_ids *uid = &cred->uid, *gid = &cred->gid;

	*cred = (struct ima_cred){ .uid.capable = true, .gid.capable = true };
	if (syscall(SYS_capget, &header, caps) ||
	    !(caps[0].effective >> CAP_SYS_BOOT & 1) ||
	    getresuid(&uid->real, &uid->effective, &uid->saved) < 0 ||
	    getresgid(&gid->real, &gid->effective, &gid->saved) < 0)
		return;
	uid->capable = caps[0].effective >> CAP_SETUID & 1;
	gid->capable = caps[0].effective >> CAP_SETGID & 1;
}

/* The first word NAME=VALUE of the command line counts.  NULL without one. */
static const char *boot_option(const char *name)
{
	static char line[4096];
	char *word, *rest = line;
	size_t len = strlen(name);

	if (read_line("/proc/cmdline", line, sizeof(line)) != 0)
		return NULL;
	while ((word = strsep(&rest, " ")))
		if (!strncmp(word, name, len) && word[len] == '=')
			return word + len + 1;
	return NULL;
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

	if (!algo && !options->log)
		algo = boot_option("ima_hash") ?: built_in(hashes);
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
	if (!template)
		template = boot_option("ima_template") ?:
			   boot_option("ima_template_fmt") ?:
			   built_in(templates) ?: "ima-ng";
	snprintf(settings->template, sizeof(settings->template), "%s",
		 template);
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

static bool add_bank(struct ima_settings *settings, const char *algo,
		     size_t len)
{
	struct ima_bank *bank = &settings->banks[settings->nr_banks];
	struct digest digest;

	if (settings->nr_banks < IMA_BANKS_MAX && len < sizeof(bank->algo)) {
		memcpy(bank->algo, algo, len);
		bank->algo[len] = '\0';
		if (!digest_bytes(&digest, bank->algo, "", 0)) {
			settings->nr_banks++;
			return true;
		}
	}
	complain("unknown bank \"%.*s\"", (int)len, algo);
	return false;
}

/* Detect padding in the first entry of the list, if it is no violation. */
static void see_padded(struct ima_bank *bank, const char *name)
{
	struct ima_bank padded = *bank;
	char path[sizeof(LIST_FILE) + 16];
	const char *paths[] = { path };
	const struct list_entry *first;
	struct reason ignored;
	struct digest digest;
	struct list list;

	padded.padded = true;
	snprintf(path, sizeof(path), LIST_FILE "_%s", name);
	if (!strcmp(name, "sha1"))
		return;
	list_read(&list, paths, 1, &ignored);
	first = list.entries;
	bank->padded = list.nr && !first->violation &&
		       ima_bank_digest(&padded, first->data.data,
				       first->data.size, &digest) &&
		       digest.len == first->digest.size &&
		       !memcmp(digest.bytes, first->digest.data, digest.len);
	list_free(&list);
}

/* Without a TPM, IMA has lists of SHA-1 and of ima_hash=. */
static bool find_banks(struct ima_settings *settings,
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

	for (; list; list += len + 1) {
		len = strcspn(list, ",");
		if (!add_bank(settings, list, len))
			return false;
		if (!list[len])
			return true;
	}
	for (i = 0; i < NR(names); i++) {
		snprintf(path, sizeof(path), "/sys/class/tpm/tpm0/pcr-%s",
			 names[i][0]);
		if (access(path, F_OK) != 0)
			continue;
		if (!add_bank(settings, names[i][1], strlen(names[i][1])))
			return false;
		if (!options->log)
			see_padded(&settings->banks[settings->nr_banks - 1],
				   names[i][0]);
	}
	return settings->nr_banks ||
	       (add_bank(settings, "sha1", 4) &&
		(!strcmp(settings->algo, "sha1") ||
		 add_bank(settings, settings->algo, strlen(settings->algo))));
}

static bool read_list(struct ima_settings *settings,
		      const struct ima_options *options)
{
	const char *path = options->log ? options->log : LIST_FILE;
	struct reason reason;
	struct list list;
	int err = list_read(&list, &path, 1, &reason);

	settings->present = (struct present){ .pcr = 10 };
	if (err && !list.nr_pieces && !options->log) {
		complain("warning: %s: %s; existing entries are unknown%s",
			 path, reason.text, options->seq ? "" :
			 ", and so is the number of the load (use --seq=N)");
		settings->doubtful = true;
	} else if (err) {
		complain("%s: %s", path, reason.text);
	} else {
		present_read(&settings->present, &list);
	}
	list_free(&list);
	if (err)
		return settings->doubtful;
	settings->list_read = true;
	/* Then IMA adds entries again, except for files that it remembers. */
	if (!options->log &&
	    kernel_config("IMA_DISABLE_HTABLE") == ANSWER_YES) {
		complain("warning: this kernel has CONFIG_IMA_DISABLE_HTABLE and may add entries that are already in the list");
		settings->doubtful = true;
	}
	return true;
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

bool ima_settings_read_policy(struct ima_settings *settings,
			      const struct ima_options *options)
{
	*settings = (struct ima_settings){ 0 };
	read_cred(&settings->cred);
	find_algo(settings, options);
	return read_rules(settings, options);
}

bool ima_settings_read(struct ima_settings *settings,
		       const struct ima_options *options, bool crash,
		       size_t nr_initrds)
{
	if (!ima_settings_read_policy(settings, options) ||
	    !read_list(settings, options))
		return false;
	/* Again, as the list may have it. */
	find_algo(settings, options);
	find_template(settings, options);
	if (!find_banks(settings, options))
		return false;
	find_records(settings, options);
	settings->pcr = settings->present.pcr;
	if (!nr_initrds)
		settings->flags |= KEXEC_FILE_NO_INITRAMFS;
	if (options->require_measure)
		settings->flags |= KEXEC_FILE2_REQUIRE_MEASURE;
	if (options->verify_on_reboot)
		settings->flags |= KEXEC_FILE2_VERIFY_ON_REBOOT;
	if (crash)
		find_crash_image(settings, options);
	return true;
}

void ima_settings_free(struct ima_settings *settings)
{
	ima_policy_free(&settings->rules);
	present_free(&settings->present);
}
