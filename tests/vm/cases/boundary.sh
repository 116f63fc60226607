#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Where one kernel ends and the next begins in the list: the kernel that goes
# says so, nothing comes after that, and no file can say it.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts
archive one=1 >"$host/one"

record_rule='measure func=CRITICAL_DATA label=kexec_file_load2'
cat >>"$host/lib.sh" <<-'END'
	list=/sys/kernel/security/ima/ascii_runtime_measurements
	rule() { echo "$1" >/sys/kernel/security/ima/policy; }
END

# names LIST: PCR and name of its entries; record LIST NAME
names()
{
	"$top/tests/vm/replay" --list "$host/$1.list" |
		sed 's/^\([0-9]*\) [^ ]* /\1 /'
}

record()
{
	"$top/tests/vm/replay" --record "$2" "$host/$1.list"
}

#
# Three kexecs, while others write files that are measured: what the kernel that
# goes has extended, the next one has in its list.
#
cat >"$host/policy" <<-END
	$record_rule
	measure func=CRITICAL_DATA label=ima_kexec
	measure func=FILE_CHECK fgroup=1234
END
# The writers start no processes: one of them waits for the list at any time.
cat >"$host/hop" <<-'END'
	policy
	mkdir /tmp/w
	chgrp 1234 /tmp/w
	chmod g+s /tmp/w
	write() {
		n=0
		while :; do
			n=$((n + 1))
			echo "$1 $n $VM_BOOT" >/tmp/w/$1.$n
			read -r line </tmp/w/$1.$n
		done
	}
	kexec2 load /boot/vmlinuz --initrd=/boot/base.img --cmdline="$CMDLINE"
	for writer in 1 2 3; do
		write $writer &
	done
	sleep 0.5
	kexec-now
END
echo "CMDLINE='$CMDLINE'" >>"$host/lib.sh"
boots "three kexecs with writers" --cpus 2 --memory 1G \
	--then 'keep second; . /host/hop' --then 'keep third; . /host/hop' \
	--then 'keep fourth' -- '. /host/hop'
for name in second third fourth; do
	list_agrees $name
done
last=$(names fourth)
ok "while others wrote" grep -q '/tmp/w/' <<<"$last"
is "$(grep -c 'kexec-execute$' <<<"$last")" 3 "each kexec has a record"
is "$(grep -B 1 -A 1 'kexec-execute$' <<<"$last" | grep -v '^--')" \
	"$(for _ in 1 2 3; do
		printf '10 %s\n' kexec_execute kexec-execute boot_aggregate
	done)" "and the next boot follows, with nothing between"
is "$(record fourth kexec-execute)" "kexec_file_load2 2
seq 1
manifest sha256:$(record fourth kexec-manifest | sha256sum | cut -d ' ' -f 1)" \
	"the record names the load that was started"
like "$(record fourth kexec_execute)" \
	'^kexec_segment_size=[0-9]+;ima_binary_runtime_size=[0-9]+;ima_runtime_measurements_count=[0-9]+;' \
	"what Linux 7.2 records is there, too"

# Another load in between, and one by kexec_load(2), of which nothing is known.
cat >"$host/policy" <<-END
	$record_rule
END
boots "two kexecs, the second by kexec_load" --tool kexec \
	--then "keep second; policy
		kexec -c -l /boot/vmlinuz --initrd=/boot/base.img \
			--command-line='$CMDLINE' && kexec-now" \
	--then "policy; keep third" -- "policy
	kexec2 load /boot/vmlinuz --initrd=/boot/base.img --cmdline=x
	kexec2 load /boot/vmlinuz --initrd=/boot/base.img --cmdline='$CMDLINE'
	kexec-now"
like "$(record second kexec-execute)" $'^kexec_file_load2 2\nseq 2\nmanifest sha256:' \
	"it is the last load that is started"

#
# A file cannot say it: a part of the name boot_aggregate, whose content is what
# a boot_aggregate is the digest of, on a file system that is nowhere mounted.
#
boots "a part by the name of boot_aggregate" \
	--copy-in "$work/load-parts:/bin/load-parts" -- '
	rule "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
	rule "measure func=FILE_CHECK fowner=1234"
	rule "measure func=CRITICAL_DATA label=kexec_file_load2"
	mkdir /m && mount -t tmpfs none /m || exit
	for n in 0 1 2 3 4 5 6 7 8 9; do
		cat /sys/class/tpm/tpm0/pcr-sha256/$n
	done | tr -d "\n" | xxd -r -p >/m/boot_aggregate
	echo kexec-commit >/m/kexec-commit
	exec 8</m/kexec-commit 9</m/boot_aggregate
	chown 1234 /m/kexec-commit
	umount -l /m
	load-parts /boot/vmlinuz good=1 /host/one
	load-parts /boot/vmlinuz evil=1 /proc/self/fd/9
	cat /proc/self/fd/8
	keep forged'
forged=$(names forged)
is "$(grep -c ' boot_aggregate$' <<<"$forged")" 1 "there is one boot in the list"
like "$forged" '\(unreachable\)boot_aggregate' "the name says that it has no path"
like "$forged" '\(unreachable\)kexec-commit' "so it does for another hook"
is "$("$KEXEC2_STATIC" log show --json --log "$host/forged.list" |
	python3 -c 'import json, sys; print(len(json.load(sys.stdin)["epochs"]))')" \
	1 "and is told as one"
list_agrees forged

# A name that is longer than the field "n" of a template takes.
boots "a file by that name in a deep directory" -- '
	rule "measure func=FILE_CHECK fowner=1234 template=ima"
	deep=/root
	for n in 1 2 3; do
		deep=$deep/$(printf "%0100d" $n)
	done
	mkdir -p $deep && echo 1 >$deep/boot_aggregate || exit
	chown 1234 $deep/boot_aggregate
	cat $deep/boot_aggregate >/dev/null
	sed "s/.* /name /" $list'
is "$(grep -c '^name ' <<<"$output")" 2 "it is measured"
is "$(grep -c '^name boot_aggregate$' <<<"$output")" 1 \
	"and has not the name of a boot"

#
# Nor can a keyring, which any user can name as the records are named.
#
openssl req -new -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=any \
	-keyout "$work/any.key" -outform DER -out "$host/any.der" 2>/dev/null ||
	die "openssl req failed"
chmod 644 "$host/any.der"
boots "keyrings with the names of records" --tool keyctl --tool setpriv \
	--then 'keep second' -- "
	rule '$record_rule'
	rule 'measure func=KEY_CHECK'
	setpriv --reuid 1000 keyctl session - sh -c '
		for name in kexec-manifest kexec-commit kexec-unload kexec-execute
		do
			keyctl padd asymmetric x \$(keyctl newring \$name @s) \\
				</host/any.der
		done'
	kexec2 load /boot/vmlinuz --initrd=/boot/base.img --cmdline='$CMDLINE'
	cp /boot/vmlinuz /boot/base.img /host
	kexec-now"
is "$(names second | grep -c ' kexec-commit$')" 2 "one of two is the kernel's"
{
	sha256sum "$host/vmlinuz" "$host/base.img"
	echo "cmdline \"$CMDLINE\" line"
} >"$work/known"
ok "the list is accepted all the same" "$KEXEC2_STATIC" verify \
	--log "$host/second.list" --known "$work/known" --pcr "$host/second.pcr"
list_agrees second

done_testing
