/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Libraries that are opened when they are needed, and not at each start. */
#ifndef KEXEC2_LIBRARY_H
#define KEXEC2_LIBRARY_H

#include <stdbool.h>

#include "shared/util.h"

struct library {
	const char *soname;
	const char *const *names;	/* of functions, up to NULL */
	void *functions;		/* receives as many pointers */
	bool open;
};

/* 0, or -EOPNOTSUPP.  Any thread may call it. */
int library_open(struct library *library, struct reason *reason);

#define LIBRARY_POINTER(name)	__typeof__(name) *name;
#define LIBRARY_NAME(name)	#name,
#define LIBRARY_FUNCTION(name)	name,

/*
 * Define @id, a struct with a pointer for each name that LIST(X) applies X to;
 * and @id_library, which fills it.  A note in the program names the library to
 * packagers: https://uapi-group.org/specifications/specs/elf_dlopen_metadata/
 *
 * What is compiled with LIBRARY_LINKED has to be linked to the library.
 */
#ifdef LIBRARY_LINKED
#define LIBRARY(id, file, feature, LIST)				\
	static struct { LIST(LIBRARY_POINTER) } id =			\
		{ LIST(LIBRARY_FUNCTION) };				\
	static struct library id##_library = { .open = true }
#else
#define LIBRARY(id, file, feature, LIST)				\
	static struct { LIST(LIBRARY_POINTER) } id;			\
	static struct library id##_library = {				\
		.soname = file,						\
		.names = (const char *const []){ LIST(LIBRARY_NAME) NULL }, \
		.functions = &id,					\
	};								\
	LIBRARY_NOTE(id##_note, "[{\"soname\":[\"" file			\
		     "\"],\"feature\":\"" feature			\
		     "\",\"priority\":\"recommended\"}]")
#endif

#define LIBRARY_NOTE(id, json)						\
	__attribute__((used, section(".note.dlopen"), aligned(4)))	\
	static const struct {						\
		uint32_t sizes[2], type;				\
		char name[4];						\
		char text[(sizeof(json) + 3) & ~3UL];			\
	} id = { { 4, sizeof(json) }, 0x407c0c0a, "FDO", json }

#endif /* KEXEC2_LIBRARY_H */
