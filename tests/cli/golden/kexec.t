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
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
$ ./kexec -s -l vmlinuz --initrd=base.img --initrd=modules.cpio --append=quiet
3 kexec_file_load2 flags 0x0 kernel 9 initrd - 676 initrd - 928 cmdline "quiet"
$ ./kexec -p vmlinuz --ramdisk=base.img --command-line=x
3 kexec_file_load2 flags 0x2 kernel 9 initrd - 676 cmdline "x"
$ ./kexec -a -l vmlinuz --reuse-cmdline --append=more
3 kexec_file_load2 flags 0x4 kernel 9 cmdline "root=/dev/vda1 quiet more"
$ ./kexec -d -l vmlinuz --initrd=base.img
2 kexec2: kernel: vmlinuz
2 kexec2: initrd 1: base.img
2 kexec2: command line: 
2 kexec2: flags: 0x8
3 kexec_file_load2 flags 0x8 kernel 9 initrd - 676 cmdline ""
$ FAKE=absent ./kexec -l vmlinuz --initrd=base.img --initrd=modules.cpio
2 kexec2: this kernel has no kexec_file_load2 system call: the 2 initrds were joined, and IMA sees one file without a name or signature
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
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
= 255
$ FAKE=nocap ./kexec -l vmlinuz
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
$ ./kexec -l none
2 kexec2: none: there is no such file; check the name
= 255
$ ./kexec -l vmlinuz --initrd=none
2 kexec2: none: there is no such file; check the name
= 255
$ ./kexec -l vmlinuz --initrd=junk
2 kexec2: warning: junk (initrd 1): what is at offset 0 is no archive that the kernel knows; the kernel would stop there
3 kexec_file_load2 flags 0x0 kernel 9 initrd - 18 cmdline ""
$ ./kexec -l
2 kexec2: there is no kernel to load; name one
2 Try "kexec2 help kexec".
= 255
$ ./kexec --no-cma -l vmlinuz
3 kexec_file_load2 flags 0x14 kernel 9 cmdline ""
$ ./kexec -l vmlinuz -t bzImage64
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
$ ./kexec -l vmlinuz -t frob
2 kexec2: --type=frob is refused: the call does not load this format, but bzImage64
= 255
$ ./kexec -l vmlinuz --reuseinitrd
2 kexec2: /sys/firmware/initrd: there is no such file; check the name; boot with retain_initrd to use --reuseinitrd
= 1

# loads, and more
$ ./kexec vmlinuz
2 kexec2: no kernel is loaded; load one first
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
= 1
$ echo 1 >root/sys/kernel/kexec_loaded
$ ./kexec -f vmlinuz
3 down eth0
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
3 reboot 0x45584543 after sync
$ ./kexec -f -x -y vmlinuz
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
3 reboot 0x45584543
$ FAKE=reboot_err=1 ./kexec -f vmlinuz
2 kexec2: the loaded kernel could not be started (Operation not permitted); run this as root, outside of containers
3 down eth0
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
3 reboot 0x45584543 after sync
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
2 kexec2: the loaded kernel could not be started (Operation not permitted); run this as root, outside of containers
= 255
$ FAKE=reboot_err=22 ./kexec -e
2 kexec2: the loaded kernel could not be started (Invalid argument); dmesg may say more
3 down eth0
3 reboot 0x45584543 after sync
= 255

# what is refused or has no effect
$ ./kexec 
2 kexec2: there is no kernel to load; name one
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
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
$ ./kexec -u --append=x
2 kexec2: --append is for a load, and nothing is loaded here
2 Try "kexec2 help kexec".
= 1
$ ./kexec -e --initrd=x
2 kexec2: --initrd is for a load, and nothing is loaded here
2 Try "kexec2 help kexec".
= 1
$ ./kexec -S --noefi
2 kexec2: --noefi is for a load, and nothing is loaded here
2 Try "kexec2 help kexec".
= 1
$ ./kexec -S foo bar
= 1
$ ./kexec -l --console-vga vmlinuz
2 kexec2: --console-vga is refused: the kernel's own purgatory prints nothing and touches no device; leave it out
= 1
$ ./kexec -l --dtb=x vmlinuz
2 kexec2: unrecognized option '--dtb=x'
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
2 kexec2: a: there is no such file; check the name
= 255
$ ./kexec -i -l vmlinuz
3 kexec_file_load2 flags 0x4 kernel 9 cmdline ""
$ ./kexec -l -p vmlinuz
3 kexec_file_load2 flags 0x6 kernel 9 cmdline ""
