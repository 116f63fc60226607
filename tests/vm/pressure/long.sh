#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# ROUNDS loads and unloads in one guest: neither memory, nor the list, nor the
# number of open files grows.

. "$(dirname "$0")/../lib/case.sh"

helper many-loads crafted
ROUNDS=${ROUNDS:-10000}

boots "$ROUNDS loads and unloads" --timeout 600 \
	--copy-in "$work/many-loads:/bin/many-loads" -- "
	dmesg -n 5
	many-loads alone $ROUNDS"
like "$output" "alone: $ROUNDS rounds; .*, 0 entries, 0 files more" "nothing grows"
diag "$(grep rounds <<<"$output")"

done_testing
