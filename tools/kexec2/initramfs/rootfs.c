// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The root file system that the next kernel makes of a cpio archive. */
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "initramfs/rootfs.h"
#include "shared/util.h"

#define LINKS_MAX	40	/* MAXSYMLINKS */

/**
 * struct node - a name in a directory, and what is there
 * @next:   Of those with the same hash.
 * @parent: The directory.
 * @name:   Of @len characters, without a NUL.
 * @type:   S_IFMT of its mode.
 * @rdev:   Of a device.
 * @target: Of a symbolic link.
 * @count:  Of a directory: how many names are in it.
 */
struct node {
	struct node *next, *parent;
	const char *name, *target;
	size_t len, count;
	mode_t type;
	uint32_t rdev;
};

/* An inode of which an archive says that it has more names than one. */
struct inode {
	uint32_t major, minor, ino, type;
	const char *name;
};

/**
 * struct rootfs - what has been unpacked so far
 * @root:	Its root directory.
 * @nodes:	All others, by the hash of directory and name.
 * @nr_nodes:	How many.
 * @nr_lists:	Of how many hashes; a power of two.
 * @inodes:	Those of the archive under way, for tsearch(3).
 * @parent_of:	A path whose last directory is known, as many entries in a row
 *		are in one directory; or NULL.
 * @parent_len: The length of that directory's path, with the slash.
 * @parent:	The directory.
 * @last:	What the last entry was to make, whether or not it did; or NULL.
 * @last_type:	Of which type.
 * @why:	Why the last thing that has failed did so, or NULL.
 */
struct rootfs {
	struct node root;
	struct node **nodes;
	size_t nr_nodes, nr_lists;
	void *inodes;
	const char *parent_of;
	size_t parent_len;
	struct node *parent;
	const char *last;
	mode_t last_type;
	char *why;
};

/**
 * struct place - where a path leads
 * @dir:   The directory of its last component.
 * @name:  That component, of @len characters; none if the path ends in "." or
 *	   "..", or has no component at all.
 * @slash: There is a slash behind it.
 * @node:  What is there; a symbolic link is not followed.
 */
struct place {
	struct node *dir;
	const char *name;
	size_t len;
	bool slash;
	struct node *node;
};

__attribute__((format(printf, 2, 3)))
static int blame(struct rootfs *rootfs, const char *format, ...)
{
	va_list ap;

	free(rootfs->why);
	va_start(ap, format);
	rootfs->why = xvasprintf(format, ap);
	va_end(ap);
	return -1;
}

static int compare_inodes(const void *a, const void *b)
{
	return memcmp(a, b, offsetof(struct inode, name));
}

/* FNV-1a.  Where a node of that name in @dir is, or would be. */
static struct node **list_of(const struct rootfs *rootfs,
			     const struct node *dir, const char *name,
			     size_t len)
{
	uint64_t hash = 0xcbf29ce484222325U ^ (uintptr_t)dir;

	while (len--)
		hash = (hash ^ (uint8_t)*name++) * 0x100000001b3U;
	return &rootfs->nodes[(hash ^ hash >> 32) & (rootfs->nr_lists - 1)];
}

static struct node *find_node(const struct rootfs *rootfs,
			      const struct node *dir, const char *name,
			      size_t len)
{
	struct node *node = *list_of(rootfs, dir, name, len);

	while (node && (node->parent != dir || node->len != len ||
			memcmp(node->name, name, len) != 0))
		node = node->next;
	return node;
}

static void enter(const struct rootfs *rootfs, struct node *node)
{
	struct node **list = list_of(rootfs, node->parent, node->name,
				     node->len);

	node->next = *list;
	*list = node;
}

static void resize(struct rootfs *rootfs, size_t nr_lists)
{
	struct node **old = rootfs->nodes, *node;
	size_t i, count = rootfs->nr_lists;

	rootfs->nodes = xcalloc(nr_lists, sizeof(*rootfs->nodes));
	rootfs->nr_lists = nr_lists;
	for (i = 0; i < count; i++)
		while ((node = old[i])) {
			old[i] = node->next;
			enter(rootfs, node);
		}
	free(old);
}

static struct node *add_node(struct rootfs *rootfs, const struct place *place,
			     mode_t type)
{
	struct node *node = xcalloc(1, sizeof(*node));

	node->parent = place->dir;
	node->name = place->name;
	node->len = place->len;
	node->type = type;
	place->dir->count++;
	if (rootfs->nr_nodes++ == rootfs->nr_lists)
		resize(rootfs, 2 * rootfs->nr_lists);
	enter(rootfs, node);
	return node;
}

static void remove_node(struct rootfs *rootfs, struct node *node)
{
	struct node **at = list_of(rootfs, node->parent, node->name, node->len);

	while (*at != node)
		at = &(*at)->next;
	*at = node->next;
	node->parent->count--;
	rootfs->nr_nodes--;
	rootfs->parent_of = NULL;
	free(node);
}

static struct node *follow(const struct rootfs *rootfs, struct node *dir,
			   const char *path, int *links);

/* From a directory to what is there, links followed; or NULL. */
static struct node *step(const struct rootfs *rootfs, struct node *dir,
			 const char *name, size_t len, int *links)
{
	struct node *node;

	if (len == 1 && *name == '.')
		return dir;
	if (len == 2 && !memcmp(name, "..", 2))
		return dir->parent;
	node = len > NAME_MAX ? NULL : find_node(rootfs, dir, name, len);
	if (!node || !S_ISLNK(node->type))
		return node;
	return ++*links > LINKS_MAX ? NULL :
	       follow(rootfs, dir, node->target, links);
}

static struct node *follow(const struct rootfs *rootfs, struct node *dir,
			   const char *path, int *links)
{
	struct node *node = *path == '/' ? (struct node *)&rootfs->root : dir;
	size_t len;

	for (path += strspn(path, "/"); node && *path; path += len) {
		len = strcspn(path, "/");
		node = step(rootfs, node, path, len, links);
		len += strspn(path + len, "/");
		if (node && path[len - 1] == '/' && !S_ISDIR(node->type))
			return NULL;
	}
	return node;
}

/*
 * Say what is wrong with @name, which is where @path has come to after @len
 * characters.
 */
static int blame_parent(struct rootfs *rootfs, struct node *dir,
			const char *path, size_t len, const char *name)
{
	size_t name_len = (size_t)(path + len - name);
	const struct node *node = find_node(rootfs, dir, name, name_len);

	if (name_len > NAME_MAX)
		return blame(rootfs, "a name in the path is longer than %d characters",
			     NAME_MAX);
	if (!node)
		return blame(rootfs, "no directory %.*s comes before it; add the directory",
			     (int)len, path);
	if (S_ISLNK(node->type))
		return blame(rootfs, "%.*s is a symbolic link to %s, which is no directory",
			     (int)len, path, node->target);
	return blame(rootfs, "%.*s is no directory", (int)len, path);
}

/* path_parentat(): 0, or -1 with the reason. */
static int find_place(struct rootfs *rootfs, const char *path,
		      struct place *place)
{
	struct node *dir = &rootfs->root, *next;
	const char *at = path;
	size_t len, slashes;
	int links = 0;

	if (rootfs->parent_of &&
	    !strncmp(path, rootfs->parent_of, rootfs->parent_len)) {
		dir = rootfs->parent;
		at += rootfs->parent_len;
	}
	for (at += strspn(at, "/");; at += len + slashes) {
		len = strcspn(at, "/");
		slashes = strspn(at + len, "/");
		if (!at[len + slashes])
			break;
		next = step(rootfs, dir, at, len, &links);
		if (!next || !S_ISDIR(next->type))
			return blame_parent(rootfs, dir, path,
					    (size_t)(at - path) + len, at);
		dir = next;
	}
	rootfs->parent_of = path;
	rootfs->parent_len = (size_t)(at - path);
	rootfs->parent = dir;
	if (len > NAME_MAX)
		return blame_parent(rootfs, dir, path,
				    (size_t)(at - path) + len, at);
	*place = (struct place){ dir, at, len, slashes, NULL };
	if (!len || (len == 1 && *at == '.') ||
	    (len == 2 && !memcmp(at, "..", 2))) {
		place->node = len == 2 ? dir->parent : dir;
		place->len = 0;
	} else {
		place->node = find_node(rootfs, dir, at, len);
	}
	return 0;
}

/* What lstat(2) finds, for which a slash at the end follows a link. */
static struct node *stat_place(const struct rootfs *rootfs,
			       const struct place *place)
{
	struct node *node = place->node;
	int links = 0;

	if (!node || !place->slash)
		return node;
	if (S_ISLNK(node->type))
		node = follow(rootfs, place->dir, node->target, &links);
	return node && S_ISDIR(node->type) ? node : NULL;
}

static void clean_path(struct rootfs *rootfs, const char *path, mode_t type)
{
	struct node *node;
	struct place place;

	if (find_place(rootfs, path, &place))
		return;
	node = stat_place(rootfs, &place);
	if (!node || node->type == type || node != place.node || !place.len)
		return;
	if (S_ISDIR(node->type) ? !node->count : !place.slash)
		remove_node(rootfs, node);
}

/* filename_create(): where something new may be made; -1 with the reason. */
static int find_room(struct rootfs *rootfs, const char *path, mode_t type,
		     struct place *place)
{
	int err = find_place(rootfs, path, place);

	if (err)
		return err;
	if (!place->len)
		return blame(rootfs, "the name is that of a directory");
	if (place->slash && !S_ISDIR(type))
		return blame(rootfs, "the name of what is no directory ends in a slash");
	if (!place->node)
		return 0;
	if (S_ISDIR(place->node->type))
		return blame(rootfs, "a directory that is not empty has its name");
	return blame(rootfs, "something else has its name");
}

/*
 * maybe_link(): 1 if it is a link now, 0 if it is to be made, -1 with the
 * reason.
 */
static int maybe_link(struct rootfs *rootfs, const struct cpio_entry *entry,
		      const char *path)
{
	struct inode key = {
		.major = entry->major,
		.minor = entry->minor,
		.ino = entry->ino,
		.type = entry->mode & S_IFMT,
		.name = path,
	}, *inode, **found;
	struct place old, place;
	struct node *node;

	if (entry->nlink < 2)
		return 0;
	found = tfind(&key, &rootfs->inodes, compare_inodes);
	if (!found) {
		inode = xcalloc(1, sizeof(*inode));
		*inode = key;
		if (!tsearch(inode, &rootfs->inodes, compare_inodes))
			out_of_memory();
		return 0;
	}
	inode = *found;
	clean_path(rootfs, path, 0);
	if (find_place(rootfs, inode->name, &old) || !old.node)
		return blame(rootfs, "it is a hard link to %s, which is not there",
			     inode->name);
	if (S_ISDIR(old.node->type))
		return blame(rootfs, "it is a hard link to %s, which is a directory",
			     inode->name);
	if (find_room(rootfs, path, inode->type, &place))
		return -1;
	node = add_node(rootfs, &place, old.node->type);
	node->rdev = old.node->rdev;
	node->target = old.node->target;
	return 1;
}

/* filp_open() with O_CREAT */
static int open_file(struct rootfs *rootfs, const char *path)
{
	struct place place;
	int err = find_place(rootfs, path, &place);

	if (!err && place.node && !S_ISDIR(place.node->type) && !place.slash)
		return 0;
	err = find_room(rootfs, path, S_IFREG, &place);
	if (!err)
		add_node(rootfs, &place, S_IFREG);
	return err;
}

static int unpack_file(struct rootfs *rootfs, const struct cpio_entry *entry,
		       const char *path)
{
	int err;

	clean_path(rootfs, path, S_IFREG);
	err = maybe_link(rootfs, entry, path);
	return err < 0 ? err : open_file(rootfs, path);
}

static int unpack_dir(struct rootfs *rootfs, const char *path)
{
	const char *link = NULL;
	struct place place;
	struct node *node;
	int links = 0;

	if (!find_place(rootfs, path, &place) && place.node && !place.slash &&
	    S_ISLNK(place.node->type)) {
		node = follow(rootfs, place.dir, place.node->target, &links);
		if (node && S_ISDIR(node->type))
			link = place.node->target;
	}
	clean_path(rootfs, path, S_IFDIR);
	if (!find_place(rootfs, path, &place) && stat_place(rootfs, &place))
		return 0;
	if (find_room(rootfs, path, S_IFDIR, &place))
		return -1;
	add_node(rootfs, &place, S_IFDIR);
	return link ? blame(rootfs, "it takes the place of a symbolic link to %s",
			    link) : 0;
}

static int unpack_node(struct rootfs *rootfs, const struct cpio_entry *entry,
		       const char *path)
{
	mode_t type = entry->mode & S_IFMT;
	struct place place;
	struct node *node;
	int linked;

	clean_path(rootfs, path, type);
	linked = maybe_link(rootfs, entry, path);
	if (linked)
		return linked < 0 ? linked : 0;
	if (!find_place(rootfs, path, &place) && place.node &&
	    !place.slash && place.node->type == type) {
		node = place.node;
		return S_ISFIFO(type) || S_ISSOCK(type) ||
		       node->rdev == entry->rdev ? 0 :
		       blame(rootfs, "a device with another number has its name");
	}
	if (find_room(rootfs, path, type, &place))
		return -1;
	node = add_node(rootfs, &place, type);
	node->rdev = entry->rdev;
	return 0;
}

static int unpack_symlink(struct rootfs *rootfs, const char *path,
			  const char *target)
{
	struct place place;

	clean_path(rootfs, path, 0);
	if (find_room(rootfs, path, S_IFLNK, &place))
		return -1;
	if (strlen(target) >= PATH_MAX)
		return blame(rootfs, "the target is longer than %d characters",
			     PATH_MAX - 1);
	add_node(rootfs, &place, S_IFLNK)->target = target;
	return 0;
}

/* Of the entry before it; initramfs_xattr_set() */
static int unpack_metadata(struct rootfs *rootfs, const char *fault)
{
	struct place place;

	if (!rootfs->last || find_place(rootfs, rootfs->last, &place) ||
	    !place.node || place.node->type != rootfs->last_type)
		return blame(rootfs, "it has extended attributes, and no file comes before it");
	return fault ? blame(rootfs, "%s", fault) : 0;
}

static int blame_header(struct rootfs *rootfs, const struct cpio_entry *entry)
{
	if (!entry->name_size)
		return blame(rootfs, "it has no name");
	if (entry->name_size > PATH_MAX)
		return blame(rootfs, "the name is longer than %d characters",
			     PATH_MAX - 1);
	if (S_ISLNK(entry->mode))
		return blame(rootfs, "the target is longer than %d characters",
			     PATH_MAX - 1);
	return blame(rootfs, "it has content, which only a file may have");
}

/* do_name(), do_symlink(): 0, or -1 with the reason. */
static int unpack_entry(struct rootfs *rootfs, const struct cpio_entry *entry,
			const char *texts)
{
	const char *path = texts + entry->name;

	if (entry->metadata)
		return unpack_metadata(rootfs, entry->fault);
	rootfs->last = NULL;
	if (newc_is_passed_over(entry))
		return blame_header(rootfs, entry);
	if (!S_ISLNK(entry->mode) && !strcmp(path, "TRAILER!!!")) {
		tdestroy(rootfs->inodes, free);
		rootfs->inodes = NULL;
		return 0;
	}
	rootfs->last = path;
	rootfs->last_type = entry->mode & S_IFMT;
	switch (entry->mode & S_IFMT) {
	case S_IFREG:
		return unpack_file(rootfs, entry, path);
	case S_IFDIR:
		return unpack_dir(rootfs, path);
	case S_IFLNK:
		return unpack_symlink(rootfs, path, texts + entry->target);
	case S_IFBLK:
	case S_IFCHR:
	case S_IFIFO:
	case S_IFSOCK:
		return unpack_node(rootfs, entry, path);
	default:
		clean_path(rootfs, path, entry->mode & S_IFMT);
		return blame(rootfs, "the kernel knows no type of file for the mode 0%o",
			     entry->mode);
	}
}

static void lose(struct losses *losses, const struct cpio_entry *entry,
		 const char *why)
{
	struct loss *loss = losses->list;
	size_t i;

	for (i = 0; i < losses->count; i++, loss++)
		if (i == LOSSES_MAX - 1 || !strcmp(loss->why, why)) {
			loss->count++;
			return;
		}
	losses->count++;
	*loss = (struct loss){ entry, xstrdup(why), 1 };
}

void losses_free(struct losses *losses)
{
	size_t i;

	for (i = 0; i < losses->count; i++)
		free(losses->list[i].why);
}

void rootfs_unpack(struct rootfs *rootfs, const struct cpio_entries *entries,
		   struct losses *losses)
{
	size_t i;

	for (i = 0; i < entries->count; i++)
		if (unpack_entry(rootfs, &entries->list[i], entries->texts) &&
		    !entries->list[i].early)
			lose(losses, &entries->list[i], rootfs->why);
}

struct rootfs *rootfs_new(void)
{
	static const char texts[] = "dev\0dev/console\0root";
	struct cpio_entry list[] = {
		{ .mode = S_IFDIR | 0755, .name = 0, .name_size = 4 },
		{ .mode = S_IFCHR | 0600, .name = 4, .name_size = 12,
		  .rdev = 5 << 20 | 1 },
		{ .mode = S_IFDIR | 0700, .name = 16, .name_size = 5 },
	};
	const struct cpio_entries builtin = {
		.list = list,
		.count = ARRAY_SIZE(list),
		.texts = (char *)texts,
	};
	struct rootfs *rootfs = xcalloc(1, sizeof(*rootfs));
	struct losses losses = { 0 };

	rootfs->root.type = S_IFDIR;
	rootfs->root.parent = &rootfs->root;
	resize(rootfs, 64);
	rootfs_unpack(rootfs, &builtin, &losses);
	rootfs->last = NULL;
	return rootfs;
}

void rootfs_free(struct rootfs *rootfs)
{
	struct node *node;
	size_t i;

	for (i = 0; i < rootfs->nr_lists; i++)
		while ((node = rootfs->nodes[i])) {
			rootfs->nodes[i] = node->next;
			free(node);
		}
	free(rootfs->nodes);
	tdestroy(rootfs->inodes, free);
	free(rootfs->why);
	free(rootfs);
}
