/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The state of the running kernel's records of kexec loads, from version 2 of
 * them on: Documentation/ABI/testing/ima_kexec_records of the kernel.
 */
#ifndef KEXEC2_RECORDS_STATE_H
#define KEXEC2_RECORDS_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define RECORDS_STATE_FILE	"/sys/kernel/security/ima/kexec_records"

/* The TPM that IMA extends; there is a file pcr-BANK/N for each PCR. */
#define TPM_DIR			"/sys/class/tpm/tpm0"

enum records_tpm {
	RECORDS_TPM_NONE,
	RECORDS_TPM_OK,
	RECORDS_TPM_FAILED,	/* an extend has failed in this boot */
	RECORDS_TPM_NR
};

extern const char *const records_tpm_words[RECORDS_TPM_NR];

/**
 * struct records_image - an image that is loaded
 * @seq:      The number of its load; 0 if none is loaded.
 * @recorded: There are records of it.
 */
struct records_image {
	uint64_t seq;
	bool recorded;
};

/**
 * struct records_state - the state
 * @required: Loads are refused that are not recorded, until the next boot.
 * @wanted:   The policy, or the requirement, asks for records.
 * @seq:      The number of the last load or unload in this boot.
 * @normal, @crash: The loaded images.
 * @room:     Bytes that are left in the normal image for entries, if @has_room:
 *	      else none is loaded, or it carries no list.
 */
struct records_state {
	bool required;
	bool wanted;
	enum records_tpm tpm;
	uint64_t seq;
	struct records_image normal;
	struct records_image crash;
	bool has_room;
	uint64_t room;
};

/**
 * records_state_read() - read the state
 *
 * Return: 0; -ENOENT if the kernel does not tell it, as those with records of
 * version 1; -EPROTONOSUPPORT for an unknown version of the file, -EINVAL for a
 * damaged one, or an error of reading it.
 */
int records_state_read(struct records_state *state);

#endif /* KEXEC2_RECORDS_STATE_H */
