#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# IMA appraises every part on its own, with real signatures: in security.ima on
# ext4, and appended to the part.  A part that is not rightly signed stops the
# load, is the one that the report names, and leaves the image that was loaded
# before as it was.
#
# The keys of the parts are in the .ima keyring, which takes none but those
# with a certificate of a key that is built into the kernel: SIGKEY.  SIGN_FILE
# is scripts/sign-file of the kernel.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built SIGN_FILE
built SIGKEY
. "$top/tests/vm/lib/signed-disk.sh"

guest=(--disk "$work/parts.ext4" --copy-in "$work/load-parts:/bin/load-parts"
	--tool setfattr --tool keyctl)

# came NAME WANT DESC: what outcome() printed in the guest
came()
{
	is "$(sed -n "s/^$1: //p" <<<"$output")" "$2" "$3"
}

# taken FILE DESC, refused FILE DESC: the outcomes of among() in the guest
taken()
{
	came "$1" "loaded, loaded 1" "$2"
}

refused()
{
	came "$1" "EACCES initrd 1, loaded 0" "$2"
}

# spoilt NAME LOADED: the outcomes of spoilt() in the guest
spoilt()
{
	local desc kind

	for kind in stranger unsigned altered swapped; do
		desc="refused and named, with ${1/-/ } loaded before: $kind"
		came "$1-$kind-first" "EACCES initrd 0, loaded $2" "$desc, first"
		came "$1-$kind-middle" "EACCES initrd 1, loaded $2" "$desc, in the middle"
		came "$1-$kind-last" "EACCES initrd 2, loaded $2" "$desc, last"
	done
}

# cause FILE CAUSE: the audit log gives this cause for the file, and no other
cause()
{
	is "$(sed -n "s,^audit: /mnt/$1 ,,p" <<<"$output")" "$2" \
		"the audit log says why: $1, $2"
}

#
# IMA enforces.
#
boots "two boots with signed parts" "${guest[@]}" --tool kexec \
	--then '
	keep second
	cat /proc/cmdline
	for file in one two three ec modsig; do
		echo unpacked $file $(cat /$file)
	done' \
	-- '
	outcome stranger-key add_key stranger
	setup
	spoilt nothing
	outcome kernel-unsigned load-parts vmlinuz.unsigned "$CMDLINE" one
	among modsig.altered modsig.stranger modsig.unsigned \
		modsig.truncated modsig.cut modsig.long modsig.elsewhere \
		hash.wrong hash.missing hash.elsewhere sha512 sha1
	attempt sha512-again one sha512 three
	for file in two.stranger two.unsigned two.altered two.swapped one; do
		outcome kexec-$file kexec -s -l vmlinuz --initrd=$file \
			--command-line="$CMDLINE"
	done
	among modsig hash sha256 sha512.elsewhere
	attempt changed-before one two.changed three
	printf X | dd of=two.changed bs=1 seek=$CONTENT conv=notrunc 2>/dev/null
	attempt changed-after one two.changed three
	attempt stripped-before one two.stripped three
	setfattr -x security.ima two.stripped
	attempt stripped-after one two.stripped three
	kexec2 unload
	outcome memfd load-parts --memfd vmlinuz "$CMDLINE" two two.altered two
	kexec2 unload
	kexec2 load vmlinuz --cmdline="$CMDLINE boots=this" --initrd=base=base \
		--initrd=one --initrd=mod=modsig --initrd=two --initrd=ec=ec \
		--initrd=three=three >/dev/null
	outcome right true
	keep first
	outcome kexec2 kexec2 load vmlinuz --initrd=base --initrd=two.stranger \
		--initrd=three
	spoilt an-image
	attempt image-modsig base modsig.altered three
	audit'

came stranger-key "add_key: Required key not available, loaded 0" \
	".ima takes no key that no trusted key vouches for"
spoilt nothing 0
came kernel-unsigned "EACCES kernel, loaded 0" \
	"the rule for kernel images holds: one without a signature for IMA"
taken modsig "an appended signature"
taken hash "a hash, by a rule that asks for no more"
taken sha256 "a signature over the hash of appraise_algos="
taken sha512.elsewhere "another hash, by a rule without appraise_algos="
refused modsig.altered "a changed byte before an appended signature"
refused modsig.stranger "an appended signature of another key"
refused modsig.unsigned "no signature, where either kind would do"
refused modsig.truncated "an appended signature that lacks bytes"
refused modsig.cut "a file that lacks its last byte"
refused modsig.long "an appended signature that is said to be longer"
refused modsig.elsewhere "an appended signature where none is allowed"
refused hash.wrong "a wrong hash"
refused hash.missing "no hash"
refused hash.elsewhere "a hash where a signature is wanted"
refused sha512 "a signature over SHA-512 where SHA-256 is wanted"
refused sha512-again "and the same once more"
refused sha1 "a signature over SHA-1 where SHA-256 is wanted"
came changed-before "loaded, loaded 1" "a part that is rightly signed"
came changed-after "EACCES initrd 1, loaded 1" "and is changed after it was loaded"
came stripped-before "loaded, loaded 1" "a part that is rightly signed"
came stripped-after "EACCES initrd 1, loaded 1" "and loses its signature then"
like "$output" 'memfd: loaded
EACCES initrd 0
loaded, loaded 1' "a memfd is appraised again when it was rewritten in place"
came kexec-one ", loaded 1" "kexec_file_load takes a signed initramfs"
for kind in stranger unsigned altered swapped; do
	came "kexec-two.$kind" \
		"kexec_file_load failed: Permission denied, loaded 0" \
		"kexec_file_load is refused the same: $kind"
done

came right ", loaded 1" "parts that are all rightly signed"
like "$output" 'kexec2: kexec2: two.stranger \(initrd 1\): refused by IMA appraisal[^
]*, loaded 1' "kexec2 names the file, and says that it is appraisal"
spoilt an-image 1
came image-modsig "EACCES initrd 1, loaded 1" \
	"refused and named, with an image loaded before: an appended signature"
like "$output" 'unpacked one old
unpacked two old
unpacked three old
unpacked ec old
unpacked modsig old' "the image from before boots with all of its parts"
like "$output" 'boots=this' "and its command line"
unlike "$output" 'not=this' "not with that of one that was refused"

for file in two.stranger two.altered two.swapped two.changed modsig.altered \
	modsig.stranger; do
	cause $file invalid-signature
done
for file in two.unsigned two.stripped modsig.unsigned modsig.truncated \
	modsig.cut modsig.long modsig.elsewhere hash.elsewhere \
	vmlinuz.unsigned; do
	cause $file IMA-signature-required
done
cause hash.wrong invalid-hash
cause hash.missing missing-hash
cause sha512 denied-hash-algorithm
cause sha1 denied-hash-algorithm
like "$output" 'audit: memfd:part invalid-signature' "and of a memfd"
for file in vmlinuz base one two three ec modsig hash sha256; do
	cause $file ""
done

# The measurement list has the signature of each part.
cat >"$work/signatures.py" <<'END'
import sys
from importlib.machinery import SourceFileLoader
replay = SourceFileLoader("replay", sys.argv[1]).load_module()
for _, _, template, fields in replay.entries(open(sys.argv[2], "rb").read()):
    if template not in ("ima-sig", "ima-modsig"):
        continue
    field = replay.field_list(fields)
    name = field[1].decode().strip("\0")
    digests = [f.rpartition(b":\0")[2].hex() for f in field[0:4:3]]
    print(name, template, digests[0], field[2].hex() or "-", *digests[1:],
          *[f.hex() for f in field[4:]])
END
python3 -B "$work/signatures.py" "$top/tests/vm/replay" "$host/first.list" \
	>"$work/signatures"

# entry FILE: the template and fields of its entry
entry()
{
	sed -n "s,^/mnt/$1 ,,p" "$work/signatures"
}

for file in base one two three ec; do
	is "$(entry $file)" "ima-sig $(sha256 "$disk/$file") $(value $file)" \
		"the entry has the signature: $file"
done
size=$(stat -c %s "$work/modsig")
is "$(entry modsig)" "ima-modsig $(sha256 "$disk/modsig") - $(sha256 \
	"$work/modsig") $(tail -c +$((size + 1)) "$disk/modsig" |
	head -c -40 | xxd -p | tr -d '\n')" \
	"and the digest with and without an appended one"
is "$(entry two.unsigned)" "ima-sig $(sha256 "$disk/two") -" \
	"the entry of a part without has none"
is "$(sed -n 's,^memfd:part ,,p' "$work/signatures")" \
	"ima-sig $(sha256 "$disk/two") $(value two)
ima-sig $(sha256 "$disk/two.altered") $(value two)" \
	"a memfd rewritten in place has an entry for each content"
record=$("$top/tests/vm/replay" --record kexec-manifest "$host/first.list" |
	grep '^initrd ')
is "$(cut -d ' ' -f 3,4 <<<"$record")" "base sha256:$(sha256 "$disk/base")
- sha256:$(sha256 "$disk/one")
mod sha256:$(sha256 "$work/modsig")
- sha256:$(sha256 "$disk/two")
ec sha256:$(sha256 "$disk/ec")
three sha256:$(sha256 "$disk/three")" \
	"the record of the load has what is booted: the parts, without signatures"
list_agrees first
list_agrees second
is "$(head -c "$(stat -c %s "$host/first.list")" "$host/second.list" |
	sha256sum)" "$(sha256sum <"$host/first.list")" \
	"the list goes along with all signatures"

#
# IMA only logs, and IMA fixes.
#
cp "$work/new.ext4" "$work/parts.ext4"
boots "a guest with ima_appraise=log" "${guest[@]}" --append ima_appraise=log \
	-- '
	setup
	for kind in stranger unsigned altered swapped; do
		attempt $kind one two.$kind three
	done
	attempt sha512 one sha512 three
	attempt modsig one modsig.altered three
	audit'
for name in stranger unsigned altered swapped sha512 modsig; do
	came $name "loaded, loaded 1" "ima_appraise=log lets it pass: $name"
done
for kind in stranger altered swapped; do
	cause two.$kind invalid-signature
done
cause two.unsigned IMA-signature-required
cause sha512 denied-hash-algorithm
cause modsig.altered invalid-signature
cause one ""

cp "$work/new.ext4" "$work/parts.ext4"
boots "a guest with ima_appraise=fix" "${guest[@]}" --append ima_appraise=fix \
	--tool getfattr -- '
	setup
	for file in two.stranger two.unsigned hash.wrong hash.missing; do
		attempt $file one $file three
		getfattr -e hex -n security.ima $file
	done'
for file in two.stranger two.unsigned hash.wrong hash.missing; do
	came $file "loaded, loaded 1" "ima_appraise=fix lets it pass: $file"
done

# has FILE: the security.ima that getfattr showed of it
has()
{
	sed -n "/^# file: $1\$/ { n; s/security.ima=0x//p }" <<<"$output"
}
is "$(has two.stranger)" "$(value two.stranger)" "and leaves a wrong signature"
for file in two.unsigned hash.wrong hash.missing; do
	is "$(has $file)" "$(ima_hash "$disk/$file")" \
		"but gives it the hash of its content: $file"
done

done_testing
