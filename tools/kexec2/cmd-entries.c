// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 entries */
#include <stdio.h>
#include <string.h>
#include <sys/param.h>

#include "image/bls/bls.h"
#include "kexec2.h"
#include "shared/json.h"

struct entries_options {
	const char *boot_dir;
	bool json;
};

static const struct option_row rows[] = {
	{ "boot-dir", 0, "=DIR", take_text,
	  offsetof(struct entries_options, boot_dir),
	  "look in DIR/loader/entries, instead of the same below /boot,\n"
	  "/efi and /boot/efi" },
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
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (starts_character(*text) && !count--)
			return;
		if (c == 0xc2 && (unsigned char)text[1] >= 0x80 &&
		    (unsigned char)text[1] < 0xa0) {
			putchar('?');
			text++;
		} else {
			putchar(c < ' ' || c == 0x7f ? '?' : c);
		}
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

/* The reason on lines of its own, as many words on each as there is room. */
static void print_problem(const char *text)
{
	size_t column = 0;

	for (; *text; text += strspn(text, " ")) {
		size_t len = strcspn(text, " ");
		char word[sizeof(((struct reason *)NULL)->text)];

		snprintf(word, sizeof(word), "%.*s", (int)len, text);
		if (!column || column + 1 + width(word) > COLUMNS) {
			fputs(column ? "\n   " : "    problem:", stdout);
			column = column ? 3 : strlen("    problem:");
		}
		putchar(' ');
		print_characters(word, width(word));
		column += 1 + width(word);
		text += len;
	}
	putchar('\n');
}

static int print_table(const struct bls_list *list)
{
	const struct bls_entry *first = bls_default(list), *entry;
	const struct table table = lay_out(list);
	struct reason reason;
	char tries[16];
	size_t i;

	print_row(&table, " ", "ID", "VERSION", "TRIES", "TITLE");
	for (i = 0; i < list->count; i++) {
		entry = &list->entries[i];
		snprintf(tries, sizeof(tries), "%d", entry->tries_left);
		print_row(&table, entry == first ? "*" : " ", entry->id,
			  entry->version ?: "-",
			  entry->tries_left < 0 ? "-" : tries,
			  entry->title ?: "-");
		if (bls_check(entry, &reason))
			print_problem(reason.text);
	}
	return EXIT_OK;
}

static struct json_object *entry_json(const struct bls_entry *entry,
				      bool is_default)
{
	struct json_object *object = json_new(), *initrds = json_list();
	struct reason reason;
	bool problem = bls_check(entry, &reason) != 0;
	size_t i;

	json_add_text(object, "id", entry->id);
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
	json_add_text(object, "efi", entry->efi);
	for (i = 0; i < entry->nr_initrds; i++)
		json_append(initrds, json_text(entry->initrds[i]));
	json_add(object, "initrds", initrds);
	json_add_text(object, "options", entry->options);
	json_add_text(object, "devicetree", entry->devicetree);
	json_add_text(object, "problem", problem ? reason.text : NULL);
	return object;
}

static int print_entries_json(const struct bls_list *list)
{
	const struct bls_entry *first = bls_default(list);
	struct json_object *root = json_new(), *array = json_list();
	size_t i;

	for (i = 0; i < list->count; i++)
		json_append(array, entry_json(&list->entries[i],
					      &list->entries[i] == first));
	json_add(root, "entries", array);
	return print_json(root);
}

static int entries(void *data, char **operands)
{
	const struct entries_options *options = data;
	int status = EXIT_FAILED;
	struct reason reason;
	struct bls_list list;

	(void)operands;
	if (bls_find(&list, options->boot_dir, &reason))
		complain("%s", reason.text);
	else if (options->json)
		status = print_entries_json(&list);
	else
		status = print_table(&list);
	bls_list_free(&list);
	return status;
}

const struct command command_entries = {
	.name = "entries",
	.summary = "list the boot entries",
	.usage = "[--json] [--boot-dir=DIR]",
	.about =
"List the boot entries (Boot Loader Specification, type #1) in the order in\n"
"which a boot loader shows them, with what keeps each from being loaded.  \"*\"\n"
"marks the one that \"kexec2 load --entry\" takes if it is given no ID.\n",
	.groups = { { NULL, rows, 0 } },
	.more = "The exit status is 1 if there are none.\n",
	.hint = "use --boot-dir to look in a directory",
	.size = sizeof(struct entries_options),
	.run = entries,
};
