# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The manual pages.  A page of functions is installed under each of the names
# in its NAME section; the version and the options are filled in.

MANDIR ?= $(PREFIX)/share/man
man-dir := Documentation/man
man-pages := $(sort $(wildcard $(man-dir)/*.[0-9]))
# Names in another section than the page: name.section=page.section
man-links := libkexec2.3=libkexec2.7
man-tables = $(shell grep -l 'struct option_row .*\[\] = ' $(tools-src))

.PHONY: install-man
install-man:	## Install the manual pages
	$(call say,INSTALL,man)
	$(Q)$(man-dir)/install $(VERSION) $(DESTDIR)$(MANDIR) \
		'$(man-links)' '$(man-tables)' $(man-pages)
