// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * SHA-256 by the instructions that some processors have for it.
 *
 * Who loads the image knows whether the processor has them.  There is no asking
 * here: CPUID traps in some guests, and nobody is left to handle that.
 */

#define KEXEC_VERSIONS_SHA256
#include <linux/kexec_versions.h>
#include <asm/processor-flags.h>
#include <asm/purgatory.h>

bool __section(".kexec-purgatory") purgatory_sha_ni;

/**
 * purgatory_sse_begin() - let the processor execute SSE instructions
 *
 * relocate_kernel() has left it with CR0.EM and CR0.TS clear, but with nothing
 * set in CR4 that it could do without.
 *
 * Return: CR4 as it was.
 */
unsigned long purgatory_sse_begin(void)
{
	unsigned long cr4;

	asm volatile("mov %%cr4, %0" : "=r" (cr4));
	asm volatile("mov %0, %%cr4" : : "r" (cr4 | X86_CR4_OSFXSR) : "memory");
	return cr4;
}

/**
 * purgatory_sse_end() - leave the processor as it was
 * @cr4: of purgatory_sse_begin()
 */
void purgatory_sse_end(unsigned long cr4)
{
	asm volatile("mov %0, %%cr4" : : "r" (cr4) : "memory");
}

/**
 * purgatory_sha256_update() - sha256_update(), by the fastest means there are
 * @state: a hash that was begun, which sha256_final() ends
 * @data:  what to hash
 * @len:   its size in bytes
 */
void purgatory_sha256_update(struct sha256_ctx *state, const u8 *data,
			     unsigned int len)
{
	if (SHA256_HAS_NI && purgatory_sha_ni)
		sha256_update_by(state, data, len, sha256_ni_transform);
	else
		sha256_update(state, data, len);
}
