// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Jobs of verify --batch, and the states in them.  Whoever goes on from a state,
 * with nothing new, gets the same verdict again.  Files cannot be opened.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"sha256:0000000000000000000000000000000000000000000000000000000000000001 linux role=kernel\n"
	"cmdline \"\" none\n";

static struct known known;
static struct rules rules;

/* The verdict, without the state, which is to be freed; or NULL. */
static struct json_object *judge(struct bytes line, struct json_object **state,
				 struct json_object **job)
{
	struct request request = { .line = NULL };
	struct json_object *answer;
	int err;

	request.job.input.known = &known;
	request.job.input.rules = &rules;
	err = request_read(&request, line) ?: job_judge(&request.job);
	if (err && !*request.job.reason.text)
		abort();
	answer = request_verdict(&request, NULL, err);
	*state = *job = NULL;
	if (!err) {
		*job = json_object_get(request.line);
		json_object_object_get_ex(answer, "state", state);
		json_object_get(*state);
		json_object_object_del(answer, "state");
	}
	request_free(&request);
	if (!err)
		return answer;
	json_object_put(answer);
	return NULL;
}

static int64_t number(struct json_object *object, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, key, &value))
		abort();
	return json_object_get_int64(value);
}

/* The same again, from the state; @job is changed. */
static void go_on(struct json_object *answer, struct json_object *state,
		  struct json_object *job)
{
	static const char *const gone[] = { "list", "list_from", "start" };
	struct json_object *again, *next, *unused;
	const char *line;
	size_t i;

	for (i = 0; i < sizeof(gone) / sizeof(*gone); i++)
		json_object_object_del(job, gone[i]);
	json_object_object_add(job, "state", json_object_get(state));
	line = json_object_to_json_string(job);
	again = judge((struct bytes){ (const uint8_t *)line, strlen(line) },
		      &next, &unused);
	if (!again || !json_object_equal(again, answer) ||
	    !json_object_equal(next, state))
		abort();
	json_object_put(again);
	json_object_put(next);
	json_object_put(unused);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_object *answer, *state, *job;
	struct rlimit limit, none;
	struct reason reason;

	if (!known.items_by_digest) {
		rules = RULES_INIT;
		if (known_parse(&known, (struct bytes){ (const uint8_t *)text,
						sizeof(text) - 1 }, &reason))
			abort();
	}
	getrlimit(RLIMIT_NOFILE, &limit);
	none = (struct rlimit){ 0, limit.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	answer = judge((struct bytes){ data, size }, &state, &job);
	/* What lies behind the PCRs is not in a state. */
	if (answer && state &&
	    number(state, "entries") == number(answer, "entries"))
		go_on(answer, state, job);
	json_object_put(answer);
	json_object_put(state);
	json_object_put(job);
	setrlimit(RLIMIT_NOFILE, &limit);
	return 0;
}
