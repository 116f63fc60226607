#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kernel/apply on a small tree of the files that it touches, as TAP.
#
# usage: tests/kernel/apply.sh TREE
#
# TREE is a source tree with kexec_file_load2 applied.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(cd "$1" && pwd)
. "$top/tests/lib/tap.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
t=$work/tree

# The tree as it was: the files that the patches edit, patches taken out.
pristine() {
	rm -rf "$t"
	mkdir -p "$t"
	(cd "$tree" && grep -h '^+++ b/' .kexec_file_load2/*.patch |
		sed 's,^+++ b/,,' | cat - <(echo Makefile) | sort -u |
		xargs cp --parents -t "$t")
	(cd "$tree" && cp -r --parents -t "$t" .kexec_file_load2)
	"$top/kernel/apply" --undo "$t"
}

digest() {
	(cd "$t" && find . -type f -exec sha256sum {} + | sort | sha256sum)
}

refuses() {
	local desc=$1 regex=$2 before

	before=$(digest)
	out=$("$top/kernel/apply" "$t" 2>&1)
	is $? 1 "$desc: fails"
	like "$out" "$regex" "$desc: says so"
	is "$(digest)" "$before" "$desc: leaves the tree as it was"
}

pristine
before=$(digest)
ok "applies" "$top/kernel/apply" "$t"
ok "the header is installed" \
	cmp "$top/include/uapi/linux/kexec_file_load2.h" \
	"$t/include/uapi/linux/kexec_file_load2.h"
ok "the number is in the x86 table" \
	grep -q '^754.*sys_kexec_file_load2' \
	"$t/arch/x86/entry/syscalls/syscall_64.tbl"
refuses "applied twice" 'already applied'
ok "can be undone" "$top/kernel/apply" --undo "$t"
is "$(digest)" "$before" "which gives the tree as it was"
not_ok "not twice" "$top/kernel/apply" --undo "$t"

# Applied again: dates stay where nothing has changed.
pristine
ok "applies again to a tree that is as it came" "$top/kernel/apply" --again "$t"
touch -d 2001-01-01 "$t/kernel/kexec_request.c" "$t/kernel/kexec_file.c"
echo >>"$t/kernel/kexec_request.c"
touch -d 2001-01-01 "$t/kernel/kexec_request.c"
ok "and to one that it was applied to" "$top/kernel/apply" --again "$t"
is "$(stat -c %y "$t/kernel/kexec_file.c" | cut -c 1-4)" 2001 \
	"a file that comes out the same keeps its date"
isnt "$(stat -c %y "$t/kernel/kexec_request.c" | cut -c 1-4)" 2001 \
	"one that does not gets a new one"
ok "which can be undone as well" "$top/kernel/apply" --undo "$t"
is "$(digest)" "$before" "to the tree as it came"

pristine
printf '754\tcommon\tother\tsys_other\n' >>"$t/scripts/syscall.tbl"
refuses "a taken number" '754 is taken.*scripts/syscall.tbl.*sys_other'

pristine
sed -i 's/kimage_file_prepare_segments/&_renamed/' "$t/kernel/kexec_file.c"
refuses "a hunk that does not fit" 'kexec_file\.c.*Hunk #[0-9]+ FAILED'

# Zero fuzz: a changed line of context is enough.
pristine
sed -i 's/^COND_SYSCALL(map_shadow_stack);/COND_SYSCALL(map_other);/' \
	"$t/kernel/sys_ni.c"
refuses "a context line that differs" 'Hunk #1 FAILED'

pristine
: >"$t/kernel/kexec_request.c"
refuses "a file of the overlay that exists" 'kexec_request.c already exists'

pristine
sed -i 's/^PATCHLEVEL = .*/PATCHLEVEL = 1/' "$t/Makefile"
refuses "a version without patches" 'no patches for Linux'

rm "$t/kernel/kexec_file.c"
out=$("$top/kernel/apply" "$t" 2>&1)
is $? 1 "not a kernel tree: fails"

# What other suites take out of it, which is another diff for some versions.  Linux
# 7.2 copies pages once by itself, so that there is nothing to compare.
version=$(cat "$tree/.kexec_file_load2/version")
for diff in "$top"/tests/kernel/gates/*.diff "$top"/tests/bench/variants/*.diff; do
	own=${diff%/*}/$version/${diff##*/}
	[ ! -e "$own" ] || diff=$own
	[[ $version = 6.12 || $diff = */gates/* ]] || continue
	ok "${diff#"$top"/} fits" patch -d "$tree" -p1 -F0 --dry-run -i "$diff"
done

done_testing
