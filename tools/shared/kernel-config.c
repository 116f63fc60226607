// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The configuration of a kernel, where it can be found. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "shared/kernel-config.h"

#if WITH_ZLIB
#include <zlib.h>

#include "shared/library.h"

#define ZLIB_FUNCTIONS(X) \
	X(gzopen) X(gzdopen) X(gzgets) X(gzerror) X(gzclose)

LIBRARY(zlib, "libz.so.1", "gzip", ZLIB_FUNCTIONS);

static bool can_read(void)
{
	struct reason ignored;

	return !library_open(&zlib_library, &ignored);
}
#else
#define Z_OK		0
#define Z_STREAM_END	1

typedef FILE *gzFile;

static char *get_line(FILE *file, char *buf, int size)
{
	return fgets(buf, size, file);
}

static const char *get_error(FILE *file, int *err)
{
	*err = ferror(file) ? -1 : Z_OK;
	return NULL;
}

/* Plain files only. */
static const struct {
	FILE *(*gzopen)(const char *path, const char *mode);
	FILE *(*gzdopen)(int fd, const char *mode);
	char *(*gzgets)(FILE *file, char *buf, int size);
	const char *(*gzerror)(FILE *file, int *err);
	int (*gzclose)(FILE *file);
} zlib = { fopen, fdopen, get_line, get_error, fclose };

#define can_read()	true
#endif

/* Reads plain and compressed files alike. */
static enum answer look(gzFile file, const char *name, char *value, size_t size)
{
	enum answer answer = ANSWER_NO;
	size_t len = strlen(name);
	char line[1024], *text;
	int err;

	if (!file)
		return ANSWER_UNKNOWN;
	while (zlib.gzgets(file, line, sizeof(line))) {
		text = line + strlen("CONFIG_") + len;
		if (strncmp(line, "CONFIG_", 7) ||
		    strncmp(line + 7, name, len) ||
		    text[0] != '=' || text[1] == 'n')
			continue;
		answer = ANSWER_YES;
		text += text[1] == '"' ? 2 : 1;
		snprintf(value, size, "%.*s", (int)strcspn(text, "\"\n"), text);
	}
	zlib.gzerror(file, &err);
	if (err != Z_OK && err != Z_STREAM_END && answer == ANSWER_NO)
		answer = ANSWER_UNKNOWN;
	zlib.gzclose(file);
	return answer;
}

static enum answer look_at(const char *path, const char *name, char *value,
			   size_t size)
{
	return look(can_read() ? zlib.gzopen(path, "re") : NULL, name, value,
		    size);
}

static enum answer find_in(const char *release, const char *name, char *value,
			   size_t size)
{
	enum answer answer;
	char path[128];

	snprintf(path, sizeof(path), "/boot/config-%s", release);
	answer = look_at(path, name, value, size);
	if (answer != ANSWER_UNKNOWN)
		return answer;
	snprintf(path, sizeof(path), "/lib/modules/%s/config", release);
	return look_at(path, name, value, size);
}

static enum answer find(const char *name, char *value, size_t size)
{
	enum answer answer = ANSWER_UNKNOWN;
	struct utsname uts;

	if (WITH_ZLIB)
		answer = look_at("/proc/config.gz", name, value, size);
	if (answer == ANSWER_UNKNOWN && !uname(&uts))
		answer = find_in(uts.release, name, value, size);
	return answer;
}

enum answer kernel_config(const char *name)
{
	return find(name, NULL, 0);
}

enum answer config_of_release(const char *release, const char *name)
{
	return find_in(release, name, NULL, 0);
}

enum answer config_in_fd(int fd, const char *name)
{
	if (WITH_ZLIB && can_read())
		return look(zlib.gzdopen(fd, "re"), name, NULL, 0);
	close(fd);
	return ANSWER_UNKNOWN;
}

const char *kernel_config_text(const char *name, char *value, size_t size)
{
	return find(name, value, size) == ANSWER_YES ? value : NULL;
}
