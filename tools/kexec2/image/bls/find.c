// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Where boot entries lie. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/bls/bls.h"
#include "shared/util.h"

#define ENTRIES		"loader/entries"
#define NR_PLACES	(sizeof(places) / sizeof(places[0]))

/*
 * XBOOTLDR, or what serves for both; then the ESP ("Mount Points" of the Boot
 * Loader Specification), also where it used to be mounted.
 */
static const char *const places[] = { "/boot", "/efi", "/boot/efi" };

/* Whole, as a file that grows or shrinks meanwhile is no reason to wait. */
static ssize_t read_whole(int fd, char *buf, size_t size)
{
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = read(fd, buf + done, size - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static int read_text(const char *file, char **text, size_t *size,
		     struct reason *reason)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return because(reason, -errno, "cannot be opened (%s)",
			       strerror(errno));
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return because(reason, -EINVAL, "is not a regular file");
	}
	/* One byte more than an entry can have, for bls_parse() to refuse. */
	*size = st.st_size > BLS_SIZE_MAX ? BLS_SIZE_MAX + 1 :
		(size_t)st.st_size;
	*text = xcalloc(*size + 1, 1);
	n = read_whole(fd, *text, *size);
	close(fd);
	if (n < 0) {
		free(*text);
		return because(reason, (int)n, "cannot be read (%s)",
			       strerror((int)-n));
	}
	*size = (size_t)n;
	return 0;
}

static void name_entry(struct bls_entry *entry, const char *file,
		       const char *boot_dir)
{
	const char *slash = strrchr(file, '/');

	*entry = BLS_ENTRY_INIT;
	entry->file = xstrdup(file);
	entry->root = xstrdup(boot_dir);
	bls_set_name(entry, slash ? slash + 1 : file);
}

void bls_read(struct bls_entry *entry, const char *file, const char *boot_dir)
{
	struct reason trouble = { "" };
	char *text = NULL;
	size_t size = 0;
	int err;

	name_entry(entry, file, boot_dir);
	err = read_text(file, &text, &size, &trouble);
	if (!err) {
		err = bls_parse(entry, text, size, &trouble);
		free(text);
		if (err) {
			bls_entry_free(entry);
			name_entry(entry, file, boot_dir);
		}
	}
	entry->error = err;
	entry->trouble = trouble;
}

/* The names that systemd-boot takes, too; "auto-" is for what it finds. */
static bool is_entry_name(const char *name)
{
	return name[0] != '.' && strncasecmp(name, "auto-", 5) != 0 &&
	       bls_is_conf(name);
}

/* This also keeps out what is found twice, in a directory with two names. */
static bool is_hidden_by(const struct bls_list *list, size_t count,
			 const struct bls_entry *entry)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcasecmp(list->entries[i].stem, entry->stem) == 0)
			return true;
	return false;
}

/* @before is how many there are from directories looked at earlier. */
static void add_file(struct bls_list *list, const char *dir, const char *name,
		     const char *boot_dir, size_t before)
{
	char *file = xasprintf("%s/%s", dir, name);
	struct bls_entry *entry;

	list->entries = xreallocarray(list->entries, list->count + 1,
				      sizeof(*list->entries));
	entry = &list->entries[list->count];
	/* Whatever is wrong with it is for the entry to tell. */
	bls_read(entry, file, boot_dir);
	free(file);
	if (is_hidden_by(list, before, entry))
		bls_entry_free(entry);
	else
		list->count++;
}

static int read_entries(struct bls_list *list, DIR *stream, const char *dir,
			const char *boot_dir, struct reason *reason)
{
	size_t before = list->count;
	struct dirent *file;

	while (errno = 0, (file = readdir(stream)))
		if (is_entry_name(file->d_name))
			add_file(list, dir, file->d_name, boot_dir, before);
	return errno ? because(reason, -errno, "%s: cannot be read (%s)", dir,
			       strerror(errno)) : 0;
}

static int read_place(struct bls_list *list, const char *boot_dir,
		      struct reason *reason)
{
	char *dir = xasprintf("%s/" ENTRIES, boot_dir);
	DIR *stream = opendir(dir);
	int err;

	if (!stream)
		err = because(reason, -errno, "%s: cannot be opened (%s)%s",
			      dir, strerror(errno),
			      errno == EACCES ? "; run this as root" : "");
	else
		err = read_entries(list, stream, dir, boot_dir, reason);
	if (stream)
		closedir(stream);
	free(dir);
	return err;
}

static bool is_absent(int err)
{
	return err == -ENOENT || err == -ENOTDIR;
}

static int compare(const void *a, const void *b)
{
	return bls_compare(a, b);
}

int bls_find_in(struct bls_list *list, const char *const *boot_dirs,
		size_t count, struct reason *reason)
{
	size_t i;
	int err;

	*list = (struct bls_list){ 0 };
	for (i = 0; i < count; i++) {
		err = read_place(list, boot_dirs[i], reason);
		if (err && (count == 1 || !is_absent(err)))
			return err;
	}
	if (list->count)
		qsort(list->entries, list->count, sizeof(*list->entries),
		      compare);
	return 0;
}

int bls_find(struct bls_list *list, const char *boot_dir,
	     struct reason *reason)
{
	return boot_dir ? bls_find_in(list, &boot_dir, 1, reason) :
			  bls_find_in(list, places, NR_PLACES, reason);
}

void bls_list_free(struct bls_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		bls_entry_free(&list->entries[i]);
	free(list->entries);
	*list = (struct bls_list){ 0 };
}
