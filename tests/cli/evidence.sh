#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2-attest evidence with keys that tpm2-tools have made in a TPM of swtpm,
# and what verify says of it.
#
# usage: tests/cli/evidence.sh KEXEC2

. "$(dirname "$0")/../lib/tap.sh"

attest=$(realpath "$1")-attest
. "$(dirname "$0")/../lib/tpm.sh"

python3 make-list 2 firmware base modules || bail_out "no list"
mv list-2 list
start_tpm
nonce=00112233445566778899aabbccddeeff

# Keys, in each form that tpm2-tools have for one.
quiet tpm2_createek -c ek.ctx -G ecc
quiet tpm2_flushcontext -t
quiet tpm2_createak -C ek.ctx -c ak.ctx -G ecc -g sha256 -s ecdsa -u ak.pub
quiet tpm2_flushcontext -t
quiet tpm2_evictcontrol -c ak.ctx -o ak.handle 0x81010002
quiet tpm2_createak -C ek.ctx -c rsa.ctx -G rsa -g sha256 -s rsapss -u rsa.pub
quiet tpm2_flushcontext -t
quiet tpm2_createak -C ek.ctx -c own.ctx -G ecc -g sha256 -s ecdsa -u own.pub \
	-p "hex:$(printf 'my own\0value\n' | od -An -tx1 | tr -d " \n")"
quiet tpm2_flushcontext -t
quiet tpm2_evictcontrol -c own.ctx -o own.handle 0x81010003
quiet tpm2_flushcontext -t
quiet tpm2_createprimary -C o -c primary.ctx
quiet tpm2_create -C primary.ctx -G ecc:ecdsa:null -u open.pub -r open.priv \
	-a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign'
quiet tpm2_flushcontext -t
quiet tpm2_load -C primary.ctx -u open.pub -r open.priv -c open.ctx
quiet tpm2_flushcontext -t

sha256sum kernel.img firmware.img base.img modules.img >known
echo 'cmdline "console=ttyS0 quiet kexec_records=required" serial' >>known

# evidence STATUS DESC OPTION...: of $list to $new; what it prints is in $out
list="list" new="new"
evidence()
{
	local want=$1 desc=$2 status=0

	shift 2
	out=$("$attest" evidence --nonce $nonce --log $list -o $new "$@" 2>&1) ||
		status=$?
	is "$status" "$want" "$desc" || diag "$out"
}

# verify STATUS DESC OPTION...: of new
verify()
{
	local want=$1 desc=$2 status=0

	shift 2
	out=$("$attest" verify --known known --evidence new "$@" 2>&1) ||
		status=$?
	is "$status" "$want" "$desc" || diag "$out"
}

for key in 0x81010002:ak ak.ctx:ak ak.handle:ak rsa.ctx:rsa; do
	evidence 0 "by the key ${key%:*}" --ak "${key%:*}"
	verify 0 "is accepted" --ak "${key#*:}.pub" --nonce $nonce
	like "$out" 'PCRs +0-15 of sha256' "with all values that count"
	like "$out" 'epoch 1 +boot_aggregate of PCRs 0-9' "and boot_aggregate"
done
is "$(tpm2_getcap handles-transient)" "" "no key is left in the TPM"
is "$(stat -c %a new)" 600 "nobody else reads it"
is "$(echo ./new.*)" "./new.*" "nothing is left beside it"
verify 1 "another nonce" --ak rsa.pub --nonce 00
like "$out" 'quote-nonce' "is the reason"
verify 0 "no nonce" --ak rsa.pub
like "$out" 'the quote may be old' "is told"
verify 1 "a key that the verifier does not know" --ak ak.pub --nonce $nonce
like "$out" 'quote-signature' "is the reason"

# A key that takes an authorization value, the last byte of which is a newline.
printf 'my own\0value\n\n' >value
for key in 0x81010003 own.ctx own.handle; do
	evidence 0 "by the key $key with its value" --ak $key --ak-auth value
	verify 0 "is accepted" --ak own.pub --nonce $nonce
done
evidence 0 "by a pipe" --ak 0x81010003 --ak-auth /dev/stdin < <(cat value)
verify 0 "is accepted" --ak own.pub --nonce $nonce
evidence 1 "without the value" --ak own.ctx
like "$out" 'own\.ctx: TPM2_Quote \(see --ak-auth\): .*auth' "is told"
evidence 1 "another value" --ak own.ctx --ak-auth list
like "$out" 'list: (expected 1 to 64 bytes|cannot be read)' "of many bytes is told"
printf 'my own' >other
evidence 1 "another value" --ak own.ctx --ak-auth other
like "$out" 'own\.ctx: TPM2_Quote \(see --ak-auth\): .*auth' "is told"
head -c 65 /dev/zero >other
evidence 1 "one byte too many" --ak own.ctx --ak-auth other
like "$out" 'other: expected 1 to 64 bytes' "is told"
echo >other
evidence 1 "no byte" --ak own.ctx --ak-auth other
like "$out" 'other: expected 1 to 64 bytes' "is told"
evidence 1 "no such file" --ak own.ctx --ak-auth none
like "$out" 'none: no such file' "is told"
for kind in transient loaded-session saved-session; do
	is "$(tpm2_getcap handles-$kind)" "" "nothing $kind is left in the TPM"
done

evidence 0 "PCRs of other banks" --ak 0x81010002 \
	--pcrs sha1:10+sha384:0-3,5+sha256:0-10
verify 0 "are accepted" --ak ak.pub --nonce $nonce
like "$out" 'PCRs +0-3, 5 of sha384' "and named"
unset TPM2TOOLS_TCTI
evidence 0 "the TPM by an option" --ak 0x81010002 \
	--tcti "swtpm:path=$work/tpm.sock"
export TPM2TOOLS_TCTI="swtpm:path=$work/tpm.sock"
"$attest" evidence --nonce $nonce --log list --ak 0x81010002 -o - >new
verify 0 "by way of a pipe" --ak ak.pub --nonce $nonce

jobs='{"id": 1, "evidence": "new", "ak": "ak.pub", "nonce": "'$nonce'"}
{"id": 2, "evidence": {"base64": "'$(base64 -w 0 new)'"}, "ak": "ak.pub", "nonce": "'$nonce'"}
{"id": 3, "evidence": "new", "ak": "rsa.pub", "nonce": "'$nonce'"}'
is "$("$attest" verify --batch --known known <<<"$jobs" |
	grep -oE '^\{"id":.,"verdict":"[a-z]*"' | sort)" \
	'{"id":1,"verdict":"accepted"
{"id":2,"verdict":"accepted"
{"id":3,"verdict":"refused"' "in a batch"

# edit PYTHON: the document $d is another
edit()
{
	python3 -c 'import base64, json, sys
d = json.load(open("new"))
def change(key, old, new):
    text = base64.b64decode(d[key]["base64"])
    assert old in text
    d[key]["base64"] = base64.b64encode(text.replace(old, new)).decode()
exec(sys.argv[1])
json.dump(d, open("new", "w"))' "$1" || bail_out "it cannot be edited"
}
edit 'change("list", b"quiet", b"loud!")'
verify 1 "a list that was changed" --ak ak.pub --nonce $nonce
like "$out" 'pcr-mismatch' "is refused"
evidence 0 "anew" --ak 0x81010002
edit 'change("pcr", b"  0: 0x00", b"  0: 0x01")'
verify 1 "a value that was changed" --ak ak.pub --nonce $nonce
like "$out" 'pcr-mismatch|quote-digest' "is refused"
evidence 0 "anew" --ak 0x81010002
edit 'd["ak"] = d["list"]'
verify 0 "the key in it counts for nothing" --ak ak.pub --nonce $nonce

# What was there stays if the new one cannot be written, or made.
cp new old
list="none"
evidence 1 "a list that cannot be read" --ak 0x81010002
list="list"
like "$out" '^kexec2-attest: none: no such file' "is named"
evidence 1 "no such key" --ak 0x81010009
like "$out" 'no such key' "is told"
evidence 1 "a key that signs anything" --ak open.ctx
like "$out" 'can sign data that its TPM did not make' "is told"
evidence 1 "a file that is no key" --ak list
like "$out" 'list: neither a context' "is told"
evidence 1 "a bank that the TPM lacks" --ak 0x81010002 --pcrs sm3_256:10
like "$out" '^kexec2-attest: 0x81010002: ' "is told"
evidence 1 "no TPM" --ak 0x81010002 --tcti "swtpm:path=$work/none"
like "$out" 'the TPM cannot be reached \(--tcti\)' "is told"
new=/dev/full
evidence 1 "no room" --ak 0x81010002
new="new"
like "$out" '^kexec2-attest: /dev/full: cannot be written' "is told"
ok "what was there is still there" cmp new old

# IMA goes on: it extends PCR 10 behind the quote, before the values are read
# again, and the list has one more entry than was quoted.
cat >proxy <<'END'
import hashlib, os, socket, struct, sys
tpm = socket.socket(socket.AF_UNIX)
tpm.connect(sys.argv[1])

def ask(command):
    tpm.sendall(command)
    answer = tpm.recv(4096)
    while len(answer) < struct.unpack_from(">I", answer, 2)[0]:
        answer += tpm.recv(4096)
    return answer

def exactly(size):
    data = b""
    while len(data) < size:
        got = os.read(0, size - len(data))
        if not got:
            sys.exit()
        data += got
    return data

while True:
    command = exactly(10)
    command += exactly(struct.unpack_from(">I", command, 2)[0] - 10)
    answer = ask(command)
    if struct.unpack_from(">I", command, 6)[0] == 0x158:
        data = open("entry", "rb").read()
        extend = (struct.pack(">III", 10, 9, 0x40000009) + bytes(5) +
                  struct.pack(">IH", 1, 0xb) + hashlib.sha256(data).digest())
        done = ask(b"\x80\x02" + struct.pack(">II", 10 + len(extend), 0x182) +
                   extend)
        assert done[6:10] == bytes(4), done
    os.write(1, answer)
END
python3 - <<'END'
import hashlib, struct
field = lambda data: struct.pack("<I", len(data)) + data
data = field(b"sha256:\0" + bytes(32)) + field(b"/late\0")
open("entry", "wb").write(data)
open("longer", "wb").write(open("list", "rb").read() + struct.pack("<I", 10) +
    hashlib.sha1(data).digest() + field(b"ima-ng") + field(data))
END
list="longer"
evidence 0 "while IMA goes on" --ak 0x81010002 \
	--tcti "cmd:python3 $work/proxy $work/tpm.sock"
verify 0 "is accepted" --ak ak.pub --nonce $nonce
like "$out" '1 entries behind what the PCRs hold' "up to what was quoted"
like "$out" 'PCRs +0-9, 11-15 of sha256' "the value that has changed is not told"
evidence 0 "the next one" --ak 0x81010002
verify 0 "is accepted" --ak ak.pub --nonce $nonce
unlike "$out" 'entries behind' "with all entries"
list="list"
evidence 0 "a list from before" --ak 0x81010002
verify 1 "is refused" --ak ak.pub --nonce $nonce
like "$out" 'pcr-mismatch' "for that reason"

# An archive, and the list as it is behind it; then what a state does not know.
"$attest" archive --dir kept --log list >archived
list="longer"
evidence 0 "of an archive and the list" --ak 0x81010002 --archive kept
verify 0 "is accepted" --ak ak.pub --nonce $nonce --state-out state
n=$(python3 -c 'import json; print(json.load(open("state"))["entries"])')
like "$out" "^accepted"$'\n'"$n entries" "with each entry once"
size=$(stat -c %s new)
python3 - <<'END'
import hashlib, struct
data = open("entry", "rb").read().replace(b"late", b"new_")
open("entry", "wb").write(data)
field = lambda data: struct.pack("<I", len(data)) + data
open("newest", "wb").write(open("longer", "rb").read() +
    struct.pack("<I", 10) + hashlib.sha1(data).digest() + field(b"ima-ng") +
    field(data))
END
quiet tpm2_pcrextend "10:sha256=$(sha256sum <entry | cut -d ' ' -f 1)"
list="newest"
evidence 0 "of what is new" --ak 0x81010002 --archive kept --log-from "$n"
verify 0 "goes on from the state" --ak ak.pub --nonce $nonce --state-in state \
	--state-out next
like "$out" "^accepted"$'\n'"$((n + 1)) entries" "to one more entry"
ok "and is smaller" test "$(stat -c %s new)" -lt "$size"
verify 2 "not without the state" --ak ak.pub
like "$out" 'list_from: needs a state' "it says"
is "$(echo '{"id": 1, "evidence": "new", "ak": "ak.pub", "state": '"$(cat state)"'}' |
	"$attest" verify --batch --known known | grep -o '"verdict":"[a-z]*"')" \
	'"verdict":"accepted"' "the same in a batch"
evidence 0 "nothing new" --ak 0x81010002 --archive kept \
	--log-from "$((n + 1))"
verify 0 "is fine, too" --ak ak.pub --nonce $nonce --state-in next
evidence 1 "fewer entries than are known" --ak 0x81010002 --archive kept \
	--log-from "$((n + 2))"
like "$out" "there are $((n + 1)) entries, fewer than --log-from=$((n + 2))" \
	"is a boot by firmware"
evidence 1 "no archive" --ak 0x81010002 --archive none
like "$out" '^kexec2-attest: none: no such file' "is told"

# The list is invented, after a boot that the count of resets does not show.
list="newest"
evidence 0 "before a restart" --ak 0x81010002
verify 0 "is accepted" --ak ak.pub --nonce $nonce --reset-count 1 \
	--state-out state
verify 0 "by its counters" --ak ak.pub --nonce $nonce --reset-count 1,0 \
	--state-in state --log-from 0
verify 1 "not by others" --ak ak.pub --nonce $nonce --reset-count 1,1
like "$out" 'quote-reset: the TPM was restarted 0 times, not 1' "for that reason"
restart_tpm
is "$(tpm2_pcrread sha256:10 | grep -c ': 0x0*$')" 1 "a restart sets PCRs back"
replay_extends
list="list"
evidence 0 "after a restart" --ak 0x81010002
verify 1 "is refused" --ak ak.pub --nonce $nonce --reset-count 1
like "$out" 'quote-reset: the TPM was restarted 1 times, not 0' "for that reason"
verify 0 "unless that is known" --ak ak.pub --nonce $nonce --reset-count 1,1
verify 1 "the state from before is void" --ak ak.pub --nonce $nonce \
	--state-in state --log-from 0
like "$out" 'state-void: .* restart count 0, and it is 1 now' "for that reason"

static=$attest.static
if [ -x "$static" ]; then
	out=$("$static" evidence --nonce 00 --ak 0x81010002 -o new 2>&1)
	is "$?" 1 "not by the static program"
	like "$out" 'a static program opens no libraries' "which says why"
else
	skip "the static program" "there is none, as with sanitizers"
fi

done_testing
