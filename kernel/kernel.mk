# SPDX-License-Identifier: GPL-2.0-only
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The patched kernel: unpack or copy a source tree, apply, configure, build.
#
# KVER  version of Debian's linux-source package; one that `make deps` does not
#       install is got from Debian unstable.  KERNEL= on the command line, too
# ARCH  x86, or arm64 or riscv, which are cross-built
# KSRC  a source tree to use in its place; it is copied, not touched

ifeq ($(origin KERNEL),command line)
KVER	:= $(KERNEL)
endif
# riscv takes an Image since 6.16.
KVER_riscv := 7.2
KVER	?= $(or $(KVER_$(ARCH)),6.12)
KSRC	?=

KIMAGE_x86 := arch/x86/boot/bzImage
KIMAGE_arm64 := arch/arm64/boot/Image
KIMAGE_riscv := arch/riscv/boot/Image
# Objects and what guests run lie beside those of x86.
KARCH	:= $(if $(filter-out x86,$(ARCH)),-$(ARCH))
KIMAGE	:= $(KIMAGE_$(ARCH))
ifeq ($(KIMAGE),)
$(error ARCH=$(ARCH): x86, arm64 or riscv)
endif

KNAME	:= $(if $(KSRC),$(notdir $(abspath $(KSRC))),linux-source-$(KVER))
K	:= $(B)/kernel/$(KNAME)
KTREE	:= $(K)/src
KOBJ	:= $(K)/obj$(KARCH)
KOBJ_DEBUG := $(K)/obj-debug$(KARCH)
KARCHIVE := linux-source-$(KVER).tar.xz
KORIGIN	:= $(if $(KSRC),$(abspath $(KSRC)),$(or \
	$(if $(filter $(KVER),$(KVER_DEPS)),/usr/src/$(KARCHIVE)), \
	$(wildcard /usr/src/$(KARCHIVE)), $(B)/kernel/sources/$(KARCHIVE)))

KERNEL_IMAGE	:= $(KOBJ)/$(KIMAGE)
KERNEL_MODULES	:= $(KOBJ)/fs/isofs/isofs.ko
KERNEL_CONFIG	:= $(KOBJ)/.config
SIGN_FILE	:= $(KOBJ)/scripts/sign-file
MDP		:= $(KOBJ)/scripts/selinux/mdp/mdp

KFRAGMENTS		:= base ima
KFRAGMENTS_DEBUG	:= base ima debug

KOVERLAY := $(shell find kernel/overlay -type f) \
	    include/uapi/linux/kexec_file_load2.h
KPATCHES := $(wildcard kernel/patches/*/*)

# ccache finds the objects of an earlier build, of another checkout too.  Asked
# for when it is used: on a bare machine `deps` installs it first.
CCACHE	= $(shell command -v ccache)
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
export CCACHE_SLOPPINESS := time_macros,include_file_mtime,include_file_ctime

# The same sources give the same image.
export KBUILD_BUILD_TIMESTAMP := Thu Jan  1 00:00:00 UTC 1970
export KBUILD_BUILD_USER := kexec_file_load2
export KBUILD_BUILD_HOST := localhost
export KBUILD_BUILD_VERSION := 1

# The series is built for arm64, too.
CROSS_arm64 := aarch64-linux-gnu-
CROSS_riscv := riscv64-linux-gnu-
ifneq ($(ARCH),x86)
export CROSS_COMPILE ?= $(CROSS_$(ARCH))
export ARCH
endif
KCC	= CC="$(CCACHE) $(CROSS_COMPILE)gcc" HOSTCC="$(CCACHE) gcc"
KMAKE	= $(MAKE) -C $(KTREE) $(KCC)

.PHONY: kernel kernel-tree kernel-debug
kernel: $(KERNEL_IMAGE)	## Build the patched kernel (KSRC=DIR: on that tree)

kernel-tree: $(K)/applied

$(B)/kernel/sources/linux-source-%.tar.xz:
	@kernel/logged "Getting the sources of Linux $*" $(@D)/$*.log \
		kernel/fetch $* $(@D)

/usr/src/linux-source-%.tar.xz:
	@echo "$@ is missing: run 'make deps' first" >&2; exit 1

$(K)/unpacked: | $(KORIGIN)
	@rm -rf $(KTREE) $(K)/applied; mkdir -p $(KTREE)
ifeq ($(KSRC),)
	@kernel/logged "Unpacking $(KORIGIN)" $(K)/unpack.log \
		tar -C $(KTREE) --strip-components=1 -xf $(KORIGIN)
else
	@kernel/logged "Copying $(KORIGIN)" $(K)/unpack.log \
		rsync -a --exclude=/.git $(KORIGIN)/ $(KTREE)/
	@kernel/logged "Cleaning the copy" $(K)/clean.log \
		$(MAKE) -C $(KTREE) mrproper
endif
	@touch $@

# Applied anew when the overlay or a patch has changed.
$(K)/applied: $(K)/unpacked kernel/apply $(KOVERLAY) $(KPATCHES)
	$(call say,APPLY)
	$(Q)kernel/apply --again $(KTREE)
	@touch $@

# A key that the test kernels trust, and a fragment to say so.
SIGKEY := $(K)/sigkey
$(SIGKEY).config:
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)openssl req -new -x509 -newkey rsa:2048 -nodes -sha256 -days 3650 \
		-subj "/CN=kexec_file_load2 test kernels" \
		-keyout $(SIGKEY).key -out $(SIGKEY).pem 2>/dev/null
	@echo 'CONFIG_SYSTEM_TRUSTED_KEYS="$(abspath $(SIGKEY).pem)"' >$@

# A make with -j shares its jobs with the kernel's.  make -n builds nothing,
# although "+" has the recipe run.
kernel-jobs = $(if $(findstring --jobserver,$(MAKEFLAGS)),,-j$(JOBS))
unless-dry = $(if $(findstring n,$(firstword -$(MAKEFLAGS))),:)
kernel-logged = $(unless-dry) kernel/logged

# $(call KERNEL_BUILD,OBJDIR,NAMES,FILES): a build of fragments, which are named
# or files.
define KERNEL_BUILD
$(1)/configured: $(K)/applied kernel/configure $(3) \
		 $(foreach f,$(2),$(wildcard kernel/configs/$(f).config \
						    kernel/configs/$(f)-*.config))
	$$(call say,CONFIG)
	$$(Q)kernel/configure $(KTREE) $(1) $(2) $(3)
	@touch $$@

$(1)/$(KIMAGE): $(1)/configured
	+@$$(kernel-logged) "Building the kernel in $(1)" $(1)/build.log \
		$$(KMAKE) O=$$(abspath $(1)) $$(kernel-jobs) \
		$$(notdir $(KIMAGE)) modules
	@touch $$@

endef
$(eval $(call KERNEL_BUILD,$(KOBJ),$(KFRAGMENTS),$(SIGKEY).config))
$(eval $(call KERNEL_BUILD,$(KOBJ_DEBUG),$(KFRAGMENTS_DEBUG),$(SIGKEY).config))

KERNEL_IMAGE_DEBUG := $(KOBJ_DEBUG)/$(KIMAGE)
KERNEL_MODULES_DEBUG := $(KOBJ_DEBUG)/fs/isofs/isofs.ko
kernel-debug: $(KERNEL_IMAGE_DEBUG)	## Build it with KASAN, lockdep and more

$(KERNEL_MODULES): $(KERNEL_IMAGE)

# Packages with a configuration of the user's.  The objects are beside the
# others, so that ccache finds what it has.
CONFIG	?=
KDEB	:= $(B)/kernel-deb
KDEB_OBJ := $(K)/obj-deb
KDEB_MAKE = $(KCC) $(kernel-jobs)

.PHONY: kernel-deb check-kernel-deb
kernel-deb: $(K)/applied	## Build Debian packages of the patched kernel (CONFIG=FILE KSRC=DIR)
	$(if $(CONFIG),,$(error CONFIG= names no kernel configuration, such as /boot/config-$(shell uname -r)))
	+@$(unless-dry) kernel/deb $(KTREE) $(KDEB_OBJ) $(CONFIG) $(KDEB) $(KDEB_MAKE)

# Without CONFIG, that of the test kernel, which comes first, also with -j.
ifeq ($(CONFIG),)
check-kernel-deb: CONFIG := $(KERNEL_CONFIG)
ifneq ($(filter check-kernel-deb,$(MAKECMDGOALS)),)
kernel-deb: $(KOBJ)/configured
endif
endif
check-kernel-deb: kernel-deb	## Build the packages, and check what is in them
	@tests/kernel/kernel-deb.sh $(KDEB) $(CONFIG)

.PHONY: lint-kernel
lint-kernel: $(KERNEL_IMAGE)	## checkpatch, sparse, W=1, kernel-doc, other configurations
	tests/kernel/lint.sh $(KTREE) $(KOBJ)

# The patches for mainline, in sets.
SERIES := $(B)/series-$(KVER)
.PHONY: series
series: $(K)/applied	## Write sets of patches for git am (KERNEL=7.2)
	$(call say,GEN,$(SERIES))
	$(Q)kernel/series/write $(KTREE) $(SERIES)
