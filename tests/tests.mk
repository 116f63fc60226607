# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The tests.  `make check` runs all of them; each also runs on its own.

include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
include tests/abi/abi.mk

T := $(B)/tests
VM_CASES := $(sort $(wildcard tests/vm/cases/*.sh))
# These want the kernel with KASAN, lockdep and more.
VM_PRESSURE := $(sort $(wildcard tests/vm/pressure/*.sh))
# The kernel tree's own tests of what the call lives beside.
VM_PEERS := tests/vm/cases/selftests.sh $(sort $(wildcard tests/vm/peers/*.sh))

# What guests run.  That of another architecture is cross-built, with libraries
# and other programs of Debian, which are unpacked to SYSROOT; the static programs
# of tests with the C library of the cross compiler.
ifeq ($(KARCH),)
KEXEC2_GUEST := $(KEXEC2_STATIC)
KEXEC2_ATTEST_GUEST := $(KEXEC2_ATTEST_STATIC)
else
GUEST_B	:= $(B)/$(ARCH)
SYSROOT	:= $(GUEST_B)/sysroot
KEXEC2_GUEST := $(GUEST_B)/bin/kexec2.static
KEXEC2_ATTEST_GUEST := $(GUEST_B)/bin/kexec2-attest.static
# The linker of Debian 12 cannot read the archives of a later release.
ifeq ($(ARCH),riscv)
KEXEC2_GUEST := $(GUEST_B)/bin/kexec2
KEXEC2_ATTEST_GUEST := $(GUEST_B)/bin/kexec2-attest
endif

$(SYSROOT): tests/vm/sysroot deps.mk
	@kernel/logged "Getting Debian's programs of $(ARCH)" $@.log \
		tests/vm/sysroot $(DEBIAN_$(ARCH)) $@ $(DEPS_SYSROOT)
	@touch $@

.PHONY: guest-programs
guest-programs: $(SYSROOT)
	+$(Q)root=$(abspath $(SYSROOT)) && \
	PKG_CONFIG_LIBDIR=$$(echo $$root/usr/lib/*-linux-gnu/pkgconfig) \
	PKG_CONFIG_SYSROOT_DIR=$$root $(MAKE) --no-print-directory B=$(GUEST_B) \
		CC="$(CROSS_COMPILE)gcc --sysroot=$$root" AR=$(CROSS_COMPILE)ar \
		$(KEXEC2_GUEST) $(KEXEC2_ATTEST_GUEST)
cli: guest-programs
endif

# What the scripts would otherwise ask make for, and the programs of "make deps"
# before others of their names.
TEST_ENV = PATH="/usr/sbin:/usr/bin:/sbin:/bin:$$PATH" \
	   BOOTMENU=$(abspath $(BOOTMENU)) \
	   KERNEL_IMAGE=$(abspath $(KERNEL_IMAGE)) \
	   KERNEL_MODULES=$(abspath $(KERNEL_MODULES)) \
	   KEXEC2_ATTEST_GUEST=$(abspath $(KEXEC2_ATTEST_GUEST)) \
	   KEXEC2_GUEST=$(abspath $(KEXEC2_GUEST)) \
	   KEXEC2_STATIC=$(abspath $(KEXEC2_STATIC)) \
	   KEXEC2_ATTEST_STATIC=$(abspath $(KEXEC2_ATTEST_STATIC)) \
	   KSELFTESTS=$(abspath $(KSELFTESTS)) KTREE=$(abspath $(KTREE)) \
	   MDP=$(abspath $(MDP)) SIGKEY=$(abspath $(SIGKEY)) \
	   SIGN_FILE=$(abspath $(SIGN_FILE)) $(if $(SYSROOT),\
		SYSROOT=$(abspath $(SYSROOT))) VM_BUILD=$(abspath $(B)/vm)

# The kernel's selftests of the call, for a guest without shared libraries.
KSELFTESTS := $(T)/kselftests$(KARCH)
KSELFTEST_NAMES := $(patsubst %.c,%,$(notdir $(wildcard \
	kernel/overlay/tools/testing/selftests/kexec_file_load2/*.c)))
KSELFTEST_DIR := $(KTREE)/tools/testing/selftests/kexec_file_load2

$(KSELFTESTS)/%: $(K)/applied
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(if $(KARCH),$(CROSS_COMPILE)gcc,$(CC)) -static -O2 -Wall -D_GNU_SOURCE= $(NR_CPPFLAGS) \
		-Iinclude/uapi -I$(KTREE)/tools/testing/selftests \
		-o $@ $(KSELFTEST_DIR)/$*.c -lpthread

# What runs between two kernels, in a process.
PURGATORY_TEST := $(T)/purgatory
$(PURGATORY_TEST): tests/kernel/purgatory.c $(KERNEL_IMAGE)
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)objcopy --globalize-symbol=swap_pages \
		--set-section-flags .data..relocate_kernel=alloc,data \
		$(KOBJ)/arch/x86/kernel/relocate_kernel_64.o $@.o
	$(Q)$(CC) -no-pie -mno-red-zone -std=gnu11 $(CFLAGS) $(WARN) \
		-D_GNU_SOURCE $(CHECK_CFLAGS) -o $@ $< $@.o \
		$(foreach o,purgatory reset sha256 sha256-x86 string, \
			$(KOBJ)/arch/x86/purgatory/$o.o) \
		$(KOBJ)/arch/x86/purgatory/sha256?ni?asm.o \
		-Wl,-z,noexecstack -Wl,--defsym=__relocate_kernel_start=main \
		$(CHECK_LIBS) -lcrypto

LOAD_PAIRS := $(T)/load-pairs
$(LOAD_PAIRS): tests/bench/load-pairs.c include/uapi/linux/kexec_file_load2.h
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) -static -std=gnu11 $(CFLAGS) $(WARN) -D_GNU_SOURCE \
		-Iinclude/uapi -o $@ $< -lpthread

DOWNTIME := $(T)/downtime
$(DOWNTIME): tests/bench/downtime.c
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) -static -std=gnu11 $(CFLAGS) $(WARN) -D_GNU_SOURCE -o $@ $<

# Of lists, which needs no kernel.
BENCH_LOG := $(T)/make-list $(T)/measure
$(BENCH_LOG): $(T)/%: tests/bench/%.c
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 $(CFLAGS) $(WARN) -D_GNU_SOURCE -o $@ $< -lcrypto

VERIFY_MANY := $(T)/verify-many
$(VERIFY_MANY): tests/bench/verify-many.c $(unit-cli) $(LIBKEXEC2_A)
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(KEXEC2_CC) $(tools-cppflags) -o $@ $^ $(KEXEC2_LIBS)

.PHONY: test check-programs check check-vm check-gates check-debug check-all demo
.PHONY: check-kernel check-patches compile-arches peers series-check
.PHONY: fuzz-kernel
.PHONY: bench bench-log bench-load bench-downtime
# The library, once more.
VALGRIND_TESTS := handle joined memory syscall
VALGRIND_FLAGS := -q --error-exitcode=99 --leak-check=full \
		  --errors-for-leak-kinds=definite
# What runs the library and the programs.
CHECK_PROGRAMS := \
	$(foreach t,$(UNIT_TESTS),unit-$(notdir $t)='CK_TAP_LOG_FILE_NAME=- $t') \
	$(foreach t,$(CLI_TESTS),$(basename $(notdir $t))='$t $(KEXEC2)') \
	golden='tests/cli/golden/run $(GOLDEN)'
CHECK_HOST := summary=tests/lib/selftest.sh \
	      gates=tests/kernel/gates-selftest.sh \
	      coverage=tests/coverage/selftest.sh \
	      shellcheck=tests/shellcheck.sh \
	      licenses=tests/licenses.sh \
	      deps=tests/deps.sh \
	      dropin=tests/dropin.sh \
	      project='tests/project.sh $(KEXEC2) $(KEXEC2_ATTEST)' \
	      number='tests/number.sh $(LIBKEXEC2_A)' \
	      without='$(MAKE) -s --no-print-directory check-without' \
	      $(CHECK_PROGRAMS) \
	      $(foreach t,$(VALGRIND_TESTS),valgrind-$t='CK_TAP_LOG_FILE_NAME=- valgrind $(VALGRIND_FLAGS) $(B)/tests/unit/test-$t') \
	      fuzz-corpus='$(MAKE) -s --no-print-directory check-fuzz-corpus' \
	      abi='$(MAKE) -s --no-print-directory check-abi' \
	      installed='$(MAKE) -s --no-print-directory check-installed' \
	      man='$(MAKE) -s --no-print-directory check-man'
CHECK_KERNEL := apply='tests/kernel/apply.sh $(KTREE)' \
		lint='tests/kernel/lint.sh $(KTREE) $(KOBJ)' \
		purgatory='CK_TAP_LOG_FILE_NAME=- $(PURGATORY_TEST)'
HARNESS := harness=tests/vm/selftest.sh
CHECK_GUESTS = $(foreach t,$(filter-out $(left-out),$(KSELFTEST_NAMES)),\
			$t='tests/vm/kselftest.sh $t') $(VM_CASES)

# Another architecture leaves cases out, for the reasons there; what has to do with
# the host is not run again for it.
ifneq ($(KARCH),)
left-out := $(shell sed -n 's/^\([a-z_-]*\) [^:]*\<$(ARCH)\>[^:]*: .*/\1/p' \
		tests/vm/without)
VM_CASES := $(filter-out $(left-out:%=tests/vm/cases/%.sh),$(VM_CASES))
CHECK_KERNEL :=
HARNESS :=
endif

# A guest has one processor, unless it is about more.
VM_JOBS ?= 2
SUMMARY = $(TEST_ENV) tests/lib/summary --jobs $(VM_JOBS)
GUESTS_NEED := cli kernel $(if $(KARCH),,$(BOOTMENU) $(PURGATORY_TEST)) $(KSELFTEST_NAMES:%=$(KSELFTESTS)/%)

check-programs: cli unit-tests
	@$(SUMMARY) --log $(T)/logs $(CHECK_PROGRAMS)

test: all unit-tests fuzz-targets	## Run the tests that need no kernel
	@$(SUMMARY) --log $(T)/logs $(CHECK_HOST)

check: $(if $(KARCH),,all unit-tests fuzz-targets) $(GUESTS_NEED)	## Run all tests of what is built (ARCH=arm64: in guests of that)
	@$(SUMMARY) --log $(T)/logs$(KARCH) $(if $(KARCH),,$(CHECK_HOST)) \
		$(CHECK_KERNEL) $(HARNESS) $(CHECK_GUESTS)

check-vm: $(GUESTS_NEED)	## Run the tests that boot a guest
	@$(SUMMARY) --log $(T)/logs $(HARNESS) $(CHECK_GUESTS)

# With KEEP=1, what has passed with the same files is not run again: these take
# hours, and are cut short.
KEEP ?= 0
KEEP_STAMP = $(if $(filter 1,$(KEEP)),--keep "$$(tests/lib/suites --stamp $(KEPT_FOR))")
KEPT_FOR = $(shell sed -n 's/^check-gates .*|//p' tests/suites)

check-kernel: $(GUESTS_NEED)	## Run the tests of the kernel, in guests and of its sources
	@$(SUMMARY) $(KEEP_STAMP) --log $(T)/logs-$(KNAME) $(CHECK_KERNEL) \
		$(CHECK_GUESTS)

peers: cli kernel	## Run the kernel tree's own tests of kexec, handover and the TPM
	@$(SUMMARY) --log $(T)/logs-$(KNAME)-peers $(VM_PEERS)

GATES := $(wildcard tests/kernel/gates/*.diff)
check-gates: $(GUESTS_NEED)	## See a test fail for each fix that is taken out
	+@tests/kernel/gates.sh build $(KTREE) $(KERNEL_CONFIG) $(K)/gates \
		$(KCC) -j$(JOBS)
	@$(SUMMARY) $(KEEP_STAMP) --log $(T)/logs-gates $(foreach g,$(GATES),\
		$(basename $(notdir $g))='tests/kernel/gates.sh run $(K)/gates $g')

check-debug: $(GUESTS_NEED) kernel-debug	## Run guests with KASAN, lockdep and more
	@$(TEST_ENV) KERNEL_IMAGE=$(abspath $(KERNEL_IMAGE_DEBUG)) \
		KERNEL_MODULES=$(abspath $(KERNEL_MODULES_DEBUG)) \
		KERNEL_SMALL=$(abspath $(KERNEL_IMAGE)) VM_CHECKED=1 \
		tests/lib/summary $(KEEP_STAMP) --jobs $(VM_JOBS) \
		--log $(T)/logs-debug \
		planted='tests/kernel/planted.sh $(KTREE) $(KOBJ) $(KOBJ_DEBUG)' \
		$(CHECK_GUESTS) $(VM_PRESSURE)

check-patches: $(K)/applied	## Build the kernel after each patch of the series
	@$(SUMMARY) --log $(T)/logs-patches \
		patches='tests/kernel/each-patch.sh $(KTREE) $(K)/each-patch -j$(JOBS)'

STEPS = tests/kernel/each-step.sh $(KTREE) $(SERIES)
STEPS_MAKE = CC="$(CCACHE) $(1)gcc" HOSTCC="$(CCACHE) gcc" -j$(JOBS)
series-check: series	## Check the series: each patch builds and is clean (KERNEL=7.2)
	@$(SUMMARY) --jobs 1 --log $(T)/logs-series \
		series='tests/kernel/series.sh $(KTREE)' \
		steps='$(STEPS) $(K)/each-step $(call STEPS_MAKE)' \
		steps-arm64='$(STEPS) $(K)/each-step-arm64 ARCH=arm64 \
			CROSS_COMPILE=$(CROSS_arm64) $(call STEPS_MAKE,$(CROSS_arm64))'

compile-arches: $(K)/applied	## Compile what is added and edited for architectures that no guest has
	@tests/install-deps $(DEPS_ARCHES)
	@$(SUMMARY) --log $(T)/logs-$(KNAME)-arches \
		arches='tests/kernel/compile-arches.sh $(KTREE) $(K)/arches \
			-j$(JOBS) $(ARCHES)'

# In guests of 10,000 calls each, which KASAN and lockdep watch; the seeds are kept.
CALLS ?= 1000000
SEED ?= $(shell date +%s)
FUZZ_KERNEL := $(B)/fuzz-kernel
fuzz-kernel: cli kernel-debug	## Fuzz the system call with CALLS=N calls, SEED=N the first seed
	@mkdir -p $(FUZZ_KERNEL)
	@$(TEST_ENV) KERNEL_IMAGE=$(abspath $(KERNEL_IMAGE_DEBUG)) \
		VM_KASAN=1 CALLS=$(CALLS) SEED=$(SEED) \
		LOG=$(abspath $(FUZZ_KERNEL)) \
		SEEDS=$(abspath $(FUZZ_KERNEL)/seeds) \
		tests/vm/pressure/fuzz-call.sh

# A suite that has passed is run again when a file that it covers has changed.
check-all:	## Run all suites, each once for what it covers
	+@tests/lib/suites tests/suites $(T)/suites

.PHONY: check-completion check-man
check-completion: cli	## Check what bash and zsh complete
	@tests/cli/completion.sh $(KEXEC2)

check-man: $(programs)	## Check the manual pages
	@rm -rf $(T)/man
	@$(MAKE) -s --no-print-directory install-man MANDIR=$(abspath $(T)/man) \
		DESTDIR=
	@tests/man.sh $(T)/man $(libkexec2-map) $(programs)

demo: cli kernel	## Load, measure, boot and verify three parts, with an account
	@$(TEST_ENV) tests/vm/demo

bench: bench-log bench-load bench-downtime	## Time loads, the reboot, and reading lists

.PHONY: bench-variants
bench-variants: kernel
	@GATES=tests/bench/variants tests/kernel/gates.sh build $(KTREE) \
		$(KERNEL_CONFIG) $(K)/gates $(KCC) -j$(JOBS)

bench-load: cli bench-variants $(LOAD_PAIRS)	## Time loading parts against loading their join
	@$(TEST_ENV) tests/bench/load.sh $(abspath $(LOAD_PAIRS)) \
		$(abspath $(K)/gates/before.bzImage)

bench-downtime: cli bench-variants $(DOWNTIME) $(PURGATORY_TEST)	## Count instructions from one kernel to the next
	@$(TEST_ENV) tests/bench/downtime.sh $(abspath $(DOWNTIME)) \
		$(abspath $(K)/gates) $(abspath $(PURGATORY_TEST))

bench-log: cli $(BENCH_LOG) $(VERIFY_MANY)	## Time reading and verifying measurement lists
	@tests/bench/log.sh $(KEXEC2) $(BENCH_LOG)
	@tests/bench/references.sh $(KEXEC2) $(firstword $(BENCH_LOG)) \
		$(VERIFY_MANY)
	@tests/bench/fleet.sh $(KEXEC2_ATTEST) $(BENCH_LOG)

include tests/coverage/coverage.mk
