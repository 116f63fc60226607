// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The functions without a handle, and the growth rules of the ABI. */
#include <errno.h>
#include <linux/reboot.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "unit.h"

struct larger_args {
	struct kexec_file_load2_args args;
	unsigned char tail[FAKE_GROWTH];
};

static struct larger_args larger;

static void prepare(void)
{
	memset(&larger, 0, sizeof(larger));
	larger.args.kernel_fd = 0;
	larger.args.flags = KEXEC_FILE_NO_INITRAMFS;
}

START_TEST(raw_passes_all)
{
	prepare();
	ck_assert_int_eq(kexec_file_load2(&larger.args, sizeof(larger.args), 0),
			 0);
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_ptr_eq(fake.args_pointer, &larger.args);
	ck_assert_uint_eq(fake.size, sizeof(larger.args));
	ck_assert_uint_eq(fake.flags, 0);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE_NO_INITRAMFS);

	ck_assert_int_eq(kexec_file_load2(&larger.args, 7, 0x80000000u),
			 -EINVAL);
	ck_assert_uint_eq(fake.size, 7);
	ck_assert_uint_eq(fake.flags, 0x80000000u);
}
END_TEST

START_TEST(raw_returns_errno)
{
	static const int errs[] = {
		EPERM, EFAULT, E2BIG, EINVAL, EBADF, ETXTBSY, EFBIG, ENOEXEC,
		EACCES, EBUSY, ENOMEM, EADDRNOTAVAIL, EIO, ENOSYS, ELIBBAD,
		EKEYREJECTED, ENOPKG, ENOKEY, EBADMSG, EMSGSIZE,
	};

	prepare();
	fake.err = errs[_i];
	ck_assert_int_eq(kexec_file_load2(&larger.args, sizeof(larger.args), 0),
			 -errs[_i]);
}
END_TEST

/* Sizes around the published one, against kernels of today and tomorrow. */
START_TEST(raw_args_sizes)
{
	static const struct {
		size_t size, growth;
		unsigned char dirt;
		int ret;
	} cases[] = {
		{ 0,				0, 0, -EINVAL },
		{ sizeof(larger.args) - 1,	0, 0, -EINVAL },
		{ sizeof(larger.args),		0, 0, 0 },
		{ sizeof(larger.args),		0, 1, 0 },
		{ sizeof(larger.args) + 1,	0, 0, 0 },
		{ sizeof(larger),		0, 0, 0 },
		{ sizeof(larger),		0, 1, -E2BIG },
		{ 4097,				0, 0, -E2BIG },
		{ sizeof(larger.args), FAKE_GROWTH, 0, 0 },
		{ sizeof(larger),      FAKE_GROWTH, 0, 0 },
	};

	prepare();
	larger.tail[FAKE_GROWTH - 1] = cases[_i].dirt;
	fake.growth = cases[_i].growth;
	ck_assert_int_eq(kexec_file_load2(&larger.args, cases[_i].size, 0),
			 cases[_i].ret);
}
END_TEST

START_TEST(raw_initrd_strides)
{
	static const struct {
		unsigned int stride;
		size_t growth;
		unsigned char dirt;
		int ret;
	} cases[] = {
		{ sizeof(struct kexec_initrd) - 1,	0, 0, -EINVAL },
		{ sizeof(struct kexec_initrd),		0, 0, 0 },
		{ sizeof(struct kexec_initrd) + 8,	0, 0, 0 },
		{ sizeof(struct kexec_initrd) + 8,	0, 1, -E2BIG },
		{ 4097,					0, 0, -E2BIG },
		{ sizeof(struct kexec_initrd), FAKE_GROWTH, 0, 0 },
	};
	unsigned char array[2 * (sizeof(struct kexec_initrd) + 8)] = { 0 };
	struct kexec_initrd initrd = { .fd = 0, .label = "base" };

	prepare();
	larger.args.flags = 0;
	larger.args.nr_initrds = 2;
	larger.args.initrds = (uintptr_t)array;
	larger.args.initrd_size = cases[_i].stride;
	memcpy(array, &initrd, sizeof(initrd));
	if (cases[_i].stride <= sizeof(array) / 2) {
		strcpy(initrd.label, "modules");
		memcpy(array + cases[_i].stride, &initrd, sizeof(initrd));
	}
	if (cases[_i].dirt)
		array[sizeof(array) - 1] = cases[_i].dirt;
	fake.growth = cases[_i].growth;
	ck_assert_int_eq(kexec_file_load2(&larger.args, sizeof(larger.args), 0),
			 cases[_i].ret);
	if (!cases[_i].ret)
		ck_assert_str_eq(fake.initrds[1].label, "modules");
}
END_TEST

START_TEST(abi_version)
{
	ck_assert_int_eq(kexec2_abi_version(), 1);
	ck_assert_ptr_null(fake.args_pointer);
	ck_assert_uint_eq(fake.size, 0);
	ck_assert_uint_eq(fake.flags, KEXEC_FILE_LOAD2_ABI);

	fake.absent = true;
	ck_assert_int_eq(kexec2_abi_version(), -ENOSYS);
}
END_TEST

START_TEST(is_loaded)
{
	static const struct {
		const char *content;
		int ret;
	} cases[] = {
		{ "0\n", 0 }, { "1\n", 1 }, { NULL, -ENOENT },
		{ "", -EIO }, { "2\n", -EIO }, { "10\n", -EIO },
		{ "yes, it is loaded\n", -EIO },
	};

	fake_file("/sys/kernel/kexec_loaded", cases[_i].content);
	ck_assert_int_eq(kexec2_is_loaded(NULL, 0), cases[_i].ret);
	ck_assert_int_eq(kexec2_is_loaded(NULL, KEXEC_FILE_ON_CRASH), 0);

	fake_file("/sys/kernel/kexec_loaded", "0\n");
	fake_file("/sys/kernel/kexec_crash_loaded", cases[_i].content);
	ck_assert_int_eq(kexec2_is_loaded(NULL, KEXEC_FILE_ON_CRASH), cases[_i].ret);
	ck_assert_int_eq(kexec2_is_loaded(NULL, 0), 0);
}
END_TEST

START_TEST(is_loaded_flags)
{
	ck_assert_int_eq(kexec2_is_loaded(NULL, KEXEC_FILE_UNLOAD), -EINVAL);
	ck_assert_int_eq(kexec2_is_loaded(NULL, KEXEC_FILE_ON_CRASH | 1ULL << 40),
			 -EINVAL);
	ck_assert_int_eq(kexec2_is_loaded(kx, KEXEC_FILE_DEBUG), -EINVAL);
	check_failure(KEXEC_LOAD_ARGS, -1, "normal image: flags 0x8", NULL);
	check_cause(KEXEC2_BAD_FLAGS);
}
END_TEST

START_TEST(is_loaded_explained)
{
	fake_file("/sys/kernel/kexec_crash_loaded", NULL);
	ck_assert_int_eq(kexec2_is_loaded(kx, KEXEC_FILE_ON_CRASH), -ENOENT);
	check_failure(KEXEC_LOAD_ARGS, -1, "crash image: ", "sysfs", NULL);
	check_cause(KEXEC2_NO_SYSFS);
	ck_assert_int_eq(kexec2_is_loaded(kx, 0), 0);
	ck_assert_str_eq(failure(), "");
}
END_TEST

START_TEST(verify)
{
	int segment = 7;

	ck_assert_int_eq(kexec2_verify(kx, 0, &segment), 0);
	ck_assert_int_eq(segment, -1);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE2_VERIFY);
	ck_assert_uint_eq(fake.args.report_size, sizeof(struct kexec_load_report));
	ck_assert_int_eq(kexec2_verify(kx, KEXEC_FILE_ON_CRASH, NULL), 0);
	ck_assert_uint_eq(fake.args.flags,
			  KEXEC_FILE2_VERIFY | KEXEC_FILE_ON_CRASH);

	/* What a handle describes, and what is wrong with that, is not asked. */
	ck_assert_int_eq(kexec2_set_kernel_path(kx, "/missing"), -ENOENT);
	ck_assert_int_eq(kexec2_verify(kx, 0, NULL), 0);

	ck_assert_uint_eq(fake.calls, 3);
	ck_assert_int_eq(kexec2_verify(NULL, 0, &segment), -EINVAL);
	ck_assert_int_eq(kexec2_verify(kx, KEXEC_FILE_UNLOAD, &segment), -EINVAL);
	check_cause(KEXEC2_BAD_FLAGS);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE2_VERIFY), -EINVAL);
	check_cause(KEXEC2_BAD_FLAGS);
	ck_assert_uint_eq(fake.calls, 3);
}
END_TEST

START_TEST(verify_fails)
{
	static const struct {
		int err;
		unsigned int stage, segment;
		int index;
		enum kexec2_cause cause;
		const char *words;
	} cases[] = {
		{ EILSEQ, KEXEC_LOAD_IMAGE, 3, 2, KEXEC2_CORRUPTED,
		  "crash image: corrupted since it was loaded" },
		{ EILSEQ, KEXEC_LOAD_IMAGE, 0, -1, KEXEC2_CORRUPTED,
		  "load it again" },
		{ ENODATA, KEXEC_LOAD_IMAGE, 0, -1, KEXEC2_NO_DIGESTS,
		  "cannot be checked" },
		{ ENOENT, KEXEC_LOAD_ARGS, 0, -1, KEXEC2_NOTHING_LOADED,
		  "no kernel is loaded" },
		{ EINVAL, KEXEC_LOAD_ARGS, 0, -1, KEXEC2_OLD_KERNEL,
		  "CONFIG_KEXEC_VERIFY" },
		{ EBUSY, KEXEC_LOAD_ARGS, 0, -1, KEXEC2_BUSY,
		  "try again later" },
		{ EINTR, KEXEC_LOAD_IMAGE, 3, -1, KEXEC2_OTHER,
		  "Interrupted" },
	};
	int segment = 7;

	fake.err = cases[_i].err;
	fake.stage = cases[_i].stage;
	fake.segment = cases[_i].segment;
	ck_assert_int_eq(kexec2_verify(kx, KEXEC_FILE_ON_CRASH, &segment),
			 -fake.err);
	ck_assert_int_eq(segment, cases[_i].index);
	check_failure(cases[_i].stage, -1, cases[_i].words, NULL);
	check_cause(cases[_i].cause);
}
END_TEST

/* Before the call, and without it. */
START_TEST(verify_no_call)
{
	fake.absent = true;
	ck_assert_int_eq(kexec2_verify(kx, 0, NULL), -ENOSYS);
	check_failure(KEXEC_LOAD_ARGS, -1, "normal image: ",
		      "no kexec_file_load2", NULL);
	check_cause(KEXEC2_NO_CALL);

	fake.absent = false;
	fake.kills = true;
	fake_file("/proc/thread-self/status", "Name:\tx\nSeccomp:\t2\nx:\t0\n");
	ck_assert_int_eq(kexec2_verify(kx, 0, NULL), -EACCES);
	check_cause(KEXEC2_SECCOMP);
}
END_TEST

/* A filter that kills is met by a child, and there is no call without it. */
START_TEST(filter_that_kills)
{
	fake.kills = true;
	fake_file("/proc/thread-self/status", "Name:\tx\nSeccomp:\t2\nx:\t0\n");
	ck_assert_int_eq(kexec2_abi_version(), -EACCES);

	ck_assert_int_eq(kexec2_set_kernel_path(kx, make_file("k", 1)), 0);
	ck_assert_int_eq(kexec2_load(kx), -EACCES);
	check_failure(KEXEC_LOAD_ARGS, -1, "seccomp filter would kill", NULL);
	check_cause(KEXEC2_SECCOMP);
	ck_assert_int_eq(kexec2_load_or_join(kx), -EACCES);
	ck_assert_uint_eq(fake.calls + fake.old_calls, 0);

	/* One that only looks. */
	fake.kills = false;
	ck_assert_int_eq(kexec2_abi_version(), 1);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.calls, 2);
	/* No child is left. */
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG | __WALL), -1);
	ck_assert_int_eq(errno, ECHILD);
}
END_TEST

static int sigchlds;

static void count_sigchld(int signal)
{
	(void)signal;
	sigchlds++;
}

/* The program does not notice the child. */
START_TEST(filter_without_sigchld)
{
	signal(SIGCHLD, count_sigchld);
	fake_file("/proc/thread-self/status", "Name:\tx\nSeccomp:\t2\n");
	ck_assert_int_eq(kexec2_abi_version(), 1);
	fake.absent = true;
	ck_assert_int_eq(kexec2_abi_version(), -ENOSYS);
	signal(SIGCHLD, SIG_DFL);
	ck_assert_int_eq(sigchlds, 0);
}
END_TEST

START_TEST(version)
{
	ck_assert_uint_eq(kexec2_version(), LIBKEXEC2_VERSION);
	ck_assert_uint_eq(LIBKEXEC2_MAKE_VERSION(1, 2, 3), 0x10203);
	ck_assert_uint_lt(LIBKEXEC2_MAKE_VERSION(0, 255, 255),
			  LIBKEXEC2_MAKE_VERSION(1, 0, 0));
}
END_TEST

START_TEST(exec)
{
	static const int errs[] = { EPERM, EINVAL, EBUSY };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		fake.reboot_err = errs[i];
		ck_assert_int_eq(kexec2_exec(kx), -errs[i]);
		ck_assert_int_eq(fake.reboot_cmd, LINUX_REBOOT_CMD_KEXEC);
	}
	ck_assert_uint_eq(fake.reboots, ARRAY_SIZE(errs));
	ck_assert_uint_eq(fake.syncs, 0);
	ck_assert_int_eq(kexec2_exec(NULL), -EBUSY);
}
END_TEST

START_TEST(exec_explained)
{
	static const struct {
		int err;
		const char *loaded, *words;
		unsigned int cause;
	} cases[] = {
		{ EINVAL, "0\n", "no kernel is loaded", KEXEC2_NOTHING_LOADED },
		{ EINVAL, "1\n", "container", KEXEC2_IN_NAMESPACE },
		{ EINVAL, NULL, "no kernel is loaded, or", KEXEC2_IN_NAMESPACE },
		{ EBUSY, "1\n", "under way", KEXEC2_BUSY },
		{ EPERM, "1\n", "do not show", KEXEC2_NOT_PERMITTED },
		{ EIO, "1\n", "Input/output error", KEXEC2_OTHER },
	};

	fake_file("/sys/kernel/kexec_loaded", cases[_i].loaded);
	fake.reboot_err = cases[_i].err;
	ck_assert_int_eq(kexec2_exec(kx), -cases[_i].err);
	check_failure(KEXEC_LOAD_ARGS, -1, "normal image: ", cases[_i].words,
		      "; ", NULL);
	check_cause(cases[_i].cause);
}
END_TEST

START_TEST(exec_without_capability)
{
	fake.reboot_err = EPERM;
	/* a limit on loads is none on starts */
	fake_file("/proc/sys/kernel/kexec_load_disabled", "1\n");
	ck_assert_int_eq(kexec2_exec(kx), -EPERM);
	check_cause(KEXEC2_NOT_PERMITTED);
	fake.no_cap_sys_boot = true;
	ck_assert_int_eq(kexec2_exec(kx), -EPERM);
	check_failure(KEXEC_LOAD_ARGS, -1, "CAP_SYS_BOOT", "run as root", NULL);
	check_cause(KEXEC2_NO_CAPABILITY);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syscall");
	TCase *raw = tcase(suite, "raw");
	TCase *state = tcase(suite, "state");

	tcase_add_test(raw, raw_passes_all);
	tcase_add_loop_test(raw, raw_returns_errno, 0, 20);
	tcase_add_loop_test(raw, raw_args_sizes, 0, 10);
	tcase_add_loop_test(raw, raw_initrd_strides, 0, 6);
	tcase_add_test(raw, abi_version);
	tcase_add_test(raw, filter_that_kills);
	tcase_add_test(raw, filter_without_sigchld);
	tcase_add_test(raw, version);
	tcase_add_loop_test(state, is_loaded, 0, 7);
	tcase_add_test(state, is_loaded_flags);
	tcase_add_test(state, is_loaded_explained);
	tcase_add_test(state, verify);
	tcase_add_loop_test(state, verify_fails, 0, 7);
	tcase_add_test(state, verify_no_call);
	tcase_add_test(state, exec);
	tcase_add_loop_test(state, exec_explained, 0, 6);
	tcase_add_test(state, exec_without_capability);
	return run_tests(suite);
}
