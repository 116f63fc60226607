// SPDX-License-Identifier: GPL-2.0-only
/*
 * Evidence that was forged, in every way that was thought of, and beside each
 * its honest twin: what an attacker does is refused for the right reason, and
 * the same without it is accepted.
 *
 * The PCRs and quotes are those of a TPM of libtpms.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "../../tools/kexec2/evidence/verify.h"
#include "machine.h"
#include "softtpm.h"
#include "unit.h"

/* What a verifier is given. */
struct evidence {
	struct machine machine;
	uint8_t *raw;			/* in place of the machine's list */
	size_t raw_size;
	bool surplus;
	char known[4096];
	char rules[256];
	struct pcr_values values;
	struct pcr_values start;
	struct blob message, signature, key;
	uint8_t nonce[16];
	size_t nonce_size;
	uint32_t pcrs;			/* that are quoted */
	enum softtpm_key key_type;
};

static struct evidence e;
static struct machine *const m = &e.machine;

#define KEXECS_ARE(n)	ck_assert_uint_eq(verdict.nr_kexecs, n)

static const char *const normal[] = {
	"firmware=firmware", "base=base", "modules=modules", NULL
};

/* @line has %s where the digest goes. */
static void add_known(const char *line, const char *name)
{
	size_t size = strlen(e.known), before = strcspn(line, "%");
	char hex[65];

	snprintf(e.known + size, sizeof(e.known) - size, "%.*s%s%s\n",
		 (int)before, line, content_hex(name, hex), line + before + 2);
}

static const char compositions[] =
	"composition normal = linux firmware base modules? normal-line\n"
	"composition rescue = linux rescue normal-line\n";

/* @form: 0 plain, 1 items with constraints, 2 and compositions */
static void set_known(int form)
{
	*e.known = '\0';
	if (!form) {
		add_known("%s  vmlinuz", "linux");
		add_known("%s *firmware.img", "firmware");
		add_known("%s  base.img", "base");
		add_known("\\%s  modules\\n.img", "modules");
		return;
	}
	strcpy(e.known, "# what may be booted\nminimum linux 2\nminimum base 2\n"
	       "cmdline \"quiet\" normal-line\n");
	add_known("sha256:%s linux role=kernel version=3", "linux");
	add_known("sha256:%s linux role=kernel version=1", "old linux");
	add_known("sha256:%s firmware label=firmware order=first", "firmware");
	add_known("sha256:%s base role=initrd label=base version=2 order=before:modules",
		  "base");
	add_known("sha256:%s base role=initrd label=base version=1", "old base");
	add_known("sha256:%s modules label=modules", "modules");
	add_known("sha256:%s rescue role=initrd label=-", "rescue");
	if (form == 2)
		strcat(e.known, compositions);
}

/*
 * Stories: what the machine does.  @cheat: what it should not.
 */

static bool cheat;

static void story_normal(void)
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
static void story_##name(void)						\
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

static void story_no_parts(void)
{
	static const char *const none[] = { NULL };

	story_parts(none);
}

#define ONE_STORY(name, good, bad, line)				\
static void story_##name(void)						\
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
static void story_replaced(void)
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
static void story_failed(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_manifest(m, "default", "linux", normal, "quiet");
	if (!cheat)
		machine_commit(m);
	machine_kexec(m);
}

static void story_crash(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_manifest(m, cheat ? "crash" : "default", "linux", normal,
			 "quiet");
	machine_commit(m);
	machine_kexec(m);
}

static void story_unloaded(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	machine_gone(m, "kexec-unload", cheat ? "default" : "crash");
	machine_kexec(m);
}

static void story_kexec_load(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_gone(m, "kexec-load", "default");
	machine_kexec(m);
}

static void story_kexec_load_before(void)
{
	machine_boot(m);
	if (cheat)
		machine_gone(m, "kexec-load", "default");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_kexec_load_crash(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_gone(m, "kexec-load", "crash");
	machine_kexec(m);
}

/* Only entries of the files: the policy lacks the rule. */
static void story_files(void)
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
static void story_second_unrecorded(void)
{
	story_normal();
	if (!cheat)
		machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_evil_then_good(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_kexec(m);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_ten_hops(void)
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
static void story_false_boot(void)
{
	unsigned int seq;

	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	seq = m->seq;
	machine_aggregate(m, "boot_aggregate");
	if (cheat)
		m->seq = seq;
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_false_boot_counters(void)
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

static void story_false_boot_digest(void)
{
	uint8_t digest[32];

	story_normal();
	if (!cheat)
		return;
	machine_load(m, "linux", normal, "quiet");
	content("a file called boot_aggregate", digest);
	machine_file(m, "boot_aggregate", digest);
}

static void story_pending(void)
{
	story_normal();
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
}

static void story_pending_part(void)
{
	static const char *const parts[] = { "base=base", "=evil", NULL };

	story_normal();
	machine_load(m, "linux", cheat ? parts : normal, "quiet");
}

static void load_for_crash(const char *kernel)
{
	machine_manifest(m, "crash", kernel, normal, "quiet");
	machine_commit(m);
}

static void story_crash_evil(void)
{
	story_normal();
	load_for_crash(cheat ? "evil" : "linux");
}

static void story_crash_before(void)
{
	machine_boot(m);
	load_for_crash(cheat ? "evil" : "linux");
	load_for_crash("linux");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_pending_kexec_load(void)
{
	story_normal();
	if (cheat)
		machine_gone(m, "kexec-load", "default");
}

/* The kernel that was booted does not extend PCRs, and shows the old list. */
static void story_silent(void)
{
	m->counters = true;
	story_normal();
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_execute(m);
	m->counters = false;
}

static void story_twice_signed(void)
{
	static const char *const parts[] = {
		"base=base", "base=base+signature", NULL
	};

	story_parts(parts);
}

/* Whoever can write to the TPM has the same TPM commands as IMA. */
static void story_invented_load(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_invented_unload(void)
{
	story_normal();
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_gone(m, "kexec-unload", "default");
}

static void story_invented_late(void)
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

static void story_invented_late_unload(void)
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
static void story_invented_pcr(void)
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

static void story_no_kexec(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (!cheat)
		machine_kexec(m);
}

static void story_not_running(void)
{
	static const char *const rescue[] = { "=rescue", NULL };

	strcpy(e.rules, "require composition normal\n");
	machine_boot(m);
	machine_load(m, "linux", cheat ? rescue : normal, "quiet");
	machine_kexec(m);
}

static void story_violation(void)
{
	story_normal();
	if (cheat)
		machine_violation(m, "/etc/passwd");
}

static void story_counters(void)
{
	m->counters = true;
	story_normal();
	m->counters = false;
}

/* Kexec with its list cut short: entries are lost, and the PCR knows. */
static void story_lost(void)
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

static void story_file_named_record(void)
{
	uint8_t digest[32];

	story_normal();
	if (!cheat)
		return;
	content("x", digest);
	machine_buffer(m, "kexec-commit", forged_text, sizeof(forged_text) - 1);
}

static void story_key_named_record(void)
{
	story_normal();
	if (cheat)
		machine_buffer(m, "kexec-manifest", "0\x82\x01\x02key", 8);
}

static void story_commit_replayed(void)
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

static void story_newline_in_name(void)
{
	uint8_t digest[32];

	machine_boot(m);
	content("x", digest);
	machine_file(m, "/tmp/x\nkexec_file_load2 1\nseq 1\nimage default\n",
		     digest);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_other_pcr(void)
{
	machine_boot(m);
	if (cheat)
		m->pcr = 11;
	machine_load(m, "linux", normal, "quiet");
	m->pcr = 10;
	machine_kexec(m);
}

static void story_resettable(void)
{
	machine_boot(m);
	m->pcr = cheat ? 16 : 10;
	machine_file(m, "/x", (const uint8_t *)
		     "01234567890123456789012345678901");
	m->pcr = 10;
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void story_not_measured(void)
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
}

static void story_measured_late(void)
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
}

/*
 * Forgeries: what is done to the evidence after it was collected.
 */

static void drop(size_t i)
{
	memmove(&m->entries[i], &m->entries[i + 1],
		(m->nr - i - 1) * sizeof(m->entries[0]));
	m->nr--;
}

static void insert(size_t i)
{
	memmove(&m->entries[i + 1], &m->entries[i],
		(m->nr - i) * sizeof(m->entries[0]));
	m->nr++;
}

static void exchange(size_t i, size_t k)
{
	static struct machine_entry entry;

	entry = m->entries[i];
	m->entries[i] = m->entries[k];
	m->entries[k] = entry;
}

static size_t named(const char *name, size_t number)
{
	size_t i, size = strlen(name) + 1;

	for (i = 0; i < m->nr; i++)
		if (memmem(m->entries[i].data, m->entries[i].size, name, size) &&
		    !number--)
			return i;
	ck_abort_msg("there is no entry %s", name);
	return 0;
}

static void edit(size_t i, const char *from, const char *to)
{
	struct machine_entry *entry = &m->entries[i];
	uint8_t *p = memmem(entry->data, entry->size, from, strlen(from));

	ck_assert_ptr_nonnull(p);
	ck_assert_uint_eq(strlen(from), strlen(to));
	memcpy(p, to, strlen(to));
}

static void forge_drop_first(void) { drop(0); }
static void forge_drop_last(void) { drop(m->nr - 1); }
static void forge_drop_manifest(void) { drop(named("kexec-manifest", 0)); }
static void forge_drop_commit(void) { drop(named("kexec-commit", 0)); }
static void forge_drop_file(void) { drop(named("/boot/base=base", 0)); }
static void forge_swap_files(void) { exchange(2, 3); }

static void forge_drop_epoch(void)
{
	size_t second = named("boot_aggregate", 1);

	while (second--)
		drop(0);
}

static void forge_drop_kexec_load(void)
{
	drop(named("kexec-load", 0));
}

static void forge_drop_unload(void)
{
	drop(named("kexec-unload", 0));
}

static void forge_swap_records(void)
{
	exchange(named("kexec-manifest", 0), named("kexec-commit", 0));
}

static void forge_swap_loads(void)
{
	exchange(named("kexec-manifest", 0), named("kexec-manifest", 1));
	exchange(named("kexec-commit", 0), named("kexec-commit", 1));
}

static void forge_duplicate(void)
{
	insert(3);
}

static void forge_duplicate_manifest(void)
{
	insert(named("kexec-manifest", 0));
}

static void forge_insert(void)
{
	insert(3);
	edit(4, "/boot/", "/evil/");
	machine_log(&m->entries[4]);
}

static void forge_move_record(void)
{
	size_t commit = named("kexec-commit", 1);

	while (commit > named("boot_aggregate", 1)) {
		exchange(commit, commit - 1);
		commit--;
	}
}

static void forge_data(void)
{
	edit(named("kexec-manifest", 0), "initrd 1 base", "initrd 1 Base");
}

static void forge_data_and_digest(void)
{
	size_t i = named("kexec-manifest", 0);

	edit(i, "initrd 1 base", "initrd 1 Base");
	machine_log(&m->entries[i]);
}

static void forge_name(void)
{
	edit(1, "/boot/vmlinuz", "/boot/vmlinux");
	machine_log(&m->entries[1]);
}

static void forge_pcr(void)
{
	m->entries[3].pcr = 9;
}

static void forge_pcr_all(void)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		m->entries[i].pcr = 11;
}

static void forge_pcr_huge(void)
{
	m->entries[3].pcr = 0x80000001;
}

static void forge_logged(void)
{
	m->entries[3].logged[7] ^= 1;
}

static void forge_to_violation(void)
{
	memset(m->entries[3].logged, 0, 20);
}

static void forge_from_violation(void)
{
	struct machine_entry *entry = &m->entries[m->nr - 1];

	entry->violation = false;
	machine_log(entry);
}

static void forge_drop_violation(void)
{
	drop(m->nr - 1);
}

static void forge_template(void)
{
	strcpy(m->entries[3].template, "ima-sig");
}

/*
 * The template's name is in no PCR: with another one of the same form, a record
 * would be the entry of a file with a signature.
 */
static void forge_hide_records(void)
{
	strcpy(m->entries[named("kexec-manifest", 1)].template, "ima-sig");
	strcpy(m->entries[named("kexec-commit", 1)].template, "ima-sig");
}

static void forge_hide_by_format(void)
{
	strcpy(m->entries[named("kexec-load", 0)].template, "d-ng|n-ng|sig");
}

static void forge_hide_by_order(void)
{
	strcpy(m->entries[named("kexec-load", 0)].template, "n-ng|d-ng|buf");
}

static void forge_hide_unknown(void)
{
	strcpy(m->entries[named("kexec-load", 0)].template, "something");
}

static void forge_hide_boot(void)
{
	strcpy(m->entries[named("boot_aggregate", 1)].template, "something");
}

static void forge_hide_boot_sig(void)
{
	strcpy(m->entries[named("boot_aggregate", 1)].template, "d-ng|sig");
}

static void forge_seq(void)
{
	size_t i = named("kexec-manifest", 1);

	edit(i, "seq 2", "seq 3");
	machine_log(&m->entries[i]);
}

static void forge_counters(void)
{
	size_t i = named("kexec_execute", 0);

	edit(i, "count=", "c0unt=");
	machine_log(&m->entries[i]);
}

static void forge_counter_digit(void)
{
	size_t i = named("kexec_load", 0);

	edit(i, "size=65536", "size=65537");
	machine_log(&m->entries[i]);
}

static void forge_drop_counters(void)
{
	drop(named("kexec_execute", 0));
}

static void forge_drop_lost(void)
{
	drop(1);
	drop(1);
}

static void forge_digest_of_part(void)
{
	size_t i = named("kexec-manifest", 0);
	char evil[65], good[65];

	edit(i, content_hex("evil", evil), content_hex("modules", good));
	machine_log(&m->entries[i]);
}

static void forge_hide_kernel(void)
{
	size_t i = named("kexec-manifest", 0);
	char evil[65], good[65];

	edit(i, content_hex("evil", evil), content_hex("linux", good));
	machine_log(&m->entries[i]);
}

static void forge_other_machine(void)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		if (!memcmp(m->entries[i].data + 48, "boot_aggregate", 14)) {
			m->entries[i].data[20] ^= 1;
			machine_log(&m->entries[i]);
		}
}

static uint8_t *raw(size_t *size)
{
	uint8_t *list = machine_list(m, size, NULL);

	e.raw = list;
	return list;
}

static void forge_append_garbage(void)
{
	uint8_t *list = raw(&e.raw_size);

	memset(list + e.raw_size, 0xaa, 40);
	e.raw_size += 40;
}

static void forge_huge_name(void)
{
	memset(raw(&e.raw_size) + 24, 0xff, 4);
}

static void forge_huge_data(void)
{
	memset(raw(&e.raw_size) + 34, 0xff, 4);
}

static void forge_huge_field(void)
{
	memset(m->entries[1].data, 0xff, 3);
	machine_log(&m->entries[1]);
}

static void forge_empty(void)
{
	raw(&e.raw_size);
	e.raw_size = 0;
}

static void forge_cut_header(void)
{
	raw(&e.raw_size);
	e.raw_size -= 3;
}

static struct pcr_bank *bank(void)
{
	ck_assert_uint_ge(e.values.nr, 1);
	return &e.values.banks[0];
}

/* Entries that are in the list, and in no PCR. */

static void invent(void (*make)(void))
{
	softtpm_deaf(true);
	make();
	softtpm_deaf(false);
}

static void forge_keep_other_pcr(void)
{
	size_t i = 0;

	while (i < m->nr)
		if (m->entries[i].pcr == 11)
			i++;
		else
			drop(i);
}

static void one_of_pcr(uint32_t pcr, size_t at)
{
	struct machine_entry entry;
	uint8_t digest[32];

	m->pcr = pcr;
	softtpm_deaf(true);
	content("decoy", digest);
	machine_file(m, "/decoy", digest);
	softtpm_deaf(false);
	m->pcr = 10;
	entry = m->entries[m->nr - 1];
	memmove(&m->entries[at + 1], &m->entries[at],
		(m->nr - 1 - at) * sizeof(entry));
	m->entries[at] = entry;
}

static void forge_decoy(void) { one_of_pcr(12, 1); }
static void forge_decoy_resettable(void) { one_of_pcr(16, 1); }
static void forge_low_tail(void) { one_of_pcr(8, m->nr); }

static void boot_again(void)
{
	machine_kexec(m);
}

static void load_again(void)
{
	machine_load(m, "linux", normal, "quiet");
}

static void forge_tail_boot(void) { invent(boot_again); }
static void forge_tail_load(void) { invent(load_again); }

/* More than are kept. */
static void flood(uint32_t pcr)
{
	int i;

	m->pcr = pcr;
	softtpm_deaf(true);
	for (i = 0; i < 300; i++)
		machine_buffer(m, "kexec-commit", "none", 4);
	softtpm_deaf(false);
	m->pcr = 10;
}

static void forge_flood_only(void)
{
	m->nr = 0;
	flood(11);
}

/* Values of before the first entry. */
static void forge_flood_early(void)
{
	memset(bank()->value[10], 0, 32);
	flood(11);
}

static void forge_flood_behind(void)
{
	forge_drop_lost();
	flood(10);
}

/* Against the PCR values. */

static void forge_value(void) { bank()->value[10][5] ^= 1; }
static void forge_zero_value(void) { memset(bank()->value[10], 0, 32); }
static void forge_no_value(void) { bank()->known &= ~(1U << 10); }
static void forge_no_values(void) { e.values.nr = 0; }
static void forge_value_pcr0(void) { bank()->value[0][5] ^= 1; }

static void forge_other_bank(void)
{
	uint8_t sha1[20];

	softtpm_read(ALG_SHA1, 10, sha1, sizeof(sha1));
	memset(bank()->value[10], 0, 32);
	memcpy(bank()->value[10], sha1, sizeof(sha1));
}

static void forge_only_sha1(void)
{
	uint8_t sha1[20];
	struct reason reason;

	memset(&e.values, 0, sizeof(e.values));
	softtpm_read(ALG_SHA1, 10, sha1, sizeof(sha1));
	ck_assert_int_eq(pcr_set(&e.values, "sha1", 10, sha1, &reason), 0);
}

static void forge_swapped_pcrs(void)
{
	memcpy(bank()->value[10], bank()->value[0], 32);
}

static void forge_start(void)
{
	struct reason reason;
	uint8_t value[32] = { 1 };

	ck_assert_int_eq(pcr_set(&e.start, "sha256", 10, value, &reason), 0);
}

/* Against the quote. */

static void requote(uint16_t alg, uint32_t pcrs)
{
	struct selection selection = { alg, pcrs };
	struct blob public;
	uint32_t key = softtpm_key(e.key_type, &public);

	softtpm_quote(key, &selection, 1, e.nonce, e.nonce_size, &e.message,
		      &e.signature);
	e.key = public;
	softtpm_flush(key);
}

static void quote_banks(void)
{
	struct selection both[] = {
		{ ALG_SHA384, 1U << 10 }, { ALG_SHA256, 1U << 10 },
	};
	uint32_t key = softtpm_key(e.key_type, &e.key);

	softtpm_quote(key, both, 2, e.nonce, e.nonce_size, &e.message,
		      &e.signature);
	softtpm_flush(key);
}

static void forge_nonce(void) { e.nonce[0] ^= 1; }
static void forge_short_nonce(void) { e.nonce_size--; }

static void forge_long_nonce(void)
{
	e.nonce[e.nonce_size++] = 0;
}

/* A quote of before, for a request of now. */
static void forge_replay(void)
{
	static struct blob message, signature;

	message = e.message;
	signature = e.signature;
	e.nonce[3] ^= 0x55;
	requote(ALG_SHA256, e.pcrs);
	e.message = message;
	e.signature = signature;
}

static void forge_other_key(void)
{
	uint32_t key = softtpm_key(e.key_type == KEY_ECC ? KEY_RSASSA : KEY_ECC,
				   &e.key);

	softtpm_flush(key);
}

static void forge_message(void)
{
	e.message.data[e.message.size - 1] ^= 1;
}

static void forge_message_nonce(void)
{
	uint8_t *p = memmem(e.message.data, e.message.size, e.nonce,
			    e.nonce_size);

	ck_assert_ptr_nonnull(p);
	*p ^= 1;
	e.nonce[0] ^= 1;
}

static void forge_signature(void)
{
	e.signature.data[e.signature.size - 1] ^= 1;
}

static void forge_scheme(void)
{
	e.signature.data[1] ^= 2;	/* RSASSA and RSAPSS, or nothing */
}

static void forge_hash(void)
{
	e.signature.data[3] = 0x0c;	/* SHA-384 */
}

static void forge_signature_zero(void)
{
	memset(e.signature.data + 6, 0, e.signature.size - 6);
}

static void forge_quote_time(void)
{
	uint32_t key = softtpm_key(e.key_type, &e.key);

	softtpm_time(key, e.nonce, e.nonce_size, &e.message, &e.signature);
	softtpm_flush(key);
}

static void forge_free_key(void)
{
	e.key_type = KEY_FREE;
	requote(ALG_SHA256, e.pcrs);
}

static void forge_selection(void) { requote(ALG_SHA256, 1U << 0); }
static void forge_selection_none(void) { requote(ALG_SHA256, 0); }
static void forge_selection_sha1(void) { requote(ALG_SHA1, 1U << 10); }

static void forge_quote_before(void)
{
	static struct machine later;

	later = *m;
	softtpm_reset();
	requote(ALG_SHA256, e.pcrs);
	*m = later;
}

/* Software signs: what does not begin as what a TPM makes, or does. */
static void sign_by_software(void)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	BIO *bio = BIO_new(BIO_s_mem());
	size_t size = sizeof(e.signature.data);
	char *pem;

	ck_assert(key && ctx && bio);
	ck_assert_int_eq(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key),
			 1);
	ck_assert_int_eq(EVP_DigestSign(ctx, e.signature.data, &size,
					e.message.data, e.message.size), 1);
	e.signature.size = size;
	ck_assert_int_eq(PEM_write_bio_PUBKEY(bio, key), 1);
	e.key.size = (size_t)BIO_get_mem_data(bio, &pem);
	memcpy(e.key.data, pem, e.key.size);
	BIO_free(bio);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
}

static void forge_magic(void)
{
	e.message.data[0] = 0xfe;
	sign_by_software();
}

static void forge_empty_signature(void) { e.signature.size = 0; }
static void forge_empty_message(void) { e.message.size = 0; }
static void forge_empty_key(void) { e.key.size = 0; }
static void forge_cut_message(void) { e.message.size -= 5; }
static void forge_cut_key(void) { e.key.size -= 5; }

/*
 * The cases
 */

#define QUOTE	1		/* only with a quote */
#define VALUES	2		/* only with values */
#define UNUSABLE NR_FINDING_CODES

static const struct forgery {
	const char *name;
	void (*story)(void);
	void (*forge)(void);
	unsigned int code;
	int known;
	int only;
} forgeries[] = {
	/* The machine booted what it should not. */
	{ "parts swapped", story_swapped, NULL, FOUND_WRONG_ORDER, 2, 0 },
	{ "parts swapped, no composition", story_swapped, NULL, FOUND_WRONG_ORDER, 1, 0 },
	{ "a part too late", story_late, NULL, FOUND_WRONG_ORDER, 2, 0 },
	{ "a part too late, no composition", story_late, NULL, FOUND_WRONG_ORDER, 1, 0 },
	{ "a part twice", story_twice, NULL, FOUND_DUPLICATE_PART, 1, 0 },
	{ "a part twice, composition", story_twice3, NULL, FOUND_DUPLICATE_PART, 2, 0 },
	{ "a part twice, plain", story_twice, NULL, FOUND_DUPLICATE_PART, 0, 0 },
	{ "an extra part", story_extra, NULL, FOUND_EXTRA_PART, 2, 0 },
	{ "an unknown part", story_unknown, NULL, FOUND_UNKNOWN_PART, 2, 0 },
	{ "an unknown part, plain", story_unknown, NULL, FOUND_UNKNOWN_PART, 0, 0 },
	{ "an unknown part at the end", story_appended, NULL, FOUND_UNKNOWN_PART, 1, 0 },
	{ "an unknown part at the start", story_prepended, NULL, FOUND_UNKNOWN_PART, 1, 0 },
	{ "a part is missing", story_missing, NULL, FOUND_MISSING_PART, 2, 0 },
	{ "the first part is missing", story_none_first, NULL, FOUND_MISSING_PART, 2, 0 },
	{ "no parts at all", story_no_parts, NULL, FOUND_MISSING_PART, 2, 0 },
	{ "labels exchanged", story_relabelled, NULL, FOUND_WRONG_LABEL, 1, 0 },
	{ "no label", story_unlabelled, NULL, FOUND_WRONG_LABEL, 1, 0 },
	{ "a label where there is none", story_labelled, NULL, FOUND_WRONG_LABEL, 1, 0 },
	{ "a label in capitals", story_label_case, NULL, FOUND_WRONG_LABEL, 2, 0 },
	{ "a label that goes on", story_label_tail, NULL, FOUND_WRONG_LABEL, 2, 0 },
	{ "an old part", story_old, NULL, FOUND_TOO_OLD, 2, 0 },
	{ "the kernel as a part", story_kernel_part, NULL, FOUND_WRONG_ROLE, 1, 0 },
	{ "an unknown kernel", story_kernel, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "an unknown kernel, plain", story_kernel, NULL, FOUND_UNKNOWN_KERNEL, 0, 0 },
	{ "a part as the kernel", story_kernel_role, NULL, FOUND_WRONG_ROLE, 2, 0 },
	{ "an old kernel", story_kernel_old, NULL, FOUND_TOO_OLD, 2, 0 },
	{ "another command line", story_cmdline, NULL, FOUND_UNKNOWN_CMDLINE, 2, 0 },
	{ "no command line", story_cmdline_empty, NULL, FOUND_UNKNOWN_CMDLINE, 2, 0 },
	{ "a command line with a newline", story_cmdline_newline, NULL, FOUND_UNKNOWN_CMDLINE, 1, 0 },
	{ "a command line with a blank", story_cmdline_space, NULL, FOUND_UNKNOWN_CMDLINE, 1, 0 },
	{ "a good load replaced by another", story_replaced, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "a good load that failed", story_failed, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "a good crash image", story_crash, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "a good load, unloaded", story_unloaded, NULL, FOUND_NO_MANIFEST, 2, 0 },
	{ "kexec_load after a good load", story_kexec_load, NULL, FOUND_KEXEC_LOAD, 2, 0 },
	{ "kexec_load is what was booted", story_kexec_load, NULL, FOUND_NO_MANIFEST, 2, 0 },
	{ "kexec_load before a good load", story_kexec_load_before, NULL, FOUND_KEXEC_LOAD, 2, 0 },
	{ "kexec_load of a crash image", story_kexec_load_crash, NULL, FOUND_KEXEC_LOAD, 2, 0 },
	{ "entries of files, no manifest", story_files, NULL, FOUND_NO_MANIFEST, 2, 0 },
	{ "the second kexec is not recorded", story_second_unrecorded, NULL, FOUND_NO_MANIFEST, 2, 0 },
	{ "a bad kernel in between", story_evil_then_good, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "the seventh of ten hops is bad", story_ten_hops, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "a file called boot_aggregate", story_false_boot, NULL, FOUND_RECORD_SEQUENCE, 2, 0 },
	{ "a file called boot_aggregate, counters", story_false_boot_counters, NULL, FOUND_NO_EXECUTE_RECORD, 2, 0 },
	{ "a file called boot_aggregate, any content", story_false_boot_digest, NULL, FOUND_BOOT_AGGREGATE, 2, VALUES },
	{ "loaded, but not booted", story_no_kexec, NULL, FOUND_NO_KEXEC, 2, 0 },
	{ "what runs is not what is required", story_not_running, NULL, FOUND_WRONG_COMPOSITION, 2, 0 },
	{ "a violation", story_violation, NULL, FOUND_VIOLATION, 2, 0 },
	{ "a record in a form of its own", story_file_named_record, NULL, FOUND_MALFORMED_RECORD, 2, 0 },
	{ "a key in a keyring called kexec-manifest", story_key_named_record, NULL, FOUND_MALFORMED_RECORD, 2, 0 },
	{ "a commit of another manifest", story_commit_replayed, NULL, FOUND_STRAY_COMMIT, 2, 0 },
	{ "lines in the name of a file", story_newline_in_name, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "records in another PCR", story_other_pcr, NULL, FOUND_PCR_MIXED, 2, 0 },
	{ "records in a PCR that is not quoted", story_other_pcr, NULL, FOUND_PCR_UNCOVERED, 2, QUOTE },
	{ "an entry in a PCR that can be reset", story_resettable, NULL, FOUND_PCR_RESETTABLE, 2, 0 },
	{ "the policy is another", story_not_measured, NULL, FOUND_NOT_MEASURED, 2, 0 },
	{ "the policy came after the load", story_measured_late, NULL, FOUND_NOT_MEASURED, 2, 0 },

	/* The machine has loaded what it should not, and the list says nothing more. */
	{ "ready to be booted", story_pending, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "ready to be booted, an extra part", story_pending_part, NULL, FOUND_UNKNOWN_PART, 0, 0 },
	{ "for a crash", story_crash_evil, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "for a crash, in an epoch before", story_crash_before, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "kexec_load, ready to be booted", story_pending_kexec_load, NULL, FOUND_KEXEC_LOAD, 2, 0 },
	{ "a kexec begun, and no boot", story_silent, NULL, FOUND_NO_BOOT, 2, 0 },
	{ "a signature makes no other part", story_twice_signed, NULL, FOUND_DUPLICATE_PART, 0, 0 },

	/* Software has extended the PCRs, too: what follows is in list and TPM. */
	{ "a good load invented", story_invented_load, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "an unload invented", story_invented_unload, NULL, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "a good load after kexec_execute", story_invented_late, NULL, FOUND_RECORD_SEQUENCE, 2, 0 },
	{ "an unload after kexec_execute", story_invented_late_unload, NULL, FOUND_RECORD_SEQUENCE, 2, 0 },
	{ "all of it in another PCR", story_invented_pcr, forge_keep_other_pcr, FOUND_PCR_MIXED, 2, VALUES },
	{ "and what IMA's PCR holds is not told", story_invented_pcr, forge_keep_other_pcr, FOUND_PCR_MISMATCH, 2, VALUES },

	/* The list was forged. */
	{ "an entry that no PCR has, before the bad load", story_evil_then_good, forge_decoy, FOUND_UNKNOWN_KERNEL, 2, VALUES },
	{ "an entry of a PCR that can be reset, too", story_evil_then_good, forge_decoy_resettable, FOUND_PCR_RESETTABLE, 2, VALUES },
	{ "an invented boot behind the bad load", story_pending, forge_tail_boot, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "an invented load behind the bad load", story_pending, forge_tail_load, FOUND_UNKNOWN_KERNEL, 2, 0 },
	{ "an invented boot behind kexec_execute", story_silent, forge_tail_boot, FOUND_NO_BOOT, 2, 0 },
	{ "hundreds of records that no PCR has", story_normal, forge_flood_only, FOUND_PCR_MISMATCH, 2, VALUES },
	{ "and nothing is proven", story_normal, forge_flood_early, FOUND_NOTHING_PROVEN, 2, VALUES },
	{ "hundreds behind what is missing", story_lost, forge_flood_behind, FOUND_MISSING_RECORD, 2, 0 },
	{ "boot_aggregate, and an entry of PCR 8 that is none", story_false_boot_digest, forge_low_tail, FOUND_BOOT_AGGREGATE, 2, VALUES },
	{ "without the first entry", story_normal, forge_drop_first, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the first entry: it shows", story_normal, forge_drop_first, FOUND_TRIMMED, 2, 0 },
	{ "without the last entry", story_normal, forge_drop_last, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the manifest", story_normal, forge_drop_manifest, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the commit", story_normal, forge_drop_commit, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without an entry of a file", story_normal, forge_drop_file, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the first epoch", story_evil_then_good, forge_drop_epoch, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the bad load", story_replaced, forge_drop_manifest, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the kexec_load", story_kexec_load, forge_drop_kexec_load, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the unload", story_unloaded, forge_drop_unload, FOUND_PCR_MISMATCH, 2, 0 },
	{ "files exchanged", story_normal, forge_swap_files, FOUND_PCR_MISMATCH, 2, 0 },
	{ "manifest and commit exchanged", story_normal, forge_swap_records, FOUND_PCR_MISMATCH, 2, 0 },
	{ "loads of two epochs exchanged", story_evil_then_good, forge_swap_loads, FOUND_PCR_MISMATCH, 2, 0 },
	{ "a commit moved to another epoch", story_evil_then_good, forge_move_record, FOUND_PCR_MISMATCH, 2, 0 },
	{ "an entry twice", story_normal, forge_duplicate, FOUND_PCR_MISMATCH, 2, 0 },
	{ "the manifest twice", story_normal, forge_duplicate_manifest, FOUND_PCR_MISMATCH, 2, 0 },
	{ "an entry that was not made", story_normal, forge_insert, FOUND_PCR_MISMATCH, 2, 0 },
	{ "a label changed", story_normal, forge_data, FOUND_PCR_MISMATCH, 2, 0 },
	{ "a label changed: it shows", story_normal, forge_data, FOUND_ALTERED_ENTRY, 2, 0 },
	{ "a label changed, with its digest", story_normal, forge_data_and_digest, FOUND_PCR_MISMATCH, 2, 0 },
	{ "a name changed", story_normal, forge_name, FOUND_PCR_MISMATCH, 2, 0 },
	{ "the digest of the bad part changed", story_unknown, forge_digest_of_part, FOUND_PCR_MISMATCH, 2, 0 },
	{ "the digest of the bad kernel changed", story_kernel, forge_hide_kernel, FOUND_PCR_MISMATCH, 2, 0 },
	{ "boot_aggregate changed", story_normal, forge_other_machine, FOUND_PCR_MISMATCH, 2, 0 },
	{ "a PCR changed", story_normal, forge_pcr, FOUND_PCR_MISMATCH, 2, 0 },
	{ "all PCRs changed", story_normal, forge_pcr_all, FOUND_PCR_UNCOVERED, 2, QUOTE },
	{ "all PCRs changed, values", story_normal, forge_pcr_all, FOUND_PCR_MISMATCH, 2, VALUES },
	{ "all PCRs changed: none is IMA's", story_normal, forge_pcr_all, FOUND_PCR_MIXED, 2, QUOTE },
	{ "a PCR that is none", story_normal, forge_pcr_huge, UNUSABLE, 2, 0 },
	{ "a logged digest changed", story_normal, forge_logged, FOUND_ALTERED_ENTRY, 2, 0 },
	{ "an entry made a violation", story_normal, forge_to_violation, FOUND_PCR_MISMATCH, 2, 0 },
	{ "a violation made an entry", story_violation, forge_from_violation, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without the violation", story_violation, forge_drop_violation, FOUND_PCR_MISMATCH, 2, 0 },
	{ "another template", story_normal, forge_template, UNUSABLE, 2, 0 },
	{ "a load made a file", story_replaced, forge_hide_records, FOUND_TEMPLATE, 2, 0 },
	{ "a kexec_load made a file", story_kexec_load, forge_hide_by_format, FOUND_TEMPLATE, 2, 0 },
	{ "a kexec_load with fields exchanged", story_kexec_load, forge_hide_by_order, UNUSABLE, 2, 0 },
	{ "a kexec_load made something else", story_kexec_load, forge_hide_unknown, FOUND_TEMPLATE, 2, 0 },
	{ "a boot made something else", story_evil_then_good, forge_hide_boot, FOUND_TEMPLATE, 2, 0 },
	{ "a boot without a name", story_evil_then_good, forge_hide_boot_sig, FOUND_TEMPLATE, 2, 0 },
	{ "a number changed", story_replaced, forge_seq, FOUND_PCR_MISMATCH, 2, 0 },
	{ "counters that are none", story_counters, forge_counters, FOUND_PCR_MISMATCH, 2, 0 },
	{ "counters that are none: it shows", story_counters, forge_counters, FOUND_MALFORMED_RECORD, 2, 0 },
	{ "a counter changed", story_counters, forge_counter_digit, FOUND_PCR_MISMATCH, 2, 0 },
	{ "without kexec_execute", story_counters, forge_drop_counters, FOUND_NO_EXECUTE_RECORD, 2, 0 },
	{ "entries lost", story_lost, forge_drop_lost, FOUND_MISSING_RECORD, 2, 0 },
	{ "something behind the list", story_normal, forge_append_garbage, UNUSABLE, 2, 0 },
	{ "a name of 4 GiB", story_normal, forge_huge_name, UNUSABLE, 2, 0 },
	{ "data of 4 GiB", story_normal, forge_huge_data, UNUSABLE, 2, 0 },
	{ "a field of 16 MiB", story_normal, forge_huge_field, UNUSABLE, 2, 0 },
	{ "no list", story_normal, forge_empty, UNUSABLE, 2, 0 },
	{ "a list cut short", story_normal, forge_cut_header, UNUSABLE, 2, 0 },

	/* The values were forged. */
	{ "another value", story_normal, forge_value, FOUND_PCR_MISMATCH, 2, VALUES },
	{ "a PCR that was never extended", story_normal, forge_zero_value, FOUND_NOTHING_PROVEN, 2, VALUES },
	{ "no value of the PCR", story_normal, forge_no_value, FOUND_PCR_UNCOVERED, 2, VALUES },
	{ "no values", story_normal, forge_no_values, FOUND_UNPROVEN, 2, VALUES },
	{ "the value of another bank", story_normal, forge_other_bank, FOUND_PCR_MISMATCH, 2, VALUES },
	{ "only SHA-1", story_normal, forge_only_sha1, FOUND_WEAK_BANK, 2, VALUES },
	{ "the value of another PCR", story_normal, forge_swapped_pcrs, FOUND_PCR_MISMATCH, 2, VALUES },
	{ "other firmware", story_normal, forge_value_pcr0, FOUND_BOOT_AGGREGATE, 2, VALUES },
	{ "another start", story_normal, forge_start, FOUND_PCR_MISMATCH, 2, 0 },

	/* The quote was forged. */
	{ "another nonce", story_normal, forge_nonce, FOUND_QUOTE_NONCE, 2, QUOTE },
	{ "a shorter nonce", story_normal, forge_short_nonce, FOUND_QUOTE_NONCE, 2, QUOTE },
	{ "a longer nonce", story_normal, forge_long_nonce, FOUND_QUOTE_NONCE, 2, QUOTE },
	{ "an old quote", story_normal, forge_replay, FOUND_QUOTE_NONCE, 2, QUOTE },
	{ "another key", story_normal, forge_other_key, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "a digest in the quote changed", story_normal, forge_message, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "the nonce in the quote changed", story_normal, forge_message_nonce, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "a bit of the signature", story_normal, forge_signature, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "another scheme", story_normal, forge_scheme, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "another hash", story_normal, forge_hash, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "a signature of zeros", story_normal, forge_signature_zero, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "attested, but no quote", story_normal, forge_quote_time, FOUND_QUOTE_TYPE, 2, QUOTE },
	{ "a key that signs anything", story_normal, forge_free_key, FOUND_QUOTE_KEY, 2, QUOTE },
	{ "not made by a TPM", story_normal, forge_magic, FOUND_QUOTE_MAGIC, 2, QUOTE },
	{ "a quote of other PCRs", story_normal, forge_selection, FOUND_PCR_UNCOVERED, 2, QUOTE },
	{ "a quote of no PCRs", story_normal, forge_selection_none, FOUND_PCR_UNCOVERED, 2, QUOTE },
	{ "a quote of SHA-1", story_normal, forge_selection_sha1, FOUND_WEAK_BANK, 2, QUOTE },
	{ "a quote of before", story_normal, forge_quote_before, FOUND_NOTHING_PROVEN, 2, QUOTE },
	{ "no signature", story_normal, forge_empty_signature, UNUSABLE, 2, QUOTE },
	{ "no quote", story_normal, forge_empty_message, UNUSABLE, 2, QUOTE },
	{ "no key", story_normal, forge_empty_key, UNUSABLE, 2, QUOTE },
	{ "a quote cut short", story_normal, forge_cut_message, FOUND_QUOTE_SIGNATURE, 2, QUOTE },
	{ "a key cut short", story_normal, forge_cut_key, UNUSABLE, 2, QUOTE },
};

/*
 * Running them
 */

static struct verdict verdict;
static struct reason reason;

static void forget(void)
{
	free(e.raw);
	e.raw = NULL;
	verdict_free(&verdict);
	verdict.findings = FINDINGS_INIT;
}

/* What a verifier would ask the machine for. */
static void tell(uint16_t alg, const char *algo, unsigned int pcr)
{
	uint8_t value[64];

	softtpm_read(alg, pcr, value, pcr_algo_size(algo));
	ck_assert_int_eq(pcr_set(&e.values, algo, pcr, value, &reason), 0);
}

static void collect(bool quote)
{
	static const char nonce[] = "0123456789abcde";
	unsigned int pcr;

	memset(&e.values, 0, sizeof(e.values));
	memset(&e.start, 0, sizeof(e.start));
	e.nonce_size = 15;
	memcpy(e.nonce, nonce, sizeof(e.nonce));
	e.pcrs = 1U << 10;
	if (quote) {
		requote(ALG_SHA256, e.pcrs);
		return;
	}
	for (pcr = 0; pcr < 24; pcr++)
		tell(ALG_SHA256, "sha256", pcr);
}

/* 0 with a verdict, or why there is none. */
static int judge(bool quoted)
{
	struct quote_files files = {
		e.message.data, e.message.size, e.signature.data,
		e.signature.size, e.key.data, e.key.size,
	};
	struct known known = KNOWN_INIT;
	struct rules rules = RULES_INIT;
	struct quote quote;
	struct verify_options options = {
		.known = &known, .rules = &rules, .values = &e.values,
		.start = &e.start,
	};
	struct list *list;
	uint8_t *data;
	size_t size;
	int err = 0;

	*reason.text = '\0';
	verdict_free(&verdict);
	verdict.findings = FINDINGS_INIT;
	ck_assert_msg(!known_parse(&known, e.known, strlen(e.known), &reason),
		      "%s", reason.text);
	ck_assert_msg(!known_finish(&known, &reason), "%s", reason.text);
	ck_assert_int_eq(rules_parse(&rules, e.rules, strlen(e.rules),
				     &reason), 0);
	if (quoted) {
		err = quote_check(&files, e.nonce, e.nonce_size, &quote,
				  &verdict.findings, &reason);
		if (!err && !findings_any(&verdict.findings))
			options.quote = &quote;
	}
	if (!err) {
		data = machine_list(m, &size, NULL);
		ck_assert_int_eq(list_open_memory(&list, e.raw ? e.raw : data,
						  e.raw ? e.raw_size : size,
						  NULL, &reason), 0);
		err = verify_list(list, &options, &verdict, &reason);
		list_close(list);
		free(data);
	}
	known_free(&known);
	rules_free(&rules);
	ck_assert_msg(!err || *reason.text, "no reason");
	return err;
}

static const char *all_findings(void)
{
	static char text[8192];
	size_t i, size = 0;

	*text = '\0';
	for (i = 0; i < verdict.findings.nr && size < 7000; i++)
		size += (size_t)snprintf(text + size, 900, "\n  %s: %s",
			finding_word(verdict.findings.list[i].code),
			verdict.findings.list[i].text);
	return text;
}

static void twin(const struct forgery *forgery, bool quote)
{
	int err;

	set_known(forgery->known);
	*e.rules = '\0';
	if (forgery->code == FOUND_PCR_MIXED)
		strcpy(e.rules, "require cmdline\n");
	cheat = false;
	m->counters = false;
	forgery->story();
	collect(quote);
	err = judge(quote);
	ck_assert_msg(!err && verdict.accepted,
		      "the honest twin of \"%s\" (%s): %s%s", forgery->name,
		      quote ? "quote" : "values", reason.text, all_findings());
	forget();
}

static void forged(const struct forgery *forgery, bool quote)
{
	int err;

	set_known(forgery->known);
	*e.rules = '\0';
	cheat = true;
	m->counters = false;
	forgery->story();
	collect(quote);
	if (forgery->forge)
		forgery->forge();
	err = judge(quote);
	ck_assert_msg(err || !verdict.accepted, "\"%s\" (%s) is accepted",
		      forgery->name, quote ? "quote" : "values");
	if (forgery->code == UNUSABLE)
		ck_assert_msg(err == -EINVAL, "\"%s\" is not unusable:%s",
			      forgery->name, all_findings());
	else
		ck_assert_msg(!err && findings_have(&verdict.findings,
						    forgery->code),
			      "\"%s\" (%s) is not %s: %s%s", forgery->name,
			      quote ? "quote" : "values",
			      finding_word(forgery->code), reason.text,
			      all_findings());
	forget();
}

static void setup_tpm(void)
{
	softtpm_start();
	e.key_type = KEY_ECC;
}

START_TEST(forgeries_are_refused)
{
	const struct forgery *forgery = &forgeries[_i];
	int quote;

	setup_tpm();
	for (quote = 0; quote < 2; quote++) {
		if (forgery->only == (quote ? VALUES : QUOTE))
			continue;
		twin(forgery, quote);
		e.key_type = KEY_ECC;
		forged(forgery, quote);
		e.key_type = KEY_ECC;
	}
	softtpm_stop();
}
END_TEST

/* Each kind of key, and a quote of several PCRs with and without values. */
START_TEST(kinds_of_keys)
{
	enum softtpm_key key;

	setup_tpm();
	set_known(2);
	for (key = KEY_ECC; key <= KEY_RSAPSS; key++) {
		e.key_type = key;
		story_normal();
		collect(true);
		ck_assert_int_eq(judge(true), 0);
		ck_assert_msg(verdict.accepted, "key %d:%s", key,
			      all_findings());
		forge_signature();
		ck_assert_int_eq(judge(true), 0);
		ck_assert(findings_have(&verdict.findings,
					FOUND_QUOTE_SIGNATURE));
	}
	story_normal();
	collect(false);
	e.key_type = KEY_ECC;
	requote(ALG_SHA256, 0x7ff);
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	/* Values that are not those of the quote. */
	e.values.banks[0].value[3][0] ^= 1;
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_QUOTE_DIGEST));
	/* A key without TPM structures. */
	story_normal();
	collect(true);
	sign_by_software();
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
	softtpm_stop();
}
END_TEST

static void story_with_violation(void)
{
	machine_boot(m);
	machine_violation(m, "/var/log/messages");
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

static void is_weak(const char *bank)
{
	ck_assert(!verdict.accepted);
	ck_assert_uint_eq(verdict.findings.nr, 1);
	ck_assert_int_eq(verdict.findings.list[0].code, FOUND_WEAK_BANK);
	ck_assert_ptr_nonnull(strstr(verdict.findings.list[0].text, bank));
}

/* @without: a kernel that fills the SHA-384 bank up with SHA-1 digests. */
static void judge_sha384(bool without, bool quote, bool sha256)
{
	set_known(2);
	strcpy(e.rules, "allow violations\n");
	m->no_sha384 = without;
	story_with_violation();
	m->no_sha384 = false;
	collect(quote);
	if (quote)
		requote(ALG_SHA384, 1U << 10);
	else
		memset(&e.values, 0, sizeof(e.values));
	if (!quote)
		tell(ALG_SHA384, "sha384", 10);
	if (sha256)
		tell(ALG_SHA256, "sha256", 10);
	ck_assert_int_eq(judge(quote), 0);
}

/* Banks that the kernel has no algorithm for are as good as SHA-1. */
START_TEST(other_banks)
{
	int quote;

	setup_tpm();
	for (quote = 0; quote < 2; quote++) {
		judge_sha384(false, quote, false);
		ck_assert_msg(verdict.accepted, "%s", all_findings());
		judge_sha384(true, quote, false);
		is_weak("sha384");
		strcat(e.rules, "allow sha1\n");
		ck_assert_int_eq(judge(quote), 0);
		ck_assert_msg(verdict.accepted, "%s", all_findings());
	}
	judge_sha384(true, false, true);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	e.values.banks[0].value[10][47] ^= 1;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_PCR_MISMATCH));

	/* A quote of both banks, without values: at the same entry. */
	judge_sha384(true, true, false);
	quote_banks();
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	softtpm_extend(10, e.key.data, e.key.data, e.key.data);
	quote_banks();
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_PCR_MISMATCH));
	forget();
	softtpm_stop();
}
END_TEST

/* A PCR that no TPM has is none that proves anything. */
START_TEST(no_such_pcr)
{
	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	collect(false);
	m->entries[m->nr] = m->entries[1];
	m->entries[m->nr++].pcr = 40;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(!verdict.accepted);
	ck_assert_uint_eq(verdict.findings.nr, 1);
	ck_assert_int_eq(verdict.findings.list[0].code, FOUND_PCR_UNCOVERED);
	ck_assert_ptr_nonnull(strstr(verdict.findings.list[0].text,
				     "PCR 40, which no TPM has"));
	m->nr--;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

/* A short list, cut after each of its bytes. */
START_TEST(cut_anywhere)
{
	size_t size, starts[MACHINE_ENTRIES], i, entry = 0;
	uint8_t *list;
	int err;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	collect(false);
	list = machine_list(m, &size, starts);
	ck_assert_uint_lt(size, 4096);
	e.raw = list;
	for (i = 0; i < size; i++) {
		bool between;

		while (entry < m->nr && starts[entry] < i)
			entry++;
		between = entry < m->nr && starts[entry] == i;
		e.raw_size = i;
		err = judge(false);
		if (!between || !i) {
			ck_assert_msg(err == -EINVAL, "%zu of %zu bytes", i,
				      size);
			continue;
		}
		ck_assert_msg(!err && findings_have(&verdict.findings,
						    FOUND_PCR_MISMATCH),
			      "%zu of %zu bytes: %s", i, size, reason.text);
	}
	e.raw_size = size;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

/* Each byte of a short list, changed: none of it goes unnoticed. */
START_TEST(any_byte)
{
	size_t size, i;
	uint8_t *list;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	collect(false);
	list = raw(&size);
	e.raw_size = size;
	for (i = 0; i < size; i++) {
		int err;

		list[i] ^= 1 << i % 8;
		err = judge(false);
		ck_assert_msg(err || !verdict.accepted,
			      "byte %zu changed is accepted", i);
		if (!err)
			ck_assert_msg(findings_have(&verdict.findings,
						    FOUND_PCR_MISMATCH) ||
				      findings_have(&verdict.findings,
						    FOUND_ALTERED_ENTRY) ||
				      findings_have(&verdict.findings,
						    FOUND_TEMPLATE),
				      "byte %zu: %s", i, all_findings());
		list[i] ^= 1 << i % 8;
	}
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

/* Fields: their sizes, then the templates that are made of them. */
static size_t fields(uint8_t *data, const char *kinds)
{
	size_t size = 0;

	for (; *kinds; kinds++) {
		uint8_t field[300];
		size_t n = 0, i;

		switch (*kinds) {
		case 'd':	/* d-ng */
			n = 8 + 32;
			memset(field, 0x5a, n);
			memcpy(field, "sha256:", 8);
			break;
		case 'v':	/* d-ngv2 */
			n = 12 + 32;
			memset(field, 0x5b, n);
			memcpy(field, "ima:sha256:", 12);
			break;
		case 'n':
			n = sizeof("/usr/bin/file");
			memcpy(field, "/usr/bin/file", n);
			break;
		case 's':	/* a signature */
			n = 72;
			memset(field, 0x11, n);
			memcpy(field, "\x03\x02\x04", 3);
			break;
		case 'x':	/* names of xattrs */
			n = sizeof("security.ima");
			memcpy(field, "security.ima", n);
			break;
		case '4':
			n = 4;
			memcpy(field, "\x20\x00\x00\x00", n);
			break;
		case '2':
			n = 2;
			memcpy(field, "\xed\x81", n);
			break;
		default:
			ck_abort();
		}
		for (i = 0; i < 4; i++)
			data[size++] = (uint8_t)(n >> 8 * i);
		memcpy(data + size, field, n);
		size += n;
	}
	return size;
}

/* Each field of each template, changed, with the digest that is logged. */
START_TEST(any_field)
{
	static const struct {
		const char *template, *fields;
	} templates[] = {
		{ "ima-ng", "dn" },	{ "ima-sig", "dns" },
		{ "ima-ngv2", "vn" },	{ "ima-sigv2", "vns" },
		{ "ima-buf", "dns" },	{ "ima-modsig", "dnsds" },
		{ "evm-sig", "dnsx4s442" },
		{ "d-ng|n-ng|sig", "dns" },
	};
	size_t i, k, at, size;
	uint8_t data[1024];

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	machine_boot(m);
	for (i = 0; i < ARRAY_SIZE(templates); i++) {
		size = fields(data, templates[i].fields);
		machine_entry(m, templates[i].template, data, size);
	}
	/* The oldest: 20 bytes, and a name filled up to 256. */
	memset(data, 0, 276);
	memset(data, 0x33, 20);
	strcpy((char *)data + 20, "/bin/old");
	machine_entry(m, "ima", data, 276);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());

	for (i = 1; i <= ARRAY_SIZE(templates) + 1; i++) {
		struct machine_entry *entry = &m->entries[i];
		bool old = !strcmp(entry->template, "ima");

		for (at = 0; at < (old ? 21 : entry->size); at += k) {
			size_t last;
			int err;

			/* The last byte that is not the NUL of a name. */
			if (old) {
				k = 20;
				last = at ? 22 : 5;
			} else {
				k = 4 + entry->data[at];
				last = at + k - 1;
				last -= !entry->data[last] && k > 8;
			}
			entry->data[last] ^= 1;
			machine_log(entry);
			err = judge(false);
			ck_assert_msg(!err && findings_have(&verdict.findings,
							    FOUND_PCR_MISMATCH),
				      "%s, byte %zu: %s", entry->template, last,
				      err ? reason.text : "accepted");
			ck_assert(!findings_have(&verdict.findings,
						 FOUND_ALTERED_ENTRY));
			entry->data[last] ^= 1;
			machine_log(entry);
		}
	}
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

/* Entries behind what the PCRs hold count neither for nor against. */
START_TEST(surplus)
{
	int quote;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	for (quote = 0; quote < 2; quote++) {
		size_t proven;

		story_normal();
		collect(quote);
		proven = m->nr;
		machine_violation(m, "/x");
		machine_load(m, "evil", normal, "quiet");
		machine_kexec(m);
		ck_assert_int_eq(judge(quote), 0);
		ck_assert_msg(verdict.accepted, "%s", all_findings());
		ck_assert_uint_eq(verdict.proven, proven);
		ck_assert_uint_gt(verdict.entries, proven);
		KEXECS_ARE(1);

		/* A good kexec that has not happened does not help. */
		machine_boot(m);
		machine_load(m, "linux", normal, "quiet");
		collect(quote);
		machine_kexec(m);
		ck_assert_int_eq(judge(quote), 0);
		ck_assert(findings_have(&verdict.findings, FOUND_NO_KEXEC));
		KEXECS_ARE(0);
	}

	/* What is loaded is told, with what would be said of it. */
	strcpy(e.rules, "allow pending\nallow crash\n");
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	machine_load(m, "evil", normal, "quiet");
	load_for_crash("old linux");
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	ck_assert(verdict.has_pending && verdict.has_crash);
	ck_assert(findings_have(&verdict.pending.pending,
				FOUND_UNKNOWN_KERNEL));
	ck_assert(findings_have(&verdict.crash.pending, FOUND_TOO_OLD));
	/* It does not excuse what was booted, as far as this is proven. */
	machine_kexec(m);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_UNKNOWN_KERNEL));
	/* What is replaced may be anything, once it is. */
	strcpy(e.rules, "allow replaced\n");
	story_normal();
	machine_load(m, "evil", normal, "quiet");
	collect(false);
	load_again();
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_UNKNOWN_KERNEL));
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
	softtpm_stop();
}
END_TEST

/* A list that was trimmed, with what the PCR held before its first entry. */
START_TEST(trimmed)
{
	uint8_t value[32];
	size_t first;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	softtpm_read(ALG_SHA256, 10, value, sizeof(value));
	first = m->nr;
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	collect(true);
	ck_assert_int_eq(pcr_set(&e.start, "sha256", 10, value, &reason), 0);
	while (first--)
		drop(0);
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	drop(0);
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_PCR_MISMATCH));

	/* Only of a PCR that the list begins with, in the bank that is told. */
	memset(&e.start, 0, sizeof(e.start));
	ck_assert_int_eq(pcr_set(&e.start, "sha256", 11, value, &reason), 0);
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_TRIMMED));
	forget();
	softtpm_stop();
}
END_TEST

/* CONFIG_IMA_MEASURE_PCR_IDX is another. */
START_TEST(another_pcr)
{
	uint8_t value[32];
	size_t i;

	setup_tpm();
	set_known(2);
	story_normal();
	collect(false);
	for (i = 0; i < m->nr; i++)
		m->entries[i].pcr = 14;
	memset(&e.values, 0, sizeof(e.values));
	softtpm_read(ALG_SHA256, 10, value, sizeof(value));
	ck_assert_int_eq(pcr_set(&e.values, "sha256", 14, value, &reason), 0);
	*e.rules = '\0';
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_PCR_MIXED));
	ck_assert(findings_have(&verdict.findings, FOUND_PCR_UNCOVERED));
	strcpy(e.rules, "require pcr 14\n");
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
	softtpm_stop();
}
END_TEST

/* Counters of a trimmed list: as many more as were taken away, in all of them. */
START_TEST(trimmed_counters)
{
	uint8_t value[32], file[32];
	int lost;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	for (lost = 0; lost < 2; lost++) {
		size_t first;

		m->counters = true;
		machine_boot(m);
		machine_load(m, "linux", normal, "quiet");
		machine_execute(m);
		softtpm_read(ALG_SHA256, 10, value, sizeof(value));
		/* It is trimmed right at a boot, which shows in counters only. */
		first = m->nr;
		machine_aggregate(m, "boot_aggregate");
		machine_load(m, "linux", normal, "quiet");
		content("a file", file);
		machine_file(m, "/bin/sh", file);
		machine_kexec(m);
		m->counters = false;
		collect(false);
		/* A bank whose start is not told is none to compare with. */
		tell(ALG_SHA1, "sha1", 10);
		ck_assert_int_eq(pcr_set(&e.start, "sha256", 10, value,
					 &reason), 0);
		while (first--)
			drop(0);
		if (lost)
			drop(named("kexec_load", 0) + 1);
		ck_assert_int_eq(judge(false), 0);
		ck_assert_int_eq(verdict.accepted, !lost);
		ck_assert_int_eq(findings_have(&verdict.findings,
					       FOUND_MISSING_RECORD), lost);
	}
	forget();
	softtpm_stop();
}
END_TEST

/* What the rules allow is accepted. */
START_TEST(allowed)
{
	static const struct {
		void (*story)(void);
		void (*forge)(void);
		const char *rule;
	} cases[] = {
		{ story_violation, NULL, "allow violations\n" },
		{ story_kexec_load_before, NULL, "allow kexec-load\n" },
		{ story_no_kexec, NULL, "allow no-kexec\n" },
		{ story_normal, forge_no_values, "allow unproven\n" },
		{ story_normal, forge_only_sha1, "allow sha1\n" },
		{ story_invented_load, NULL, "allow replaced\n" },
		{ story_invented_unload, NULL, "allow replaced\n" },
		{ story_pending, NULL, "allow pending\n" },
		{ story_pending_kexec_load, NULL,
		  "allow pending\nallow kexec-load\n" },
		{ story_crash_before, NULL, "allow crash\n" },
	};
	size_t i;

	setup_tpm();
	set_known(2);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		cheat = true;
		cases[i].story();
		collect(false);
		if (cases[i].forge)
			cases[i].forge();
		*e.rules = '\0';
		ck_assert_int_eq(judge(false), 0);
		ck_assert(!verdict.accepted);
		strcpy(e.rules, cases[i].rule);
		ck_assert_int_eq(judge(false), 0);
		ck_assert_msg(verdict.accepted, "%s%s", cases[i].rule,
			      all_findings());
	}
	/* It does not make a boot by kexec_load() a good one. */
	story_kexec_load();
	collect(false);
	strcpy(e.rules, "allow kexec-load\n");
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_NO_MANIFEST));
	/* Without the counters there may be no such record, unless asked for. */
	cheat = false;
	story_normal();
	collect(false);
	strcpy(e.rules, "require execute-record\n");
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, FOUND_NO_EXECUTE_RECORD));
	forget();
	softtpm_stop();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged");
	TCase *tc = tcase(suite, "forgeries");

	tcase_add_loop_test(tc, forgeries_are_refused, 0,
			    (int)ARRAY_SIZE(forgeries));
	tc = tcase(suite, "bytes");
	tcase_add_test(tc, cut_anywhere);
	tcase_add_test(tc, any_byte);
	tcase_add_test(tc, any_field);
	tc = tcase(suite, "evidence");
	tcase_add_test(tc, kinds_of_keys);
	tcase_add_test(tc, other_banks);
	tcase_add_test(tc, no_such_pcr);
	tcase_add_test(tc, surplus);
	tcase_add_test(tc, trimmed);
	tcase_add_test(tc, trimmed_counters);
	tcase_add_test(tc, another_pcr);
	tcase_add_test(tc, allowed);
	return run_tests(suite);
}
