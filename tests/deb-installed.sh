#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The Debian packages, installed, upgraded, tested by debian/tests, removed and
# purged, in a copy of this system that goes with the process, as TAP:
#	deb-installed.sh DIRECTORY
# DIRECTORY is where "make deb" has built them.  This needs root.

dir=$(realpath "$1")
cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh

skip_all()
{
	echo "1..0 # SKIP $*"
	exit
}

if [ "${2-}" != inside ]; then
	[ "$(id -u)" = 0 ] || skip_all "needs root, to mount an overlay"
	exec unshare -m --propagation private "$0" "$1" inside
fi

work=$(mktemp -d)
mount -t tmpfs none "$work" || exit
mkdir "$work/upper" "$work/work" "$work/root" "$work/packages"
mount -t overlay none "$work/root" \
	-o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" ||
	skip_all "there are no overlays here"
root=$work/root
mount --bind /proc "$root/proc"
mkdir "$root/packages" "$root/source"
cp -r debian tests "$root/source"
cp "$dir"/*.deb "$root/packages"

# in_root COMMAND...: there
in_root()
{
	chroot "$root" env DEBIAN_FRONTEND=noninteractive "$@"
}

# Packages of an older version, to upgrade from.
mkdir "$root/old"
for package in "$dir"/kexec2_*.deb "$dir"/kexec2-dropin_*.deb; do
	dpkg-deb -R "$package" "$work/unpacked"
	sed -i 's/^Version: .*/Version: 0.0.1/' "$work/unpacked/DEBIAN/control"
	dpkg-deb -b "$work/unpacked" "$root/old" >/dev/null
	rm -r "$work/unpacked"
done

names=$(in_root sh -c 'for f in packages/*.deb; do dpkg-deb -f $f Package; done' |
	grep -v -- -dbgsym)
is "$(wc -w <<<"$names")" 5 "there are five packages"
ok "older ones are installed" in_root sh -c \
	'dpkg -i packages/libkexec2-2_*.deb old/kexec2_*.deb old/kexec2-dropin_*.deb'
echo 'LOAD_OPTIONS="--entry --concat"' >"$root/etc/default/kexec2"
ok "the unit is enabled" in_root systemctl enable kexec2-load.service
ok "all are upgraded, or installed" in_root sh -c \
	'dpkg -i --force-confold $(ls packages/*.deb | grep -v dbgsym)'
is "$(cat "$root/etc/default/kexec2")" 'LOAD_OPTIONS="--entry --concat"' \
	"what was configured stays"
is "$(in_root systemctl is-enabled kexec2-load.service)" enabled \
	"and the unit enabled"
in_root systemctl disable kexec2-load.service 2>/dev/null
cp "$root/usr/share/doc/kexec2/README.Debian" "$work/readme" 2>/dev/null
in_root sh -c 'dpkg-deb --fsys-tarfile packages/kexec2_*.deb |
	tar -xO ./etc/default/kexec2 >/etc/default/kexec2'

for test in library programs dropin; do
	ok "debian/tests/$test" in_root sh -c "mkdir /tmp/adt-$test; cd /source &&
		AUTOPKGTEST_TMP=/tmp/adt-$test debian/tests/$test"
done

# The hook that a kernel's package calls.
ok "a kernel is installed" in_root run-parts --arg=6.12 \
	--arg=/boot/vmlinuz-6.12 --regex='^zzz-kexec2$' /etc/kernel/postinst.d

# shellcheck disable=SC2086 # words
ok "they are removed" in_root dpkg --remove $names
# shellcheck disable=SC2086
ok "and purged" in_root dpkg --purge $names
is "$(cd "$root" && find etc usr/lib usr/sbin usr/share usr/include \
	\( -name '*kexec2*' -o -name kexec_file_load2.h \))" "" "nothing is left"
is "$(in_root dpkg-divert --list '*kexec*')" "" "and nothing diverted"

done_testing
