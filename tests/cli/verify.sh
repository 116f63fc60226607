#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2 verify with the files of other people's tools: sha256sum, tpm2_pcrread
# and tpm2_quote, of a TPM of swtpm that was extended by tpm2_pcrextend, and
# evmctl beside it.
#
# usage: tests/cli/verify.sh KEXEC2

. "$(dirname "$0")/../lib/tap.sh"

kexec2=$(realpath "$1")
replay=$(realpath "$(dirname "$0")/../vm/replay")
command -v evmctl >/dev/null || skip_all "there is no evmctl"
. "$(dirname "$0")/../lib/tpm.sh"

python3 make-list 2 firmware base modules || bail_out "no list"
python3 make-list 1 firmware base modules || bail_out "no list"
mv list-1 list

start_tpm

nonce=00112233445566778899aabbccddeeff
quiet tpm2_pcrread sha1:10+sha256:0,1,2,3,4,5,6,7,8,9,10 -o pcrs.bin
tpm2_pcrread sha1:10+sha256:0,1,2,3,4,5,6,7,8,9,10 >pcrs.yaml
tpm2_pcrread sha256 | sed -n 's/^ *\([0-9]*\) *: 0x/PCR-\1: /p' |
	sed 's/PCR-\([0-9]\):/PCR-0\1:/' >pcrs.evmctl
mkdir -p sysfs/pcr-sha256
sed -n 's/^PCR-0*\([0-9]\{1,2\}\): //p' pcrs.evmctl | cat -n |
	while read -r n value; do echo "$value" >sysfs/pcr-sha256/$((n - 1)); done
quiet tpm2_createprimary -C o -c primary.ctx
for key in rsa:rsassa rsa:rsapss ecc:ecdsa; do
	name=${key#*:}
	quiet tpm2_create -C primary.ctx -G "$key:null" -u "$name.pub" \
		-r "$name.priv" -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign'
	quiet tpm2_flushcontext -t
	quiet tpm2_load -C primary.ctx -u "$name.pub" -r "$name.priv" -c "$name.ctx"
	quiet tpm2_flushcontext -t
	quiet tpm2_readpublic -c "$name.ctx" -f pem -o "$name.pem"
	quiet tpm2_quote -c "$name.ctx" --scheme "$name" -l sha256:10 -q $nonce -m "$name.msg" \
		-s "$name.sig"
	quiet tpm2_flushcontext -t
	quiet tpm2_quote -c "$name.ctx" --scheme "$name" -l sha256:0,1,2,3,4,5,6,7,8,9,10 \
		-q $nonce -f plain -F serialized -m "$name.msg2" -s "$name.sig2" -o "$name.pcrs"
	quiet tpm2_flushcontext -t
done
quiet tpm2_quote -c ecdsa.ctx --scheme ecdsa -l sha256:9,10 -q $nonce -m values.msg \
	-s values.sig -o values.pcrs -F values

sha256sum kernel.img firmware.img base.img modules.img >known
echo 'cmdline "console=ttyS0 quiet" serial' >lines
echo 'cmdline "console=ttyS0 quiet kexec_records=required" serial' >>lines
cat lines >>known
echo "allow unrestricted-key" >pem

# verify STATUS DESC OPTION...: the exit status; what it prints is in $out
verify()
{
	local want=$1 desc=$2 status=0

	shift 2
	out=$("$kexec2" verify --log list "$@" 2>&1) || status=$?
	is "$status" "$want" "$desc" || diag "$out"
}

verify 0 "values of tpm2_pcrread" --known known --pcr pcrs.yaml
like "$out" '^accepted' "it says so"
verify 0 "its PCRs as lines" --known known --pcr pcrs.evmctl
verify 0 "its PCRs as evmctl names them" --known known \
	--pcr sha256,pcrs.evmctl
verify 0 "a directory as in sysfs" --known known --pcr sysfs
ok "evmctl agrees" evmctl ima_measurement --pcrs sha256,pcrs.evmctl list
for name in rsassa rsapss ecdsa; do
	verify 0 "a quote: $name" --known known --quote $name.msg \
		--signature $name.sig --ak $name.pub --nonce $nonce
	verify 0 "with a PEM key" --known known --quote $name.msg \
		--signature $name.sig --ak $name.pem --nonce $nonce \
		--rules pem
	verify 1 "which may sign anything" --known known \
		--quote $name.msg --signature $name.sig --ak $name.pem \
		--nonce $nonce
	like "$out" 'quote-key: .*PEM' "is the reason"
	verify 0 "a plain signature, with values" --known known \
		--quote $name.msg2 --signature $name.sig2 --ak $name.pub \
		--pcr $name.pcrs --nonce $nonce
	verify 1 "another nonce" --known known --quote $name.msg \
		--signature $name.sig --ak $name.pub --nonce ${nonce}00
	like "$out" quote-nonce "is the reason"
	verify 1 "the signature of another quote" --known known \
		--quote $name.msg --signature $name.sig2 --ak $name.pub
	like "$out" quote-signature "is the reason"
done
verify 0 "bare values beside a quote" --known known --quote values.msg \
	--signature values.sig --ak ecdsa.pub --pcr values.pcrs --nonce $nonce
verify 0 "no nonce asked for" --known known --quote ecdsa.msg \
	--signature ecdsa.sig --ak ecdsa.pub
like "$out" "the quote may be old" "warns"

sha256sum kernel.img firmware.img base.img | cat - lines >less
verify 1 "a part that is not known" --known less --pcr pcrs.yaml
like "$out" 'unknown-part: part 2 \(label "modules"\)' "is named"
sha256sum -b kernel.img firmware.img >one
sha256sum --tag base.img >tag
sha256sum base.img modules.img | cat - lines >two
sha256sum kernel.img firmware.img base.img modules.img >files
verify 1 "no command line is known" --known files --pcr pcrs.yaml
like "$out" unknown-cmdline "is the reason"
verify 0 "two files of known digests" --known one --known two --pcr pcrs.yaml
verify 2 "a malformed file" --known tag --pcr pcrs.yaml
like "$out" 'tag: line 1: ' "is named, with the line"

sum() { sha256sum "$1.img" | cut -d ' ' -f 1; }
cat >rich <<-END
	# what may be booted
	sha256:$(sum kernel) linux role=kernel version=5
	sha256:$(sum firmware) firmware label=firmware order=first
	sha256:$(sum base) base label=base version=3 order=before:modules
	sha256:$(sum modules) modules label=modules
	cmdline "console=ttyS0 quiet" serial
	minimum base 3
	composition all = linux firmware base modules serial
END
verify 0 "kexec2-known(5)" --known rich --pcr pcrs.yaml
like "$out" 'composition  all' "the composition is named"
sed 's/minimum base 3/minimum base 4/' rich >newer
verify 1 "an old part" --known newer --pcr pcrs.yaml
like "$out" 'too-old: .*"base" version 3, the minimum is 4' "is named"
sed 's/"console=ttyS0 quiet"/"quiet"/' rich >line
verify 1 "another command line" --known line --pcr pcrs.yaml
like "$out" unknown-cmdline "is the reason"

verify 0 "JSON" --known rich --pcr pcrs.yaml --json
is "$(python3 -c 'import json, sys
v = json.load(sys.stdin)
print(v["verdict"], v["reasons"], v["entries"], v["entries_proven"],
      v["epochs"], v["more_reasons"], v["cmdline_judged"], "pending" in v)
k = v["kexecs"][0]
print(k["epoch"], k["entry"], k["boot_entry"], k["composition"],
      k["kernel"]["known"], k["kernel"]["version"], k["cmdline"]["known"])
for p in k["parts"]:
    print(p["label"], p["known"], p.get("version"), p["size"],
          p["digest"][:9])' <<<"$out")" \
"accepted [] 5 5 2 0 True False
1 3 5 all linux 5 serial
firmware firmware None $(stat -c %s firmware.img) sha256:$(sum firmware | head -c 2)
base base 3 $(stat -c %s base.img) sha256:$(sum base | head -c 2)
modules modules None $(stat -c %s modules.img) sha256:$(sum modules | head -c 2)" \
	"says the same, and more"
verify 1 "JSON of a refusal" --known less --pcr pcrs.yaml --json
is "$(python3 -c 'import json, sys
v = json.load(sys.stdin)
print(v["verdict"], *(r["code"] for r in v["reasons"]),
      v["reasons"][0]["part"], v["reasons"][0]["entry"],
      v["reasons"][0]["epoch"])' <<<"$out")" "refused unknown-part 2 3 1" \
	"has the code, and where it stands"

#
# Records of version 2, of kernels that refuse what they cannot record.
#

# verify2 STATUS DESC OPTION...: of the list that is called $list
verify2()
{
	local want=$1 desc=$2 status=0

	shift 2
	echo "PCR-10: $("$replay" $list)" >pcrs-2
	out=$("$kexec2" verify --log $list --pcr pcrs-2 --known known "$@" \
		2>&1) || status=$?
	is "$status" "$want" "$desc" || diag "$out"
}

list="list-2"
echo "require records" >required
verify2 0 "records of version 2"
unlike "$out" 'note: the list' "the first kernel need not require records"
verify2 0 "that have to be required" --rules required
like "$out" 'records +required by its command line' "it says that they are"
like "$out" 'note: the list does not tell whether the first kernel' "and where the chain begins"
verify2 0 "as JSON" --rules required --json
is "$(python3 -c 'import json, sys
v = json.load(sys.stdin)
print(v["records_judged"], "first-kernel-cmdline" in v["not_judged"],
      v["kexecs"][0]["records_required"])' <<<"$out")" "True True True" \
	"it says the same"
list=list
verify2 1 "records that are not required" --rules required
like "$out" 'records-not-required: .*lacks' "is the reason"

# edit NAME OLD NEW: a list whose records have NEW for OLD, as long
edit()
{
	python3 - "$@" <<-'END'
	import hashlib, struct, sys
	name, old, new = sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()
	data = open("list-2", "rb").read()
	pos = 0
	out = b""
	digests = {}
	while pos < len(data):
	    n, = struct.unpack_from("<I", data, pos + 24)
	    template = data[pos + 24:pos + 28 + n]
	    start = pos + 28 + n
	    n, = struct.unpack_from("<I", data, start)
	    entry = data[start + 4:start + 4 + n]
	    if b"kexec-" in entry and old in entry:
	        text = entry[entry.index(b"kexec_file_load2 "):]
	        was = hashlib.sha256(text).hexdigest().encode()
	        text = text.replace(old, new)
	        for before, after in digests.items():
	            text = text.replace(before, after)
	        digests[was] = hashlib.sha256(text).hexdigest().encode()
	        entry = (entry[:12] + hashlib.sha256(text).digest() +
	                 entry[44:len(entry) - len(text)] + text)
	    out += (struct.pack("<I", 10) + hashlib.sha1(entry).digest() +
	            template + struct.pack("<I", n) + entry)
	    pos = start + 4 + n
	assert out != data
	open(name, "wb").write(out)
	END
}
edit list-3 "kexec_file_load2 2" "kexec_file_load2 3"
list="list-3"
verify2 1 "a version that is not known"
like "$out" 'newer-record: .*version 3' "is named as newer"
unlike "$out" malformed "and not as malformed"
edit list-gap "seq 1" "seq 2"
list="list-gap"
verify2 1 "a load that is not recorded"
like "$out" 'unrecorded-load: .* number 2, expected 1' "is the reason"
echo "allow unrecorded" >allowed
verify2 0 "rules can allow it" --rules allowed

# Pieces, as of a list that was staged or trimmed while it was saved.
size=$(stat -c %s list)
python3 - <<'END'
import struct
data = open("list", "rb").read()
pos = 0
ends = []
while pos < len(data):
    n, = struct.unpack_from("<I", data, pos + 24)
    pos += 28 + n
    n, = struct.unpack_from("<I", data, pos)
    pos += 4 + n
    ends.append(pos)
for i, (a, b) in enumerate([(0, ends[1]), (ends[1], ends[2]),
                            (ends[2], len(data))]):
    open(f"piece{i}", "wb").write(data[a:b])
open("cut", "wb").write(data[:ends[-2]])
END
status=0
out=$("$kexec2" verify --log piece0 --log piece1 --log piece2 --known known \
	--pcr pcrs.yaml) || status=$?
is "$status" 0 "pieces of a list, in order" || diag "$out"
out=$("$kexec2" verify --log piece1 --log piece0 --log piece2 --known known \
	--pcr pcrs.yaml) || status=$?
is "$status" 1 "and in another order"
status=0
out=$("$kexec2" verify --log cut --known known --pcr pcrs.yaml) || status=$?
is "$status" 1 "a list without its last entry"
like "$out" pcr-mismatch "is the reason"
status=0
out=$(head -c $((size - 1)) list | "$kexec2" verify --log - --known known \
	--pcr pcrs.yaml 2>&1) || status=$?
is "$status" 2 "a truncated list cannot be used"

# A list whose first two entries are gone, with what the PCR held then.
start=$("$replay" piece0)
trimmed()
{
	status=0
	out=$("$kexec2" verify --log piece1 --log piece2 --known known \
		--pcr pcrs.yaml "$@") || status=$?
	echo $status
}
is "$(trimmed)" 1 "a list that was trimmed"
is "$(trimmed --start "10=$start")" 0 "with the start of its PCR"
is "$(trimmed --start "sha256:10=$start")" 0 "with the bank"
is "$(trimmed --start "10=${start//[0-4]/5}")" 1 "with another start"
is "$(trimmed --start "11=$start")" 1 "with the start of another PCR"

# A static program opens no tss2-mu.
static=$kexec2-attest.static
if [ -x "$static" ]; then
	is "$("$static" verify --log list --known known --pcr pcrs.yaml |
		head -n 1)" accepted "the static program verifies"
	status=0
	out=$("$static" verify --log list --known known --quote ecdsa.msg \
		--signature ecdsa.sig --ak ecdsa.pub 2>&1) || status=$?
	is "$status" 2 "but no quote"
	like "$out" 'a static program opens no libraries' "and says why"
else
	skip "the static program" "there is none, as with sanitizers"
fi

# A verdict that cannot be written is none.
status=0
"$kexec2" verify --log list --known known --pcr pcrs.yaml >/dev/full 2>err ||
	status=$?
is "$status" 2 "the output is lost"
like "$(cat err)" 'cannot write' "and it says so"

# Nor is it one that memory runs out.  Sanitizers need more in any case.
truncate -s 1G large
if (ulimit -v 200000 && exec "$kexec2" --version) >/dev/null 2>&1; then
	status=0
	out=$( (ulimit -v 200000 && exec "$kexec2-attest" verify --log large \
		--known known --pcr pcrs.yaml) 2>&1) || status=$?
	is "$status" 2 "memory runs out"
	like "$out" 'large: .*Cannot allocate memory' "and it says so"
else
	skip "memory runs out" "it cannot be limited"
fi
rm large

# What names can do to a terminal.
printf '%s  \033[31mred\n' "$(sum evil)" >>known
verify 0 "a name with an escape sequence" --known known --pcr pcrs.yaml
unlike "$out" $'\033' "does not get out"

# Usage
for bad in "" "--known none --pcr pcrs.yaml" "--known known --pcr none" \
	"--known known --quote ecdsa.msg" "--known known --nonce 00" \
	"--known known --pcr list" "--known known --start 10=xyz" \
	"--known known --rules list" "--known known operand" \
	"--known known --start sha1:10=$start" "--known known --start 32=$start" \
	"--known known --start 10=$start$start$start" \
	"--known known --quote ecdsa.msg --signature ecdsa.sig" \
	"--known known --quote ecdsa.msg --signature ecdsa.sig --ak ecdsa.pub --nonce 00 --nonce $nonce" \
	"--known known --quote list --signature ecdsa.sig --ak list"; do
	# shellcheck disable=SC2086 # words
	verify 2 "cannot be used: ${bad:-nothing}" $bad
	like "$out" '^kexec2-attest: ' "and says why"
done

done_testing
