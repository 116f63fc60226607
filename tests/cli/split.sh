#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2 split, with the images that Debian's initramfs-tools and dracut make,
# each with an early cpio, as TAP:
#	split.sh KEXEC2

. "${0%/*}/../lib/tap.sh"
. "${0%/*}/../lib/initramfs.sh"

kexec2=$(realpath -- "$1")
[ -x "$kexec2" ] || bail_out "there is no program $1"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# parts IMAGE: "LABEL KIND OFFSET SIZE" of each part
parts()
{
	"$kexec2" split "$1" | awk 'NR > 1 { print $2, $3, $4, $5 }'
}

# join_parts FILE...: by the rule of kexec_file_load2(2)
join_parts()
{
	local size=0 next part

	for part; do
		next=$((size ? (size + 7) / 4 * 4 : 0))
		head -c $((next - size)) /dev/zero
		cat "$part"
		size=$((next + $(stat -c %s "$part")))
	done
}

# tree IMAGE DIR: what it unpacks to, in DIR, as another program finds it
tree()
{
	unmkinitramfs "$1" "$2" >/dev/null 2>&1
	(cd "$2" && find . -printf '%P %m %l\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 sha256sum)
}

# only_zeros FILE FROM TO
only_zeros()
{
	cmp -n $(($3 - $2)) -i "$2:0" "$1" /dev/zero
}

# check NAME KIND FILE SOURCE: NAME.img is an early cpio, in which FILE is
# SOURCE, with an archive of KIND behind it
check()
{
	local name=$1 kind=$2 file=$3 source=$4 image=$1.img out=$1.parts
	local early_size offset size

	parts "$image" >"$name.list"
	is "$(awk '{ print $1, $2 }' "$name.list" | paste -sd,)" \
		"early cpio,initrd $kind" \
		"$name: an early cpio and $kind" || return
	early_size=$(awk 'NR == 1 { print $4 }' "$name.list")
	read -r offset size < <(awk 'NR == 2 { print $3, $4 }' "$name.list")
	is $((offset + size)) "$(stat -c %s "$image")" \
		"$name: the last part is the rest"
	ok "$name: between the parts there are zeros" \
		only_zeros "$image" "$early_size" "$offset"

	ok "$name: the parts are written" "$kexec2" split "$image" -o "$out"
	is "$(cd "$out" && echo *)" "00-early.img 01-initrd.img" \
		"$name: two files"
	ok "$name: the first is what the image begins with" \
		cmp -n "$early_size" "$image" "$out/00-early.img"
	is "$(stat -c %s "$out/00-early.img")" "$early_size" \
		"$name: of the size in the list"
	ok "$name: the other is its end" \
		cmp -i "$offset:0" "$image" "$out/01-initrd.img"
	is "$(tr -d '\0' <"$out/00-early.img" | tail -c 10)" \
		"TRAILER!!!" "$name: the early part ends with its trailer"
	is $((early_size % 512)) 0 "$name: and with the rest of the last block"
	ok "$name: cpio finds the early file in it" \
		cmp <(cpio --quiet -i --to-stdout "$file" \
			<"$out/00-early.img") "$source"

	join_parts "$out"/* >"$name.joined"
	is "$(parts "$name.joined" | awk '{ print $1, $2, $4 }')" \
		"$(awk '{ print $1, $2, $4 }' "$name.list")" \
		"$name: joined again, it has the same parts"
	tree "$image" "$name.files" >"$name.tree"
	ok "$name: unmkinitramfs unpacks it" \
		test "$(wc -l <"$name.tree")" -gt 100
	ok "$name: joined again, it unpacks to the same files" \
		cmp "$name.tree" <(tree "$name.joined" "$name.again")

	# Files that are links of each other share attributes.
	ok "$name: signatures are added to it" "$kexec2" pack \
		"$out/01-initrd.img" -o "$name.signed" --sign=ima.key
	is "$("$kexec2" split "$name.signed" | sed -n 's/.*attributes: //p')" \
		"$(find "$name.files/main" -type f -printf '%i\n' | sort -u |
			wc -l)" "$name: to each file"
}

openssl genpkey -quiet -algorithm RSA -out ima.key
mkdir -p ucode/kernel/x86/microcode acpi
head -c 5000 /dev/urandom >ucode/kernel/x86/microcode/GenuineIntel.bin
{ echo SSDT; head -c 3000 /dev/urandom; } >acpi/test.aml
(cd ucode && find kernel | sort | cpio --quiet -o -H newc) >microcode.cpio

ucode=kernel/x86/microcode/GenuineIntel.bin
if ok "initramfs-tools makes an image" initramfs_tools it-zstd.img microcode.cpio; then
	check it-zstd zstd $ucode "ucode/$ucode"
	# The same as its COMPRESS=lz4 makes, in less time.
	{
		cat microcode.cpio
		zstd -dc it-zstd.parts/01-initrd.img | lz4 -lc
	} >it-lz4.img
	check it-lz4 lz4 $ucode "ucode/$ucode"
fi

for name in it-zstd it-lz4; do
	ok "$name: the early part is the file that cpio made" \
		cmp "$name.parts/00-early.img" microcode.cpio
done

if ok "dracut makes an image" dracut_image dracut.img acpi; then
	check dracut gzip kernel/firmware/acpi/test.aml acpi/test.aml
fi

# Small images, for the rest

mkdir -p tree/etc
echo hello >tree/etc/motd
(cd tree && find . | cpio --quiet -o -H newc) >main.cpio
cat microcode.cpio main.cpio >small.img
gzip -c main.cpio >>small.img
for kind in 'bzip2 -c' 'xz --check=crc32 -c' 'lzma -c' 'lzop -c' 'lz4 -qlc' \
	'zstd -qc'; do
	$kind <main.cpio >"part.${kind%% *}"
	join_parts small.img "part.${kind%% *}" >next.img
	mv next.img small.img
done
is "$(parts small.img | awk '{ print $1, $2 }' | paste -sd,)" \
	"early cpio,initrd cpio,initrd2 gzip,initrd3 bzip2,initrd4 xz,initrd5 lzma,initrd6 lzo,initrd7 lz4,initrd8 zstd" \
	"all kinds, made by the programs for them"

"$kexec2" split small.img -o small.parts >/dev/null
for part in 03:bzip2 04:xz 05:lzma 06:lzop 07:lz4 08:zstd; do
	ok "the part of ${part#*:} is the file that ${part#*:} made" \
		cmp small.parts/"${part%:*}"-*.img "part.${part#*:}"
done

# Files come back from an image that cat made, with any number of zeros behind
# what cpio made.  Others are known.
for part in 'gz gzip -c' 'bz2 bzip2 -c' 'xz xz --check=crc32 -c' \
	'lzma lzma -c' 'lzo lzop -c' 'zst zstd -qc --no-check'; do
	kind=${part%% *}
	${part#* } <main.cpio >"base.$kind"
	for zeros in 0 4 512 1000 10240; do
		{
			cat microcode.cpio
			head -c $zeros /dev/zero
			cat "base.$kind" part.zstd
		} >cat.img
		"$kexec2" split cat.img -o cat.parts --force >/dev/null
		is "$(cat cat.parts/0?-* | sha256sum) $(echo cat.parts/*)" \
			"$(cat microcode.cpio "base.$kind" part.zstd |
				sha256sum) $(echo cat.parts/0{0-early,1-initrd,2-initrd2}.img)" \
			"cpio, $zeros zeros, $kind and zstd are three files"
		ok "the first is the one that cpio made" \
			cmp cat.parts/00-early.img microcode.cpio
		ok "the last one is that of zstd" \
			cmp cat.parts/02-initrd2.img part.zstd
	done
	cp "base.$kind" known.part
	head -c 300 /dev/zero >>known.part
	{
		cat microcode.cpio known.part
		head -c 200 /dev/zero
		cat part.zstd
	} >cat.img
	sha256sum known.part part.zstd >known
	"$kexec2" split cat.img --known=known -o cat.parts --force >cat.list
	is "$(grep -c ' is \(known.part\|part.zstd\)$' cat.list)" 2 \
		"a part of $kind with 300 of 500 zeros is known"
	ok "and written" cmp cat.parts/01-initrd.img known.part
done
rm -r cat.parts

before=$(cat small.parts/* | sha256sum)
echo mine >small.parts/04-initrd4.img
not_ok "files are not replaced" "$kexec2" split small.img -o small.parts
like "$("$kexec2" split small.img -o small.parts 2>&1)" \
	'^kexec2: small.parts/00-early.img: cannot be made \(File exists\); --force replaces it$' \
	"and a message says how to"
is "$(cat small.parts/04-initrd4.img)" mine "the file is unchanged"
ok "with --force they are" "$kexec2" split small.img -o small.parts --force
is "$(cat small.parts/* | sha256sum)" "$before" "and are unchanged"
echo kept >target
ln -sf "$work/target" small.parts/00-early.img
ok "--force replaces a symbolic link" \
	"$kexec2" split small.img -o small.parts --force
is "$(cat target)" kept "but not its target"

is "$("$kexec2" split small.img --json -o json.parts | python3 -c '
import json, os, sys
image = json.load(sys.stdin)
data = open("small.img", "rb").read()
assert image["image"] == "small.img" and image["size"] == len(data)
for i, part in enumerate(image["parts"]):
	begin, size = part["offset"], part["size"]
	assert part["index"] == i and part["trailer"] and not part["truncated"]
	assert open(part["file"], "rb").read() == data[begin:begin + size]
print(len(image["parts"]), [p["label"] for p in image["parts"] if p["early"]])')" \
	"9 ['early']" "--json tells the same"

{
	cat microcode.cpio
	echo junk
	cat main.cpio
} >junk.img
not_ok "an image that the kernel stops in is not split" \
	"$kexec2" split junk.img -o junk.parts
ok "nothing is written then" test ! -e junk.parts
like "$("$kexec2" split junk.img 2>&1)" \
	'early .*kexec2: junk.img: offset [0-9]+: not an archive that the kernel knows; the kernel stops there$' \
	"what comes before is listed, and a message says where it stops"
is "$("$kexec2" split junk.img --json 2>/dev/null |
	python3 -c 'import json, sys; print(json.load(sys.stdin)["stop"]["kind"])')" \
	junk "--json tells where"

ok "the list fits on a terminal" \
	test "$("$kexec2" split small.img | expand | wc -L)" -le 80
ok "the help fits on a terminal" \
	test "$("$kexec2" help split | expand | wc -L)" -le 80

# usage STATUS REGEX ARGUMENT...
usage()
{
	local expected=$1 regex=$2 out status

	shift 2
	out=$("$kexec2" split "$@" 2>&1)
	status=$?
	is "$status" "$expected" "split $*: exit status $expected"
	like "$out" "$regex" "split $*: a message"
}

usage 2 '^kexec2: split: missing IMAGE'
usage 2 '^kexec2: split: more than one IMAGE' a b
usage 2 '^kexec2: --force has no effect' small.img --force
usage 2 "unrecognized option '--frob'" small.img --frob
usage 1 '^kexec2: none.img: no such file' none.img
usage 1 '^kexec2: \.: not a regular file$' .
usage 1 '^kexec2: acpi/test.aml: offset 0' acpi/test.aml
usage 1 '^kexec2: none/none/none: cannot be made' small.img -o none/none/none

done_testing
