// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Remember a failure, for kexec2_failure(). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/*
 * File names and labels come from anywhere: keep them from steering the
 * terminal on which the sentence ends up.  Frees @text.
 */
static char *printable(char *text)
{
	size_t controls = 0;
	unsigned char *in;
	char *copy, *out;

	for (in = (unsigned char *)text; *in; in++)
		controls += *in < ' ' || *in == 0x7f;
	if (!controls)
		return text;

	copy = malloc((size_t)(in - (unsigned char *)text) + 3 * controls + 1);
	if (!copy) {
		free(text);
		return NULL;
	}
	out = copy;
	for (in = (unsigned char *)text; *in; in++) {
		if (*in < ' ' || *in == 0x7f)
			out += sprintf(out, "\\x%02x", *in);
		else
			*out++ = (char)*in;
	}
	*out = '\0';
	free(text);
	return copy;
}

int kx_succeed(struct kexec2 *kx)
{
	free(kx->failure.sentence);
	kx->failure = (struct kx_failure){ .initrd = -1 };
	return 0;
}

int kx_fail(struct kexec2 *kx, int err, enum kexec_load_stage stage,
	    int initrd, const char *format, ...)
{
	char *sentence;
	va_list ap;
	int len;

	va_start(ap, format);
	len = vasprintf(&sentence, format, ap);
	va_end(ap);

	free(kx->failure.sentence);
	kx->failure = (struct kx_failure){
		.stage = stage,
		.initrd = initrd,
		.sentence = len < 0 ? NULL : printable(sentence),
		.set = true,
	};
	return err;
}

KX_PUBLIC const char *kexec2_failure(const struct kexec2 *kx,
				     unsigned int *stage, int *initrd)
{
	if (stage)
		*stage = kx->failure.stage;
	if (initrd)
		*initrd = kx->failure.initrd;
	if (!kx->failure.set)
		return "";
	if (!kx->failure.sentence)
		return "there is no memory to say what failed; free some and try again";
	return kx->failure.sentence;
}
