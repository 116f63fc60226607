#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Calls of all shapes, while others change what they are given: fuzz-call.c says
# what has to be right.  CALLS of them, in guests that make no more than EACH, for
# the list not to grow too long; the first has the seed SEED.  SEEDS is a file
# in which seeds and outcomes are kept.

. "$(dirname "$0")/../lib/case.sh"

CALLS=${CALLS:-10000}
SEED=${SEED:-1}
EACH=${EACH:-10000}
# Three times as many calls a second, for a guest that is not scanned for leaks.
quick=
[ -n "${VM_CHECKED:-}" ] ||
	quick=" kmemleak=off no_debug_objects stack_depot_disable=on"

gcc -static -O -Wall -D_GNU_SOURCE -I"$top/include/uapi" -o "$work/fuzz-call" \
	"$top"/tests/{fuzz/kernel/{fuzz-call,files,odd-files},vm/lib/crafted}.c \
	-lpthread || die "fuzz-call does not compile"
mkdir "$work/ro"
seq 1000 >"$work/ro/part"
mkfs.erofs -zlz4 "$work/ro.erofs" "$work/ro" >"$work/log.erofs" 2>&1 ||
	die "mkfs.erofs: $(tail -n 1 "$work/log.erofs")"

while [ "$CALLS" -gt 0 ]; do
	n=$((CALLS < EACH ? CALLS : EACH))
	# Every other seed begins with the rule for records.
	rule='' outcome=''
	[ $((SEED % 2)) = 0 ] ||
		rule='echo "measure func=CRITICAL_DATA label=kexec_file_load2" \
			>/sys/kernel/security/ima/policy; '
	boots "$n calls, seed $SEED" --timeout 600 --cpus 2 \
		--append "crashkernel=64M$quick" --disk "$work/ro.erofs" \
		--copy-in "$work/fuzz-call:/bin/fuzz-call" -- \
		"dmesg -n 5; ${rule}fuzz-call $SEED $n" || {
		mkdir -p "${LOG:-$top/build/fuzz-kernel}"
		cp "$work/log/console.log" \
			"${LOG:-$top/build/fuzz-kernel}/$SEED.console"
		outcome=", and the guest failed"
	}
	said=$(grep '^seed' <<<"$output")
	[ -z "${SEEDS-}" ] || echo "${said:-seed $SEED: no end}$outcome" >>"$SEEDS"
	share=$(sed -n 's/.* succeeded, \([0-9]*\)[.].*/\1/p' <<<"$said")
	ok "at least one in ten succeeds" test "${share:-0}" -ge 10
	diag "$said"
	CALLS=$((CALLS - n))
	SEED=$((SEED + 1))
done

done_testing
