#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Documentation/tutorial.md, as written: blocks of the host here, in order with
# blocks of the machine in a guest, and what both print beside what is shown.

. "$(dirname "$0")/../lib/case.sh"

built KERNEL_MODULES
built SIGKEY

page=$top/Documentation/tutorial.md
blocks=$top/tests/vm/lib/blocks.py
mkdir "$work/blocks" "$host/.steps" "$work/bin"
"$blocks" "$page" "$work/blocks" || die "no blocks"
is "$(grep -c '^```[a-z]' "$page")" "$(find "$work/blocks" -type f | wc -l)" \
	"each block is one of the host, of the machine, or what they print"

# What the page has before it begins.
cp "$KERNEL_IMAGE" "$host/vmlinuz"
cp "$KERNEL_MODULES" "$host/isofs.ko"
cp "$SIGKEY.pem" "$host/ca.pem"
cp "$SIGKEY.key" "$host/ca.key"
head -c 2048 /dev/zero >"$host/ucode.bin"
ln -s "$KEXEC2_STATIC" "$work/bin/kexec2"
# The static one has no quotes.
ln -s "$(dirname "$KEXEC2_ATTEST_STATIC")/kexec2-attest" "$work/bin/"

# The guest runs the steps that come to be there, and tells the status of each.
# One that boots the next kernel tells none, and that one goes on.
cat >"$host/.steps/guest" <<-'END'
	cd /root
	while :; do
		n=$(cat /host/.steps/next 2>/dev/null) || n=
		[ "$n" != end ] || exit 0
		if [ -z "$n" ] || [ -e "/host/.steps/$n.begun" ]; then
			sleep 0.2
			continue
		fi
		: >"/host/.steps/$n.begun"
		sh -e "/host/.steps/$n" >"/host/.steps/$n.out" 2>&1 </dev/null
		echo $? >"/host/.steps/$n.status"
	done
END

# next WHAT: let the guest do this
next()
{
	echo "$1" >"$host/.steps/new"
	mv "$host/.steps/new" "$host/.steps/next"
}

# on_machine NN: its status.  The guest may also end, or start a kernel.
on_machine()
{
	local i

	cp "$work/blocks/$1.machine" "$host/.steps/$1"
	next "$1"
	for ((i = 0; i < 60000; i++)); do
		[ ! -s "$host/.steps/$1.status" ] || break
		kill -0 "$guest" 2>/dev/null || { echo gone; return; }
		if grep -q '^kexec2 exec$' "$work/blocks/$1.machine" &&
			[ -e "$host/.steps/$1.begun" ]; then
			echo 0
			return
		fi
		sleep 0.1
	done
	cat "$host/.steps/$1.status" 2>/dev/null || echo late
}

tools=()
for tool in tpm2_createek tpm2_createak tpm2_evictcontrol tpm2_quote keyctl \
	evmctl; do
	tools+=(--tool "$tool")
done
steps='. /host/.steps/guest'
vm "${tools[@]}" --append crashkernel=192M --timeout 2400 --then "$steps" -- \
	'cp /boot/base.img /host/base.new; mv /host/base.new /host/base.img
	'"$steps" >"$work/vm.out" 2>"$work/vm.err" &
guest=$!
for ((i = 0; i < 6000; i++)); do
	[ ! -e "$host/base.img" ] || break
	sleep 0.1
done
ok "the machine runs" [ -e "$host/base.img" ] || cat "$work/vm.err"

for block in "$work/blocks"/*.host "$work/blocks"/*.machine; do
	echo "${block##*/}"
done | sort >"$work/order"
while read -r block; do
	n=${block%.*}
	desc="$block, \"$(head -n 1 "$work/blocks/$block" | cut -c 1-40)\""
	if [ "${block#*.}" = host ]; then
		status=0
		(cd "$host" && PATH=$work/bin:$PATH bash -e "$work/blocks/$block") \
			>"$work/out" 2>&1 </dev/null || status=$?
	else
		status=$(on_machine "$n")
		# A kexec may come before it is there.
		cp "$host/.steps/$n.out" "$work/out" 2>/dev/null || : >"$work/out"
	fi
	is "$status" 0 "$desc" || diag "$(cat "$work/out")"
	[ -e "$work/blocks/$n.text" ] || continue
	ok "and what it prints" "$blocks" --match "$work/blocks/$n.text" \
		"$work/out"
done <"$work/order"
next end
status=0
wait "$guest" || status=$?
is "$status" 0 "the machine has done all of it" || diag "$(cat "$work/vm.err")"

done_testing
