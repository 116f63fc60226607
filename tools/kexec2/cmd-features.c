// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec2 features: what the running system can do.  Each function examines one
 * feature, and tells it: people get a line, programs a key of the JSON object.
 */
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kexec2.h"
#include "shared/json.h"
#include "shared/kernel-config.h"
#include "shared/records-state.h"

#define SECURITYFS "/sys/kernel/security"
#define SECURITYFS_TYPE 0x73636673
#define EFI "/sys/firmware/efi"

/* The global variables of UEFI, section 3.3 of its specification. */
#define SECURE_BOOT \
	EFI "/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

#define NO_SECURITYFS "unknown: no securityfs on " SECURITYFS
#define NOT_HERE "not in this kernel"

/* Receives --json. */
static const struct option_row rows[] = {
	{ "json", 0, NULL, take_json, 0, "print JSON" }, { 0 }
};

static void show(const char *feature, const char *text)
{
	printf("%-24s %s\n", feature, text);
}

static void tell_answer(struct json_object *json, const char *key,
			enum answer answer, const char *feature,
			const char *text)
{
	if (json)
		json_add_answer(json, key, answer);
	else
		show(feature, text);
}

/* NO_NUMBER is null. */
static void tell_number(struct json_object *json, const char *key,
			long long number, const char *feature, const char *text)
{
	if (!json)
		show(feature, text);
	else if (number == NO_NUMBER)
		json_add_null(json, key);
	else
		json_add_number(json, key, number);
}

/* Those of @words that are in @set; @none: in words, that none is. */
static void tell_words(struct json_object *json, const char *key,
		       unsigned int set, const char *feature,
		       const char *const *words, const char *comma,
		       const char *none)
{
	struct json_object *array = json ? json_list() : NULL;
	char text[64] = "";

	for (; set; set >>= 1, words++) {
		if (!(set & 1))
			continue;
		if (json)
			json_append(array, json_text(*words));
		strcat(strcat(text, *text ? comma : ""), *words);
	}
	if (json)
		json_add(json, key, array);
	else
		show(feature, *text ? text : none);
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/*
 * The calls
 */

/*
 * As root, even a call that fails may use up kernel.kexec_load_limit_*.
 * Without the capability it is refused before that.
 */
static bool drop_sys_boot(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, data) < 0)
		return false;
	data[CAP_TO_INDEX(CAP_SYS_BOOT)].effective &=
		~CAP_TO_MASK(CAP_SYS_BOOT);
	return syscall(SYS_capset, &header, data) == 0;
}

/* 0, or a negative errno value: -EACCES if a seccomp filter kills. */
static int find_kexec_file_load(void)
{
	const unsigned long no_such_flags = ~0UL;
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (!drop_sys_boot())
			_exit(EPERM);
		_exit(syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL,
			      no_such_flags) < 0 && errno == ENOSYS ?
		      ENOSYS : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -errno;
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -EACCES;
}

/* @yes, @no: what is told where there is the call, and where there is none. */
static const char *in_words(int result, const char *yes, const char *no,
			    char text[64])
{
	if (result >= 0)
		return yes;
	if (result == -ENOSYS)
		return no;
	if (result == -EACCES)
		return "no: a seccomp filter would kill the process";
	snprintf(text, 64, "unknown: %s", strerror(-result));
	return text;
}

static void tell_calls(int load2, int file_load, struct json_object *json)
{
	char yes[32], no[128], text[64];
	struct utsname uts;

	uname(&uts);
	snprintf(yes, sizeof(yes), "yes, ABI version %d", load2);
	snprintf(no, sizeof(no), "no: this kernel (%s) lacks it (ENOSYS)",
		 uts.release);
	tell_number(json, "kexec_file_load2_abi",
		    load2 < 0 ? NO_NUMBER : load2, "kexec_file_load2",
		    in_words(load2, yes, no, text));
	tell_answer(json, "kexec_file_load", !file_load ? ANSWER_YES :
		    file_load == -ENOSYS ? ANSWER_NO : ANSWER_UNKNOWN,
		    "kexec_file_load",
		    in_words(file_load, "yes", "no (ENOSYS)", text));
}

/*
 * IMA, and its policy as the kernel shows it: a rule per line, an action and
 * its conditions between blanks (Documentation/ABI/testing/ima_policy)
 */

static const char *const actions[] = { "measure", "appraise", "audit" };

/**
 * struct rule - rules of the policy that bear on a load
 * @func: What they are for.
 * @key:  The same for programs.
 * @asks: A bit for each of the actions that they ask for.
 */
struct rule {
	const char *func;
	const char *key;
	unsigned int asks;
};

/* The value of a condition, or NULL if @word is another one. */
static const char *value(const char *word, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(word, name, len) && word[len] == '=' ?
	       word + len + 1 : NULL;
}

/* Is @label among those of a list such as "a|b"? */
static bool lists(const char *list, const char *label)
{
	size_t len;

	for (;; list += len + 1) {
		len = strcspn(list, "|");
		if (len == strlen(label) && !memcmp(list, label, len))
			return true;
		if (!list[len])
			return false;
	}
}

static void take_rule(char *line, struct rule *rules, size_t nr_rules)
{
	const char *func = "", *label = NULL;
	unsigned int asks = 0;
	char *word, *save;
	size_t i;

	word = strtok_r(line, " \t\n", &save);
	for (i = 0; i < ARRAY_SIZE(actions); i++)
		if (!strcmp(word, actions[i]))
			asks = 1U << i;
	while ((word = strtok_r(NULL, " \t\n", &save))) {
		if (value(word, "func"))
			func = value(word, "func");
		else if (value(word, "label"))
			label = value(word, "label");
	}
	/* Without a label, a rule is for all critical data. */
	if (!strcmp(func, "CRITICAL_DATA") && label &&
	    !lists(label, "kexec_file_load2"))
		return;
	for (i = 0; i < nr_rules; i++)
		if (!strcmp(func, rules[i].func))
			rules[i].asks |= asks;
}

/* Returns how many rules there are in all, or a negative errno value. */
static long read_policy(struct rule *rules, size_t nr_rules)
{
	FILE *file = fopen(SECURITYFS "/ima/policy", "re");
	char *line = NULL;
	size_t size = 0;
	long count = 0;

	if (!file)
		return -errno;
	errno = 0;
	while (getline(&line, &size, file) >= 0) {
		if (!line[strspn(line, " \t\n")])
			continue;
		take_rule(line, rules, nr_rules);
		count++;
	}
	if (ferror(file))
		count = errno ? -errno : -EIO;
	free(line);
	fclose(file);
	return count;
}

static void tell_policy(struct json_object *json)
{
	struct rule rules[] = {
		{ "KEXEC_KERNEL_CHECK", "kexec_kernel_check", 0 },
		{ "KEXEC_INITRAMFS_CHECK", "kexec_initramfs_check", 0 },
		{ "KEXEC_CMDLINE", "kexec_cmdline", 0 },
		{ "CRITICAL_DATA", "critical_data", 0 },
	};
	long count = read_policy(rules, ARRAY_SIZE(rules));
	struct json_object *object;
	char text[128];
	size_t i;

	if (count < 0) {
		snprintf(text, sizeof(text), "unknown: %s%s",
			 strerror((int)-count), count == -EACCES ?
			 " (not root, or no CONFIG_IMA_READ_POLICY)" : "");
		tell_number(json, "ima_policy", NO_NUMBER, "IMA policy", text);
		return;
	}
	object = json ? json_new() : NULL;
	snprintf(text, sizeof(text), "%ld rule%s", count,
		 count == 1 ? "" : "s");
	tell_number(object, "rules", count, "IMA policy", text);
	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		snprintf(text, sizeof(text), "  %s", rules[i].func);
		tell_words(object, rules[i].key, rules[i].asks, text, actions,
			   ", ", "no rule");
	}
	if (json)
		json_add(json, "ima_policy", object);
}

static void tell_ima(enum answer ima, struct json_object *json)
{
	tell_answer(json, "ima", ima, "IMA", ima == ANSWER_UNKNOWN ?
		    NO_SECURITYFS : ima == ANSWER_YES ? "yes" : "no");
	if (ima == ANSWER_YES)
		tell_policy(json);
	else if (json)
		json_add_null(json, "ima_policy");
}

/*
 * Records of loads.  The file is there from version 2 of them on, whoever may
 * read it.
 */
static void tell_records(int load2, enum answer ima, struct json_object *json)
{
	int version = exists(RECORDS_STATE_FILE) ? 2 :
		      load2 >= 0 && ima == ANSWER_YES ? 1 : 0;
	char text[32];

	snprintf(text, sizeof(text), "version %d", version);
	tell_number(json, "records_version", version ?: NO_NUMBER,
		    "records of loads", version ? text :
		    ima == ANSWER_UNKNOWN ? NO_SECURITYFS : "no");
}

static void tell_carried(enum answer ima, struct json_object *json)
{
	enum answer carried = ima == ANSWER_NO ? ANSWER_NO :
						 kernel_config("IMA_KEXEC");

	tell_answer(json, "carried_list", carried, "carried list",
		    carried == ANSWER_UNKNOWN ?
			    "unknown: no kernel configuration found" :
		    carried == ANSWER_YES ? "yes (CONFIG_IMA_KEXEC)" : "no");
}

/*
 * The TPM and the firmware
 */

/* Since Linux 5.12 there is a directory for each bank. */
static void tell_banks(struct json_object *json)
{
	static const char *const banks[] = {
		"sha1", "sha256", "sha384", "sha512", "sm3-256",
	};
	unsigned int found = 0;
	char path[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(banks); i++) {
		snprintf(path, sizeof(path), TPM_DIR "/pcr-%s", banks[i]);
		found |= exists(path) ? 1U << i : 0;
	}
	if (found || !json)
		tell_words(json, "tpm_banks", found, "TPM banks", banks, " ",
			   "unknown");
	else
		json_add_null(json, "tpm_banks");
}

static void tell_tpm(struct json_object *json)
{
	long long major = file_number(TPM_DIR "/tpm_version_major");
	const char *version = major == 1 ? "1.2" : major > 1 ? "2.0" : NULL;
	bool tpm = exists(TPM_DIR);

	tell_answer(json, "tpm", tpm ? ANSWER_YES : ANSWER_NO, "TPM",
		    !tpm ? "no" : !version ? "yes, of unknown version" :
		    major == 1 ? "yes, version 1.2" : "yes, version 2.0");
	if (json)
		json_add_text(json, "tpm_version", version);
	if (tpm)
		tell_banks(json);
	else if (json)
		json_add_null(json, "tpm_banks");
}

/* The mode in force stands in brackets: none [integrity] confidentiality */
static void tell_lockdown(bool securityfs, struct json_object *json)
{
	char line[128] = "", *mode;

	read_line(SECURITYFS "/lockdown", line, sizeof(line));
	mode = strchr(line, '[');
	mode = mode ? mode + 1 : line;
	mode[strcspn(mode, "]")] = '\0';
	if (json)
		json_add_text(json, "lockdown", *mode ? mode : NULL);
	else
		show("lockdown", *mode ? mode :
		     securityfs ? NOT_HERE : NO_SECURITYFS);
}

/* Four bytes of attributes, then the value of one byte. */
static enum answer read_secure_boot(void)
{
	enum answer answer = ANSWER_UNKNOWN;
	unsigned char bytes[8];
	FILE *file = fopen(SECURE_BOOT, "re");

	if (!file)
		return answer;
	if (fread(bytes, 1, sizeof(bytes), file) == 5 && bytes[4] <= 1)
		answer = bytes[4] ? ANSWER_YES : ANSWER_NO;
	fclose(file);
	return answer;
}

static void tell_secure_boot(struct json_object *json)
{
	bool efi = exists(EFI);
	enum answer on = efi ? read_secure_boot() : ANSWER_NO;

	tell_answer(json, "secure_boot", on, "secure boot",
		    !efi ? "no: not booted by EFI" :
		    on == ANSWER_UNKNOWN ?
			    "unknown: no variable SecureBoot in efivarfs" :
		    on == ANSWER_YES ? "on" : "off");
}

/*
 * sysctls, named alike for people and programs
 */

static long long read_sysctl(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/sys/kernel/%s", name);
	return file_number(path);
}

static void tell_switch(const char *name, struct json_object *json)
{
	long long on = read_sysctl(name);

	if (on == NO_NUMBER)
		tell_answer(json, name, ANSWER_UNKNOWN, name, NOT_HERE);
	else
		tell_answer(json, name, on ? ANSWER_YES : ANSWER_NO, name,
			    on ? "yes, until the next boot" : "no");
}

/* Loads that are left; a limit of -1 is none. */
static void tell_limit(const char *name, struct json_object *json)
{
	long long limit = read_sysctl(name);
	char text[32];

	snprintf(text, sizeof(text), "%lld more", limit);
	tell_number(json, name, limit, name, limit == NO_NUMBER ? NOT_HERE :
		    limit < 0 ? "none" : text);
}

static void tell_crash_memory(struct json_object *json)
{
	long long size = file_number(CRASH_SIZE_FILE);
	char number[32], text[48];

	snprintf(text, sizeof(text), "%s reserved",
		 format_size(size, number, sizeof(number)));
	tell_number(json, "crash_reserved", size, "crash memory",
		    size > 0 ? text : size == NO_NUMBER ? NOT_HERE :
		    "none reserved (crashkernel=)");
}

/* What it comes to. */
static void tell_conclusion(int load2, int file_load, struct json_object *json)
{
	const char *text, *load = NULL;

	if (read_sysctl("kexec_load_disabled") == 1) {
		text = "no kernel can be loaded until the next boot";
	} else if (load2 >= 0) {
		load = "parts";
		text = "\"kexec2 load\" can load an initramfs in parts";
	} else if (!file_load) {
		load = "joined";
		text = "\"kexec2 load --concat\" can load the parts of an initramfs as one file";
	} else {
		text = "no kernel can be loaded";
	}
	if (json)
		json_add_text(json, "can_load", load);
	else
		printf("\nHere, %s.\n", text);
}

static int features(void *options, char **operands)
{
	struct json_object *json = *(bool *)options ? json_new() : NULL;
	int load2 = kexec2_abi_version(), file_load = find_kexec_file_load();
	struct statfs fs;
	bool securityfs = !statfs(SECURITYFS, &fs) &&
			  fs.f_type == SECURITYFS_TYPE;
	enum answer ima = exists(SECURITYFS "/ima") ? ANSWER_YES :
			  securityfs		    ? ANSWER_NO :
						      ANSWER_UNKNOWN;

	(void)operands;
	tell_calls(load2, file_load, json);
	tell_ima(ima, json);
	tell_records(load2, ima, json);
	tell_switch("kexec_records_required", json);
	tell_carried(ima, json);
	tell_tpm(json);
	tell_lockdown(securityfs, json);
	tell_secure_boot(json);
	tell_switch("kexec_load_disabled", json);
	tell_limit("kexec_load_limit_reboot", json);
	tell_limit("kexec_load_limit_panic", json);
	tell_crash_memory(json);
	tell_conclusion(load2, file_load, json);
	return json ? print_json(json) : EXIT_OK;
}

const struct command command_features = {
	.name = "features",
	.summary = "show what this system can do",
	.usage = "[--json]",
	.about =
"Show whether the running kernel has the kexec_file_load2 system call, and what\n"
"else bears on it: the older call, IMA and the rules of its policy that are\n"
"about kexec, the records that it makes of loads and whether they are required,\n"
"whether the measurement list is carried to the next kernel, a TPM, lockdown,\n"
"secure boot, the sysctls that switch kexec off or limit it, and the memory for\n"
"a crash image; and in the end what can be loaded here.  Changes nothing.  The\n"
"exit status is 0.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(bool),
	.run = features,
};
