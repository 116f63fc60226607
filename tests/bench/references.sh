#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a verifier has to know with and without parts, and how long it takes.
#
# usage: tests/bench/references.sh KEXEC2 MAKE-LIST
#
# An initramfs is one of F firmware archives, one of U bases and one of M sets of
# modules, and with it goes one of K kernels; each is replaced now and then, and
# all versions are out there.  Joined by the loader, a verifier needs the digest
# of each join.  LOGS in the environment is how many lists are verified, each by
# a process of its own; what that takes on all processors follows from the CPU
# time.

: "${LOGS:=4000}"
kexec2=$(realpath "$1") make_list=$(realpath "$2")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

echo
echo "  references that are needed"
echo "  firmware x base x modules, kernels      joined     in parts   ratio"
while read -r f u m k; do
	joined=$((f * u * m + k))
	parts=$((f + u + m + k))
	printf '  %8d x %4d x %7d, %7d %11d %12d %7d\n' \
		"$f" "$u" "$m" "$k" $joined $parts $((joined / parts))
done <<-END
	1 1 1 1
	4 4 4 4
	10 10 10 10
	20 10 30 30
	50 20 100 100
	200 50 400 400
END

# A file of references as of the last line, and a list of 100 entries.
for part in kernel base modules; do
	printf %s $part >$part
done
sha256sum kernel base modules >known
seq 1050 | while read -r i; do
	printf '%064x  part-%d\n' "$i" "$i"
done >>known
"$make_list" 100 list pcrs || exit
cpus=$(nproc)

# verify_all KNOWN: CPU seconds for LOGS lists
verify_all()
{
	local TIMEFORMAT='%U %S'

	{ time seq "$LOGS" | xargs -I{} "$kexec2" verify --log list \
		--known "$1" --pcr pcrs >out; } 2>cpu || return
	[ "$(grep -c ^accepted out)" = "$LOGS" ] || return
	awk '{ printf "%.2f", $1 + $2 }' cpu
}

echo
echo "  lists of 100 entries, each verified by a process of its own, $cpus CPUs"
seconds=$(verify_all known) || { echo "a list was refused"; exit 1; }
awk -v s="$seconds" -v n="$LOGS" -v cpus="$cpus" 'BEGIN {
	printf "  %d lists in %.1f s of CPU time, %.0f a second\n", n, s, cpus * n / s
	printf "  so 100000 take %.0f s, and 10000000 take %.1f hours\n",
		1e5 * s / n / cpus, 1e7 * s / n / cpus / 3600 }'
