# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# a kernel that does not number its loads: nothing is kept
$ echo 1 >root/sys/kernel/kexec_loaded; mkdir -p root/sys/kernel/security/ima root/run
$ kexec2 load vmlinuz --cmdline=quiet; ls root/run
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet"

# a load is kept: its number, whether its kernel takes the list, the directory, the words
$ printf '%s\n' 'version 1' 'required 0' 'wanted 1' 'tpm ok' 'seq 3' 'default 3 recorded' 'crash -' 'room 999999' >large; sed 's/999999/100/' large >small
$ cp large root/sys/kernel/security/ima/kexec_records
$ kexec2 load vmlinuz --initrd=base=base.img --cmdline='root=/dev/vda1 "a b"'; tr '\0' '|' <root/run/kexec2/load
1 kexec2: loaded vmlinuz with 1 initramfs part (676 bytes); run "kexec2 exec" to boot it
1 3 -1
1 /tmp/kexec2-golden/work|kexec2|load|vmlinuz|--initrd=base=base.img|--cmdline=root=/dev/vda1 "a b"|\
3 kexec_file_load2 flags 0x0 kernel 1088 initrd base 676 cmdline "root=/dev/vda1 "a b""
$ stat -c '%a' root/run/kexec2 root/run/kexec2/load
1 700
1 600

# not that of a crash image, or one that fails, or a dry run
$ kexec2 load vmlinuz --crash --cmdline=crash
1 kexec2: loaded vmlinuz without an initramfs; a panic boots it
3 kexec_file_load2 flags 0x6 kernel 1088 cmdline "crash"
$ FAKE='err=8 stage=2' kexec2 load vmlinuz --cmdline=other
2 kexec2: vmlinuz: not a kernel image that the running kernel (6.12.94-golden) can load; check its architecture and compression; dmesg may say more
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "other"
= 1
$ kexec2 load vmlinuz --dry-run --cmdline=dry >out; tr '\0' '|' <root/run/kexec2/load; ls root/run/kexec2
1 3 -1
1 /tmp/kexec2-golden/work|kexec2|load|vmlinuz|--initrd=base=base.img|--cmdline=root=/dev/vda1 "a b"|load

# little room: it is loaded again, in its directory, and says it only once
$ cp small root/sys/kernel/security/ima/kexec_records
$ cd /; kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image; loading it again
3 kexec_file_load2 flags 0x0 kernel 1088 initrd base 676 cmdline "root=/dev/vda1 "a b""
$ mkdir -p root/run/systemd/system; kexec2 exec; rm -r root/run/systemd
2 kexec2: the measurement list has outgrown the room in the image; loading it again
2 kexec2: systemctl: cannot be run (No such file or directory); stop what must be stopped, and use "kexec2 exec --force"
3 kexec_file_load2 flags 0x0 kernel 1088 initrd base 676 cmdline "root=/dev/vda1 "a b""
3 execvp systemctl kexec 

# what fills the list faster than it is loaded again goes on to do so
$ FAKE=reboot_err=28 kexec2 exec
2 kexec2: the measurement list has outgrown the room in the image; loading it again
2 kexec2: the measurement list has outgrown the room in the image; loading it again
2 kexec2: normal image: the measurement list has outgrown the image; load again; dmesg may say more
3 kexec_file_load2 flags 0x0 kernel 1088 initrd base 676 cmdline "root=/dev/vda1 "a b""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd base 676 cmdline "root=/dev/vda1 "a b""
3 reboot 0x45584543 after sync
= 1

# the kernel has gone, or the directory
$ mv vmlinuz kernel; kexec2 exec --prepare; mv kernel vmlinuz
2 kexec2: the measurement list has outgrown the room in the image; loading it again
2 kexec2: vmlinuz: no such file; check the name
2 kexec2: it cannot be loaded again; load it by hand
$ mkdir there; cp vmlinuz there; (cd there; kexec2 load vmlinuz --cmdline=x); rm -r there; kexec2 exec --prepare
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
2 kexec2: the measurement list has outgrown the room in the image; loading it again
2 kexec2: it cannot be run in /tmp/kexec2-golden/work/there (No such file or directory)
2 kexec2: it cannot be loaded again; load it by hand
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "x"
= 1

# bits have changed: it is loaded again, checked again, and started
$ cp large root/sys/kernel/security/ima/kexec_records; kexec2 load vmlinuz --cmdline=quiet
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet"
$ FAKE='verify_err=84 stage=6 segment=1' kexec2 exec --verify=reload
2 kexec2: bits have changed in the loaded image; loading it again
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet"
3 kexec_file_load2 flags 0x200000000
3 reboot 0x45584543 after sync
$ mv vmlinuz kernel; FAKE='err=84 stage=6 segment=1' kexec2 exec --verify=reload; mv kernel vmlinuz
2 kexec2: bits have changed in the loaded image; loading it again
2 kexec2: vmlinuz: no such file; check the name
2 kexec2: it cannot be loaded again; load it by hand
2 kexec2: normal image: corrupted since it was loaded; load it again; dmesg may say more
3 kexec_file_load2 flags 0x200000000

# only the word of the user who runs it counts, and only about this load
$ cp small root/sys/kernel/security/ima/kexec_records; chmod g+w root/run/kexec2/load; kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
= 1
$ chmod o+w,g-w root/run/kexec2/load; kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
= 1
$ chmod 600 root/run/kexec2/load; sed 's/ 3/ 4/' small >root/sys/kernel/security/ima/kexec_records; kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
= 1

# what was cut short is none
$ cp small root/sys/kernel/security/ima/kexec_records; for kept in '' '3 1' '3 1\n' '3 1\n/\0'; do printf "$kept" >root/run/kexec2/load; kexec2 exec --prepare; done
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
= 1

# it cannot be kept
$ rm -r root/run; echo file >root/run; kexec2 load vmlinuz --cmdline=quiet; cat root/run
1 kexec2: loaded vmlinuz without an initramfs; run "kexec2 exec" to boot it
1 file
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet"
$ kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image, which "kexec2 load" has not loaded; load it again
= 1
$ rm root/run; mkdir root/run

# that of kexec-tools' options, too, without what they do besides
$ ln -s "$(command -v kexec2)" kexec; ./kexec -l vmlinuz --initrd=base.img --append=quiet; tr '\0' '|' <root/run/kexec2/load
1 3 -1
1 /tmp/kexec2-golden/work|./kexec|-l|vmlinuz|--initrd=base.img|--append=quiet|\
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline "quiet"
$ kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image; loading it again
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline "quiet"
$ ./kexec vmlinuz --append=shutdown; tr '\0' '|' <root/run/kexec2/load
1 3 -1
1 /tmp/kexec2-golden/work|./kexec|-l|vmlinuz|--append=shutdown|\
2 kexec2: shutdown: cannot be run (No such file or directory); the kernel is loaded, reboot or run "kexec2 exec"
3 execv /sbin/shutdown
3 execv /usr/sbin/shutdown
3 execv /bin/shutdown
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "shutdown"
$ kexec2 exec --prepare
2 kexec2: the measurement list has outgrown the room in the image; loading it again
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "shutdown"
$ kexec2 kexec -f vmlinuz --append=starts; tr '\0' '|' <root/run/kexec2/load
1 3 -1
1 /tmp/kexec2-golden/work|./kexec|-l|vmlinuz|--append=shutdown|\
3 down eth0
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "starts"
3 reboot 0x45584543 after sync

# does its kernel take the list over
$ mkdir -p root/sys/class/tpm/tpm0; echo 9 >root/sys/kernel/security/ima/runtime_measurements_count; cp large root/sys/kernel/security/ima/kexec_records
$ for answer in 'CONFIG_IMA_KEXEC=y' '# CONFIG_IMA_KEXEC is not set'; do { printf IKCFG_ST; echo "$answer" | gzip -n; } | gzip -n >kernel; kexec2 load kernel --no-checks --cmdline=x; head -n 1 root/run/kexec2/load; kexec2 exec; done
1 kexec2: loaded kernel without an initramfs; run "kexec2 exec" to boot it
1 3 1
1 kexec2: loaded kernel without an initramfs; run "kexec2 exec" to boot it
1 3 0
2 kexec2: the measurement list would be lost: the kernel that is loaded has no CONFIG_IMA_KEXEC; use --force to start it all the same, at once
3 kexec_file_load2 flags 0x4 kernel 64 cmdline "x"
3 reboot 0x45584543 after sync
3 kexec_file_load2 flags 0x4 kernel 75 cmdline "x"
= 1
