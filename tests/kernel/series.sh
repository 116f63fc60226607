#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kernel/series/write on the files that it touches, as TAP.
#
# usage: tests/kernel/series.sh TREE
#
# TREE is a source tree of a version that a series is for, with kexec_file_load2
# applied.  What git am makes of the series is what kernel/apply makes, but for
# the number; and what the order of the series does not place is an error.
set -u

[ $# = 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(realpath "$1")
. "$top/tests/lib/tap.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
header=include/uapi/linux/kexec_file_load2.h
versions=include/linux/kexec_versions.h
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null

# The files of the tree that anything of this is about, as they were.
pristine()
{
	(cd "$tree" && {
		cat .kexec_file_load2/*.patch "$top/kernel/patches"/*/*.patch |
			sed -n 's,^+++ b/,,p'
		find arch scripts -name 'syscall*.tbl'
		find scripts arch -name 'syscall*.sh'
		echo Makefile
		echo include/uapi/asm-generic/unistd.h
	} | sort -u | while read -r f; do [ ! -e "$f" ] || echo "$f"; done |
		xargs cp -P --parents -t "$1"
	cp -r .kexec_file_load2 "$1") && "$top/kernel/apply" --undo "$1"
}

# Take out what tells the number, and what other versions than this one need.
without_number()
{
	find "$1" -name 'syscall*.tbl' -exec sed -i '/kexec_file_load2/d' {} + &&
	sed -i -e '/kexec_file_load2/d' -e '/__NR_syscalls/d' \
		"$1/include/uapi/asm-generic/unistd.h" &&
	sed -i '/^\/\* The same number on/,/^#endif/d' "$1/$header" || return
	# Blank lines around what was taken out.
	sed -i '/^$/d' "$1/arch/x86/entry/syscalls/syscall_64.tbl" \
		"$1/include/uapi/asm-generic/unistd.h" "$1/$header"
	preprocess "$1" >"$1/versions" && rm "$1/$versions"
}

# What the compiler sees of the header that differs between versions.
preprocess()
{
	local version

	version=$(awk '$1 == "VERSION" { v = $3 } $1 == "PATCHLEVEL" { p = $3 }
		v != "" && p != "" { print v * 65536 + p * 256; exit }' \
		"$1/Makefile")
	{
		echo '#define KERNEL_VERSION(a, b, c) ((a) * 65536 + (b) * 256)'
		grep -v '#include' "$1/$versions"
	} | cpp -P -dD -undef -DLINUX_VERSION_CODE="$version" |
		grep -v 'define \(KERNEL_VERSION\|LINUX_VERSION_CODE\)'
}

same()
{
	diff -r -x .git "$1" "$2"
}

# A copy of what the series is written from, for a test to change.
copy()
{
	rm -rf "$work/copy"
	mkdir -p "$work/copy/include"
	cp -r "$top/kernel" "$work/copy"
	cp -r "$top/include/uapi" "$work/copy/include"
}

refused()
{
	local desc=$1 regex=$2 out

	out=$("$work/copy/kernel/series/write" "$work/tree" "$work/other" 2>&1)
	isnt $? 0 "$desc is an error"
	like "$out" "$regex" "which is said"
}

mkdir "$work/tree"
pristine "$work/tree" || bail_out "no tree as it was"
version=$(awk '$1 == "VERSION" { v = $3 } $1 == "PATCHLEVEL" { p = $3 }
	v != "" && p != "" { print v "." p; exit }' "$tree/Makefile")

ok "a series is written" "$top/kernel/series/write" "$work/tree" "$work/series"
ok "and once more" "$top/kernel/series/write" "$work/tree" "$work/again"
ok "which gives the same" same "$work/series" "$work/again"

cp -r "$work/tree" "$work/am"
git init -q "$work/am"
git -C "$work/am" config user.name test
git -C "$work/am" config user.email test@localhost
git -C "$work/am" add -A
git -C "$work/am" commit -qm base
for set in "$work/series"/*; do
	name=${set##*/}
	mapfile -t mails < <(find "$set" -name '*.patch' ! -name '0000-*' | sort)
	ok "git am takes $name" git -C "$work/am" am -q "${mails[@]}" ||
		bail_out "the rest cannot follow"
	cover=$set/0000-cover-letter.patch
	like "$(sed -n 's/^Subject: //p' "$cover")" '^\[PATCH 0+/[0-9]+\] .' \
		"$name has a cover letter"
	is "$(grep -L '^Signed-off-by: ' "${mails[@]}")" "" \
		"each of its patches is signed off"
done
for patch in "$work/series"/1-*/00*[1-9]*.patch; do
	like "$(cat "$patch")" 'Cc: stable@vger.kernel.org' \
		"${patch##*/} is for the stable trees"
	like "$(cat "$patch")" $'\n  # |Reproducer' "and tells how to see the fault"
done

# The number
last=$(git -C "$work/am" show HEAD:scripts/syscall.tbl |
	awk '$1 ~ /^[0-9]/ { n = $1; name = $3 } END { print n, name }')
like "$last" ' kexec_file_load2$' "it has the last number"
nr=${last% *}
is "$(awk -v nr="$nr" '$1 == nr - 1 { n++ } $1 == nr { m++ } END { print n, m }' \
	"$work/am/scripts/syscall.tbl")" "1 1" "which is the next free one"
while read -r table; do
	own=$work/am/${table%/*}/syscalltbl
	want=$nr
	[[ $table != */alpha/* ]] || want=$((nr + 110))
	ok "${table#./} has it" awk -v nr="$want" '
		$3 == "kexec_file_load2" && $1 == nr { n++ } END { exit n != 1 }' \
		"$work/am/$table"
	[ ! -e "$own" ] || continue
	ok "and the header is made from it" sh -c "cd '$work/am' &&
		sh scripts/syscallhdr.sh '$table' '$work/header.h' &&
		grep -q '^#define __NR_kexec_file_load2 $want\$' '$work/header.h'"
done < <(cd "$work/am" && find . -type f -name 'syscall*.tbl')
is "$(sed -n 's/^#define __NR_syscalls //p' \
	"$work/am/include/uapi/asm-generic/unistd.h")" \
	"$(sed -n 's/^#define __NR_syscalls.*/'$((nr + 1))'/p' \
	"$work/tree/include/uapi/asm-generic/unistd.h")" \
	"asm-generic counts it"
ok "no 754 is left" sh -c "! grep -rwn 754 '$work/series'/*/0*.patch |
	grep -v '@@\|index'"

# The tree
cp -r "$work/tree" "$work/apply"
"$top/kernel/apply" "$work/apply" || bail_out "kernel/apply fails"
rm -rf "$work/apply/.kexec_file_load2"
cp -r "$work/am" "$work/as-applied"
for one in apply as-applied; do
	without_number "$work/$one" ||
		bail_out "the number cannot be taken out"
done
ok "but for it, the tree is that of kernel/apply" \
	same "$work/as-applied" "$work/apply"
echo '/* */' >>"$work/apply/kernel/kexec_hash.c"
not_ok "another overlay would be noticed" same "$work/as-applied" "$work/apply"

# What the order does not place
copy
echo >"$work/copy/kernel/overlay/kernel/kexec_new.c"
refused "a file that no step has" 'no step of the order has kernel/kexec_new.c'
copy
sed 's/^+$/+ /' "$top/kernel/patches/$version/0001-"* \
	>"$work/copy/kernel/patches/$version/0099-new.patch"
echo 0099-new.patch >>"$work/copy/kernel/patches/$version/series"
refused "a patch that no step has" 'do not agree'
copy
sed -i 's/^set xattrs$/&\n\npatch no-such/' "$work/copy/kernel/series/order"
refused "a step without a patch" 'there is no patch no-such'
copy
rm "$work/copy/kernel/overlay/kernel/kexec_pages_debug.c"
refused "a file that is not there" 'kexec_pages_debug.c is not in the overlay'
copy
sed -i 's/^static int read_verbatim/static noinline int read_verbatim/' \
	"$work/copy/kernel/overlay/kernel/kexec_initrd.c"
ok "a line that no step is about may change" \
	"$work/copy/kernel/series/write" "$work/tree" "$work/other"
copy
sed -i 's/REQUIRE_MEASURE/REQUIRE_RECORDS/' \
	"$work/copy/kernel/overlay/kernel/kexec_file_load2.c"
refused "one that a step adds, and has not followed" 'does not fit the overlay'
copy
sed -i '/^Labels in the policy$/d' "$work/copy/kernel/overlay/Documentation/"*/*.rst
refused "a range that has gone" "labels.cuts: .* has no 'Labels in the policy'"
copy
sed -i '/grow pieces/d' "$work/copy/kernel/series/order"
refused "lines that no step brings back" 'no step has the lines of pieces'

done_testing
