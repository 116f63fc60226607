/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Write a measurement list in another format. */
#ifndef KEXEC2_CONVERT_H
#define KEXEC2_CONVERT_H

#include <stdio.h>

#include "evidence/list.h"

/* In the order of their names in the help. */
enum list_format { NO_LIST_FORMAT, CEL_JSON, BINARY };

/* 0, or -EINVAL before anything is written, if the format cannot have it. */
int convert_list(const struct list *list, enum list_format format, FILE *out,
		 struct reason *reason);

#endif /* KEXEC2_CONVERT_H */
