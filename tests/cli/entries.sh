#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# "kexec2 entries" over boot entries of its own making, as TAP:
#	entries.sh KEXEC2

kexec2=$1
[ -x "$kexec2" ] || {
	echo "Bail out! there is no program $kexec2"
	exit 1
}

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
boot=$work/boot
count=0
failures=0

# entry FILE LINE...: make a boot entry
entry() {
	file=$boot/loader/entries/$1
	mkdir -p "${file%/*}"
	shift
	printf '%s\n' "$@" >"$file"
}

# run STATUS ARGUMENT...: run "kexec2 entries", and expect this exit status
run() {
	expected=$1
	shift
	"$kexec2" entries "$@" >"$work/out" 2>"$work/err"
	status=$?
	bad=
	[ "$status" -eq "$expected" ] ||
		bad="exit status $status instead of $expected"
}

out_is() {
	cat >"$work/expected"
	cmp -s "$work/expected" "$work/out" || bad="$bad; another output"
}

err_is() {
	[ "$(cat "$work/err")" = "$1" ] ||
		bad="$bad; stderr is not: $1"
}

err_has() {
	grep -qF -- "$1" "$work/err" || bad="$bad; stderr lacks: $1"
}

out_empty() {
	[ ! -s "$work/out" ] || bad="$bad; stdout is not empty"
}

err_empty() {
	[ ! -s "$work/err" ] || bad="$bad; stderr is not empty"
}

narrow() {
	! expand "$work/out" | grep -q '.\{81\}' ||
		bad="$bad; a line is longer than 80 columns"
}

is() {
	count=$((count + 1))
	if [ -z "$bad" ]; then
		echo "ok $count - entries: $1"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $count - entries: $1"
	echo "# $bad"
	sed 's/^/# stdout: /' "$work/out"
	sed 's/^/# stderr: /' "$work/err"
}

# Usage

run 0 --help
err_empty
narrow
grep -q '^Usage: kexec2 entries ' "$work/out" || bad="$bad; no usage"
is "--help"

run 2 --frob
out_empty
err_has "unrecognized option '--frob'"
err_has 'Try "kexec2 help entries".'
is "an unknown option"

run 2 "$boot"
out_empty
err_has "entries takes no operand, but got \"$boot\""
is "an operand"

run 2 --boot-dir
out_empty
err_has "requires an argument"
is "--boot-dir without a directory"

run 2 --json=yes
out_empty
err_has "doesn't allow an argument"
is "--json with a value"

# None

run 1 --boot-dir="$boot"
out_empty
err_is "kexec2: $boot/loader/entries: cannot be opened (No such file or directory)"
is "no directory"

mkdir -p "$boot/loader/entries"
none="kexec2: there are no boot entries (loader/entries/*.conf) in $boot; say where they are, with --boot-dir"
run 1 --boot-dir="$boot"
out_empty
err_is "$none"
is "an empty directory"

run 1 --json --boot-dir="$boot"
out_empty
err_is "$none"
is "an empty directory, as JSON"

# Some

echo kernel >"$boot/vmlinuz"
echo part >"$boot/initrd.img"
entry arch.conf "title Arch Linux" "linux /vmlinuz" "initrd /initrd.img" \
	"initrd /ucode.img"
entry debian-6.9+3.conf "title Debian" "sort-key debian" "version 6.9" \
	"linux /vmlinuz"
entry debian-6.12+0-3.conf "title Debian" "sort-key debian" "version 6.12" \
	"linux vmlinuz" "initrd /initrd.img" "options root=/dev/vda1 quiet" \
	"options ro"
entry debian-6.10+2-1.conf "sort-key debian" "version 6.10" \
	"linux /vmlinuz" 'initrd /initrd.img $tuned_initrd'
entry arm.conf "sort-key aaa" "linux /vmlinuz" "architecture ia64"

run 0 --boot-dir="$boot"
err_empty
narrow
out_is <<-EOT
	  ID                VERSION  TRIES  TITLE
	  arm.conf          -        -      -
	    problem: it is for the architecture ia64, and this machine is $(
		case $(uname -m) in
		x86_64) echo x64 ;;
		aarch64) echo aa64 ;;
		*) uname -m ;;
		esac)
	* debian-6.10.conf  6.10     2      -
	    problem: initrd: \$tuned_initrd is a variable that only GRUB expands; put its
	    value there ("grub2-editenv list" shows it), or take it out
	  debian-6.9.conf   6.9      3      Debian
	  arch.conf         -        -      Arch Linux
	    problem: initrd /ucode.img: there is no such file below
	    $boot
	  debian-6.12.conf  6.12     0      Debian
EOT
is "the order of a menu, the default, and problems"

long=6a9857a393724b7a981ebb5b8495b9ea-6.12.94-200.fc40.x86_64
entry $long.conf "sort-key 0" "version 6.12.94-200.fc40.x86_64.with+more" \
	"title Fedora Linux 40 (Workstation Edition Prerelease), and more" \
	"linux /vmlinuz"
run 0 --boot-dir="$boot"
err_empty
narrow
head -n 4 "$work/out" >"$work/head"
mv "$work/head" "$work/out"
out_is <<-EOT
	  ID
	    VERSION                   TRIES  TITLE
	* $long.conf
	    6.12.94-200.fc40.x86_...  -      Fedora Linux 40 (Workstation Edition Pre...
EOT
is "long IDs are whole, and all else fits"
rm "$boot/loader/entries/$long.conf"

entry escape.conf "sort-key 0" "linux /vmlinuz" \
	"title $(printf 'a\033[31mb\302\233c\177')"
run 0 --boot-dir="$boot"
err_empty
grep -q 'a?\[31mb?c?$' "$work/out" || bad="$bad; not neutralised"
is "what a terminal would obey is not printed"
rm "$boot/loader/entries/escape.conf"

printf 'title a\000b\n' >"$boot/loader/entries/nul.conf"
run 0 --boot-dir="$boot"
err_empty
grep -A1 '^  nul.conf ' "$work/out" |
	grep -qx '    problem: it holds a NUL byte, and so is no text' ||
	bad="$bad; no problem"
is "a file that is not an entry"
rm "$boot/loader/entries/nul.conf"

# JSON

cat >"$work/check.py" <<'EOT'
import json, sys

boot = sys.argv[1]
document = json.load(open(sys.argv[2]))
entries = document["entries"]
assert list(document) == ["entries"]
assert [e["id"] for e in entries] == [
    "arm.conf", "debian-6.10.conf", "debian-6.9.conf", "arch.conf",
    "debian-6.12.conf"]
assert [e["default"] for e in entries] == [False, True, False, False, False]
assert [e["tries_left"] for e in entries] == [None, 2, 3, None, 0]
assert [e["tries_done"] for e in entries] == [None, 1, 0, None, 3]
assert [e["problem"] is None for e in entries] == [
    False, False, True, False, True]
assert "$tuned_initrd" in entries[1]["problem"]
assert entries[4] == {
    "id": "debian-6.12.conf", "default": False,
    "file": boot + "/loader/entries/debian-6.12+0-3.conf",
    "boot_dir": boot, "title": "Debian", "version": "6.12",
    "sort_key": "debian", "machine_id": None, "architecture": None,
    "tries_left": 0, "tries_done": 3, "linux": "vmlinuz", "uki": None,
    "efi": None, "initrds": ["/initrd.img"],
    "options": "root=/dev/vda1 quiet ro", "devicetree": None,
    "problem": None}
assert entries[3]["initrds"] == ["/initrd.img", "/ucode.img"]
EOT
run 0 --boot-dir="$boot" --json
err_empty
python3 "$work/check.py" "$boot" "$work/out" 2>"$work/err" ||
	bad="$bad; not what was expected"
is "--json"

entry latin.conf "title $(printf 'caf\351')" "linux /vmlinuz"
run 0 --boot-dir="$boot" --json
err_empty
python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' \
	"$work/out" 2>"$work/err" || bad="$bad; no JSON"
is "a title that is not UTF-8 leaves it JSON"

echo "1..$count"
[ "$failures" -eq 0 ]
