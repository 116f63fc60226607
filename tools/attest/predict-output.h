/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Show what a load will add to the measurement list. */
#ifndef KEXEC2_PREDICT_OUTPUT_H
#define KEXEC2_PREDICT_OUTPUT_H

#include "ima/predict.h"

struct json_object;

/*
 * On stdout, as ascii_runtime_measurements_BANK will have the entries.  Those
 * that are not added, or possibly not, stand in lines that begin with "#".
 */
void print_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank);

/* On stdout, as binary_runtime_measurements_BANK will have them. */
void write_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank);

/* A new object. */
struct json_object *prediction_json(const struct prediction *prediction);

#endif /* KEXEC2_PREDICT_OUTPUT_H */
