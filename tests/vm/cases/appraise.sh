#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# IMA appraises each part: one without a signature stops the load.

. "$(dirname "$0")/../lib/case.sh"

archive one=1 >"$host/one.cpio"
printf 'appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig\n' \
	>"$host/appraise"

load="kexec2 load /boot/vmlinuz --cmdline='$CMDLINE' --initrd=/boot/base.img"
boots "a part that is not signed is refused" -- "
	$load || exit 1
	policy /host/appraise
	$load --initrd=extra=/host/one.cpio; echo parts \$?
	kexec2 load /boot/vmlinuz; echo no parts \$?
	kexec2 unload; $load; echo again \$?; kexec2 status" 
like "$output" 'parts 1' "the load fails"
like "$output" 'base.img.*(signature|appraisal)' "the message names file and cause"
like "$output" 'no parts 0' "a kernel without parts is not held to the rule"
like "$output" 'again 1' "and nothing is loaded after an unload"

done_testing
