// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The configuration of the running kernel, where it can be found. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "shared/kernel-config.h"

#if WITH_ZLIB
#include <zlib.h>
#else
/* Reads plain files only. */
typedef FILE *gzFile;
#define Z_OK			0
#define Z_STREAM_END		1
#define gzopen(path, mode)	fopen(path, mode)
#define gzgets(file, buf, size)	fgets(buf, size, file)
#define gzerror(file, err)	(*(err) = ferror(file) ? -1 : Z_OK)
#define gzclose(file)		fclose(file)
#endif

/* Reads plain and compressed files alike. */
static enum answer look(const char *path, const char *name)
{
	enum answer answer = ANSWER_NO;
	gzFile file = gzopen(path, "re");
	size_t len = strlen(name);
	char line[1024];
	int err;

	if (!file)
		return ANSWER_UNKNOWN;
	while (gzgets(file, line, sizeof(line)))
		if (strncmp(line, "CONFIG_", 7) == 0 &&
		    strncmp(line + 7, name, len) == 0 &&
		    line[7 + len] == '=' && line[8 + len] != 'n')
			answer = ANSWER_YES;
	gzerror(file, &err);
	if (err != Z_OK && err != Z_STREAM_END && answer == ANSWER_NO)
		answer = ANSWER_UNKNOWN;
	gzclose(file);
	return answer;
}

enum answer kernel_config(const char *name)
{
	enum answer answer = WITH_ZLIB ? look("/proc/config.gz", name) :
					 ANSWER_UNKNOWN;
	struct utsname uts;
	char path[128];

	if (answer != ANSWER_UNKNOWN || uname(&uts) < 0)
		return answer;
	snprintf(path, sizeof(path), "/boot/config-%s", uts.release);
	answer = look(path, name);
	if (answer != ANSWER_UNKNOWN)
		return answer;
	snprintf(path, sizeof(path), "/lib/modules/%s/config", uts.release);
	return look(path, name);
}
