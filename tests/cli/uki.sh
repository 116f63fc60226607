#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Unified kernel images as people make them, with the stub of systemd and
# objcopy, and with dracut, as the built command sees them; as TAP.  Needs no
# privilege and loads nothing.
#
# usage: tests/cli/uki.sh KEXEC2
set -u

kexec2=$(realpath "${1:?usage: uki.sh KEXEC2}")
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/kernel.sh"

case $(uname -m) in
x86_64)	 stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub ;;
aarch64) stub=/usr/lib/systemd/boot/efi/linuxaa64.efi.stub ;;
*)	 skip_all "there is no unified kernel image for $(uname -m)" ;;
esac
[ -s "$stub" ] || bail_out "$stub is missing (package systemd-boot-efi)"
[ -x "$kexec2" ] || bail_out "there is no program $kexec2"

work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
cd "$work" || exit

# archive FILE NAME CONTENT: an archive with one file
archive()
{
	mkdir -p "tree/$(dirname "$2")"
	printf '%s\n' "$3" >"tree/$2"
	(cd tree && find . -mindepth 1 | cpio --quiet -o -H newc) >"$1"
	rm -rf tree
}

# image STUB OUTPUT SECTION=FILE...: at addresses that firmware could load
image()
{
	local from=$1 to=$2 address=$((0x2000000)) args=() section

	shift 2
	for section; do
		args+=(--add-section "$section"
		       --change-section-vma "${section%%=*}=$address")
		address=$((address + 0x2000000))
	done
	objcopy "${args[@]}" "$from" "$to"
}

# section FILE NAME: what another reader finds in it
section()
{
	objcopy --dump-section "$2=section" "$1" copy && cat section
}

sha256()
{
	sha256sum "$@" | sed 's/ .*//; s/^/sha256:/'
}

# seen OPTION...: what would be loaded, in lines
seen()
{
	"$kexec2" load --dry-run --json "$@" 2>err >out || {
		cat err
		return 1
	}
	python3 -c '
import json

got = json.load(open("out"))
kernel = got["kernel"]
print("kernel", kernel["name"], kernel["size"], kernel["digest"])
for part in got["initrds"]:
    print("initrd", part["label"] or "-", part["name"], part["size"],
          part["digest"])
print("cmdline", got["cmdline"]["text"])'
}

# line LABEL NAME FILE: what is expected for the part in FILE
line()
{
	echo "initrd $1 $2 $(stat -c %s "$3") $(sha256 "$3")"
}

kernel_line()
{
	echo "kernel $1:.linux $(stat -c %s "$2") $(sha256 "$2")"
}

{ fake_kernel; head -c 3000001 /dev/urandom; } >kernel
archive ucode kernel/x86/microcode/GenuineIntel.bin microcode
archive initrd init "$(head -c 500000 /dev/urandom | base64)"
archive more etc/more more
printf 'root=/dev/vda1 quiet\n' >cmdline
printf '6.12.0-test\0' >release
image "$stub" linux.efi .osrel=/etc/os-release .uname=release .cmdline=cmdline \
	.linux=kernel .ucode=ucode .initrd=initrd ||
	bail_out "objcopy cannot add sections to $stub"

# An image alone

is "$(seen --uki=linux.efi)" "$(kernel_line linux.efi kernel
	line ucode linux.efi:.ucode ucode
	line initrd linux.efi:.initrd initrd
	echo "cmdline root=/dev/vda1 quiet")" \
	"the parts of an image, with the digests of the files it was made of"
is "$(section linux.efi .initrd | sha256sum)" "$(sha256sum <initrd)" \
	"objcopy takes the same initrd out of it"

is "$(seen --uki="$work/linux.efi" --cmdline=other --initrd=more=more)" \
	"$(kernel_line "$work/linux.efi" kernel
	line ucode "$work/linux.efi:.ucode" ucode
	line initrd "$work/linux.efi:.initrd" initrd
	line more more more
	echo "cmdline other")" \
	"--cmdline comes in place of its command line, --initrd behind its parts"

# Addons

mkdir linux.efi.extra.d
printf 'from-a' >words
image "$stub" linux.efi.extra.d/a.addon.efi .cmdline=words .ucode=more
printf 'from-b\n' >words
image "$stub" linux.efi.extra.d/b.addon.efi .cmdline=words .initrd=more
printf '6.1.0-old' >release
image "$stub" linux.efi.extra.d/old.addon.efi .cmdline=words .uname=release
touch linux.efi.extra.d/{secret.cred,tools.sysext.raw}
is "$(seen --uki=linux.efi)" "$(kernel_line linux.efi kernel
	line a linux.efi.extra.d/a.addon.efi:.ucode more
	line ucode linux.efi:.ucode ucode
	line initrd linux.efi:.initrd initrd
	line b linux.efi.extra.d/b.addon.efi:.initrd more
	echo "cmdline root=/dev/vda1 quiet from-a from-b")" \
	"addons in the order of their names"
like "$(cat err)" 'old\.addon\.efi: ignored: for kernel 6\.1\.0-old' \
	"an addon for another kernel is skipped with a message"
like "$(cat err)" 'linux\.efi\.extra\.d: credentials \(1 \*\.cred\) ignored' \
	"credentials are skipped with a message"
like "$(cat err)" 'linux\.efi\.extra\.d: extension images \(1 \*\.raw\)' \
	"extension images are skipped with a message"
is "$(stat -c %s linux.efi.extra.d/tools.sysext.raw)" 0 \
	"what lies there was not touched"

cp linux.efi linux+3-1.efi
like "$(seen --uki=linux+3-1.efi)" "cmdline root=/dev/vda1 quiet from-a from-b" \
	"an image that counts its boots has the addons of its plain name"
rm linux+3-1.efi

# Profiles

printf 'ID=main\n' >main
printf 'ID=other\n' >other
printf 'of=main' >words
printf 'of=other' >others
image "$stub" base.efi .linux=kernel .initrd=initrd .profile=main .cmdline=words
# objcopy does not add a second section of a name to those that it reads.
python3 - <<'END'
import struct

data = bytearray(open("base.efi", "rb").read())
pe = struct.unpack_from("<I", data, 60)[0]
count, = struct.unpack_from("<H", data, pe + 6)
table = pe + 24 + struct.unpack_from("<H", data, pe + 20)[0]
for name, text in ((b".profile", "other"), (b".cmdline", "others")):
    text = open(text, "rb").read()
    data += bytes(-len(data) % 512)
    struct.pack_into("<8sIIIIIIHHI", data, table + count * 40, name, len(text),
                     0x40000000 + count * 4096, 512, len(data), 0, 0, 0, 0,
                     0x40000040)
    data += text + bytes(512 - len(text))
    count += 1
struct.pack_into("<H", data, pe + 6, count)
open("profiles.efi", "wb").write(data)
END
is "$(objdump -h profiles.efi | grep -c '\.profile ')" 2 "an image of two profiles"
like "$(seen --uki=profiles.efi)" "cmdline of=main$" \
	"the first profile of an image is taken"
like "$(seen --uki=profiles.efi --profile=1)" "cmdline of=other$" \
	"the second one by its number"
like "$(seen --uki=profiles.efi --profile=other)" "cmdline of=other$" \
	"and by its ID"

# What dracut makes

mkdir conf
fake_kernel for dracut >vmlinuz
dracut_image()
{
	dracut --uefi --no-kernel --kernel-image "$work/vmlinuz" \
		--kernel-cmdline 'root=/dev/vda2 ro' --uefi-stub "$stub" \
		--conf /dev/null --confdir "$work/conf" --tmpdir "$work" \
		--no-hostonly --no-early-microcode --modules base \
		--no-compress --kver 6.12.0-test "$work/dracut.efi"
}
if ok "dracut --uefi makes an image" dracut_image; then
	section dracut.efi .initrd >dracut.initrd
	is "$(seen --uki=dracut.efi)" "$(kernel_line dracut.efi vmlinuz
		line initrd dracut.efi:.initrd dracut.initrd
		echo "cmdline root=/dev/vda2 ro")" \
		"the parts of what dracut has made"
	ok "its initrd is an archive" grep -q '^init$' \
		<(cpio -t --quiet <dracut.initrd)
fi

# What is none

# refused FILE WORDS DESC
refused()
{
	local status=0

	"$kexec2" load --dry-run --uki="$1" >out 2>err || status=$?
	is "$status $(wc -c <out) $(wc -l <err)" "1 0 1" "$3"
	like "$(cat err)" "^kexec2: $1: .*$2" "... and the reason"
}

refused none.efi "no such file" "a file that does not exist"
refused cmdline "not a PE file" "a text"
refused "$stub" "not a unified kernel image" "only a stub"
head -c 2000 linux.efi >cut.efi
refused cut.efi "truncated PE file" "a truncated image"
text=$(objdump -h "$stub" | awk '$2 == ".text" { print $4 }')
objcopy --add-section .linux=kernel --change-section-vma ".linux=0x$text" "$stub" \
	overlap.efi 2>/dev/null
refused overlap.efi "overlap in memory" "an image that firmware cannot load"
printf 'MZ' >bzimage
head -c 512 /dev/zero >>bzimage
printf 'HdrS' | dd of=bzimage bs=1 seek=$((0x202)) status=none
head -c 512 /dev/zero >>bzimage
refused bzimage "not a unified kernel image but a kernel; load it as KERNEL" "a kernel"
head -c 100 linux.efi >linux.efi.extra.d/b.addon.efi
refused linux.efi "addon b\.addon\.efi: " "an image with a broken addon"

done_testing
