// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec_file_load2(2) in a locked down kernel.
 *
 * The lock is not taken off again: run this on a machine that is to be booted
 * again.  KEXEC_TEST_KERNEL must have no signature that the kernel trusts, and
 * the kernel must have CONFIG_KEXEC_SIG.
 */
#define _GNU_SOURCE
#include "load2.h"

#define LOCKDOWN	"/sys/kernel/security/lockdown"

FIXTURE(lockdown)
{
	struct load2 l;
};

FIXTURE_SETUP(lockdown)
{
	char state[64] = "";
	int fd;

	load2_setup(_metadata, &self->l);
	if (_metadata->exit_code)
		return;

	fd = open(LOCKDOWN, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		SKIP(return, "%s: %s", LOCKDOWN, strerror(errno));
	ASSERT_LT(0, read(fd, state, sizeof(state) - 1));
	close(fd);
	if (!strstr(state, "[none]"))
		SKIP(return, "locked down already: %s", state);
}

FIXTURE_TEARDOWN(lockdown)
{
	load2_teardown(_metadata);
}

TEST_F(lockdown, unsigned_kernel)
{
	struct load2 *l = &self->l;
	unsigned int i;

	expect_success(l);
	ASSERT_EQ(0, write_text(LOCKDOWN, "integrity"));

	expect_load(l, -EPERM, KEXEC_LOAD_SIGNATURE, -1);
	for (i = 0; i < 3; i++)
		EXPECT_TRUE(is_writable(l->parts[i].fd));
	/* What was loaded before is still loaded. */
	EXPECT_TRUE(is_loaded());

	/* It is the kernel that is not trusted, with or without parts. */
	l->args.nr_initrds = 0;
	expect_load(l, -EPERM, KEXEC_LOAD_SIGNATURE, -1);
	EXPECT_EQ(-EPERM, sys_load1(l->kernel, l->parts[0].fd, 0, NULL, 0));
	EXPECT_TRUE(is_loaded());

	EXPECT_EQ(KEXEC_FILE_LOAD2_ABI_VERSION,
		  sys_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI));
	l->args.flags = KEXEC_FILE_UNLOAD;
	expect_success(l);
	EXPECT_FALSE(is_loaded());
}

LOAD2_HARNESS_MAIN
