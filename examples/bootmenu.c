// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * bootmenu: a boot manager on libkexec2
 *
 *	bootmenu [-b DIR] [-d ID] [-t SECONDS]
 *
 * Lists the boot entries of DIR/loader/entries (-b, default /boot), waits for
 * the number of one on standard input, loads it and starts it.  After SECONDS
 * (-t, default 5) without an answer it takes the entry ID (-d, default the
 * first one), where ID is the name of the entry's file without ".conf".
 *
 * It is meant to run in a small system whose file systems are mounted
 * read-only, such as a first kernel that only chooses the second one: the
 * running system is not shut down before the chosen one starts.
 *
 * An entry is a text file of the Boot Loader Specification, type 1: lines of a
 * key and a value.  The reading is simple: it takes title, linux, initrd (which
 * may be repeated: the parts of the initramfs, in order) and options (which may
 * be repeated, too), finds files below DIR, and sorts by the file names, newest
 * version first.  It knows nothing of sort-key, boot counting, devicetree and
 * architecture; "kexec2 load --entry" does.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <libkexec2.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* DIRECTORY/NAME, opened for reading, or NULL after a message. */
static FILE *open_entry(const char *dir, const char *name)
{
	FILE *file = NULL;
	char *path;

	if (asprintf(&path, "%s/loader/entries/%s", dir, name) < 0)
		return NULL;
	file = fopen(path, "re");
	if (!file)
		fprintf(stderr, "bootmenu: %s: %s\n", path, strerror(errno));
	free(path);
	return file;
}

/*
 * The next line of an entry that has a key and a value.  Both point into
 * *line, which grows as needed and which the caller frees.
 */
static bool next_line(FILE *file, char **line, size_t *size,
		      char **key, char **value)
{
	ssize_t len;

	while ((len = getline(line, size, file)) >= 0) {
		while (len > 0 && isspace((unsigned char)(*line)[len - 1]))
			(*line)[--len] = '\0';
		*key = *line + strspn(*line, " \t");
		*value = *key + strcspn(*key, " \t");
		if (**key == '#' || !**value)
			continue;
		*(*value)++ = '\0';
		*value += strspn(*value, " \t");
		return true;
	}
	return false;
}

/*
 * A label tells IMA which part this is, so that a rule of its policy can name
 * it.  The file's name makes a good one, as far as its characters are allowed.
 */
static void make_label(const char *path, char label[KEXEC_INITRD_LABEL_SIZE])
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t i;

	for (i = 0; name[i] && i < KEXEC_INITRD_LABEL_SIZE - 1; i++)
		label[i] = isalnum((unsigned char)name[i]) ||
			   strchr("._-", name[i]) ? name[i] : '_';
	label[i] = '\0';
}

/*
 * One line of an entry becomes one call of the library.  If it fails, each
 * later one and the load fail with the same error, so that only the load needs
 * to be checked.  What is returned here is an error of our own.
 */
static int use_line(struct kexec2 *kx, const char *dir, const char *key,
		    const char *value, char **options)
{
	char label[KEXEC_INITRD_LABEL_SIZE];
	char *text;

	if (!strcmp(key, "options")) {
		/* The lines make one command line, which is set at the end. */
		if (asprintf(&text, "%s%s%s", *options ? *options : "",
			     *options ? " " : "", value) < 0)
			return -ENOMEM;
		free(*options);
		*options = text;
		return 0;
	}
	if (strcmp(key, "linux") && strcmp(key, "initrd"))
		return 0;

	if (asprintf(&text, "%s/%s", dir, value + strspn(value, "/")) < 0)
		return -ENOMEM;
	if (!strcmp(key, "linux")) {
		kexec2_set_kernel_path(kx, text);
	} else {
		make_label(value, label);
		kexec2_add_initrd_path(kx, text, label);
	}
	free(text);
	return 0;
}

/* The handle is an image to load: here it gets its parts. */
static int fill_handle(struct kexec2 *kx, const char *dir, const char *name)
{
	char *line = NULL, *key, *value, *options = NULL;
	FILE *file = open_entry(dir, name);
	size_t size = 0;
	int err = 0;

	if (!file)
		return -EIO;
	while (!err && next_line(file, &line, &size, &key, &value))
		err = use_line(kx, dir, key, value, &options);
	if (!err && ferror(file))
		err = -EIO;
	kexec2_set_cmdline(kx, options);
	free(options);
	free(line);
	fclose(file);
	return err;
}

/* Load an entry and start it.  Returns only if that fails. */
static void boot(const char *dir, const char *name)
{
	const char *failure;
	struct kexec2 *kx;
	int err;

	err = kexec2_new(&kx);
	if (err) {
		fprintf(stderr, "bootmenu: %s\n", strerror(-err));
		return;
	}
	err = fill_handle(kx, dir, name);
	/* A kernel without the call gets the parts joined, as one file. */
	if (!err)
		err = kexec2_load_or_join(kx);
	if (err >= 0) {
		printf("Starting %s%s\n", name, err ? ", its parts joined" : "");
		fflush(stdout);
		/* This starts the kernel at once, and writes nothing back. */
		sync();
		err = kexec2_exec(kx);
	}
	/* It is still here: there is a sentence that tells why. */
	failure = kexec2_failure(kx, NULL, NULL);
	fprintf(stderr, "bootmenu: %s: %s\n", name,
		*failure ? failure : strerror(-err));
	kexec2_unref(kx);
}

static int is_entry(const struct dirent *file)
{
	size_t len = strlen(file->d_name);

	return file->d_name[0] != '.' && len > 5 &&
		!strcmp(file->d_name + len - 5, ".conf");
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*b)->d_name, (*a)->d_name);
}

static void show_entry(const char *dir, const char *name, int number)
{
	char *line = NULL, *key, *value, *title = NULL;
	FILE *file = open_entry(dir, name);
	size_t size = 0;

	while (file && !title && next_line(file, &line, &size, &key, &value))
		if (!strcmp(key, "title"))
			title = strdup(value);
	printf("%3d  %s\n", number, title ? title : name);
	free(title);
	free(line);
	if (file)
		fclose(file);
}

/*
 * The number that is typed, from 1.  Without an answer in time it is the preset
 * one, and also if there is nobody to ask.  With seconds < 0 no clock runs, and
 * 0 says that nobody is there.
 */
static int ask(int count, int preset, int seconds)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	char *line = NULL, *end;
	size_t size = 0;
	long number = 0;

	if (seconds < 0)
		printf("\nWhich one? ");
	else
		printf("\nWhich one? [%d, in %d s] ", preset, seconds);
	fflush(stdout);
	if (seconds >= 0 && poll(&input, 1, seconds * 1000) == 0) {
		putchar('\n');
		return preset;
	}
	/* Somebody is there: from now on, no clock runs. */
	while (getline(&line, &size, stdin) >= 0) {
		number = *line == '\n' ? preset : strtol(line, &end, 10);
		if (*line == '\n' || *end == '\n')
			if (number >= 1 && number <= count)
				break;
		number = 0;
		printf("A number from 1 to %d: ", count);
		fflush(stdout);
	}
	free(line);
	return number || seconds < 0 ? (int)number : preset;
}

int main(int argc, char **argv)
{
	const char *dir = "/boot", *id = NULL;
	int preset = 1, seconds = 5, count, i, opt;
	struct dirent **entries;
	char *path;

	while ((opt = getopt(argc, argv, "b:d:t:")) != -1) {
		if (opt == 'b')
			dir = optarg;
		else if (opt == 'd')
			id = optarg;
		else if (opt == 't' && atoi(optarg) > 0 && atoi(optarg) < 3600)
			seconds = atoi(optarg);
		else
			goto usage;
	}
	if (optind < argc)
		goto usage;

	if (asprintf(&path, "%s/loader/entries", dir) < 0)
		return 1;
	count = scandir(path, &entries, is_entry, newest_first);
	if (count <= 0) {
		fprintf(stderr, "bootmenu: %s: %s\n", path,
			count ? strerror(errno) : "there are no entries");
		free(path);
		return 1;
	}
	free(path);

	for (i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		show_entry(dir, name, i + 1);
		if (id && strlen(name) == strlen(id) + 5 &&
		    !strncmp(name, id, strlen(id)))
			preset = i + 1;
	}
	/* An entry that cannot be booted leads back to the question. */
	while ((i = ask(count, preset, seconds)) > 0) {
		boot(dir, entries[i - 1]->d_name);
		seconds = -1;
	}

	for (i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return 1;
usage:
	fprintf(stderr, "Usage: bootmenu [-b DIR] [-d ID] [-t SECONDS]\n");
	return 2;
}
