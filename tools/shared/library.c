// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Open a library, and find its functions. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "shared/library.h"

static int load(struct library *library, struct reason *reason)
{
	void *function, *handle = dlopen(library->soname, RTLD_NOW);
	const char *error = handle ? NULL : dlerror();
	size_t i;

	if (!handle)
		return because(reason, -EOPNOTSUPP, "%s",
			       error ?: "a static program opens no libraries");
	for (i = 0; library->names[i]; i++) {
		function = dlsym(handle, library->names[i]);
		if (!function)
			return because(reason, -EOPNOTSUPP, "%s lacks %s",
				       library->soname, library->names[i]);
		memcpy((char *)library->functions + i * sizeof(function),
		       &function, sizeof(function));
	}
	return 0;
}

int library_open(struct library *library, struct reason *reason)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	int err = 0;

	pthread_mutex_lock(&lock);
	if (!library->open)
		err = load(library, reason);
	library->open |= !err;
	pthread_mutex_unlock(&lock);
	return err;
}
