/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Output for programs: an object per command.  Keys are lower_snake_case, sizes
 * are in bytes, digests are "sha256:HEX".
 */
#ifndef KEXEC2_JSON_H
#define KEXEC2_JSON_H

#include <json-c/json.h>
#include <stdbool.h>

/**
 * print_json() - print a command's object on stdout
 * @root: The object, or NULL if there was no memory for it.  The reference is
 *        dropped.
 *
 * Return: EXIT_OK, or EXIT_FAILED after a message.
 */
int print_json(struct json_object *root);

/**
 * json_text() - a string that need not be valid UTF-8
 * @text: Each byte that is no part of valid UTF-8 becomes U+FFFD, as JSON has
 *        no other bytes.  NULL becomes null.
 *
 * Return: a new string.
 */
struct json_object *json_text(const char *text);

/**
 * json_add() - add to an object
 * json_append() - add to an array
 * json_add_null() - add null to an object
 * @to:	   NULL if there was no memory for it.
 * @value: NULL if there was no memory for it.  The reference is taken over.
 *
 * What is lost for lack of memory is remembered: the next print_json() fails.
 *
 * Return: json_add(): whether it was added.
 */
bool json_add(struct json_object *to, const char *key,
	      struct json_object *value);
void json_append(struct json_object *to, struct json_object *value);
void json_add_null(struct json_object *to, const char *key);

#endif /* KEXEC2_JSON_H */
