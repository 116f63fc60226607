#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The VM harness does what it says, above all when something goes wrong.

# What is in single quotes here is for the guest's shell.
# shellcheck disable=SC2016

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
. "$here/../lib/tap.sh"
. "$here/lib/image.sh"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export TMPDIR=$dir

# vm ARGS...: run the harness; sets out, err, status, seconds
vm()
{
	local start=$SECONDS

	status=0
	out=$("$here/vm" --log "$dir/log" "$@" 2>"$dir/err" </dev/null) ||
		status=$?
	err=$(cat "$dir/err")
	seconds=$((SECONDS - start))
}

# as_wanted STATUS DESC: the last run ended with this status
as_wanted()
{
	is "$status" "$1" "$2" || diag "$out" "$err"
}

# Exit status, output

vm -- 'echo out; echo err >&2; id -u; pwd; exit 0'
as_wanted 0 'status 0' || bail_out "guests do not work here"
is "$out" $'out\nerr\n0\n/root' 'stdout and stderr of the command, as root in /root'
is "$err" '' 'nothing else is said'
is "$(cat "$dir/log/verdict")" $'boot 1 start\nboot 1 status 0\nend' 'verdict'
is "$(cat "$dir/log/output.log")" "$out" 'output.log'
ok 'the console has the kernel' grep -q 'Linux version' "$dir/log/console.log"

vm -- 'echo "not for the console"; echo "from the kernel" >/dev/kmsg; exit 7'
as_wanted 7 'status 7'
is "$out" 'not for the console' 'the console is not in the output'
not_ok 'the output is not on the console' \
	grep -q 'not for the console' "$dir/log/console.log"
ok 'a message to the kernel log is on the console' \
	grep -q 'from the kernel' "$dir/log/console.log"
like "$err" 'exited with 7' 'the reason is told'

vm --env "A=it's" -- sh -c 'echo "$A|$1|$2"' sh 'two  words' "quote ' \" \$A"
is "$out" "it's|two  words|quote ' \" \$A" 'arguments arrive as they are'

out=$(printf '#!/bin/busybox cat\ntext\n' | "$here/vm")
is "$out" $'#!/bin/busybox cat\ntext' 'a script on stdin, with its interpreter'

# Files

mkdir -p "$dir/in/sub dir" "$dir/share"
head -c 3000000 /dev/urandom >"$dir/in/sub dir/big"
echo text >"$dir/in/file"
ln -s file "$dir/in/link"
vm --copy-in "$dir/in" --copy-in "$dir/in/file:/data/x/name" \
	--copy-in "$dir/in/file:/data/" --share "$dir/share" \
	-- 'cp -a in /host && cat /data/x/name /data/file && ls /boot'
as_wanted 0 'copied files and a shared directory'
ok 'a tree goes in and out' diff -r "$dir/in" "$dir/share/in"
is "$(readlink "$dir/share/in/link")" file 'symbolic links are kept'
is "$out" $'text\ntext\nbase.img\nconfig\nvmlinuz' 'chosen places, and /boot'

mkdir -p "$dir/one/etc" "$dir/two/etc"
echo one | tee "$dir/one/etc/which" >"$dir/one/etc/first"
echo two >"$dir/two/etc/which"
pack "$dir/one" | compress lz4 >"$dir/one.img"
pack "$dir/two" | compress zstd >"$dir/two.img"
truncate -s 1M "$dir/disk"
vm --initrd "$dir/one.img" --initrd "$dir/two.img" --disk "$dir/disk" \
	-- 'cat /etc/first /etc/which; echo on disk | dd of=/dev/vda conv=sync'
like "$out" $'^one\ntwo\n' 'more initramfs images, the last one wins'
is "$(head -n 1 "$dir/disk")" 'on disk' 'a disk'

# TPM

vm --tpm-banks sha1,sha256 -- 'cd /sys/class/tpm/tpm0; echo pcr-*'
is "$out" 'pcr-sha1 pcr-sha256' 'the banks of the TPM are the chosen ones'
vm -- 'cd /sys/class/tpm/tpm0; echo pcr-*'
is "$out" 'pcr-sha256' 'sha256 by default'
vm --no-tpm -- 'ls /sys/class/tpm'
is "$status:$out" 0: 'no TPM'
vm --tpm-state "$dir/tpm" -- true
ok 'the state of the TPM is kept' test -s "$dir/tpm/tpm2-00.permall"
vm --tpm-state "$dir/tpm" -- true
as_wanted 0 'and used again'

# kexec

load='kexec -s -l /boot/vmlinuz --initrd=/boot/base.img --reuse-cmdline'
pcr='cat /sys/class/tpm/tpm0/pcr-sha256/10'
hex='[0-9A-F]{64}'
vm --tool kexec --append 'ima_policy=tcb' --share "$dir/share" \
	--then "cat /host/note; echo boot \$VM_BOOT; $pcr" \
	-- "echo kept >/host/note; $load && $pcr && kexec -e 2>/dev/null"
as_wanted 0 'kexec -e goes on with the next command'
like "$out" "^$hex"$'\nkept\nboot 2\n'"$hex\$" \
	'the TPM and the shared directory are there before and after'
isnt "${out%%$'\n'*}" "${out##*$'\n'}" 'the second kernel extended PCR 10'

vm --tool kexec --then "echo 2; $load" --then 'echo 3; ls /boot; exit 5' \
	-- "echo 1; $load"
as_wanted 5 'a loaded kernel is started when its command returns; three boots'
is "$out" $'1\n2\n3\nconfig' 'in order'
is "$(cat "$dir/log/verdict")" "boot 1 start
boot 1 status 0
boot 2 start
boot 2 status 0
boot 3 start
boot 3 status 5
end" 'the verdict has each boot'

vm --tool kexec --then 'echo not reached' -- "$load; exit 3"
is "$status:$out" 3: 'a command that fails ends the run'
vm --then 'echo not reached' -- true
is "$status:$out" 122: 'no kernel is loaded for the next command'
like "$err" 'left no kernel' 'the reason is told'
vm --tool kexec -- "$load; kexec -e"
as_wanted 122 'a kexec without a command for the next boot'
vm --tool kexec --then 'echo not reached' -- \
	'echo >empty; kexec -s -l /boot/vmlinuz --initrd=empty --append="console=ttyS0 panic=-1 root=none"'
as_wanted 122 'the next kernel panics'
like "$err" 'boot 1: panic: .*root' 'the reason is told'

vm --append crashkernel=160M --tool kexec --expect-panic \
	--then 'test -s /proc/vmcore && echo crashed' \
	-- 'kexec -s -p /boot/vmlinuz --initrd=/boot/base.img --append="console=ttyS0 panic=-1 nr_cpus=1"'
is "$status:$out" 0:crashed 'an expected panic goes on in the crash kernel' ||
	diag "$err"

# What must fail

vm --timeout 40 -- 'echo before; sleep 1000'
as_wanted 124 'timeout'
is "$out" before 'the output before the timeout is there'
like "$err" 'timeout: boot 1 did not finish' 'the reason is told'
ok 'soon after it' test "$seconds" -le 80
vm --timeout 1 -- true
as_wanted 124 'timeout before the guest is up'
vm -- 'poweroff -f; sleep 1000'
as_wanted 122 'power off without a verdict'
like "$err" 'powered off without a verdict' 'the reason is told'
vm -- 'reboot -f; sleep 1000'
as_wanted 122 'a reboot into the firmware'
like "$err" 'rebooted into the firmware' 'the reason is told'
vm -- 'echo c >/proc/sysrq-trigger; sleep 1000'
as_wanted 122 'a panic'
like "$err" 'boot 1: panic: sysrq triggered crash' 'the reason is told'
vm --append rdinit=/none -- true
as_wanted 122 'a guest without an init'

splat='WARNING: CPU: 0 PID: 1 at kernel/none.c:12 none+0x1/0x2'
vm -- "echo '<4>$splat' >/dev/kmsg"
as_wanted 123 'a splat makes success a failure'
like "$err" 'kernel/none.c:12' 'it is shown'
vm -- "echo '<4>$splat' >/dev/kmsg; exit 6"
as_wanted 6 'a failing command keeps its status'
like "$err" 'kernel/none.c:12' 'the splat is shown all the same'
vm --allow-splat 'none\.c:12' -- \
	"echo '<4>------------[ cut here ]------------' >/dev/kmsg
	echo '<4>$splat' >/dev/kmsg"
as_wanted 0 'an allowed splat is none'
vm --allow-splat 'none\.c:13' -- "echo '<4>$splat' >/dev/kmsg"
as_wanted 123 'another one is not allowed'

vm --kernel "$dir/in/file" -- true
as_wanted 125 'not a kernel'
vm --kernel "$dir/none" -- true
as_wanted 125 'no kernel'
vm --copy-in "$dir/none" -- true
as_wanted 125 'a file that is not there'
vm --no-such-option -- true
as_wanted 125 'an unknown option'
vm
as_wanted 125 'nothing to run'

# Side by side, and nothing left behind

"$here/vm" -- 'sleep 2; echo A' >"$dir/a" &
a=$!
"$here/vm" -- 'sleep 2; echo B' >"$dir/b" &
wait $a $!
is "$(cat "$dir/a" "$dir/b")" $'A\nB' 'two runs at the same time'

"$here/vm" --timeout 60 -- 'echo up; sleep 1000' >"$dir/up" 2>&1 &
pid=$!
for ((i = 0; i < 300; i++)); do
	[ ! -s "$dir/up" ] || break
	sleep 0.1
done
kill -TERM $pid
status=0
wait $pid || status=$?
is "$status" 143 'a signal ends the run'
is "$(find "$dir" -maxdepth 1 -name 'vm.*')" '' 'no run is left behind'
not_ok 'no process is left behind' pgrep -f "$dir/vm[.]"

done_testing
