// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The fake kernel, around a whole program instead of a test.
 *
 * FAKE_ROOT is a directory with its files of /proc, /sys and so on.  FAKE has
 * words: "absent", "kills", "kills_old", "err=N", "once", "verify_err=N",
 * "stage=N", "initrd=N", "segment=N", "old_err=N", "reboot_err=N", "net_err=N",
 * "nocap", "nosecurityfs".  What the kernel was asked for is written to the file
 * FAKE_CALLS.  An attribute of FILE is the file FILE.NAME, as
 * vmlinuz.security.ima; its fs-verity digest is FILE.verity, behind the number
 * of the algorithm, 16 bits wide.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <linux/fsverity.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "unit/fake.h"

static const char *root;
static FILE *calls;
static int net_err;

static int add_file(const char *path, const struct stat *st, int type)
{
	size_t size = type == FTW_F ? (size_t)st->st_size : 0;
	const char *name = path + strlen(root);
	char *content = calloc(1, size + 1);
	FILE *file = type == FTW_F ? fopen(path, "re") : NULL;

	if (!content || (size && (!file || !fread(content, size, 1, file))))
		_exit(99);
	if (file)
		fclose(file);
	if (*name)
		fake_bytes(strdup(name), content, size);
	else
		free(content);
	return 0;
}

static void take_word(const char *word)
{
	int number = strchr(word, '=') ? atoi(strchr(word, '=') + 1) : 0;

	if (!strcmp(word, "absent"))
		fake.absent = true;
	else if (!strcmp(word, "kills"))
		fake.kills = true;
	else if (!strcmp(word, "kills_old"))
		fake.kills_old = true;
	else if (!strncmp(word, "err=", 4))
		fake.err = number;
	else if (!strcmp(word, "once"))
		fake.once = true;
	else if (!strncmp(word, "verify_err=", 11))
		fake.verify_err = number;
	else if (!strncmp(word, "stage=", 6))
		fake.stage = (unsigned int)number;
	else if (!strncmp(word, "initrd=", 7))
		fake.initrd = number;
	else if (!strncmp(word, "segment=", 8))
		fake.segment = (unsigned int)number;
	else if (!strncmp(word, "old_err=", 8))
		fake.old_err = number;
	else if (!strncmp(word, "reboot_err=", 11))
		fake.reboot_err = number;
	else if (!strncmp(word, "net_err=", 8))
		net_err = number;
	else if (!strcmp(word, "nocap"))
		fake.no_cap_sys_boot = true;
	else if (!strcmp(word, "nosecurityfs"))
		fake.securityfs = false;
	else
		_exit(99);
}

/* This machine's boot loader has no say. */
static const char *const variables[] = { "Info", "EntryOneShot",
	"EntryPreferred", "EntryDefault", "EntryLastBooted" };

__attribute__((constructor))
static void start(void)
{
	char *words = strdup(getenv("FAKE") ?: ""), *word;
	static char paths[sizeof(variables) / sizeof(variables[0])][128];
	size_t i;

	fake_reset();
	fake_file("/proc/cmdline", NULL);
	fake_file("/sys/kernel/kexec_loaded", NULL);
	fake_file("/sys/kernel/kexec_crash_loaded", NULL);
	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		snprintf(paths[i], sizeof(paths[i]),
			 "/sys/firmware/efi/efivars/Loader%s-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
			 variables[i]);
		fake_file(paths[i], NULL);
	}
	root = getenv("FAKE_ROOT");
	if (root && !access(root, F_OK) && ftw(root, add_file, 8))
		_exit(99);
	fake.root = root;
	for (word = strtok(words, " "); word; word = strtok(NULL, " "))
		take_word(word);
	free(words);
}

__attribute__((format(printf, 1, 2)))
static void note(const char *format, ...)
{
	va_list ap;

	if (!calls && getenv("FAKE_CALLS"))
		calls = fopen(getenv("FAKE_CALLS"), "ae");
	if (!calls)
		return;
	va_start(ap, format);
	vfprintf(calls, format, ap);
	va_end(ap);
	fflush(calls);
}

static void note_load(void)
{
	size_t i;

	if (fake.args.flags & KEXEC_FILE2_VERIFY) {
		note("kexec_file_load2 flags 0x%llx\n",
		     (unsigned long long)fake.args.flags);
		return;
	}
	note("kexec_file_load2 flags 0x%llx kernel %lld",
	     (unsigned long long)fake.args.flags, (long long)fake.kernel_size);
	for (i = 0; i < fake.args.nr_initrds; i++)
		note(" initrd %s %lld", *fake.initrds[i].label ?
		     fake.initrds[i].label : "-",
		     (long long)fake.initrd_sizes[i]);
	note(" cmdline \"%s\"\n", fake.cmdline);
}

__attribute__((destructor))
static void finish(void)
{
	if (fake.calls && !(fake.flags & KEXEC_FILE_LOAD2_ABI))
		note_load();
	if (fake.old_calls && !(fake.old_flags & ~0xffUL))
		note("kexec_file_load flags 0x%lx initrd %zd cmdline \"%s\"\n",
		     fake.old_flags, fake.old_initrd_size,
		     fake.old_cmdline_text);
	if (fake.execs)
		note("execvp %s\n", fake.exec_args);
	if (fake.reboots)
		note("reboot 0x%x%s\n", (unsigned int)fake.reboot_cmd,
		     fake.syncs ? " after sync" : "");
}

/* The same machine everywhere. */
int uname(struct utsname *uts)
{
	*uts = (struct utsname){
		.sysname = "Linux", .nodename = "golden",
		.release = "6.12.94-golden", .version = "#1",
		.machine = "x86_64",
	};
	return 0;
}

/* The loopback, an interface that is up, and one that is not. */
struct if_nameindex *if_nameindex(void)
{
	static char lo[] = "lo", up[] = "eth0", down[] = "eth1";
	static struct if_nameindex list[] = {
		{ 1, lo }, { 2, up }, { 3, down }, { 0, NULL },
	};

	return list;
}

void if_freenameindex(struct if_nameindex *list)
{
	(void)list;
}

/* What is beside a file.  Returns the size, or -1 if there is none. */
static ssize_t read_beside(int fd, const char *name, void *to, size_t size)
{
	char link[32], path[PATH_MAX];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) / 2);
	if (n < 0)
		_exit(99);
	snprintf(path + n, sizeof(path) - (size_t)n, ".%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, to, size);
	close(fd);
	return n;
}

ssize_t fgetxattr(int fd, const char *name, void *value, size_t size)
{
	ssize_t n = read_beside(fd, name, value, size);

	if (n < 0)
		errno = ENODATA;
	return n;
}

static int measure_verity(int fd, struct fsverity_digest *digest)
{
	unsigned char content[2 + 64];
	ssize_t n = read_beside(fd, "verity", content, sizeof(content));

	if (n < 2) {
		errno = ENODATA;
		return -1;
	}
	memcpy(&digest->digest_algorithm, content, 2);
	digest->digest_size = (unsigned short)(n - 2);
	memcpy(digest->digest, content + 2, (size_t)n - 2);
	return 0;
}

int ioctl(int fd, unsigned long number, ...)
{
	struct ifreq *request;
	va_list ap;

	va_start(ap, number);
	request = va_arg(ap, struct ifreq *);
	va_end(ap);
	if (number == FS_IOC_MEASURE_VERITY)
		return measure_verity(fd, (void *)request);
	if (number == SIOCGIFFLAGS) {
		request->ifr_flags = !strcmp(request->ifr_name, "lo") ?
				     IFF_UP | IFF_LOOPBACK :
				     !strcmp(request->ifr_name, "eth0") ?
				     IFF_UP : 0;
		return 0;
	}
	if (number == SIOCSIFFLAGS) {
		note("down %s\n", request->ifr_name);
		errno = net_err;
		return net_err ? -1 : 0;
	}
	errno = ENOTTY;
	return -1;
}

int execv(const char *path, char *const argv[])
{
	const char *slash = strrchr(path, '/');

	/* Of both programs, the kernel is a fake. */
	if (slash && (!strcmp(slash, "/kexec2-attest") ||
		      !strcmp(path, "/proc/self/exe")))
		return execve(path, argv, environ);
	note("execv %s\n", path);
	errno = ENOENT;
	return -1;
}
