/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Base64, RFC 4648. */
#ifndef KEXEC2_BASE64_H
#define KEXEC2_BASE64_H

#include "shared/words.h"
#include "shared/files.h"

/*
 * Decode text, which may have line breaks.  False for any other text; else the
 * data are to be freed.
 */
bool base64_decode(struct bytes text, struct content *content);

/* Text, which is to be freed.  @url: base64url, and without padding. */
char *base64_encode(struct bytes bytes, bool url);

#endif /* KEXEC2_BASE64_H */
