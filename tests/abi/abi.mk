# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The ABI of the library: what it is, what it was, and programs that use it.
#
# What it was is in two files beside the library, which "make update-abi"
# writes: libkexec2.abi, the functions with their types, and
# libkexec2.values, the constants and the layout of structures.

abi-dir := $(B)/abi
abi-root := $(abi-dir)/root
abi-headers := include/libkexec2.h include/uapi/linux/kexec_file_load2.h

# Always the same compiler and flags, since they show in the debug information.
ABI_CC := gcc
ABI_CFLAGS := -O2 -g -gdwarf-4
abi-lib := $(abi-dir)/$(patsubst $(B)/%,%,$(LIBKEXEC2_SO))

.PHONY: check-abi check-installed update-abi abi-lib

abi-lib:
	@$(MAKE) -s --no-print-directory B=$(abi-dir) CC=$(ABI_CC) \
		CFLAGS='$(ABI_CFLAGS)' CPPFLAGS= LDFLAGS= SAN= $(abi-lib)

$(abi-dir)/libkexec2.abi: abi-lib
	$(call say,ABI)
	$(Q)abidw --exported-interfaces-only --headers-dir include \
		--drop-private-types --no-corpus-path --no-comp-dir-path \
		--no-show-locs --no-elf-needed --type-id-style hash \
		--out-file $@ $(abi-lib)

$(abi-dir)/libkexec2.values: tests/abi/values.c $(abi-headers) tests/abi/abi.mk
	@mkdir -p $(@D)
	$(call say,ABI)
	@sed -nE -e '/^#define[[:space:]]+LIBKEXEC2_/d' \
		-e 's/^#define[[:space:]]+(\w+)[[:space:]]+[^[:space:]].*/CONSTANT(\1)/p' \
		-e 's/^[[:space:]]+(KEXEC2?_\w+)[[:space:]]*=.*/CONSTANT(\1)/p' \
		$(abi-headers) >$(@D)/constants.h
	@$(ABI_CC) $(KEXEC2_CPPFLAGS) -I$(@D) -o $(@D)/values $<
	@$(@D)/values >$@

check-abi: lib $(abi-dir)/libkexec2.abi $(abi-dir)/libkexec2.values	## Compare the library with its version script and its ABI description
	@CC='$(CC)' sh tests/abi/abi.sh $(LIBKEXEC2_SO) $(libkexec2-dir) \
		$(abi-dir)

update-abi: $(abi-dir)/libkexec2.abi $(abi-dir)/libkexec2.values	## Write the ABI description anew, after a change that is meant
	cp $^ $(libkexec2-dir)/

# The recipe of install-lib, so that this tests what gets installed.
check-installed: lib	## Build programs against an installed tree
	@rm -rf $(abi-root)
	@$(call libkexec2-install,$(abi-root))
	@CC='$(CC)' CFLAGS='$(SAN)' sh tests/abi/installed.sh \
		$(abi-root) $(LIBDIR)

# The example as a small system would have it, for a guest.
BOOTMENU := $(B)/tests/examples/bootmenu
bootmenu-root := $(abspath $(dir $(BOOTMENU)))/root

$(BOOTMENU): examples/bootmenu.c examples/Makefile $(LIBKEXEC2_A) \
		$(LIBKEXEC2_SO) $(abi-headers)
	$(call say,CC)
	@rm -rf $(bootmenu-root)
	@$(call libkexec2-install,$(bootmenu-root))
	@PKG_CONFIG_PATH=$(bootmenu-root)$(LIBDIR)/pkgconfig \
		PKG_CONFIG_SYSROOT_DIR=$(bootmenu-root) \
		$(MAKE) -s --no-print-directory -C examples -B STATIC=1 \
		O=$(abspath $(@D)) CC='$(CC)' CFLAGS='$(CFLAGS) $(WARN)'
