#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Loads, and beside each something that gets in its way: many-loads.c says what has
# to be right after each of ROUNDS rounds.  OTHERS is what there is beside them, in
# a kernel that has less than the debug kernel.

. "$(dirname "$0")/../lib/case.sh"

helper many-loads crafted
ROUNDS=${ROUNDS:-1000}
all="load unload old raw crash verify cpu memory suspend keys reboot shrink"
OTHERS=${OTHERS:-$all}

# The last makes crash memory less.
boots "$ROUNDS rounds of each race" --cpus 2 --timeout 600 \
	--append 'crashkernel=64M kernelcore=60%' \
	--copy-in "$work/many-loads:/bin/many-loads" -- "
	dmesg -n 5
	for other in $OTHERS; do
		many-loads \$other $ROUNDS || exit
	done
	kexec2 unload
	echo 1 >/sys/devices/system/cpu/cpu1/online
	many-loads policy $ROUNDS || exit"
for other in $OTHERS policy; do
	like "$output" "(^|"$'\n'")$other: $ROUNDS rounds; loads [1-9]" \
		"loads, and beside them: $other"
done
diag "$(grep rounds <<<"$output")"

done_testing
