# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What became of a run.  The guest's own word is the verdict file; the console
# only explains why there is none.

STATUS_DIED=122
STATUS_SPLAT=123
STATUS_TIMEOUT=124
STATUS_HARNESS=125

# why_it_ended CONSOLE: the reason for which a machine stopped.
why_it_ended()
{
	local panic

	panic=$(tr -d '\r' <"$1" |
		sed -n 's/.*Kernel panic - not syncing: /panic: /p' | tail -n 1)
	if [ -n "$panic" ]; then
		echo "$panic"
	elif grep -q 'reboot: Power down' "$1"; then
		echo "powered off without a verdict"
	elif grep -q 'reboot: Restarting system' "$1"; then
		echo "rebooted into the firmware"
	elif [ -s "$1" ]; then
		echo "the machine was reset (triple fault?)"
	else
		echo "the kernel printed nothing"
	fi
}

# judge QEMU_STATUS LOGS EXPECT_PANIC ALLOW: sets status, reason, and evidence,
# the log whose end explains it.  No reason means that all went well.
# shellcheck disable=SC2034 # evidence is for the caller
judge()
{
	local verdict=$2/verdict console=$2/console.log boot last allow=$4

	boot=$(grep -c ' start$' "$verdict" || true)
	last=$(tail -n 1 "$verdict")
	status=$STATUS_DIED
	reason=
	evidence=
	case $1:$last in
	124:end|137:end)
		status=$STATUS_TIMEOUT
		reason="timeout: the guest finished but did not power off" ;;
	124:*" start"|137:*" start")
		status=$STATUS_TIMEOUT
		reason="timeout: boot $boot did not finish"
		evidence=$console ;;
	124:*|137:*)
		status=$STATUS_TIMEOUT
		reason="timeout: boot $((boot + 1)) did not start"
		evidence=$console ;;
	0:end)
		status=$(sed -n 's/^boot [0-9]* status //p' "$verdict" |
			tail -n 1)
		[ "$status" = 0 ] ||
			reason="the command of boot $boot exited with $status" ;;
	0:*" nothing-to-do")
		reason="boot $boot has no command, add --then" ;;
	0:*" no-kexec")
		reason="the command of boot $boot left no kernel to go on with" ;;
	0:*)
		reason="boot ${boot/#0/1}: $(why_it_ended "$console")"
		evidence=$console ;;
	*)
		status=$STATUS_HARNESS
		reason="qemu failed with $1"
		evidence=$2/qemu.log ;;
	esac

	if [ "$3" = yes ]; then
		local panic='Kernel panic - not syncing: sysrq triggered crash'

		allow="${allow:+$allow|}$panic"
		if [ "$status" = 0 ] && ! grep -q "$panic" "$console"; then
			status=$STATUS_DIED
			reason="the panic that was expected did not happen"
		fi
	fi
	if splats "$console" "$allow" >"$2/splats"; then
		if [ -z "$reason" ]; then
			status=$STATUS_SPLAT
			reason="the kernel complained"
		elif [[ $reason != *panic:* ]]; then
			reason+="; and the kernel complained"
		fi
		evidence=
	else
		rm "$2/splats"
	fi
}

# judge_checked VERDICT: a success counts only if each boot that came to its end
# had the checkers, and has scanned for leaks.
judge_checked()
{
	local boot missing

	missing=$(sed -n 's/^boot [0-9]* lacks //p' "$1" | sort -u | tr '\n' ' ')
	[ -z "$missing" ] || missing="checkers are missing: ${missing% }"
	while read -r boot; do
		grep -qE "^boot $boot (scanned|locked down)\$" "$1" ||
			missing+="${missing:+; }boot $boot was not scanned for leaks"
	done < <(sed -n 's/^boot \([0-9]*\) status .*/\1/p' "$1")
	if [ -n "$missing" ] && [ "$status" = 0 ]; then
		status=$STATUS_SPLAT
		reason=$missing
	fi
}
