#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A unified kernel image of systemd's stub and objcopy, with an addon, in a
# guest: what it holds boots, and each section is measured by itself.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/parts.sh"

stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub
[ -s "$stub" ] || die "$stub is missing (package systemd-boot-efi)"
built KERNEL_MODULES

# image OUTPUT SECTION=FILE...: the stub with these sections, at addresses that
# firmware could load
image()
{
	local to=$1 address=$((0x2000000)) args=() section

	shift
	for section; do
		args+=(--add-section "$section"
		       --change-section-vma "${section%%=*}=$address")
		address=$((address + 0x2000000))
	done
	objcopy "${args[@]}" "$stub" "$to" || die "objcopy failed"
}

# The early cpio has an ACPI table, the base is the root of the guests.  The
# addon and the part of --initrd have one file in common.
make_parts "$work" "$work"
"$top/tests/vm/mkroot" --add "$KEXEC2_GUEST:/usr/bin/kexec2" --compress zstd \
	-o "$work/base" >"$work/mkroot.log" || die "mkroot failed"
printf '%s\n' 'ID=test' 'PRETTY_NAME="Test"' >"$work/osrel"
printf '6.12-test\0' >"$work/uname"
printf '%s\n' "$CMDLINE from=uki" >"$work/cmdline"
printf 'from=addon\n' >"$work/words"
printf 'from=old\n' >"$work/old"
printf '6.1-old\0' >"$work/old-uname"
archive which=addon only-addon=1 | compress xz >"$work/addon"
archive which=site only-site=1 >"$host/site.cpio"

mkdir "$host/linux.efi.extra.d"
image "$host/linux.efi" .osrel="$work/osrel" .uname="$work/uname" \
	.cmdline="$work/cmdline" .linux="$KERNEL_IMAGE" \
	.ucode="$work/firmware.cpio" .initrd="$work/base"
image "$host/linux.efi.extra.d/10-site.addon.efi" \
	.cmdline="$work/words" .initrd="$work/addon"
image "$host/linux.efi.extra.d/20-old.addon.efi" \
	.cmdline="$work/old" .uname="$work/old-uname" .initrd="$host/site.cpio"
cp "$work/modules.cpio.zst" "$host"

echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>"$host/policy"
cat >>"$host/lib.sh" <<-'END'
came() {
	insmod /lib/modules/isofs.ko && grep iso9660 /proc/filesystems
	dmesg | grep -i 'SSDT.*KEXEC2'
	echo "which: $(cat /which /only-addon /only-site 2>&1 | tr '\n' ' ')"
	echo "cmdline: $(cat /proc/cmdline)"
}
load="kexec2 load --uki=/tmp/linux.efi --initrd=modules=/host/modules.cpio.zst"
END

boots "a unified kernel image and two more parts, and then a command line" \
	--memory 2G \
	--then "echo second; came; keep second; policy; cp -r /host/linux.efi* /tmp/
		\$load --cmdline='$CMDLINE from=me'; echo loaded \$?" \
	--then "echo third; came; keep third" \
	-- "policy; cp -r /host/linux.efi* /tmp/
	\$load --initrd=/host/site.cpio; echo loaded \$?; keep first"

second=$(sed -n '/^second$/,/^third$/p' <<<"$output")
third=$(sed -n '/^third$/,$p' <<<"$output")
is "$(grep -c '^loaded 0' <<<"$output")" 2 "it is loaded, twice"
like "$output" 'ignored: for kernel 6\.1-old' \
	"an addon for another kernel is skipped with a message"
like "$second" 'SSDT.*KEXEC2' "the ACPI table of .ucode is found"
like "$second" 'iso9660' "the module of the part behind the image's loads"
like "$second" 'which: site 1 1 ' \
	"the addon's initrd comes behind the image's, a part of --initrd last"
like "$second" "cmdline: $CMDLINE from=uki from=addon"$'\n' \
	"the command line is that of the image and the addon"
like "$third" 'SSDT.*KEXEC2' "again, in the third kernel"
like "$third" 'which: addon 1 cat: ' "which has all parts but the one not given"
like "$third" "cmdline: $CMDLINE from=me\$" \
	"--cmdline comes in place of the image's and the addon's"

# What another reader of PE files finds in the sections.
objcopy --dump-section ".linux=$work/s.linux" \
	--dump-section ".ucode=$work/s.ucode" --dump-section ".initrd=$work/s.initrd" "$host/linux.efi" "$work/copy" ||
	die "objcopy failed"
objcopy --dump-section ".initrd=$work/s.addon" \
	"$host/linux.efi.extra.d/10-site.addon.efi" "$work/copy" ||
	die "objcopy failed"

# line WORDS FILE: of the manifest
line()
{
	echo "$1 sha256:$(sha256 "$2") $(stat -c %s "$2")"
}
words="$CMDLINE from=uki from=addon"
is "$("$top/tests/vm/replay" --record kexec-manifest "$host/first.list" |
	grep -aE '^(kernel|initrd|cmdline) ')" \
	"$(line kernel "$work/s.linux"
	line "initrd 0 ucode" "$work/s.ucode"
	line "initrd 1 initrd" "$work/s.initrd"
	line "initrd 2 10-site" "$work/s.addon"
	line "initrd 3 modules" "$host/modules.cpio.zst"
	line "initrd 4 -" "$host/site.cpio"
	echo "cmdline sha256:$(printf '%s' "$words" | sha256 -) ${#words}")" \
	"the manifest has the sections, as objcopy dumps them, in order"

# entry FILE NAME: in the measurement list
entry()
{
	echo "10 sha256:$(sha256 "$1") $2"
}
is "$("$top/tests/vm/replay" --list "$host/first.list" |
	grep -vE ' (boot_aggregate|kexec-.*)$')" \
	"$(entry "$work/s.linux" memfd:linux.efi:.linux
	entry "$work/s.ucode" memfd:linux.efi:.ucode
	entry "$work/s.initrd" memfd:linux.efi:.initrd
	entry "$work/s.addon" memfd:10-site.addon.efi:.initrd
	entry "$host/modules.cpio.zst" /host/modules.cpio.zst
	entry "$host/site.cpio" /host/site.cpio)" \
	"and IMA has an entry for each, with the name of image and section"
is "$(sha256 "$work/s.linux") $(sha256 "$work/s.initrd")" \
	"$(sha256 "$KERNEL_IMAGE") $(sha256 "$work/base")" \
	"the sections are the files that the image was made of"
for name in first second third; do
	list_agrees $name
done

done_testing
