#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A loader that was built without any optional library, as TAP:
#	without.sh KEXEC2 WHOLE STATIC
# WHOLE is kexec2 that opens them, and STATIC one that has them in it.

kexec2=$(realpath "$1") || exit
whole=$(realpath "$2") || exit
static=$(realpath "$3") || exit
. "$(dirname "$0")/lib/tap.sh"
. "$(dirname "$0")/lib/kernel.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit
fake_kernel >vmlinuz
echo hello >file
echo file | cpio -o -H newc --quiet >i.cpio

is "$(objdump -p "$whole" | sed -nE 's/^ *NEEDED *(lib[a-z-]*)\.so.*/\1/p' |
	sort | paste -sd ' ')" "libc libcrypto libjson-c" \
	"with all libraries, it is linked to two of them"
is "$(ldd "$kexec2" | grep -vE 'linux-vdso|libc\.so|ld-linux')" "" \
	"without them, to nothing but libc"

# What it would open is no library here, but for what libcrypto takes: since
# Debian 13, zlib and libzstd.
mkdir broken
for soname in z.so.1 bz2.so.1 lzma.so.5 lzo2.so.2 lz4.so.1 zstd.so.1; do
	ldd "$whole" | grep -qF "lib$soname" || : >broken/lib$soname
done

# lacks WHAT LIBRARY FILE: an initrd that is not looked into
lacks()
{
	local broken=(env LD_LIBRARY_PATH=broken "$whole")

	like "$("$kexec2" load --dry-run vmlinuz --initrd="$3" 2>&1)" \
		"warning: $3.* compressed by $1, .* without $2" "load: no $1"
	like "$("$kexec2" split "$3" 2>&1)" \
		"$3: compressed by $1, .* without $2" "split: no $1"
	not_ok "load --strict fails without $1" \
		"$kexec2" load --dry-run --strict vmlinuz --initrd="$3"
	ok "with it, not" "$whole" load --dry-run --strict vmlinuz --initrd="$3"
	ok "nor if it is in it" \
		"$static" load --dry-run --strict vmlinuz --initrd="$3"
	compgen -G "broken/${2/#zlib/libz}.so.*" >/dev/null || return
	like "$("${broken[@]}" load --dry-run vmlinuz --initrd="$3" 2>&1)" \
		"warning: $3.* compressed by $1, and .*lib.*${2#*lib}.*too short" \
		"one that cannot be opened is told"
	not_ok "and load --strict fails" \
		"${broken[@]}" load --dry-run --strict vmlinuz --initrd="$3"
}

gzip -c i.cpio >i.gzip
bzip2 -c i.cpio >i.bzip2
xz --check=crc32 -c i.cpio >i.xz
xz --format=lzma -c i.cpio >i.lzma
lzop -c i.cpio >i.lzo
lz4 -l -c -q i.cpio >i.lz4
zstd -q -c i.cpio >i.zstd
lacks gzip zlib i.gzip
lacks bzip2 libbz2 i.bzip2
lacks xz liblzma i.xz
lacks lzma liblzma i.lzma
lacks lzo liblzo2 i.lzo
lacks lz4 liblz4 i.lz4
lacks zstd libzstd i.zstd

ok "load --dry-run works" "$kexec2" load --dry-run vmlinuz --initrd=i.cpio
like "$("$kexec2" load --dry-run vmlinuz --initrd=i.cpio)" \
	"no digest: .* without libcrypto" "but shows no digests, and says why"
unlike "$("$whole" load --dry-run vmlinuz --initrd=i.cpio)" "no digest" \
	"which it has with libcrypto"

mkdir tree
cp file tree
ok "pack works" "$kexec2" pack tree -o tree.cpio
is "$("$kexec2" pack tree --sign=file 2>&1)" \
	"kexec2: file: this kexec2 was built without libcrypto" \
	"but signs nothing, and says why"

for command in "load --dry-run vmlinuz" unload status features entries \
	"split i.cpio"; do
	# shellcheck disable=SC2086
	is "$("$kexec2" $command --json 2>&1)" \
		"kexec2: --json is not supported: kexec2 was built without json-c" \
		"$command --json says what is missing"
	# shellcheck disable=SC2086
	not_ok "and fails" "$kexec2" $command --json
done

done_testing
