#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The command on this machine's kernel, without the privilege and so without any
# effect, as TAP:
#	cli.sh KEXEC2
# What it prints on a kernel that is a fake stands in tests/cli/golden.

# For root, give up CAP_SYS_BOOT (bit 22) first: what is loaded on this machine
# must stay loaded, and must not be started.
effective=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
if [ $((0x${effective:-0} >> 22 & 1)) -eq 1 ]; then
	[ -z "$KEXEC2_CLI_DROPPED" ] && command -v setpriv >/dev/null &&
		KEXEC2_CLI_DROPPED=1 exec setpriv --bounding-set=-sys_boot \
			--inh-caps=-sys_boot bash "$0" "$@"
	echo "1..0 # SKIP cannot give up CAP_SYS_BOOT (setpriv of util-linux)"
	exit 0
fi

kexec2=$(realpath "$1") || exit
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/kernel.sh"

work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
cd "$work" || exit
fake_kernel >vmlinuz
# Something that no check before a load warns about.
echo vmlinuz | cpio --quiet -o -H newc >initrd
cp initrd a=b
echo part >junk

# fails REGEX ARGUMENT...: with status 1, one line on stderr that matches, and
# nothing on stdout
fails()
{
	local want=$1 out status=0

	shift
	out=$("$kexec2" "$@" 2>err) || status=$?
	is "$status,$out,$(wc -l <err)" "1,,1" "$* fails with a message"
	like "$(cat err)" "^kexec2: .*$want" "$* says why"
}

# json EXPRESSION: holds in Python for the object d on stdin
json()
{
	python3 -c 'import json, sys
d = json.load(sys.stdin)
sys.exit(not eval(sys.argv[1]))' "$1"
}

# The digests are those that others take.
out=$("$kexec2" load vmlinuz --initrd=base=initrd --initrd=./a=b \
	--cmdline='root=/dev/vda1 quiet' --dry-run)
for file in vmlinuz initrd a=b; do
	like "$out" "sha256:$(sha256sum "$file" | cut -d ' ' -f 1)" \
		"load --dry-run: the digest of $file"
done
like "$out" "sha256:$(printf 'root=/dev/vda1 quiet' | sha256sum |
	cut -d ' ' -f 1)" "and that of the command line"
"$kexec2" load vmlinuz --initrd=base=initrd --dry-run --json >out
ok "load --dry-run --json" json "d['loaded'] is False and \
	d['initrds'][0]['digest'] == 'sha256:$(sha256sum initrd | cut -d ' ' -f 1)'" <out

# There is no privilege, or no such call in the kernel.
no='CAP_SYS_BOOT'
"$kexec2" features | grep -q '^kexec_file_load2  *yes' ||
	no='no kexec_file_load2 system call|not permitted'
fails "vmlinuz: .*($no)" load vmlinuz
fails "vmlinuz: .*($no)" load --crash --initrd=ucode=initrd --reuse-cmdline \
	--append=quiet --initrd ./a=b vmlinuz
fails "vmlinuz: .*($no)" load vmlinuz --require-measure --initrd=initrd --strict
fails "vmlinuz: .*($no)" load vmlinuz --initrd=junk --strict --no-checks
fails 'junk .*: offset 0.*--no-checks' load vmlinuz --initrd=junk
fails 'vmlinuz: .*(no kexec_file_load system call|not permitted)' \
	load vmlinuz --concat --initrd=initrd
fails 'normal image' unload
fails 'crash image' unload --crash
# Not without --force: what a system manager does is not for this test to try.
fails . exec --force

# Nothing of it has had an effect, whatever this machine has loaded.
if [ -r /sys/kernel/kexec_loaded ]; then
	like "$("$kexec2" status)" \
		'normal image: (not )?loaded.crash image:  (not loaded|loaded|not supp)' \
		"status"
	ok "status --json" json 'd["normal_loaded"] in (True, False)' \
		< <("$kexec2" status --json)
else
	fails /sys/kernel/kexec_loaded status
	fails /sys/kernel/kexec_loaded status --json
fi

out=$("$kexec2" features)
for feature in kexec_file_load2 kexec_file_load IMA TPM lockdown 'carried list' \
	'secure boot' 'crash memory' kexec_load_disabled \
	kexec_load_limit_reboot kexec_load_limit_panic; do
	like "$out" "(^|[[:space:]])$feature +[a-z0-9]" "features: $feature"
done
ok "features --json" json '{"kexec_file_load2_abi", "ima", "ima_policy", "tpm",
	"carried_list", "secure_boot", "lockdown", "crash_reserved"} <= set(d)' \
	< <("$kexec2" features --json)

# No help is wider than a terminal.
for command in $("$kexec2" help --list | cut -f 1); do
	is "$("$kexec2" help "${command/help/load}" | expand | grep '.\{81\}')" \
		"" "help $command fits"
done

done_testing
