/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Show the predicted entries of a load. */
#ifndef KEXEC2_PREDICT_OUTPUT_H
#define KEXEC2_PREDICT_OUTPUT_H

#include "ima/predict.h"

struct json_object;

/*
 * Print entries in the format of ascii_runtime_measurements_BANK.  Lines of
 * those that are not added, or possibly not, begin with "#".
 */
void print_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank);

/* Write added entries in the format of binary_runtime_measurements_BANK. */
void write_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank);

/* A new object. */
struct json_object *prediction_json(const struct prediction *prediction);

#endif /* KEXEC2_PREDICT_OUTPUT_H */
