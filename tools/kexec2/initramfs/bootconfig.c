// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A bootconfig at the end of an initramfs. */
#include <endian.h>
#include <errno.h>
#include <string.h>

#include "initramfs/initramfs.h"

static const char magic[] = "#BOOTCONFIG\n";	/* BOOTCONFIG_MAGIC */

#define MAGIC_LEN	(sizeof(magic) - 1)
#define SIZE_MAX_DATA	(32768 - 1)		/* XBC_DATA_MAX */
#define PADDING_MAX	3			/* a boot loader may have put */

struct footer {
	uint32_t size;
	uint32_t sum;
};

/* xbc_calc_checksum() */
static int check_sum(struct input *input, uint64_t offset, uint32_t size,
		     uint32_t expected, bool *good, struct reason *reason)
{
	uint8_t data[SIZE_MAX_DATA];
	uint32_t sum = 0, i;
	int err = input_read(input, offset, data, size, reason);

	if (err)
		return err;
	for (i = 0; i < size; i++)
		sum += data[i];
	*good = sum == expected;
	return 0;
}

int find_bootconfig(struct input *input, uint64_t *offset,
		    struct reason *reason)
{
	char end[MAGIC_LEN + PADDING_MAX];
	struct footer footer;
	uint64_t at;
	bool good;
	size_t i;
	int err;

	*offset = input->size;
	if (input->size < sizeof(end) + sizeof(footer) - PADDING_MAX)
		return 0;
	memset(end, 0, sizeof(end));
	i = input->size < sizeof(end) ? (size_t)input->size : sizeof(end);
	err = input_read(input, input->size - i, end + sizeof(end) - i, i,
			 reason);
	if (err)
		return err;

	for (i = 0; i <= PADDING_MAX; i++)
		if (!memcmp(end + PADDING_MAX - i, magic, MAGIC_LEN))
			break;
	if (i > PADDING_MAX ||
	    input->size < MAGIC_LEN + i + sizeof(footer))
		return 0;
	at = input->size - MAGIC_LEN - i - sizeof(footer);
	err = input_read(input, at, &footer, sizeof(footer), reason);
	if (err)
		return err;
	footer.size = le32toh(footer.size);
	footer.sum = le32toh(footer.sum);
	if (footer.size > SIZE_MAX_DATA || footer.size > at)
		return 0;
	err = check_sum(input, at - footer.size, footer.size, footer.sum, &good,
			reason);
	if (!err && good)
		*offset = at - footer.size;
	return err;
}
