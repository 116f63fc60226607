// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copyright (C) 2026 the kexec_file_load2 authors
 *
 * While this is loaded, a function of the kernel is not run: it returns @error to
 * its caller at once.  Unloading says how often it did.  With @panic=N, it runs,
 * and the kernel panics when it is called for the Nth time.
 */
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>

static char *function;
module_param(function, charp, 0);
static int error;
module_param(error, int, 0);

static int panic_at;
module_param_named(panic, panic_at, int, 0);

static atomic_t calls;

/* As at the end of the function, which has not pushed anything yet. */
static int refuse(struct kprobe *probe, struct pt_regs *regs)
{
	int n = atomic_inc_return(&calls);

	if (panic_at) {
		if (n == panic_at)
			panic("%s\n", function);
		return 0;
	}
	regs->ax = error;
	regs->ip = *(unsigned long *)regs->sp;
	regs->sp += sizeof(long);
	return 1;
}
NOKPROBE_SYMBOL(refuse);

/* Without it the probe becomes a jump, and one cannot go elsewhere from there. */
static void nothing(struct kprobe *probe, struct pt_regs *regs,
		    unsigned long flags)
{
}

static struct kprobe probe = {
	.pre_handler	= refuse,
	.post_handler	= nothing,
};

static int __init refuse_init(void)
{
	probe.symbol_name = function;
	return register_kprobe(&probe);
}

static void __exit refuse_exit(void)
{
	unregister_kprobe(&probe);
	pr_info("refuse: %s: %d\n", function, atomic_read(&calls));
}

module_init(refuse_init);
module_exit(refuse_exit);
MODULE_DESCRIPTION("Errors of a function");
MODULE_LICENSE("GPL");
