# SPDX-License-Identifier: LGPL-2.1-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# libkexec2: shared, static, and what is installed with it.

LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
INSTALL ?= install

LIBKEXEC2_SONAME := libkexec2.so.2
LIBKEXEC2_SO := $(B)/lib/$(LIBKEXEC2_SONAME)
LIBKEXEC2_A := $(B)/lib/libkexec2.a

comma := ,
libkexec2-dir := lib/libkexec2
libkexec2-src := $(sort $(wildcard $(libkexec2-dir)/*.c))
libkexec2-obj := $(libkexec2-src:%.c=$(B)/%.o)
libkexec2-map := $(libkexec2-dir)/libkexec2.map

# The number of the call, for a kernel that the series for mainline was applied
# to; 754 without it.
NR ?=
NR_CPPFLAGS := $(if $(NR),-D__NR_kexec_file_load2=$(NR))
KEXEC2_CPPFLAGS := -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(NR_CPPFLAGS) \
	-Iinclude -Iinclude/uapi
KEXEC2_CC = $(CC) -std=gnu11 $(KEXEC2_CPPFLAGS) $(CPPFLAGS) $(CFLAGS) \
	$(WARN) $(SAN) -MMD -MP

.PHONY: lib install-lib
lib: $(LIBKEXEC2_SO) $(LIBKEXEC2_A) $(B)/lib/libkexec2.so	## Build the library

$(libkexec2-obj): $(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(KEXEC2_CC) -fPIC -fvisibility=hidden -c -o $@ $<

# The sanitizers resolve their symbols only in the program.
$(LIBKEXEC2_SO): $(libkexec2-obj) $(libkexec2-map) $(B)/objects
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) -shared $(CFLAGS) $(SAN) $(LDFLAGS) \
		-Wl,-soname,$(LIBKEXEC2_SONAME) \
		-Wl,--version-script=$(libkexec2-map) \
		$(if $(SAN),,-Wl$(comma)-z$(comma)defs) -o $@ $(libkexec2-obj)

$(B)/lib/libkexec2.so: $(LIBKEXEC2_SO)
	$(Q)ln -sf $(LIBKEXEC2_SONAME) $@

# Anew each time, as ar keeps members whose source is gone.
$(LIBKEXEC2_A): $(libkexec2-obj) $(B)/objects
	@mkdir -p $(@D)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $(libkexec2-obj)

# Not <linux/>, which is the kernel's, and may have the header one day; pkg-config
# makes it <linux/kexec_file_load2.h>.
uapi-dir := kexec2/linux

# $(1): where to put the tree that PREFIX stands in
libkexec2-install = $(INSTALL) -d $(1)$(LIBDIR)/pkgconfig \
		$(1)$(INCLUDEDIR)/$(uapi-dir) && \
	$(INSTALL) -m 755 $(LIBKEXEC2_SO) $(1)$(LIBDIR)/ && \
	ln -sf $(LIBKEXEC2_SONAME) $(1)$(LIBDIR)/libkexec2.so && \
	$(INSTALL) -m 644 $(LIBKEXEC2_A) $(1)$(LIBDIR)/ && \
	sed 's,<linux/kexec_file_load2\.h>,<$(uapi-dir)/kexec_file_load2.h>,' \
		include/libkexec2.h >$(1)$(INCLUDEDIR)/libkexec2.h && \
	chmod 644 $(1)$(INCLUDEDIR)/libkexec2.h && \
	$(INSTALL) -m 644 include/uapi/linux/kexec_file_load2.h \
		$(1)$(INCLUDEDIR)/$(uapi-dir)/ && \
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR:$(PREFIX)/%=$${prefix}/%)|' \
		-e 's|@LIBDIR@|$(LIBDIR:$(PREFIX)/%=$${prefix}/%)|' \
		$(libkexec2-dir)/libkexec2.pc.in \
		>$(1)$(LIBDIR)/pkgconfig/libkexec2.pc

install-lib: lib	## Install the library, its headers and pkg-config file
	$(call say,INSTALL,libkexec2)
	$(Q)$(call libkexec2-install,$(DESTDIR))

-include $(libkexec2-obj:.o=.d)
