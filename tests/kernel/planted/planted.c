// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copyright (C) 2026 the kexec_file_load2 authors
 *
 * One bug, chosen by a parameter, for each checker of `make check-debug`, and
 * one for fail-nth to find: the guests have to fail with it.  No kernel of ours contains this.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static char *bug = "none";
module_param(bug, charp, 0);

static void use_after_free(void)
{
	char *volatile p = kmalloc(64, GFP_KERNEL);

	kfree(p);
	if (p)
		p[8] = 1;
}

static void leak(void)
{
	char *volatile p = kmalloc(4000, GFP_KERNEL);

	if (p)
		p[0] = 1;
	p = NULL;
}

static DEFINE_MUTEX(one);
static DEFINE_MUTEX(two);

/* Nothing has to wait for a lock: the order is enough. */
static void lock_inversion(void)
{
	mutex_lock(&one);
	mutex_lock(&two);
	mutex_unlock(&two);
	mutex_unlock(&one);
	mutex_lock(&two);
	mutex_lock(&one);
	mutex_unlock(&one);
	mutex_unlock(&two);
}

static DEFINE_SPINLOCK(spinlock);

static void sleep_in_atomic(void)
{
	spin_lock(&spinlock);
	msleep(1);
	spin_unlock(&spinlock);
}

static int numbers[4];

static void out_of_bounds(void)
{
	int volatile at = 4;

	numbers[at] = 1;
}

struct timed {
	struct timer_list timer;
};

static void never(struct timer_list *timer)
{
}

static void free_active_timer(void)
{
	struct timed *t = kmalloc(sizeof(*t), GFP_KERNEL);

	if (!t)
		return;
	timer_setup(&t->timer, never, 0);
	mod_timer(&t->timer, jiffies + 3600 * HZ);
	kfree(t);
}

static const struct {
	const char *name;
	void (*plant)(void);
} bugs[] = {
	{ "use-after-free", use_after_free },
	{ "leak", leak },
	{ "lock-inversion", lock_inversion },
	{ "sleep-in-atomic", sleep_in_atomic },
	{ "out-of-bounds", out_of_bounds },
	{ "free-active-timer", free_active_timer },
};

/* Whoever writes to this parameter has it allocate, and not look. */
static int allocate(const char *value, const struct kernel_param *param)
{
	char *p = kmalloc(64, GFP_KERNEL);

	*(volatile char *)p = 1;
	kfree(p);
	return 0;
}

static int allocate_and_look(const char *value,
			     const struct kernel_param *param)
{
	char *p = kmalloc(64, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	*(volatile char *)p = 1;
	kfree(p);
	return 0;
}

static const struct kernel_param_ops unchecked_ops = { .set = allocate };
static const struct kernel_param_ops checked_ops = { .set = allocate_and_look };
module_param_cb(unchecked, &unchecked_ops, NULL, 0200);
module_param_cb(checked, &checked_ops, NULL, 0200);

static int __init planted_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bugs); i++)
		if (!strcmp(bug, bugs[i].name))
			bugs[i].plant();
	return 0;
}

static void __exit planted_exit(void)
{
}

module_init(planted_init);
module_exit(planted_exit);
MODULE_DESCRIPTION("One bug for each checker");
MODULE_LICENSE("GPL");
