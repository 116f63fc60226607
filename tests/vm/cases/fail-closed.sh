#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Where a rule asks for the records of loads, nothing is loaded without: not if
# memory is short, the TPM is gone, the caller is another user, or the rule came
# or went while the parts were read.  A load that is refused costs nothing.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts
helper fragment
archive one=1 >"$host/one"
archive two=2 >"$host/two"

cat >>"$host/lib.sh" <<-'END'
	k=/boot/vmlinuz
	REQUIRE=0x100000000 UNLOAD=0x1 CRASH=0x2
	list=/sys/kernel/security/ima/ascii_runtime_measurements
	rule() { echo "$1" >/sys/kernel/security/ima/policy; }
	record_rule='measure func=CRITICAL_DATA label=kexec_file_load2'
	loaded() { cat /sys/kernel/kexec_loaded; }
	records() { grep -c "$1" $list; }

	# attempt NAME OPTION...: what load-parts says, and what is loaded then
	attempt() {
		name=$1
		shift
		echo "$name: $(load-parts "$@"), loaded $(loaded)," \
			"$(records kexec-manifest) $(records kexec-commit)"
	}
END
guest=(--copy-in "$work/load-parts:/bin/load-parts"
	--copy-in "$work/fragment:/bin/fragment")

# came NAME REGEX DESC: the line of attempt
came()
{
	like "$(sed -n "s/^$1: //p" <<<"$output")" "^$2\$" "$3"
}

#
# Memory in small pieces.  The manifest of 255 parts with long labels, and with
# what looks like a signature and so has a digest of its own, is larger than the
# pieces.  Either the load is recorded or there is none.
#
python3 - "$host/part" <<'END'
import struct, sys
open(sys.argv[1], "wb").write(bytes(512) + bytes(10) + struct.pack(
    ">BBBBB3xI", 0, 0, 2, 0, 0, 10) + b"~Module signature appended~\n")
END
boots "loads where memory is in pieces" "${guest[@]}" --memory 1G -- '
	rule "$record_rule"
	mkdir /tmp/p; n=0; parts=
	while [ $n -lt 255 ]; do
		cp /host/part /tmp/p/$n; parts="$parts /tmp/p/$n"
		n=$((n + 1))
	done
	attempt good $k good=1 /host/one
	for n in 1 2 3; do
		fragment load-parts --label $(printf "%031d" $n) $k evil=$n $parts
		echo "status $?"
	done
	echo "committed: $(records kexec-commit)"
	keep last'
came good 'loaded, loaded 1, 1 1' "a load that is recorded"
ok "there are no large blocks" grep -q '^fragmented: 0 large' <<<"$output"
statuses=$(sed -n 's/^status //p' <<<"$output")
is "$(sed -n 's/^committed: //p' <<<"$output")" \
	$((1 + $(grep -c '^0$' <<<"$statuses"))) \
	"each load that succeeds is recorded: ${statuses//$'\n'/ }"
is "$statuses" $'0\n0\n0' "it is loaded: its records need no large piece"
list_agrees last

#
# A load that no rule asks to be recorded is counted, so that one can see that it
# was there.
#
boots "a load without records, and one with" "${guest[@]}" -- '
	attempt without $k a=1 /host/one
	attempt refused --flags $REQUIRE $k a=2 /host/one
	rule "$record_rule"
	attempt with $k a=3 /host/one
	attempt missing $k a=4 /host/one /dev/null
	attempt again $k a=5 /host/one
	keep counted'
came without 'loaded, loaded 1, 0 0' "no rule, no record"
is "$("$top/tests/vm/replay" --record kexec-commit "$host/counted.list" |
	sed -n 's/^seq //p')" 3 \
	"a load without a record leaves a gap, one that was refused leaves none"

#
# The TPM goes away between two loads.
#
boots "a TPM that is unbound" "${guest[@]}" -- '
	rule "$record_rule"
	attempt good $k good=1 /host/one
	before=$(records .)
	tpm_unbind
	attempt evil $k evil=1 /host/two
	attempt required --flags $REQUIRE $k evil=2 /host/two
	attempt unload --flags $UNLOAD
	kexec2 load $k --initrd=/host/two --cmdline=evil 2>&1; true'
like "$output" $'\nunbound' "the driver lets go of it"
came good 'loaded, loaded 1, 1 1' "a load with it"
came evil 'EPROTO measure, loaded 1, .*' "a load without is refused"
came required 'EPROTO measure, loaded 1, .*' "also if it says that it wants a record"
came unload 'EPROTO measure, loaded 1, .*' "and so is an unload"

#
# Rules for some users only: the records are the machine's.
#
boots "a rule with uid=0" "${guest[@]}" --tool setpriv -- '
	rule "measure func=CRITICAL_DATA uid=0 label=kexec_file_load2"
	attempt root $k a=1 /host/one
	echo "other: $(setpriv --reuid 1000 --inh-caps +sys_boot \
		--ambient-caps +sys_boot --bounding-set +sys_boot \
		load-parts $k b=1 /host/two), $(records kexec-commit)"'
came root 'loaded, loaded 1, 1 1' "a load by root is recorded"
came other 'loaded, 2' "so is one by another user with CAP_SYS_BOOT"

#
# A rule that arrives, and one that goes away, while a part is read.
#
for change in arrives goes; do
	case $change in
	arrives)
		append=ima_policy=
		rule='rule "$record_rule"' ;;
	goes)
		append=ima_policy=critical_data
		rule='rule "measure func=FILE_CHECK fowner=1234"' ;;
	esac
	boots "a rule that $change during a load" "${guest[@]}" \
		--append "$append" -- "
		truncate -s 128M /tmp/slow
		attempt before \$k before=1 /host/one
		load-parts \$k evil=1 /tmp/slow /host/two >/tmp/said &
		in_kernel load-parts
		$rule
		kill -0 \$! && echo 'in time'
		wait \$!
		echo during: \$(cat /tmp/said), loaded \$(loaded), \\
			\$(records kexec-manifest) \$(records kexec-commit)
		attempt after \$k after=1 /host/one
		keep change"
	like "$output" 'in time' "it $change while the part is read"
	# With a record, or as before.
	before=$(sed -n 's/^before: .*\(. .\)$/\1/p' <<<"$output")
	like "$(sed -n 's/^during: //p' <<<"$output")" \
		"^(loaded, loaded 1, . $((${before#* } + 1))|EPROTO measure, loaded 1, . ${before#* })\$" \
		"the load is recorded or refused: $change"
	if [ $change = arrives ]; then
		loads=$(grep -c '^[a-z]*: loaded,' <<<"$output")
		is "$("$top/tests/vm/replay" --record kexec-commit \
			"$host/change.list" | sed -n 's/^seq //p')" "$loads" \
			"one that is refused is not counted"
	fi
done

#
# The start of an image is recorded if its load was.
#
boots "a rule that is gone when the image starts" "${guest[@]}" \
	--append 'ima_policy=critical_data crashkernel=256M' \
	--then 'keep carried' -- "
	load-parts \$k '$CMDLINE' /boot/base.img
	rule 'measure func=FILE_CHECK fowner=1234'
	attempt crash --flags \$CRASH \$k 'console=ttyS0' /host/one
	kexec2 exec --force"
came crash 'loaded, loaded 1, 1 1' "a load is not recorded any more"
is "$("$top/tests/vm/replay" --record kexec-execute "$host/carried.list" | head -n 2)" \
	$'kexec_file_load2 2\nseq 1' "the start of the image that was, is"

#
# What is refused because no rule asks for a record costs nothing.
#
boots "loads that want a record, without a rule" "${guest[@]}" \
	--append crashkernel=256M -- '
	limit() { cat /proc/sys/kernel/kexec_load_limit_$1; }
	crash() { cat /sys/kernel/kexec_crash_loaded; }
	attempt plain $k a=1 /host/one
	load-parts --flags $CRASH $k "console=ttyS0" /host/one
	echo 5 >/proc/sys/kernel/kexec_load_limit_reboot
	echo 5 >/proc/sys/kernel/kexec_load_limit_panic
	attempt load --flags $REQUIRE $k b=1 /host/two
	attempt crash --flags $((REQUIRE | CRASH)) $k b=1 /host/two
	attempt unload --flags $((REQUIRE | UNLOAD))
	echo "left: $(limit reboot) $(limit panic), crash $(crash)"'
came load 'EPROTO measure, loaded 1, 0 0' "a load is refused"
came crash 'EPROTO measure, loaded 1, 0 0' "so is that of a crash image"
came unload 'EPROTO measure, loaded 1, 0 0' "and an unload"
is "$(sed -n 's/^left: //p' <<<"$output")" "5 5, crash 1" \
	"no limit has counted them, the crash image is still there"

#
# A template without the text of a record, and one that IMA cannot give.
#
boots "rules whose template cannot hold a record" "${guest[@]}" -- '
	for rule in "label=kexec_file_load2 template=ima-ng" \
		"label=kexec_file_load2 template=ima-sig" \
		"label=kexec_file_load2 template=ima"; do
		rule "measure func=CRITICAL_DATA $rule" 2>/dev/null &&
			echo "taken: $rule"
	done
	rule "measure func=KEXEC_INITRAMFS_CHECK label=x template=ima" \
		2>/dev/null && echo "taken: label=x template=ima"
	rule "measure func=CRITICAL_DATA label=kexec_file_load2 template=ima-buf" &&
		echo "ima-buf taken"
	attempt load --flags $REQUIRE $k a=1 /host/one'
unlike "$output" $'(^|\n)taken:' "they are refused"
like "$output" 'ima-buf taken' "ima-buf is not"
came load 'loaded, loaded 1, 1 1' "and the load is recorded"

done_testing
