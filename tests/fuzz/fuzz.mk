# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Fuzzing of what parses files, with libFuzzer.  fuzz-NAME.c is a target, and
# corpus/NAME/ is what it starts from; nothing else is to be listed.

FUZZ_CC ?= clang
FUZZ_SECONDS ?= 60
FUZZ_SAN := -fsanitize=address,undefined -fno-sanitize-recover=undefined

fuzz-dir := tests/fuzz
F := $(B)/fuzz
FUZZ_NAMES := $(patsubst $(fuzz-dir)/fuzz-%.c,%,$(sort \
	$(wildcard $(fuzz-dir)/fuzz-*.c)))
FUZZ_TARGETS := $(FUZZ_NAMES:%=$(F)/fuzz-%)
fuzz-obj := $(tools-src:%.c=$(F)/%.o) \
	$(libkexec2-src:%.c=$(F)/%.o)
fuzz-main-obj := $(FUZZ_NAMES:%=$(F)/$(fuzz-dir)/fuzz-%.o)

.PHONY: fuzz fuzz-targets check-fuzz-corpus
fuzz-targets: $(FUZZ_TARGETS)

$(fuzz-obj) $(fuzz-main-obj): $(F)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(FUZZ_CC) -std=gnu11 $(KEXEC2_CPPFLAGS) $(tools-cppflags) \
		-DKEXEC2_VERSION='"$(VERSION)"' -O1 -g $(WARN) \
		-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION \
		-Wno-missing-prototypes -fno-omit-frame-pointer \
		-fsanitize=fuzzer-no-link $(FUZZ_SAN) -MMD -MP -c -o $@ $<

# fuzz-xattr has code of the kernel in it, without headers of the kernel.
fuzz-kernel := $(F)/kernel/initramfs_xattr.c $(F)/kernel/initramfs_xattr.h
$(fuzz-kernel): $(F)/kernel/%: kernel/overlay/init/%
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)sed '/^#include </d' $< >$@
$(F)/$(fuzz-dir)/fuzz-xattr.o: tools-cppflags += -I$(F)
$(F)/$(fuzz-dir)/fuzz-xattr.o: $(fuzz-kernel)

# Anew each time, as ar keeps members whose source is gone.
$(F)/kexec2.a: $(fuzz-obj) $(B)/objects
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $(fuzz-obj)

$(FUZZ_TARGETS): $(F)/fuzz-%: $(F)/$(fuzz-dir)/fuzz-%.o $(F)/kexec2.a
	$(call say,LD)
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer $(FUZZ_SAN) -o $@ $^ $(KEXEC2_LIBS)

# What is found that is new goes below build/, and so does what fails: the
# corpus in the tree is kept small by hand.
fuzz: $(FUZZ_TARGETS)	## Fuzz each parser for FUZZ_SECONDS seconds
	@status=0; for name in $(FUZZ_NAMES); do \
		mkdir -p $(F)/found/$$name $(F)/failed/$$name; \
		echo "== fuzz-$$name, for $(FUZZ_SECONDS) seconds"; \
		$(F)/fuzz-$$name -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
			-rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
			-artifact_prefix=$(F)/failed/$$name/ \
			$(F)/found/$$name $(fuzz-dir)/corpus/$$name || { \
			echo "fuzz-$$name failed; see $(F)/failed/$$name"; \
			status=1; }; \
	done; exit $$status

# The same in no time, and always the same: each file of the corpus once.
check-fuzz-corpus: $(FUZZ_TARGETS)	## Run the parsers over the corpus once
	@echo "1..$(words $(FUZZ_NAMES))"; count=0; status=0; \
	for name in $(FUZZ_NAMES); do \
		count=$$((count + 1)); \
		if ls $(fuzz-dir)/corpus/$$name/* >/dev/null && \
		   $(F)/fuzz-$$name -runs=0 -timeout=10 -verbosity=0 \
			-artifact_prefix=$(F)/ $(fuzz-dir)/corpus/$$name \
			>$(F)/$$name.log 2>&1; then \
			echo "ok $$count - fuzz corpus: $$name"; \
		else \
			echo "not ok $$count - fuzz corpus: $$name"; \
			sed 's/^/# /' $(F)/$$name.log; status=1; \
		fi; \
	done; exit $$status

-include $(fuzz-obj:.o=.d) $(fuzz-main-obj:.o=.d)
