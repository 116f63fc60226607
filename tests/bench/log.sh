#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Entries per second, and peak memory, of reading measurement lists, beside
# "evmctl ima_measurement", which replays them and compares the PCR.  kexec2 log
# show reads and divides them, and replays nothing; kexec2 verify does what
# evmctl does, and judges the kexecs.
#
# usage: tests/bench/log.sh KEXEC2 MAKE-LIST MEASURE
#
# ENTRIES in the environment is how many there are.

: "${ENTRIES:=100000 1000000}"
kexec2=$1 make_list=$2 measure=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

for part in kernel base modules; do
	printf %s $part >"$work/$part"
done
sha256sum "$work/kernel" "$work/base" "$work/modules" >"$work/known"

# timed NAME COMMAND...: a line of the table; the command has to succeed
timed()
{
	local name=$1 seconds kib

	shift
	"$measure" "$work/time" "$@" >"$work/out" || {
		echo "$name failed"
		exit 1
	}
	read -r seconds kib <"$work/time"
	awk -v n="$entries" -v s="$seconds" -v k="$kib" -v name="$name" 'BEGIN {
		printf "%9d  %-28s %8.2f s %10.0f /s %8d KiB\n",
			n, name, s, n / s, k }'
}

echo
echo "  entries  program                      CPU time    entries      peak memory"
for entries in $ENTRIES; do
	"$make_list" "$entries" "$work/list" "$work/pcrs" || exit
	timed "kexec2 log show" "$kexec2" log show --log "$work/list"
	grep -q "to $entries," "$work/out" || {
		echo "kexec2 has not read all of them"
		exit 1
	}
	timed "kexec2 verify" "$kexec2" verify --log "$work/list" \
		--known "$work/known" --pcr "$work/pcrs"
	grep -q "^accepted" "$work/out" || exit
	timed "evmctl ima_measurement" evmctl ima_measurement \
		--pcrs "sha256,$work/pcrs" "$work/list"
done
