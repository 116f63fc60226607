# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# an image
$ kexec2 load --uki=plain.efi
1 kexec2: loaded plain.efi:.linux with 2 initramfs parts (1.3 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 cmdline "root=/dev/vda1 quiet"
$ kexec2 load --uki=plain.efi --dry-run
1             LABEL         SIZE  NAME
1 kernel                    1088  plain.efi:.linux
1   sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d
1 initrd 0    ucode          688  plain.efi:.ucode
1   sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1 initrd 1    initrd         676  plain.efi:.initrd
1   sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1 command line  20 bytes
1   sha256:aaa35c860e7e6b6249e2daadfef97539e7184d058bb30668f3c1571689b2d852
1   root=/dev/vda1 quiet
1 flags         0x0
1 system call   kexec_file_load2
$ kexec2 load --uki=plain.efi --json --dry-run --append=more
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 0,
1   "flag_names": [],
1   "kernel": {
1     "name": "plain.efi:.linux",
1     "size": 1088,
1     "digest": "sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d"
1   },
1   "initrds": [
1     {
1       "name": "plain.efi:.ucode",
1       "size": 688,
1       "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1       "index": 0,
1       "label": "ucode"
1     },
1     {
1       "name": "plain.efi:.initrd",
1       "size": 676,
1       "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1       "index": 1,
1       "label": "initrd"
1     }
1   ],
1   "cmdline": {
1     "text": "root=/dev/vda1 quiet more",
1     "size": 25,
1     "digest": "sha256:4e23ac496e40d8d1f84ac1e552d2c607921e584a9992ae6fd5bc4a80ace5662b"
1   },
1   "warnings": [],
1   "loaded": false
1 }
$ kexec2 load --uki=plain.efi --cmdline=other --initrd=last=modules.cpio --strict
1 kexec2: loaded plain.efi:.linux with 3 initramfs parts (2.2 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 initrd last 928 cmdline "other"

# addons
$ kexec2 load --uki=linux.efi --dry-run
1             LABEL         SIZE  NAME
1 kernel                    1088  linux.efi:.linux
1   sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d
1 initrd 0    a              688  linux.efi.extra.d/a.addon.efi:.ucode
1   sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1 initrd 1    ucode          688  linux.efi:.ucode
1   sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1 initrd 2    initrd         676  linux.efi:.initrd
1   sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1 initrd 3    b              928  linux.efi.extra.d/b.addon.efi:.initrd
1   sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1 command line  34 bytes
1   sha256:45c609f1384523a8a53d9259b34fb706ee98deabec99a97c8e8a5a1e3cf9596d
1   root=/dev/vda1 quiet from-a from-b
1 flags         0x0
1 system call   kexec_file_load2
2 kexec2: warning: linux.efi.extra.d: credentials (1 *.cred) ignored; to pass them on, add a cpio archive with /.extra/credentials by --initrd
2 kexec2: warning: linux.efi.extra.d: extension images (1 *.raw) ignored; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext by --initrd
2 kexec2: warning: linux.efi.extra.d/old.addon.efi: ignored: for kernel 6.1.0-old, but the image has 6.12.0-test?
$ kexec2 load --uki=linux.efi --json
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 0,
1   "flag_names": [],
1   "kernel": {
1     "name": "linux.efi:.linux",
1     "size": 1088,
1     "digest": "sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d"
1   },
1   "initrds": [
1     {
1       "name": "linux.efi.extra.d/a.addon.efi:.ucode",
1       "size": 688,
1       "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1       "index": 0,
1       "label": "a"
1     },
1     {
1       "name": "linux.efi:.ucode",
1       "size": 688,
1       "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1       "index": 1,
1       "label": "ucode"
1     },
1     {
1       "name": "linux.efi:.initrd",
1       "size": 676,
1       "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1       "index": 2,
1       "label": "initrd"
1     },
1     {
1       "name": "linux.efi.extra.d/b.addon.efi:.initrd",
1       "size": 928,
1       "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1       "index": 3,
1       "label": "b"
1     }
1   ],
1   "cmdline": {
1     "text": "root=/dev/vda1 quiet from-a from-b",
1     "size": 34,
1     "digest": "sha256:45c609f1384523a8a53d9259b34fb706ee98deabec99a97c8e8a5a1e3cf9596d"
1   },
1   "warnings": [],
1   "loaded": true
1 }
2 kexec2: warning: linux.efi.extra.d: credentials (1 *.cred) ignored; to pass them on, add a cpio archive with /.extra/credentials by --initrd
2 kexec2: warning: linux.efi.extra.d: extension images (1 *.raw) ignored; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext by --initrd
2 kexec2: warning: linux.efi.extra.d/old.addon.efi: ignored: for kernel 6.1.0-old, but the image has 6.12.0-test?
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 688 initrd ucode 688 initrd initrd 676 initrd b 928 cmdline "root=/dev/vda1 quiet from-a from-b"
$ cp linux.efi linux+3-1.efi
$ kexec2 load --uki=linux+3-1.efi
1 kexec2: loaded linux+3-1.efi:.linux with 4 initramfs parts (2.9 KiB); run "kexec2 exec" to boot it
2 kexec2: warning: linux.efi.extra.d: credentials (1 *.cred) ignored; to pass them on, add a cpio archive with /.extra/credentials by --initrd
2 kexec2: warning: linux.efi.extra.d: extension images (1 *.raw) ignored; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext by --initrd
2 kexec2: warning: linux.efi.extra.d/old.addon.efi: ignored: for kernel 6.1.0-old, but the image has 6.12.0-test?
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 688 initrd ucode 688 initrd initrd 676 initrd b 928 cmdline "root=/dev/vda1 quiet from-a from-b"
$ cp cut.efi linux.efi.extra.d/c.addon.efi
$ kexec2 load --uki=linux.efi
2 kexec2: linux.efi: addon c.addon.efi: truncated PE file: section .osrel ends at offset 1536, the file at 1100
= 1
$ rm linux.efi.extra.d/*.efi
$ kexec2 load --uki=linux.efi --strict
1 kexec2: loaded linux.efi:.linux with 2 initramfs parts (1.3 KiB); run "kexec2 exec" to boot it
2 kexec2: warning: linux.efi.extra.d: credentials (1 *.cred) ignored; to pass them on, add a cpio archive with /.extra/credentials by --initrd
2 kexec2: warning: linux.efi.extra.d: extension images (1 *.raw) ignored; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext by --initrd
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 cmdline "root=/dev/vda1 quiet"

# profiles, and other sections
$ kexec2 load --uki=profiles.efi
1 kexec2: loaded profiles.efi:.linux with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd 676 cmdline "of=main"
$ kexec2 load --uki=profiles.efi --profile=0
1 kexec2: loaded profiles.efi:.linux with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd 676 cmdline "of=main"
$ kexec2 load --uki=profiles.efi --profile=other
1 kexec2: loaded profiles.efi:.linux with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd 676 cmdline "of=other"
$ kexec2 load --uki=profiles.efi --profile=2
2 kexec2: profiles.efi: no profile "2": the image has 0 (main), 1 (other)
= 1
$ kexec2 load --uki=plain.efi --profile=other
2 kexec2: plain.efi: no profile "other": the image has no profiles
= 1
$ kexec2 load vmlinuz --profile=0
2 kexec2: --profile has no effect without --uki
2 Try "kexec2 help load".
= 2
$ kexec2 load --uki=dtb.efi
1 kexec2: loaded dtb.efi:.linux without an initramfs; run "kexec2 exec" to boot it
2 kexec2: warning: dtb.efi:.dtb: device tree ignored; the next kernel gets the running kernel's
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ kexec2 load --uki=dtb.efi --json
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 4,
1   "flag_names": [
1     "KEXEC_FILE_NO_INITRAMFS"
1   ],
1   "kernel": {
1     "name": "dtb.efi:.linux",
1     "size": 1088,
1     "digest": "sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d"
1   },
1   "initrds": [],
1   "cmdline": {
1     "text": "",
1     "size": 0,
1     "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
1   },
1   "device_tree_ignored": "dtb.efi:.dtb",
1   "warnings": [],
1   "loaded": true
1 }
2 kexec2: warning: dtb.efi:.dtb: device tree ignored; the next kernel gets the running kernel's
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ kexec2 load --uki=joined.efi
2 kexec2: joined.efi:.initrd (initrd 0): offset 1616: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load --uki=foreign.efi
2 kexec2: foreign.efi: built for aarch64, this is x86_64
= 1

# parts that were joined in it
$ kexec2 load --uki=two.efi
1 kexec2: loaded two.efi:.linux with 2 initramfs parts (2.4 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 1723 cmdline ""
$ kexec2 load --uki=two.efi --split
1 kexec2: loaded two.efi:.linux with 3 initramfs parts (2.4 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd early 1024 initrd initrd 699 cmdline ""
$ kexec2 load --uki=two.efi --split --dry-run --initrd=last=modules.cpio
1             LABEL         SIZE  NAME
1 kernel                    1088  two.efi:.linux
1   sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d
1 initrd 0    ucode          688  two.efi:.ucode
1   sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1 initrd 1    early         1024  two.efi:.initrd#0
1   sha256:397b33e72e0ce2e8f23fc9e8f3e07b713a189ac7a9242d5d9352856947205093
1 initrd 2    initrd         699  two.efi:.initrd#1
1   sha256:8ace8b3098de6d368b847b4951d616a1c1893152305b65c97926a74d62f1e056
1 initrd 3    last           928  modules.cpio
1   sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1 command line  0 bytes
1 flags         0x0
1 system call   kexec_file_load2
$ kexec2 load --uki=joined.efi --split
2 kexec2: joined.efi:.initrd: offset 1616: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 load --entry=two --boot-dir=grub --split --initrd=modules.cpio
1 kexec2: loaded grub/vmlinuz with 1 initramfs part (928 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 928 cmdline "ro"
$ kexec2 load vmlinuz --split joined.img
2 kexec2: load: --split without =IMAGE needs --uki or --entry; write --split=IMAGE ("joined.img")
2 Try "kexec2 help load".
= 2

# none
$ kexec2 load --uki=none.efi
2 kexec2: none.efi: no such file; check the name
= 1
$ kexec2 load --uki=vmlinuz
2 kexec2: vmlinuz: not a unified kernel image but a kernel; load it as KERNEL
= 1
$ kexec2 load --uki=empty
2 kexec2: empty: not a PE file: too short
= 1
$ kexec2 load --uki=.
2 kexec2: .: not a regular file
= 1
$ kexec2 load --uki=no-linux.efi
2 kexec2: no-linux.efi: not a unified kernel image: no .linux section, or an empty one
= 1
$ kexec2 load --uki=cut.efi
2 kexec2: cut.efi: truncated PE file: section .osrel ends at offset 1536, the file at 1100
= 1
$ kexec2 load --uki=bzimage
2 kexec2: bzimage: not a unified kernel image but a kernel; load it as KERNEL
= 1
$ kexec2 load --uki=thin.efi --dry-run
1             LABEL         SIZE  NAME
1 kernel                      15  thin.efi:.linux
1   sha256:825ebd73d9f3cb1134b91993dfb5884352327697702ecf7aef233d48beb1e2e2
1 initrd 0    initrd           7  thin.efi:.initrd
1   sha256:8b17fea07bd5739d7a49ca6cd1ccef37f54a749c9f6d59f50163915d56b486e3
1 command line  0 bytes
1 flags         0x0
1 system call   kexec_file_load2
2 kexec2: thin.efi:.linux: holds the path of a file, as in the image of a thin stub, not a kernel; load that file; --no-checks takes it anyway
2 kexec2: thin.efi:.initrd (initrd 0): offset 0: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load --uki=gz.efi --dry-run
1             LABEL        SIZE  NAME
1 kernel                   1111  gz.efi:.linux
1   sha256:290a62dab826443cd0e572a080884c09cfeee457e7f32265f513f39da9e324fe
1 command line  0 bytes
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load2
2 kexec2: gz.efi:.linux: compressed with gzip; the kernel of x86_64 takes a bzImage: unpack the file first; --no-checks takes it anyway
= 1
$ kexec2 load --uki=padded.efi --dry-run
1             LABEL        SIZE  NAME
1 kernel                   1088  padded.efi:.linux
1   sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d
1 command line  0 bytes
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load2
$ kexec2 load --uki=junk
2 kexec2: junk: not a PE file: too short
= 1

# as KERNEL
$ kexec2 load plain.efi
2 kexec2: plain.efi: a unified kernel image, which kexec does not take; use --uki; --no-checks takes it anyway
= 1
$ kexec2 load plain.efi --dry-run
1             LABEL        SIZE  NAME
1 kernel                   6656  plain.efi
1   sha256:7953e77d81885c2be3f66850fa24946177322f35aa5cfbe514833bc058c7a706
1 command line  0 bytes
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load2
2 kexec2: plain.efi: a unified kernel image, which kexec does not take; use --uki; --no-checks takes it anyway
= 1
$ kexec2 split plain.efi
2 kexec2: plain.efi: offset 0: a PE file, and no initramfs (for a unified kernel image use kexec2 load --uki); the kernel stops there
= 1
