/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Sign the files of an archive that is there. */
#ifndef KEXEC2_PACK_ARCHIVE_H
#define KEXEC2_PACK_ARCHIVE_H

#include "pack/pack.h"

/**
 * pack_archive() - pack an archive again, with signatures of its files
 * @fd:	  The archive, which may be compressed.
 * @file: Its name, for messages.
 *
 * All that is in it stays as it is, also attributes that it has already, but
 * for signatures that are replaced.
 *
 * Return: false after a message.
 */
bool pack_archive(struct pack *pack, int fd, const char *file);

#endif /* KEXEC2_PACK_ARCHIVE_H */
