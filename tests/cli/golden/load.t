# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# a kernel alone
$ kexec2 load vmlinuz
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""

# three parts
$ kexec2 load vmlinuz --initrd=early=early.cpio --initrd=base.img --initrd modules=modules.cpio --cmdline='console=ttyS0 quiet'
1 kexec2: loaded vmlinuz with 3 initramfs parts (2.2 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd early 688 initrd - 676 initrd modules 928 cmdline "console=ttyS0 quiet"
$ kexec2 load --initrd=./a=b -- vmlinuz
1 kexec2: loaded vmlinuz with 1 initramfs part (928 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 928 cmdline ""

# shown, and loaded
$ kexec2 load vmlinuz --initrd=base=base.img -v
1             LABEL        SIZE  NAME
1 kernel                   1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 initrd 0    base          676  base.img
1   sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1 command line  0 bytes
1 flags         0x0
1 system call   kexec_file_load2
1 kexec2: loaded vmlinuz with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd base 676 cmdline ""
$ kexec2 load vmlinuz --initrd=base=base.img -v --json --require-measure
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 4294967296,
1   "flag_names": [
1     "KEXEC_FILE2_REQUIRE_MEASURE"
1   ],
1   "kernel": {
1     "name": "vmlinuz",
1     "size": 1088,
1     "digest": "sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1   },
1   "initrds": [
1     {
1       "name": "base.img",
1       "size": 676,
1       "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1       "index": 0,
1       "label": "base"
1     }
1   ],
1   "cmdline": {
1     "text": "",
1     "size": 0,
1     "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
1   },
1   "warnings": [],
1   "loaded": true
1 }
3 kexec_file_load2 flags 0x100000000 kernel 1088 initrd base 676 cmdline ""
$ kexec2 load --json vmlinuz
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 4,
1   "flag_names": [
1     "KEXEC_FILE_NO_INITRAMFS"
1   ],
1   "kernel": {
1     "name": "vmlinuz",
1     "size": 1088,
1     "digest": "sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1   },
1   "initrds": [],
1   "cmdline": {
1     "text": "",
1     "size": 0,
1     "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
1   },
1   "warnings": [],
1   "loaded": true
1 }
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""

# shown only
$ kexec2 load vmlinuz --initrd=base=base.img --initrd=modules.cpio --dry-run --crash --require-measure --cmdline=abc
1             LABEL        SIZE  NAME
1 kernel                   1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 initrd 0    base          676  base.img
1   sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1 initrd 1                  928  modules.cpio
1   sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1 command line  3 bytes
1   sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
1   abc
1 flags         0x100000002
1   KEXEC_FILE_ON_CRASH
1   KEXEC_FILE2_REQUIRE_MEASURE
1 system call   kexec_file_load2
$ kexec2 load vmlinuz --initrd=base=base.img --initrd=./a=b --dry-run --json
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 0,
1   "flag_names": [],
1   "kernel": {
1     "name": "vmlinuz",
1     "size": 1088,
1     "digest": "sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1   },
1   "initrds": [
1     {
1       "name": "base.img",
1       "size": 676,
1       "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1       "index": 0,
1       "label": "base"
1     },
1     {
1       "name": "./a=b",
1       "size": 928,
1       "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1       "index": 1,
1       "label": null
1     }
1   ],
1   "cmdline": {
1     "text": "",
1     "size": 0,
1     "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
1   },
1   "warnings": [],
1   "loaded": false
1 }
$ kexec2 load vmlinuz --initrd=1234567890123456789012345678901=base.img --dry-run
1             LABEL                                  SIZE  NAME
1 kernel                                             1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 initrd 0    1234567890123456789012345678901         676  base.img
1   sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1 command line  0 bytes
1 flags         0x0
1 system call   kexec_file_load2
$ kexec2 load vmlinuz --dry-run --concat
1             LABEL        SIZE  NAME
1 kernel                   1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 command line  0 bytes
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load

# the image for a panic
$ kexec2 load --crash vmlinuz --initrd=base.img
1 kexec2: loaded vmlinuz with 1 initramfs part (676 bytes); a panic boots it
3 kexec_file_load2 flags 0x2 kernel 1088 initrd - 676 cmdline ""
$ printf 'BOOT_IMAGE=/x crashkernel=1G initrd=y root="a b" -- init crashkernel=2\n' >root/proc/cmdline
$ kexec2 load --crash vmlinuz --reuse-cmdline --append='irqpoll'
1 kexec2: loaded vmlinuz without an initramfs; a panic boots it
3 kexec_file_load2 flags 0x6 kernel 1088 cmdline "root="a b" irqpoll -- init crashkernel=2"
$ kexec2 load vmlinuz --reuse-cmdline
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "crashkernel=1G root="a b" -- init crashkernel=2"
$ rm root/proc/cmdline
$ kexec2 load vmlinuz --reuse-cmdline
2 kexec2: /proc/cmdline: cannot be read (No such file or directory); mount /proc, or use --cmdline
= 1

# command lines
$ kexec2 load vmlinuz --append=quiet
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet"
$ kexec2 load vmlinuz --cmdline=
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ kexec2 load vmlinuz --cmdline=a --append=b
2 kexec2: --cmdline cannot be combined with --append
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --cmdline=a --reuse-cmdline
2 kexec2: --cmdline cannot be combined with --reuse-cmdline; use --append to extend the running kernel's command line
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --cmdline=a --cmdline=b
2 kexec2: --cmdline can be given only once
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --cmdline="$(head -c 5000 /dev/zero | tr '\0' a)"
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
2 kexec2: warning: vmlinuz: the command line has 5001 bytes with its NUL, and kexec loads this kernel with at most 2017: the load fails with EINVAL; shorten it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

# joined, for kexec_file_load
$ kexec2 load vmlinuz --concat --initrd=base.img --initrd=modules.cpio --cmdline=x
1 kexec2: loaded vmlinuz with 2 joined initramfs parts (1.6 KiB); run "kexec2 exec" to boot it
2 kexec2: warning: with --concat, IMA sees one anonymous file without xattrs: parts are neither measured nor appraised individually
3 kexec_file_load flags 0x0 initrd 1608 cmdline "x"
$ kexec2 load vmlinuz --concat --initrd=l=base.img
1 kexec2: loaded vmlinuz with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
2 kexec2: warning: labels have no effect with --concat
3 kexec_file_load flags 0x0 initrd 676 cmdline ""
$ kexec2 load vmlinuz --concat
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load flags 0x4 initrd 0 cmdline ""
$ FAKE=old_err=38 kexec2 load vmlinuz --concat
2 kexec2: vmlinuz: the running kernel (6.12.94-golden) has no kexec_file_load system call; boot one that is built with CONFIG_KEXEC_FILE
3 kexec_file_load flags 0x4 initrd 0 cmdline ""
= 1
$ FAKE=old_err=1 kexec2 load vmlinuz --concat --initrd=base.img
2 kexec2: vmlinuz: not permitted, for a reason that /proc and /sys do not show; look for a security module; dmesg and the audit log may say more
3 kexec_file_load flags 0x0 initrd 676 cmdline ""
= 1

# wrong usage
$ kexec2 load
2 kexec2: load: missing KERNEL, --entry or --uki
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz other
2 kexec2: load: more than one KERNEL ("vmlinuz", "other"); use --initrd for the initramfs
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --initrd=
2 kexec2: missing file name in --initrd=
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --initrd=label=
2 kexec2: missing file name in --initrd=label=
2 Try "kexec2 help load".
= 2
$ kexec2 load --entry x
2 kexec2: --entry cannot be combined with a KERNEL ("x"); use --entry=ID to name an entry
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --uki=x
2 kexec2: --uki cannot be combined with a KERNEL ("vmlinuz"); use --initrd for the initramfs
2 Try "kexec2 help load".
= 2
$ kexec2 load --uki=x --entry
2 kexec2: --entry cannot be combined with --uki
2 Try "kexec2 help load".
= 2
$ kexec2 load --uki=x --uki=y
2 kexec2: --uki can be given only once
2 Try "kexec2 help load".
= 2
$ kexec2 load --entry --entry
2 kexec2: duplicate --entry; only one kernel can be loaded
2 Try "kexec2 help load".
= 2
$ kexec2 load --uki=
2 kexec2: missing value in --uki=
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --split=
2 kexec2: missing value in --split=
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --entry=x
2 kexec2: --entry cannot be combined with a KERNEL ("vmlinuz"); use --initrd for the initramfs
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --boot-dir=boot
2 kexec2: --boot-dir has no effect without --entry
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --concat --require-measure
2 kexec2: --concat cannot be combined with --require-measure: IMA cannot record the parts of a joined initramfs
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --concat --verify-on-reboot
2 kexec2: --concat cannot be combined with --verify-on-reboot: kexec_file_load has no flag for it
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --crash --verify-on-reboot
2 kexec2: --crash cannot be combined with --verify-on-reboot: a panic starts the image at once; use "kexec2 verify-image --crash" before
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --require-measure=yes
2 kexec2: option '--require-measure' doesn't allow an argument
2 Try "kexec2 help load".
= 2
$ kexec2 load --require-measure
2 kexec2: load: missing KERNEL, --entry or --uki
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --dry-run --verbose
1             LABEL        SIZE  NAME
1 kernel                   1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 command line  0 bytes
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load2
$ kexec2 load vmlinuz --strict --no-checks --dry-run
1             LABEL        SIZE  NAME
1 kernel                   1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 command line  0 bytes
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load2
$ kexec2 load vmlinuz --initrd
2 kexec2: option '--initrd' requires an argument
2 Try "kexec2 help load".
= 2

# labels
$ kexec2 load vmlinuz --initrd='a b=base.img'
2 kexec2: base.img: invalid label "a b" for initrd 0; use 1 to 31 characters of A-Z a-z 0-9 . _ -
2 kexec2: if "=" is part of the file name, put "./" before the name
= 2
$ kexec2 load vmlinuz --initrd='a:b=base.img'
2 kexec2: base.img: invalid label "a:b" for initrd 0; use 1 to 31 characters of A-Z a-z 0-9 . _ -
2 kexec2: if "=" is part of the file name, put "./" before the name
= 2
$ kexec2 load vmlinuz --initrd='äb=base.img'
2 kexec2: base.img: invalid label "äb" for initrd 0; use 1 to 31 characters of A-Z a-z 0-9 . _ -
2 kexec2: if "=" is part of the file name, put "./" before the name
= 2
$ kexec2 load vmlinuz --initrd=12345678901234567890123456789012=base.img
2 kexec2: base.img: invalid label "12345678901234567890123456789012" for initrd 0; use 1 to 31 characters of A-Z a-z 0-9 . _ -
2 kexec2: if "=" is part of the file name, put "./" before the name
= 2
$ kexec2 load vmlinuz --initrd==base.img
1 kexec2: loaded vmlinuz with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline ""
$ kexec2 load vmlinuz --initrd=a=base.img --initrd=a=modules.cpio
1 kexec2: loaded vmlinuz with 2 initramfs parts (1.6 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 initrd a 928 cmdline ""

# too many parts
$ kexec2 load vmlinuz $(seq -f --initrd=part-%g=base.img 257)
2 kexec2: base.img: too many initrds (257, maximum 256); join some of them
= 2
$ kexec2 load vmlinuz $(seq -f --initrd=part-%g=base.img 256) >out; wc -w <out
1 15
3 kexec_file_load2 flags 0x0 kernel 1088 initrd part-1 676 initrd part-2 676 initrd part-3 676 initrd part-4 676 initrd part-5 676 initrd part-6 676 initrd part-7 676 initrd part-8 676 initrd part-9 676 initrd part-10 676 initrd part-11 676 initrd part-12 676 initrd part-13 676 initrd part-14 676 initrd part-15 676 initrd part-16 676 initrd part-17 676 initrd part-18 676 initrd part-19 676 initrd part-20 676 initrd part-21 676 initrd part-22 676 initrd part-23 676 initrd part-24 676 initrd part-25 676 initrd part-26 676 initrd part-27 676 initrd part-28 676 initrd part-29 676 initrd part-30 676 initrd part-31 676 initrd part-32 676 initrd part-33 676 initrd part-34 676 initrd part-35 676 initrd part-36 676 initrd part-37 676 initrd part-38 676 initrd part-39 676 initrd part-40 676 initrd part-41 676 initrd part-42 676 initrd part-43 676 initrd part-44 676 initrd part-45 676 initrd part-46 676 initrd part-47 676 initrd part-48 676 initrd part-49 676 initrd part-50 676 initrd part-51 676 initrd part-52 676 initrd part-53 676 initrd part-54 676 initrd part-55 676 initrd part-56 676 initrd part-57 676 initrd part-58 676 initrd part-59 676 initrd part-60 676 initrd part-61 676 initrd part-62 676 initrd part-63 676 initrd part-64 676 initrd part-65 676 initrd part-66 676 initrd part-67 676 initrd part-68 676 initrd part-69 676 initrd part-70 676 initrd part-71 676 initrd part-72 676 initrd part-73 676 initrd part-74 676 initrd part-75 676 initrd part-76 676 initrd part-77 676 initrd part-78 676 initrd part-79 676 initrd part-80 676 initrd part-81 676 initrd part-82 676 initrd part-83 676 initrd part-84 676 initrd part-85 676 initrd part-86 676 initrd part-87 676 initrd part-88 676 initrd part-89 676 initrd part-90 676 initrd part-91 676 initrd part-92 676 initrd part-93 676 initrd part-94 676 initrd part-95 676 initrd part-96 676 initrd part-97 676 initrd part-98 676 initrd part-99 676 initrd part-100 676 initrd part-101 676 initrd part-102 676 initrd part-103 676 initrd part-104 676 initrd part-105 676 initrd part-106 676 initrd part-107 676 initrd part-108 676 initrd part-109 676 initrd part-110 676 initrd part-111 676 initrd part-112 676 initrd part-113 676 initrd part-114 676 initrd part-115 676 initrd part-116 676 initrd part-117 676 initrd part-118 676 initrd part-119 676 initrd part-120 676 initrd part-121 676 initrd part-122 676 initrd part-123 676 initrd part-124 676 initrd part-125 676 initrd part-126 676 initrd part-127 676 initrd part-128 676 initrd part-129 676 initrd part-130 676 initrd part-131 676 initrd part-132 676 initrd part-133 676 initrd part-134 676 initrd part-135 676 initrd part-136 676 initrd part-137 676 initrd part-138 676 initrd part-139 676 initrd part-140 676 initrd part-141 676 initrd part-142 676 initrd part-143 676 initrd part-144 676 initrd part-145 676 initrd part-146 676 initrd part-147 676 initrd part-148 676 initrd part-149 676 initrd part-150 676 initrd part-151 676 initrd part-152 676 initrd part-153 676 initrd part-154 676 initrd part-155 676 initrd part-156 676 initrd part-157 676 initrd part-158 676 initrd part-159 676 initrd part-160 676 initrd part-161 676 initrd part-162 676 initrd part-163 676 initrd part-164 676 initrd part-165 676 initrd part-166 676 initrd part-167 676 initrd part-168 676 initrd part-169 676 initrd part-170 676 initrd part-171 676 initrd part-172 676 initrd part-173 676 initrd part-174 676 initrd part-175 676 initrd part-176 676 initrd part-177 676 initrd part-178 676 initrd part-179 676 initrd part-180 676 initrd part-181 676 initrd part-182 676 initrd part-183 676 initrd part-184 676 initrd part-185 676 initrd part-186 676 initrd part-187 676 initrd part-188 676 initrd part-189 676 initrd part-190 676 initrd part-191 676 initrd part-192 676 initrd part-193 676 initrd part-194 676 initrd part-195 676 initrd part-196 676 initrd part-197 676 initrd part-198 676 initrd part-199 676 initrd part-200 676 initrd part-201 676 initrd part-202 676 initrd part-203 676 initrd part-204 676 initrd part-205 676 initrd part-206 676 initrd part-207 676 initrd part-208 676 initrd part-209 676 initrd part-210 676 initrd part-211 676 initrd part-212 676 initrd part-213 676 initrd part-214 676 initrd part-215 676 initrd part-216 676 initrd part-217 676 initrd part-218 676 initrd part-219 676 initrd part-220 676 initrd part-221 676 initrd part-222 676 initrd part-223 676 initrd part-224 676 initrd part-225 676 initrd part-226 676 initrd part-227 676 initrd part-228 676 initrd part-229 676 initrd part-230 676 initrd part-231 676 initrd part-232 676 initrd part-233 676 initrd part-234 676 initrd part-235 676 initrd part-236 676 initrd part-237 676 initrd part-238 676 initrd part-239 676 initrd part-240 676 initrd part-241 676 initrd part-242 676 initrd part-243 676 initrd part-244 676 initrd part-245 676 initrd part-246 676 initrd part-247 676 initrd part-248 676 initrd part-249 676 initrd part-250 676 initrd part-251 676 initrd part-252 676 initrd part-253 676 initrd part-254 676 initrd part-255 676 initrd part-256 676 cmdline ""

# files that cannot be used
$ kexec2 load none
2 kexec2: none: no such file; check the name
= 1
$ kexec2 load vmlinuz --initrd=base.img --initrd=none
2 kexec2: none (initrd 1): no such file; check the name
= 1
$ kexec2 load vmlinuz --initrd=l=none --dry-run
2 kexec2: none (initrd 0): no such file; check the name
= 1
$ kexec2 load vmlinuz --initrd=./no=such
2 kexec2: ./no=such (initrd 0): no such file; check the name
= 1
$ kexec2 load vmlinuz --initrd=empty
2 kexec2: empty (initrd 0): empty, or a file of /proc or /sys; name a file with content
= 1
$ kexec2 load vmlinuz --initrd=empty --dry-run
2 kexec2: empty (initrd 0): empty, or a file of /proc or /sys; name a file with content
= 1
$ kexec2 load empty --dry-run
2 kexec2: empty: empty, or a file of /proc or /sys; name a file with content
= 1
$ kexec2 load . --dry-run
2 kexec2: .: is a directory; name a regular file
= 1
$ kexec2 load vmlinuz --initrd=. --dry-run
2 kexec2: . (initrd 0): is a directory; name a regular file
= 1
$ kexec2 load vmlinuz --initrd=. 
2 kexec2: . (initrd 0): is a directory; name a regular file
= 1
$ kexec2 load vmlinuz/x
2 kexec2: vmlinuz/x: a part of the path is not a directory; check the name
= 1
$ kexec2 load vmlinuz --split=none
2 kexec2: none: no such file; check the name
= 1
$ mkfifo fifo
$ kexec2 load vmlinuz --initrd=fifo --dry-run </dev/null & sleep 0.3; kill $! 2>/dev/null || echo gone
1 gone
2 kexec2: fifo (initrd 0): not a regular file; copy its content to one

# what the next kernel would not unpack
$ kexec2 load vmlinuz --initrd=junk --dry-run >/dev/null
2 kexec2: junk (initrd 0): offset 0: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=zeros --dry-run >/dev/null
2 kexec2: zeros (initrd 0): contains only zeros; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=cut.img --dry-run >/dev/null
2 kexec2: cut.img (initrd 0): the cpio archive at offset 0 is truncated; make it again; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=cut.gz --dry-run >/dev/null
2 kexec2: cut.gz (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=broken.gz --dry-run >/dev/null
2 kexec2: broken.gz (initrd 0): offset 0: compressed content: cpio header with invalid digits; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=checksum.gz --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base64.xz --dry-run >/dev/null
2 kexec2: base64.xz (initrd 0): offset 0: xz check not supported by the kernel (use xz --check=crc32); the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=base.lz4frame --dry-run >/dev/null
2 kexec2: base.lz4frame (initrd 0): offset 0: lz4 frame format, of which the kernel takes only the legacy one (use lz4 -l); the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=late-early.img --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=absolute.img --dry-run >/dev/null
2 kexec2: warning: absolute.img (initrd 0): the kernel drops /etc/passwd at offset 0: no directory /etc comes before it; add the directory
$ kexec2 load vmlinuz --initrd=old.cpio --dry-run >/dev/null
2 kexec2: old.cpio (initrd 0): the cpio archive at offset 0 is truncated; make it again; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=more.img --dry-run >/dev/null
2 kexec2: more.img (initrd 0): offset 1616: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=base.img --initrd=overlay.cpio --initrd=overlay.gz --dry-run >/dev/null
2 kexec2: warning: overlay.cpio (initrd 1): the kernel drops etc/net/links at offset 0, and 1 more: no directory etc comes before it; add the directory
2 kexec2: warning: overlay.cpio (initrd 1): the kernel drops bin at offset 380: a directory that is not empty has its name
2 kexec2: warning: overlay.cpio (initrd 1): the kernel drops nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn... at offset 496: the name is longer than 4095 characters
2 kexec2: warning: overlay.gz (initrd 2): the kernel drops usr/bin/sh at offset 0 of the unpacked archive at offset 0: no directory usr comes before it; add the directory
$ kexec2 load vmlinuz --initrd=base.img --initrd=overlay.cpio --initrd=overlay.gz --dry-run --strict >/dev/null
2 kexec2: overlay.cpio (initrd 1): the kernel drops etc/net/links at offset 0, and 1 more: no directory etc comes before it; add the directory
2 kexec2: overlay.cpio (initrd 1): the kernel drops bin at offset 380: a directory that is not empty has its name
2 kexec2: overlay.cpio (initrd 1): the kernel drops nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn... at offset 496: the name is longer than 4095 characters
2 kexec2: overlay.gz (initrd 2): the kernel drops usr/bin/sh at offset 0 of the unpacked archive at offset 0: no directory usr comes before it; add the directory
= 1
$ kexec2 load vmlinuz --initrd=overlay.gz --initrd=overlay.cpio --json --dry-run 2>/dev/null | grep -A1 code
1       "code": "entry_dropped",
1       "text": "the kernel drops usr/bin/sh at offset 0 of the unpacked archive at offset 0: no directory usr comes before it; add the directory"
1 --
1       "code": "entry_dropped",
1       "text": "the kernel drops etc/net/links at offset 0, and 1 more: no directory etc comes before it; add the directory"
1 --
1       "code": "entry_dropped",
1       "text": "the kernel drops bin/sh at offset 256: no directory bin comes before it; add the directory"
1 --
1       "code": "entry_dropped",
1       "text": "the kernel drops nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn... at offset 496: the name is longer than 4095 characters"
$ kexec2 load vmlinuz --initrd=overlay.gz --no-checks --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=bootconfig.img --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=badconfig.img --dry-run >/dev/null
2 kexec2: badconfig.img (initrd 0): offset 676: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=base.gz --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base.bz2 --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base.xz --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base.lzma --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base.zst --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base.lz4 --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base.lzo --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=joined.img --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=base.img --initrd=early=early.cpio
1 kexec2: loaded vmlinuz with 2 initramfs parts (1.3 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 initrd early 688 cmdline ""
$ kexec2 load vmlinuz --initrd=junk --initrd=l=cut.img --json
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 0,
1   "flag_names": [],
1   "kernel": {
1     "name": "vmlinuz",
1     "size": 1088,
1     "digest": "sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1   },
1   "initrds": [
1     {
1       "name": "junk",
1       "size": 18,
1       "digest": "sha256:343a6471d3b0dbb2c99805a72e86bba3182d430a42eed91cd73dadc8bdfabd3c",
1       "index": 0,
1       "label": null
1     },
1     {
1       "name": "cut.img",
1       "size": 476,
1       "digest": "sha256:b778df59c8c50c0bacf21b8b29694c977a0f4d1c36d041a81fa5c008c61c8373",
1       "index": 1,
1       "label": "l"
1     }
1   ],
1   "cmdline": {
1     "text": "",
1     "size": 0,
1     "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
1   },
1   "warnings": [
1     {
1       "name": "junk",
1       "index": 0,
1       "code": "unknown_content",
1       "text": "offset 0: not an archive that the kernel knows; the kernel stops there and ignores the rest"
1     },
1     {
1       "name": "cut.img",
1       "index": 1,
1       "code": "truncated",
1       "text": "the cpio archive at offset 0 is truncated; make it again"
1     }
1   ],
1   "loaded": false
1 }
2 kexec2: junk (initrd 0): offset 0: not an archive that the kernel knows; the kernel stops there and ignores the rest; --no-checks takes it anyway
2 kexec2: cut.img (initrd 1): the cpio archive at offset 0 is truncated; make it again; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=junk --strict
2 kexec2: junk (initrd 0): offset 0: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load vmlinuz --initrd=junk --initrd=cut.img --strict --json
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 0,
1   "flag_names": [],
1   "kernel": {
1     "name": "vmlinuz",
1     "size": 1088,
1     "digest": "sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1   },
1   "initrds": [
1     {
1       "name": "junk",
1       "size": 18,
1       "digest": "sha256:343a6471d3b0dbb2c99805a72e86bba3182d430a42eed91cd73dadc8bdfabd3c",
1       "index": 0,
1       "label": null
1     },
1     {
1       "name": "cut.img",
1       "size": 476,
1       "digest": "sha256:b778df59c8c50c0bacf21b8b29694c977a0f4d1c36d041a81fa5c008c61c8373",
1       "index": 1,
1       "label": null
1     }
1   ],
1   "cmdline": {
1     "text": "",
1     "size": 0,
1     "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
1   },
1   "warnings": [
1     {
1       "name": "junk",
1       "index": 0,
1       "code": "unknown_content",
1       "text": "offset 0: not an archive that the kernel knows; the kernel stops there and ignores the rest"
1     },
1     {
1       "name": "cut.img",
1       "index": 1,
1       "code": "truncated",
1       "text": "the cpio archive at offset 0 is truncated; make it again"
1     }
1   ],
1   "loaded": false
1 }
2 kexec2: junk (initrd 0): offset 0: not an archive that the kernel knows; the kernel stops there and ignores the rest; --no-checks takes it anyway
2 kexec2: cut.img (initrd 1): the cpio archive at offset 0 is truncated; make it again; --no-checks takes it anyway
= 1
$ python3 -c 'import sys; sys.stdout.buffer.write(open("base.gz", "rb").read() + b"0" * 300 + bytes((0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 44)) + b"~Module signature appended~\n")' >signed.gz; kexec2 load vmlinuz --initrd=signed.gz --initrd=base.img --dry-run >/dev/null
$ kexec2 load vmlinuz --initrd=junk --no-checks
1 kexec2: loaded vmlinuz with 1 initramfs part (18 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 18 cmdline ""
$ kexec2 load vmlinuz --initrd=bootconfig.img --initrd=base.img
2 kexec2: bootconfig.img (initrd 0): bootconfig at offset 676, not in the last part: the kernel does not find it, and stops there; put this part last; --no-checks takes it anyway
= 1

# files that can still change
$ chmod a+w vmlinuz; kexec2 load vmlinuz --dry-run >/dev/null; kexec2 load vmlinuz --strict --dry-run >/dev/null

# a joined initramfs, in parts
$ kexec2 load vmlinuz --split=joined.img --dry-run | grep -v sha256
1             LABEL         SIZE  NAME
1 kernel                    1088  vmlinuz
1 initrd 0    early         1024  joined.img#0
1 initrd 1    initrd         699  joined.img#1
1 command line  0 bytes
1 flags         0x0
1 system call   kexec_file_load2
$ cat early.cpio zeros base.gz >padded.img; sha256sum early.cpio >known
$ kexec2 load vmlinuz --split=padded.img --known=known
1 kexec2: loaded vmlinuz with 2 initramfs parts (1.4 KiB); run "kexec2 exec" to boot it
2 kexec2: warning: padded.img#1: no file with this content is known
3 kexec_file_load2 flags 0x0 kernel 1088 initrd early 688 initrd initrd 699 cmdline ""
$ kexec2 load vmlinuz --split=padded.img --known=junk
2 kexec2: junk: line 1: neither a line of sha256sum nor of kexec2-known(5)
= 1
$ kexec2 load vmlinuz --initrd=base.img --known=known
2 kexec2: --known has no effect without --split
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --split=three.img --initrd=last=modules.cpio
1 kexec2: loaded vmlinuz with 4 initramfs parts (3.2 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd early 688 initrd initrd 699 initrd initrd2 928 initrd last 928 cmdline ""
$ kexec2 load vmlinuz --split=base.img
1 kexec2: loaded vmlinuz with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd initrd 676 cmdline ""
$ kexec2 load vmlinuz --split=junk
2 kexec2: junk: offset 0: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 load vmlinuz --split=more.img
2 kexec2: more.img: offset 1616: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 load vmlinuz --initrd=early=early.cpio --split=joined.img
1 kexec2: loaded vmlinuz with 3 initramfs parts (2.4 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd early 688 initrd early 1024 initrd initrd 699 cmdline ""

# what the kernel refuses
$ FAKE=absent kexec2 load vmlinuz --initrd=base.img
2 kexec2: vmlinuz: the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
3 kexec_file_load2 flags 0x0 kernel 0 cmdline ""
= 1
$ FAKE=nocap kexec2 load vmlinuz
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ FAKE='err=26 stage=3 initrd=1' kexec2 load vmlinuz --initrd=base.img --initrd=l=modules.cpio
2 kexec2: modules.cpio (initrd 1): Text file busy; try again, and report it if it stays; dmesg may say more
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 initrd l 928 cmdline ""
= 1
$ FAKE='err=71 stage=5' kexec2 load vmlinuz --require-measure
2 kexec2: vmlinuz: a record by IMA is required, but there is no IMA; see CONFIG_IMA and securityfs; dmesg may say more
3 kexec_file_load2 flags 0x100000004 kernel 1088 cmdline ""
= 1
$ mkdir -p root/sys/kernel/security/ima
$ FAKE='err=71 stage=5' kexec2 load vmlinuz --require-measure
2 kexec2: vmlinuz: a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
3 kexec_file_load2 flags 0x100000004 kernel 1088 cmdline ""
= 1
$ FAKE='err=22 stage=1' kexec2 load vmlinuz --require-measure
2 kexec2: vmlinuz: the running kernel (6.12.94-golden) does not know all of the flags (0x100000000); clear some, such as KEXEC_FILE2_*; dmesg may say more
3 kexec_file_load2 flags 0x100000004 kernel 1088 cmdline ""
= 1
$ kexec2 load vmlinuz --verify-on-reboot --verbose
1             LABEL        SIZE  NAME
1 kernel                   1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 command line  0 bytes
1 flags         0x400000004
1   KEXEC_FILE_NO_INITRAMFS
1   KEXEC_FILE2_VERIFY_ON_REBOOT
1 system call   kexec_file_load2
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x400000004 kernel 1088 cmdline ""
$ FAKE='err=22 stage=1' kexec2 load vmlinuz --verify-on-reboot
2 kexec2: vmlinuz: the running kernel (6.12.94-golden) does not know all of the flags (0x400000000); clear some, such as KEXEC_FILE2_*; dmesg may say more; --verify-on-reboot needs a kernel with CONFIG_KEXEC_VERIFY
3 kexec_file_load2 flags 0x400000004 kernel 1088 cmdline ""
= 1
$ FAKE='err=22 stage=1 initrd=0' kexec2 load vmlinuz --verify-on-reboot --initrd=a=base.img
2 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) refuses the label; use another; dmesg may say more
3 kexec_file_load2 flags 0x400000000 kernel 1088 initrd a 676 cmdline ""
= 1
$ FAKE='err=22 stage=5' kexec2 load vmlinuz --verify-on-reboot
2 kexec2: vmlinuz: refused; most often, the command line is too long; dmesg may say more
3 kexec_file_load2 flags 0x400000004 kernel 1088 cmdline ""
= 1
$ FAKE=absent kexec2 load vmlinuz --verify-on-reboot
2 kexec2: vmlinuz: the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2
3 kexec_file_load2 flags 0x0 kernel 0 cmdline ""
= 1
$ FAKE=absent kexec2 load vmlinuz --require-measure
2 kexec2: vmlinuz: the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2
3 kexec_file_load2 flags 0x0 kernel 0 cmdline ""
= 1
$ for err in 1 5 7 8 9 12 13 16 22 26 27 34 38 61 71 74 84 95 99 126 129; do for stage in 0 1 2 3 4 5 6; do echo $err $stage; FAKE="err=$err stage=$stage initrd=0" kexec2 load vmlinuz --initrd=a=base.img 2>&1; done; done
1 1 0
1 kexec2: base.img (initrd 0): not permitted, for a reason that /proc and /sys do not show; look for a security module; dmesg and the audit log may say more
1 1 1
1 kexec2: base.img (initrd 0): not permitted, for a reason that /proc and /sys do not show; look for a security module; dmesg and the audit log may say more
1 1 2
1 kexec2: base.img (initrd 0): refused by a security module (LoadPin?); see its policy; dmesg and the audit log may say more
1 1 3
1 kexec2: base.img (initrd 0): no signature that the kernel trusts; load a signed one; dmesg may say more
1 1 4
1 kexec2: base.img (initrd 0): refused by a security module (LoadPin?); see its policy; dmesg and the audit log may say more
1 1 5
1 kexec2: base.img (initrd 0): Operation not permitted; try again, and report it if it stays; dmesg may say more
1 1 6
1 kexec2: base.img (initrd 0): Operation not permitted; try again, and report it if it stays; dmesg may say more
1 5 0
1 kexec2: base.img (initrd 0): Input/output error; try again, and report it if it stays; dmesg may say more
1 5 1
1 kexec2: base.img (initrd 0): Input/output error; try again, and report it if it stays; dmesg may say more
1 5 2
1 kexec2: base.img (initrd 0): changed while it was read, or the disk fails; try again; dmesg may say more
1 5 3
1 kexec2: base.img (initrd 0): Input/output error; try again, and report it if it stays; dmesg may say more
1 5 4
1 kexec2: base.img (initrd 0): changed while it was read, or the disk fails; try again; dmesg may say more
1 5 5
1 kexec2: base.img (initrd 0): Input/output error; try again, and report it if it stays; dmesg may say more
1 5 6
1 kexec2: base.img (initrd 0): Input/output error; try again, and report it if it stays; dmesg may say more
1 7 0
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) is too old; use a newer kernel
1 7 1
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) is too old; use a newer kernel
1 7 2
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) is too old; use a newer kernel
1 7 3
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) is too old; use a newer kernel
1 7 4
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) is too old; use a newer kernel
1 7 5
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) is too old; use a newer kernel
1 7 6
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) is too old; use a newer kernel
1 8 0
1 kexec2: base.img (initrd 0): Exec format error; try again, and report it if it stays; dmesg may say more
1 8 1
1 kexec2: base.img (initrd 0): Exec format error; try again, and report it if it stays; dmesg may say more
1 8 2
1 kexec2: base.img (initrd 0): not a kernel image that the running kernel (6.12.94-golden) can load; check its architecture and compression; dmesg may say more
1 8 3
1 kexec2: base.img (initrd 0): Exec format error; try again, and report it if it stays; dmesg may say more
1 8 4
1 kexec2: base.img (initrd 0): Exec format error; try again, and report it if it stays; dmesg may say more
1 8 5
1 kexec2: base.img (initrd 0): Exec format error; try again, and report it if it stays; dmesg may say more
1 8 6
1 kexec2: base.img (initrd 0): not a kernel image that the running kernel (6.12.94-golden) can load; check its architecture and compression; dmesg may say more
1 9 0
1 kexec2: base.img (initrd 0): Bad file descriptor; try again, and report it if it stays; dmesg may say more
1 9 1
1 kexec2: base.img (initrd 0): Bad file descriptor; try again, and report it if it stays; dmesg may say more
1 9 2
1 kexec2: base.img (initrd 0): the descriptor is not open for reading; open it with O_RDONLY
1 9 3
1 kexec2: base.img (initrd 0): Bad file descriptor; try again, and report it if it stays; dmesg may say more
1 9 4
1 kexec2: base.img (initrd 0): the descriptor is not open for reading; open it with O_RDONLY
1 9 5
1 kexec2: base.img (initrd 0): Bad file descriptor; try again, and report it if it stays; dmesg may say more
1 9 6
1 kexec2: base.img (initrd 0): Bad file descriptor; try again, and report it if it stays; dmesg may say more
1 12 0
1 kexec2: base.img (initrd 0): out of memory; free some and try again
1 12 1
1 kexec2: base.img (initrd 0): out of memory; free some and try again
1 12 2
1 kexec2: base.img (initrd 0): out of memory; free some and try again
1 12 3
1 kexec2: base.img (initrd 0): out of memory; free some and try again
1 12 4
1 kexec2: base.img (initrd 0): not enough memory; free some or load fewer parts; dmesg may say more
1 12 5
1 kexec2: base.img (initrd 0): out of memory; free some and try again
1 12 6
1 kexec2: base.img (initrd 0): not enough memory; free some or load fewer parts; dmesg may say more
1 13 0
1 kexec2: base.img (initrd 0): refused by IMA appraisal or another security module; satisfy its policy (for IMA, evmctl ima_sign); dmesg and the audit log may say more
1 13 1
1 kexec2: base.img (initrd 0): refused by IMA appraisal or another security module; satisfy its policy (for IMA, evmctl ima_sign); dmesg and the audit log may say more
1 13 2
1 kexec2: base.img (initrd 0): refused by IMA appraisal or another security module; satisfy its policy (for IMA, evmctl ima_sign); dmesg and the audit log may say more
1 13 3
1 kexec2: base.img (initrd 0): refused by IMA appraisal or another security module; satisfy its policy (for IMA, evmctl ima_sign); dmesg and the audit log may say more
1 13 4
1 kexec2: base.img (initrd 0): refused by IMA appraisal or another security module; satisfy its policy (for IMA, evmctl ima_sign); dmesg and the audit log may say more
1 13 5
1 kexec2: base.img (initrd 0): refused by IMA appraisal or another security module; satisfy its policy (for IMA, evmctl ima_sign); dmesg and the audit log may say more
1 13 6
1 kexec2: base.img (initrd 0): refused by IMA appraisal or another security module; satisfy its policy (for IMA, evmctl ima_sign); dmesg and the audit log may say more
1 16 0
1 kexec2: base.img (initrd 0): another load, unload or start is under way; try again later
1 16 1
1 kexec2: base.img (initrd 0): another load, unload or start is under way; try again later
1 16 2
1 kexec2: base.img (initrd 0): another load, unload or start is under way; try again later
1 16 3
1 kexec2: base.img (initrd 0): another load, unload or start is under way; try again later
1 16 4
1 kexec2: base.img (initrd 0): another load, unload or start is under way; try again later
1 16 5
1 kexec2: base.img (initrd 0): another load, unload or start is under way; try again later
1 16 6
1 kexec2: base.img (initrd 0): another load, unload or start is under way; try again later
1 22 0
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) refuses the label; use another; dmesg may say more
1 22 1
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) refuses the label; use another; dmesg may say more
1 22 2
1 kexec2: base.img (initrd 0): must be a regular file, not empty, not opened with O_DIRECT; dmesg may say more
1 22 3
1 kexec2: base.img (initrd 0): refused; most often, the command line is too long; dmesg may say more
1 22 4
1 kexec2: base.img (initrd 0): must be a regular file, not empty, not opened with O_DIRECT; dmesg may say more
1 22 5
1 kexec2: base.img (initrd 0): refused; most often, the command line is too long; dmesg may say more
1 22 6
1 kexec2: base.img (initrd 0): refused; most often, the command line is too long; dmesg may say more
1 26 0
1 kexec2: base.img (initrd 0): Text file busy; try again, and report it if it stays; dmesg may say more
1 26 1
1 kexec2: base.img (initrd 0): Text file busy; try again, and report it if it stays; dmesg may say more
1 26 2
1 kexec2: base.img (initrd 0): open for writing; wait, or find the writer with "fuser -v"
1 26 3
1 kexec2: base.img (initrd 0): Text file busy; try again, and report it if it stays; dmesg may say more
1 26 4
1 kexec2: base.img (initrd 0): open for writing; wait, or find the writer with "fuser -v"
1 26 5
1 kexec2: base.img (initrd 0): Text file busy; try again, and report it if it stays; dmesg may say more
1 26 6
1 kexec2: base.img (initrd 0): Text file busy; try again, and report it if it stays; dmesg may say more
1 27 0
1 kexec2: base.img (initrd 0): File too large; try again, and report it if it stays; dmesg may say more
1 27 1
1 kexec2: base.img (initrd 0): File too large; try again, and report it if it stays; dmesg may say more
1 27 2
1 kexec2: base.img (initrd 0): too large for a kernel, or parts of 4 GiB or more; load less
1 27 3
1 kexec2: base.img (initrd 0): File too large; try again, and report it if it stays; dmesg may say more
1 27 4
1 kexec2: base.img (initrd 0): too large for a kernel, or parts of 4 GiB or more; load less
1 27 5
1 kexec2: base.img (initrd 0): File too large; try again, and report it if it stays; dmesg may say more
1 27 6
1 kexec2: base.img (initrd 0): File too large; try again, and report it if it stays; dmesg may say more
1 34 0
1 kexec2: base.img (initrd 0): Numerical result out of range; try again, and report it if it stays; dmesg may say more
1 34 1
1 kexec2: base.img (initrd 0): Numerical result out of range; try again, and report it if it stays; dmesg may say more
1 34 2
1 kexec2: base.img (initrd 0): Numerical result out of range; try again, and report it if it stays; dmesg may say more
1 34 3
1 kexec2: base.img (initrd 0): Numerical result out of range; try again, and report it if it stays; dmesg may say more
1 34 4
1 kexec2: base.img (initrd 0): Numerical result out of range; try again, and report it if it stays; dmesg may say more
1 34 5
1 kexec2: base.img (initrd 0): Numerical result out of range; try again, and report it if it stays; dmesg may say more
1 34 6
1 kexec2: base.img (initrd 0): Numerical result out of range; try again, and report it if it stays; dmesg may say more
1 38 0
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
1 38 1
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
1 38 2
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
1 38 3
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
1 38 4
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
1 38 5
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
1 38 6
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2, or use --concat to join the parts for kexec_file_load
1 61 0
1 kexec2: base.img (initrd 0): No data available; try again, and report it if it stays; dmesg may say more
1 61 1
1 kexec2: base.img (initrd 0): No data available; try again, and report it if it stays; dmesg may say more
1 61 2
1 kexec2: base.img (initrd 0): No data available; try again, and report it if it stays; dmesg may say more
1 61 3
1 kexec2: base.img (initrd 0): the kernel image is not signed; load a signed one; dmesg may say more
1 61 4
1 kexec2: base.img (initrd 0): No data available; try again, and report it if it stays; dmesg may say more
1 61 5
1 kexec2: base.img (initrd 0): No data available; try again, and report it if it stays; dmesg may say more
1 61 6
1 kexec2: base.img (initrd 0): No data available; try again, and report it if it stays; dmesg may say more
1 71 0
1 kexec2: base.img (initrd 0): a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
1 71 1
1 kexec2: base.img (initrd 0): a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
1 71 2
1 kexec2: base.img (initrd 0): a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
1 71 3
1 kexec2: base.img (initrd 0): a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
1 71 4
1 kexec2: base.img (initrd 0): a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
1 71 5
1 kexec2: base.img (initrd 0): a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
1 71 6
1 kexec2: base.img (initrd 0): a record by IMA is required, but IMA made none; look in its policy for "measure func=CRITICAL_DATA label=kexec_file_load2"; dmesg may say more
1 74 0
1 kexec2: base.img (initrd 0): Bad message; try again, and report it if it stays; dmesg may say more
1 74 1
1 kexec2: base.img (initrd 0): Bad message; try again, and report it if it stays; dmesg may say more
1 74 2
1 kexec2: base.img (initrd 0): Bad message; try again, and report it if it stays; dmesg may say more
1 74 3
1 kexec2: base.img (initrd 0): the signature is damaged; install the image again; dmesg may say more
1 74 4
1 kexec2: base.img (initrd 0): the signature appended to it is damaged; sign it again
1 74 5
1 kexec2: base.img (initrd 0): Bad message; try again, and report it if it stays; dmesg may say more
1 74 6
1 kexec2: base.img (initrd 0): Bad message; try again, and report it if it stays; dmesg may say more
1 84 0
1 kexec2: base.img (initrd 0): Invalid or incomplete multibyte or wide character; try again, and report it if it stays; dmesg may say more
1 84 1
1 kexec2: base.img (initrd 0): Invalid or incomplete multibyte or wide character; try again, and report it if it stays; dmesg may say more
1 84 2
1 kexec2: base.img (initrd 0): Invalid or incomplete multibyte or wide character; try again, and report it if it stays; dmesg may say more
1 84 3
1 kexec2: base.img (initrd 0): Invalid or incomplete multibyte or wide character; try again, and report it if it stays; dmesg may say more
1 84 4
1 kexec2: base.img (initrd 0): Invalid or incomplete multibyte or wide character; try again, and report it if it stays; dmesg may say more
1 84 5
1 kexec2: base.img (initrd 0): Invalid or incomplete multibyte or wide character; try again, and report it if it stays; dmesg may say more
1 84 6
1 kexec2: base.img (initrd 0): Invalid or incomplete multibyte or wide character; try again, and report it if it stays; dmesg may say more
1 95 0
1 kexec2: base.img (initrd 0): Operation not supported; try again, and report it if it stays; dmesg may say more
1 95 1
1 kexec2: base.img (initrd 0): Operation not supported; try again, and report it if it stays; dmesg may say more
1 95 2
1 kexec2: base.img (initrd 0): Operation not supported; try again, and report it if it stays; dmesg may say more
1 95 3
1 kexec2: base.img (initrd 0): Operation not supported; try again, and report it if it stays; dmesg may say more
1 95 4
1 kexec2: base.img (initrd 0): Operation not supported; try again, and report it if it stays; dmesg may say more
1 95 5
1 kexec2: base.img (initrd 0): Operation not supported; try again, and report it if it stays; dmesg may say more
1 95 6
1 kexec2: base.img (initrd 0): Operation not supported; try again, and report it if it stays; dmesg may say more
1 99 0
1 kexec2: base.img (initrd 0): Cannot assign requested address; try again, and report it if it stays; dmesg may say more
1 99 1
1 kexec2: base.img (initrd 0): Cannot assign requested address; try again, and report it if it stays; dmesg may say more
1 99 2
1 kexec2: base.img (initrd 0): Cannot assign requested address; try again, and report it if it stays; dmesg may say more
1 99 3
1 kexec2: base.img (initrd 0): Cannot assign requested address; try again, and report it if it stays; dmesg may say more
1 99 4
1 kexec2: base.img (initrd 0): Cannot assign requested address; try again, and report it if it stays; dmesg may say more
1 99 5
1 kexec2: base.img (initrd 0): Cannot assign requested address; try again, and report it if it stays; dmesg may say more
1 99 6
1 kexec2: base.img (initrd 0): no free range of addresses is large enough; load less; dmesg may say more
1 126 0
1 kexec2: base.img (initrd 0): Required key not available; try again, and report it if it stays; dmesg may say more
1 126 1
1 kexec2: base.img (initrd 0): Required key not available; try again, and report it if it stays; dmesg may say more
1 126 2
1 kexec2: base.img (initrd 0): Required key not available; try again, and report it if it stays; dmesg may say more
1 126 3
1 kexec2: base.img (initrd 0): the running kernel (6.12.94-golden) does not trust the key of the signature; enroll it (/proc/keys shows the trusted ones); dmesg may say more
1 126 4
1 kexec2: base.img (initrd 0): Required key not available; try again, and report it if it stays; dmesg may say more
1 126 5
1 kexec2: base.img (initrd 0): Required key not available; try again, and report it if it stays; dmesg may say more
1 126 6
1 kexec2: base.img (initrd 0): Required key not available; try again, and report it if it stays; dmesg may say more
1 129 0
1 kexec2: base.img (initrd 0): Key was rejected by service; try again, and report it if it stays; dmesg may say more
1 129 1
1 kexec2: base.img (initrd 0): Key was rejected by service; try again, and report it if it stays; dmesg may say more
1 129 2
1 kexec2: base.img (initrd 0): Key was rejected by service; try again, and report it if it stays; dmesg may say more
1 129 3
1 kexec2: base.img (initrd 0): signature wrong, key revoked, or format unknown; sign again; dmesg may say more
1 129 4
1 kexec2: base.img (initrd 0): Key was rejected by service; try again, and report it if it stays; dmesg may say more
1 129 5
1 kexec2: base.img (initrd 0): Key was rejected by service; try again, and report it if it stays; dmesg may say more
1 129 6
1 kexec2: base.img (initrd 0): Key was rejected by service; try again, and report it if it stays; dmesg may say more
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd a 676 cmdline ""
= 1

# the order of the parts, wherever the options stand
$ kexec2 load --initrd=last=modules.cpio --split=three.img --initrd=base.img --uki=plain.efi
1 kexec2: loaded plain.efi:.linux with 7 initramfs parts (5.2 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 initrd last 928 initrd early 688 initrd initrd 699 initrd initrd2 928 initrd - 676 cmdline "root=/dev/vda1 quiet"
$ kexec2 load --initrd=l=base.img vmlinuz --split=joined.img
1 kexec2: loaded vmlinuz with 3 initramfs parts (2.3 KiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd l 676 initrd early 1024 initrd initrd 699 cmdline ""

# the command line of an image, and the options
$ echo root=/dev/vda2 >root/proc/cmdline
$ for option in --append=more --cmdline=other --cmdline= --reuse-cmdline '--reuse-cmdline --append=more'; do kexec2 load --uki=plain.efi $option >/dev/null; done
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 cmdline "root=/dev/vda1 quiet more"
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 cmdline "other"
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 cmdline "root=/dev/vda2"
3 kexec_file_load2 flags 0x0 kernel 1088 initrd ucode 688 initrd initrd 676 cmdline "root=/dev/vda2 more"
$ kexec2 load --uki=dtb.efi --append=more --dry-run
1             LABEL        SIZE  NAME
1 kernel                   1088  dtb.efi:.linux
1   sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d
1 command line  4 bytes
1   sha256:187897ce0afcf20b50ba2b37dca84a951b7046f29ed5ab94f010619f69d6e189
1   more
1 device tree   the running kernel's, not dtb.efi:.dtb
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load2
2 kexec2: warning: dtb.efi:.dtb: device tree ignored; the next kernel gets the running kernel's

# names as they are given
$ ln -s vmlinuz link
$ FAKE='err=8 stage=2' kexec2 load ./link
2 kexec2: ./link: not a kernel image that the running kernel (6.12.94-golden) can load; check its architecture and compression; dmesg may say more
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
= 1
$ kexec2 load --uki=plain.efi --initrd=none
2 kexec2: none (initrd 2): no such file; check the name
= 1
$ kexec2 load --uki=plain.efi --initrd='a b=base.img'
2 kexec2: base.img: invalid label "a b" for initrd 2; use 1 to 31 characters of A-Z a-z 0-9 . _ -
2 kexec2: if "=" is part of the file name, put "./" before the name
= 2

# options that cannot be combined, or have a wrong value
$ kexec2 load vmlinuz --cmdline=a --append=b
2 kexec2: --cmdline cannot be combined with --append
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --cmdline=a --reuse-cmdline
2 kexec2: --cmdline cannot be combined with --reuse-cmdline; use --append to extend the running kernel's command line
2 Try "kexec2 help load".
= 2
$ kexec2 load --uki=a --cmdline= --reuse-cmdline
2 kexec2: --cmdline cannot be combined with --reuse-cmdline; use --append to extend the running kernel's command line
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --cmdline=a --cmdline=b
2 kexec2: --cmdline can be given only once
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --append=a --append=b
2 kexec2: --append can be given only once
2 Try "kexec2 help load".
= 2
$ kexec2 load --entry --boot-dir=a --boot-dir=b
2 kexec2: --boot-dir can be given only once
2 Try "kexec2 help load".
= 2
$ kexec2 load --entry --boot-dir=
2 kexec2: missing value in --boot-dir=
2 Try "kexec2 help load".
= 2
$ kexec2 load --entry=
2 kexec2: missing value in --entry=
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --initrd==
2 kexec2: missing file name in --initrd==
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz -x
2 kexec2: invalid option -- 'x'
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --crash=1
2 kexec2: option '--crash' doesn't allow an argument
2 Try "kexec2 help load".
= 2
$ kexec2 load vmlinuz --re
2 kexec2: option '--re' is ambiguous; possibilities: '--reuse-cmdline' '--require-measure'
2 Try "kexec2 help load".
= 2
$ kexec2 load --frob --help
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help load".
= 2
$ kexec2 load --help --frob | head -n 1
1 Usage: kexec2 load KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...
$ kexec2 load a -h b | head -n 1
1 Usage: kexec2 load KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...

# options in any order, abbreviated, and names that look like options
$ kexec2 load --require --initrd a=b=c --init=no/b=c --cra -- --vmlinuz
2 kexec2: --vmlinuz: no such file; check the name
= 1
$ cp vmlinuz ./--vmlinuz; kexec2 load --cra --cmd 'a  b' -- --vmlinuz
1 kexec2: loaded --vmlinuz without an initramfs; a panic boots it
3 kexec_file_load2 flags 0x6 kernel 1088 cmdline "a  b"

# what is no kernel, or none for this machine
$ kexec2 load vmlinuz.gz --dry-run
1             LABEL        SIZE  NAME
1 kernel                   1111  vmlinuz.gz
1   sha256:290a62dab826443cd0e572a080884c09cfeee457e7f32265f513f39da9e324fe
1 command line  0 bytes
1 flags         0x4
1   KEXEC_FILE_NO_INITRAMFS
1 system call   kexec_file_load2
2 kexec2: vmlinuz.gz: compressed with gzip; the kernel of x86_64 takes a bzImage: unpack the file first; --no-checks takes it anyway
= 1
$ kexec2 load base.img --initrd=vmlinuz
2 kexec2: base.img: a cpio archive, not a kernel; use --initrd for the initramfs; --no-checks takes it anyway
2 kexec2: vmlinuz (initrd 0): offset 497: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 load junk --dry-run --json
1 {
1   "image": "normal",
1   "system_call": "kexec_file_load2",
1   "flags": 4,
1   "flag_names": [
1     "KEXEC_FILE_NO_INITRAMFS"
1   ],
1   "kernel": {
1     "name": "junk",
1     "size": 18,
1     "digest": "sha256:343a6471d3b0dbb2c99805a72e86bba3182d430a42eed91cd73dadc8bdfabd3c"
1   },
1   "initrds": [],
1   "cmdline": {
1     "text": "",
1     "size": 0,
1     "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
1   },
1   "warnings": [
1     {
1       "name": "junk",
1       "index": null,
1       "code": "not_a_kernel",
1       "text": "a text file, not a kernel; name the image of a kernel"
1     }
1   ],
1   "loaded": false
1 }
2 kexec2: junk: a text file, not a kernel; name the image of a kernel; --no-checks takes it anyway
= 1
$ kexec2 load junk --no-checks
1 kexec2: loaded junk without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 18 cmdline ""
$ kexec2 load plain.efi
2 kexec2: plain.efi: a unified kernel image, which kexec does not take; use --uki; --no-checks takes it anyway
= 1
$ kexec2 load old.bzimage
2 kexec2: old.bzimage: a bzImage of boot protocol 2.08; kexec takes them from 2.12 on (Linux 3.8); --no-checks takes it anyway
= 1
$ kexec2 load short.bzimage
2 kexec2: short.bzimage: a truncated bzImage (1087 of 1088 bytes); get the file again; --no-checks takes it anyway
= 1
$ kexec2 load zeros
2 kexec2: zeros: not a kernel; the kernel of x86_64 takes a bzImage; --no-checks takes it anyway
= 1
$ kexec2 kexec -l junk --append=x
2 kexec2: warning: junk: a text file, not a kernel; name the image of a kernel
3 kexec_file_load2 flags 0x4 kernel 18 cmdline "x"

# a command line that the kernel does not take
$ kexec2 load vmlinuz --cmdline="$(head -c 2016 /dev/zero | tr '\0' a)" | wc -c
1 74
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
$ kexec2 load vmlinuz --cmdline="$(head -c 2017 /dev/zero | tr '\0' a)" --dry-run | wc -c
1 2343
2 kexec2: warning: vmlinuz: the command line has 2018 bytes with its NUL, and kexec loads this kernel with at most 2017: the load fails with EINVAL; shorten it
$ kexec2 load vmlinuz --cmdline="$(head -c 2017 /dev/zero | tr '\0' a)" --dry-run --strict | wc -l
1 9
2 kexec2: vmlinuz: the command line has 2018 bytes with its NUL, and kexec loads this kernel with at most 2017: the load fails with EINVAL; shorten it

# the digest of what --concat joins
$ kexec2 load --dry-run --concat vmlinuz --initrd=l=early.cpio --initrd=base.gz
1             LABEL        SIZE  NAME
1 kernel                   1088  vmlinuz
1   sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7
1 initrd 0    l             688  early.cpio
1   sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1 initrd 1                  699  base.gz
1   sha256:8ace8b3098de6d368b847b4951d616a1c1893152305b65c97926a74d62f1e056
1 joined                   1391  the initramfs, one file for kexec_file_load
1   sha256:ee1c5e3c4fc57e544f290614b8a280b26ba4be6a19000ae699c4d677b16816c1
1 command line  0 bytes
1 flags         0x0
1 system call   kexec_file_load
2 kexec2: warning: labels have no effect with --concat
2 kexec2: warning: with --concat, IMA sees one anonymous file without xattrs: parts are neither measured nor appraised individually
$ (cat early.cpio; head -c 4 /dev/zero; cat base.gz) | sha256sum
1 ee1c5e3c4fc57e544f290614b8a280b26ba4be6a19000ae699c4d677b16816c1  -
$ kexec2 load --dry-run --concat vmlinuz --split=joined.img --json | grep -A3 joined.:
1   "joined": {
1     "size": 1727,
1     "digest": "sha256:9a0144fddb888502cd27190db6aff0fc52381aea98aa8005999056a0d499abd8"
1   },
2 kexec2: warning: with --concat, IMA sees one anonymous file without xattrs: parts are neither measured nor appraised individually
$ kexec2 load --dry-run --concat vmlinuz --initrd=base.gz | tail -5
1 initrd 0                  699  base.gz
1   sha256:8ace8b3098de6d368b847b4951d616a1c1893152305b65c97926a74d62f1e056
1 command line  0 bytes
1 flags         0x0
1 system call   kexec_file_load

# blanks between brackets in a name stay
$ cp vmlinuz 'a[ ]{ }'; kexec2 load --dry-run --json 'a[ ]{ }' | grep '"name"'
1     "name": "a[ ]{ }",
