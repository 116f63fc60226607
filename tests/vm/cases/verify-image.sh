#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# An image that was corrupted in memory is not started: "kexec2 exec --verify" asks
# before services stop, KEXEC_FILE2_VERIFY_ON_REBOOT has reboot(2) refuse it, and
# the machine reset where it is found out only when the system is down.  That every
# bit counts is for verify_test.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts

# KEXEC_FILE2_VERIFY_ON_REBOOT
on_reboot=0x400000000

cat >>"$host/lib.sh" <<-'END'
	flip() { echo "$2" >/sys/module/kexec_flip_debug/parameters/$1; }
	load() { kexec2 load /boot/vmlinuz --initrd=/boot/base.img "$@" >/dev/null; }
	# The segment that has changed, by the report.
	segment() { kexec2 verify-image --json 2>/dev/null | sed -n 's/.*"segment": //p'; }
END

boots "a start that looks" --then 'keep intact' -- "
	load --cmdline='$CMDLINE'
	kexec2 verify-image && kexec2 exec --verify"
like "$output" 'the normal image is as it was loaded' "an image that is intact"

# The system stays up, and what was loaded again boots.
boots "an image that is corrupted" --then 'cat /proc/cmdline' -- "
	policy
	load --cmdline='$CMDLINE again'
	flip flip '1 4096 3'
	kexec2 verify-image; echo \"status \$?, segment \$(segment)\"
	kexec2 exec --verify; echo \"fail: \$?\"
	grep . /sys/kernel/kexec_loaded
	dmesg | sed -n 's/.*kexec: segment/log: segment/p' | tail -n 1
	flip flip 'list 8 0'; flip flip '1 4096 3'
	kexec2 verify-image; echo \"list: \$?, segment \$(segment)\"
	kexec2 exec --verify=reload 2>&1"
like "$output" 'corrupted since it was loaded' "kexec2 verify-image says so"
like "$output" 'status 1, segment 1' "and names the segment"
like "$output" 'fail: 1' "kexec2 exec --verify does not start it"
like "$output" 'log: segment 1 of the image is not as it was loaded' \
	"the kernel's log says so, too"
like "$output" "list: 1, segment null" "the page list counts, and is no segment"
like "$output" 'bits have changed in the loaded image; loading it again' \
	"--verify=reload loads it again"
like "$output" 'again$' "which boots"

# Without the check it would be started, and its purgatory would never end.
boots "reboot(2) of a corrupted image" --then 'cat /proc/cmdline' \
	--copy-in "$work/load-parts:/bin/load-parts" -- "
	load-parts --flags $on_reboot /boot/vmlinuz '$CMDLINE third' /boot/base.img
	flip flip '1 4096 3'
	kexec2 exec --force; echo \"reboot: \$?\"
	grep . /sys/kernel/kexec_loaded
	flip flip '1 4096 3'
	kexec2 verify-image
	kexec2 exec --force"
like "$output" 'normal image: corrupted since it was loaded' \
	"KEXEC_FILE2_VERIFY_ON_REBOOT: reboot(2) fails"
like "$output" 'reboot: 1' "and the system goes on"
like "$output" 'third$' "an image that is intact starts"

# The guest's reset ends it: firmware starts no second kernel.
late()
{
	local desc=$1 status=0

	shift
	vm "$@" >"$work/out" 2>&1 || status=$?
	ok "$desc: the kernel was about to jump" \
		grep -q 'Starting new kernel' "$work/log/console.log"
	ok "$desc: found out" grep -q 'is not as it was loaded' "$work/log/console.log"
	ok "$desc: the machine is reset" \
		grep -q 'Rebooting by firmware, as the image is corrupted' "$work/log/console.log"
	not_ok "$desc: the image does not boot" grep -q 'fourth$' "$work/out"
	not_ok "$desc: no splat" grep -qE 'WARNING:|BUG:|KASAN|UBSAN' "$work/log/console.log"
	isnt "$status" 124 "$desc: it does not hang"
}

late "corrupted when devices are shut down" --timeout 120 \
	--then 'cat /proc/cmdline' \
	--copy-in "$work/load-parts:/bin/load-parts" -- "
	load-parts --flags $on_reboot /boot/vmlinuz '$CMDLINE fourth' /boot/base.img
	flip flip_late '1 4096 3'
	kexec2 exec --force"
late "kexec_verify=reboot" --timeout 120 --append kexec_verify=reboot \
	--then 'cat /proc/cmdline' -- "
	load --cmdline='$CMDLINE fourth'
	flip flip_late 'control 0 0'
	kexec2 exec --force"
# Where a purgatory hashes the image, it need not.
if configured KEXEC_DIGEST_TREE; then
	late "kexec_verify=late" --timeout 120 --append kexec_verify=late \
		--then 'cat /proc/cmdline' -- "
		load --cmdline='$CMDLINE fourth'
		flip flip_late '1 4096 3'
		kexec2 exec --force"
fi
boots "kexec_verify=late" --append kexec_verify=late --then 'cat /proc/cmdline' -- "
	load --cmdline='$CMDLINE sixth'
	flip flip '1 4096 3'
	kexec2 verify-image; echo \"status \$?\"
	flip flip '1 4096 3'
	kexec2 exec --force"
like "$output" 'status 1' "kexec2 verify-image still finds what has changed"
like "$output" 'sixth$' "an image that is intact starts"
boots "kexec_verify=reboot,late" --append kexec_verify=reboot,late \
	--then 'cat /proc/cmdline' -- "
	load --cmdline='$CMDLINE seventh'
	flip flip '1 4096 3'
	kexec2 exec --force; echo \"reboot: \$?\"
	flip flip '1 4096 3'
	kexec2 exec --force"
like "$output" 'reboot: 1' "kexec_verify=reboot,late: reboot(2) fails"
like "$output" 'seventh$' "and starts what is intact"
boots "kexec_verify=reboot, and an image that is intact" \
	--append kexec_verify=reboot --then 'cat /proc/cmdline' -- "
	load --cmdline='$CMDLINE fifth'
	kexec2 exec --force"
like "$output" 'fifth$' "starts"

done_testing
