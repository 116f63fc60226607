# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec_file_load2: kernel, library, command line tool and tests.
#
# Everything that is built goes below build/.

VERSION	:= 0.1.0
B	?= build
PREFIX	?= /usr/local
DESTDIR	?=

CC	?= gcc
CFLAGS	?= -O2 -g
WARN	:= -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	   -Wmissing-prototypes -Wundef -Wformat=2
SAN	?=
JOBS	?= $(shell nproc)

.DEFAULT_GOAL := all
.NOTPARALLEL:
.DELETE_ON_ERROR:

# deps.mk names the packages; each other fragment builds what it lies beside.
include deps.mk
include lib/libkexec2/lib.mk
include tools/kexec2/kexec2.mk
include kernel/kernel.mk
include tests/tests.mk
include debian/deb.mk

.PHONY: all install clean help
all: lib cli	## Build the library and the command line tool

install: install-lib install-cli install-man	## Install them (DESTDIR= PREFIX=)

clean:	## Remove everything that was built
	rm -rf $(B)

help:	## List the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*##[[:space:]]*\(.*\)/\1\t\2/p' \
		$(MAKEFILE_LIST) | sort | expand -t 18

LIBKEXEC2 := $(LIBKEXEC2_SO)
print-%:
	@echo '$(abspath $($*))'
