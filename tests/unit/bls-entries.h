/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
#ifndef BLS_ENTRIES_H
#define BLS_ENTRIES_H

/* Entries as they are found on machines */

#define ID	"6a9857a393724b7a981ebb5b8495b9ea"

static const char kernel_install[] =
	"# Boot Loader Specification type#1 entry\n"
	"# File created by /usr/lib/kernel/install.d/90-loaderentry.install\n"
	"title      Fedora Linux 40 (Workstation Edition)\n"
	"version    6.12.94-200.fc40.x86_64\n"
	"machine-id " ID "\n"
	"sort-key   fedora\n"
	"options    root=UUID=6d3376e4-fc93-4509-95ec-a21d68011da2 ro rhgb quiet\n"
	"linux      /" ID "/6.12.94/linux\n"
	"initrd     /" ID "/6.12.94/microcode\n"
	"initrd     /" ID "/6.12.94/initrd\n";

static const char rhel[] =
	"title Red Hat Enterprise Linux (5.14.0-427.el9.x86_64) 9.4 (Plow)\n"
	"version 5.14.0-427.el9.x86_64\n"
	"linux /vmlinuz-5.14.0-427.el9.x86_64\n"
	"initrd /initramfs-5.14.0-427.el9.x86_64.img $tuned_initrd\n"
	"options root=/dev/mapper/rhel-root ro crashkernel=1G-4G:192M $tuned_params\n"
	"grub_users $grub_users\n"
	"grub_arg --unrestricted\n"
	"grub_class rhel\n";

static const char arch[] =
	"title   Arch Linux\n"
	"linux   /vmlinuz-linux\n"
	"initrd  /intel-ucode.img\n"
	"initrd  /initramfs-linux.img\n"
	"options root=PARTUUID=1234\n"
	"options rw memmap=64M$0x18880000\n";

static const char postmarketos[] =
	"title\tpostmarketOS\n"
	"sort-key\tpostmarketos\n"
	"linux\tvmlinuz\n"
	"initrd\tinitramfs\n"
	"devicetree\tsdm845-oneplus-enchilada.dtb\n";

#endif /* BLS_ENTRIES_H */
