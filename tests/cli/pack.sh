#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2 pack: archives that other programs read, and signatures that evmctl and
# openssl vouch for, as TAP:
#	pack.sh KEXEC2

. "${0%/*}/../lib/tap.sh"

kexec2=$(realpath -- "$1")
[ -x "$kexec2" ] || bail_out "there is no program $1"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# What the archives have, read by a program that has nothing of kexec2.
cat >read.py <<'END'
import sys
data = open(sys.argv[1], "rb").read()
at, last, xattrs = 0, None, {}
while at + 110 <= len(data) and data[at:at + 5] == b"07070":
    field = [int(data[at + 6 + 8 * i:at + 14 + 8 * i], 16) for i in range(13)]
    name = data[at + 110:at + 109 + field[11]].decode()
    body = (at + 110 + field[11] + 3) & ~3
    content = data[body:body + field[6]]
    at = (body + field[6] + 3) & ~3
    if name == "METADATA!!!":
        assert int(content[:8], 16) == len(content) and content[8:10] == b"\1\1"
        content = content[10:]
        while content:
            size = int(content[:8], 16)
            key, value = content[8:size].split(b"\0", 1)
            print(last, key.decode(), value.hex())
            content = content[size:]
    elif "-v" in sys.argv:
        print(name, *("%x" % field[i] for i in (0, 1, 2, 3, 4, 5, 9, 10)),
              content[:40])
    last = name
assert not data[at:].strip(b"\0")
END

# xattrs ARCHIVE [FILE]: "FILE NAME VALUE" of each; FILE of each entry
xattrs()
{
	python3 read.py "$1" | grep "^${2-}" | LC_ALL=C sort
}

entries()
{
	python3 read.py "$1" -v | grep -v ' [a-z]*\.[a-z]* [0-9a-f]*$'
}

# signature_by KEY FILE [HASH]: as evmctl makes it
signature_by()
{
	evmctl ima_sign -n --key "$1" --hashalgo "${3:-sha256}" "$2" 2>/dev/null
}

openssl req -new -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=rsa \
	-keyout rsa.key -out rsa.pem 2>/dev/null
openssl ecparam -name prime256v1 -genkey -noout -out ec.key
openssl req -new -x509 -key ec.key -days 30 -subj /CN=ec -out ec.pem
# One with an identifier that is not made of the key.
openssl req -new -x509 -key rsa.key -days 30 -subj /CN=other -out other.pem \
	-addext subjectKeyIdentifier=0102030405060708
openssl x509 -in other.pem -outform DER -out other.der

mkdir -p tree/usr/bin tree/etc
printf '#!/bin/sh\necho tool\n' >tree/usr/bin/tool
: >tree/etc/empty
echo text >tree/etc/text
ln -s usr/bin tree/bin
mkfifo tree/fifo
echo linked >tree/zlink
ln tree/zlink tree/etc/link
ln tree/zlink tree/usr/link

#
# Signatures.
#
"$kexec2" pack tree -o signed.cpio --sign=rsa.key
is "$(xattrs signed.cpio)" "$(for file in etc/empty etc/text usr/bin/tool zlink; do
	echo "$file security.ima $(signature_by rsa.key "tree/$file")"
done)" "each file has the signature that evmctl makes"
for hash in sha384 sha512; do
	"$kexec2" pack tree -o hash.cpio --sign=rsa.key --hash=$hash
	is "$(xattrs hash.cpio etc/text)" "etc/text security.ima $(
		signature_by rsa.key tree/etc/text $hash)" "by $hash, too"
done
for cert in other.pem other.der; do
	"$kexec2" pack tree -o cert.cpio --sign=rsa.key --cert=$cert
	is "$(xattrs cert.cpio etc/text | cut -c -36)" \
		"etc/text security.ima 03020405060708" \
		"the certificate tells the key: $cert"
	"$kexec2" pack tree -o cert.cpio --sign=rsa.key --cert=rsa.pem
	ok "as the key does by itself" cmp -s cert.cpio signed.cpio
done
is "$("$kexec2" pack tree -o cert.cpio --sign=rsa.key --cert=ec.pem 2>&1 |
	sed 's/(.*//')" "kexec2: rsa.key: the certificate is of another key " \
	"but for that of another key"
"$kexec2" pack tree -o ec.cpio --sign=ec.key
xattrs ec.cpio etc/text | cut -d ' ' -f 3 | xxd -r -p >ec.sig
tail -c +10 ec.sig >ec.der
ok "a key of an elliptic curve" openssl dgst -sha256 -verify \
	<(openssl pkey -in ec.key -pubout) -signature ec.der tree/etc/text
is "$(head -c 7 ec.sig | tail -c 4 | xxd -p)" \
	"$(signature_by ec.key tree/etc/text | cut -c 7-14)" "and its identifier"
openssl pkey -in rsa.key -aes256 -passout pass:secret -out locked.key
not_ok "a key with a passphrase, and no terminal to ask for it" \
	setsid "$kexec2" pack tree -o locked.cpio --sign=locked.key
not_ok "leaves no file" ls locked.cpio*

#
# Entries.
#
is "$(entries signed.cpio | cut -d ' ' -f 1)" "$(cd tree && find . -mindepth 1 \
	-printf '%P\n' | LC_ALL=C sort; echo 'TRAILER!!!')" "all files, in order"
mkdir out
(cd out && cpio -idmu --quiet <../signed.cpio && rm 'METADATA!!!')
is "$(cd out && find . -printf '%P %m %l\n' | sort; cat usr/link)" \
	"$(cd tree && find . -printf '%P %m %l\n' | sort; cat zlink)" \
	"cpio unpacks them"
is "$(stat -c %h out/zlink)" 3 "with their links"
is "$(xattrs signed.cpio | grep -c link)" 1 \
	"the attributes of a file with several names follow the last"

# The same files, made in another order and at another time.
mkdir other
(cd tree && find . -depth | LC_ALL=C sort -r | cpio -pdlm --quiet ../other)
rm other/usr/link other/etc/link
ln other/zlink other/usr/link
ln other/zlink other/etc/link
find other -exec touch -h -d 2001-01-01 {} +
"$kexec2" pack other -o other.cpio --sign=rsa.key
ok "the same files give the same archive" cmp signed.cpio other.cpio
is "$(entries signed.cpio | awk '{ print $7 }' | sort -u)" 0 "with no time"
"$kexec2" pack tree --owner=12:34 -o owned.cpio
is "$(entries owned.cpio | grep -v TRAILER | awk '{ print $4, $5 }' | sort -u)" \
	"c 22" "--owner"

#
# Attributes of the files.
#
if setfattr -n user.name -v value tree/etc/text 2>/dev/null; then
	setfattr -n user.empty tree/etc/text
	setfattr -n user.dir -v d tree/etc
	"$kexec2" pack tree -o user.cpio
	is "$(xattrs user.cpio | sed 's/ $//')" \
		"etc user.dir $(printf d | xxd -p)
etc/text user.empty
etc/text user.name $(printf value | xxd -p)" "attributes of files and directories"
	"$kexec2" pack user.cpio -o user2.cpio --sign=rsa.key
	"$kexec2" pack tree -o user3.cpio --sign=rsa.key
	ok "signatures are added to them" cmp user2.cpio user3.cpio
else
	skip "attributes of files and directories" "no user. attributes here"
	skip "signatures are added to them" "no user. attributes here"
fi

#
# Archives that are there.
#
setfattr -x user.name tree/etc/text 2>/dev/null
setfattr -x user.empty tree/etc/text 2>/dev/null
setfattr -x user.dir tree/etc 2>/dev/null
"$kexec2" pack tree -o plain.cpio
"$kexec2" pack plain.cpio -o again.cpio --sign=rsa.key
ok "a signed archive is that of the signed files" cmp again.cpio signed.cpio
"$kexec2" pack signed.cpio -o again.cpio --sign=ec.key
is "$(xattrs again.cpio | cut -d ' ' -f 1,2)" \
	"$(xattrs signed.cpio | cut -d ' ' -f 1,2)" "others take the place"
"$kexec2" pack again.cpio -o again.cpio --sign=rsa.key
ok "of signatures that are there" cmp again.cpio signed.cpio
for compress in "gzip -n" bzip2 "xz --check=crc32" "xz --format=lzma" \
	"lzop -c" "lz4 -l" zstd; do
	$compress <plain.cpio >packed
	"$kexec2" pack packed -o again.cpio --sign=rsa.key
	ok "also in an archive by $compress" cmp again.cpio signed.cpio
done
for format in newc crc; do
	(cd tree && find . -mindepth 1 | LC_ALL=C sort |
		cpio -o -H $format --quiet) >made.cpio
	"$kexec2" pack made.cpio -o again.cpio --sign=rsa.key
	is "$(xattrs again.cpio | cut -d ' ' -f 2- | sort)" \
		"$(xattrs signed.cpio | cut -d ' ' -f 2- | sort)" \
		"what cpio has made, where the content follows the last name: $format"
	is "$(entries again.cpio)" "$(entries made.cpio)" \
		"and the rest is as it was"
done

done_testing
