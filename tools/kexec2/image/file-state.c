// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Whether a file can change between now and the load. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "image/file-state.h"

#define SEALS	(F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

bool has_writer(int fd)
{
	int signal_before = fcntl(fd, F_GETSIG);

	/*
	 * Whoever opens it for writing while the lease is held waits, and we
	 * get a signal: not SIGIO, which would end us, but one that is ignored
	 * unless somebody handles it.
	 */
	if (signal_before < 0 || fcntl(fd, F_SETSIG, SIGURG))
		return false;
	if (fcntl(fd, F_SETLEASE, F_RDLCK)) {
		bool refused = errno == EAGAIN;

		fcntl(fd, F_SETSIG, signal_before);
		return refused;
	}
	fcntl(fd, F_SETLEASE, F_UNLCK);
	fcntl(fd, F_SETSIG, signal_before);
	return false;
}

/* Files of tmpfs have seals, too, but only a memfd is meant to be sealed. */
bool is_unsealed_memfd(int fd)
{
	static const char prefix[] = "/memfd:";
	char path[32], target[sizeof(prefix) - 1];
	ssize_t len;
	int seals;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	len = readlink(path, target, sizeof(target));
	if (len != (ssize_t)sizeof(target) ||
	    memcmp(target, prefix, sizeof(target)) != 0)
		return false;
	seals = fcntl(fd, F_GET_SEALS);
	return seals >= 0 && (seals & SEALS) != SEALS;
}
