#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Memory that a kernel hands over to the next one, with an initramfs in parts and
# an image that is verified: neither gets into the other's way.  Segment 1 is what
# tells the next kernel where the memory is.

. "$(dirname "$0")/../lib/case.sh"

configured TEST_KEXEC_HANDOVER || skip_all "the kernel has no KEXEC_HANDOVER"

helper load-parts
archive one=1 >"$host/one"
archive two=2 >"$host/two"

# KEXEC_FILE2_VERIFY_ON_REBOOT
on_reboot=0x400000000

echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>"$host/policy"
cat >>"$host/lib.sh" <<-END
	hop() {
		policy
		load-parts --flags $on_reboot /boot/vmlinuz "$CMDLINE kho=on hop=\$1" \
			/host/one /boot/base.img /host/two || exit
		kexec2 verify-image
	}
	arrived() {
		cat /proc/cmdline
		dmesg | sed -n 's/.*test_kho: KHO/test/p; s/.*KHO: found/found/p'
		echo parts \$(cat /one /two)
	}
	flip() { echo "\$2" >/sys/module/kexec_flip_debug/parameters/\$1; }
END

boots "two kexecs that hand over memory" --append kho=on --timeout 240 \
	--copy-in "$work/load-parts:/bin/load-parts" \
	--then 'arrived; cp /host/load-parts /bin; keep second; hop 2
		flip flip "1 0 3"; kexec2 verify-image; echo "verify: $?"
		kexec2 exec --force; echo "reboot: $?"
		flip flip "1 0 3"; kexec2 exec --force' \
	--then 'arrived; keep third' -- '
	cp /bin/load-parts /host
	cp /boot/vmlinuz /boot/base.img /host
	hop 1 && kexec2 exec --force'
is "$(grep -c 'is as it was loaded' <<<"$output")" 2 "each image is intact"
is "$(grep -c '^found kexec handover' <<<"$output")" 2 \
	"each image hands over to the next kernel"
like "$output" 'hop=1.*test restore succeeded.*hop=2' "which has the memory"
is "$(grep -c '^parts 1 2' <<<"$output")" 2 "and the parts have come, too"
like "$output" 'verify: 1' "a corrupted image is noticed"
like "$output" 'reboot: 1.*hop=2' "is not started, and can be when it is repaired"
list_agrees second
list_agrees third
{
	sha256sum "$host"/{vmlinuz,base.img,one,two}
	for n in 1 2; do
		echo "cmdline \"$CMDLINE kho=on hop=$n\" hop$n"
	done
} >"$work/known"
ok "the list is accepted" "$KEXEC2_STATIC" verify --log "$host/third.list" \
	--known "$work/known" --pcr "$host/third.pcr"

done_testing
