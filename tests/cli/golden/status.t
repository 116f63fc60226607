# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# status
$ kexec2 status
1 normal image: not loaded
1 crash image:  not loaded
$ kexec2 status --json
1 {
1   "normal_loaded": false,
1   "crash_loaded": false,
1   "crash_reserved": null
1 }
$ echo 1 >root/sys/kernel/kexec_loaded
$ echo 268435456 >root/sys/kernel/kexec_crash_size
$ kexec2 status
1 normal image: loaded
1 crash image:  not loaded
$ kexec2 status --json
1 {
1   "normal_loaded": true,
1   "crash_loaded": false,
1   "crash_reserved": 268435456
1 }
$ kexec2 status operand
2 kexec2: unexpected argument "operand"
2 Try "kexec2 help status".
= 2
$ kexec2 status --crash
2 kexec2: unrecognized option '--crash'
2 Try "kexec2 help status".
= 2
$ kexec2 status --json=x
2 kexec2: option '--json' doesn't allow an argument
2 Try "kexec2 help status".
= 2

# status, of a kernel that tells of its records
$ mkdir -p root/sys/kernel/security/ima
$ echo 1 >root/sys/kernel/kexec_loaded
$ printf '%s\n' 'version 1' 'required 1' 'wanted 1' 'tpm ok' 'seq 3' 'default 3 recorded' 'crash -' 'room 40448' >root/sys/kernel/security/ima/kexec_records
$ kexec2 status
1 normal image: loaded, load 3, recorded
1 crash image:  not loaded
1 records:      required: loads without are refused
1 TPM:          ok
1 last load:    3
1 room:         39.5 KiB for entries until the start of the image
$ kexec2 status --json
1 {
1   "normal_loaded": true,
1   "crash_loaded": false,
1   "crash_reserved": 268435456,
1   "records": {
1     "required": true,
1     "wanted": true,
1     "tpm": "ok",
1     "last_load": 3,
1     "normal": {
1       "load": 3,
1       "recorded": true
1     },
1     "crash": null,
1     "room": 40448
1   }
1 }
$ echo 'version 2' >root/sys/kernel/security/ima/kexec_records
$ kexec2 status
1 normal image: loaded
1 crash image:  not loaded
1 records:      unknown: this kernel tells them in a newer form
$ kexec2 status --json
1 {
1   "normal_loaded": true,
1   "crash_loaded": false,
1   "crash_reserved": 268435456,
1   "records": null
1 }
$ rm root/sys/kernel/security/ima/kexec_records

# unload
$ kexec2 unload
1 kexec2: unloaded the normal image
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
$ kexec2 unload --json
1 {
1   "image": "normal",
1   "was_loaded": true
1 }
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
$ kexec2 unload --crash
1 kexec2: no crash image was loaded
3 kexec_file_load flags 0x3 initrd 0 cmdline ""
$ kexec2 unload --crash --json
1 {
1   "image": "crash",
1   "was_loaded": false
1 }
3 kexec_file_load flags 0x3 initrd 0 cmdline ""
$ FAKE=old_err=16 kexec2 unload
2 kexec2: normal image: another load, unload or start is under way; try again later
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
= 1
$ FAKE=old_err=1 kexec2 unload --crash
2 kexec2: crash image: not permitted, for a reason that /proc and /sys do not show; look for a security module; dmesg and the audit log may say more
3 kexec_file_load flags 0x3 initrd 0 cmdline ""
= 1
$ FAKE=old_err=38 kexec2 unload
2 kexec2: normal image: the running kernel (6.12.94-golden) has no kexec_file_load system call; boot one that is built with CONFIG_KEXEC_FILE
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
= 1
$ FAKE=old_err=22 kexec2 unload
2 kexec2: normal image: the kernel cannot unload it; see CONFIG_CRASH_DUMP; dmesg may say more
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
= 1
$ FAKE=old_err=5 kexec2 unload
2 kexec2: normal image: Input/output error; try again, and report it if it stays; dmesg may say more
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
= 1
$ kexec2 unload x
2 kexec2: unexpected argument "x"
2 Try "kexec2 help unload".
= 2
$ echo 0 >root/sys/kernel/kexec_loaded
$ kexec2 unload
1 kexec2: no normal image was loaded
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
$ kexec2 unload --json
1 {
1   "image": "normal",
1   "was_loaded": false
1 }
3 kexec_file_load flags 0x1 initrd 0 cmdline ""

# exec
$ kexec2 exec
2 kexec2: no kernel is loaded; run "kexec2 load" first
= 1
$ echo 1 >root/sys/kernel/kexec_loaded
$ kexec2 exec
3 reboot 0x45584543 after sync
$ kexec2 exec --force
3 reboot 0x45584543 after sync
$ kexec2 exec now
2 kexec2: unexpected argument "now"
2 Try "kexec2 help exec".
= 2
$ kexec2 exec -x
2 kexec2: invalid option -- 'x'
2 Try "kexec2 help exec".
= 2
$ for err in 1 22 16 5 38; do FAKE=reboot_err=$err kexec2 exec -f; done
2 kexec2: normal image: not permitted, for a reason that /proc and /sys do not show; look for a security module; dmesg and the audit log may say more
2 kexec2: normal image: no kernel is loaded, or this is a container; load one on the host
2 kexec2: normal image: another load, unload or start is under way; try again later
2 kexec2: normal image: Input/output error; try again, and report it if it stays; dmesg may say more
2 kexec2: normal image: Function not implemented; try again, and report it if it stays; dmesg may say more
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
= 1
$ mkdir -p root/run/systemd/system
$ kexec2 exec
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 execvp systemctl kexec 
= 1
$ kexec2 exec --force
3 reboot 0x45584543 after sync
$ echo 0 >root/sys/kernel/kexec_loaded
$ kexec2 exec
2 kexec2: no kernel is loaded; run "kexec2 load" first
= 1

# a kernel that does not tell
$ echo what >root/sys/kernel/kexec_crash_loaded
$ kexec2 status
2 kexec2: /sys/kernel/kexec_crash_loaded: cannot be read (Input/output error); check the mount of /sys
= 1
$ kexec2 status --json
2 kexec2: /sys/kernel/kexec_crash_loaded: cannot be read (Input/output error); check the mount of /sys
= 1
$ rm root/sys/kernel/kexec_crash_loaded
$ kexec2 status
1 normal image: not loaded
1 crash image:  not supported by this kernel
$ kexec2 status --json
1 {
1   "normal_loaded": false,
1   "crash_loaded": null,
1   "crash_reserved": 268435456
1 }
$ rm root/sys/kernel/kexec_loaded
$ kexec2 status
2 kexec2: /sys/kernel/kexec_loaded: no such file; mount sysfs on /sys, or boot a kernel with CONFIG_KEXEC_FILE
= 1
$ kexec2 status --json
2 kexec2: /sys/kernel/kexec_loaded: no such file; mount sysfs on /sys, or boot a kernel with CONFIG_KEXEC_FILE
= 1
$ kexec2 unload --json
1 {
1   "image": "normal",
1   "was_loaded": null
1 }
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
$ kexec2 unload
1 kexec2: unloaded the normal image
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
$ kexec2 exec -f
3 reboot 0x45584543 after sync
$ FAKE=reboot_err=22 kexec2 exec -f
2 kexec2: normal image: no kernel is loaded, or this is a container; load one on the host
3 reboot 0x45584543 after sync
= 1

# records of loads
$ mkdir -p root/sys/kernel/security/ima; echo 1 >root/sys/kernel/kexec_loaded; echo 0 >root/sys/kernel/kexec_crash_loaded
$ printf '%s\n' 'version 1' 'required 1' 'wanted 1' 'tpm ok' 'seq 3' 'default 3 recorded' 'crash -' 'room 40448' >good
$ cp good root/sys/kernel/security/ima/kexec_records; kexec2 status
1 normal image: loaded, load 3, recorded
1 crash image:  not loaded
1 records:      required: loads without are refused
1 TPM:          ok
1 last load:    3
1 room:         39.5 KiB for entries until the start of the image
$ kexec2 status --json
1 {
1   "normal_loaded": true,
1   "crash_loaded": false,
1   "crash_reserved": 268435456,
1   "records": {
1     "required": true,
1     "wanted": true,
1     "tpm": "ok",
1     "last_load": 3,
1     "normal": {
1       "load": 3,
1       "recorded": true
1     },
1     "crash": null,
1     "room": 40448
1   }
1 }
$ echo 1 >root/sys/kernel/kexec_crash_loaded
$ printf '%s\n' 'version 1' 'required 0' 'wanted 0' 'tpm failed' 'seq 18446744073709551615' 'default 1 unrecorded' 'crash 2 recorded' 'room -' 'more of it' >root/sys/kernel/security/ima/kexec_records
$ kexec2 status
1 normal image: loaded, load 1, not recorded
1 crash image:  loaded, load 2, recorded
1 records:      not wanted
1 TPM:          failed to take an entry; only a reset by firmware mends it
1 last load:    18446744073709551615
$ kexec2 status --json
1 {
1   "normal_loaded": true,
1   "crash_loaded": true,
1   "crash_reserved": 268435456,
1   "records": {
1     "required": false,
1     "wanted": false,
1     "tpm": "failed",
1     "last_load": 18446744073709551615,
1     "normal": {
1       "load": 1,
1       "recorded": false
1     },
1     "crash": {
1       "load": 2,
1       "recorded": true
1     },
1     "room": null
1   }
1 }
$ printf '%s\n' 'version 2' 'required 1' >root/sys/kernel/security/ima/kexec_records; kexec2 status
1 normal image: loaded
1 crash image:  loaded
1 records:      unknown: this kernel tells them in a newer form

# a list that the start would lose, of a machine with a TPM that measures
$ rm -rf root/run/systemd; mkdir -p root/run/kexec2 root/sys/class/tpm/tpm0 root/boot; rm -f root/sys/kernel/security/ima/kexec_records
$ echo 40 >root/sys/kernel/security/ima/runtime_measurements_count
$ kexec2 exec
3 reboot 0x45584543 after sync
$ echo '# CONFIG_IMA_KEXEC is not set' >root/boot/config-6.12.94-golden; kexec2 exec
2 kexec2: the measurement list would be lost: the running kernel has no CONFIG_IMA_KEXEC; use --force to start it all the same, at once
= 1
$ kexec2 exec --force
2 kexec2: warning: the measurement list will be lost: the running kernel has no CONFIG_IMA_KEXEC
3 reboot 0x45584543 after sync
$ mkdir -p root/run/systemd/system; kexec2 exec
2 kexec2: the measurement list would be lost: the running kernel has no CONFIG_IMA_KEXEC; use --force to start it all the same, at once, or "systemctl kexec" to stop services first
= 1
$ kexec2 exec --prepare
$ kexec2 exec -f
2 kexec2: warning: the measurement list will be lost: the running kernel has no CONFIG_IMA_KEXEC
3 reboot 0x45584543 after sync
$ FAKE="err=84 stage=6 segment=1" kexec2 exec --verify
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000
= 1

# nothing is lost where nothing is measured, or nothing vouches for it
$ echo 1 >root/sys/kernel/security/ima/runtime_measurements_count; kexec2 exec
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 execvp systemctl kexec 
= 1
$ echo 0 >root/sys/kernel/security/ima/runtime_measurements_count; kexec2 exec
2 kexec2: the measurement list would be lost: the running kernel has no CONFIG_IMA_KEXEC; use --force to start it all the same, at once, or "systemctl kexec" to stop services first
= 1
$ rm root/sys/kernel/security/ima/runtime_measurements_count; kexec2 exec
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 execvp systemctl kexec 
= 1
$ echo 2 >root/sys/kernel/security/ima/runtime_measurements_count; kexec2 exec
2 kexec2: the measurement list would be lost: the running kernel has no CONFIG_IMA_KEXEC; use --force to start it all the same, at once, or "systemctl kexec" to stop services first
= 1
$ rm -rf root/sys/class/tpm root/run/systemd; kexec2 exec
3 reboot 0x45584543 after sync

# the image does not carry it
$ mkdir -p root/sys/class/tpm/tpm0; echo CONFIG_IMA_KEXEC=y >root/boot/config-6.12.94-golden
$ sed 's/^room .*/room -/' good >root/sys/kernel/security/ima/kexec_records; kexec2 exec
2 kexec2: the measurement list would be lost: the image does not carry it, because it is too long, or kexec_load was used; use --force to start it all the same, at once
= 1
$ kexec2 exec --force
2 kexec2: warning: the measurement list will be lost: the image does not carry it, because it is too long, or kexec_load was used
3 reboot 0x45584543 after sync
$ sed 's/^room .*/room -/; s/^default .*/default -/' good >root/sys/kernel/security/ima/kexec_records; kexec2 exec
3 reboot 0x45584543 after sync

# the next kernel does not take it, as "kexec2 load" has found; or does, or it is not known, or another image is loaded
$ sed 's/^room .*/room 999999/' good >root/sys/kernel/security/ima/kexec_records; grep default good
1 default 3 recorded
$ for kept in '3 0' '3 1' '3 -1' '2 0' '30 0' 3 '3 x'; do printf '%s\n/\0kexec2\0load\0' "$kept" >root/run/kexec2/load; echo "$kept"; kexec2 exec 2>&1; done
1 3 0
1 kexec2: the measurement list would be lost: the kernel that is loaded has no CONFIG_IMA_KEXEC; use --force to start it all the same, at once
1 3 1
1 3 -1
1 2 0
1 30 0
1 3
1 3 x
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
3 reboot 0x45584543 after sync
$ printf '3 0\n/\0kexec2\0load\0' >root/run/kexec2/load; kexec2 exec --force
2 kexec2: warning: the measurement list will be lost: the kernel that is loaded has no CONFIG_IMA_KEXEC
3 reboot 0x45584543 after sync
$ kexec2 exec --prepare
$ mkdir -p root/run/systemd/system; kexec2 exec
2 kexec2: the measurement list would be lost: the kernel that is loaded has no CONFIG_IMA_KEXEC; use --force to start it all the same, at once, or "systemctl kexec" to stop services first
= 1
$ rm -rf root/sys/class/tpm root/run root/boot/config-6.12.94-golden root/sys/kernel/security/ima/runtime_measurements_count

# a list that has outgrown the image, which another program has loaded
$ rm -rf root/run/systemd; cp good root/sys/kernel/security/ima/kexec_records; FAKE=reboot_err=28 kexec2 exec
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
2 kexec2: normal image: the measurement list has outgrown the image; load again; dmesg may say more
3 reboot 0x45584543 after sync
= 1
$ mkdir -p root/run/systemd/system; kexec2 exec
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 execvp systemctl kexec 
= 1
$ sed -i 's/^room .*/room 65535/' root/sys/kernel/security/ima/kexec_records; kexec2 exec
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 execvp systemctl kexec 
= 1
$ sed -i 's/^room .*/room 65536/' root/sys/kernel/security/ima/kexec_records; kexec2 exec
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 execvp systemctl kexec 
= 1
$ kexec2 exec --prepare
$ sed -i 's/^room .*/room 0/' root/sys/kernel/security/ima/kexec_records; kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
= 1
$ rm root/sys/kernel/security/ima/kexec_records; FAKE=reboot_err=28 kexec2 exec -f
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
2 kexec2: normal image: the measurement list has outgrown the image; load again; dmesg may say more
3 reboot 0x45584543 after sync
= 1

# records that are damaged
$ for edit in 's/version 1/version x/' 's/version/vers/' /required/d /wanted/d /tpm/d /seq/d /default/d /crash/d /room/d 's/required 1/required 2/' 's/wanted 1/wanted 11/' 's/ok/good/' 's/seq 3/seq -3/' 's/seq 3/seq/' 's/seq 3/seq 3x/' 's/seq 3/seq 99999999999999999999/' 's/3 recorded/0 recorded/' 's/3 recorded/3/' 's/3 recorded/3 record/' s/40448/x/ s/40448//; do sed "$edit" good >root/sys/kernel/security/ima/kexec_records; echo "$edit"; kexec2 status | grep records; done
1 s/version 1/version x/
1 records:      unknown: this kernel tells them in a newer form
1 s/version/vers/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 /required/d
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 /wanted/d
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 /tpm/d
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 /seq/d
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 /default/d
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 /crash/d
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 /room/d
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/required 1/required 2/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/wanted 1/wanted 11/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/ok/good/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/seq 3/seq -3/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/seq 3/seq/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/seq 3/seq 3x/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/seq 3/seq 99999999999999999999/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/3 recorded/0 recorded/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/3 recorded/3/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/3 recorded/3 record/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/40448/x/
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
1 s/40448//
1 records:      unknown: /sys/kernel/security/ima/kexec_records is damaged
$ kexec2 status --json
1 {
1   "normal_loaded": true,
1   "crash_loaded": true,
1   "crash_reserved": 268435456,
1   "records": null
1 }
