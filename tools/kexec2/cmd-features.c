// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 features */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "system-features.h"
#include "shared/json.h"
#include "kexec2.h"

/* Receives --json. */
static const struct option_row rows[] = {
	{ "json", 0, NULL, take_json, 0, "show it for programs" },
	{ 0 }
};

static int features(void *json, char **operands);

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
"a crash image.  Changes nothing.  The exit status is 0.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(bool),
	.run = features,
};

static const char *const rule_names[NR_RULES] = {
	[RULE_KERNEL]	 = "KEXEC_KERNEL_CHECK",
	[RULE_INITRAMFS] = "KEXEC_INITRAMFS_CHECK",
	[RULE_CMDLINE]	 = "KEXEC_CMDLINE",
	[RULE_RECORDS]	 = "CRITICAL_DATA",
};

static const char *const rule_keys[NR_RULES] = {
	[RULE_KERNEL]	 = "kexec_kernel_check",
	[RULE_INITRAMFS] = "kexec_initramfs_check",
	[RULE_CMDLINE]	 = "kexec_cmdline",
	[RULE_RECORDS]	 = "critical_data",
};

static const struct {
	unsigned int bit;
	const char *name;
} actions[] = {
	{ RULE_MEASURES, "measure" },
	{ RULE_APPRAISES, "appraise" },
	{ RULE_AUDITS, "audit" },
};

#define NR_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

/* For people */

__attribute__((format(printf, 2, 3)))
static void show(const char *feature, const char *format, ...)
{
	va_list ap;

	printf("%-24s ", feature);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
}

#define NO_SECURITYFS	"unknown: no securityfs on /sys/kernel/security"

static void show_calls(const struct features *f)
{
	struct utsname uts;

	if (f->load2 >= 0) {
		show("kexec_file_load2", "yes, ABI version %d", f->load2);
	} else if (f->load2 == -ENOSYS) {
		uname(&uts);
		show("kexec_file_load2", "no: this kernel (%s) lacks it (ENOSYS)",
		     uts.release);
	} else if (f->load2 == -EACCES) {
		show("kexec_file_load2",
		     "no: a seccomp filter would kill the process");
	} else {
		show("kexec_file_load2", "unknown: %s", strerror(-f->load2));
	}
	if (f->file_load == 0)
		show("kexec_file_load", "yes");
	else if (f->file_load == -ENOSYS)
		show("kexec_file_load", "no (ENOSYS)");
	else if (f->load2 == -EACCES)
		show("kexec_file_load",
		     "unknown: the filter might kill it, too");
	else
		show("kexec_file_load", "unknown: %s",
		     strerror(-f->file_load));
}

static void show_policy(const struct ima_policy *policy)
{
	char words[64];
	size_t i, j;

	if (policy->err) {
		show("IMA policy", "unknown: %s%s", strerror(-policy->err),
		     policy->err == -EACCES ?
		     " (not root, or no CONFIG_IMA_READ_POLICY)" : "");
		return;
	}
	show("IMA policy", "%zu rule%s", policy->nr_rules,
	     policy->nr_rules == 1 ? "" : "s");
	for (i = 0; i < NR_RULES; i++) {
		words[0] = '\0';
		for (j = 0; j < NR_ACTIONS; j++) {
			if (!(policy->asks[i] & actions[j].bit))
				continue;
			if (words[0])
				strcat(words, ", ");
			strcat(words, actions[j].name);
		}
		printf("  %-22s %s\n", rule_names[i],
		       words[0] ? words : "no rule");
	}
}

static void show_ima(const struct features *f)
{
	if (f->ima == ANSWER_UNKNOWN) {
		show("IMA", NO_SECURITYFS);
	} else {
		show("IMA", f->ima == ANSWER_YES ? "yes" : "no");
		if (f->ima == ANSWER_YES)
			show_policy(&f->policy);
	}
	if (f->records)
		show("records of loads", "version %d", f->records);
	else
		show("records of loads", f->ima == ANSWER_UNKNOWN ?
		     NO_SECURITYFS : "no");
	if (f->required == NOT_TOLD)
		show("kexec_records_required", "not in this kernel");
	else
		show("kexec_records_required", "%s", f->required ?
		     "yes, until the next boot" : "no");
	if (f->carried_list == ANSWER_UNKNOWN)
		show("carried list", "unknown: the kernel's configuration is not to be found");
	else
		show("carried list", f->carried_list == ANSWER_YES ?
		     "yes (CONFIG_IMA_KEXEC)" : "no");
}

static void show_tpm(const struct features *f)
{
	size_t i;

	if (!f->tpm) {
		show("TPM", "no");
		return;
	}
	if (f->tpm_version)
		show("TPM", "yes, version %s",
		     f->tpm_version == 1 ? "1.2" : "2.0");
	else
		show("TPM", "yes, of unknown version");
	if (!f->banks[0]) {
		show("TPM banks", "unknown");
		return;
	}
	printf("%-24s", "TPM banks");
	for (i = 0; f->banks[i]; i++)
		printf(" %s", f->banks[i]);
	putchar('\n');
}

static void show_security(const struct features *f)
{
	if (*f->lockdown)
		show("lockdown", "%s", f->lockdown);
	else
		show("lockdown", "%s", f->securityfs ? "not in this kernel" :
		     NO_SECURITYFS);
	if (!f->efi)
		show("secure boot", "no: not booted by EFI");
	else if (f->secure_boot == ANSWER_UNKNOWN)
		show("secure boot", "unknown: no variable SecureBoot in efivarfs");
	else
		show("secure boot", f->secure_boot == ANSWER_YES ?
		     "on" : "off");
}

static void show_limit(const char *name, long long limit)
{
	if (limit == NOT_TOLD)
		show(name, "not in this kernel");
	else if (limit == -1)
		show(name, "none");
	else
		show(name, "%lld more", limit);
}

static void show_kexec(const struct features *f)
{
	char size[32];

	if (f->disabled == NOT_TOLD)
		show("kexec_load_disabled", "not in this kernel");
	else
		show("kexec_load_disabled", "%s", f->disabled ?
		     "yes, until the next boot" : "no");
	show_limit("kexec_load_limit_reboot", f->limit_reboot);
	show_limit("kexec_load_limit_panic", f->limit_panic);
	if (f->crash_size == NOT_TOLD)
		show("crash memory", "not in this kernel");
	else if (f->crash_size == 0)
		show("crash memory", "none reserved (crashkernel=)");
	else
		show("crash memory", "%s reserved",
		     format_size(f->crash_size, size, sizeof(size)));
}

/* For programs.  What is not known is null; a limit of -1 is none. */

static void add_answer(struct json_object *to, const char *key,
		       enum answer answer)
{
	if (answer == ANSWER_UNKNOWN)
		json_add_null(to, key);
	else
		json_add_bool(to, key, answer == ANSWER_YES);
}

static void add_number(struct json_object *to, const char *key,
		       long long number)
{
	if (number == NOT_TOLD)
		json_add_null(to, key);
	else
		json_add_number(to, key, number);
}

/* Of a sysctl. */
static void add_switch(struct json_object *to, const char *key,
		       long long number)
{
	add_answer(to, key, number == NOT_TOLD ? ANSWER_UNKNOWN :
		   number ? ANSWER_YES : ANSWER_NO);
}

static struct json_object *asks_json(unsigned int asks)
{
	struct json_object *array = json_list();
	size_t i;

	for (i = 0; i < NR_ACTIONS; i++)
		if (asks & actions[i].bit)
			json_append(array, json_text(actions[i].name));
	return array;
}

static void add_policy(struct json_object *to, const struct ima_policy *policy)
{
	struct json_object *object;
	size_t i;

	if (policy->err) {
		json_add_null(to, "ima_policy");
		return;
	}
	object = json_new();
	json_add_number(object, "rules", (int64_t)policy->nr_rules);
	for (i = 0; i < NR_RULES; i++)
		json_add(object, rule_keys[i], asks_json(policy->asks[i]));
	json_add(to, "ima_policy", object);
}

static void add_banks(struct json_object *to, const struct features *f)
{
	struct json_object *array;
	size_t i;

	/* Before Linux 5.12, they are not told. */
	if (!f->banks[0]) {
		json_add_null(to, "tpm_banks");
		return;
	}
	array = json_list();
	for (i = 0; f->banks[i]; i++)
		json_append(array, json_text(f->banks[i]));
	json_add(to, "tpm_banks", array);
}

static int features_json(const struct features *f)
{
	struct json_object *root = json_new();

	add_number(root, "kexec_file_load2_abi",
		   f->load2 < 0 ? NOT_TOLD : f->load2);
	add_answer(root, "kexec_file_load",
		   f->file_load == 0 ? ANSWER_YES :
		   f->file_load == -ENOSYS ? ANSWER_NO : ANSWER_UNKNOWN);
	add_answer(root, "ima", f->ima);
	add_policy(root, &f->policy);
	add_number(root, "records_version", f->records ?: NOT_TOLD);
	add_switch(root, "kexec_records_required", f->required);
	add_answer(root, "carried_list", f->carried_list);
	json_add_bool(root, "tpm", f->tpm);
	json_add_text(root, "tpm_version", !f->tpm_version ? NULL :
		      f->tpm_version == 1 ? "1.2" : "2.0");
	add_banks(root, f);
	json_add_text(root, "lockdown", *f->lockdown ? f->lockdown : NULL);
	add_answer(root, "secure_boot", f->secure_boot);
	add_switch(root, "kexec_load_disabled", f->disabled);
	add_number(root, "kexec_load_limit_reboot", f->limit_reboot);
	add_number(root, "kexec_load_limit_panic", f->limit_panic);
	add_number(root, "crash_reserved", f->crash_size);
	return print_json(root);
}

static int features(void *json, char **operands)
{
	struct features found;

	(void)operands;
	features_find(&found);
	if (*(bool *)json)
		return features_json(&found);
	show_calls(&found);
	show_ima(&found);
	show_tpm(&found);
	show_security(&found);
	show_kexec(&found);
	return EXIT_OK;
}
