// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Findings of a verification. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "shared/util.h"

void findings_add(struct findings *findings, struct place at, const char *word,
		  const char *format, ...)
{
	char *text;
	va_list ap;

	if (at.entry && findings->nr >= FINDINGS_MAX) {
		findings->dropped++;
		return;
	}
	va_start(ap, format);
	text = xvasprintf(format, ap);
	va_end(ap);
	if (at.context) {
		char *sentence = xasprintf("%s: %s", at.context, text);

		free(text);
		text = sentence;
	}
	*XADD(findings->list, findings->nr) = (struct finding){
		.word = word, .at = at, .text = text,
	};
}

bool findings_have(const struct findings *findings, const char *word)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		if (!strcmp(findings->list[i].word, word))
			return true;
	return false;
}

void findings_free(struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		free(findings->list[i].text);
	free(findings->list);
	memset(findings, 0, sizeof(*findings));
}

char *show_byte(char *to, uint8_t byte)
{
	if (byte == '\n')
		return stpcpy(to, "\\n");
	if (byte == '\\')
		return stpcpy(to, "\\\\");
	return to + sprintf(to, byte >= ' ' && byte <= '~' ? "%c" : "\\x%02x",
			    byte);
}

const char *show_bytes(struct shown *shown, struct bytes bytes)
{
	static const char more[] = "...";
	const size_t limit = sizeof(shown->text) - sizeof(more) - 4;
	char *out = shown->text;
	size_t i;

	for (i = 0; i < bytes.size; i++) {
		if ((size_t)(out - shown->text) > limit) {
			out = stpcpy(out, more);
			break;
		}
		if (bytes.data[i] == '"')
			*out++ = '\\';
		out = show_byte(out, bytes.data[i]);
	}
	*out = '\0';
	return shown->text;
}

const char *show_text(struct shown *shown, const char *text)
{
	return show_bytes(shown, bytes_of(text));
}
