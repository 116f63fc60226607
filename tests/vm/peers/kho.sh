#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The kernel tree's own test of kexec handover, as it is: it builds a kernel of
# the patched tree, which is kept, and boots it.

. "$(dirname "$0")/../lib/case.sh"

built KTREE

kho=$KTREE/tools/testing/selftests/kho/vmtest.sh
[ -e "$kho" ] || skip_all "the kernel has no handover"

# It calls gcc.  QEMU does not get its list of accelerators: where KVM opens but
# does not work, it hangs.
mkdir "$work/bin"
cat >"$work/bin/qemu-system-x86_64" <<'END'
#!/bin/bash
args=()
while [ $# -gt 0 ]; do
	if [ "$1" = -accel ]; then
		shift
	else
		args+=("$1")
	fi
	shift
done
exec timeout 600 "$qemu" -accel tcg "${args[@]}"
END
chmod +x "$work/bin/qemu-system-x86_64"
qemu=$(command -v qemu-system-x86_64) PATH=$work/bin:/usr/lib/ccache:$PATH "$kho" \
	-d "$(dirname "$KTREE")/obj-kho" -j "$(nproc)" >"$work/tap" 2>"$work/err"
like "$(cat "$work/tap")" $'\nok 1 KHO succeeded' "vmtest.sh passes" ||
	diag "$(tail -n 20 "$work/tap" "$work/err")"

done_testing
