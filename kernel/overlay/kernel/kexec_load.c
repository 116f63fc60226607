// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The frame of every kexec load and unload: its locks and its LSM hooks.
 *
 * A load waits for files, for user memory and for a TPM.  A mutex keeps other
 * loads and unloads away for all of that time.  The kexec lock, without which
 * neither a panic nor a reboot can start the image that is in place, is held
 * only from when an image is laid out in memory until it is in place.
 */

#define pr_fmt(fmt)	"kexec: " fmt

/*
 * <linux/kexec.h> includes <linux/crash_core.h>.  Before it, that would hide how
 * an architecture protects the memory of crash images.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kexec.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/security.h>
#include "kexec_internal.h"
#include "kexec_request.h"
#include "kexec_verify.h"

/*
 * How long a load waits for the kexec lock.  Whoever has it gives it back
 * within milliseconds, or starts another kernel.
 */
#define KEXEC_LOCK_WAIT		HZ

static DEFINE_MUTEX(kexec_load_mutex);

static struct kimage **image_in_place(int type)
{
	return type == KEXEC_TYPE_CRASH ? &kexec_crash_image : &kexec_image;
}

/* Note, for the report, that an LSM has refused what it could not record. */
static int measured(struct kexec_request *req, int ret)
{
	if (ret)
		kexec_request_enter(req, KEXEC_LOAD_MEASURE);
	return ret;
}

/**
 * kexec_load_begin() - keep other loads away, and ask whether this one may be
 * @req: what is to be loaded or unloaded
 *
 * If it succeeds, the caller ends the load with kexec_load_end().
 *
 * Return: 0; -EBUSY if another load, an unload or the boot of an image is
 * under way; -EPROTO if records are required and nobody makes them; or an error
 * of security_kexec_load_begin().
 */
int kexec_load_begin(struct kexec_request *req)
{
	int ret;

	kexec_request_enter(req, KEXEC_LOAD_ARGS);
	if (!mutex_trylock(&kexec_load_mutex))
		return -EBUSY;

	/* Say so before anything is read, not after it. */
	if (atomic_read(&__kexec_lock)) {
		ret = -EBUSY;
		goto unlock;
	}

	ret = security_kexec_load_begin(req);
	if (!ret && !req->record &&
	    (kexec_records_required() ||
	     req->flags & KEXEC_FILE2_REQUIRE_MEASURE)) {
		pr_err("records are required, and this kernel makes none\n");
		ret = -EPROTO;
	}
	if (measured(req, ret))
		goto unlock;

	return 0;

unlock:
	mutex_unlock(&kexec_load_mutex);
	return ret;
}

/**
 * kexec_load_lock() - take the kexec lock for a load
 * @req: the load, which has begun
 *
 * Does nothing if the load has the lock.
 *
 * Return: 0, or -EBUSY if an image is about to be booted.
 */
int kexec_load_lock(struct kexec_request *req)
{
	unsigned long end = jiffies + KEXEC_LOCK_WAIT;

	if (req->locked)
		return 0;

	while (!kexec_trylock()) {
		if (kexec_in_progress || time_after(jiffies, end) ||
		    fatal_signal_pending(current)) {
			kexec_request_enter(req, KEXEC_LOAD_ARGS);
			return -EBUSY;
		}
		msleep(20);
	}

	req->locked = true;
	return 0;
}

/**
 * kexec_load_unlock() - give back the kexec lock, if the load has it
 * @req: the load
 */
void kexec_load_unlock(struct kexec_request *req)
{
	if (req->locked)
		kexec_unlock();
	req->locked = false;
}

/**
 * kexec_load_record() - let an image that has been read be recorded
 * @req:   the load, from files, which has the kexec lock
 * @image: its image
 *
 * Return: 0, or an error of security_kexec_load().
 */
int kexec_load_record(struct kexec_request *req, const struct kimage *image)
{
	return measured(req, security_kexec_load(req, image));
}

/**
 * kexec_load_unload() - give up the image that is in place
 * @req: the unload, or the load of a crash image, whose memory is needed
 *
 * Takes the kexec lock.  There need not be an image.
 *
 * Return: 0, an error of kexec_load_lock(), or of security_kexec_unload(); the
 * image then stays.
 */
int kexec_load_unload(struct kexec_request *req)
{
	struct kimage **image = image_in_place(req->type);
	int ret;

	ret = kexec_load_lock(req);
	if (ret || !*image)
		return ret;

	ret = security_kexec_unload(req, req->type);
	if (measured(req, ret))
		return ret;

#ifdef CONFIG_CRASH_DUMP
	if (req->type == KEXEC_TYPE_CRASH)
		arch_kexec_unprotect_crashkres();
#endif
	kimage_free(xchg(image, NULL));
	return 0;
}

/**
 * kexec_load_install() - put a loaded image in place
 * @req:   the load
 * @image: its image; on success the one that was there, or NULL, for the
 *         caller to free
 *
 * Takes the kexec lock.  Nothing can fail between the record of the load and
 * the exchange.
 *
 * Return: 0, or an error of kexec_load_lock(), security_kexec_load() or
 * security_kexec_load_commit().
 */
int kexec_load_install(struct kexec_request *req, struct kimage **image)
{
	int ret;

	ret = kexec_load_lock(req);
	if (ret)
		return ret;

	if (req->raw)
		ret = security_kexec_load(req, *image);
	else
		ret = security_kexec_load_commit(req, *image);
	if (measured(req, ret))
		return ret;

	*image = xchg(image_in_place(req->type), *image);
#ifdef CONFIG_CRASH_DUMP
	if (req->type == KEXEC_TYPE_CRASH)
		arch_kexec_protect_crashkres();
#endif
	return 0;
}

/**
 * kexec_load_verify() - find out whether the image in place is as it was loaded
 * @req: tells which, and gets the segment that is not
 *
 * This is neither a load nor an unload, but none can begin meanwhile.  A panic
 * or a reboot does not wait for it.
 *
 * Return: 0; -EBUSY if a load or an unload is under way; -ENOENT if there is no
 * image; or an error of kexec_verify_image().
 */
int kexec_load_verify(struct kexec_request *req)
{
	struct kimage *image;
	int ret = -ENOENT;

	kexec_request_enter(req, KEXEC_LOAD_ARGS);
	if (!mutex_trylock(&kexec_load_mutex))
		return -EBUSY;

	image = *image_in_place(req->type);
	if (image) {
		kexec_request_enter(req, KEXEC_LOAD_IMAGE);
		ret = kexec_verify_image(image, &req->report.segment);
	}
	mutex_unlock(&kexec_load_mutex);
	return ret;
}

/**
 * kexec_load_end() - let others load
 * @req: what kexec_load_begin() has succeeded for
 */
void kexec_load_end(struct kexec_request *req)
{
	kexec_load_unlock(req);
	mutex_unlock(&kexec_load_mutex);
}
