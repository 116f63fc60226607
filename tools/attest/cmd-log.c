// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec2-attest log: the kexecs that a measurement list records, and the list
 * in other formats.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attest.h"
#include "convert.h"
#include "evidence/epochs.h"
#include "evidence/findings.h"
#include "evidence/running.h"
#include "shared/json.h"

#define COLUMNS		80

struct arguments {
	struct option_values logs;
	bool json;
	enum list_format format;
};

static const struct option_row rows[] = {
	{ "log", 0, "=FILE", take_each, offsetof(struct arguments, logs),
	  "a list, binary, ASCII or CEL-JSON, of any bank and byte\n"
	  "order, or the directory of an archive; \"-\" is stdin.\n"
	  "Several are joined in this order.  The default is the\n"
	  "list of the running system" },
	{ "json", 0, NULL, take_json, offsetof(struct arguments, json),
	  "show: print JSON" },
	{ "format", 0, "=cel-json|binary", take_choice,
	  offsetof(struct arguments, format),
	  "convert: what to write.  cel-json is that of the Canonical\n"
	  "Event Log of the TCG" },
	{ 0 }
};

static const char *const fates[] = {
	[LOAD_FAILED]	= "failed",
	[LOAD_REPLACED]	= "replaced",
	[LOAD_UNLOADED]	= "unloaded",
	[LOAD_IN_PLACE]	= "loaded",
	[LOAD_EXECUTED]	= "executed",
};

static const char *const states[] = {
	[IMAGE_NOT_RECORDED]	= "not_recorded",
	[IMAGE_LOAD]		= "load",
	[IMAGE_UNLOADED]	= "unloaded",
	[IMAGE_KEXEC_LOAD]	= "kexec_load",
};

/* Properties of an event. */
enum {
	IMAGE	 = 1 << 0,
	SEQ	 = 1 << 1,
	EXPECTED = 1 << 2,
	TEXT	 = 1 << 3,
	COUNTERS = 1 << 4,
};

/* The name for programs, and for people. */
static const struct {
	const char *word;
	const char *title;
	unsigned int has;
} events[] = {
	[EVENT_UNLOAD]		= { "unload", "unload of", IMAGE | SEQ },
	[EVENT_KEXEC_LOAD]	= { "kexec_load", "kexec_load of", IMAGE | SEQ },
	[EVENT_CMDLINE]		= { "cmdline", "command line", TEXT },
	[EVENT_COUNTERS_LOAD]	= { "counters_at_load", "kexec_load", COUNTERS },
	[EVENT_COUNTERS_EXECUTE] = { "counters_at_execute", "kexec_execute",
				     COUNTERS },
	[EVENT_KERNEL_VERSION]	= { "kernel_version", "kernel version", TEXT },
	[EVENT_EXECUTE]		= { "execute", "execution of load", SEQ },
	[EVENT_FOREIGN]		= { "foreign", "not a record, despite its name",
				    0 },
	[EVENT_MALFORMED]	= { "malformed", "malformed", 0 },
	[EVENT_NEWER]		= { "newer", "newer record", 0 },
	[EVENT_MIXED]		= { "mixed", "record of another kernel", 0 },
	[EVENT_STRAY_COMMIT]	= { "stray_commit", "stray commit", 0 },
	[EVENT_SEQUENCE]	= { "out_of_sequence", "out of sequence",
				    SEQ | EXPECTED },
	[EVENT_UNRECORDED]	= { "unrecorded", "not recorded",
				    SEQ | EXPECTED },
};

/*
 * For programs
 */

/* Entries count from 1, as in messages. */
static void add_entry(struct json_object *object, const char *key,
		      size_t entry)
{
	if (entry != NO_ENTRY)
		json_add_size(object, key, entry + 1);
}

/*
 * Text of the list.  Bytes that JSON cannot hold are replaced, and then KEY_hex
 * has all of them.
 */
static void add_bytes(struct json_object *object, const char *key,
		      struct bytes bytes)
{
	char *copy = xstrndup(bytes.data ? (const char *)bytes.data : "",
			      bytes.size), hex[32];
	struct json_object *text = json_text(copy);

	free(copy);
	json_add(object, key, text);
	if (!bytes_are(bytes, json_object_get_string(text))) {
		snprintf(hex, sizeof(hex), "%s_hex", key);
		json_add(object, hex, json_hex(bytes.data, bytes.size));
	}
}

static struct json_object *file(const struct digest *digest,
				struct bytes name)
{
	struct json_object *object = json_new();
	char text[DIGEST_TEXT_MAX];

	json_add_text(object, "digest", digest_text(digest, text));
	json_add_size(object, "size", digest->size);
	if (name.data)
		add_bytes(object, "name", name);
	return object;
}

static struct json_object *one_load(const struct list *list,
				    const struct load *load)
{
	const struct record *manifest = &load->manifest;
	struct json_object *object = json_new(), *parts = json_list();
	const struct record_part *part = manifest->parts;
	const struct bytes none = { NULL, 0 };
	struct json_object *cmdline = file(&manifest->cmdline, none), *json;
	size_t i;

	for (i = 0; i < manifest->nr_parts; i++, part++) {
		json = file(&part->digest,
			    find_name(list, load, &part->file));
		if (*part->label)
			json_add_text(json, "label", part->label);
		if (part->signed_)
			json_add(json, "signed", file(&part->file, none));
		json_append(parts, json);
	}
	if (load->cmdline.data)
		add_bytes(cmdline, "text", load->cmdline);
	json_add_text(object, "fate", fates[load->fate]);
	json_add_text(object, "image", manifest->crash ? "crash" : "default");
	json_add_size(object, "seq", manifest->seq);
	add_entry(object, "manifest_entry", load->manifest_entry);
	add_entry(object, "commit_entry", load->commit_entry);
	json_add_size(object, "flags", manifest->flags);
	json_add(object, "kernel", file(&manifest->kernel,
					find_name(list, load,
						  &manifest->kernel)));
	json_add(object, "initrds", parts);
	json_add(object, "cmdline", cmdline);
	return object;
}

static struct json_object *one_event(const struct event *event)
{
	const struct kexec_counters *counters = &event->counters;
	unsigned int has = events[event->type].has;
	struct json_object *object = json_new();

	json_add_text(object, "type", events[event->type].word);
	add_entry(object, "entry", event->entry);
	if (has & IMAGE)
		json_add_text(object, "image",
			      event->crash ? "crash" : "default");
	if (has & SEQ)
		json_add_size(object, "seq", event->seq);
	if (has & EXPECTED)
		json_add_size(object, "expected_seq", event->expected);
	if (has & TEXT)
		add_bytes(object, "text", event->text);
	if (has & COUNTERS) {
		json_add_size(object, "segment_size", counters->segment_size);
		json_add_size(object, "list_size", counters->list_size);
		json_add_size(object, "list_count", counters->list_count);
	}
	if (*event->reason)
		json_add_text(object, "reason", event->reason);
	return object;
}

static struct json_object *one_epoch(const struct list *list,
				     const struct epoch *epoch)
{
	struct json_object *object = json_new(), *pcrs = json_list();
	struct json_object *loads = json_list(), *records = json_list();
	char text[DIGEST_TEXT_MAX];
	struct json_object *boot;
	size_t i;

	for (i = 0; i < LIST_PCRS; i++)
		if (epoch->pcrs >> i & 1)
			json_append(pcrs, json_object_new_int((int)i));
	for (i = 0; i < epoch->nr_loads; i++)
		json_append(loads, one_load(list, &epoch->loads[i]));
	for (i = 0; i < epoch->nr_events; i++)
		json_append(records, one_event(&epoch->events[i]));
	json_add_size(object, "epoch", epoch->number + 1);
	add_entry(object, "first_entry", epoch->first);
	json_add_size(object, "entries", epoch->nr_entries);
	json_add_size(object, "violations", epoch->nr_violations);
	if (epoch->version)
		json_add_size(object, "record_version", epoch->version);
	json_add(object, "pcrs", pcrs);
	if (!epoch->headless) {
		boot = json_new();
		json_add_text(boot, "digest",
			      digest_text(&epoch->boot_aggregate, text));
		json_add_bool(boot, "late", epoch->late);
		json_add(object, "boot_aggregate", boot);
	}
	json_add_bool(object, "ended_by_kexec", epoch->next != NULL);
	json_add_text(object, "image", states[epoch->image.state]);
	json_add_text(object, "crash_image", states[epoch->crash.state]);
	json_add(object, "loads", loads);
	json_add(object, "events", records);
	return object;
}

static int print_epochs(const struct list *list, const struct epoch *epoch,
			const char *error)
{
	struct json_object *root = json_new(), *epochs = json_list();

	for (; epoch; epoch = epoch->next)
		json_append(epochs, one_epoch(list, epoch));
	json_add_size(root, "entries", list->nr);
	json_add(root, "epochs", epochs);
	if (error)
		json_add_text(root, "error", error);
	return print_json(root);
}

/*
 * For people
 */

/* Print a line, wrapped where the terminal ends. */
__attribute__((format(printf, 2, 3)))
static void say(size_t indent, const char *format, ...)
{
	int width = COLUMNS - (int)indent;
	char *text, *p;
	va_list ap;

	va_start(ap, format);
	p = text = xvasprintf(format, ap);
	va_end(ap);
	do {
		printf("%*s%.*s\n", (int)indent, "", width, p);
		p += strnlen(p, (size_t)width);
	} while (*p);
	free(text);
}

/* Bytes that come from the list cannot move the cursor or end a line. */
static char *escaped(struct bytes bytes)
{
	char *text = xcalloc(4 * bytes.size + 1, 1), *to = text;
	size_t i;

	for (i = 0; i < bytes.size; i++)
		to = show_byte(to, bytes.data[i]);
	return text;
}

static void say_bytes(struct bytes bytes)
{
	char *text = escaped(bytes);

	say(6, "%s", text);
	free(text);
}

static void say_digest(const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	say(6, "%s", digest_text(digest, text));
}

/* "KIND NAME, SIZE" and the digest */
static void say_file(const char *kind, struct bytes name,
		     const struct digest *digest)
{
	char *text = name.data ? escaped(name) : NULL, size[32];

	/* Of a size that no file has, the number is enough. */
	if (digest->size >> 62)
		snprintf(size, sizeof(size), "%llu bytes",
			 (unsigned long long)digest->size);
	else
		format_size((off_t)digest->size, size, sizeof(size));
	say(4, "%s%s%s, %s", kind, text ? " " : "", text ? text : "", size);
	say_digest(digest);
	free(text);
}

static void say_load(const struct list *list, const struct load *load)
{
	const struct record *manifest = &load->manifest;
	const struct bytes none = { NULL, 0 };
	char entries[64], kind[64];
	size_t i;

	if (load->commit_entry == NO_ENTRY)
		snprintf(entries, sizeof(entries), "entry %zu",
			 load->manifest_entry + 1);
	else
		snprintf(entries, sizeof(entries), "entries %zu and %zu",
			 load->manifest_entry + 1, load->commit_entry + 1);
	say(2, "%s%s: load %llu, %s", fates[load->fate],
	    manifest->crash ? ", for a crash" : "",
	    (unsigned long long)manifest->seq, entries);
	say_file("kernel", find_name(list, load, &manifest->kernel),
		 &manifest->kernel);
	for (i = 0; i < manifest->nr_parts; i++) {
		const struct record_part *part = &manifest->parts[i];

		snprintf(kind, sizeof(kind), "initrd %zu %s", i,
			 *part->label ? part->label : "-");
		say_file(kind, find_name(list, load, &part->file),
			 &part->digest);
		if (part->signed_)
			say_file("  as signed file", none, &part->file);
	}
	if (manifest->flags)
		say(4, "flags %#llx", (unsigned long long)manifest->flags);
	if (!load->cmdline.data) {
		say_file("command line, missing in the list", none,
			 &manifest->cmdline);
	} else if (!load->cmdline.size) {
		say(4, "no command line");
	} else {
		say(4, "command line");
		say_bytes(load->cmdline);
	}
}

static void say_event(const struct epoch *epoch, const struct event *event)
{
	const char *image = event->crash ? "the crash image" : "the image";
	unsigned long long seq = event->seq, expected = event->expected;
	const struct kexec_counters *counters = &event->counters;
	const char *title = events[event->type].title;
	const char *reason = event->reason;
	const char *colon = *reason ? ": " : "";
	size_t entry = event->entry + 1;

	/* With manifests, that of a load is told there. */
	if (event->type == EVENT_CMDLINE && epoch->nr_loads)
		return;
	switch (event->type) {
	case EVENT_UNLOAD:
	case EVENT_KEXEC_LOAD:
		say(2, "%s %s%s: load %llu, entry %zu", title, image,
		    event->type == EVENT_UNLOAD ? "" : ", contents unknown",
		    seq, entry);
		break;
	case EVENT_COUNTERS_LOAD:
	case EVENT_COUNTERS_EXECUTE:
		say(2, "%s: entry %zu, after %llu entries of %llu bytes, room for %llu",
		    title, entry, (unsigned long long)counters->list_count,
		    (unsigned long long)counters->list_size,
		    (unsigned long long)counters->segment_size);
		break;
	case EVENT_EXECUTE:
		say(2, "%s %llu: entry %zu%s%s", title, seq, entry, colon,
		    reason);
		break;
	case EVENT_SEQUENCE:
		say(2, "%s: entry %zu: load %llu instead of %llu; records are missing, or this is no new boot",
		    title, entry, seq, expected);
		break;
	case EVENT_UNRECORDED:
		say(2, "%s: loads or unloads from %llu to %llu, before entry %zu",
		    title, expected, seq - 1, entry);
		break;
	default:
		say(2, "%s: entry %zu%s%s", title, entry, colon, reason);
		if (events[event->type].has & TEXT)
			say_bytes(event->text);
	}
}

static void say_head(const struct epoch *epoch)
{
	char pcrs[4 * LIST_PCRS] = "", last[32] = "";
	size_t i, at = 0;

	for (i = 0; i < LIST_PCRS; i++)
		if (epoch->pcrs >> i & 1)
			at += (size_t)sprintf(pcrs + at, " %zu", i);
	if (epoch->nr_entries > 1)
		snprintf(last, sizeof(last), " to %zu",
			 epoch->first + epoch->nr_entries);
	say(0, "epoch %zu: entr%s %zu%s, PCR%s%s, %zu violation%s",
	    epoch->number + 1, *last ? "ies" : "y", epoch->first + 1, last,
	    epoch->pcrs & (epoch->pcrs - 1) ? "s" : "", pcrs,
	    epoch->nr_violations, epoch->nr_violations == 1 ? "" : "s");
	if (epoch->headless) {
		say(2, "no boot_aggregate: the list was trimmed");
		return;
	}
	say(2, "boot_aggregate%s", epoch->late ? "_late" : "");
	say_digest(&epoch->boot_aggregate);
}

static void say_epoch(const struct list *list, const struct epoch *epoch)
{
	const char *verb = epoch->next ? "was executed" : "is loaded";
	size_t load = 0, event = 0;

	if (epoch->number)
		putchar('\n');
	say_head(epoch);
	while (load < epoch->nr_loads || event < epoch->nr_events) {
		if (event < epoch->nr_events &&
		    epoch->events[event].nr_loads <= load)
			say_event(epoch, &epoch->events[event++]);
		else
			say_load(list, &epoch->loads[load++]);
	}
	/* How it ended, if no load says so. */
	if (epoch->image.state == IMAGE_NOT_RECORDED)
		say(2, "no record says what %s", verb);
	else if (epoch->image.state == IMAGE_UNLOADED && epoch->next)
		say(2, "no record says what %s after the unload", verb);
	else if (epoch->image.state == IMAGE_KEXEC_LOAD)
		say(2, "what %s came by kexec_load", verb);
}

static int show(const struct arguments *args)
{
	const struct epoch *epoch;
	struct epoch *epochs;
	struct reason reason;
	struct list list;
	int status = EXIT_OK, err = list_read(&list, args->logs.values,
					      args->logs.count, &reason);

	epochs = divide(&list, NULL);
	if (args->json && list.nr_pieces)
		status = print_epochs(&list, epochs, err ? reason.text : NULL);
	for (epoch = epochs; epoch && !args->json; epoch = epoch->next)
		say_epoch(&list, epoch);
	/* Show the entries before the error; main() checks the output. */
	fflush(stdout);
	if (err)
		complain("%s: %s", list.path, reason.text);
	else if (!list.nr)
		complain("%s: the list is empty", list.path);
	if (err || !list.nr)
		status = EXIT_USAGE;
	epochs_free(epochs);
	list_free(&list);
	return status;
}

/* All of the list, or nothing. */
static int convert(const struct arguments *args)
{
	struct reason reason;
	struct list list;
	int err = list_read(&list, args->logs.values, args->logs.count,
			    &reason) ?:
		  convert_list(&list, args->format, stdout, &reason);

	if (err)
		complain("%s: %s", list.path, reason.text);
	list_free(&list);
	return err ? EXIT_USAGE : EXIT_OK;
}

static int run(void *data, char **operands)
{
	struct arguments *args = data;
	bool converts = operands[0] && !strcmp(operands[0], "convert");

	if (!operands[0]) {
		complain("missing \"show\" or \"convert\" after \"log\"");
	} else if (!converts && strcmp(operands[0], "show")) {
		complain("unknown command \"log %s\", did you mean \"log show\"?", operands[0]);
	} else if (operands[1]) {
		complain("unexpected argument \"%s\"; name a list with --log",
			 operands[1]);
	} else if (converts != (args->format != NO_LIST_FORMAT)) {
		complain(converts ? "missing --format=FORMAT" :
			 "--format is for \"log convert\"");
	} else if (converts && args->json) {
		complain("--json is for \"log show\"");
	} else {
		if (!args->logs.count)
			take_each(NULL, &args->logs, LIST_FILE);
		return converts ? convert(args) : show(args);
	}
	return usage_error(&command_log);
}

static void clean(void *data)
{
	struct arguments *args = data;

	free(args->logs.values);
}

const struct command command_log = {
	.name = "log",
	.summary = "show what a measurement list tells of kexecs, or convert it",
	.usage =
"show [--json] [--log=FILE]...\n"
"convert --format=FORMAT [--log=FILE]...",
	.about =
"Divide IMA's measurement list into epochs, one for each kernel that has run\n"
"since the last boot by firmware, and show for each what was loaded: the\n"
"kernel, the parts of the initramfs in their order, the command line, and what\n"
"became of it.  IMA has to measure critical data with the label\n"
"kexec_file_load2 for that.  Digests and the order are what the kernel\n"
"recorded; names are those that entries with the same digest have, and prove\n"
"nothing.  Neither does the list, before it is compared with the PCRs.\n"
"Or write all entries of the list in another format.\n",
	.groups = { { NULL, rows, 0 } },
	.more =
"The exit status is 2 if there is no such list, or it breaks off; what was\n"
"read up to there is shown.\n",
	.operand = "show",
	.size = sizeof(struct arguments),
	.run = run,
	.clean = clean,
};
