// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Boot entries as a table, and as JSON. */
#include <stdio.h>
#include <string.h>

#include "image/bls/show.h"
#include "shared/json.h"
#include "shared/command.h"

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

static size_t max(size_t a, size_t b)
{
	return a > b ? a : b;
}

static struct table lay_out(const struct bls_list *list)
{
	struct table table = { .id = 2, .version = strlen("VERSION") };
	const struct bls_entry *entry;
	size_t i;

	for (i = 0; i < list->count; i++) {
		entry = &list->entries[i];
		table.id = max(table.id, width(entry->id));
		if (entry->version)
			table.version = max(table.version,
					    width(entry->version));
	}
	if (table.id > ID_MAX)
		table.id = 0;
	if (table.version > VERSION_MAX)
		table.version = VERSION_MAX;
	table.title = COLUMNS - 2 - table.id - 2 - table.version - 2 -
		      TRIES - 2;
	return table;
}

static void print_row(const struct table *table, const char *mark,
		      const char *id, const char *version, const char *tries,
		      const char *title)
{
	printf("%s ", mark);
	print_cell(id, max(table->id, width(id)), table->id);
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

int bls_print_table(const struct bls_list *list, const char *machine)
{
	const struct bls_entry *first = bls_default(list, machine), *entry;
	const struct table table = lay_out(list);
	struct reason reason;
	char tries[16];
	size_t i;

	print_row(&table, " ", "ID", "VERSION", "TRIES", "TITLE");
	for (i = 0; i < list->count; i++) {
		entry = &list->entries[i];
		snprintf(tries, sizeof(tries), "%d", entry->tries_left);
		print_row(&table, entry == first ? "*" : " ", entry->id,
			  entry->version ? entry->version : "-",
			  entry->tries_left < 0 ? "-" : tries,
			  entry->title ? entry->title : "-");
		if (bls_check(entry, machine, &reason))
			print_problem(reason.text);
	}
	return EXIT_OK;
}

/* NULL, of what an entry does not have, becomes null. */
static bool add_text(struct json_object *object, const char *key,
		     const char *text)
{
	return text ? json_add(object, key, json_text(text)) :
		      !json_object_object_add(object, key, NULL);
}

static bool add_tries(struct json_object *object, const char *key, int tries)
{
	return tries >= 0 ? json_add(object, key, json_object_new_int(tries)) :
			    !json_object_object_add(object, key, NULL);
}

static struct json_object *initrds_json(const struct bls_entry *entry)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < entry->nr_initrds; i++) {
		struct json_object *text = json_text(entry->initrds[i]);

		if (text && !json_object_array_add(array, text))
			continue;
		json_object_put(text);
		json_object_put(array);
		return NULL;
	}
	return array;
}

/* NULL if out of memory. */
static struct json_object *entry_json(const struct bls_entry *entry,
				      bool is_default, const char *machine)
{
	struct json_object *object = json_object_new_object();
	struct reason reason;
	bool problem = bls_check(entry, machine, &reason) != 0;

	if (object &&
	    add_text(object, "id", entry->id) &&
	    json_add(object, "default", json_object_new_boolean(is_default)) &&
	    add_text(object, "file", entry->file) &&
	    add_text(object, "boot_dir", entry->root) &&
	    add_text(object, "title", entry->title) &&
	    add_text(object, "version", entry->version) &&
	    add_text(object, "sort_key", entry->sort_key) &&
	    add_text(object, "machine_id", entry->machine_id) &&
	    add_text(object, "architecture", entry->architecture) &&
	    add_tries(object, "tries_left", entry->tries_left) &&
	    add_tries(object, "tries_done", entry->tries_done) &&
	    add_text(object, "linux", entry->linux_image) &&
	    add_text(object, "uki", entry->uki) &&
	    add_text(object, "efi", entry->efi) &&
	    json_add(object, "initrds", initrds_json(entry)) &&
	    add_text(object, "options", entry->options) &&
	    add_text(object, "devicetree", entry->devicetree) &&
	    add_text(object, "problem", problem ? reason.text : NULL))
		return object;
	json_object_put(object);
	return NULL;
}

int bls_print_json(const struct bls_list *list, const char *machine)
{
	const struct bls_entry *first = bls_default(list, machine);
	struct json_object *root = json_object_new_object();
	struct json_object *array = json_object_new_array(), *object;
	size_t i;

	for (i = 0; root && array && i < list->count; i++) {
		object = entry_json(&list->entries[i],
				    &list->entries[i] == first, machine);
		if (!object || json_object_array_add(array, object) < 0) {
			json_object_put(object);
			break;
		}
	}
	if (!root || !array || i < list->count) {
		json_object_put(root);
		json_object_put(array);
		return print_json(NULL);
	}
	if (!json_add(root, "entries", array)) {
		json_object_put(root);
		root = NULL;
	}
	return print_json(root);
}
