// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Where boot entries lie, and their order (UAPI.1, "Sorting"; UAPI.10). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/bls/bls.h"
#include "image/grub/env.h"
#include "image/grub/menu.h"
#include "image/sealed.h"
#include "shared/util.h"

#define ENTRIES "loader/entries"
#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static int order(long a, long b)
{
	return (a > b) - (a < b);
}

/* Skip what has no meaning: all but letters, digits and -.~^ */
static const char *skip_separators(const char *s)
{
	return s + strcspn(s, DIGITS LETTERS "-.~^");
}

/*
 * If one of them starts with @mark, it is lower; @result tells.  If both do,
 * the mark is skipped.
 */
static bool decided_by(const char **a, const char **b, char mark, int *result)
{
	*result = (**b == mark) - (**a == mark);
	if (*result)
		return true;
	if (**a == mark) {
		(*a)++;
		(*b)++;
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Where one has no number, the specification takes it for 0, but
 * systemd-boot and systemd-analyze, which it refers to, for less than 0: 1.a
 * is lower than 1.0.  The order is to be that of the boot loader's menu.
 */
static int compare_numbers(const char **a, const char **b)
{
	size_t len_a, len_b;
	int result;

	result = order(is_digit(**a), is_digit(**b));
	if (result)
		return result;
	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	len_a = strspn(*a, DIGITS);
	len_b = strspn(*b, DIGITS);
	result = order(len_a, len_b);
	if (!result)
		result = memcmp(*a, *b, len_a);
	*a += len_a;
	*b += len_b;
	return result;
}

static int compare_words(const char **a, const char **b)
{
	size_t len_a = strspn(*a, LETTERS), len_b = strspn(*b, LETTERS);
	int result = memcmp(*a, *b, len_a < len_b ? len_a : len_b);

	if (!result)
		result = order(len_a, len_b);
	*a += len_a;
	*b += len_b;
	return result;
}

int bls_compare_versions(const char *a, const char *b)
{
	int result;

	a = a ?: "";
	b = b ?: "";
	for (;;) {
		a = skip_separators(a);
		b = skip_separators(b);
		if (decided_by(&a, &b, '~', &result))
			return result;
		if (!*a || !*b)
			return (*a != '\0') - (*b != '\0');
		if (decided_by(&a, &b, '-', &result) ||
		    decided_by(&a, &b, '^', &result) ||
		    decided_by(&a, &b, '.', &result))
			return result;
		result = is_digit(*a) || is_digit(*b) ?
				 compare_numbers(&a, &b) :
				 compare_words(&a, &b);
		if (result)
			return result;
	}
}

/* Of both with a sort key. */
static int compare_keys(const struct bls_entry *a, const struct bls_entry *b)
{
	return strcmp(a->sort_key, b->sort_key) ?:
	       strcmp(a->machine_id ?: "", b->machine_id ?: "") ?:
	       bls_compare_versions(b->version, a->version);
}

/* Of images, whose profiles differ in nothing else. */
static long profile_of(const struct bls_entry *entry)
{
	return entry->type == BLS_TYPE2 && entry->profile ?
		       strtol(entry->profile, NULL, 10) : 0;
}

int bls_compare(const struct bls_entry *a, const struct bls_entry *b)
{
	return order(a->tries_left == 0, b->tries_left == 0) ?:
	       order(!a->sort_key, !b->sort_key) ?:
	       (a->sort_key ? compare_keys(a, b) : 0) ?:
	       bls_compare_versions(b->stem, a->stem) ?:
	       /* Names can be equal as versions: "a_1" and "a+1". */
	       strcmp(b->stem, a->stem) ?:
	       order(a->type, b->type) ?:
	       order(profile_of(a), profile_of(b)) ?:
	       order(b->tries_left, a->tries_left) ?:
	       order(a->tries_done, b->tries_done) ?:
	       strcmp(a->file, b->file);
}

/*
 * XBOOTLDR, or what serves for both; then the ESP ("Mount Points" of the Boot
 * Loader Specification), also where it used to be mounted.
 */
static const char *const places[] = { "/boot", "/efi", "/boot/efi" };

static int read_text(const char *file, char **text, size_t *size,
		     struct reason *reason)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	int err;

	if (fd < 0)
		return because(reason, -errno, "cannot be opened (%s)",
			       strerror(errno));
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return because(reason, -EINVAL, "not a regular file");
	}
	/* One byte more than an entry can have, for bls_parse() to refuse. */
	*size = st.st_size > BLS_SIZE_MAX ? BLS_SIZE_MAX + 1 :
					    (size_t)st.st_size;
	*text = xcalloc(*size + 1, 1);
	err = read_bytes(fd, *text, *size, 0, reason);
	close(fd);
	return err;
}

static void name_entry(struct bls_entry *entry, const char *file,
		       const char *boot_dir)
{
	*entry = BLS_ENTRY_INIT;
	entry->file = xstrdup(file);
	entry->root = xstrdup(boot_dir);
	bls_set_name(entry, base_name(file));
}

/* Where GRUB is, it reads the entry; without it, variables stay. */
static int expand(struct bls_entry *entry, struct reason *reason)
{
	struct reason ignored;
	struct grub_env env;
	int err = 0;

	if (!grub_env_read(&env, entry->root, &ignored))
		err = bls_expand(entry, &env, reason);
	grub_env_free(&env);
	return err;
}

void bls_read(struct bls_entry *entry, const char *file, const char *boot_dir)
{
	struct reason trouble = { "" };
	char *text = NULL;
	size_t size = 0;
	int err;

	name_entry(entry, file, boot_dir);
	err = read_text(file, &text, &size, &trouble);
	if (!err)
		err = bls_parse(entry, text, size, &trouble);
	if (!err)
		err = expand(entry, &trouble);
	free(text);
	if (err) {
		bls_entry_free(entry);
		name_entry(entry, file, boot_dir);
	}
	entry->error = err;
	entry->trouble = trouble;
}

/* The names that systemd-boot takes, too; "auto-" is for what it finds. */
static bool is_entry_name(const char *name)
{
	return name[0] != '.' && strncasecmp(name, "auto-", 5) != 0 &&
	       has_suffix(name, BLS_SUFFIX);
}

/* This also keeps out what is found twice, in a directory with two names. */
bool bls_is_hidden(const struct bls_list *list, size_t count,
		   const struct bls_entry *entry)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcasecmp(list->entries[i].id, entry->id) == 0)
			return true;
	return false;
}

/* @before is how many there are from directories looked at earlier. */
static void add_file(struct bls_list *list, const char *dir, const char *name,
		     const char *boot_dir, size_t before)
{
	char *file = xasprintf("%s/%s", dir, name);
	struct bls_entry *entry = XADD(list->entries, list->count);

	/* Whatever is wrong with it is for the entry to tell. */
	bls_read(entry, file, boot_dir);
	free(file);
	if (bls_is_hidden(list, before, entry)) {
		bls_entry_free(entry);
		list->count--;
	}
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
			       strerror(errno)) :
		       0;
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

static int compare(const void *a, const void *b)
{
	return bls_compare(a, b);
}

/* What GRUB boots on a host that has no entries, or what links name. */
static int find_others(struct bls_list *list, struct reason *reason)
{
	int err = -ENOENT;
	size_t i;

	for (i = 0; err == -ENOENT && i < list->nr_dirs; i++)
		err = grub_find_menu(list, list->dirs[i], reason);
	if (err != -ENOENT)
		return err;
	if (list->nr_dirs > 1)
		grub_find_links(list, "");
	for (i = 0; !list->count && i < list->nr_dirs; i++)
		grub_find_links(list, list->dirs[i]);
	return 0;
}

static bool is_absent(int err)
{
	return err == -ENOENT || err == -ENOTDIR;
}

int bls_find_in(struct bls_list *list, const char *const *boot_dirs,
		size_t count, struct reason *reason)
{
	struct reason missing = { "" };
	size_t i;
	int err = 0;

	*list = (struct bls_list){ 0 };
	for (i = 0; i < count; i++) {
		*XADD(list->dirs, list->nr_dirs) = xstrdup(boot_dirs[i]);
		err = read_place(list, boot_dirs[i], &missing);
		if (!err || is_absent(err))
			err = bls_find_images(list, boot_dirs[i], &missing);
		if (err && !is_absent(err)) {
			*reason = missing;
			return err;
		}
	}
	if (list->count) {
		qsort(list->entries, list->count, sizeof(*list->entries),
		      compare);
		return 0;
	}
	err = find_others(list, reason) ?: list->count ? 0 : -ENOENT;
	if (err == -ENOENT)
		because(reason, -ENOENT,
			"no boot entries (" ENTRIES
			"/*.conf, EFI/Linux/*.efi, grub/grub.cfg) and no vmlinuz in %.64s; use --boot-dir to name their directory",
			count == 1 ? *boot_dirs : BLS_PLACES);
	return err;
}

int bls_find(struct bls_list *list, const char *boot_dir, struct reason *reason)
{
	return boot_dir ? bls_find_in(list, &boot_dir, 1, reason) :
			  bls_find_in(list, places, ARRAY_SIZE(places), reason);
}

void bls_list_free(struct bls_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		bls_entry_free(&list->entries[i]);
	free(list->entries);
	for (i = 0; i < list->nr_dirs; i++)
		free(list->dirs[i]);
	free(list->dirs);
	free(list->menu.file);
	free(list->menu.value);
	*list = (struct bls_list){ 0 };
}
