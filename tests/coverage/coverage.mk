# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Which lines the tests run; "reasons" lists functions that none runs.

COVERAGE := $(B)/coverage
COVERAGE_TOOLS_LEAST := 90

.PHONY: coverage-tools
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
