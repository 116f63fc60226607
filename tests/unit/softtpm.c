// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A TPM 2.0 of libtpms in this process. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <libtpms/tpm_error.h>
#include <libtpms/tpm_library.h>

#include "softtpm.h"

/*
 * What it keeps over a reset.  libtpms frees what it is given with free().
 */
static struct {
	char name[32];
	unsigned char *data;
	uint32_t size;
} nvram[8];

static size_t nvram_find(const char *name)
{
	size_t i;

	for (i = 0; i < 8 && *nvram[i].name; i++)
		if (!strcmp(nvram[i].name, name))
			break;
	ck_assert_uint_lt(i, 8);
	return i;
}

static TPM_RESULT nvram_init(void)
{
	return TPM_SUCCESS;
}

static TPM_RESULT nvram_load(unsigned char **data, uint32_t *size,
			     uint32_t number, const char *name)
{
	size_t i = nvram_find(name);

	(void)number;
	if (!nvram[i].data)
		return TPM_RETRY;	/* there is none */
	*data = malloc(nvram[i].size);
	ck_assert_ptr_nonnull(*data);
	memcpy(*data, nvram[i].data, nvram[i].size);
	*size = nvram[i].size;
	return TPM_SUCCESS;
}

static TPM_RESULT nvram_store(const unsigned char *data, uint32_t size,
			      uint32_t number, const char *name)
{
	size_t i = nvram_find(name);

	(void)number;
	strncpy(nvram[i].name, name, sizeof(nvram[i].name) - 1);
	free(nvram[i].data);
	nvram[i].data = malloc(size);
	ck_assert_ptr_nonnull(nvram[i].data);
	memcpy(nvram[i].data, data, size);
	nvram[i].size = size;
	return TPM_SUCCESS;
}

static TPM_RESULT nvram_delete(uint32_t number, const char *name,
			       TPM_BOOL must_exist)
{
	size_t i = nvram_find(name);

	(void)number;
	(void)must_exist;
	free(nvram[i].data);
	nvram[i].data = NULL;
	return TPM_SUCCESS;
}

static TPM_RESULT locality(TPM_MODIFIER_INDICATOR *modifier, uint32_t number)
{
	(void)number;
	*modifier = 0;
	return TPM_SUCCESS;
}

static TPM_RESULT presence(TPM_BOOL *present, uint32_t number)
{
	(void)number;
	*present = FALSE;
	return TPM_SUCCESS;
}

/*
 * Commands and responses
 */

static struct blob command;
static struct blob response;
static size_t at;

static void bytes(const void *data, size_t size)
{
	ck_assert_uint_le(command.size + size, sizeof(command.data));
	if (size)
		memcpy(command.data + command.size, data, size);
	command.size += size;
}

static void number(uint64_t value, size_t size)
{
	uint8_t big[8];
	size_t i;

	for (i = 0; i < size; i++)
		big[i] = (uint8_t)(value >> 8 * (size - 1 - i));
	bytes(big, size);
}

#define u8(value)	number(value, 1)
#define u16(value)	number(value, 2)
#define u32(value)	number(value, 4)

static void begin(uint16_t tag, uint32_t code)
{
	command.size = 0;
	u16(tag);
	u32(0);
	u32(code);
}

static void password(unsigned int n)
{
	u32(9 * n);
	while (n--) {
		u32(0x40000009);	/* TPM_RS_PW */
		u16(0);
		u8(0);
		u16(0);
	}
}

static uint64_t get(size_t size)
{
	uint64_t value = 0;

	ck_assert_uint_le(at + size, response.size);
	while (size--)
		value = value << 8 | response.data[at++];
	return value;
}

static void get_bytes(void *data, size_t size)
{
	ck_assert_uint_le(at + size, response.size);
	memcpy(data, response.data + at, size);
	at += size;
}

/* What the TPM says while it tests an algorithm first: TPM_RC_RETRY. */
#define RC_RETRY	0x922

static uint32_t process_once(void)
{
	unsigned char *out = NULL;
	uint32_t size = 0, room = 0;

	ck_assert_int_eq(TPMLIB_Process(&out, &size, &room, command.data,
					(uint32_t)command.size), TPM_SUCCESS);
	ck_assert_uint_le(size, sizeof(response.data));
	memcpy(response.data, out, size);
	response.size = size;
	free(out);
	at = 6;
	return (uint32_t)get(4);
}

static void process(void)
{
	uint32_t code;
	size_t i;

	for (i = 0; i < 4; i++)
		command.data[2 + i] = (uint8_t)(command.size >> 8 * (3 - i));
	do {
		code = process_once();
	} while (code == RC_RETRY);
	ck_assert_msg(!code, "the TPM says 0x%x to 0x%02x%02x", code,
		      command.data[8], command.data[9]);
}

static void startup(void)
{
	ck_assert_int_eq(TPMLIB_MainInit(), TPM_SUCCESS);
	begin(0x8001, 0x144);
	u16(0);				/* TPM_SU_CLEAR */
	process();
}

void softtpm_start(void)
{
	static struct libtpms_callbacks callbacks = {
		.sizeOfStruct = sizeof(callbacks),
		.tpm_nvram_init = nvram_init,
		.tpm_nvram_loaddata = nvram_load,
		.tpm_nvram_storedata = nvram_store,
		.tpm_nvram_deletename = nvram_delete,
		.tpm_io_init = nvram_init,
		.tpm_io_getlocality = locality,
		.tpm_io_getphysicalpresence = presence,
	};

	ck_assert_int_eq(TPMLIB_ChooseTPMVersion(TPMLIB_TPM_VERSION_2),
			 TPM_SUCCESS);
	ck_assert_int_eq(TPMLIB_RegisterCallbacks(&callbacks), TPM_SUCCESS);
	startup();
}

void softtpm_stop(void)
{
	size_t i;

	TPMLIB_Terminate();
	for (i = 0; i < 8; i++)
		free(nvram[i].data);
	memset(nvram, 0, sizeof(nvram));
}

void softtpm_reset(void)
{
	TPMLIB_Terminate();
	startup();
}

static bool is_deaf;

void softtpm_deaf(bool deaf)
{
	is_deaf = deaf;
}

void softtpm_extend(uint32_t pcr, const uint8_t sha1[20],
		    const uint8_t sha256[32], const uint8_t sha384[48])
{
	if (is_deaf)
		return;
	begin(0x8002, 0x182);
	u32(pcr);
	password(1);
	u32(3);
	u16(ALG_SHA1);
	bytes(sha1, 20);
	u16(ALG_SHA256);
	bytes(sha256, 32);
	u16(ALG_SHA384);
	bytes(sha384, 48);
	process();
}

static void select_pcrs(const struct selection *selections, size_t n)
{
	size_t i;

	u32(n);
	for (i = 0; i < n; i++) {
		u16(selections[i].alg);
		u8(3);
		u8(selections[i].pcrs & 0xff);
		u8(selections[i].pcrs >> 8 & 0xff);
		u8(selections[i].pcrs >> 16 & 0xff);
	}
}

void softtpm_read(uint16_t alg, uint32_t pcr, uint8_t *value, size_t size)
{
	struct selection one = { alg, 1U << pcr };

	begin(0x8001, 0x17e);
	select_pcrs(&one, 1);
	process();
	get(4);				/* update counter */
	ck_assert_uint_eq(get(4), 1);	/* selections */
	get(2 + 1 + 3);
	ck_assert_uint_eq(get(4), 1);	/* digests */
	ck_assert_uint_eq(get(2), size);
	get_bytes(value, size);
}

uint32_t softtpm_key(enum softtpm_key key, struct blob *public)
{
	bool ecc = key == KEY_ECC || key == KEY_FREE;
	uint32_t handle, size;
	/* fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, noDA */
	uint32_t attributes = 0x50472;	/* restricted, sign */
	struct blob area;

	if (key == KEY_FREE)
		attributes &= ~0x10000U;	/* not restricted */
	command.size = 0;
	u16(ecc ? 0x23 : 0x01);
	u16(ALG_SHA256);
	u32(attributes);
	u16(0);				/* policy */
	u16(0x10);			/* no symmetric algorithm */
	u16(ecc ? 0x18 : key == KEY_RSASSA ? 0x14 : 0x16);
	u16(ALG_SHA256);
	if (ecc) {
		u16(3);			/* NIST P-256 */
		u16(0x10);		/* no KDF */
		u16(0);
		u16(0);
	} else {
		u16(2048);
		u32(0);
		u16(0);
	}
	area = command;

	begin(0x8002, 0x131);
	u32(0x40000001);		/* owner */
	password(1);
	u16(4);
	u32(0);				/* no auth, no data */
	u16(area.size);
	bytes(area.data, area.size);
	u16(0);
	u32(0);
	process();
	handle = (uint32_t)get(4);
	get(4);
	size = (uint32_t)get(2);
	at -= 2;
	public->size = size + 2;
	get_bytes(public->data, public->size);
	return handle;
}

void softtpm_flush(uint32_t handle)
{
	begin(0x8001, 0x165);
	u32(handle);
	process();
}

/* TPM2B_ATTEST and TPMT_SIGNATURE up to the end of the parameters. */
static void attested(struct blob *message, struct blob *signature)
{
	size_t end, size = (size_t)get(4);

	end = at + size;
	message->size = (size_t)get(2);
	get_bytes(message->data, message->size);
	signature->size = end - at;
	get_bytes(signature->data, signature->size);
}

void softtpm_quote(uint32_t key, const struct selection *selections, size_t n,
		   const void *nonce, size_t nonce_size,
		   struct blob *message, struct blob *signature)
{
	begin(0x8002, 0x158);
	u32(key);
	password(1);
	u16(nonce_size);
	bytes(nonce, nonce_size);
	u16(0x10);			/* the scheme of the key */
	select_pcrs(selections, n);
	process();
	attested(message, signature);
}

void softtpm_time(uint32_t key, const void *nonce, size_t nonce_size,
		  struct blob *message, struct blob *signature)
{
	begin(0x8002, 0x14c);
	u32(0x4000000b);		/* endorsement */
	u32(key);
	password(2);
	u16(nonce_size);
	bytes(nonce, nonce_size);
	u16(0x10);
	process();
	attested(message, signature);
}
