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
#define PLACES	(KEXEC_LOAD_MEASURE + 1)	/* stages, and a part */

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
	ck_assert_has(sentence, "; ");
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
	char *seen[ARRAY_SIZE(errs) * PLACES];
	unsigned int stage, got_stage;
	size_t count = 0;
	const char *text;
	int got_initrd;
	size_t i, j;

	prepare();
	if (_i)
		ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		for (stage = KEXEC_LOAD_ARGS; stage <= KEXEC_LOAD_MEASURE;
		     stage++) {
			text = fail_load(errs[i], stage, -1);
			check_style(text);
			ck_assert_has(text, kernel);
			kexec2_failure(kx, &got_stage, &got_initrd);
			ck_assert_uint_eq(got_stage, stage);
			ck_assert_int_eq(got_initrd, -1);
			seen[count++] = strdup(text);
		}
		text = fail_load(errs[i], KEXEC_LOAD_INITRD, 1);
		check_style(text);
		ck_assert_has(text, parts[1]);
		ck_assert_has(text, "(initrd 1): ");
		kexec2_failure(kx, &got_stage, &got_initrd);
		ck_assert_uint_eq(got_stage, KEXEC_LOAD_INITRD);
		ck_assert_int_eq(got_initrd, 1);
		seen[count++] = strdup(text);
	}

	/* Two errors of one stage are not explained with the same words. */
	for (i = 0; i < count; i++)
		for (j = i % PLACES; j < i; j += PLACES)
			ck_assert_str_ne(seen[j], seen[i]);
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

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		fake.old_err = errs[i];
		ck_assert_int_eq(kexec2_unload(kx, _i ? KEXEC_FILE_ON_CRASH : 0),
				 -errs[i]);
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

/* What each plain case must say: errno, stage, part, words, cause. */
START_TEST(plain)
{
	static const struct {
		int err;
		unsigned int stage;
		int initrd;
		const char *words, *advice;
		unsigned int cause;
	} cases[] = {
		{ EPERM, KEXEC_LOAD_SIGNATURE, -1, "signature", "signed one",
		  KEXEC2_NOT_SIGNED },
		{ EPERM, KEXEC_LOAD_INITRD, 0, "security module", "dmesg",
		  KEXEC2_POLICY },
		{ EFAULT, KEXEC_LOAD_ARGS, -1, "arguments", "defect",
		  KEXEC2_BAD_ARGUMENT },
		{ EFAULT, KEXEC_LOAD_CMDLINE, -1, "cannot read", "defect",
		  KEXEC2_BAD_ARGUMENT },
		{ E2BIG, KEXEC_LOAD_ARGS, -1, "too old", "newer kernel",
		  KEXEC2_OLD_KERNEL },
		{ EINVAL, KEXEC_LOAD_ARGS, -1, "flags (0)", "clear some",
		  KEXEC2_OLD_KERNEL },
		{ EINVAL, KEXEC_LOAD_ARGS, 2, "refuses the label", "another",
		  KEXEC2_OLD_KERNEL },
		{ EINVAL, KEXEC_LOAD_INITRD, 1, "regular file", "O_DIRECT",
		  KEXEC2_NOT_REGULAR },
		{ EINVAL, KEXEC_LOAD_CMDLINE, -1, "command line", "too long",
		  KEXEC2_BAD_CMDLINE },
		{ EINVAL, KEXEC_LOAD_IMAGE, -1, "command line", "too long",
		  KEXEC2_BAD_CMDLINE },
		{ EBADF, KEXEC_LOAD_INITRD, 1, "not open for reading",
		  "O_RDONLY", KEXEC2_BAD_FD },
		{ ETXTBSY, KEXEC_LOAD_INITRD, 1, "open for writing", "fuser",
		  KEXEC2_OPEN_FOR_WRITING },
		{ ETXTBSY, KEXEC_LOAD_KERNEL, -1, "open for writing", "fuser",
		  KEXEC2_OPEN_FOR_WRITING },
		{ EFBIG, KEXEC_LOAD_INITRD, 1, "4 GiB or more", "load less",
		  KEXEC2_TOO_LARGE },
		{ EFBIG, KEXEC_LOAD_INITRD, -1, "4 GiB or more", "load less",
		  KEXEC2_TOO_LARGE },
		{ EFBIG, KEXEC_LOAD_KERNEL, -1, "too large for a kernel",
		  "load less", KEXEC2_TOO_LARGE },
		{ ENOEXEC, KEXEC_LOAD_KERNEL, -1, "not a kernel image",
		  "architecture", KEXEC2_NOT_A_KERNEL },
		{ EACCES, KEXEC_LOAD_KERNEL, -1, "IMA appraisal", "audit",
		  KEXEC2_POLICY },
		{ EACCES, KEXEC_LOAD_INITRD, 2, "IMA appraisal",
		  "evmctl ima_sign", KEXEC2_POLICY },
		{ ENODATA, KEXEC_LOAD_SIGNATURE, -1, "not signed", "signed",
		  KEXEC2_NOT_SIGNED },
		{ ELIBBAD, KEXEC_LOAD_SIGNATURE, -1, "damaged", "again",
		  KEXEC2_BAD_SIGNATURE },
		{ EKEYREJECTED, KEXEC_LOAD_SIGNATURE, -1, "key revoked", "sign again",
		  KEXEC2_BAD_SIGNATURE },
		{ ENOPKG, KEXEC_LOAD_SIGNATURE, -1, "hash or cipher", "sign",
		  KEXEC2_UNKNOWN_ALGORITHM },
		{ ENOKEY, KEXEC_LOAD_SIGNATURE, -1, "trust", "enroll",
		  KEXEC2_UNKNOWN_KEY },
		{ EBADMSG, KEXEC_LOAD_SIGNATURE, -1, "damaged", "again",
		  KEXEC2_BAD_SIGNATURE },
		{ ENOPKG, KEXEC_LOAD_INITRD, 1, "appended", "sign it again",
		  KEXEC2_BAD_APPENDED },
		{ EBADMSG, KEXEC_LOAD_INITRD, 1, "appended", "sign it again",
		  KEXEC2_BAD_APPENDED },
		{ E2BIG, KEXEC_LOAD_INITRD, 1, "too old", "newer kernel",
		  KEXEC2_OLD_KERNEL },
		{ EMSGSIZE, KEXEC_LOAD_SIGNATURE, -1, "truncated", "again",
		  KEXEC2_BAD_SIGNATURE },
		{ EBUSY, KEXEC_LOAD_ARGS, -1, "under way", "try again",
		  KEXEC2_BUSY },
		{ EBUSY, KEXEC_LOAD_IMAGE, -1, "under way", "try again",
		  KEXEC2_BUSY },
		{ ENOMEM, KEXEC_LOAD_KERNEL, -1, "out of memory", "free some",
		  KEXEC2_OUT_OF_MEMORY },
		{ ENOMEM, KEXEC_LOAD_INITRD, -1, "memory", "fewer parts",
		  KEXEC2_OUT_OF_MEMORY },
		{ ENOMEM, KEXEC_LOAD_IMAGE, -1, "memory", "fewer parts",
		  KEXEC2_OUT_OF_MEMORY },
		{ EADDRNOTAVAIL, KEXEC_LOAD_IMAGE, -1, "range", "load less",
		  KEXEC2_NO_PLACE },
		{ EIO, KEXEC_LOAD_INITRD, 1, "changed", "try again",
		  KEXEC2_READ_ERROR },
		{ EIO, KEXEC_LOAD_KERNEL, -1, "changed", "try again",
		  KEXEC2_READ_ERROR },
		{ EINTR, KEXEC_LOAD_IMAGE, -1, "Interrupted system call",
		  "dmesg", KEXEC2_OTHER },
	};
	size_t i;

	prepare();
	ck_assert_int_eq(kexec2_set_cmdline(kx, "quiet"), 0);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		fail_load(cases[i].err, cases[i].stage, cases[i].initrd);
		check_failure(cases[i].stage, cases[i].initrd, cases[i].words,
			      cases[i].advice, cases[i].initrd >= 0 ?
			      parts[cases[i].initrd] : kernel, NULL);
		check_cause(cases[i].cause);
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
	check_cause(KEXEC2_NOT_PERMITTED);

	fake_file("/proc/thread-self/status", "Name:\tx\nSeccomp:\t2\nx:\t0\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "seccomp", NULL);
	check_cause(KEXEC2_SECCOMP);

	fake_file(lockdown, "none [integrity] confidentiality\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "locked down", NULL);
	check_cause(KEXEC2_LOCKED_DOWN);
	fake_file(lockdown, "none integrity [confidentiality]\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_cause(KEXEC2_LOCKED_DOWN);
	fail_load(EPERM, KEXEC_LOAD_SIGNATURE, -1);
	check_failure(KEXEC_LOAD_SIGNATURE, -1, kernel, "locked down",
		      "load a signed kernel", NULL);
	check_cause(KEXEC2_LOCKED_DOWN);

	fake_file(limit_reboot, "0\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel,
		      "kernel.kexec_load_limit_*", NULL);
	check_cause(KEXEC2_LIMIT_REACHED);
	fake_file(limit_reboot, "-1\n");
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_cause(KEXEC2_LIMIT_REACHED);
	fake_file(limit_panic, "10\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_cause(KEXEC2_LOCKED_DOWN);

	fake_file(off, "1\n");
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel,
		      "kernel.kexec_load_disabled", NULL);
	check_cause(KEXEC2_SWITCHED_OFF);

	fake.no_cap_sys_boot = true;
	fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
	check_failure(KEXEC_LOAD_ARGS, -1, kernel, "CAP_SYS_BOOT",
		      "run as root", NULL);
	check_cause(KEXEC2_NO_CAPABILITY);

	for (i = 0; i < ARRAY_SIZE(uid_maps); i++) {
		fake_file("/proc/self/uid_map", uid_maps[i]);
		fail_load(EPERM, KEXEC_LOAD_ARGS, -1);
		check_failure(KEXEC_LOAD_ARGS, -1, kernel, "user namespace",
			      "host", NULL);
		check_cause(KEXEC2_IN_NAMESPACE);
	}

	/* the same for unloading */
	fake.old_err = EPERM;
	ck_assert_int_eq(kexec2_unload(kx, KEXEC_FILE_ON_CRASH), -EPERM);
	check_failure(KEXEC_LOAD_ARGS, -1, "crash image", "user namespace",
		      NULL);
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

	fake_file("/proc/thread-self/status", "Name:\tx\nSeccomp:\t2\n");
	ck_assert_int_eq(kexec2_load(kx), -ENOSYS);
	check_failure(KEXEC_LOAD_ARGS, -1, "seccomp", NULL);

	fake.old_err = ENOSYS;
	ck_assert_int_eq(kexec2_unload(kx, 0), -ENOSYS);
	check_failure(KEXEC_LOAD_ARGS, -1, "no kexec_file_load system call",
		      NULL);
	check_cause(KEXEC2_NO_CALL);
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
	check_failure(KEXEC_LOAD_IMAGE, -1, _i ? "increase crashkernel=" :
		      "no memory is reserved", NULL);
	check_cause(KEXEC2_NO_CRASH_MEMORY);
	fake_file(size, "268435456\n");
	fail_load(err, KEXEC_LOAD_IMAGE, -1);
	check_failure(KEXEC_LOAD_IMAGE, -1, "increase crashkernel=", NULL);
	check_cause(KEXEC2_NO_CRASH_MEMORY);
}
END_TEST

#define STATE(wanted, tpm)						\
	"version 1\nrequired 1\nwanted " wanted "\ntpm " tpm		\
	"\nseq 3\ndefault 3 recorded\ncrash -\nroom 40448\n"

/* What keeps IMA from making a record, from its own file of the state. */
START_TEST(eproto)
{
	static const char records[] = "/sys/kernel/security/ima/kexec_records";
	static const char rule[] =
		"\"measure func=CRITICAL_DATA label=kexec_file_load2\"";
	static const struct {
		const char *state, *words;
		unsigned int cause;
	} cases[] = {
		{ NULL, "there is no IMA", KEXEC2_NO_IMA },
		{ STATE("1", "none"), "IMA found no TPM", KEXEC2_NO_TPM },
		{ STATE("1", "failed"), "the TPM has failed",
		  KEXEC2_TPM_FAILED },
		{ STATE("0", "failed"), "does not ask for one; add",
		  KEXEC2_NO_RULE },
		{ STATE("1", "ok"), "kexec2 status", KEXEC2_NOT_RECORDED },
		{ "", "IMA made none", KEXEC2_NOT_RECORDED },
	};

	prepare();
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE2_REQUIRE_MEASURE), 0);
	if (cases[_i].state)
		fake_file("/sys/kernel/security/ima", "");
	fake_file(records, cases[_i].state);
	fail_load(EPROTO, KEXEC_LOAD_MEASURE, -1);
	check_failure(KEXEC_LOAD_MEASURE, -1, kernel,
		      "a record by IMA is required, but ", cases[_i].words,
		      NULL);
	check_cause(cases[_i].cause);
	check_style(failure());
	if (cases[_i].cause == KEXEC2_NO_RULE)
		check_failure(KEXEC_LOAD_MEASURE, -1, rule, NULL);

	/* the system may require one of an unload, too */
	fake.old_err = EPROTO;
	ck_assert_int_eq(kexec2_unload(kx, KEXEC_FILE_ON_CRASH), -EPROTO);
	check_failure(KEXEC_LOAD_ARGS, -1, "crash image: a record by IMA",
		      cases[_i].words, NULL);
	check_cause(cases[_i].cause);
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
		      "flags (0x100000002)", "KEXEC_FILE2_*", NULL);
	check_style(failure());

	/* what is about a part is not about the flag */
	fail_load(EINVAL, KEXEC_LOAD_ARGS, 1);
	check_failure(KEXEC_LOAD_ARGS, 1, parts[1], "label", NULL);
}
END_TEST

/* Descriptors go by their number, and by the name that /proc shows. */
START_TEST(names_of_fds)
{
	char words[128];
	int fd;

	prepare();
	fd = open(parts[2], O_RDONLY);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, "", NULL), 0);
	snprintf(words, sizeof(words), "fd %d, %s (initrd 3): ", fd, parts[2]);
	close(fd);
	fail_load(EIO, KEXEC_LOAD_INITRD, 3);
	check_failure(KEXEC_LOAD_INITRD, 3, words, NULL);

	fd = memfd_create("mods", 0);
	ck_assert_int_eq(write(fd, "x", 1), 1);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, "", NULL), 0);
	snprintf(words, sizeof(words), "fd %d, /memfd:mods", fd);
	fail_load(EIO, KEXEC_LOAD_INITRD, 4);
	check_failure(KEXEC_LOAD_INITRD, 4, words, " (initrd 4): ", NULL);

	ck_assert_int_eq(kexec2_set_kernel_fd(kx, fd, NULL), 0);
	close(fd);
	fail_load(ENOEXEC, KEXEC_LOAD_KERNEL, -1);
	check_failure(KEXEC_LOAD_KERNEL, -1, words, NULL);
}
END_TEST

/* A name must not be able to steer a terminal. */
START_TEST(names_are_printable)
{
	const char *odd = make_file("a\033[31m\n\x7f\tb\xc3\xa4\xc2\x9b" "1m", 1);
	const char *escape = make_file("\033", 1);

	prepare();
	ck_assert_int_eq(kexec2_add_initrd_path(kx, odd, ""), 0);
	fail_load(EIO, KEXEC_LOAD_INITRD, PARTS);
	check_failure(KEXEC_LOAD_INITRD, PARTS,
		      "a\\x1b[31m\\x0a\\x7f\\x09b\xc3\xa4\\u009b1m (initrd 3)",
		      NULL);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, escape, ""), 0);
	fail_load(EIO, KEXEC_LOAD_INITRD, PARTS + 1);
	check_failure(KEXEC_LOAD_INITRD, PARTS + 1,
		      "/\\x1b (initrd 4)", NULL);
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

/* Reports that make no sense, or come from a later kernel. */
START_TEST(odd_reports)
{
	prepare();
	fail_load(EIO, 42, -1);
	check_failure(42, -1, kernel, "Input/output error", NULL);
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
	tcase_add_test(causes, enosys);
	tcase_add_loop_test(causes, crash_memory, 0, 2);
	tcase_add_loop_test(causes, eproto, 0, 6);
	tcase_add_test(causes, unknown_require_measure);
	tcase_add_test(names, names_of_fds);
	tcase_add_test(names, names_are_printable);
	tcase_add_test(names, long_names);
	return run_tests(suite);
}
