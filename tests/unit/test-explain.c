// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Every error has a sentence that tells the file, the cause, what to do. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "unit.h"

#define PARTS	3

static const int errs[] = {
	EPERM, EFAULT, E2BIG, EINVAL, EBADF, ETXTBSY, EFBIG, ENOEXEC, EACCES,
	ELIBBAD, EKEYREJECTED, ENOPKG, ENOKEY, EBADMSG, EMSGSIZE, ENODATA,
	EBUSY, ENOMEM, EADDRNOTAVAIL, EIO, ENOSYS, EINTR, EPROTO,
};

static const char *kernel, *parts[PARTS];

static void prepare(void)
{
	static const char *const names[PARTS] = { "ucode", "base", "modules" };
	size_t i;

	kernel = make_file("vmlinuz", 4096);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, kernel), 0);
	for (i = 0; i < PARTS; i++) {
		parts[i] = make_file(names[i], 1024 * 1024);
		ck_assert_int_eq(kexec2_add_initrd_path(kx, parts[i],
							names[i]), 0);
	}
}

/* Let the load fail, and return the sentence. */
static const char *fail_load(int err, unsigned int stage, int initrd)
{
	fake.err = err;
	fake.stage = stage;
	fake.initrd = initrd;
	ck_assert_int_eq(kexec2_load(kx), -err);
	return failure();
}

static void check_style(const char *sentence)
{
	size_t len = strlen(sentence);
	const char *c;

	ck_assert_msg(len > 40, "too short: \"%s\"", sentence);
	ck_assert_msg(len < 500, "too long: \"%s\"", sentence);
	ck_assert_msg(!strchr(sentence, '%'), "left over: \"%s\"", sentence);
	ck_assert_msg(!strstr(sentence, "(null)"), "\"%s\"", sentence);
	ck_assert_msg(!strstr(sentence, "  "), "blanks: \"%s\"", sentence);
	ck_assert_msg(sentence[len - 1] != '.', "stop: \"%s\"", sentence);
	/* the cause; what to do */
	ck_assert_msg(strstr(sentence, "; "), "no advice: \"%s\"", sentence);
	for (c = sentence; *c; c++)
		ck_assert_int_ge(*c, ' ');
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All pairs of errno and stage, with and without a part, crash or not. */
START_TEST(every_errno_at_every_stage)
{
	char *seen[ARRAY_SIZE(errs) * 12];
	unsigned int stage, got_stage;
	size_t count = 0;
	const char *text;
	int got_initrd;
	size_t i;

	prepare();
	if (_i)
		ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		for (stage = KEXEC_LOAD_ARGS; stage <= KEXEC_LOAD_MEASURE;
		     stage++) {
			text = fail_load(errs[i], stage, -1);
			check_style(text);
			ck_assert_msg(strstr(text, kernel), "%s", text);
			kexec2_failure(kx, &got_stage, &got_initrd);
			ck_assert_uint_eq(got_stage, stage);
			ck_assert_int_eq(got_initrd, -1);
			seen[count++] = strdup(text);
		}
		text = fail_load(errs[i], KEXEC_LOAD_INITRD, 1);
		check_style(text);
		ck_assert_msg(strstr(text, parts[1]), "%s", text);
		ck_assert_msg(strstr(text, "initrd 2 of 3"), "%s", text);
		kexec2_failure(kx, &got_stage, &got_initrd);
		ck_assert_uint_eq(got_stage, KEXEC_LOAD_INITRD);
		ck_assert_int_eq(got_initrd, 1);
		seen[count++] = strdup(text);
	}

	qsort(seen, count, sizeof(seen[0]), compare);
	for (i = 1; i < count; i++)
		ck_assert_str_ne(seen[i - 1], seen[i]);
	for (i = 0; i < count; i++)
		free(seen[i]);
}
END_TEST

/*
 * What kexec_file_load2(2) documents under ERRORS, at the stages where the
 * kernel returns it: none is explained with the words of strerror() alone.
 */
START_TEST(documented_errors)
{
#define AT(stage)	(1u << KEXEC_LOAD_##stage)
	static const struct {
		int err;
		unsigned int stages;
	} cases[] = {
		{ EACCES, AT(KERNEL) | AT(INITRD) },
		{ EADDRNOTAVAIL, AT(IMAGE) },
		{ EBADF, AT(KERNEL) | AT(INITRD) },
		{ EBADMSG, AT(SIGNATURE) | AT(INITRD) },
		{ EBUSY, AT(ARGS) },
		{ E2BIG, AT(ARGS) },
		{ EFAULT, AT(ARGS) | AT(CMDLINE) },
		{ EFBIG, AT(KERNEL) | AT(INITRD) },
		{ EINVAL, AT(ARGS) | AT(KERNEL) | AT(INITRD) | AT(CMDLINE) |
			  AT(IMAGE) },
		{ EIO, AT(KERNEL) | AT(INITRD) },
		{ EKEYREJECTED, AT(SIGNATURE) },
		{ ELIBBAD, AT(SIGNATURE) },
		{ EMSGSIZE, AT(SIGNATURE) },
		{ ENODATA, AT(SIGNATURE) },
		{ ENOEXEC, AT(KERNEL) | AT(IMAGE) },
		{ ENOKEY, AT(SIGNATURE) },
		{ ENOMEM, AT(ARGS) | AT(KERNEL) | AT(SIGNATURE) | AT(INITRD) |
			  AT(CMDLINE) | AT(IMAGE) },
		{ ENOPKG, AT(SIGNATURE) | AT(INITRD) },
		{ ENOSYS, AT(ARGS) },
		{ EPERM, AT(ARGS) | AT(KERNEL) | AT(SIGNATURE) | AT(INITRD) },
		{ EPROTO, AT(MEASURE) },
		{ ETXTBSY, AT(KERNEL) | AT(INITRD) },
	};
	unsigned int stage;
	const char *text;

	prepare();
	for (stage = KEXEC_LOAD_ARGS; stage <= KEXEC_LOAD_MEASURE; stage++) {
		if (!(cases[_i].stages & 1u << stage))
			continue;
		text = fail_load(cases[_i].err, stage, -1);
		check_style(text);
		ck_assert_msg(!strstr(text, strerror(cases[_i].err)),
			      "not explained: \"%s\"", text);
	}
#undef AT
}
END_TEST

START_TEST(unload_every_errno)
{
	char *seen[ARRAY_SIZE(errs)];
	size_t i;

	prepare();
	if (_i)
		ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		fake.old_err = errs[i];
		ck_assert_int_eq(kexec2_unload(kx), -errs[i]);
		check_failure(KEXEC_LOAD_ARGS, -1,
			      _i ? "crash image: " : "normal image: ", NULL);
		check_style(failure());
		ck_assert_ptr_null(strstr(failure(), "kexec_file_load2"));
		seen[i] = strdup(failure());
	}
	qsort(seen, ARRAY_SIZE(seen), sizeof(seen[0]), compare);
	for (i = 1; i < ARRAY_SIZE(seen); i++)
		ck_assert_str_ne(seen[i - 1], seen[i]);
	for (i = 0; i < ARRAY_SIZE(seen); i++)
		free(seen[i]);
}
END_TEST

/* What each plain case must say: errno, stage, part, words. */
START_TEST(plain)
{
	static const struct {
		int err;
		unsigned int stage;
		int initrd;
		const char *cause, *advice;
	} cases[] = {
		{ EPERM, KEXEC_LOAD_SIGNATURE, -1, "signature", "signed kernel" },
		{ EPERM, KEXEC_LOAD_INITRD, 0, "security module", "dmesg" },
		{ EFAULT, KEXEC_LOAD_ARGS, -1, "arguments", "report it" },
		{ EFAULT, KEXEC_LOAD_CMDLINE, -1, "command line", "report it" },
		{ E2BIG, KEXEC_LOAD_ARGS, -1, "too old", "newer kernel" },
		{ EINVAL, KEXEC_LOAD_ARGS, -1, "flags 0", "leave that flag" },
		{ EINVAL, KEXEC_LOAD_ARGS, 2, "label or flags", "kernel" },
		{ EINVAL, KEXEC_LOAD_INITRD, 1, "regular file", "check" },
		{ EINVAL, KEXEC_LOAD_CMDLINE, -1, "(6 bytes)", "shorten" },
		{ EINVAL, KEXEC_LOAD_IMAGE, -1, "(6 bytes)", "shorten" },
		{ EBADF, KEXEC_LOAD_INITRD, 1, "not open any more", "close" },
		{ ETXTBSY, KEXEC_LOAD_INITRD, 1, "open for writing", "fuser" },
		{ ETXTBSY, KEXEC_LOAD_KERNEL, -1, "open for writing", "fuser" },
		{ EFBIG, KEXEC_LOAD_INITRD, 1, "4 GiB", "smaller" },
		{ EFBIG, KEXEC_LOAD_INITRD, -1, "(3.0 MiB)", "smaller" },
		{ EFBIG, KEXEC_LOAD_KERNEL, -1, "too large", "check" },
		{ ENOEXEC, KEXEC_LOAD_KERNEL, -1, "not a kernel image",
		  "architecture" },
		{ EACCES, KEXEC_LOAD_KERNEL, -1, "IMA appraisal", "audit" },
		{ EACCES, KEXEC_LOAD_INITRD, 2, "IMA appraisal", "audit" },
		{ ENODATA, KEXEC_LOAD_SIGNATURE, -1, "not signed", "signed" },
		{ ELIBBAD, KEXEC_LOAD_SIGNATURE, -1, "damaged", "anew" },
		{ EKEYREJECTED, KEXEC_LOAD_SIGNATURE, -1, "revoked", "key" },
		{ ENOPKG, KEXEC_LOAD_SIGNATURE, -1, "hash or cipher", "sign" },
		{ ENOKEY, KEXEC_LOAD_SIGNATURE, -1, "trust", "enroll" },
		{ EBADMSG, KEXEC_LOAD_SIGNATURE, -1, "parsed", "anew" },
		{ ENOPKG, KEXEC_LOAD_INITRD, 1, "appended", "sign it anew" },
		{ EBADMSG, KEXEC_LOAD_INITRD, 1, "appended", "sign it anew" },
		{ E2BIG, KEXEC_LOAD_INITRD, 1, "too old", "newer kernel" },
		{ EMSGSIZE, KEXEC_LOAD_SIGNATURE, -1, "truncated", "anew" },
		{ EBUSY, KEXEC_LOAD_ARGS, -1, "under way", "try again" },
		{ ENOMEM, KEXEC_LOAD_KERNEL, -1, "no memory", "free some" },
		{ ENOMEM, KEXEC_LOAD_INITRD, -1, "half", "load less" },
		{ ENOMEM, KEXEC_LOAD_IMAGE, -1, "3.0 MiB", "load less" },
		{ EADDRNOTAVAIL, KEXEC_LOAD_IMAGE, -1, "range", "load less" },
		{ EIO, KEXEC_LOAD_INITRD, 1, "shrank", "try again" },
		{ EIO, KEXEC_LOAD_KERNEL, -1, "shrank", "try again" },
		{ EINTR, KEXEC_LOAD_IMAGE, -1, "Interrupted system call",
		  "dmesg" },
		{ EINTR, KEXEC_LOAD_MEASURE, -1, "while recording the load",
		  "dmesg" },
		{ EPROTO, KEXEC_LOAD_IMAGE, -1, "Protocol error", "report it" },
	};
	size_t i;

	prepare();
	ck_assert_int_eq(kexec2_set_cmdline(kx, "quiet"), 0);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		fail_load(cases[i].err, cases[i].stage, cases[i].initrd);
		check_failure(cases[i].stage, cases[i].initrd, cases[i].cause,
			      cases[i].advice, cases[i].initrd >= 0 ?
			      parts[cases[i].initrd] : kernel, NULL);
	}
}
END_TEST

/* The causes of EPERM, each told from what the system shows. */
START_TEST(eperm_causes)
{
	static const char limit_reboot[] =
		"/proc/sys/kernel/kexec_load_limit_reboot";
	static const char limit_panic[] =
		"/proc/sys/kernel/kexec_load_limit_panic";
	static const char off[] = "/proc/sys/kernel/kexec_load_disabled";
	static const char lockdown[] = "/sys/kernel/security/lockdown";
	static const char *const uid_maps[] = {
		"         0       1000          1\n",
		"         0     100000 4294967295\n",
		"         0          0      65536\n",
		"      1000          0 4294967295\n",
	};
	size_t i;

	prepare();
	fake_file(off, "0\n");
	fake_file(limit_reboot, "-1\n");
	fake_file(limit_panic, "0\n");
	fake_file(lockdown, "[none] integrity confidentiality\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "do not show", NULL);

	fake_file("/proc/self/status", "Name:\tx\nSeccomp:\t2\nx:\t0\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "seccomp", NULL);

	fake_file(lockdown, "none [integrity] confidentiality\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "locked down", NULL);
	fail_load(EPERM, KEXEC_LOAD_SIGNATURE, -1);
	check_failure(KEXEC_LOAD_SIGNATURE, -1, kernel, "locked down", NULL);

	fake_file(limit_reboot, "0\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel,
		      "kernel.kexec_load_limit_reboot is 0", NULL);
	fake_file(limit_reboot, "-1\n");
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel,
		      "kernel.kexec_load_limit_panic is 0", NULL);

	fake_file(off, "1\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel,
		      "kernel.kexec_load_disabled is 1", NULL);

	fake.no_cap_sys_boot = true;
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "CAP_SYS_BOOT",
		      "run it as root", NULL);

	for (i = 0; i < ARRAY_SIZE(uid_maps); i++) {
		fake_file("/proc/self/uid_map", uid_maps[i]);
		fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
		check_failure(KEXEC_LOAD_ARGS, -1, kernel, "user namespace",
			      "host", NULL);
	}

	/* the same for unloading */
	fake.old_err = EPERM;
	ck_assert_int_eq(kexec2_unload(kx), -EPERM);
	check_failure(KEXEC_LOAD_ARGS, -1, "crash image", "user namespace",
		      NULL);
}
END_TEST

START_TEST(eacces_with_ima)
{
	prepare();
	fail_load(EACCES, KEXEC_LOAD_INITRD, 0);
	ck_assert_ptr_null(strstr(failure(), "evmctl"));
	fake_file("/sys/kernel/security/ima", "");
	fail_load(EACCES, KEXEC_LOAD_INITRD, 0);
	check_failure(KEXEC_LOAD_INITRD, 0, parts[0], "IMA appraisal",
		      "evmctl ima_sign", NULL);
}
END_TEST

START_TEST(enosys)
{
	prepare();
	fake.absent = true;
	ck_assert_int_eq(kexec2_load(kx), -ENOSYS);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "running kernel",
		      "no kexec_file_load2 system call",
		      "CONFIG_KEXEC_FILE_LOAD2", NULL);
	ck_assert_ptr_null(strstr(failure(), "seccomp"));

	fake_file("/proc/self/status", "Name:\tx\nSeccomp:\t2\n");
	ck_assert_int_eq(kexec2_load(kx), -ENOSYS);
	check_failure(KEXEC_LOAD_ARGS, -1, "seccomp", NULL);

	fake.old_err = ENOSYS;
	ck_assert_int_eq(kexec2_unload(kx), -ENOSYS);
	check_failure(KEXEC_LOAD_ARGS, -1, "no kexec_file_load system call",
		      NULL);
}
END_TEST

START_TEST(crash_memory)
{
	static const char size[] = "/sys/kernel/kexec_crash_size";
	const int err = _i ? ENOMEM : EADDRNOTAVAIL;

	prepare();
	fake_file(size, "0\n");
	fail_load(err, KEXEC_LOAD_IMAGE, -1);
	ck_assert_ptr_null(strstr(failure(), "crashkernel"));

	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	fail_load(err, KEXEC_LOAD_IMAGE, -1);
	check_failure(KEXEC_LOAD_IMAGE, -1, "no memory is reserved",
		      "crashkernel=256M", NULL);
	fake_file(size, "268435456\n");
	fail_load(err, KEXEC_LOAD_IMAGE, -1);
	check_failure(KEXEC_LOAD_IMAGE, -1, "larger crashkernel=", NULL);
}
END_TEST

START_TEST(eproto)
{
	static const char rule[] =
		"the rule \"measure func=CRITICAL_DATA label=kexec_file_load2\"";

	prepare();
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE2_REQUIRE_MEASURE), 0);
	fail_load(EPROTO, KEXEC_LOAD_MEASURE, -1);
	check_failure(KEXEC_LOAD_MEASURE, -1, kernel, "IMA has made none",
		      "CONFIG_IMA", rule, NULL);
	check_style(failure());

	fake_file("/sys/kernel/security/ima", "");
	fail_load(EPROTO, KEXEC_LOAD_MEASURE, -1);
	check_failure(KEXEC_LOAD_MEASURE, -1, kernel, "IMA has made none",
		      "its policy does not ask", "; add ", rule,
		      "to the IMA policy", NULL);
	ck_assert_ptr_null(strstr(failure(), "CONFIG_IMA"));
	check_style(failure());
}
END_TEST

#define STATE(wanted, tpm)						\
	"version 1\nrequired 1\nwanted " wanted "\ntpm " tpm		\
	"\nseq 3\ndefault 3 recorded\ncrash -\nroom 40448\n"

/* A kernel that tells of its records tells what refuses, too. */
START_TEST(eproto_records)
{
	static const struct {
		const char *state, *cause, *advice;
	} cases[] = {
		{ STATE("1", "none"), "no TPM", "boot a machine whose TPM" },
		{ STATE("1", "failed"), "the TPM has failed", "reset" },
		{ STATE("1", "ok"), "cannot carry", "\"kexec2 status\"" },
		{ STATE("0", "failed"), "its policy does not ask", "rule" },
		{ "version 2\nwanted 1\ntpm none\n",
		  "its policy does not ask", "rule" },
	};
	size_t i;

	prepare();
	fake_file("/sys/kernel/security/ima", "");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		fake_file("/sys/kernel/security/ima/kexec_records",
			  cases[i].state);
		fail_load(EPROTO, KEXEC_LOAD_MEASURE, -1);
		check_failure(KEXEC_LOAD_MEASURE, -1, kernel, cases[i].cause,
			      cases[i].advice, "dmesg", NULL);
		check_style(failure());
		fake.old_err = EPROTO;
		ck_assert_int_eq(kexec2_unload(kx), -EPROTO);
		if (i < 3)
			ck_assert_ptr_nonnull(strstr(failure(),
						     cases[i].cause));
		else
			ck_assert_ptr_nonnull(strstr(failure(),
						     "so the image stays"));
		check_style(failure());
	}
}
END_TEST

/* A kernel that is older than the flag. */
START_TEST(unknown_require_measure)
{
	prepare();
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE2_REQUIRE_MEASURE |
					      KEXEC_FILE_ON_CRASH), 0);
	fail_load(EINVAL, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel,
		      "KEXEC_FILE2_REQUIRE_MEASURE, flags 0x100000002",
		      "without requiring the record", NULL);
	check_style(failure());

	/* what is about a part is not about the flag */
	fail_load(EINVAL, KEXEC_LOAD_ARGS, 1);
	check_failure(KEXEC_LOAD_ARGS, 1, parts[1], "label or flags", NULL);

	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	fail_load(EINVAL, KEXEC_LOAD_ARGS, -1);
	ck_assert_ptr_null(strstr(failure(), "REQUIRE_MEASURE"));
}
END_TEST

START_TEST(contradicting_flags)
{
	prepare();
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_NO_INITRAMFS), 0);
	fail_load(EINVAL, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, "KEXEC_FILE_NO_INITRAMFS", NULL);
}
END_TEST

/* The cause, from the file as it is. */
START_TEST(odd_files)
{
	static const struct {
		int err, open_flags;
		const char *name, *words;
	} cases[] = {
		{ EINVAL, O_RDONLY, "dir", "a directory" },
		{ EINVAL, O_RDONLY, "/dev/null", "not a regular file" },
		{ EINVAL, O_RDONLY, "empty", "is empty" },
		{ EINVAL, O_RDONLY, "/proc/self/maps", "or one of /proc" },
		{ EBADF, O_WRONLY, "file", "not open for reading" },
		{ EBADF, O_PATH, "file", "without O_PATH" },
		{ ETXTBSY, O_RDWR, "file", "descriptor is open for writing" },
		{ ETXTBSY, O_RDONLY, "file", "fuser" },
	};
	const char *path;
	size_t i;
	int fd;

	prepare();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		path = cases[i].name;
		if (!strcmp(path, "dir"))
			path = test_dir();
		else if (path[0] != '/' && !strcmp(path, "empty"))
			path = make_file("empty", 0);
		else if (path[0] != '/')
			path = parts[0];
		fd = open(path, cases[i].open_flags);
		ck_assert_int_ge(fd, 0);
		ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, ""), 0);
		close(fd);
		fail_load(cases[i].err, KEXEC_LOAD_INITRD, PARTS + (int)i);
		check_failure(KEXEC_LOAD_INITRD, PARTS + (int)i,
			      cases[i].words, NULL);
		if (strncmp(path, "/proc/", 6) != 0)
			check_failure(KEXEC_LOAD_INITRD, PARTS + (int)i, path,
				      NULL);
	}
}
END_TEST

START_TEST(direct_file)
{
	int fd;

	prepare();
	fd = open(parts[0], O_RDONLY | O_DIRECT);
	if (fd < 0)	/* a file system without it, such as older tmpfs */
		return;
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, ""), 0);
	close(fd);
	fail_load(EINVAL, KEXEC_LOAD_INITRD, PARTS);
	check_failure(KEXEC_LOAD_INITRD, PARTS, "O_DIRECT", parts[0], NULL);
}
END_TEST

/* Descriptors go by the name that /proc shows, or by their number. */
START_TEST(names_of_fds)
{
	char words[64];
	int fds[2], fd;

	prepare();
	fd = open(parts[2], O_RDONLY);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, ""), 0);
	close(fd);
	fail_load(EIO, KEXEC_LOAD_INITRD, 3);
	check_failure(KEXEC_LOAD_INITRD, 3, parts[2], "(initrd 4 of 4)", NULL);

	fd = memfd_create("mods", 0);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, ""), 0);
	snprintf(words, sizeof(words), "initrd 5 of 5 (fd %d, memfd:mods", fd);
	close(fd);
	fail_load(EIO, KEXEC_LOAD_INITRD, 4);
	check_failure(KEXEC_LOAD_INITRD, 4, words, NULL);

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fds[0], ""), 0);
	snprintf(words, sizeof(words), "initrd 6 of 6 (fd %d, pipe:[", fds[0]);
	close(fds[0]);
	close(fds[1]);
	fail_load(EINVAL, KEXEC_LOAD_INITRD, 5);
	check_failure(KEXEC_LOAD_INITRD, 5, words, "not a regular", NULL);

	fd = memfd_create("vmlinux", 0);
	ck_assert_int_eq(kexec2_set_kernel_fd(kx, fd), 0);
	snprintf(words, sizeof(words), "kernel (fd %d, memfd:vmlinux", fd);
	close(fd);
	fail_load(ENOEXEC, KEXEC_LOAD_KERNEL, -1);
	check_failure(KEXEC_LOAD_KERNEL, -1, words, NULL);
}
END_TEST

/* A name must not be able to steer a terminal. */
START_TEST(names_are_printable)
{
	const char *odd = make_file("a\033[31m\n\x7f\tb\xc3\xa4", 1);
	const char *escape = make_file("\033", 1);

	prepare();
	ck_assert_int_eq(kexec2_add_initrd_path(kx, odd, ""), 0);
	fail_load(EIO, KEXEC_LOAD_INITRD, PARTS);
	check_failure(KEXEC_LOAD_INITRD, PARTS,
		      "a\\x1b[31m\\x0a\\x7f\\x09b\xc3\xa4 (initrd 4 of 4)",
		      NULL);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, escape, ""), 0);
	fail_load(EIO, KEXEC_LOAD_INITRD, PARTS + 1);
	check_failure(KEXEC_LOAD_INITRD, PARTS + 1,
		      "/\\x1b (initrd 5 of 5)", NULL);
}
END_TEST

START_TEST(long_names)
{
	char path[3000];

	memset(path, 'x', sizeof(path));
	memcpy(path, "/no/such/", 9);
	strcpy(path + sizeof(path) - 5, ".end");
	ck_assert_int_ne(kexec2_add_initrd_path(kx, path, ""), 0);
	check_failure(KEXEC_LOAD_INITRD, 0, path, NULL);
}
END_TEST

START_TEST(opening)
{
	static const struct {
		const char *path;
		int err;
		const char *words;
	} cases[] = {
		{ "/no/such", ENOENT, "no such file" },
		{ "", ENOENT, "no such file" },
		{ "/dev/null/x", ENOTDIR, "not a directory" },
	};
	char path[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_int_eq(kexec2_set_kernel_path(kx, cases[i].path),
				 -cases[i].err);
		check_failure(KEXEC_LOAD_KERNEL, -1, cases[i].path,
			      cases[i].words, NULL);
		ck_assert_int_eq(kexec2_add_initrd_path(kx, cases[i].path, ""),
				 -cases[i].err);
		check_failure(KEXEC_LOAD_INITRD, 0, cases[i].path,
			      cases[i].words, "initrd 1", NULL);
	}
	snprintf(path, sizeof(path), "%s/loop", test_dir());
	ck_assert_int_eq(symlink("loop", path), 0);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, path), -ELOOP);
	check_failure(KEXEC_LOAD_KERNEL, -1, path, "symbolic links", NULL);
}
END_TEST

/* Reports that make no sense, or come from a later kernel. */
START_TEST(odd_reports)
{
	prepare();
	fail_load(EIO, 42, -1);
	check_failure(42, -1, kernel, "Input/output error at stage 42", NULL);
	fail_load(EIO, KEXEC_LOAD_INITRD, PARTS);
	check_failure(KEXEC_LOAD_INITRD, -1, kernel, NULL);
	fail_load(EIO, KEXEC_LOAD_INITRD, -7);
	check_failure(KEXEC_LOAD_INITRD, -1, kernel, NULL);
	fail_load(EBUSY, KEXEC_LOAD_DONE, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "under way", NULL);
	fake.no_report = true;
	fail_load(EFAULT, KEXEC_LOAD_KERNEL, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "arguments", NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("explain");
	TCase *table = tcase(suite, "table");
	TCase *causes = tcase(suite, "causes");
	TCase *names = tcase(suite, "names");

	tcase_add_loop_test(table, every_errno_at_every_stage, 0, 2);
	tcase_add_loop_test(table, documented_errors, 0, 22);
	tcase_add_loop_test(table, unload_every_errno, 0, 2);
	tcase_add_test(table, plain);
	tcase_add_test(table, odd_reports);
	tcase_add_test(causes, eperm_causes);
	tcase_add_test(causes, eacces_with_ima);
	tcase_add_test(causes, enosys);
	tcase_add_loop_test(causes, crash_memory, 0, 2);
	tcase_add_test(causes, eproto);
	tcase_add_test(causes, eproto_records);
	tcase_add_test(causes, unknown_require_measure);
	tcase_add_test(causes, contradicting_flags);
	tcase_add_test(causes, odd_files);
	tcase_add_test(causes, direct_file);
	tcase_add_test(names, names_of_fds);
	tcase_add_test(names, names_are_printable);
	tcase_add_test(names, long_names);
	tcase_add_test(names, opening);
	return run_tests(suite);
}
