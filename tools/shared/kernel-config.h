/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The configuration of a kernel, where it can be found. */
#ifndef KEXEC2_KERNEL_CONFIG_H
#define KEXEC2_KERNEL_CONFIG_H

/* Where /proc or /sys does not tell, it is not known. */
enum answer {
	ANSWER_UNKNOWN = -1,
	ANSWER_NO,
	ANSWER_YES,
};

/*
 * Is CONFIG_@name set: in the running kernel, as /proc/config.gz tells, or a
 * file in /boot or /lib/modules; in the kernel of this release, as such a file
 * tells?
 */
enum answer kernel_config(const char *name);
enum answer config_of_release(const char *release, const char *name);

/* The same, in the compressed file that begins where @fd is.  Closes it. */
enum answer config_in_fd(int fd, const char *name);

/* The value of a string, without its quotes.  @value, or NULL if not known. */
const char *kernel_config_text(const char *name, char *value, size_t size);

#endif /* KEXEC2_KERNEL_CONFIG_H */
