# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# the files below a directory, with the signatures that there are
$ mkdir -p tree/usr/bin tree/etc signed/usr/bin && printf '#!/bin/sh\n' >tree/usr/bin/tool && ln tree/usr/bin/tool tree/usr/bin/other && ln -s usr/bin tree/bin && echo text >tree/etc/text && chmod -R go-w,u+rw,a+rX tree
$ printf '\3\2\4keyi\0\4sign' >signed/usr/bin/tool.sig; cp signed/usr/bin/tool.sig signed/usr/bin/other.sig
$ kexec2 pack tree -o tree.cpio --owner=0:0 --signatures=signed
2 kexec2: warning: signed: no signature of 1 files, such as etc/text
$ kexec2 split tree.cpio
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0         1536         1156        7
1       entries with extended attributes: 1
$ tr '\0\1\2\3\4' '.....' <tree.cpio | grep -ao 'METADATA.*sign' | tail -n 1
1 METADATA!!!...0000002c..00000022security.ima....keyi..sign

# the same archive each time, to the standard output
$ touch -d '2020-01-01 00:00' tree/etc/text; kexec2 pack tree --owner=0:0 --signatures=signed | cmp - tree.cpio
2 kexec2: warning: signed: no signature of 1 files, such as etc/text
$ SOURCE_DATE_EPOCH=1000000000 kexec2 pack tree --owner=0:0 | grep -aob 3b9aca00 | wc -l
1 8
$ SOURCE_DATE_EPOCH=tomorrow kexec2 pack tree
2 kexec2: SOURCE_DATE_EPOCH=tomorrow: not a number of seconds that an archive can have
= 1
$ SOURCE_DATE_EPOCH=4294967296 kexec2 pack tree
2 kexec2: SOURCE_DATE_EPOCH=4294967296: not a number of seconds that an archive can have
= 1

# only some of the files, and the directories they are in
$ printf '%s\n' ./usr/bin/tool /etc/ >list; kexec2 pack tree --owner=0:0 --files=list | cpio -it --quiet
1 etc
1 usr
1 usr/bin
1 usr/bin/tool
$ echo etc/text | kexec2 pack tree --owner=0:0 --files=- | cpio -it --quiet
1 etc
1 etc/text
$ echo etc/none | kexec2 pack tree --files=-
2 kexec2: tree/etc/none: cannot be examined (No such file or directory)
= 1
$ echo etc/../.. | kexec2 pack tree --files=-
2 kexec2: -: "etc/../.." is not below the directory
= 1
$ kexec2 pack tree --files=none
2 kexec2: none: cannot be read (No such file or directory)
= 1

# an archive that gets them
$ kexec2 pack base.img --signatures=signed | head -c 676 | cmp - base.img
2 kexec2: warning: signed: no signature of 3 files, such as init
$ kexec2 pack tree --owner=0:0 >plain.cpio; zstd -q plain.cpio; kexec2 pack plain.cpio.zst -o again.cpio --signatures=signed
2 kexec2: warning: signed: no signature of 1 files, such as etc/text
$ cmp again.cpio tree.cpio
$ printf '\3\2\4other\0\4sign' >signed/usr/bin/other.sig; kexec2 pack tree.cpio --signatures=signed | tr '\0\1\2\3\4' '.....' | grep -ao 'security.*sign'
1 security.ima....other..sign
2 kexec2: warning: signed: no signature of 1 files, such as etc/text

# what cannot be packed
$ kexec2 pack joined.img --signatures=signed
2 kexec2: joined.img: is joined from several archives; take them apart with kexec2 split
= 1
$ kexec2 pack bootconfig.img --signatures=signed
2 kexec2: bootconfig.img: has a bootconfig behind the archive; take it off with "bootconfig -d"
= 1
$ kexec2 pack badconfig.img --signatures=signed
2 kexec2: badconfig.img: offset 676: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 pack none
2 kexec2: none: no such file; check the name
= 1
$ kexec2 pack /dev/null --signatures=signed
2 kexec2: /dev/null: not a regular file
= 1
$ kexec2 pack list --signatures=signed
2 kexec2: list: offset 0: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 pack base.img
2 kexec2: base.img: an archive that stays as it is without --sign or --signatures
= 1
$ kexec2 pack base.img --owner=0:0 --signatures=signed
2 kexec2: base.img: no directory, which --files and --owner are for
= 1
$ head -c 300 base.img >short.img; kexec2 pack short.img --signatures=signed
2 kexec2: short.img: is truncated; make it again
= 1
$ mkdir -p named && : >named/METADATA!!! && kexec2 pack named -o named.cpio; ls named.cpio*
2 kexec2: named/METADATA!!!: no file in an archive can have this name
2 ls: cannot access 'named.cpio*': No such file or directory
= 2
$ rm named/*; : >named/TRAILER!!!; kexec2 pack named
2 kexec2: named/TRAILER!!!: no file in an archive can have this name
= 1
$ kexec2 pack tree -o none/tree.cpio
2 kexec2: none/tree.cpio: cannot be made (No such file or directory)
= 1
$ kexec2 pack tree >/dev/full
2 kexec2: cannot write output (No space left on device)
= 1

# signatures and keys that cannot be used
$ kexec2 pack tree --sign=none
2 kexec2: none: no private key can be read (No such file or directory)
= 1
$ kexec2 pack tree --sign=ed25519.key
2 kexec2: ed25519.key: neither an RSA key nor one of an elliptic curve, which IMA wants
= 1
$ kexec2 pack tree --sign=p256.pem
2 kexec2: p256.pem: no private key can be read (unsupported)
= 1
$ kexec2 pack tree --sign=p256.key --cert=none
2 kexec2: p256.key: its certificate cannot be read (No such file or directory)
= 1
$ kexec2 pack tree --sign=p256.key --hash=md5
2 kexec2: invalid value "md5" for --hash, expected sha256|sha384|sha512
2 Try "kexec2 help pack".
= 2
$ kexec2 pack tree --signatures=none
2 kexec2: none: cannot be read (No such file or directory)
= 1
$ mkdir -p void/etc && : >void/etc/text.sig && kexec2 pack tree -o void.cpio --signatures=void
2 kexec2: etc/text.sig: is empty
= 1

# attributes that are damaged
$ sed 's/0000002c\x01/0000002z\x01/' tree.cpio >damaged.cpio; kexec2 pack damaged.cpio --signatures=signed >out
2 kexec2: damaged.cpio: the entry with the attributes of usr/bin/other, at offset 864: it is damaged
= 1
$ kexec2 load vmlinuz --initrd=damaged.cpio --cmdline=x --dry-run >out
2 kexec2: warning: damaged.cpio (initrd 0): the kernel drops METADATA!!! at offset 864: it is damaged

# attributes that the next kernel cannot set, as its command line makes the root a ramfs
$ for words in root=/dev/vda rootfstype=ext4 'initramfs_type=ramfs rootfstype=tmpfs'; do kexec2 load vmlinuz --initrd=tree.cpio --cmdline="$words" --dry-run >out; done
2 kexec2: warning: tree.cpio (initrd 0): has extended attributes of 1 files, and with this command line the initramfs is a ramfs, which takes none; add initramfs_type=tmpfs
2 kexec2: warning: tree.cpio (initrd 0): has extended attributes of 1 files, and with this command line the initramfs is a ramfs, which takes none; add initramfs_type=tmpfs
2 kexec2: warning: tree.cpio (initrd 0): has extended attributes of 1 files, and with this command line the initramfs is a ramfs, which takes none; add initramfs_type=tmpfs
$ for words in quiet rootfstype=tmpfs 'root=/dev/vda initramfs_type=tmpfs' 'root=/dev/vda rootfstype=ext4,tmpfs'; do kexec2 load vmlinuz --initrd=tree.cpio --cmdline="$words" --dry-run >out; done
$ kexec2 load vmlinuz --initrd=tree.cpio --cmdline=root=/dev/vda --dry-run --strict >out
2 kexec2: tree.cpio (initrd 0): has extended attributes of 1 files, and with this command line the initramfs is a ramfs, which takes none; add initramfs_type=tmpfs
= 1

# wrong usage
$ kexec2 pack
2 kexec2: pack: missing FROM
2 Try "kexec2 help pack".
= 2
$ kexec2 pack a b
2 kexec2: pack: more than one FROM ("a", "b")
2 Try "kexec2 help pack".
= 2
$ kexec2 pack tree --hash=sha256
2 kexec2: --cert and --hash have no effect without --sign
2 Try "kexec2 help pack".
= 2
$ kexec2 pack tree --cert=none
2 kexec2: --cert and --hash have no effect without --sign
2 Try "kexec2 help pack".
= 2
$ kexec2 pack tree --owner=root
2 kexec2: --owner=root: not two numbers (example: --owner=0:0)
2 Try "kexec2 help pack".
= 2
$ kexec2 pack tree --owner=0:4294967295
2 kexec2: --owner=0:4294967295: not two numbers (example: --owner=0:0)
2 Try "kexec2 help pack".
= 2
$ kexec2 pack tree -o ''
2 kexec2: missing value in --output=
2 Try "kexec2 help pack".
= 2
