// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Which kernel this is, and which boot by firmware. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "boot.h"

#define TPM_DEVICE	"/dev/tpmrm0"

/* How often the TPM was reset: TPM2_ReadClock, for which no key is needed. */
static bool read_resets(uint32_t *resets)
{
	static const uint8_t command[] = {
		0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x01, 0x81,
	};
	/* Tag, size and result; time, clock, resetCount. */
	uint8_t answer[64];
	int fd = open(TPM_DEVICE, O_RDWR | O_CLOEXEC);
	bool done = fd >= 0 &&
		    write(fd, command, sizeof(command)) == sizeof(command) &&
		    read(fd, answer, sizeof(answer)) >= 30 &&
		    bytes_zero((struct bytes){ answer + 6, 4 });

	if (done)
		*resets = (uint32_t)answer[26] << 24 |
			  (uint32_t)answer[27] << 16 |
			  (uint32_t)answer[28] << 8 | answer[29];
	if (fd >= 0)
		close(fd);
	return done;
}

int boot_read(struct frame *now, struct reason *reason)
{
	char text[64], hex[33];
	size_t i, n = 0, size;
	int err = read_line(BOOT_ID, text, sizeof(text));

	if (err)
		return because(reason, err, "cannot be read (%s)",
			       strerror(-err));
	for (i = 0; text[i] && n < sizeof(hex) - 1; i++)
		if (text[i] != '-')
			hex[n++] = text[i];
	hex[n] = '\0';
	if (!words_hex(bytes_of(hex), now->boot_id, sizeof(now->boot_id),
		       &size) || size != sizeof(now->boot_id))
		return because(reason, -EINVAL, "no UUID");
	now->has_resets = read_resets(&now->resets);
	return 0;
}

bool boot_is_same(const struct frame *last, const struct frame *now)
{
	return !memcmp(last->boot_id, now->boot_id, sizeof(now->boot_id));
}

int boot_is_other(const struct frame *last, const struct frame *now)
{
	if (boot_is_same(last, now))
		return 0;
	return last->has_resets && now->has_resets ?
	       last->resets != now->resets : -1;
}
