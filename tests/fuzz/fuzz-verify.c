// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The verdict as a whole.  The input is what a machine does, an operation a byte:
 * from it come a list, the PCRs of the machine after some of it, and, by a model
 * that keeps no more than flags, whether a verifier has to accept.
 *
 *	byte 0: rules, bit by bit; the highest is for records of version 2
 *	byte 1: after how many operations the PCRs are read; all that the list has
 *		behind is in no PCR
 *	rest:	operations
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "evidence/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum operation {
	OP_FILE,
	OP_LOAD_GOOD,		/* manifest and commit, and so on */
	OP_LOAD_BAD,
	OP_CRASH_GOOD,
	OP_CRASH_BAD,
	OP_FAIL_GOOD,		/* manifest alone */
	OP_FAIL_BAD,
	OP_UNLOAD,
	OP_UNLOAD_CRASH,
	OP_KEXEC_LOAD,
	OP_KEXEC_LOAD_CRASH,
	OP_BOOT,
	OP_EXECUTE,		/* kexec_execute, and no boot yet */
	OP_VIOLATION,
	OP_OTHER_PCR,		/* of PCR 11 */
	OP_RESETTABLE,		/* of PCR 16 */
	OP_SEQUENCE,		/* a number is left out */
	OP_STRAY_COMMIT,
	OP_COUNTED,		/* kexec_load, which counts rightly */
	OP_MISCOUNTED,		/* or more than there is */
	OP_OUR_EXECUTE,		/* kexec-execute, and no boot yet */
	OP_WRONG_EXECUTE,	/* of another image */
	OP_CRASH_REPLACED,	/* manifest, kexec-unload, commit */
	OP_OTHER_KERNEL,	/* records of the other version from now on */
	OP_FOREIGN,		/* a key, in a keyring called as a record */
	OP_NEWER,		/* a record of a version that is not known */
	NR_OPS
};

#define PCRS	24
#define OPS_MAX	200

struct buffer {
	uint8_t *data;
	size_t size;
};

/* What is in place. */
enum held { NOTHING, GOOD, BAD, UNRECORDED };

/**
 * struct machine - a machine, and what has to be said of it
 * @list:    Its list; @entries of them.
 * @pcr:     Its PCRs, SHA-256; they are read while @extends.
 * @version: Of the records that it makes now; @epoch_version: the highest of this
 *	     boot, or 0.
 * @image_seq, @image_manifest: Of what a kexec starts; "" for no manifest.
 * @counted: kexec_execute was made in this boot; @executes: kexec-execute.
 * @refuse:  Something is proven that is refused.
 * @booted:  It has booted something good by kexec.
 */
struct machine {
	struct buffer list;
	size_t entries;
	uint8_t pcr[PCRS][32];
	bool extends;
	unsigned int version;
	unsigned int epoch_version;
	unsigned int seq;
	char manifest[65];
	unsigned int image_seq;
	char image_manifest[65];
	bool counted;
	bool executes;
	bool began;		/* a kexec, by either of them */
	bool executed;		/* since the last load */
	bool wants_execute;
	enum held image;
	enum held crash;
	const struct rules *rules;
	bool refuse;
	bool booted;
	bool resettable;
};

static void put(struct buffer *to, const void *data, size_t size)
{
	to->data = realloc(to->data, to->size + size);
	if (!to->data)
		abort();
	memcpy(to->data + to->size, data, size);
	to->size += size;
}

static void put_u32(struct buffer *to, uint32_t n)
{
	put(to, (const uint8_t []){ (uint8_t)n, (uint8_t)(n >> 8),
				    (uint8_t)(n >> 16), (uint8_t)(n >> 24) }, 4);
}

static void hex_of(const void *data, size_t size, char hex[65])
{
	uint8_t digest[32];
	size_t i;

	SHA256(data, size, digest);
	for (i = 0; i < 32; i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
}

static void extend(struct machine *m, uint32_t pcr, const uint8_t digest[32])
{
	uint8_t both[64];

	if (!m->extends)
		return;
	memcpy(both, m->pcr[pcr], 32);
	memcpy(both + 32, digest, 32);
	SHA256(both, sizeof(both), m->pcr[pcr]);
}

/* @text: NULL for a file. */
static void entry(struct machine *m, uint32_t pcr, const char *name,
		  const char *text, bool violation)
{
	const char *template = text ? "ima-buf" : "ima-ng";
	const char *content = text ? text : name;
	uint8_t digest[32], sha1[20] = { 0 };
	struct buffer data = { NULL, 0 };

	put_u32(&data, 40);
	put(&data, "sha256:", 8);
	SHA256((const uint8_t *)content, strlen(content), digest);
	put(&data, digest, 32);
	put_u32(&data, (uint32_t)strlen(name) + 1);
	put(&data, name, strlen(name) + 1);
	if (text) {
		put_u32(&data, (uint32_t)strlen(text));
		put(&data, text, strlen(text));
	}
	SHA256(data.data, data.size, digest);
	if (violation)
		memset(digest, 0xff, sizeof(digest));
	else
		SHA1(data.data, data.size, sha1);
	extend(m, pcr, digest);
	put_u32(&m->list, pcr);
	put(&m->list, sha1, sizeof(sha1));
	put_u32(&m->list, (uint32_t)strlen(template));
	put(&m->list, template, strlen(template));
	put_u32(&m->list, (uint32_t)data.size);
	put(&m->list, data.data, data.size);
	free(data.data);
	m->entries++;
}

static void boot(struct machine *m)
{
	entry(m, 10, "boot_aggregate", NULL, false);
	m->seq = 0;
	m->began = m->executed = m->wants_execute = false;
	m->counted = m->executes = false;
	m->epoch_version = 0;
	m->image = m->crash = NOTHING;
}

static void refuse_if(struct machine *m, bool condition)
{
	m->refuse |= condition && m->extends;
}

/* One boot has records of one version. */
static void record(struct machine *m, const char *name, unsigned int version,
		   const char *rest)
{
	char text[400];

	refuse_if(m, m->epoch_version && m->epoch_version != version);
	if (m->epoch_version < version)
		m->epoch_version = version;
	snprintf(text, sizeof(text), "kexec_file_load2 %u\n%s", version, rest);
	if (!strcmp(name, "kexec-manifest"))
		hex_of(text, strlen(text), m->manifest);
	entry(m, 10, name, text, false);
}

static void manifest(struct machine *m, const char *image, const char *kernel)
{
	char text[400], hex[65], none[65];

	hex_of(kernel, strlen(kernel), hex);
	hex_of("", 0, none);
	snprintf(text, sizeof(text),
		 "seq %u\nimage %s\nflags 0x0\nkernel sha256:%s %zu\ncmdline sha256:%s 0\n",
		 ++m->seq, image, hex, strlen(kernel), none);
	record(m, "kexec-manifest", m->version, text);
}

static void commit(struct machine *m, unsigned int seq)
{
	char text[200];

	snprintf(text, sizeof(text), "seq %u\nmanifest sha256:%s\n", seq,
		 m->manifest);
	record(m, "kexec-commit", m->version, text);
}

static void gone(struct machine *m, const char *name, const char *image)
{
	char text[100];

	snprintf(text, sizeof(text), "seq %u\nimage %s\n", ++m->seq, image);
	record(m, name, m->version, text);
}

static void execute(struct machine *m, unsigned int seq, const char *manifest)
{
	char text[200];

	snprintf(text, sizeof(text), *manifest ?
		 "seq %u\nmanifest sha256:%s\n" : "seq %u\n", seq, manifest);
	record(m, "kexec-execute", 2, text);
}

static void counters(struct machine *m, const char *name, size_t count)
{
	char text[200];

	snprintf(text, sizeof(text),
		 "kexec_segment_size=1;ima_binary_runtime_size=1;ima_runtime_measurements_count=%zu;",
		 count);
	entry(m, 10, name, text, false);
}

/* What was in place is there no more, and so nobody has booted it. */
static void displaced(struct machine *m, enum held image)
{
	refuse_if(m, image == BAD && !m->rules->allow_replaced);
}

static void load(struct machine *m, bool crash, bool good)
{
	refuse_if(m, m->began);
	if (!crash)
		displaced(m, m->image);
	m->executed &= crash;
	manifest(m, crash ? "crash" : "default", good ? "good" : "bad");
	commit(m, m->seq);
	if (!crash) {
		m->image_seq = m->seq;
		strcpy(m->image_manifest, m->manifest);
	}
	/* In the other PCRs' eyes, what displaces it has not happened. */
	if (!m->extends)
		return;
	*(crash ? &m->crash : &m->image) = good ? GOOD : BAD;
	refuse_if(m, crash && !good && !m->rules->allow_crash);
}

static void take_away(struct machine *m, bool crash, bool by_kexec_load)
{
	refuse_if(m, m->began);
	refuse_if(m, by_kexec_load && !m->rules->allow_kexec_load);
	if (!crash)
		displaced(m, m->image);
	gone(m, by_kexec_load ? "kexec-load" : "kexec-unload",
	     crash ? "crash" : "default");
	if (!crash) {
		m->image_seq = m->seq;
		*m->image_manifest = '\0';
	}
	if (m->extends)
		*(crash ? &m->crash : &m->image) =
			by_kexec_load ? UNRECORDED : NOTHING;
}

static void kexec(struct machine *m)
{
	/* Only where the kernel makes such records, or the rules want them. */
	bool wanted = m->wants_execute ||
		      (m->rules->require_execute_record && !m->executes);

	refuse_if(m, wanted && !m->executed);
	refuse_if(m, m->epoch_version > 1 && !m->executes);
	refuse_if(m, m->image != GOOD);
	if (m->extends)
		m->booted = true;
	boot(m);
}

static void operate(struct machine *m, enum operation op)
{
	unsigned int seq = m->seq + 1;

	/* After kexec-execute IMA adds nothing but its own. */
	refuse_if(m, m->executes && op != OP_BOOT && op != OP_OTHER_KERNEL &&
		  op != OP_EXECUTE);
	switch (op) {
	case OP_FILE:
		entry(m, 10, "/bin/sh", NULL, false);
		break;
	case OP_LOAD_GOOD:
	case OP_LOAD_BAD:
		load(m, false, op == OP_LOAD_GOOD);
		break;
	case OP_CRASH_GOOD:
	case OP_CRASH_BAD:
		load(m, true, op == OP_CRASH_GOOD);
		break;
	case OP_FAIL_GOOD:
	case OP_FAIL_BAD:
		refuse_if(m, m->began);
		refuse_if(m, op == OP_FAIL_BAD && !m->rules->allow_failed);
		manifest(m, "default", op == OP_FAIL_GOOD ? "good" : "bad");
		break;
	case OP_UNLOAD:
	case OP_UNLOAD_CRASH:
		take_away(m, op == OP_UNLOAD_CRASH, false);
		break;
	case OP_KEXEC_LOAD:
	case OP_KEXEC_LOAD_CRASH:
		take_away(m, op == OP_KEXEC_LOAD_CRASH, true);
		break;
	case OP_BOOT:
		kexec(m);
		break;
	case OP_EXECUTE:
		refuse_if(m, m->counted);
		counters(m, "kexec_execute", m->entries);
		m->counted = true;
		m->began = m->executed = m->wants_execute = true;
		break;
	case OP_VIOLATION:
		refuse_if(m, !m->rules->allow_violations);
		entry(m, 10, "/var/log/wtmp", NULL, true);
		break;
	case OP_OTHER_PCR:
		entry(m, 11, "/bin/ls", NULL, false);
		break;
	case OP_RESETTABLE:
		m->resettable = true;
		entry(m, 16, "/bin/cat", NULL, false);
		break;
	case OP_SEQUENCE:
		refuse_if(m, m->version == 1 || !m->rules->allow_unrecorded);
		refuse_if(m, m->began);
		m->seq++;
		gone(m, "kexec-unload", "crash");
		if (m->extends)
			m->crash = NOTHING;
		break;
	case OP_STRAY_COMMIT:
		refuse_if(m, true);
		strcpy(m->manifest, "00");
		commit(m, m->seq);
		break;
	case OP_OUR_EXECUTE:
		refuse_if(m, m->image == NOTHING);
		execute(m, m->image_seq, m->image_manifest);
		m->began = m->executes = true;
		break;
	case OP_WRONG_EXECUTE:
		refuse_if(m, true);
		execute(m, m->image_seq + 1, m->image_manifest);
		m->began = m->executes = true;
		break;
	case OP_CRASH_REPLACED:
		/* Before version 2 the old one went before the manifest. */
		refuse_if(m, m->began || m->version == 1);
		manifest(m, "crash", "good");
		gone(m, "kexec-unload", "crash");
		commit(m, seq);
		if (m->extends)
			m->crash = GOOD;
		break;
	case OP_OTHER_KERNEL:
		m->version = 3 - m->version;
		break;
	case OP_FOREIGN:
		entry(m, 10, "kexec-commit", "a key", false);
		break;
	case OP_NEWER:
		refuse_if(m, true);
		entry(m, 10, "kexec-unload", "kexec_file_load2 3\n", false);
		break;
	case OP_COUNTED:
	case OP_MISCOUNTED:
		refuse_if(m, m->began || op == OP_MISCOUNTED);
		counters(m, "kexec_load", m->entries +
			 (op == OP_MISCOUNTED));
		m->wants_execute = true;
		m->executed = false;
		break;
	default:
		break;
	}
}

static void known_of(struct known *known)
{
	char text[200], hex[65];
	struct reason reason;

	hex_of("good", 4, hex);
	snprintf(text, sizeof(text), "sha256:%s good role=kernel\n", hex);
	if (known_parse(known, bytes_of(text), &reason) ||
	    known_finish(known, &reason))
		abort();
}

/* @wrong: what it must not come to; then it is shown what was found. */
static void verify(const struct buffer *bytes,
		   const struct verify_input *input, bool wrong)
{
	struct verdict verdict = { 0 };
	struct reason reason;
	struct list list;
	bool accepted;
	size_t i;

	if (list_parse(&list, bytes->data, bytes->size, &reason) ||
	    verify_list(&list, input, &verdict, &reason))
		abort();
	accepted = verdict.accepted;
	if (accepted && (verdict.findings.nr || !verdict.proof.proven ||
			 (!verdict.nr_booted &&
			  !input->rules->allow_no_kexec)))
		abort();
	for (i = 0; i < verdict.findings.nr && accepted == wrong; i++)
		fprintf(stderr, "%s: %s\n",
			verdict.findings.list[i].word,
			verdict.findings.list[i].text);
	if (accepted == wrong)
		abort();
	verdict_free(&verdict);
	list_free(&list);
}

/* What no list, and so no flag of ours, can excuse. */
static bool expected(const struct machine *m, const struct rules *rules)
{
	if (m->refuse || m->resettable)
		return false;
	if (!m->booted && !rules->allow_no_kexec)
		return false;
	return true;
}

static void at_reading(struct machine *m, const struct rules *rules)
{
	/* What is ready counts as booted; a kexec that was begun, as silent. */
	if (m->image == BAD && !rules->allow_pending)
		m->refuse = true;
	if (m->image == UNRECORDED && !rules->allow_pending)
		m->refuse = true;
	if (m->began)
		m->refuse = true;
	m->extends = false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct verify_input input;
	struct rules strictness = RULES_INIT;
	struct known known = { 0 };
	struct pcr_values *values = &input.evidence.values;
	struct rules *rules = &strictness;
	struct machine m = { .extends = true, .version = 1, .rules = rules };
	struct reason reason;
	uint32_t pcr;
	size_t i;

	if (size < 2 || size > OPS_MAX)
		return 0;
	input = (struct verify_input){ .known = &known, .rules = rules };
	rules->allow_replaced = data[0] & 1;
	rules->allow_pending = data[0] & 2;
	rules->allow_crash = data[0] & 4;
	rules->allow_kexec_load = data[0] & 8;
	rules->allow_violations = data[0] & 16;
	rules->allow_no_kexec = data[0] & 32;
	rules->require_execute_record = data[0] & 64;
	m.version += data[0] >> 7;
	rules->allow_unrecorded = data[1] & 1;
	rules->allow_failed = data[1] & 2;
	rules->allow_any_cmdline = true;
	known_of(&known);
	boot(&m);
	for (i = 2; i < size; i++) {
		if (i - 2 == data[1])
			at_reading(&m, rules);
		operate(&m, data[i] % NR_OPS);
	}
	if (m.extends)
		at_reading(&m, rules);
	for (pcr = 0; pcr < PCRS; pcr++)
		if (pcr >= 10 &&
		    pcr_set(values, BANK_SHA256, pcr, m.pcr[pcr], &reason))
			abort();
	verify(&m.list, &input, !expected(&m, rules));

	/* Of other PCRs, none of it is. */
	values->banks[BANK_SHA256].value[10][size % 32] ^= 1;
	verify(&m.list, &input, true);
	free(m.list.data);
	known_free(&known);
	return 0;
}
