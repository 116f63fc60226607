// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Write a measurement list in another format. */
#include <errno.h>
#include <stdio.h>

#include "convert.h"
#include "evidence/cel.h"
#include "evidence/template.h"

static void write_json(const struct list *list, FILE *out)
{
	size_t i;

	putc('[', out);
	for (i = 0; i < list->nr; i++) {
		struct json_object *record = cel_json(&list->entries[i]);
		const char *text = json_object_to_json_string_ext(record,
						JSON_C_TO_STRING_PLAIN);

		if (!text)
			out_of_memory();
		fprintf(out, "%s\n%s", i ? "," : "", text);
		json_object_put(record);
	}
	fputs("\n]\n", out);
}

/*
 * Numbers of a binary list have the byte order of the machine, as the template
 * data have, which tell it.
 */
static bool is_big_endian(const struct list *list)
{
	struct template template;
	struct reason ignored;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		struct list_entry entry = list->entries[i];

		if (template_find(&template, entry.template) &&
		    template_decode(&template, &entry, false, &ignored))
			return true;
	}
	return false;
}

static void put_number(FILE *out, size_t number, bool big)
{
	int i;

	for (i = 0; i < 4; i++)
		putc((int)(number >> 8 * (big ? 3 - i : i) & 0xff), out);
}

static void put_bytes(FILE *out, struct bytes bytes)
{
	fwrite(bytes.data, 1, bytes.size, out);
}

static void put_sized(FILE *out, struct bytes bytes, bool big)
{
	put_number(out, bytes.size, big);
	put_bytes(out, bytes);
}

/* As ima_measurements_show() of the kernel does it. */
static void write_binary(const struct list *list, FILE *out)
{
	bool big = is_big_endian(list);
	struct template template;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct list_entry *entry = &list->entries[i];
		struct bytes data = entry->data, name = entry->name;

		put_number(out, entry->pcr, big);
		put_bytes(out, entry->digest);
		put_sized(out, entry->template, big);
		if (template_find(&template, entry->template) && template.ima) {
			data.size -= TEMPLATE_IMA_NAME;
			put_bytes(out, data);
			data = name;
		}
		put_sized(out, data, big);
	}
}

int convert_list(const struct list *list, enum list_format format, FILE *out,
		 struct reason *reason)
{
	const struct list_entry *entries = list->entries;
	size_t i;

	if (format == CEL_JSON) {
		write_json(list, out);
		return 0;
	}
	for (i = 1; i < list->nr; i++)
		if (entries[i].digest.size != entries[0].digest.size)
			return because(reason, -EINVAL, "entry %zu has a digest of another size than those before it, and a binary list has one for all",
				       i + 1);
	write_binary(list, out);
	return 0;
}
