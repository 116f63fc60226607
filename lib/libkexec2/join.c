// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Join the parts of the initramfs as kexec_file_load2(2) does in the kernel,
 * in kernel/kexec_request.c, which has the reasons.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

#define ALIGNMENT	4
#define GAP		4
#define SIZE_LIMIT	((off_t)4 << 30)
#define CHUNK		16384

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL	0x0008U
#endif

#define SIG_MARKER	"~Module signature appended~\n"
#define SIG_PKCS7	2

/* struct module_signature, which stands before the marker. */
struct appended {
	uint8_t algo;
	uint8_t hash;
	uint8_t id_type;
	uint8_t signer_len;
	uint8_t key_id_len;
	uint8_t pad[3];
	uint32_t sig_len;	/* big endian */
	char marker[sizeof(SIG_MARKER) - 1];
};

_Static_assert(sizeof(struct appended) == 12 + sizeof(SIG_MARKER) - 1,
	       "no padding");

/* All of @size bytes at @offset, or -EIO for a file that has become shorter. */
static int read_all(int fd, void *buf, size_t size, off_t offset)
{
	char *to = buf;
	ssize_t n;

	while (size) {
		n = pread(fd, to, size, offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		to += n;
		size -= (size_t)n;
		offset += n;
	}
	return 0;
}

static int write_all(int fd, const void *buf, size_t size, off_t offset)
{
	const char *from = buf;
	ssize_t n;

	while (size) {
		n = pwrite(fd, from, size, offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		from += n;
		size -= (size_t)n;
		offset += n;
	}
	return 0;
}

/*
 * Length of the archive in a file of @size bytes: all of it, less a signature
 * at its end.  The checks of mod_check_sig() in kernel/module_signature.c.
 */
static off_t payload(int fd, off_t size)
{
	static const uint8_t zero[3];
	struct appended sig;
	off_t sig_len;
	int err;

	if (size <= (off_t)sizeof(sig))
		return size;
	size -= (off_t)sizeof(sig);
	err = read_all(fd, &sig, sizeof(sig), size);
	if (err)
		return err;
	if (memcmp(sig.marker, SIG_MARKER, sizeof(sig.marker)) != 0)
		return size + (off_t)sizeof(sig);

	sig_len = ntohl(sig.sig_len);
	if (sig_len >= size)
		return -EBADMSG;
	if (sig.id_type != SIG_PKCS7)
		return -ENOPKG;
	if (sig.algo || sig.hash || sig.signer_len || sig.key_id_len ||
	    memcmp(sig.pad, zero, sizeof(zero)) != 0)
		return -EBADMSG;
	return size - sig_len;
}

static int copy(int to, off_t at, int from, off_t size)
{
	char buf[CHUNK];
	off_t done = 0;
	int err = 0;

	while (!err && done < size) {
		size_t len = size - done < CHUNK ? (size_t)(size - done) :
						   CHUNK;

		err = read_all(from, buf, len, done);
		if (!err)
			err = write_all(to, buf, len, at + done);
		done += (off_t)len;
	}
	return err;
}

/* Append to what ends at *@end.  What lies between stays a hole: zeros. */
static int join_part(int to, off_t *end, int from)
{
	off_t start = *end ? (*end + GAP + ALIGNMENT - 1) / ALIGNMENT *
			     ALIGNMENT : 0;
	struct stat st, after;
	off_t len;
	int err;

	if (fstat(from, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return -EINVAL;
	if (st.st_size >= SIZE_LIMIT - start)
		return -EFBIG;
	len = payload(from, st.st_size);
	if (len < 0)
		return (int)len;
	err = copy(to, start, from, len);
	if (err)
		return err;
	if (fstat(from, &after) < 0)
		return -errno;
	if (after.st_size != st.st_size)
		return -EIO;
	*end = start + len;
	return 0;
}

static int create(void)
{
	static const char name[] = "initramfs";
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING |
			      MFD_NOEXEC_SEAL);

	/* Before Linux 6.3 */
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return fd < 0 ? -errno : fd;
}

int kx_join(const struct kexec2 *kx, int *part)
{
	int fd = create();
	off_t end = 0;
	unsigned int i;
	int err;

	*part = -1;
	if (fd < 0)
		return fd;
	for (i = 0; i < kx->nr_parts; i++) {
		err = join_part(fd, &end, kx->parts[i].file.fd);
		if (err) {
			*part = (int)i;
			close(fd);
			return err;
		}
	}
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE |
		  F_SEAL_SEAL) < 0) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}
