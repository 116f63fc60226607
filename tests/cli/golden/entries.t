# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# the table
$ kexec2 entries --boot-dir=boot
1   ID                VERSION  TRIES  TITLE
1 * debian-6.10.conf  6.10     -      -
1     problem: initrd: $tuned_initrd is a variable that only GRUB expands; put its
1     value there ("grub2-editenv list" shows it), or take it out
1   debian-6.9.conf   6.9      3      Debian
1   debian-6.11.conf  6.11     2      Debian ?[31m café
1   some.efi          1        -      Test 1
1   uki.conf          -        -      UKI
1   twice.conf        -        -      -
1     problem: linux /other: no such file below boot
1   shell.conf        -        -      A shell
1     problem: efi /shell.efi: no such file below boot
1   long.conf         -        -      long long long long long long long long l...
1   dots.conf         -        -      -
1     problem: linux /../../vmlinuz: ".." is not allowed in the path of an entry
1   devicetree.conf   -        -      -
1     problem: devicetree /some.dtb: no such file below boot
1   arm.conf          -        -      -
1     problem: entry is for architecture aa64, this machine is x64
1   nul.conf          -        -      -
1     problem: not a text file: it contains a NUL byte
1   arch.conf         -        -      Arch Linux
1     problem: initrd /gone.img: no such file below boot
1   debian-6.12.conf  6.12     0      Debian
1   default: debian-6.10.conf, as it is the first one in the order of a boot menu

# for programs
$ kexec2 entries --boot-dir=boot --json
1 {
1   "entries": [
1     {
1       "id": "debian-6.10.conf",
1       "type": "type1",
1       "default": true,
1       "file": "boot/loader/entries/debian-6.10.conf",
1       "boot_dir": "boot",
1       "title": null,
1       "version": "6.10",
1       "sort_key": "debian",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": "/vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [
1         "/initrd.img $tuned_initrd"
1       ],
1       "options": null,
1       "devicetree": null,
1       "problem": "initrd: $tuned_initrd is a variable that only GRUB expands; put its value there (\"grub2-editenv list\" shows it), or take it out",
1       "problems": [
1         "initrd: $tuned_initrd is a variable that only GRUB expands; put its value there (\"grub2-editenv list\" shows it), or take it out"
1       ],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "debian-6.9.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/debian-6.9+3.conf",
1       "boot_dir": "boot",
1       "title": "Debian",
1       "version": "6.9",
1       "sort_key": "debian",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": 3,
1       "tries_done": 0,
1       "linux": "/vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "debian-6.11.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/debian-6.11+2-1.conf",
1       "boot_dir": "boot",
1       "title": "Debian \u001b[31m café",
1       "version": "6.11",
1       "sort_key": "debian",
1       "machine_id": "0123456789abcdef0123456789abcdef",
1       "architecture": null,
1       "tries_left": 2,
1       "tries_done": 1,
1       "linux": "/vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [
1         "/initrd.img"
1       ],
1       "options": "ro -- single",
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "some.efi",
1       "type": "type2",
1       "default": false,
1       "file": "boot/EFI/Linux/some.efi",
1       "boot_dir": "boot",
1       "title": "Test 1",
1       "version": "1",
1       "sort_key": "test",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": null,
1       "uki": "/EFI/Linux/some.efi",
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "uki.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/uki.conf",
1       "boot_dir": "boot",
1       "title": "UKI",
1       "version": null,
1       "sort_key": "zzz",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": null,
1       "uki": "/EFI/Linux/some.efi",
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": "extra",
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "twice.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/twice.conf",
1       "boot_dir": "boot",
1       "title": null,
1       "version": null,
1       "sort_key": "zzz",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": "/other",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": "linux /other: no such file below boot",
1       "problems": [
1         "linux /other: no such file below boot"
1       ],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "shell.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/shell.conf",
1       "boot_dir": "boot",
1       "title": "A shell",
1       "version": null,
1       "sort_key": "zzz",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": null,
1       "uki": null,
1       "profile": null,
1       "efi": "/shell.efi",
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": "efi /shell.efi: no such file below boot",
1       "problems": [
1         "efi /shell.efi: no such file below boot"
1       ],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "long.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/long.conf",
1       "boot_dir": "boot",
1       "title": "long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long",
1       "version": null,
1       "sort_key": "zzz",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": "/vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "dots.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/dots.conf",
1       "boot_dir": "boot",
1       "title": null,
1       "version": null,
1       "sort_key": "zzz",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": "/../../vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": "linux /../../vmlinuz: \"..\" is not allowed in the path of an entry",
1       "problems": [
1         "linux /../../vmlinuz: \"..\" is not allowed in the path of an entry"
1       ],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "devicetree.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/devicetree.conf",
1       "boot_dir": "boot",
1       "title": null,
1       "version": null,
1       "sort_key": "zzz",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": "/vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": "/some.dtb",
1       "problem": "devicetree /some.dtb: no such file below boot",
1       "problems": [
1         "devicetree /some.dtb: no such file below boot"
1       ],
1       "unused": [],
1       "unknown_keys": [
1         "frob"
1       ]
1     },
1     {
1       "id": "arm.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/arm.conf",
1       "boot_dir": "boot",
1       "title": null,
1       "version": null,
1       "sort_key": "zzz",
1       "machine_id": null,
1       "architecture": "aa64",
1       "tries_left": null,
1       "tries_done": null,
1       "linux": "/vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": "entry is for architecture aa64, this machine is x64",
1       "problems": [
1         "entry is for architecture aa64, this machine is x64"
1       ],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "nul.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/nul.conf",
1       "boot_dir": "boot",
1       "title": null,
1       "version": null,
1       "sort_key": null,
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": null,
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": "not a text file: it contains a NUL byte",
1       "problems": [
1         "not a text file: it contains a NUL byte"
1       ],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "arch.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/arch.conf",
1       "boot_dir": "boot",
1       "title": "Arch Linux",
1       "version": null,
1       "sort_key": null,
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": null,
1       "tries_done": null,
1       "linux": "/vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [
1         "/ucode.img",
1         "/initrd.img",
1         "/gone.img"
1       ],
1       "options": null,
1       "devicetree": null,
1       "problem": "initrd /gone.img: no such file below boot",
1       "problems": [
1         "initrd /gone.img: no such file below boot"
1       ],
1       "unused": [],
1       "unknown_keys": []
1     },
1     {
1       "id": "debian-6.12.conf",
1       "type": "type1",
1       "default": false,
1       "file": "boot/loader/entries/debian-6.12+0-3.conf",
1       "boot_dir": "boot",
1       "title": "Debian",
1       "version": "6.12",
1       "sort_key": "debian",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": 0,
1       "tries_done": 3,
1       "linux": "vmlinuz",
1       "uki": null,
1       "profile": null,
1       "efi": null,
1       "initrds": [
1         "/ucode.img",
1         "/initrd.img"
1       ],
1       "options": "root=/dev/vda1 quiet ro",
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [],
1       "unknown_keys": []
1     }
1   ],
1   "default": {
1     "entry": "debian-6.10.conf",
1     "source": "order",
1     "file": null,
1     "key": null,
1     "value": null,
1     "once": false,
1     "why": "it is the first one in the order of a boot menu",
1     "ignored": []
1   }
1 }

# GRUB
$ kexec2 entries --boot-dir=grub
1   ID        VERSION  TRIES  TITLE
1 * two.conf  -        -      -
1   one.conf  -        -      -
1   default: two.conf, as grub/grub2/grubenv says saved_entry "two"

# the default that loader.conf has
$ mkdir -p chosen/loader/entries vars; cp vmlinuz chosen; for i in a-1 a-2 b; do printf 'linux /vmlinuz\noptions %s\n' $i >chosen/loader/entries/$i.conf; done; echo 'default A-1*' >chosen/loader/loader.conf
$ kexec2 entries --boot-dir=chosen
1   ID        VERSION  TRIES  TITLE
1   b.conf    -        -      -
1   a-2.conf  -        -      -
1 * a-1.conf  -        -      -
1   default: a-1.conf, as chosen/loader/loader.conf says default "A-1*"
$ kexec2 load --entry --boot-dir=chosen
1 kexec2: loaded chosen/vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "a-1"

# the default of an EFI variable
$ name() { printf '\7\0\0\0'; printf "$1\0" | iconv -t UTF-16LE; }; name a-2.conf >vars/LoaderEntryDefault-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f; name b.conf >vars/LoaderEntryOneShot-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
$ kexec2 entries --boot-dir=chosen --efivars-dir=vars
1   ID        VERSION  TRIES  TITLE
1 * b.conf    -        -      -
1   a-2.conf  -        -      -
1   a-1.conf  -        -      -
1   default: b.conf, as the EFI variable LoaderEntryOneShot is "b.conf", for the
1   next boot by firmware
$ kexec2 load --entry --boot-dir=chosen --efivars-dir=vars
1 kexec2: loaded chosen/vmlinuz without an initramfs; run "kexec2 exec" to boot it
2 kexec2: warning: b.conf: chosen for one boot (LoaderEntryOneShot), which a boot by kexec does not use up; it stays for the next boot by firmware
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "b"
$ rm vars/LoaderEntryOneShot*; kexec2 load --entry --boot-dir=chosen --efivars-dir=vars
1 kexec2: loaded chosen/vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "a-2"
$ kexec2 load --entry=b --boot-dir=chosen --efivars-dir=vars | tail -n 1
2 kexec2: --efivars-dir has no effect without --entry alone
2 Try "kexec2 help load".
$ kexec2 load vmlinuz --efivars-dir=vars | tail -n 1
2 kexec2: --efivars-dir has no effect without --entry alone
2 Try "kexec2 help load".

# what is set, but names no entry
$ echo 'default none' >chosen/loader/loader.conf
$ kexec2 entries --boot-dir=chosen
1   ID        VERSION  TRIES  TITLE
1 * b.conf    -        -      -
1   a-2.conf  -        -      -
1   a-1.conf  -        -      -
1   note: chosen/loader/loader.conf: default "none" is none of these entries
1   default: b.conf, as it is the first one in the order of a boot menu
$ kexec2 load --entry --boot-dir=chosen
1 kexec2: loaded chosen/vmlinuz without an initramfs; run "kexec2 exec" to boot it
2 kexec2: warning: chosen/loader/loader.conf: default "none" is none of these entries
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "b"
$ kexec2 entries --boot-dir=chosen --json | sed '1,/^  ]/d'
1   "default": {
1     "entry": "b.conf",
1     "source": "order",
1     "file": null,
1     "key": null,
1     "value": null,
1     "once": false,
1     "why": "it is the first one in the order of a boot menu",
1     "ignored": [
1       "chosen/loader/loader.conf: default \"none\" is none of these entries"
1     ]
1   }
1 }

# all problems, and what is left out
$ printf '%s\n' 'linux /vmlinuz' 'architecture ia64' 'initrd /none' 'initrd /none.too' 'extra /a.cred' 'initrds /vmlinuz' >chosen/loader/entries/b.conf; rm chosen/loader/loader.conf
$ kexec2 entries --boot-dir=chosen
1   ID        VERSION  TRIES  TITLE
1   b.conf    -        -      -
1     problem: entry is for architecture ia64, this machine is x64
1     problem: initrd /none: no such file below chosen
1     problem: initrd /none.too: no such file below chosen
1     note: extra /a.cred is not used beside linux; to pass it on, put it into an
1     initrd
1 * a-2.conf  -        -      -
1   a-1.conf  -        -      -
1   default: a-2.conf, as it is the first one in the order of a boot menu
$ kexec2 load --entry=b --boot-dir=chosen
2 kexec2: b: b.conf: entry is for architecture ia64, this machine is x64
2 kexec2: b.conf: initrd /none: no such file below chosen
2 kexec2: b.conf: initrd /none.too: no such file below chosen
= 1
$ printf '%s\n' 'linux /vmlinuz' 'extra /a.cred' 'devicetree-dir /dtb' 'initrds /vmlinuz' >chosen/loader/entries/b.conf
$ kexec2 load --entry=b --boot-dir=chosen
1 kexec2: loaded chosen/vmlinuz without an initramfs; run "kexec2 exec" to boot it
2 kexec2: warning: chosen/loader/entries/b.conf: extra /a.cred is not used beside linux; to pass it on, put it into an initrd
2 kexec2: warning: chosen/loader/entries/b.conf: devicetree-dir /dtb is not used; name the device tree in a devicetree line
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ kexec2 entries --boot-dir=chosen --json | sed -n '/"id": "b/,/^    }/p' | tail -n 12
1       "options": null,
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [
1         "extra /a.cred is not used beside linux; to pass it on, put it into an initrd",
1         "devicetree-dir /dtb is not used; name the device tree in a devicetree line"
1       ],
1       "unknown_keys": [
1         "initrds"
1       ]
1     },

# backslashes, and variables of GRUB
$ printf '%s\n' 'linux \vmlinuz' 'options $kernelopts $tuned_params $none ro' >chosen/loader/entries/b.conf; mkdir chosen/grub; printf '# GRUB Environment Block\nkernelopts=quiet\ntuned_params=\n###' >chosen/grub/grubenv
$ kexec2 load --entry=b --boot-dir=chosen
1 kexec2: loaded chosen/vmlinuz without an initramfs; run "kexec2 exec" to boot it
2 kexec2: warning: chosen/loader/entries/b.conf: $none is not set in GRUB's environment, and is left out
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet ro"

# unified kernel images, and their profiles
$ mkdir -p images/EFI/Linux; cp profiles.efi images/EFI/Linux/many+3.efi; cp linux.efi cut.efi images/EFI/Linux
$ kexec2 entries --boot-dir=images
1   ID              VERSION  TRIES  TITLE
1 * many.efi        1        3      Test 1
1   many.efi@other  1        3      Test 1 (other)
1   linux.efi       1        -      Test 1
1   cut.efi         -        -      -
1     problem: truncated PE file: section .osrel ends at offset 1536, the file at
1     1100
1   default: many.efi, as it is the first one in the order of a boot menu
$ kexec2 load --entry --boot-dir=images
1 kexec2: loaded images/EFI/Linux/many+3.efi:.linux with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd 676 cmdline "of=main"
$ kexec2 load --entry=many.efi@other --boot-dir=images
1 kexec2: loaded images/EFI/Linux/many+3.efi:.linux with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd 676 cmdline "of=other"
$ kexec2 load --entry=many.efi@1 --boot-dir=images
1 kexec2: loaded images/EFI/Linux/many+3.efi:.linux with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd 676 cmdline "of=other"
$ kexec2 load --entry=cut --boot-dir=images
2 kexec2: cut: cut.efi: truncated PE file: section .osrel ends at offset 1536, the file at 1100
= 1
$ kexec2 entries --boot-dir=images --json | sed -n '/"id": "many.efi@/,/^    }/p'
1       "id": "many.efi@other",
1       "type": "type2",
1       "default": false,
1       "file": "images/EFI/Linux/many+3.efi",
1       "boot_dir": "images",
1       "title": "Test 1 (other)",
1       "version": "1",
1       "sort_key": "test",
1       "machine_id": null,
1       "architecture": null,
1       "tries_left": 3,
1       "tries_done": 0,
1       "linux": null,
1       "uki": "/EFI/Linux/many+3.efi",
1       "profile": "1",
1       "efi": null,
1       "initrds": [],
1       "options": null,
1       "devicetree": null,
1       "problem": null,
1       "problems": [],
1       "unused": [],
1       "unknown_keys": []
1     },

# a host of Debian without entries
$ mkdir -p debian/grub; cp "$TOP/tests/unit/grub-cfg/debian-12-saved" debian/grub/grub.cfg; for i in 35 37; do cp vmlinuz debian/vmlinuz-6.1.0-$i-amd64; cp base.img debian/initrd.img-6.1.0-$i-amd64; done; printf '# GRUB Environment Block\nsaved_entry=1>2\n' >debian/grub/grubenv
$ kexec2 entries --boot-dir=debian
1   ID
1     VERSION         TRIES  TITLE
1   gnulinux-simple-6d3376e4-fc93-4509-95ec-a21d68011da2
1     6.1.0-37-amd64  -      Debian GNU/Linux
1   gnulinux-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2>gnulinux-6.1.0-37-amd64-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2
1     6.1.0-37-amd64  -      Debian GNU/Linux, with Linux 6.1.0-37-amd64
1   gnulinux-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2>gnulinux-6.1.0-37-amd64-recovery-6d3376e4-fc93-4509-95ec-a21d68011da2
1     6.1.0-37-amd64  -      Debian GNU/Linux, with Linux 6.1.0-37-amd64 (recov...
1 * gnulinux-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2>gnulinux-6.1.0-35-amd64-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2
1     6.1.0-35-amd64  -      Debian GNU/Linux, with Linux 6.1.0-35-amd64
1   gnulinux-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2>gnulinux-6.1.0-35-amd64-recovery-6d3376e4-fc93-4509-95ec-a21d68011da2
1     6.1.0-35-amd64  -      Debian GNU/Linux, with Linux 6.1.0-35-amd64 (recov...
1   default:
1   gnulinux-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2>gnulinux-6.1.0-35-amd64-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2,
1   as debian/grub/grubenv says saved_entry "1>2"
$ kexec2 load --entry --boot-dir=debian
1 kexec2: loaded debian/vmlinuz-6.1.0-35-amd64 with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd.img-6.1.0-35-amd64 676 cmdline "root=UUID=6d3376e4-fc93-4509-95ec-a21d68011da2 ro quiet"
$ printf '# GRUB Environment Block\nsaved_entry=none\n' >debian/grub/grubenv; kexec2 load --entry --boot-dir=debian
1 kexec2: loaded debian/vmlinuz-6.1.0-37-amd64 with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
2 kexec2: warning: debian/grub/grubenv: saved_entry "none" is none of these entries; GRUB boots the first one
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd.img-6.1.0-37-amd64 676 cmdline "root=UUID=6d3376e4-fc93-4509-95ec-a21d68011da2 ro quiet"
$ printf '# GRUB Environment Block\nnext_entry=1>2\n' >debian/grub/grubenv; kexec2 load --entry --boot-dir=debian
1 kexec2: loaded debian/vmlinuz-6.1.0-35-amd64 with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
2 kexec2: warning: gnulinux-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2>gnulinux-6.1.0-35-amd64-advanced-6d3376e4-fc93-4509-95ec-a21d68011da2: chosen for one boot (next_entry), which a boot by kexec does not use up; it stays for the next boot by firmware
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd.img-6.1.0-35-amd64 676 cmdline "root=UUID=6d3376e4-fc93-4509-95ec-a21d68011da2 ro quiet"
$ echo 'configfile /other' >>debian/grub/grub.cfg; kexec2 load --entry --boot-dir=debian
2 kexec2: the default boot entry: debian/grub/grub.cfg:215: configfile: a command that is not known here
= 1
$ rm debian/grub/*; ln -s vmlinuz-6.1.0-37-amd64 debian/vmlinuz; ln -s initrd.img-6.1.0-37-amd64 debian/initrd.img
$ kexec2 entries --boot-dir=debian
1   ID       VERSION  TRIES  TITLE
1 * vmlinuz  -        -      -
1     note: no command line is known; use --reuse-cmdline or --cmdline
1   default: vmlinuz, as it is the first one in the order of a boot menu
$ kexec2 load --entry --boot-dir=debian --append=ro
1 kexec2: loaded debian/vmlinuz with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
2 kexec2: warning: debian/vmlinuz: no command line is known; use --reuse-cmdline or --cmdline
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd.img 676 cmdline "ro"

# none
$ kexec2 entries --boot-dir=bare
2 kexec2: no boot entries (loader/entries/*.conf, EFI/Linux/*.efi, grub/grub.cfg) and no vmlinuz in bare; use --boot-dir to name their directory
= 1
$ kexec2 entries --boot-dir=bare --json
2 kexec2: no boot entries (loader/entries/*.conf, EFI/Linux/*.efi, grub/grub.cfg) and no vmlinuz in bare; use --boot-dir to name their directory
= 1
$ kexec2 entries --boot-dir=missing
2 kexec2: no boot entries (loader/entries/*.conf, EFI/Linux/*.efi, grub/grub.cfg) and no vmlinuz in missing; use --boot-dir to name their directory
= 1
$ kexec2 entries --boot-dir=vmlinuz
2 kexec2: no boot entries (loader/entries/*.conf, EFI/Linux/*.efi, grub/grub.cfg) and no vmlinuz in vmlinuz; use --boot-dir to name their directory
= 1

# wrong usage
$ kexec2 entries boot
2 kexec2: unexpected argument "boot"; use --boot-dir to look in a directory
2 Try "kexec2 help entries".
= 2
$ kexec2 entries --boot-dir
2 kexec2: option '--boot-dir' requires an argument
2 Try "kexec2 help entries".
= 2
$ kexec2 entries --boot-dir=
2 kexec2: missing value in --boot-dir=
2 Try "kexec2 help entries".
= 2
$ kexec2 entries --json=yes
2 kexec2: option '--json' doesn't allow an argument
2 Try "kexec2 help entries".
= 2
$ kexec2 entries --boot-dir=boot --boot-dir=bare
2 kexec2: --boot-dir can be given only once
2 Try "kexec2 help entries".
= 2

# loads
$ kexec2 load --entry --boot-dir=boot
2 kexec2: the default boot entry: debian-6.10.conf: initrd: $tuned_initrd is a variable that only GRUB expands; put its value there ("grub2-editenv list" shows it), or take it out
= 1
$ kexec2 load --entry=debian-6.12 --boot-dir=boot --dry-run
1             LABEL             SIZE  NAME
1 kernel                        1088  boot/vmlinuz
1   sha256:ede80365d5db8da535f4098042f8fb07f9c00c91aaf22740c3d24d2c9ac53509
1 initrd 0    ucode.img          688  boot/ucode.img
1   sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1 initrd 1    initrd.img         676  boot/initrd.img
1   sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1 command line  23 bytes
1   sha256:150c845888b5e357dc4ca7423e6f044777f2c0cab4b03e2c1bf2829dbfa1eef6
1   root=/dev/vda1 quiet ro
1 flags         0x0
1 system call   kexec_file_load2
$ kexec2 load --entry=debian-6.12.conf --boot-dir=boot --append=more --json --dry-run
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 0,
1   "flag_names": [],
1   "kernel": {
1     "name": "boot/vmlinuz",
1     "size": 1088,
1     "digest": "sha256:ede80365d5db8da535f4098042f8fb07f9c00c91aaf22740c3d24d2c9ac53509"
1   },
1   "initrds": [
1     {
1       "name": "boot/ucode.img",
1       "size": 688,
1       "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1       "index": 0,
1       "label": "ucode.img"
1     },
1     {
1       "name": "boot/initrd.img",
1       "size": 676,
1       "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1       "index": 1,
1       "label": "initrd.img"
1     }
1   ],
1   "cmdline": {
1     "text": "root=/dev/vda1 quiet ro more",
1     "size": 28,
1     "digest": "sha256:a51b99f1475ab238ce88b104d97fe308f1aa63fd21a76d059c5dcc8232efdd76"
1   },
1   "warnings": [],
1   "loaded": false
1 }
$ kexec2 load --entry=debian-6.11.conf --boot-dir=boot --append=more
1 kexec2: loaded boot/vmlinuz with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd.img 676 cmdline "ro more -- single"
$ kexec2 load --entry=debian-6.9 --boot-dir=boot --cmdline=x --initrd=last=modules.cpio
1 kexec2: loaded boot/vmlinuz with 1 initramfs part (928 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd last 928 cmdline "x"
$ kexec2 load --entry=boot/loader/entries/debian-6.12+0-3.conf
1 kexec2: loaded /tmp/kexec2-golden/work/boot/vmlinuz with 2 initramfs parts (1.3 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode.img 688 initrd initrd.img 676 cmdline "root=/dev/vda1 quiet ro"
$ kexec2 load --entry=boot/loader/entries/none.conf
2 kexec2: boot/loader/entries/none.conf: no such file; check the name
= 1
$ kexec2 load --entry=none --boot-dir=boot
2 kexec2: none: unknown boot entry in boot; "kexec2 entries" lists them
= 1
$ kexec2 load --entry --boot-dir=bare
2 kexec2: the default boot entry: no boot entries (loader/entries/*.conf, EFI/Linux/*.efi, grub/grub.cfg) and no vmlinuz in bare; use --boot-dir to name their directory
= 1
$ kexec2 load --entry=vmlinuz --boot-dir=boot
2 kexec2: vmlinuz: unknown boot entry in boot; "kexec2 entries" lists them
= 1
$ kexec2 load --entry --boot-dir=boot --crash --reuse-cmdline
2 kexec2: the default boot entry: debian-6.10.conf: initrd: $tuned_initrd is a variable that only GRUB expands; put its value there ("grub2-editenv list" shows it), or take it out
= 1

# entries with problems
$ kexec2 load --entry=arch --boot-dir=boot
2 kexec2: arch: arch.conf: initrd /gone.img: no such file below boot
= 1
$ kexec2 load --entry=arm --boot-dir=boot
2 kexec2: arm: arm.conf: entry is for architecture aa64, this machine is x64
= 1
$ kexec2 load --entry=debian-6.10 --boot-dir=boot
2 kexec2: debian-6.10: debian-6.10.conf: initrd: $tuned_initrd is a variable that only GRUB expands; put its value there ("grub2-editenv list" shows it), or take it out
= 1
$ kexec2 load --entry=devicetree --boot-dir=boot
2 kexec2: devicetree: devicetree.conf: devicetree /some.dtb: no such file below boot
= 1
$ kexec2 load --entry=shell --boot-dir=boot
2 kexec2: shell: shell.conf: efi /shell.efi: no such file below boot
= 1
$ kexec2 load --entry=uki --boot-dir=boot
1 kexec2: loaded boot/EFI/Linux/some.efi:.linux without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "extra"
$ kexec2 load --entry=twice --boot-dir=boot
2 kexec2: twice: twice.conf: linux /other: no such file below boot
= 1
$ kexec2 load --entry=dots --boot-dir=boot
2 kexec2: dots: dots.conf: linux /../../vmlinuz: ".." is not allowed in the path of an entry
= 1
$ kexec2 load --entry=nul --boot-dir=boot
2 kexec2: nul: nul.conf: not a text file: it contains a NUL byte
= 1
$ kexec2 load --entry=long --boot-dir=boot
1 kexec2: loaded boot/vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ kexec2 load --entry --boot-dir=grub
1 kexec2: loaded grub/vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "ro"
$ kexec2 load --entry=one --boot-dir=grub
1 kexec2: loaded grub/vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "root=/dev/vda2"
$ kexec2 load --entry=two --boot-dir=grub
1 kexec2: loaded grub/vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "ro"

# a long ID is whole, the rest fits; what a terminal would obey is not printed
$ mkdir -p long/loader/entries; cp vmlinuz long; cd long/loader/entries; printf '%s\n' 'sort-key 0' 'version 6.12.94-200.fc40.x86_64.with+more' 'title Fedora Linux 40 (Workstation Edition Prerelease), and more' 'linux /vmlinuz' >6a9857a393724b7a981ebb5b8495b9ea-6.12.94-200.fc40.x86_64.conf; printf 'linux /vmlinuz\ntitle a\033[31mb\302\233c\177\n' >escape.conf
$ kexec2 entries --boot-dir=long
1   ID
1     VERSION                   TRIES  TITLE
1 * 6a9857a393724b7a981ebb5b8495b9ea-6.12.94-200.fc40.x86_64.conf
1     6.12.94-200.fc40.x86_...  -      Fedora Linux 40 (Workstation Edition Pre...
1   escape.conf
1     -                         -      a?[31mb?c?
1   default: 6a9857a393724b7a981ebb5b8495b9ea-6.12.94-200.fc40.x86_64.conf, as it
1   is the first one in the order of a boot menu
$ kexec2 entries --boot-dir=long | awk 'length > 80'
