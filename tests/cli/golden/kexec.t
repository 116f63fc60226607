# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# questions
$ ln -s "$(command -v kexec2)" kexec
$ ./kexec --help | head -n 3
1 Usage: kexec2 kexec [OPTION]... [KERNEL]
1
1 Take the options of kexec(8) of kexec-tools, and give its exit statuses.  The
$ ./kexec -v | sed 's/[0-9][0-9.]*/N/g'
1 kexecN N
$ kexec2 kexec --version | sed 's/[0-9][0-9.]*/N/g'
1 kexecN N
$ ./kexec -S
$ ./kexec -p -S
$ ./kexec -l -S
$ echo 1 >root/sys/kernel/kexec_crash_loaded
$ ./kexec -S
= 1
$ ./kexec --print-ckr-size
1 0
$ echo 1000 >root/sys/kernel/kexec_crash_size
$ ./kexec --print-ckr-size
1 1000

# loads
$ ./kexec -l vmlinuz
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ ./kexec -s -l vmlinuz --initrd=base.img --initrd=modules.cpio --append=quiet
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 initrd - 928 cmdline "quiet"
$ ./kexec -p vmlinuz --ramdisk=base.img --command-line=x
3 kexec_file_load2 flags 0x2 kernel 1088 initrd - 676 cmdline "x"
$ ./kexec -a -l vmlinuz --reuse-cmdline --append=more
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "root=/dev/vda1 quiet more"
$ ./kexec -d -l vmlinuz --initrd=base.img
2 kexec2: kernel: vmlinuz
2 kexec2: initrd 0: base.img
2 kexec2: command line: 
2 kexec2: flags: 0x8
3 kexec_file_load2 flags 0x8 kernel 1088 initrd - 676 cmdline ""
$ FAKE='err=22 stage=1 once' ./kexec -d -l vmlinuz --initrd=base.img 2>&1 | tail -n 1
1 kexec2: warning: this kernel does not support --debug or --no-cma; loaded without
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline ""
$ FAKE=absent ./kexec -l vmlinuz --initrd=base.img --initrd=modules.cpio
2 kexec2: warning: no kexec_file_load2 in this kernel: 2 initrds were joined, IMA sees one file without name or signature
3 kexec_file_load2 flags 0x0 kernel 0 cmdline ""
3 kexec_file_load flags 0x0 initrd 1608 cmdline ""
$ FAKE=absent ./kexec -s -l vmlinuz
3 kexec_file_load2 flags 0x0 kernel 0 cmdline ""
3 kexec_file_load flags 0x4 initrd 0 cmdline ""
$ FAKE='absent old_err=38' ./kexec -s -l vmlinuz
2 kexec2: vmlinuz: the running kernel (6.12.94-golden) has no kexec_file_load system call; boot one that is built with CONFIG_KEXEC_FILE (Function not implemented)
3 kexec_file_load2 flags 0x0 kernel 0 cmdline ""
3 kexec_file_load flags 0x4 initrd 0 cmdline ""
= 253
$ FAKE='err=26 stage=2' ./kexec -l vmlinuz
2 kexec2: vmlinuz: open for writing; wait, or find the writer with "fuser -v" (Text file busy)
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
= 255
$ FAKE=nocap ./kexec -l vmlinuz
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ ./kexec -l none
2 kexec2: none: no such file; check the name
= 255
$ ./kexec -l vmlinuz --initrd=none
2 kexec2: none: no such file; check the name
= 255
$ ./kexec -l vmlinuz --initrd=junk
2 kexec2: warning: junk (initrd 0): offset 0: not an archive that the kernel knows; the kernel stops there
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 18 cmdline ""
$ ./kexec -l
2 kexec2: missing KERNEL
2 Try "kexec2 help kexec".
= 255
$ ./kexec --no-cma -l vmlinuz
3 kexec_file_load2 flags 0x14 kernel 1088 cmdline ""
$ ./kexec -l vmlinuz -t bzImage64
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ ./kexec -l vmlinuz -t frob
2 kexec2: --type=frob is refused: the call does not load this format, but bzImage64
= 255
$ ./kexec -l vmlinuz --reuseinitrd
2 kexec2: /sys/firmware/initrd: no such file; boot with retain_initrd to use --reuseinitrd
= 1

# loads, and more
$ ./kexec vmlinuz
2 kexec2: no kernel is loaded; load one first
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
= 1
$ echo 1 >root/sys/kernel/kexec_loaded
$ ./kexec -f vmlinuz
3 down eth0
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
3 reboot 0x45584543 after sync
$ ./kexec -f -x -y vmlinuz
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
3 reboot 0x45584543
$ FAKE=reboot_err=1 ./kexec -f vmlinuz
2 kexec2: cannot start the loaded kernel (Operation not permitted); run this as root, outside of containers
3 down eth0
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
3 reboot 0x45584543 after sync
= 255

# loads, and has the system shut down
$ ./kexec vmlinuz --initrd=base.img
2 kexec2: shutdown: cannot be run (No such file or directory); the kernel is loaded, reboot or run "kexec2 exec"
3 execv /sbin/shutdown
3 execv /usr/sbin/shutdown
3 execv /bin/shutdown
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline ""
= 255

# unloads and starts
$ echo 0 >root/sys/kernel/kexec_loaded
$ ./kexec -u
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
$ ./kexec -p -u
3 kexec_file_load flags 0x3 initrd 0 cmdline ""
$ FAKE=old_err=16 ./kexec -u
2 kexec2: normal image: another load, unload or start is under way; try again later (Device or resource busy)
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
= 255
$ FAKE=old_err=38 ./kexec -s -u
2 kexec2: normal image: the running kernel (6.12.94-golden) has no kexec_file_load system call; boot one that is built with CONFIG_KEXEC_FILE (Function not implemented)
3 kexec_file_load flags 0x1 initrd 0 cmdline ""
= 253
$ echo 1 >root/sys/kernel/kexec_loaded
$ ./kexec -e
3 down eth0
3 reboot 0x45584543 after sync
$ ./kexec -e -x
3 reboot 0x45584543 after sync
$ ./kexec -e -y
3 down eth0
3 reboot 0x45584543
$ FAKE=nocap ./kexec -e
2 kexec2: cannot start the loaded kernel (Operation not permitted); run this as root, outside of containers
= 255
$ FAKE=reboot_err=22 ./kexec -e
2 kexec2: cannot start the loaded kernel (Invalid argument); dmesg may say more
3 down eth0
3 reboot 0x45584543 after sync
= 255

# what is refused or has no effect
$ ./kexec 
2 kexec2: missing KERNEL
2 Try "kexec2 help kexec".
= 255
$ ./kexec --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help kexec".
= 1
$ ./kexec -Z
2 kexec2: invalid option -- 'Z'
2 Try "kexec2 help kexec".
= 1
$ ./kexec -c -l vmlinuz
2 kexec2: --kexec-syscall (-c) is refused: kexec_load(2) is not used here, as no signature and no IMA rule covers what it loads; leave it out
= 1
$ ./kexec -l vmlinuz --serial=ttyS0
2 kexec2: --serial is refused: the kernel's own purgatory prints nothing and touches no device; leave it out
= 1
$ ./kexec -l vmlinuz --mem-min=4096
2 kexec2: --mem-min is refused: the kernel chooses where the image goes; leave it out
= 1
$ ./kexec -l vmlinuz --mem-max=q
2 kexec2: --mem-max=q is not a number
2 Try "kexec2 help kexec".
= 1
$ ./kexec -l vmlinuz --elf32-core-headers
2 kexec2: --elf32-core-headers is refused: the kernel makes ELF64 core headers; leave it out
= 1
$ ./kexec -l vmlinuz --noefi
2 kexec2: --noefi is refused: the kernel passes on what it knows of EFI; put "noefi" into the command line instead
= 1
$ ./kexec --load-jump-back-helper
2 kexec2: --load-jump-back-helper is refused: only kexec_load(2) can return to this kernel, and that call is not used here; leave it out
= 1
$ ./kexec --load-live-update vmlinuz
2 kexec2: --load-live-update is refused: live update is for the Xen hypervisor, which this does not load; use kexec-tools for it
= 1
$ ./kexec -s --hotplug -l vmlinuz
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ ./kexec -u --append=x
2 kexec2: --append has no effect without a load
2 Try "kexec2 help kexec".
= 1
$ ./kexec -e --initrd=x
2 kexec2: --initrd has no effect without a load
2 Try "kexec2 help kexec".
= 1
$ ./kexec -S --noefi
2 kexec2: --noefi has no effect without a load
2 Try "kexec2 help kexec".
= 1
$ ./kexec -S foo bar
= 1
$ ./kexec -l --console-vga vmlinuz
2 kexec2: --console-vga is refused: the kernel's own purgatory prints nothing and touches no device; leave it out
= 1
$ ./kexec -l --dtb=x vmlinuz
2 kexec2: unrecognized option '--dtb'
2 Try "kexec2 help kexec".
= 1
$ ./kexec -l --reset-vga --args-linux vmlinuz
2 kexec2: --reset-vga is refused: the kernel's own purgatory prints nothing and touches no device; leave it out
= 1
$ ./kexec --entry=xyz
2 kexec2: --entry=xyz is not a number
2 Try "kexec2 help kexec".
= 1
$ ./kexec -l a b
2 kexec2: a: no such file; check the name
= 255
$ ./kexec -i -l vmlinuz
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline ""
$ ./kexec -l -p vmlinuz
3 kexec_file_load2 flags 0x6 kernel 1088 cmdline ""

# what each order of options comes to: exit status, and what was asked for
$ echo 268435456 >root/sys/kernel/kexec_crash_size; echo 1 >root/sys/kernel/kexec_loaded; echo 0 >root/sys/kernel/kexec_crash_loaded
$ printf '%s\n' 'while read -r o; do ./kexec $o >out 2>&1' 'echo "$o: $?$(sed "s/^/, /; s/kexec_file_//; s/ initrd.*//; s/ kernel.*//; s/ 0x45584543//" "$FAKE_CALLS" 2>/dev/null | tr -d "\n")"' 'cat out; rm -f "$FAKE_CALLS"; done' >each
$ printf '%s vmlinuz\n' -l --load -f '-f -x' '-x -f' '-f -y' '-e -l' '-l -f' '-f -l' -p '-s -p' '-u -p' '-u -l' '-a -l' '-s -a -l' '-a -s -l' '-c -s -l' -ls '--kexec-f --load-pa' '-i -l' | sh each
1 -l vmlinuz: 0, load2 flags 0x4
1 --load vmlinuz: 0, load2 flags 0x4
1 -f vmlinuz: 0, down eth0, load2 flags 0x4, reboot after sync
1 -f -x vmlinuz: 0, load2 flags 0x4, reboot after sync
1 -x -f vmlinuz: 0, load2 flags 0x4, reboot after sync
1 -f -y vmlinuz: 0, down eth0, load2 flags 0x4, reboot
1 -e -l vmlinuz: 0, load2 flags 0x4
1 -l -f vmlinuz: 0, down eth0, load2 flags 0x4, reboot after sync
1 -f -l vmlinuz: 0, load2 flags 0x4
1 -p vmlinuz: 0, load2 flags 0x6
1 -s -p vmlinuz: 0, load2 flags 0x6
1 -u -p vmlinuz: 0, load2 flags 0x6, load flags 0x3
1 -u -l vmlinuz: 0, load2 flags 0x4, load flags 0x1
1 -a -l vmlinuz: 0, load2 flags 0x4
1 -s -a -l vmlinuz: 0, load2 flags 0x4
1 -a -s -l vmlinuz: 0, load2 flags 0x4
1 -c -s -l vmlinuz: 0, load2 flags 0x4
1 -ls vmlinuz: 0, load2 flags 0x4
1 --kexec-f --load-pa vmlinuz: 0, load2 flags 0x6
1 -i -l vmlinuz: 0, load2 flags 0x4
$ printf '%s\n' -e '-e -x -y' '-l -e' -u '-p -u' '-s -p -u' '-l -u' '-u -e' '--unl' -S '-l -S' -lS '-S -l' '-p -S' '-l -p -S' '--stat --load' '-S -u -f -p' '-u -c --serial=ttyS0 --mem-min=1 -t x' '-S --reset-vga --entry=1' | sh each
1 -e: 0, down eth0, reboot after sync
1 -e -x -y: 0, reboot
1 -l -e: 0, down eth0, reboot after sync
1 -u: 0, load flags 0x1
1 -p -u: 0, load flags 0x3
1 -s -p -u: 0, load flags 0x3
1 -l -u: 0, load flags 0x1
1 -u -e: 0, down eth0, load flags 0x1, reboot after sync
1 --unl: 0, load flags 0x1
1 -S: 0
1 -l -S: 1
1 -lS: 1
1 -S -l: 1
1 -p -S: 0
1 -l -p -S: 0
1 --stat --load: 1
1 -S -u -f -p: 0
1 -u -c --serial=ttyS0 --mem-min=1 -t x: 0, load flags 0x1
1 -S --reset-vga --entry=1: 0
$ echo 0 >root/sys/kernel/kexec_loaded; echo 1 >root/sys/kernel/kexec_crash_loaded; printf '%s\n' -S '-l -S' | sh each; rm root/sys/kernel/kexec_crash_loaded; echo -S | sh each; echo 1 >root/sys/kernel/kexec_loaded
1 -S: 1
1 -l -S: 0
1 -S: 255
$ echo '-s -l vmlinuz' | FAKE=absent sh each; echo '-d -l vmlinuz' | FAKE='err=22 stage=1' sh each; echo '--force-dtb -l vmlinuz' | FAKE='err=22 stage=1' sh each; echo '-d -l vmlinuz' | FAKE='err=8 stage=1' sh each
1 -s -l vmlinuz: 0, load2 flags 0x0, load flags 0x4
1 -d -l vmlinuz: 255, load2 flags 0x4
1 kexec2: kernel: vmlinuz
1 kexec2: command line: 
1 kexec2: flags: 0x8
1 kexec2: vmlinuz: the running kernel (6.12.94-golden) does not know all of the flags (0); clear some, such as KEXEC_FILE2_*; dmesg may say more (Invalid argument)
1 --force-dtb -l vmlinuz: 255, load2 flags 0x24
1 kexec2: vmlinuz: the running kernel (6.12.94-golden) does not know all of the flags (0x20); clear some, such as KEXEC_FILE2_*; dmesg may say more (Invalid argument)
1 -d -l vmlinuz: 255, load2 flags 0xc
1 kexec2: kernel: vmlinuz
1 kexec2: command line: 
1 kexec2: flags: 0x8
1 kexec2: vmlinuz: Exec format error; try again, and report it if it stays; dmesg may say more (Exec format error)

# operands and values
$ ./kexec --initrd=base.img vmlinuz --initrd modules.cpio -l --ramdisk=./a=b --append=x --command-line=y other
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 initrd - 928 initrd - 928 cmdline "y"
$ ./kexec -l --reuse-c --no-cma --force-dtb -- --vmlinuz
2 kexec2: --vmlinuz: no such file; check the name
= 255
$ ./kexec -l --help --frob | head -n 1; ./kexec -vu | wc -l; ./kexec --frob -h | wc -l
1 Usage: kexec2 kexec [OPTION]... [KERNEL]
1 1
1 0
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help kexec".

# each option that is refused, or has no effect
$ printf '%s vmlinuz\n' '-s -c' '-l --entry=0x100' '-l --mem-max=0x2' '--load-preserve-context' '-l --real-mode' '-l --entry-32bit' '-l --args-elf' '-l --args-none' '-l --module=x' '-l --console-serial' '-l --serial-baud=9600' '-l -t elf-x86_64' '-l --type=Image' | sh each
1 -s -c vmlinuz: 1
1 kexec2: --kexec-syscall (-c) is refused: kexec_load(2) is not used here, as no signature and no IMA rule covers what it loads; leave it out
1 -l --entry=0x100 vmlinuz: 1
1 kexec2: --entry is refused: the entry point is the one that the kernel image names; leave it out
1 -l --mem-max=0x2 vmlinuz: 1
1 kexec2: --mem-max is refused: the kernel chooses where the image goes; leave it out
1 --load-preserve-context vmlinuz: 1
1 kexec2: --load-preserve-context is refused: only kexec_load(2) can return to this kernel, and that call is not used here; leave it out
1 -l --real-mode vmlinuz: 255
1 kexec2: --real-mode is refused: the call enters the kernel in 64-bit mode only; leave it out
1 -l --entry-32bit vmlinuz: 255
1 kexec2: --entry-32bit is refused: the call enters the kernel in 64-bit mode only; leave it out
1 -l --args-elf vmlinuz: 1
1 kexec2: --args-elf is refused: the call passes Linux boot parameters only; leave it out
1 -l --args-none vmlinuz: 1
1 kexec2: --args-none is refused: the call passes Linux boot parameters only; leave it out
1 -l --module=x vmlinuz: 1
1 kexec2: --module is refused: the call loads Linux kernels only; use kexec-tools for multiboot
1 -l --console-serial vmlinuz: 1
1 kexec2: --console-serial is refused: the kernel's own purgatory prints nothing and touches no device; leave it out
1 -l --serial-baud=9600 vmlinuz: 1
1 kexec2: --serial-baud is refused: the kernel's own purgatory prints nothing and touches no device; leave it out
1 -l -t elf-x86_64 vmlinuz: 255
1 kexec2: --type=elf-x86_64 is refused: the call does not load this format, but bzImage64
1 -l --type=Image vmlinuz: 255
1 kexec2: --type=Image is refused: the call does not load this format, but bzImage64
$ printf '%s\n' '-u --entry=x' '--mem-max=2G -S' '--exec-live-update' '-u --real-mode' '-u --initrd=x' '-S --append=x' '-e --reuse-cmdline' '--load-p K' '-l --initrd' '--load=1' '-?' | sh each
1 -u --entry=x: 1
1 kexec2: --entry=x is not a number
1 Try "kexec2 help kexec".
1 --mem-max=2G -S: 1
1 kexec2: --mem-max=2G is not a number
1 Try "kexec2 help kexec".
1 --exec-live-update: 1
1 kexec2: --exec-live-update is refused: live update is for the Xen hypervisor, which this does not load; use kexec-tools for it
1 -u --real-mode: 1
1 kexec2: --real-mode has no effect without a load
1 Try "kexec2 help kexec".
1 -u --initrd=x: 1
1 kexec2: --initrd has no effect without a load
1 Try "kexec2 help kexec".
1 -S --append=x: 1
1 kexec2: --append has no effect without a load
1 Try "kexec2 help kexec".
1 -e --reuse-cmdline: 1
1 kexec2: --reuse-cmdline has no effect without a load
1 Try "kexec2 help kexec".
1 --load-p K: 1
1 kexec2: option '--load-p' is ambiguous; possibilities: '--load-panic' '--load-preserve-context'
1 Try "kexec2 help kexec".
1 -l --initrd: 1
1 kexec2: option '--initrd' requires an argument
1 Try "kexec2 help kexec".
1 --load=1: 1
1 kexec2: option '--load' doesn't allow an argument
1 Try "kexec2 help kexec".
1 -?: 1
1 kexec2: invalid option -- '?'
1 Try "kexec2 help kexec".
$ echo '-l --hotplug --elf64-core-headers --args-linux --pass-memmap-cmdline --reuse-video-type --no-checks -t bzImage vmlinuz' | sh each
1 -l --hotplug --elf64-core-headers --args-linux --pass-memmap-cmdline --reuse-video-type --no-checks -t bzImage vmlinuz: 0, load2 flags 0x4
$ echo 0 >root/sys/kernel/kexec_crash_size; echo '-p vmlinuz' | sh each; rm root/proc/cmdline; echo '-l vmlinuz --reuse-cmdline' | sh each
1 -p vmlinuz: 1
1 kexec2: no memory reserved for a crash kernel; boot with crashkernel=256M or more
1 -l vmlinuz --reuse-cmdline: 1
1 kexec2: /proc/cmdline: cannot be read (No such file or directory); mount /proc, or use --append

# what fails does not go on
$ printf '%s\n' vmlinuz '-f vmlinuz' | FAKE='err=126 stage=5' sh each
1 vmlinuz: 255, load2 flags 0x4
1 kexec2: vmlinuz: Required key not available; try again, and report it if it stays; dmesg may say more (Required key not available)
1 -f vmlinuz: 255, load2 flags 0x4
1 kexec2: vmlinuz: Required key not available; try again, and report it if it stays; dmesg may say more (Required key not available)
$ printf '%s\n' '-s -u' '-u -l vmlinuz' | FAKE=old_err=16 sh each
1 -s -u: 255, load flags 0x1
1 kexec2: normal image: another load, unload or start is under way; try again later (Device or resource busy)
1 -u -l vmlinuz: 255, load flags 0x1
1 kexec2: normal image: another load, unload or start is under way; try again later (Device or resource busy)

# network interfaces that are down, or stay up
$ FAKE=net_err=1 ./kexec -e
2 kexec2: cannot take network interface eth0 down (Operation not permitted)
3 down eth0
3 reboot 0x45584543 after sync

# command lines of programs that call kexec: kdump-config
$ rm -f kexec; ln -s "$(command -v kexec2)" kexec; echo 268435456 >root/sys/kernel/kexec_crash_size; mkdir -p root/proc; echo 'root=/dev/vda1 quiet' >root/proc/cmdline
$ echo 'root=/dev/vda1 quiet  reset_devices systemd.unit=kdump-tools-dump.service nr_cpus=1 irqpoll usbcore.nousb' >append
$ ./kexec -p --command-line="$(cat append)" --initrd=base.img vmlinuz
3 kexec_file_load2 flags 0x2 kernel 1088 initrd - 676 cmdline "root=/dev/vda1 quiet  reset_devices systemd.unit=kdump-tools-dump.service nr_cpus=1 irqpoll usbcore.nousb"
$ ./kexec -p -s --command-line="$(cat append)" --initrd=base.img vmlinuz
3 kexec_file_load2 flags 0x2 kernel 1088 initrd - 676 cmdline "root=/dev/vda1 quiet  reset_devices systemd.unit=kdump-tools-dump.service nr_cpus=1 irqpoll usbcore.nousb"
$ ./kexec -p --args-linux --elf64-core-headers --command-line="$(cat append)" --initrd=base.img vmlinuz
3 kexec_file_load2 flags 0x2 kernel 1088 initrd - 676 cmdline "root=/dev/vda1 quiet  reset_devices systemd.unit=kdump-tools-dump.service nr_cpus=1 irqpoll usbcore.nousb"
$ ./kexec -p -u; ./kexec -s -p -u
3 kexec_file_load flags 0x3 initrd 0 cmdline ""
3 kexec_file_load flags 0x3 initrd 0 cmdline ""

# kdumpctl
$ ./kexec -s -p -d --command-line=irqpoll --initrd=base.img vmlinuz
2 kexec2: kernel: vmlinuz
2 kexec2: initrd 0: base.img
2 kexec2: command line: irqpoll
2 kexec2: flags: 0xa
3 kexec_file_load2 flags 0xa kernel 1088 initrd - 676 cmdline "irqpoll"
$ ./kexec -s -p -u
3 kexec_file_load flags 0x3 initrd 0 cmdline ""

# kexec-load and kexec of Debian's kexec-tools
$ ./kexec -l vmlinuz --initrd=base.img --append='root=/dev/vda1 quiet'
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline "root=/dev/vda1 quiet"
$ echo 1 >root/sys/kernel/kexec_loaded; ./kexec -e; echo 0 >root/sys/kernel/kexec_loaded
3 down eth0
3 reboot 0x45584543 after sync

# systemctl kexec; systemd-shutdown
$ ./kexec --load vmlinuz --append 'root=/dev/vda1 quiet' --initrd base.img
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline "root=/dev/vda1 quiet"
$ ./kexec --load vmlinuz --append quiet
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet"
$ echo 1 >root/sys/kernel/kexec_loaded; ./kexec -e; echo 0 >root/sys/kernel/kexec_loaded
3 down eth0
3 reboot 0x45584543 after sync

# grub-emu --kexec
$ ./kexec -l vmlinuz --initrd=base.img '--command-line=root=/dev/vda1 ro quiet'
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline "root=/dev/vda1 ro quiet"
$ ./kexec -l vmlinuz --command-line=quiet
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "quiet"

# petitboot: -l, then -s if that fails; -e, then -e -f if that fails
$ ./kexec -l --debug --initrd=base.img '--append=root=/dev/vda1 quiet' vmlinuz
2 kexec2: kernel: vmlinuz
2 kexec2: initrd 0: base.img
2 kexec2: command line: root=/dev/vda1 quiet
2 kexec2: flags: 0x8
3 kexec_file_load2 flags 0x8 kernel 1088 initrd - 676 cmdline "root=/dev/vda1 quiet"
$ ./kexec -l '--append=""' vmlinuz
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline """"
$ ./kexec -s --initrd=base.img --append=quiet vmlinuz
2 kexec2: no kernel is loaded; load one first
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline "quiet"
= 1
$ ./kexec -l --initrd=base.img --dtb=dtb --append=quiet vmlinuz
2 kexec2: unrecognized option '--dtb'
2 Try "kexec2 help kexec".
= 1
$ echo 1 >root/sys/kernel/kexec_loaded; ./kexec -e -f; echo 0 >root/sys/kernel/kexec_loaded
2 kexec2: missing KERNEL
2 Try "kexec2 help kexec".

# u-root: the long options that both have; its short ones mean other things
$ ./kexec -l --initrd base.img --append quiet vmlinuz; ./kexec -l --reuse-cmdline vmlinuz; ./kexec -d -l vmlinuz 2>&1 | tail -n 1
1 kexec2: flags: 0x8
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 676 cmdline "quiet"
3 kexec_file_load2 flags 0x4 kernel 1088 cmdline "root=/dev/vda1 quiet"
3 kexec_file_load2 flags 0xc kernel 1088 cmdline ""
$ ./kexec -l -i base.img -c quiet vmlinuz
2 kexec2: --kexec-syscall (-c) is refused: kexec_load(2) is not used here, as no signature and no IMA rule covers what it loads; leave it out
= 1
$ ./kexec -l --initramfs=base.img vmlinuz
2 kexec2: unrecognized option '--initramfs=base.img'
2 Try "kexec2 help kexec".
= 1
$ ./kexec -L -l vmlinuz
2 kexec2: invalid option -- 'L'
2 Try "kexec2 help kexec".
= 1
