#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What programs are built and linked against, as TAP:
#	abi.sh LIBRARY MAP ROOT PREFIX LIBDIR
# ROOT is where "make install-lib DESTDIR=ROOT PREFIX=PREFIX" has installed.
# CC, CXX and CFLAGS are taken from the environment.

library=$1
map=$2
root=$(cd "$3" && pwd) || exit 1
prefix=$4
libdir=$5
: "${CC:=cc}" "${CXX:=c++}" "${CFLAGS:=}"

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
	$CC -E -P -I"$root$prefix/include" "$root$prefix/include/libkexec2.h" |
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
	readelf -d "$library" | grep -q 'SONAME.*\[libkexec2\.so\.1\]'
}

# Nothing but libc, and what a sanitizer adds.
needs_libc_only() {
	! readelf -d "$library" | grep NEEDED |
		grep -Ev '\[(libc\.so\.[0-9.]*|ld-linux.*|lib(a|ub|t|l)san\.so.*)\]'
}

compile_alone() {
	printf '#include <libkexec2.h>\nint kexec2_nothing;\n' >"$work/alone.$2"
	# shellcheck disable=SC2086
	$1 $3 -Wall -Wextra -Werror -pedantic -I"$root$prefix/include" \
		-c -o "$work/alone.o" "$work/alone.$2"
}

cat >"$work/program.c" <<'END'
#include <libkexec2.h>
#include <stdio.h>

int main(void)
{
	struct kexec2 *kx;
	int failed;

	if (kexec2_new(&kx) || kexec2_load(kx) == 0)
		return 1;
	failed = puts(kexec2_failure(kx, NULL, NULL)) < 2;
	kexec2_unref(kx);
	return failed;
}
END

config() {
	PKG_CONFIG_PATH="$root$libdir/pkgconfig" \
	PKG_CONFIG_SYSROOT_DIR="$root" \
	PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 \
	pkg-config "$@" libkexec2
}

# build COMPILER SUFFIX [LIBRARY]
build() {
	cflags=$(config --cflags) && libs=$(config --libs) || return 1
	[ "$2" = c ] || cp "$work/program.c" "$work/program.$2"
	# shellcheck disable=SC2086
	$1 $CFLAGS $cflags -o "$work/program" "$work/program.$2" \
		${3:-$libs} &&
		LD_LIBRARY_PATH="$root$libdir" "$work/program"
}

linked_to_shared() {
	readelf -d "$work/program" | grep -q 'NEEDED.*libkexec2\.so\.1'
}

version_is() {
	config --modversion | grep -qx '[0-9]*\.[0-9]*\.[0-9]*'
}

check "the exported symbols are those of the map" \
	same mapped_symbols exported_symbols
check "the exported symbols are those of the header" \
	same declared_symbols exported_symbols
check "every symbol has a version" every_symbol_has_a_version
check "the soname is libkexec2.so.1" soname
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
check "pkg-config knows the version" version_is
check "a program builds through pkg-config and runs" build "$CC" c
check "it is linked to the shared library" linked_to_shared
check "a program builds with the static library" \
	build "$CC" c "$root$libdir/libkexec2.a"
if command -v "$CXX" >/dev/null; then
	check "a C++ program builds through pkg-config" build "$CXX" cc
else
	count=$((count + 1))
	echo "ok $count - abi: a C++ program # SKIP no C++ compiler"
fi

echo "1..$count"
[ "$failures" -eq 0 ]
