#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# "make deps test" in a Debian 13 that has make and nothing else, as TAP.  This needs
# root.
#
# usage: tests/debian/bare.sh DIRECTORY, for the system and a log

top=$(realpath "$(dirname "$0")/../..")
. "$top/tests/lib/tap.sh"
. "$top/tests/vm/lib/msg.sh"
. "$top/tests/debian/apt.sh"
# What is mounted goes with the process.
[ "${2-}" = inside ] || exec unshare -m --propagation private "$0" "$1" inside
PATH=$PATH:/usr/sbin:/sbin
need git mmdebstrap

mkdir -p "$1"
dir=$(realpath "$1")
root=$dir/root
rm -rf --one-file-system "$root"
again mmdebstrap --mode=root --variant=minbase --keyring=$keyring \
	--aptopt='Acquire::Retries "5"' --include=make $release "$root" \
	"deb $(mirror) $release main" >"$dir/log" 2>&1 ||
	die "no system: $(tail -n 5 "$dir/log")"
cp /etc/resolv.conf "$root/etc"

# What git has or would have.
src=$root/src
mkdir "$src"
(cd "$top" && git ls-files -z --cached --others --exclude-standard |
	tar -c --null --ignore-failed-read -T -) | tar -x -C "$src" &&
	git -C "$src" init -q && git -C "$src" add -A || exit

# Its root is that of the mounts, or there would be no user namespaces in it.
mount --bind "$root" "$root" || exit
for node in dev proc sys; do
	mount --rbind /$node "$root/$node" || exit
done
unshare -m sh -c 'cd "$1" && pivot_root . mnt && exec chroot . env -i HOME=/root \
	PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
	sh -c "umount -l /mnt && exec make -C /src --no-print-directory deps test"' \
	sh "$root" >>"$dir/log" 2>&1
status=$?
like "$(cat "$root/etc/debian_version")" '^13' "this is Debian 13"
like "$(tail -n 1 "$dir/log")" '^[1-9][0-9]* passed, 0 failed' "all tests pass" ||
	grep -E '^(not ok|make: )|error:' "$dir/log" | head -n 40 | sed 's/^/# /'
is "$status" 0 "make deps test succeeds"

done_testing
