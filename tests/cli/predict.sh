#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# "kexec2 predict", "policy" and "lint-policy" on files of this machine, as TAP:
#	predict.sh KEXEC2

. "$(dirname "$0")/../lib/tap.sh"

kexec2=$(realpath "$1") || exit
top=$(realpath "$(dirname "$0")/../..")
lists=$top/tests/unit/lists
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# run COMMAND ARGUMENT...: exit status; stdout and stderr in files.  What is given
# for a kernel and its parts here is none, and is to be taken.
run() {
	local command=$1 checks=()

	shift
	[[ "$*" != *"$work"/@(kernel|signed)* ]] || checks=(--no-checks)
	"$kexec2" "$command" ${checks[@]+"${checks[@]}"} "$@" >"$work/out" \
		2>"$work/err"
	echo $?
}

echo a kernel >"$work/kernel"
echo one >"$work/a part"
echo two >"$work/two"
cat >"$work/policy" <<'END'
# comment
measure func=KEXEC_KERNEL_CHECK
measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
measure func=KEXEC_INITRAMFS_CHECK label=b pcr=12 template=d-ng|n-ng
measure func=KEXEC_CMDLINE
measure func=CRITICAL_DATA label=kexec_file_load2
END
files=("$work/kernel" --initrd=a="$work/a part" --initrd=b="$work/two"
	--cmdline='x "y"')
ima=(--policy="$work/policy" --log="$lists/binary-sha256" --ima-hash=sha256)

#
# The same records, made in another way.
#
is "$(run predict "${ima[@]}" --bank=sha1,sha512 --seq=7 --json "${files[@]}")" 0 \
	"predict, as JSON"
is "$(cat "$work/err")" "" "nothing on stderr"
cat >"$work/check" <<'PYTHON'
import hashlib
import json
import struct
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    root = json.load(file)
dir = sys.argv[2]


def sha256(data):
    return hashlib.sha256(data).digest()


def field(data):
    return struct.pack("<I", len(data)) + data


def read(name):
    with open(dir + "/" + name, "rb") as file:
        return file.read()


def entry(name, data, *more):
    return b"".join(map(field, (b"sha256:\0" + sha256(data),
                                name.replace(" ", "_").encode() + b"\0",
                                *more)))


def line(data):
    return "sha256:%s %d\n" % (sha256(data).hex(), len(data))


kernel, one, two = read("kernel"), read("a part"), read("two")
cmdline = b'x "y"'
manifest = ("kexec_file_load2 1\nseq 7\nimage default\nflags 0x0\n"
            "kernel " + line(kernel) + "initrd 0 a " + line(one) +
            "initrd 1 b " + line(two) + "cmdline " + line(cmdline)).encode()
commit = ("kexec_file_load2 1\nseq 7\nmanifest sha256:" +
          sha256(manifest).hex() + "\n").encode()
expected = [
    (10, "ima-ng", entry(dir + "/kernel", kernel)),
    (10, "ima-sig", entry(dir + "/a part", one, b"")),
    (10, "ima-sig", entry(dir + "/two", two, b"")),
    (12, "ima-ng", entry(dir + "/two", two)),
    (10, "ima-buf", entry("kexec-cmdline", cmdline, cmdline)),
    (10, "ima-buf", entry("kexec-manifest", manifest, manifest)),
    (10, "ima-buf", entry("kexec-commit", commit, commit)),
]
for have, (pcr, template, data) in zip(root["entries"], expected):
    if (have["pcr"], have["template"], have["template_data"],
            have["template_digests"]) != (
            pcr, template, data.hex(),
            [name + ":" + hashlib.new(name, data).hexdigest()
             for name in ("sha1", "sha512")]):
        print("differs:", have)
print(len(root["entries"]), len(expected), root["certain"], root["notices"],
      [e["rule"]["line"] for e in root["entries"]],
      {e["state"] for e in root["entries"]})
PYTHON
is "$(python3 "$work/check" "$work/out" "$work")" \
	"7 7 True [] [2, 3, 3, 4, 5, 6, 6] {'added'}" \
	"each entry is the one that is made in another way"

is "$(run predict "${ima[@]}" --bank=sha256 --binary "${files[@]}")" 0 \
	"predict, as a list"
cp "$work/out" "$work/tail"
cat "$lists/binary-sha256" "$work/tail" >"$work/list"
is "$(run log show --log "$work/list")" 0 "behind the list, it is a list"
like "$(cat "$work/out")" "loaded: load 2, entries 54 and 55.*kernel $work/kernel.*initrd 0 a .*initrd 1 b .*x \"y\"" \
	"with the load in it, and the number that follows"
is "$(run predict --policy="$work/policy" --log="$work/list" --ima-hash=sha256 \
	--bank=sha256 --binary "${files[@]}")" 0 "predict the same once more"
cp "$work/out" "$work/again"
cat "$work/list" "$work/again" >"$work/list2"
run log show --log "$work/list2" >/dev/null
like "$(cat "$work/out")" 'loaded: load 3, entries 56 and 57' \
	"two entries are added: the rest is there"
is "$(run predict --policy="$work/policy" --log="$work/list" --ima-hash=sha256 \
	--bank=sha256 "${files[@]}")" 0 "predict, as text"
is "$(grep -c '^# in the list already: ' "$work/out")" 5 "which says so"
is "$(sed 's/^# .*already: //' "$work/out" | grep -v '^#' | cut -d ' ' -f 1,3,5)" \
	"10 ima-ng $work/kernel
10 ima-sig $work/a_part
10 ima-sig $work/two
12 ima-ng $work/two
10 ima-buf kexec-cmdline
10 ima-buf kexec-manifest
10 ima-buf kexec-commit" "in the order in which they are made"

sed 's/ template=ima-sig//' "$work/policy" >"$work/ng"
is "$(run predict --policy="$work/ng" --log="$work/list" --ima-hash=sha256 \
	--bank=sha256 "${files[@]}")" 0 "a policy with another template"
is "$(grep -c '^# possibly not added: 10 [0-9a-f]* ima-ng ' "$work/out")" 2 \
	"for files that IMA may know to be measured"
like "$(cat "$work/err")" '/two: the list has an entry of this file with another template' \
	"and says so"

sed '/CRITICAL/d; /CMDLINE/d' "$work/policy" >"$work/less"
is "$(run predict --policy="$work/less" --log="$lists/binary-sha256" \
	--bank=sha256 "${files[@]}")" 0 "a policy that asks for less"
is "$(grep -vc '^#' "$work/out")" 4 "has no other entries"
like "$(cat "$work/err")" 'command line: no rule.*no rule of the policy measures the records' \
	"and says so"
printf 'dont_measure obj_type=x\n' | cat - "$work/policy" >"$work/lsm"
run predict --policy="$work/lsm" --log="$lists/binary-sha256" --json \
	"${files[@]}" >/dev/null
like "$(cat "$work/out")" '"certain": false.*line 1 of the policy may match before line 3' \
	"names an unknown condition"

is "$(run predict "${files[@]}" --policy="$work/none")" 1 "no policy"
like "$(cat "$work/err")" 'none: cannot read the IMA policy' "is reported"
echo 'measure func=KEXEC_KERNEL_CHECK pcr=99' >"$work/bad"
is "$(run predict "${files[@]}" --policy="$work/bad")" 1 "a malformed rule"
like "$(cat "$work/err")" '/bad: line 1: invalid PCR "99"' "is reported with its line"
is "$(run predict "${ima[@]}" "${files[@]}" --bank=sha257)" 1 "no such bank"
is "$(run predict "${ima[@]}" "${files[@]}" --bank=sha1,sha256 --binary)" 2 \
	"one list is of one bank"
is "$(run predict "${ima[@]}" "${files[@]}" --seq=0)" 2 "no such number"
is "$(run predict "${ima[@]}" "$work/none")" 1 "no kernel"
is "$(run predict "${ima[@]}")" 2 "nothing to load"
is "$(run predict "${ima[@]}" "${files[@]}" --template=x)" 2 "no such option"
: >"$work/empty"
is "$(run predict "${ima[@]}" "$work/kernel" --initrd="$work/empty")" 1 "an empty part"
like "$(cat "$work/err")" '/empty: is empty' "is reported"
printf 'x~Module signature appended~\n' >"$work/short"
head -c 64 /dev/zero | cat - "$work/short" >"$work/damaged"
is "$(run predict "${ima[@]}" "$work/kernel" --initrd="$work/damaged")" 1 \
	"a part with a damaged signature"
like "$(cat "$work/err")" '/damaged: its appended signature is damaged' "is reported"

# An appended signature of the content alone, as sign-file makes it.
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test -keyout "$work/key" \
	-out "$work/cert" 2>"$work/err"
cat >"$work/asks" <<'END'
appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig|modsig
measure func=KEXEC_KERNEL_CHECK template=d-modsig|modsig
END
for algo in sha256 sha512 sha3-256; do
	openssl cms -sign -in "$work/kernel" -signer "$work/cert" \
		-inkey "$work/key" -md "$algo" -noattr -binary -outform DER \
		-out "$work/signature"
	python3 - "$work/kernel" "$work/signature" "$work/signed" <<'PYTHON'
import sys

content, signature = (open(name, "rb").read() for name in sys.argv[1:3])
with open(sys.argv[3], "wb") as file:
    file.write(content + signature + b"\0\0\2\0\0\0\0\0" +
               len(signature).to_bytes(4, "big") +
               b"~Module signature appended~\n")
PYTHON
	run predict --policy="$work/asks" --log="$lists/binary-sha256" \
		--bank=sha256 "$work/signed" >/dev/null
	like "$(cat "$work/out")" " $algo:$(openssl dgst -r "-$algo" \
		"$work/kernel" | cut -d ' ' -f 1) $(od -An -v -tx1 \
		"$work/signature" | tr -d ' \n')" \
		"an appended signature, of a digest by $algo"
done

#
# lint-policy
#
is "$(run lint-policy --policy="$work/policy" "${files[@]}")" 0 \
	"a policy that measures everything"
is "$(grep -c '^  measured' "$work/out")" 6 "says so of each"
is "$(run lint-policy --quiet --policy="$work/policy" "${files[@]}")" 0 "quiet"
is "$(cat "$work/out")" "" "is quiet"
magic=$(stat -f -c %t "$work")
printf 'dont_measure fsmagic=0x%s\n' "$magic" | cat - "$work/policy" >"$work/hides"
is "$(run lint-policy --policy="$work/hides" "${files[@]}")" 1 \
	"a rule for a file system before the others"
like "$(cat "$work/out")" "initrd 1 $work/two
  problem: not measured
    by line 1: dont_measure fsmagic=0x$magic
    which comes before line 4: measure func=KEXEC_INITRAMFS_CHECK" \
	"hides the parts, and is shown with what it hides"
like "$(cat "$work/out")" 'problem: not measured by its label' "labels or not"
like "$(cat "$work/out")" 'records of the load
  measured' "but not the records"
is "$(run lint-policy --policy="$work/less" --json "${files[@]}")" 1 "JSON"
is "$(python3 - "$work/out" <<'PYTHON'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    root = json.load(file)
print(root["problems"])
for finding in root["findings"]:
    if finding["level"] == "problem":
        print(finding["subject"], finding["code"], finding["rule"])
PYTHON
)" "2
command line not_measured None
records of the load not_measured None" "has what is missing"
echo 'appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig' |
	cat - "$work/policy" >"$work/appraises"
is "$(run lint-policy --policy="$work/appraises" "${files[@]}")" 1 "no signature"
like "$(cat "$work/out")" 'problem: has no signature in security.ima' "is reported"

# judge_xattr CONDITION [CHANGE]: what is said of the kernel by a rule with it,
# with its SHA-1 digest in security.ima, and what CHANGE makes of that
judge_xattr() {
	python3 - "$work/kernel" "${2:-lambda x: x}" <<'PYTHON'
import hashlib
import os
import sys

with open(sys.argv[1], "rb") as file:
    digest = hashlib.sha1(file.read()).digest()
os.setxattr(sys.argv[1], "security.ima", eval(sys.argv[2])(b"\4\2" + digest))
PYTHON
	echo "appraise func=KEXEC_KERNEL_CHECK $1" >"$work/appraises"
	run lint-policy --policy="$work/appraises" "$work/kernel" >/dev/null
	grep -m 1 -E 'apprais|content' "$work/out" |
		sed 's/^ *\(problem: \)\{0,1\}//'
}

if judge_xattr "" >/dev/null 2>&1; then
	is "$(judge_xattr "")" appraised "a digest in security.ima"
	is "$(judge_xattr appraise_algos=sha256,sha1)" appraised "of those asked for"
	like "$(judge_xattr appraise_algos=sha256)" "is not in appraise_algos=" \
		"of none of those asked for"
	like "$(judge_xattr "" "lambda x: x[:-1] + b'x'")" "does not match its content" \
		"of another content"
	like "$(judge_xattr "" "lambda x: x[:-1]")" "does not match its content" \
		"cut short"
	like "$(judge_xattr appraise_type=imasig)" "no signature" "no signature"
else
	skip "security.ima" "this user, or this file system, has none"
fi
python3 -c 'import os, sys; os.removexattr(sys.argv[1], "security.ima")' \
	"$work/kernel" 2>"$work/err"

printf 'dont_appraise fsmagic=%s\nappraise func=KEXEC_INITRAMFS_CHECK\n' "$magic" |
	cat - "$work/policy" >"$work/spares"
is "$(run lint-policy --json --policy="$work/spares" "${files[@]}")" 1 \
	"appraisal that a rule hides"
like "$(cat "$work/out")" '"code": "appraise_hidden"' "is reported"
is "$(run lint-policy --policy="$work/bad")" 2 "a malformed rule"
is "$(run lint-policy --policy="$work/none")" 2 "no policy"
is "$(run lint-policy --policy="$work/policy" "$work/none")" 2 "no kernel"
for example in "$top"/Documentation/ima-policy-examples/*; do
	name=${example##*/}
	is "$(run lint-policy --policy="$example")" 0 "the example $name"
done
(echo 'dont_measure fsmagic=0x01021994'; cat "$work/policy") >"$work/tmpfs"
is "$(run lint-policy --policy="$work/tmpfs" --quiet)" 1 "a policy without parts on tmpfs"
like "$(cat "$work/out")" 'initrd on tmpfs or in a memfd' "is shown without any"

#
# policy
#
is "$(run policy --format=ima "${files[@]}")" 0 "rules for IMA"
cp "$work/out" "$work/made"
is "$(run lint-policy --policy="$work/made" "${files[@]}")" 0 "measure everything"
unlike "$(grep -v '^#' "$work/made")" appraise "and want no signatures of what has none"
is "$(run policy --format=known "${files[@]}")" 0 "known digests"
like "$(tail -n 1 "$work/out")" \
	'^composition load-[0-9a-f]{12} = kernel a_part two cmdline$' \
	"are of one composition"
is "$(sed '$d' "$work/out")" \
"sha256:$(sha256sum <"$work/kernel" | cut -d ' ' -f 1) kernel role=kernel
sha256:$(sha256sum <"$work/a part" | cut -d ' ' -f 1) a_part role=initrd label=a
sha256:$(sha256sum <"$work/two" | cut -d ' ' -f 1) two role=initrd label=b
cmdline \"x \\\"y\\\"\" cmdline" "have roles and labels"
cp "$work/out" "$work/known"
is "$(run verify --log "$lists/binary-sha256" --known "$work/known")" 1 \
	"kexec2 verify reads them, and knows nothing of another list by them"
like "$(cat "$work/out")" 'unknown' "and says so"
sed '/label=b/d' "$work/policy" >"$work/pcr10"
is "$(run policy --format=keylime --policy="$work/pcr10" --log="$lists/binary-sha256" \
	--ima-hash=sha256 --seq=1 "${files[@]}")" 0 "for Keylime"
cat >"$work/schema" <<'PYTHON'
# What Keylime documents of a runtime policy, version 1.
import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    root = json.load(file)


def digests(table):
    for name, values in table.items():
        assert isinstance(name, str) and values, name
        for value in values:
            assert re.fullmatch("[0-9a-f]{40,128}", value), value
    return sorted(name.rsplit("/", 1)[-1] for name in table)


assert set(root) == {"meta", "release", "digests", "excludes", "keyrings",
                     "ima", "ima-buf", "verification-keys"}, set(root)
assert root["meta"]["version"] == 1
assert root["meta"]["generator"] in range(4)
assert root["release"] == 0 and root["verification-keys"] == ""
assert root["excludes"] == [] and digests(root["keyrings"]) == []
assert set(root["ima"]) == {"ignored_keyrings", "log_hash_alg", "dm_policy"}
assert root["ima"]["log_hash_alg"] in ("sha1", "sha256", "sha384", "sha512")
assert root["ima"]["ignored_keyrings"] == []
assert root["ima"]["dm_policy"] is None
print(digests(root["digests"]), digests(root["ima-buf"]))
PYTHON
is "$(python3 "$work/schema" "$work/out" 2>&1)" \
	"['a_part', 'kernel', 'two'] ['kexec-cmdline', 'kexec-commit', 'kexec-manifest']" \
	"a runtime policy with each entry"
like "$(cat "$work/err")" 'only valid for load 1 of a boot' "says which load it is for"
is "$(run policy --format=keylime "${ima[@]}" "${files[@]}")" 0 "for Keylime, with another PCR"
like "$(cat "$work/err")" 'PCR 12; Keylime refuses' "and says so"
is "$(run policy --format=pcrlock "${ima[@]}" --bank=sha256 "${files[@]}")" 0 "for pcrlock"
is "$(python3 - "$work/out" <<'PYTHON'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    root = json.load(file)
for record in root["records"]:
    print(record["pcr"], [(d["hashAlg"], d["digest"]) for d in record["digests"]])
PYTHON
)" "12 [('sha256', '$("$kexec2" predict --no-checks "${ima[@]}" --bank=sha256 "${files[@]}" |
	sed -n 's/^12 \([0-9a-f]*\) .*/\1/p')')]" "the entries of other PCRs"
like "$(cat "$work/err")" '6 entries of PCR 10 omitted' "says what it leaves out"
is "$(run policy --format=pcrlock --policy="$work/pcr10" --log="$lists/binary-sha256" \
	"${files[@]}")" 1 "nothing for pcrlock"
like "$(cat "$work/err")" 'all entries extend PCR 10' "is refused with the reason"
is "$(run policy --format=json "${ima[@]}" "${files[@]}")" 0 "as JSON"
ok "is JSON" python3 -m json.tool "$work/out"
is "$(run policy "${files[@]}")" 2 "no format"
is "$(run policy --format=xml "${files[@]}")" 2 "no such format"

done_testing
