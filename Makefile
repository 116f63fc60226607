# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec_file_load2: kernel, library, command line tool and tests.
#
# Everything that is built goes below build/.
#
#	make V=1		print the commands
#	make CC=clang		CFLAGS, CPPFLAGS, LDFLAGS are the user's, too
#	make WERROR=0		let warnings of another compiler be warnings
#	make B=DIR		build there
#	make WITH_ZSTD=0	without a library; see tools/libraries.mk
#	make NR=472		the call has this number, not 754
#	make ARCH=arm64 TARGET	kernels and guests of another architecture, or riscv
#	make SAN=-fsanitize=address,undefined B=build-san

# The version stands in the header of the library.
VERSION	:= $(shell awk '/^.define LIBKEXEC2_VERSION_(MAJOR|MINOR|PATCH)/ { \
	printf "%s%s", dot, $$3; dot = "." }' include/libkexec2.h)
B	?= build
PREFIX	?= /usr/local
DESTDIR	?=

# Distributions have an ARCH of their own in the environment.
ifneq ($(origin ARCH),command line)
ARCH	:= x86
endif
# make has a CC of its own, which ?= does not replace.
ifeq ($(origin CC),default)
CC	:= gcc
endif
CFLAGS	?= -O2 -g $(if $(SAN),,-D_FORTIFY_SOURCE=2)
WERROR	?= 1
WARN	:= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wundef -Wformat=2 $(if $(filter 1,$(WERROR)),-Werror)
SAN	?=
JOBS	?= $(shell nproc)
PKG_CONFIG ?= pkg-config

# A recipe begins with $(call say,CC), and $(Q) stands before its commands.
V	?= 0
Q	:= $(if $(filter 1,$(V)),,@)
silent	:= $(findstring s,$(firstword -$(MAKEFLAGS)))
say	= $(if $(silent),,$(if $(Q),@printf '  %-7s %s\n' $(1) \
		$(or $(2),$(patsubst $(B)/%,%,$@))))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
# "make clean all" means one after the other.
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# deps.mk names the packages; each other fragment builds what it lies beside.
include deps.mk
include lib/libkexec2/lib.mk
include tools/libraries.mk
include tools/kexec2/kexec2.mk
include Documentation/man/man.mk
include kernel/kernel.mk
include tests/tests.mk
include debian/deb.mk

.PHONY: all install clean help
all: lib cli	## Build the library and the command line tools

install: install-lib install-cli install-man	## Install them (DESTDIR= PREFIX=)

# Objects depend on how they are compiled, archives on the list of objects:
# other flags, or a file that has gone, change what comes out.
.PHONY: FORCE
$(B)/flags: content = $(VERSION) $(KEXEC2_CC) $(tools-cppflags) $(LDFLAGS) \
	$(FUZZ_CC) $(FUZZ_SAN)
$(B)/objects: content = $(libkexec2-obj) $(tools-obj)
$(B)/flags $(B)/objects: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(content))' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# For editors and for whoever reads the code.
SOURCE_DIRS := include lib tools tests examples kernel/overlay
.PHONY: tags
tags:	## Index the sources for editors
	$(call say,TAGS)
	$(Q)ctags -f $@ -R --languages=C $(SOURCE_DIRS)

# A compile line of make, with its continuations, as an object; the first one of
# each file, as fuzz targets and the shared library compile most of them again.
define compile_commands
BEGIN { print "[" }
{ sub(/^[ \t]+/, "") }
/\\$$/ { line = line substr($$0, 1, length($$0) - 1); next }
{ line = line $$0 }
line ~ / -c -o / {
	n = split(line, word, " ")
	if (seen[word[n]]++) {
		line = ""
		next
	}
	gsub(/[\\"]/, "\\\\&", line)
	printf "%s{\"directory\": \"%s\", \"file\": \"%s\",\n \"command\": \"%s\"}", \
		comma, dir, word[n], line
	comma = ",\n"
}
{ line = "" }
END { print "\n]" }
endef

.PHONY: compile_commands.json
compile_commands.json: export AWK_PROGRAM = $(compile_commands)
compile_commands.json:	## List the compiler's commands for language servers
	$(call say,GEN)
	$(Q)commands=$$($(MAKE) -nB V=1 cli unit-tests fuzz-targets) && \
		printf '%s\n' "$$commands" | \
		awk -v dir='$(CURDIR)' "$$AWK_PROGRAM" >$@

clean:	## Remove everything that was built
	$(call say,CLEAN,$(B))
	$(Q)rm -rf $(B) tags compile_commands.json

help:	## List the targets
	@sed -n 's/^\([a-z][a-z_.-]*\):.*##[[:space:]]*\(.*\)/\1\t\2/p' \
		$(MAKEFILE_LIST) | sort | expand -t 24

# make -s print-VARIABLE; what lies in the tree has its whole path.
LIBKEXEC2 := $(LIBKEXEC2_SO)
print-%:
	@echo '$(foreach w,$($*),$(if $(filter $(B)/%,$(w)),$(abspath $(w)),$(w)))'
