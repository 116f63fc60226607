#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Gates: each fix is taken out of the kernel again, and a test has to notice.
#
# usage: tests/kernel/gates.sh build TREE CONFIG DIR MAKE-ARGUMENT...
#        tests/kernel/gates.sh run DIR GATE
#
# A gate is a diff that undoes a fix in a tree with everything applied.  Before
# the diff it says which tests are to fail:
#
#	Case: tests/vm/cases/NAME.sh
#	Fails: the description of a test, as an extended regular expression
#
# Where it does not fit a version of Linux, VERSION/GATE is taken for that.
#
# "build" builds a kernel for each gate, in DIR and incrementally; one that is
# there for the same gate, tree and configuration is kept.  "run" runs the case
# of one gate with its kernel, as TAP.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/lib/tap.sh"
gates=${GATES:-$top/tests/kernel/gates}

usage()
{
	sed -n 's/^# usage: /usage: /p; s/^#        t/       t/p' "$0" >&2
	exit 2
}

name_of()
{
	basename "$1" .diff
}

# digest TREE CONFIG: of all that is in the tree of ours
digest()
{
	{
		cat "$2" "$1/.kexec_file_load2"/* "$1/Makefile"
		(cd "$1" && xargs cat <.kexec_file_load2/added)
	} | sha256sum
}

# fitting GATE TREE: the diff that it is for this version
fitting()
{
	local own

	own=${1%/*}/$(cat "$2/.kexec_file_load2/version")/${1##*/}
	if [ -e "$own" ]; then echo "$own"; else echo "$1"; fi
}

# try GATE DIR MAKE-ARGUMENT...: build its kernel, or say why there is none.
try()
{
	local gate=$1 dir=$2 name out status=0

	name=$(name_of "$1")
	shift 2
	if ! out=$(patch -d "$dir/src" -p1 -F0 --dry-run <"$gate"); then
		echo "the diff does not apply:"
		grep -E '^checking|FAILED|malformed' <<<"$out"
		return 1
	fi
	patch -s -d "$dir/src" -p1 -F0 --no-backup-if-mismatch <"$gate"
	make -s -C "$dir/src" O="$dir/obj" "$@" bzImage >"$dir/$name.log" 2>&1 ||
		status=1
	patch -s -d "$dir/src" -p1 -F0 --no-backup-if-mismatch -R <"$gate"
	if [ $status != 0 ]; then
		echo "the kernel does not build:"
		tail -n 20 "$dir/$name.log"
		return 1
	fi
	cp "$dir/obj/arch/x86/boot/bzImage" "$dir/$name.bzImage"
}

# A file that is another one, or that a run left patched, gets a new date and is
# compiled again; the others keep theirs.
build()
{
	local tree=$1 config=$2 dir=$3 gate name key tree_key

	shift 3
	# The first time it goes on from what the kernel was built of.
	if [ ! -e "$dir/obj/.config.gates" ]; then
		rm -rf "$dir/src" "$dir/obj"
		mkdir -p "$dir" && cp -a "$tree" "$dir/src" &&
			cp -a "$(dirname "$config")" "$dir/obj" &&
			cp "$config" "$dir/obj/.config.gates" || exit
	fi
	dir=$(cd "$dir" && pwd)
	rsync -rlp --checksum --delete "$tree/" "$dir/src/" || exit
	cmp -s "$config" "$dir/obj/.config.gates" || {
		cp "$config" "$dir/obj/.config"
		cp "$config" "$dir/obj/.config.gates"
	}
	tree_key=$(digest "$tree" "$config")
	for gate in "$gates"/*.diff; do
		gate=$(fitting "$gate" "$tree")
		name=$(name_of "$gate")
		key=$(sha256sum <"$gate")$tree_key
		if [ -e "$dir/$name.bzImage" ] &&
			[ "$key" = "$(cat "$dir/$name.key" 2>/dev/null)" ]; then
			continue
		fi
		echo "  GATE    $name"
		rm -f "$dir/$name".{bzImage,key,error}
		if try "$gate" "$dir" "$@" >"$dir/$name.error" 2>&1; then
			rm "$dir/$name.error"
			echo "$key" >"$dir/$name.key"
		fi
	done
}

run()
{
	local dir=$1 gate=$2 name command image out text status=0

	name=$(name_of "$gate")
	# Words, and not one path: kselftest.sh takes an argument.
	read -r -a command < <(sed -n 's/^Case: //p' "$gate")
	image=$(realpath -e "$dir/$name.bzImage" 2>/dev/null)
	if [ -z "$image" ]; then
		fail "a kernel without the fix"
		diag "$(cat "$dir/$name.error" 2>&1)"
		done_testing
	fi
	pass "a kernel without the fix"
	out=$(cd "$top" && KERNEL_IMAGE=$image "${command[@]}" 2>&1) || status=$?
	isnt $status 0 "${command[*]} fails"
	while read -r text; do
		like "$out" "not ok [0-9]+ ([-] )?$text" "and in it: $text"
	done < <(sed -n 's/^Fails: //p' "$gate")
	diag "$(grep '^not ok' <<<"$out")"
	grep -q '^Fails: ' "$gate" || fail "the gate names a test"
	done_testing
}

case ${1-} in
build)	[ $# -ge 4 ] || usage
	shift
	build "$@" ;;
run)	[ $# = 3 ] || usage
	run "$2" "$3" ;;
*)	usage ;;
esac
