/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Hexadecimal digits as the kernel writes them: lower case. */
#ifndef KEXEC2_EVIDENCE_HEX_H
#define KEXEC2_EVIDENCE_HEX_H

#include <stdint.h>

/* 0 to 15, or -1. */
static inline int hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* Of two digits: 0 to 255, or -1. */
static inline int hex_byte(const uint8_t *digits)
{
	int high = hex_digit(digits[0]);
	int low = high < 0 ? -1 : hex_digit(digits[1]);

	return low < 0 ? -1 : high << 4 | low;
}

#endif /* KEXEC2_EVIDENCE_HEX_H */
