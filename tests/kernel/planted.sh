#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# `make check-debug` can fail: guests with a planted bug do, for each checker, and
# so do guests without the checkers, and those that do not scan for leaks.
#
# usage: tests/kernel/planted.sh TREE OBJDIR OBJDIR-DEBUG
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/lib/tap.sh"

tree=$(realpath "$1")
plain=$(realpath "$2")
debug=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export VM_CHECKED=1

mkdir "$work/module"
cp "$top/tests/kernel/planted/planted.c" "$work/module"
echo 'obj-m := planted.o' >"$work/module/Makefile"
make -C "$tree" O="$debug" M="$work/module" modules >"$work/make.log" 2>&1 ||
	bail_out "planted.ko is not built: $(tail -n 5 "$work/make.log")"

# guest OBJDIR OPTION...: status and err are those of a guest of this kernel
guest()
{
	local obj=$1

	shift
	status=0
	err=$("$top/tests/vm/vm" --kernel "$obj/arch/x86/boot/bzImage" \
		--memory 1G --log "$work/log" \
		--copy-in "$work/module/planted.ko" "$@" 2>&1 >/dev/null) ||
		status=$?
}

# finds BUG REGEX
finds()
{
	guest "$debug" -- "insmod planted.ko bug=$1"
	is "$status" 123 "a guest with this fails: $1"
	like "$err" "$2" "and tells: $1"
}

guest "$debug" -- 'insmod planted.ko'
is "$status" 0 "a guest without a bug does not fail" || diag "$err"
finds use-after-free 'KASAN: slab-use-after-free in planted_init|KASAN: .*use-after-free'
finds leak 'new suspected memory leaks'
finds lock-inversion 'possible circular locking dependency'
finds sleep-in-atomic 'scheduling while atomic|sleeping function called from invalid'
finds out-of-bounds 'UBSAN: array-index-out-of-bounds'
finds free-active-timer 'ODEBUG: free active'

# An allocation that is not checked, where one in turn fails.
gcc -static -O -D_GNU_SOURCE -I"$top/include/uapi" -o "$work/fail-nth" \
	"$top"/tests/vm/lib/{fail-nth,crafted}.c ||
	bail_out "fail-nth does not compile"
for how in checked unchecked; do
	guest "$debug" --append crashkernel=128M \
		--copy-in "$work/fail-nth:/bin/fail-nth" -- "insmod planted.ko
		echo 'measure func=CRITICAL_DATA label=kexec_file_load2' \
			>/sys/kernel/security/ima/policy
		fail-nth write /sys/module/planted/parameters/$how"
	case $how in
	checked)
		is "$status" 0 "a guest in which an allocation fails does not" ||
			diag "$err" ;;
	unchecked)
		is "$status" 122 "one in which nobody looks at that dies"
		like "$err" 'null-ptr-deref|NULL pointer dereference' \
			"and tells why" ;;
	esac
done

guest "$plain" -- true
is "$status" 123 "a kernel without checkers is a failure"
. "$top/tests/vm/lib/splat.sh"
for checker in $CHECKERS; do
	like "$err" "checkers are missing: [A-Z_ ]*\b$checker\b" \
		"and it is named: $checker"
done
guest "$debug" --append kmemleak=off -- true
is "$status" 123 "so is a guest that does not scan for leaks"
like "$err" 'was not scanned' "which is told"

done_testing
