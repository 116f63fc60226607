#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The interface of the library, against what it is meant to be, as TAP:
#	abi.sh LIBRARY DIRECTORY BUILT
# DIRECTORY has libkexec2.map, and the committed libkexec2.abi and
# libkexec2.values; BUILT has those two as they are now.
# CC and CXX are taken from the environment.

library=$1
map=$2/libkexec2.map
committed=$2
built=$3
: "${CC:=cc}" "${CXX:=c++}"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failures=0

# check NAME COMMAND...: the output of a command that fails becomes a comment
check() {
	name=$1
	shift
	count=$((count + 1))
	if "$@" >"$work/log" 2>&1; then
		echo "ok $count - abi: $name"
	else
		failures=$((failures + 1))
		echo "not ok $count - abi: $name"
		sed 's/^/# /' "$work/log"
	fi
}

# The names between "global:" and "local:", but for the comments.
mapped_symbols() {
	sed -n '/^global:/,/^local:/ s/^[[:space:]]*\([a-z0-9_]*\);.*/\1/p' \
		"$map" | sort
}

# Functions and data, without the names of the version nodes themselves.
exported_symbols() {
	nm -D --defined-only "$library" |
		awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort
}

# What the header declares must be there, and nothing else.
declared_symbols() {
	$CC -E -P -Iinclude -Iinclude/uapi include/libkexec2.h |
		tr '\n' ' ' |
		grep -oE '\bkexec(2_[a-z0-9_]*|_file_load2) ?\(' |
		tr -d ' (' | sort -u
}

same() {
	"$1" >"$work/a"
	"$2" >"$work/b"
	if ! [ -s "$work/a" ] || ! [ -s "$work/b" ]; then
		echo "no symbols found"
		return 1
	fi
	diff "$work/a" "$work/b"
}

every_symbol_has_a_version() {
	nm -D --defined-only "$library" |
		awk '$2 != "A" && $3 !~ /@@LIBKEXEC2_/ { print; bad = 1 }
			END { exit bad }'
}

soname() {
	readelf -d "$library" | grep -q 'SONAME.*\[libkexec2\.so\.2\]'
}

# Nothing but libc, and what a sanitizer adds.
needs_libc_only() {
	! readelf -d "$library" | grep NEEDED |
		grep -Ev '\[(libc\.so\.[0-9.]*|ld-linux.*|lib(a|ub|t|l)san\.so.*)\]'
}

compile_alone() {
	printf '#include <libkexec2.h>\nint kexec2_nothing;\n' >"$work/alone.$2"
	# shellcheck disable=SC2086
	$1 $3 -Wall -Wextra -Werror -pedantic -Iinclude -Iinclude/uapi \
		-c -o "$work/alone.o" "$work/alone.$2"
}

# A change that is meant is recorded by "make update-abi".
same_abi() {
	abidiff --no-default-suppression \
		"$committed/libkexec2.abi" "$built/libkexec2.abi"
}

recorded_symbols() {
	sed -n "s/.*<elf-symbol name='\([^']*\)'.*/\1/p" \
		"$committed/libkexec2.abi" | sort
}

same_values() {
	diff "$committed/libkexec2.values" "$built/libkexec2.values"
}

check "the exported symbols are those of the map" \
	same mapped_symbols exported_symbols
check "the exported symbols are those of the header" \
	same declared_symbols exported_symbols
check "the exported symbols are those of libkexec2.abi" \
	same recorded_symbols exported_symbols
if [ "$(uname -m)" = x86_64 ]; then
	check "the functions have the types of libkexec2.abi" same_abi
else
	count=$((count + 1))
	echo "ok $count - abi: the types # SKIP libkexec2.abi is of x86_64"
fi
check "constants and structures are those of libkexec2.values" same_values
check "every symbol has a version" every_symbol_has_a_version
check "the soname is libkexec2.so.2" soname
check "the library needs nothing but libc" needs_libc_only
check "the header compiles alone as C99" \
	compile_alone "$CC" c "-std=c99"
check "the header compiles alone as C11" \
	compile_alone "$CC" c "-std=c11"
if command -v "$CXX" >/dev/null; then
	check "the header compiles alone as C++11" \
		compile_alone "$CXX" cc "-std=c++11"
else
	count=$((count + 1))
	echo "ok $count - abi: the header in C++ # SKIP no C++ compiler"
fi

echo "1..$count"
[ "$failures" -eq 0 ]
