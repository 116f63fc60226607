// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Load again what is loaded. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "again.h"
#include "image/config.h"
#include "kexec2.h"
#include "shared/files.h"
#include "shared/records-state.h"

/*
 * The number of the load, whether its kernel takes the list over, a newline,
 * and the directory and the arguments.
 */
#define KEPT_DIR	"/run/kexec2"
#define KEPT		KEPT_DIR "/load"
#define KEPT_NEW	KEPT_DIR "/load.new"
#define KEPT_MAX	(16U << 20)	/* more than execve(2) takes */

#define LIST_COUNT_FILE	"/sys/kernel/security/ima/runtime_measurements_count"

/* Some hundred entries. */
#define ROOM_LOW	(64 << 10)

/* What fills the list faster than it is loaded again will go on to do so. */
#define TRIES		3

/*
 * Append the words that this process was called with; and with @option, that
 * one behind "kexec", which may be the name of the program.
 */
static bool copy_cmdline(FILE *to, const char *option)
{
	struct content words;
	struct reason ignored;
	char *rest;

	if (read_content(open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC),
			 KEPT_MAX, &words, &ignored))
		return false;
	rest = words.data;
	if (option) {
		rest += strlen(rest) + 1;
		if (strcmp(base_name(words.data), "kexec"))
			rest += strlen(rest) + 1;
		fwrite(words.data, 1, (size_t)(rest - words.data), to);
		fwrite(option, 1, strlen(option) + 1, to);
	}
	fwrite(rest, 1, words.size - (size_t)(rest - words.data), to);
	free(words.data);
	return !ferror(to);
}

/*
 * Else there is no list, or nothing that vouches for it.  boot_aggregate does
 * not count, unless it was staged.
 */
static bool list_matters(void)
{
	long long count = file_number(LIST_COUNT_FILE);

	return count >= 0 && count != 1 && !access(TPM_DIR, F_OK);
}

void keep_load(int kernel, const char *option)
{
	enum answer takes_list = ANSWER_UNKNOWN;
	struct records_state state;
	char *dir = NULL;
	bool kept;
	FILE *file;

	if (records_state_read(&state) || !state.normal.seq)
		return;
	mkdir(KEPT_DIR, 0700);
	unlink(KEPT_NEW);
	file = fopen(KEPT_NEW, "wxe");
	if (!file)
		return;		/* "exec" will say that it cannot load again */
	fchmod(fileno(file), 0600);
	if (list_matters())
		takes_list = image_config(kernel, "IMA_KEXEC");
	dir = getcwd(NULL, 0);
	fprintf(file, "%" PRIu64 " %d\n%s", state.normal.seq, takes_list,
		dir ?: "");
	putc('\0', file);
	kept = dir && copy_cmdline(file, option);
	if (fclose(file) || !kept || rename(KEPT_NEW, KEPT))
		unlink(KEPT_NEW);
	free(dir);
}

bool room_is_low(void)
{
	struct records_state state;

	return !records_state_read(&state) && state.has_room &&
	       state.room < ROOM_LOW;
}

/* Only root's word is taken for what root ran. */
static bool read_kept(uint64_t seq, struct content *text, int *takes_list)
{
	int fd = open(KEPT, O_RDONLY | O_CLOEXEC);
	struct reason ignored;
	struct stat st;
	bool trusted = fd >= 0 && !fstat(fd, &st) && st.st_uid == geteuid() &&
		       !(st.st_mode & 022);
	uint64_t kept;

	if (!read_content(fd, KEPT_MAX, text, &ignored) && trusted &&
	    sscanf(text->data, "%" SCNu64 " %d", &kept, takes_list) == 2 &&
	    kept == seq && strchr(text->data, '\n'))
		return true;
	free(text->data);
	text->data = NULL;
	*takes_list = ANSWER_UNKNOWN;
	return false;
}

const char *why_list_is_lost(void)
{
	struct records_state state;
	struct content text;
	int takes_list;

	if (!list_matters())
		return NULL;
	if (kernel_config("IMA_KEXEC") == ANSWER_NO)
		return "the running kernel has no CONFIG_IMA_KEXEC";
	if (records_state_read(&state) || !state.normal.seq)
		return NULL;
	if (!state.has_room)
		return "the image does not carry it, because it is too long, or kexec_load was used";
	if (read_kept(state.normal.seq, &text, &takes_list))
		free(text.data);
	return takes_list == ANSWER_NO ?
	       "the kernel that is loaded has no CONFIG_IMA_KEXEC" : NULL;
}

/* The words behind the first line; the first one is the directory. */
static char **find_words(const struct content *text)
{
	char **words = xcalloc(text->size + 1, sizeof(*words)), **to = words;
	char *word = strchr(text->data, '\n') + 1;

	for (; word < text->data + text->size; word += strlen(word) + 1)
		*to++ = word;
	return words;
}

/* What it says on success has been said by the first load. */
static int run(char **words)
{
	int status, null;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid) {
		null = open("/dev/null", O_WRONLY | O_CLOEXEC);
		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		if (!chdir(words[0]))
			execv("/proc/self/exe", words + 1);
		complain("it cannot be run in %s (%s)", words[0],
			 strerror(errno));
		_exit(EXIT_FAILED);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -ECHILD;
}

bool load_again(const char *why)
{
	struct records_state state;
	struct content text = { 0 };
	char **words = NULL;
	bool loaded = false;
	int takes_list;

	if (!records_state_read(&state) && state.normal.seq &&
	    read_kept(state.normal.seq, &text, &takes_list))
		words = find_words(&text);
	if (words && words[0] && words[1]) {
		complain("%s; loading it again", why);
		loaded = !run(words);
		if (!loaded)
			complain("it cannot be loaded again; load it by hand");
	} else {
		complain("%s, which \"kexec2 load\" has not loaded; load it again",
			 why);
	}
	free(words);
	free(text.data);
	return loaded;
}

bool make_room(void)
{
	return load_again("the measurement list has outgrown the room in the image");
}

int start_loaded(struct kexec2 *kx)
{
	int tries = 0, err;

	do
		err = kexec2_exec(kx);
	while (err == -ENOSPC && ++tries < TRIES && make_room());
	return err;
}
