// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* "kexec2 log show" for people, in 80 columns. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/command.h"
#include "log.h"

#define COLUMNS	80

static const char *const fates[] = {
	[LOAD_FAILED]	= "failed",
	[LOAD_REPLACED]	= "replaced",
	[LOAD_UNLOADED]	= "unloaded",
	[LOAD_IN_PLACE]	= "loaded",
	[LOAD_EXECUTED]	= "executed",
};

static const char *const events[] = {
	[EVENT_UNLOAD]			= "unload",
	[EVENT_KEXEC_LOAD]		= "kexec_load",
	[EVENT_CMDLINE]			= "cmdline",
	[EVENT_COUNTERS_LOAD]		= "counters_at_load",
	[EVENT_COUNTERS_EXECUTE]	= "counters_at_execute",
	[EVENT_KERNEL_VERSION]		= "kernel_version",
	[EVENT_EXECUTE]			= "execute",
	[EVENT_FOREIGN]			= "foreign",
	[EVENT_MALFORMED]		= "malformed",
	[EVENT_NEWER]			= "newer",
	[EVENT_MIXED]			= "mixed",
	[EVENT_STRAY_COMMIT]		= "stray_commit",
	[EVENT_SEQUENCE]		= "out_of_sequence",
	[EVENT_UNRECORDED]		= "unrecorded",
};

const char *fate_word(enum load_fate fate)
{
	return fates[fate];
}

const char *event_word(enum event_type type)
{
	return events[type];
}

/* Bytes that come from the list cannot move the cursor or end a line. */
static void escape(FILE *out, const uint8_t *data, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		uint8_t c = data[i];

		if (c == '\n')
			fputs("\\n", out);
		else if (c == '\\')
			fputs("\\\\", out);
		else if (c >= ' ' && c <= '~')
			putc(c, out);
		else
			fprintf(out, "\\x%02x", c);
	}
}

static void escape_name(FILE *out, const char *name)
{
	if (name)
		escape(out, (const uint8_t *)name, strlen(name));
}

/* A line that is being made; what does not fit goes on below it. */
struct line {
	FILE *out;
	char *text;
	size_t size;
	size_t indent;
};

static bool begin(struct line *line, size_t indent)
{
	line->text = NULL;
	line->indent = indent;
	line->out = open_memstream(&line->text, &line->size);
	return line->out;
}

static int end(struct line *line)
{
	size_t width = COLUMNS - line->indent, at;
	int err = fclose(line->out) ? -ENOMEM : 0;

	for (at = 0; !err && (at < line->size || !at); at += width) {
		size_t left = line->size - at;

		printf("%*s%.*s\n", (int)line->indent, "",
		       (int)(left < width ? left : width), line->text + at);
	}
	free(line->text);
	return err;
}

__attribute__((format(printf, 2, 3)))
static int say(size_t indent, const char *format, ...)
{
	struct line line;
	va_list ap;

	if (!begin(&line, indent))
		return -ENOMEM;
	va_start(ap, format);
	vfprintf(line.out, format, ap);
	va_end(ap);
	return end(&line);
}

static int say_bytes(size_t indent, const uint8_t *data, size_t size)
{
	struct line line;

	if (!begin(&line, indent))
		return -ENOMEM;
	escape(line.out, data, size);
	return end(&line);
}

static int say_digest(size_t indent, const char *algo, const uint8_t *value,
		      size_t size)
{
	struct line line;
	size_t i;

	if (!begin(&line, indent))
		return -ENOMEM;
	fprintf(line.out, "%s:", algo);
	for (i = 0; i < size; i++)
		fprintf(line.out, "%02x", value[i]);
	return end(&line);
}

/* "KIND NAME, SIZE" and the digest */
static int say_file(const char *kind, const char *name,
		    const struct record_digest *digest)
{
	struct line line;
	char size[32];
	int err;

	if (!begin(&line, 4))
		return -ENOMEM;
	fputs(kind, line.out);
	if (name) {
		putc(' ', line.out);
		escape_name(line.out, name);
	}
	/* Of a size that no file has, the number is enough. */
	if (digest->bytes >> 62)
		fprintf(line.out, ", %llu bytes",
			(unsigned long long)digest->bytes);
	else
		fprintf(line.out, ", %s",
			format_size((off_t)digest->bytes, size, sizeof(size)));
	err = end(&line);
	return err ? err : say_digest(6, digest->algo, digest->value,
				      digest->size);
}

static int say_part(const struct load *load, size_t i)
{
	const struct record_part *part = &load->manifest.parts[i];
	char kind[64];
	int err;

	snprintf(kind, sizeof(kind), "initrd %zu %s", i,
		 *part->label ? part->label : "-");
	err = say_file(kind, load->part_names[i], &part->digest);
	if (!err && part->signed_)
		err = say_file("  as signed file", NULL, &part->file);
	return err;
}

static int say_load(const struct load *load)
{
	const struct record *manifest = &load->manifest;
	size_t i;
	int err;

	if (load->commit_entry == NO_ENTRY)
		err = say(2, "%s%s: load %llu, entry %zu",
			  fate_word(load->fate),
			  manifest->crash ? ", for a crash" : "",
			  (unsigned long long)manifest->seq,
			  load->manifest_entry + 1);
	else
		err = say(2, "%s%s: load %llu, entries %zu and %zu",
			  fate_word(load->fate),
			  manifest->crash ? ", for a crash" : "",
			  (unsigned long long)manifest->seq,
			  load->manifest_entry + 1, load->commit_entry + 1);
	if (!err)
		err = say_file("kernel", load->kernel_name, &manifest->kernel);
	for (i = 0; !err && i < manifest->nr_parts; i++)
		err = say_part(load, i);
	if (!err && manifest->flags)
		err = say(4, "flags %#llx", (unsigned long long)manifest->flags);
	if (err)
		return err;
	if (!load->cmdline)
		return say_file("command line, which no entry has", NULL,
				&manifest->cmdline);
	if (!load->cmdline_size)
		return say(4, "no command line");
	err = say(4, "command line");
	return err ? err : say_bytes(6, load->cmdline, load->cmdline_size);
}

static int say_counters(const char *name, const struct event *event)
{
	const struct kexec_counters *counters = &event->counters;

	return say(2, "%s: entry %zu, after %llu entries of %llu bytes, room for %llu",
		   name, event->entry + 1,
		   (unsigned long long)counters->list_count,
		   (unsigned long long)counters->list_size,
		   (unsigned long long)counters->segment_size);
}

static int say_text(const char *what, const struct event *event)
{
	int err = say(2, "%s: entry %zu", what, event->entry + 1);

	return err ? err : say_bytes(6, event->text, event->text_size);
}

static int say_event(const struct epoch *epoch, const struct event *event)
{
	const char *image = event->crash ? "the crash image" : "the image";

	switch (event->type) {
	case EVENT_UNLOAD:
		return say(2, "unload of %s: load %llu, entry %zu", image,
			   (unsigned long long)event->seq, event->entry + 1);
	case EVENT_KEXEC_LOAD:
		return say(2, "kexec_load of %s, of which nothing is known: load %llu, entry %zu",
			   image, (unsigned long long)event->seq,
			   event->entry + 1);
	case EVENT_CMDLINE:
		/* With manifests, those that belong to a load are told there. */
		return epoch->nr_loads ? 0 : say_text("command line", event);
	case EVENT_COUNTERS_LOAD:
		return say_counters("kexec_load", event);
	case EVENT_COUNTERS_EXECUTE:
		return say_counters("kexec_execute", event);
	case EVENT_KERNEL_VERSION:
		return say_text("kernel version", event);
	case EVENT_EXECUTE:
		return say(2, "execution of load %llu: entry %zu%s%s",
			   (unsigned long long)event->seq, event->entry + 1,
			   event->reason ? ": " : "",
			   event->reason ? event->reason : "");
	case EVENT_FOREIGN:
		return say(2, "no record, though named so: entry %zu",
			   event->entry + 1);
	case EVENT_NEWER:
		return say(2, "newer record: entry %zu: %s", event->entry + 1,
			   event->reason);
	case EVENT_MIXED:
		return say(2, "record of another kernel: entry %zu: %s",
			   event->entry + 1, event->reason);
	case EVENT_MALFORMED:
		return say(2, "malformed: entry %zu: %s", event->entry + 1,
			   event->reason);
	case EVENT_STRAY_COMMIT:
		return say(2, "stray commit: entry %zu: %s", event->entry + 1,
			   event->reason);
	case EVENT_SEQUENCE:
		return say(2, "out of sequence: entry %zu: load %llu instead of %llu; records are missing, or this is no new boot",
			   event->entry + 1, (unsigned long long)event->seq,
			   (unsigned long long)event->expected);
	case EVENT_UNRECORDED:
		return say(2, "not recorded: loads or unloads from %llu to %llu, before entry %zu",
			   (unsigned long long)event->expected,
			   (unsigned long long)event->seq - 1,
			   event->entry + 1);
	}
	return 0;
}

static int say_pcrs(uint64_t pcrs, FILE *out)
{
	unsigned int pcr;

	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		if (pcrs >> pcr & 1)
			fprintf(out, " %u", pcr);
	return 0;
}

static int say_head(const struct epoch *epoch)
{
	struct line line;
	int err;

	if (!begin(&line, 0))
		return -ENOMEM;
	fprintf(line.out, "epoch %zu: entr%s %zu", epoch->number + 1,
		epoch->nr_entries == 1 ? "y" : "ies", epoch->first + 1);
	if (epoch->nr_entries > 1)
		fprintf(line.out, " to %zu", epoch->first + epoch->nr_entries);
	fprintf(line.out, ", PCR%s",
		epoch->pcrs & (epoch->pcrs - 1) ? "s" : "");
	say_pcrs(epoch->pcrs, line.out);
	fprintf(line.out, ", %zu violation%s", epoch->nr_violations,
		epoch->nr_violations == 1 ? "" : "s");
	err = end(&line);
	if (err)
		return err;
	if (epoch->headless)
		return say(2, "no boot_aggregate: the list does not have the beginning");
	err = say(2, "boot_aggregate%s", epoch->late ? "_late" : "");
	return err ? err : say_digest(6, epoch->boot_aggregate_algo,
				      epoch->boot_aggregate,
				      epoch->boot_aggregate_size);
}

/* How it ended, if no load says so. */
static int say_end(const struct epoch *epoch)
{
	const char *verb = !epoch->next ? "is loaded" : "was executed";

	switch (epoch->image.state) {
	case IMAGE_NOT_RECORDED:
		return say(2, "no record says what %s", verb);
	case IMAGE_UNLOADED:
		return !epoch->next ? 0 :
		       say(2, "no record says what %s after the unload", verb);
	case IMAGE_KEXEC_LOAD:
		return say(2, "what %s came by kexec_load", verb);
	case IMAGE_LOAD:
		break;
	}
	return 0;
}

int log_text(const struct epoch *epoch)
{
	size_t load = 0, event = 0;
	int err = say_head(epoch);

	while (!err && (load < epoch->nr_loads || event < epoch->nr_events)) {
		if (event < epoch->nr_events &&
		    epoch->events[event].nr_loads <= load)
			err = say_event(epoch, &epoch->events[event++]);
		else
			err = say_load(&epoch->loads[load++]);
	}
	return err ? err : say_end(epoch);
}
