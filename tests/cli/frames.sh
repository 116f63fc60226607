#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What the checks before a load find in large archives, far behind the head, with
# and without --strict, as TAP:
#	frames.sh KEXEC2

. "${0%/*}/../lib/tap.sh"
. "${0%/*}/../lib/kernel.sh"

kexec2=$(realpath -- "$1")
[ -x "$kexec2" ] || bail_out "there is no program $1"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

fake_kernel >vmlinuz
echo last >last
echo last | cpio -o -H newc --quiet >last.cpio

# 3 MiB that do not become smaller, so that a byte can be told from a header.
head -c 3M /dev/urandom >content
echo content | cpio -o -H newc --quiet >whole.cpio
# Without a trailer, and with something else behind the first 2 MiB.
head -c $((110 + 10 + 3 * 1024 * 1024)) whole.cpio >open.cpio
{
	cat open.cpio
	printf 'no cpio header, and more of it than one has: %0200d' 0
} >junk.cpio

# pack KIND FILE: to stdout
pack()
{
	case $1 in
	zstd)	zstd -1 -q -c "$2" ;;
	lz4)	lz4 -l -q -c "$2" ;;
	lzo)	lzop -1 -c "$2" ;;
	xz)	xz -0 --check=crc32 -c "$2" ;;
	gzip)	gzip -1 -c "$2" ;;
	esac
}

: >digests
: >sums
# codes FILE [OPTION]...: what is found in it, before another part; and digests
codes()
{
	local file=$1

	shift
	"$kexec2" load --dry-run --json "$@" vmlinuz --initrd="$file" \
		--initrd=last.cpio >json 2>/dev/null
	sed -n 's/.*"digest": "sha256:\(.*\)",*/\1/p' json | head -n 3 >>digests
	sha256sum vmlinuz "$file" last.cpio | cut -d ' ' -f 1 >>sums
	sed -n 's/.*"code": "\(.*\)",*/\1/p' json | tr '\n' ' '
}

# flip FILE OFFSET: another byte there
flip()
{
	local byte

	byte=$(od -An -tu1 -j"$2" -N1 "$1")
	# shellcheck disable=SC2059
	printf "\\x$(printf %x $((byte ^ 0x5a)))" |
		dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

for kind in zstd lz4 lzo xz gzip; do
	pack $kind whole.cpio >whole
	size=$(stat -c %s whole)
	is "$(codes whole)" "" "$kind: nothing is wrong"
	is "$(codes whole --strict)" "" "$kind: nothing that --strict finds"

	head -c $((size - 100)) whole >short
	is "$(codes short)" "damaged_archive " "$kind: truncated"
	head -c $((size / 2)) whole >short
	is "$(codes short)" "damaged_archive " "$kind: half of it"

	{ cat whole; head -c $((-size & 3)) /dev/zero; echo some junk; } >longer
	code=junk_behind_archive
	[ $kind != lz4 ] || code=damaged_archive
	is "$(codes longer)" "$code " "$kind: junk behind it"
	{ cat whole; head -c $((512 + (-size & 3))) /dev/zero; cat last.cpio; } >longer
	is "$(codes longer)" "" "$kind: zeros and an archive behind it"
	{ cat whole; head -c 512 /dev/zero; } >longer
	is "$(codes longer)" "" "$kind: zeros behind it"

	pack $kind content >other
	is "$(codes other)" "damaged_archive " "$kind: no cpio archive in it"

	pack $kind open.cpio >open
	pack $kind junk.cpio >junk
	for strict in "" --strict; do
		# shellcheck disable=SC2086
		is "$(codes open $strict)" "no_trailer " \
			"$kind: there is no trailer $strict"
		# shellcheck disable=SC2086
		is "$(codes junk $strict)" "damaged_archive " \
			"$kind: what is no entry $strict"
	done
done

# A block of lz4 is of 8 MiB.
head -c 20M /dev/zero >content
echo content | cpio -o -H newc --quiet | lz4 -l -q -c >whole
is "$(codes whole)" "" "lz4: nothing is wrong with three blocks"
flip whole $(($(stat -c %s whole) - 1000))
is "$(codes whole --strict)" "damaged_archive " "lz4: --strict finds a wrong byte"
is "$(codes whole)" "damaged_archive " "lz4: found without --strict, too"
head -c -1000 whole >short
is "$(codes short)" "damaged_archive " "lz4: the last block is truncated"

# Within a block, of which the header is as it was.
pack xz whole.cpio >whole
flip whole $(($(stat -c %s whole) - 500000))
is "$(codes whole --strict)" "damaged_archive " "xz: --strict finds a wrong byte"
is "$(codes whole)" "damaged_archive " "xz: found without --strict, too"
# The index, at the end of the file.
pack xz whole.cpio >whole
flip whole $(($(stat -c %s whole) - 20))
is "$(codes whole)" "damaged_archive " "xz: a wrong byte of the index is found"

# The type of a block that there is not.
pack zstd whole.cpio >whole
size=$(stat -c %s whole)
at=$("${PYTHON:-python3}" - whole <<'END'
import sys
data = open(sys.argv[1], "rb").read()
d = data[4]
single = d >> 5 & 1
at = 5 + (not single) + (0, 1, 2, 4)[d & 3] + \
    ((1 if single else 0), 2, 4, 8)[d >> 6]
while True:
    header = int.from_bytes(data[at:at + 3], "little")
    if at > 2 << 20:
        break
    at += 3 + (1 if header >> 1 & 3 == 1 else header >> 3)
print(at)
END
)
cp whole bad
printf '\x07' | dd of=bad bs=1 seek="$at" conv=notrunc status=none
is "$(codes bad)" "damaged_archive " "zstd: a wrong header of a block is found"
cp whole bad
flip bad $((at + 1000))
is "$(codes bad --strict)" "damaged_archive " \
	"zstd: --strict finds a wrong byte of a block"
is "$(codes bad)" "damaged_archive " "zstd: found without --strict, too"

# What follows the archives, of which the walk begins at the end.
"${PYTHON:-python3}" - <<'END'
config = b"a = b\n"
tail = config + len(config).to_bytes(4, "little") + \
    sum(config).to_bytes(4, "little") + b"#BOOTCONFIG\n"
whole = open("whole.cpio", "rb").read()
open("config", "wb").write(whole + bytes(600000) + tail)
open("signed", "wb").write(whole + bytes(300000) + bytes(8) +
                           (300000).to_bytes(4, "big") +
                           b"~Module signature appended~\n")
END
is "$(codes config)" "bootconfig_not_last " "a bootconfig is found"
is "$(codes signed)" "" "a signature is passed over"
is "$(codes config --no-checks)" "" "nothing is found without the checks"

# All of it has been read once, and digested.
ok "$(wc -l <sums) digests are those of the files" cmp -s digests sums

# Of one file and of several, where it takes a while; nowhere else.
head -c 17M /dev/urandom >large
for option in --dry-run "--dry-run --json"; do
	script -qec "'$kexec2' load $option --no-checks large" screen >/dev/null
	like "$(tr '\r' '\n' <screen)" 'reading 1 file 100%' \
		"progress of a large file: $option"
done
echo large | cpio -o -H newc --quiet | gzip -1 >large.gz
script -qec "'$kexec2' load vmlinuz --initrd=large.gz --initrd=last.cpio" \
	screen >/dev/null
like "$(tr '\r' '\n' <screen)" 'reading 2 files 100%' \
	"progress of two parts that are unpacked to check them"
unlike "$("$kexec2" load --dry-run large 2>&1)" reading "not in a file"

# Many parts, each with what is wrong with it, in their order.
args=()
for i in $(seq 40); do
	printf 'junk %s' "$i" >"junk$i"
	args+=("--initrd=junk$i")
done
is "$("$kexec2" load --dry-run vmlinuz "${args[@]}" 2>&1 |
	sed -n 's/.*: junk\([0-9]*\) (initrd \([0-9]*\)).*/\1 \2/p' |
	awk '$1 != $2 + 1 || $1 != NR { exit 1 } END { print NR }')" 40 \
	"parts are told in their order"

done_testing
