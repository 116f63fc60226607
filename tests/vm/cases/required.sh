#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec_records=required: without its records nothing is loaded, nor unloaded, by
# any call; no policy is needed for them, and a TPM that has failed once is one
# that has failed until it is reset.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts
archive one=1 >"$host/one"
REQUIRED=kexec_records=required

cat >>"$host/lib.sh" <<-'END'
	k=/boot/vmlinuz
	UNLOAD=0x1 CRASH=0x2
	ima=/sys/kernel/security/ima
	loaded() { cat /sys/kernel/kexec_loaded /sys/kernel/kexec_crash_loaded; }
	attempt() {
		name=$1
		shift
		echo "$name: $(load-parts "$@")," $(loaded)
	}
	# raw NAME OPTION...: kexec_load(2), by kexec-tools
	raw() {
		name=$1
		shift
		kexec -c "$@" $k --initrd=/host/one --command-line=x >/tmp/raw 2>&1
		echo "$name: $?," $(loaded) $(grep -o "Protocol error" /tmp/raw)
	}
	why() { dmesg | sed -n "s/.*ima: kexec/why: kexec/p"; }
	state() { sed "s/^/$1 state: /" $ima/kexec_records; }
END
echo "CMDLINE='$CMDLINE'" >>"$host/lib.sh"
guest=(--tool "$work/load-parts:/bin/load-parts" --tool kexec)

came()
{
	is "$(sed -n "s/^$1: //p" <<<"$output")" "$2" "$3"
}

state()
{
	like "$(sed -n "s/^$1 state: //p" <<<"$output")" "$2" "$1: state has ${2//$'\n'/, }"
}

#
# All is well: a default image, a crash image, an unload, a kexec.
#
boots "a kernel that requires records, without a policy" "${guest[@]}" \
	--append "$REQUIRED crashkernel=256M" \
	--then "keep second; state second; cat /proc/cmdline
		attempt second /host/vmlinuz '' /host/one" -- '
	cp $k /host
	state fresh
	cat /proc/sys/kernel/kexec_records_required
	attempt default $k a=1 /host/one
	attempt crash --flags $CRASH $k a=2 /host/one
	raw raw -l
	raw raw-crash -p
	attempt unload-crash --flags $((UNLOAD | CRASH))
	attempt unload --flags $UNLOAD
	kexec -s -l $k --initrd=/boot/base.img --command-line=x; echo old $?
	kexec2 load $k --initrd=/boot/base.img \
		--cmdline="$CMDLINE kexec_records=required" || exit
	state loaded
	keep first
	why'
like "$output" $'\n1\n' "the sysctl reads 1"
state fresh $'required 1\nwanted 1\ntpm ok\nseq 0\ndefault -\ncrash -\nroom -'
came default 'loaded, 1 0' "a default image"
came crash 'loaded, 1 1' "a crash image"
like "$(sed -n 's/^raw: //p' <<<"$output")" '^[1-9][0-9]*, 1 1' \
	"kexec_load is refused"
like "$(sed -n 's/^raw-crash: //p' <<<"$output")" '^[1-9][0-9]*, 1 1' \
	"for a crash image, too"
came unload-crash 'loaded, 1 0' "the crash image is unloaded"
came unload 'loaded, 0 0' "and the default image"
like "$output" 'old 0' "kexec_file_load is recorded as well"
state loaded $'seq 6\ndefault 6 recorded\ncrash -\nroom [1-9][0-9]*'
for name in manifest commit unload; do
	like "$("$top/tests/vm/replay" --list "$host/first.list")" \
		"kexec-$name" "there are records: $name"
done
is "$("$top/tests/vm/replay" --list "$host/first.list" | grep -c commit)" 4 \
	"one commit for each load"
like "$output" 'kexec_records=required' "the next kernel is told to require them"
state second $'required 1.*seq 0'
came second 'loaded, 1 0' "and does"
list_agrees first
list_agrees second
ok "the manifest has the command line that says so" \
	grep -q "$(printf %s "$CMDLINE kexec_records=required" | sha256sum |
		cut -d ' ' -f 1)" \
	<("$top/tests/vm/replay" --record kexec-manifest "$host/first.list")

#
# The sysctl, which has one way.
#
boots "the sysctl" "${guest[@]}" -- '
	s=/proc/sys/kernel/kexec_records_required
	cat $s
	raw before -l
	state before
	echo 1 >$s; cat $s
	for n in 0 2 -1; do
		echo $n >$s || echo refused $n
	done 2>/dev/null
	cat $s
	raw after -l
	attempt unload --flags $UNLOAD
	attempt load $k a=1 /host/one
	grep -o "kexec-.*" $ima/ascii_runtime_measurements | cut -d " " -f 1'
like "$output" $'^0\n.*\n1\nrefused 0\nrefused 2\nrefused -1\n1\n' \
	"it goes from 0 to 1 and not back"
came before '0, 1 0' "before, kexec_load loads"
state before 'required 0'
like "$(sed -n 's/^after: //p' <<<"$output")" '^[1-9][0-9]*, 1 0' \
	"after, it does not"
came unload 'loaded, 0 0' "the image of before can be unloaded"
came load 'loaded, 1 0' "and another one loaded"
like "$output" $'kexec-unload\nkexec-manifest\nkexec-commit' \
	"which is recorded"

#
# No TPM.
#
boots "required, without a TPM" "${guest[@]}" --no-tpm \
	--append "$REQUIRED crashkernel=256M" -- '
	state none
	attempt load $k a=1 /host/one
	attempt crash --flags $CRASH $k a=1 /host/one
	raw raw -l
	kexec -s -l $k --initrd=/host/one --command-line=x; echo old $?
	why'
state none 'required 1.*tpm none'
came load 'EPROTO measure, 0 0' "no load"
came crash 'EPROTO measure, 0 0' "and no crash image"
like "$(sed -n 's/^raw: //p' <<<"$output")" '^[1-9][0-9]*, 0 0' "by no call"
like "$output" 'old 255' "not by the old one"
like "$output" 'why: kexec load refused: no TPM' "the log says why"

#
# An extend that failed, of any entry.
#
boots "required, with a TPM that failed" "${guest[@]}" \
	--append "$REQUIRED crashkernel=256M" -- '
	attempt before $k a=1 /host/one
	attempt crash-before --flags $CRASH $k a=1 /host/one
	tpm_unbind
	attempt without $k b=1 /host/one
	attempt unload --flags $UNLOAD
	state failed
	tpm_bind
	attempt again $k b=2 /host/one
	attempt unload-again --flags $UNLOAD
	attempt crash-again --flags $((UNLOAD | CRASH))
	why'
came before 'loaded, 1 0' "before"
came crash-before 'loaded, 1 1' "before, a crash image"
came without 'EPROTO measure, 1 1' "no load while it is gone"
came unload 'EPROTO measure, 1 1' "no unload: the image stays"
like "$output" $'\nbound' "it comes back"
came again 'EPROTO measure, 1 1' "still no load: its PCR does not have all entries"
came unload-again 'EPROTO measure, 1 1' "and no unload"
came crash-again 'EPROTO measure, 1 1' "nor of the crash image"
state failed 'tpm failed'
like "$output" 'why: kexec load refused: a TPM extend has failed in this boot' "the log says why"

boots "required, after the extend of another entry failed" "${guest[@]}" \
	--append "$REQUIRED" -- '
	echo "measure func=FILE_CHECK fowner=1234" >$ima/policy
	echo 1 >/tmp/x; chown 1234 /tmp/x
	tpm_unbind
	cat /tmp/x
	tpm_bind
	attempt load $k a=1 /host/one'
came load 'EPROTO measure, 0 0' "no load"

#
# A rule that does not want the records.
#
boots "required, with a policy against it" "${guest[@]}" --append "$REQUIRED" -- '
	echo "dont_measure func=CRITICAL_DATA" >$ima/policy
	attempt load $k a=1 /host/one
	keep list'
came load 'loaded, 1 0' "a load"
like "$("$top/tests/vm/replay" --list "$host/list.list")" 'kexec-commit' \
	"is recorded all the same"
list_agrees list

#
# Other values.
#
for value in '' no 1 requiredx; do
	boots "kexec_records=$value" --append "kexec_records=$value" -- '
		cat /proc/sys/kernel/kexec_records_required
		dmesg | grep -i "kexec_records" | grep -v "ommand line"'
	like "$output" "^0" "is not the requirement"
	like "$output" "kexec_records" "and the kernel says that it knows no such value"
done

done_testing
