// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * One errno has several causes.  These look, after the failure, for traces of
 * each: in the state of the process, of the system, or of the file.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"

/* Of the process */

bool kx_in_user_namespace(const struct kx_error *error)
{
	unsigned long inside, outside, count;
	char buf[256];

	(void)error;
	if (kx_read_file("/proc/self/uid_map", buf, sizeof(buf)) < 0 ||
	    sscanf(buf, "%lu %lu %lu", &inside, &outside, &count) != 3)
		return false;
	return inside != 0 || outside != 0 || count != UINT32_MAX;
}

bool kx_lacks_capability(const struct kx_error *error)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	(void)error;
	if (syscall(SYS_capget, &header, data) < 0)
		return false;
	return !(data[CAP_TO_INDEX(CAP_SYS_BOOT)].effective &
		 CAP_TO_MASK(CAP_SYS_BOOT));
}

bool kx_has_seccomp_filter(const struct kx_error *error)
{
	char buf[4096];
	char *line;

	(void)error;
	if (kx_read_file("/proc/self/status", buf, sizeof(buf)) < 0)
		return false;
	line = strstr(buf, "\nSeccomp:");
	return line && atoi(line + strlen("\nSeccomp:")) > 0;
}

/* Of the system */

static bool file_holds_number(const char *path, long number)
{
	char buf[32];
	char *end;
	long value;

	if (kx_read_file(path, buf, sizeof(buf)) <= 0)
		return false;
	value = strtol(buf, &end, 10);
	return end != buf && value == number;
}

bool kx_is_switched_off(const struct kx_error *error)
{
	(void)error;
	return file_holds_number("/proc/sys/kernel/kexec_load_disabled", 1);
}

bool kx_limit_is_used_up(const struct kx_error *error)
{
	return file_holds_number(kx_is_crash(error) ?
				 "/proc/sys/kernel/kexec_load_limit_panic" :
				 "/proc/sys/kernel/kexec_load_limit_reboot", 0);
}

bool kx_is_locked_down(const struct kx_error *error)
{
	char buf[128];

	(void)error;
	/* The mode in force stands in brackets: none [integrity] ... */
	return kx_read_file("/sys/kernel/security/lockdown", buf,
			    sizeof(buf)) > 0 &&
	       strchr(buf, '[') && !strstr(buf, "[none]");
}

bool kx_has_ima(const struct kx_error *error)
{
	(void)error;
	return access("/sys/kernel/security/ima", F_OK) == 0;
}

/* Does what the kernel says of records have this line, and want them? */
static bool records_wanted_and(const char *line)
{
	char buf[512];

	return kx_read_file("/sys/kernel/security/ima/kexec_records", buf,
			    sizeof(buf)) > 0 &&
	       !strncmp(buf, "version 1\n", 10) &&
	       strstr(buf, "\nwanted 1\n") && strstr(buf, line);
}

bool kx_wants_records(const struct kx_error *error)
{
	(void)error;
	return records_wanted_and("");
}

bool kx_has_no_tpm(const struct kx_error *error)
{
	(void)error;
	return records_wanted_and("\ntpm none\n");
}

bool kx_tpm_has_failed(const struct kx_error *error)
{
	(void)error;
	return records_wanted_and("\ntpm failed\n");
}

bool kx_nothing_reserved(const struct kx_error *error)
{
	return kx_is_crash(error) &&
	       file_holds_number("/sys/kernel/kexec_crash_size", 0);
}

/* Of the call */

bool kx_is_crash(const struct kx_error *error)
{
	return error->kx->flags & KEXEC_FILE_ON_CRASH;
}

bool kx_is_part(const struct kx_error *error)
{
	return error->initrd >= 0;
}

bool kx_is_one_part(const struct kx_error *error)
{
	return error->kx->nr_parts == 1;
}

bool kx_requires_measure(const struct kx_error *error)
{
	return error->kx->flags & KEXEC_FILE2_REQUIRE_MEASURE;
}

bool kx_flags_contradict(const struct kx_error *error)
{
	return (error->kx->flags & KEXEC_FILE_NO_INITRAMFS) &&
	       error->kx->nr_parts > 0;
}

/* Of the file */

static bool get_stat(const struct kx_error *error, struct stat *st)
{
	return error->file && fstat(error->file->fd, st) == 0;
}

static int open_flags(const struct kx_error *error)
{
	int flags = error->file ? fcntl(error->file->fd, F_GETFL) : -1;

	return flags < 0 ? O_RDONLY : flags;
}

bool kx_is_directory(const struct kx_error *error)
{
	struct stat st;

	return get_stat(error, &st) && S_ISDIR(st.st_mode);
}

bool kx_is_not_regular(const struct kx_error *error)
{
	struct stat st;

	return get_stat(error, &st) && !S_ISREG(st.st_mode);
}

/* Files of /proc and most of /sys show a size of 0 whatever they hold. */
bool kx_is_empty(const struct kx_error *error)
{
	struct stat st;

	return get_stat(error, &st) && S_ISREG(st.st_mode) && st.st_size == 0;
}

bool kx_is_direct(const struct kx_error *error)
{
	return open_flags(error) & O_DIRECT;
}

bool kx_is_writable_fd(const struct kx_error *error)
{
	return (open_flags(error) & O_ACCMODE) == O_RDWR;
}

bool kx_is_unreadable_fd(const struct kx_error *error)
{
	int flags = open_flags(error);

	return (flags & O_PATH) || (flags & O_ACCMODE) == O_WRONLY;
}
