#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Each patch builds and links with those before it, without a word, as TAP.
#
# usage: tests/kernel/each-patch.sh TREE OBJDIR DIR [MAKE-ARGUMENT...]
#
# TREE is a source tree with kexec_file_load2 applied, OBJDIR a build of it.  In
# DIR both are copied and the patches taken out, the overlay's files are left;
# then they are applied one by one, and built incrementally.
set -u

[ $# -ge 3 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/lib/tap.sh"
tree=$(realpath "$1")
obj=$(realpath "$2")
mkdir -p "$3" || exit
dir=$(realpath "$3")
shift 3
make=(make -s -C "$dir/src" O="$dir/obj" CC="$(command -v ccache) gcc"
	HOSTCC="$(command -v ccache) gcc" "$@")

patch_tree()
{
	patch -s -d "$dir/src" -p1 -F0 --no-backup-if-mismatch "$@"
}

# The whole configuration each time: a patch brings symbols.
builds()
{
	local out status=0

	cp "$obj/.config" "$dir/obj/.config"
	out=$({ "${make[@]}" olddefconfig && "${make[@]}" vmlinux; } 2>&1) ||
		status=1
	tail -n 20 <<<"$out"
	[ -z "$out" ] && return "$status"
	return 1
}

rm -rf "$dir/src" "$dir/obj"
if ! cp -a "$tree" "$dir/src" || ! cp -a "$obj" "$dir/obj"; then
	bail_out "the tree cannot be copied"
fi
patches=$dir/src/.kexec_file_load2
sort -r "$patches/series" | while read -r name; do
	patch_tree -R <"$patches/$name" || exit
done || bail_out "the patches cannot be taken out"

ok "without a patch" builds
while read -r name <&3; do
	patch_tree <"$patches/$name" || bail_out "$name does not fit"
	ok "${name%.patch}" builds
done 3<"$patches/series"
ok "and then it is the tree" diff -r "$tree" "$dir/src"
echo 'int each_patch;' >>"$dir/src/kernel/kexec_file.c"
echo 'static int each_patch;' >>"$dir/src/kernel/kexec_file.c"
not_ok "what does not compile is noticed" builds
rm -rf "$dir"

done_testing
