#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The built command, without the privilege and so without any effect, as TAP:
#	cli.sh KEXEC2

kexec2=$1
[ -x "$kexec2" ] || {
	echo "Bail out! there is no program $kexec2"
	exit 1
}
kexec2=$(realpath "$kexec2")

# For root, give up CAP_SYS_BOOT (bit 22) first: what is loaded on this machine
# must stay loaded, and must not be started.
effective=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
if [ $((0x${effective:-0} >> 22 & 1)) -eq 1 ]; then
	[ -z "$KEXEC2_CLI_DROPPED" ] && command -v setpriv >/dev/null &&
		KEXEC2_CLI_DROPPED=1 exec setpriv --bounding-set=-sys_boot \
			--inh-caps=-sys_boot sh "$0" "$@"
	echo "1..0 # SKIP cannot give up CAP_SYS_BOOT (setpriv of util-linux)"
	exit 0
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
echo kernel >"$work/vmlinuz"
# Something that no check before a load warns about.
echo "$work" | cpio --quiet -o -H newc >"$work/initrd"
cp "$work/initrd" "$work/a=b"
echo part >"$work/junk"
count=0
failures=0

# run STATUS ARGUMENT...: run the command, and expect this exit status
run() {
	expected=$1
	shift
	"$kexec2" "$@" >"$work/out" 2>"$work/err"
	status=$?
	bad=
	[ "$status" -eq "$expected" ] ||
		bad="exit status $status instead of $expected"
}

out_has() {
	grep -qF -- "$1" "$work/out" || bad="$bad; stdout lacks: $1"
}

err_has() {
	grep -qF -- "$1" "$work/err" || bad="$bad; stderr lacks: $1"
}

out_empty() {
	[ ! -s "$work/out" ] || bad="$bad; stdout is not empty"
}

err_empty() {
	[ ! -s "$work/err" ] || bad="$bad; stderr is not empty"
}

narrow() {
	! expand "$work/out" | grep -q '.\{81\}' ||
		bad="$bad; a line is longer than 80 columns"
}

# json EXPRESSION: holds in Python for the object d, which stdout must be
json() {
	python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
sys.exit(not eval(sys.argv[2]))' "$work/out" "$1" 2>/dev/null ||
		bad="$bad; not in the JSON: $1"
}

# Failures of a command that is not misused: one line, and nothing on stdout.
failed() {
	out_empty
	[ "$(wc -l <"$work/err")" -eq 1 ] || bad="$bad; not one line on stderr"
	grep -q '^kexec2: .' "$work/err" || bad="$bad; no kexec2: on stderr"
}

is() {
	count=$((count + 1))
	if [ -z "$bad" ]; then
		echo "ok $count - cli: $1"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $count - cli: $1"
	echo "# $bad"
	sed 's/^/# stdout: /' "$work/out"
	sed 's/^/# stderr: /' "$work/err"
}

# Help and version

for option in --help -h help; do
	run 0 $option
	err_empty
	narrow
	for command in load unload status exec features entries split kexec log verify predict policy lint-policy; do
		out_has "  $command"
	done
	is "kexec2 $option lists the commands"
done

for command in load unload status exec features entries split kexec log verify predict policy lint-policy; do
	run 0 help $command
	err_empty
	narrow
	out_has "Usage: kexec2 $command"
	out_has "--help"
	cp "$work/out" "$work/help"
	is "kexec2 help $command explains it"

	run 0 $command --help
	cmp -s "$work/out" "$work/help" || bad="$bad; differs from help"
	is "kexec2 $command --help is the same"

	run 0 $command -h
	cmp -s "$work/out" "$work/help" || bad="$bad; differs from help"
	is "kexec2 $command -h is the same"

	wrong=2	# of kexec-tools: 1
	[ $command != kexec ] || wrong=1
	run $wrong $command --frob
	out_empty
	err_has "kexec2: unrecognized option '--frob'"
	err_has "Try \"kexec2 help $command\"."
	is "kexec2 $command --frob is wrong usage"
done

run 0 help exec
out_has "systemctl kexec"
out_has "does not stop services"
is "help for exec says when services are stopped"

run 0 help load
out_has "--require-measure"
out_has "measure func=CRITICAL_DATA label=kexec_file_load2"
is "help for load says what --require-measure needs"

for option in --version -V; do
	run 0 $option
	err_empty
	grep -qx 'kexec2 [0-9]*\.[0-9]*\.[0-9]*' "$work/out" ||
		bad="$bad; no version"
	is "kexec2 $option"
done

# Wrong usage

run 2
out_empty
err_has "Usage: kexec2 COMMAND"
is "no command"

run 2 frob
err_has 'kexec2: there is no command "frob"'
is "an unknown command"

run 2 help frob
err_has 'kexec2: there is no command "frob"'
is "help for an unknown command"

run 2 -l "$work/vmlinuz"
err_has 'kexec2: there is no option "-l"'
is "an option before the command"

for command in unload status exec features; do
	run 2 $command operand
	out_empty
	err_has "kexec2: $command takes no operand, but got \"operand\""
	is "$command with an operand"
done

for command in load unload status features; do
	run 0 help $command
	out_has "--json"
	is "$command has --json"
done

for command in status exec features; do
	run 2 $command --crash
	err_has "unrecognized option '--crash'"
	is "$command has no --crash"
done

run 2 load
err_has "kexec2: load needs the KERNEL"
is "load without a kernel"

run 2 load "$work/vmlinuz" "$work/initrd"
err_has "give the initramfs as --initrd"
is "load with two kernels"

run 2 load "$work/vmlinuz" --initrd=
err_has "--initrd= names no file"
is "load with an empty --initrd"

run 2 load "$work/vmlinuz" --cmdline=a --append=b
err_has "kexec2: --cmdline and --append"
is "--cmdline with --append"

run 2 load "$work/vmlinuz" --reuse-cmdline --cmdline=a
err_has "kexec2: --cmdline and --reuse-cmdline"
is "--cmdline with --reuse-cmdline"

run 2 load --entry "$work/vmlinuz"
err_has "an entry is given as --entry=ID"
is "--entry with its value as another word"

run 2 load "$work/vmlinuz" --uki="$work/vmlinuz"
err_has "--uki names the kernel"
is "--uki with a kernel"

run 2 load --uki="$work/vmlinuz" --entry
err_has "--entry and --uki both name the kernel"
is "--uki with --entry"

run 2 load "$work/vmlinuz" --boot-dir="$work"
err_has "--boot-dir tells where to look for the entry"
is "--boot-dir without --entry"

run 2 load "$work/vmlinuz" --concat --require-measure
err_has "kexec2: --concat and --require-measure exclude each other"
is "--concat with --require-measure"

run 2 load "$work/vmlinuz" --require-measure=yes
out_empty
err_has "kexec2: option '--require-measure' doesn't allow an argument"
is "--require-measure with a value"

run 2 load --require-measure
err_has "kexec2: load needs the KERNEL"
is "--require-measure takes no operand"

for label in 'a b' 'a:b' 'äb' 12345678901234567890123456789012; do
	run 2 load "$work/vmlinuz" --initrd="$label=$work/initrd"
	out_empty
	err_has "\"$label\" cannot be the label"
	err_has "a label is 1 to 31 characters of A-Z a-z 0-9 . _ -"
	is "the label \"$label\""
done

set -- load "$work/vmlinuz"
for i in $(seq 257); do
	set -- "$@" "--initrd=part-$i=$work/initrd"
done
run 2 "$@"
out_empty
err_has "initrd 257 is one too many"
is "257 parts"

# Failures: each names the file

run 1 load "$work/none"
failed
err_has "kexec2: $work/none: there is no such file"
is "a kernel that does not exist"

run 1 load "$work/vmlinuz" --initrd "$work/initrd" --initrd "$work/none"
failed
err_has "kexec2: $work/none (initrd 2): there is no such file"
is "a part that does not exist"

run 1 load --initrd="./no=such" "$work/vmlinuz"
failed
err_has "./no=such (initrd 1): there is no such file"
is "a name with = after a directory is no label"

# What would be loaded; nothing is, so no privilege is needed

: >"$work/empty"
run 0 load "$work/vmlinuz" --initrd=base="$work/initrd" \
	--initrd="$work/a=b" --cmdline='root=/dev/vda1 quiet' --dry-run
err_empty
for file in "$work/vmlinuz" "$work/initrd" "$work/a=b"; do
	out_has "$file"
	out_has "  sha256:$(sha256sum "$file" | cut -d ' ' -f 1)"
done
out_has "  sha256:$(printf 'root=/dev/vda1 quiet' | sha256sum |
	cut -d ' ' -f 1)"
out_has "  root=/dev/vda1 quiet"
size=$(stat -c %s "$work/initrd")
grep -q "^initrd 1  *base  *$size  " "$work/out" || bad="$bad; no initrd 1"
grep -q "^initrd 2  *$size  " "$work/out" || bad="$bad; no initrd 2"
grep -q '^system call  *kexec_file_load2$' "$work/out" || bad="$bad; no call"
is "load --dry-run"

# With names as people have them, it fits.
long=1234567890123456789012345678901
bad=
(cd "$work" && "$kexec2" load vmlinuz --initrd="$long=initrd" \
	--initrd=./a=b --crash --require-measure --dry-run) \
	>"$work/out" 2>"$work/err"
err_empty
narrow
is "load --dry-run fits in 80 columns"

run 0 load "$work/vmlinuz" --initrd=base="$work/initrd" --crash --dry-run \
	--json
err_empty
json 'd["loaded"] is False and d["image"] == "crash"'
json 'd["flags"] == 2 and d["flag_names"] == ["KEXEC_FILE_ON_CRASH"]'
json 'd["kernel"]["size"] == 7 and d["cmdline"]["text"] == ""'
json 'd["initrds"][0]["label"] == "base" and len(d["initrds"]) == 1'
json "d['initrds'][0]['digest'] == 'sha256:$(sha256sum "$work/initrd" |
	cut -d ' ' -f 1)'"
is "load --dry-run --json"

run 1 load "$work/vmlinuz" --initrd="$work/empty" --dry-run
out_empty
err_has "$work/empty: this file is empty"
is "load --dry-run of an empty part"

run 1 load "$work/vmlinuz" --initrd="$work/none" --dry-run
failed
err_has "$work/none (initrd 1): there is no such file"
is "load --dry-run of a part that does not exist"

# These are refused, as there is no privilege, or no such call in the kernel.
refused() {
	failed
	if "$kexec2" features | grep -q '^kexec_file_load2  *yes'; then
		err_has "CAP_SYS_BOOT"
	else
		grep -Eq 'no kexec_file_load2 system call|not permitted' \
			"$work/err" || bad="$bad; no reason on stderr"
	fi
	err_has "$work/vmlinuz"
}

run 1 load "$work/vmlinuz"
refused
is "load of a kernel alone"

run 1 load --crash --initrd=ucode="$work/initrd" --reuse-cmdline \
	--append=quiet --initrd "$work/a=b" "$work/vmlinuz" --initrd="$work/a=b"
refused
is "load with options on all sides"

run 1 load "$work/vmlinuz" --initrd="$work/junk"
out_empty
err_has "kexec2: warning: $work/junk (initrd 1): what is at offset 0 is no archive"
[ "$(wc -l <"$work/err")" -eq 2 ] || bad="$bad; not two lines on stderr"
is "load of a part that is not an archive warns"

run 0 load "$work/vmlinuz" --initrd="$work/junk" --dry-run --json
err_has "kexec2: warning: $work/junk (initrd 1): what is at offset 0 is no archive"
out_has '"warnings"'
out_has '"code": "unknown_content"'
out_has '"index": 0'
is "load --json reports a part that is not an archive"

run 1 load "$work/vmlinuz" --initrd="$work/junk" --strict
failed
err_has "kexec2: $work/junk (initrd 1): what is at offset 0 is no archive"
is "load --strict of a part that is not an archive fails before the call"

run 1 load "$work/vmlinuz" --initrd="$work/junk" --strict --no-checks
refused
is "load --no-checks does not look into a part"

run 1 load "$work/vmlinuz" --initrd="$work/initrd" --strict
refused
is "load --strict of a part without a fault"

run 1 load "$work/vmlinuz" --require-measure --initrd="$work/initrd"
refused
is "load --require-measure"

run 1 load --cmdline="root=/dev/vda1 quiet" -- "$work/vmlinuz"
refused
is "load after --"

run 1 load "$work/vmlinuz" --initrd=1234567890123456789012345678901="$work/a=b"
refused
is "a label of 31 characters"

run 1 load "$work/vmlinuz" --concat --initrd="$work/initrd"
failed
err_has "$work/vmlinuz: "
grep -Eq 'no kexec_file_load system call|not permitted' "$work/err" ||
	bad="$bad; no reason on stderr"
is "load --concat"

run 1 load "$work/vmlinuz" --concat --initrd=l="$work/initrd" \
	--initrd="$work/initrd"
out_empty
err_has "kexec2: warning: labels have no effect with --concat"
err_has "IMA sees one anonymous file"
is "load --concat says what IMA sees"

run 1 unload
failed
err_has "normal image"
is "unload"

run 1 unload --crash
failed
err_has "crash image"
is "unload --crash"

# Nothing of it has had an effect, whatever this machine has loaded.
if [ -r /sys/kernel/kexec_loaded ]; then
	run 0 status
	err_empty
	narrow
	grep -Eqx 'normal image: (not )?loaded' "$work/out" || bad="no line"
	grep -Eqx 'crash image:  (not loaded|loaded|not supported.*)' \
		"$work/out" || bad="$bad; no line for the crash image"
	is "status"
else
	run 1 status
	failed
	err_has "/sys/kernel/kexec_loaded"
	is "status on a kernel without kexec"
fi

# Not without --force: what a system manager does is not for this test to try.
run 1 exec --force
failed
is "exec --force is refused"

run 1 exec -f
failed
is "exec -f is refused"

if [ -r /sys/kernel/kexec_loaded ]; then
	run 0 status --json
	err_empty
	json 'd["normal_loaded"] in (True, False)'
	json 'd["crash_loaded"] in (True, False, None)'
else
	run 1 status --json
	failed
fi
is "status --json"

run 0 features
err_empty
narrow
for feature in kexec_file_load2 kexec_file_load IMA TPM lockdown \
	kexec_load_disabled kexec_load_limit_reboot kexec_load_limit_panic; do
	grep -q "^$feature  *." "$work/out" || bad="$bad; no $feature"
done
for feature in 'carried list' 'secure boot' 'crash memory'; do
	grep -q "^$feature  *." "$work/out" || bad="$bad; no $feature"
done
is "features"

run 0 features --json
err_empty
json 'd["kexec_file_load2_abi"] is None or d["kexec_file_load2_abi"] >= 1'
json 'd["tpm"] in (True, False)'
json '{"ima", "ima_policy", "carried_list", "secure_boot", "lockdown",
	"kexec_load_limit_reboot", "crash_reserved"} <= set(d)'
is "features --json"

if [ -w /dev/full ]; then
	"$kexec2" features >/dev/full 2>"$work/err"
	status=$?
	: >"$work/out"
	bad=
	[ $status -eq 1 ] || bad="exit status $status"
	err_has "kexec2: cannot write the output"
	is "output that cannot be written is a failure"
fi

echo "1..$count"
[ "$failures" -eq 0 ]
