// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The state of the running kernel's records of kexec loads. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/records-state.h"

static bool take_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && !errno && !*end;
}

static bool take_flag(const char *text, bool *flag)
{
	*flag = *text == '1';
	return (*text == '0' || *text == '1') && !text[1];
}

const char *const records_tpm_words[RECORDS_TPM_NR] = {
	[RECORDS_TPM_NONE]   = "none",
	[RECORDS_TPM_OK]     = "ok",
	[RECORDS_TPM_FAILED] = "failed",
};

static bool take_tpm(const char *text, enum records_tpm *tpm)
{
	for (*tpm = 0; *tpm < RECORDS_TPM_NR; (*tpm)++)
		if (!strcmp(text, records_tpm_words[*tpm]))
			return true;
	return false;
}

/* "-", or "SEQ recorded", or "SEQ unrecorded" */
static bool take_image(char *text, struct records_image *image)
{
	char *blank = strchr(text, ' ');

	*image = (struct records_image){ 0 };
	if (!strcmp(text, "-"))
		return true;
	if (!blank)
		return false;
	*blank++ = '\0';
	image->recorded = !strcmp(blank, "recorded");
	return take_number(text, &image->seq) && image->seq &&
	       (image->recorded || !strcmp(blank, "unrecorded"));
}

static bool take_room(const char *text, struct records_state *state)
{
	state->has_room = strcmp(text, "-") != 0;
	return !state->has_room || take_number(text, &state->room);
}

/* Skip unknown keys: another version would have another meaning. */
static bool take_line(struct records_state *state, const char *key, char *value,
		      unsigned int *seen)
{
	static const char *const keys[] = {
		"required", "wanted", "tpm", "seq", "default", "crash", "room",
	};
	unsigned int i, n = sizeof(keys) / sizeof(keys[0]);

	for (i = 0; i < n && strcmp(key, keys[i]); i++)
		;
	*seen |= i < n ? 1U << i : 0;
	switch (i) {
	case 0:
		return take_flag(value, &state->required);
	case 1:
		return take_flag(value, &state->wanted);
	case 2:
		return take_tpm(value, &state->tpm);
	case 3:
		return take_number(value, &state->seq);
	case 4:
		return take_image(value, &state->normal);
	case 5:
		return take_image(value, &state->crash);
	case 6:
		return take_room(value, state);
	default:
		return true;
	}
}

static int take_file(struct records_state *state, FILE *file)
{
	unsigned int seen = 0;
	char line[128];

	errno = 0;
	if (!fgets(line, sizeof(line), file))
		return errno ? -errno : -EINVAL;
	if (strncmp(line, "version ", 8))
		return -EINVAL;
	if (strcmp(line + 8, "1\n"))
		return -EPROTONOSUPPORT;
	while (fgets(line, sizeof(line), file)) {
		char *value = strchr(line, ' ');

		line[strcspn(line, "\n")] = '\0';
		if (!value)
			return -EINVAL;
		*value++ = '\0';
		if (!take_line(state, line, value, &seen))
			return -EINVAL;
	}
	if (ferror(file))
		return errno ? -errno : -EIO;
	return seen == (1U << 7) - 1 ? 0 : -EINVAL;
}

int records_state_read(struct records_state *state)
{
	FILE *file = fopen(RECORDS_STATE_FILE, "re");
	int err;

	*state = (struct records_state){ 0 };
	if (!file)
		return -errno;
	err = take_file(state, file);
	fclose(file);
	return err;
}
