#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# EVM's verdict on the attributes of a part is not one of before: to IMA, a hash
# in security.ima is as good as a signature if EVM's signature covers it.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built SIGKEY
helper load-parts
make_ima_key ima "$SIGKEY" -newkey rsa:2048
cp "$work/ima.der" "$host"

# On the disk, where the files and their attributes are: with debugfs, so that
# neither needs privilege here, nor the guest a tool.
disk=$work/disk
mkdir "$disk"
archive part=GOOD-MARKER >"$disk/part"
sed 's/GOOD-MARKER/EVIL-MARKER/' "$disk/part" >"$work/evil"
archive plain=1 >"$disk/plain"
mkfs.ext4 -q -O ^metadata_csum -d "$disk" "$work/disk.ext4" 32M \
	>"$work/mkfs.log" 2>&1 || die "mkfs.ext4: $(cat "$work/mkfs.log")"

# attribute FILE NAME HEX
attribute()
{
	xxd -r -p <<<"$3" >"$work/value"
	debugfs -w -R "ea_set -f $work/value /$1 security.$2" \
		"$work/disk.ext4" >"$work/debugfs.log" 2>&1
	grep -v '^debugfs ' "$work/debugfs.log" && die "debugfs: see above"
}
for file in part plain; do
	attribute $file ima "$(ima_hash "$disk/$file")"
done
attribute part evm "$(evm_signature "$work/ima" "$disk/part" \
	"$(ima_hash "$disk/part")")"

# The places of both, and what is put there.
python3 - "$work/disk.ext4" "$disk/part" "$work/evil" >"$host/places" <<'END' ||
import hashlib, sys
disk, good, evil = (open(name, "rb").read() for name in sys.argv[1:])
digest = hashlib.sha256(good).digest()
for what, where in ("data", b"GOOD-MARKER"), ("ima", digest):
    assert disk.count(where) == 1, what
    print("%s=%d" % (what, disk.index(where)))
print("good=" + digest.hex())
print("evil=" + hashlib.sha256(evil).hexdigest())
END
	die "the marker or the hash is not on the disk, once"

cat >"$host/policy" <<-'END'
	appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
END
boots "a part with attributes that EVM vouches for" --disk "$work/disk.ext4" \
	--tool keyctl --copy-in "$work/load-parts:/bin/load-parts" -- '
	. /host/places
	mount -t ext4 /dev/vda /mnt && cd /mnt && policy || exit
	keyctl padd asymmetric "" %:.evm </host/ima.der >/dev/null || exit
	attempt() { echo "$1: $(load-parts /boot/vmlinuz "" $2)"; }
	# put TEXT DIGEST: on the disk
	put() {
		printf $1 | dd of=/dev/vda bs=1 seek=$data conv=notrunc,fsync
		xxd -r -p <<-EOT | dd of=/dev/vda bs=1 seek=$ima conv=notrunc,fsync
			$2
		EOT
		echo 1 >/proc/sys/vm/drop_caches
	} 2>/dev/null
	exec 9<part
	attempt without part
	echo 2 >/sys/kernel/security/evm || exit
	attempt plain plain
	attempt before part
	put EVIL $evil
	grep -ao EVIL-MARKER part
	attempt after part
	put GOOD $good
	attempt again part'

came()
{
	is "$(sed -n "s/^$1: //p" <<<"$output")" "$2" "$3"
}

came without 'EACCES initrd 0' "a hash is no signature"
came plain 'EACCES initrd 0' "nor is it where EVM has a key, and no signature"
came before loaded "it is where EVM's signature covers it"
like "$output" EVIL-MARKER "other bytes, with their hash, are in the file"
came after 'EACCES initrd 0' "EVM looks anew"
came again loaded "what was signed is loaded once more"

done_testing
