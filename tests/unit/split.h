/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A list that is judged piece by piece, from state to state, has to come to the
 * verdict on the whole.
 */
#ifndef SPLIT_H
#define SPLIT_H

#include "evidence/verify.h"

/*
 * Split it anywhere that its PCRs prove.  @no_sha384: the kernel extended that
 * bank with SHA-1 digests.
 */
void split_and_judge(const struct list *whole, const struct verify_input *input,
		     const struct verdict *expected, bool no_sha384);

#endif /* SPLIT_H */
