// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What machines do that a verifier has to judge. */
#include <stdio.h>
#include <string.h>

#include "stories.h"
#include "unit.h"

void story_normal(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_parts(const char *const *bad)
{
	machine_boot(m);
	machine_load(m, "linux", cheat ? bad : normal, "quiet");
	machine_kexec(m);
}

#define PARTS_STORY(name, ...)						\
void story_##name(void)						\
{									\
	static const char *const parts[] = { __VA_ARGS__, NULL };	\
	story_parts(parts);						\
}

PARTS_STORY(swapped, "base=base", "firmware=firmware", "modules=modules")
PARTS_STORY(late, "firmware=firmware", "modules=modules", "base=base")
PARTS_STORY(twice, "firmware=firmware", "base=base", "base=base")
PARTS_STORY(twice3, "firmware=firmware", "base=base", "modules=modules",
	    "modules=modules")
PARTS_STORY(extra, "firmware=firmware", "base=base", "modules=modules", "=rescue")
PARTS_STORY(unknown, "firmware=firmware", "base=base", "modules=evil")
PARTS_STORY(appended, "firmware=firmware", "base=base", "modules=modules",
	    "modules=evil")
PARTS_STORY(prepended, "firmware=evil", "firmware=firmware", "base=base",
	    "modules=modules")
PARTS_STORY(missing, "firmware=firmware", "modules=modules")
PARTS_STORY(none_first, "base=base", "modules=modules")
PARTS_STORY(relabelled, "firmware=firmware", "modules=base", "base=modules")
PARTS_STORY(unlabelled, "firmware=firmware", "=base", "modules=modules")
PARTS_STORY(labelled, "base=rescue")
PARTS_STORY(old, "firmware=firmware", "base=old base", "modules=modules")
PARTS_STORY(kernel_part, "firmware=firmware", "base=linux", "modules=modules")
PARTS_STORY(label_case, "firmware=firmware", "Base=base", "modules=modules")
PARTS_STORY(label_tail, "firmware=firmware", "base.=base", "modules=modules")

/* What is too old as one thing may be good as another, and is no more then. */
void story_old_alias(void)
{
	add_known("sha256:%s spare role=initrd", "old base");
	story_old();
}

void story_no_parts(void)
{
	static const char *const none[] = { NULL };

	story_parts(none);
}

#define ONE_STORY(name, good, bad, line)				\
void story_##name(void)						\
{									\
	machine_boot(m);						\
	machine_load(m, cheat ? bad : good, normal, cheat ? line : "quiet"); \
	machine_kexec(m);						\
}

ONE_STORY(kernel, "linux", "evil", "quiet")
ONE_STORY(kernel_role, "linux", "base", "quiet")
ONE_STORY(kernel_old, "linux", "old linux", "quiet")
ONE_STORY(cmdline, "linux", "linux", "quiet init=/bin/sh")
ONE_STORY(cmdline_empty, "linux", "linux", "")
ONE_STORY(cmdline_newline, "linux", "linux", "quiet\n")
ONE_STORY(cmdline_space, "linux", "linux", "quiet ")

/* A load that is not known, after one that is. */
void story_replaced(void)
{
	machine_boot(m);
	if (cheat)
		machine_load(m, "linux", normal, "quiet");
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	if (!cheat)
		machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

/* The good load failed, so that the one before it is booted. */
void story_failed(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_manifest(m, "default", "linux", normal, "quiet");
	if (!cheat)
		machine_commit(m);
	machine_kexec(m);
}

void story_crash(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_manifest(m, cheat ? "crash" : "default", "linux", normal,
			 "quiet");
	machine_commit(m);
	machine_kexec(m);
}

void story_unloaded(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	machine_gone(m, "kexec-unload", cheat ? "default" : "crash");
	machine_kexec(m);
}

void story_kexec_load(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_gone(m, "kexec-load", "default");
	machine_kexec(m);
}

void story_kexec_load_before(void)
{
	machine_boot(m);
	if (cheat)
		machine_gone(m, "kexec-load", "default");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_kexec_load_crash(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_gone(m, "kexec-load", "crash");
	machine_kexec(m);
}

/* Only entries of the files: the policy lacks the rule. */
void story_files(void)
{
	static const char *const names[] = {
		"linux", "firmware", "base", "modules",
	};
	uint8_t digest[32];
	size_t i;

	machine_boot(m);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		content(names[i], digest);
		machine_file(m, names[i], digest);
	}
	if (!cheat)
		machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

/* The second kexec of two has no record: what was loaded before is gone. */
void story_second_unrecorded(void)
{
	story_normal();
	if (!cheat)
		machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_evil_then_good(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_kexec(m);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_ten_hops(void)
{
	size_t i;

	machine_boot(m);
	for (i = 0; i < 10; i++) {
		machine_load(m, cheat && i == 6 ? "evil" : "linux", normal,
			     "quiet");
		machine_kexec(m);
	}
}

/* A file called boot_aggregate, whose content is that of the PCRs. */
void story_false_boot(void)
{
	unsigned int seq;

	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	seq = m->seq;
	if (cheat)
		machine_aggregate(m, "boot_aggregate");
	else
		machine_kexec(m);
	if (cheat)
		m->seq = seq;
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_false_boot_counters(void)
{
	m->counters = true;
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_aggregate(m, "boot_aggregate");
	else
		machine_kexec(m);
	m->counters = false;
}

void story_false_boot_digest(void)
{
	uint8_t digest[32];

	story_normal();
	if (!cheat)
		return;
	machine_load(m, "linux", normal, "quiet");
	content("a file called boot_aggregate", digest);
	machine_file(m, "boot_aggregate", digest);
}

void story_pending(void)
{
	story_normal();
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
}

void story_pending_part(void)
{
	static const char *const parts[] = { "base=base", "=evil", NULL };

	story_normal();
	machine_load(m, "linux", cheat ? parts : normal, "quiet");
}

void load_for_crash(const char *kernel)
{
	machine_manifest(m, "crash", kernel, normal, "quiet");
	machine_commit(m);
}

void story_crash_evil(void)
{
	story_normal();
	load_for_crash(cheat ? "evil" : "linux");
}

void story_crash_before(void)
{
	machine_boot(m);
	load_for_crash(cheat ? "evil" : "linux");
	load_for_crash("linux");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_pending_kexec_load(void)
{
	story_normal();
	if (cheat)
		machine_gone(m, "kexec-load", "default");
}

/* The kernel that was booted does not extend PCRs, and shows the old list. */
void story_silent(void)
{
	m->counters = true;
	story_normal();
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_execute(m);
	m->counters = false;
}

void story_twice_signed(void)
{
	static const char *const parts[] = {
		"base=base", "base=base+signature", NULL
	};

	story_parts(parts);
}

/* Whoever can write to the TPM has the same TPM commands as IMA. */
void story_invented_load(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_invented_unload(void)
{
	story_normal();
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_gone(m, "kexec-unload", "default");
}

void story_invented_late(void)
{
	m->counters = true;
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat) {
		machine_execute(m);
		machine_load(m, "linux", normal, "quiet");
	}
	machine_kexec(m);
	m->counters = false;
}

void story_invented_late_unload(void)
{
	m->counters = true;
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	machine_load(m, "linux", normal, "quiet");
	if (cheat) {
		machine_execute(m);
		machine_gone(m, "kexec-unload", "crash");
	}
	machine_kexec(m);
	m->counters = false;
}

/* What IMA has measured, and in PCR 11 what software has made up. */
void story_invented_pcr(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_kexec(m);
	if (!cheat)
		return;
	m->pcr = 11;
	m->seq = 0;
	machine_aggregate(m, "boot_aggregate");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_no_kexec(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (!cheat)
		machine_kexec(m);
}

void story_not_running(void)
{
	static const char *const rescue[] = { "=rescue", NULL };

	strcpy(e.rules, "require composition normal\n");
	machine_boot(m);
	machine_load(m, "linux", cheat ? rescue : normal, "quiet");
	machine_kexec(m);
}

void story_violation(void)
{
	story_normal();
	if (cheat)
		machine_violation(m, "/etc/passwd");
}

void story_counters(void)
{
	m->counters = true;
	story_normal();
	m->counters = false;
}

/* Kexec with its list cut short: entries are lost, and the PCR knows. */
void story_lost(void)
{
	size_t i;

	m->counters = true;
	machine_boot(m);
	for (i = 0; i < 3; i++)
		machine_file(m, "/bin/sh", (const uint8_t *)
			     "01234567890123456789012345678901");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	m->counters = false;
}

/* A text that has the form of a record, but is not one of the kernel. */
static const char forged_text[] =
	"kexec_file_load2 1\nseq 1\nimage default\n";

void story_file_named_record(void)
{
	uint8_t digest[32];

	story_normal();
	if (!cheat)
		return;
	content("x", digest);
	machine_buffer(m, "kexec-commit", forged_text, sizeof(forged_text) - 1);
}

/* A key in a keyring of that name, of which any user has as many as he likes. */
static void key_in(const char *keyring)
{
	machine_buffer(m, keyring, "0\x82\x01\x02key", 8);
	machine_buffer(m, keyring, "", 0);
	machine_buffer(m, keyring, "kexec_file_load", 15);
}

void story_key_named_record(void)
{
	static const char *const names[] = {
		"kexec-manifest", "kexec-commit", "kexec-unload", "kexec-load",
		"kexec-execute", "kexec_load", "kexec_execute",
	};
	size_t i;

	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_manifest(m, "default", "linux", normal, "quiet");
	for (i = 0; i < ARRAY_SIZE(names); i++)
		key_in(names[i]);
	if (!cheat)
		machine_commit(m);
	machine_kexec(m);
}

void story_commit_replayed(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat) {
		machine_manifest(m, "default", "evil", normal, "quiet");
		content("some other manifest", m->manifest);
		machine_commit(m);
	}
	machine_kexec(m);
}

void story_newline_in_name(void)
{
	uint8_t digest[32];

	machine_boot(m);
	content("x", digest);
	machine_file(m, "/tmp/x\nkexec_file_load2 1\nseq 1\nimage default\n",
		     digest);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_kexec(m);
}

void story_other_pcr(void)
{
	machine_boot(m);
	if (cheat)
		m->pcr = 11;
	machine_load(m, "linux", normal, "quiet");
	m->pcr = 10;
	machine_kexec(m);
}

void story_resettable(void)
{
	machine_boot(m);
	m->pcr = cheat ? 16 : 10;
	machine_file(m, "/x", (const uint8_t *)
		     "01234567890123456789012345678901");
	m->pcr = 10;
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

void story_not_measured(void)
{
	uint8_t digest[32];
	char hex[65];

	snprintf(e.rules, sizeof(e.rules), "require measured sha256:%s\n",
		 content_hex("policy", hex));
	machine_boot(m);
	content(cheat ? "other policy" : "policy", digest);
	machine_file(m, "/etc/ima/ima-policy", digest);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	machine_file(m, "/etc/ima/ima-policy", digest);
}

/* The kernel that runs has read another one, so nothing shows what it does. */
void story_not_measured_last(void)
{
	uint8_t digest[32];
	char hex[65];

	snprintf(e.rules, sizeof(e.rules), "require measured sha256:%s\n",
		 content_hex("policy", hex));
	machine_boot(m);
	content("policy", digest);
	machine_file(m, "/etc/ima/ima-policy", digest);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	content(cheat ? "other policy" : "policy", digest);
	machine_file(m, "/etc/ima/ima-policy", digest);
}

/* The rule for the records has uid=0, and a process with another loads. */
void story_unrecorded_cmdline(void)
{
	static const char evil[] = "evil=1";

	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_buffer(m, "kexec-cmdline", evil, strlen(evil));
	machine_kexec(m);
}

/* IMA made the commit, and could not extend the TPM with it. */
void story_uncommitted(void)
{
	machine_boot(m);
	machine_manifest(m, "default", cheat ? "evil" : "linux", normal,
			 "quiet");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

/* While the kernel counts, entries may be made; before that, none. */
void story_surplus(void)
{
	uint8_t digest[32];
	unsigned int i;

	m->counters = true;
	m->invented = 0;
	machine_boot(m);
	for (i = 0; i < 12; i++) {
		content("x", digest);
		digest[0] ^= i;
		machine_file(m, "/x", digest);
	}
	m->invented = cheat ? 12 : 0;
	machine_load(m, "linux", normal, "quiet");
	if (!cheat) {
		machine_file(m, "/y", digest);
		m->invented = 1;
	}
	machine_kexec(m);
	m->invented = 0;
	m->counters = false;
}

/* What systemd 259 does while it starts. */
static void extend_firmware_pcrs(void)
{
	uint8_t digest[48] = { 0 };

	content("os-separator", digest);
	softtpm_extend(0, digest, digest, digest);
	softtpm_extend(9, digest, digest, digest);
}

/* Between two kernels it is plain what has happened, behind the last it is not. */
void story_extended(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	extend_firmware_pcrs();
	machine_kexec(m);
	if (cheat)
		extend_firmware_pcrs();
}

/* A kernel that finds its TPM late, or two of them. */
void story_two_aggregates(void)
{
	static const char version[] = "7.1.0";

	machine_boot(m);
	machine_buffer(m, "kernel_version", version, strlen(version));
	if (cheat) {
		machine_load(m, "evil", normal, "quiet");
		machine_execute(m);
	}
	machine_aggregate(m, "boot_aggregate_late");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	machine_aggregate(m, "boot_aggregate_late");
}

void story_measured_late(void)
{
	uint8_t digest[32];
	char hex[65];

	snprintf(e.rules, sizeof(e.rules), "require measured sha256:%s\n",
		 content_hex("policy", hex));
	machine_boot(m);
	content("policy", digest);
	if (!cheat)
		machine_file(m, "/etc/ima/ima-policy", digest);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_file(m, "/etc/ima/ima-policy", digest);
	machine_kexec(m);
	machine_file(m, "/etc/ima/ima-policy", digest);
}


void story_with_violation(void)
{
	machine_boot(m);
	machine_violation(m, "/var/log/messages");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}
