#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The kernel tree's own tests of kexec, as they are.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built KTREE

cp -r "$KTREE/tools/testing/selftests/kexec" "$host/kexec"

# Where the kernel can verify images, they expect one that is signed.
make_key test
sign_image "$work/test" "$host/signed"

# The scripts want more than busybox has of these.
tools=()
for t in kexec bash pesign getfattr tail; do
	tools+=(--tool "$t")
done
for t in test_kexec_load test_kexec_file_load; do
	boots "$t.sh" "${tools[@]}" -- "
		v=\$(uname -r); mkdir -p /lib/modules/\$v
		cp /boot/config /lib/modules/\$v/config
		cp /host/signed /boot/vmlinuz-\$v
		cd /host/kexec && ./$t.sh"
	like "$output" '\[PASS\]' "$t.sh says PASS"
	not_ok "$t.sh had all its tools" grep -q 'not found' <<<"$output"
done

done_testing
