# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# a list that grows
$ cp lists/binary-sha1 whole; head -c 1057 whole >ten; tail -c +1058 whole >behind; cmp lists/binary-sha1 whole
$ cp ten list; kexec2-attest archive --dir=kept --log=list; kexec2-attest archive --dir=kept --log=list; cp whole list; kexec2-attest archive --dir=kept --log=list; ls kept
1 kept: 10 new entries, 10 since the last boot by firmware; 0 deleted in the kernel
1 kept: 0 new entries, 10 since the last boot by firmware; 0 deleted in the kernel
1 kept: 38 new entries, 48 since the last boot by firmware; 0 deleted in the kernel
1 boot-000001
$ kexec2-attest log convert --format=binary --log kept | cmp - whole

# is one with what the kernel has
$ rm -r kept; kexec2-attest archive --dir=kept --log=ten; for more in whole behind; do kexec2-attest log convert --format=binary --log kept --log $more | cmp - whole; done
1 kept: 10 new entries, 10 since the last boot by firmware; 0 deleted in the kernel
$ kexec2-attest log convert --format=binary --log kept/boot-000001 | cmp - ten

# after a kexec and after a boot by firmware
$ mkdir -p root/proc/sys/kernel/random; echo 12345678-1234-1234-1234-123456789abc >root/proc/sys/kernel/random/boot_id; kexec2-attest archive --dir=kept --log=whole
1 kept: 38 new entries, 48 since the last boot by firmware; 0 deleted in the kernel
$ echo 12345678-1234-1234-1234-123456789abd >root/proc/sys/kernel/random/boot_id; kexec2-attest archive --dir=kept --log=good.list; ls kept
1 kept: 9 new entries, 9 since the last boot by firmware; 0 deleted in the kernel
1 boot-000001
1 boot-000002
$ echo 12345678-1234-1234-1234-123456789abe >root/proc/sys/kernel/random/boot_id; kexec2-attest archive --dir=kept --log=whole --keep=0; ls kept
1 kept: 48 new entries, 48 since the last boot by firmware; 0 deleted in the kernel
1 boot-000003

# verify takes it, with what has come since
$ rm -r kept; head -c 632 good.list >six; kexec2-attest archive --dir=kept --log=six; kexec2-attest verify --known rich --log kept --pcr good.pcrs | head -n 2
1 kept: 6 new entries, 6 since the last boot by firmware; 0 deleted in the kernel
1 refused
1   pcr-mismatch: the list does not lead to the value of PCR 10: replayed it gives sha256:253649c766321260444da28ce2647a969ee9646ad9f50307b061d866cf56fdb3, the PCR holds sha256:e7013ec7a819c779aa0ec4cfcaa476530ad8c7c9f287cb3ec637cf4c464f50a1; entries are missing or were changed, or the list was read before the PCRs
$ for more in "" "--log six" "--log good.list"; do kexec2-attest verify --known rich --log kept $more --pcr good.pcrs | head -n 1; done
1 refused
1 refused
1 accepted

# up to what is quoted
$ (cat good.list; head -c 199 whole | tail -c 98) >more
$ kexec2-attest archive --dir=kept --log=more; kexec2-attest verify --known rich --log kept --pcr good.pcrs | head -n 2
1 kept: 4 new entries, 10 since the last boot by firmware; 0 deleted in the kernel
1 accepted
1 10 entries; those after 9 are unproven and ignored

# what cannot be
$ printf 12345 >root/proc/sys/kernel/random/boot_id; kexec2-attest archive --dir=kept --log=whole
2 kexec2-attest: /proc/sys/kernel/random/boot_id: no UUID
= 1
$ echo 12345678-1234-1234-1234-123456789abe >root/proc/sys/kernel/random/boot_id; kexec2-attest archive --dir=none/kept --log=whole; kexec2-attest archive --dir=kept --log=none; kexec2-attest archive --dir=whole --log=whole; kexec2-attest archive --dir=new --log=lists/ascii-sha1; kexec2-attest archive --dir=new --log=rich
2 kexec2-attest: none/kept: cannot be made (No such file or directory)
2 kexec2-attest: none: no such file; check the name
2 kexec2-attest: whole: a part of the path is not a directory; check the name
2 kexec2-attest: lists/ascii-sha1: not a binary list
2 kexec2-attest: rich: entry 1, at byte 0: not a measurement list
= 1
$ mkdir nothing; kexec2-attest log show --log nothing
2 kexec2-attest: nothing: a directory without an archive
= 2
$ (ulimit -f 1; kexec2-attest archive --dir=full --log=whole); ls full
2 kexec2-attest: full: cannot be written (File too large)
$ printf x | dd of=kept/boot-000001 bs=1 seek=200 conv=notrunc status=none; kexec2-attest log show --log kept | tail -n 1
2 kexec2-attest: kept: archive is damaged at byte 0
$ kexec2-attest archive
2 kexec2-attest: missing --dir=DIR
2 Try "kexec2-attest help archive".
= 2
$ kexec2-attest archive --dir=kept --keep=x
2 kexec2-attest: --keep=x: expected a number
2 Try "kexec2-attest help archive".
= 2
$ kexec2-attest archive --dir=kept operand
2 kexec2-attest: unexpected argument "operand"
2 Try "kexec2-attest help archive".
= 2
$ kexec2-attest archive --dir=
2 kexec2-attest: missing value in --dir=
2 Try "kexec2-attest help archive".
= 2
