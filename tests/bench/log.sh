#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Entries per second, and peak memory, of reading measurement lists, beside
# "evmctl ima_measurement", which replays them and compares the PCR.  kexec2 log
# show reads and divides them, and replays nothing; kexec2 verify does what
# evmctl does, and judges the kexecs.
#
# usage: tests/bench/log.sh KEXEC2 MAKE-LIST MEASURE
#
# ENTRIES in the environment is how many there are; RUNS, how often each program
# runs, in turn: the medians count.

: "${ENTRIES:=100000 1000000}" "${RUNS:=5}"
kexec2=$1 make_list=$2 measure=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

for part in kernel base modules; do
	printf %s $part >"$work/$part"
done
sha256sum "$work/kernel" "$work/base" "$work/modules" >"$work/known"
echo 'cmdline "" none' >>"$work/known"

# run NAME COMMAND...: its times and memory go to a file; it has to succeed
run()
{
	local name=$1

	shift
	"$measure" "$work/time" "$@" >"$work/out" || {
		echo "$name failed"
		exit 1
	}
	cat "$work/time" >>"$work/times-$name"
}

# median NAME COLUMN
median()
{
	sort -n -k "$2" "$work/times-$1" | awk -v column="$2" '
		{ value[NR] = $column }
		END { print value[int((NR + 1) / 2)] }'
}

# line NAME TITLE: a line of the table
line()
{
	awk -v n="$entries" -v s="$(median "$1" 1)" -v cpu="$(median "$1" 2)" \
		-v k="$(median "$1" 3)" -v name="$2" 'BEGIN {
		printf "%9d  %-24s %7.2f s %7.2f s %10.0f /s %8d KiB\n",
			n, name, s, cpu, n / s, k }'
}

echo
echo "  entries  program                       time  CPU time    entries      peak memory"
for entries in $ENTRIES; do
	rm -f "$work"/times-*
	"$make_list" "$entries" "$work/list" "$work/pcrs" || exit
	for _ in $(seq "$RUNS"); do
		run show "$kexec2" log show --log "$work/list"
		grep -q "to $entries," "$work/out" || {
			echo "kexec2 has not read all of them"
			exit 1
		}
		run verify "$kexec2" verify --log "$work/list" \
			--known "$work/known" --pcr "$work/pcrs"
		grep -q "^accepted" "$work/out" || exit
		run evmctl evmctl ima_measurement \
			--pcrs "sha256,$work/pcrs" "$work/list"
	done
	line show "kexec2 log show"
	line verify "kexec2 verify"
	line evmctl "evmctl ima_measurement"
	awk -v e="$(median evmctl 1)" -v v="$(median verify 1)" \
	    -v ec="$(median evmctl 2)" -v vc="$(median verify 2)" 'BEGIN {
		printf "           verify is %.1f times as fast as evmctl, and takes 1/%.1f of its CPU time\n",
			e / v, ec / vc }'
done
