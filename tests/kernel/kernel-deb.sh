#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What "make kernel-deb" has made, as TAP.
#
# usage: tests/kernel/kernel-deb.sh DIRECTORY CONFIG
#
# DIRECTORY has the packages, CONFIG is what they were configured with.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1
config=$2
. "$top/tests/lib/tap.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

images=$(find "$dir" -name 'linux-image-*.deb' ! -name '*-dbg_*')
is "$(wc -w <<<"$images")" 1 "there is one package with a kernel" || {
	done_testing
}
release=$(dpkg-deb -f "$images" Package)
release=${release#linux-image-}
root=$work/root
ok "it unpacks" dpkg-deb -x "$images" "$root"
ok "its control files do, too" dpkg-deb -e "$images" "$work/control"

is "$(dpkg-deb -f "$images" Architecture)" "$(dpkg --print-architecture)" \
	"it is for this architecture"
like "$release" '^[0-9]+\.[0-9]+' "its name ends in the kernel's release"
ok "it has the kernel" test -s "$root/boot/vmlinuz-$release"
like "$(file -b "$root/boot/vmlinuz-$release")" "$release " \
	"the kernel is of that release"
ok "it has System.map" grep -q ' T kernel_kexec$' \
	"$root/boot/System.map-$release"
ok "the kernel has the call" grep -qE ' T __(x64|arm64)_sys_kexec_file_load2$' \
	"$root/boot/System.map-$release"

built=$root/boot/config-$release
ok "it has the configuration" test -s "$built"
while read -r line; do
	case $line in
	CONFIG_*) ok "$line" grep -qx "$line" "$built" ;;
	esac
done <"$top/kernel/configs/call.config"

# Names that both know must not have changed.  What the kernel's makers and the
# compiler decide is another matter.
own='CONFIG_(CC|GCC|LD|AS|CLANG|LLD|RUSTC|PAHOLE|TOOLS|GENKSYMS)_'
changed=$(grep -E '^CONFIG_[A-Z0-9_]*=[ym"0-9]' "$config" | sort |
	grep -vE "^$own" | while IFS='=' read -r name value; do
		grep -q "^$name=" "$built" || continue
		grep -qxF "$name=$value" "$built" || echo "$name=$value"
	done)
is "$changed" "" "options of the configuration have the values that it gives"

if grep -qx CONFIG_MODULES=y "$built"; then
	ok "modules are where modprobe looks" \
		test -s "$root/lib/modules/$release/modules.order"
	headers=$(find "$dir" -name "linux-headers-${release}_*.deb")
	ok "there is a package to build further modules" test -s "$headers"
fi
ok "installing it makes an initramfs" grep -q 'INITRD=Yes' \
	"$work/control/postinst"

done_testing
