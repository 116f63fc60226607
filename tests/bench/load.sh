#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What kexec_file_load2 of parts costs, beside kexec_file_load of the same
# bytes in one file: the ratio, which is the median of the ratios of pairs, and
# the memory that a load takes at most, as a multiple of the initramfs, where a
# second CPU can watch it.
#
# With one CPU, the guest counts instructions for time, a nanosecond each, which
# nothing else on the host disturbs.  With more, CPUs work side by side, and the
# time is the emulator's; ACCEL=kvm gives that of the processor.
#
# There is a table for no policy, for one that measures files, and for one that
# measures everything it can: each part has a rule for its label, too, and the
# load is recorded.  Each load is of files that IMA has not seen.
#
# The column "hardware" is computed, not measured: what the ratio comes to where
# SHA-256 takes 0.70 ns a byte (SHA-NI), reading from the page cache 0.15, and
# copying to the image, which the new call does not do, 0.24.
#
# In the end what was measured stands beside what was aimed at.  kexec_file_load
# has gained, too; so one CPU's goals count from a kernel where it hashes all
# segments in a row, with the zeros behind the kernel, as it did before.
#
# usage: tests/bench/load.sh PROGRAM BEFORE
#
# PROGRAM is that of load-pairs.c, BEFORE the kernel of variants/before.diff.
# MIB, PAIRS, PARTS, CPUS and ACCEL in the environment change what is measured.

. "$(dirname "$0")/../vm/lib/case.sh"

: "${MIB:=96}" "${PAIRS:=9}" "${PARTS:=1 3 16 64 256}" "${CPUS:=1 2}"
: "${ACCEL:=}"

cat >"$host/everything" <<-'END'
	measure func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=KEXEC_INITRAMFS_CHECK label=part pcr=12
	measure func=KEXEC_CMDLINE
	measure func=CRITICAL_DATA label=kexec_file_load2
END

# What was measured: ratio[CPUS POLICY PARTS], time[...] of the new call in s,
# and peak[...] of it.
declare -A ratio time peak was

# hardware CPUS PARTS HASHES: the ratio there, if the old call hashes the
# initramfs so often; parts of the same size are hashed by CPUs in turns.
hardware()
{
	awk -v c="$1" -v n="$2" -v h="$3" 'BEGIN {
		turns = int((n + c - 1) / c)
		hash = 0.70 * turns / n
		new = c > 1 ? (hash > 0.15 ? hash : 0.15) : hash + 0.15
		printf "%.2f", new / (0.15 + 0.70 * h + 0.24)
	}'
}

# pairs CPUS PAIRS PARTS COMMAND: what load-pairs prints, to $work/table; $accel
# is how the guest runs.
pairs()
{
	accel=$ACCEL
	[ -n "$accel" ] || { [ "$1" = 1 ] && accel=icount || accel=tcg; }
	vm --accel "$accel" --memory 1536M --cpus "$1" --timeout 3600 \
		--copy-in "$program:/root/load-pairs" -- "
		mount -t tmpfs -o size=400m parts /mnt &&
		$4 /boot/vmlinuz /mnt $MIB $2 $3" >"$work/table" || {
		cat "$work/table"
		exit 1
	}
}

# table CPUS POLICY HASHES COMMAND
table()
{
	local accel parts new r used line key

	echo
	pairs "$1" "$PAIRS" "$PARTS" "$4"
	echo "$MIB MiB, $1 CPU(s), $2, $accel"
	while IFS= read -r line; do
		read -r parts _ new r _ _ _ _ used <<<"$line"
		if [[ $parts != [0-9]* ]]; then
			echo "$line  hardware"
			continue
		fi
		key="$1 $2 $parts"
		ratio[$key]=$r time[$key]=$new peak[$key]=$used
		echo "$line      $(hardware "$1" "$parts" "$3")"
	done <"$work/table"
}

# goal TITLE VALUE LIMIT: a line, if it was measured
goal()
{
	[ -n "$2" ] || return 0
	awk -v title="$1" -v value="$2" -v limit="$3" 'BEGIN {
		printf "%-56s %6.2f %6.2f  %s\n", title, value, limit,
			value <= limit ? "reached" : "missed"
	}'
}

# quotient A B: A / B, if there are both
quotient()
{
	[ -z "$1" ] || [ -z "$2" ] ||
		awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'
}

# as_it_was POLICY COMMAND: the time of the join before, in was[POLICY]
as_it_was()
{
	local accel parts join

	KERNEL_IMAGE=$before pairs 1 "$PAIRS" 3 "$2"
	while read -r parts join _; do
		[ "$parts" != 3 ] || was[$1]=$join
	done <"$work/table"
}

program=$1 before=$2
policies=("no policy" "files measured" "everything measured")
for cpus in $CPUS; do
	table "$cpus" "${policies[0]}" 1 ./load-pairs
	table "$cpus" "${policies[1]}" 2 "policy && ./load-pairs --fresh"
	table "$cpus" "${policies[2]}" 3 \
		"policy /host/everything && ./load-pairs --fresh"
	[ "$cpus" = 1 ] || continue
	as_it_was "${policies[0]}" ./load-pairs
	as_it_was "${policies[1]}" "policy && ./load-pairs --fresh"
done

echo
printf '%-56s %6s %6s\n' "$MIB MiB: ratio to the old call" is goal
limits=(0.60 0.50 0.45)
for n in 0 1 2; do
	goal "3 parts, 2 CPUs, ${policies[n]}" \
		"${ratio[2 ${policies[n]} 3]:-}" "${limits[n]}"
done
limits=(0.75 0.50)
for n in 0 1; do
	goal "3 parts, 1 CPU, ${policies[n]}, to the call before" "$(quotient \
		"${time[1 ${policies[n]} 3]:-}" "${was[${policies[n]}]:-}")" \
		"${limits[n]}"
done
for cpus in $CPUS; do
	for policy in "${policies[@]}"; do
		title="1 part, $cpus CPU(s), $policy"
		one=${ratio[$cpus $policy 1]:-}
		if [ "$cpus" = 1 ] && [ -n "${was[$policy]:-}" ]; then
			title+=", to the call before"
			one=$(quotient "${time[1 $policy 1]:-}" "${was[$policy]}")
		fi
		goal "$title" "$one" 0.75
		goal "256 parts to 3 parts, $cpus CPU(s), $policy" "$(quotient \
			"${time[$cpus $policy 256]:-}" \
			"${time[$cpus $policy 3]:-}")" 1.1
	done
done
for policy in "${policies[@]}"; do
	goal "peak memory to initramfs, 3 parts, $policy" \
		"${peak[2 $policy 3]:-}" 1.3
done
