// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2-attest verify */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attest.h"
#include "batch.h"
#include "evidence/running.h"
#include "report.h"
#include "request.h"
#include "state.h"
#include "shared/files.h"
#include "shared/records-state.h"

/* A million references take less than that. */
#define FILE_MAX	((size_t)512 << 20)

/* In the order of their names in the help. */
enum verdict_format { NO_FORMAT, TEXT, JSON, EAR };

struct run {
	/* Words of the command line; not copied. */
	struct option_values logs;
	struct option_values known;
	struct option_values rules;
	struct option_values pcrs;
	struct option_values starts;
	struct option_values events;
	const char *evidence;
	const char *quote;
	const char *signature;
	const char *key;
	const char *nonce;
	const char *known_key;
	const char *reset_count;
	const char *state_in;
	const char *state_out;
	const char *log_from;
	bool json;
	enum verdict_format format;
	const char *sign_key;
	bool batch;
	const char *workers;
	bool progress;
	unsigned int nr_workers;

	struct known known_files;
	struct rules strictness;
	struct ear ear;
	struct job job;
	/* On failure: the file, or the value of @option. */
	const char *option;
	const char *what;
};

static int take_tpm(const struct option_row *row, void *to, const char *value)
{
	(void)value;
	return take_each(row, to, TPM_DIR);
}

#define AT(field)	offsetof(struct run, field)

static const struct option_row rows[] = {
	{ "known", 0, "=FILE", take_each, AT(known),
	  "what may be booted: output of sha256sum, or\n"
	  "kexec2-known(5)" },
	{ "known-key", 0, "=FILE", take_once, AT(known_key),
	  "an Ed25519 key in PEM, which has to have signed each\n"
	  "known file: its signature is in FILE.sig" },
	{ "log", 0, "=FILE", take_each, AT(logs),
	  "a list, binary, ASCII or CEL-JSON, or the directory of an\n"
	  "archive; \"-\" is stdin.  Several are joined in this order.\n"
	  "The default is the list of the running system" },
	{ "pcr", 0, "=[ALGO,]FILE", take_each, AT(pcrs),
	  "values of PCRs: of tpm2_pcrread, tpm2_quote --pcr, lines\n"
	  "\"PCR-10: HEX\", or a directory with pcr-sha256/10" },
	{ "pcr-from-tpm", 0, NULL, take_tpm, AT(pcrs),
	  "those of this machine's TPM" },
	{ "evidence", 0, "=FILE", take_once, AT(evidence),
	  "what kexec2-attest evidence has written: a quote and a\n"
	  "list; takes --ak" },
	{ "quote", 0, "=FILE", take_once, AT(quote),
	  "a quote, as tpm2_quote --message writes it" },
	{ "signature", 0, "=FILE", take_once, AT(signature),
	  "its signature, of tpm2_quote --signature" },
	{ "ak", 0, "=FILE", take_once, AT(key),
	  "the key, TPM2B_PUBLIC or PEM" },
	{ "nonce", 0, "=HEX", take_once, AT(nonce),
	  "what tpm2_quote was given as --qualification" },
	{ "reset-count", 0, "=N[,RESTARTS]", take_once, AT(reset_count),
	  "how often the TPM was reset, and restarted since, if that\n"
	  "is not 0, as the quote has to say" },
	{ "event-log", 0, "=FILE", take_each, AT(events),
	  "what the firmware has extended, then systemd, boot by boot" },
	{ "start", 0, "=[ALGO:]PCR=HEX", take_each, AT(starts),
	  "what a PCR held before the first entry" },
	{ "rules", 0, "=FILE", take_each, AT(rules),
	  "how strict to be, kexec2-known(5)" },
	{ "state-out", 0, "=FILE", take_once, AT(state_out),
	  "write what is needed to go on when the list has grown" },
	{ "state-in", 0, "=FILE", take_once, AT(state_in),
	  "go on from there: the list begins with what is new" },
	{ "log-from", 0, "=N", take_once, AT(log_from),
	  "with --state-in: the list begins behind N entries" },
	{ "json", 0, NULL, take_json, AT(json), "print JSON" },
	{ "format", 0, "=text|json|ear", take_choice, AT(format),
	  "what to print.  ear is an attestation result, a signed\n"
	  "token of draft-ietf-rats-ear" },
	{ "sign-key", 0, "=FILE", take_once, AT(sign_key),
	  "the private key of --format=ear, in PEM: P-256 or Ed25519" },
	{ "batch", 0, NULL, take_flag, AT(batch),
	  "judge many: a job in JSON on each line of stdin, a\n"
	  "verdict in JSON for each on stdout" },
	{ "workers", 0, "=N", take_once, AT(workers),
	  "threads of --batch; the default is one for each processor" },
	{ "progress", 0, NULL, take_flag, AT(progress),
	  "have --batch tell on stderr how far it is, once a second" },
	{ 0 }
};

static int read_file(struct run *run, const char *path, struct bytes *file)
{
	struct content content;
	int err;

	run->what = path;
	err = read_content(open(path, O_RDONLY | O_CLOEXEC), FILE_MAX, &content,
			   &run->job.reason);
	*file = (struct bytes){ (const uint8_t *)content.data, content.size };
	return err;
}

/* Has the key signed the file? */
static int check_signed(struct run *run, const char *path, struct bytes file)
{
	struct bytes pem = { NULL, 0 }, signature = { NULL, 0 };
	struct reason *reason = &run->job.reason;
	char *name;
	int err;

	if (!run->known_key)
		return 0;
	err = read_file(run, run->known_key, &pem);
	if (err)
		return err;
	name = xasprintf("%s.sig", path);
	if (read_file(run, name, &signature))
		err = because(reason, -ENOENT,
			      "its signature, %.200s, cannot be read", name);
	run->what = path;
	free(name);
	err = err ?: signature_check(pem, signature, file);
	if (err == -EINVAL)
		run->what = run->known_key;
	if (err == -EINVAL || err == -EKEYREJECTED)
		because(reason, err, "%s", err == -EINVAL ?
			"no public Ed25519 key in PEM" :
			"its signature is not of this file, or by another key");
	free((void *)pem.data);
	free((void *)signature.data);
	return err;
}

static int read_known(struct run *run, const char *path)
{
	struct bytes file;
	int err = read_file(run, path, &file) ?:
		  check_signed(run, path, file) ?:
		  known_parse(&run->known_files, file, &run->job.reason);

	if (!err && run->sign_key)
		ear_policy(&run->ear, file);
	free((void *)file.data);
	return err;
}

/* Compositions that are required have to be known. */
static int read_rules(struct run *run, const char *path)
{
	struct rules *rules = &run->strictness;
	struct bytes file;
	size_t i;
	int err = read_file(run, path, &file) ?:
		  rules_parse(rules, file, &run->job.reason);

	if (!err && run->sign_key)
		ear_policy(&run->ear, file);
	free((void *)file.data);
	for (i = 0; i < rules->nr_compositions && !err; i++)
		if (!known_composition(&run->known_files,
				       rules->compositions[i]))
			err = because(&run->job.reason, -EINVAL,
				      "unknown composition \"%s\"",
				      rules->compositions[i]);
	return err;
}

static int read_sign_key(struct run *run)
{
	struct bytes pem = { NULL, 0 };
	int err;

	if (!run->sign_key)
		return 0;
	err = read_file(run, run->sign_key, &pem) ?:
	      ear_key(&run->ear, pem, &run->job.reason);
	free((void *)pem.data);
	return err;
}

static int read_nonce(struct run *run)
{
	int err;

	if (!run->nonce)
		return 0;
	run->option = "--nonce=";
	run->what = run->nonce;
	err = job_nonce(&run->job, run->nonce);
	if (!err)
		run->option = "";
	return err;
}

static int read_quote(struct run *run)
{
	struct quote_files files = { .message = { NULL, 0 } };
	int err;

	if (!run->quote)
		return 0;
	err = read_file(run, run->quote, &files.message) ?:
	      read_file(run, run->signature, &files.signature) ?:
	      read_file(run, run->key, &files.key) ?: read_nonce(run);
	if (!err) {
		const char *const paths[] = {
			[QUOTE_MESSAGE] = run->quote,
			[QUOTE_SIGNATURE] = run->signature,
			[QUOTE_KEY] = run->key,
		};

		err = job_quote(&run->job, &files);
		run->what = paths[run->job.input.evidence.quote.wrong];
	}
	free((void *)files.message.data);
	free((void *)files.signature.data);
	free((void *)files.key.data);
	return err;
}

/* [ALGO,]FILE, as evmctl takes it */
static int read_pcrs(struct run *run, const char *option)
{
	struct bytes rest = bytes_of(option), algo;
	int bank = bytes_cut(&rest, ',', &algo) ? bank_by_name(algo) : -1, err;
	const char *path = bank < 0 ? option : (const char *)rest.data;
	struct bytes file;
	struct stat st;

	run->what = path;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return pcr_read_dir(&run->job.input.evidence.values, path,
				    &run->job.reason);
	if (!strcmp(path, TPM_DIR))
		return because(&run->job.reason, -ENOENT,
			       "there is no TPM, or no driver for it");
	err = read_file(run, path, &file);
	err = err ?: job_pcrs(&run->job, file, bank);
	free((void *)file.data);
	return err;
}

static int read_events(struct run *run, const char *path)
{
	struct bytes file;
	int err = read_file(run, path, &file) ?:
		  events_add(&run->job.input.evidence.events, file,
			     &run->job.reason);

	free((void *)file.data);
	return err;
}

static int read_start(struct run *run, const char *option)
{
	run->option = "--start=";
	run->what = option;
	return job_start(&run->job, option);
}

/* With evidence, which may tell where its list begins, it goes along. */
static int read_state(struct run *run, struct json_object *line)
{
	struct json_object *state;
	uint64_t from = SIZE_MAX;
	struct bytes file;
	int err;

	if (!run->state_in)
		return 0;
	run->option = "--log-from=";
	run->what = run->log_from;
	if (run->log_from && !words_number(bytes_of(run->log_from), &from))
		return because(&run->job.reason, -EINVAL,
			       "expected the number of entries before the list");
	run->option = "";
	err = read_file(run, run->state_in, &file);
	if (err)
		return err;
	state = json_tokener_parse((const char *)file.data);
	free((void *)file.data);
	if (!json_object_is_type(state, json_type_object)) {
		json_object_put(state);
		return because(&run->job.reason, -EINVAL,
			       "not a state, which is JSON");
	}
	json_add(line, "state", state);
	if (run->log_from)
		json_add_size(line, "list_from", from);
	return run->evidence ? 0 : state_read(&run->job, state, from);
}

/* By the reader of batches, whose reasons name the file. */
static int read_evidence(struct run *run, struct json_object *line)
{
	struct request request = { .job = run->job, .line = line };
	const char *const members[][2] = {
		{ "evidence", run->evidence }, { "ak", run->key },
		{ "nonce", run->nonce },
	};
	size_t i;
	int err;

	if (!run->evidence)
		return 0;
	run->option = run->what = NULL;
	for (i = 0; i < ARRAY_SIZE(members); i++)
		if (members[i][1])
			json_add(line, members[i][0],
				 json_object_new_string(members[i][1]));
	err = request_take(&request);
	run->job = request.job;
	return err;
}

/* What goes on from a state, and evidence. */
static int read_job(struct run *run)
{
	struct json_object *line = json_new();
	int err = read_state(run, line) ?: read_evidence(run, line);

	json_object_put(line);
	return err;
}

static int each(struct run *run, const struct option_values *values,
		int (*take)(struct run *run, const char *value))
{
	size_t i;
	int err = 0;

	for (i = 0; i < values->count && !err; i++)
		err = take(run, values->values[i]);
	return err;
}

static int read_input(struct run *run)
{
	run->known_files.clock = time;
	return read_sign_key(run) ?:
	       each(run, &run->known, read_known) ?:
	       known_finish(&run->known_files, &run->job.reason) ?:
	       each(run, &run->rules, read_rules) ?:
	       read_quote(run) ?:
	       each(run, &run->pcrs, read_pcrs) ?:
	       each(run, &run->events, read_events) ?:
	       each(run, &run->starts, read_start) ?:
	       read_job(run);
}

/* What is judged is in the jobs. */
static bool check_batch(struct run *run)
{
	uint64_t workers = 0;

	if (!run->batch) {
		if (run->workers || run->progress)
			complain("--workers and --progress need --batch");
		return !run->workers && !run->progress;
	}
	if (run->logs.count || run->pcrs.count || run->starts.count ||
	    run->events.count ||
	    run->quote || run->signature || run->key || run->nonce ||
	    run->evidence || run->state_in || run->state_out) {
		complain("with --batch, the jobs on stdin have the lists, quotes, PCRs and states");
		return false;
	}
	if (run->workers && (!words_number(bytes_of(run->workers), &workers) ||
			     !workers || workers > BATCH_WORKERS_MAX)) {
		complain("invalid value \"%s\" for --workers, expected 1 to %d",
			 run->workers, BATCH_WORKERS_MAX);
		return false;
	}
	run->nr_workers = (unsigned int)workers;
	return true;
}

static bool check_format(struct run *run)
{
	if (run->json && run->format) {
		complain("--json and --format cannot be combined");
		return false;
	}
	if (run->json)
		run->format = JSON;
	if (run->batch && run->format == TEXT) {
		complain("--batch answers in JSON; --format=text cannot be combined with it");
		return false;
	}
	if ((run->format == EAR) != (run->sign_key != NULL)) {
		complain("--format=ear and --sign-key=FILE must be given together");
		return false;
	}
	return true;
}

static bool check(struct run *run)
{
	bool quoted = run->quote || run->evidence;

	if (!run->known.count) {
		complain("missing --known=FILE");
		return false;
	}
	if (!check_format(run))
		return false;
	if (!check_batch(run))
		return false;
	if (run->evidence && (run->quote || run->signature || run->pcrs.count ||
			      run->logs.count || !run->key)) {
		complain("--evidence takes --ak, and has the quote, the PCRs and the list in it");
		return false;
	}
	if (!run->evidence &&
	    (!run->quote != !run->signature || !run->quote != !run->key)) {
		complain("--quote, --signature and --ak must be given together");
		return false;
	}
	if (run->reset_count &&
	    (!quoted || !rules_count(&run->strictness, run->reset_count))) {
		complain("--reset-count takes N or N,RESTARTS, and needs --quote");
		return false;
	}
	if (run->nonce && !quoted) {
		complain("--nonce needs --quote");
		return false;
	}
	if (run->log_from && !run->state_in) {
		complain("--log-from needs --state-in");
		return false;
	}
	if (!run->logs.count)
		take_each(NULL, &run->logs, LIST_FILE);
	return true;
}

static int verify(struct run *run)
{
	const struct option_values *paths = &run->logs;
	int err = run->evidence ? 0 :
		  list_extend(&run->job.list, paths->values, paths->count,
			      &run->job.reason);

	run->option = "";
	run->what = run->job.list.path;
	return err ?: job_judge(&run->job);
}

static int report(const struct run *run)
{
	struct json_object *root = json_new(), *token;

	if (run->format == EAR) {
		add_ear(root, &run->ear, &run->job, NULL);
		json_object_object_get_ex(root, "ear", &token);
		puts(json_object_get_string(token));
		json_object_put(root);
	} else if (run->format == JSON) {
		add_verdict(root, &run->job.verdict);
		print_json(root);
	} else {
		print_verdict(&run->job.verdict);
		json_object_put(root);
	}
	if (run->state_out && !state_write(&run->job, run->state_out))
		return EXIT_USAGE;
	/* A verdict that was not printed must not count. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write output (%s)", strerror(errno));
		clearerr(stdout);
		return EXIT_USAGE;
	}
	return run->job.verdict.accepted ? EXIT_OK : EXIT_FAILED;
}

static int judge_batch(const struct run *run)
{
	const struct batch_options options = {
		.known = &run->known_files, .rules = &run->strictness,
		.ear = run->format == EAR ? &run->ear : NULL,
		.workers = run->nr_workers, .progress = run->progress,
	};

	return run_batch(&options);
}

static int run_verify(void *data, char **operands)
{
	struct run *run = data;

	(void)operands;
	no_memory_status = EXIT_USAGE;
	run->option = "";
	run->strictness = RULES_INIT;
	run->job.input.known = &run->known_files;
	run->job.input.rules = &run->strictness;
	/* tss2-mu shall not print what is told in a reason. */
	setenv("TSS2_LOG", "all+none", 0);
	if (!check(run))
		return usage_error(&command_verify);
	if (!read_input(run)) {
		if (run->batch)
			return judge_batch(run);
		if (!verify(run))
			return report(run);
	}
	complain("%s%s%s%s", run->option ?: "", run->what ?: "",
		 run->what ? ": " : "", run->job.reason.text);
	return EXIT_USAGE;
}

static void clean(void *data)
{
	struct run *run = data;

	known_free(&run->known_files);
	rules_free(&run->strictness);
	job_free(&run->job);
	ear_free(&run->ear);
	free(run->known.values);
	free(run->logs.values);
	free(run->pcrs.values);
	free(run->starts.values);
	free(run->events.values);
	free(run->rules.values);
}

const struct command command_verify = {
	.name = "verify",
	.summary = "judge a measurement list: was what was booted allowed?",
	.usage =
"--known=FILE... [--log=FILE]... [--pcr=FILE]...\n"
"           [--pcr-from-tpm] [--quote=FILE --signature=FILE --ak=FILE\n"
"           [--nonce=HEX] [--reset-count=N]] [--start=PCR=HEX]...\n"
"           [--rules=FILE]... [--known-key=FILE]\n"
"           [--state-in=FILE [--log-from=N]] [--state-out=FILE]\n"
"           [--json | --format=FORMAT [--sign-key=FILE]]\n"
"--evidence=FILE --ak=FILE [--nonce=HEX]\n"
"           --known=FILE... [OPTION]...\n"
"--batch --known=FILE... [--rules=FILE]...\n"
"           [--format=ear --sign-key=FILE] [--workers=N] [--progress]",
	.about =
"Replay IMA's measurement list, compare it with the PCRs of a TPM, and judge\n"
"each kexec in it by the kernel's records: the kernel, the initrds in their\n"
"order, and the command line.  See kexec2-verify(8).\n",
	.groups = { { NULL, rows, 0 } },
	.more =
"Exit status: 0 accepted, 1 refused, 2 something cannot be used.\n",
	.size = sizeof(struct run),
	.run = run_verify,
	.clean = clean,
};
