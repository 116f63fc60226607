#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# examples/systemd/systemctl-several-initrds.patch fits the systemd of Debian 13,
# and what it adds compiles, with libkexec2 and without, as TAP.  The systemctl that
# it makes is left for boot.sh.
#
# usage: tests/debian/systemd.sh CACHEDIR LIBRARY SYSTEMCTL
#
# CACHEDIR keeps the source.  LIBRARY is libkexec2.a, SYSTEMCTL where to leave it.

top=$(realpath "$(dirname "$0")/../..")
. "$top/tests/lib/tap.sh"
. "$top/tests/vm/lib/msg.sh"
. "$top/tests/debian/apt.sh"
need apt-get dpkg-source meson ninja patch

library=$(realpath "$2")
systemctl=$3
rm -f "$systemctl"
mkdir -p "$1"
cache=$(realpath "$1")/systemd-$release
if [ ! -d "$cache" ]; then
	rm -rf "$cache.new"
	(source_of systemd "$cache.new") >"$cache.log" 2>&1 ||
		die "no source: $(tail -n 5 "$cache.log")"
	mv "$cache.new" "$cache"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$cache"/systemd-*/ "$work/systemd"
ok "it fits without fuzz" patch -d "$work/systemd" -p1 -F0 \
	-i "$top/examples/systemd/systemctl-several-initrds.patch"

# libkexec2, as it lies here.
version=$(make -s --no-print-directory -C "$top" print-VERSION)
cat >"$work/libkexec2.pc" <<END
Name: libkexec2
Description: libkexec2
Version: $version
Cflags: -I$top/include -I$top/include/uapi
Libs: $library
END
export PKG_CONFIG_PATH=$work
object=systemctl.p/src_systemctl_systemctl-start-special.c.o

# compiled WITH: the names that the object uses of the library
compiled()
{
	local with=$1

	(cd "$work/systemd" && meson setup "$work/$with" --werror \
		--auto-features=disabled -Dkexec2="$with" -Dmode=release &&
		ninja -C "$work/$with" "$object") >"$work/log" 2>&1 ||
		{ echo "not compiled:"; tail -n 20 "$work/log"; }
	nm "$work/$with/$object" | sed -n 's/^ *U \(kexec2_\)/\1/p' |
		paste -sd ' ' -
}
is "$(compiled enabled)" "kexec2_add_initrd_path kexec2_failure \
kexec2_load_or_join kexec2_new kexec2_set_cmdline kexec2_set_kernel_path \
kexec2_unref" "systemctl loads by libkexec2"
is "$(compiled disabled)" "" "and is compiled without it"
(cd "$work" && meson configure enabled -Dlink-systemctl-shared=false \
	-Dbuildtype=debugoptimized && ninja -C enabled systemctl) >"$work/log" 2>&1
is "$?" 0 "it links, too" || sed 's/^/# /' <(tail -n 20 "$work/log")
like "$("$work/enabled/systemctl" --version)" '^systemd 257' "and runs"
cp "$work/enabled/systemctl" "$systemctl"

done_testing
