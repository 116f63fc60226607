/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Catch what a function prints. */
#ifndef CAPTURE_H
#define CAPTURE_H

void capture_start(void);
void capture_stop(void);

extern char captured_out[16384], captured_err[16384];

#endif /* CAPTURE_H */
