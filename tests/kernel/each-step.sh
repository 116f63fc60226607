#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The series is clean and builds behind each of its patches, as TAP.
#
# usage: tests/kernel/each-step.sh TREE SERIES DIR [MAKE-ARGUMENT...]
#
# TREE is a source tree, SERIES what kernel/series/write has made for it.  TREE
# is copied to DIR, what is applied to it is taken out, and the patches are
# applied one by one, and built incrementally: with all that they have to do
# with (series-ima.config), and with the call and hardly anything else, so
# without IMA (series.config).  ARCH=, CROSS_COMPILE= and -j go to make.
set -u

[ $# -ge 3 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/lib/tap.sh"
. "$top/tests/kernel/columns.sh"
. "$top/tests/kernel/style.sh"
tree=$(realpath "$1")
series=$(realpath "$2")
mkdir -p "$3" || exit
dir=$(realpath "$3")
src=$dir/src
shift 3
args=("$@")
columns='series series-ima'
arch=x86
for word; do
	[[ $word != ARCH=* ]] || arch=${word#ARCH=}
done

# in_column COLUMN COMMAND...
in_column()
{
	local obj=$dir/$1

	shift
	"$@"
}

kmake()
{
	make -s -C "$src" O="$obj" "${args[@]}" "$@"
}

# Warnings that W=1 gives of what was edited, and sparse of what was added.
clean()
{
	local patch=$1 objs

	objs=$(touched "$patch" | sed -n 's/\.c$/.o/p' |
		while read -r o; do [ ! -e "$obj/$o" ] || echo "$o"; done)
	[ -n "$objs" ] || return 0
	# shellcheck disable=SC2086
	(cd "$obj" && rm $objs)
	# shellcheck disable=SC2086
	kmake W=1 $objs || return
	objs=$(added "$patch" | sed -n 's/\.c$/.o/p' | grep -xF "$objs") ||
		return 0
	# shellcheck disable=SC2086
	(cd "$obj" && rm $objs)
	# shellcheck disable=SC2086
	kmake C=$sparse W=1 $objs
}

touched()
{
	sed -n 's,^+++ b/,,p' "$1"
}

added()
{
	sed -n '/^--- \/dev\/null/{ n; s,^+++ b/,,p }' "$1"
}

# All options of a column are there in the end.
complete()
{
	fragments "$1" "$arch" | xargs grep -h '^CONFIG_' |
		grep -vxFf "$obj/.config"
	:
}

rm -rf "$src"
rsync -a --exclude=/.git "$tree/" "$src/" || bail_out "cannot copy the tree"
[ ! -d "$src/.kexec_file_load2" ] || "$top/kernel/apply" --undo "$src" ||
	bail_out "the patches cannot be taken out"
use_sparse "$src"
for column in $columns; do
	quiet "a configuration, $column" \
		in_column "$column" configure "$column" "$arch" ||
		bail_out "nothing can be built"
	quiet "without a patch, $column" in_column "$column" kmake vmlinux ||
		bail_out "no patch can be judged"
done
for patch in "$series"/*/*.patch; do
	name=${patch#"$series/"}
	[[ $name != */0000-cover-letter.patch ]] || continue
	quiet "$name passes checkpatch --strict" \
		checkpatch "$src" "$patch"
	patch -s -d "$src" -p1 -F0 --no-backup-if-mismatch <"$patch" ||
		bail_out "$name does not fit"
	docs=$(added "$patch" | grep '\.[ch]$' | grep -v ^tools/)
	for file in $docs; do
		quiet "$name: kernel-doc of $file" \
			"$src/scripts/kernel-doc" -none -Wall "$src/$file"
	done
	touched "$patch" | grep -qvE '^(Documentation|tools)/|^MAINTAINERS' ||
		continue
	for column in $columns; do
		# A patch brings symbols.
		! touched "$patch" | grep -q Kconfig ||
			quiet "$name is configured, $column" \
				in_column "$column" configure "$column" "$arch"
		quiet "$name builds, $column" in_column "$column" kmake vmlinux
		quiet "$name is clean with W=1 and sparse, $column" \
			in_column "$column" clean "$patch"
	done
done
for column in $columns; do
	quiet "all of $column was built" in_column "$column" complete "$column"
done
for patch in "$series"/*/*.patch; do
	added "$patch"
done >"$dir/added"
while read -r file; do
	# arch/NAME/ is somebody's as a whole.
	depth=1
	[[ $file != arch/* ]] || depth=2
	ok "$file has a maintainer" grep -q . <(cd "$src" &&
		perl scripts/get_maintainer.pl --no-git --no-git-fallback \
			--no-rolestats --no-l --pattern-depth=$depth -f "$file")
done <"$dir/added"
for file in admin-guide/kernel-parameters.txt:kexec_records= \
	admin-guide/kernel-parameters.txt:kexec_verify= \
	admin-guide/kernel-parameters.txt:initramfs_type= \
	admin-guide/sysctl/kernel.rst:kexec_records_required \
	ABI/testing/ima_policy:label=firmware \
	ABI/testing/ima_kexec_records:required: \
	userspace-api/index.rst:kexec_file_load2; do
	ok "${file%%:*} tells of ${file#*:}" \
		grep -q "${file#*:}" "$src/Documentation/${file%%:*}"
done
echo 'int each_step;' >>"$src/kernel/kexec_file.c"
echo 'static int each_step;' >>"$src/kernel/kexec_file.c"
for column in $columns; do
	not_ok "what does not compile is noticed, $column" \
		in_column "$column" kmake vmlinux
done
rm -rf "$src"

done_testing
