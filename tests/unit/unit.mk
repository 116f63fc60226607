# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Tests that need neither root nor a kernel with the call.

UNIT_NAMES := $(patsubst tests/unit/test-%.c,%,$(sort $(wildcard \
	tests/unit/test-*.c)))
UNIT_TESTS := $(UNIT_NAMES:%=$(B)/tests/unit/test-%)

unit-dir := tests/unit
unit-common := $(B)/$(unit-dir)/unit.o $(B)/$(unit-dir)/fake.o \
	$(B)/$(unit-dir)/capture.o $(B)/$(unit-dir)/archives.o \
	$(B)/$(unit-dir)/listmaker.o $(B)/$(unit-dir)/tree.o
unit-forged := $(foreach f,forged machine softtpm split stories,$(B)/$(unit-dir)/$f.o)
unit-obj := $(unit-common) $(UNIT_TESTS:%=%.o) \
	$(unit-forged) $(B)/$(unit-dir)/imafs.o $(B)/$(unit-dir)/bls-dir.o
unit-cli := $(tools-a)

CHECK_CFLAGS = $(shell $(PKG_CONFIG) --cflags check)
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check)

# The command on a fake kernel, for the transcripts of tests/cli/golden.
GOLDEN := $(B)/tests/golden
golden-programs := $(GOLDEN)/kexec2 $(GOLDEN)/kexec2-attest
golden-obj := $(B)/tests/cli/golden/kernel.o $(B)/$(unit-dir)/fake.o

CLI_TESTS := $(sort $(wildcard tests/cli/*.sh))

# libcheck gives a test four seconds, which a busy machine takes for less.
export CK_DEFAULT_TIMEOUT ?= 60

.PHONY: unit-tests check-unit check-cli check-golden golden-update
unit-tests: $(UNIT_TESTS) $(golden-programs)

# Assertions of libcheck are no place for warnings on implicit conversions.
$(unit-obj): $(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(KEXEC2_CC) $(tools-cppflags) -Wno-conversion -Wno-sign-conversion $(CHECK_CFLAGS) \
		-c -o $@ $<

# Which make what the programs take apart.
$(UNIT_TESTS): %: %.o $(unit-common) $(unit-cli) $(LIBKEXEC2_A)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) $(unit-ldflags) -o $@ \
		$(filter %.o,$^) $(filter %.a,$^) \
		$(unit-libs) $(CHECK_LIBS) $(KEXEC2_STATIC_LIBS)

$(B)/tests/cli/golden/kernel.o: $(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(KEXEC2_CC) -Itests -c -o $@ $<

$(GOLDEN)/kexec2: $(B)/tools/kexec2/main.o
$(GOLDEN)/kexec2-attest: $(B)/tools/attest/main.o
$(golden-programs): $(golden-obj) $(tools-a) $(LIBKEXEC2_A)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $(filter %.o,$^) \
		$(filter %.a,$^) $(KEXEC2_LIBS)

check-golden: $(golden-programs)	## Compare what the commands print with transcripts
	@tests/cli/golden/run $(GOLDEN)

golden-update: $(golden-programs)	## Rewrite the transcripts to what is printed now
	@tests/cli/golden/run --update $(GOLDEN)

# With a TPM in it.
UNIT_FORGED := $(patsubst %.c,$(B)/%,$(wildcard $(unit-dir)/test-forged-*.c))
$(UNIT_FORGED): $(unit-forged)
$(UNIT_FORGED): unit-libs := -ltpms

$(B)/$(unit-dir)/test-archive: $(B)/$(unit-dir)/imafs.o
$(B)/$(unit-dir)/test-archive: unit-ldflags := $(foreach f,open64 __open64_2 \
	write pwritev64 fsync usleep,-Wl$(comma)--wrap=$(f))
$(B)/$(unit-dir)/test-memory: unit-ldflags := $(foreach f,calloc \
	strdup fmemopen asprintf __asprintf_chk,-Wl$(comma)--wrap=$(f))
$(B)/$(unit-dir)/test-joined $(B)/$(unit-dir)/test-join: unit-ldflags := -Wl,--wrap=memfd_create
$(filter $(B)/$(unit-dir)/test-bls%,$(UNIT_TESTS)): $(B)/$(unit-dir)/bls-dir.o
$(B)/$(unit-dir)/test-bls-content: unit-ldflags := -Wl,--wrap=uname
$(B)/$(unit-dir)/test-initramfs $(B)/$(unit-dir)/test-checks: unit-ldflags := -Wl,--wrap=pread64
$(B)/$(unit-dir)/test-uki-failures: unit-ldflags := $(foreach f,sendfile64 \
	pread64 memfd_create fcntl64,-Wl$(comma)--wrap=$(f))

# All are run, also after one that fails.  VALGRIND is put before each.
check-unit: $(UNIT_TESTS)	## Unit tests of the library and the command
	@status=0; for test in $(UNIT_TESTS); do \
		CK_TAP_LOG_FILE_NAME=- $(VALGRIND) $$test || status=1; \
	done; exit $$status

check-cli: $(KEXEC2) $(KEXEC2_ATTEST) $(golden-programs)	## Run the command without privilege
	@status=0; tests/cli/golden/run $(GOLDEN) || status=1; \
	for test in $(CLI_TESTS); do \
		$$test $(KEXEC2) || status=1; \
	done; exit $$status

-include $(unit-obj:.o=.d) $(golden-obj:.o=.d)
