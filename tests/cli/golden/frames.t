# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# A load walks from header to header behind the first MiB of what is compressed
# by xz, zstd or lz4; --dry-run and --strict unpack all.  Files that do not become
# smaller, the second one without its directory:
$ openssl enc -aes-128-ctr -K 0 -iv 0 -in /dev/zero 2>/dev/null | head -c 9M >big; mkdir d; echo lost >d/lost; printf 'big\nd/lost\n' | cpio -o -H newc --quiet --reproducible >big.cpio; xz -0 --check=crc32 -k big.cpio; zstd -1 -q big.cpio -o big.cpio.zst; lz4 -l -q -1 big.cpio big.cpio.lz4; echo d/lost | cpio -o -H newc --quiet --reproducible >lost.cpio; truncate -s %512 big.cpio.*; ls big.cpio.* | wc -l
1 3
$ for kind in xz zst lz4; do kexec2 load vmlinuz --initrd=big.cpio.$kind --initrd=lost.cpio; done
1 kexec2: loaded vmlinuz with 2 initramfs parts (9.0 MiB); run "kexec2 exec" to boot it
1 kexec2: loaded vmlinuz with 2 initramfs parts (9.0 MiB); run "kexec2 exec" to boot it
1 kexec2: loaded vmlinuz with 2 initramfs parts (9.0 MiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 9438208 initrd - 512 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 9437696 initrd - 512 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 9475072 initrd - 512 cmdline ""
$ kexec2 load vmlinuz --initrd=lost.cpio --initrd=big.cpio.zst
1 kexec2: loaded vmlinuz with 2 initramfs parts (9.0 MiB); run "kexec2 exec" to boot it
2 kexec2: warning: lost.cpio (initrd 0): the kernel drops d/lost at offset 0: no directory d comes before it; add the directory
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 512 initrd - 9437696 cmdline ""
$ cat big.cpio.zst lost.cpio >joined; kexec2 load vmlinuz --initrd=joined
1 kexec2: loaded vmlinuz with 1 initramfs part (9.0 MiB); run "kexec2 exec" to boot it
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 9438208 cmdline ""
$ for kind in xz zst lz4; do kexec2 load vmlinuz --initrd=big.cpio.$kind --strict; done
2 kexec2: big.cpio.xz (initrd 0): the kernel drops d/lost at offset 9437300 of the unpacked archive at offset 0: no directory d comes before it; add the directory
2 kexec2: big.cpio.zst (initrd 0): the kernel drops d/lost at offset 9437300 of the unpacked archive at offset 0: no directory d comes before it; add the directory
2 kexec2: big.cpio.lz4 (initrd 0): the kernel drops d/lost at offset 9437300 of the unpacked archive at offset 0: no directory d comes before it; add the directory
= 1
$ kexec2 load vmlinuz --initrd=big.cpio.zst --dry-run >shown
2 kexec2: warning: big.cpio.zst (initrd 0): the kernel drops d/lost at offset 9437300 of the unpacked archive at offset 0: no directory d comes before it; add the directory

# A wrong byte within a block, which only unpacking finds, a file that is cut, and
# what follows an archive.
$ for kind in xz zst lz4; do cp big.cpio.$kind flip.$kind; printf '\377\377\377' | dd of=flip.$kind bs=1 seek=9200000 conv=notrunc status=none; kexec2 load vmlinuz --initrd=flip.$kind; kexec2 load vmlinuz --initrd=flip.$kind --dry-run 2>&1 >shown | tail -n 1; done
1 kexec2: loaded vmlinuz with 1 initramfs part (9.0 MiB); run "kexec2 exec" to boot it
1 kexec2: flip.xz (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
1 kexec2: loaded vmlinuz with 1 initramfs part (9.0 MiB); run "kexec2 exec" to boot it
1 kexec2: flip.zst (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
1 kexec2: loaded vmlinuz with 1 initramfs part (9.0 MiB); run "kexec2 exec" to boot it
1 kexec2: warning: flip.lz4 (initrd 0): the kernel drops d/lost at offset 9437300 of the unpacked archive at offset 0: no directory d comes before it; add the directory
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 9438208 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 9437696 cmdline ""
3 kexec_file_load2 flags 0x0 kernel 1088 initrd - 9475072 cmdline ""
$ for kind in xz zst lz4; do head -c 9M big.cpio.$kind >cut.$kind; kexec2 load vmlinuz --initrd=cut.$kind 2>&1 | tail -n 1; done
1 kexec2: cut.xz (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
1 kexec2: cut.zst (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
1 kexec2: cut.lz4 (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
$ for kind in xz zst lz4; do (cat big.cpio.$kind lost.cpio; echo junk) >joined; kexec2 load vmlinuz --initrd=joined 2>&1 | tail -n 1; done
1 kexec2: joined (initrd 0): offset 9438720: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
1 kexec2: joined (initrd 0): offset 9438208: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
1 kexec2: joined (initrd 0): offset 9475584: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
