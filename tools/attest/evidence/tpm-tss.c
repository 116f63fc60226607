// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Have a TPM quote its PCRs, by tpm2-tss. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>

#include "shared/library.h"
#include "template.h"
#include "tpm.h"

#define ESYS_FUNCTIONS(X) \
	X(Esys_Initialize) X(Esys_Finalize) X(Esys_TR_FromTPMPublic) \
	X(Esys_TR_Deserialize) X(Esys_ContextLoad) X(Esys_FlushContext) \
	X(Esys_ReadPublic) X(Esys_PCR_Read) X(Esys_Quote) X(Esys_Free) \
	X(Esys_TR_SetAuth) X(Esys_StartAuthSession) X(Esys_TRSess_SetAttributes)
#define TCTI_FUNCTIONS(X) \
	X(Tss2_TctiLdr_Initialize) X(Tss2_TctiLdr_Finalize)
#define MU_FUNCTIONS(X) \
	X(Tss2_MU_TPM2B_PUBLIC_Marshal) X(Tss2_MU_TPMT_SIGNATURE_Marshal)
#define RC_FUNCTIONS(X) \
	X(Tss2_RC_Decode)

LIBRARY(esys, "libtss2-esys.so.0", "tpm", ESYS_FUNCTIONS);
LIBRARY(ldr, "libtss2-tctildr.so.0", "tpm", TCTI_FUNCTIONS);
LIBRARY(mu, "libtss2-mu.so.0", "tpm", MU_FUNCTIONS);
LIBRARY(rc, "libtss2-rc.so.0", "tpm", RC_FUNCTIONS);

#define NO_SESSIONS	ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE

struct tpm {
	TSS2_TCTI_CONTEXT *tcti;
	ESYS_CONTEXT *esys;
	ESYS_TR key;
	bool loaded;			/* by a context, to be flushed */
	ESYS_TR session;		/* likewise, unless it is NONE */
	TPML_PCR_SELECTION selection;
	struct reason *reason;
};

/* What a TPM or a library answers, after @what. */
static int failed(struct tpm *tpm, TSS2_RC code, const char *what)
{
	struct reason ignored;

	if (library_open(&rc_library, &ignored))
		return because(tpm->reason, -EIO, "%s fails with 0x%x", what,
			       code);
	return because(tpm->reason, -EIO, "%s: %s", what,
		       rc.Tss2_RC_Decode(code));
}

static int start(struct tpm *tpm, const char *tcti)
{
	TSS2_RC code;
	int err = library_open(&ldr_library, tpm->reason) ?:
		  library_open(&esys_library, tpm->reason) ?:
		  library_open(&mu_library, tpm->reason);

	if (err)
		return err;
	code = ldr.Tss2_TctiLdr_Initialize(tcti, &tpm->tcti);
	if (code)
		return failed(tpm, code, "the TPM cannot be reached (--tcti)");
	code = esys.Esys_Initialize(&tpm->esys, tpm->tcti, NULL);
	return code ? failed(tpm, code, "Esys_Initialize") : 0;
}

static void stop(struct tpm *tpm)
{
	if (tpm->session != ESYS_TR_NONE)
		esys.Esys_FlushContext(tpm->esys, tpm->session);
	if (tpm->loaded)
		esys.Esys_FlushContext(tpm->esys, tpm->key);
	if (tpm->esys)
		esys.Esys_Finalize(&tpm->esys);
	if (tpm->tcti)
		ldr.Tss2_TctiLdr_Finalize(&tpm->tcti);
}

/*
 * The key
 */

static int find_handle(struct tpm *tpm, struct bytes digits)
{
	uint64_t handle;
	TSS2_RC code;

	if (!words_take_number(&digits, 16, &handle) || digits.size ||
	    handle < TPM2_PERSISTENT_FIRST || handle > TPM2_PERSISTENT_LAST)
		return because(tpm->reason, -EINVAL,
			       "expected a persistent handle, as 0x81010002, or a file");
	code = esys.Esys_TR_FromTPMPublic(tpm->esys, (TPM2_HANDLE)handle,
					  NO_SESSIONS, &tpm->key);
	return code ? failed(tpm, code, "the TPM has no such key") : 0;
}

/*
 * A context, as tpm2_createak(1) and tpm2_load(1) write it: magic, version,
 * hierarchy, handle, sequence, and the size of the rest, in big endian.
 */
#define CONTEXT_MAGIC	0xbadcc0de
#define CONTEXT_HEAD	26

static bool is_context(struct bytes file, TPMS_CONTEXT *context)
{
	const uint8_t *p = file.data;
	size_t size = file.size - CONTEXT_HEAD;

	if (file.size < CONTEXT_HEAD ||
	    template_u32(p, true) != CONTEXT_MAGIC ||
	    template_u32(p + 4, true) != 1 ||
	    size != (size_t)(p[24] << 8 | p[25]) ||
	    size > sizeof(context->contextBlob.buffer))
		return false;
	context->hierarchy = template_u32(p + 8, true);
	context->savedHandle = template_u32(p + 12, true);
	context->sequence = (UINT64)template_u32(p + 16, true) << 32 |
			    template_u32(p + 20, true);
	context->contextBlob.size = (UINT16)size;
	memcpy(context->contextBlob.buffer, p + CONTEXT_HEAD, size);
	return true;
}

static int load_key(struct tpm *tpm, struct bytes file)
{
	TPMS_CONTEXT context = { 0 };
	TSS2_RC code;

	if (is_context(file, &context)) {
		code = esys.Esys_ContextLoad(tpm->esys, &context, &tpm->key);
		tpm->loaded = !code;
		return code ? failed(tpm, code, "the context cannot be loaded; it is void after a reset of the TPM") :
			      0;
	}
	if (esys.Esys_TR_Deserialize(tpm->esys, file.data, file.size,
				     &tpm->key))
		return because(tpm->reason, -EINVAL,
			       "neither a context, as tpm2_createak writes it, nor a handle of tpm2_evictcontrol --output");
	return 0;
}

static int find_key(struct tpm *tpm, const char *key)
{
	struct bytes name = bytes_of(key);
	struct content file;
	int err;

	if (bytes_prefix(&name, "0x"))
		return find_handle(tpm, name);
	err = read_content(open_component(key, tpm->reason), 64 << 10, &file,
			   tpm->reason) ?:
	      load_key(tpm, (struct bytes){ (uint8_t *)file.data, file.size });
	free(file.data);
	return err;
}

/* By an HMAC: who listens to the bus does not get the value. */
static int authorize(struct tpm *tpm, struct bytes auth)
{
	const TPMT_SYM_DEF none = { .algorithm = TPM2_ALG_NULL };
	TPM2B_AUTH value = { .size = (UINT16)auth.size };
	TSS2_RC code;

	_Static_assert(TPM_AUTH_MAX == sizeof(value.buffer), "room for any");
	if (!auth.size)
		return 0;
	memcpy(value.buffer, auth.data, auth.size);
	code = esys.Esys_TR_SetAuth(tpm->esys, tpm->key, &value);
	explicit_bzero(&value, sizeof(value));
	if (code)
		return failed(tpm, code, "Esys_TR_SetAuth");
	code = esys.Esys_StartAuthSession(tpm->esys, ESYS_TR_NONE, ESYS_TR_NONE,
					  NO_SESSIONS, NULL, TPM2_SE_HMAC,
					  &none, TPM2_ALG_SHA256,
					  &tpm->session);
	if (code) {
		tpm->session = ESYS_TR_NONE;
		return failed(tpm, code, "TPM2_StartAuthSession");
	}
	code = esys.Esys_TRSess_SetAttributes(tpm->esys, tpm->session,
					      TPMA_SESSION_CONTINUESESSION,
					      TPMA_SESSION_CONTINUESESSION);
	return code ? failed(tpm, code, "Esys_TRSess_SetAttributes") : 0;
}

static void *copy(struct content *to, const void *data, size_t size)
{
	*to = (struct content){ xcalloc(size + 1, 1), size };
	return memcpy(to->data, data, size);
}

static int read_public(struct tpm *tpm, struct content *key)
{
	uint8_t bytes[sizeof(TPM2B_PUBLIC)];
	TPM2B_PUBLIC *public;
	size_t size = 0;
	TSS2_RC code = esys.Esys_ReadPublic(tpm->esys, tpm->key, NO_SESSIONS,
					    &public, NULL, NULL);

	if (code)
		return failed(tpm, code, "TPM2_ReadPublic");
	code = mu.Tss2_MU_TPM2B_PUBLIC_Marshal(public, bytes, sizeof(bytes),
					       &size);
	esys.Esys_Free(public);
	if (code)
		return failed(tpm, code, "the public key");
	copy(key, bytes, size);
	return 0;
}

/*
 * PCRs
 */

static void select_pcrs(TPML_PCR_SELECTION *selection,
			const uint32_t pcrs[NR_BANKS])
{
	enum bank bank;
	int i;

	for (bank = 0; bank < NR_BANKS; bank++) {
		TPMS_PCR_SELECTION *to;

		if (!pcrs[bank])
			continue;
		to = &selection->pcrSelections[selection->count++];
		to->hash = bank_types[bank].id;
		to->sizeofSelect = 3;
		for (i = 0; i < 3; i++)
			to->pcrSelect[i] = (BYTE)(pcrs[bank] >> 8 * i);
	}
}

/* Values that were read: no more are wanted of these.  How many, or < 0. */
static int take_values(struct tpm *tpm, const TPML_PCR_SELECTION *got,
		       const TPML_DIGEST *digests, struct pcr_values *values,
		       uint32_t left[NR_BANKS])
{
	unsigned int i, pcr;
	UINT32 n = 0;
	int err = 0;

	for (i = 0; i < got->count * 24 && !err; i++) {
		const TPMS_PCR_SELECTION *from = &got->pcrSelections[i / 24];
		int bank = bank_by_id(from->hash);

		pcr = i % 24;
		if (pcr / 8 >= from->sizeofSelect ||
		    !(from->pcrSelect[pcr / 8] & 1 << pcr % 8))
			continue;
		if (bank < 0 || n == digests->count ||
		    digests->digests[n].size != bank_types[bank].size)
			return because(tpm->reason, -EIO,
				       "the TPM answers other PCRs than those that were read");
		left[bank] &= ~(1U << pcr);
		err = pcr_set(values, (enum bank)bank, pcr,
			      digests->digests[n++].buffer, tpm->reason);
	}
	return err ?: (int)n;
}

static int read_pcrs(struct tpm *tpm, const uint32_t pcrs[NR_BANKS],
		     struct pcr_values *values)
{
	uint32_t left[NR_BANKS];
	enum bank bank;
	int n;

	memcpy(left, pcrs, sizeof(left));
	memset(values, 0, sizeof(*values));
	do {
		TPML_PCR_SELECTION wanted = { 0 }, *got;
		TPML_DIGEST *digests;
		UINT32 counter;
		TSS2_RC code;

		select_pcrs(&wanted, left);
		code = esys.Esys_PCR_Read(tpm->esys, NO_SESSIONS, &wanted,
					  &counter, &got, &digests);
		if (code)
			return failed(tpm, code, "TPM2_PCR_Read");
		n = take_values(tpm, got, digests, values, left);
		esys.Esys_Free(got);
		esys.Esys_Free(digests);
	} while (n > 0);
	for (bank = 0; bank < NR_BANKS && !n; bank++)
		if (left[bank])
			n = because(tpm->reason, -ENOENT,
				    "the TPM has no such PCRs of %s (--pcrs)",
				    bank_types[bank].name);
	return n;
}

/* Is it about the authorization of the first handle? */
static bool is_auth(TSS2_RC code)
{
	const TSS2_RC error = code & 0xbf;

	return error == TPM2_RC_AUTH_FAIL || error == TPM2_RC_BAD_AUTH;
}

static int quote(struct tpm *tpm, struct bytes nonce, struct tpm_answer *answer)
{
	/* That of the key: a restricted one has a scheme. */
	const TPMT_SIG_SCHEME scheme = { .scheme = TPM2_ALG_NULL };
	TPM2B_DATA data = { .size = (UINT16)nonce.size };
	uint8_t bytes[sizeof(TPMT_SIGNATURE)];
	TPMT_SIGNATURE *signature;
	TPM2B_ATTEST *attest;
	size_t size = 0;
	TSS2_RC code;

	memcpy(data.buffer, nonce.data, nonce.size);
	code = esys.Esys_Quote(tpm->esys, tpm->key,
			       tpm->session == ESYS_TR_NONE ? ESYS_TR_PASSWORD :
			       tpm->session, ESYS_TR_NONE, ESYS_TR_NONE, &data,
			       &scheme, &tpm->selection, &attest, &signature);
	if (code)
		return failed(tpm, code, is_auth(code) ?
			      "TPM2_Quote (see --ak-auth)" : "TPM2_Quote");
	copy(&answer->message, attest->attestationData, attest->size);
	code = mu.Tss2_MU_TPMT_SIGNATURE_Marshal(signature, bytes,
						 sizeof(bytes), &size);
	copy(&answer->signature, bytes, size);
	esys.Esys_Free(attest);
	esys.Esys_Free(signature);
	return code ? failed(tpm, code, "the signature") : 0;
}

/*
 * Values from before the quote that are those from after it are quoted, as no
 * PCR of a boot gets a value again.  The list tells the others, such as IMA's.
 */
static void drop_changed(struct pcr_values *values,
			 const struct pcr_values *after)
{
	size_t i;

	for (i = 0; i < NR_BANKS * TPM_PCRS; i++) {
		struct pcr_bank *bank = &values->banks[i / TPM_PCRS];
		const struct pcr_bank *now = &after->banks[i / TPM_PCRS];

		if (memcmp(bank->value[i % TPM_PCRS], now->value[i % TPM_PCRS],
			   sizeof(now->value[0])))
			bank->known &= ~(1U << i % TPM_PCRS);
	}
}

int tpm_quote(const struct tpm_question *question, struct tpm_answer *answer,
	      struct reason *reason)
{
	struct tpm tpm = { .session = ESYS_TR_NONE, .reason = reason };
	struct pcr_values after;
	int err;

	select_pcrs(&tpm.selection, question->pcrs);
	err = start(&tpm, question->tcti) ?: find_key(&tpm, question->key) ?:
	      read_public(&tpm, &answer->key) ?:
	      read_pcrs(&tpm, question->pcrs, &answer->values) ?:
	      authorize(&tpm, question->auth) ?:
	      quote(&tpm, question->nonce, answer) ?:
	      read_pcrs(&tpm, question->pcrs, &after);
	if (!err)
		drop_changed(&answer->values, &after);
	stop(&tpm);
	return err;
}
