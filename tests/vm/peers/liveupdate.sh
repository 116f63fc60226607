#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The kernel tree's own tests of live update, as they are: sessions that a kernel
# hands over to the next one, which was loaded in parts.

. "$(dirname "$0")/../lib/case.sh"

configured LIVEUPDATE || skip_all "the kernel has no LIVEUPDATE"

make -s -C "$KTREE" O="$(realpath "$(dirname "$KERNEL_IMAGE")/../../..")" \
	INSTALL_HDR_PATH="$work/usr" headers_install >&2 || die "no headers"
make -s -C "$KTREE/tools/testing/selftests/liveupdate" LDFLAGS=-static \
	OUTPUT="$host" KHDR_INCLUDES="-isystem $work/usr/include" >&2 ||
	die "the tests do not compile"
archive one=1 >"$host/one"

option=(--append 'kho=on liveupdate=on' --memory 1G --timeout 300)
boots "liveupdate" "${option[@]}" -- /host/liveupdate
like "$output" $'\n# Totals: pass:[1-9][0-9]* fail:0 ' "liveupdate fails in nothing"
unlike "$output" 'SKIP' "and has all that it wants"

for name in luo_kexec_simple luo_multi_session luo_stress_sessions luo_stress_files
do
	boots "$name" "${option[@]}" --then "/host/$name --stage 2; cat /one" -- "
		/host/$name --stage 1 || exit
		kexec2 load /boot/vmlinuz --initrd=/boot/base.img \
			--initrd=/host/one --cmdline='$CMDLINE kho=on liveupdate=on'"
	like "$output" 'STAGE 2.*TEST PASSED' "$name passes, with the next kernel"
done

done_testing
