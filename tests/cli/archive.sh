#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2-attest archive beside others, on a disk that is full, and by its units,
# as TAP:
#	archive.sh KEXEC2

. "${0%/*}/../lib/tap.sh"

attest=$(realpath -- "$1")-attest
top=$(realpath -- "${0%/*}/../..")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
whole=$top/tests/unit/lists/binary-sha1

# archive STATUS DESC [OPTION]...: what it prints is in $out
archive()
{
	local want=$1 desc=$2 status=0

	shift 2
	out=$("$attest" archive --dir=kept --log=list "$@" 2>&1) || status=$?
	is "$status" "$want" "$desc" || diag "$out"
}

# has FILE: the archive has the entries of this list
has()
{
	"$attest" log convert --format=binary --log=kept | cmp - "$1"
}

head -c 1057 "$whole" >list
archive 0 "ten entries"
is "$(stat -c %a kept kept/*)" $'700\n600' "nobody else reads them"
cat "$whole" >list
flock kept sleep 60 &
holder=$!
until ! flock -n kept true; do sleep 0.1; done
archive 1 "while another program is at work"
like "$out" 'kept: another kexec2-attest archive is at work there' "it says so"
pkill -P $holder
wait $holder 2>/dev/null
archive 0 "then not"
ok "all entries are there" has "$whole"

# What has been quoted is in it, or in the list, whichever is read when.
rm -r kept
for size in 1057 1192 1290; do
	head -c $size "$whole" >list
	"$attest" archive --dir=kept --log=list >/dev/null 2>&1 &
	"$attest" archive --dir=kept --log=list >/dev/null 2>&1 &
	wait
	ok "two at once, $size bytes" has list
done

# A full disk.
cat >full <<-'END'
	mount -t tmpfs -o size=8k none "$2" || exit 77
	"$1" archive --dir="$2/kept" --log="$4" || exit 2
	"$1" archive --dir="$2/kept" --log="$3" && exit 3
	mount -o remount,size=64k "$2"
	"$1" archive --dir="$2/kept" --log="$3" || exit 4
	"$1" log convert --format=binary --log="$2/kept" | cmp - "$3"
END
mkdir mnt
head -c 1057 "$whole" >list
out=$(unshare -Urm sh full "$attest" "$work/mnt" "$whole" "$work/list" 2>&1)
status=$?
if [ $status = 77 ] || [[ $out = *unshare:* ]]; then
	skip "a full disk" "no file system can be mounted here"
else
	is $status 0 "a full disk" || diag "$out"
	like "$out" 'kept: cannot be written \(No space left on device\)' \
		"is told, and harms nothing"
fi

# The units, as they are installed.
MAKEFLAGS='' make -s --no-print-directory -C "$top" install-unit V=0 \
	PREFIX=/usr SBINDIR=/usr/sbin UNITDIR=/usr/lib/systemd/system \
	LIBEXECDIR=/usr/lib/kexec2 DESTDIR="$work/root" || exit 1
units=root/usr/lib/systemd/system
is "$(sed -n 's/^ExecStart=//p' $units/kexec2-archive.service)" \
	"/usr/sbin/kexec2-attest archive --dir=/var/lib/kexec2/archive" \
	"what the service runs"
if command -v systemd-analyze >/dev/null; then
	for unit in service timer; do
		sed "s,=/usr/sbin/kexec2-attest,=$attest," \
			$units/kexec2-archive.$unit >kexec2-archive.$unit
	done
	is "$(systemd-analyze --man=no verify ./kexec2-archive.timer \
		./kexec2-archive.service 2>&1 | grep kexec2-archive)" "" \
		"systemd has nothing against the units"
	is "$(systemctl --root="$work/root" is-enabled kexec2-archive.timer 2>&1)" \
		disabled "the timer is off"
	systemctl --root="$work/root" enable kexec2-archive.timer 2>/dev/null
	is "$(cd root/etc/systemd/system && find . -type l)" \
		./timers.target.wants/kexec2-archive.timer \
		"until it is enabled; then it comes with the others"
fi

done_testing
