#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2-dropin takes the place of /sbin/kexec and gives it back, beside a package
# like kexec-tools, in a tree of its own, as TAP.

cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh

PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# package NAME VERSION DIRECTORY: $work/NAME_VERSION.deb, of what is there
package()
{
	mkdir -p "$3/DEBIAN"
	printf '%s\n' "Package: $1" "Version: $2" "Architecture: all" \
		"Maintainer: nobody <nobody@example.org>" "Description: test" \
		>"$3/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$3" "$work/$1_$2.deb" >/dev/null
}

# As kexec-tools of Debian 12 and 13 have it.
for dir in sbin usr/sbin; do
	version=${dir%%/*}
	mkdir -p "$work/kexec-$version/$dir"
	echo "kexec-tools $version" >"$work/kexec-$version/$dir/kexec"
	package kexec-tools "1${version/sbin/}" "$work/kexec-$version"
done
mkdir -p "$work/dropin/DEBIAN"
while read -r target link; do
	mkdir -p "$work/dropin/${link%/*}"
	ln -s "/$target" "$work/dropin/$link"
done < <(grep -v '^#' debian/kexec2-dropin.links)
for script in preinst postrm; do
	sed '/^#DEBHELPER#$/d' "debian/kexec2-dropin.$script" \
		>"$work/dropin/DEBIAN/$script"
	chmod 755 "$work/dropin/DEBIAN/$script"
done
for version in 1 2; do
	package kexec2-dropin $version "$work/dropin"
done

# begin: a tree with /usr merged, where nothing is installed
begin()
{
	rm -rf "$work/root"
	mkdir -p "$work/root/var/lib/dpkg/updates" "$work/root/usr/sbin"
	ln -s usr/sbin "$work/root/sbin"
	: >"$work/root/var/lib/dpkg/status"
}

# run OPTION...: dpkg there
run()
{
	dpkg --root="$work/root" --log=/dev/null --force-not-root \
		--force-script-chrootless --force-bad-path "$@" >"$work/out" 2>&1 ||
		diag "$(cat "$work/out")"
}

# there: the programs, each with the package it is of
there()
{
	local file

	for file in "$work"/root/usr/sbin/*; do
		if [ -h "$file" ]; then
			echo "${file##*/}: $(readlink "$file")"
		elif [ -e "$file" ]; then
			echo "${file##*/}: $(cat "$file")"
		fi
	done
}

while read -r version name suffix; do
	tools="kexec-tools $name"
	both="kexec: /usr/sbin/kexec2
kexec.$suffix: $tools"
	begin
	run -i "$work/kexec-tools_$version.deb"
	is "$(there)" "kexec: $tools" "$tools"
	run -i "$work/kexec2-dropin_1.deb"
	is "$(there)" "$both" "is moved away"
	run -i "$work/kexec-tools_$version.deb"
	is "$(there)" "$both" "also when it is installed anew"
	run -i "$work/kexec2-dropin_2.deb"
	is "$(there)" "$both" "and when kexec2-dropin is upgraded"
	run -r kexec2-dropin
	is "$(there)" "kexec: $tools" "and has its place back"
	is "$(dpkg-divert --root "$work/root" --list)" "" "nothing is left"

	begin
	run -i "$work/kexec2-dropin_1.deb"
	run -i "$work/kexec-tools_$version.deb"
	is "$(there)" "$both" "$tools: it may come later"
	run -r kexec-tools
	is "$(there)" "kexec: /usr/sbin/kexec2" "and go"
	run -r kexec2-dropin
	is "$(there)" "" "nothing is left"
done <<'END'
1 sbin kexec-tools
1usr usr distrib
END

begin
run -i "$work/kexec-tools_1.deb" "$work/kexec2-dropin_1.deb"
run -i "$work/kexec-tools_1usr.deb"
is "$(there)" "$both" "kexec-tools of Debian 12 becomes that of 13"
run -r kexec2-dropin
is "$(there)" "kexec: $tools" "which has its place back"

done_testing
