#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Run one of the kernel's selftests of the call in a guest; it prints TAP.
#
# usage: tests/vm/kselftest.sh NAME

. "$(dirname "$0")/lib/case.sh"

built KSELFTESTS

# Processors that race are tested with two.
option=()
timeout=400
case $1 in
race_test)	cpus=2 ;;
crash_test)	cpus=1 option=(--append crashkernel=256M) ;;
verify_test)	cpus=1 option=(--append crashkernel=256M) timeout=1200 ;;
*)		cpus=1 ;;
esac

# What is loaded here is not started: it may be smaller than what runs.
[ -z "${KERNEL_SMALL:-}" ] || option+=(--copy-in "$KERNEL_SMALL:/boot/small"
	--env KEXEC_TEST_KERNEL=/boot/small)

# Work files want a file system that is not $host, which is 9p.
vm --timeout $timeout --cpus $cpus ${option[@]+"${option[@]}"} \
	--copy-in "$KSELFTESTS/$1:/root/test" -- "TMPDIR=/tmp exec ./test" | tee "$work/tap"
status=${PIPESTATUS[0]}

# The tests skip what the kernel does not have; this one has the call.
! grep -q 'SKIP kexec_file_load2' "$work/tap" || exit 1
exit "$status"
