#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Each allocation and each user copy of every call that loads or unloads fails,
# one after the other: fail-nth.c says what has to be right after each.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built SIGKEY
built SIGN_FILE
helper fail-nth crafted

make_ima_key ima "$SIGKEY" -newkey rsa:2048
cp "$work/ima.der" "$host"
archive modsig=1 >"$host/modsig"
sign_file "$work/ima" "$host/modsig"

cat >"$host/policy" <<-'END'
	measure func=KEXEC_INITRAMFS_CHECK fowner=101 template=ima-modsig
	appraise func=KEXEC_INITRAMFS_CHECK fowner=101 appraise_type=imasig|modsig
	measure func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=KEXEC_INITRAMFS_CHECK label=part1 pcr=11
	measure func=KEXEC_CMDLINE
	measure func=CRITICAL_DATA label=kexec_file_load2
END
cat >>"$host/lib.sh" <<-'END'
	# leaks: what kmemleak has to say, if the kernel has it; objects have to
	# be five seconds old
	leaks() {
		[ -e /sys/kernel/debug/kmemleak ] || return
		echo scan >/sys/kernel/debug/kmemleak
		sleep 6
		echo scan >/sys/kernel/debug/kmemleak
		cat /sys/kernel/debug/kmemleak
	}

	# series NAME [FILE]
	series() {
		fail-nth "$@" || exit
		found=$(leaks)
		[ -z "$found" ] && return
		echo "$1: leaks: $found"
		exit 1
	}
END

# each DESC COMMAND SERIES...: a guest that runs COMMAND, and these; it boots
# another kernel in the end
each()
{
	local desc=$1 command=$2 name

	shift 2
	boots "$desc" --timeout 600 --append crashkernel=128M --tool keyctl \
		--copy-in "$work/fail-nth:/bin/fail-nth" \
		--then 'echo the next kernel runs' -- "policy
		$command
		kexec2 load /boot/vmlinuz --initrd=/boot/base.img \
			--cmdline='$CMDLINE' >/dev/null"
	for name; do
		like "$output" "(^|"$'\n'")$name: [0-9]+ calls failed, .*" \
			"what fails is seen, and undone: $name"
		diag "$(grep "^$name: " <<<"$output")"
	done
	like "$output" 'the next kernel runs' "and an ordinary load boots"
}

# of SERIES...: a guest for these
of()
{
	each "failures in $*" "for name in $*; do series \$name; done" "$@"
}

of one three
of crash old old-crash
of unload crash-unload old-unload raw raw-unload verify
of parts
each "failures in a part with a signature" '
	keyctl padd asymmetric "" %:.ima </host/ima.der >/dev/null || exit
	cp /host/modsig /tmp/modsig && chown 101 /tmp/modsig || exit
	series modsig /tmp/modsig' modsig

done_testing
