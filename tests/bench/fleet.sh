#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The lists of a fleet, by "kexec2-attest verify --batch", beside a process for
# each list and "evmctl ima_measurement": lists a second; and CPU time of a list,
# processors for so many lists, and entries for each second of CPU time, which
# count where others use the machine.
#
# usage: tests/bench/fleet.sh KEXEC2-ATTEST MAKE-LIST MEASURE
#
# In the environment: JOBS is how many lists of ten entries there are; of longer
# ones there are fewer.

: "${JOBS:=20000}"
attest=$(realpath "$1") make_list=$(realpath "$2") measure=$(realpath "$3")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

for part in kernel base modules; do
	printf %s $part >$part
done
sha256sum kernel base modules >known
printf 'allow any-cmdline\nallow unrestricted-key\n' >rules

# quote PCRS: a quote of PCR 10, signed by a key of software
quote()
{
	python3 - "$1" <<-'END'
		import hashlib, struct, sys
		text = [l for l in open(sys.argv[1]) if l.startswith("PCR-10")][0]
		digest = hashlib.sha256(bytes.fromhex(text.split()[1])).digest()
		tpm2b = lambda data: struct.pack(">H", len(data)) + data
		open("quote", "wb").write(
		    b"\xffTCG\x80\x18" + tpm2b(b"name") + tpm2b(b"\0\1") +
		    bytes(25) + struct.pack(">IHB", 1, 0xb, 3) + b"\0\4\0" +
		    tpm2b(digest))
	END
	openssl dgst -sha256 -sign ak.key -out signature quote
}
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
	-out ak.key 2>/dev/null
openssl pkey -in ak.key -pubout -out ak.pem || exit

# run NAME ENTRIES LISTS COMMAND...: a line of the table
run()
{
	local name=$1 entries=$2 lists=$3

	shift 3
	"$measure" time "$@" >out 2>err || {
		echo "$name failed: $(head -n 1 err)"
		exit 1
	}
	awk -v n="$lists" -v e="$entries" -v name="$name" '{
		printf "%7d  %-28s %9.0f /s %10.1f us %8.1f CPUs %10.0f /s %8d KiB\n",
			e, name, n / $1, 1e6 * $2 / n, 1e7 / 3600 * $2 / n,
			n * e / $2, $3 }' time
}

# batch NAME ENTRIES LISTS CPUS KEYS: that many jobs, all of them accepted
batch()
{
	local i

	for ((i = 0; i < $3; i++)); do
		printf '{"id": %d, "list": "list", "pcr": "pcrs"%s}\n' $i "$5"
	done >jobs.json
	run "$1" "$2" "$3" taskset -c "$4" sh -c \
		'"$0" verify --batch --known known --rules rules <jobs.json' "$attest"
	[ "$(grep -c '"verdict":"accepted"' out)" = "$3" ] || {
		echo "not all were accepted"
		exit 1
	}
}

# each COUNT COMMAND...: a process for each
# shellcheck disable=SC2016	# the inner shell is to expand it
each='n=$0; while [ $n -gt 0 ]; do "$@" >/dev/null || exit; n=$((n - 1)); done'
signed=', "quote": "quote", "signature": "signature", "ak": "ak.pem"'

echo
printf '%7s  %-28s %12s %13s %13s %13s %12s\n' entries program lists \
	"CPU a list" "10^7 an hour" "entries/CPU" memory
for entries in 10 3000 100000; do
	lists=$((JOBS * 10 / entries))
	[ $lists -ge 10 ] || lists=10
	few=$((lists / 50 + 5))
	"$make_list" $entries list pcrs && quote pcrs || exit
	batch "batch, 1 CPU" $entries $lists 0 ""
	batch "batch, 2 CPUs" $entries $lists 0,1 ""
	batch "batch, 2 CPUs, 4 x the jobs" $entries $((4 * lists)) 0,1 ""
	batch "batch, 2 CPUs, quotes" $entries $lists 0,1 "$signed"
	run "a process for each" $entries $few sh -c "$each" $few "$attest" \
		verify --known known --rules rules --log list --pcr pcrs
	run "evmctl" $entries $few sh -c "$each" $few \
		evmctl ima_measurement --pcrs sha256,pcrs list
done

# What the start of the program takes, beside that of any.
run "kexec2-attest --version" 0 200 sh -c "$each" 200 "$attest" --version
run "/bin/true" 0 200 sh -c "$each" 200 /bin/true
