/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Hash the parts of an initramfs while they are read.
 */
#ifndef LINUX_KEXEC_HASH_H
#define LINUX_KEXEC_HASH_H

#include <linux/types.h>

struct kexec_hasher;
struct kexec_request;

struct kexec_hasher *kexec_hash_begin(struct kexec_request *req);
void kexec_hash_part(struct kexec_hasher *h, unsigned int i);
void kexec_hash_read(struct kexec_hasher *h, unsigned int i, size_t size);
void kexec_hash_all_read(struct kexec_hasher *h, unsigned int i);
bool kexec_hash_done(struct kexec_hasher *h, unsigned int i);
int kexec_hash_wait(struct kexec_hasher *h, unsigned int i);
void kexec_hash_end(struct kexec_hasher *h);

#endif /* LINUX_KEXEC_HASH_H */
