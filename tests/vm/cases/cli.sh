#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2 as an administrator meets it, on the real call.

. "$(dirname "$0")/../lib/case.sh"

archive one=1 >"$host/one.cpio"

# run ARGS...: in the guest; says what came out, and the status.
cat >>"$host/lib.sh" <<-'END'
run() {
	"$@" >/tmp/out 2>/tmp/err; status=$?
	echo "[$status] $(cat /tmp/out) | $(cat /tmp/err)"
}
END

k="run kexec2 load /boot/vmlinuz"
boots "the command line in a guest" -- "policy
	cp /host/one.cpio /tmp/one.cpio; cd /tmp; : >empty; echo text >text
	echo 1; run kexec2 status
	echo 2; $k --initrd=one=one.cpio
	echo 3; run kexec2 status
	echo 4; $k --initrd=one.cpio --initrd=missing.cpio
	echo 5; $k --initrd=one.cpio --initrd=empty
	echo 6; $k --initrd=one.cpio --initrd=/tmp
	exec 7>>one.cpio
	echo 7; $k --initrd=one.cpio
	exec 7>&-
	echo 8; run kexec2 load text
	echo 9; run kexec2 load --crash /boot/vmlinuz
	echo 10; $k --append=\$(head -c 3000 /dev/zero | tr '\\0' q)
	echo 11; $k --initrd=bad/label=one.cpio
	echo 12
	echo 13; $k --reuse-cmdline --append=more=1; cut -c 44- \
		/sys/kernel/security/ima/ascii_runtime_measurements |
		sed -n 's/.*kexec-cmdline //p' | tail -n 1 | xxd -r -p; echo
	echo 14; run kexec2 unload
	echo 15; run kexec2 unload
	echo 16; run kexec2 exec
	echo 17; run kexec2 features
	echo 2 >/proc/sys/kernel/kexec_load_limit_reboot
	$k >/dev/null; $k --initrd=empty >/dev/null
	$k >/dev/null; echo 18; $k
	echo 1 >/proc/sys/kernel/kexec_load_disabled
	echo 19; $k
	echo 20; run kexec2 features"

# said N REGEX DESC: what step N printed
said()
{
	like "$(sed -n "/^$1\$/,/^$(($1 + 1))\$/p" <<<"$output")" "$2" "$3"
}

said 1 '\[0\].*not loaded' "status: nothing is loaded"
said 2 '\[0\] kexec2: loaded /boot/vmlinuz with 1 ' "load: says so in a line"
said 3 '\[0\].*loaded' "status: it is"
said 4 '\[1\].*missing.cpio.*no such file' "a missing part"
said 5 '\[1\].*empty' "an empty part is named"
said 6 '\[1\].*/tmp.*directory|\[1\].*/tmp.*regular file' "a directory"
said 7 '\[1\].*one.cpio.*writ' "a part that somebody writes"
said 8 '\[1\].*text.*(kernel|image|format)' "a text file for a kernel"
said 9 '\[1\].*crashkernel' "no memory reserved for a crash kernel"
case ${ARCH:-x86} in
x86)	said 10 '\[1\].*command line' "a command line that is too long" ;;
*)	said 10 'the rest is cut off' "a command line that is cut off" ;;
esac
said 11 '\[1\].*bad/label=one.cpio' "a slash before = makes it a path"
said 13 "\[0\].*console=$CONSOLE.*more=1" "the running command line, and more"
said 14 '\[0\]' "unload"
said 15 '\[0\]' "unload again"
said 16 '\[1\].*(no|nothing|not).*load' "exec with nothing loaded"
said 17 'kexec_file_load2.*1' "features: the version of the call"
said 18 '\[1\].*limit' "the limit of loads is the cause"
said 19 '\[1\].*(disabled|kexec_load_disabled)' "loading was disabled"
unlike "$output" 'Segmentation|core dumped' "nothing crashed"

boots "lockdown" -- "echo integrity >/sys/kernel/security/lockdown; $k"
like "$output" '\[1\].*lock(ed )?down' "is named as the cause"

# A kernel whose configuration, in its payload, lacks IMA_KEXEC; it need not boot.
python3 - "$KERNEL_IMAGE" "$host/forgetful" <<'END'
import gzip, struct, sys
image = bytearray(open(sys.argv[1], "rb").read())
config = gzip.compress(b"CONFIG_IKCONFIG=y\n# CONFIG_IMA_KEXEC is not set\n")
if image[0x202:0x206] == b"HdrS":
    offset, length = struct.unpack_from("<II", image, 0x248)
    at = ((image[0x1f1] or 4) + 1) * 512 + offset
    payload = gzip.compress(bytes(4096) + b"IKCFG_ST" + config +
                            b"IKCFG_ED" + bytes(4096))
    payload += struct.pack("<I", 8192)
    assert len(payload) < length
    image[at:at + len(payload)] = payload
    struct.pack_into("<I", image, 0x24c, len(payload))
else:
    # An Image is not compressed.
    at = image.index(b"IKCFG_ST") + 8
    image[at:at + len(config)] = config
open(sys.argv[2], "wb").write(image)
END
boots "a kernel that cannot carry the list" --then 'echo carried' -- "
	policy
	echo 1; run kexec2 load /host/forgetful
	echo 2; run kexec2 exec
	echo 3; run kexec2 status
	kexec2 load /boot/vmlinuz --initrd=/boot/base.img --cmdline='$CMDLINE'
	kexec2 exec"
said 2 '\[1\].*measurement list would be lost.*--force' \
	"exec wants --force where the list is lost"
said 2 'IMA_KEXEC' "and says why"
said 3 '\[0\].*loaded' "the kernel is still loaded"
like "$output" 'carried$' "one that carries it is started"

done_testing
