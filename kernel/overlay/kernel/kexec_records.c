// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The requirement that each kexec load is recorded.
 *
 * It is asked for here and met by IMA.  Without IMA it cannot be met, and
 * nothing is loaded.
 */

#define pr_fmt(fmt)	"kexec: " fmt

#include <linux/init.h>
#include <linux/kexec_request.h>
#include <linux/kexec_versions.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/sysctl.h>

static int kexec_records_required_flag;

/**
 * kexec_records_required() - has each load and unload to be recorded
 *
 * Once it has, that is so until the next boot.
 *
 * Return: true if what is not recorded must be refused.
 */
bool kexec_records_required(void)
{
	return READ_ONCE(kexec_records_required_flag);
}

static int __init kexec_records_setup(char *value)
{
	if (!value || strcmp(value, "required")) {
		pr_err("kexec_records= takes \"required\", and nothing else\n");
		return -EINVAL;
	}

	kexec_records_required_flag = 1;
	return 0;
}
early_param("kexec_records", kexec_records_setup);

#ifdef CONFIG_SYSCTL
/* From 0 to 1, and never back. */
static const_ctl_table kexec_records_sysctls[] = {
	{
		.procname	= "kexec_records_required",
		.data		= &kexec_records_required_flag,
		.maxlen		= sizeof(int),
		.mode		= 0644,
		.proc_handler	= proc_dointvec_minmax,
		.extra1		= SYSCTL_ONE,
		.extra2		= SYSCTL_ONE,
	},
};

static int __init kexec_records_sysctl_init(void)
{
	register_sysctl_init("kernel", kexec_records_sysctls);
	return 0;
}
late_initcall(kexec_records_sysctl_init);
#endif
