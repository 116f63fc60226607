// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 entries */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "image/bls/bls.h"
#include "kexec2.h"
#include "shared/json.h"

struct entries_options {
	struct bls_source source;
	bool json;
};

static const struct option_row rows[] = {
	{ "boot-dir", 0, "=DIR", take_value,
	  offsetof(struct entries_options, source.boot_dir),
	  "look in DIR, instead of in /boot, /efi and /boot/efi" },
	{ "efivars-dir", 0, "=DIR", take_value,
	  offsetof(struct entries_options, source.efivars),
	  "read the EFI variables that choose the default entry\n"
	  "from DIR, not from /sys/firmware/efi/efivars" },
	{ "json", 0, NULL, take_json, offsetof(struct entries_options, json),
	  "print JSON" },
	{ 0 }
};

#define COLUMNS		80
#define ID_MAX		28	/* longer ones have a line for themselves */
#define VERSION_MAX	24
#define TRIES		5	/* the head of the column */

static bool starts_character(char c)
{
	return (c & 0xc0) != 0x80;
}

/* Characters of UTF-8; all count as one column. */
static size_t width(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += starts_character(*text);
	return n;
}

/* Print up to @count characters; "?" for controls, which a terminal obeys. */
static void print_characters(const char *text, size_t count)
{
	size_t len;

	for (; *text; text += len) {
		len = utf8_length(text) ?: 1;
		if (starts_character(*text) && !count--)
			return;
		if (is_control(text))
			putchar('?');
		else
			fwrite(text, 1, len, stdout);
	}
}

/* Print @text, cut with "..." where it is longer, else filled if @fill. */
static void print_cell(const char *text, size_t columns, bool fill)
{
	size_t len = width(text);

	if (len > columns) {
		print_characters(text, columns - 3);
		fputs("...", stdout);
		return;
	}
	print_characters(text, len);
	if (fill)
		printf("%*s", (int)(columns - len), "");
}

struct table {
	size_t id, version, title;	/* widths; no id: it has its own line */
};

static struct table lay_out(const struct bls_list *list)
{
	struct table table = { .id = 2, .version = strlen("VERSION") };
	size_t i;

	for (i = 0; i < list->count; i++) {
		const struct bls_entry *entry = &list->entries[i];

		table.id = MAX(table.id, width(entry->id));
		table.version = MAX(table.version, width(entry->version ?: ""));
	}
	if (table.id > ID_MAX)
		table.id = 0;
	table.version = MIN(table.version, (size_t)VERSION_MAX);
	table.title = COLUMNS - 2 - table.id - 2 - table.version - 2 -
		      TRIES - 2;
	return table;
}

static void print_row(const struct table *table, const char *mark,
		      const char *id, const char *version, const char *tries,
		      const char *title)
{
	printf("%s ", mark);
	print_cell(id, MAX(table->id, width(id)), table->id);
	fputs(table->id ? "  " : "\n    ", stdout);
	print_cell(version, table->version, true);
	printf("  %-*s  ", TRIES, tries);
	print_cell(title, table->title, false);
	putchar('\n');
}

/* Text behind a label, as many words on each line as there is room. */
static void print_wrapped(const char *label, const char *text)
{
	size_t indent = strspn(label, " "), column = width(label), len;
	char *word;

	fputs(label, stdout);
	for (; *text; text += len, text += strspn(text, " ")) {
		len = strcspn(text, " ");
		word = xstrndup(text, len);
		if (column + 1 + width(word) > COLUMNS) {
			printf("\n%*s", (int)indent - 1, "");
			column = indent - 1;
		}
		putchar(' ');
		print_characters(word, width(word));
		column += 1 + width(word);
		free(word);
	}
	putchar('\n');
}

static void print_remarks(const char *label, const struct bls_remarks *remarks)
{
	size_t i;

	for (i = 0; i < remarks->count; i++)
		print_wrapped(label, remarks->texts[i].text);
}

static void print_entry(const struct bls_entry *entry, bool is_default,
			const struct table *table)
{
	struct bls_remarks problems, unused;
	char tries[16];

	snprintf(tries, sizeof(tries), "%d", entry->tries_left);
	print_row(table, is_default ? "*" : " ", entry->id,
		  entry->version ?: "-", entry->tries_left < 0 ? "-" : tries,
		  entry->title ?: "-");
	bls_check(entry, &problems);
	print_remarks("    problem:", &problems);
	bls_unused(entry, &unused);
	print_remarks("    note:", &unused);
	bls_remarks_free(&problems);
	bls_remarks_free(&unused);
}

static void print_choice(const struct bls_choice *choice)
{
	char *why, *text;

	print_remarks("  note:", &choice->ignored);
	if (!choice->entry)
		return;
	why = bls_choice_text(choice);
	text = xasprintf("%s, as %s", choice->entry->id, why);
	print_wrapped("  default:", text);
	free(text);
	free(why);
}

static int print_table(const struct bls_list *list,
		       const struct bls_choice *choice)
{
	const struct table table = lay_out(list);
	size_t i;

	print_row(&table, " ", "ID", "VERSION", "TRIES", "TITLE");
	for (i = 0; i < list->count; i++)
		print_entry(&list->entries[i],
			    &list->entries[i] == choice->entry, &table);
	print_choice(choice);
	return EXIT_OK;
}

static struct json_object *remarks_json(const struct bls_remarks *remarks)
{
	struct json_object *list = json_list();
	size_t i;

	for (i = 0; i < remarks->count; i++)
		json_append(list, json_text(remarks->texts[i].text));
	return list;
}

static struct json_object *strings_json(const char *const *strings,
					size_t count)
{
	struct json_object *list = json_list();
	size_t i;

	for (i = 0; i < count; i++)
		json_append(list, json_text(strings[i]));
	return list;
}

static struct json_object *entry_json(const struct bls_entry *entry,
				      bool is_default)
{
	/* The first two as bootctl(1) calls them. */
	static const char *const types[] = {
		[BLS_TYPE1] = "type1", [BLS_TYPE2] = "type2",
		[BLS_GRUB] = "grub", [BLS_LINK] = "link",
	};
	struct json_object *object = json_new();
	struct bls_remarks problems, unused;

	bls_check(entry, &problems);
	bls_unused(entry, &unused);
	json_add_text(object, "id", entry->id);
	json_add_text(object, "type", types[entry->type]);
	json_add_bool(object, "default", is_default);
	json_add_text(object, "file", entry->file);
	json_add_text(object, "boot_dir", entry->root);
	json_add_text(object, "title", entry->title);
	json_add_text(object, "version", entry->version);
	json_add_text(object, "sort_key", entry->sort_key);
	json_add_text(object, "machine_id", entry->machine_id);
	json_add_text(object, "architecture", entry->architecture);
	json_add_count(object, "tries_left", entry->tries_left);
	json_add_count(object, "tries_done", entry->tries_done);
	json_add_text(object, "linux", entry->linux_image);
	json_add_text(object, "uki", entry->uki);
	json_add_text(object, "profile", entry->profile);
	json_add_text(object, "efi", entry->efi);
	json_add(object, "initrds", strings_json(entry->initrds,
						 entry->nr_initrds));
	json_add_text(object, "options", entry->options);
	json_add_text(object, "devicetree", entry->devicetree);
	json_add_text(object, "problem",
		      problems.count ? problems.texts[0].text : NULL);
	json_add(object, "problems", remarks_json(&problems));
	json_add(object, "unused", remarks_json(&unused));
	json_add(object, "unknown_keys", strings_json(entry->unknown,
						      entry->nr_unknown));
	bls_remarks_free(&problems);
	bls_remarks_free(&unused);
	return object;
}

static struct json_object *choice_json(const struct bls_choice *choice)
{
	struct json_object *object = json_new();
	char *why = bls_choice_text(choice);

	json_add_text(object, "entry",
		      choice->entry ? choice->entry->id : NULL);
	json_add_text(object, "source", choice->source);
	json_add_text(object, "file", choice->file);
	json_add_text(object, "key", choice->key);
	json_add_text(object, "value", choice->value);
	json_add_bool(object, "once", choice->once);
	json_add_text(object, "why", choice->entry ? why : NULL);
	json_add(object, "ignored", remarks_json(&choice->ignored));
	free(why);
	return object;
}

static int print_entries_json(const struct bls_list *list,
			      const struct bls_choice *choice)
{
	struct json_object *root = json_new(), *array = json_list();
	size_t i;

	for (i = 0; i < list->count; i++)
		json_append(array, entry_json(&list->entries[i],
					      &list->entries[i] ==
					      choice->entry));
	json_add(root, "entries", array);
	json_add(root, "default", choice_json(choice));
	return print_json(root);
}

static int entries(void *data, char **operands)
{
	const struct entries_options *options = data;
	struct bls_choice choice;
	struct reason reason;
	struct bls_list list;
	int status = EXIT_FAILED;

	(void)operands;
	if (bls_find(&list, options->source.boot_dir, &reason)) {
		complain("%s", reason.text);
	} else {
		bls_choose(&choice, &list, options->source.efivars);
		status = options->json ? print_entries_json(&list, &choice) :
					 print_table(&list, &choice);
		bls_choice_free(&choice);
	}
	bls_list_free(&list);
	return status;
}

const struct command command_entries = {
	.name = "entries",
	.summary = "list the boot entries",
	.usage = "[--json] [--boot-dir=DIR] [--efivars-dir=DIR]",
	.about =
"List the boot entries (Boot Loader Specification, types #1 and #2), or those\n"
"of a grub.cfg if there are none, in the order in which a boot loader shows\n"
"them, with all that keeps each from being loaded.\n"
"\"*\" marks the one that \"kexec2 load --entry\" takes if it is given no ID.\n",
	.groups = { { NULL, rows, 0 } },
	.more = "The exit status is 1 if there are none.\n",
	.hint = "use --boot-dir to look in a directory",
	.size = sizeof(struct entries_options),
	.run = entries,
};
