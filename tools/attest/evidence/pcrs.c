// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Values of PCRs, from text. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "pcrs.h"
#include "shared/util.h"
#include "words.h"

const struct pcr_bank *pcr_bank_find(const struct pcr_values *values,
				     const char *algo)
{
	size_t i;

	for (i = 0; i < values->nr; i++)
		if (!strcmp(values->banks[i].algo, algo))
			return &values->banks[i];
	return NULL;
}

bool pcr_is_told(const struct pcr_values *values, unsigned int pcr)
{
	size_t i;

	for (i = 0; i < values->nr; i++)
		if (values->banks[i].known & 1U << pcr)
			return true;
	return false;
}

int pcr_set(struct pcr_values *values, const char *algo, unsigned int pcr,
	    const uint8_t *value, struct reason *reason)
{
	size_t size = digest_bank_size(algo), i = 0;
	struct pcr_bank *bank;

	if (!size)
		return because(reason, -EOPNOTSUPP,
			       "unknown bank algorithm \"%.32s\"",
			       algo);
	if (pcr >= TPM_PCRS)
		return because(reason, -EINVAL, "there is no PCR %u", pcr);
	while (i < values->nr && strcmp(values->banks[i].algo, algo))
		i++;
	bank = &values->banks[i];
	if (i == values->nr) {
		*bank = (struct pcr_bank){ .size = size };
		strcpy(bank->algo, algo);
		values->nr++;
	}
	if (bank->known & 1U << pcr && memcmp(bank->value[pcr], value, size))
		return because(reason, -EEXIST,
			       "%s PCR %u has another value already", algo,
			       pcr);
	memcpy(bank->value[pcr], value, size);
	bank->known |= 1U << pcr;
	return 0;
}

/* Hex digits up to the end of the line, with blanks between them or not. */
static bool hex_value(const struct words *line, uint8_t *value, size_t *size)
{
	char digits[2 * LIST_DIGEST_MAX];
	struct words hex = { digits, digits };
	const char *p = line->p;

	if (line->end - p >= 2 && p[0] == '0' && (p[1] == 'x' || p[1] == 'X'))
		p += 2;
	for (; p < line->end; p++) {
		if (*p == ' ' || *p == '\t' || *p == '\r')
			continue;
		if ((size_t)(hex.end - digits) == sizeof(digits))
			return false;
		digits[hex.end - digits] = *p;
		hex.end++;
	}
	return words_hex(&hex, value, LIST_DIGEST_MAX, size);
}

/* "PCR-10", "10" or an algorithm, before a colon. */
struct key {
	bool is_pcr;
	uint64_t pcr;
	char algo[16];
};

static bool get_key(struct words *line, struct key *key)
{
	const char *colon;
	struct words word, number;

	words_skip_blanks(line);
	colon = memchr(line->p, ':', words_size(line));
	if (!colon)
		return false;
	word.p = line->p;
	word.end = colon;
	while (word.end > word.p && (word.end[-1] == ' ' ||
				     word.end[-1] == '\t'))
		word.end--;
	line->p = colon + 1;
	words_skip_blanks(line);

	number = word;
	key->is_pcr = words_prefix(&number, "PCR-") ||
		      (word.p < word.end && *word.p >= '0' && *word.p <= '9');
	if (key->is_pcr) {
		/* PCR-04 */
		if (words_size(&number) == 2 && *number.p == '0')
			number.p++;
		return words_number(&number, &key->pcr) &&
		       key->pcr < TPM_PCRS;
	}
	if (!words_size(&word) || words_size(&word) >= sizeof(key->algo))
		return false;
	memcpy(key->algo, word.p, words_size(&word));
	key->algo[words_size(&word)] = '\0';
	return line->p == line->end;
}

static int pcr_line(struct pcr_values *values, struct words line, char *bank,
		    const char *hint, size_t *count, struct reason *reason)
{
	uint8_t value[LIST_DIGEST_MAX];
	const char *algo;
	struct key key;
	size_t size;

	while (line.end > line.p && (line.end[-1] == '\r' ||
				     line.end[-1] == ' '))
		line.end--;
	words_skip_blanks(&line);
	if (line.p == line.end || *line.p == '#' || words_are(&line, "pcrs:"))
		return 0;
	if (!get_key(&line, &key))
		return because(reason, -EINVAL,
			       "expected \"PCR-10: HEX\", or the output of tpm2_pcrread");
	if (!key.is_pcr) {
		/* A bank of which nothing is to be read is no harm. */
		strcpy(bank, key.algo);
		return 0;
	}
	if (*bank && !digest_bank_size(bank))
		return 0;
	if (!hex_value(&line, value, &size))
		return because(reason, -EINVAL, "the value is not hexadecimal");
	algo = *bank ? bank : hint ? hint : digest_algo_by_size(size);
	if (!algo || digest_bank_size(algo) != size)
		return because(reason, -EINVAL,
			       "a value of %zu bytes is none of %s", size,
			       algo ? algo : "any bank");
	++*count;
	return pcr_set(values, algo, (unsigned int)key.pcr, value, reason);
}

static int parse_text(struct pcr_values *values, struct words text,
		      const char *hint, struct reason *reason)
{
	char bank[16] = "";
	size_t number = 0, count = 0;
	struct reason why;
	struct words line;
	int err;

	while (words_line(&text, &line)) {
		number++;
		err = pcr_line(values, line, bank, hint, &count, &why);
		if (err)
			return because(reason, err, "line %zu: %.200s", number,
				       why.text);
	}
	return count ? 0 : because(reason, -EINVAL, "no PCR values in it");
}

/*
 * tpm2-tools' "serialized" format: the structures TPML_PCR_SELECTION, u32 and
 * TPML_DIGEST... as they are in memory, with numbers in little endian.
 */
#define SELECTION_SIZE	8	/* u16 hash, u8 size, u8[4] select, padding */
#define SELECTIONS	16
#define SELECTION_LIST	(4 + SELECTIONS * SELECTION_SIZE)
#define DIGEST_SIZE	66	/* u16 size, u8[64] */
#define DIGESTS		8
#define DIGEST_LIST	(4 + DIGESTS * DIGEST_SIZE)

static uint32_t le32(const uint8_t *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

static uint16_t le16(const uint8_t *p)
{
	return (uint16_t)(p[1] << 8 | p[0]);
}

static bool is_serialized(const uint8_t *data, size_t size)
{
	return size >= SELECTION_LIST + 4 && data[0] && data[0] <= SELECTIONS &&
	       !data[1] && !data[2] && !data[3] &&
	       size == SELECTION_LIST + 4 +
	       (size_t)le32(data + SELECTION_LIST) * DIGEST_LIST;
}

/* The digest with that number, through all lists; NULL if there is none. */
static const uint8_t *serialized_digest(const uint8_t *lists, uint32_t nr_lists,
					size_t number, size_t want)
{
	uint32_t i;

	for (i = 0; i < nr_lists; i++) {
		const uint8_t *list = lists + (size_t)i * DIGEST_LIST;
		uint32_t count = le32(list);

		if (count > DIGESTS)
			return NULL;
		if (number < count) {
			const uint8_t *digest = list + 4 + number * DIGEST_SIZE;

			return le16(digest) == want ? digest + 2 : NULL;
		}
		number -= count;
	}
	return NULL;
}

static int parse_serialized(struct pcr_values *values, const uint8_t *data,
			    struct reason *reason)
{
	const uint8_t *lists = data + SELECTION_LIST + 4;
	uint32_t nr_lists = le32(data + SELECTION_LIST), i;
	size_t number = 0;
	unsigned int pcr;

	for (i = 0; i < le32(data); i++) {
		const uint8_t *selection = data + 4 + i * SELECTION_SIZE;
		const char *algo = digest_algo_of_bank(le16(selection));

		if (selection[2] > 4)
			return because(reason, -EINVAL,
				       "the selection of PCRs is malformed");
		for (pcr = 0; pcr < 8U * selection[2]; pcr++) {
			const uint8_t *value;
			int err;

			if (!(selection[3 + pcr / 8] & 1 << pcr % 8))
				continue;
			if (!algo)
				return because(reason, -EOPNOTSUPP,
					       "unknown bank algorithm");
			value = serialized_digest(lists, nr_lists, number++,
						  digest_bank_size(algo));
			if (!value)
				return because(reason, -EINVAL,
					       "missing value of %s PCR %u",
					       algo, pcr);
			err = pcr_set(values, algo, pcr, value, reason);
			if (err)
				return err;
		}
	}
	return 0;
}

int pcr_parse(struct pcr_values *values, const void *data, size_t size,
	      const char *algo, struct reason *reason)
{
	if (size && is_serialized(data, size))
		return parse_serialized(values, data, reason);
	return parse_text(values, (struct words){ data,
			  (const char *)data + size }, algo, reason);
}

/* A PCR of sysfs: hex digits and a newline.  -ENOENT if it is not there. */
static int read_value(struct pcr_values *values, const char *dir,
		      const char *algo, unsigned int pcr, struct reason *reason)
{
	/* hash_algo_name[] of the kernel, where it differs from the TPM's. */
	const char *name = strcmp(algo, "sm3_256") ? algo : "sm3";
	char *path = xasprintf("%s/pcr-%s/%u", dir, name, pcr);
	char text[2 * LIST_DIGEST_MAX + 2];
	int err = read_line(path, text, sizeof(text));
	struct words line = { text, text + (err ? 0 : strlen(text)) };
	uint8_t value[LIST_DIGEST_MAX];
	size_t size;

	free(path);
	if (err == -ENOENT)
		return err;
	if (err)
		return because(reason, err, "%s PCR %u: %s", algo, pcr,
			       strerror(-err));
	if (!hex_value(&line, value, &size) || size != digest_bank_size(algo))
		return because(reason, -EINVAL, "%s PCR %u: missing value",
			       algo, pcr);
	return pcr_set(values, algo, pcr, value, reason);
}

int pcr_read_dir(struct pcr_values *values, const char *dir,
		 struct reason *reason)
{
	static const char *const algos[] = {
		"sha1", "sha256", "sha384", "sha512", "sm3_256",
	};
	size_t i, count = 0;

	for (i = 0; i < sizeof(algos) / sizeof(algos[0]) * TPM_PCRS; i++) {
		int err = read_value(values, dir, algos[i / TPM_PCRS],
				     i % TPM_PCRS, reason);

		if (err && err != -ENOENT)
			return err;
		count += !err;
	}
	return count ? 0 : because(reason, -ENOENT,
				   "no PCR values in it; it takes a TPM 2.0 and Linux 5.12 or later");
}
