#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The number of the system call: 754, or what NR= says, as TAP.
#
# usage: tests/number.sh LIBKEXEC2_A
#
# LIBKEXEC2_A is the static library of an ordinary build.
set -u

[ $# = 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The library calls this and not that of libc.
cat >"$work/number.c" <<'END'
#include <stdio.h>
#include <libkexec2.h>

long syscall(long number, ...)
{
	printf("%ld\n", number);
	return 0;
}

int main(void)
{
	return kexec_file_load2(NULL, 0, 0);
}
END

number_of()
{
	"${CC:-gcc}" -Iinclude -Iinclude/uapi -o "$work/number" \
		"$work/number.c" "$1" && "$work/number"
}

is "$(number_of "$1")" 754 "the library makes the call by number 754"
ok "NR=472 builds another" make -s --no-print-directory B="$work/build" NR=472 \
	CFLAGS=-O0 "$work/build/lib/libkexec2.a"
is "$(number_of "$work/build/lib/libkexec2.a")" 472 "which makes it by that"
is "$(grep -rhE '^#\s*define __NR_kexec_file_load2' include lib tools)" \
	'#define __NR_kexec_file_load2		754' "no other number is known"

done_testing
