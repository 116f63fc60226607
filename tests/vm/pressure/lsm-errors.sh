#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Each hook of an LSM fails, whatever load, unload or boot asks it: the caller is
# told, what is loaded stays loaded and intact, and nothing is recorded that has not
# been.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/module.sh"

helper load-parts
build_module refuse
archive one=1 >"$host/one"
archive two=2 >"$host/two"

cat >>"$host/lib.sh" <<-'END'
	k=/boot/vmlinuz list=/sys/kernel/security/ima/ascii_runtime_measurements
	echo 'measure func=CRITICAL_DATA label=kexec_file_load2' \
		>/sys/kernel/security/ima/policy

	state() {
		echo "loaded $(cat /sys/kernel/kexec_loaded)," \
			"crash $(cat /sys/kernel/kexec_crash_loaded)," \
			"commits $(grep -c kexec-commit $list)"
	}

	# without HOOK NAME COMMAND...: the command while the hook fails
	without() {
		insmod /refuse.ko function=security_kexec_$1 error=-28 || exit
		name=$2
		shift 2
		said=$("$@" 2>&1)
		echo "$name: $(echo "$said" | grep -m 1 failed ||
			echo "$said" | tail -n 1); $(state)"
		rmmod refuse
	}

	# hook NAME: what asks it
	hook() {
		case $1 in
		execute)
			without $1 $1/boot kexec-now
			return ;;
		unload)
			without $1 $1/unload load-parts --flags 0x1
			without $1 $1/crash-unload load-parts --flags 0x3
			without $1 $1/crash load-parts --flags 0x2 $k b /host/two
			without $1 $1/old-unload kexec -s -u
			return ;;
		esac
		without $1 $1/parts load-parts $k b /host/one /host/two
		without $1 $1/crash load-parts --flags 0x2 $k b /host/two
		[ $1 = load_part ] && return
		without $1 $1/old kexec -s -l $k --initrd=/host/two
		[ $1 = load_commit ] ||
			without $1 $1/raw kexec -c -l $k --initrd=/host/two
	}
END

boots "hooks that fail" --append crashkernel=128M --tool kexec \
	--copy-in "$work/load-parts:/bin/load-parts" \
	--copy-in "$work/refuse.ko:/refuse.ko" \
	--then 'echo the next kernel runs; keep second' -- '
	load-parts $k a /host/one && load-parts --flags 0x2 $k a /host/one ||
		exit
	state
	for hook in load_begin load_part load load_commit unload execute; do
		hook $hook
		kexec2 verify-image >/dev/null || echo "$hook: the image has gone"
		# That is given up for the last step of a load of another.
		if [ $hook = load_commit ]; then
			load-parts --flags 0x2 $k a /host/one
		else
			kexec2 verify-image --crash >/dev/null ||
				echo "$hook: the crash image has gone"
		fi
	done
	dmesg | grep -o "refuse: .*"
	load-parts --flags 0x2 $k a /host/two && load-parts --flags 0x3 || exit
	keep first
	kexec2 load $k --initrd=/boot/base.img --cmdline="'"$CMDLINE"'"'

like "$output" $'loaded 1, crash 1, commits 2\n' "two images, recorded"
unlike "$output" 'has gone' "no error costs one, or changes it"

# refused CALL ERROR [CRASH COMMITS]: and what there is then
refused()
{
	like "$output" "(^|"$'\n'")$1: $2; loaded 1, crash ${3:-1}, commits ${4:-2}"$'\n' \
		"the error comes back, and nothing else happens: $1"
}

full='[a-z_()]* failed: No space left on device'
for hook in load_begin load; do
	for image in parts crash; do
		refused $hook/$image 'ENOSPC measure'
	done
	refused $hook/old "$full"
	refused $hook/raw "$full"
done
refused load_part/parts 'ENOSPC initrd 0'
refused load_part/crash 'ENOSPC initrd 0'
refused load_commit/parts 'ENOSPC measure'
refused load_commit/crash 'ENOSPC measure' 0
refused load_commit/old "$full" 0
for image in unload crash-unload crash; do
	refused unload/$image 'ENOSPC measure' 1 3
done
refused unload/old-unload "$full" 1 3
refused execute/boot 'kexec-now: No space left on device' 1 3
is "$(grep -c '^refuse: security_kexec_[a-z_]*: [1-9]' <<<"$output")" 18 \
	"each hook was asked each time"
like "$output" 'the next kernel runs' "an ordinary load boots"
list_agrees second

done_testing
