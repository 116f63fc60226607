// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec2-attest archive
 *
 * What the kernel has of its list begins with the entries of the archive that
 * were not deleted, also after a kexec, which carries staged and current ones
 * along.  Each deletion is noted in the archive before anything is staged
 * again.  So if the last one is not noted, either all of those entries are
 * there or none, and comparing tells.  In one case it does not: the run was
 * killed before the note, a kexec came, and the same violations were first, in
 * the same order.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attest.h"
#include "boot.h"
#include "evidence/running.h"
#include "shared/files.h"
#include "store.h"

/* So many bytes before an offset tell that it is that of the same entry. */
#define BEFORE		4096

struct run {
	const char *dir;
	const char *log;
	const char *keep;

	uint64_t nr_keep;
	struct frame now;		/* which kernel it is */
	bool same_boot;			/* as that of the archive */
	bool afresh;			/* the firmware has booted since */
	char *staged;
	struct store store;
	struct list tail;		/* the end of the archive, which the */
	size_t carried;			/* kernel may have from there on */
	size_t added, deleted;
	bool suspended;			/* IMA measures nothing any more */
	const char *what;		/* what a reason is about */
	struct reason reason;
};

#define AT(field)	offsetof(struct run, field)

static const struct option_row rows[] = {
	{ "dir", 0, "=DIR", take_value, AT(dir),
	  "where the archive is; made if it is missing" },
	{ "keep", 0, "=N", take_value, AT(keep),
	  "remove what is of earlier boots by firmware than the\n"
	  "last N; the default is to keep all" },
	{ "log", 0, "=FILE", take_value, AT(log),
	  "the measurement list, if not that of the system; the\n"
	  "staged one is FILE_staged" },
	{ 0 }
};

static bool check(struct run *run)
{
	if (!run->dir) {
		complain("missing --dir=DIR");
		return false;
	}
	if (run->keep && (!words_number(bytes_of(run->keep), &run->nr_keep) ||
			  run->nr_keep > UINT_MAX - 2)) {
		complain("--keep=%s: expected a number", run->keep);
		return false;
	}
	return true;
}

/*
 * What of the list is new.
 */

static size_t nr_carried(const struct run *run)
{
	return run->tail.nr - run->carried;
}

/* Are the first @n entries of the list those that the kernel may still have? */
static bool is_carried(const struct run *run, size_t from,
		       const struct list *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!archive_same(&run->tail.entries[run->carried + from + i],
				  &list->entries[i]))
			return false;
	return true;
}

/* Without a TPM, it is a boot by firmware if nothing is carried along. */
static bool is_afresh(const struct run *run, bool carried)
{
	const struct archive *archive = &run->store.archive;
	int other = boot_is_other(&archive->last, &run->now);

	return archive->nr && (other < 0 ? !carried : other);
}

/*
 * How many entries at the start of the list are in the archive.  Where another
 * program deletes entries from a list that cannot be staged, it is the end of
 * the archive that the list begins with.
 */
static size_t count_known(struct run *run, const struct list *list,
			  bool staged)
{
	size_t known = nr_carried(run), from;

	if (known && known <= list->nr && is_carried(run, 0, list, known)) {
		run->afresh = is_afresh(run, true);
		return run->afresh ? 0 : known;
	}
	run->afresh = is_afresh(run, false);
	if (!run->same_boot)
		return 0;
	if (staged)
		return list->nr < known && is_carried(run, 0, list, list->nr) ?
		       list->nr : 0;
	for (from = known > list->nr ? known - list->nr : 1; from < known;
	     from++)
		if (is_carried(run, from, list, known - from))
			return known - from;
	return 0;
}

/* Note that the kernel has none of the first @nr entries. */
static int note_deleted(struct run *run, size_t nr)
{
	struct archive *archive = &run->store.archive;
	struct frame frame = run->now;
	size_t n = nr - archive->kept;
	int err;

	if (!n)
		return 0;
	run->what = run->dir;
	frame.type = FRAME_DELETED;
	frame.first = nr;
	err = store_add(&run->store, &frame, false, &run->reason);
	if (!err)
		run->carried += n < nr_carried(run) ? n : nr_carried(run);
	return err;
}

/* Append the entries that are new to the archive. */
static int add(struct run *run, const struct list *list, struct bytes bytes,
	       struct frame *frame)
{
	size_t known = count_known(run, list, frame->staged);
	struct archive *archive = &run->store.archive;
	int err = 0;

	if (!run->afresh && known < nr_carried(run) && known < list->nr)
		err = note_deleted(run, archive->nr - known);
	if (err || known == list->nr)
		return err;
	/* In a binary list, nothing but the PCR stands before the digest. */
	if (list->entries[0].digest.data != bytes.data + 4)
		return because(&run->reason, -EINVAL, "not a binary list");
	bytes_skip(&bytes, (size_t)(list->entries[known].digest.data -
				    bytes.data) - 4);
	frame->type = FRAME_ENTRIES;
	frame->first = run->afresh ? 0 : archive->nr;
	frame->count = list->nr - known;
	frame->entries = bytes;
	run->what = run->dir;
	err = store_add(&run->store, frame, run->afresh, &run->reason);
	if (err)
		return err;
	/* Of an earlier boot by firmware, the kernel has nothing. */
	if (run->afresh)
		run->carried = run->tail.nr;
	run->same_boot = true;
	run->added += list->nr - known;
	return 0;
}

/* From where it is read on; @skip bytes are known. */
static int add_content(struct run *run, struct content *content, size_t skip,
		       bool staged, size_t offset, size_t *nr)
{
	struct bytes bytes = { (uint8_t *)content->data, content->size };
	struct frame frame = run->now;
	struct list list = { .nr = 0 };
	int err;

	bytes_skip(&bytes, skip);
	frame.staged = staged;
	frame.offset = offset;
	err = list_take(&list, bytes, &run->reason) ?:
	      add(run, &list, bytes, &frame);
	*nr = list.nr;
	list_free(&list);
	free(content->data);
	return err;
}

/* What there is of a list from where @fd is, which stays open. */
static int read_rest(struct run *run, int fd, struct content *content)
{
	return read_content(fcntl(fd, F_DUPFD_CLOEXEC, 0), LIST_PIECE_MAX,
			    content, &run->reason);
}

/*
 * A list that only grows: what is behind the offset where the last run ended.
 * If something else is before it, all of the list is looked at.
 */
static int read_on(struct run *run, int fd, bool *done)
{
	const struct frame *last = &run->store.archive.last;
	struct bytes before = last->entries;
	struct content content;
	size_t nr, offset = last->offset;
	int err;

	*done = false;
	if (before.size > BEFORE)
		bytes_skip(&before, before.size - BEFORE);
	if (!run->same_boot || offset < before.size ||
	    lseek(fd, (off_t)(offset - before.size), SEEK_SET) < 0)
		return 0;
	err = read_rest(run, fd, &content);
	if (err)
		return err;
	*done = content.size >= before.size &&
		!memcmp(content.data, before.data, before.size);
	if (!*done) {
		free(content.data);
		return 0;
	}
	run->carried = run->tail.nr;
	return add_content(run, &content, before.size, false,
			   offset - before.size + content.size, &nr);
}

/* All entries that the archive has and the kernel may have. */
static int read_tail(struct run *run)
{
	const struct archive *archive = &run->store.archive;

	if (run->suspended || archive->nr == archive->kept)
		return 0;
	run->what = run->dir;
	return store_tail(&run->store, &run->tail, &run->carried,
			  &run->reason);
}

static int add_current(struct run *run)
{
	struct content content;
	bool done = false;
	size_t nr;
	int fd = list_open(run->log, O_RDONLY), err = 0;

	run->what = run->log;
	if (fd < 0)
		return list_cannot_open(run->log, &run->reason);
	if (!run->suspended)
		err = read_on(run, fd, &done);
	if (!err && !done)
		err = read_tail(run);
	if (!err && !done) {
		run->what = run->log;
		lseek(fd, 0, SEEK_SET);
		err = read_rest(run, fd, &content);
		if (!err)
			err = add_content(run, &content, 0, false,
					  content.size, &nr);
	}
	close(fd);
	return err;
}

/*
 * A list that can be staged.  Only one program has it open for writing.
 */
static int ask(int fd, const char *request)
{
	return write(fd, request, 2) == 2 ? 0 : -errno;
}

static int delete_staged(struct run *run, int fd, size_t nr)
{
	struct archive *archive = &run->store.archive;
	size_t known = nr_carried(run);
	int err = ask(fd, "D\n");

	run->suspended = err == -ESTALE;
	if (run->suspended) {
		/* What comes behind it is in the list of the kernel, too. */
		run->carried += nr < known ? nr : known;
		return 0;
	}
	run->what = run->staged;
	if (err)
		return because(&run->reason, err,
			       "staged entries cannot be deleted (%s)",
			       strerror(-err));
	run->deleted += nr;
	return note_deleted(run, nr < known ? archive->kept + nr :
					      archive->nr);
}

/* Stage, append and delete; @again if there were staged entries already. */
static int add_staged(struct run *run, int fd, bool *again)
{
	const struct archive *archive = &run->store.archive;
	int err = ask(fd, "A\n"), noted = 0;
	struct content content;
	size_t nr;

	*again = err == -EEXIST;
	run->suspended = err == -EACCES;
	/* There were none: those that were staged last have been deleted. */
	if (!*again && run->same_boot && archive->last.staged)
		noted = note_deleted(run, archive->nr);
	if (noted || err == -ENOENT || run->suspended)
		return noted;
	run->what = run->staged;
	if (err && !*again)
		return because(&run->reason, err, "cannot be staged (%s)",
			       strerror(-err));
	lseek(fd, 0, SEEK_SET);
	err = read_rest(run, fd, &content);
	if (err)
		return err;
	err = add_content(run, &content, 0, true, 0, &nr);
	return err ?: delete_staged(run, fd, nr);
}

static int archive_staged(struct run *run)
{
	int fd = list_open(run->staged, O_RDWR), err;
	bool again = true;

	run->what = run->staged;
	if (fd < 0)
		return errno == EBUSY ?
		       because(&run->reason, -EBUSY,
			       "another program has a list open") :
		       cannot_open(errno, &run->reason);
	err = read_tail(run);
	while (!err && again && !run->suspended)
		err = add_staged(run, fd, &again);
	close(fd);
	/* Whatever was not deleted stays; a boot by firmware would lose it. */
	if (!err && run->suspended)
		err = add_current(run);
	return err;
}

static int archive(struct run *run)
{
	int err;

	run->what = BOOT_ID;
	err = boot_read(&run->now, &run->reason);
	if (err)
		return err;
	run->what = run->dir;
	err = store_open(&run->store, run->dir, &run->reason);
	if (err)
		return err;
	run->same_boot = run->store.archive.nr &&
			 boot_is_same(&run->store.archive.last, &run->now);
	err = access(run->staged, F_OK) ? add_current(run) :
					  archive_staged(run);
	if (!err && run->keep) {
		run->what = run->dir;
		err = store_keep(&run->store, (unsigned int)run->nr_keep,
				 &run->reason);
	}
	return err;
}

static int run_archive(void *data, char **operands)
{
	struct run *run = data;

	(void)operands;
	run->store = (struct store){ .dir = -1, .fd = -1 };
	if (!check(run))
		return usage_error(&command_archive);
	run->log = run->log ?: LIST_FILE;
	run->staged = xasprintf("%s_staged", run->log);
	/* Where a file must not grow, write(2) shall tell so. */
	signal(SIGXFSZ, SIG_IGN);
	if (archive(run)) {
		complain("%s: %s", run->what, run->reason.text);
		return EXIT_FAILED;
	}
	printf("%s: %zu new entries, %zu since the last boot by firmware; %zu deleted in the kernel\n",
	       run->dir, run->added, run->store.archive.nr, run->deleted);
	if (run->suspended)
		printf("the system is going down: nothing more is deleted\n");
	return finish_output(EXIT_OK);
}

static void clean(void *data)
{
	struct run *run = data;

	store_close(&run->store);
	list_free(&run->tail);
	free(run->staged);
}

const struct command command_archive = {
	.name = "archive",
	.summary = "keep the measurement list, and delete in the kernel what is kept",
	.usage =
"--dir=DIR [--keep=N] [--log=FILE]",
	.about =
"Append the new entries of the measurement list to an archive.  Where IMA can\n"
"stage the list (Linux 7.2), they are deleted in the kernel once they are on the\n"
"disk.  Whatever takes a list takes the directory, too.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(struct run),
	.run = run_archive,
	.clean = clean,
};
