# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Libraries that the programs can do without.  Each is used where pkg-config
# finds it; WITH_NAME=0 leaves it out, WITH_NAME=1 insists on it.  A program
# tells whoever asks for what it lacks.
#
#	ZSTD LZ4 LZO LZMA BZIP2 ZLIB	look into initrds that are compressed so
#	CRYPTO JSON			digests, --json; kexec2-attest needs both
#	TSS2				quotes of a TPM, in kexec2-attest
#
# The programs are linked to CRYPTO and JSON, and open the others when they need
# them: see tools/shared/library.h.  Static ones are linked to all but TSS2.

# NAME=PACKAGE.  Not every bzip2 has a package.
libraries := ZSTD=libzstd LZ4=liblz4 LZO=lzo2 LZMA=liblzma ZLIB=zlib \
	CRYPTO=libcrypto JSON=json-c TSS2=tss2-esys
library-names := BZIP2 $(foreach l,$(libraries),$(firstword $(subst =, ,$(l))))

libraries-found := $(shell $(foreach l,$(libraries),\
		$(PKG_CONFIG) --exists $(lastword $(subst =, ,$(l))) \
			2>/dev/null && \
		echo $(firstword $(subst =, ,$(l)));) \
	$(CC) -E -include bzlib.h -x c /dev/null >/dev/null 2>&1 && echo BZIP2)
$(foreach n,$(library-names),$(eval \
	WITH_$(n) ?= $(if $(filter $(n),$(libraries-found)),1,0)))

# Names that are on, of those in $(1); the libraries of these, by pkg-config $(2)
with = $(foreach n,$(1),$(if $(filter 1,$(WITH_$(n))),$(n)))
with-libs = $(if $(filter BZIP2,$(1)),-lbz2) $(shell $(PKG_CONFIG) $(2) --libs \
	$(foreach l,$(libraries),$(if $(filter $(firstword $(subst =, ,$(l))),\
		$(1)),$(lastword $(subst =, ,$(l))))) 2>/dev/null)
libraries-missing := $(filter-out $(libraries-found),\
	$(call with,$(library-names)))
ifneq ($(libraries-missing),)
$(error not found: $(libraries-missing:%=the library for WITH_%=1))
endif

WITH_ATTEST := $(if $(call with,CRYPTO),$(if $(call with,JSON),1,0),0)
with-cppflags := $(foreach n,$(library-names),-DWITH_$(n)=$(WITH_$(n)))
KEXEC2_LIBS := $(call with-libs,$(call with,CRYPTO JSON)) -pthread -ldl
KEXEC2_STATIC_LIBS := $(call with-libs,$(filter-out TSS2,\
	$(call with,$(library-names))),--static) -pthread -ldl

# What is not compiled.
without-src := $(if $(call with,TSS2),tools/attest/evidence/tss-none.c,\
		tools/attest/evidence/%-tss.c) \
	$(if $(call with,LZMA),,tools/kexec2/initramfs/xz.c) \
	$(if $(filter 0,$(WITH_ATTEST)),tools/attest/%)

# The loader without optional libraries, in a build directory of its own.
WITHOUT := $(B)/without
.PHONY: check-without
check-without: cli	## Build the loader without optional libraries, and try it
	@$(MAKE) -s --no-print-directory B=$(WITHOUT) CFLAGS=-O0 \
		$(library-names:%=WITH_%=0) $(WITHOUT)/bin/kexec2
	@tests/without.sh $(WITHOUT)/bin/kexec2 $(KEXEC2) $(KEXEC2_STATIC)
