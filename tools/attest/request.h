/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* A job of "verify --batch": a line of JSON.  Its keys: kexec2-verify(8). */
#ifndef KEXEC2_REQUEST_H
#define KEXEC2_REQUEST_H

#include "ear.h"

/* Zeroed at first, but for what is known and the rules of the job. */
struct request {
	struct job job;
	struct json_object *line;	/* all of it */
	struct json_object *id;		/* its id, or NULL */
	bool goes_on;			/* a state is given, */
	bool wants_state;		/* and one is wanted */
	size_t from;			/* index of the first entry, SIZE_MAX
					 * for what the state says */
};

/* Of the document that "kexec2-attest evidence" writes. */
#define EVIDENCE_VERSION	1

/*
 * Read the evidence that a line tells of.  0, or an error with the reason in
 * that of the job.
 */
int request_read(struct request *request, struct bytes line);

/* The same of an object, which is in the request and needs no id. */
int request_take(struct request *request);

/* The answer: the verdict, or with @ear its token; or why there is none. */
struct json_object *request_verdict(const struct request *request,
				    const struct ear *ear, int err);

void request_free(struct request *request);

#endif /* KEXEC2_REQUEST_H */
