/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Policies for IMA, and references for verifiers, of what is to be loaded. */
#ifndef KEXEC2_POLICY_EXPORT_H
#define KEXEC2_POLICY_EXPORT_H

#include "image/image.h"
#include "ima/context.h"
#include "ima/predict.h"

/* All print on stdout, and return an exit status. */

/* Rules that measure it; and appraise it, if all files have signatures. */
int export_ima(const struct image *image);

/* A runtime policy of Keylime, version 1, with the entries of a load. */
int export_keylime(const struct prediction *prediction,
		   const struct ima_context *context);

/* A file for systemd-pcrlock(8), of the entries that do not go to IMA's PCR. */
int export_pcrlock(const struct prediction *prediction,
		   const struct ima_context *context);

/* The files, and the entries of a load. */
int export_json(const struct image *image, const struct prediction *prediction,
		const struct ima_context *context);

/* Digests with names, labels and roles, and the order of the parts. */
int export_known(const struct image *image);

#endif /* KEXEC2_POLICY_EXPORT_H */
