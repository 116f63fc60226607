// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Archives of measurement lists: no entry is lost, and none is there twice. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "convert.h"
#include "evidence/archive.h"
#include "imafs.h"
#include "tree.h"
#include "unit.h"

static struct reason reason;
static char dir[128];

static void start(bool staging)
{
	imafs_start();
	imafs->staging = staging;
	imafs->tpm = true;
	imafs_reset();
	snprintf(dir, sizeof(dir), "%s", at("archive"));
}

static char *printed(void)
{
	static char text[512];
	int fd = open(at("out"), O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	ck_assert_int_ge(n, 0);
	text[n] = '\0';
	close(fd);
	return text;
}

static void archive(void)
{
	int status = imafs_archive(dir, 0);

	ck_assert_msg(!status, "%d: %s", status, printed());
}

/* The list of these files is what was measured. */
static void check_list(const char *const *paths, size_t n)
{
	struct buffer bytes = { NULL, 0 };
	struct list list;
	FILE *file = open_memstream((char **)&bytes.data, &bytes.size);
	size_t i;

	ck_assert_msg(!list_read(&list, paths, n, &reason), "%s: %s",
		      list.path, reason.text);
	for (i = 0; i < list.nr; i++)
		ck_assert_uint_eq(list.entries[i].index, i);
	ck_assert(!convert_list(&list, BINARY, file, &reason));
	fclose(file);
	ck_assert_uint_eq(bytes.size, measured.size);
	ck_assert_mem_eq(bytes.data, measured.data, bytes.size);
	free(bytes.data);
	list_free(&list);
}

/* The archive has all, and the kernel that can do so nothing. */
static void check_archive(void)
{
	archive();
	check_list((const char *const[]){ dir }, 1);
	ck_assert(imafs->suspended || !imafs->staging || !imafs->nr_current);
	ck_assert(imafs->suspended || !imafs->nr_staged);
}

/* So has the archive with what the kernel has, before that. */
static void check_all(void)
{
	char *current = strdup(at("list")), *staged = strdup(at("list_staged"));

	if (access(staged, F_OK))
		check_list((const char *const[]){ dir, current }, 2);
	else
		check_list((const char *const[]){ dir, staged, current }, 3);
	check_archive();
	free(current);
	free(staged);
}

START_TEST(grows)
{
	int i;

	start(_i);
	for (i = 0; i < 3; i++) {
		archive();
		check_all();
		imafs_measure("/bin/a", true);
		imafs_measure("/bin/a", true);
		check_all();
	}
	ck_assert(strstr(printed(), "/archive: 2 new entries, 7 since"));
	archive();
	ck_assert(strstr(printed(), "/archive: 0 new entries, 7 since"));
}
END_TEST

START_TEST(goes_on_after_kexec)
{
	start(_i);
	archive();
	imafs_measure("/bin/a", false);
	imafs_kexec(true);
	check_all();
	imafs_kexec(true);
	imafs_measure("/bin/b", false);
	check_all();
	/* Another kernel that can do what this one cannot. */
	imafs->staging = !imafs->staging;
	imafs_kexec(true);
	imafs_measure("/bin/c", false);
	check_all();
	imafs_measure("/bin/d", false);
	check_all();
	/* By kexec_load(2), which has to come when all is in the archive. */
	imafs_kexec(false);
	imafs_measure("/bin/e", false);
	check_all();
	ck_assert_int_ne(access(at("archive/boot-000002"), F_OK), 0);
}
END_TEST

START_TEST(firmware_boots)
{
	static const char *const names[] = {
		"archive/boot-000001", "archive/boot-000002",
		"archive/boot-000003", "archive/boot-000004",
		"archive/boot-000005",
	};
	size_t i;

	start(_i & 1);
	imafs->tpm = _i & 2;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		/* Without a TPM, what tells it is that the list is another. */
		imafs_measure(names[i], false);
		archive();
		check_all();
		ck_assert_int_eq(access(at(names[i]), F_OK), 0);
		imafs_reset();
	}
	ck_assert_int_ne(access(at(names[0]), F_OK), 0);
	ck_assert_int_eq(access(at(names[1]), F_OK), 0);
}
END_TEST

/* Before a reboot, IMA keeps what is staged, and stages nothing. */
START_TEST(reboot_begins)
{
	start(true);
	archive();
	imafs_measure("/bin/a", false);
	/* It finds staged entries, and others that came behind them. */
	if (_i & 4) {
		imafs_stage();
		imafs_measure("/bin/s", false);
	}
	if (_i & 1)
		imafs->suspend_at_delete = true;
	else
		imafs->suspended = true;
	archive();
	ck_assert_has(printed(), "going down");
	check_all();
	archive();
	check_all();
	if (_i & 2)
		imafs_kexec(true);
	else
		imafs->suspended = imafs->suspend_at_delete = false;
	imafs_measure("/bin/b", false);
	archive();
	check_all();
}
END_TEST

/* The last ones are of lists that can be staged. */
enum story { GOES_ON, KEXEC_AFTER, KEXEC_BEFORE, REBOOT_BEGINS, SAME_AGAIN,
	     NR_STORIES };

/* One run of it is killed. */
static bool survives(int staging, enum story story, unsigned int kill_at)
{
	int status;

	start(staging);
	archive();
	/* Like a file, a violation comes once until the next kexec, or ... */
	imafs_measure("/bin/v", story == SAME_AGAIN);
	if (story == KEXEC_BEFORE)
		imafs_kexec(true);
	if (story == REBOOT_BEGINS)
		imafs->suspend_at_delete = true;
	status = imafs_archive(dir, kill_at);
	imafs->suspended = imafs->suspend_at_delete = false;
	if (story == KEXEC_AFTER)
		imafs_kexec(true);
	/* ... again and again.  Then only the archive can tell how often. */
	if (story == SAME_AGAIN) {
		imafs_measure("/bin/v", true);
		check_archive();
	} else {
		check_all();
	}
	imafs_measure("/bin/w", false);
	check_all();
	ck_assert_msg(status == -1 || !status, "%s", printed());
	return status == -1;
}

static void remove_archive(void)
{
	char *command = xasprintf("rm -rf %s", dir);

	ck_assert_int_eq(system(command), 0);
	free(command);
}

START_TEST(killed_anywhere)
{
	unsigned int kill_at = 1;

	while (survives(_i < NR_STORIES, (enum story)(_i % NR_STORIES),
			kill_at)) {
		remove_archive();
		kill_at++;
	}
	ck_assert_uint_gt(kill_at, 20);
}
END_TEST

/* The first run did not note what it has deleted, and the next one is killed. */
START_TEST(killed_twice)
{
	bool killed = true;
	unsigned int n;

	for (n = 1; killed; n++) {
		start(true);
		archive();
		imafs_measure("/bin/a", false);
		imafs->die_at_delete = true;
		ck_assert_int_eq(imafs_archive(dir, 0), -1);
		ck_assert_uint_eq(imafs->nr_staged, 0);
		imafs->die_at_delete = false;
		if (_i)
			imafs_kexec(true);
		imafs_measure("/bin/b", false);
		killed = imafs_archive(dir, n) == -1;
		imafs_measure("/bin/c", false);
		check_archive();
		remove_archive();
	}
	ck_assert_uint_gt(n, 20);
}
END_TEST

/* Killed at the first run, and at that after a boot by firmware. */
START_TEST(killed_when_a_file_begins)
{
	bool killed = true;
	unsigned int n;

	for (n = 1; killed; n++) {
		start(_i & 1);
		if (_i & 2) {
			archive();
			imafs_reset();
		}
		killed = imafs_archive(dir, n) == -1;
		imafs_measure("/bin/a", true);
		archive();
		check_all();
		ck_assert_int_eq(!access(at("archive/boot-000002"), F_OK),
				 !!(_i & 2));
		remove_archive();
	}
	ck_assert_uint_gt(n, 20);
}
END_TEST

START_TEST(full_disk)
{
	long space;
	int status = 1;

	for (space = 0; status; space++) {
		start(_i);
		archive();
		imafs_measure("/bin/v", true);
		imafs->space = space;
		status = imafs_archive(dir, 0);
		ck_assert(!status || (status == 1 &&
			  strstr(printed(), "No space left")));
		imafs->space = -1;
		if (space % 2)
			imafs_kexec(true);
		check_all();
		remove_archive();
	}
	/* Two headers and the entry, or one. */
	ck_assert_int_gt(space, _i ? 200 : 100);

	start(_i);
	archive();
	imafs_measure("/bin/v", true);
	imafs->sync_fails = true;
	ck_assert_int_eq(imafs_archive(dir, 0), 1);
	ck_assert_has(printed(), "Input/output error");
	imafs->sync_fails = false;
	check_all();
}
END_TEST

START_TEST(two_at_once)
{
	int fd;

	start(_i);
	archive();
	fd = open(dir, O_RDONLY);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	ck_assert_int_eq(imafs_archive(dir, 0), 1);
	ck_assert_has(printed(),
		      "another kexec2-attest archive is at work there");
	close(fd);
	imafs->busy = 50;
	archive();
	imafs->busy = 500;
	ck_assert_int_eq(imafs_archive(dir, 0), 1);
	ck_assert_has(printed(),
		      _i ? "another program has a list open" : "resource busy");
	imafs->busy = 0;
	check_all();
}
END_TEST

/* Who reads archive and list sees no entry move. */
START_TEST(readers_wait)
{
	int at_dir, reader, writer;

	start(true);
	archive();
	at_dir = open(dir, O_RDONLY);
	reader = archive_open(at_dir);
	ck_assert_int_ge(reader, 0);
	writer = open(at("archive/boot-000001"), O_RDWR);
	ck_assert_int_eq(flock(writer, LOCK_EX | LOCK_NB), -1);
	close(reader);
	ck_assert_int_eq(flock(writer, LOCK_EX | LOCK_NB), 0);
	close(writer);
	close(at_dir);
}
END_TEST

/* Another program deletes the first entries of a list that was archived. */
START_TEST(others_delete)
{
	size_t entry;

	start(false);
	archive();
	entry = imafs->nr_current;
	imafs_measure("/bin/a", false);
	archive();
	imafs_measure("/bin/b", false);
	imafs->nr_current -= entry;
	memmove(imafs->current, imafs->current + entry, imafs->nr_current);
	archive();
	check_list((const char *const[]){ dir }, 1);
}
END_TEST

/* Each byte of a file that is another: refused, or what is before it. */
START_TEST(damaged)
{
	struct buffer file = { NULL, 0 };
	size_t i, first;
	char data[4096];
	ssize_t n;
	int fd;

	start(false);
	archive();
	first = ARCHIVE_HEADER + measured.size;
	imafs_measure("/bin/a", false);
	archive();
	fd = open(at("archive/boot-000001"), O_RDONLY);
	n = read(fd, data, sizeof(data));
	ck_assert_int_gt(n, 0);
	close(fd);
	put(&file, data, (size_t)n);
	for (i = 0; i < file.size; i++) {
		struct list list;
		int err;

		file.data[i] ^= 1;
		err = list_parse(&list, file.data, file.size, &reason);
		ck_assert_msg(i < first ? err : !err && list.nr == 1,
			      "byte %zu: %d, %zu entries", i, err, list.nr);
		list_free(&list);
		file.data[i] ^= 1;
		err = list_parse(&list, file.data, i, &reason);
		ck_assert(!i || (i < 8 ? err : !err && list.nr == (i >= first)));
		list_free(&list);
	}
	/* It is not written to, either. */
	data[100] ^= 1;
	put_bytes("archive/boot-000001", data, (size_t)n);
	imafs_measure("/bin/b", false);
	imafs_kexec(true);
	ck_assert_int_eq(imafs_archive(dir, 0), 1);
	ck_assert_has(printed(), "archive is damaged at byte 0");
	free(file.data);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("archive");
	TCase *tests = tcase(suite, "archive");

	tcase_set_timeout(tests, 600);
	tcase_add_loop_test(tests, grows, 0, 2);
	tcase_add_loop_test(tests, goes_on_after_kexec, 0, 2);
	tcase_add_loop_test(tests, firmware_boots, 0, 4);
	tcase_add_loop_test(tests, reboot_begins, 0, 8);
	tcase_add_loop_test(tests, killed_anywhere, 0,
			    NR_STORIES + REBOOT_BEGINS);
	tcase_add_loop_test(tests, killed_twice, 0, 2);
	tcase_add_loop_test(tests, killed_when_a_file_begins, 0, 4);
	tcase_add_loop_test(tests, full_disk, 0, 2);
	tcase_add_loop_test(tests, two_at_once, 0, 2);
	tcase_add_test(tests, readers_wait);
	tcase_add_test(tests, others_delete);
	tcase_add_test(tests, damaged);
	return run_tests(suite);
}
