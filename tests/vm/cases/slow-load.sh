#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A panic and a reboot while a load waits for something that does not come.

. "$(dirname "$0")/../lib/case.sh"

helper hold-load
helper load-parts
guest=(--append crashkernel=256M --copy-in "$work/hold-load:/bin/hold-load"
       --copy-in "$work/load-parts:/bin/load-parts")

archive one=1 >"$host/one.cpio"

# slow_load FLAGS COMMAND: what the guest does.  Both images are loaded, and
# COMMAND is run while another load, with FLAGS of the call, waits.
slow_load()
{
	cat <<-END
	kexec2 load --crash /boot/vmlinuz --cmdline='$CMDLINE image=crash' \
		--initrd=/boot/base.img --initrd=/host/one.cpio || exit 1
	kexec2 load /boot/vmlinuz --cmdline='$CMDLINE image=default' \
		--initrd=/boot/base.img --initrd=/host/one.cpio || exit 1
	hold-load $1 /boot/vmlinuz /host/one.cpio '$2'
	END
}

# Loads and unloads are refused; what is in place stays there.
cat >"$host/busy.sh" <<'END'
echo others: $(load-parts --flags 0 /boot/vmlinuz other /boot/base.img) \
	$(load-parts --flags 3)
echo in place: $(cat /sys/kernel/kexec_crash_loaded /sys/kernel/kexec_loaded)
echo crash size: $(cat /sys/kernel/kexec_crash_size)
END

# The types, by the flags of the call.
for type in default:0 crash:2; do
	flags=${type#*:}
	what="the load of a ${type%:*} image waits"

	boots "panic while $what" "${guest[@]}" --expect-panic \
		--then 'cat /proc/cmdline; echo crash kernel has $(cat /one)
			[ -s /proc/vmcore ] && echo and a vmcore' \
		-- "$(slow_load "$flags" \
			'sh /host/busy.sh; echo c >/proc/sysrq-trigger')"
	like "$output" 'others: EBUSY args EBUSY args' "others are refused"
	like "$output" 'in place: 1 1' "and change nothing"
	like "$output" 'crash size: [1-9]' "the kexec lock is free"
	like "$output" 'image=crash' "the crash image that was loaded is booted"
	like "$output" 'crash kernel has 1' "with its initramfs"
	like "$output" 'and a vmcore' "as a crash kernel"

	boots "reboot while $what" "${guest[@]}" \
		--then 'cat /proc/cmdline; echo next kernel has $(cat /one)' \
		-- "$(slow_load "$flags" kexec-now)"
	like "$output" 'image=default' "the image that was loaded is booted"
	like "$output" 'next kernel has 1' "with its initramfs"
done

done_testing
