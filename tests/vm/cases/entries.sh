#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Boot entries as kernel-install(8) makes them, in a guest's /boot: the default
# one is the one that a boot loader takes, and what it says is what boots.

. "$(dirname "$0")/../lib/case.sh"

plugin=/usr/lib/kernel/install.d/90-loaderentry.install
[ -x "$plugin" ] || die "$plugin is missing (package systemd)"

machine=6a9857a393724b7a981ebb5b8495b9ea
echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>"$host/policy"
"$top/tests/vm/mkroot" --add "$KEXEC2_GUEST:/usr/bin/kexec2" --compress gzip \
	-o "$work/initrd.img" >"$work/mkroot.log" || die "mkroot failed"

# install_kernel VERSION [TRIES]: with systemd's own script, as a kernel package
# does it.  Of the three initrds the later two have one file in common.
install_kernel()
{
	local version=$1 tries=${2-} dir=$host/boot/$machine/$1
	local conf=$work/conf staging=$work/staging

	rm -rf "$conf" "$staging"
	mkdir -p "$dir" "$conf" "$staging"
	echo "$CMDLINE version=$version" >"$conf/cmdline"
	[ -z "$tries" ] || echo "$tries" >"$conf/tries"
	cp "$work/initrd.img" "$staging/initrd.img-$version"
	archive which=modules modules="$version" version="$version" |
		compress zstd >"$staging/initrd.modules"
	archive which=site site="$version" >"$staging/initrd.site"
	KERNEL_INSTALL_LAYOUT=bls KERNEL_INSTALL_VERBOSE=0 \
		KERNEL_INSTALL_MACHINE_ID=$machine \
		KERNEL_INSTALL_ENTRY_TOKEN=$machine \
		KERNEL_INSTALL_BOOT_ROOT="$host/boot" \
		KERNEL_INSTALL_CONF_ROOT="$conf" \
		KERNEL_INSTALL_STAGING_AREA="$staging" \
		"$plugin" add "$version" "$dir" "$KERNEL_IMAGE" \
		2>"$work/plugin.log" || die "$plugin: $(cat "$work/plugin.log")"
}

# 6.10 is newer than 6.9; 6.12 is newer than both, but has no tries left.
install_kernel 6.9.1-1-amd64
install_kernel 6.10.2-1-amd64 3
install_kernel 6.12.3-1-amd64 0
cd "$host/boot/loader/entries" || exit
newest=$machine-6.12.3-1-amd64
default=$machine-6.10.2-1-amd64
older=$machine-6.9.1-1-amd64
is "$(echo *)" "$default+3.conf $newest+0.conf $older.conf" \
	"kernel-install's script makes entries, two of them with a count of tries"

# It writes paths of this machine, as $BOOT is no file system of its own here.
sed -i "s, /.*/$machine/, /$machine/," ./*.conf
# One that has not succeeded in a boot yet; an option line more, by hand.
mv "$default+3.conf" "$default+2-1.conf"
echo "options    more=second-line" >>"$default+2-1.conf"
is "$(grep -cE '^initrd ' "$default+2-1.conf") $(grep -c '^options ' \
	"$default+2-1.conf")" "3 2" \
	"one has several initrd lines and several options lines"
# What sorts before all others, but is for another machine's processor.
printf '%s\n' 'title Other' 'sort-key aaa' 'architecture ia64' \
	"linux /$machine/6.9.1-1-amd64/linux" >other.conf
cd "$top" || exit

cat >>"$host/lib.sh" <<-'END'
came() {
	echo "came: $(cat /which /version /modules /site | tr '\n' ' ')"
	echo "cmdline: $(cat /proc/cmdline)"
}
# /boot as an installation has it
installed() { rm -rf /boot/*; cp -r /host/boot/* /boot/; policy; }
END

boots "the default entry, and then another one" \
	--then "came; keep second; installed
		kexec2 load --entry=$older; echo loaded \$?; keep chosen" \
	--then "came; keep third; installed
		kexec2 load --entry=$newest.conf; echo loaded \$?
		kexec2 load --entry=/boot/loader/entries/$default+2-1.conf \
			--append=four=4" \
	--then "came" \
	-- "installed
	kexec2 entries
	kexec2 load --entry; echo loaded \$?; kexec2 status; keep first"

is "$(sed -n '/^  default:/d;s/^[ *] \([^ ].*\.conf\).*/\1/p' <<<"$output")" \
	"other.conf
$default.conf
$older.conf
$newest.conf" "entries lists them as a boot menu does, the one that failed last"
like "$output" "\* $default.conf" "and marks the default"

# boot_of N: what the Nth kernel that was loaded has said of itself
boot_of()
{
	grep -A 1 '^came: ' <<<"$output" | grep -v '^--' |
		sed -n "$((2 * $1 - 1)),$((2 * $1))p"
}

# want VERSION [OPTIONS]: what it should
want()
{
	echo "came: site $1 $1 $1 "
	echo "cmdline: $CMDLINE version=$1 systemd.machine_id=$machine${2:+ $2}"
}
is "$(boot_of 1)" "$(want 6.10.2-1-amd64 more=second-line)" \
	"the default boots, with all its parts in their order and both lines of options"
is "$(boot_of 2)" "$(want 6.9.1-1-amd64)" "--entry=ID boots that one"
is "$(boot_of 3)" "$(want 6.10.2-1-amd64 "more=second-line four=4")" \
	"--entry=FILE boots it, and --append adds to its command line"
is "$(grep -c '^loaded 0' <<<"$output")" 3 \
	"an entry without tries left can be loaded by its name"

# record NAME VERSION: the parts in the last manifest of NAME.list
record()
{
	"$top/tests/vm/replay" --record kexec-manifest "$host/$1.list" |
		grep -aE '^(kernel|initrd|cmdline) '
}

# expected VERSION CMDLINE: the same, from the files
expected()
{
	local dir=$host/boot/$machine/$1 i=0 name

	echo "kernel sha256:$(sha256 "$dir/linux") $(stat -c %s "$dir/linux")"
	for name in "initrd.img-$1" initrd.modules initrd.site; do
		echo "initrd $i $name sha256:$(sha256 "$dir/$name")" \
			"$(stat -c %s "$dir/$name")"
		i=$((i + 1))
	done
	echo "cmdline sha256:$(printf '%s' "$2" | sha256 -) ${#2}"
}

version=6.10.2-1-amd64
is "$(record first)" "$(expected $version "$(want $version more=second-line |
	sed -n 's/^cmdline: //p')")" \
	"the manifest has the parts in order, labelled with the names of their files"
version=6.9.1-1-amd64
is "$(record chosen)" "$(expected $version "$(want $version |
	sed -n 's/^cmdline: //p')")" "and so it has for --entry=ID"
site=boot/$machine/6.10.2-1-amd64/initrd.site
like "$("$top/tests/vm/replay" --list "$host/second.list")" \
	"$(sha256 "$host/$site") /$site" "each part was measured by itself"
for name in first second third; do
	list_agrees $name
done

done_testing
