#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What arrives, to the byte: retain_initrd shows a kernel its own initramfs.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

cmdline="$CMDLINE retain_initrd bootconfig"
show='echo initrd $(sha256sum </sys/firmware/initrd); cat /proc/bootconfig'

# Parts of all remainders.
for n in 1 2 3; do
	printf '%*s' $n '' | tr ' ' '\0' |
		cat <(archive "part$n=$n" | compress xz) - >"$host/part$n"
done

# One with a bootconfig at its very end.
cat >"$work/bootconfig.py" <<'END'
import struct, sys
archive, text = open(sys.argv[1], "rb").read(), b'test.joined = "yes"\n\0'
text += bytes(-(len(archive) + len(text)) % 4)
sys.stdout.buffer.write(archive + text + struct.pack(
    "<II", len(text), sum(text)) + b"#BOOTCONFIG\n")
END
archive last=1 >"$work/last.cpio"
python3 "$work/bootconfig.py" "$work/last.cpio" >"$host/last"

# Parts with a signature appended.
make_key test
append_signature "$work/test" "$host/part2"
append_signature "$work/test" "$host/last"

load="kexec2 load /boot/vmlinuz --cmdline='$cmdline' --initrd=/boot/base.img"
parts='--initrd=/host/part1 --initrd=/host/part2 --initrd=/host/part3'
signed="${parts/part2/part2.signed}"
boots "five kexecs" --tool kexec \
	--then "echo old; $show; $load" \
	--then "echo one; $show; $load $parts" \
	--then "echo parts; $show; cat /sys/firmware/initrd >/host/joined
		$load $signed --initrd=/host/last.signed" \
	--then "echo signed; $show
		kexec -s -l /boot/vmlinuz --command-line='$cmdline' \
			--initrd=/host/joined" \
	--then "echo oldjoined; $show" \
	-- "cp /boot/base.img /host/base
	kexec -s -l /boot/vmlinuz --command-line='$cmdline' \
		--initrd=/boot/base.img"

# The kernel takes the bootconfig off the end once it has found it.
joined "$host/base" "$host"/part[123] >"$work/parts"
joined "$host/base" "$host"/part[123] "$work/last.cpio" >"$work/with-last"
single=$(sha256 "$host/base")
parts=$(sha256 "$work/parts")
last=$(sha256 "$work/with-last")

like "$output" "old.initrd $single" "kexec_file_load: the file"
like "$output" "one.initrd $single" "kexec_file_load2 of one part: the same"
like "$output" "parts.initrd $parts" \
	"several are joined by the rule, with nothing behind the last"
like "$output" "signed.initrd $last" \
	"appended signatures stay out, of the last part too"
like "$output" 'signed.initrd[^"]*test.joined = "yes"' \
	"a bootconfig in the last part is found"
like "$output" "oldjoined.initrd $parts" \
	"kexec_file_load of the join gives the same image"

done_testing
