// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 log */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "attest.h"
#include "log.h"

#define DEFAULT_LOG "/sys/kernel/security/ima/binary_runtime_measurements"

struct arguments {
	struct option_values logs;
	bool json;
};

static const struct option_row rows[] = {
	{ "log", 0, "=FILE", take_each, offsetof(struct arguments, logs),
	  "a list, binary or ASCII, of any bank and byte order; \"-\" is\n"
	  "stdin.  Several are joined in this order.  The default is the\n"
	  "list of the running system" },
	{ "json", 0, NULL, take_json, offsetof(struct arguments, json),
	  "print JSON" },
	{ 0 }
};

static int run_log(void *data, char **operands);
static void clean(void *data);

const struct command command_log = {
	.name = "log",
	.summary = "show what a measurement list tells of kexecs",
	.usage = "show [--json] [--log=FILE]...",
	.about =
"Divide IMA's measurement list into epochs, one for each kernel that has run\n"
"since the last boot by firmware, and show for each what was loaded: the\n"
"kernel, the parts of the initramfs in their order, the command line, and what\n"
"became of it.  IMA has to measure critical data with the label\n"
"kexec_file_load2 for that.  Digests and the order are what the kernel\n"
"recorded; names are those that entries with the same digest have, and prove\n"
"nothing.  Neither does the list, before it is compared with the PCRs.\n",
	.groups = { { NULL, rows, 0 } },
	.more =
"The exit status is 2 if there is no such list, or it breaks off; what was\n"
"read up to there is shown.\n",
	.operand = "show",
	.size = sizeof(struct arguments),
	.run = run_log,
	.clean = clean,
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
	const struct epoch *epoch, *before = NULL;
	struct list_entry entry;
	int ret, err = 0;

	while (!err && (ret = list_next(list, &entry, reason)) > 0) {
		epoch = epochs_add(epochs, &entry);
		if (before && epoch != before)
			err = show_epoch(sink, before);
		before = epoch;
	}
	if (!err && before)
		err = show_epoch(sink, before);
	if (err)
		return because(reason, err, "out of memory");
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
	err = list_open(&list, args->logs.values, args->logs.count, &reason);
	if (err) {
		complain("%s: %s%s", args->logs.values[0], reason.text,
			 advice(args->logs.values[0], err));
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

static bool check(char **operands)
{
	if (!operands[0])
		complain("log is to be followed by \"show\"");
	else if (strcmp(operands[0], "show"))
		complain("log has no \"%s\", only \"show\"", operands[0]);
	else if (operands[1])
		complain("log show takes no operand, but got \"%s\"; files go with --log",
			 operands[1]);
	else
		return true;
	return false;
}

static int run_log(void *data, char **operands)
{
	struct arguments *args = data;

	if (!check(operands))
		return usage_error(&command_log);
	if (!args->logs.count)
		take_each(NULL, &args->logs, DEFAULT_LOG);
	return show(args);
}

static void clean(void *data)
{
	struct arguments *args = data;

	free(args->logs.values);
}
