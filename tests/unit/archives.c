// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
#include <bzlib.h>
#include <check.h>
#include <endian.h>
#include <lz4.h>
#include <lzma.h>
#include <lzo/lzo1x.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "archives.h"

void add_bytes(struct joined *image, const void *bytes, size_t len)
{
	ck_assert_uint_le(len, sizeof(image->bytes) - image->len);
	memcpy(image->bytes + image->len, bytes, len);
	image->len += len;
}

void add_zeros(struct joined *image, size_t count)
{
	static const uint8_t zeros[4096];

	ck_assert_uint_le(count, sizeof(zeros));
	add_bytes(image, zeros, count);
}

void align_image(struct joined *image, size_t to)
{
	add_zeros(image, (to - image->len % to) % to);
}

static void add_header(struct joined *image, const char *magic,
		       const struct cpio_entry *entry, const char *name,
		       size_t body_len, unsigned int sum)
{
	char header[128];

	snprintf(header, sizeof(header),
		 "%s%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x",
		 magic, entry->ino, entry->mode, 0, 0, entry->nlink, 0,
		 body_len, entry->major, entry->minor, entry->rdev >> 20,
		 entry->rdev & 0xfffff, strlen(name) + 1, sum);
	add_bytes(image, header, 110);
	add_bytes(image, name, strlen(name) + 1);
	align_image(image, 4);
}

void add_entry_of(struct joined *image, const struct cpio_entry *header,
		  const char *name, const void *body, size_t body_len)
{
	add_header(image, "070701", header, name, body_len, 0);
	add_bytes(image, body, body_len);
	align_image(image, 4);
}

void add_entry(struct joined *image, unsigned int mode, const char *name,
	       const void *body, size_t body_len)
{
	const struct cpio_entry header = { .mode = mode, .ino = 1, .nlink = 1 };

	add_entry_of(image, &header, name, body, body_len);
}

void add_summed_entry(struct joined *image, unsigned int mode, const char *name,
		      const char *body, unsigned int sum)
{
	const struct cpio_entry header = { .mode = mode, .ino = 1, .nlink = 1 };

	add_header(image, "070702", &header, name, strlen(body), sum);
	add_bytes(image, body, strlen(body));
	align_image(image, 4);
}

void add_trailer(struct joined *image)
{
	add_entry(image, 0, "TRAILER!!!", "", 0);
}

void add_cpio(struct joined *image)
{
	add_entry(image, 0040755, "etc", "", 0);
	add_entry(image, 0100644, "etc/motd", "hello", 5);
	add_trailer(image);
}

void add_early(struct joined *image)
{
	add_entry(image, 0100644, "kernel/x86/microcode/GenuineIntel.bin",
		  "microcode", 9);
	add_trailer(image);
}

static size_t gzip(uint8_t *out, size_t room, const struct joined *in)
{
	z_stream strm = { 0 };
	size_t len;

	ck_assert_int_eq(deflateInit2(&strm, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
				      Z_DEFAULT_STRATEGY), Z_OK);
	strm.next_in = (Bytef *)in->bytes;
	strm.avail_in = in->len;
	strm.next_out = out;
	strm.avail_out = room;
	ck_assert_int_eq(deflate(&strm, Z_FINISH), Z_STREAM_END);
	len = room - strm.avail_out;
	deflateEnd(&strm);
	return len;
}

static size_t bzip2(uint8_t *out, size_t room, const struct joined *in)
{
	unsigned int len = room;

	ck_assert_int_eq(BZ2_bzBuffToBuffCompress((char *)out, &len,
						  (char *)in->bytes, in->len,
						  1, 0, 0), BZ_OK);
	return len;
}

static size_t lzma(uint8_t *out, size_t room, const struct joined *in)
{
	lzma_stream strm = LZMA_STREAM_INIT;
	lzma_options_lzma options;
	size_t len;

	ck_assert(!lzma_lzma_preset(&options, 0));
	ck_assert_int_eq(lzma_alone_encoder(&strm, &options), LZMA_OK);
	strm.next_in = in->bytes;
	strm.avail_in = in->len;
	strm.next_out = out;
	strm.avail_out = room;
	ck_assert_int_eq(lzma_code(&strm, LZMA_FINISH), LZMA_STREAM_END);
	len = room - strm.avail_out;
	lzma_end(&strm);
	return len;
}

static size_t xz(uint8_t *out, size_t room, const struct joined *in)
{
	size_t len = 0;

	ck_assert_int_eq(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL,
						 in->bytes, in->len, out, &len,
						 room), LZMA_OK);
	return len;
}

static uint8_t *put_be32(uint8_t *at, uint32_t value)
{
	value = htobe32(value);
	return mempcpy(at, &value, sizeof(value));
}

/* As lzop writes it: magic, versions, method, level, flags, mode, times. */
static size_t lzo(uint8_t *out, size_t room, const struct joined *in)
{
	static const uint8_t header[] = {
		0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n',
		0x10, 0x40, 0x20, 0xa0, 0x09, 0x40, 1, 5, 3, 0, 0, 1,
		0, 0, 0x81, 0xa4, 0, 0, 0, 0, 0, 0, 0, 0,
		4, 'n', 'a', 'm', 'e', 0, 0, 0, 0
	};
	static uint8_t work[LZO1X_1_MEM_COMPRESS];
	uint8_t *at = mempcpy(out, header, sizeof(header));
	lzo_uint len;

	ck_assert_uint_ge(room, sizeof(header) + in->len + in->len / 16 + 128);
	ck_assert_int_eq(lzo1x_1_compress(in->bytes, in->len, at + 12, &len,
					  work), LZO_E_OK);
	if (len >= in->len) {
		len = in->len;
		memcpy(at + 12, in->bytes, len);
	}
	at = put_be32(at, in->len);
	at = put_be32(at, len);
	at = put_be32(at, 0) + len;
	at = put_be32(at, 0);
	return at - out;
}

static size_t lz4(uint8_t *out, size_t room, const struct joined *in)
{
	static const uint8_t magic[] = { 0x02, 0x21, 0x4c, 0x18 };
	int len = LZ4_compress_default((const char *)in->bytes,
				       (char *)out + 8, in->len, room - 8);
	uint32_t size = htole32(len);

	ck_assert_int_gt(len, 0);
	memcpy(out, magic, 4);
	memcpy(out + 4, &size, 4);
	return len + 8;
}

static size_t zstd(uint8_t *out, size_t room, const struct joined *in)
{
	size_t len = ZSTD_compress(out, room, in->bytes, in->len, 1);

	ck_assert(!ZSTD_isError(len));
	return len;
}

void add_compressed(struct joined *image, enum initramfs_kind kind,
		    const struct joined *content)
{
	static size_t (*const compress_as[])(uint8_t *, size_t,
					     const struct joined *) = {
		[INITRAMFS_GZIP] = gzip, [INITRAMFS_BZIP2] = bzip2,
		[INITRAMFS_LZMA] = lzma, [INITRAMFS_XZ] = xz,
		[INITRAMFS_LZO] = lzo,	 [INITRAMFS_LZ4] = lz4,
		[INITRAMFS_ZSTD] = zstd,
	};

	image->len += compress_as[kind](image->bytes + image->len,
					sizeof(image->bytes) - image->len,
					content);
}

void add_archive(struct joined *image, enum initramfs_kind kind)
{
	static struct joined content;

	content.len = 0;
	add_cpio(&content);
	if (kind == INITRAMFS_CPIO)
		add_bytes(image, content.bytes, content.len);
	else
		add_compressed(image, kind, &content);
}

void add_bootconfig_of(struct joined *image, const char *text, uint32_t wrong)
{
	uint32_t footer[2] = { htole32(strlen(text)), 0 };
	size_t i;

	for (i = 0; text[i]; i++)
		footer[1] += (unsigned char)text[i];
	footer[1] = htole32(footer[1] + wrong);
	add_bytes(image, text, strlen(text));
	add_bytes(image, footer, sizeof(footer));
	add_bytes(image, "#BOOTCONFIG\n", 12);
}
