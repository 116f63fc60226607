#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Loads where memory is short: in a control group with a limit, beside the OOM
# killer, and with a large measurement list.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts
archive one=1 >"$host/one"
echo "measure func=CRITICAL_DATA label=kexec_file_load2" >>"$host/policy"
cat >>"$host/lib.sh" <<-'END'
	k=/boot/vmlinuz list=/sys/kernel/security/ima/ascii_runtime_measurements
	commits() { grep -c kexec-commit $list; }

	# first, which no load that fails may cost
	first() {
		policy
		kexec2 load $k --initrd=/boot/base.img --initrd=/host/one \
			--cmdline="$CMDLINE" >/dev/null || exit
	}

	intact() {
		echo "intact: $(kexec2 verify-image >/dev/null && echo yes)," \
			"$(commits) commits"
	}

	# victim COMMAND...: which the OOM killer takes first
	victim() { sh -c 'echo 1000 >/proc/self/oom_score_adj; exec "$@"' - "$@"; }
END
echo "CMDLINE='$CMDLINE'" >>"$host/lib.sh"
guest=(--copy-in "$work/load-parts:/bin/load-parts")

#
# The image is the kernel's memory, and not charged to who loads it, by either
# call: what is charged are the pages of the files.
#
boots "loads within a limit" "${guest[@]}" --tool kexec -- '
	policy
	mkdir /cg && mount -t cgroup2 none /cg &&
		echo +memory >/cg/cgroup.subtree_control && mkdir /cg/small &&
		echo 32M >/cg/small/memory.max || exit
	head -c 90000000 /dev/urandom >/tmp/large
	small() { sh -c "echo 0 >/cg/small/cgroup.procs; exec \"\$@\"" - "$@"; }
	echo "new: $(small load-parts $k x /tmp/large /host/one /tmp/large)"
	small kexec -s -l $k --initrd=/tmp/large && echo "old: loaded"
	echo "killed: $(sed -n "s/^oom_kill //p" /cg/small/memory.events)"
	[ $(cat /cg/small/memory.peak) -lt 33554433 ] && echo "within the limit"'
like "$output" 'new: loaded' "parts of 180 MB with 32 MiB"
like "$output" 'old: loaded' "and their file by the old call"
like "$output" 'killed: 0' "nobody is killed"
like "$output" 'within the limit' "the image is not charged"

#
# More than there is.  The loader is killed or told, and what was loaded stays.
#
boots "a load that does not fit" "${guest[@]}" --memory 640M \
	--then 'echo "next: $(cat /one)"; keep second' -- '
	first
	# More than half of what is free, to be needed twice.
	free=$(sed -n "s/^MemAvailable: *\([0-9]*\) kB/\1/p" /proc/meminfo)
	head -c $((free * 3 / 10))k /dev/urandom >/tmp/large
	victim load-parts $k x /tmp/large /tmp/large /tmp/large
	echo "status $?"
	intact'
like "$output" $'(^|\n)(ENOMEM [a-z]*( [0-9])?\nstatus 1|(Killed\n)?status 137)\n' \
	"the load fails"
like "$output" 'intact: yes, 1 commits' "the image of before is there, recorded"
like "$output" 'next: 1' "and boots"
list_agrees second

boots "a load beside one that eats memory" "${guest[@]}" --memory 640M -- '
	first
	victim tail -n 1 /dev/zero & sleep 1
	echo "load: $(load-parts $k x /host/one)"
	wait $!; echo "other: $?"
	kexec2 verify-image >/dev/null && echo "intact, $(commits) commits"'
like "$output" 'load: (loaded|ENOMEM .*)' "a load ends"
like "$output" 'other: 137' "the other is killed"
commits=1
[[ $output != *"load: loaded"* ]] || commits=2
like "$output" "intact, $commits commits" "what is loaded is recorded"

#
# 16 MiB of measurements: names of nearly 4 KiB each.
#
boots "a large list" "${guest[@]}" --memory 1G --timeout 500 \
	--then 'echo "next: $(cat /one)"; keep second' -- '
	policy
	echo "measure func=FILE_CHECK mask=MAY_READ fsmagic=0x1021994" \
		>/sys/kernel/security/ima/policy
	name=$(printf %0240d 0)
	mkdir /tmp/list && mount -t tmpfs none /tmp/list && cd /tmp/list || exit
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		mkdir $name && cd $name || exit
	done
	n=0
	while [ $n -lt 4300 ]; do
		echo $n >$n
		read -r line <$n
		n=$((n + 1))
	done
	size=$(wc -c </sys/kernel/security/ima/binary_runtime_measurements)
	[ $size -gt 16777216 ] && echo "large: $size"
	cd /
	kexec2 load $k --initrd=/boot/base.img --initrd=/host/one \
		--cmdline="$CMDLINE" >/dev/null || exit
	intact'
like "$output" 'large: ' "there are 16 MiB"
like "$output" 'intact: yes, 1 commits' "a load is recorded"
like "$output" 'next: 1' "it boots"
list_agrees second

done_testing
