// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2_load_joined(): what kexec_file_load(2) gets, and what is refused. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "unit.h"

#define MARKER	"~Module signature appended~\n"

static const char *file_of(const char *name, const void *bytes, size_t size)
{
	const char *path = make_file(name, 0);
	int fd = open(path, O_WRONLY);

	ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
	close(fd);
	return path;
}

static const char *set_kernel(void)
{
	const char *path = file_of("vmlinuz", "kernel", 6);

	ck_assert_int_eq(kexec2_set_kernel_path(kx, path), 0);
	return path;
}

static const char *add(const char *name, const void *bytes, size_t size)
{
	const char *path = file_of(name, bytes, size);

	ck_assert_int_eq(kexec2_add_initrd_path(kx, path, name), 0);
	return path;
}

static void check_initrd(const void *bytes, size_t size)
{
	ck_assert_uint_eq(fake.old_initrd_size, size);
	ck_assert_mem_eq(fake.old_initrd, bytes, size);
}

START_TEST(layout)
{
	/* Ends at 3, so the next starts at 8, not at 4; and 13, so at 20. */
	static const char expected[] = "abc\0\0\0\0\0defgh\0\0\0\0\0\0\0i";
	const char *kernel = set_kernel();

	add("a", "abc", 3);
	add("d", "defgh", 5);
	add("i", "i", 1);
	ck_assert_int_eq(kexec2_set_cmdline(kx, "quiet"), 0);
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	check_initrd(expected, sizeof(expected) - 1);
	ck_assert_uint_eq(fake.calls, 0);
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert_uint_eq(fake.old_kernel_ino, inode(kernel));
	ck_assert_uint_eq(fake.old_flags, 0);
	ck_assert_str_eq(fake.old_cmdline_text, "quiet");
	ck_assert_uint_eq(fake.old_cmdline_len, 6);
	ck_assert(fake.all_cloexec);
	ck_assert_str_eq(failure(), "");
}
END_TEST

/* What is asked for in memory fails with it, if the flags have a bit of mask. */
static int memfd_err;
static unsigned int memfd_mask;

int __real_memfd_create(const char *name, unsigned int flags);
int __wrap_memfd_create(const char *name, unsigned int flags);
int __wrap_memfd_create(const char *name, unsigned int flags)
{
	if (!strcmp(name, "initramfs") && flags & memfd_mask) {
		errno = memfd_err;
		return -1;
	}
	return __real_memfd_create(name, flags);
}

START_TEST(no_noexec_seal)
{
	set_kernel();
	add("a", "abc", 3);
	add("d", "d", 1);
	memfd_err = EINVAL;
	memfd_mask = ~(unsigned int)(MFD_CLOEXEC | MFD_ALLOW_SEALING);
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	check_initrd("abc\0\0\0\0\0d", 9);
	ck_assert(fake.all_cloexec);
}
END_TEST

START_TEST(no_file_in_memory)
{
	set_kernel();
	add("a", "abc", 3);
	add("d", "d", 1);
	memfd_err = EMFILE;
	memfd_mask = MFD_CLOEXEC;
	ck_assert_int_eq(kexec2_load_joined(kx), -EMFILE);
	check_failure(KEXEC_LOAD_INITRD, -1, "many open files", NULL);
	ck_assert_uint_eq(fake.old_calls, 0);
}
END_TEST

/* A multiple of 4: still 4 zero bytes, and no more. */
START_TEST(gap)
{
	static const char expected[] = "abcd\0\0\0\0efgh";

	set_kernel();
	add("a", "abcd", 4);
	add("e", "efgh", 4);
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	check_initrd(expected, sizeof(expected) - 1);
}
END_TEST

/* More than what is copied at a time. */
START_TEST(large_parts)
{
	static char bytes[100000];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 7 + i / 251);
	set_kernel();
	add("a", "a", 1);
	add("b", bytes, sizeof(bytes));
	add("c", "end", 3);
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	ck_assert_uint_eq(fake.old_initrd_size, 100015);
	ck_assert_mem_eq(fake.old_initrd, "a\0\0\0\0\0\0\0", 8);
	ck_assert_mem_eq(fake.old_initrd + 8, bytes, sizeof(bytes));
	ck_assert_mem_eq(fake.old_initrd + 100008, "\0\0\0\0end", 7);
}
END_TEST

START_TEST(one_part_as_it_is)
{
	const char *part;

	set_kernel();
	part = add("a", "abc", 3);
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	ck_assert_uint_eq(fake.old_initrd_ino, inode(part));
}
END_TEST

START_TEST(no_part)
{
	set_kernel();
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	ck_assert_uint_eq(fake.old_flags,
			  KEXEC_FILE_ON_CRASH | KEXEC_FILE_NO_INITRAMFS);
	ck_assert_int_eq(fake.old_initrd_fd, -1);
	ck_assert_uint_eq(fake.old_cmdline_len, 0);
}
END_TEST

/* Signatures */

static size_t sign(char *to, const char *archive, size_t len, unsigned int id,
		   unsigned char algo, uint32_t sig_len)
{
	char *out = mempcpy(to, archive, len);

	memset(out, 'S', 5);
	out += 5;
	memset(out, 0, 12);
	out[0] = (char)algo;
	out[2] = (char)id;
	out[8] = (char)(sig_len >> 24);
	out[9] = (char)(sig_len >> 16);
	out[10] = (char)(sig_len >> 8);
	out[11] = (char)sig_len;
	out = mempcpy(out + 12, MARKER, strlen(MARKER));
	return (size_t)(out - to);
}

START_TEST(signatures_stay_out)
{
	static const char expected[] = "one\0\0\0\0\0two";
	char bytes[128];

	set_kernel();
	add("a", bytes, sign(bytes, "one", 3, 2, 0, 5));
	add("b", bytes, sign(bytes, "two", 3, 2, 0, 5));
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	check_initrd(expected, sizeof(expected) - 1);
}
END_TEST

/* The marker alone is no signature, as there is no room for one before it. */
START_TEST(marker_alone)
{
	const size_t len = strlen(MARKER);

	set_kernel();
	add("a", MARKER, len);
	add("b", "b", 1);
	ck_assert_int_eq(kexec2_load_joined(kx), 0);
	ck_assert_uint_eq(fake.old_initrd_size, len + 5);
	ck_assert_mem_eq(fake.old_initrd, MARKER, len);
}
END_TEST

START_TEST(damaged_signatures)
{
	static const struct {
		unsigned int id;
		unsigned char algo;
		uint32_t len;
		int err;
		const char *words;
	} cases[] = {
		{ 2, 0, 8, -EBADMSG, "damaged" },	/* of 8 bytes, none left */
		{ 2, 0, 0xffffffff, -EBADMSG, "damaged" },
		{ 2, 1, 5, -EBADMSG, "damaged" },
		{ 1, 0, 5, -ENOPKG, "unknown kind" },
	};
	char bytes[128];
	size_t size = sign(bytes, "one", 3, cases[_i].id, cases[_i].algo,
			   cases[_i].len);

	set_kernel();
	add("a", "a", 1);
	add("signed", bytes, size);
	ck_assert_int_eq(kexec2_load_joined(kx), cases[_i].err);
	check_failure(KEXEC_LOAD_INITRD, 1, "/signed (initrd 1)",
		      cases[_i].words, NULL);
	ck_assert_uint_eq(fake.old_calls, 0);
}
END_TEST

/* What is refused before the call */

START_TEST(without_kernel)
{
	ck_assert_int_eq(kexec2_load_joined(kx), -EINVAL);
	check_failure(KEXEC_LOAD_ARGS, -1, "no kernel", NULL);
}
END_TEST

START_TEST(flags)
{
	set_kernel();
	add("a", "a", 1);
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE2_REQUIRE_MEASURE), 0);
	ck_assert_int_eq(kexec2_load_joined(kx), -EINVAL);
	check_failure(KEXEC_LOAD_ARGS, -1, "flags 0x100000000",
		      "KEXEC_FILE2_*", NULL);
	check_cause(KEXEC2_BAD_FLAGS);

	/* The call would be given only the lower half on 32-bit systems. */
	ck_assert_int_eq(kexec2_set_flags(kx, 1ULL << 40), 0);
	ck_assert_int_eq(kexec2_load_joined(kx), -EINVAL);
	check_failure(KEXEC_LOAD_ARGS, -1, "flags 0x10000000000", NULL);

	/* The call would leave out the parts without a word. */
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_NO_INITRAMFS), 0);
	ck_assert_int_eq(kexec2_load_joined(kx), -EINVAL);
	check_failure(KEXEC_LOAD_ARGS, -1, "KEXEC_FILE_NO_INITRAMFS", NULL);
	ck_assert_uint_eq(fake.old_calls, 0);
}
END_TEST

START_TEST(part_too_large)
{
	const char *path = make_file("bad", (size_t)4 << 30);

	set_kernel();
	add("a", "a", 1);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, path, ""), 0);
	ck_assert_int_eq(kexec2_load_joined(kx), -EFBIG);
	check_failure(KEXEC_LOAD_INITRD, 1, path, "4 GiB or more", NULL);
	check_cause(KEXEC2_TOO_LARGE);
	ck_assert_uint_eq(fake.old_calls, 0);
}
END_TEST

/* Emptied after it was added: nobody must boot without it. */
START_TEST(part_shrinks)
{
	const char *path;

	set_kernel();
	add("a", "a", 1);
	path = add("b", "b", 1);
	ck_assert_int_eq(truncate(path, 0), 0);
	ck_assert_int_eq(kexec2_load_joined(kx), -EIO);
	check_failure(KEXEC_LOAD_INITRD, 1, path, "changed", NULL);
	check_cause(KEXEC2_READ_ERROR);
	ck_assert_uint_eq(fake.old_calls, 0);
}
END_TEST

START_TEST(unreadable_part)
{
	int fd = open(make_file("a", 1), O_WRONLY);

	set_kernel();
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, "", NULL), 0);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, "", NULL), 0);
	close(fd);
	ck_assert_int_eq(kexec2_load_joined(kx), -EBADF);
	check_failure(KEXEC_LOAD_INITRD, 0, "not open for reading", NULL);
	check_cause(KEXEC2_BAD_FD);
}
END_TEST

/* With what the kernel has */

START_TEST(load_or_join)
{
	set_kernel();
	add("a", "a", 1);
	add("b", "b", 1);
	ck_assert_int_eq(kexec2_load_or_join(kx), 0);
	ck_assert_uint_eq(fake.old_calls, 0);

	fake.absent = true;
	ck_assert_int_eq(kexec2_load_or_join(kx), 1);
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert_str_eq(failure(), "");
	fake.old_err = EBUSY;
	ck_assert_int_eq(kexec2_load_or_join(kx), -EBUSY);
	check_cause(KEXEC2_BUSY);

	/* no other error leads there, */
	fake.absent = false;
	fake.err = EPERM;
	fake.stage = KEXEC_LOAD_ARGS;
	ck_assert_int_eq(kexec2_load_or_join(kx), -EPERM);
	ck_assert_uint_eq(fake.old_calls, 2);

	/* and what must be recorded is not loaded without. */
	fake.absent = true;
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE2_REQUIRE_MEASURE), 0);
	ck_assert_int_eq(kexec2_load_or_join(kx), -ENOSYS);
	check_cause(KEXEC2_NO_CALL);
	ck_assert_uint_eq(fake.old_calls, 2);
}
END_TEST

/* What the call says */

START_TEST(errors_of_the_call)
{
	static const struct {
		int err;
		unsigned int stage;
		const char *words;
	} cases[] = {
		{ EPERM, KEXEC_LOAD_ARGS, "not permitted" },
		{ EACCES, KEXEC_LOAD_ARGS, "joined parts have no signature" },
		{ ENOSYS, KEXEC_LOAD_ARGS, "no kexec_file_load system call" },
		{ EBUSY, KEXEC_LOAD_ARGS, "under way" },
		{ EFAULT, KEXEC_LOAD_ARGS, "defect" },
		{ EINTR, KEXEC_LOAD_ARGS, "Interrupted system call" },
		{ EPROTO, KEXEC_LOAD_ARGS, "a record by IMA is required" },
		{ EBADF, KEXEC_LOAD_KERNEL, "not open for reading" },
		{ EFBIG, KEXEC_LOAD_KERNEL, "too large" },
		{ EIO, KEXEC_LOAD_KERNEL, "while it was read" },
		{ ENOEXEC, KEXEC_LOAD_KERNEL, "not a kernel image" },
		{ ETXTBSY, KEXEC_LOAD_KERNEL, "open for writing" },
		{ EBADMSG, KEXEC_LOAD_SIGNATURE, "damaged" },
		{ EKEYREJECTED, KEXEC_LOAD_SIGNATURE, "revoked" },
		{ ELIBBAD, KEXEC_LOAD_SIGNATURE, "PE file" },
		{ EMSGSIZE, KEXEC_LOAD_SIGNATURE, "truncated" },
		{ ENODATA, KEXEC_LOAD_SIGNATURE, "not signed" },
		{ ENOKEY, KEXEC_LOAD_SIGNATURE, "not trust the key" },
		{ ENOPKG, KEXEC_LOAD_SIGNATURE, "hash or cipher" },
		{ EADDRNOTAVAIL, KEXEC_LOAD_IMAGE, "no free range" },
		{ EINVAL, KEXEC_LOAD_IMAGE, "command line" },
		{ ENOMEM, KEXEC_LOAD_INITRD, "not enough memory" },
	};
	const char *kernel = set_kernel();

	add("a", "a", 1);
	add("b", "b", 1);
	fake.old_err = cases[_i].err;
	ck_assert_int_eq(kexec2_load_joined(kx), -cases[_i].err);
	check_failure(cases[_i].stage, -1, kernel, cases[_i].words, "; ", NULL);
	ck_assert_ptr_null(strchr(failure(), '%'));
	ck_assert_ptr_null(strstr(failure(), "kexec_file_load2"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("joined");
	TCase *tc = tcase(suite, "joined");

	tcase_add_test(tc, layout);
	tcase_add_test(tc, no_noexec_seal);
	tcase_add_test(tc, no_file_in_memory);
	tcase_add_test(tc, gap);
	tcase_add_test(tc, large_parts);
	tcase_add_test(tc, one_part_as_it_is);
	tcase_add_test(tc, no_part);
	tcase_add_test(tc, signatures_stay_out);
	tcase_add_test(tc, marker_alone);
	tcase_add_loop_test(tc, damaged_signatures, 0, 4);
	tcase_add_test(tc, without_kernel);
	tcase_add_test(tc, flags);
	tcase_add_test(tc, part_too_large);
	tcase_add_test(tc, part_shrinks);
	tcase_add_test(tc, load_or_join);
	tcase_add_test(tc, unreadable_part);
	tcase_add_loop_test(tc, errors_of_the_call, 0, 22);
	return run_tests(suite);
}
