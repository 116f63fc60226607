// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a label is.  Locale-independent, as the kernel's check. */
#include <string.h>

#include "internal.h"

bool kx_label_valid(const char *label)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz"
		"0123456789._-";
	size_t len = strspn(label, allowed);

	return label[len] == '\0' && len < KEXEC_INITRD_LABEL_SIZE;
}
