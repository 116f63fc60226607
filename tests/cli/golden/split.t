# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# parts
$ kexec2 split joined.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0         1024          688        4
1    1  initrd      gzip               1024          699          676        3
$ kexec2 split three.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0          688          688        4
1    1  initrd      gzip                688          699          676        3
1    2  initrd2     cpio               1388          928          928        4
$ kexec2 split base.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0          676          676        3
$ kexec2 split early.cpio
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0          688          688        4
$ kexec2 split base.gz
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      gzip                  0          699          676        3
$ kexec2 split bootconfig.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0          704          676        3
1       bootconfig in the last part:            676           28
$ kexec2 split badconfig.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0          676          676        3
2 kexec2: badconfig.img: offset 676: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 split base.bz2 | cut -c1-24
1 PART  LABEL       KIND  
1    0  initrd      bzip2 
$ kexec2 split base.xz | cut -c1-24
1 PART  LABEL       KIND  
1    0  initrd      xz    
$ kexec2 split base.lzma | cut -c1-24
1 PART  LABEL       KIND  
1    0  initrd      lzma  
$ kexec2 split base.zst | cut -c1-24
1 PART  LABEL       KIND  
1    0  initrd      zstd  
$ kexec2 split base.lz4 | cut -c1-24
1 PART  LABEL       KIND  
1    0  initrd      lz4   
$ kexec2 split base.lzo | cut -c1-24
1 PART  LABEL       KIND  
1    0  initrd      lzo   

# for programs
$ kexec2 split joined.img --json
1 {
1   "image": "joined.img",
1   "size": 1723,
1   "parts": [
1     {
1       "index": 0,
1       "label": "early",
1       "kind": "cpio",
1       "offset": 0,
1       "size": 1024,
1       "padding": 336,
1       "unpacked_size": 688,
1       "entries": 4,
1       "xattr_entries": 0,
1       "early": true,
1       "trailer": true,
1       "truncated": false
1     },
1     {
1       "index": 1,
1       "label": "initrd",
1       "kind": "gzip",
1       "offset": 1024,
1       "size": 699,
1       "padding": 0,
1       "unpacked_size": 676,
1       "entries": 3,
1       "xattr_entries": 0,
1       "early": false,
1       "trailer": true,
1       "truncated": false
1     }
1   ]
1 }
$ kexec2 split more.img --json
1 {
1   "image": "more.img",
1   "size": 1639,
1   "parts": [
1     {
1       "index": 0,
1       "label": "early",
1       "kind": "cpio",
1       "offset": 0,
1       "size": 688,
1       "padding": 0,
1       "unpacked_size": 688,
1       "entries": 4,
1       "xattr_entries": 0,
1       "early": true,
1       "trailer": true,
1       "truncated": false
1     },
1     {
1       "index": 1,
1       "label": "initrd",
1       "kind": "cpio",
1       "offset": 688,
1       "size": 928,
1       "padding": 0,
1       "unpacked_size": 928,
1       "entries": 4,
1       "xattr_entries": 0,
1       "early": false,
1       "trailer": true,
1       "truncated": false
1     }
1   ],
1   "stop": {
1     "kind": "junk",
1     "offset": 1616,
1     "why": "not an archive that the kernel knows"
1   }
1 }
2 kexec2: more.img: offset 1616: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 split bootconfig.img --json
1 {
1   "image": "bootconfig.img",
1   "size": 704,
1   "parts": [
1     {
1       "index": 0,
1       "label": "initrd",
1       "kind": "cpio",
1       "offset": 0,
1       "size": 704,
1       "padding": 0,
1       "unpacked_size": 676,
1       "entries": 3,
1       "xattr_entries": 0,
1       "early": false,
1       "trailer": true,
1       "truncated": false
1     }
1   ],
1   "bootconfig": {
1     "offset": 676,
1     "size": 28
1   }
1 }

# written
$ kexec2 split three.img -o parts
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0          688          688        4
1    1  initrd      gzip                688          699          676        3
1    2  initrd2     cpio               1388          928          928        4
$ ls parts; cat parts/00* | cmp - early.cpio
1 00-early.img
1 01-initrd.img
1 02-initrd2.img
$ kexec2 split three.img -o parts
2 kexec2: parts/00-early.img: cannot be made (File exists); --force replaces it
= 1
$ kexec2 split three.img -o parts --force --json
1 {
1   "image": "three.img",
1   "size": 2316,
1   "parts": [
1     {
1       "index": 0,
1       "label": "early",
1       "kind": "cpio",
1       "offset": 0,
1       "size": 688,
1       "padding": 0,
1       "unpacked_size": 688,
1       "entries": 4,
1       "xattr_entries": 0,
1       "early": true,
1       "trailer": true,
1       "truncated": false,
1       "file": "parts/00-early.img"
1     },
1     {
1       "index": 1,
1       "label": "initrd",
1       "kind": "gzip",
1       "offset": 688,
1       "size": 699,
1       "padding": 0,
1       "unpacked_size": 676,
1       "entries": 3,
1       "xattr_entries": 0,
1       "early": false,
1       "trailer": true,
1       "truncated": false,
1       "file": "parts/01-initrd.img"
1     },
1     {
1       "index": 2,
1       "label": "initrd2",
1       "kind": "cpio",
1       "offset": 1388,
1       "size": 928,
1       "padding": 0,
1       "unpacked_size": 928,
1       "entries": 4,
1       "xattr_entries": 0,
1       "early": false,
1       "trailer": true,
1       "truncated": false,
1       "file": "parts/02-initrd2.img"
1     }
1   ]
1 }
$ kexec2 split joined.img --output=parts --force
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0         1024          688        4
1    1  initrd      gzip               1024          699          676        3
$ kexec2 split joined.img -o none/none/none
2 kexec2: none/none/none: cannot be made (No such file or directory)
= 1
$ kexec2 split joined.img -o vmlinuz
2 kexec2: vmlinuz/00-early.img: cannot be made (Not a directory)
= 1
$ kexec2 split more.img -o more; ls more
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0          688          688        4
1    1  initrd      cpio                688          928          928        4
2 kexec2: more.img: offset 1616: not an archive that the kernel knows; the kernel stops there
2 ls: cannot access 'more': No such file or directory
= 2
$ mkdir ro; chmod 500 ro; mkdir -p some/00-early.img
$ kexec2 split three.img -o some --force
2 kexec2: some/00-early.img: cannot be replaced (Is a directory)
= 1

# by digests that are known
$ cat early.cpio zeros base.gz base.zst >padded.img; sha256sum early.cpio base.gz >known
$ kexec2 split padded.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0         1024          688        4
1    1  initrd      gzip               1712          699          676        3
1    2  initrd2     zstd               2411          114          676        3
$ kexec2 split padded.img --known=known -o exact
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0          688          688        4
1       is early.cpio
1    1  initrd      gzip               1712          699          676        3
1       is base.gz
1    2  initrd2     zstd               2411          114          676        3
1       is not known
$ cmp exact/00* early.cpio; cmp exact/01* base.gz; cmp exact/02* base.zst
$ kexec2 split padded.img --known=known --json | grep -e known -e '"size' -e padding
1   "size": 2525,
1       "size": 688,
1       "padding": 0,
1       "known": "early.cpio"
1       "size": 699,
1       "padding": 0,
1       "known": "base.gz"
1       "size": 114,
1       "padding": 0,
1       "known": null
$ cat base.gz base.zst >two.img; sha256sum two.img >known2
$ kexec2 split padded.img --known=known2
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0         1024          688        4
1       is not known
1    1  initrd      several            1712          813         1352        6
1       is two.img
$ kexec2 split padded.img --known=known --known=known2 | grep ' is '
1       is early.cpio
1       is base.gz
1       is not known
$ cat early.cpio zeros >esc.img; (sha256sum early.cpio | cut -c1-66; printf 'a\033b') | tr -d '\n' >known3; kexec2 split esc.img --known=known3
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0          688          688        4
1       is a\x1bb
$ kexec2 split padded.img --known=none
2 kexec2: none: no such file; check the name
= 1
$ kexec2 split padded.img --known=junk
2 kexec2: junk: line 1: neither a line of sha256sum nor of kexec2-known(5)
= 1
$ kexec2 split padded.img --known=empty
2 kexec2: empty: has no digest of a file
= 1

# what the kernel would stop at
$ kexec2 split junk
2 kexec2: junk: offset 0: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 split empty
2 kexec2: empty: contains no archive
= 1
$ kexec2 split zeros
2 kexec2: zeros: contains no archive
= 1
$ kexec2 split cut.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0          476          476        3
$ kexec2 split cut.gz
2 kexec2: cut.gz: offset 0: truncated archive; the kernel stops there
= 1
$ kexec2 split broken.gz
2 kexec2: broken.gz: offset 0: compressed content: cpio header with invalid digits; the kernel stops there
= 1
$ kexec2 split checksum.gz
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      gzip                  0          699          676        3
$ kexec2 split base64.xz
2 kexec2: base64.xz: offset 0: xz check not supported by the kernel (use xz --check=crc32); the kernel stops there
= 1
$ kexec2 split base.lz4frame
2 kexec2: base.lz4frame: offset 0: lz4 frame format, of which the kernel takes only the legacy one (use lz4 -l); the kernel stops there
= 1
$ kexec2 split more.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  early       cpio                  0          688          688        4
1    1  initrd      cpio                688          928          928        4
2 kexec2: more.img: offset 1616: not an archive that the kernel knows; the kernel stops there
= 1
$ kexec2 split old.cpio
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0           86           86        0
$ kexec2 split absolute.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0          252          252        1
$ kexec2 split late-early.img
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0          248          248        1
1    1  early       cpio                248          688          688        4
$ kexec2 split none
2 kexec2: none: no such file; check the name
= 1
$ kexec2 split .
2 kexec2: .: not a regular file
= 1
$ kexec2 split fifo/x
2 kexec2: fifo/x: no such file; check the name
= 1
$ kexec2 split bzimage
2 kexec2: bzimage: offset 0: a PE file, and no initramfs (for a unified kernel image use kexec2 load --uki); the kernel stops there
= 1

# wrong usage
$ kexec2 split
2 kexec2: split: missing IMAGE
2 Try "kexec2 help split".
= 2
$ kexec2 split a b
2 kexec2: split: more than one IMAGE ("a", "b")
2 Try "kexec2 help split".
= 2
$ kexec2 split base.img --force
2 kexec2: --force has no effect without --output
2 Try "kexec2 help split".
= 2
$ kexec2 split base.img -o
2 kexec2: option requires an argument -- 'o'
2 Try "kexec2 help split".
= 2
$ kexec2 split base.img -o ''
2 kexec2: : cannot be made (No such file or directory)
= 1
$ kexec2 split base.img -o a -o b
1 PART  LABEL       KIND             OFFSET         SIZE     UNPACKED  ENTRIES
1    0  initrd      cpio                  0          676          676        3

# cut short, or with bits that have changed, in each format
$ for file in cut/* damaged/*; do echo "$file"; kexec2 split "$file" | sed -n '2,$p'; done
1 cut/bz2
1 cut/deflate.gz
1 cut/lz4
1 cut/lzma
1 cut/lzo
1 cut/xz
1 cut/zst
1 damaged/bz2
1 damaged/deflate.gz
1 damaged/lz4
1 damaged/lzma
1 damaged/lzo
1 damaged/xz
1 damaged/zst
2 kexec2: cut/bz2: offset 0: truncated archive; the kernel stops there
2 kexec2: cut/deflate.gz: offset 0: truncated archive; the kernel stops there
2 kexec2: cut/lz4: offset 0: truncated archive; the kernel stops there
2 kexec2: cut/lzma: offset 0: truncated archive; the kernel stops there
2 kexec2: cut/lzo: offset 0: truncated archive; the kernel stops there
2 kexec2: cut/xz: offset 0: truncated archive; the kernel stops there
2 kexec2: cut/zst: offset 0: truncated archive; the kernel stops there
2 kexec2: damaged/bz2: offset 0: damaged archive; the kernel stops there
2 kexec2: damaged/deflate.gz: offset 0: damaged archive; the kernel stops there
2 kexec2: damaged/lz4: offset 0: damaged archive, or less than 4 zero bytes after it; the kernel stops there
2 kexec2: damaged/lzma: offset 0: damaged archive; the kernel stops there
2 kexec2: damaged/lzo: offset 0: damaged archive; the kernel stops there
2 kexec2: damaged/xz: offset 0: damaged archive; the kernel stops there
2 kexec2: damaged/zst: offset 0: damaged archive; the kernel stops there
$ for file in cut/* damaged/*; do kexec2 load vmlinuz --initrd="$file" --cmdline=x --dry-run >out; done
2 kexec2: cut/bz2 (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: cut/deflate.gz (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: cut/lz4 (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: cut/lzma (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: cut/lzo (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: cut/xz (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: cut/zst (initrd 0): offset 0: truncated archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: damaged/bz2 (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: damaged/deflate.gz (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: damaged/lz4 (initrd 0): offset 0: damaged archive, or less than 4 zero bytes after it; the kernel stops there; --no-checks takes it anyway
2 kexec2: damaged/lzma (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: damaged/lzo (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: damaged/xz (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
2 kexec2: damaged/zst (initrd 0): offset 0: damaged archive; the kernel stops there; --no-checks takes it anyway
= 1
