// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2-attest evidence */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attest.h"
#include "base64.h"
#include "boot.h"
#include "convert.h"
#include "evidence/quote.h"
#include "evidence/running.h"
#include "evidence/tpm.h"
#include "request.h"

/* What boot_aggregate is of, IMA's PCR and those that its rules may name. */
#define DEFAULT_PCRS	"sha256:0-15"

/* Where there are logs of what others than IMA extend. */
static const char *const event_logs[] = {
	"/sys/kernel/security/tpm0/binary_bios_measurements",
	"/run/log/systemd/tpm2-measure.log",
};

struct run {
	const char *nonce;
	const char *output;
	const char *key;
	const char *auth;
	const char *tcti;
	const char *pcrs;
	const char *list;
	const char *archive;
	const char *from;
	struct option_values events;

	uint64_t nr_known;
	uint8_t nonce_bytes[64];
	struct content auth_file;
	struct tpm_question question;
	struct tpm_answer answer;
	struct json_object *root;
	const char *what;		/* what a reason is about */
	struct reason reason;
};

#define AT(field)	offsetof(struct run, field)

static const struct option_row rows[] = {
	{ "nonce", 0, "=HEX", take_value, AT(nonce),
	  "what the verifier has chosen, so that the quote is new" },
	{ "output", 'o', "=FILE", take_value, AT(output),
	  "write there; \"-\" is stdout" },
	{ "ak", 0, "=HANDLE|FILE", take_value, AT(key),
	  "the key that signs: a persistent handle, as 0x81010002,\n"
	  "or a file of tpm2_createak or tpm2_evictcontrol" },
	{ "ak-auth", 0, "=FILE", take_value, AT(auth),
	  "what the key takes as authorization value: the bytes of\n"
	  "the file, without a newline at its end" },
	{ "tcti", 0, "=NAME[:CONFIG]", take_value, AT(tcti),
	  "how to reach the TPM, as tpm2-tools take it; the default\n"
	  "is $TPM2TOOLS_TCTI, or what is found" },
	{ "pcrs", 0, "=ALGO:LIST", take_value, AT(pcrs),
	  "PCRs to be quoted, the default is " DEFAULT_PCRS },
	{ "log", 0, "=FILE", take_value, AT(list),
	  "the measurement list, if not that of the system" },
	{ "archive", 0, "=DIR", take_value, AT(archive),
	  "what kexec2-attest archive has kept comes before it" },
	{ "log-from", 0, "=N", take_value, AT(from),
	  "leave out the first N entries, which a state knows" },
	{ "event-log", 0, "=FILE", take_each, AT(events),
	  "event logs of the firmware and of systemd, likewise" },
	{ 0 }
};

/* "0", or "0-15" */
static bool take_range(struct bytes *list, uint32_t *pcrs)
{
	uint64_t first, last, pcr;

	if (!words_take_number(list, 10, &first))
		return false;
	last = first;
	if (bytes_prefix(list, "-") && !words_take_number(list, 10, &last))
		return false;
	for (pcr = first; pcr <= last && last < 24; pcr++)
		*pcrs |= 1U << pcr;
	return first <= last && last < 24;
}

/* "sha256:0-15+sha384:0,2,4" */
static bool parse_pcrs(struct bytes text, uint32_t pcrs[NR_BANKS])
{
	struct bytes name;
	int bank;

	do {
		bank = bytes_cut(&text, ':', &name) ? bank_by_name(name) : -1;
		if (bank < 0)
			return false;
		do {
			if (!take_range(&text, &pcrs[bank]))
				return false;
		} while (bytes_prefix(&text, ","));
	} while (bytes_prefix(&text, "+"));
	return !text.size;
}

static bool check(struct run *run)
{
	size_t size;

	if (!run->nonce || !run->output || !run->key) {
		complain("missing %s", !run->nonce ? "--nonce=HEX" :
			 !run->output ? "--output=FILE" : "--ak=HANDLE|FILE");
		return false;
	}
	if (!words_hex(bytes_of(run->nonce), run->nonce_bytes,
		       sizeof(run->nonce_bytes), &size)) {
		complain("--nonce=%s: expected 1 to %zu bytes in hex",
			 run->nonce, sizeof(run->nonce_bytes));
		return false;
	}
	run->question.nonce = (struct bytes){ run->nonce_bytes, size };
	if (!parse_pcrs(bytes_of(run->pcrs ?: DEFAULT_PCRS),
			run->question.pcrs)) {
		complain("--pcrs=%s: expected ALGO:LIST, as " DEFAULT_PCRS
			 " or sha1:10+sha256:0,2,4", run->pcrs);
		return false;
	}
	if (run->from && !words_number(bytes_of(run->from), &run->nr_known)) {
		complain("--log-from=%s: expected a number", run->from);
		return false;
	}
	run->question.key = run->key;
	run->question.tcti = run->tcti ?: getenv("TPM2TOOLS_TCTI");
	return true;
}

static struct bytes bytes_in(const struct content *content)
{
	return (struct bytes){ (uint8_t *)content->data, content->size };
}

static struct json_object *value_of(struct bytes bytes)
{
	struct json_object *value = json_new();
	char *text = base64_encode(bytes, false);

	json_add_text(value, "base64", text);
	free(text);
	return value;
}

static void add(struct run *run, const char *key, struct bytes bytes)
{
	json_add(run->root, key, value_of(bytes));
}

/* Would a verifier take it?  It is told at once, not there. */
static int check_quote(struct run *run)
{
	const struct quote_files files = {
		bytes_in(&run->answer.message),
		bytes_in(&run->answer.signature), bytes_in(&run->answer.key),
	};
	struct findings findings = { .nr = 0 };
	struct quote quote;
	int err = quote_check(&files, run->question.nonce, &quote, &findings,
			      &run->reason);

	if (!err && findings.nr)
		err = because(&run->reason, -EINVAL, "%.200s",
			      findings.list[0].text);
	findings_free(&findings);
	return err;
}

/* As tpm2_pcrread(1) prints them. */
static void add_values(struct run *run)
{
	struct bytes text = { NULL, 0 };
	char *data, hex[2 * DIGEST_SIZE_MAX + 1];
	FILE *file = open_memstream(&data, &text.size);
	enum bank bank;
	unsigned int pcr;

	if (!file)
		out_of_memory();
	for (bank = 0; bank < NR_BANKS; bank++) {
		const struct pcr_bank *from = &run->answer.values.banks[bank];

		if (from->known)
			fprintf(file, "%s:\n", bank_types[bank].name);
		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			if (!(from->known & 1U << pcr))
				continue;
			hex_text(hex, from->value[pcr], bank_types[bank].size);
			fprintf(file, "  %u: 0x%s\n", pcr, hex);
		}
	}
	if (fclose(file))
		out_of_memory();
	text.data = (uint8_t *)data;
	add(run, "pcr", text);
	free(data);
}

static int read_auth(struct run *run)
{
	struct content *file = &run->auth_file;
	int err;

	if (!run->auth)
		return 0;
	run->what = run->auth;
	/* Bytes that are too many are told apart from those that fit. */
	err = read_content(open(run->auth, O_RDONLY | O_CLOEXEC),
			   TPM_AUTH_MAX + 2, file, &run->reason);
	if (err)
		return err;
	if (file->size && file->data[file->size - 1] == '\n')
		file->size--;
	run->question.auth = bytes_in(file);
	return file->size && file->size <= TPM_AUTH_MAX ? 0 :
	       because(&run->reason, -EINVAL,
		       "expected 1 to %d bytes of an authorization value",
		       TPM_AUTH_MAX);
}

static int ask_tpm(struct run *run)
{
	int err = read_auth(run);

	if (err)
		return err;
	run->what = run->key;
	/* tpm2-tss shall not print what is told in a reason. */
	setenv("TSS2_LOG", "all+none", 0);
	err = tpm_quote(&run->question, &run->answer, &run->reason) ?:
	      check_quote(run);
	if (err)
		return err;
	add(run, "quote", bytes_in(&run->answer.message));
	add(run, "signature", bytes_in(&run->answer.signature));
	add(run, "ak", bytes_in(&run->answer.key));
	add_values(run);
	return 0;
}

/* systemd extends a PCR and writes the log under a lock. */
static int read_log(struct run *run, const char *path, struct content *log)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	run->what = path;
	if (fd >= 0)
		flock(fd, LOCK_SH);
	return read_content(fd, LIST_PIECE_MAX, log, &run->reason);
}

/* If the firmware has booted since, the archive has nothing of the list. */
static bool is_of_this_boot(struct run *run)
{
	int dir = open(run->archive, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct frame now = { .type = 0 };
	struct content content;
	struct archive archive;
	struct reason ignored;
	bool other = false;

	/* Who reads it next tells what is wrong. */
	if (dir < 0)
		return true;
	if (!boot_read(&now, &ignored) &&
	    !read_content(archive_open(dir), LIST_PIECE_MAX, &content,
			  &ignored)) {
		other = !archive_read(&archive, bytes_in(&content), NULL, NULL,
				      &ignored) && archive.nr &&
			boot_is_other(&archive.last, &now) > 0;
		free(content.data);
	}
	close(dir);
	return !other;
}

/* The list, without entries that are known. */
static int read_list(struct run *run, struct content *log)
{
	const char *paths[] = { run->archive, run->list ?: LIST_FILE };
	bool archived = run->archive && is_of_this_boot(run);
	struct list list = { .skip = run->nr_known };
	FILE *file = open_memstream(&log->data, &log->size);
	int err;

	if (!file)
		out_of_memory();
	err = list_extend(&list, archived ? paths : paths + 1, 1 + archived,
			  &run->reason);
	run->what = list.path;
	if (!err && list.skip)
		err = because(&run->reason, -EINVAL,
			      "there are %" PRIu64 " entries, fewer than --log-from=%" PRIu64 ": if the firmware has booted, send the whole list",
			      run->nr_known - list.skip, run->nr_known);
	err = err ?: convert_list(&list, BINARY, file, &run->reason);
	list_free(&list);
	if (fclose(file))
		out_of_memory();
	return err;
}

static int add_list(struct run *run)
{
	struct content log = { NULL, 0 };
	int err;

	run->what = LIST_FILE;
	err = run->archive || run->from ? read_list(run, &log) :
	      run->list ? read_log(run, run->list, &log) :
			  running_list_read(&log, &run->reason);
	if (!err)
		add(run, "list", bytes_in(&log));
	if (!err && run->from)
		json_add_size(run->root, "list_from", run->nr_known);
	free(log.data);
	return err;
}

/* Those of the system need not be there. */
static int add_events(struct run *run)
{
	size_t i, n = run->events.count ?: ARRAY_SIZE(event_logs);
	const char *const *paths = run->events.count ?
				   run->events.values : event_logs;
	struct json_object *array = json_list();

	json_add(run->root, "event_log", array);
	for (i = 0; i < n; i++) {
		struct content log;
		int err = read_log(run, paths[i], &log);

		if (!err)
			json_append(array, value_of(bytes_in(&log)));
		free(log.data);
		if (err && (err != -ENOENT || run->events.count))
			return err;
	}
	return 0;
}

static int collect(struct run *run)
{
	run->root = json_new();
	json_add_number(run->root, "version", EVIDENCE_VERSION);
	/* Logs come after the quote: what it has signed is in them. */
	return ask_tpm(run) ?: add_list(run) ?: add_events(run);
}

static int write_all(FILE *file, const char *text)
{
	return file && fprintf(file, "%s\n", text) > 0 && !fflush(file) ? 0 :
	       -errno;
}

/* A file is there when it is complete, and only for its owner. */
static int write_file(const char *path, const char *text)
{
	char *name = xasprintf("%s.XXXXXX", path);
	int err, fd = mkostemp(name, O_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	err = write_all(file, text);
	if (!err && fsync(fd))
		err = -errno;
	if (file && fclose(file) && !err)
		err = -errno;
	if (!err && rename(name, path))
		err = -errno;
	if (err && fd >= 0)
		unlink(name);
	free(name);
	return err;
}

/* Devices and pipes are not replaced. */
static int put_out(struct run *run)
{
	const char *text = json_object_to_json_string_ext(run->root,
		JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	struct stat st;
	FILE *file;
	int err;

	if (!text)
		out_of_memory();
	run->what = run->output;
	if (!strcmp(run->output, "-")) {
		run->what = "stdout";
		err = write_all(stdout, text);
		clearerr(stdout);
	} else if (!stat(run->output, &st) && !S_ISREG(st.st_mode)) {
		file = fopen(run->output, "we");
		err = write_all(file, text);
		if (file && fclose(file) && !err)
			err = -errno;
	} else {
		err = write_file(run->output, text);
	}
	return err ? because(&run->reason, err, "cannot be written (%s)",
			     strerror(-err)) : 0;
}

static int run_evidence(void *data, char **operands)
{
	struct run *run = data;

	(void)operands;
	if (!check(run))
		return usage_error(&command_evidence);
	if (!collect(run) && !put_out(run))
		return EXIT_OK;
	complain("%s: %s", run->what, run->reason.text);
	return EXIT_FAILED;
}

static void clean(void *data)
{
	struct run *run = data;

	free(run->answer.message.data);
	free(run->answer.signature.data);
	free(run->answer.key.data);
	if (run->auth_file.data)
		explicit_bzero(run->auth_file.data, run->auth_file.size);
	free(run->auth_file.data);
	json_object_put(run->root);
	free(run->events.values);
}

const struct command command_evidence = {
	.name = "evidence",
	.summary = "have the TPM quote, and put all that a verifier needs into a file",
	.usage =
"--nonce=HEX --ak=HANDLE|FILE --output=FILE\n"
"           [--ak-auth=FILE] [--tcti=NAME[:CONFIG]] [--pcrs=ALGO:LIST]\n"
"           [--log=FILE] [--archive=DIR] [--log-from=N]\n"
"           [--event-log=FILE]...",
	.about =
"Have the TPM of this machine quote its PCRs, then read the measurement list and\n"
"the event logs, and write all of it to one file, for \"kexec2-attest verify\n"
"--evidence\" elsewhere.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(struct run),
	.run = run_evidence,
	.clean = clean,
};
