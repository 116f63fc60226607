// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 log */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "attest.h"
#include "log.h"

#define DEFAULT_LOG "/sys/kernel/security/ima/binary_runtime_measurements"

static int run_log(int argc, char **argv);

const struct command command_log = {
	.name = "log",
	.main = run_log,
	.summary = "show what a measurement list tells of kexecs",
	.help =
"Usage: kexec2 log show [--json] [--log=FILE]...\n"
"\n"
"Divide IMA's measurement list into epochs, one for each kernel that has run\n"
"since the last boot by firmware, and show for each what was loaded: the\n"
"kernel, the parts of the initramfs in their order, the command line, and what\n"
"became of it.  IMA has to measure critical data with the label\n"
"kexec_file_load2 for that.  Digests and the order are what the kernel\n"
"recorded; names are those that entries with the same digest have, and prove\n"
"nothing.  Neither does the list, before it is compared with the PCRs.\n"
"\n"
"  --log=FILE  a list, binary or ASCII, of any bank and byte order; \"-\" is\n"
"              stdin.  Several are joined in this order.  The default is the\n"
"              list of the running system\n"
"  --json      print JSON\n"
"  -h, --help  show this help\n"
"\n"
"The exit status is 2 if there is no such list, or it breaks off; what was\n"
"read up to there is shown.\n",
};

struct arguments {
	const char **logs;
	size_t nr_logs;
	bool json;
};

/* What to do if the list of the running system cannot be opened. */
static const char *advice(const char *path, int err)
{
	if (strcmp(path, DEFAULT_LOG))
		return "";
	switch (err) {
	case -ENOENT:
		return "; mount securityfs on /sys/kernel/security, boot a kernel with IMA, or name a list with --log";
	case -EACCES:
		return "; run this as root";
	default:
		return "";
	}
}

/* Where epochs go. */
struct sink {
	bool text;
	struct json_object *epochs;	/* for JSON */
};

static int show_epoch(struct sink *sink, const struct epoch *epoch)
{
	if (sink->text) {
		if (epoch->number)
			putchar('\n');
		return log_text(epoch);
	}
	json_append(sink->epochs, log_json(epoch));
	return 0;
}

/* 0, -ENOMEM for us, or what the list has for an error. */
static int show_list(struct list *list, struct epochs *epochs,
		     struct sink *sink, struct reason *reason)
{
	const struct epoch *done;
	struct list_entry entry;
	int ret, err;

	while ((ret = list_next(list, &entry, reason)) > 0) {
		err = epochs_add(epochs, &entry, &done, reason);
		if (!err && done)
			err = show_epoch(sink, done);
		if (err)
			return because(reason, err, "out of memory");
	}
	done = epochs_end(epochs);
	if (done && show_epoch(sink, done))
		return because(reason, -ENOMEM, "out of memory");
	return ret;
}

static int print_result(struct sink *sink, const struct list *list,
			const char *error)
{
	struct json_object *root = json_new();

	json_add_size(root, "entries", list_count(list));
	json_add(root, "epochs", json_object_get(sink->epochs));
	if (error)
		json_add_text(root, "error", error);
	return print_json(root);
}

static int show(const struct arguments *args)
{
	struct sink sink = { .text = !args->json };
	struct epochs *epochs = epochs_new();
	struct list *list = NULL;
	struct reason reason;
	int err, status = EXIT_OK;

	if (args->json)
		sink.epochs = json_list();
	if (!epochs)
		out_of_memory();
	err = list_open(&list, args->logs, args->nr_logs, &reason);
	if (err) {
		complain("%s: %s%s", args->logs[0], reason.text,
			 advice(args->logs[0], err));
		status = EXIT_USAGE;
		goto out;
	}
	err = show_list(list, epochs, &sink, &reason);
	if (args->json && err != -ENOMEM)
		status = print_result(&sink, list, err ? reason.text : NULL);
	/* What was read comes before what is wrong; main() checks it. */
	fflush(stdout);
	if (err) {
		complain("%s: %s", list_path(list), reason.text);
		status = err == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
	} else if (!list_count(list)) {
		complain("%s: there is no entry in it", list_path(list));
		status = EXIT_USAGE;
	}
out:
	list_close(list);
	epochs_free(epochs);
	json_object_put(sink.epochs);
	return status;
}

static int parse(int argc, char **argv, struct arguments *args, bool *help)
{
	static const struct option options[] = {
		{ "help",	no_argument,		NULL, 'h' },
		{ "json",	no_argument,		NULL, 'j' },
		{ "log",	required_argument,	NULL, 'l' },
		{ NULL,		0,			NULL, 0 }
	};
	int opt;

	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (opt) {
		case 'h':
			*help = true;
			return EXIT_OK;
		case 'j':
			args->json = true;
			break;
		case 'l':
			args->logs[args->nr_logs++] = optarg;
			break;
		default:
			return usage_error(&command_log);
		}
	}
	if (optind == argc) {
		complain("log is to be followed by \"show\"");
		return usage_error(&command_log);
	}
	if (strcmp(argv[optind], "show")) {
		complain("log has no \"%s\", only \"show\"", argv[optind]);
		return usage_error(&command_log);
	}
	if (optind + 1 < argc) {
		complain("log show takes no operand, but got \"%s\"; files go with --log",
			 argv[optind + 1]);
		return usage_error(&command_log);
	}
	return EXIT_OK;
}

static int run_log(int argc, char **argv)
{
	struct arguments args = { .nr_logs = 0 };
	bool help = false;
	int status;

	args.logs = xcalloc((size_t)argc + 1, sizeof(*args.logs));
	status = parse(argc, argv, &args, &help);
	if (status == EXIT_OK && help) {
		status = show_help(&command_log);
	} else if (status == EXIT_OK) {
		if (!args.nr_logs)
			args.logs[args.nr_logs++] = DEFAULT_LOG;
		status = show(&args);
	}
	free(args.logs);
	return status;
}
