#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Each patch builds and links with those before it, without a word, as TAP.
#
# usage: tests/kernel/each-patch.sh TREE DIR [MAKE-ARGUMENT...]
#
# TREE is a source tree with kexec_file_load2 applied.  It is copied to DIR and
# the patches taken out, the overlay's files are left; then they are applied one
# by one, and built incrementally with all that they have to do with
# (series-ima.config).
set -u

[ $# -ge 2 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/lib/tap.sh"
. "$top/tests/kernel/columns.sh"
tree=$(realpath "$1")
mkdir -p "$2" || exit
src=$(realpath "$2")/src
obj=$(realpath "$2")/obj
shift 2
args=("$@")

kmake()
{
	make -s -C "$src" O="$obj" CC="$(command -v ccache) gcc" \
		HOSTCC="$(command -v ccache) gcc" "${args[@]}" "$@"
}

patch_tree()
{
	patch -s -d "$src" -p1 -F0 --no-backup-if-mismatch "$@"
}

# builds PATCH: which may bring symbols
builds()
{
	if [ ! -e "$obj/.config" ] || grep -q '^+++ b/.*Kconfig' "$1"; then
		configure series-ima x86 || return
	fi
	kmake vmlinux
}

# What is edited has an object, but for other architectures.
not_built()
{
	sed -n 's,^+++ b/\(.*\)\.[cS]$,\1,p' "$patches"/*.patch | sort -u |
		grep -vE '^(arch/(arm|arm64|riscv|s390|powerpc|parisc)|tools)/' |
		while read -r file; do
			[ -e "$obj/$file.o" ] || echo "$file"
		done
}

rm -rf "$src" "$obj"
cp -a "$tree" "$src" || bail_out "the tree cannot be copied"
patches=$src/.kexec_file_load2
sort -r "$patches/series" | while read -r name; do
	patch_tree -R <"$patches/$name" || exit
done || bail_out "the patches cannot be taken out"

quiet "without a patch" builds /dev/null || bail_out "no patch can be judged"
while read -r name <&3; do
	patch_tree <"$patches/$name" || bail_out "$name does not fit"
	quiet "${name%.patch}" builds "$patches/$name"
done 3<"$patches/series"
quiet "all that is edited was built" not_built
ok "and then it is the tree" diff -r "$tree" "$src"
echo 'int each_patch;' >>"$src/kernel/kexec_file.c"
echo 'static int each_patch;' >>"$src/kernel/kexec_file.c"
not_ok "what does not compile is noticed" kmake vmlinux
rm -rf "$src" "$obj"

done_testing
