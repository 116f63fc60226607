// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The state that IMA works with, on this machine or on another one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <linux/capability.h>

#include "evidence/record.h"
#include "evidence/running.h"
#include "evidence/template.h"
#include "ima/context.h"
#include "libkexec2.h"
#include "shared/files.h"
#include "shared/kernel-config.h"
#include "shared/records-state.h"

#define POLICY_FILE	"/sys/kernel/security/ima/policy"

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
	if (words_number(bytes_of(value + strspn(value, "0")), to))
		return EXIT_OK;
	complain("--%s=%s: not a positive number", row->name, value);
	return EXIT_USAGE;
}

/* 0 for what is no version. */
static unsigned int read_version(const char *text)
{
	unsigned int major, minor;

	return sscanf(text, "%5u.%5u", &major, &minor) == 2 ?
	       LINUX(major, minor) : 0;
}

int take_version(const struct option_row *row, void *to, const char *value)
{
	unsigned int *kernel = to;

	*kernel = read_version(value);
	if (*kernel)
		return EXIT_OK;
	complain("--%s=%s: not a version of Linux, such as 6.12", row->name,
		 value);
	return EXIT_USAGE;
}

#define AT(field)	offsetof(struct ima_settings, field)

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
	{ "kernel-version", 0, "=VERSION", take_version, AT(kernel),
	  "judge the policy as Linux VERSION does, such as 6.12\n"
	  "(default: the running kernel)" },
	{ "bank", 0, "=ALGO[,ALGO]...", take_value, AT(bank_list),
	  "banks (default: those of the TPM)" },
	{ "ima-hash", 0, "=ALGO", take_value, AT(algo),
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

bool present_has(const struct present *present, uint32_t pcr, const char *name,
		 struct bytes bytes)
{
	const struct list_entry *end = present->list.entries + present->list.nr;
	const struct list_entry *entry = present->boot ?: present->list.entries;

	for (; entry < end; entry++)
		if (entry->pcr == pcr && !entry->violation &&
		    bytes_equal(name ? entry->file_digest : entry->data,
				bytes) &&
		    (!name || (!entry->buf.data &&
			       bytes_are(entry->name, name))))
			return true;
	return false;
}

static void take(struct present *present, const struct list_entry *entry)
{
	int type = record_type(entry->name);
	struct record record = { 0 };
	struct reason ignored;

	if (entry->violation || !entry->decoded)
		return;
	if (record_is_boot(entry->name)) {
		present->boot = present->hashed = entry;
		present->seq = 0;
		present->seq_known = true;
	}
	if (entry->buf.data)
		present->hashed = entry;
	present->counted |= type == RECORD_COUNTERS_LOAD && entry->buf.data;
	if (type < 0 || type >= RECORD_COUNTERS_LOAD)
		return;
	if (!entry->buf.data) {
		/* Its template lacks the text. */
		present->seq_known = false;
	} else if (!record_parse(&record, (enum record_type)type, entry->buf,
				 &ignored)) {
		/* An unload may come between manifest and commit. */
		if (present->seq < record.seq)
			present->seq = record.seq;
		present->version = record.version;
		present->seq_known = true;
	}
	record_free(&record);
}

void present_read(struct present *present)
{
	size_t i;

	present->seq_known = !present->list.nr;
	for (i = 0; i < present->list.nr; i++)
		take(present, &present->list.entries[i]);
}

/* False also under a seccomp filter, which might kill for an unknown call. */
static bool lacks_call(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 0 &&
	       syscall(__NR_kexec_file_load2, NULL, 0,
		       KEXEC_FILE_LOAD2_ABI) < 0 && errno == ENOSYS;
}

/* The policy of --policy=, or the one in force. */
static bool read_rules(struct ima_settings *settings)
{
	const char *given = settings->policy, *path = given ?: POLICY_FILE;
	struct utsname uts;
	struct content text;
	struct reason reason;
	int err = read_content(open(path, O_RDONLY | O_CLOEXEC),
			       IMA_POLICY_MAX + 1, &text, &reason);

	settings->policy = path;
	settings->version = settings->kernel ?:
			    uname(&uts) ? 0 : read_version(uts.release);
	if (!err && !given && lacks_call())
		complain("warning: the running kernel has no kexec_file_load2; this is about a kernel that has it");
	if (err) {
		complain("%s: cannot read the IMA policy (%s)%s%s", path,
			 strerror(-err), given ? "" : err == -ENOENT ?
			 "; mount securityfs on /sys/kernel/security, boot a kernel with IMA" :
			 "; run as root on a kernel with CONFIG_IMA_READ_POLICY",
			 given ? "" : ", or use --policy=FILE");
	} else {
		err = ima_policy_parse(&settings->rules, text.data, text.size,
				       settings->version, &reason);
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

/* The value of the first word NAME=VALUE of the command line, or NULL. */
static const char *boot_option(const char *name, char *value, size_t size)
{
	char line[4096], *word, *rest = line;
	size_t len = strlen(name);

	if (read_line("/proc/cmdline", line, sizeof(line)) != 0)
		return NULL;
	while ((word = strsep(&rest, " ")))
		if (!strncmp(word, name, len) && word[len] == '=') {
			snprintf(value, size, "%s", word + len + 1);
			return value;
		}
	return NULL;
}

static void find_algo(struct ima_settings *settings)
{
	const struct list_entry *hashed = settings->present.hashed;
	static char buf[32];

	if (!settings->algo && !settings->log)
		settings->algo = boot_option("ima_hash", buf, sizeof(buf)) ?:
				 kernel_config_text("IMA_DEFAULT_HASH", buf,
						    sizeof(buf));
	if (!settings->algo)
		settings->algo = hashed && hashed->algo.size &&
				 bytes_copy(hashed->algo, buf, sizeof(buf)) ?
				 buf : "sha256";
}

static void find_template(struct ima_settings *settings)
{
	const struct list_entry *boot = settings->present.boot;
	static char buf[TEMPLATE_NAME_MAX + 1];

	/* boot_aggregate has the default template, as no rule applies to it. */
	if (!settings->template && boot &&
	    bytes_copy(boot->template, buf, sizeof(buf)))
		settings->template = buf;
	if (!settings->template)
		settings->template =
			boot_option("ima_template", buf, sizeof(buf)) ?:
			boot_option("ima_template_fmt", buf, sizeof(buf)) ?:
			kernel_config_text("IMA_DEFAULT_TEMPLATE", buf,
					   sizeof(buf)) ?: "ima-ng";
}

/* For a padded bank, SHA-1 and zeros. */
struct digest ima_bank_digest(const struct ima_bank *bank, struct bytes data)
{
	struct digest digest, sha1 = { .len = 0 };

	if (digest_bytes(&digest, bank->algo, data.data, data.size) ||
	    !bank->padded)
		return digest;
	if (digest_bytes(&sha1, "sha1", data.data, data.size))
		digest.len = 0;
	memcpy(digest.bytes, sha1.bytes, digest.len);
	return digest;
}

static bool add_bank(struct ima_settings *settings, struct bytes algo)
{
	struct ima_bank *bank = &settings->banks[settings->nr_banks];
	struct digest digest;

	if (settings->nr_banks < IMA_BANKS_MAX &&
	    bytes_copy(algo, bank->algo, sizeof(bank->algo)) &&
	    !digest_bytes(&digest, bank->algo, "", 0)) {
		settings->nr_banks++;
		return true;
	}
	complain("unknown bank \"%.*s\"", (int)algo.size,
		 (const char *)algo.data);
	return false;
}

/* Detect padding in the first entry of the list, if it is no violation. */
static void see_padded(struct ima_bank *bank)
{
	struct ima_bank padded = *bank;
	char path[sizeof(LIST_FILE) + 16];
	const char *paths[] = { path };
	const struct list_entry *first;
	struct reason ignored;
	struct digest digest;
	struct list list;

	padded.padded = true;
	snprintf(path, sizeof(path), LIST_FILE "_%s", bank->algo);
	/* The kernel calls sm3_256 sm3. */
	path[sizeof(LIST_FILE) + strcspn(path + sizeof(LIST_FILE), "_")] = '\0';
	if (!strcmp(bank->algo, "sha1"))
		return;
	list_read(&list, paths, 1, &ignored);
	first = list.entries;
	if (list.nr && !first->violation) {
		digest = ima_bank_digest(&padded, first->data);
		bank->padded = bytes_equal(first->digest, (struct bytes){
					   digest.bytes, digest.len });
	}
	list_free(&list);
}

/* Without a TPM, IMA has lists of SHA-1 and of ima_hash=. */
static bool find_banks(struct ima_settings *settings)
{
	const char *list = settings->bank_list;
	char path[64];
	size_t i, len;

	for (; list; list += len + 1) {
		len = strcspn(list, ",");
		if (!add_bank(settings,
			      (struct bytes){ (const uint8_t *)list, len }))
			return false;
		if (!list[len])
			return true;
	}
	for (i = 0; i < NR_BANKS; i++) {
		snprintf(path, sizeof(path), TPM_DIR "/pcr-%s",
			 bank_types[i].kernel);
		if (access(path, F_OK) != 0)
			continue;
		if (!add_bank(settings, bytes_of(bank_types[i].name)))
			return false;
		if (!settings->log)
			see_padded(&settings->banks[settings->nr_banks - 1]);
	}
	return settings->nr_banks ||
	       (add_bank(settings, bytes_of("sha1")) &&
		(!strcmp(settings->algo, "sha1") ||
		 add_bank(settings, bytes_of(settings->algo))));
}

static bool read_list(struct ima_settings *settings)
{
	const char *path = settings->log ?: LIST_FILE;
	struct present *present = &settings->present;
	struct reason reason;
	int err = list_read(&present->list, &path, 1, &reason);

	if (err && (present->list.nr_pieces || settings->log)) {
		complain("%s: %s", path, reason.text);
		return false;
	}
	present_read(present);
	if (err) {
		complain("warning: %s: %s; existing entries are unknown%s",
			 path, reason.text, settings->seq ? "" :
			 ", and so is the number of the load (use --seq=N)");
		present->seq_known = false;
		settings->doubtful = true;
		return true;
	}
	/* Then IMA adds entries again, except for files that it remembers. */
	if (!settings->log &&
	    kernel_config("IMA_DISABLE_HTABLE") == ANSWER_YES) {
		complain("warning: this kernel has CONFIG_IMA_DISABLE_HTABLE and may add entries that are already in the list");
		settings->doubtful = true;
	}
	/* IMA still knows what user space has deleted. */
	if (!settings->log && !present->boot) {
		complain("warning: the list does not have this boot: what was deleted from it is not predicted to be there");
		settings->doubtful = true;
	}
	return true;
}

/* From options, the list, or this machine. */
static void find_records(struct ima_settings *settings)
{
	const struct present *present = &settings->present;
	struct records_state state;
	int err = settings->log ? -ENOENT : records_state_read(&state);

	if (!settings->records && settings->log)
		settings->records = present->version ?: RECORD_VERSION;
	else if (!settings->records)
		settings->records = err == -ENOENT ? 1 : 2;
	settings->required = !err && state.required;
	if (!settings->seq && !err)
		settings->seq = state.seq + 1;
	else if (!settings->seq && present->seq_known)
		settings->seq = present->seq + 1;
}

/* Linux tells of the list at load from 6.16 on. */
static void find_counted(struct ima_settings *settings)
{
	settings->counted = settings->present.counted ||
		((settings->kernel || !settings->log) &&
		 settings->version >= LINUX(6, 16));
}

static void find_crash_image(struct ima_settings *settings)
{
	settings->flags |= KEXEC_FILE_ON_CRASH;
	if (settings->log) {
		complain("warning: --log does not show whether a crash image is loaded; if one is, its unload is recorded as well");
		settings->doubtful = true;
	} else {
		settings->crash_loaded =
			file_number("/sys/kernel/kexec_crash_loaded") == 1;
	}
}

bool ima_settings_read_policy(struct ima_settings *settings)
{
	read_cred(&settings->cred);
	if (!read_rules(settings))
		return false;
	find_algo(settings);
	return true;
}

bool ima_settings_read(struct ima_settings *settings, bool crash,
		       size_t nr_initrds)
{
	read_cred(&settings->cred);
	if (!read_rules(settings) || !read_list(settings))
		return false;
	find_algo(settings);
	find_template(settings);
	if (!find_banks(settings))
		return false;
	find_records(settings);
	find_counted(settings);
	settings->pcr = settings->present.boot ? settings->present.boot->pcr :
						 10;
	if (!nr_initrds)
		settings->flags |= KEXEC_FILE_NO_INITRAMFS;
	if (settings->require_measure)
		settings->flags |= KEXEC_FILE2_REQUIRE_MEASURE;
	if (settings->verify_on_reboot)
		settings->flags |= KEXEC_FILE2_VERIFY_ON_REBOOT;
	if (crash)
		find_crash_image(settings);
	return true;
}

void ima_settings_free(struct ima_settings *settings)
{
	ima_policy_free(&settings->rules);
	list_free(&settings->present.list);
}
