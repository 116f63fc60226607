// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Functions that the static command does without: host names, shared objects.
 *
 * Using one digest of libcrypto links OPENSSL_init_crypto(), and with its
 * cleanup everything that knows sockets or loads providers.  Their functions
 * in glibc work in a static program only beside the glibc that it was built
 * with, of which the linker warns.  kexec2 never gets there; these stand in
 * for them (--wrap), so that libcrypto would get an error.
 */
#include <dlfcn.h>
#include <netdb.h>
#include <stddef.h>

void *__wrap_dlopen(const char *file, int mode);
int __wrap_getaddrinfo(const char *node, const char *service,
		       const struct addrinfo *hints, struct addrinfo **res);
struct hostent *__wrap_gethostbyname(const char *name);

void *__wrap_dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return NULL;
}

int __wrap_getaddrinfo(const char *node, const char *service,
		       const struct addrinfo *hints, struct addrinfo **res)
{
	(void)node;
	(void)service;
	(void)hints;
	(void)res;
	return EAI_FAIL;
}

struct hostent *__wrap_gethostbyname(const char *name)
{
	(void)name;
	return NULL;
}
