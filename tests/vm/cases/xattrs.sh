#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Extended attributes of files in an initramfs: which of them the kernel sets,
# what it skips and says, on which file system; and what they are for: the next
# kernel runs nothing from its initramfs that is not rightly signed.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built SIGKEY
built KERNEL_MODULES

#
# Of an archive that has everything, and of those with each fault.
#
mkdir "$host/xattrs"
python3 -B "$top/tests/vm/lib/xattrs.py" "$host/xattrs" ||
	die "the archives cannot be made"

# What the kernel says, and the attributes of the files; $1 is the archive.
cat >>"$host/lib.sh" <<-'END'
found() {
	dmesg | sed -n 's/^\[[^]]*\] //; /^initramfs: /p' >/host/xattrs/$1.said
	cd / && sed -n 's/^# file: //p' /host/xattrs/$1.attributes |
	while read -r file; do
		echo "# file: $file"
		getfattr -h -d -m '^(security|trusted|user)\.' -e hex "$file" |
			grep = | sort
	done >/host/xattrs/$1.found
	stat -f -c "the root is a %T" /
	[ ! -f METADATA!!! ] || echo "there is a file METADATA!!!"
}
END

for name in good gzip damaged skipped refused; do
	xattrs=$host/xattrs/$name
	boots "an archive: $name" --no-tpm --tool getfattr \
		--initrd "$xattrs.cpio" -- "found $name"
	is "$(cat "$xattrs.said")" "$(cat "$xattrs.log")" \
		"$name: what is skipped is told, and nothing else"
	is "$(sed 's/=0x$/=/' "$xattrs.found" | cut -c 1-200)" \
		"$(sed 's/=0x$/=/' "$xattrs.attributes" | cut -c 1-200)" \
		"$name: all others are set"
	ok "$name: in full" cmp -s <(sed 's/=0x$/=/' "$xattrs.found") \
		<(sed 's/=0x$/=/' "$xattrs.attributes")
	like "$output" 'the root is a tmpfs' "$name: the root is a tmpfs"
	unlike "$output" METADATA "$name: and there is no file METADATA!!!"
done

#
# The file system.
#
# root OPTIONS FS: with these on the command line, the initramfs is unpacked to it
root()
{
	boots "a guest with $1" --no-tpm --tool getfattr --append "$1" \
		--initrd "$host/xattrs/good.cpio" -- "found good"
	like "$output" "the root is a $2" "$1 gives a $2"
}

root root=/dev/vda ramfs
like "$(cat "$host/xattrs/good.said")" \
	'good/file: xattr security.ima not set: -95' "which takes no attributes"
root "root=/dev/vda initramfs_type=tmpfs" tmpfs
is "$(cat "$host/xattrs/good.said")" "" "which takes them all"
root "rootfstype=tmpfs initramfs_type=ramfs" ramfs
root "rootfstype=ext4" ramfs
root "root=/dev/vda initramfs_type=ext4" ramfs

#
# Signed programs, and others, in the next kernel.
#
make_ima_key ima "$SIGKEY" -newkey rsa:2048
make_key stranger
cp "$work/ima.der" "$work/ima.key" "$host"

# script FILE TEXT: a program that prints it
script()
{
	mkdir -p "$(dirname "$1")"
	printf '#!/bin/sh\necho %s ran\n' "$2" >"$1"
	chmod 755 "$1"
}

# pack_dir DIR FILE OPTION...: by the program under test
pack_dir()
{
	"$KEXEC2_STATIC" pack "$1" -o "$2" --owner=0:0 "${@:3}" ||
		die "kexec2 pack failed"
}

# The same length, so that it is the archive that is altered behind the signature.
script "$work/tools/opt/tools/signed" signed
script "$work/tools/opt/tools/altered" unlike
echo signed >"$work/tools/opt/tools/data"
echo unlike >"$work/tools/opt/tools/data-altered"
ln "$work/tools/opt/tools/signed" "$work/tools/opt/tools/linked"
cat >"$work/tools/opt/tools/policy" <<-'END'
	measure func=BPRM_CHECK fsname=rootfs template=ima-sig
	measure func=MODULE_CHECK fsname=rootfs template=ima-sig
	measure func=FILE_CHECK fsname=rootfs template=ima-sig
	appraise func=BPRM_CHECK fsname=rootfs appraise_type=imasig
	appraise func=MODULE_CHECK fsname=rootfs appraise_type=imasig
	appraise func=FILE_CHECK fsname=rootfs appraise_type=imasig
	appraise func=POLICY_CHECK appraise_type=imasig
END
sed s/imasig// "$work/tools/opt/tools/policy" >"$host/policy.unsigned"
pack_dir "$work/tools" "$work/tools.cpio" --sign="$work/ima.key"
sed 's/unlike/likely/' "$work/tools.cpio" >"$host/tools.cpio"

modules=$work/modules/lib/modules
script "$modules/signed" signed
cp "$KERNEL_MODULES" "$modules/isofs.ko"
cp "$KERNEL_MODULES" "$modules/altered.ko"
printf unlike >>"$modules/altered.ko"
pack_dir "$work/modules" "$work/modules.cpio" --sign="$work/ima.key" \
	--cert="$work/ima.pem" --hash=sha512
sed 's/unlike/likely/' "$work/modules.cpio" | compress zstd \
	>"$host/modules.cpio.zst"

script "$work/other/opt/other/stranger" stranger
script "$work/other/opt/other/evmctl" evmctl
mkdir -p "$work/signatures/opt/other"
ima_signature "$work/ima" "$work/other/opt/other/evmctl" | xxd -r -p \
	>"$work/signatures/opt/other/evmctl.sig"
pack_dir "$work/other" "$host/other.cpio" --sign="$work/stranger.key" \
	--signatures="$work/signatures"
mkdir -p "$work/plain"
script "$work/plain/opt/plain/unsigned" unsigned
cp "$KERNEL_MODULES" "$work/plain/opt/plain/unsigned.ko"
pack_dir "$work/plain" "$host/plain.cpio"

# What the next kernel is to do with a program, a module or a file.
cat >>"$host/lib.sh" <<-'END'
run() {
	echo "$1: $("$1" 2>/dev/null || echo denied)"
}

module() {
	insmod "$1" 2>/dev/null
	echo "$1: $(grep -c '^isofs ' /proc/modules)"
	rmmod isofs 2>/dev/null
}

content() {
	echo "$1: $(cat "$1" 2>/dev/null)"
}

try_all() {
	run /opt/tools/signed
	run /opt/tools/linked
	run /opt/tools/altered
	run /lib/modules/signed
	run /opt/other/evmctl
	run /opt/other/stranger
	run /opt/plain/unsigned
	module /lib/modules/altered.ko
	module /opt/plain/unsigned.ko
	module /lib/modules/isofs.ko
	content /opt/tools/data
	content /opt/tools/data-altered
}
END

boots "a next kernel with signed programs" --tool keyctl --timeout 300 \
	--then '
	echo before; try_all
	keyctl padd asymmetric "" %keyring:.ima </host/ima.der >/dev/null ||
		echo no key
	echo /host/policy.unsigned 2>/dev/null \
		>/sys/kernel/security/ima/policy || echo refused a policy
	echo /opt/tools/policy >/sys/kernel/security/ima/policy ||
		echo no policy
	echo after; try_all
	keep second' \
	-- '
	kexec2 pack /boot/base.img -o /tmp/base.img --sign=/host/ima.key || exit
	cp /tmp/base.img /host
	policy
	kexec2 load /boot/vmlinuz --initrd=base=/tmp/base.img \
		--cmdline="'"$CMDLINE"' ima_policy=secure_boot" \
		--initrd=tools=/host/tools.cpio --initrd=/host/other.cpio \
		--initrd=/host/plain.cpio --initrd=/host/modules.cpio.zst'

sections=$(sed -n '/^before$/,$p' <<<"$output")
is "$(sed '/^after$/,$d' <<<"$sections")" 'before
/opt/tools/signed: signed ran
/opt/tools/linked: signed ran
/opt/tools/altered: likely ran
/lib/modules/signed: signed ran
/opt/other/evmctl: evmctl ran
/opt/other/stranger: stranger ran
/opt/plain/unsigned: unsigned ran
/lib/modules/altered.ko: 0
/opt/plain/unsigned.ko: 0
/lib/modules/isofs.ko: 0
/opt/tools/data: signed
/opt/tools/data-altered: likely
refused a policy' "before the policy, all programs run; a policy has to be signed"
is "$(sed '1,/^after$/d' <<<"$sections")" \
	'/opt/tools/signed: signed ran
/opt/tools/linked: signed ran
/opt/tools/altered: denied
/lib/modules/signed: signed ran
/opt/other/evmctl: evmctl ran
/opt/other/stranger: denied
/opt/plain/unsigned: denied
/lib/modules/altered.ko: 0
/opt/plain/unsigned.ko: 0
/lib/modules/isofs.ko: 1
/opt/tools/data: signed
/opt/tools/data-altered: ' "then only what is rightly signed"

# The list: the parts, init among them; then what has run, with signatures.
list_agrees second
cat >"$work/signatures.py" <<'END'
import sys
from importlib.machinery import SourceFileLoader
replay = SourceFileLoader("replay", sys.argv[1]).load_module()
for _, _, template, fields in replay.entries(open(sys.argv[2], "rb").read()):
    if not template.startswith("ima-"):
        continue
    field = replay.field_list(fields)
    print(field[1].decode().strip("\0"), field[0].rpartition(b":\0")[2].hex(),
          *(f.hex() or "-" for f in field[2:]))
END
python3 -B "$work/signatures.py" "$top/tests/vm/replay" "$host/second.list" \
	>"$work/entries"
for part in /tmp/base.img:base.img /host/tools.cpio:tools.cpio \
	/host/modules.cpio.zst:modules.cpio.zst; do
	like "$(sed -n "s,^${part%:*} ,,p" "$work/entries")" \
		"^$(sha256 "$host/${part#*:}")" \
		"the digest of a part covers what is in it: ${part#*:}"
done

# has FILE SIGNATURE: the entry of a file has it
has()
{
	is "$(sed -n "s,^$1 ,,p" "$work/entries")" "$2" \
		"the entry has the signature: $1"
}
has /opt/tools/signed "$(sha256 "$work/tools/opt/tools/signed") $(
	ima_signature "$work/ima" "$work/tools/opt/tools/signed")"
has /opt/other/evmctl "$(sha256 "$work/other/opt/other/evmctl") $(
	ima_signature "$work/ima" "$work/other/opt/other/evmctl")"
has /lib/modules/isofs.ko "$(sha512sum <"$KERNEL_MODULES" | cut -d ' ' -f 1) $(
	ima_signature "$work/ima" "$KERNEL_MODULES" sha512)"
busybox=$(PATH=$SYSROOT/usr/bin:$SYSROOT/bin type -P busybox)
has /bin/busybox "$(sha256 "$busybox") $(ima_signature "$work/ima" "$busybox")"
like "$(sed -n 's,^/opt/plain/unsigned ,,p' "$work/entries")" ' -$' \
	"that of a program without has none"

done_testing
