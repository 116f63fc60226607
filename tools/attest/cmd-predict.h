/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Predict a load: what policy and lint-policy share with predict. */
#ifndef KEXEC2_CMD_PREDICT_H
#define KEXEC2_CMD_PREDICT_H

#include "image/selector.h"
#include "ima/predict.h"

struct image;
struct json_object;

/* open_image(), but refuse what "load" does, and join the parts for --concat. */
int open_measured(const struct selector *selector, struct image *image);

/**
 * with_prediction() - open an image, predict its load, and show that
 * @settings: Set by options; NULL to read the files only.
 * @empty:    The machine has an empty list and no crash image.
 * @show:     Shows it; returns an exit status.
 *
 * Return: an exit status.
 */
int with_prediction(const struct selector *selector,
		    struct ima_settings *settings, bool empty,
		    int (*show)(const struct prediction *prediction));

/* Print the notices on stderr. */
void show_notices(const struct prediction *prediction);

/* A new object. */
struct json_object *prediction_json(const struct prediction *prediction);

/* Add a rule, or null. */
void json_add_rule(struct json_object *to, const char *key,
		   const struct ima_rule *rule);

#endif /* KEXEC2_CMD_PREDICT_H */
