#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A kernel that wants kernel images to be signed, and images that are not, or
# not well: each has an errno of its own, at the stage SIGNATURE.

. "$(dirname "$0")/lib/case.sh"

key()
{
	openssl req -new -x509 -newkey rsa:2048 -nodes -days 30 -sha256 \
		-subj "/CN=$1" -keyout "$work/$1.key" -out "$work/$1.pem" \
		2>/dev/null || die "openssl req failed"
}

key stranger
cp "$KERNEL_IMAGE" "$host/unsigned"
sbsign --key "$work/stranger.key" --cert "$work/stranger.pem" \
	--output "$host/stranger" "$KERNEL_IMAGE" >"$work/sbsign.log" 2>&1 ||
	die "sbsign: $(cat "$work/sbsign.log")"

# A byte of the kernel is another one than the one that was signed.
python3 - "$host/stranger" "$host/altered" <<'END'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[2], "wb").write(data)
END
# No PE file at all, but a kernel: the magic is gone.
{ printf 'XX'; tail -c +3 "$KERNEL_IMAGE"; } >"$host/nope"

boots "four kernel images" -- "
	for f in unsigned stranger altered nope; do
		echo \$f; kexec2 load /host/\$f --initrd=/boot/base.img
		echo status \$?
	done 2>&1
	kexec2 status; dmesg | grep -i 'kexec.*signature'"

said()
{
	like "$output" "$1.kexec2: /host/$1:[^.]*$2[^.]*.status 1" "$3"
}

said unsigned '(not signed|no signature)' "one that is not signed"
said stranger '(key)' "one that is signed with an unknown key"
said altered '(signature|sign)' "one that was altered after it was signed"
said nope '(sign|PE)' "one that cannot hold a signature"
like "$output" 'normal image: not loaded' "none of them is loaded"
like "$output" 'Enforced kernel signature verification failed' \
	"the kernel says so too"

done_testing
