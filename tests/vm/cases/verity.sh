#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Parts that fs-verity vouches for: IMA appraises a signature of the digest that
# the file system has of them, and what goes into the image is what fs-verity
# has checked.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built SIGKEY

make_ima_key ima "$SIGKEY" -newkey rsa:2048
make_key stranger
cp "$work/ima.der" "$host"

# The disk: each file is named for what the guest does with it.
disk=$work/disk
mkdir "$disk"
sign_image "$SIGKEY" "$disk/vmlinuz"
for name in one two late plain unsigned stranger swapped imasig open; do
	archive "$name=$name" >"$disk/$name"
done
"$top/tests/vm/mkroot" --compress gzip -o "$disk/base" >"$work/mkroot.log" ||
	die "mkroot failed"
archive "rotten=MARKER-OF-A-BLOCK" >"$disk/rotten"
truncate -s 8M "$disk/slow"

for name in one two late plain open base rotten slow; do
	echo "$name $(verity_signature "$work/ima" "$disk/$name")"
done >"$host/attributes"
{
	echo "stranger $(verity_signature "$work/stranger" "$disk/stranger")"
	echo "swapped $(verity_signature "$work/ima" "$disk/one")"
	echo "imasig $(ima_signature "$work/ima" "$disk/imasig")"
} >>"$host/attributes"
mkfs.ext4 -q -b 4096 -O verity -d "$disk" "$work/disk.ext4" 96M \
	>"$work/mkfs.log" 2>&1 || die "mkfs.ext4: $(cat "$work/mkfs.log")"
rotten=$(grep -abo MARKER-OF-A-BLOCK "$work/disk.ext4" | cut -d : -f 1)
[[ $rotten =~ ^[0-9]+$ ]] || die "the marker is not on the disk, once"

helper load-parts

cat >"$host/policy" <<-'END'
	measure func=KEXEC_INITRAMFS_CHECK template=ima-sigv2
	measure func=CRITICAL_DATA label=kexec_file_load2
	appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3
END

cat >>"$host/lib.sh" <<-END
	CMDLINE='$CMDLINE'
END
cat >>"$host/lib.sh" <<-'END'
	# rule TEXT: is this rule taken?
	rule() {
		if echo "$1" >/sys/kernel/security/ima/policy; then
			echo "rule taken: $1"
		else
			echo "rule refused: $1"
		fi 2>/dev/null
	}

	attempt() {
		name=$1
		shift
		echo "$name: $(load-parts vmlinuz "$CMDLINE" "$@"), loaded $(cat /sys/kernel/kexec_loaded)"
	}
END

boots "parts with fs-verity" --disk "$work/disk.ext4" --tool setfattr \
	--tool keyctl --tool fsverity --copy-in "$work/load-parts:/bin/load-parts" \
	--then 'cat /one /two' -- "
	mount -t ext4 /dev/vda /mnt && cd /mnt || exit
	keyctl padd asymmetric '' %:.ima </host/ima.der >/dev/null || exit
	while read -r file value; do
		setfattr -n security.ima -v 0x\$value \$file || exit
	done </host/attributes
	for file in one two unsigned stranger swapped imasig base rotten slow; do
		fsverity enable \$file || exit
	done
	cd /
	umount /mnt
	printf X | dd of=/dev/vda bs=1 seek=$rotten conv=notrunc 2>/dev/null
	mount -t ext4 /dev/vda /mnt && cd /mnt || exit

	rule 'measure func=KEXEC_INITRAMFS_CHECK digest_type=verity'
	rule 'dont_appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity'
	rule 'appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity'
	rule 'appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=imasig'
	rule 'appraise func=KEXEC_KERNEL_CHECK digest_type=verity appraise_type=sigv3'
	policy || exit
	grep verity /sys/kernel/security/ima/policy

	kexec2 predict --binary --bank=sha256 vmlinuz --initrd=one \
		--initrd=two --initrd=base --cmdline='$CMDLINE' >/tmp/predicted
	attempt right one two base
	tail -c \$(wc -c </tmp/predicted) \
		/sys/kernel/security/ima/binary_runtime_measurements_sha256 |
		cmp - /tmp/predicted && echo predicted: \$(wc -c </tmp/predicted)
	kexec2 predict vmlinuz --initrd=plain 2>&1 | sed 's/^/plainly: /'
	grep -c 'verity:' /sys/kernel/security/ima/ascii_runtime_measurements
	for kind in plain unsigned stranger swapped imasig; do
		attempt \$kind one \$kind two
	done
	attempt rotten one two rotten
	{ attempt late slow slow slow slow slow slow slow slow late; } >late.out &
	in_kernel load-parts
	fsverity enable late && echo enabled
	wait
	cat late.out
	attempt then-late one two base late
	kexec2 unload
	attempt again one two base
	keep first
	cat /sys/kernel/security/ima/ascii_runtime_measurements | sed 's/^/list: /'"

came()
{
	is "$(sed -n "s/^$1: //p" <<<"$output")" "$2" "$3"
}

for text in "measure func=KEXEC_INITRAMFS_CHECK digest_type=verity" \
	"dont_appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity" \
	"appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity" \
	"appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=imasig" \
	"appraise func=KEXEC_KERNEL_CHECK digest_type=verity appraise_type=sigv3"
do
	ok "refused: $text" grep -qx "rule refused: $text" <<<"$output"
done
ok "the rule reads back" grep -q \
	'^appraise func=KEXEC_INITRAMFS_CHECK appraise_type=sigv3 digest_type=verity' \
	<<<"$output"
came right "loaded, loaded 1" "parts with a signature of their fs-verity digest"
like "$(sed -n 's/^predicted: //p' <<<"$output")" '^[1-9][0-9][0-9]' \
	"their entries, and the records, are as predicted"
like "$(grep ^plainly <<<"$output")" 'its fs-verity digest, but it has none; the load will fail' \
	"of a file without fs-verity it is predicted that it will not load"
came plain "EACCES initrd 1, loaded 1" \
	"a signature for a file that fs-verity does not guard"
came unsigned "EACCES initrd 1, loaded 1" "fs-verity without a signature"
came stranger "EACCES initrd 1, loaded 1" "a signature by another key"
came swapped "EACCES initrd 1, loaded 1" "the signature of another file"
came imasig "EACCES initrd 1, loaded 1" "a signature of the file's own hash"
came rotten "EIO initrd 2, loaded 1" "a block that changed on the disk"
like "$output" $'\nenabled' "fs-verity is enabled while the parts are read"
came late "EIO initrd 8, loaded 1" "for one that has been opened: not loaded"
came then-late "loaded, loaded 1" "the same file, guarded from the start"
came again "loaded, loaded 1" "and once more, after an unload"
like "$output" $'one\ntwo' "the guarded parts are unpacked"

for name in one two; do
	digest=$(fsverity digest --compact "$disk/$name")
	like "$(grep "^list: .*/mnt/$name " <<<"$output")" "verity:sha256:$digest" \
		"the entry of $name has the digest of fs-verity, and says so"
	like "$("$top/tests/vm/replay" --record kexec-manifest "$host/first.list")" \
		"sha256:$(sha256 "$disk/$name")" \
		"the manifest has the digest of its bytes"
done

#
# Files of all shapes: less than a block, a block, more; trees of one level and
# more; blocks of 1 KiB; SHA-512; a salt.
#
rm -r "$disk" "$host/attributes"
mkdir "$disk"
# shape NAME SIZE OPTION...
shape()
{
	local name=$1 size=$2

	shift 2
	{ archive "$name=$name"; yes "$name"; } 2>/dev/null |
		head -c "$size" >"$disk/$name"
	echo "$name $(verity_signature "$work/ima" "$disk/$name" "$@") $*" \
		>>"$host/attributes"
}
shape byte 1
shape less 4095
shape block 4096
shape more 4097
shape level 524288		# 128 digests of 32 bytes in a block
shape levels 524289
shape small-less 1023 --block-size=1024
shape small-level 32768 --block-size=1024
shape small-levels 1048577 --block-size=1024
shape sha512 300000 --hash-alg=sha512
shape sha512-levels 262145 --hash-alg=sha512
shape salt 600000 --salt=0123456789abcdef
shape salt-small 5000 --salt=ff --block-size=1024
shape swapped 524289
sed -i 's/^swapped [0-9a-f]*/swapped '"$(verity_signature "$work/ima" \
	"$disk/levels")"'/' "$host/attributes"

# And one with a block that is another on the disk while fs-verity is enabled.
truncate -s 96M "$disk/cached"
printf GOOD-MARKER | dd of="$disk/cached" conv=notrunc 2>/dev/null
echo "cached $(verity_signature "$work/ima" "$disk/cached")" >>"$host/attributes"
mkfs.ext4 -q -b 4096 -O verity -d "$disk" "$work/disk.ext4" 256M \
	>"$work/mkfs.log" 2>&1 || die "mkfs.ext4: $(cat "$work/mkfs.log")"
marker=$(grep -abo GOOD-MARKER "$work/disk.ext4" | cut -d : -f 1)
[[ $marker =~ ^[0-9]+$ ]] || die "the marker is not on the disk, once"

boots "files of all shapes" --disk "$work/disk.ext4" --tool setfattr \
	--tool keyctl --tool fsverity \
	--copy-in "$work/load-parts:/bin/load-parts" -- "
	marker=$marker"'
	mount -t ext4 /dev/vda /mnt && cd /mnt || exit
	keyctl padd asymmetric "" %:.ima </host/ima.der >/dev/null || exit
	policy || exit
	while read -r file value options; do
		setfattr -n security.ima -v 0x$value $file || exit
		[ $file != cached ] || continue
		fsverity enable $options $file || exit
		echo "$file: $(load-parts /boot/vmlinuz "" $file)"
	done </host/attributes

	# put TEXT: on the disk, and nothing of the file in memory
	put() {
		printf "$1" | dd of=/dev/vda bs=1 seek=$marker conv=notrunc,fsync
		echo 1 >/proc/sys/vm/drop_caches
	} 2>/dev/null
	sync
	put GOOD
	fsverity enable cached &
	in_kernel fsverity
	put EVIL
	echo "in the cache: $(head -c 4 cached)"
	kill -0 $! && echo in time
	wait $! && echo "enabled: $(fsverity measure cached)"
	echo "still there: $(head -c 4 cached)"
	echo "cached: $(load-parts /boot/vmlinuz "" cached)"
	echo 1 >/proc/sys/vm/drop_caches
	echo "dropped: $(load-parts /boot/vmlinuz "" cached)"
	put GOOD
	echo "good: $(load-parts /boot/vmlinuz "" cached)"'
for name in byte less block more level levels small-less small-level \
	small-levels sha512 sha512-levels salt salt-small; do
	came $name loaded "a file of this shape: $name"
done
came swapped 'EACCES initrd 0' "the signature of another file of its size"
like "$output" 'in the cache: EVIL.*in time.*still there: EVIL' \
	"a page that nobody has checked is in the cache"
like "$output" "enabled: $(fsverity digest "$disk/cached" | cut -d ' ' -f 1)" \
	"the file has the digest that is signed"
came cached 'EACCES initrd 0' "it is not taken for what is signed"
came dropped 'EIO initrd 0' "once it is read again, fs-verity says so itself"
came good loaded "the file that was signed is loaded"

done_testing
