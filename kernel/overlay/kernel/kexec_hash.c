// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Hash the parts of an initramfs while they are read.
 *
 * Each part is hashed once, for all who need its digest: the LSMs, and the
 * digest of the image.  If they take different algorithms, one pass feeds
 * both.  If only the image needs it, a large part is hashed in pieces, by as
 * many CPUs as there are.
 *
 * Workers follow the reader, each in a piece of its own.  When a digest is
 * waited for, the reader takes pieces, too.  With one CPU there are no workers,
 * and the reader hashes what it has read while that is in the cache.  Workers
 * allocate nothing, and none need ever run.
 */

#include <crypto/hash.h>
#include <crypto/sha2.h>
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kexec_request.h>
#include <linux/kexec_versions.h>
#include <linux/minmax.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include "kexec_digest.h"
#include "kexec_hash.h"

/* There is only so much to read from memory at a time. */
#define WORKERS_MAX	16U

/*
 * Where the payload of a part ends and a signature begins is known when all of
 * the part was read.  Until then, hashing stays that far behind the end.
 */
#define SIGNATURE_ROOM	SZ_64K

/* So little that a second algorithm finds it in the cache. */
#define STEP		SZ_256K

/* A piece takes longer to hash than to find somebody who does. */
#define PIECE_MIN	SZ_4M

/* What one task tells of, and others read. */
#define job_set(var, value)	\
	smp_store_release(&(var), value)	/* pairs with job_get() */
#define job_get(var)		\
	smp_load_acquire(&(var))		/* pairs with job_set() */

enum { FOR_LSM, FOR_IMAGE, NR_STREAMS };

/**
 * struct progress - how far a part was read
 * @read: How many bytes were.
 * @all:  They are all there are, and the size of the payload is known.
 * @jobs: Index of the job for its first piece.
 */
struct progress {
	size_t		read;
	bool		all;
	unsigned int	jobs;
};

/**
 * struct job - a piece of a part
 * @part:  Index of the part.
 * @start: Where the piece starts in it.
 * @end:   Where it ends, if the payload does not end before.
 * @done:  It was hashed.
 * @ret:   Error, if it could not be.
 */
struct job {
	unsigned int	part;
	size_t		start;
	size_t		end;
	bool		done;
	int		ret;
};

/**
 * struct slot - who hashes a piece
 * @work:   Of a worker.
 * @hasher: Where the slot belongs.
 * @job:    Which piece it is.
 * @hashed: As far as where in the part.
 * @ret:    Error, if it could not go on.
 * @desc:   The hash so far, by each algorithm; or NULL.
 * @state:  Room to keep one of them.
 */
struct slot {
	struct work_struct	work;
	struct kexec_hasher	*hasher;
	unsigned int		job;
	size_t			hashed;
	int			ret;
	struct shash_desc	*desc[NR_STREAMS];
	void			*state;
};

/**
 * struct kexec_hasher - hashing of the parts of a load
 * @req:   The load.
 * @tfm:   The algorithms, or NULL.
 * @same:  That for the LSMs is that for the image.
 * @image: The image needs digests.
 * @wait:  Woken when anything below has changed.
 * @stop:  Nobody waits for digests any more.
 * @begun: How many jobs are in parts that are read, or were.
 * @taken: How many of these are done, or being done.
 * @parts: One for each part, and one more, where the jobs end.
 * @jobs:  One for each piece of each part, in order.
 * @nr_slots: Number of @slots.
 * @slots: The reader's, and one for each worker.
 */
struct kexec_hasher {
	struct kexec_request	*req;
	struct crypto_shash	*tfm[NR_STREAMS];
	bool			same;
	bool			image;
	wait_queue_head_t	wait;
	bool			stop;
	int			begun;
	atomic_t		taken;
	struct progress		*parts;
	struct job		*jobs;
	unsigned int		nr_slots;
	struct slot		slots[] __counted_by(nr_slots);
};

static bool take_job(struct slot *slot)
{
	struct kexec_hasher *h = slot->hasher;
	int begun = job_get(h->begun);
	int job = atomic_read(&h->taken);

	/* Others may have begun and taken more since. */
	do {
		if (job >= begun)
			return false;
	} while (!atomic_try_cmpxchg(&h->taken, &job, job + 1));

	slot->job = job;
	slot->hashed = h->jobs[job].start;
	slot->ret = 0;
	return true;
}

/* How far a piece can be hashed, as far as the part was read. */
static size_t readable(struct kexec_hasher *h, const struct job *job)
{
	const struct kexec_initrd_part *part = &h->req->initrds[job->part];
	struct progress *progress = &h->parts[job->part];
	size_t end;

	if (job_get(progress->all))
		end = part->payload;
	else if (part->size <= SIGNATURE_ROOM)
		end = 0;
	else
		end = min(job_get(progress->read),
			  part->size - SIGNATURE_ROOM);
	return clamp(end, job->start, job->end);
}

/* Hash a piece as far as @end. */
static int update(struct slot *slot, const void *buf, size_t start, size_t end)
{
	int ret = 0;

	for (int i = 0; !ret && slot->hashed == start && i < NR_STREAMS; i++) {
		if (slot->desc[i])
			ret = crypto_shash_init(slot->desc[i]);
	}
	while (!ret && slot->hashed < end) {
		size_t n = min_t(size_t, end - slot->hashed, STEP);

		for (int i = 0; !ret && i < NR_STREAMS; i++) {
			if (slot->desc[i])
				ret = crypto_shash_update(slot->desc[i],
							  buf + slot->hashed,
							  n);
		}
		slot->hashed += n;
		cond_resched();
		if (READ_ONCE(slot->hasher->stop) ||
		    fatal_signal_pending(current))
			return -EINTR;
	}
	return ret;
}

/*
 * A piece was hashed as far as the payload goes; make digests of it.  Those for
 * the LSMs are of whole parts, and one is of what follows the payload, too.
 */
static int finish(struct slot *slot, struct kexec_initrd_part *part)
{
	struct kexec_hasher *h = slot->hasher;
	u8 *image_digest = h->req->image_digests[slot->job];
	struct shash_desc *desc = slot->desc[FOR_LSM];
	size_t rest = part->size - part->payload;
	int ret;

	if (slot->desc[FOR_IMAGE]) {
		ret = crypto_shash_final(slot->desc[FOR_IMAGE], image_digest);
		if (ret)
			return ret;
	}
	if (!desc)
		return 0;

	if (rest) {
		ret = crypto_shash_export(desc, slot->state) ?:
		      crypto_shash_final(desc, part->digest) ?:
		      crypto_shash_import(desc, slot->state) ?:
		      kexec_digest_update(desc, part->buf + part->payload,
					  rest) ?:
		      crypto_shash_final(desc, part->file_digest);
	} else {
		ret = crypto_shash_final(desc, part->digest);
		memcpy(part->file_digest, part->digest,
		       sizeof(part->file_digest));
	}
	if (!ret && h->same)
		memcpy(image_digest, part->digest, SHA256_DIGEST_SIZE);
	return ret;
}

/* Hash what there is of a piece.  True if that was all of it, or has failed. */
static bool advance(struct slot *slot)
{
	struct kexec_hasher *h = slot->hasher;
	struct job *job = &h->jobs[slot->job];
	struct kexec_initrd_part *part = &h->req->initrds[job->part];
	bool all = job_get(h->parts[job->part].all);
	size_t end = readable(h, job);

	/* The signature is larger than the room that was left for one. */
	if (all && slot->hashed > end)
		slot->hashed = job->start;

	if (!slot->ret)
		slot->ret = update(slot, part->buf, job->start, end);
	all |= end == job->end;
	if (!slot->ret && all)
		slot->ret = finish(slot, part);
	if (!slot->ret && !all)
		return false;

	job->ret = slot->ret;
	job_set(job->done, true);
	wake_up_all(&h->wait);
	return true;
}

static bool can_advance(struct slot *slot)
{
	struct kexec_hasher *h = slot->hasher;
	const struct job *job = &h->jobs[slot->job];

	return job_get(h->parts[job->part].all) ||
	       readable(h, job) > slot->hashed;
}

static void hash_work(struct work_struct *work)
{
	struct slot *slot = container_of(work, struct slot, work);
	struct kexec_hasher *h = slot->hasher;

	for (;;) {
		wait_event_idle(h->wait, READ_ONCE(h->stop) || take_job(slot));
		do {
			wait_event_idle(h->wait, READ_ONCE(h->stop) ||
					can_advance(slot));
			if (READ_ONCE(h->stop))
				return;
		} while (!advance(slot));
	}
}

/*
 * How much of a part is hashed at a time.  There are as many regions in the
 * digest of an image as there can be parts, whatever is made of them.
 */
static size_t piece_size(const struct kexec_request *req, unsigned int cpus)
{
	unsigned int spare = KEXEC_INITRD_MAX - req->nr_initrds;

	if (req->hash || cpus == 1 || !spare)
		return req->initrd_size;
	return max_t(size_t, PIECE_MIN,
		     DIV_ROUND_UP(req->initrd_size, spare));
}

static unsigned int nr_pieces(const struct kexec_request *req, size_t piece)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < req->nr_initrds; i++)
		nr += DIV_ROUND_UP(req->initrds[i].size, piece);
	return nr;
}

/* Cut the parts into @nr pieces, with a job for each. */
static int add_jobs(struct kexec_hasher *h, size_t piece, unsigned int nr)
{
	struct kexec_request *req = h->req;
	unsigned int n = 0;

	h->parts = kcalloc(req->nr_initrds + 1, sizeof(*h->parts), GFP_KERNEL);
	h->jobs = kcalloc(nr, sizeof(*h->jobs), GFP_KERNEL);
	req->image_digests = kcalloc(nr, sizeof(*req->image_digests),
				     GFP_KERNEL);
	if (!h->parts || !h->jobs || !req->image_digests)
		return -ENOMEM;

	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		struct kexec_initrd_part *part = &req->initrds[i];

		part->piece = piece;
		part->image_digests = &req->image_digests[n];
		for (size_t at = 0; at < part->size; at += piece) {
			struct job *job = &h->jobs[n++];

			job->part = i;
			job->start = at;
			job->end = at + min(piece, part->size - at);
		}
		h->parts[i + 1].jobs = n;
	}
	return 0;
}

/* Let each slot hash by an algorithm, too. */
static int add_algo(struct kexec_hasher *h, int stream, const char *name)
{
	struct crypto_shash *tfm = crypto_alloc_shash(name, 0, 0);
	size_t size;

	if (IS_ERR(tfm))
		return PTR_ERR(tfm);

	h->tfm[stream] = tfm;
	size = sizeof(struct shash_desc) + crypto_shash_descsize(tfm);
	for (unsigned int i = 0; i < h->nr_slots; i++) {
		struct slot *slot = &h->slots[i];

		slot->desc[stream] = kzalloc(size, GFP_KERNEL);
		if (!slot->desc[stream])
			return -ENOMEM;
		slot->desc[stream]->tfm = tfm;

		if (stream != FOR_LSM)
			continue;
		slot->state = kmalloc(crypto_shash_statesize(tfm), GFP_KERNEL);
		if (!slot->state)
			return -ENOMEM;
	}
	return 0;
}

/**
 * kexec_hash_begin() - hash the parts of a load
 * @req: the load, whose parts are open; has at least one
 *
 * The digests go into the parts: those by the algorithm of the LSMs, if they
 * want them, and SHA-256 of what goes into the image, if its digest takes it.
 *
 * Return: What kexec_hash_end() ends; NULL if nobody needs digests; or an
 * ERR_PTR(), with -ENOMEM or an error of the crypto API.
 */
struct kexec_hasher *kexec_hash_begin(struct kexec_request *req)
{
	bool image = IS_ENABLED(CONFIG_KEXEC_DIGEST_TREE) ||
		     IS_ENABLED(CONFIG_KEXEC_VERIFY);
	unsigned int cpus = num_online_cpus();
	size_t piece = piece_size(req, cpus);
	unsigned int nr = nr_pieces(req, piece);
	unsigned int slots = 1 + min3(cpus - 1, nr, WORKERS_MAX);
	struct kexec_hasher *h;
	int ret;

	if (!image && !req->hash)
		return NULL;

	h = kzalloc(struct_size(h, slots, slots), GFP_KERNEL);
	if (!h)
		return ERR_PTR(-ENOMEM);
	h->nr_slots = slots;
	h->req = req;
	h->image = image;
	h->same = image && req->hash && !strcmp(req->hash, "sha256");
	init_waitqueue_head(&h->wait);
	for (unsigned int i = 0; i < slots; i++) {
		h->slots[i].hasher = h;
		INIT_WORK(&h->slots[i].work, hash_work);
	}

	ret = add_jobs(h, piece, nr);
	if (!ret && req->hash)
		ret = add_algo(h, FOR_LSM, req->hash);
	if (!ret && image && !h->same)
		ret = add_algo(h, FOR_IMAGE, "sha256");
	if (ret)
		goto fail;

	for (unsigned int i = 1; i < slots; i++)
		queue_work(system_dfl_wq, &h->slots[i].work);
	return h;

fail:
	kexec_hash_end(h);
	return ERR_PTR(ret);
}

/* Without workers, whoever tells of something new has to see to it. */
static void tell(struct kexec_hasher *h)
{
	if (h->nr_slots > 1)
		wake_up_all(&h->wait);
	else
		advance(&h->slots[0]);
}

/**
 * kexec_hash_part() - begin with a part
 * @h: what kexec_hash_begin() has returned
 * @i: index of the part, which follows that of the last call, or is 0
 *
 * It will be read to its @buf.
 */
void kexec_hash_part(struct kexec_hasher *h, unsigned int i)
{
	if (!h)
		return;

	job_set(h->begun, h->parts[i + 1].jobs);
	if (h->nr_slots > 1)
		wake_up_all(&h->wait);
	else
		take_job(&h->slots[0]);
}

/**
 * kexec_hash_read() - tell how far a part was read
 * @h:    what kexec_hash_begin() has returned
 * @i:    index of the part
 * @size: how many bytes of it are in memory
 */
void kexec_hash_read(struct kexec_hasher *h, unsigned int i, size_t size)
{
	if (!h)
		return;

	job_set(h->parts[i].read, size);
	tell(h);
}

/**
 * kexec_hash_all_read() - tell that all of a part was read
 * @h: what kexec_hash_begin() has returned
 * @i: index of the part, whose @payload is known
 */
void kexec_hash_all_read(struct kexec_hasher *h, unsigned int i)
{
	if (!h)
		return;

	job_set(h->parts[i].all, true);
	tell(h);
}

/**
 * kexec_hash_done() - has a part been hashed
 * @h: what kexec_hash_begin() has returned
 * @i: index of the part
 *
 * Return: true if kexec_hash_wait() does not wait.
 */
bool kexec_hash_done(struct kexec_hasher *h, unsigned int i)
{
	if (!h)
		return true;

	for (unsigned int j = h->parts[i].jobs; j < h->parts[i + 1].jobs; j++) {
		if (!job_get(h->jobs[j].done))
			return false;
	}
	return true;
}

/**
 * kexec_hash_wait() - wait until a part has been hashed
 * @h: what kexec_hash_begin() has returned
 * @i: index of the part
 *
 * All parts that were begun have been read.  What no worker has taken of them
 * is hashed meanwhile.  The digests of the part are there when this returns 0,
 * but for those of the image if it was cut into pieces, and the signature
 * behind the payload was larger than the room that was left for one.
 *
 * Return: 0, -EINTR if the caller has been killed, or an error of the crypto
 * API.
 */
int kexec_hash_wait(struct kexec_hasher *h, unsigned int i)
{
	struct kexec_initrd_part *part;

	if (!h)
		return 0;

	while (!kexec_hash_done(h, i)) {
		if (take_job(&h->slots[0]))
			advance(&h->slots[0]);
		else if (wait_event_killable(h->wait, kexec_hash_done(h, i)))
			return -EINTR;
	}
	for (unsigned int j = h->parts[i].jobs; j < h->parts[i + 1].jobs; j++) {
		if (h->jobs[j].ret)
			return h->jobs[j].ret;
	}

	part = &h->req->initrds[i];
	part->hashed = h->tfm[FOR_LSM];
	part->image_hashed = h->image &&
		(part->piece >= part->size ||
		 part->size - part->payload <= SIGNATURE_ROOM);
	return 0;
}

/**
 * kexec_hash_end() - let go of what kexec_hash_begin() has returned
 * @h: this
 *
 * What has not been hashed will not be.
 */
void kexec_hash_end(struct kexec_hasher *h)
{
	if (!h)
		return;

	WRITE_ONCE(h->stop, true);
	wake_up_all(&h->wait);
	for (unsigned int i = 0; i < h->nr_slots; i++) {
		struct slot *slot = &h->slots[i];

		cancel_work_sync(&slot->work);
		for (int s = 0; s < NR_STREAMS; s++)
			kfree_sensitive(slot->desc[s]);
		kfree_sensitive(slot->state);
	}
	for (int s = 0; s < NR_STREAMS; s++)
		crypto_free_shash(h->tfm[s]);
	kfree(h->jobs);
	kfree(h->parts);
	kfree(h);
}
