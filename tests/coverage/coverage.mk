# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Which lines the tests run; "reasons" lists functions that none runs.

COVERAGE := $(B)/coverage
COVERAGE_TOOLS_LEAST := 90

.PHONY: coverage coverage-tools coverage-kernel
coverage: coverage-tools coverage-kernel	## Find the lines that no test runs

coverage-tools:	## Fail for a file of lib/ or tools/ of which the tests run less than 90 %
	@rm -rf $(COVERAGE)
	@mkdir -p $(COVERAGE)
	$(Q)gcc -c -o $(COVERAGE)/exit.o tests/coverage/exit.c
	+@$(MAKE) -s --no-print-directory B=$(COVERAGE) CC=gcc SAN= \
		CFLAGS='-O0 -g --coverage -fprofile-update=atomic' \
		LDFLAGS='-Wl,--wrap=_exit $(COVERAGE)/exit.o' check-programs
	$(Q)gcovr --no-markers --filter lib/ --filter tools/ \
		--json $(COVERAGE)/tools.json $(COVERAGE)/lib $(COVERAGE)/tools
	@tests/lib/summary coverage='tests/coverage/judge \
		$(COVERAGE_TOOLS_LEAST) tests/coverage/reasons \
		$(COVERAGE)/tools.json $(libkexec2-src) \
		$(sort $(tools-src) $(tools-main))'

# The kernel counts in what we add and in what the patches edit, but for what
# runs without it and for the modules that only tests have.  It cannot suspend, nor
# lose memory.
COVERAGE_KERNEL_LEAST := 95
COVERAGE_COUNTERS := $(COVERAGE)/counters
KOBJ_COVERAGE := $(K)/obj-coverage$(KARCH)
KERNEL_IMAGE_COVERAGE := $(KOBJ_COVERAGE)/$(KIMAGE)
coverage-added := $(filter-out %_debug.c,$(filter fs/%.c init/%.c kernel/%.c \
	security/%.c,$(KOVERLAY:kernel/overlay/%=%)))
coverage-edited := $(filter fs/%.c init/%.c kernel/%.c security/%.c, \
	$(shell sed -n 's,^+++ b/,,p' $(KPATCHES) | sort -u))

$(eval $(call KERNEL_BUILD,$(KOBJ_COVERAGE),base ima coverage,$(SIGKEY).config))
$(KERNEL_IMAGE_COVERAGE): KMAKE += $(patsubst %.c,GCOV_PROFILE_%.o=y, \
	$(notdir $(coverage-added) $(coverage-edited)))

coverage-kernel: $(GUESTS_NEED) $(KERNEL_IMAGE_COVERAGE)	## Fail for a file of the kernel of which the guests run less than 95 %
	@rm -rf $(COVERAGE_COUNTERS)
	@mkdir -p $(COVERAGE_COUNTERS)
	-@$(TEST_ENV) KERNEL_IMAGE=$(abspath $(KERNEL_IMAGE_COVERAGE)) \
		KERNEL_MODULES=$(KOBJ_COVERAGE)/fs/isofs/isofs.ko \
		KERNEL_SMALL=$(abspath $(KERNEL_IMAGE)) \
		VM_COUNTERS=$(abspath $(COVERAGE_COUNTERS)) \
		tests/lib/summary --jobs $(VM_JOBS) --log $(T)/logs-coverage \
		$(CHECK_GUESTS) \
		$(filter-out %/fuzz-call.sh %/long.sh %/races.sh,$(VM_PRESSURE)) \
		fuzz-call='CALLS=2000 tests/vm/pressure/fuzz-call.sh' \
		races='ROUNDS=100 OTHERS="load unload old raw crash verify \
			cpu reboot shrink" tests/vm/pressure/races.sh'
	$(Q)tests/coverage/kernel $(KTREE) $(KOBJ_COVERAGE) \
		$(COVERAGE_COUNTERS) $(COVERAGE)/kernel.json
	@tests/lib/summary coverage='tests/coverage/judge \
		$(COVERAGE_KERNEL_LEAST) tests/coverage/reasons-kernel \
		$(COVERAGE)/kernel.json $(coverage-added)'
