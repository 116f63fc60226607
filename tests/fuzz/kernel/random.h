/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* SplitMix64: one stream for the calls, one for each thread. */
struct random {
	uint64_t state;
};

static inline uint64_t next(struct random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static inline unsigned int below(struct random *r, unsigned int end)
{
	return next(r) % end;
}

static inline bool one_in(struct random *r, unsigned int n)
{
	return !below(r, n);
}

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define one_of(r, ...) ({ \
	const uint64_t of[] = { __VA_ARGS__ }; \
	of[below(r, ARRAY_SIZE(of))]; })

#endif
