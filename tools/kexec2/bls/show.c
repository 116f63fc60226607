// SPDX-License-Identifier: GPL-2.0-only
/* Boot entries as a table, and as JSON. */
#include <stdio.h>
#include <string.h>

#include "bls/show.h"
#include "json.h"
#include "kexec2.h"

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

static void add(struct json_object *object, const char *key,
		struct json_object *value)
{
	json_object_object_add(object, key, value);
}

static struct json_object *tries(int number)
{
	return number < 0 ? NULL : json_object_new_int(number);
}

static struct json_object *initrds(const struct bls_entry *entry)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < entry->nr_initrds; i++)
		json_object_array_add(array, json_text(entry->initrds[i]));
	return array;
}

/* NULL if out of memory. */
static struct json_object *describe(const struct bls_entry *entry,
				    bool is_default, const char *machine)
{
	struct json_object *object = json_object_new_object();
	struct reason reason;

	if (!object)
		return NULL;
	add(object, "id", json_text(entry->id));
	add(object, "default", json_object_new_boolean(is_default));
	add(object, "file", json_text(entry->file));
	add(object, "boot_dir", json_text(entry->root));
	add(object, "title", json_text(entry->title));
	add(object, "version", json_text(entry->version));
	add(object, "sort_key", json_text(entry->sort_key));
	add(object, "machine_id", json_text(entry->machine_id));
	add(object, "architecture", json_text(entry->architecture));
	add(object, "tries_left", tries(entry->tries_left));
	add(object, "tries_done", tries(entry->tries_done));
	add(object, "linux", json_text(entry->linux_image));
	add(object, "uki", json_text(entry->uki));
	add(object, "efi", json_text(entry->efi));
	add(object, "initrds", initrds(entry));
	add(object, "options", json_text(entry->options));
	add(object, "devicetree", json_text(entry->devicetree));
	add(object, "problem", bls_check(entry, machine, &reason) ?
	    json_text(reason.text) : NULL);
	return object;
}

int bls_print_json(const struct bls_list *list, const char *machine)
{
	const struct bls_entry *first = bls_default(list, machine);
	struct json_object *root = json_object_new_object();
	struct json_object *array = json_object_new_array(), *object;
	size_t i;

	for (i = 0; root && array && i < list->count; i++) {
		object = describe(&list->entries[i],
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
	add(root, "entries", array);
	return print_json(root);
}
