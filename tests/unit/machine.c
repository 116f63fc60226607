// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A machine for the tests. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "machine.h"
#include "softtpm.h"

static void hash(const char *algo, const void *data, size_t size, uint8_t *to)
{
	ck_assert_int_eq(EVP_Digest(data, size, to, NULL,
				    EVP_get_digestbyname(algo), NULL), 1);
}

static void le32(uint8_t *to, size_t value)
{
	size_t i;

	for (i = 0; i < 4; i++)
		to[i] = (uint8_t)(value >> 8 * i);
}

void content(const char *name, uint8_t digest[32])
{
	char text[256];
	int size = snprintf(text, sizeof(text), "content of %s", name);

	hash("sha256", text, (size_t)size, digest);
}

const char *content_hex(const char *name, char hex[65])
{
	uint8_t digest[32];
	size_t i;

	content(name, digest);
	for (i = 0; i < 32; i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
	return hex;
}

void machine_log(struct machine_entry *entry)
{
	if (entry->violation)
		memset(entry->logged, 0, sizeof(entry->logged));
	else
		hash("sha1", entry->data, entry->size, entry->logged);
}

static struct machine_entry *append(struct machine *machine,
				    const char *template, const void *data,
				    size_t size)
{
	struct machine_entry *entry = &machine->entries[machine->nr++];

	ck_assert_uint_le(machine->nr, MACHINE_ENTRIES);
	ck_assert_uint_le(size, sizeof(entry->data));
	memset(entry, 0, sizeof(*entry));
	entry->pcr = machine->pcr;
	strcpy(entry->template, template);
	memcpy(entry->data, data, size);
	entry->size = size;
	return entry;
}

void machine_entry(struct machine *machine, const char *template,
		   const void *data, size_t size)
{
	struct machine_entry *entry = append(machine, template, data, size);
	uint8_t sha256[32], sha384[48] = { 0 };

	machine_log(entry);
	hash("sha256", data, size, sha256);
	if (machine->no_sha384)
		memcpy(sha384, entry->logged, sizeof(entry->logged));
	else
		hash("sha384", data, size, sha384);
	softtpm_extend(entry->pcr, entry->logged, sha256, sha384);
}

static size_t field(uint8_t *to, const void *data, size_t size)
{
	le32(to, size);
	memcpy(to + 4, data, size);
	return size + 4;
}

static size_t digest_field(uint8_t *to, const uint8_t digest[32])
{
	uint8_t d_ng[8 + 32] = "sha256:";

	memcpy(d_ng + 8, digest, 32);
	return field(to, d_ng, sizeof(d_ng));
}

void machine_file(struct machine *machine, const char *path,
		  const uint8_t digest[32])
{
	uint8_t data[4096];
	size_t size = digest_field(data, digest);

	size += field(data + size, path, strlen(path) + 1);
	machine_entry(machine, "ima-ng", data, size);
}

void machine_violation(struct machine *machine, const char *path)
{
	static const uint8_t zeros[32];
	uint8_t data[4096], ones[48];
	struct machine_entry *entry;
	size_t size = digest_field(data, zeros);

	size += field(data + size, path, strlen(path) + 1);
	entry = append(machine, "ima-ng", data, size);
	entry->violation = true;
	machine_log(entry);
	memset(ones, 0xff, sizeof(ones));
	softtpm_extend(entry->pcr, ones, ones, ones);
}

void machine_buffer(struct machine *machine, const char *name,
		    const void *text, size_t text_size)
{
	uint8_t data[4096], digest[32];
	size_t size;

	hash("sha256", text, text_size, digest);
	size = digest_field(data, digest);
	size += field(data + size, name, strlen(name) + 1);
	size += field(data + size, text, text_size);
	machine_entry(machine, "ima-buf", data, size);
}

void machine_aggregate(struct machine *machine, const char *name)
{
	uint8_t pcrs[10 * 32], digest[32];
	uint32_t i;

	for (i = 0; i < 10; i++)
		softtpm_read(ALG_SHA256, i, pcrs + 32 * i, 32);
	hash("sha256", pcrs, sizeof(pcrs), digest);
	machine_file(machine, name, digest);
	machine->seq = machine->image = 0;
	machine->has_manifest = false;
}

void machine_boot(struct machine *machine)
{
	bool counters = machine->counters, no_sha384 = machine->no_sha384;
	unsigned int version = machine->version;
	uint8_t sha1[20], sha256[32], sha384[48];

	memset(machine, 0, sizeof(*machine));
	machine->counters = counters;
	machine->no_sha384 = no_sha384;
	machine->version = version ? version : 1;
	machine->pcr = 10;
	softtpm_reset();
	hash("sha1", "firmware", 8, sha1);
	hash("sha256", "firmware", 8, sha256);
	hash("sha384", "firmware", 8, sha384);
	softtpm_extend(0, sha1, sha256, sha384);
	softtpm_extend(4, sha1, sha256, sha384);
	machine_aggregate(machine, "boot_aggregate");
}

static void counters(struct machine *machine, const char *name)
{
	char text[128];
	int size = snprintf(text, sizeof(text),
		"kexec_segment_size=65536;ima_binary_runtime_size=4096;ima_runtime_measurements_count=%zu;",
		machine->nr - machine->invented);

	machine_buffer(machine, name, text, (size_t)size);
}

static size_t digest_line(char *text, const char *name)
{
	char hex[65];

	return (size_t)sprintf(text, " sha256:%s %zu", content_hex(name, hex),
			       strlen("content of ") + strlen(name));
}

/* With a signature behind it, what goes into the image is what is before. */
static size_t part_line(char *text, const char *name)
{
	const char *plus = strchr(name, '+');
	char payload[64];
	size_t size;

	if (!plus)
		return digest_line(text, name);
	snprintf(payload, sizeof(payload), "%.*s", (int)(plus - name), name);
	size = digest_line(text, payload);
	size += (size_t)sprintf(text + size, " signed");
	return size + digest_line(text + size, name);
}

void machine_manifest(struct machine *machine, const char *image,
		      const char *kernel, const char *const *parts,
		      const char *cmdline)
{
	char text[3500], hex[65];
	uint8_t digest[32];
	size_t size, i;

	size = (size_t)sprintf(text,
		"kexec_file_load2 %u\nseq %u\nimage %s\nflags 0x%x\nkernel",
		machine->version, ++machine->seq, image,
		*image == 'c' ? 2 : 0);
	size += digest_line(text + size, kernel);
	for (i = 0; parts[i]; i++) {
		const char *name = strchr(parts[i], '=') + 1;
		int label = (int)(name - 1 - parts[i]);

		size += (size_t)sprintf(text + size, "\ninitrd %zu %.*s", i,
					label ? label : 1,
					label ? parts[i] : "-");
		size += part_line(text + size, name);
	}
	hash("sha256", cmdline, strlen(cmdline), digest);
	for (i = 0; i < 32; i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
	size += (size_t)sprintf(text + size, "\ncmdline sha256:%s %zu\n", hex,
				strlen(cmdline));
	hash("sha256", text, size, machine->manifest);
	machine->loading = machine->seq;
	machine->loads_crash = *image == 'c';
	machine_buffer(machine, "kexec-manifest", text, size);
}

static size_t manifest_line(char *text, const uint8_t manifest[32])
{
	size_t size = (size_t)sprintf(text, "manifest sha256:"), i;

	for (i = 0; i < 32; i++)
		size += (size_t)sprintf(text + size, "%02x", manifest[i]);
	text[size++] = '\n';
	return size;
}

void machine_commit(struct machine *machine)
{
	char text[256];
	size_t size;

	size = (size_t)sprintf(text, "kexec_file_load2 %u\nseq %u\n",
			       machine->version, machine->loading);
	size += manifest_line(text + size, machine->manifest);
	machine_buffer(machine, "kexec-commit", text, size);
	if (machine->loads_crash)
		return;
	machine->image = machine->loading;
	machine->has_manifest = true;
	memcpy(machine->image_manifest, machine->manifest, 32);
}

void machine_gone(struct machine *machine, const char *record,
		  const char *image)
{
	char text[128];
	int size = snprintf(text, sizeof(text),
			    "kexec_file_load2 %u\nseq %u\nimage %s\n",
			    machine->version, ++machine->seq, image);

	machine_buffer(machine, record, text, (size_t)size);
	if (*image == 'c')
		return;
	machine->has_manifest = false;
	machine->image = strcmp(record, "kexec-load") ? 0 : machine->seq;
}

void machine_load(struct machine *machine, const char *kernel,
		  const char *const *parts, const char *cmdline)
{
	uint8_t digest[32];
	char path[128];
	size_t i;

	content(kernel, digest);
	machine_file(machine, "/boot/vmlinuz", digest);
	for (i = 0; parts[i]; i++) {
		content(strchr(parts[i], '=') + 1, digest);
		snprintf(path, sizeof(path), "/boot/%s", parts[i]);
		machine_file(machine, path, digest);
	}
	if (*cmdline)
		machine_buffer(machine, "kexec-cmdline", cmdline,
			       strlen(cmdline));
	machine_manifest(machine, "default", kernel, parts, cmdline);
	machine_commit(machine);
	if (machine->counters)
		counters(machine, "kexec_load");
}

void machine_count(struct machine *machine)
{
	counters(machine, "kexec_execute");
}

void machine_executes(struct machine *machine, unsigned int seq,
		      const uint8_t *manifest)
{
	char text[256];
	size_t size = (size_t)sprintf(text, "kexec_file_load2 2\nseq %u\n",
				      seq);

	if (manifest)
		size += manifest_line(text + size, manifest);
	machine_buffer(machine, "kexec-execute", text, size);
}

/* Which of the two comes first is not said. */
void machine_execute(struct machine *machine)
{
	bool counts_first = machine->nr & 1;

	if (machine->counters && counts_first)
		machine_count(machine);
	if (machine->version > 1)
		machine_executes(machine, machine->image ? machine->image :
				 ++machine->seq, machine->has_manifest ?
				 machine->image_manifest : NULL);
	if (machine->counters && !counts_first)
		machine_count(machine);
}

void machine_kexec(struct machine *machine)
{
	machine_execute(machine);
	machine_aggregate(machine, "boot_aggregate");
}

uint8_t *machine_list(const struct machine *machine, size_t *size,
		      size_t *starts)
{
	uint8_t *list = malloc(MACHINE_ENTRIES * (4096 + 128)), *p = list;
	size_t i;

	ck_assert_ptr_nonnull(list);
	for (i = 0; i < machine->nr; i++) {
		const struct machine_entry *entry = &machine->entries[i];
		size_t name = strlen(entry->template);

		if (starts)
			starts[i] = (size_t)(p - list);
		le32(p, entry->pcr);
		memcpy(p + 4, entry->logged, 20);
		le32(p + 24, name);
		memcpy(p + 28, entry->template, name);
		p += 28 + name;
		if (strcmp(entry->template, "ima")) {
			le32(p, entry->size);
			memcpy(p + 4, entry->data, entry->size);
			p += 4 + entry->size;
		} else {
			/* In the list the name has its length, not 256 bytes. */
			const char *file = (const char *)entry->data + 20;
			size_t length = strnlen(file, 255);

			memcpy(p, entry->data, 20);
			le32(p + 20, length);
			memcpy(p + 24, file, length);
			p += 24 + length;
		}
	}
	*size = (size_t)(p - list);
	return list;
}
