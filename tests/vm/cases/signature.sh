#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Where secure boot asks for signed kernel images: images that are not signed, or
# not well, have an errno each.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built SIGKEY
make_key stranger
snakeoil_key

cp "$KERNEL_IMAGE" "$host/unsigned"
sign_image "$work/stranger" "$host/stranger"
sign_image "$SIGKEY" "$host/signed"

# A byte of the kernel is another one than the one that was signed.
python3 - "$host/signed" "$host/altered" <<'END'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[2], "wb").write(data)
END
# A kernel, but no PE file, which is what can hold a signature.
{ printf 'XX'; tail -c +3 "$KERNEL_IMAGE"; } >"$host/nope"

# The firmware trusts one key, the kernel another one, too.
sign_image "$work/snakeoil" "$work/booted"
KERNEL_IMAGE=$work/booted

boots "five kernel images" --secure-boot --timeout 240 -- "
	for f in unsigned stranger altered nope; do
		kexec2 load /host/\$f --initrd=/boot/base.img; echo status \$?
	done 2>&1
	kexec2 status
	kexec2 load /host/signed --initrd=/boot/base.img; kexec2 status
	dmesg | sed -n 's/.*Enforced kernel signature/enforced/p'"

# said FILE REGEX DESC
said()
{
	like "$(grep -A 1 "/host/$1:" <<<"$output")" "$2.*status 1" "$3"
}

said unsigned 'is not signed' "one that is not signed: ENODATA"
said stranger 'does not trust the key' "one of an unknown key: ENOKEY"
said altered 'signature wrong' "one that was altered: EKEYREJECTED"
said nope 'not a PE file' "not a PE file: ELIBBAD"
like "$output" 'normal image: not loaded' "none of them is loaded"
like "$output" 'normal image: loaded' "one that is signed is"
is "$(grep '^enforced' <<<"$output" | tr -dc '0-9\n' | tr '\n' ' ')" \
	'61 126 129 80 ' "the kernel says so too"

done_testing
