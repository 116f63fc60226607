// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A job of "verify --batch": a line of JSON. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base64.h"
#include "report.h"
#include "request.h"
#include "state.h"

/* Quotes, keys, values of PCRs and event logs have some KiB. */
#define SMALL_MAX	((size_t)1 << 20)

/* A list and logs in base64. */
#define EVIDENCE_MAX	((size_t)1 << 30)

/* Put the key of the job, or the file, before the reason. */
static int of(struct request *request, int err, const char *what)
{
	struct reason inner = request->job.reason;

	return because(&request->job.reason, err, "%.64s: %s", what,
		       inner.text);
}

/* Nothing that keeps who opens or reads it waiting. */
static int read_path(struct request *request, const char *path, size_t max,
		     struct content *content)
{
	struct reason *reason = &request->job.reason;
	int err, fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd >= 0 && (fstat(fd, &st) || !S_ISREG(st.st_mode))) {
		close(fd);
		err = because(reason, -EINVAL, "not a regular file");
	} else {
		err = read_content(fd, max, content, reason);
	}
	return err ? of(request, err, path) : 0;
}

static bool is_text(struct json_object *value)
{
	return json_object_is_type(value, json_type_string) &&
	       strlen(json_object_get_string(value)) ==
	       (size_t)json_object_get_string_len(value);
}

static int expect_text(struct request *request, struct json_object *value)
{
	return is_text(value) ? 0 :
	       because(&request->job.reason, -EINVAL, "expected a string");
}

/* A path, or {"base64": "..."}. */
static int read_value(struct request *request, struct json_object *value,
		      size_t max, struct content *content)
{
	struct json_object *text;
	struct bytes bytes;

	*content = (struct content){ NULL, 0 };
	if (is_text(value))
		return read_path(request, json_object_get_string(value), max,
				 content);
	if (!json_object_is_type(value, json_type_object) ||
	    json_object_object_length(value) != 1 ||
	    !json_object_object_get_ex(value, "base64", &text) ||
	    !json_object_is_type(text, json_type_string))
		return because(&request->job.reason, -EINVAL,
			       "expected a path, or {\"base64\": \"...\"}");
	bytes.data = (const uint8_t *)json_object_get_string(text);
	bytes.size = (size_t)json_object_get_string_len(text);
	return base64_decode(bytes, content) ? 0 :
	       because(&request->job.reason, -EINVAL, "not base64");
}

/* All of it is one object. */
static int parse(struct request *request, struct bytes text, const char *what,
		 struct json_object **object)
{
	struct json_tokener *parser = json_tokener_new();
	struct reason *reason = &request->job.reason;
	enum json_tokener_error error;

	if (!parser)
		out_of_memory();
	if (text.size > INT_MAX) {
		json_tokener_free(parser);
		return because(reason, -EINVAL, "%s is too long", what);
	}
	json_tokener_set_flags(parser, JSON_TOKENER_STRICT |
			       JSON_TOKENER_VALIDATE_UTF8);
	*object = json_tokener_parse_ex(parser, (const char *)text.data,
					(int)text.size);
	error = json_tokener_get_error(parser);
	json_tokener_free(parser);
	if (error != json_tokener_success)
		return because(reason, -EINVAL, "%s is not JSON: %s", what,
			       error == json_tokener_continue ?
			       "it ends too early" :
			       json_tokener_error_desc(error));
	return json_object_is_type(*object, json_type_object) ? 0 :
	       because(reason, -EINVAL, "%s is not a JSON object", what);
}

/*
 * Evidence in one document, of which the members are taken as if they stood in
 * the job.  It is of the machine that is judged, so it names no files, and the
 * key in it counts for nothing.
 */

/* Objects have bytes in them. */
static bool names_file(struct json_object *value)
{
	size_t i, n;

	if (!json_object_is_type(value, json_type_array))
		return !json_object_is_type(value, json_type_object);
	n = json_object_array_length(value);
	for (i = 0; i < n; i++)
		if (names_file(json_object_array_get_idx(value, i)))
			return true;
	return false;
}

static int add_member(struct request *request, const char *key,
		      struct json_object *value)
{
	static const char *const keys[] = {
		"quote", "signature", "pcr", "list", "event_log", "list_from",
	};
	struct reason *reason = &request->job.reason;
	size_t i = 0;

	while (i < ARRAY_SIZE(keys) && strcmp(keys[i], key))
		i++;
	if (i == ARRAY_SIZE(keys))
		return because(reason, -EINVAL, "unknown key \"%.64s\"", key);
	if (strcmp(key, "list_from") && names_file(value))
		return because(reason, -EINVAL,
			       "%s: expected {\"base64\": \"...\"}", key);
	if (json_object_object_get_ex(request->line, key, NULL))
		return because(reason, -EINVAL, "%s: the job has it, too", key);
	json_add(request->line, key, json_object_get(value));
	return 0;
}

static int add_members(struct request *request, struct json_object *document)
{
	struct json_object *version;
	int err = 0;

	if (!json_object_object_get_ex(request->line, "ak", NULL))
		return because(&request->job.reason, -EINVAL,
			       "it takes \"ak\", too: the key that the machine is known by");
	if (!json_object_object_get_ex(document, "version", &version) ||
	    !json_object_is_type(version, json_type_int) ||
	    json_object_get_int64(version) != EVIDENCE_VERSION)
		return because(&request->job.reason, -EINVAL,
			       "not what kexec2-attest evidence writes, or of another version");
	json_object_object_foreach(document, key, value)
		if (!err && strcmp(key, "version") && strcmp(key, "ak"))
			err = add_member(request, key, value);
	/* Values that nobody has signed would do without a quote. */
	if (!err && !json_object_object_get_ex(request->line, "quote", NULL))
		err = because(&request->job.reason, -EINVAL, "it has no quote");
	return err;
}

static int add_evidence(struct request *request)
{
	struct json_object *value, *document = NULL;
	struct content content;
	int err;

	if (!json_object_object_get_ex(request->line, "evidence", &value))
		return 0;
	err = read_value(request, value, EVIDENCE_MAX, &content);
	err = err ?: parse(request, (struct bytes){
			   (const uint8_t *)content.data, content.size },
			   "it", &document);
	free(content.data);
	err = err ?: add_members(request, document);
	json_object_put(document);
	return err ? of(request, err, "evidence") : 0;
}

/*
 * What takes the value of a key, in the order of the table below.
 */

static int take_id(struct request *request, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_string) &&
	    !json_object_is_type(value, json_type_int))
		return because(&request->job.reason, -EINVAL,
			       "expected a string or an integer");
	/* What does not fit in is the largest one, and that of many. */
	if (json_object_is_type(value, json_type_int) &&
	    (json_object_get_int64(value) == INT64_MIN ||
	     json_object_get_uint64(value) == UINT64_MAX))
		return because(&request->job.reason, -ERANGE,
			       "the number is too large; give it as a string");
	request->id = value;
	return 0;
}

/* Those that go with a quote. */
static int take_companion(struct request *request, struct json_object *value)
{
	(void)value;
	return json_object_object_get_ex(request->line, "quote", NULL) ? 0 :
	       because(&request->job.reason, -EINVAL, "needs a quote");
}

static int take_nonce(struct request *request, struct json_object *value)
{
	return take_companion(request, value) ?:
	       expect_text(request, value) ?:
	       job_nonce(&request->job, json_object_get_string(value));
}

/* The decoded text up to the next ":", or all that is left. */
static bool keylime_field(struct bytes *text, struct content *content)
{
	struct bytes field = *text;

	if (!bytes_cut(text, ':', &field))
		*text = (struct bytes){ NULL, 0 };
	return field.size && base64_decode(field, content);
}

/* Keylime's "rMESSAGE:SIGNATURE:PCRS", each of them in base64. */
static int split_keylime(struct request *request, struct json_object *value,
			 struct content parts[3])
{
	struct json_object *quote;
	struct bytes text;

	if (!json_object_object_get_ex(value, "keylime", &quote) ||
	    expect_text(request, quote))
		return -ENOENT;
	text = bytes_of(json_object_get_string(quote));
	if (!bytes_prefix(&text, "r") || !keylime_field(&text, &parts[0]) ||
	    !keylime_field(&text, &parts[1]) ||
	    !keylime_field(&text, &parts[2]) || text.size)
		return because(&request->job.reason, -EINVAL,
			       "expected rMESSAGE:SIGNATURE:PCRS, as Keylime's agent answers it");
	return 0;
}

static int read_named(struct request *request, const char *key,
		      struct content *content)
{
	struct json_object *value;
	int err;

	if (!json_object_object_get_ex(request->line, key, &value))
		return because(&request->job.reason, -EINVAL,
			       "it takes \"%s\", too", key);
	err = read_value(request, value, SMALL_MAX, content);
	return err ? of(request, err, key) : 0;
}

static struct bytes bytes_in(const struct content *content)
{
	return (struct bytes){ (const uint8_t *)content->data, content->size };
}

static int read_quote(struct request *request, struct json_object *value,
		      struct content parts[3], struct content *key)
{
	int err = -ENOENT;

	if (json_object_is_type(value, json_type_object))
		err = split_keylime(request, value, parts);
	if (err == -ENOENT)
		err = read_value(request, value, SMALL_MAX, &parts[0]) ?:
		      read_named(request, "signature", &parts[1]);
	return err ?: read_named(request, "ak", key);
}

static int take_quote(struct request *request, struct json_object *value)
{
	struct content parts[3] = { { NULL, 0 } }, key = { NULL, 0 };
	struct quote_files files;
	int i, err = read_quote(request, value, parts, &key);

	files = (struct quote_files){ bytes_in(&parts[0]), bytes_in(&parts[1]),
				      bytes_in(&key) };
	if (!err)
		err = job_quote(&request->job, &files);
	if (!err && parts[2].data)
		err = job_pcrs(&request->job, bytes_in(&parts[2]), -1);
	for (i = 0; i < 3; i++)
		free(parts[i].data);
	free(key.data);
	return err;
}

/* Have each of an array taken, or the one value. */
static int each(struct request *request, struct json_object *value,
		int (*take)(struct request *request,
			    struct json_object *value))
{
	size_t i, n;
	int err = 0;

	if (!json_object_is_type(value, json_type_array))
		return take(request, value);
	n = json_object_array_length(value);
	for (i = 0; i < n && !err; i++)
		err = take(request, json_object_array_get_idx(value, i));
	return err;
}

static int take_from(struct request *request, struct json_object *value)
{
	int64_t from = json_object_get_int64(value);

	if (!json_object_is_type(value, json_type_int) || from < 0)
		return because(&request->job.reason, -EINVAL,
			       "expected the number of entries before the list");
	if (from && !json_object_object_get_ex(request->line, "state", NULL))
		return because(&request->job.reason, -EINVAL,
			       "needs a state");
	request->from = (size_t)from;
	return 0;
}

/* true only asks for one. */
static int take_state(struct request *request, struct json_object *value)
{
	if (json_object_is_type(value, json_type_boolean)) {
		request->wants_state = json_object_get_boolean(value);
		return 0;
	}
	if (!json_object_is_type(value, json_type_object))
		return because(&request->job.reason, -EINVAL,
			       "expected the state of a verdict, or true");
	request->wants_state = request->goes_on = true;
	return state_read(&request->job, value, request->from);
}

static int add_pcrs(struct request *request, struct json_object *value)
{
	struct content file;
	int err = read_value(request, value, SMALL_MAX, &file);

	err = err ?: job_pcrs(&request->job, bytes_in(&file), -1);
	free(file.data);
	return err;
}

static int add_log(struct request *request, struct json_object *value)
{
	struct content file;
	int err = read_value(request, value, SMALL_MAX, &file);

	err = err ?: events_add(&request->job.input.evidence.events,
				bytes_in(&file), &request->job.reason);
	free(file.data);
	return err;
}

static int add_start(struct request *request, struct json_object *value)
{
	return expect_text(request, value) ?:
	       job_start(&request->job, json_object_get_string(value));
}

static int add_piece(struct request *request, struct json_object *value)
{
	struct content piece;
	int err = read_value(request, value, LIST_PIECE_MAX, &piece);

	return err ?: list_add(&request->job.list, piece.data, piece.size,
			       &request->job.reason);
}

static int take_pcrs(struct request *request, struct json_object *value)
{
	return each(request, value, add_pcrs);
}

static int take_logs(struct request *request, struct json_object *value)
{
	return each(request, value, add_log);
}

static int take_start(struct request *request, struct json_object *value)
{
	return each(request, value, add_start);
}

static int take_list(struct request *request, struct json_object *value)
{
	return each(request, value, add_piece);
}

static const struct {
	const char *key;
	int (*take)(struct request *request, struct json_object *value);
} keys[] = {
	{ "id", take_id },
	{ "evidence", NULL },		/* see add_evidence() */
	{ "nonce", take_nonce },
	{ "signature", take_companion },
	{ "ak", take_companion },
	{ "quote", take_quote },
	{ "pcr", take_pcrs },
	{ "event_log", take_logs },
	{ "start", take_start },
	{ "list_from", take_from },
	{ "state", take_state },
	{ "list", take_list },
};

/* One that is misspelt must not be one that is missing. */
static int check_keys(struct request *request)
{
	struct json_object_iterator at = json_object_iter_begin(request->line);
	struct json_object_iterator end = json_object_iter_end(request->line);

	while (!json_object_iter_equal(&at, &end)) {
		const char *name = json_object_iter_peek_name(&at);
		size_t i = 0;

		while (i < ARRAY_SIZE(keys) && strcmp(keys[i].key, name))
			i++;
		if (i == ARRAY_SIZE(keys))
			return because(&request->job.reason, -EINVAL,
				       "unknown key \"%.64s\"", name);
		json_object_iter_next(&at);
	}
	return 0;
}

int request_read(struct request *request, struct bytes line)
{
	struct json_object *value;
	int err = parse(request, line, "the line", &request->line);

	if (err)
		return err;
	if (!json_object_object_get_ex(request->line, "id", &value))
		return because(&request->job.reason, -EINVAL, "missing id");
	/* The answer has it in any case. */
	return take_id(request, value) ?: request_take(request);
}

int request_take(struct request *request)
{
	struct json_object *value;
	int err = add_evidence(request) ?: check_keys(request);
	size_t i;

	request->from = SIZE_MAX;
	for (i = 0; i < ARRAY_SIZE(keys) && !err; i++) {
		if (!keys[i].take ||
		    !json_object_object_get_ex(request->line, keys[i].key,
					       &value))
			continue;
		err = keys[i].take(request, value);
		if (err)
			return of(request, err, keys[i].key);
	}
	return err || request->job.list.nr_pieces || request->goes_on ? err :
	       because(&request->job.reason, -EINVAL, "missing list");
}

struct json_object *request_verdict(const struct request *request,
				    const struct ear *ear, int err)
{
	const struct verdict *verdict = &request->job.verdict;
	struct json_object *root = json_new(), *reasons, *reason;

	if (request->id)
		json_add(root, "id", json_object_get(request->id));
	if (!err) {
		if (ear) {
			json_add_text(root, "verdict", verdict_word(verdict));
			add_ear(root, ear, &request->job, request->id);
		} else {
			add_verdict(root, verdict);
		}
		if (request->wants_state)
			add_state(root, &request->job);
		return root;
	}
	reasons = json_list();
	reason = json_new();
	json_add_text(root, "verdict", "unusable");
	json_add_text(reason, "code", "unusable");
	json_add_text(reason, "text", request->job.reason.text);
	json_append(reasons, reason);
	json_add(root, "reasons", reasons);
	return root;
}

void request_free(struct request *request)
{
	job_free(&request->job);
	json_object_put(request->line);
	*request = (struct request){ .line = NULL };
}
