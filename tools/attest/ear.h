/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Verdicts as attestation results: draft-ietf-rats-ear-04, as a JWT that is
 * signed.  What each claim says is in kexec2-verify(8).
 */
#ifndef KEXEC2_EAR_H
#define KEXEC2_EAR_H

#include <openssl/types.h>

#include "job.h"
#include "shared/json.h"

/* Who signs, and by which policies; zeroed at first. */
struct ear {
	EVP_PKEY *key;
	char **policies;
	size_t nr_policies;
};

/* The key: P-256 or Ed25519, in PEM.  0 or -EINVAL. */
int ear_key(struct ear *ear, struct bytes pem, struct reason *reason);

/* A file that the verdicts will be judged by. */
void ear_policy(struct ear *ear, struct bytes file);

/*
 * Add to an object, as "ear", the token of a verdict on @id, a string or an
 * integer, or NULL.
 */
void add_ear(struct json_object *root, const struct ear *ear,
	     const struct job *job, struct json_object *id);

void ear_free(struct ear *ear);

#endif /* KEXEC2_EAR_H */
