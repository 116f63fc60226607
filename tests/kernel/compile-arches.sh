#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What the project adds and edits compiles on architectures that no guest has,
# as TAP.
#
# usage: tests/kernel/compile-arches.sh TREE DIR ARCH:CROSS_COMPILE... [-jN]
#
# TREE is a source tree with kexec_file_load2 applied, which is not changed.  Of
# each architecture's kernel, configured in DIR/ARCH by series-ima.config as far
# as its symbols are there, the objects are compiled that have to do with kexec,
# the call, IMA and the purgatory.  None is linked.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/lib/tap.sh"
. "$top/tests/kernel/columns.sh"

[ $# -ge 3 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
tree=$(realpath "$1")
dir=$(realpath -m "$2")
shift 2

kmake()
{
	make -s -C "$tree" O="$obj" ARCH="$arch" CROSS_COMPILE="$cross" \
		CC="$(command -v ccache) ${cross}gcc" \
		HOSTCC="$(command -v ccache) gcc" "$jobs" "$@"
}

# What all have is there, and what a fragment turns off is not.
complete()
{
	printf 'CONFIG_%s=y\n' KEXEC KEXEC_FILE KEXEC_FILE_LOAD2 KEXEC_VERIFY \
		KEXEC_DEBUG_PAGES KEXEC_DEBUG_FLIP IMA IMA_APPRAISE \
		INITRAMFS_XATTR FS_VERITY | grep -vxFf "$obj/.config"
	fragments series-ima "$arch" |
		xargs sed -n 's/^# \(CONFIG_.*\) is not set/\1=y/p' |
		grep -xFf "$obj/.config"
	:
}

# added, edited: the objects of what is so, but for other architectures
added()
{
	(cd "$top/kernel/overlay" && find . -name '*.c' | sort) |
		sed 's,^\./,,; /^arch/d; /^tools/d; s/c$/o/'
}

edited()
{
	local without=

	grep -q '^CONFIG_LIVEUPDATE=y' "$obj/.config" ||
		without='|kernel/liveupdate'
	sed -n 's,^+++ b/\(.*\.\)c$,\1o,p' "$tree"/.kexec_file_load2/*.patch |
		sort -u | grep -vE "^(arch|tools|security/integrity/ima$without)/"
	(cd "$tree" && find "arch/$arch/kernel" -name '*kexec*.c' | sed 's/c$/o/'
		# Directories are made of what the configuration has.
		for target in security/integrity/ima "arch/$arch/kexec" \
			"arch/$arch/purgatory"; do
			[ ! -d "$target" ] || echo "$target/"
		done)
}

# number: in the headers that the kernel and user space are made with
number()
{
	local header found

	header=$(grep -rl '__NR_kexec_file_load\>' "$obj/arch/$arch/include/generated")
	[ -n "$header" ] || echo "no header has numbers"
	for found in $header; do
		grep -q '^#define __NR_kexec_file_load2 754$' "$found" ||
			echo "${found#"$obj/"} has no 754"
	done
	found=$(grep -rl 'sys_kexec_file_load2[,)]' \
		"$obj/arch/$arch/include/generated")
	[ -n "$found" ] || echo "no table has the call"
}

jobs=-j1
for word; do
	[[ $word != -j* ]] || jobs=$word
done
for word; do
	[[ $word != -j* ]] || continue
	arch=${word%%:*}
	cross=${word#*:}
	obj=$dir/$arch
	rm -rf "$obj"
	quiet "$arch: a configuration" configure series-ima "$arch" || continue
	quiet "$arch: with all that it is about" complete
	quiet "$arch: prepared" kmake prepare || continue
	quiet "$arch: the number is 754" number
	mapfile -t objects < <(added)
	quiet "$arch: what is added compiles, with W=1" kmake W=1 "${objects[@]}"
	mapfile -t objects < <(edited)
	quiet "$arch: what is edited compiles" kmake "${objects[@]}"
done

done_testing
