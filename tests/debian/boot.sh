#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Debian 13 with our packages, from its first boot on: kexecs of its boot entry
# by systemd, what a verifier elsewhere says of them, loads at each reboot, a load by
# systemctl itself, and a crash dump by kdump-tools.
#
# usage: tests/debian/boot.sh DIRECTORY, which mkroot has made, and systemd.sh

debian=$(realpath "$1")
export KERNEL_IMAGE=$debian/vmlinuz
. "$(dirname "$0")/../vm/lib/case.sh"
. "$top/tests/vm/lib/quote.sh"

quoting

# setup: $work/disk.ext4, the system as it was installed, and the harness in it
setup()
{
	local root=$work/root version

	cp -a "$debian/root" "$root"
	version=$(basename "$root"/lib/modules/*)
	mkdir "$root/host" "$root/etc/systemd/system/graphical.target.wants"
	install -m 755 "$top/tests/vm/guest/init" "$root/usr/local/sbin/vm-init"
	install "$debian/systemctl" "$root/usr/local/bin/systemctl-parts"
	sed -e 's,/init$,/usr/local/sbin/vm-init,' \
		-e '/^Description/aAfter=multi-user.target' \
		"$top/tests/vm/guest/vm.service" >"$root/etc/systemd/system/vm.service"
	ln -s ../vm.service "$root/etc/systemd/system/graphical.target.wants/"
	# In a chroot, kdump-tools has made no initramfs of its own.
	printf '%s\n' USE_KDUMP=0 "KDUMP_KERNEL=/boot/vmlinuz-$version" \
		"KDUMP_INITRD=/boot/initrd.img-$version" >>"$root/etc/default/kdump-tools"
	PATH=$PATH:/usr/sbin
	mke2fs -q -t ext4 -d "$root" "$work/disk.ext4" 2G || die "mke2fs failed"
	rm -rf "$root"
}
setup
cat >>"$host/lib.sh" <<-'ENDLIB'
	# A service that tells when it is stopped.
	begin() {
		echo "boot $VM_BOOT: $(cat /proc/1/comm) $(uname -r)" \
			"$(cat /proc/cmdline)"
		echo "boot $VM_BOOT: failed units:" $(systemctl --failed -q --plain)
		cat >/run/systemd/system/marker.service <<-END
			[Unit]
			RequiresMountsFor=/host
			[Service]
			Type=oneshot
			RemainAfterExit=yes
			ExecStart=/bin/true
			ExecStop=/bin/sh -c 'echo stopped in boot $VM_BOOT >>/host/marker'
		END
		systemctl daemon-reload
		systemctl start marker.service
	}
	# evidence: the list and a quote, as evidence.$VM_BOOT
	evidence() {
		kexec2-attest evidence --nonce 0011 --ak 0x81010002 \
			--output "/host/evidence.$VM_BOOT"
	}
	# Here systemd takes over, or the guest does not come back.
	gone() { sleep 900; exit 1; }
ENDLIB

# debian DESC STATUS COMMAND...: boot it, COMMAND... is what boots 1, 2, ... run
debian()
{
	local desc=$1 want=$2 first=$3 then=() status=0

	shift 3
	for command; do
		then+=(--then ". /host/lib.sh; $command")
	done
	output=$("$top/tests/vm/vm" --own-root --kernel "$KERNEL_IMAGE" \
		--initrd "$debian/initrd.img" --disk "$work/disk.ext4" \
		--append "root=/dev/vda crashkernel=320M" --memory 2G \
		--tpm-state "$work/tpm" --share "$host" --timeout 1800 \
		--log "$work/log" ${then[@]+"${then[@]}"} \
		-- ". /host/lib.sh; $first" 2>"$work/vm.err") || status=$?
	is "$status" "$want" "$desc" || {
		sed 's/^/# /' "$work/vm.err" <(echo "$output")
		tr -d '\r' <"$work/log/console.log" | tail -n 60 | sed 's/^/# /'
	}
}

# verify STATUS DESC N [OPTION]...: the evidence of boot N
verify()
{
	local want=$1 desc=$2 n=$3 status=0

	shift 3
	output=$("$KEXEC2_ATTEST" verify --evidence "$host/evidence.$n" \
		--ak "$work/ak.pub" --nonce 0011 --known "$debian/known" "$@" 2>&1) ||
		status=$?
	is "$status" "$want" "$desc" || diag "$output"
}

debian "two kexecs of the boot entry" 0 \
	'begin; kexec2 features; kexec2 entries
	kexec2 load --entry && systemctl kexec && gone; exit 1' \
	'begin; evidence || exit
	cut -d " " -f 5- /sys/kernel/security/ima/ascii_runtime_measurements
	# another part of it is to be found
	mkdir /tmp/other && cd /tmp/other && echo other >other
	host=$(echo /boot/kexec2-parts/*/3-host*)
	find . | cpio -o -H newc --quiet | zstd -q >>"$host"
	kexec2 load --entry && systemctl kexec && gone; exit 1' \
	'begin; evidence'
release=$(sed -n 's/.* vmlinuz-//p' "$debian/known")
for boot in 1 2 3; do
	like "$output" "boot $boot: systemd $release " "boot $boot comes up"
	like "$output" "boot $boot: failed units:"$'(\n|$)' \
		"with all of its services"
done
is "$(cat "$host/marker")" "stopped in boot 1
stopped in boot 2" "systemctl kexec stops services"
parts=$(sed -n 's,.* kexec2-parts/.*/,,p' "$debian/known")
is "$(wc -l <<<"$parts")" 4 "the initramfs has four parts"
for part in $parts; do
	like "$output" "/boot/kexec2-parts/[^ ]*/$part" "$part is measured"
done
verify 0 "a verifier elsewhere accepts the second system" 2
like "$output" 'kexec from epoch 1 to 2' "that the first one has started"
verify 1 "but not the third" 3
like "$output" 'unknown-part.*3-host' "where one part is another one"

# Loads at each reboot: of what the entry is then, of nothing where that fails.
debian "no load when the system goes down: not by kexec" 122 \
	'begin; systemctl enable --now kexec2-load || exit
	sed -i "s/^options .*/& hop=1/" /boot/loader/entries/*.conf
	systemctl kexec && gone; exit 1' \
	'begin; echo loaded $(cat /sys/kernel/kexec_loaded)
	rm /boot/vmlinuz-*; systemctl kexec && gone; exit 1' \
	'begin'
like "$output" 'boot 2: .* hop=1' "the unit loads what the entry is at the end"
like "$output" 'loaded 1' "and when the system starts"
unlike "$output" 'boot 3:' "what cannot be loaded then is not started"
like "$(cat "$work/log/console.log")" 'reboot: Restarting system' \
	"but the firmware is"

# systemctl with the patch of examples/systemd loads by itself, where Debian's refuses.
setup
debian "a kexec that systemctl has loaded" 0 \
	'begin; export SYSTEMD_ESP_PATH=/boot SYSTEMD_RELAX_ESP_CHECKS=1
	systemctl kexec; echo loaded $(cat /sys/kernel/kexec_loaded)
	systemctl-parts kexec && gone; exit 1' \
	'begin; evidence'
like "$output" 'multiple initrds.*loaded 0' "Debian's refuses several parts"
like "$output" "boot 2: systemd $release " "the patched one loads them"
verify 0 "and a verifier elsewhere accepts the parts" 2

# The kernel comes back.
setup
debian "a panic" 122 \
	'begin; /sbin/kexec --version
	sed -i s/USE_KDUMP=0/USE_KDUMP=1/ /etc/default/kdump-tools
	systemctl restart kdump-tools && kdump-config status
	sync; echo c >/proc/sysrq-trigger'
like "$output" $'kexec2 [0-9.]+\n' "/sbin/kexec is kexec2"
like "$output" 'ready to kdump' "kdump-tools has it load the crash kernel"
is "$(debugfs -R 'ls -p /var/crash' "$work/disk.ext4" 2>/dev/null |
	grep -cE '/[0-9]{12}/')" 1 "which has written a dump"
dump=$(debugfs -R 'ls -p /var/crash' "$work/disk.ext4" 2>/dev/null |
	grep -oE '/[0-9]{12}/' | tr -d /)
like "$(debugfs -R "ls -p /var/crash/$dump" "$work/disk.ext4" 2>/dev/null)" \
	"/dump\\.$dump/[1-9]" "that is not empty"

done_testing
