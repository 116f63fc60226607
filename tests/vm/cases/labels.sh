#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# IMA rules that name the label of a part: what they match, where the entries
# go, and what they must not do.  A label is what the loader claims of a file,
# so a rule with one can add a measurement and do nothing else.
#
# A rule "dont_measure fsmagic=0x01021994" that stands before those for
# KEXEC_INITRAMFS_CHECK, as in IMA's own tcb policy, hides parts on tmpfs and
# in memfds from them, labelled or not.  Parts come from there in practice:
# the KEXEC rules have to stand first.  The record of the load shows such parts
# all the same.

. "$(dirname "$0")/../lib/case.sh"

cat >"$work/memload.c" <<'END'
// memload KERNEL LABEL FILE...: load KERNEL with one part, which is a memfd
// that is rewritten in place with what is in each FILE, once for each FILE
#include <err.h>
#include <fcntl.h>
#include <linux/kexec_file_load2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char buf[1 << 20];
	struct kexec_initrd part = { };
	struct kexec_file_load2_args args = {
		.kernel_fd = open(argv[1], O_RDONLY),
		.nr_initrds = 1,
		.initrds = (unsigned long)&part,
		.initrd_size = sizeof(part),
		.cmdline = (unsigned long)"memfd",
		.cmdline_size = sizeof("memfd"),
	};
	int fd = memfd_create("part", 0);
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	part.fd = open(path, O_RDONLY);
	close(fd);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", part.fd);
	strncpy(part.label, argv[2], sizeof(part.label) - 1);

	for (int i = 3; i < argc; i++) {
		int from = open(argv[i], O_RDONLY);
		ssize_t len = read(from, buf, sizeof(buf));

		fd = open(path, O_RDWR);
		if (fd < 0 || len <= 0 || pwrite(fd, buf, len, 0) != len ||
		    ftruncate(fd, len))
			err(1, "%s", argv[i]);
		close(fd);
		if (syscall(__NR_kexec_file_load2, &args, sizeof(args), 0))
			err(1, "kexec_file_load2");
	}
	return 0;
}
END
guest_cc -static -O -D_GNU_SOURCE -I"$top/include/uapi" -o "$work/memload" "$work/memload.c" ||
	die "memload does not compile"

for n in 1 2 3 4 5 6 7 8; do
	archive "part$n=$n" >"$host/part$n"
done

cat >>"$host/lib.sh" <<-END
load() { kexec2 load /boot/vmlinuz --cmdline='$CMDLINE' "\$@" >/dev/null || echo LOAD FAILED; }
add() { echo "\$@" >/sys/kernel/security/ima/policy || echo POLICY REFUSED "\$@"; }
END
cat >>"$host/lib.sh" <<-'END'
# parts DIR: copies of part1 ... part8
parts() { mkdir -p $1; cp /host/part? $1; }
END

# entries LIST [NAME-REGEX]: what is in the list besides the boot aggregate
entries()
{
	"$top/tests/vm/replay" --list "$host/$1.list" |
		grep -v boot_aggregate | grep -E -- "${2:-.}"
}

# entry PCR FILE NAME: what entries() prints for it
entry()
{
	echo "$1 sha256:$(sha256 "$host/$2") $3"
}

# The list gives each of the PCRs, to us; evmctl has compared all of them.
pcrs_agree()
{
	local name=$1 n pcr

	shift
	for n; do
		pcr=$(sed -n "s/^PCR-$n: //p" "$host/$name.pcr" | tr A-F a-f)
		is "$("$top/tests/vm/replay" --pcr "$n" "$host/$name.list")" \
			"$pcr" "$name: the list, replayed, gives PCR $n"
		isnt "$pcr" "$(printf '%064d' 0)" "$name: which is not zero"
	done
}

#
# Which parts a rule matches, and where the entries go.
#
sig=030204112233440004deadbeef
cat >"$host/policy" <<-END
	measure func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_INITRAMFS_CHECK label=firmware|ucode pcr=12 template=ima-sig
	measure func=KEXEC_INITRAMFS_CHECK label=other pcr=13
	measure func=KEXEC_INITRAMFS_CHECK label=owned fowner=1234 pcr=13
	measure func=KEXEC_INITRAMFS_CHECK label=on9p fsname=9p pcr=13
	measure func=KEXEC_INITRAMFS_CHECK label=root uid=0 pcr=13
	measure func=KEXEC_INITRAMFS_CHECK label=user uid=77 pcr=13
	measure func=KEXEC_INITRAMFS_CHECK fowner=1234 pcr=11
	measure func=KEXEC_INITRAMFS_CHECK fsname=9p pcr=14
	measure func=KEXEC_INITRAMFS_CHECK uid=77 pcr=9
END
boots "two boots with rules for labels" --tool kexec --tool setfattr \
	--then "keep carried; parts /tmp/z; policy; cp /host/vmlinuz /boot/
		load --initrd=firmware=/tmp/z/part8; keep second" \
	-- "policy; parts /tmp; parts /tmp/o; cp /host/part1 /tmp/old
	cp /boot/vmlinuz /host/
	setfattr -n security.ima -v 0x$sig /tmp/part2
	load --initrd=firmware=/tmp/part1; keep begun
	load --initrd=firmware=/tmp/part2 --initrd=ucode=/tmp/part3 \
		--initrd=firmware2=/tmp/part4 --initrd=Firmware=/tmp/part5 \
		--initrd=firm=/tmp/part6 --initrd=/tmp/part7
	kexec -s -l /boot/vmlinuz --initrd=/tmp/old || echo LOAD FAILED
	keep matched
	load --initrd=firmware=/tmp/part8 --initrd=ucode=/tmp/part8 \
		--initrd=other=/tmp/part8; keep labels
	chown 1234 /tmp/o/part1 /tmp/o/part2
	load --initrd=/tmp/o/part1 --initrd=owned=/tmp/o/part2 \
		--initrd=owned=/tmp/o/part3 --initrd=on9p=/host/part4 \
		--initrd=on9p=/tmp/o/part5 --initrd=root=/tmp/o/part6 \
		--initrd=user=/tmp/o/part7 --initrd=/tmp/o/part8 \
		--initrd=/host/part3
	load --initrd=base=/boot/base.img; keep last"
unlike "$output" 'FAILED|REFUSED' "every policy and load is taken"

grown() # FROM TO: the entries that TO has and FROM has not
{
	entries "$2" | tail -n +$(($(entries "$1" | wc -l) + 1))
}
is "$(entries begun part)" "$(entry 12 part1 /tmp/part1)" \
	"a labelled part, in the PCR of the rule and nowhere else"
is "$(grown begun matched)" "$(entry 12 part2 /tmp/part2
	entry 12 part3 /tmp/part3)" \
	"label=a|b matches both, but no similar label and no missing one"
is "$(grown matched labels)" "$(entry 12 part8 /tmp/part8
	entry 13 part8 /tmp/part8)" \
	"a file under labels with rules for two PCRs has an entry in each"
is "$(grown labels last)" "$(entry 11 part1 /tmp/o/part1
	entry 11 part2 /tmp/o/part2; entry 13 part2 /tmp/o/part2
	entry 14 part4 /host/part4; entry 13 part4 /host/part4
	entry 13 part6 /tmp/o/part6; entry 14 part3 /host/part3)" \
	"fowner=, fsname= and uid= hold for each part, with a label and without"

is "$(python3 -B - "$top/tests/vm/replay" "$host/last.list" <<'END'
import sys
from importlib.machinery import SourceFileLoader
replay = SourceFileLoader("replay", sys.argv[1]).load_module()
for pcr, _, template, fields in replay.entries(open(sys.argv[2], "rb").read()):
    field = replay.field_list(fields)
    if pcr == 12:
        print(template, field[1].decode().strip("\0"), field[2].hex() or "-")
    elif template != "ima-ng":
        print("PCR", pcr, "has", template)
END
)" "ima-sig /tmp/part1 -
ima-sig /tmp/part2 $sig
ima-sig /tmp/part3 -
ima-sig /tmp/part8 -" "template=ima-sig, with the signature of the file that has one"

is "$(entries carried | head -n "$(entries last | wc -l)")" "$(entries last)" \
	"the list goes along"
is "$(entries second | tail -n 1)" "$(entry 12 part8 /tmp/z/part8)" \
	"and the next kernel's entries follow"
for name in begun last carried second; do
	list_agrees $name
	pcrs_agree $name 12
done
pcrs_agree last 11 13 14
pcrs_agree carried 11 13 14
other_pcr 12 "$host/carried.pcr" >"$work/bad.pcr"
not_ok "evmctl refuses an altered PCR 12" evmctl ima_measurement \
	--pcrs "sha256,$work/bad.pcr" "$host/carried.list"
isnt "$(grep PCR-12 "$host/second.pcr")" "$(grep PCR-12 "$host/carried.pcr")" \
	"PCR 12 goes on from where the first kernel left it"

#
# PCR 12 in use before the first entry; rules without a label; rules that are
# refused; reading back.
#
cat >>"$host/lib.sh" <<-'END'
# TPM2_PCR_Extend of PCR 12, bank SHA-256, with 32 bytes "k"
extend() {
	{
		printf '\200\002\000\000\000\101\000\000\001\202\000\000\000\014'
		printf '\000\000\000\011\100\000\000\011\000\000\000\000\000'
		printf '\000\000\000\001\000\013kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk'
	} >/tmp/extend
	exec 3<>/dev/tpm0
	dd if=/tmp/extend bs=4096 2>/dev/null >&3
	dd bs=4096 count=1 <&3 2>/dev/null | xxd -p
	exec 3>&-
}

# refused RULE...: says how the kernel took each
refused() {
	p=/sys/kernel/security/ima/policy
	for rule; do
		cat $p >/tmp/before
		dmesg -c >/dev/null
		{ echo "$rule" >$p; } 2>/tmp/err
		status=$?
		logged 'op=update_policy.*res=0'
		cat $p | cmp -s /tmp/before - && same=same || same=changed
		dmesg >/tmp/dmesg
		echo "rule $rule: $status $(sed 's/.*: //' /tmp/err), $same," \
			"$(grep -c 'type=1807.*action=.*res=0' /tmp/dmesg)" \
			"$(grep -c 'op=update_policy.*res=0' /tmp/dmesg)"
	done
}
END
cat >"$work/refused" <<-'END'
	dont_measure func=KEXEC_INITRAMFS_CHECK label=a
	appraise func=KEXEC_INITRAMFS_CHECK label=a
	appraise func=KEXEC_INITRAMFS_CHECK label=a appraise_type=imasig
	dont_appraise func=KEXEC_INITRAMFS_CHECK label=a
	audit func=KEXEC_INITRAMFS_CHECK label=a
	hash func=KEXEC_INITRAMFS_CHECK label=a
	dont_hash func=KEXEC_INITRAMFS_CHECK label=a
	measure func=KEXEC_KERNEL_CHECK label=a
	measure func=KEXEC_CMDLINE label=a
	measure func=FILE_CHECK label=a
	measure func=MODULE_CHECK label=a
	measure label=a
	measure func=KEXEC_INITRAMFS_CHECK label=
	measure func=KEXEC_INITRAMFS_CHECK label=a label=b
	measure func=KEXEC_INITRAMFS_CHECK label=a appraise_type=imasig
END
# The same without the label are good rules: it is the label that is refused.
sed -n -e '/label=$/d' -e '/label=b/d' -e '/^measure.*imasig/d' \
	-e '/^measure label/d' -e 's/ label=a//p' "$work/refused" >"$host/accepted"
cat >"$work/readback" <<-'END'
	measure func=KEXEC_INITRAMFS_CHECK label=x pcr=12 
	measure func=KEXEC_INITRAMFS_CHECK label=x|y.z-1_A|w pcr=12 template=ima-sig 
	measure func=KEXEC_INITRAMFS_CHECK label=x fowner=1234 
	measure func=CRITICAL_DATA label=x|y 
END
cp "$work/readback" "$host/readback"
quoted=$(while IFS= read -r rule; do printf "'%s' " "$rule"; done <"$work/refused")

cat >"$host/policy" <<-'END'
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=KEXEC_INITRAMFS_CHECK label=late pcr=12
END
boots "two boots with PCR 12 in use" --then "keep extcarried" -- "
	echo 0 >/proc/sys/kernel/printk_ratelimit
	echo extend: \$(extend); keep start
	parts /tmp/with; parts /tmp/without; policy
	load --initrd=a=/tmp/with/part1 --initrd=b=/tmp/with/part2 \
		--initrd=/tmp/with/part3 --initrd=c=/tmp/with/part1
	keep with
	load --initrd=/tmp/without/part1 --initrd=/tmp/without/part2 \
		--initrd=/tmp/without/part3 --initrd=/tmp/without/part1
	keep without
	load --initrd=late=/tmp/with/part7; keep late
	refused $quoted
	load --initrd=late=/boot/base.img; keep ext
	policy /host/readback; tail -n 4 /sys/kernel/security/ima/policy >/host/back
	policy /host/accepted && echo accepted all"
unlike "$output" 'FAILED|REFUSED' "every policy and load is taken"

is "$(entries with | sed 's,/tmp/with/,,')" \
	"$(grown with without | sed 's,/tmp/without/,,')" \
	"a rule without label= makes the same entries for parts with labels and without"
is "$(entries with)" "$(for n in 1 2 3; do
	entry 10 part$n /tmp/with/part$n; done)" "one for each file, in order"
is "$(grown without late)" "$(entry 10 part7 /tmp/with/part7
	entry 12 part7 /tmp/with/part7)" "a rule with a label adds to them"

while IFS= read -r rule; do
	is "$(grep -F "rule $rule: " <<<"$output")" \
		"rule $rule: 1 Invalid argument, same, 1 1" \
		"refused, audited and without effect: $rule"
done <"$work/refused"
like "$output" 'accepted all' "without the label these rules are good"
is "$(cat "$host/back")" "$(cat "$work/readback")" \
	"the policy reads as it was written"

like "$output" 'extend: 8002000000130?' "the TPM has extended PCR 12"
start=$(sed -n 's/^PCR-12: //p' "$host/start.pcr" | tr A-F a-f)
is "$start" "$({ printf '%064d' 0 | xxd -r -p
	printf '%32s' '' | tr ' ' k; } | sha256sum | cut -d ' ' -f 1)" \
	"PCR 12 starts with another value than zeroes"
for name in ext extcarried; do
	pcr=$(sed -n 's/^PCR-12: //p' "$host/$name.pcr" | tr A-F a-f)
	is "$("$top/tests/vm/replay" --pcr 12 --start "$start" \
		"$host/$name.list")" "$pcr" \
		"$name: from it, the list gives PCR 12"
	isnt "$("$top/tests/vm/replay" --pcr 12 "$host/$name.list")" "$pcr" \
		"$name: and from zeroes it does not"
	pcr=$(sed -n 's/^PCR-10: //p' "$host/$name.pcr" | tr A-F a-f)
	is "$("$top/tests/vm/replay" "$host/$name.list")" "$pcr" \
		"$name: and PCR 10"
done

#
# dont_measure of tmpfs before the rules for parts.
#
cat >"$host/policy" <<-'END'
	dont_measure fsmagic=0x01021994
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=KEXEC_INITRAMFS_CHECK label=a pcr=12
	measure func=CRITICAL_DATA label=kexec_file_load2
END
boots "a policy that does not measure tmpfs" --copy-in "$work/memload:/bin/memload" -- "
	policy; parts /tmp
	load --initrd=a=/tmp/part1 --initrd=/tmp/part2 --initrd=/host/part3 \
		--initrd=a=/host/part4
	memload /boot/vmlinuz a /tmp/part5 || echo LOAD FAILED; keep hidden"
unlike "$output" 'FAILED|REFUSED' "every policy and load is taken"
is "$(entries hidden | grep -v kexec-)" "$(entry 10 part3 /host/part3
	entry 10 part4 /host/part4; entry 12 part4 /host/part4)" \
	"it hides the parts on tmpfs and in a memfd, labelled or not, and no others"
recorded=$(grep -a '^initrd ' "$host/hidden.list" | cut -d ' ' -f 3,4)
is "$recorded" "$(for n in 1:a 2:- 3:- 4:a 5:a; do
	echo "${n#*:} sha256:$(sha256 "$host/part${n%:*}")"
	done)" "the record of the load has them"

#
# CRITICAL_DATA's labels; a memfd that is rewritten in place.
#
echo 'measure func=CRITICAL_DATA label=kernel_info|other' >"$host/policy"
cat >"$host/more" <<-'END'
	measure func=KEXEC_INITRAMFS_CHECK label=mem pcr=12
	measure func=CRITICAL_DATA label=a|kexec_file_load2
END
boots "critical data" --append ima_policy=critical_data \
	--copy-in "$work/memload:/bin/memload" -- "
	parts /tmp; load --initrd=a=/tmp/part1; keep unlabelled
	policy; load --initrd=kernel_info=/tmp/part1; keep elsewhere
	add measure func=KEXEC_INITRAMFS_CHECK label=kexec_file_load2 pcr=12
	load --initrd=a=/tmp/part1; keep function
	policy /host/more
	memload /boot/vmlinuz mem /tmp/part1 /tmp/part2 /tmp/part2 /tmp/part1 ||
		echo LOAD FAILED
	keep memfd; cat /sys/kernel/security/ima/policy"
unlike "$output" 'FAILED|REFUSED' "every policy and load is taken"
# Linux 7.2 measures the size of the list, too.
is "$(entries unlabelled | sed 's/.* //; /^kexec_load$/d')" \
	"$(printf '%s\n' kernel_version kexec-manifest kexec-commit)" \
	"a rule without label= measures all of it"
is "$(grown unlabelled elsewhere)" "" "a rule for other labels does not"
is "$(grown elsewhere function)" "" "nor does one for parts with such a label"
is "$(grown function memfd | grep -v kexec-)" \
	"$(entry 12 part1 memfd:part
	entry 12 part2 memfd:part)" \
	"a memfd rewritten in place: the entries are those of the bytes that are loaded"
is "$(grown function memfd | sed 's/.* //' | sort | uniq -c | tr -s ' ')" \
" 4 kexec-commit
 4 kexec-manifest
 2 memfd:part" "a rule for one label of several measures the records"
recorded=$(grep -a '^initrd ' "$host/memfd.list" | cut -d ' ' -f 3,4 | tail -n 4)
is "$recorded" "$(for n in 1 2 2 1; do
	echo "mem sha256:$(sha256 "$host/part$n")"
	done)" "and so are the digests in the records"

done_testing
