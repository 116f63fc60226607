#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The Debian packages, as TAP:
#	deb.sh DIRECTORY
# DIRECTORY is where "make deb" has built them.

dir=$(realpath "$1")
cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh

# package NAME: its file
package()
{
	find "$dir" -maxdepth 1 -name "$1_*.deb"
}

# holds NAME PATH-REGEX...: the package has these
holds()
{
	local name=$1 files path

	shift
	files=$(dpkg-deb -c "$(package "$name")" | awk '{ print $6 }')
	for path; do
		like "$files" "(^|"$'\n'")\./$path("$'\n'"|\$)" \
			"$name has $path"
	done
}

changes=$(find "$dir" -maxdepth 1 -name '*.changes')
is "$(wc -w <<<"$changes")" 1 "there is one set of packages" || done_testing

# As root, lintian wants to be told that this is meant.
lintian=(lintian --no-cfg --fail-on "error,warning" --tag-display-limit 0)
[ "$(id -u)" != 0 ] || lintian+=(--allow-root)
ok "lintian finds no error and no warning" "${lintian[@]}" "$changes"

holds libkexec2-2 'usr/lib/[^/]+/libkexec2\.so\.2'
holds libkexec2-dev usr/include/libkexec2.h \
	usr/include/kexec2/linux/kexec_file_load2.h 'usr/lib/[^/]+/libkexec2\.a' \
	'usr/lib/[^/]+/libkexec2\.so' 'usr/lib/[^/]+/pkgconfig/libkexec2\.pc' \
	'usr/share/man/man3/kexec2_load\.3\.gz' \
	'usr/share/man/man7/libkexec2\.7\.gz' \
	'usr/share/doc/libkexec2-dev/examples/bootmenu\.c'
holds kexec2 usr/sbin/kexec2 usr/lib/kexec2/kexec \
	usr/lib/systemd/system-shutdown/kexec2 \
	lib/systemd/system/kexec2-load.service usr/lib/kexec2/load-at-reboot \
	etc/default/kexec2 etc/kernel/postinst.d/zzz-kexec2 \
	etc/initramfs/post-update.d/kexec2-parts usr/lib/kexec2/parts-entry \
	usr/lib/kernel/install.d/60-kexec2-parts.install \
	'usr/share/man/man8/kexec2\.8\.gz' \
	'usr/share/man/man5/kexec2-entry\.5\.gz' \
	'usr/share/man/man8/kexec2-kexec\.8\.gz' \
	'usr/share/man/man2/kexec_file_load2\.2\.gz' \
	usr/share/bash-completion/completions/kexec2 \
	'usr/share/zsh/[a-z-]+/_kexec2' \
	'usr/share/doc/kexec2/README\.Debian(\.gz)?'
holds kexec2-dropin usr/sbin/kexec \
	usr/share/doc/kexec2-dropin/examples/50-kdump-tools.rules
like "$(dpkg-deb -I "$(package kexec2-dropin)" preinst)" \
	'dpkg-divert --package kexec2-dropin' "kexec2-dropin diverts kexec-tools"
holds kexec2-attest usr/sbin/kexec2-attest \
	'lib/systemd/system/kexec2-archive\.(service|timer)' \
	'usr/share/man/man8/kexec2-attest\.8\.gz' \
	'usr/share/man/man8/kexec2-verify\.8\.gz' \
	'usr/share/man/man8/kexec2-predict\.8\.gz' \
	'usr/share/man/man5/kexec2-known\.5\.gz' \
	usr/share/bash-completion/completions/kexec2-attest \
	'usr/share/zsh/[a-z-]+/_kexec2-attest'

# What each is to be used for, once installed, is in debian/tests.
is "$(find debian/tests -type f -perm -u+x -printf '%f\n' | sort)" \
	"$(sed -n 's/^Tests: //p' debian/tests/control | sort)" \
	"each test of the packages is listed"

like "$(dpkg-deb -f "$(package kexec2)" Depends)" 'libkexec2-2 \(>= 0' \
	"kexec2 depends on the library"
unlike "$(dpkg-deb -f "$(package kexec2)")" '(Conflicts|Replaces|Breaks):' \
	"kexec2 can be installed beside kexec-tools"
unlike "$(dpkg-deb -f "$(package kexec2)" Depends)" tss2 \
	"kexec2 needs no TPM library"
unlike "$(dpkg-deb -f "$(package kexec2-attest)" Depends)" kexec2 \
	"kexec2-attest needs neither the library nor kexec2"
# recommends NAME: the packages of all libraries that its program opens
recommends()
{
	local soname package program=$opened/usr/sbin/$1

	dpkg-deb -x "$(package "$1")" "$opened"
	for soname in $(readelf -p .note.dlopen "$program" |
			grep -o 'lib[a-z0-9-]*\.so\.[0-9]*' | sort -u); do
		package=$(dpkg -S "*/$soname" | sed 's/:.*//;q')
		like "$(dpkg-deb -f "$(package "$1")" Recommends)" \
			"(^|, )$package( |,|\$)" "$1 recommends $soname"
		unlike "$(ldd "$program")" "$soname" "and is not linked to it"
	done
}
opened=$(mktemp -d)
trap 'rm -rf "$opened"' EXIT
recommends kexec2
recommends kexec2-attest
rm -rf "$opened"

like "$(dpkg-deb -I "$(package libkexec2-2)" symbols)" \
	'kexec2_load@LIBKEXEC2_2\.0 [0-9]' "the symbols of the library are listed"

# alone OTHER NAME...: apt can install these packages without OTHER
alone()
{
	local other=$1 files=() said

	shift
	for name; do
		files+=("$(realpath "$(package "$name")")")
	done
	said=$(apt-get -s -o Debug::NoLocking=1 install \
		--no-install-recommends "${files[@]}" 2>&1)
	like "$said" "(^|"$'\n'")Inst ${*: -1} " "${*: -1} can be installed"
	unlike "$said" "Inst $other " "without $other"
}
alone kexec2-attest libkexec2-2 kexec2
alone kexec2 kexec2-attest

# Each works without the other.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in libkexec2-2 kexec2; do
	dpkg-deb -x "$(package "$name")" "$work/loader"
done
dpkg-deb -x "$(package kexec2-attest)" "$work/verifier"
libdir=$(dirname "$(find "$work/loader" -name libkexec2.so.2)")
like "$(PATH='' LD_LIBRARY_PATH=$libdir "$work/loader/usr/sbin/kexec2" \
	verify --known x 2>&1)" 'install package kexec2-attest' \
	"kexec2 alone says which package has verify"
ok "kexec2-attest runs alone" \
	env -u LD_LIBRARY_PATH "$work/verifier/usr/sbin/kexec2-attest" help verify

# What the packages bring works together.
dpkg-deb -x "$(package kexec2-attest)" "$work/loader"
root=$work/loader
ok "the command runs with the library of the package" \
	env LD_LIBRARY_PATH="$libdir" "$root/usr/sbin/kexec2" --version
ok "kexec2 runs kexec2-attest" \
	env LD_LIBRARY_PATH="$libdir" "$root/usr/sbin/kexec2" help verify
like "$(LD_LIBRARY_PATH=$libdir ldd "$root/usr/sbin/kexec2")" \
	"libkexec2\.so\.2 => $libdir" "and it is linked to it"

done_testing
