# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The Debian packages that building, the demonstration and the tests need.

DEPS_BUILD	= gcc libbz2-dev libc6-dev libjson-c-dev liblz4-dev \
		   liblzma-dev liblzo2-dev libssl-dev libtss2-dev \
		   libzstd-dev make pkg-config zlib1g-dev
# Which kernel sources the stable release has.
KVER_DEPS	:= 6.12
DEPS_KERNEL	= bc bison bzip2 ccache cpio flex kmod libelf-dev \
		   libssl-dev $(addprefix linux-source-,$(filter $(KVER),$(KVER_DEPS))) \
		   patch rsync xz-utils \
		   $(patsubst %-,gcc-%,$(CROSS_$(ARCH)) \
			$(if $(filter-out $(KVER_DEPS),$(KVER)),$(CROSS_arm64)))
DEPS_VM		= acpica-tools busybox-static checkpolicy e2fsprogs \
		   erofs-utils fsverity ima-evm-utils kexec-tools lz4 lzop openssl \
		   ovmf qemu-system-x86 seabios swtpm swtpm-tools xxd zstd \
		   $(DEPS_VM_$(ARCH))
DEPS_VM_arm64	= libc6-dev-arm64-cross qemu-system-arm
DEPS_VM_riscv	= device-tree-compiler libc6-dev-riscv64-cross opensbi qemu-system-misc
DEPS_TEST	= abigail-tools attr binutils check clang dracut-core g++ \
		   gcovr git initramfs-tools-core keyutils \
		   libclang-rt-dev libtpms-dev man-db perl pesign procps \
		   python3 python3-cryptography python3-jwt sbsigntool \
		   shellcheck sparse systemd systemd-boot-efi tpm2-tools \
		   universal-ctags valgrind zsh
DEPS_DEB	= debhelper dpkg-dev file gperf libcap-dev libmount-dev lintian \
		   meson mmdebstrap ninja-build python3-jinja2
# For `make compile-arches`, which installs them.  Debian 12 has no gcc for
# loongarch, and its clang is too old for it.
ARCHES		= powerpc:powerpc64le-linux-gnu- s390:s390x-linux-gnu- \
		  riscv:riscv64-linux-gnu- parisc:hppa-linux-gnu-
DEPS_ARCHES	= $(foreach a,$(ARCHES),gcc-$(patsubst %-,%,$(lastword \
			$(subst :, ,$a))))
# What guests of another architecture have; unpacked below build/, not installed.
# Debian has riscv64 since 13, and no kexec-tools for it.
DEBIAN_arm64	= arm64
DEBIAN_riscv	= riscv64/trixie
DEPS_SYSROOT	= $(filter-out gcc make pkg-config,$(DEPS_BUILD)) attr bash \
		   busybox-static coreutils dash fsverity ima-evm-utils \
		   keyutils tpm2-tools util-linux \
		   $(if $(filter-out riscv,$(ARCH)),kexec-tools)
DEPS		= $(DEPS_BUILD) $(DEPS_KERNEL) $(DEPS_VM) $(DEPS_TEST)

.PHONY: deps deps-deb
deps:	## Install the Debian packages that are missing
deps-deb:	## Install what building Debian packages takes, too

# What is installed decides how the other fragments are read.  So this comes
# before any other goal, also with -j; then make starts again.
deps-goals := $(filter deps deps-deb,$(MAKECMDGOALS))
ifneq ($(deps-goals),)
ifeq ($(MAKE_RESTARTS)$(findstring n,$(firstword -$(MAKEFLAGS))),)
$(B)/deps-installed.mk: FORCE
	@mkdir -p $(@D)
	@tests/install-deps $(DEPS) $(if $(filter deps-deb,$(deps-goals)),\
		$(DEPS_DEB))
	@: >$@
include $(B)/deps-installed.mk
endif
deps deps-deb:
	@:
endif
