// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Judge many lists.  One thread reads lines into a queue, which holds so few
 * that whoever writes jobs faster than they are judged has to wait; the others
 * take a line each, judge it, and print the answer.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "batch.h"
#include "request.h"
#include "shared/command.h"

/* No line has more bytes; a larger list is named by its path. */
#define LINE_MAX_SIZE	((size_t)64 << 20)

/* More do not wait at a time, but one that is larger waits alone. */
#define QUEUE_LINES	256
#define QUEUE_BYTES	((size_t)16 << 20)

#define READ_SIZE	((size_t)64 << 10)

/* A line, without its newline; without data there was no room for it. */
struct line {
	char *data;
	size_t size;
	unsigned long long number;	/* from 1 */
};

enum outcome { ACCEPTED, REFUSED, UNUSABLE, NR_OUTCOMES };

struct batch {
	const struct batch_options *options;

	pthread_mutex_t lock;		/* of the queue */
	pthread_cond_t filled;
	pthread_cond_t drained;
	struct line lines[QUEUE_LINES];
	size_t first;
	size_t nr;
	size_t bytes;
	bool ended;			/* no more lines will come */

	pthread_mutex_t output;		/* of what follows, and stdout */
	unsigned long long counts[NR_OUTCOMES];
	_Atomic int error;		/* of writing: an errno value */
	time_t told;			/* when progress was told last */
	unsigned long long told_jobs;
};

/* What a worker is at. */
struct worker {
	struct batch *batch;
	struct line line;
	struct request request;
	struct json_object *answer;
	enum outcome outcome;
	jmp_buf no_memory;
};

static time_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/*
 * The queue
 */

static void put_line(struct batch *batch, struct line line)
{
	pthread_mutex_lock(&batch->lock);
	while (batch->nr == QUEUE_LINES ||
	       (batch->nr && batch->bytes + line.size > QUEUE_BYTES))
		pthread_cond_wait(&batch->drained, &batch->lock);
	batch->lines[(batch->first + batch->nr++) % QUEUE_LINES] = line;
	batch->bytes += line.size;
	pthread_cond_signal(&batch->filled);
	pthread_mutex_unlock(&batch->lock);
}

static bool take_line(struct batch *batch, struct line *line)
{
	bool found;

	pthread_mutex_lock(&batch->lock);
	while (!batch->nr && !batch->ended)
		pthread_cond_wait(&batch->filled, &batch->lock);
	found = batch->nr;
	if (found) {
		*line = batch->lines[batch->first++ % QUEUE_LINES];
		batch->nr--;
		batch->bytes -= line->size;
		pthread_cond_signal(&batch->drained);
	}
	pthread_mutex_unlock(&batch->lock);
	return found;
}

/*
 * Workers
 */

static void tell_progress(struct batch *batch, bool last)
{
	unsigned long long jobs = batch->counts[ACCEPTED] +
				  batch->counts[REFUSED] +
				  batch->counts[UNUSABLE];
	time_t passed = now() - batch->told;

	if (!batch->options->progress || (!passed && !last))
		return;
	fprintf(stderr, "%s: %llu jobs: %llu accepted, %llu refused, %llu unusable",
		program_name, jobs, batch->counts[ACCEPTED],
		batch->counts[REFUSED], batch->counts[UNUSABLE]);
	if (!last)
		fprintf(stderr, "; %llu a second", (jobs - batch->told_jobs) /
			(unsigned long long)passed);
	putc('\n', stderr);
	batch->told += passed;
	batch->told_jobs = jobs;
}

/* Each answer at once, as it may be waited for. */
static void print_answer(struct worker *worker, const char *text)
{
	struct batch *batch = worker->batch;

	pthread_mutex_lock(&batch->output);
	if (!batch->error &&
	    (fputs(text, stdout) < 0 || putchar('\n') < 0 || fflush(stdout)))
		batch->error = errno ?: EIO;
	batch->counts[worker->outcome]++;
	tell_progress(batch, false);
	pthread_mutex_unlock(&batch->output);
}

static void judge_line(struct worker *worker)
{
	struct request *request = &worker->request;
	const struct line *line = &worker->line;
	int err;

	err = line->data ? request_read(request, (struct bytes){
			   (const uint8_t *)line->data, line->size }) :
	      because(&request->job.reason, -E2BIG,
		      "the line has more than %zu MiB, or there is no memory for it; name the list by its path",
		      LINE_MAX_SIZE >> 20);
	err = err ?: job_judge(&request->job);
	worker->outcome = err ? UNUSABLE : request->job.verdict.accepted ?
			  ACCEPTED : REFUSED;
	worker->answer = request_verdict(request, worker->batch->options->ear,
					 err);
	if (!request->id)
		json_add_size(worker->answer, "line", line->number);
}

/* On one line; NULL if there is no memory. */
static const char *plain_text(struct json_object *object)
{
	return json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
}

static const char *answer_text(const struct worker *worker)
{
	const char *text = plain_text(worker->answer);

	if (!text)
		out_of_memory();
	return text;
}

/* As above, but with nothing that needs memory but what was read of the id. */
static const char *no_memory_text(struct worker *worker, char *text,
				  size_t size)
{
	const char *id = NULL;

	worker->outcome = UNUSABLE;
	if (worker->request.id)
		id = plain_text(worker->request.id);
	if (id && strlen(id) + 128 < size)
		snprintf(text, size, "{\"id\":%s,", id);
	else
		snprintf(text, size, "{\"line\":%llu,", worker->line.number);
	strcat(text, "\"verdict\":\"unusable\",\"reasons\":[{\"code\":\"unusable\",\"text\":\"out of memory\"}]}");
	return text;
}

/*
 * A list that takes too much memory is no reason not to judge the others.  What
 * was being made of it when there was no more is lost, the rest is freed.
 */
static void answer_line(struct worker *worker)
{
	char text[4096];

	if (!setjmp(worker->no_memory)) {
		no_memory_jump = &worker->no_memory;
		judge_line(worker);
		print_answer(worker, answer_text(worker));
	} else {
		print_answer(worker, no_memory_text(worker, text,
						    sizeof(text)));
	}
	no_memory_jump = NULL;
}

static void *work(void *data)
{
	struct batch *batch = data;
	struct worker *worker = xcalloc(1, sizeof(*worker));

	worker->batch = batch;
	while (take_line(batch, &worker->line)) {
		worker->request.job.input.known = batch->options->known;
		worker->request.job.input.rules = batch->options->rules;
		answer_line(worker);
		json_object_put(worker->answer);
		worker->answer = NULL;
		request_free(&worker->request);
		free(worker->line.data);
	}
	free(worker);
	return NULL;
}

/*
 * Reading
 */

/* What was read of stdin, and not given away yet. */
struct reader {
	char *data;
	size_t room;
	size_t start;
	size_t end;
	bool skip;			/* up to the next newline */
	unsigned long long number;
};

static void give_line(struct batch *batch, struct reader *reader, size_t size)
{
	struct line line = { .size = size, .number = ++reader->number };

	if (reader->skip) {
		reader->skip = false;
		line.size = 0;
	} else {
		line.data = malloc(size + 1);
		if (line.data)
			memcpy(line.data, reader->data + reader->start, size);
		else
			line.size = 0;
	}
	reader->start += size;
	/* Empty lines are none. */
	if (line.size || !line.data)
		put_line(batch, line);
	else
		free(line.data);
}

/* Room for what is read next. */
static void make_room(struct reader *reader)
{
	size_t kept = reader->end - reader->start, room = 2 * reader->room;
	char *data;

	if (reader->start)
		memmove(reader->data, reader->data + reader->start, kept);
	reader->start = 0;
	reader->end = kept;
	if (kept <= LINE_MAX_SIZE && reader->room - kept >= READ_SIZE)
		return;
	data = kept > LINE_MAX_SIZE || reader->skip ? NULL :
	       realloc(reader->data, room);
	if (data) {
		reader->data = data;
		reader->room = room;
	} else {
		reader->skip = true;
		reader->end = 0;
	}
}

static int read_lines(struct batch *batch, struct reader *reader)
{
	reader->room = 2 * READ_SIZE;
	reader->data = xcalloc(reader->room, 1);
	for (;;) {
		const char *newline;
		ssize_t got;

		make_room(reader);
		got = read(STDIN_FILENO, reader->data + reader->end,
			   reader->room - reader->end);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (reader->end > reader->start || reader->skip)
				give_line(batch, reader,
					  reader->end - reader->start);
			return got ? errno : 0;
		}
		newline = memchr(reader->data + reader->end, '\n',
				 (size_t)got);
		reader->end += (size_t)got;
		for (; newline; newline = memchr(newline, '\n', reader->end -
						 reader->start)) {
			give_line(batch, reader, (size_t)(newline -
				  reader->data) - reader->start);
			newline = reader->data + ++reader->start;
		}
		if (batch->error)
			return 0;
	}
}

static unsigned int processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) ? 1 :
	       (unsigned int)CPU_COUNT(&set);
}

/* Start workers; fewer than were asked for will do. */
static unsigned int start(struct batch *batch, pthread_t *threads)
{
	unsigned int wanted = batch->options->workers ?: processors(), n = 0;

	if (wanted > BATCH_WORKERS_MAX)
		wanted = BATCH_WORKERS_MAX;
	while (n < wanted && !pthread_create(&threads[n], NULL, work, batch))
		n++;
	return n;
}

int run_batch(const struct batch_options *options)
{
	struct batch batch = {
		.options = options,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.filled = PTHREAD_COND_INITIALIZER,
		.drained = PTHREAD_COND_INITIALIZER,
		.output = PTHREAD_MUTEX_INITIALIZER,
		.told = now(),
	};
	struct reader reader = { NULL, 0, 0, 0, false, 0 };
	pthread_t threads[BATCH_WORKERS_MAX];
	unsigned int i, n;
	int err;

	n = start(&batch, threads);
	if (!n) {
		complain("cannot start a thread");
		return EXIT_USAGE;
	}
	err = read_lines(&batch, &reader);
	free(reader.data);
	pthread_mutex_lock(&batch.lock);
	batch.ended = true;
	pthread_cond_broadcast(&batch.filled);
	pthread_mutex_unlock(&batch.lock);
	for (i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	tell_progress(&batch, true);
	if (err)
		complain("cannot read jobs (%s)", strerror(err));
	if (batch.error) {
		complain("cannot write output (%s)", strerror(batch.error));
		clearerr(stdout);
	}
	if (err || batch.error)
		return EXIT_USAGE;
	return batch.counts[REFUSED] || batch.counts[UNUSABLE] ? EXIT_FAILED :
	       EXIT_OK;
}
