/* SPDX-License-Identifier: GPL-2.0-only */
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
 * json_add() - add a member that was made for it
 * @value: The reference is given away, in any case.  NULL for no memory.
 *
 * Return: true, or false if there was no memory for it or for the value.
 */
bool json_add(struct json_object *object, const char *key,
	      struct json_object *value);

#endif /* KEXEC2_JSON_H */
