// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 verify */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attest.h"
#include "evidence/digest.h"
#include "evidence/words.h"
#include "shared/files.h"
#include "shared/json.h"
#include "verify-report.h"

/* A million references take less than that. */
#define FILE_MAX	((size_t)512 << 20)
#define NONCE_MAX	64

#define TPM_DIR "/sys/class/tpm/tpm0"

/* Words of the command line; not copied. */
struct verify_arguments {
	struct option_values logs;
	struct option_values known;
	struct option_values rules;
	struct option_values pcrs;
	struct option_values starts;
	const char *quote;
	const char *signature;
	const char *key;
	const char *nonce;
	bool json;
};

static int take_tpm(const struct option_row *row, void *to, const char *value)
{
	(void)value;
	return take_each(row, to, TPM_DIR);
}

#define AT(field)	offsetof(struct verify_arguments, field)

static const struct option_row rows[] = {
	{ "known", 0, "=FILE", take_each, AT(known),
	  "what may be booted: output of sha256sum, or\n"
	  "kexec2-known(5)" },
	{ "log", 0, "=FILE", take_each, AT(logs),
	  "a list, binary or ASCII; \"-\" is stdin.  Several are\n"
	  "joined in this order.  The default is the list of the\n"
	  "running system" },
	{ "pcr", 0, "=[ALGO,]FILE", take_each, AT(pcrs),
	  "values of PCRs: of tpm2_pcrread, tpm2_quote --pcr, lines\n"
	  "\"PCR-10: HEX\", or a directory with pcr-sha256/10" },
	{ "pcr-from-tpm", 0, NULL, take_tpm, AT(pcrs),
	  "those of this machine's TPM" },
	{ "quote", 0, "=FILE", take_once, AT(quote),
	  "a quote, as tpm2_quote --message writes it" },
	{ "signature", 0, "=FILE", take_once, AT(signature),
	  "its signature, of tpm2_quote --signature" },
	{ "ak", 0, "=FILE", take_once, AT(key),
	  "the key, TPM2B_PUBLIC or PEM" },
	{ "nonce", 0, "=HEX", take_once, AT(nonce),
	  "what tpm2_quote was given as --qualification" },
	{ "start", 0, "=[ALGO:]PCR=HEX", take_each, AT(starts),
	  "what a PCR held before the first entry" },
	{ "rules", 0, "=FILE", take_each, AT(rules),
	  "how strict to be, kexec2-known(5)" },
	{ "json", 0, NULL, take_json, AT(json), "print JSON" },
	{ 0 }
};

static int run_verify(void *data, char **operands);
static void clean(void *data);

const struct command command_verify = {
	.name = "verify",
	.summary = "judge a measurement list: was what was booted allowed?",
	.usage =
"--known=FILE... [--log=FILE]... [--pcr=FILE]...\n"
"           [--pcr-from-tpm] [--quote=FILE --signature=FILE --ak=FILE\n"
"           [--nonce=HEX]] [--start=PCR=HEX]... [--rules=FILE]... [--json]",
	.about =
"Replay IMA's measurement list, compare it with the PCRs of a TPM, and judge\n"
"each kexec in it by the kernel's records: the kernel, the initrds in their\n"
"order, and the command line.  See kexec2-verify(8).\n",
	.groups = { { NULL, rows, 0 } },
	.more =
"Exit status: 0 accepted, 1 refused, 2 something cannot be used.\n",
	.size = sizeof(struct verify_arguments),
	.run = run_verify,
	.clean = clean,
};

/*
 * Files.  What reads them leaves a reason, and returns a negative errno value.
 */

static int read_file(const char *path, struct content *content,
		     struct reason *reason)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;

	*content = (struct content){ NULL, 0 };
	if (fd < 0)
		return cannot_open(errno, reason);
	err = read_content(fd, FILE_MAX, content);
	close(fd);
	return err ? because(reason, err, "cannot be read (%s)",
			     strerror(-err)) : 0;
}

static int parse_known(struct verify_input *input,
		       const struct content *content, struct reason *reason)
{
	return known_parse(&input->known, content->data, content->size, reason);
}

/* A composition that is required has to be there. */
static int parse_rules(struct verify_input *input,
		       const struct content *content, struct reason *reason)
{
	int err = rules_parse(&input->rules, content->data, content->size,
			      reason);
	size_t i;

	for (i = 0; i < input->rules.nr_compositions && !err; i++) {
		const char *name = input->rules.compositions[i];

		if (!known_composition(&input->known, name))
			err = because(reason, -EINVAL,
				      "unknown composition \"%s\"", name);
	}
	return err;
}

static int read_each(struct verify_input *input,
		     const struct option_values *paths, const char **path,
		     int (*parse)(struct verify_input *input,
				  const struct content *content,
				  struct reason *reason),
		     struct reason *reason)
{
	struct content content;
	size_t i;
	int err = 0;

	for (i = 0; i < paths->count && !err; i++) {
		*path = paths->values[i];
		err = read_file(*path, &content, reason);
		if (!err)
			err = parse(input, &content, reason);
		free(content.data);
	}
	return err;
}

static int read_quote(struct verify_input *input,
		      const struct verify_arguments *args, const char **path,
		      struct findings *findings, struct reason *reason)
{
	const char *const paths[] = { args->quote, args->signature, args->key };
	struct content files[3] = { 0 };
	uint8_t nonce[NONCE_MAX];
	size_t i, size = 0;
	int err = 0;

	if (args->nonce) {
		struct words hex = { args->nonce,
				     args->nonce + strlen(args->nonce) };

		*path = args->nonce;
		if (!words_hex(&hex, nonce, sizeof(nonce), &size))
			return because(reason, -EINVAL,
				       "expected 1 to %d bytes in hex",
				       NONCE_MAX);
	}
	for (i = 0; i < 3 && !err; i++) {
		*path = paths[i];
		err = read_file(*path, &files[i], reason);
	}
	if (!err) {
		const struct quote_files quote = {
			files[0].data, files[0].size, files[1].data,
			files[1].size, files[2].data, files[2].size,
		};

		*path = args->quote;
		err = quote_check(&quote, args->nonce ? nonce : NULL, size,
				  &input->quote, findings, reason);
	}
	input->quoted = !err && !findings_refuse(findings);
	if (input->quoted && !args->nonce)
		findings_add(findings, (struct finding){
			.code = FOUND_NONCE_UNCHECKED });
	for (i = 0; i < 3; i++)
		free(files[i].data);
	return err;
}

/*
 * What tpm2_quote --pcrs_format=values writes: nothing but the values of the
 * PCRs that the quote selects.
 */
static int bare_values(struct verify_input *input,
		       const struct content *content, struct reason *reason)
{
	const struct quote *quote = &input->quote;
	const uint8_t *data = (const uint8_t *)content->data;
	size_t i, left = content->size;
	unsigned int pcr;

	for (i = 0; i < quote->nr_banks; i++) {
		size_t size = digest_bank_size(quote->banks[i].algo);

		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			int err;

			if (!(quote->banks[i].pcrs & 1U << pcr))
				continue;
			if (left < size)
				return -EINVAL;
			err = pcr_set(&input->values, quote->banks[i].algo,
				      pcr, data, reason);
			if (err)
				return err;
			data += size;
			left -= size;
		}
	}
	return left ? -EINVAL : 0;
}

static size_t bare_size(const struct quote *quote)
{
	size_t i, size = 0;

	for (i = 0; i < quote->nr_banks; i++)
		size += digest_bank_size(quote->banks[i].algo) *
			(size_t)__builtin_popcount(quote->banks[i].pcrs);
	return size;
}

/* "sha256,FILE" as evmctl takes it; the algorithm, or NULL. */
static const char *pcr_option(const char *option, char algo[16],
			      const char **path)
{
	size_t size = strcspn(option, ",");

	*path = option;
	if (!option[size] || size >= 16)
		return NULL;
	*stpncpy(algo, option, size) = '\0';
	if (!digest_bank_size(algo))
		return NULL;
	*path = option + size + 1;
	return algo;
}

static int read_pcrs(struct verify_input *input, const char *option,
		     const char **path, struct reason *reason)
{
	struct content content;
	char algo[16];
	const char *hint = pcr_option(option, algo, path);
	struct stat st;
	int err;

	if (stat(*path, &st) == 0 && S_ISDIR(st.st_mode))
		return pcr_read_dir(&input->values, *path, reason);
	if (!strcmp(*path, TPM_DIR))
		return because(reason, -ENOENT,
			       "there is no TPM, or no driver for it");
	err = read_file(*path, &content, reason);
	/* Text is at least twice as long as the values are. */
	if (!err && input->quoted && content.size &&
	    content.size == bare_size(&input->quote))
		err = bare_values(input, &content, reason);
	else if (!err)
		err = pcr_parse(&input->values, content.data, content.size,
				hint, reason);
	free(content.data);
	return err;
}

/* [ALGO:]PCR=HEX */
static int read_start(struct verify_input *input, const char *option,
		      struct reason *reason)
{
	const char *equals = strchrnul(option, '=');
	const char *colon = memchr(option, ':', (size_t)(equals - option));
	struct words number = { colon ? colon + 1 : option, equals };
	struct words hex = { equals + (*equals == '='),
			     option + strlen(option) };
	uint8_t value[LIST_DIGEST_MAX];
	char algo[16] = "";
	uint64_t pcr;
	size_t size;

	if ((colon && (size_t)(colon - option) >= sizeof(algo)) ||
	    !words_number(&number, &pcr) || pcr >= TPM_PCRS ||
	    !words_hex(&hex, value, sizeof(value), &size))
		goto malformed;
	if (colon)
		memcpy(algo, option, (size_t)(colon - option));
	else
		strcpy(algo, size == 20 ? "sha1" : size == 32 ? "sha256" :
		       size == 48 ? "sha384" : "sha512");
	if (digest_bank_size(algo) == size)
		return pcr_set(&input->start, algo, (unsigned int)pcr, value,
			       reason);
malformed:
	return because(reason, -EINVAL, "expected [ALGO:]PCR=HEX");
}

/* @what: what cannot be used, on failure: a file, or the value of an option. */
static int read_input(struct verify_input *input,
		      const struct verify_arguments *args, const char **what,
		      struct findings *findings, struct reason *reason)
{
	int err = read_each(input, &args->known, what, parse_known, reason);
	size_t i;

	if (!err)
		err = known_finish(&input->known, reason);
	if (!err)
		err = read_each(input, &args->rules, what, parse_rules, reason);
	if (!err && args->quote)
		err = read_quote(input, args, what, findings, reason);
	for (i = 0; i < args->pcrs.count && !err; i++)
		err = read_pcrs(input, args->pcrs.values[i], what, reason);
	for (i = 0; i < args->starts.count && !err; i++) {
		*what = args->starts.values[i];
		err = read_start(input, *what, reason);
	}
	return err;
}

static bool check(struct verify_arguments *args)
{
	if (!args->known.count) {
		complain("missing --known=FILE");
		return false;
	}
	if (!args->quote != !args->signature || !args->quote != !args->key) {
		complain("--quote, --signature and --ak must be given together");
		return false;
	}
	if (args->nonce && !args->quote) {
		complain("--nonce needs --quote");
		return false;
	}
	if (!args->logs.count)
		take_each(NULL, &args->logs, LIST_FILE);
	return true;
}

static int verify(const struct verify_arguments *args,
		  const struct verify_input *input, struct verdict *verdict)
{
	const struct verify_options options = {
		.known = &input->known, .rules = &input->rules,
		.evidence = {
			.values = findings_refuse(&verdict->findings) ? NULL :
				  &input->values,
			.start = &input->start,
			.quote = input->quoted ? &input->quote : NULL,
		},
	};
	const char *path = args->logs.values[0];
	struct reason reason;
	struct list *list;
	int err = list_open(&list, args->logs.values, args->logs.count,
			    &reason);

	if (!err) {
		err = verify_list(list, &options, verdict, &reason);
		path = list_path(list);
	}
	if (err)
		complain("%s: %s", path, reason.text);
	list_close(list);
	return err;
}

static int report(const struct verify_arguments *args,
		  const struct verify_input *input,
		  const struct verdict *verdict)
{
	if (!args->json)
		verify_text(verdict, input);
	else if (print_json(verify_json(verdict, input)) != EXIT_OK)
		return EXIT_USAGE;
	/* A verdict that nobody has read is none. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write output (%s)", strerror(errno));
		clearerr(stdout);
		return EXIT_USAGE;
	}
	return verdict->accepted ? EXIT_OK : EXIT_FAILED;
}

/* What is before a value in messages. */
static const char *option_of(const struct verify_arguments *args,
			     const char *value)
{
	size_t i;

	for (i = 0; i < args->starts.count; i++)
		if (value == args->starts.values[i])
			return "--start=";
	return value == args->nonce ? "--nonce=" : "";
}

static int run_verify(void *data, char **operands)
{
	const struct verify_arguments *args = data;
	struct verify_input input = { .rules = RULES_INIT };
	struct verdict verdict = { 0 };
	int status = EXIT_USAGE;
	const char *what = NULL;
	struct reason reason;

	(void)operands;
	/* What tss2-mu finds wrong is told here, in other words. */
	setenv("TSS2_LOG", "all+none", 0);
	if (!check(data))
		return usage_error(&command_verify);
	if (read_input(&input, args, &what, &verdict.findings, &reason))
		complain("%s%s: %s", option_of(args, what), what, reason.text);
	else if (!verify(args, &input, &verdict))
		status = report(args, &input, &verdict);
	known_free(&input.known);
	rules_free(&input.rules);
	verdict_free(&verdict);
	return status;
}

static void clean(void *data)
{
	struct verify_arguments *args = data;

	free(args->known.values);
	free(args->logs.values);
	free(args->pcrs.values);
	free(args->starts.values);
	free(args->rules.values);
}
