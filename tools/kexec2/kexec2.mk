# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The programs kexec2 and kexec2-attest.  The first contains the library, unless
# KEXEC2_LINK says otherwise, so that it runs anywhere.

SBINDIR ?= $(PREFIX)/sbin

KEXEC2 := $(B)/bin/kexec2
KEXEC2_STATIC := $(B)/bin/kexec2.static
KEXEC2_ATTEST := $(B)/bin/kexec2-attest
KEXEC2_ATTEST_STATIC := $(B)/bin/kexec2-attest.static

kexec2-dir := tools/kexec2
tools-cppflags := -Itools -Itools/kexec2 -Itools/attest $(with-cppflags)
# What a file may include: the loader no header of the verifier, and what both
# share none of either.
tools-include = -Itools $(if $(filter tools/shared/%,$<),,-Itools/kexec2) \
	$(if $(filter tools/attest/%,$<),-Itools/attest) $(with-cppflags)
tools-main := tools/kexec2/main.c tools/attest/main.c
tools-src := $(filter-out $(tools-main) $(without-src),$(sort \
	$(wildcard tools/*/*.c tools/*/*/*.c tools/*/*/*/*.c)))
tools-obj := $(tools-src:%.c=$(B)/%.o)
tools-main-obj := $(tools-main:%.c=$(B)/%.o)
# Each program takes out of it what it calls.
tools-a := $(B)/tools/tools.a
# What static programs have in place of members that open libraries.
tools-linked := $(patsubst %.c,$(B)/%.linked.o,\
	$(filter %/unpack.c %/xz.c %/kernel-config.c,$(tools-src)))
# See tools/shared/static-none.c.
tools-static-ldflags := $(foreach f,dlopen getaddrinfo gethostbyname,\
	-Wl$(comma)--wrap=$(f) -Wl$(comma)-u$(comma)__wrap_$(f))

# static: the library is part of the program; shared: for a distribution.
KEXEC2_LINK ?= static
kexec2-lib-static := $(LIBKEXEC2_A)
kexec2-lib-shared := $(LIBKEXEC2_SO)

DATADIR ?= $(PREFIX)/share
BASHCOMPDIR ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR ?= $(DATADIR)/zsh/site-functions
# systemd-shutdown looks in that of /usr only.  The hook finds kexec2 there and
# in /usr/local.
hooks := lib/systemd/system-shutdown
SHUTDOWNDIR ?= $(patsubst /usr/local,/usr,$(PREFIX))/$(hooks)

# systemd looks in that of /usr/local, too.
UNITDIR ?= $(PREFIX)/lib/systemd/system
LIBEXECDIR ?= $(PREFIX)/lib/kexec2
# kernel-install looks in that of /usr only.
PLUGINDIR ?= $(patsubst /usr/local,/usr,$(PREFIX))/lib/kernel/install.d

.PHONY: cli install-cli install-hook install-unit install-parts install-kexec
# There is no static runtime of the sanitizers.
programs := $(KEXEC2) $(if $(filter 1,$(WITH_ATTEST)),$(KEXEC2_ATTEST))
cli: $(programs) $(if $(SAN),,$(programs:%=%.static))	## Build the command line tools

$(tools-obj) $(tools-main-obj): $(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(KEXEC2_CC) $(tools-include) -DKEXEC2_VERSION='"$(VERSION)"' -c -o $@ $<

$(tools-linked): $(B)/%.linked.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(KEXEC2_CC) $(tools-include) -DLIBRARY_LINKED -c -o $@ $<

# Anew each time, as ar keeps members whose source is gone.
$(tools-a): $(tools-obj) $(B)/objects
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $(tools-obj)

$(KEXEC2): $(B)/tools/kexec2/main.o $(tools-a) $(kexec2-lib-$(KEXEC2_LINK))
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(KEXEC2_LIBS)

$(KEXEC2_ATTEST): $(B)/tools/attest/main.o $(tools-a)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(KEXEC2_LIBS)

# For an initramfs, which may have no shared libraries.
$(KEXEC2_STATIC): $(B)/tools/kexec2/main.o $(tools-linked) $(tools-a) \
		$(LIBKEXEC2_A)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) -static $(CFLAGS) $(LDFLAGS) $(tools-static-ldflags) -o $@ $^ \
		$(KEXEC2_STATIC_LIBS)

$(KEXEC2_ATTEST_STATIC): $(B)/tools/attest/main.o $(tools-linked) $(tools-a)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) -static $(CFLAGS) $(LDFLAGS) $(tools-static-ldflags) -o $@ $^ \
		$(KEXEC2_STATIC_LIBS)

install-cli: cli install-hook install-unit install-parts	## Install the command line tools
	$(call say,INSTALL,kexec2)
	$(Q)$(INSTALL) -d $(DESTDIR)$(SBINDIR)
	$(Q)$(INSTALL) -m 755 $(programs) $(DESTDIR)$(SBINDIR)/
	$(Q)$(INSTALL) -D -m 644 $(kexec2-dir)/completion/kexec2.bash \
		$(DESTDIR)$(BASHCOMPDIR)/kexec2
	$(Q)$(INSTALL) -m 644 $(kexec2-dir)/completion/kexec2.bash \
		$(DESTDIR)$(BASHCOMPDIR)/kexec2-attest
	$(Q)$(INSTALL) -D -m 644 $(kexec2-dir)/completion/_kexec2 \
		$(DESTDIR)$(ZSHCOMPDIR)/_kexec2
	$(Q)$(INSTALL) -m 644 $(kexec2-dir)/completion/_kexec2 \
		$(DESTDIR)$(ZSHCOMPDIR)/_kexec2-attest

install-hook:
	$(Q)$(INSTALL) -D -m 755 $(kexec2-dir)/kexec2.shutdown \
		$(DESTDIR)$(SHUTDOWNDIR)/kexec2
	$(if $(filter /usr/$(hooks),$(SHUTDOWNDIR)),,@echo "systemd looks for" \
		"hooks in /usr/$(hooks) only; link" \
		"$(SHUTDOWNDIR)/kexec2 there, with $(SBINDIR) in its PATH" >&2)

# Off until they are enabled.
units := $(kexec2-dir)/boot/kexec2-load.service $(if $(filter 1,$(WITH_ATTEST)), \
	$(foreach u,service timer,tools/attest/kexec2-archive.$u))
install-unit:
	$(Q)$(INSTALL) -d $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(UNITDIR)
	$(Q)sed 's,@SBINDIR@,$(SBINDIR),' $(kexec2-dir)/boot/load-at-reboot \
		>$(DESTDIR)$(LIBEXECDIR)/load-at-reboot
	$(Q)chmod 755 $(DESTDIR)$(LIBEXECDIR)/load-at-reboot
	$(Q)for unit in $(units); do \
		sed 's,@SBINDIR@,$(SBINDIR),; s,@LIBEXECDIR@,$(LIBEXECDIR),' \
			$$unit >$(DESTDIR)$(UNITDIR)/$${unit##*/} || exit; \
		chmod 644 $(DESTDIR)$(UNITDIR)/$${unit##*/}; \
	done

# The same for parts of an initramfs.
install-parts:
	$(Q)$(INSTALL) -d $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(PLUGINDIR)
	$(Q)for file in initramfs-parts parts-entry; do \
		sed 's,@SBINDIR@,$(SBINDIR),; s,@LIBEXECDIR@,$(LIBEXECDIR),' \
			$(kexec2-dir)/boot/$$file \
			>$(DESTDIR)$(LIBEXECDIR)/$$file || exit; \
		chmod 755 $(DESTDIR)$(LIBEXECDIR)/$$file; \
	done
	$(Q)sed 's,@LIBEXECDIR@,$(LIBEXECDIR),' \
		$(kexec2-dir)/boot/60-kexec2-parts.install \
		>$(DESTDIR)$(PLUGINDIR)/60-kexec2-parts.install
	$(Q)chmod 755 $(DESTDIR)$(PLUGINDIR)/60-kexec2-parts.install

# The name belongs to kexec-tools, whose program must not be replaced.
install-kexec: install-cli	## Install it under the name kexec, too
	@if [ -e $(DESTDIR)$(SBINDIR)/kexec ] && \
	    [ ! -L $(DESTDIR)$(SBINDIR)/kexec ]; then \
		echo "$(DESTDIR)$(SBINDIR)/kexec is another program;" \
		     "choose another PREFIX" >&2; exit 1; fi
	$(Q)ln -sf kexec2 $(DESTDIR)$(SBINDIR)/kexec

-include $(tools-obj:.o=.d) $(tools-main-obj:.o=.d) $(tools-linked:.o=.d)
