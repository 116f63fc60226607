#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What kexec2 predict says of a load, beside what the load adds to the
# measurement list: the same bytes, in each bank.

. "$(dirname "$0")/../lib/case.sh"

for n in 1 2 3 4 5 6; do
	archive "part$n=$n" >"$host/part$n"
done
joined "$host/part1" "$host/part2" "$host/part3" >"$host/joined"
printf 'a file with a signature appended' >"$work/content"
archive signed=1 >"$work/signed"
openssl req -new -x509 -nodes -newkey rsa:2048 -days 2 -subj /CN=predict \
	-keyout "$work/key.pem" -out "$work/cert.pem" 2>"$work/openssl.err" ||
	die "openssl: $(cat "$work/openssl.err")"
openssl cms -sign -binary -noattr -nocerts -outform DER -md sha512 \
	-in "$work/signed" -signer "$work/cert.pem" -inkey "$work/key.pem" \
	-out "$work/signature" || die "openssl cms failed"
{
	cat "$work/signed" "$work/signature"
	printf '\0\0\002\0\0\0\0\0'
	printf '%08x' "$(stat -c %s "$work/signature")" | xxd -r -p
	printf '~Module signature appended~\n'
} >"$host/signed"

cat >>"$host/lib.sh" <<-'END'
ima=/sys/kernel/security/ima
# same NAME ARGUMENT...: predict, load, compare the tail of each list
same() {
	name=$1; shift
	for bank in $(cd /sys/class/tpm/tpm0; ls -d pcr-* | sed 's/pcr-//'); do
		list=binary_runtime_measurements_$bank
		cat $ima/$list >/tmp/before.$bank
		kexec2 predict --binary --bank=$bank "$@" \
			>/tmp/predicted.$bank 2>/tmp/predict.err ||
			echo "$name: PREDICT FAILED $(cat /tmp/predict.err)"
	done
	sed "s/^/$name: /" /tmp/predict.err
	kexec2 predict "$@" >/tmp/text 2>/dev/null
	kexec2 load "$@" >/dev/null || echo "$name: LOAD FAILED"
	for bank in $(cd /sys/class/tpm/tpm0; ls -d pcr-* | sed 's/pcr-//'); do
		list=binary_runtime_measurements_$bank
		cat /tmp/before.$bank /tmp/predicted.$bank >/tmp/expected
		if cmp /tmp/expected $ima/$list; then
			echo "$name: $bank agrees," \
				"$(wc -c </tmp/predicted.$bank) bytes"
		else
			echo "$name: $bank DIFFERS"
			cat $ima/$list >/host/$name.$bank.is
			cp /tmp/expected /host/$name.$bank.expected
		fi
		sed -n "/^# $bank\$/,/^# sha[0-9]*\$/ { /^#/d; p }" /tmp/text >/tmp/lines
		tail -n $(wc -l </tmp/lines) $ima/ascii_runtime_measurements_$bank |
			cmp - /tmp/lines && echo "$name: $bank text agrees"
	done
	echo "$name: $(grep -c . /tmp/lines) entries"
}
END

# agrees NAME ENTRIES: both banks, binary and as text
agrees()
{
	local bank lines

	lines=$(grep "^$1: " <<<"$output")
	for bank in ${banks:-sha1 sha256}; do
		like "$lines" "$1: $bank agrees" "$1: the list of $bank is as predicted"
		like "$lines" "$1: $bank text agrees" "$1: and its text"
	done
	is "$(sed -n "s/^$1: \(.*\) entries$/\1/p" <<<"$lines")" "$2" \
		"$1: $2 entries"
}

sig=030204112233440004deadbeef
sig512=030206112233440004deadbeef
cat >"$host/policy" <<-END
	measure func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=KEXEC_INITRAMFS_CHECK label=firmware|ucode pcr=12 template=ima-sig
	measure func=KEXEC_INITRAMFS_CHECK label=v2 template=ima-sigv2
	measure func=KEXEC_INITRAMFS_CHECK label=mod pcr=13 template=ima-modsig
	measure func=KEXEC_CMDLINE pcr=11
	measure func=CRITICAL_DATA label=kexec_file_load2
END
boots "predictions under a policy with labels" --tpm-banks sha1,sha256 \
	--tool setfattr -- "
	policy; mkdir /tmp/d
	cp /host/part? /host/joined /host/signed /tmp
	cp /host/part4 '/tmp/d/a name  with blanks'
	cp /host/part5 \"\$(printf '/tmp/d/new\\nline\\ttab \\303\\244 (deleted)')\"
	setfattr -n security.ima -v 0x$sig /tmp/part2
	setfattr -n security.ima -v 0x$sig512 /tmp/part3
	setfattr -n security.ima -v 0x0402$(sha1sum "$host/part6" | cut -c 1-40) /tmp/part6
	same plain /boot/vmlinuz --initrd=/tmp/part1 --cmdline='one two'
	same again /boot/vmlinuz --initrd=/tmp/part1 --cmdline='one two'
	same labels /boot/vmlinuz --initrd=firmware=/tmp/part2 \
		--initrd=ucode=/tmp/part1 --initrd=none=/tmp/part3 \
		--initrd=v2=/tmp/part6 --cmdline=x
	same twice /boot/vmlinuz --initrd=/host/part1 --initrd=/host/part1 \
		--initrd=ucode=/tmp/part1
	same nothing /boot/vmlinuz
	same names /boot/vmlinuz --initrd='ucode=/tmp/d/a name  with blanks' --require-measure
	kexec2 unload
	same hostile /boot/vmlinuz --initrd=\"\$(echo /tmp/d/new*)\"
	same split /boot/vmlinuz --split=/tmp/joined --cmdline=split
	same split-again /boot/vmlinuz --split=/tmp/joined --cmdline=split
	same signed /boot/vmlinuz --initrd=mod=/tmp/signed --initrd=mod=/tmp/part4
	echo tail >>/tmp/part4; echo then the kernel
	ln /tmp/part5 /tmp/link5
	same link /boot/vmlinuz --initrd=/tmp/part5 --initrd=/tmp/link5"
unlike "$output" 'FAILED|DIFFERS' "each is predicted, and loaded"
agrees plain 5
agrees again 2
agrees labels 9
agrees twice 3
agrees nothing 2
agrees names 4
agrees split 6
agrees split-again 2
agrees signed 6
# By each of its names a file has an entry.
agrees link 4
lines=$(grep '^hostile: ' <<<"$output")
like "$lines" 'sha1 agrees' "hostile: a name with a newline, as sha1 has it"
like "$lines" 'sha256 agrees' "hostile: and sha256"

#
# Other templates, a template for all, another digest; rules of files.
#
cat >"$host/policy" <<-END
	measure func=KEXEC_KERNEL_CHECK template=ima-ngv2
	dont_measure fsname=9p
	measure func=KEXEC_INITRAMFS_CHECK fowner=1234 pcr=9 template=ima-buf
	measure func=KEXEC_INITRAMFS_CHECK template=ima-modsig
	measure func=KEXEC_CMDLINE template=ima-sig
	measure func=CRITICAL_DATA label=kexec_file_load2|other
	appraise func=KEXEC_INITRAMFS_CHECK fowner=99 appraise_type=imasig|modsig
END
boots "predictions with other templates and digests" \
	--tpm-banks sha1,sha256 --append "ima_hash=sha512 ima_template=ima-sigv2 crashkernel=192M" -- "
	policy; cp /host/part? /host/signed /tmp; chown 1234 /tmp/part2
	same other /boot/vmlinuz --initrd=/tmp/part1 --initrd=/tmp/part2 \
		--initrd=/host/part3 --initrd=/tmp/signed --cmdline=x
	same crash /boot/vmlinuz --crash --initrd=/tmp/part1 --cmdline=panic=1
	same crash-again /boot/vmlinuz --crash --initrd=/tmp/part3 --cmdline=panic=1"
unlike "$output" 'FAILED|DIFFERS' "each is predicted, and loaded"
agrees other 7
like "$output" 'other:.*/host/part3: not measured.*line 2' \
	"it says which rule hides a part"
agrees crash 3
agrees crash-again 4

#
# What is a rule: the kernel's word, and ours.
#
cat >"$host/rules" <<-'END'
	measure func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_KERNEL_CHECK measure
	measure dont_measure func=KEXEC_KERNEL_CHECK
	func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_KERNEL_CHECK func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_KERNEL_CHECK mask=MAY_READ
	measure func=KEXEC_KERNEL_CHECK mask=^MAY_READ
	measure func=KEXEC_KERNEL_CHECK mask=MAY_SING
	measure func=KEXEC_KERNEL_CHECK fsmagic=0x1234 fowner=54321
	measure func=KEXEC_KERNEL_CHECK fsmagic=1g
	measure func=KEXEC_KERNEL_CHECK fsmagic=1 fsmagic=2
	measure func=KEXEC_KERNEL_CHECK fsname=ext4 fsuuid=00112233-4455-6677-8899-aabbccddeeff
	measure func=KEXEC_KERNEL_CHECK fsuuid=00112233-4455-6677-8899-aabbccddeef
	measure func=KEXEC_KERNEL_CHECK uid=1
	measure func=KEXEC_KERNEL_CHECK uid>1 gid<5 fowner>3 fgroup<9
	measure func=KEXEC_KERNEL_CHECK euid=1 egid=2
	measure func=KEXEC_KERNEL_CHECK uid=1 euid=1
	measure func=KEXEC_KERNEL_CHECK uid=1x
	measure func=KEXEC_KERNEL_CHECK uid=4294967295
	measure func=KEXEC_KERNEL_CHECK pcr=63
	measure func=KEXEC_KERNEL_CHECK pcr=64
	dont_measure func=KEXEC_KERNEL_CHECK pcr=3
	measure func=KEXEC_KERNEL_CHECK template=ima-sig
	measure func=KEXEC_KERNEL_CHECK template=ima-sigv3
	measure func=KEXEC_KERNEL_CHECK template=ima-sig template=ima-sig
	template=ima-sig measure func=KEXEC_KERNEL_CHECK
	appraise func=KEXEC_KERNEL_CHECK template=ima-sig
	appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig
	appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig|modsig
	appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig appraise_algos=sha256,sha512
	appraise func=KEXEC_KERNEL_CHECK appraise_type=sigv3
	appraise func=KEXEC_KERNEL_CHECK digest_type=verity appraise_type=sigv3
	measure func=KEXEC_KERNEL_CHECK appraise_type=imasig
	measure func=KEXEC_KERNEL_CHECK appraise_algos=sha256
	measure func=KEXEC_KERNEL_CHECK digest_type=verity
	measure func=KEXEC_INITRAMFS_CHECK digest_type=verity
	appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity
	appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3
	appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=imasig
	appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig digest_type=verity
	appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig digest_type=verity
	appraise func=KEXEC_INITRAMFS_CHECK appraise_type=sigv3
	measure func=KEXEC_INITRAMFS_CHECK label=a|b.c
	measure func=KEXEC_INITRAMFS_CHECK label=a||b
	measure func=KEXEC_INITRAMFS_CHECK label=
	measure func=KEXEC_INITRAMFS_CHECK label=a label=b
	dont_measure func=KEXEC_INITRAMFS_CHECK label=a
	appraise func=KEXEC_INITRAMFS_CHECK label=a
	measure func=KEXEC_KERNEL_CHECK label=a
	measure func=KEXEC_CMDLINE pcr=4
	dont_measure func=KEXEC_CMDLINE fsmagic=0x1234
	appraise func=KEXEC_CMDLINE
	measure func=KEXEC_CMDLINE mask=MAY_READ
	measure func=CRITICAL_DATA label=x uid=5
	measure func=CRITICAL_DATA fsmagic=1
	measure func=CRITICAL_DATA euid=1
	measure func=CRITICAL_DATA fowner=1
	audit func=CRITICAL_DATA
	appraise func=POLICY_CHECK appraise_type=imasig|modsig fowner=54321
	hash func=KEXEC_INITRAMFS_CHECK
	dont_hash func=KEXEC_INITRAMFS_CHECK permit_directio
	measure fowner=54321
	dont_appraise func=KEXEC_KERNEL_CHECK obj_nonsense
	measure nonsense fowner=54321
END
boots "rules of the kernel, and of kexec2" --append ima_appraise=log -- "
	echo 0 >/proc/sys/kernel/printk_ratelimit
	while IFS= read -r rule; do
		echo \"\$rule\" >/tmp/rule
		kexec2 lint-policy --policy=/tmp/rule >/dev/null 2>&1
		[ \$? = 2 ] && ours=refused || ours=taken
		cat /tmp/rule 2>/dev/null >/sys/kernel/security/ima/policy &&
			kernel=taken || kernel=refused
		echo \"kernel: \$kernel, kexec2: \$ours: \$rule\"
	done </host/rules
	kexec2 lint-policy >/dev/null; echo all: \$?"
is "$(grep -c '^kernel: ' <<<"$output")" "$(grep -c . "$host/rules")" "each is tried"
is "$(grep -v -e '^kernel: taken, kexec2: taken:' -e '^kernel: refused, kexec2: refused:' \
	<<<"$output" | grep '^kernel: ')" "" "they agree on each"
ok "some are rules" [ "$(grep -c 'kernel: taken' <<<"$output")" -ge 21 ]
like "$output" 'all: [01]$' "the policy that the kernel shows is one"

cat >"$host/policy" <<-END
	measure func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=CRITICAL_DATA label=kexec_file_load2
END
boots "predictions with the first template, and after a kexec" \
	--append "ima_hash=sha1 ima_template=ima" --tpm-banks sha1,sha256 \
	--then "policy; cp /host/part1 /tmp; same carried /host/vmlinuz \
		--initrd=/tmp/part1 --cmdline='$CMDLINE'" -- "
	policy; cp /host/part? /tmp; cp /boot/vmlinuz /host
	cp /host/part2 /tmp/\$(printf 'x%.0s' \$(seq 250))
	same ima /boot/vmlinuz --initrd=/tmp/part1 --initrd=\$(echo /tmp/x*) \
		--initrd=/boot/base.img --cmdline='$CMDLINE'"
unlike "$output" 'FAILED|DIFFERS' "each is predicted, and loaded"
agrees ima 6
agrees carried 4

done_testing
