// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Pack what is below a directory. */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/limits.h>

#include "pack/tree.h"
#include "shared/files.h"
#include "shared/util.h"

/**
 * struct names - an inode
 * @dev:    Of which file system.
 * @ino:    Its number there.
 * @number: Its number in the archive.
 * @count:  How many of its names are packed.
 * @left:   How many of these are still to come.
 * @xattrs: Its attributes, which follow the last name.
 */
struct names {
	dev_t dev;
	ino_t ino;
	uint32_t number, count, left;
	struct xattrs xattrs;
};

/* A file: its path below the directory, and from here. */
struct item {
	char *name, *path;
	struct stat st;
	struct names *names;
};

struct tree {
	struct pack *pack;
	const struct owner *owner;
	const char *dir;
	struct item *items;
	size_t count;
	void *inodes;
	uint32_t nr_inodes;
};

static bool fail(const struct item *item, const char *what)
{
	complain("%s: %s (%s)", item->path, what, strerror(errno));
	return false;
}

static void add(struct tree *tree, const char *name, size_t len)
{
	struct item *item = XADD(tree->items, tree->count);

	*item = (struct item){ .name = xstrndup(name, len) };
	item->path = xasprintf("%s/%s", tree->dir, item->name);
}

static int compare_items(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->name,
		      ((const struct item *)b)->name);
}

static int compare_inodes(const void *a, const void *b)
{
	const struct names *x = a, *y = b;

	return x->dev != y->dev ? (x->dev > y->dev) - (x->dev < y->dev) :
				  (x->ino > y->ino) - (x->ino < y->ino);
}

/* Its inode goes with the last name. */
static void free_item(struct item *item)
{
	if (item->names && !--item->names->count) {
		xattrs_free(&item->names->xattrs);
		free(item->names);
	}
	free(item->name);
	free(item->path);
}

/* In order, each once. */
static void sort(struct tree *tree)
{
	size_t i, kept = 0;

	qsort(tree->items, tree->count, sizeof(*tree->items), compare_items);
	for (i = 0; i < tree->count; i++)
		if (kept && !compare_items(&tree->items[kept - 1],
					   &tree->items[i]))
			free_item(&tree->items[i]);
		else
			tree->items[kept++] = tree->items[i];
	tree->count = kept;
}

static bool find_all(struct tree *tree)
{
	char *dirs[] = { (char *)tree->dir, NULL };
	size_t skip = strlen(tree->dir) + 1;
	FTS *fts = fts_open(dirs, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT,
			    NULL);
	bool good = fts;
	FTSENT *ent;

	while (good && (ent = fts_read(fts))) {
		if (ent->fts_info == FTS_DNR || ent->fts_info == FTS_ERR ||
		    ent->fts_info == FTS_NS) {
			errno = ent->fts_errno;
			break;
		}
		if (ent->fts_level > 0 && ent->fts_info != FTS_DP)
			add(tree, ent->fts_path + skip,
			    ent->fts_pathlen - skip);
		errno = 0;
	}
	if (errno || !good)
		complain("%s: cannot be read (%s)",
			 good ? ent->fts_path : tree->dir, strerror(errno));
	good = good && !errno;
	if (fts)
		fts_close(fts);
	return good;
}

/* Without "." in it, as archives have them; false for one that leads out. */
static bool clean_name(char *name)
{
	char *to = name, *at = name;
	size_t len;

	for (at += strspn(at, "/"); *at; at += strspn(at, "/")) {
		len = strcspn(at, "/");
		if (len == 2 && !memcmp(at, "..", 2))
			return false;
		if (len != 1 || *at != '.') {
			if (to != name)
				*to++ = '/';
			memmove(to, at, len);
			to += len;
		}
		at += len;
	}
	*to = '\0';
	return true;
}

static bool find_listed(struct tree *tree, const char *list)
{
	FILE *file = strcmp(list, "-") ? fopen(list, "re") : stdin;
	char *line = NULL, *slash;
	bool good = file;
	size_t size = 0;

	if (!file)
		complain("%s: cannot be read (%s)", list, strerror(errno));
	while (good && getline(&line, &size, file) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		good = clean_name(line);
		if (!good)
			complain("%s: \"%s\" is not below the directory", list,
				 line);
		else if (*line)
			add(tree, line, strlen(line));
		for (slash = line; good && *slash; slash++)
			if (*slash == '/')
				add(tree, line, (size_t)(slash - line));
	}
	if (good && ferror(file)) {
		complain("%s: cannot be read (%s)", list, strerror(errno));
		good = false;
	}
	free(line);
	if (file && file != stdin)
		fclose(file);
	return good;
}

/* The kernel makes no links of symbolic links. */
static void find_names(struct tree *tree, struct item *item)
{
	bool alone = item->st.st_nlink < 2 || S_ISDIR(item->st.st_mode) ||
		     S_ISLNK(item->st.st_mode);
	struct names key = { .dev = item->st.st_dev, .ino = item->st.st_ino };
	struct names **found = NULL;

	if (!alone)
		found = tfind(&key, &tree->inodes, compare_inodes);
	item->names = found ? *found : xcalloc(1, sizeof(key));
	if (!found) {
		*item->names = key;
		item->names->number = ++tree->nr_inodes;
	}
	if (!found && !alone &&
	    !tsearch(item->names, &tree->inodes, compare_inodes))
		out_of_memory();
	item->names->left = ++item->names->count;
}

static bool examine(struct tree *tree, struct item *item)
{
	if (lstat(item->path, &item->st))
		return fail(item, "cannot be examined");
	if (strlen(item->name) >= PATH_MAX) {
		complain("%s: the name is longer than %d characters",
			 item->path, PATH_MAX - 1);
		return false;
	}
	if (!strcmp(item->name, METADATA_NAME) ||
	    !strcmp(item->name, "TRAILER!!!")) {
		complain("%s: no file in an archive can have this name",
			 item->path);
		return false;
	}
	find_names(tree, item);
	return true;
}

static bool read_xattr(struct item *item, const char *name)
{
	uint8_t *value = xcalloc(XATTR_SIZE_MAX, 1);
	ssize_t size = lgetxattr(item->path, name, value, XATTR_SIZE_MAX);

	if (size >= 0)
		xattrs_set(&item->names->xattrs, name, value, (size_t)size);
	free(value);
	return size >= 0 || fail(item, "an extended attribute cannot be read");
}

/* Those that the kernel sets. */
static bool read_xattrs(struct item *item)
{
	char *list = xcalloc(XATTR_LIST_MAX + 1, 1), *name;
	ssize_t size = llistxattr(item->path, list, XATTR_LIST_MAX);
	bool good = true;

	if (size < 0 && errno != EOPNOTSUPP)
		good = fail(item, "its extended attributes cannot be read");
	for (name = list; good && *name; name += strlen(name) + 1)
		if (!xattr_fault(name, 0))
			good = read_xattr(item, name);
	free(list);
	return good;
}

/* Its content, once: to each byte that is packed belongs the signature. */
static bool read_file(struct tree *tree, struct item *item,
		      struct content *content)
{
	int fd = open(item->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY |
		      O_NONBLOCK);
	struct reason reason;

	if (read_content(fd, UINT32_MAX, content, &reason)) {
		complain("%s: %s", item->path, reason.text);
		return false;
	}
	return pack_sign(tree->pack, item->name, content->data, content->size,
			 &item->names->xattrs);
}

static bool read_target(struct item *item, struct content *content)
{
	ssize_t size;

	content->data = xcalloc(PATH_MAX, 1);
	size = readlink(item->path, content->data, PATH_MAX - 1);
	content->size = (size_t)size;
	return size >= 0 || fail(item, "cannot be read");
}

static bool pack_item(struct tree *tree, struct item *item)
{
	const struct owner *owner = tree->owner;
	struct names *names = item->names;
	const struct stat *st = &item->st;
	bool device = S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode);
	struct pack_header header = {
		.ino = names->number,
		.mode = st->st_mode,
		.uid = owner->uid < 0 ? st->st_uid : (uint32_t)owner->uid,
		.gid = owner->gid < 0 ? st->st_gid : (uint32_t)owner->gid,
		.nlink = names->count,
		.rmajor = device ? major(st->st_rdev) : 0,
		.rminor = device ? minor(st->st_rdev) : 0,
	};
	struct content content = { NULL, 0 };
	bool good = true;

	if (names->left == names->count) {
		good = read_xattrs(item);
		if (good && S_ISREG(st->st_mode))
			good = read_file(tree, item, &content);
		else if (good && S_ISLNK(st->st_mode))
			good = read_target(item, &content);
	}
	if (good)
		pack_entry(tree->pack, &header, item->name, content.data,
			   content.size);
	free(content.data);
	return good && (--names->left ||
			pack_xattrs(tree->pack, item->path, &names->xattrs));
}

static void nothing(void *data)
{
	(void)data;
}

bool pack_tree(struct pack *pack, const char *dir, const char *list,
	       const struct owner *owner)
{
	struct tree tree = { .pack = pack, .owner = owner, .dir = dir };
	bool good = list ? find_listed(&tree, list) : find_all(&tree);
	size_t i;

	sort(&tree);
	for (i = 0; good && i < tree.count; i++)
		good = examine(&tree, &tree.items[i]);
	for (i = 0; good && i < tree.count; i++)
		good = pack_item(&tree, &tree.items[i]);
	if (good)
		pack_entry(pack, &(struct pack_header){ .nlink = 1 },
			   "TRAILER!!!", NULL, 0);
	tdestroy(tree.inodes, nothing);
	for (i = 0; i < tree.count; i++)
		free_item(&tree.items[i]);
	free(tree.items);
	return good;
}
