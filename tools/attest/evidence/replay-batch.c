// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Replaying many entries.
 *
 * There are two batches: one is filled while the other is hashed.  What is to
 * be done with a batch are tasks: for each algorithm of a bank the digests of all
 * data, and for each bank its extends, which need the digests of one algorithm.
 * Threads take them; so does who fills the batches when it has to wait.
 *
 * A digest that only the logged one is compared with is made while the data are at
 * hand: to bring them to another processor takes about as long.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "replay-batch.h"
#include "replay-impl.h"

/*
 * A batch is full with as many entries, or as many bytes of data.  A fuzzer makes
 * short lists, and is to see several batches, too.
 */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define BATCH_ENTRIES	32
#else
#define BATCH_ENTRIES	4096
#endif
#define BATCH_DATA	(512U << 10)

/* Each may have one task for each algorithm and each bank. */
#define TASKS_MAX	(REPLAY_ALGORITHMS + REPLAY_BANKS)
#define NEEDS_NOTHING	TASKS_MAX

typedef uint8_t digest_t[LIST_DIGEST_MAX];

/*
 * What is needed to hash an entry.  @logged: the size of the digest that it was
 * logged with, unless this is known to agree, or is that of a violation.
 */
struct item {
	uint32_t data_size;
	uint8_t pcr;
	bool violation;
	uint8_t logged;
};

/**
 * struct batch - entries, and what comes of them
 * @first:   Index of the first.
 * @data:    Of one after another.
 * @logged:  What they were logged with, where it is not known to agree; and
 *	     @differs: there is such a one.
 * @digests: Per algorithm, of each item.
 * @values:  Per bank, what the PCR of the item holds after it; if all are told.
 */
struct batch {
	struct item items[BATCH_ENTRIES];
	size_t nr;
	size_t first;
	uint8_t *data;
	size_t data_size;
	size_t data_capacity;
	digest_t logged[BATCH_ENTRIES];
	bool differs;
	digest_t digests[REPLAY_ALGORITHMS][BATCH_ENTRIES];
	digest_t values[REPLAY_BANKS][BATCH_ENTRIES];
};

/* Of an algorithm, or else of a bank. */
struct task {
	bool extends;
	size_t which;
	size_t needs;			/* task that comes before, or NEEDS_NOTHING */
	bool taken;
	bool done;
	bool failed;
};

/**
 * struct replay_batches - entries that are being replayed
 * @batch:    The two, made when they are needed.
 * @filling:  Which of them is being filled.
 * @hashing:  The other one is being hashed.
 * @logged_size: Of the digests that the list has.
 * @lock:     Guards the following, and what the tasks write.
 * @changed:  A task was done, or there are new ones, or there will be no more.
 * @tasks:    What is to be done with the batch that is being hashed.
 * @threads:  Who does.
 */
struct replay_batches {
	struct replay *replay;
	bool all;
	replay_told told;
	void *context;
	struct batch *batch[2];
	size_t filling;
	bool hashing;
	size_t logged_size;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct task tasks[TASKS_MAX];
	size_t nr_tasks;
	bool ending;
	bool started;
	pthread_t threads[TASKS_MAX];
	size_t nr_threads;
};

struct replay_batches *replay_batches_new(struct replay *replay,
					  bool all, replay_told told,
					  void *context)
{
	struct replay_batches *batches = calloc(1, sizeof(*batches));

	if (!batches)
		return NULL;
	batches->replay = replay;
	batches->all = all;
	batches->told = told;
	batches->context = context;
	pthread_mutex_init(&batches->lock, NULL);
	pthread_cond_init(&batches->changed, NULL);
	return batches;
}

static void stop_threads(struct replay_batches *batches)
{
	size_t i;

	pthread_mutex_lock(&batches->lock);
	batches->ending = true;
	pthread_cond_broadcast(&batches->changed);
	pthread_mutex_unlock(&batches->lock);
	for (i = 0; i < batches->nr_threads; i++)
		pthread_join(batches->threads[i], NULL);
}

static void free_batch(struct batch *batch)
{
	if (batch)
		free(batch->data);
	free(batch);
}

void replay_batches_free(struct replay_batches *batches)
{
	if (!batches)
		return;
	stop_threads(batches);
	free_batch(batches->batch[0]);
	free_batch(batches->batch[1]);
	pthread_cond_destroy(&batches->changed);
	pthread_mutex_destroy(&batches->lock);
	free(batches);
}

/*
 * Tasks
 */

static bool make_digests(struct replay *replay, struct batch *batch,
			 size_t algorithm)
{
	const uint8_t *data = batch->data;
	size_t i;

	for (i = 0; i < batch->nr; i++) {
		const struct item *item = &batch->items[i];

		if (!item->violation &&
		    !replay_digest(&replay->algorithms[algorithm], data,
				   item->data_size,
				   batch->digests[algorithm][i]))
			return false;
		data += item->data_size;
	}
	return true;
}

static bool extend(struct replay *replay, struct batch *batch, size_t bank,
		   bool all)
{
	size_t data = replay->banks[bank]->data, i;

	for (i = 0; i < batch->nr; i++) {
		const struct item *item = &batch->items[i];

		if (!replay_extend_bank(replay, bank, item->pcr,
					item->violation ? NULL :
					batch->digests[data][i],
					batch->first + i))
			return false;
		if (all && item->pcr < TPM_PCRS)
			memcpy(batch->values[bank][i],
			       replay_value(replay, bank, item->pcr),
			       replay_digest_size(replay, bank));
	}
	return true;
}

static struct task *next_task(struct replay_batches *batches)
{
	size_t i;

	for (i = 0; i < batches->nr_tasks; i++) {
		struct task *task = &batches->tasks[i];

		if (!task->taken && (task->needs == NEEDS_NOTHING ||
				     batches->tasks[task->needs].done))
			return task;
	}
	return NULL;
}

/* Under the lock, which is dropped meanwhile.  False if there is none to do. */
static bool do_task(struct replay_batches *batches)
{
	struct batch *batch = batches->batch[!batches->filling];
	struct task *task = next_task(batches);
	bool ok;

	if (!task)
		return false;
	task->taken = true;
	pthread_mutex_unlock(&batches->lock);
	ok = task->extends ?
	     extend(batches->replay, batch, task->which, batches->all) :
	     make_digests(batches->replay, batch, task->which);
	pthread_mutex_lock(&batches->lock);
	task->failed = !ok;
	task->done = true;
	pthread_cond_broadcast(&batches->changed);
	return true;
}

static void *work(void *context)
{
	struct replay_batches *batches = context;

	pthread_mutex_lock(&batches->lock);
	while (!batches->ending)
		if (!do_task(batches))
			pthread_cond_wait(&batches->changed, &batches->lock);
	pthread_mutex_unlock(&batches->lock);
	return NULL;
}

/* One for each further processor.  Without any, it only takes longer. */
static void start_threads(struct replay_batches *batches)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	while (batches->nr_threads < batches->nr_tasks &&
	       (long)batches->nr_threads + 1 < processors)
		if (pthread_create(&batches->threads[batches->nr_threads],
				   NULL, work, batches))
			break;
		else
			batches->nr_threads++;
	batches->started = true;
}

static void add_task(struct replay_batches *batches, bool extends,
		     size_t which, size_t needs)
{
	batches->tasks[batches->nr_tasks++] = (struct task){
		.extends = extends, .which = which, .needs = needs,
	};
}

/* Extends come first, as these cannot be divided: as soon as one can, it is. */
static void make_tasks(struct replay_batches *batches)
{
	const struct replay *replay = batches->replay;
	size_t i;

	batches->nr_tasks = 0;
	for (i = 0; i < replay->nr_banks; i++)
		add_task(batches, true, i,
			 replay->nr_banks + replay->banks[i]->data);
	for (i = 0; i < replay->nr_algorithms; i++) {
		add_task(batches, false, i, NEEDS_NOTHING);
		/* Its number is that of the algorithm, also if it is none. */
		batches->tasks[batches->nr_tasks - 1].taken =
		batches->tasks[batches->nr_tasks - 1].done =
			!replay->algorithms[i].banked;
	}
}

static bool all_done(const struct replay_batches *batches, bool *failed)
{
	size_t i;

	*failed = false;
	for (i = 0; i < batches->nr_tasks; i++) {
		if (!batches->tasks[i].done)
			return false;
		*failed |= batches->tasks[i].failed;
	}
	return true;
}

/*
 * Batches
 */

static enum replay_check check_item(const struct replay *replay,
				    const struct batch *batch, size_t i,
				    const uint8_t *data)
{
	const struct item *item = &batch->items[i];

	if (item->violation)
		return REPLAY_CANNOT_TELL;
	if (!item->logged)
		return REPLAY_AGREES;
	return replay_compare(replay, batch->digests[0][i],
			      sizeof(batch->digests[0]),
			      (struct bytes){ batch->logged[i], item->logged },
			      (struct bytes){ data, item->data_size });
}

static void tell(struct replay_batches *batches, const struct batch *batch)
{
	const struct replay *replay = batches->replay;
	const uint8_t *data = batch->data;
	size_t i, bank;

	for (i = 0; i < batch->nr; i++) {
		struct replay_step step = {
			.index = batch->first + i,
			.pcr = batch->items[i].pcr,
			.check = check_item(replay, batch, i, data),
		};

		data += batch->items[i].data_size;
		if (!batches->all && step.check != REPLAY_DIFFERS)
			continue;
		for (bank = 0; bank < replay->nr_banks; bank++)
			step.value[bank] = batch->values[bank][i];
		batches->told(batches->context, &step);
	}
}

/* Have the batch that is being hashed done, and tell. */
static int wait_for_batch(struct replay_batches *batches,
			  struct reason *reason)
{
	struct batch *batch = batches->batch[!batches->filling];
	bool failed;

	if (!batches->hashing)
		return 0;
	pthread_mutex_lock(&batches->lock);
	while (!all_done(batches, &failed))
		if (!do_task(batches))
			pthread_cond_wait(&batches->changed, &batches->lock);
	pthread_mutex_unlock(&batches->lock);
	batches->hashing = false;
	if (failed)
		return because(reason, -ENOMEM, "OpenSSL cannot make digests");
	if (batches->all || batch->differs)
		tell(batches, batch);
	batch->nr = batch->data_size = 0;
	batch->differs = false;
	return 0;
}

/* Have the batch that was filled hashed, and go on with the other. */
static int turn_over(struct replay_batches *batches, struct reason *reason)
{
	int err = wait_for_batch(batches, reason);

	if (err)
		return err;
	pthread_mutex_lock(&batches->lock);
	batches->filling = !batches->filling;
	make_tasks(batches);
	pthread_cond_broadcast(&batches->changed);
	pthread_mutex_unlock(&batches->lock);
	batches->hashing = true;
	return 0;
}

static bool has_room(const struct batch *batch, size_t size)
{
	return !batch->nr || (batch->nr < BATCH_ENTRIES &&
			      batch->data_size + size <= BATCH_DATA);
}

static int reserve(struct batch *batch, size_t size)
{
	size_t capacity = size > BATCH_DATA ? size : BATCH_DATA;
	uint8_t *data;

	if (batch->data_size + size <= batch->data_capacity)
		return 0;
	data = realloc(batch->data, capacity);
	if (!data)
		return -ENOMEM;
	batch->data = data;
	batch->data_capacity = capacity;
	return 0;
}

/*
 * What no bank needs is made at once, and only kept if it is needed again: what is
 * written here is far away by the time that the batch comes round.  False if
 * OpenSSL fails.
 */
static bool check_now(struct replay *replay, struct batch *batch, size_t i,
		      const struct list_entry *entry)
{
	struct item *item = &batch->items[i];
	digest_t digest;
	size_t a;

	for (a = 0; a < replay->nr_algorithms && item->logged; a++) {
		struct replay_algorithm *algorithm = &replay->algorithms[a];

		if (algorithm->banked ||
		    algorithm->digester.size != entry->digest.size)
			continue;
		if (!replay_digest(algorithm, entry->data.data,
				   entry->data.size, digest))
			return false;
		if (!memcmp(digest, entry->digest.data, entry->digest.size))
			item->logged = 0;
		else
			memcpy(batch->digests[a][i], digest, sizeof(digest));
	}
	if (!item->logged)
		return true;
	/* It may agree with that of a bank. */
	memcpy(batch->logged[i], entry->digest.data, entry->digest.size);
	batch->differs = true;
	return true;
}

static void put(struct batch *batch, const struct list_entry *entry)
{
	if (!batch->nr)
		batch->first = entry->index;
	batch->items[batch->nr++] = (struct item){
		.data_size = (uint32_t)entry->data.size,
		.pcr = (uint8_t)entry->pcr,
		.violation = entry->violation,
		.logged = entry->violation ? 0 : (uint8_t)entry->digest.size,
	};
	if (entry->data.size)
		memcpy(batch->data + batch->data_size, entry->data.data,
		       entry->data.size);
	batch->data_size += entry->data.size;
}

/* Algorithms are only added while none is in use. */
static int see_logged(struct replay_batches *batches, size_t size,
		      struct reason *reason)
{
	int err;

	if (size == batches->logged_size)
		return 0;
	err = wait_for_batch(batches, reason);
	if (!err)
		err = replay_add_logged(batches->replay, size, reason);
	if (!err)
		batches->logged_size = size;
	return err;
}

int replay_batches_add(struct replay_batches *batches,
		       const struct list_entry *entry, struct reason *reason)
{
	struct batch **batch = &batches->batch[batches->filling];
	int err = see_logged(batches, entry->digest.size, reason);

	if (!err && *batch && !has_room(*batch, entry->data.size)) {
		err = turn_over(batches, reason);
		if (!err && !batches->started)
			start_threads(batches);
		batch = &batches->batch[batches->filling];
	}
	if (err)
		return err;
	if (!*batch)
		*batch = calloc(1, sizeof(**batch));
	if (!*batch || reserve(*batch, entry->data.size))
		return because(reason, -ENOMEM, "out of memory");
	put(*batch, entry);
	if (!check_now(batches->replay, *batch, (*batch)->nr - 1, entry))
		return because(reason, -ENOMEM, "OpenSSL cannot make digests");
	return 0;
}

int replay_batches_finish(struct replay_batches *batches,
			  struct reason *reason)
{
	int err = 0;

	if (batches->batch[batches->filling])
		err = turn_over(batches, reason);
	return err ? err : wait_for_batch(batches, reason);
}
