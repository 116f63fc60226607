# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The kexec2 command.  It contains the library, unless KEXEC2_LINK says
# otherwise, so that it runs anywhere.

SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man

KEXEC2 := $(B)/bin/kexec2
KEXEC2_STATIC := $(B)/bin/kexec2.static

kexec2-dir := tools/kexec2
tools-cppflags := -Itools -Itools/kexec2 -Itools/attest
# There is no static tss2-mu: the static command has no quotes of a TPM.
kexec2-no-quote := tools/attest/evidence/quote-none.c
kexec2-src := $(filter-out $(kexec2-no-quote),$(sort \
	$(wildcard tools/*/*.c tools/*/*/*.c tools/*/*/*/*.c)))
kexec2-obj := $(kexec2-src:%.c=$(B)/%.o)
kexec2-static-obj := $(filter-out %/quote-tss.o,$(kexec2-obj)) \
	$(kexec2-no-quote:%.c=$(B)/%.o)
KEXEC2_STATIC_LIBS := -ljson-c -lcrypto -lzstd -llz4 -llzo2 -llzma -lbz2 -lz \
	-pthread -ldl
KEXEC2_LIBS := -ltss2-mu $(KEXEC2_STATIC_LIBS)

# static: the library is part of the program; shared: for a distribution.
KEXEC2_LINK ?= static
kexec2-lib-static := $(LIBKEXEC2_A)
kexec2-lib-shared := $(LIBKEXEC2_SO)

DATADIR ?= $(PREFIX)/share
BASHCOMPDIR ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR ?= $(DATADIR)/zsh/site-functions
kexec2-man := $(sort $(wildcard Documentation/man/*.[0-9]))

.PHONY: cli install-cli install-kexec install-man
# There is no static runtime of the sanitizers.
cli: $(KEXEC2) $(if $(SAN),,$(KEXEC2_STATIC))	## Build the command line tool

$(sort $(kexec2-obj) $(kexec2-static-obj)): $(B)/%.o: %.c
	@mkdir -p $(@D)
	$(KEXEC2_CC) $(tools-cppflags) -DKEXEC2_VERSION='"$(VERSION)"' -c -o $@ $<

$(KEXEC2): $(kexec2-obj) $(kexec2-lib-$(KEXEC2_LINK))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(KEXEC2_LIBS)

# For an initramfs, which may have no shared libraries.
$(KEXEC2_STATIC): $(kexec2-static-obj) $(LIBKEXEC2_A)
	@mkdir -p $(@D)
	$(CC) -static $(CFLAGS) $(LDFLAGS) -o $@ $^ $(KEXEC2_STATIC_LIBS)

install-cli: cli	## Install the command line tool
	$(INSTALL) -d $(DESTDIR)$(SBINDIR)
	$(INSTALL) -m 755 $(KEXEC2) $(DESTDIR)$(SBINDIR)/
	$(INSTALL) -D -m 644 $(kexec2-dir)/completion/kexec2.bash \
		$(DESTDIR)$(BASHCOMPDIR)/kexec2
	$(INSTALL) -D -m 644 $(kexec2-dir)/completion/_kexec2 \
		$(DESTDIR)$(ZSHCOMPDIR)/_kexec2

# The name belongs to kexec-tools, whose program must not be replaced.
install-kexec: install-cli	## Install it under the name kexec, too
	@if [ -e $(DESTDIR)$(SBINDIR)/kexec ] && \
	    [ ! -L $(DESTDIR)$(SBINDIR)/kexec ]; then \
		echo "$(DESTDIR)$(SBINDIR)/kexec is another program;" \
		     "choose another PREFIX" >&2; exit 1; fi
	ln -sf kexec2 $(DESTDIR)$(SBINDIR)/kexec

install-man:	## Install the manual pages
	$(foreach page,$(kexec2-man),\
		$(INSTALL) -D -m 644 $(page) \
		$(DESTDIR)$(MANDIR)/man$(patsubst .%,%,$(suffix \
			$(page)))/$(notdir $(page)) &&) :

-include $(kexec2-obj:.o=.d) $(kexec2-static-obj:.o=.d)
