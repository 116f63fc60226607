# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# an image that is intact
$ kexec2 verify-image
1 kexec2: the normal image is as it was loaded
3 kexec_file_load2 flags 0x200000000
$ kexec2 verify-image --json
1 {
1   "image": "normal",
1   "intact": true,
1   "segment": null
1 }
3 kexec_file_load2 flags 0x200000000
$ kexec2 verify-image --crash
1 kexec2: the crash image is as it was loaded
3 kexec_file_load2 flags 0x200000002
$ kexec2 verify-image --crash --json
1 {
1   "image": "crash",
1   "intact": true,
1   "segment": null
1 }
3 kexec_file_load2 flags 0x200000002

# one that is not, in a segment or elsewhere
$ FAKE="err=84 stage=6 segment=3" kexec2 verify-image
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=84 stage=6 segment=3" kexec2 verify-image --crash --json
1 {
1   "image": "crash",
1   "intact": false,
1   "segment": 2
1 }
2 kexec2: crash image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000002
= 1
$ FAKE="err=84 stage=6" kexec2 verify-image --json
1 {
1   "image": "normal",
1   "intact": false,
1   "segment": null
1 }
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1

# what cannot be checked
$ FAKE="err=2 stage=1" kexec2 verify-image
2 kexec2: normal image: no kernel is loaded; load one first
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=61 stage=6" kexec2 verify-image
2 kexec2: normal image: cannot be checked; load it by kexec_file_load2 (kexec2 load)
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=61 stage=6" kexec2 verify-image --json
2 kexec2: normal image: cannot be checked; load it by kexec_file_load2 (kexec2 load)
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=22 stage=1" kexec2 verify-image
2 kexec2: normal image: the running kernel (6.12.94-golden) cannot check it; see CONFIG_KEXEC_VERIFY
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=16 stage=1" kexec2 verify-image
2 kexec2: normal image: another load, unload or start is under way; try again later
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=1 stage=1 nocap" kexec2 verify-image
2 kexec2: normal image: not permitted without the capability CAP_SYS_BOOT; run as root
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE=absent kexec2 verify-image
2 kexec2: normal image: the running kernel (6.12.94-golden) has no kexec_file_load2 system call; boot one that is built with CONFIG_KEXEC_FILE_LOAD2
3 kexec_file_load2 flags 0x0 kernel 0 cmdline ""
= 1

# wrong usage
$ kexec2 verify-image image
2 kexec2: unexpected argument "image"
2 Try "kexec2 help verify-image".
= 2
$ kexec2 verify-image --verify
2 kexec2: unrecognized option '--verify'
2 Try "kexec2 help verify-image".
= 2
$ kexec2 exec --verify=no
2 kexec2: invalid value "no" for --verify, expected fail|reboot|reload
2 Try "kexec2 help exec".
= 2
$ kexec2 exec --verify=
2 kexec2: invalid value "" for --verify, expected fail|reboot|reload
2 Try "kexec2 help exec".
= 2
$ kexec2 exec --verify=re
2 kexec2: invalid value "re" for --verify, expected fail|reboot|reload
2 Try "kexec2 help exec".
= 2
$ kexec2 exec --verify=reboot]
2 kexec2: invalid value "reboot]" for --verify, expected fail|reboot|reload
2 Try "kexec2 help exec".
= 2

# the start of an image that is intact
$ echo 1 >root/sys/kernel/kexec_loaded; kexec2 exec --verify
3 kexec_file_load2 flags 0x200000000
3 reboot 0x45584543 after sync
$ kexec2 exec --verify=reboot
3 kexec_file_load2 flags 0x200000000
3 reboot 0x45584543 after sync
$ kexec2 exec --verify=reload --force
3 kexec_file_load2 flags 0x200000000
3 reboot 0x45584543 after sync
$ kexec2 exec --verify --prepare
3 kexec_file_load2 flags 0x200000000

# of one that is not, at once
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify=fail
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify=reboot
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
2 kexec2: rebooting through the firmware
3 kexec_file_load2 flags 0x200000000
3 reboot 0x1234567 after sync
= 1
$ FAKE="err=84 stage=6 segment=1 reboot_err=1" kexec2 exec --verify=reboot
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
2 kexec2: rebooting through the firmware
2 kexec2: cannot reboot (Operation not permitted)
3 kexec_file_load2 flags 0x200000000
3 reboot 0x1234567 after sync
= 1
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify=reload
2 kexec2: bits have changed in the loaded image, which "kexec2 load" has not loaded; load it again
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="reboot_err=84" kexec2 exec
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 reboot 0x45584543 after sync
= 1

# and through systemd
$ mkdir -p root/run/systemd/system; kexec2 exec --verify
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 kexec_file_load2 flags 0x200000000
3 execvp systemctl kexec 
= 1
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify=reboot
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
2 kexec2: rebooting through the firmware
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 kexec_file_load2 flags 0x200000000
3 execvp systemctl reboot 
= 1
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify=reboot --force
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
2 kexec2: rebooting through the firmware
3 kexec_file_load2 flags 0x200000000
3 reboot 0x1234567 after sync
= 1
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify --prepare
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1

# what cannot be checked is not started
$ FAKE="err=61 stage=6" kexec2 exec --verify=reboot
2 kexec2: normal image: cannot be checked; load it by kexec_file_load2 (kexec2 load)
3 kexec_file_load2 flags 0x200000000
= 1
$ FAKE="err=22 stage=1" kexec2 exec --verify=reload
2 kexec2: normal image: the running kernel (6.12.94-golden) cannot check it; see CONFIG_KEXEC_VERIFY
3 kexec_file_load2 flags 0x200000000
= 1
