// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Values of PCRs, from text. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pcrs.h"
#include "shared/util.h"
#include "template.h"

uint32_t pcrs_told(const struct pcr_values *values)
{
	uint32_t pcrs = 0;
	size_t i;

	for (i = 0; i < NR_BANKS; i++)
		pcrs |= values->banks[i].known;
	return pcrs;
}

const char *pcrs_text(uint32_t pcrs, char text[128])
{
	char *out = text;
	unsigned int pcr, last;

	strcpy(text, "none");
	for (pcr = 0; pcr < TPM_PCRS; pcr = last + 1) {
		last = pcr;
		if (!(pcrs & 1U << pcr))
			continue;
		while (last + 1 < TPM_PCRS && pcrs & 1U << (last + 1))
			last++;
		out += sprintf(out, "%s%u", out == text ? "" : ", ", pcr);
		if (last > pcr)
			out += sprintf(out, "-%u", last);
	}
	return text;
}

int pcr_set(struct pcr_values *values, enum bank bank, unsigned int pcr,
	    const uint8_t *value, struct reason *reason)
{
	struct pcr_bank *to = &values->banks[bank];
	size_t size = bank_types[bank].size;

	if (to->known & 1U << pcr && memcmp(to->value[pcr], value, size))
		return because(reason, -EEXIST,
			       "%s PCR %u has another value already",
			       bank_types[bank].name, pcr);
	memcpy(to->value[pcr], value, size);
	to->known |= 1U << pcr;
	return 0;
}

/* Hex digits up to the end of the line, with blanks between them or not. */
static bool hex_value(struct bytes line, uint8_t *value, size_t *size)
{
	uint8_t digits[2 * DIGEST_SIZE_MAX];
	size_t i, n = 0;

	if (!bytes_prefix(&line, "0x"))
		bytes_prefix(&line, "0X");
	for (i = 0; i < line.size; i++) {
		if (memchr(" \t\r", line.data[i], 3))
			continue;
		if (n == sizeof(digits))
			return false;
		digits[n++] = line.data[i];
	}
	return words_hex((struct bytes){ digits, n }, value, DIGEST_SIZE_MAX,
			 size);
}

/* A text that is being read. */
struct text {
	struct pcr_values *values;
	int hint;			/* the bank, or -1 to go by size */
	bool skip;			/* the bank is unknown */
	size_t count;			/* values so far */
};

/* The bank of the values that follow. */
static bool bank_line(struct text *text, struct bytes name)
{
	text->hint = bank_by_name(name);
	text->skip = text->hint < 0;
	return name.size && name.size < 16;
}

static int value_line(struct text *text, unsigned int pcr,
		      struct bytes hex, struct reason *reason)
{
	uint8_t value[DIGEST_SIZE_MAX];
	int bank = text->hint;
	size_t size;

	if (text->skip)
		return 0;
	if (!hex_value(hex, value, &size))
		return because(reason, -EINVAL, "the value is not hexadecimal");
	if (bank < 0)
		bank = bank_by_size(size);
	if (bank < 0 || bank_types[bank].size != size)
		return because(reason, -EINVAL,
			       "a value of %zu bytes is none of %s", size,
			       bank < 0 ? "any bank" : bank_types[bank].name);
	text->count++;
	return pcr_set(text->values, (enum bank)bank, pcr, value, reason);
}

/* "PCR-04: HEX", " 4 : 0xHEX" or "sha256:" */
static int text_line(void *to, struct bytes line, struct reason *reason)
{
	struct bytes key;
	uint64_t pcr;

	while (line.size && memchr("\r ", line.data[line.size - 1], 2))
		line.size--;
	words_skip_blanks(&line);
	if (!line.size || *line.data == '#' || bytes_are(line, "pcrs:"))
		return 0;
	if (!bytes_cut(&line, ':', &key))
		goto malformed;
	words_skip_blanks(&line);
	while (key.size && memchr(" \t", key.data[key.size - 1], 2))
		key.size--;
	if (bytes_prefix(&key, "PCR-") ||
	    (key.size && isdigit(*key.data))) {
		if (key.size == 2)
			bytes_prefix(&key, "0");
		if (words_number(key, &pcr) && pcr < TPM_PCRS)
			return value_line(to, (unsigned int)pcr, line, reason);
	} else if (!line.size && bank_line(to, key)) {
		return 0;
	}
malformed:
	return because(reason, -EINVAL,
		       "expected \"PCR-10: HEX\", or the output of tpm2_pcrread");
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
	return template_u32(p, false);
}

static uint16_t le16(const uint8_t *p)
{
	return (uint16_t)(p[1] << 8 | p[0]);
}

static bool is_serialized(struct bytes file)
{
	return file.size >= SELECTION_LIST + 4 && le32(file.data) &&
	       le32(file.data) <= SELECTIONS &&
	       file.size == SELECTION_LIST + 4 + DIGEST_LIST *
	       (size_t)le32(file.data + SELECTION_LIST);
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
	const uint8_t *value, *lists = data + SELECTION_LIST + 4;
	size_t i, number = 0;
	int err = 0;

	for (i = 0; i < le32(data) * TPM_PCRS && !err; i++) {
		const uint8_t *selection = data + 4 + i / TPM_PCRS *
					   SELECTION_SIZE;
		unsigned int pcr = i % TPM_PCRS;
		int bank = bank_by_id(le16(selection));

		if (selection[2] > 4)
			return because(reason, -EINVAL,
				       "the selection of PCRs is malformed");
		if (pcr / 8 >= selection[2] ||
		    !(selection[3 + pcr / 8] & 1 << pcr % 8))
			continue;
		if (bank < 0)
			return because(reason, -EOPNOTSUPP,
				       "unknown bank algorithm");
		value = serialized_digest(lists, le32(lists - 4), number++,
					  bank_types[bank].size);
		err = value ? pcr_set(values, (enum bank)bank, pcr, value,
				      reason) :
		      because(reason, -EINVAL, "missing value of %s PCR %u",
			      bank_types[bank].name, pcr);
	}
	return err;
}

int pcr_parse(struct pcr_values *values, struct bytes file, int hint,
	      struct reason *reason)
{
	struct text text = { .values = values, .hint = hint };
	int err;

	if (is_serialized(file))
		return parse_serialized(values, file.data, reason);
	err = words_each_line(file, &text, text_line, reason);
	return err || text.count ? err :
	       because(reason, -EINVAL, "no PCR values in it");
}

int pcr_read_dir(struct pcr_values *values, const char *dir,
		 struct reason *reason)
{
	char text[2 * DIGEST_SIZE_MAX + 2];	/* with a newline */
	uint8_t value[DIGEST_SIZE_MAX];
	size_t i, size, count = 0;

	for (i = 0; i < NR_BANKS * TPM_PCRS; i++) {
		enum bank bank = (enum bank)(i / TPM_PCRS);
		const struct bank_type *type = &bank_types[bank];
		unsigned int pcr = i % TPM_PCRS;
		char *path = xasprintf("%s/pcr-%s/%u", dir, type->kernel, pcr);
		int err = read_line(path, text, sizeof(text));

		free(path);
		if (err == -ENOENT)
			continue;
		if (err)
			return because(reason, err, "%s PCR %u: %s", type->name,
				       pcr, strerror(-err));
		if (!hex_value(bytes_of(text), value, &size) ||
		    size != type->size)
			return because(reason, -EINVAL,
				       "%s PCR %u: missing value", type->name,
				       pcr);
		err = pcr_set(values, bank, pcr, value, reason);
		if (err)
			return err;
		count++;
	}
	return count ? 0 : because(reason, -ENOENT,
				   "no PCR values in it; it takes a TPM 2.0 and Linux 5.12 or later");
}
