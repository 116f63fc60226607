#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Two kexecs of three parts, verified by the machine itself against its TPM, and
# elsewhere from what was kept.  Then what was kept is tampered with.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/quote.sh"

archive early=1 >"$host/firmware.cpio"
archive late=1 | zstd -q >"$host/modules.cpio.zst"
echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>"$host/policy"
cat >>"$host/lib.sh" <<-'END'
	# load HOP [PART]: the three parts and more
	load() {
		kexec2 load /boot/vmlinuz --initrd=firmware=/host/firmware.cpio \
			--initrd=base=/boot/base.img \
			--initrd=modules=/host/modules.cpio.zst \
			--cmdline="$cmdline hop=$1" >/dev/null
	}
	# verdict NAME OPTION...: of the running system, by its TPM
	verdict() {
		name=$1; shift
		kexec2 verify --pcr-from-tpm "$@" >/tmp/verdict 2>&1
		echo "verdict $name $? $(head -n 1 /tmp/verdict)"
		sed -n 's/^  \([a-z-]*\): .*/reason '$name' \1/p' /tmp/verdict
	}
END
cat >"$host/known.sh" <<-'END'
	cd /host
	sha256sum /boot/vmlinuz /boot/base.img firmware.cpio modules.cpio.zst \
		>/host/plain
	for hop in 1 2; do echo "cmdline \"$cmdline hop=$hop\" line"; done \
		>>/host/plain
	sum() { sha256sum "$1" | cut -d ' ' -f 1; }
	{
		echo "sha256:$(sum /boot/vmlinuz) linux role=kernel"
		echo "sha256:$(sum /boot/base.img) base label=base"
		echo "sha256:$(sum firmware.cpio) firmware label=firmware order=first"
		echo "sha256:$(sum modules.cpio.zst) modules label=modules"
		echo "cmdline \"$cmdline hop=1\" line"
		echo "cmdline \"$cmdline hop=2\" line"
		echo 'composition all = linux firmware base modules line'
	} >/host/rich
END

quoting
boots "two kexecs of three parts" "${tss[@]}" --then ". /host/hop1" --then ". /host/hop2" \
	-- "cmdline='$CMDLINE'; policy; . /host/known.sh
	verdict firmware --known /host/rich
	load 1 || exit 1
	cat >/host/hop1 <<-EOT
		cmdline='$CMDLINE'; policy
		verdict first --known /host/rich
		verdict plain --known /host/plain
		load 2
	EOT
	cat >/host/hop2 <<-EOT
		verdict second --known /host/rich
		verdict plain2 --known /host/plain
		grep -v modules /host/plain >/host/less
		verdict less --known /host/less
		keep last
		attest-tss evidence --nonce 0011 --ak 0x81010002 \
			--output /host/evidence
	EOT"
like "$output" 'verdict firmware 1 refused' "before the kexec there is none"
like "$output" 'reason firmware no-kexec' "which is the reason"
for name in first plain second plain2; do
	like "$output" "verdict $name 0 accepted" \
		"the machine's own TPM proves what it runs: $name"
done
like "$output" 'verdict less 1 refused' "a part that is not known is refused"
like "$output" 'reason less unknown-part' "for that reason"
list_agrees last

# evidence STATUS DESC OPTION...: what the machine has put into one file
evidence()
{
	local want=$1 desc=$2 status=0

	shift 2
	output=$("$KEXEC2_ATTEST" verify --known "$host/rich" \
		--evidence "$host/evidence" --ak "$work/ak.pub" "$@") || status=$?
	is "$status" "$want" "$desc" || diag "$output"
}
evidence 0 "evidence in one file is accepted" --nonce 0011
like "$output" 'proof +a quote by a key ECC 256.* with the nonce' "with its quote"
like "$output" 'epoch 3 +boot_aggregate of PCRs 0-9' "and boot_aggregate"
like "$output" 'kexec from epoch 2 to 3' "of both kexecs"
evidence 1 "but not with another nonce" --nonce 0012

# verify LIST OPTION...: elsewhere
verify()
{
	local list=$1

	shift
	"$KEXEC2_STATIC" verify --log "$list" --known "${known:-$host/rich}" \
		"$@"
}

# refused REASON DESC LIST OPTION...
refused()
{
	local reason=$1 desc=$2 out status=0

	shift 2
	out=$(verify "$@" 2>&1) || status=$?
	is "$status" 1 "$desc: refused" || diag "$out"
	like "$out" "  $reason: " "$desc: as $reason"
}

list=$host/last.list pcr=$host/last.pcr
ok "what was kept is accepted" verify "$list" --pcr "$pcr"
like "$(verify "$list" --pcr "$pcr" --json)" '"composition": "all"' \
	"and the composition is named"

# edit PATTERN REPLACEMENT: a copy of the list, of the same length
edit()
{
	perl -0777 -pe "s/$1/$2/s" "$list" >"$work/edited"
	! cmp -s "$list" "$work/edited" || die "the list has no $1"
}

edit 'initrd 0 firmware' 'initrd 0 Firmware'
refused altered-entry "a label was changed" "$work/edited" --pcr "$pcr"
refused pcr-mismatch "a label was changed" "$work/edited" --pcr "$pcr"
edit 'seq 1\nmanifest' 'seq 2\nmanifest'
refused pcr-mismatch "a number was changed" "$work/edited" --pcr "$pcr"
edit '\/boot\/vmlinuz' '\/evil\/vmlinuz'
refused pcr-mismatch "a name was changed" "$work/edited" --pcr "$pcr"
edit 'ima-buf(.{52}kexec-manifest)' 'ima-sig$1'
refused template "a record was made a file" "$work/edited" --pcr "$pcr"
other_pcr 10 "$pcr" >"$work/pcr"
refused pcr-mismatch "another PCR" "$list" --pcr "$work/pcr"
other_pcr 04 "$pcr" >"$work/pcr"
refused boot-aggregate "other firmware" "$list" --pcr "$work/pcr"
refused unproven "no PCR" "$list"
sed '/PCR-10/d' "$pcr" >"$work/pcr"
refused pcr-uncovered "not that PCR" "$list" --pcr "$work/pcr"
sed 's/hop=1/hop=3/' "$host/rich" >"$work/rich"
known=$work/rich
refused unknown-cmdline "another command line" "$list" --pcr "$pcr"

#
# A chain of kernels that cannot but keep records, and one that would end it.
#
echo 'require records' >"$host/required"
echo 'allow any-cmdline' | tee "$host/any" >>"$host/required"
boots "a kexec between kernels that require records" \
	--append kexec_records=required --then "
	policy; keep required
	verdict required --known /host/plain --rules /host/required
	kexec2 load /host/vmlinuz --initrd=/host/base.img --cmdline='$CMDLINE'
	verdict ends --known /host/plain --rules /host/required
	verdict any --known /host/plain --rules /host/any" -- "policy; cd /host
	cp /boot/vmlinuz /boot/base.img .
	sha256sum vmlinuz base.img >plain
	kexec2 load /boot/vmlinuz --initrd=/boot/base.img \
		--cmdline='$CMDLINE kexec_records=required'"
like "$output" 'verdict required 0 accepted' "is accepted where rules want that"
like "$output" 'verdict ends 1 refused' "one that does not is refused"
like "$output" 'reason ends records-not-required' "for that reason"
like "$output" 'verdict any 0 accepted' "but not without the rule"
known=$host/plain
ok "what was kept is accepted" verify "$host/required.list" \
	--pcr "$host/required.pcr" --rules "$host/required"
list_agrees required

done_testing
