// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Stands for the decompressors that a build leaves out: WITH_ZSTD=0 and so on. */
#include <errno.h>

#include "initramfs/unpack.h"

#define UNPACK_NONE(kind, library)					\
int unpack_##kind(struct unpack *unpack)				\
{									\
	return because(unpack->reason, -EOPNOTSUPP,			\
		       "is compressed by " #kind			\
		       ", and this kexec2 was built without " library);	\
}

#if !WITH_ZLIB
UNPACK_NONE(gzip, "zlib")
#endif
#if !WITH_BZIP2
UNPACK_NONE(bzip2, "libbz2")
#endif
#if !WITH_LZMA
UNPACK_NONE(lzma, "liblzma")
UNPACK_NONE(xz, "liblzma")
#endif
#if !WITH_LZO
UNPACK_NONE(lzo, "liblzo2")
#endif
#if !WITH_LZ4
UNPACK_NONE(lz4, "liblz4")
#endif
#if !WITH_ZSTD
UNPACK_NONE(zstd, "libzstd")
#endif
