# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The tests.  `make check` runs all of them; each also runs on its own.

include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
include tests/abi/abi.mk

T := $(B)/tests
VM_CASES := $(sort $(wildcard tests/vm/cases/*.sh))

# Those that boot the kernel that wants signatures.
VM_SIG := signature conditions secure-boot signed-parts systemd verity
SIG_ENV = KERNEL_IMAGE=$(abspath $(KERNEL_IMAGE_SIG)) SIGKEY=$(abspath $(SIGKEY)) \
	  MDP=$(abspath $(K)/obj-sig/scripts/selinux/mdp/mdp)

# What the scripts would otherwise ask make for.
TEST_ENV = BOOTMENU=$(abspath $(BOOTMENU)) \
	   KERNEL_IMAGE=$(abspath $(KERNEL_IMAGE)) \
	   KERNEL_MODULES=$(abspath $(KERNEL_MODULES)) \
	   KEXEC2_STATIC=$(abspath $(KEXEC2_STATIC)) \
	   KEXEC2_ATTEST_STATIC=$(abspath $(KEXEC2_ATTEST_STATIC)) \
	   KSELFTESTS=$(abspath $(KSELFTESTS)) KTREE=$(abspath $(KTREE)) \
	   SIGN_FILE=$(abspath $(SIGN_FILE)) VM_BUILD=$(abspath $(B)/vm)

# The kernel's selftests of the call, for a guest without shared libraries.
KSELFTESTS := $(T)/kselftests
KSELFTEST_NAMES := $(patsubst %.c,%,$(notdir $(wildcard \
	kernel/overlay/tools/testing/selftests/kexec_file_load2/*.c)))
KSELFTEST_DIR := $(KTREE)/tools/testing/selftests/kexec_file_load2

$(KSELFTESTS)/%: $(K)/applied
	@mkdir -p $(@D)
	$(CC) -static -O2 -Wall -D_GNU_SOURCE -Iinclude/uapi \
		-I$(KTREE)/tools/testing/selftests \
		-o $@ $(KSELFTEST_DIR)/$*.c -lpthread

LOAD_PAIRS := $(T)/load-pairs
$(LOAD_PAIRS): tests/bench/load-pairs.c include/uapi/linux/kexec_file_load2.h
	@mkdir -p $(@D)
	$(CC) -static -std=gnu11 $(CFLAGS) $(WARN) -D_GNU_SOURCE \
		-Iinclude/uapi -o $@ $<

# Of lists, which needs no kernel.
BENCH_LOG := $(T)/make-list $(T)/measure
$(BENCH_LOG): $(T)/%: tests/bench/%.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(CFLAGS) $(WARN) -D_GNU_SOURCE -o $@ $< -lcrypto

VERIFY_MANY := $(T)/verify-many
$(VERIFY_MANY): tests/bench/verify-many.c $(unit-cli) $(LIBKEXEC2_A)
	@mkdir -p $(@D)
	$(KEXEC2_CC) $(tools-cppflags) -o $@ $^ $(ATTEST_LIBS)

.PHONY: check check-vm check-gates check-debug demo bench bench-log
# The library, once more.
VALGRIND_TESTS := handle joined memory syscall
VALGRIND_FLAGS := -q --error-exitcode=99 --leak-check=full \
		  --errors-for-leak-kinds=definite
CHECK_HOST := summary=tests/lib/selftest.sh \
	      shellcheck=tests/shellcheck.sh \
	      licenses=tests/licenses.sh \
	      deps=tests/deps.sh \
	      project='tests/project.sh $(KEXEC2) $(KEXEC2_ATTEST)' \
	      without='$(MAKE) -s --no-print-directory check-without' \
	      $(foreach t,$(UNIT_TESTS),unit-$(notdir $t)='CK_TAP_LOG_FILE_NAME=- $t') \
	      $(foreach t,$(VALGRIND_TESTS),valgrind-$t='CK_TAP_LOG_FILE_NAME=- valgrind $(VALGRIND_FLAGS) $(B)/tests/unit/test-$t') \
	      $(foreach t,$(CLI_TESTS),$(basename $(notdir $t))='$t $(KEXEC2)') \
	      golden='tests/cli/golden/run $(GOLDEN)' \
	      fuzz-corpus='$(MAKE) -s --no-print-directory check-fuzz-corpus' \
	      abi='$(MAKE) -s --no-print-directory check-abi' \
	      installed='$(MAKE) -s --no-print-directory check-installed' \
	      man='$(MAKE) -s --no-print-directory check-man' \
	      apply='tests/kernel/apply.sh $(KTREE)' \
	      lint='tests/kernel/lint.sh $(KTREE) $(KOBJ)'
CHECK_VM := harness=tests/vm/selftest.sh \
	    $(foreach t,$(KSELFTEST_NAMES),$t='tests/vm/kselftest.sh $t') \
	    $(foreach t,$(VM_SIG),$t='$(SIG_ENV) tests/vm/$t.sh') \
	    $(VM_CASES)

check: all unit-tests fuzz-targets $(BOOTMENU) kernel $(KERNEL_IMAGE_SIG) $(KSELFTEST_NAMES:%=$(KSELFTESTS)/%)	## Run all tests
	@$(TEST_ENV) tests/lib/summary --log $(T)/logs $(CHECK_HOST) $(CHECK_VM)

check-vm: cli $(BOOTMENU) kernel $(KERNEL_IMAGE_SIG) $(KSELFTEST_NAMES:%=$(KSELFTESTS)/%)	## Run the tests that boot a guest
	@$(TEST_ENV) tests/lib/summary --log $(T)/logs $(CHECK_VM)

check-gates: cli kernel $(KERNEL_IMAGE_UNFIXED)	## See tests fail on a kernel without the fixes
	@$(TEST_ENV) tests/lib/summary --log $(T)/logs \
		gates='tests/kernel/gates.sh $(abspath $(KERNEL_IMAGE_UNFIXED))'

# Slower by far; the cases that take no time to speak of, and all selftests.
DEBUG_CASES := $(addprefix tests/vm/cases/,carried-list.sh crash.sh image.sh \
		three-parts.sh)
check-debug: cli kernel-debug $(KSELFTEST_NAMES:%=$(KSELFTESTS)/%)	## Run guests with KASAN, lockdep and more
	@$(TEST_ENV) KERNEL_IMAGE=$(abspath $(KERNEL_IMAGE_DEBUG)) VM_SLOW=1 \
		tests/lib/summary --log $(T)/logs-debug \
		$(foreach t,$(filter-out lockdown_test,$(KSELFTEST_NAMES)),$t='tests/vm/kselftest.sh $t') \
		$(DEBUG_CASES)

.PHONY: check-completion check-man
check-completion: cli	## Check what bash and zsh complete
	@tests/cli/completion.sh $(KEXEC2)

check-man:	## Check the manual pages
	@rm -rf $(T)/man
	@$(MAKE) -s --no-print-directory install-man MANDIR=$(abspath $(T)/man) \
		DESTDIR=
	@tests/man.sh $(T)/man $(libkexec2-map)

demo: cli kernel	## Load, measure, boot and verify three parts, with an account
	@$(TEST_ENV) tests/vm/demo

bench: bench-log cli kernel $(LOAD_PAIRS)	## Time loading parts against loading their join
	@$(TEST_ENV) tests/bench/load.sh $(abspath $(LOAD_PAIRS))

bench-log: cli $(BENCH_LOG) $(VERIFY_MANY)	## Time reading and verifying measurement lists
	@tests/bench/log.sh $(KEXEC2) $(BENCH_LOG)
	@tests/bench/references.sh $(KEXEC2) $(firstword $(BENCH_LOG)) \
		$(VERIFY_MANY)
