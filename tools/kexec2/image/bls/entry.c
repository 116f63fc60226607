// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A boot entry: its name, its lines, and whether it can be loaded. */
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "image/bls/bls.h"
#include "shared/util.h"

#define BLANKS " \t"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
#define DIGITS "0123456789"

/* A number of digits alone, up to @end or another character. */
static bool get_number(const char **s, const char *end, int *number)
{
	const char *start = *s;
	int value = 0;

	for (; *s < end && **s >= '0' && **s <= '9'; (*s)++)
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, **s - '0', &value))
			return false;
	*number = value;
	return *s > start;
}

/* The "+" of a counter that @name has before @end, or @end. */
static const char *find_counter(const char *name, const char *end, int *left,
				int *done)
{
	const char *plus = memrchr(name, '+', (size_t)(end - name));
	const char *s = plus ? plus + 1 : end;

	if (plus != name && get_number(&s, end, left)) {
		*done = 0;
		if (s == end || (*s++ == '-' && get_number(&s, end, done) &&
				 s == end))
			return plus;
	}
	*left = *done = -1;
	return end;
}

static const char *find_suffix(const char *name)
{
	return name + strlen(name) -
	       (has_suffix(name, BLS_SUFFIX) ? strlen(BLS_SUFFIX) : 0);
}

void bls_set_name(struct bls_entry *entry, const char *name)
{
	const char *suffix = find_suffix(name);
	const char *end = suffix;

	entry->tries_left = entry->tries_done = -1;
	if (*suffix)
		end = find_counter(name, suffix, &entry->tries_left,
				   &entry->tries_done);
	free(entry->stem);
	free(entry->id);
	entry->stem = xstrndup(name, (size_t)(end - name));
	entry->id = xasprintf("%s%s", entry->stem, suffix);
}

/* Without regard to case, which most file systems that hold entries lack. */
bool bls_has_id(const struct bls_entry *entry, const char *id)
{
	const char *end = find_suffix(id);
	size_t len = strlen(entry->stem);
	int left, done;

	if ((size_t)(end - id) != len)
		end = find_counter(id, end, &left, &done);
	return (size_t)(end - id) == len &&
	       strncasecmp(entry->stem, id, len) == 0;
}

/* Of what can stand only once, where the value goes. */
static const struct {
	const char *key;
	size_t offset;
} keys[] = {
#define KEY(name, member) { name, offsetof(struct bls_entry, member) }
	KEY("title", title),
	KEY("version", version),
	KEY("machine-id", machine_id),
	KEY("sort-key", sort_key),
	KEY("architecture", architecture),
	KEY("linux", linux_image),
	KEY("efi", efi),
	KEY("uki", uki),
	KEY("uki-url", uki_url),
	KEY("profile", profile),
	KEY("extra", extra),
	KEY("devicetree", devicetree),
	KEY("devicetree-overlay", devicetree_overlay),
};

/* False if there is no such key. */
static bool set_key(struct bls_entry *entry, const char *key, const char *value)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (strcmp(keys[i].key, key) != 0)
			continue;
		*(const char **)((char *)entry + keys[i].offset) = value;
		return true;
	}
	return false;
}

/*
 * Strip blanks around a value, and a pair of quotes around all of it: not those
 * of "a" "b".
 */
static char *trim(char *value)
{
	size_t len;

	value += strspn(value, BLANKS);
	len = strlen(value);
	while (len && strchr(BLANKS, value[len - 1]))
		len--;
	if (len > 1 && (*value == '"' || *value == '\'') &&
	    memchr(value + 1, *value, len - 1) == value + len - 1) {
		value++;
		len -= 2;
	}
	value[len] = '\0';
	return value;
}

static int add_initrd(struct bls_entry *entry, const char *value,
		      struct reason *reason)
{
	if (entry->nr_initrds == KEXEC_INITRD_MAX)
		return because(reason, -E2BIG,
			       "too many initrd lines (maximum %d); join some of the initrds",
			       KEXEC_INITRD_MAX);
	*XADD(entry->initrds, entry->nr_initrds) = value;
	return 0;
}

/*
 * @end is where the options end.  They are never longer than the file: each
 * blank between them stands for the key of a line.
 */
static void add_options(struct bls_entry *entry, const char *value, size_t size,
			char **end)
{
	if (!entry->options)
		*end = entry->options = xcalloc(size + 1, 1);
	else
		*(*end)++ = ' ';
	*end = stpcpy(*end, value);
}

int bls_parse(struct bls_entry *entry, const char *text, size_t size,
	      struct reason *reason)
{
	char *rest, *key, *value, *options = NULL;
	int err = 0;

	if (size > BLS_SIZE_MAX)
		return because(reason, -EFBIG,
			       "too large for a boot entry (maximum %u bytes)",
			       BLS_SIZE_MAX);
	if (memchr(text, '\0', size))
		return because(reason, -EINVAL,
			       "not a text file: it contains a NUL byte");

	/* The empty line between CR and LF does no harm. */
	entry->text = rest = xstrndup(text, size);
	while (!err && (key = strsep(&rest, "\r\n"))) {
		key += strspn(key, BLANKS);
		value = key + strcspn(key, BLANKS);
		if (*key == '#' || !*value)
			continue;
		*value = '\0';
		value = trim(value + 1);
		if (!*value || set_key(entry, key, value))
			continue;
		if (!strcmp(key, "initrd"))
			err = add_initrd(entry, value, reason);
		else if (!strcmp(key, "options"))
			add_options(entry, value, size, &options);
	}
	return err;
}

void bls_entry_free(struct bls_entry *entry)
{
	free(entry->id);
	free(entry->stem);
	free(entry->file);
	free(entry->root);
	free(entry->text);
	free(entry->initrds);
	free(entry->options);
	*entry = BLS_ENTRY_INIT;
}

/* $NAME or ${NAME}; not the "$" of memmap=64M$0x18880000. */
const char *bls_variable(const char *value, size_t *len)
{
	const char *s = value;
	size_t brace;

	for (; (s = strchr(s, '$')); s++) {
		brace = s[1] == '{';
		if (!s[1 + brace] || !strchr(LETTERS, s[1 + brace]))
			continue;
		*len = 1 + brace + strspn(s + 1 + brace, LETTERS DIGITS);
		if (brace && s[*len] == '}')
			(*len)++;
		return s;
	}
	return NULL;
}

/* Has it a component ".."? */
static bool climbs(const char *path)
{
	size_t len;

	for (; *path; path += len) {
		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (len == 2 && path[0] == '.' && path[1] == '.')
			return true;
	}
	return false;
}

static int check_variables(const char *key, const char *value,
			   const char *advice, struct reason *reason)
{
	size_t len;
	const char *variable = bls_variable(value, &len);

	if (!variable)
		return 0;
	return because(reason, -EINVAL,
		       "%s: %.*s is a variable that only GRUB expands; put its value there (\"grub2-editenv list\" shows it)%s",
		       key, len < 48 ? (int)len : 48, variable, advice);
}

/* 0, or an error of stat(2); then there is no path. */
static int look_for(const char *root, const char *value, char **path)
{
	struct stat st;
	int err;

	value += strspn(value, "/");
	*path = xasprintf("%s/%s", root, value);
	if (stat(*path, &st) < 0)
		err = -errno;
	else if (S_ISDIR(st.st_mode))
		err = -EISDIR;
	else
		return 0;
	free(*path);
	*path = NULL;
	return err;
}

static bool is_absent(int err)
{
	return err == -ENOENT || err == -ENOTDIR;
}

/* "%.96s" and the like keep what to do within the reason. */
int bls_locate(const struct bls_entry *entry, const char *key,
	       const char *value, char **path, struct reason *reason)
{
	const char *below = value + strspn(value, "/");
	int err;

	*path = NULL;
	err = check_variables(key, value, ", or take it out", reason);
	if (err)
		return err;
	if (climbs(value))
		return because(reason, -EINVAL,
			       "%s %.96s: \"..\" is not allowed in the path of an entry",
			       key, value);

	err = look_for(entry->root, value, path);
	if (is_absent(err) && strncmp(below, "boot/", 5) == 0)
		err = look_for(entry->root, below + 5, path);
	if (!err)
		return 0;
	if (is_absent(err))
		return because(reason, err, strpbrk(value, " \t") ?
				       "%s %.96s: no such file below %.64s; each line names one file" :
				       "%s %.96s: no such file below %.64s",
			       key, value, entry->root);
	return because(reason, err, "%s %.96s: %s", key, value, strerror(-err));
}

/* Machines of uname(2), and what the EFI specification calls them. */
static const struct {
	const char *machine, *architecture;
} architectures[] = {
	{ "x86_64", "x64" },
	{ "i686", "ia32" },
	{ "i586", "ia32" },
	{ "i486", "ia32" },
	{ "i386", "ia32" },
	{ "aarch64", "aa64" },
	{ "aarch64_be", "aa64" },
	{ "armv8l", "arm" },
	{ "armv7l", "arm" },
	{ "armv6l", "arm" },
	{ "riscv32", "riscv32" },
	{ "riscv64", "riscv64" },
	{ "loongarch64", "loongarch64" },
	{ "ia64", "ia64" },
};

/* EFI has no word for others, as ppc64le and s390x; they keep their own. */
const char *bls_architecture(const char *machine)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(architectures); i++)
		if (strcmp(architectures[i].machine, machine) == 0)
			return architectures[i].architecture;
	return machine;
}

static int check_file(const struct bls_entry *entry, const char *key,
		      const char *value, struct reason *reason)
{
	char *path;
	int err = bls_locate(entry, key, value, &path, reason);

	free(path);
	return err;
}

const char *bls_kernel(const struct bls_entry *entry, const char **value)
{
	if (entry->linux_image) {
		*value = entry->linux_image;
		return "linux";
	}
	*value = entry->uki ? entry->uki : entry->efi;
	return entry->uki ? "uki" : "efi";
}

int bls_shown(const struct bls_entry *entry, struct reason *reason)
{
	const char *key, *kernel, *architecture;
	struct utsname uts;

	if (entry->error) {
		*reason = entry->trouble;
		return entry->error;
	}
	uname(&uts);
	architecture = bls_architecture(uts.machine);
	if (entry->architecture &&
	    strcasecmp(entry->architecture, architecture) != 0)
		return because(reason, -ENOEXEC,
			       "entry is for architecture %.32s, this machine is %s",
			       entry->architecture, architecture);
	key = bls_kernel(entry, &kernel);
	if (kernel)
		return check_file(entry, key, kernel, reason);
	if (entry->uki_url)
		return because(reason, -EINVAL,
			       "entry boots from the network (uki-url); download the image and use --uki");
	return because(reason, -EINVAL,
		       "entry names no kernel: it has no linux, uki or efi line");
}

/* What would be another system if it were left out. */
static int check_unsupported(const struct bls_entry *entry,
			     struct reason *reason)
{
	if (entry->devicetree_overlay)
		return because(reason, -EOPNOTSUPP,
			       "device tree overlays are not supported; merge them into the device tree with fdtoverlay(1)");
	if (entry->linux_image)
		return 0;
	if (entry->profile &&
	    strspn(entry->profile, "0") != strlen(entry->profile))
		return because(reason, -EOPNOTSUPP,
			       "profile %.16s is not supported; only profile 0 is",
			       entry->profile);
	if (entry->extra)
		return because(reason, -EOPNOTSUPP,
			       "extra %.96s is not supported; use --uki to load the image without it",
			       entry->extra);
	return 0;
}

int bls_check(const struct bls_entry *entry, struct reason *reason)
{
	int err = bls_shown(entry, reason);
	size_t i;

	if (!err)
		err = check_unsupported(entry, reason);
	if (!err && entry->options)
		err = check_variables("options", entry->options, "", reason);
	for (i = 0; !err && entry->linux_image && i < entry->nr_initrds; i++)
		err = check_file(entry, "initrd", entry->initrds[i], reason);
	if (!err && entry->devicetree)
		err = check_file(entry, "devicetree", entry->devicetree,
				 reason);
	return err;
}
