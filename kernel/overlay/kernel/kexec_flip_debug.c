// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Flip a bit of a loaded image, to test that this is found.
 *
 * What is written to the parameters is "PLACE OFFSET BIT": the index of a
 * segment, "list" for the entries of the page list or "control" for the control
 * pages; a byte in it, and a bit of that.  Reading them tells how large each
 * place is, and which segments are left out of the digest.
 */

#define pr_fmt(fmt)	"kexec: " fmt

#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/highmem.h>
#include <linux/kexec.h>
#include <linux/kmsg_dump.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/notifier.h>
#include <linux/reboot.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/vmalloc.h>
#include "kexec_digest.h"
#include "kexec_internal.h"
#include "kexec_verify.h"

/* Where a bit is, and where the byte with it was found. */
struct flip {
	char place[16];
	unsigned long offset;
	unsigned int bit;
	u8 *byte;
	struct page *page;
};

enum { NOW, LATE, LAST, CRASH };

static struct flip late, last;

static unsigned long list_size(const struct kimage *image)
{
	return image->digests->entries * sizeof(kimage_entry_t);
}

static void find_in_list(struct kimage *image, struct flip *flip)
{
	unsigned long i = flip->offset / sizeof(kimage_entry_t);

	if (flip->offset < list_size(image))
		flip->byte = (u8 *)kexec_verify_list_entry(image, i) +
			     flip->offset % sizeof(kimage_entry_t);
}

static int control_page(struct page *page, void *data)
{
	struct flip *flip = data;

	if (flip->offset < PAGE_SIZE) {
		flip->page = page;
		return 1;
	}
	flip->offset -= PAGE_SIZE;
	return 0;
}

static int count_page(struct page *page, void *data)
{
	*(unsigned long *)data += PAGE_SIZE;
	return 0;
}

static void find_in_segment(struct kimage *image, struct flip *flip)
{
	unsigned long at;
	unsigned int i;

	if (kstrtouint(flip->place, 0, &i) || i >= image->nr_segments ||
	    flip->offset >= image->segment[i].memsz)
		return;

	at = image->segment[i].mem + flip->offset;
	flip->offset = offset_in_page(at);
	flip->page = kexec_verify_page(image, at & PAGE_MASK);
}

/* Control code may be read-only where it is mapped, as in Linux 7.2. */
static int flip_in_page(const struct flip *flip)
{
	bool control = !strcmp(flip->place, "control");
	struct page *page = flip->page;
	u8 *p = control ? vmap(&page, 1, VM_MAP, PAGE_KERNEL) :
			  kmap_local_page(page);

	if (!p)
		return -ENOMEM;
	p[flip->offset] ^= BIT(flip->bit);
	if (control)
		vunmap(p);
	else
		kunmap_local(p);
	return 0;
}

/* The caller holds the kexec lock. */
static int flip_bit(struct kimage *image, struct flip *flip)
{
	int ret;

	if (!image || !image->digests)
		return -ENOENT;

	if (!strcmp(flip->place, "list"))
		find_in_list(image, flip);
	else if (!strcmp(flip->place, "control"))
		kexec_verify_each_control_page(image, control_page, flip);
	else
		find_in_segment(image, flip);

	if (flip->byte) {
		*flip->byte ^= BIT(flip->bit);
		return 0;
	}
	if (!flip->page)
		return -ERANGE;
#ifdef CONFIG_CRASH_DUMP
	if (image->type == KEXEC_TYPE_CRASH)
		arch_kexec_unprotect_crashkres();
#endif
	ret = flip_in_page(flip);
#ifdef CONFIG_CRASH_DUMP
	if (image->type == KEXEC_TYPE_CRASH)
		arch_kexec_protect_crashkres();
#endif
	return ret;
}

static struct kimage *image_of(int which)
{
	return which == CRASH ? kexec_crash_image : kexec_image;
}

static int flip_set(const char *val, const struct kernel_param *kp)
{
	int which = (long)kp->arg, ret;
	struct flip flip = {};

	if (sscanf(val, "%15s %lu %u", flip.place, &flip.offset,
		   &flip.bit) != 3 || flip.bit > 7)
		return -EINVAL;

	if (which == LATE || which == LAST) {
		*(which == LATE ? &late : &last) = flip;
		return 0;
	}
	if (!kexec_trylock())
		return -EBUSY;
	ret = flip_bit(image_of(which), &flip);
	kexec_unlock();
	return ret;
}

static int flip_get(char *buf, const struct kernel_param *kp)
{
	unsigned long control = 0;
	struct kimage *image;
	int len = 0;

	if (!kexec_trylock())
		return -EBUSY;
	image = image_of((long)kp->arg);
	if (image && image->digests) {
		kexec_verify_each_control_page(image, count_page, &control);
		len = sysfs_emit(buf, "list %lu\ncontrol %lu\n",
				 list_size(image), control);
		for (unsigned int i = 0; i < image->nr_segments; i++)
			len += sysfs_emit_at(buf, len, "%u %zu%s\n", i,
					     image->segment[i].memsz,
					     kexec_segment_digested(image, i) ?
					     "" : " left out");
	}
	kexec_unlock();
	return len;
}

static const struct kernel_param_ops flip_ops = {
	.set	= flip_set,
	.get	= flip_get,
};

module_param_cb(flip, &flip_ops, (void *)NOW, 0600);
MODULE_PARM_DESC(flip, "Flip a bit of the loaded image");
module_param_cb(flip_crash, &flip_ops, (void *)CRASH, 0600);
MODULE_PARM_DESC(flip_crash, "Flip a bit of the loaded crash image");
module_param_cb(flip_late, &flip_ops, (void *)LATE, 0600);
MODULE_PARM_DESC(flip_late, "Flip a bit when the image is started");

module_param_cb(flip_last, &flip_ops, (void *)LAST, 0600);
MODULE_PARM_DESC(flip_last, "Flip a bit when the kernel has looked last");

static void flip_started(struct flip *flip)
{
	if (*flip->place && kexec_in_progress && flip_bit(kexec_image, flip))
		pr_err("there is no such bit\n");
}

static int flip_at_reboot(struct notifier_block *nb, unsigned long event,
			  void *unused)
{
	flip_started(&late);
	return NOTIFY_DONE;
}

static struct notifier_block flip_notifier = {
	.notifier_call = flip_at_reboot,
};

/* The last thing that is called before the jump. */
static void flip_at_jump(struct kmsg_dumper *dumper,
			 struct kmsg_dump_detail *detail)
{
	flip_started(&last);
}

static struct kmsg_dumper flip_dumper = {
	.dump = flip_at_jump,
	.max_reason = KMSG_DUMP_SHUTDOWN,
};

static int __init flip_init(void)
{
	return register_reboot_notifier(&flip_notifier) ?:
	       kmsg_dump_register(&flip_dumper);
}
late_initcall(flip_init);
