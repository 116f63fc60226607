#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Where systemd is init: "systemctl kexec" and "kexec2 exec" stop services
# before they start what "kexec2 load" has loaded, "kexec2 exec --force" does
# not.

. "$(dirname "$0")/../lib/case.sh"

# A service that tells when it is stopped, on what outlives the kernel.
cat >"$host/marker.service" <<-'END'
	[Unit]
	Description=Tells when it is stopped
	RequiresMountsFor=/host
	[Service]
	Type=oneshot
	RemainAfterExit=yes
	ExecStart=/bin/sh -c 'echo started $(cat /proc/sys/kernel/random/boot_id)'
	ExecStop=/bin/sh -c 'echo "stopped in boot $(cat /run/boot)" >>/host/marker'
END
: >"$host/marker"
cat >>"$host/lib.sh" <<-'END'
# begin: say what runs here, and start the service
begin() {
	echo "boot $VM_BOOT: $(cat /proc/1/comm), $(grep -o 'hop=.' /proc/cmdline)"
	echo "$VM_BOOT" >/run/boot
	cp /host/marker.service /run/systemd/system/
	systemctl start marker.service &&
		echo "boot $VM_BOOT: marker is $(systemctl is-active marker.service)"
}
# load OPTIONS: with these boot options
load() {
	kexec2 load /boot/vmlinuz --initrd=/boot/base.img \
		--cmdline="$CMDLINE $1"
}
END
echo "CMDLINE='$CMDLINE'" >>"$host/lib.sh"

# The last one need not have systemd.
boots "three kexecs under systemd" --systemd --base lz4 --timeout 400 \
	--then 'begin && load "$SYSTEMD hop=2" && kexec2 exec; sleep 100; exit 1' \
	--then 'begin && load hop=3 && kexec2 exec --force; sleep 100; exit 1' \
	--then 'cat /proc/cmdline' \
	-- 'begin && load "$SYSTEMD hop=1" && systemctl kexec; sleep 100; exit 1'

for boot in 1 2 3; do
	like "$output" "boot $boot: systemd," "boot $boot has systemd for init"
	like "$output" "boot $boot: marker is active" "and its service runs"
done
for hop in 1 2; do
	like "$output" "boot $((hop + 1)): systemd, hop=$hop" \
		"boot $((hop + 1)) has the command line of the load"
done
like "$output" "$CMDLINE hop=3\$" "boot 4 has the command line of the load"
is "$(cat "$host/marker")" "stopped in boot 1
stopped in boot 2" \
	"systemctl kexec and kexec2 exec stop services, kexec2 exec --force does not"

done_testing
