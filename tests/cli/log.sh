#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# "kexec2 log show" on the lists of a guest, and beside evmctl, as TAP:
#	log.sh KEXEC2

. "$(dirname "$0")/../lib/tap.sh"

kexec2=$(realpath "$1") || exit
lists=$(dirname "$0")/../unit/lists
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# show ARGUMENT...: exit status, stdout and stderr
show() {
	"$kexec2" log show "$@" >"$work/out" 2>"$work/err"
	echo $?
}

is "$(show --log "$lists/binary-sha256")" 0 "a binary list"
cp "$work/out" "$work/text"
is "$(cat "$work/err")" "" "nothing on stderr"
for form in binary-sha1 ascii-sha1 ascii-sha256; do
	show --log "$lists/$form" >/dev/null
	ok "$form is the same list" cmp "$work/out" "$work/text"
done
is "$(show --log - <"$lists/ascii-sha1")" 0 "stdin"
ok "is the same list" cmp "$work/out" "$work/text"
is "$(expand "$work/text" | grep -c '.\{81\}')" 0 "no line has 81 columns"
is "$(grep -c '[^ -~]' "$work/text")" 0 "no line has a byte that is not printed"
is "$(grep -E '^ *(epoch|executed|replaced|unloaded|failed|loaded)' "$work/text")" \
"epoch 1: entries 1 to 32, PCRs 10 12, 2 violations
  unloaded: load 1, entries 20 and 21
  replaced: load 3, entries 25 and 26
  failed: load 4, entry 28
  executed: load 5, entries 31 and 32
epoch 2: entries 33 to 40, PCR 10, 0 violations
  executed: load 1, entries 38 and 39
epoch 3: entries 41 to 48, PCRs 10 12, 0 violations
  loaded: load 1, entries 45 and 46" "three boots, and what became of each load"
is "$(sed -n '/executed: load 5/,/^$/p' "$work/text" | grep -v sha256:)" \
"  executed: load 5, entries 31 and 32
    kernel /boot/vmlinuz, 3.3 MiB
    initrd 0 firmware /host/a, 512 bytes
    initrd 1 base /boot/base.img, 4.4 MiB
    command line
      console=ttyS0 panic=-1 second" "the parts, in order"

# The same on a kernel whose records are of version 2.
is "$(show --log "$lists/v2-binary-sha256")" 0 "records of version 2"
cp "$work/out" "$work/text-2"
for form in binary-sha1 ascii-sha1 ascii-sha256; do
	show --log "$lists/v2-$form" >/dev/null
	ok "$form is the same list" cmp "$work/out" "$work/text-2"
done
is "$(grep -E '^ *(epoch|exec|replaced|unload|failed|loaded|[a-z ]*record)' \
	"$work/text-2")" \
"epoch 1: entries 1 to 33, PCRs 10 12, 2 violations
  unloaded: load 1, entries 20 and 21
  unload of the image: load 2, entry 22
  replaced: load 3, entries 25 and 26
  failed: load 4, entry 28
  executed: load 5, entries 31 and 32
  execution of load 5: entry 33
epoch 2: entries 34 to 42, PCR 10, 0 violations
  executed: load 1, entries 39 and 40
  execution of load 1: entry 42
epoch 3: entries 43 to 50, PCRs 10 12, 0 violations
  loaded: load 1, entries 47 and 48" "three boots, and which load was started in two"
for prefix in "" v2-; do
	ok "verify accepts what the TPM proves: ${prefix:-v1-}" \
		"$(dirname "$0")/verify-list" "$kexec2" "$lists/$prefix" "$work"
done

is "$(show --json --log "$lists/ascii-sha256")" 0 "JSON"
is "$(python3 - "$work/out" <<'PYTHON'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    root = json.load(file)
print(root["entries"], "error" in root)
for epoch in root["epochs"]:
    print(epoch["epoch"], epoch["first_entry"], epoch["entries"], epoch["pcrs"],
          epoch["boot_aggregate"]["digest"][:15], epoch["ended_by_kexec"])
    for load in epoch["loads"]:
        print(load["fate"], load["kernel"]["size"] > 1 << 20,
              [(part.get("label"), part["name"]) for part in load["initrds"]],
              load["cmdline"]["text"][:30])
PYTHON
)" "48 False
1 1 32 [10, 12] sha256:2bed5bc4 True
unloaded True [('a', '/host/a')] never
replaced True [('b', '/host/b'), (None, '/host/a')] old
failed True [('b', '/host/b')] qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
executed True [('firmware', '/host/a'), ('base', '/boot/base.img')] console=ttyS0 panic=-1 second
2 33 8 [10] sha256:2bed5bc4 True
executed True [('base', '/boot/base.img'), ('b', '/host/b')] console=ttyS0 panic=-1 third
3 41 8 [10, 12] sha256:2bed5bc4 False
loaded True [('base', '/host/b')] console=ttyS0 panic=-1 fourth" "says the same"

head -c 6000 "$lists/binary-sha1" >"$work/cut"
is "$(show --log "$work/cut")" 2 "a list that is cut off"
like "$(cat "$work/out")" 'epoch 1: entries 1 to [0-9]+,.*unloaded: load 1' \
	"is shown as far as it goes"
like "$(cat "$work/err")" \
	'^kexec2-attest: .*/cut: entry [0-9]+, at byte [0-9]+: the file ends in the middle' \
	"and the rest is shown"
is "$(show --json --log "$work/cut")" 2 "in JSON as well"
like "$(cat "$work/out")" '"error": "entry [0-9]+, at byte' "with the error in it"
is "$(show --log "$work/none")" 2 "no file"
like "$(cat "$work/err")" '/none: no such file' "is reported"
echo hello >"$work/hello"
is "$(show --log "$work/hello")" 2 "another file"
like "$(cat "$work/err")" '/hello: entry 1, at byte 0: not a measurement list' \
	"is reported"
: >"$work/empty"
is "$(show --log "$work/empty")" 2 "an empty file"
is "$(show more --log "$work/empty")" 2 "an operand too many"

# Each thing that there is to tell, to the byte.
events=$(dirname "$0")/events
for version in 1 2; do
	python3 "$events/make-list" $version >"$work/events"
	is "$(show --log "$work/events")" 0 \
		"all that can happen, of version $version"
	ok "is shown" diff -u "$events/text-$version" "$work/out"
	is "$(show --json --log "$work/events")" 0 "as JSON"
	ok "is shown as JSON" diff -u "$events/json-$version" "$work/out"
done
is "$(show more)" 2 "an operand"

# A list that was deleted in part, in the order of the pieces.
tail -n +10 "$lists/ascii-sha256" | head -n 20 >"$work/1"
tail -n +30 "$lists/ascii-sha256" >"$work/2"
is "$(show --log "$work/1" --log "$work/2")" 0 "pieces without the beginning"
like "$(cat "$work/out")" 'the list was trimmed.*epoch 2: .*epoch 3: ' \
	"are joined"

#
# evmctl, which takes no list with the template "ima" and another: up to that
# entry, it agrees with the replay that is used for PCRs here, and reads as many
# entries.
#
if ! command -v evmctl >/dev/null; then
	skip "evmctl agrees" "install ima-evm-utils"
	done_testing
	exit
fi
ima=$(python3 - "$lists/binary-sha1" <<'PYTHON'
import struct
import sys

with open(sys.argv[1], "rb") as file:
    data = file.read()
pos = 0
while True:
    size, = struct.unpack_from("<I", data, pos + 24)
    if data[pos + 28:pos + 28 + size] == b"ima":
        break
    pos += 28 + size
    pos += 4 + struct.unpack_from("<I", data, pos)[0]
print(pos)
PYTHON
)
head -c "$ima" "$lists/binary-sha1" >"$work/list"
for n in 0 1 2 3 4 5 6 7 8 9 10 11 12; do
	printf 'PCR-%02d: %s\n' $n \
		"$("$(dirname "$0")/../vm/replay" --pcr $n "$work/list")"
done >"$work/pcrs"
ok "evmctl accepts the list" evmctl ima_measurement --ignore-violations \
	--pcrs "sha256,$work/pcrs" "$work/list"
evmctl ima_measurement --ignore-violations -v --pcrs "sha256,$work/pcrs" \
	"$work/list" 2>&1 | grep -c '^ *[0-9]* [0-9a-f]\{40\} ' >"$work/count"
is "$(show --log "$work/list")" 0 "so does kexec2"
like "$(cat "$work/out")" "epoch 3: entries 41 to $(cat "$work/count")," \
	"and reads as many entries"
done_testing
