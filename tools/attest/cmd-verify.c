// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 verify */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "attest.h"
#include "verify-report.h"

#define DEFAULT_LOG "/sys/kernel/security/ima/binary_runtime_measurements"
#define TPM_DIR "/sys/class/tpm/tpm0"

static int run_verify(int argc, char **argv);

const struct command command_verify = {
	.name = "verify",
	.main = run_verify,
	.summary = "judge a measurement list: was what was booted allowed?",
	.help =
"Usage: kexec2 verify --known FILE... [--log FILE]... [--pcr FILE]...\n"
"           [--pcr-from-tpm] [--quote FILE --signature FILE --ak FILE\n"
"           [--nonce HEX]] [--start PCR=HEX]... [--rules FILE]... [--json]\n"
"\n"
"Replay IMA's measurement list, compare it with the PCRs of a TPM, and judge each\n"
"kexec that it tells of: the kernel, the parts of the initramfs in their order\n"
"and the command line, as the kernel recorded them.  See kexec2-verify(8).\n"
"\n"
"      --known FILE      what may be booted: output of sha256sum, or\n"
"                        kexec2-known(5)\n"
"      --log FILE        a list, binary or ASCII; \"-\" is stdin.  Several are\n"
"                        joined in this order.  The default is the list of the\n"
"                        running system\n"
"      --pcr [ALGORITHM,]FILE\n"
"                        values of PCRs: of tpm2_pcrread, tpm2_quote --pcr, lines\n"
"                        \"PCR-10: HEX\", or a directory with pcr-sha256/10\n"
"      --pcr-from-tpm    those of this machine's TPM\n"
"      --quote FILE      a quote, as tpm2_quote --message writes it\n"
"      --signature FILE  its signature, of tpm2_quote --signature\n"
"      --ak FILE         the key, TPM2B_PUBLIC or PEM\n"
"      --nonce HEX       what tpm2_quote was given as --qualification\n"
"      --start [ALGORITHM:]PCR=HEX\n"
"                        what a PCR held before the first entry\n"
"      --rules FILE      how strict to be, kexec2-known(5)\n"
"      --json            print JSON\n"
"  -h, --help            show this help\n"
"\n"
"Exit status: 0 accepted, 1 refused, 2 something cannot be used.\n",
};

enum {
	OPTION_KNOWN = 256, OPTION_LOG, OPTION_PCR, OPTION_TPM, OPTION_QUOTE,
	OPTION_SIGNATURE, OPTION_AK, OPTION_NONCE, OPTION_START, OPTION_RULES,
	OPTION_JSON,
};

static const struct option long_options[] = {
	{ "known",	  required_argument, NULL, OPTION_KNOWN },
	{ "log",	  required_argument, NULL, OPTION_LOG },
	{ "pcr",	  required_argument, NULL, OPTION_PCR },
	{ "pcr-from-tpm", no_argument,	     NULL, OPTION_TPM },
	{ "quote",	  required_argument, NULL, OPTION_QUOTE },
	{ "signature",	  required_argument, NULL, OPTION_SIGNATURE },
	{ "ak",		  required_argument, NULL, OPTION_AK },
	{ "nonce",	  required_argument, NULL, OPTION_NONCE },
	{ "start",	  required_argument, NULL, OPTION_START },
	{ "rules",	  required_argument, NULL, OPTION_RULES },
	{ "json",	  no_argument,	     NULL, OPTION_JSON },
	{ "help",	  no_argument,	     NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

static void push(const char ***array, size_t *nr, const char *value)
{
	*array = xreallocarray(*array, *nr + 1, sizeof(**array));
	(*array)[(*nr)++] = value;
}

/* A second one would replace what somebody meant to be checked. */
static bool once(const char **to, const char *name, const char *value)
{
	if (*to) {
		complain("--%s is given twice", name);
		return false;
	}
	*to = value;
	return true;
}

static bool option(struct verify_arguments *args, int c, const char *value)
{
	switch (c) {
	case OPTION_KNOWN:
		push(&args->known, &args->nr_known, value);
		return true;
	case OPTION_LOG:
		push(&args->logs, &args->nr_logs, value);
		return true;
	case OPTION_PCR:
		push(&args->pcrs, &args->nr_pcrs, value);
		return true;
	case OPTION_TPM:
		push(&args->pcrs, &args->nr_pcrs, TPM_DIR);
		return true;
	case OPTION_START:
		push(&args->starts, &args->nr_starts, value);
		return true;
	case OPTION_RULES:
		push(&args->rules, &args->nr_rules, value);
		return true;
	case OPTION_QUOTE:
		return once(&args->quote, "quote", value);
	case OPTION_SIGNATURE:
		return once(&args->signature, "signature", value);
	case OPTION_AK:
		return once(&args->key, "ak", value);
	case OPTION_NONCE:
		return once(&args->nonce, "nonce", value);
	case OPTION_JSON:
		args->json = true;
		return true;
	case 'h':
		args->help = true;
		return true;
	default:
		return false;
	}
}

static bool parse(int argc, char **argv, struct verify_arguments *args)
{
	int c;

	optind = 0;
	while ((c = getopt_long(argc, argv, "h", long_options, NULL)) != -1)
		if (!option(args, c, optarg))
			return false;
	if (args->help)
		return true;
	if (optind < argc) {
		complain("verify takes no operand, but got \"%s\"",
			 argv[optind]);
		return false;
	}
	if (!args->nr_known) {
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
	if (!args->nr_logs)
		push(&args->logs, &args->nr_logs, DEFAULT_LOG);
	return true;
}

static int judge(const struct verify_arguments *args,
		 struct verify_input *input, struct verdict *verdict)
{
	bool failed = findings_any(&verdict->findings);
	struct verify_options options = {
		.known = &input->known, .rules = &input->rules,
		.values = failed ? NULL : &input->values,
		.start = &input->start,
		.quote = input->quoted ? &input->quote : NULL,
	};
	struct list *list = NULL;
	struct reason reason;
	int err;

	err = list_open(&list, args->logs, args->nr_logs, &reason);
	if (err) {
		complain("%s: %s", args->logs[0], reason.text);
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

static int run_verify(int argc, char **argv)
{
	struct verify_arguments args = { 0 };
	struct verdict verdict = { .findings = FINDINGS_INIT };
	struct verify_input input;
	int status = EXIT_USAGE;

	/* What tss2-mu finds wrong is told here, in other words. */
	setenv("TSS2_LOG", "all+none", 0);
	if (!parse(argc, argv, &args)) {
		status = usage_error(&command_verify);
	} else if (args.help) {
		status = show_help(&command_verify);
	} else {
		if (verify_input_read(&input, &args, &verdict.findings))
			status = judge(&args, &input, &verdict);
		verify_input_free(&input);
		verdict_free(&verdict);
	}
	free(args.known);
	free(args.logs);
	free(args.pcrs);
	free(args.starts);
	free(args.rules);
	return status;
}
