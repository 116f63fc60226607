// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* An archive that is written. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "shared/files.h"
#include "store.h"

/* A file that is not there yet. */
#define UNFINISHED	"new"

static void name_of(char name[32], unsigned int number)
{
	snprintf(name, 32, ARCHIVE_FILE, number);
}

static int failed(struct reason *reason, int err)
{
	return because(reason, -err, "cannot be written (%s)", strerror(err));
}

/* After a crash of the machine, what can be read need not be on the disk. */
static int recover(const struct store *store, struct reason *reason)
{
	size_t size = store->archive.size;

	if ((store->file.size > size && ftruncate(store->fd, (off_t)size)) ||
	    fsync(store->fd))
		return failed(reason, errno);
	return 0;
}

static int open_newest(struct store *store, struct reason *reason)
{
	struct stat st;
	char name[32];
	void *map;
	int err;

	name_of(name, store->number);
	store->fd = openat(store->dir, name, O_RDWR | O_CLOEXEC);
	if (store->fd < 0)
		return cannot_open(errno, reason);
	/* Who reads it now goes on to the list of the kernel. */
	if (flock(store->fd, LOCK_EX) || fstat(store->fd, &st))
		return because(reason, -errno, "cannot be locked (%s)",
			       strerror(errno));
	if (!st.st_size)
		return 0;
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, store->fd,
		   0);
	if (map == MAP_FAILED)
		return because(reason, -errno, "cannot be read (%s)",
			       strerror(errno));
	store->file = (struct bytes){ map, (size_t)st.st_size };
	err = archive_read(&store->archive, store->file, NULL, NULL, reason);
	return err ?: recover(store, reason);
}

int store_open(struct store *store, const char *path, struct reason *reason)
{
	*store = (struct store){ .dir = -1, .fd = -1 };
	if (mkdir(path, 0700) && errno != EEXIST)
		return because(reason, -errno, "cannot be made (%s)",
			       strerror(errno));
	store->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->dir < 0)
		return cannot_open(errno, reason);
	if (flock(store->dir, LOCK_EX | LOCK_NB))
		return errno == EWOULDBLOCK ?
		       because(reason, -EBUSY,
			       "another kexec2-attest archive is at work there") :
		       because(reason, -errno, "cannot be locked (%s)",
			       strerror(errno));
	store->number = archive_newest(store->dir);
	return store->number ? open_newest(store, reason) : 0;
}

struct tail {
	size_t kept;
	size_t first;			/* index of the first one in @list */
	struct list *list;
};

static int take_tail(void *to, const struct frame *frame,
		     struct reason *reason)
{
	struct tail *tail = to;

	if (frame->first + frame->count <= tail->kept)
		return 0;
	if (!tail->list->nr)
		tail->first = frame->first;
	return list_take(tail->list, frame->entries, reason);
}

int store_tail(const struct store *store, struct list *list, size_t *start,
	       struct reason *reason)
{
	struct tail tail = { .kept = store->archive.kept, .list = list };
	struct bytes file = { store->file.data, store->archive.size };
	struct archive archive;
	int err = archive_read(&archive, file, take_tail, &tail, reason);

	if (!err && tail.first + list->nr != archive.nr)
		err = because(reason, -EINVAL,
			      "archive is damaged: it has %zu entries, not %zu",
			      tail.first + list->nr, archive.nr);
	*start = tail.kept - tail.first;
	return err;
}

static int write_all(int fd, const uint8_t *header, struct bytes entries,
		     off_t at)
{
	struct iovec parts[] = {
		{ (void *)header, ARCHIVE_HEADER },
		{ (void *)entries.data, entries.size },
	};
	int first = 0;

	while (first < 2) {
		ssize_t done = pwritev(fd, parts + first, 2 - first, at);

		if (done < 0 && errno != EINTR)
			return -1;
		at += done > 0 ? done : 0;
		while (first < 2 && done >= (ssize_t)parts[first].iov_len)
			done -= (ssize_t)parts[first++].iov_len;
		if (first < 2 && done > 0) {
			parts[first].iov_base =
				(char *)parts[first].iov_base + done;
			parts[first].iov_len -= (size_t)done;
		}
	}
	return fsync(fd);
}

/* The file appears with its first frame. */
static int begin_file(struct store *store, const uint8_t *header,
		      struct bytes entries)
{
	char name[32];
	int fd = openat(store->dir, UNFINISHED,
			O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	name_of(name, store->number + 1);
	if (fd < 0 || flock(fd, LOCK_EX) || write_all(fd, header, entries, 0) ||
	    renameat(store->dir, UNFINISHED, store->dir, name) ||
	    fsync(store->dir)) {
		int err = errno;

		unlinkat(store->dir, UNFINISHED, 0);
		if (fd >= 0)
			close(fd);
		errno = err;
		return -1;
	}
	if (store->fd >= 0)
		close(store->fd);
	store->fd = fd;
	store->number++;
	store->archive = (struct archive){ .nr = 0 };
	return 0;
}

int store_add(struct store *store, const struct frame *frame, bool afresh,
	      struct reason *reason)
{
	struct archive *archive = &store->archive;
	uint8_t header[ARCHIVE_HEADER];

	frame_header(frame, header);
	if (afresh || store->fd < 0) {
		if (begin_file(store, header, frame->entries))
			return failed(reason, errno);
	} else if (write_all(store->fd, header, frame->entries,
			     (off_t)archive->size)) {
		int err = errno;

		/* If that fails, too, the next run does it. */
		(void)!ftruncate(store->fd, (off_t)archive->size);
		return failed(reason, err);
	}
	archive->size += ARCHIVE_HEADER + frame->entries.size;
	if (frame->type == FRAME_DELETED) {
		archive->kept = frame->first;
		return 0;
	}
	archive->nr += frame->count;
	archive->last = *frame;
	return 0;
}

int store_keep(const struct store *store, unsigned int n,
	       struct reason *reason)
{
	unsigned int number;
	char name[32];

	for (number = store->number; number > n + 1; number--) {
		name_of(name, number - n - 1);
		if (!unlinkat(store->dir, name, 0))
			continue;
		/* Those before it went with it. */
		return errno == ENOENT ? 0 : failed(reason, errno);
	}
	return 0;
}

void store_close(struct store *store)
{
	if (store->file.size)
		munmap((void *)store->file.data, store->file.size);
	if (store->fd >= 0)
		close(store->fd);
	if (store->dir >= 0)
		close(store->dir);
}
