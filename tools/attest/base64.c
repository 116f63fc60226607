// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Base64, RFC 4648, by OpenSSL. */
#include <limits.h>
#include <stdlib.h>

#include <openssl/evp.h>

#include "base64.h"

bool base64_decode(struct bytes text, struct content *content)
{
	EVP_ENCODE_CTX *ctx;
	int size = 0, rest = 0;
	bool ok = false;
	uint8_t *data;

	*content = (struct content){ NULL, 0 };
	if (text.size > INT_MAX)
		return false;
	data = xcalloc(text.size / 4 * 3 + 4, 1);
	ctx = EVP_ENCODE_CTX_new();
	if (ctx) {
		EVP_DecodeInit(ctx);
		ok = EVP_DecodeUpdate(ctx, data, &size, text.data,
				      (int)text.size) >= 0 &&
		     EVP_DecodeFinal(ctx, data + size, &rest) > 0;
	}
	EVP_ENCODE_CTX_free(ctx);
	if (!ok) {
		free(data);
		return false;
	}
	*content = (struct content){ (char *)data, (size_t)(size + rest) };
	return true;
}

char *base64_encode(struct bytes bytes, bool url)
{
	char *text = xcalloc(bytes.size / 3 + 1, 4 + 1), *c;

	EVP_EncodeBlock((unsigned char *)text, bytes.data, (int)bytes.size);
	for (c = text; *c && url; c++) {
		if (*c == '=')
			*c = '\0';
		else if (*c == '+')
			*c = '-';
		else if (*c == '/')
			*c = '_';
	}
	return text;
}
