// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Entries of IMA as CEL-JSON. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cel.h"
#include "shared/hash.h"

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

static struct json_object *member(struct json_object *object, const char *key,
				  enum json_type type)
{
	struct json_object *value;

	return json_object_is_type(object, json_type_object) &&
	       json_object_object_get_ex(object, key, &value) &&
	       json_object_is_type(value, type) ? value : NULL;
}

static bool number(struct json_object *record, const char *key, uint64_t *to)
{
	struct json_object *value = member(record, key, json_type_int);
	int64_t read = value ? json_object_get_int64(value) : -1;

	*to = (uint64_t)read;
	return read >= 0 && read < INT64_MAX;
}

static bool text(struct json_object *object, const char *key, struct bytes *to)
{
	struct json_object *value = member(object, key, json_type_string);

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

int cel_read(struct list *list, struct json_object *record,
	     struct reason *reason)
{
	struct json_object *content, *digests, *digest;
	struct list_entry entry = { .index = 0 };
	struct bytes type = { NULL, 0 };
	uint64_t recnum, pcr;
	int err;

	if (!text(record, "content_type", &type) ||
	    !bytes_are(type, "ima_template"))
		return because(reason, -EINVAL,
			       "its content_type is not ima_template");
	content = member(record, "content", json_type_object);
	digests = member(record, "digests", json_type_array);
	digest = digests ? json_object_array_get_idx(digests, 0) : NULL;
	if (number(record, "recnum", &recnum) && number(record, "pcr", &pcr) &&
	    hex(digest, "digest", &entry.digest) &&
	    text(content, "template_name", &entry.template) &&
	    hex(content, "template_data", &entry.data)) {
		entry.index = recnum;
		entry.pcr = pcr < LIST_PCRS ? (uint32_t)pcr : LIST_PCRS;
		err = recnum < list_end(list) ?
		      because(reason, -EINVAL, "its recnum is too low") :
		      list_put(list, &entry, reason);
	} else {
		err = because(reason, -EINVAL,
			      "recnum, pcr, digests, template_name or template_data is missing or malformed");
	}
	free((void *)entry.digest.data);
	free((void *)entry.data.data);
	return err;
}
