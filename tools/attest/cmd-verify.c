// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 verify */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "attest.h"
#include "verify-report.h"

#define DEFAULT_LOG "/sys/kernel/security/ima/binary_runtime_measurements"
#define TPM_DIR "/sys/class/tpm/tpm0"

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
"Replay IMA's measurement list, compare it with the PCRs of a TPM, and judge each\n"
"kexec that it tells of: the kernel, the parts of the initramfs in their order\n"
"and the command line, as the kernel recorded them.  See kexec2-verify(8).\n",
	.groups = { { NULL, rows, 0 } },
	.more =
"Exit status: 0 accepted, 1 refused, 2 something cannot be used.\n",
	.size = sizeof(struct verify_arguments),
	.run = run_verify,
	.clean = clean,
};

static bool check(struct verify_arguments *args)
{
	if (!args->known.count) {
		complain("verify needs --known, what may be booted");
		return false;
	}
	if (!args->quote != !args->signature || !args->quote != !args->key) {
		complain("--quote, --signature and --ak belong together");
		return false;
	}
	if (args->nonce && !args->quote) {
		complain("--nonce is for --quote");
		return false;
	}
	if (!args->logs.count)
		take_each(NULL, &args->logs, DEFAULT_LOG);
	return true;
}

static int judge(const struct verify_arguments *args,
		 struct verify_input *input, struct verdict *verdict)
{
	bool failed = findings_refuse(&verdict->findings);
	struct verify_options options = {
		.known = &input->known, .rules = &input->rules,
		.evidence = {
			.values = failed ? NULL : &input->values,
			.start = &input->start,
			.quote = input->quoted ? &input->quote : NULL,
		},
	};
	struct list *list = NULL;
	struct reason reason;
	int err;

	err = list_open(&list, args->logs.values, args->logs.count, &reason);
	if (err) {
		complain("%s: %s", args->logs.values[0], reason.text);
		return EXIT_USAGE;
	}
	err = verify_list(list, &options, verdict, &reason);
	if (err)
		complain("%s: %s", list_path(list), reason.text);
	list_close(list);
	if (err)
		return EXIT_USAGE;
	if (!args->json)
		verify_text(verdict, input);
	else if (print_json(verify_json(verdict, input)) != EXIT_OK)
		return EXIT_USAGE;
	/* A verdict that nobody has read is none. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write the output (%s)", strerror(errno));
		clearerr(stdout);
		return EXIT_USAGE;
	}
	return verdict->accepted ? EXIT_OK : EXIT_FAILED;
}

static int run_verify(void *data, char **operands)
{
	struct verify_arguments *args = data;
	struct verdict verdict = { 0 };
	struct verify_input input;
	int status = EXIT_USAGE;

	(void)operands;
	/* What tss2-mu finds wrong is told here, in other words. */
	setenv("TSS2_LOG", "all+none", 0);
	if (!check(args))
		return usage_error(&command_verify);
	if (verify_input_read(&input, args, &verdict.findings))
		status = judge(args, &input, &verdict);
	verify_input_free(&input);
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
