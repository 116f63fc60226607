/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the forms of "kexec2 log show" share. */
#ifndef KEXEC2_LOG_H
#define KEXEC2_LOG_H

#include <json-c/json.h>

#include "evidence/epochs.h"

/* The words of enum load_fate and enum event_type in either form. */
const char *fate_word(enum load_fate fate);
const char *event_word(enum event_type type);

/* log-text.c: print on stdout.  0 or -ENOMEM. */
int log_text(const struct epoch *epoch);

/* log-json.c: the same as an object. */
struct json_object *log_json(const struct epoch *epoch);

#endif /* KEXEC2_LOG_H */
