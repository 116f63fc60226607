// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Entries of IMA as CEL-JSON. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cel.h"
#include "shared/hash.h"

/* The number of "ima_template", which may stand in its place. */
#define IMA_TEMPLATE	7

struct json_object *cel_json(const struct list_entry *entry)
{
	struct json_object *record = json_new(), *digests = json_list();
	struct json_object *digest = json_new(), *content = json_new();
	char *template = xstrndup((const char *)entry->template.data,
				  entry->template.size);

	json_add_text(digest, "hashAlg", hash_by_size(entry->digest.size));
	json_add(digest, "digest",
		 json_hex(entry->digest.data, entry->digest.size));
	json_append(digests, digest);
	json_add_text(content, "template_name", template);
	json_add(content, "template_data",
		 json_hex(entry->data.data, entry->data.size));
	json_add_size(record, "recnum", entry->index);
	json_add_size(record, "pcr", entry->pcr);
	json_add(record, "digests", digests);
	json_add_text(record, "content_type", "ima_template");
	json_add(record, "content", content);
	free(template);
	return record;
}

struct json_object *cel_member(struct json_object *object, const char *key,
			       enum json_type type)
{
	struct json_object *value;

	return json_object_is_type(object, json_type_object) &&
	       json_object_object_get_ex(object, key, &value) &&
	       json_object_is_type(value, type) ? value : NULL;
}

static bool number(struct json_object *record, const char *key, uint64_t *to)
{
	struct json_object *value = cel_member(record, key, json_type_int);
	int64_t read = value ? json_object_get_int64(value) : -1;

	*to = (uint64_t)read;
	return read >= 0 && read < INT64_MAX;
}

static bool text(struct json_object *object, const char *key, struct bytes *to)
{
	struct json_object *value = cel_member(object, key, json_type_string);

	if (!value)
		return false;
	to->data = (const uint8_t *)json_object_get_string(value);
	to->size = (size_t)json_object_get_string_len(value);
	return true;
}

/* Of as many bytes, which are to be freed; none is fine. */
static bool hex(struct json_object *object, const char *key,
		struct bytes *bytes)
{
	struct bytes word;
	uint8_t *data;

	if (!text(object, key, &word))
		return false;
	data = xcalloc(word.size / 2 + 1, 1);
	*bytes = (struct bytes){ data, 0 };
	return !word.size ||
	       words_hex(word, data, word.size / 2, &bytes->size);
}

/* Of a TPM's algorithm, by its name or number? */
static bool is_algorithm(struct json_object *digest, const char *name)
{
	struct bytes text_of;
	uint64_t id;

	if (text(digest, "hashAlg", &text_of))
		return bytes_are(text_of, name);
	return number(digest, "hashAlg", &id) && id <= UINT16_MAX &&
	       bank_by_id((uint16_t)id) == bank_by_name(bytes_of(name));
}

/*
 * Lists have digests of SHA-1 and SHA-2.  The first such one; its bytes are to
 * be freed in any case.
 */
static bool take_digest(struct json_object *record, struct bytes *bytes)
{
	struct json_object *digests = cel_member(record, "digests",
					     json_type_array);
	size_t i, n = digests ? json_object_array_length(digests) : 0;

	*bytes = (struct bytes){ NULL, 0 };
	for (i = 0; i < n; i++) {
		struct json_object *one = json_object_array_get_idx(digests,
								    i);

		free((void *)bytes->data);
		*bytes = (struct bytes){ NULL, 0 };
		if (hex(one, "digest", bytes) && hash_by_size(bytes->size) &&
		    is_algorithm(one, hash_by_size(bytes->size)))
			return true;
	}
	return false;
}

static int read_entry(struct list *list, struct json_object *record,
		      size_t index, struct reason *reason)
{
	struct json_object *content = cel_member(record, "content",
					     json_type_object);
	struct list_entry entry = { .index = index };
	uint64_t pcr;
	int err;

	if (number(record, "pcr", &pcr) &&
	    take_digest(record, &entry.digest) &&
	    text(content, "template_name", &entry.template) &&
	    hex(content, "template_data", &entry.data)) {
		entry.pcr = pcr < LIST_PCRS ? (uint32_t)pcr : LIST_PCRS;
		err = list_put(list, &entry, reason);
	} else {
		err = because(reason, -EINVAL,
			      "pcr, digests, template_name or template_data is missing or malformed");
	}
	free((void *)entry.digest.data);
	free((void *)entry.data.data);
	return err;
}

static bool is_entry(struct json_object *record)
{
	struct bytes type;
	uint64_t id;

	if (text(record, "content_type", &type))
		return bytes_are(type, "ima_template");
	return number(record, "content_type", &id) && id == IMA_TEMPLATE;
}

int cel_read(struct list *list, struct json_object *record,
	     struct reason *reason)
{
	uint64_t recnum;

	if (!is_entry(record))
		return because(reason, -EINVAL,
			       "its content_type is not ima_template");
	if (!number(record, "recnum", &recnum) || recnum < list_end(list))
		return because(reason, -EINVAL,
			       "its recnum is missing or too low");
	return read_entry(list, record, recnum, reason);
}

/* What is between records: RFC 7464 has a separator before each. */
static void skip_blanks(struct bytes *rest, const char *more)
{
	while (rest->size && (strchr(" \t\r\n\x1e", rest->data[0]) ||
			      strchr(more, rest->data[0])) && rest->data[0])
		bytes_skip(rest, 1);
}

bool cel_begins(struct bytes piece)
{
	skip_blanks(&piece, "");
	return piece.size && (piece.data[0] == '[' || piece.data[0] == '{');
}

/* Take the next record; NULL, with the reason, for what is none. */
static struct json_object *next_record(struct json_tokener *parser,
				       struct bytes *rest,
				       struct reason *reason)
{
	struct json_object *record;
	enum json_tokener_error error;

	json_tokener_reset(parser);
	record = json_tokener_parse_ex(parser, (const char *)rest->data,
				       rest->size > INT_MAX ? INT_MAX :
				       (int)rest->size);
	error = json_tokener_get_error(parser);
	bytes_skip(rest, json_tokener_get_parse_end(parser));
	if (error == json_tokener_success &&
	    json_object_is_type(record, json_type_object))
		return record;
	because(reason, -EINVAL, "%s", error == json_tokener_continue ?
		"the file ends in the middle of it" :
		error == json_tokener_success ? "not an object" :
		json_tokener_error_desc(error));
	json_object_put(record);
	return NULL;
}

/* Numbers rise, if there are any. */
static int add_record(struct list *list, struct json_object *record,
		      uint64_t *next, struct reason *reason)
{
	uint64_t recnum;

	if (!json_object_object_get_ex(record, "content_type", NULL))
		return because(reason, -EINVAL, "it has no content_type");
	if (!is_entry(record))
		return 0;
	if (number(record, "recnum", &recnum)) {
		if (recnum < *next)
			return because(reason, -EINVAL,
				       "its recnum is not above that of the one before it");
		*next = recnum + 1;
	}
	return read_entry(list, record, list_end(list), reason);
}

/* Is there one more?  In an array, "]" ends them. */
static bool at_record(struct bytes *rest, bool array)
{
	skip_blanks(rest, array ? "," : "");
	return rest->size && !(array && rest->data[0] == ']');
}

/* The array is closed, and nothing follows. */
static int check_end(struct bytes rest, bool array, struct reason *reason)
{
	if (array && !rest.size)
		return because(reason, -EINVAL,
			       "the file ends in the middle of the array");
	bytes_skip(&rest, array);
	skip_blanks(&rest, "");
	return rest.size ? because(reason, -EINVAL,
				   "unexpected data behind the records") : 0;
}

int cel_parse(struct list *list, struct bytes piece, struct reason *reason)
{
	struct json_tokener *parser = json_tokener_new();
	struct bytes rest = piece;
	uint64_t next = 0;
	struct reason why;
	size_t at = 0;
	bool array;
	int err = 0;

	if (!parser)
		out_of_memory();
	json_tokener_set_flags(parser, JSON_TOKENER_VALIDATE_UTF8);
	skip_blanks(&rest, "");
	array = rest.data[0] == '[';
	bytes_skip(&rest, array);
	while (!err && at_record(&rest, array)) {
		struct json_object *record;

		at = piece.size - rest.size;
		record = next_record(parser, &rest, &why);
		err = record ? add_record(list, record, &next, &why) : -EINVAL;
		json_object_put(record);
	}
	json_tokener_free(parser);
	if (!err) {
		at = piece.size - rest.size;
		err = check_end(rest, array, &why);
	}
	return err ? because(reason, err, "entry %zu, at byte %zu: %.200s",
			     list_end(list) - list->skip + 1, at, why.text) : 0;
}
