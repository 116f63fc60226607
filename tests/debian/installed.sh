#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Debian 13 with our packages and a kernel, as apt has left it: in a copy that goes
# with the process, as TAP.  This needs root.
#
# usage: tests/debian/installed.sh DIRECTORY, which mkroot has made

dir=$(realpath "$1")
cd "$(dirname "$0")/../.." || exit
. tests/lib/tap.sh

if [ "${2-}" != inside ]; then
	exec unshare -m --propagation private "$0" "$1" inside
fi

work=$(mktemp -d)
mount -t tmpfs none "$work" || exit
mkdir "$work/upper" "$work/work" "$work/root"
root=$work/root
mount -t overlay none "$root" \
	-o "lowerdir=$dir/root,upperdir=$work/upper,workdir=$work/work" || exit
mount --bind /proc "$root/proc" || exit

in_root()
{
	chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}

version=$(basename "$root"/lib/modules/*)
parts=$root/boot/kexec2-parts/$version
entry=$root/boot/loader/entries/kexec2-$version.conf
like "$(cat "$root/etc/debian_version")" '^13' "this is Debian 13"
is "$(in_root dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'kexec2*' \
	libkexec2-2 "linux-image-$version" | sort)" "ii  kexec2
ii  kexec2-attest
ii  kexec2-dropin
ii  libkexec2-2
ii  linux-image-$version" "the packages are installed"
is "$(in_root dpkg --audit)" "" "and nothing is half installed"
for program in kexec2 kexec2-attest; do
	ok "$program runs" in_root "$program" --version
done
libraries=$(grep -rhoE '^LIBRARY\([a-z0-9]+, "[^"]+' tools | sed 's/.*"//' |
	sort -u)
like "$libraries" 'libzstd.so.1' "they open libraries by name"
is "$(for name in $libraries; do
	find "$root"/usr/lib/*-linux-gnu/"$name" 2>&1 >/dev/null
done)" "" "which are there by these names"
like "$(in_root /sbin/kexec --version)" '^kexec2 ' "/sbin/kexec is kexec2"
ok "the unit is one to systemd" \
	in_root systemd-analyze verify --man=no kexec2-load.service

is "$(sed -n 's,^initrd .*/,,p' "$entry")" "0-early.cpio
1-base.cpio.zst
2-modules.cpio.zst
3-host.cpio.zst" "the boot entry has the initramfs in parts, microcode first"
like "$(cpio -it --quiet <"$parts/0-early.cpio")" \
	'kernel/x86/microcode/AuthenticAMD.bin' "which is in the first one"
said=$(in_root kexec2 load --entry --dry-run 2>"$work/err")
is "$(cat "$work/err")" "" "no fault is found in what would be loaded"
is "$(sed -n 's/^  sha256://p' <<<"$said" | head -n 5)" \
	"$(grep -o '^[0-9a-f]\{64\}' "$dir/known")" \
	"which is what sha256sum knows, in the order of the entry"
is "$(in_root kexec2-attest policy --format=known --entry |
	sed -n 's/^sha256:\([^ ]*\).*/\1/p')" \
	"$(grep -o '^[0-9a-f]\{64\}' "$dir/known")" \
	"and what kexec2-attest has a verifier know"
ok "/etc/ima/ima-policy measures each" in_root kexec2-attest lint-policy \
	--policy=/etc/ima/ima-policy --entry

# Another host, with the same packages.
sums()
{
	(cd "$parts" && sha256sum -- *)
}
before=$(sums)
echo other >"$root/etc/hostname"
tr 0-9a-f 1-9a-f0 <"$dir/root/etc/machine-id" >"$root/etc/machine-id"
echo 'options virtio_blk queue_depth=64' >"$root/etc/modprobe.d/host.conf"
ok "another host makes its initramfs" in_root update-initramfs -u -k "$version"
is "$(diff <(sums) <(echo "$before") | sed -n 's/^[<>].* //p' | sort -u)" \
	3-host.cpio.zst "only what is the host's differs"

cp -r debian tests "$root/root/"
for test in programs dropin; do
	ok "debian/tests/$test" in_root sh -c "mkdir /tmp/adt-$test; cd /root &&
		AUTOPKGTEST_TMP=/tmp/adt-$test debian/tests/$test"
done

ok "the kernel is removed" in_root apt-get -y remove "linux-image-$version"
not_ok "with the entry" test -e "$entry"
not_ok "and the parts" test -e "$parts"

done_testing
