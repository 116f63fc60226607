#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Programs that are built against an installed library, as TAP:
#	installed.sh ROOT LIBDIR
# ROOT is where "make install-lib DESTDIR=ROOT LIBDIR=LIBDIR" has installed.
# CC, CXX and CFLAGS are taken from the environment.

root=$(cd "$1" && pwd) || exit 1
libdir=$2
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
		echo "ok $count - installed: $name"
	else
		failures=$((failures + 1))
		echo "not ok $count - installed: $name"
		sed 's/^/# /' "$work/log"
	fi
}

# C and C++, as a boot manager would begin; nothing is loaded.
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

cat >"$work/program.cc" <<'END'
#include <libkexec2.h>
#include <cstdio>
#include <memory>

int main()
{
	struct kexec2 *raw;

	if (kexec2_new(&raw))
		return 1;
	std::unique_ptr<struct kexec2, struct kexec2 *(*)(struct kexec2 *)>
		kx(raw, kexec2_unref);
	if (kexec2_add_initrd_path(kx.get(), "/nowhere", "base") >= 0)
		return 1;
	unsigned int stage;
	int initrd;
	std::puts(kexec2_failure(kx.get(), &stage, &initrd));
	return stage != KEXEC_LOAD_INITRD || initrd != 0;
}
END

# The environment of pkg-config, for a tree that is not at its place.
export PKG_CONFIG_PATH="$root$libdir/pkgconfig"
export PKG_CONFIG_SYSROOT_DIR="$root"
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1

# build COMPILER SOURCE shared|static
build() {
	static=
	[ "$3" = shared ] || static=-static
	cflags=$(pkg-config --cflags libkexec2) || return 1
	libs=$(pkg-config --libs ${static:+--static} libkexec2) || return 1
	# shellcheck disable=SC2086
	$1 $CFLAGS -Wall -Wextra -Werror $cflags $static -o "$work/program" \
		"$work/$2" $libs
}

run() {
	LD_LIBRARY_PATH="$root$libdir" "$@"
}

linked_to_shared() {
	readelf -d "$1" | grep -q 'NEEDED.*libkexec2\.so\.1'
}

linked_to_nothing() {
	! readelf -d "$1" | grep NEEDED
}

version_is() {
	pkg-config --modversion libkexec2 | grep -qx '[0-9]*\.[0-9]*\.[0-9]*'
}

# The example comes with a makefile, which is to do it all.
example() {
	make -C "$(dirname "$0")/../../examples" O="$work" CC="$CC" \
		CFLAGS="$CFLAGS -Wall -Wextra -Werror" "$@"
}

# An entry whose kernel is not there, and nobody who answers.
example_runs() {
	mkdir -p "$work/boot/loader/entries"
	printf 'title Nothing\nlinux /vmlinuz\n' \
		>"$work/boot/loader/entries/none.conf"
	! run "$work/bootmenu" -b "$work/boot" </dev/null >"$work/out" \
		2>"$work/err" && cat "$work/out" "$work/err" &&
		grep -qx '  1  Nothing' "$work/out" &&
		grep -q "$work/boot/vmlinuz.*no such file" "$work/err"
}

skip() {
	count=$((count + 1))
	echo "ok $count - installed: $1 # SKIP $2"
}

# The sanitizers have no static runtime.
kinds="shared static"
[ -z "$CFLAGS" ] || kinds=shared

check "pkg-config knows the version" version_is
for kind in $kinds; do
	linked=linked_to_shared
	[ "$kind" = shared ] || linked=linked_to_nothing

	check "a C program builds, $kind" build "$CC" program.c "$kind"
	check "it is $kind" $linked "$work/program"
	check "it runs" run "$work/program"
	if command -v "$CXX" >/dev/null; then
		check "a C++ program builds, $kind" build "$CXX" program.cc "$kind"
		check "it is $kind" $linked "$work/program"
		check "it runs" run "$work/program"
	else
		skip "a C++ program, $kind" "no C++ compiler"
	fi
	rm -f "$work/bootmenu"
	if [ "$kind" = shared ]; then
		check "the example builds, shared" example
	else
		check "the example builds, static" example STATIC=1
	fi
	check "it is $kind" $linked "$work/bootmenu"
	check "it runs, and names the kernel that is not there" example_runs
done

echo "1..$count"
[ "$failures" -eq 0 ]
