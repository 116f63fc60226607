// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Signatures that are appended to files: mod_check_sig() of the kernel. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "ima/modsig.h"

#define MARKER		"~Module signature appended~\n"
#define MARKER_SIZE	(sizeof(MARKER) - 1)
#define INFO_SIZE	12	/* struct module_signature */
#define PKCS7		2	/* enum pkey_id_type */
#define RAW_MAX		(16U << 20)

static const struct {
	int nid;
	const char *name;
} algos[] = {
	{ NID_sha1,	"sha1" },
	{ NID_sha224,	"sha224" },
	{ NID_sha256,	"sha256" },
	{ NID_sha384,	"sha384" },
	{ NID_sha512,	"sha512" },
	{ NID_sha3_256,	"sha3-256" },
	{ NID_sha3_384,	"sha3-384" },
	{ NID_sha3_512,	"sha3-512" },
};

/* One signer, whose signature is of the digest of the payload itself. */
static const char *signed_algo(const uint8_t *raw, size_t size)
{
	const unsigned char *p = raw;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)size);
	STACK_OF(CMS_SignerInfo) *signers;
	const ASN1_OBJECT *object;
	const char *algo = NULL;
	X509_ALGOR *digest;
	size_t i;
	int nid;

	if (!cms)
		goto out;
	signers = CMS_get0_SignerInfos(cms);
	if (sk_CMS_SignerInfo_num(signers) != 1 ||
	    CMS_signed_get_attr_count(sk_CMS_SignerInfo_value(signers, 0)) > 0)
		goto out;
	CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(signers, 0), NULL,
				 NULL, &digest, NULL);
	X509_ALGOR_get0(&object, NULL, NULL, digest);
	nid = OBJ_obj2nid(object);
	for (i = 0; i < sizeof(algos) / sizeof(algos[0]); i++)
		if (algos[i].nid == nid)
			algo = algos[i].name;
out:
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return algo;
}

static int read_at(int fd, void *to, size_t size, off_t offset,
		   struct reason *reason)
{
	uint8_t *p = to;
	ssize_t n;

	while (size) {
		n = pread(fd, p, size, offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return because(reason, n ? -errno : -EIO,
				       "cannot read it (%s)",
				       n ? strerror(errno) : "it has shrunk");
		p += n;
		offset += n;
		size -= (size_t)n;
	}
	return 0;
}

int modsig_read(struct modsig *modsig, int fd, off_t size,
		struct reason *reason)
{
	static const uint8_t zeros[7];
	uint8_t end[INFO_SIZE + MARKER_SIZE];
	uint64_t len;
	int err;

	*modsig = (struct modsig){ .payload = size };
	if (size <= (off_t)sizeof(end))
		return 0;
	err = read_at(fd, end, sizeof(end), size - (off_t)sizeof(end), reason);
	if (err)
		return err;
	if (memcmp(end + INFO_SIZE, MARKER, MARKER_SIZE) != 0)
		return 0;
	len = (uint64_t)end[8] << 24 | (uint64_t)end[9] << 16 |
	      (uint64_t)end[10] << 8 | end[11];
	/* Of struct module_signature, all but id_type and sig_len is zero. */
	if (len >= (uint64_t)size - sizeof(end) || end[2] != PKCS7 ||
	    memcmp(end, zeros, 2) != 0 || memcmp(end + 3, zeros, 5) != 0)
		return because(reason, -EBADMSG,
			       "the signature appended to it is damaged; the kernel refuses it");
	if (!len || len > RAW_MAX)
		return because(reason, -EBADMSG,
			       "the signature appended to it has a size of %llu bytes",
			       (unsigned long long)len);
	modsig->raw = malloc(len);
	if (!modsig->raw)
		return because(reason, -ENOMEM, "out of memory");
	modsig->raw_size = len;
	modsig->payload = size - (off_t)sizeof(end) - (off_t)len;
	err = read_at(fd, modsig->raw, len, modsig->payload, reason);
	if (err)
		return err;
	modsig->present = true;
	modsig->algo = signed_algo(modsig->raw, len);
	return 0;
}

void modsig_free(struct modsig *modsig)
{
	free(modsig->raw);
	*modsig = (struct modsig){ 0 };
}
