#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Run one of the kernel's selftests of the call in a guest; it prints TAP.
#
# usage: tests/vm/kselftest.sh NAME

. "$(dirname "$0")/lib/case.sh"

built KSELFTESTS

# $host is 9p; the test wants a tmpfs for its files.
vm --timeout 300 --copy-in "$KSELFTESTS/$1:/root/test" -- \
	"TMPDIR=/tmp exec ./test"
