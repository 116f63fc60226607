// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What "kexec2 verify" is given, read from files. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/words.h"
#include "shared/command.h"
#include "verify-input.h"

/* A million references take less than that. */
#define FILE_MAX	(512U << 20)

struct content {
	char *data;
	size_t size;
};

static int read_all(int fd, struct content *content)
{
	size_t capacity = 0;

	for (;;) {
		ssize_t got;

		if (content->size == capacity) {
			if (capacity >= FILE_MAX)
				return -EFBIG;
			capacity = capacity ? 2 * capacity : 4096;
			content->data = xreallocarray(content->data, capacity,
						      1);
		}
		got = read(fd, content->data + content->size,
			   capacity - content->size);
		if (got < 0 && errno != EINTR)
			return -errno;
		if (!got)
			return 0;
		content->size += got > 0 ? (size_t)got : 0;
	}
}

/* False after a message. */
static bool read_file(const char *path, struct content *content)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;

	*content = (struct content){ NULL, 0 };
	if (fd < 0) {
		complain("%s: %s", path, strerror(errno));
		return false;
	}
	err = read_all(fd, content);
	close(fd);
	if (!err)
		return true;
	complain("%s: %s", path, strerror(-err));
	free(content->data);
	*content = (struct content){ NULL, 0 };
	return false;
}

static bool usable(const char *path, int err, const struct reason *reason)
{
	if (err)
		complain("%s: %s", path, reason->text);
	return !err;
}

static bool read_known(struct verify_input *input,
		       const struct verify_arguments *arguments)
{
	struct content content;
	struct reason reason;
	bool ok = true;
	size_t i;

	for (i = 0; i < arguments->known.count && ok; i++) {
		ok = read_file(arguments->known.values[i], &content);
		if (!ok)
			break;
		ok = usable(arguments->known.values[i],
			    known_parse(&input->known, content.data,
					content.size, &reason), &reason);
		free(content.data);
	}
	if (!ok)
		return false;
	return usable(arguments->known.values[arguments->known.count - 1],
		      known_finish(&input->known, &reason), &reason);
}

/* A composition that is required has to be there. */
static bool rules_refer(const struct verify_input *input, const char *path)
{
	size_t i;

	for (i = 0; i < input->rules.nr_compositions; i++) {
		if (known_composition(&input->known,
				      input->rules.compositions[i]))
			continue;
		complain("%s: there is no composition \"%s\" in the known files",
			 path, input->rules.compositions[i]);
		return false;
	}
	return true;
}

static bool read_rules(struct verify_input *input,
		       const struct verify_arguments *arguments)
{
	struct content content;
	struct reason reason;
	size_t i;
	bool ok = true;

	for (i = 0; i < arguments->rules.count && ok; i++) {
		ok = read_file(arguments->rules.values[i], &content);
		if (!ok)
			break;
		ok = usable(arguments->rules.values[i],
			    rules_parse(&input->rules, content.data,
					content.size, &reason), &reason) &&
		     rules_refer(input, arguments->rules.values[i]);
		free(content.data);
	}
	return ok;
}

/*
 * Quotes
 */

static bool read_nonce(const char *text, uint8_t *nonce, size_t *size)
{
	struct words hex = { text, text + strlen(text) };

	if (words_hex(&hex, nonce, NONCE_MAX, size))
		return true;
	complain("--nonce=%s: it is not 1 to %d bytes in hex", text, NONCE_MAX);
	return false;
}

static bool read_quote(struct verify_input *input,
		       const struct verify_arguments *arguments,
		       struct findings *findings)
{
	struct content message = { 0 }, signature = { 0 }, key = { 0 };
	uint8_t nonce[NONCE_MAX];
	size_t nonce_size = 0;
	struct reason reason;
	bool ok;

	if (!arguments->quote)
		return true;
	ok = (!arguments->nonce ||
	      read_nonce(arguments->nonce, nonce, &nonce_size)) &&
	     read_file(arguments->quote, &message) &&
	     read_file(arguments->signature, &signature) &&
	     read_file(arguments->key, &key);
	if (ok) {
		struct quote_files files = {
			message.data, message.size, signature.data,
			signature.size, key.data, key.size,
		};

		ok = usable(arguments->quote,
			    quote_check(&files, arguments->nonce ? nonce : NULL,
					nonce_size, &input->quote, findings,
					&reason), &reason);
		input->quoted = ok && !findings_refuse(findings);
		if (input->quoted && !arguments->nonce)
			findings_add(findings, (struct finding){
				.code = FOUND_NONCE_UNCHECKED });
	}
	free(message.data);
	free(signature.data);
	free(key.data);
	return ok;
}

/*
 * Values of PCRs
 */

/* "sha256,FILE" as evmctl takes it; the algorithm, or NULL. */
static const char *pcr_option(const char *option, char algo[16],
			      const char **path)
{
	const char *comma = strchr(option, ',');
	size_t size = comma ? (size_t)(comma - option) : 0;

	*path = option;
	if (!size || size >= 16)
		return NULL;
	memcpy(algo, option, size);
	algo[size] = '\0';
	if (!pcr_algo_size(algo))
		return NULL;
	*path = comma + 1;
	return algo;
}

/*
 * What tpm2_quote --pcrs_format=values writes: nothing but the values of the
 * PCRs that the quote selects.
 */
static int bare_values(struct verify_input *input,
		       const struct content *content, struct reason *reason)
{
	const struct quote *quote = &input->quote;
	const uint8_t *data = (const uint8_t *)content->data;
	size_t i, left = content->size;
	unsigned int pcr;

	for (i = 0; i < quote->nr_banks; i++) {
		size_t size = pcr_algo_size(quote->banks[i].algo);

		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			int err;

			if (!(quote->banks[i].pcrs & 1U << pcr))
				continue;
			if (left < size)
				return -EINVAL;
			err = pcr_set(&input->values, quote->banks[i].algo,
				      pcr, data, reason);
			if (err)
				return err;
			data += size;
			left -= size;
		}
	}
	return left ? -EINVAL : 0;
}

static size_t bare_size(const struct quote *quote)
{
	size_t i, size = 0;

	for (i = 0; i < quote->nr_banks; i++)
		size += pcr_algo_size(quote->banks[i].algo) *
			(size_t)__builtin_popcount(quote->banks[i].pcrs);
	return size;
}

static bool read_pcrs_file(struct verify_input *input, const char *option)
{
	struct content content;
	struct reason reason;
	const char *path, *hint;
	struct stat st;
	char algo[16];
	int err;

	hint = pcr_option(option, algo, &path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return usable(path, pcr_read_dir(&input->values, path,
						 &reason), &reason);
	if (!read_file(path, &content))
		return false;
	/* Text is at least twice as long as the values are. */
	if (input->quoted && content.size &&
	    content.size == bare_size(&input->quote))
		err = bare_values(input, &content, &reason);
	else
		err = pcr_parse(&input->values, content.data, content.size,
				hint, &reason);
	free(content.data);
	return usable(path, err, &reason);
}

/* [ALGO:]PCR=HEX */
static bool read_start(struct verify_input *input, const char *option)
{
	const char *equals = strchr(option, '='), *colon;
	uint8_t value[LIST_DIGEST_MAX];
	struct words number, hex;
	struct reason reason;
	char algo[16] = "";
	uint64_t pcr;
	size_t size;

	if (!equals)
		goto malformed;
	number = (struct words){ option, equals };
	colon = memchr(option, ':', words_size(&number));
	if (colon) {
		if ((size_t)(colon - option) >= sizeof(algo))
			goto malformed;
		memcpy(algo, option, (size_t)(colon - option));
		number.p = colon + 1;
	}
	hex = (struct words){ equals + 1, option + strlen(option) };
	if (!words_number(&number, &pcr) || pcr >= TPM_PCRS ||
	    !words_hex(&hex, value, sizeof(value), &size))
		goto malformed;
	if (!colon)
		strcpy(algo, size == 20 ? "sha1" : size == 32 ? "sha256" :
		       size == 48 ? "sha384" : "sha512");
	if (pcr_algo_size(algo) != size)
		goto malformed;
	if (pcr_set(&input->start, algo, (unsigned int)pcr, value, &reason)) {
		complain("--start=%s: %s", option, reason.text);
		return false;
	}
	return true;
malformed:
	complain("--start=%s: it is written [ALGORITHM:]PCR=HEX", option);
	return false;
}

bool verify_input_read(struct verify_input *input,
		       const struct verify_arguments *arguments,
		       struct findings *findings)
{
	bool ok;
	size_t i;

	memset(input, 0, sizeof(*input));
	input->rules = RULES_INIT;
	ok = read_known(input, arguments) && read_rules(input, arguments) &&
	     read_quote(input, arguments, findings);
	for (i = 0; i < arguments->pcrs.count && ok; i++)
		ok = read_pcrs_file(input, arguments->pcrs.values[i]);
	for (i = 0; i < arguments->starts.count && ok; i++)
		ok = read_start(input, arguments->starts.values[i]);
	return ok;
}

void verify_input_free(struct verify_input *input)
{
	known_free(&input->known);
	rules_free(&input->rules);
}
