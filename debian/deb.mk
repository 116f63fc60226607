# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Debian packages of the library and the command, from a clean copy.

DEB	:= $(B)/deb
DEB_SRC	:= $(DEB)/kexec2-$(VERSION)

.PHONY: deb check-deb check-debian check-bare
# What git has or would have, without what other builds have left.
deb:	## Build the Debian packages, in build/deb
	@dpkg-checkbuilddeps || { \
		echo "To install them, run 'make deps-deb'." >&2; exit 1; }
	@rm -rf $(DEB) && mkdir -p $(DEB_SRC)
	@git ls-files -z --cached --others --exclude-standard | \
		xargs -0 sh -c 'for f; do [ ! -e "$$f" ] || printf "%s\0" "$$f"; done' sh | \
		tar -c --null -T - | tar -x -C $(DEB_SRC)
	@kernel/logged "Building the packages" $(DEB)/build.log \
		sh -c 'unset MAKEFLAGS MFLAGS MAKELEVEL; cd $(DEB_SRC) && exec dpkg-buildpackage -us -uc -b'
	@ls $(DEB)/*.deb

check-deb: deb	## Build them, look at them, and install and remove them in a copy
	@tests/deb.sh $(DEB)
	@tests/deb-installed.sh $(DEB)

# What this release has built, and a kernel, on the next one: without CONFIG, one
# that is configured as Debian's for clouds.
DEBIAN	:= $(B)/debian
CLOUD	= /usr/src/linux-config-$(KVER)/config.amd64_none_cloud-amd64.xz
DEBIAN_CONFIG := $(or $(CONFIG),$(DEBIAN)/cloud.config)
DEBIAN_KERNEL := $(DEBIAN)/kernel-$(notdir $(DEBIAN_CONFIG))
$(DEBIAN)/cloud.config: tests/debian/cloud.config
	@tests/install-deps linux-config-$(KVER)
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q){ xz -dc $(CLOUD) | grep -vwF "$$(grep -o 'CONFIG_[A-Z0-9_]*' $<)"; \
		cat $<; } >$@

# Kept while neither the configuration nor what is applied changes.
$(DEBIAN_KERNEL)/built: $(K)/applied $(DEBIAN_CONFIG) kernel/deb kernel/configure \
			kernel/configs/call.config
	+@$(unless-dry) kernel/deb $(KTREE) $(KDEB_OBJ) $(DEBIAN_CONFIG) $(@D) $(KDEB_MAKE)
	@touch $@

check-debian: cli deb $(DEBIAN_KERNEL)/built	## Install and boot the packages and a kernel on Debian 13 (CONFIG=FILE)
	@kernel/logged "Making a system of Debian 13" $(DEBIAN)/mkroot.log \
		tests/debian/mkroot $(DEBIAN) $(DEBIAN)/cache \
		$$(ls $(DEB)/*.deb $(DEBIAN_KERNEL)/linux-image-*.deb | \
			grep -v -e -dbg -e -dev_)
	@$(TEST_ENV) tests/lib/summary --log $(T)/logs-debian \
		kernel='tests/kernel/kernel-deb.sh $(DEBIAN_KERNEL) $(DEBIAN_CONFIG)' \
		installed='tests/debian/installed.sh $(DEBIAN)' \
		systemd='tests/debian/systemd.sh $(DEBIAN)/cache $(LIBKEXEC2_A) \
			$(DEBIAN)/systemctl' \
		boot='tests/debian/boot.sh $(DEBIAN)' \
		deps='tests/debian/deps.sh $(DEPS) $(DEPS_DEB)'

check-bare:	## Run "make deps test" in a Debian 13 that has only make
	@tests/lib/summary --log $(T)/logs-debian \
		bare='tests/debian/bare.sh $(DEBIAN)/bare'
