#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The command lines of kexec-tools, for it and for kexec2 side by side.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built KTREE

archive one=1 >"$host/one.cpio"
archive two=2 | compress zstd >"$host/two.cpio.zst"

# both ARGS...: kexec-tools, then kexec2; of each the status, and what is loaded
# after it.  A line starts with "same" if these are the same.
cat >>"$host/lib.sh" <<-'END'
ours() { kexec2 kexec "$@"; }
loaded() { echo "$1 $(cat /sys/kernel/kexec_loaded /sys/kernel/kexec_crash_loaded |
	tr '\n' ' ')"; }
both() {
	a=$(kexec "$@" >/tmp/a.out 2>/tmp/a.err; loaded $?)
	# each starts from the same state
	[ -z "$between" ] || kexec $between >/dev/null 2>&1
	b=$(ours "$@" >/tmp/b.out 2>/tmp/b.err; loaded $?)
	[ "$a" = "$b" ] && echo "same $a: $*" || echo "differs $a / $b: $*"
	sed 's/^/  kexec-tools: /' /tmp/a.err | head -n 2
	sed 's/^/  kexec2: /' /tmp/b.err
}
cmdlines() { grep -c ' kexec-cmdline ' \
	/sys/kernel/security/ima/ascii_runtime_measurements; }
END

# same "STATUS NORMAL CRASH" ARGS DESC
same()
{
	ok "$3" grep -qxF "same $1 : $2" <<<"$output"
}

k="--initrd=/boot/base.img /boot/vmlinuz"
boots "command lines for both" --tool kexec \
	--append "BOOT_IMAGE=/x crashkernel=256M retain_initrd" -- "policy
	cd /tmp; echo text >text
	both -l -S; both -S
	both -s -l --reuse-cmdline $k; echo \"normal \$(cmdlines)\"
	both -l -S
	between='-s -l /boot/vmlinuz'
	both -s -u
	between=
	both -l -S
	both -l --append=x $k
	between='-l /boot/vmlinuz'
	both -u
	between=
	both -s -p --reuse-cmdline $k; echo \"crash \$(cmdlines)\"
	both -S; both -p -S; both -l -S
	between='-s -p /boot/vmlinuz'
	both -s -p -u
	both -s -p -d --command-line=irqpoll $k
	both -p -u
	between=
	both -S
	both -a -l /boot/vmlinuz --ramdisk /boot/base.img --command-line=y
	both -a -u
	both -s -l text; both -s -l none; both -s -l --initrd=none /boot/vmlinuz
	both -s -l --real-mode /boot/vmlinuz
	both --print-ckr-size; cmp a.out b.out && echo sizes agree
	both -e -x; both -e
	ours -l --reuseinitrd --append=z /boot/vmlinuz; echo retained \$(loaded \$?)
	tail -n 3 /sys/kernel/security/ima/ascii_runtime_measurements
	kexec2 unload
	ours -s -c -l /boot/vmlinuz; echo refused \$(loaded \$?)"
same "0 0 0" "-l -S" "-l -S: nothing is loaded"
same "0 0 0" "-S" "-S: no crash image is loaded"
same "0 1 0" "-s -l --reuse-cmdline $k" "-s -l"
like "$output" $'\nnormal 1\n' "--reuse-cmdline: the same command line from both"
same "1 1 0" "-l -S" "-l -S: it is loaded"
same "0 0 0" "-s -u" "-s -u"
same "0 1 0" "-l --append=x $k" "-l, where kexec-tools has kexec_load(2)"
same "0 0 0" "-u" "-u"
same "0 0 1" "-s -p --reuse-cmdline $k" "-s -p"
like "$output" $'\ncrash 3\n' "--reuse-cmdline with -p: the same again"
same "1 0 1" "-S" "-S: a crash image is loaded"
same "1 0 1" "-p -S" "-p -S: it is"
same "0 0 1" "-l -S" "-l -S: no normal image is"
same "0 0 0" "-s -p -u" "-s -p -u, as kdumpctl does"
same "0 0 1" "-s -p -d --command-line=irqpoll $k" "-s -p, as kdumpctl does"
same "0 0 0" "-p -u" "-p -u"
same "0 1 0" \
	"-a -l /boot/vmlinuz --ramdisk /boot/base.img --command-line=y" "-a -l"
same "0 0 0" "-a -u" "-a -u"
same "255 0 0" "-s -l text" "what is no kernel"
same "255 0 0" "-s -l none" "a kernel that does not exist"
same "255 0 0" "-s -l --initrd=none /boot/vmlinuz" "an initrd that does not exist"
same "255 0 0" "-s -l --real-mode /boot/vmlinuz" "--real-mode"
like "$output" "sizes agree" "--print-ckr-size"
same "1 0 0" "-e -x" "-e -x with nothing loaded"
same "1 0 0" "-e" "-e with nothing loaded"
like "$output" 'retained 0 1 0' "--reuseinitrd loads the initramfs of this boot"
like "$output" '/sys/firmware/initrd' "which IMA measures"
like "$output" 'refused 1 0 0' "-c is refused"

# Locked down, kexec_load(2) cannot even unload.
boots "lockdown" --tool kexec --append crashkernel=256M -- "
	ours -s -p /boot/vmlinuz && ours -l /boot/vmlinuz || exit 1
	echo integrity >/sys/kernel/security/lockdown
	kexec -p -u; echo theirs \$(loaded \$?)
	ours -p -u; echo crash \$(loaded \$?)
	both -s -p /boot/vmlinuz
	ours -p /boot/vmlinuz; echo unsigned \$(loaded \$?)
	ours -u; echo normal \$(loaded \$?)"
like "$output" $'\ntheirs 255 1 1\n' "kexec-tools without -s cannot unload"
same "255 1 0" "-s -p /boot/vmlinuz" "an image without a signature"
like "$output" $'locked down.*\nunsigned 255 1 0\n' "we name the cause"
like "$output" $'\ncrash 0 1 0\n' "-p -u works"
like "$output" $'\nnormal 0 0 0$' "-u works"

# A program of the name shutdown stands in for an init that kexecs.
cat >"$host/shutdown" <<-'END'
	#!/bin/sh
	echo "shutdown $*"
	exec kexec2 exec
END
k="/boot/vmlinuz --initrd=/boot/base.img --initrd=/host/one.cpio"
k="$k --ramdisk=/host/two.cpio.zst"
boots "starting kernels" \
	--then "echo second \$(cat /one /two)
		kexec2 kexec -f -s --append='$CMDLINE third' $k
		echo still here" \
	--then "echo third \$(cat /one /two /proc/cmdline)
		cp /host/shutdown /sbin/ && chmod 755 /sbin/shutdown
		kexec2 kexec $k --reuse-cmdline --append=fourth
		echo still here" \
	--then 'echo fourth $(cat /one /two /proc/cmdline)' -- "policy
	ln -s /usr/bin/kexec2 /tmp/kexec
	/tmp/kexec -l --command-line='$CMDLINE second' $k || exit 1
	cut -c 44- /sys/kernel/security/ima/ascii_runtime_measurements
	/tmp/kexec -e
	echo still here"
like "$output" 'second 1 2' "called as kexec: -l and -e, all parts arrive"
like "$output" "sha256:$(sha256 "$host/two.cpio.zst") /host/two.cpio.zst" \
	"a repeated --initrd is a part that is measured on its own"
like "$output" 'third 1 2 .*third' "-f"
like "$output" 'shutdown -r now' "without an action, shutdown is run"
like "$output" 'fourth 1 2 .*third fourth' "which starts what was loaded"
unlike "$output" 'still here' "nothing goes on after a start"

boots "a panic starts what kdumpctl's command line loads" \
	--append crashkernel=256M --expect-panic \
	--then '[ -s /proc/vmcore ] && echo a vmcore; cat /proc/cmdline' -- "
	kexec2 kexec -s -p --command-line='$CMDLINE irqpoll nr_cpus=1' \
		--initrd=/boot/base.img /boot/vmlinuz"
like "$output" 'a vmcore.*irqpoll nr_cpus=1' "it is a crash kernel"

# The kernel tree's own tests, which run a program called kexec.
cp -r "$KTREE/tools/testing/selftests/kexec" "$host/kexec"
make_key test
sign_image "$work/test" "$host/signed"
tools=(--tool "$KEXEC2_GUEST:/usr/sbin/kexec")
for t in bash pesign getfattr tail; do
	tools+=(--tool "$t")
done
for t in test_kexec_load test_kexec_file_load; do
	boots "$t.sh" "${tools[@]}" -- "
		v=\$(uname -r); mkdir -p /lib/modules/\$v
		cp /boot/config /lib/modules/\$v/config
		cp /host/signed /boot/vmlinuz-\$v
		kexec --version
		cd /host/kexec && ./$t.sh"
	like "$output" '^kexec2 ' "$t.sh runs kexec2"
	like "$output" '\[PASS\]' "$t.sh says PASS"
	not_ok "$t.sh had all its tools" grep -q 'not found' <<<"$output"
done

done_testing
