// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Reading measurement lists. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "convert.h"
#include "evidence/list.h"
#include "listmaker.h"
#include "unit.h"

static const char *const algos[] = { "sha1", "sha256", "sha384", "sha512" };
static struct reason reason;

#define END	{ 0, NULL, NULL, 0, 0 }

static const struct {
	const char *template;
	struct field fields[12];
} entries[] = {
	{ "ima-ng", { D("sha256:", 32), S("boot_aggregate"), END } },
	{ "ima-ng", { D("sha512:", 64), S("/a\nb\\\x1b\xff"), END } },
	{ "ima-sig", { D("sha1:", 20), S("/bin/x"), X(""), END } },
	{ "ima-sig", { D("sha1:", 20), S("/bin/x"), X("\x03\x02\x04"), END } },
	{ "ima-ngv2", { D("ima:sha256:", 32), S("/v2"), END } },
	{ "ima-sigv2", { D("verity:sha384:", 48), S("/v2"), X("\x06"), END } },
	{ "ima-buf", { D("sha256:", 32), S("kexec-cmdline"), X("a b"), END } },
	{ "ima-modsig", { D("sha256:", 32), S("/m"), X(""),
			  D("sha512:", 64), X("\x30\x82"), END } },
	{ "ima-modsig", { D("sha256:", 32), S("/n"), X(""), X(""), X(""),
			  END } },
	{ "evm-sig", { D("sha256:", 32), S("/e"), X("\x05\x01"),
		       S("security.ima|security.selinux"),
		       X("\x16\0\0\0\x20\0\0\0"), X("values"), U(4, 70000),
		       U(4, 0), U(2, 0104751), END } },
	{ "d-ng|n-ng", { D("sm3:", 32), S("/custom"), END } },
	{ "n-ng|buf|d-ng", { S("/x"), X("zz"), D("sha256:", 32), END } },
	{ "ima-ng", { D("sha256:", 32), S("/with blanks  "), END } },
	{ "ima-ng", { D("sha256:", 32), S(""), END } },
	{ "d|n", { X("0123456789abcdefghij"), S("/sha1"), END } },
	{ "n|d", { S("/md5"), X("0123456789abcdef"), END } },
};

/* The first ones, and the last that a rule can name. */
static uint32_t pcr_of(size_t entry)
{
	return entry == 3 ? 63 : (uint32_t)entry;
}

/* Each kind of entry; the template data of each go to @data. */
static void make_all(struct maker *m, struct buffer *data)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		make(m, pcr_of(i), entries[i].template, entries[i].fields,
		     i == 4);
		put(data, m->data.data, m->data.size);
	}
	make_ima(m, 10, "/old");
	put(data, m->data.data, m->data.size);
}

static void check_all(const struct buffer *bytes, const struct buffer *data)
{
	size_t n = 0, at = 0;
	struct list list;

	ck_assert_msg(!list_parse(&list, bytes->data, bytes->size, &reason),
		      "%s", reason.text);
	while (n < list.nr) {
		const struct list_entry e = list.entries[n];

		ck_assert_uint_eq(e.index, n);
		ck_assert_uint_eq(e.pcr, n < ARRAY_SIZE(entries) ? pcr_of(n) :
					 10);
		ck_assert_int_eq(e.violation, n == 4);
		ck_assert(e.decoded);
		ck_assert_uint_le(at + e.data.size, data->size);
		ck_assert_mem_eq(e.data.data, data->data + at, e.data.size);
		at += e.data.size;
		switch (n++) {
		case 1:
			ck_assert(bytes_are(e.algo, "sha512"));
			ck_assert_uint_eq(e.file_digest.size, 64);
			ck_assert(bytes_are(e.name, "/a\nb\\\x1b\xff"));
			break;
		case 5:
			ck_assert(bytes_are(e.algo, "sha384"));
			break;
		case 6:
			ck_assert(bytes_are(e.buf, "a b"));
			break;
		case 11:
			ck_assert(bytes_are(e.name, "/x"));
			ck_assert(bytes_are(e.buf, "zz"));
			break;
		case 12:
			ck_assert(bytes_are(e.name, "/with blanks  "));
			break;
		case 14:
			ck_assert(bytes_are(e.algo, "sha1"));
			break;
		case 15:
			ck_assert(bytes_are(e.algo, "md5"));
			break;
		case 16:
			ck_assert(bytes_are(e.name, "/old"));
			ck_assert(bytes_are(e.algo, "sha1"));
			ck_assert_uint_eq(e.data.size, 276);
			break;
		}
	}
	ck_assert_uint_eq(n, ARRAY_SIZE(entries) + 1);
	ck_assert_uint_eq(at, data->size);
	list_free(&list);
}

/* What a list is converted to. */
static struct buffer convert(const struct buffer *from, enum list_format format)
{
	struct buffer to = { NULL, 0 };
	FILE *out = open_memstream((char **)&to.data, &to.size);
	struct list l;

	ck_assert_int_eq(list_parse(&l, from->data, from->size, &reason), 0);
	ck_assert_int_eq(convert_list(&l, format, out, &reason), 0);
	fclose(out);
	list_free(&l);
	return to;
}

/* All forms, all digest sizes, both byte orders; and one from another. */
START_TEST(all_forms)
{
	struct maker m = { .algo = algos[_i % 4], .big = _i >= 4 };
	struct buffer data = { NULL, 0 }, cel, back;

	make_all(&m, &data);
	check_all(&m.binary, &data);
	check_all(&m.ascii, &data);
	cel = convert(&m.binary, CEL_JSON);
	check_all(&cel, &data);
	back = convert(&cel, BINARY);
	ck_assert_uint_eq(back.size, m.binary.size);
	ck_assert_mem_eq(back.data, m.binary.data, back.size);
	free(back.data);
	back = convert(&m.ascii, BINARY);
	ck_assert_uint_eq(back.size, m.binary.size);
	ck_assert_mem_eq(back.data, m.binary.data, back.size);
	free(back.data);
	free(cel.data);
	free(data.data);
	maker_free(&m);
}
END_TEST

/* Cut anywhere but between entries, a list is refused, at the right entry. */
static void check_cuts(const struct buffer *list, const size_t *starts,
		       size_t nr, size_t newlines)
{
	size_t cut, whole = 0, in_name = 0;

	for (cut = 0; cut < list->size; cut++) {
		/* Of that size, so that the sanitizers see the end. */
		uint8_t *copy = malloc(cut + !cut);
		char where[64];
		struct list l;
		int ret;

		/* No different from an altered entry, see list_next(). */
		if (newlines && cut && cut != starts[whole] && list->data[cut - 1] == '\n' &&
		    (whole + 1 == nr || cut != starts[whole + 1])) {
			free(copy);
			in_name++;
			continue;
		}
		while (whole + 1 < nr && starts[whole + 1] <= cut)
			whole++;
		memcpy(copy, list->data, cut);
		ret = list_parse(&l, copy, cut, &reason);
		/* Nothing but its newline is missing. */
		if (newlines && list->data[cut] == '\n' && l.nr == whole + 1) {
			ck_assert_int_eq(ret, 0);
			ck_assert_uint_eq(cut + 1, whole + 1 < nr ?
					  starts[whole + 1] : list->size);
			list_free(&l);
			free(copy);
			continue;
		}
		ck_assert_msg(l.nr == whole, "cut at %zu: %zu entries instead of %zu",
			      cut, l.nr, whole);
		if (cut == starts[whole]) {
			ck_assert_int_eq(ret, 0);
		} else {
			ck_assert_int_eq(ret, -EINVAL);
			snprintf(where, sizeof(where), "entry %zu, at byte %zu: ",
				 whole + 1, starts[whole]);
			ck_assert_msg(!strncmp(reason.text, where,
					       strlen(where)),
				      "cut at %zu: %s", cut, reason.text);
			ck_assert_has(reason.text, "ends in the middle");
		}
		list_free(&l);
		free(copy);
	}
	ck_assert_uint_eq(in_name, newlines);
}

START_TEST(cuts)
{
	struct maker m = { .algo = algos[_i % 4], .big = _i >= 4 };
	struct buffer data = { NULL, 0 }, cel;
	size_t starts[64], i, cut;
	struct list l;

	make_all(&m, &data);
	check_cuts(&m.binary, m.starts, m.nr, 0);
	check_cuts(&m.ascii, m.ascii_starts, m.nr, 1);
	cel = convert(&m.binary, CEL_JSON);
	for (i = 0; i < m.nr; i++) {
		const uint8_t *line = i ? memchr(cel.data + starts[i - 1], '\n',
						 cel.size - starts[i - 1]) :
				      cel.data + 1;

		starts[i] = (size_t)(line + 1 - cel.data);
	}
	/* Without the end of the array, and with nothing but its start. */
	for (cut = starts[0]; cut < cel.size - 2; cut++) {
		size_t n = 0;

		while (n < m.nr && cut >= (n + 1 < m.nr ? starts[n + 1] - 2 :
					   cel.size - 3))
			n++;
		ck_assert_int_eq(list_parse(&l, cel.data, cut, &reason),
				 -EINVAL);
		ck_assert_uint_eq(l.nr, n);
		ck_assert_has(reason.text, "ends in the middle");
		list_free(&l);
	}
	free(cel.data);
	free(data.data);
	maker_free(&m);
}
END_TEST

/* As other programs save text, and mail it. */
START_TEST(line_ends)
{
	struct maker m = { .algo = algos[_i % 4], .big = _i >= 4 };
	struct buffer text = { NULL, 0 };
	struct list l, other;
	size_t i, next = 1;

	make_plain(&m, "/with a newline\nin it");
	make_plain(&m, "/with a return\r");
	make_plain(&m, "/last");
	for (i = 0; i < m.ascii.size; i++) {
		bool ends = i + 1 == (next < m.nr ? m.ascii_starts[next] :
				      m.ascii.size);

		next += ends;
		if (ends)
			put(&text, "\r", 1);
		put(&text, &m.ascii.data[i], 1);
	}
	ck_assert_int_eq(list_parse(&l, m.ascii.data, m.ascii.size, &reason),
			 0);
	/* And without the last newline, or without both. */
	for (i = 0; i < 3; i++) {
		ck_assert_int_eq(list_parse(&other, text.data, text.size - i,
					    &reason), 0);
		ck_assert_uint_eq(other.nr, 3);
		for (next = 0; next < 3; next++)
			ck_assert(l.entries[next].data.size ==
				  other.entries[next].data.size &&
				  !memcmp(l.entries[next].data.data,
					  other.entries[next].data.data,
					  l.entries[next].data.size));
		list_free(&other);
	}
	ck_assert_int_eq(list_parse(&other, text.data, text.size - 3, &reason),
			 -EINVAL);
	list_free(&other);
	list_free(&l);
	free(text.data);
	maker_free(&m);
}
END_TEST

static int read_all(const void *data, size_t size, size_t *n)
{
	struct list l;
	int ret = list_parse(&l, data, size, &reason);

	*n = l.nr;
	list_free(&l);
	return ret;
}

#define SHA1	"{\"hashAlg\":\"sha1\",\"digest\":" \
	"\"00112233445566778899aabbccddeeff00112233\"}"
#define RECORD(recnum, pcr, digests, type) \
	"{" recnum "\"pcr\":" pcr ",\"digests\":[" digests "]," \
	"\"content_type\":" type ",\"content\":{\"template_name\":\"ima-ng\"," \
	"\"template_data\":\"1a000000736861313a00" \
	"00112233445566778899aabbccddeeff0011223303000000" "2f6100\"}}"
#define ENTRY(recnum)	RECORD("\"recnum\":" recnum ",", "10", SHA1, \
			       "\"ima_template\"")
#define FIRMWARE	RECORD("", "0", SHA1, "\"pcclient_std\"")

/* CEL-JSON as others write it, and what is none. */
START_TEST(cel_forms)
{
	static const struct {
		const char *text;
		size_t nr;
		const char *reason;
	} forms[] = {
		{ "[" ENTRY("0") "," ENTRY("1") "]", 2, NULL },
		{ " \r\n[ " ENTRY("5") "\t]\n", 1, NULL },
		{ ENTRY("0") "\n" ENTRY("1"), 2, NULL },
		{ "\x1e" ENTRY("0") "\n\x1e" ENTRY("1") "\n", 2, NULL },
		{ FIRMWARE FIRMWARE ENTRY("7"), 1, NULL },
		{ RECORD("", "10", SHA1, "7"), 1, NULL },
		{ RECORD("", "10", "{\"hashAlg\":4,\"digest\":\"00112233445566"
			 "778899aabbccddeeff00112233\"}", "7"), 1, NULL },
		{ RECORD("", "10", "{\"hashAlg\":\"sm3_256\",\"digest\":"
			 "\"1111111111111111111111111111111111111111"
			 "111111111111111111111111\"}," SHA1, "7"), 1, NULL },
		{ "[]", 0, NULL },
		{ ENTRY("0") ENTRY("0"), 1, "entry 2, at byte 264: its recnum" },
		{ "[" ENTRY("0") ",", 1, "ends in the middle of the array" },
		{ "[" ENTRY("0"), 1, "ends in the middle of the array" },
		{ "[" ENTRY("0") "] 1", 1, "data behind" },
		{ ENTRY("0") "]", 1, "unexpected character" },
		{ "[1]", 0, "not an object" },
		{ "[null]", 0, "not an object" },
		{ "{}", 0, "no content_type" },
		{ RECORD("", "64", SHA1, "7"), 0, "there is no PCR 64" },
		{ RECORD("", "-1", SHA1, "7"), 0, "pcr, digests" },
		{ RECORD("", "10", "", "7"), 0, "pcr, digests" },
		{ RECORD("", "10", "1," "{\"hashAlg\":5,\"digest\":\"00112233"
			 "445566778899aabbccddeeff00112233\"}", "7"), 0,
		  "pcr, digests" },
	};
	const char *text = forms[_i].text;
	struct list l;
	int err;

	ck_assert_uint_lt(_i, ARRAY_SIZE(forms));
	err = list_parse(&l, text, strlen(text), &reason);
	ck_assert_int_eq(err, forms[_i].reason ? -EINVAL : 0);
	if (err)
		ck_assert_has(reason.text, forms[_i].reason);
	ck_assert_uint_eq(l.nr, forms[_i].nr);
	if (l.nr) {
		ck_assert(bytes_are(l.entries[0].name, "/a"));
		ck_assert_uint_eq(l.entries[0].digest.size, 20);
		ck_assert_uint_eq(l.entries[0].digest.data[1], 0x11);
	}
	list_free(&l);
}
END_TEST

/* A name that is made to look like an end and another entry. */
START_TEST(forged_line)
{
	struct maker m = { .algo = "sha256" }, forged = { .algo = "sha256" };
	char name[4096] = "";
	struct list l;
	int i;

	/* At the beginning of the name, behind it, and again and again. */
	make_plain(&forged, "/bin/good");
	put(&forged.ascii, "x", 2);
	for (i = 0; _i && i < (_i == 1 ? 1 : 12); i++) {
		strcat(name, "some words\n");
		strcat(name, (char *)forged.ascii.data);
	}
	if (!_i)
		strcpy(name, (char *)forged.ascii.data);
	make_plain(&m, "first");
	make_plain(&m, name);
	make_plain(&m, "last");
	ck_assert_int_eq(list_parse(&l, m.ascii.data, m.ascii.size, &reason),
			 0);
	ck_assert_uint_eq(l.nr, 3);
	ck_assert(bytes_are(l.entries[1].name, name));
	ck_assert(bytes_are(l.entries[2].name, "last"));
	list_free(&l);
	maker_free(&m);
	maker_free(&forged);
}
END_TEST

/* What an entry that was altered says is shown, as one entry. */
START_TEST(altered_ascii)
{
	struct maker m = { .algo = "sha256" };
	size_t n;

	make_plain(&m, "first");
	make_plain(&m, "new\nline");
	make_plain(&m, "last");
	m.ascii.data[m.ascii_starts[2] - 2] ^= 1;
	ck_assert_int_eq(read_all(m.ascii.data, m.ascii.size, &n), 0);
	ck_assert_uint_eq(n, 3);
	maker_free(&m);
}
END_TEST

START_TEST(huge_lengths)
{
	static const uint8_t huge[] = { 0xff, 0xff, 0xff, 0xff };
	static const uint8_t large[] = { 0x00, 0x00, 0xf0, 0x00 };
	struct maker m = { .algo = "sha256" };
	uint8_t *entry;
	size_t n;

	make_plain(&m, "first");
	make_plain(&m, "second");
	entry = m.binary.data + m.starts[1];
	memcpy(entry + 46, huge, 4);		/* of the template data */
	ck_assert_int_eq(read_all(m.binary.data, m.binary.size, &n), -EINVAL);
	ck_assert_uint_eq(n, 1);
	ck_assert_has(reason.text, "4294967295 bytes");
	memcpy(entry + 46, large, 4);
	ck_assert_int_eq(read_all(m.binary.data, m.binary.size, &n), -EINVAL);
	ck_assert_has(reason.text, "ends in the middle");
	memcpy(entry + 36, huge, 4);		/* of the template's name */
	ck_assert_int_eq(read_all(m.binary.data, m.binary.size, &n), -EINVAL);
	memcpy(entry, huge, 4);			/* PCR */
	ck_assert_int_eq(read_all(m.binary.data, m.binary.size, &n), -EINVAL);
	ck_assert_has(reason.text, "no PCR 4294967295");
	maker_free(&m);
}
END_TEST

/* Every single length and every byte of a field's form counts. */
START_TEST(field_forms)
{
	static const struct field bad[][4] = {
		{ X("sha256"), S("x"), END },
		{ X(":\0aaaa"), S("x"), END },
		{ X("sha256\0aaaa"), S("x"), END },
		{ X(""), S("x"), END },
		{ D("sha256:", 32), X("no nul"), END },
		{ D("sha256:", 32), X("a nul\0within\0"), END },
		{ D("sha256:", 32), X(""), END },
		{ D("sha256:", 32), END },
		{ D("sha256:", 32), S("x"), X("more"), END },
		{ D("sha 256:", 32), S("x"), END },
	};
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct maker m = { .algo = "sha1" };

		make_plain(&m, "first");
		make(&m, 10, "ima-ng", bad[i], false);
		ck_assert_msg(read_all(m.binary.data, m.binary.size, &n) ==
			      -EINVAL && n == 1, "case %zu", i);
		maker_free(&m);
	}
}
END_TEST

/* "d" has no name of an algorithm, "d-ngv2" has two. */
START_TEST(digest_forms)
{
	static const struct {
		const char *template;
		struct field fields[3];
	} bad[] = {
		{ "d|n", { X("17 bytes of digest"), S("x"), END } },
		{ "d|n", { D("sha1:", 20), S("x"), END } },
		{ "ima-ngv2", { D("sha256:", 32), S("x"), END } },
		{ "ima-ngv2", { D("evm:sha256:", 32), S("x"), END } },
	};
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct maker m = { .algo = "sha1" };

		make_plain(&m, "first");
		make(&m, 10, bad[i].template, bad[i].fields, false);
		ck_assert_msg(read_all(m.binary.data, m.binary.size, &n) ==
			      -EINVAL && n == 1, "case %zu", i);
		ck_assert_has(reason.text, "is malformed");
		maker_free(&m);
	}
}
END_TEST

/* "ima" has a name with a length in front and nothing behind it. */
START_TEST(ima_names)
{
	struct maker m = { .algo = "sha1" };
	uint8_t *size, zeros[256] = { 0 };
	size_t n;

	make_plain(&m, "first");
	make_ima(&m, 10, "/x");
	put(&m.binary, zeros, sizeof(zeros));
	size = m.binary.data + m.starts[1] + 51;
	ck_assert_uint_eq(*size, 2);
	size[0] = 0;
	size[1] = 1;
	ck_assert_int_eq(read_all(m.binary.data, m.binary.size, &n), -EINVAL);
	ck_assert_uint_eq(n, 1);
	ck_assert_has(reason.text, "256 bytes, maximum 255");
	size[0] = 3;
	size[1] = 0;
	ck_assert_int_eq(read_all(m.binary.data, m.binary.size, &n), -EINVAL);
	ck_assert_uint_eq(n, 1);
	ck_assert_has(reason.text, "NUL");
	maker_free(&m);
}
END_TEST

/* A line that says what no entry can. */
START_TEST(ascii_forms)
{
	static const struct {
		const char *fields, *why;
	} bad[] = {
		{ " x y", "missing template name" },
		{ "ima-ng", "missing template name" },
		{ "ima-ng sha256:11", "do not match its template" },
		{ "ima-ng sha256 /x", "field 1" },
		{ "ima-ng sha256:1 /x", "field 1" },
		{ "ima-ng sha256:1x /x", "field 1" },
		{ "ima-ng sha:256:11 /x", "field d-ng" },
		{ "ima-ngv2 sha256:11 /x", "field d-ngv2" },
		{ "d|n 1122 /x", "field d " },
		{ "ima-buf sha256:11 /x 1", "field 3" },
		{ "ima-modsig sha256:11 /x  sha256 30", "field 4" },
		{ "evm-sig sha256:11 /x 05 a 16 76 x 0 0", "field 7" },
		{ "evm-sig sha256:11 /x 05 a 16 76 0 -1 0", "field 8" },
		{ "evm-sig sha256:11 /x 05 a 16 76 0 0 65536", "field 9" },
		{ "ima 1x /x", "template ima" },
		{ "ima 112233 /x", "template ima" },
		{ "ima 112233445566778899001122334455667788990011 /x",
		  "template ima" },
	};
	static const char head[] =
		"10 1111111111111111111111111111111111111111 ";
	char line[512], name[257];
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		sprintf(line, "%s%s\n", head, bad[i].fields);
		ck_assert_msg(read_all(line, strlen(line), &n) == -EINVAL &&
			      !n, "%s", line);
		ck_assert_msg(strstr(reason.text, bad[i].why),
			      "%s\"%s\" lacks \"%s\"", line, reason.text,
			      bad[i].why);
	}
	memset(name, 'x', 256);
	name[256] = '\0';
	for (i = 0; i < 2; i++) {
		sprintf(line, "%sima %040d %s\n", head, 0, name + i);
		ck_assert_int_eq(read_all(line, strlen(line), &n),
				 i ? 0 : -EINVAL);
		ck_assert_uint_eq(n, i);
	}
}
END_TEST

START_TEST(unknown_template)
{
	static const struct field fields[] = { X("what"), X("ever"), END };
	struct maker m = { .algo = "sha256" };
	struct list l;
	size_t n;

	make(&m, 10, "ima-next", fields, false);
	ck_assert_int_eq(list_parse(&l, m.binary.data, m.binary.size, &reason),
			 0);
	ck_assert(!l.entries[0].decoded);
	ck_assert_mem_eq(l.entries[0].data.data, m.data.data, m.data.size);
	list_free(&l);
	ck_assert_int_eq(read_all(m.ascii.data, m.ascii.size, &n), -EINVAL);
	ck_assert_has(reason.text, "unknown template \"ima-next\"");
	maker_free(&m);
}
END_TEST

START_TEST(no_list)
{
	static const char *const texts[] = {
		"hello\n", "10 abc ima-ng x y\n", "\177ELF............",
		"64 0000000000000000000000000000000000000000 ima-ng sha1:00 /x\n",
	};
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		ck_assert_int_eq(read_all(texts[i], strlen(texts[i]), &n),
				 -EINVAL);
	ck_assert_int_eq(read_all("", 0, &n), 0);
}
END_TEST

/* Pieces of either form are one list; a pipe will do. */
START_TEST(pieces)
{
	struct maker a = { .algo = "sha1" }, b = { .algo = "sha256" };
	char paths[3][512];
	const char *list[4];
	struct list l;
	int pipes[2], i;
	FILE *file;

	make_plain(&a, "1");
	make_plain(&a, "2");
	make_plain(&b, "3");
	for (i = 0; i < 3; i++) {
		const struct buffer *buffer = i == 0 ? &a.binary : &b.ascii;

		snprintf(paths[i], sizeof(paths[i]), "%s/%d", test_dir(), i);
		file = fopen(paths[i], "w");
		if (i != 1)
			fwrite(buffer->data, 1, buffer->size, file);
		fclose(file);
		list[i] = paths[i];
	}
	ck_assert_int_eq(pipe(pipes), 0);
	ck_assert_int_eq(write(pipes[1], a.ascii.data, a.ascii.size),
			 a.ascii.size);
	close(pipes[1]);
	snprintf(paths[1], sizeof(paths[1]), "/dev/fd/%d", pipes[0]);
	list[3] = paths[1];
	snprintf(paths[1] + 256, 200, "%s/1", test_dir());
	list[1] = paths[1] + 256;

	ck_assert_int_eq(list_read(&l, list, 4, &reason), 0);
	ck_assert_uint_eq(l.nr, 5);
	ck_assert_uint_eq(l.nr_pieces, 4);
	ck_assert_str_eq(l.path, list[3]);
	for (i = 0; i < 5; i++) {
		ck_assert_uint_eq(l.entries[i].index, i);
		ck_assert_int_eq(l.entries[i].name.data[0], "12312"[i]);
	}
	list_free(&l);
	close(pipes[0]);
	/* What was read before a failure stays. */
	list[1] = "/nonexistent";
	ck_assert_int_eq(list_read(&l, list, 3, &reason), -ENOENT);
	ck_assert_uint_eq(l.nr, 2);
	ck_assert_uint_eq(l.nr_pieces, 1);
	ck_assert_str_eq(l.path, list[1]);
	list_free(&l);
	ck_assert_int_eq(list_read(&l, list + 1, 1, &reason), -ENOENT);
	ck_assert_uint_eq(l.nr_pieces, 0);
	list_free(&l);
	maker_free(&a);
	maker_free(&b);
	for (i = 0; i < 3; i++) {
		snprintf(paths[0], sizeof(paths[0]), "%s/%d", test_dir(), i);
		unlink(paths[0]);
	}
}
END_TEST

/* The lists of a guest: one list in two forms and two banks. */
START_TEST(from_guest)
{
	static const char *const paths[] = {
		"tests/unit/lists/binary-sha1", "tests/unit/lists/ascii-sha1",
		"tests/unit/lists/binary-sha256",
		"tests/unit/lists/ascii-sha256",
	};
	size_t i, n, violations = 0;
	struct list l[4];

	for (i = 0; i < 4; i++) {
		ck_assert_msg(!list_read(&l[i], &paths[i], 1, &reason),
			      "%s: %s", paths[i], reason.text);
		ck_assert_uint_eq(l[i].nr, l[0].nr);
	}
	for (n = 0; n < l[0].nr; n++) {
		const struct list_entry *first = &l[0].entries[n];

		violations += first->violation;
		for (i = 1; i < 4; i++) {
			const struct list_entry *e = &l[i].entries[n];

			ck_assert_uint_eq(e->pcr, first->pcr);
			ck_assert_uint_eq(e->data.size, first->data.size);
			ck_assert_mem_eq(e->data.data, first->data.data,
					 first->data.size);
			ck_assert_uint_eq(e->name.size, first->name.size);
			ck_assert_int_eq(e->violation, first->violation);
		}
	}
	ck_assert_uint_eq(n, 48);
	ck_assert_uint_eq(violations, 2);
	for (i = 0; i < 4; i++)
		list_free(&l[i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("list");
	TCase *forms = tcase(suite, "forms"), *bad = tcase(suite, "bad");

	tcase_add_loop_test(forms, all_forms, 0, 8);
	tcase_add_loop_test(forms, forged_line, 0, 3);
	tcase_add_test(forms, altered_ascii);
	tcase_add_test(forms, unknown_template);
	tcase_add_test(forms, pieces);
	tcase_add_test(forms, from_guest);
	tcase_add_loop_test(bad, cuts, 0, 8);
	tcase_add_loop_test(bad, line_ends, 0, 8);
	tcase_add_loop_test(bad, cel_forms, 0, 21);
	tcase_add_test(bad, huge_lengths);
	tcase_add_test(bad, field_forms);
	tcase_add_test(bad, digest_forms);
	tcase_add_test(bad, ima_names);
	tcase_add_test(bad, ascii_forms);
	tcase_add_test(bad, no_list);
	return run_tests(suite);
}
