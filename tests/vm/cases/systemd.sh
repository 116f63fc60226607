#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Where systemd is init: "systemctl kexec" and "kexec2 exec" stop services
# before they start what "kexec2 load" has loaded, "kexec2 exec --force" does
# not.  What is measured meanwhile is not lost.

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

# What stops is measured, too.  An image that has changed is not started while all
# runs; one whose room the list has outgrown is loaded again by the hook, which
# is in /usr/lib on a system where /lib is a link to that.
cat >>"$host/policy" <<-END
	measure func=FILE_CHECK fowner=1234
	measure func=CRITICAL_DATA label=kexec_file_load2
END
cat >"$host/grow.service" <<-'END'
	[Unit]
	Description=Makes entries when it is stopped
	RequiresMountsFor=/host
	[Service]
	Type=oneshot
	RemainAfterExit=yes
	ExecStart=/bin/true
	ExecStop=/bin/sh -c '. /host/lib.sh; outgrow last; echo "room $(room)" >>/host/marker'
END
cat "$top/tests/vm/lib/grow.sh" >>"$host/lib.sh"
: >"$host/marker"
boots "a list that grows while services stop" --systemd --timeout 400 \
	--copy-in "$top/tools/kexec2/kexec2.shutdown:/lib/systemd/system-shutdown/kexec2.shutdown" \
	--then 'cat /proc/cmdline; keep stopped' -- '
	policy
	cp /host/grow.service /run/systemd/system/
	systemctl start grow.service
	load hop=4
	flip() { echo "1 4096 3" >/sys/module/kexec_flip_debug/parameters/flip; }
	flip
	kexec2 exec --verify; echo "verify: $?"
	echo "grow: $(systemctl is-active grow.service)"
	flip
	kexec2 exec --verify; sleep 100; exit 1'
like "$output" 'corrupted since it was loaded.*verify: 1' \
	"kexec2 exec --verify does not start what has changed"
like "$output" 'grow: active' "and stops no service"
is "$(cat "$host/marker")" 'room 0' \
	"the list outgrows its room when services stop"
like "$output" 'hop=4$' "the next kernel is started all the same"
list_agrees stopped
is "$("$top/tests/vm/replay" --list "$host/stopped.list" |
	grep -c ' kexec-commit')" 2 "as the hook has loaded it again"

# The unit that loads at each reboot, with no one else who loads: what it was given
# when the system started, and what it is given when that goes down.
MAKEFLAGS='' make -s --no-print-directory -C "$top" install-unit \
	PREFIX=/usr DESTDIR="$host/unit"
cat >>"$host/lib.sh" <<-'END'
	options() {
		echo "LOAD_OPTIONS=\"/boot/vmlinuz --initrd=/boot/base.img --cmdline='$CMDLINE $1'\"" \
			>/etc/default/kexec2
	}
	unit() {
		mkdir -p /etc/default
		cp /host/unit/usr/lib/systemd/system/* /etc/systemd/system/
		cp -r /host/unit/usr/lib/kexec2 /usr/lib/
		systemctl daemon-reload
		options hop=5 && systemctl start kexec2-load || return
		echo "loaded $(cat /sys/kernel/kexec_loaded)"
	}
END
boots "kexec2-load.service" --systemd --timeout 400 \
	--then 'cat /proc/cmdline' -- \
	'unit; options hop=6; systemctl kexec; sleep 100; exit 1'
like "$output" $'loaded 1\n' "the unit loads when it is started"
like "$output" 'hop=6$' "and again when the system goes down"

status=0
output=$(vm --systemd --timeout 400 --then 'cat /proc/cmdline' -- \
	'unit; mv /boot/vmlinuz /boot/kernel; systemctl kexec; sleep 100
	exit 1' 2>"$work/vm.err") || status=$?
is "$status" 122 "a load that fails then: the machine does not boot by kexec"
like "$output" $'^loaded 1(\n|$)' "though there was an image"
like "$(cat "$work/log/console.log" "$work/vm.err")" \
	'reboot: Restarting system' "but through the firmware"

done_testing
