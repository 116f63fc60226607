// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Verdicts as attestation results.
 *
 * Claims have the values of draft-ietf-rats-ar4si: below 32 something is
 * affirmed, from 32 on the verifier warns, from 96 on it is contraindicated,
 * and 0 and 1 say nothing.  Only what was judged is affirmed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base64.h"
#include "ear.h"
#include "report.h"

#define PROFILE		"tag:ietf.org,2026:rats/ear#04"

/* ECDSA with P-256 has two numbers of this size, and Ed25519 as many bytes. */
#define NUMBER_SIZE	32
#define SIGNATURE_SIZE	(2 * NUMBER_SIZE)

/* What the profile takes as eat_nonce. */
#define NONCE_MIN	8

/* The others of AR4SI are never judged. */
enum claim { INSTANCE, CONFIGURATION, EXECUTABLES, NR_CLAIMS };

static const char *const claim_names[NR_CLAIMS] = {
	[INSTANCE]	= "instance-identity",
	[CONFIGURATION]	= "configuration",
	[EXECUTABLES]	= "executables",
};

#define NONE		0	/* no assertion */
#define UNKNOWN		1	/* elements that cannot be evaluated */
#define RECOGNIZED	2	/* an instance, a configuration */
#define BOOTED_KNOWN	3	/* all that was loaded when it booted */
#define VULNERABLE	32	/* known, with known weaknesses */
#define UNRECOGNIZED	33	/* executables */
#define UNAVAILABLE	36	/* parts of a configuration */
#define CONTRAINDICATED	96
#define NOT_VALID	99	/* by cryptography */

/* What each reason to refuse says. */
static const struct {
	const char *word;
	enum claim claim;
	int value;
} says[] = {
	{ "quote-signature",	INSTANCE,	NOT_VALID },
	{ "quote-key",		INSTANCE,	NOT_VALID },
	{ "quote-magic",	INSTANCE,	NOT_VALID },
	{ "quote-type",		INSTANCE,	NOT_VALID },
	{ "quote-nonce",	INSTANCE,	NOT_VALID },
	{ "quote-reset",	INSTANCE,	NONE },
	{ "quote-clock",	INSTANCE,	NONE },
	{ "unsigned",		INSTANCE,	NONE },
	{ "quote-digest",	EXECUTABLES,	NOT_VALID },
	{ "pcr-mismatch",	EXECUTABLES,	NOT_VALID },
	{ "altered-entry",	EXECUTABLES,	NOT_VALID },
	{ "boot-aggregate",	EXECUTABLES,	NOT_VALID },
	{ "pcr-uncovered",	EXECUTABLES,	NONE },
	{ "pcr-resettable",	EXECUTABLES,	NONE },
	{ "pcr-mixed",		EXECUTABLES,	NONE },
	{ "weak-bank",		EXECUTABLES,	NONE },
	{ "weak-digest",	EXECUTABLES,	NONE },
	{ "nothing-proven",	EXECUTABLES,	NONE },
	{ "unproven",		EXECUTABLES,	NONE },
	{ "trimmed",		EXECUTABLES,	NONE },
	{ "state-void",		EXECUTABLES,	NONE },
	{ "no-tpm",		EXECUTABLES,	NONE },
	{ "no-kexec",		EXECUTABLES,	NONE },
	{ "template",		EXECUTABLES,	UNKNOWN },
	{ "newer-record",	EXECUTABLES,	UNKNOWN },
	{ "too-old",		EXECUTABLES,	VULNERABLE },
	{ "expired",		EXECUTABLES,	VULNERABLE },
	{ "revoked",		EXECUTABLES,	CONTRAINDICATED },
	{ "unknown-kernel",	EXECUTABLES,	UNRECOGNIZED },
	{ "unknown-part",	EXECUTABLES,	UNRECOGNIZED },
	{ "wrong-role",		EXECUTABLES,	UNRECOGNIZED },
	{ "wrong-label",	EXECUTABLES,	UNRECOGNIZED },
	{ "wrong-order",	EXECUTABLES,	UNRECOGNIZED },
	{ "wrong-composition",	EXECUTABLES,	UNRECOGNIZED },
	{ "missing-part",	EXECUTABLES,	UNRECOGNIZED },
	{ "extra-part",		EXECUTABLES,	UNRECOGNIZED },
	{ "duplicate-part",	EXECUTABLES,	UNRECOGNIZED },
	{ "no-manifest",	EXECUTABLES,	UNRECOGNIZED },
	{ "no-boot",		EXECUTABLES,	UNRECOGNIZED },
	{ "no-execute-record",	EXECUTABLES,	UNRECOGNIZED },
	{ "wrong-execute-record", EXECUTABLES,	UNRECOGNIZED },
	{ "kexec-load",		EXECUTABLES,	UNRECOGNIZED },
	{ "unrecorded-load",	EXECUTABLES,	UNRECOGNIZED },
	{ "record-sequence",	EXECUTABLES,	UNRECOGNIZED },
	{ "missing-record",	EXECUTABLES,	UNRECOGNIZED },
	{ "malformed-record",	EXECUTABLES,	UNRECOGNIZED },
	{ "mixed-records",	EXECUTABLES,	UNRECOGNIZED },
	{ "stray-commit",	EXECUTABLES,	UNRECOGNIZED },
	{ "surplus-entries",	EXECUTABLES,	UNRECOGNIZED },
	{ "violation",		EXECUTABLES,	UNRECOGNIZED },
	{ "records-not-required", CONFIGURATION, VULNERABLE },
	{ "unknown-cmdline",	CONFIGURATION,	UNAVAILABLE },
	{ "not-measured",	CONFIGURATION,	UNAVAILABLE },
	{ "unknown-file",	CONFIGURATION,	UNAVAILABLE },
};

/*
 * Whether a verdict affirms
 */

/* Have the rules kept it from being judged? */
static bool is_exempt(const struct rules *rules, const struct load *load)
{
	if (load->fate == LOAD_FAILED)
		return rules->allow_failed;
	if (load->fate == LOAD_REPLACED || load->fate == LOAD_UNLOADED)
		return rules->allow_replaced;
	if (load->fate == LOAD_EXECUTED)
		return false;
	return load->manifest.crash ? rules->allow_crash : rules->allow_pending;
}

static bool all_loads_judged(const struct job *job)
{
	const struct verdict *verdict = &job->verdict;
	const struct rules *rules = verdict->input->rules;
	const struct epoch *epoch;
	size_t i;

	for (epoch = verdict->epochs; epoch; epoch = epoch->next) {
		for (i = 0; i < epoch->nr_loads; i++)
			if (is_exempt(rules, &epoch->loads[i]))
				return false;
		for (i = 0; i < epoch->nr_events; i++)
			if (epoch->events[i].type == EVENT_KEXEC_LOAD)
				return false;
	}
	return !rules->allow_unrecorded && !rules->allow_violations &&
	       !is_trimmed(&job->list, &job->input);
}

/* A fresh quote, by a key that signs nothing but what its TPM has made. */
static bool is_proven(const struct verdict *verdict)
{
	const struct pcr_evidence *evidence = &verdict->input->evidence;
	const struct rules *rules = verdict->input->rules;

	return verdict->accepted && evidence->quoted && evidence->fresh &&
	       evidence->quote.has_attributes && !verdict->proof.empty &&
	       !rules->allow_unproven && !rules->allow_sha1;
}

/* Each command line, and each file that a policy may come from. */
static bool is_configured(const struct verdict *verdict)
{
	const struct rules *rules = verdict->input->rules;
	size_t i;

	for (i = 0; i < verdict->boots.nr; i++)
		if (!verdict->boots.list[i].policy ||
		    !verdict->boots.list[i].only)
			return false;
	return verdict->cmdlines_judged && rules->nr_measured &&
	       rules->measured_only;
}

static int tier(int value)
{
	return (value >= RECOGNIZED) + (value >= VULNERABLE) +
	       (value >= CONTRAINDICATED);
}

static void refuse(int claims[NR_CLAIMS], const char *word)
{
	enum claim claim = EXECUTABLES;
	int value = UNRECOGNIZED;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(says); i++)
		if (!strcmp(says[i].word, word)) {
			claim = says[i].claim;
			value = says[i].value;
		}
	if (tier(value) > tier(claims[claim]) || !claims[claim])
		claims[claim] = value;
}

static void judge_claims(const struct job *job, int claims[NR_CLAIMS])
{
	const struct verdict *verdict = &job->verdict;
	size_t i;

	for (i = 0; i < verdict->findings.nr; i++)
		refuse(claims, verdict->findings.list[i].word);
	if (!is_proven(verdict))
		return;
	claims[INSTANCE] = RECOGNIZED;
	if (!verdict->nr_booted || !all_loads_judged(job))
		return;
	claims[EXECUTABLES] = BOOTED_KNOWN;
	if (is_configured(verdict))
		claims[CONFIGURATION] = RECOGNIZED;
}

/*
 * The claims as JSON
 */

static struct json_object *appraisal(const char *status,
				     const int claims[NR_CLAIMS], bool instance)
{
	struct json_object *object = json_new(), *vector = json_new();
	size_t i;

	for (i = instance ? INSTANCE : CONFIGURATION; i < NR_CLAIMS; i++)
		json_add_number(vector, claim_names[i], claims[i]);
	json_add_text(object, "ear_status", status);
	json_add(object, "ear_trustworthiness_vector", vector);
	return object;
}

/* What was booted by kexec, as far as the verdict goes. */
static struct json_object *kexec_appraisal(const struct ear *ear,
					   const struct job *job)
{
	struct json_object *policies = json_list(), *own = json_new(), *object;
	const struct verdict *verdict = &job->verdict;
	int claims[NR_CLAIMS] = { NONE };
	size_t i;

	judge_claims(job, claims);
	object = appraisal(!verdict->accepted ? "contraindicated" :
			   claims[EXECUTABLES] ? "affirming" : "none", claims,
			   true);
	for (i = 0; i < ear->nr_policies; i++)
		json_append(policies, json_text(ear->policies[i]));
	json_add(object, "ear_appraisal_policy_ids", policies);
	if (job->input.evidence.fresh && job->input.evidence.quoted &&
	    job->nonce_size >= NONCE_MIN) {
		char *nonce = base64_encode((struct bytes){ job->nonce,
					    job->nonce_size }, false);

		json_add_text(object, "eat_nonce", nonce);
		free(nonce);
	}
	add_verdict(own, verdict);
	json_add(object, "ear_verifier_claims", own);
	return object;
}

static struct json_object *result(const struct ear *ear, const struct job *job,
				  struct json_object *id)
{
	struct json_object *root = json_new(), *verifier = json_new();
	const int nothing[NR_CLAIMS] = { NONE };
	struct json_object *submods = json_new();

	json_add_text(verifier, "developer", "kexec_file_load2");
	json_add_text(verifier, "build", "kexec2-attest " KEXEC2_VERSION);
	json_add(submods, "kexec", kexec_appraisal(ear, job));
	json_add(submods, "first-boot", appraisal("none", nothing, false));
	json_add_text(root, "eat_profile", PROFILE);
	json_add_number(root, "iat", time(NULL));
	json_add(root, "ear_verifier_id", verifier);
	if (id)
		json_add_text(root, "sub", json_object_get_string(id));
	json_add(root, "submods", submods);
	return root;
}

/*
 * The token
 */

static bool is_ecdsa(const EVP_PKEY *key)
{
	return EVP_PKEY_is_a(key, "EC");
}

/* No terminal is asked for a passphrase. */
static int no_passphrase(char *buf, int size, int rwflag, void *data)
{
	(void)buf;
	(void)size;
	(void)rwflag;
	(void)data;
	return -1;
}

int ear_key(struct ear *ear, struct bytes pem, struct reason *reason)
{
	BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.size);
	char group[32] = "";

	if (bio)
		ear->key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase,
						   NULL);
	BIO_free(bio);
	if (ear->key && is_ecdsa(ear->key))
		EVP_PKEY_get_utf8_string_param(ear->key,
					       OSSL_PKEY_PARAM_GROUP_NAME,
					       group, sizeof(group), NULL);
	ERR_clear_error();
	return ear->key && (!strcmp(group, "prime256v1") ||
			    EVP_PKEY_is_a(ear->key, "ED25519")) ? 0 :
	       because(reason, -EINVAL,
		       "no private key of P-256 or Ed25519 in PEM, without a passphrase");
}

/* By RFC 6920, so that sha256sum(1) finds the file. */
void ear_policy(struct ear *ear, struct bytes file)
{
	uint8_t digest[DIGEST_SIZE_MAX];
	char hex[2 * sizeof(digest) + 1];

	if (!EVP_Digest(file.data, file.size, digest, NULL, EVP_sha256(), NULL))
		out_of_memory();
	hex_text(hex, digest, bank_types[BANK_SHA256].size);
	*XADD(ear->policies, ear->nr_policies) =
		xasprintf("nih:sha-256;%s", hex);
}

/* OpenSSL has DER, and JWS the two numbers. */
static bool unpack(const uint8_t *der, size_t size,
		   uint8_t signature[SIGNATURE_SIZE])
{
	ECDSA_SIG *numbers = d2i_ECDSA_SIG(NULL, &der, (long)size);
	const BIGNUM *r, *s;
	bool ok = numbers;

	if (ok) {
		ECDSA_SIG_get0(numbers, &r, &s);
		ok = BN_bn2binpad(r, signature, NUMBER_SIZE) > 0 &&
		     BN_bn2binpad(s, signature + NUMBER_SIZE, NUMBER_SIZE) > 0;
	}
	ECDSA_SIG_free(numbers);
	return ok;
}

static void sign(const struct ear *ear, const char *text,
		 uint8_t signature[SIGNATURE_SIZE])
{
	bool ecdsa = is_ecdsa(ear->key), ok;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t made[2 * SIGNATURE_SIZE];
	size_t size = sizeof(made);

	ok = ctx && EVP_DigestSignInit(ctx, NULL, ecdsa ? EVP_sha256() : NULL,
				       NULL, ear->key) == 1 &&
	     EVP_DigestSign(ctx, made, &size, (const uint8_t *)text,
			    strlen(text)) == 1;
	EVP_MD_CTX_free(ctx);
	if (ok && ecdsa)
		ok = unpack(made, size, signature);
	else if (ok)
		memcpy(signature, made, SIGNATURE_SIZE);
	/* The key has been checked: nothing else is missing. */
	if (!ok)
		out_of_memory();
}

void add_ear(struct json_object *root, const struct ear *ear,
	     const struct job *job, struct json_object *id)
{
	const char *header = is_ecdsa(ear->key) ?
			     "{\"alg\":\"ES256\",\"typ\":\"eat+jwt\"}" :
			     "{\"alg\":\"EdDSA\",\"typ\":\"eat+jwt\"}";
	struct json_object *payload = result(ear, job, id);
	const char *text = json_object_to_json_string_ext(payload,
				JSON_C_TO_STRING_PLAIN |
				JSON_C_TO_STRING_NOSLASHESCAPE);
	char *head, *body, *both, *tail, *token;
	uint8_t signature[SIGNATURE_SIZE];

	if (!text)
		out_of_memory();
	head = base64_encode(bytes_of(header), true);
	body = base64_encode(bytes_of(text), true);
	json_object_put(payload);
	both = xasprintf("%s.%s", head, body);
	sign(ear, both, signature);
	tail = base64_encode((struct bytes){ signature, sizeof(signature) },
			     true);
	token = xasprintf("%s.%s", both, tail);
	json_add_text(root, "ear", token);
	free(head);
	free(body);
	free(both);
	free(tail);
	free(token);
}

void ear_free(struct ear *ear)
{
	size_t i;

	for (i = 0; i < ear->nr_policies; i++)
		free(ear->policies[i]);
	free(ear->policies);
	EVP_PKEY_free(ear->key);
	*ear = (struct ear){ .key = NULL };
}
