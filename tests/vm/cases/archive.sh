#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Four kernels, three kexecs: processes have files measured, the archive is run
# again and again, and the TPM quotes, all at once, until each kexec ends them
# wherever they are.  In the end the archive has each entry once.  Where IMA can
# stage its list, the kernel has what has come since; elsewhere it has all.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/quote.sh"

FILES=${FILES:-40}		# of each process, in the last kernel

cat >>"$host/policy" <<-'END'
	measure func=CRITICAL_DATA label=kexec_file_load2
	measure func=FILE_CHECK fowner=1234
END
cat "$top/tests/vm/lib/grow.sh" - >>"$host/lib.sh" <<-'END'
	ima=/sys/kernel/security/ima
	list=$ima/binary_runtime_measurements
	# writer NAME N: entries; what is in the list is told
	writer() {
		n=0
		while [ $n != $2 ]; do
			n=$((n + 1))
			entry /tmp/b$VM_BOOT.$1.$n
			echo /tmp/b$VM_BOOT.$1.$n >>/host/done.$VM_BOOT.$1
		done
	}
	archive() {
		kexec2-attest archive --dir=/host/kept >/tmp/out 2>&1 ||
			echo "archive: $(cat /tmp/out)"
	}
	figures() {
		echo "boot $VM_BOOT: entries in the kernel:" \
			"$(cat $ima/runtime_measurements_count), archive:" \
			"$(stat -c %s /host/kept/boot-000001) bytes"
	}
	work() {
		policy
		archive
		for w in 1 2 3; do writer $w $1 & done
	}
	quote() {
		attest-tss evidence --nonce 0011 --ak 0x81010002 \
			--archive=/host/kept --output /host/evidence.$VM_BOOT
	}
	hop() {
		work -1
		while :; do archive; done &
		[ $VM_BOOT = 1 ] || quote
		kexec2 load /boot/vmlinuz --initrd=base=/boot/base.img \
			--cmdline="$cmdline" >/dev/null || exit
		until grep -q "\.$FILES\$" /host/done.$VM_BOOT.3; do
			sleep 0.1
		done
		figures
		kexec-now
	}
	last() {
		work $FILES
		while kill -0 $! 2>/dev/null; do archive; done
		wait
		quote
		archive
		cat $list >/host/current.list
		kexec2-attest log convert --format=binary --log /host/kept \
			--log $list >/host/all.list
		keep last
		[ ! -e ${list}_staged ] || echo staging
		figures
	}
END
echo "cmdline='$CMDLINE' FILES=$FILES" >>"$host/lib.sh"

quoting
boots "three kexecs" --cpus 2 --timeout 300 "${tss[@]}" \
	--then hop --then hop --then last -- '
	sha256sum /boot/vmlinuz /boot/base.img >/host/known
	echo "cmdline \"$cmdline\" line" >>/host/known
	hop'
grep '^boot [0-9]: ' <<<"$output" | sed 's/^/# /'
unlike "$output" 'archive: kexec2' "no run of the archive fails"

# The archive has all, once.
is "$(cd "$host/kept" && echo boot-*)" boot-000001 \
	"kexecs are not taken for boots by firmware"
"$KEXEC2_ATTEST" log convert --format=binary --log "$host/kept" \
	>"$work/kept.list"
ok "all is in the archive" cmp "$work/kept.list" "$host/all.list"
cp "$host/all.list" "$host/last.list"
list_agrees last
"$top/tests/vm/replay" --list "$host/all.list" | cut -d ' ' -f 3- |
	grep '^/tmp/b' | sort >"$work/names"
sort "$host"/done.* >"$work/done"
is "$(uniq -d "$work/names")" "" "no file is there twice"
# A kexec suspends measurements before it stops the processes: what a writer did
# at its very end may have come behind the end of the list.
is "$(awk -F . '
	FNR == NR { in_list[$0]; if ($3 > last[$1, $2]) last[$1, $2] = $3; next }
	!($0 in in_list) && ($1 == "/tmp/b4" || $3 < last[$1, $2])
	' "$work/names" "$work/done")" "" \
	"none of $(wc -l <"$work/done") is missing"
diag "behind the end of a list: $(comm -13 "$work/names" "$work/done" | xargs)"
like "$(wc -l <"$work/done")" '^[0-9]{3}' "which are some"
staging=$(grep staging <<<"$output")
if [ "$staging" ]; then
	ok "the kernel has few of $(stat -c %s "$host/all.list") bytes" \
		test "$(stat -c %s "$host/current.list")" -lt 8192
else
	ok "the kernel has the same" cmp "$host/all.list" "$host/current.list"
fi

# verify DESC OPTION...
verify()
{
	local desc=$1 status=0

	shift
	output=$("$KEXEC2_ATTEST" verify --known "$host/known" "$@") || status=$?
	is "$status" 0 "$desc" || diag "$output"
}
verify "verify accepts it" --log "$host/kept" --pcr "$host/last.pcr"
for boot in 2 3 4; do
	verify "and the quote of kernel $boot" --evidence "$host/evidence.$boot" \
		--ak "$work/ak.pub" --nonce 0011
	like "$output" "kexec from epoch $((boot - 1)) to $boot" "of all kexecs"
done

# Of deleted entries, IMA keeps the digests, unless it is told not to.
cat >"$host/memory" <<-'END'
	memory() {
		echo 3 >/proc/sys/vm/drop_caches
		sleep 1
		echo "$1 $(sed -n 's/^SUnreclaim: *//p' /proc/meminfo)"
	}
	policy
	name=$(printf %0200d 1)
	for batch in 1 2 3; do
		mkdir -p /tmp/$name/$name/$name
		cd /tmp/$name/$name/$name
		for n in $(seq 2000); do echo $batch.$n >$n; done
		find . -type f | xargs chown 1234
		find . -type f | xargs cat >/dev/null
		cd /
		rm -r /tmp/$name
		memory before$batch
		archive
		memory after$batch
	done
END
if [ "$staging" ]; then
	rm -r "$host/kept"
	boots "6000 entries" --append ima_flush_htable -- '. /host/memory'
	kb=$(sed -n 's/^after3 \([0-9]*\) kB/\1/p' <<<"$output")
	diag "$output"
	ok "2000 of them take memory" \
		test "$(sed -n 's/^before3 \([0-9]*\) kB/\1/p' <<<"$output")" \
		-gt $((kb + 2000))
	ok "and all none that stays" \
		test "$(sed -n 's/^after1 \([0-9]*\) kB/\1/p' <<<"$output")" \
		-gt $((kb - 256))
else
	skip "memory of the list" "this kernel deletes no entries"
fi

done_testing
