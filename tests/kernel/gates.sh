#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The reproducers of the base kernel's bugs fail on a kernel without the
# fixes, as TAP.
#
# usage: tests/kernel/gates.sh BZIMAGE
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/lib/tap.sh"

out=$(KERNEL_IMAGE=$1 "$top/tests/vm/cases/carried-list.sh" 2>&1)
isnt $? 0 "carried-list.sh fails"
like "$out" 'not ok [0-9]+ - a failed load does not break the list' \
	"the list of a loaded image, after a load that failed"
like "$out" 'not ok [0-9]+ - (kexec_load after an unload|no list is written)' \
	"the list of an image that is gone"
diag "$(grep '^not ok' <<<"$out")"

out=$(KERNEL_IMAGE=$1 "$top/tests/vm/cases/appraise.sh" 2>&1)
isnt $? 0 "appraise.sh fails"
like "$out" 'not ok [0-9]+ - and again when it is tried again' \
	"an algorithm that was refused before"
like "$out" 'not ok [0-9]+ - a memfd that was rewritten in place' \
	"a memfd that has passed before"
diag "$(grep '^not ok' <<<"$out")"

done_testing
