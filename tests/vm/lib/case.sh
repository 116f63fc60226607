# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What the cases share: the kernel and the tools under test, and a directory
# of their own that is the guest's /host.

top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../..")
. "$top/tests/lib/tap.sh"
. "$top/tests/vm/lib/msg.sh"
. "$top/tests/vm/lib/arch.sh"
. "$top/tests/vm/lib/image.sh"

# $(make -s print-NAME), or NAME from the environment.  A key is named without its
# .key and .pem.
built()
{
	local name=$1

	[ -n "${!name:-}" ] || printf -v "$name" '%s' \
		"$(make -s --no-print-directory -C "$top" \
			"ARCH=${ARCH:-x86}" "print-$name")"
	[ -e "${!name}" ] || [ -e "${!name}.pem" ] ||
		die "$name: ${!name} is not built"
	export "${name?}"
}

built KERNEL_IMAGE
built KEXEC2_STATIC
built KEXEC2_ATTEST_STATIC
built KEXEC2_GUEST
built KEXEC2_ATTEST_GUEST

# configured OPTION: the kernel under test has it
configured()
{
	built KTREE
	"$KTREE/scripts/extract-ikconfig" "$KERNEL_IMAGE" | grep -q "^CONFIG_$1=y"
}

work=$(mktemp -d "${TMPDIR:-/tmp}/case.XXXXXX")
trap 'rm -rf "$work"' EXIT
host=$work/host
mkdir "$host"

# Boot options that the kernels of a chain share.
# shellcheck disable=SC2034 # for the cases
CMDLINE="console=$CONSOLE panic=-1 oops=panic${BUSY:+ $BUSY}"

# The policy of most cases, for /sys/kernel/security/ima/policy.
cat >"$host/policy" <<-END
measure func=KEXEC_KERNEL_CHECK
measure func=KEXEC_INITRAMFS_CHECK
measure func=KEXEC_CMDLINE
END

# Shell text that every command of a guest can use.
cat >"$host/lib.sh" <<-END
policy() { cat "\${1:-/host/policy}" >/sys/kernel/security/ima/policy; }

# logged REGEX: wait until the kernel's log has such a line; audit is late with it.
logged() {
	for _ in \$(seq 100); do
		! dmesg | grep -q "\$1" || return 0
		sleep 0.1
	done
	echo "the kernel has not logged \$1"
}

# The driver of the TPM lets go of it, and takes it again.
tpm_unbind() {
	tpm_device=\$(realpath /sys/class/tpm/tpm0/device)
	tpm_driver=\$(realpath "\$tpm_device/driver")
	echo "\${tpm_device##*/}" >"\$tpm_driver/unbind" && echo unbound
}
tpm_bind() { echo "\${tpm_device##*/}" >"\$tpm_driver/bind" && echo bound; }

# in_kernel NAME: wait until such a process has been in the kernel for 0.05 s; from
# then on, with one processor, it gets little more than what nobody else wants
in_kernel() {
	for _ in \$(seq 1000); do
		pid=\$(pidof \$1) &&
		read -r _ _ _ _ _ _ _ _ _ _ _ _ _ _ stime _ </proc/\$pid/stat &&
			[ "\$stime" -ge 5 ] && renice -n 19 -p \$pid && return
		sleep 0.01
	done
	echo "\$1 is not in the kernel"
}

# Keep the measurement list and the PCRs as NAME.list and NAME.pcr.
keep() {
	cat /sys/kernel/security/ima/binary_runtime_measurements >/host/\$1.list
	for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
		printf 'PCR-%02d: ' \$n
		cat /sys/class/tpm/tpm0/pcr-sha256/\$n
	done >/host/\$1.pcr
}
END

# helper NAME [OTHER]...: the program of NAME.c, and OTHER.c, beside this file, for
# guests, as $work/NAME
helper()
{
	local name=$1

	set -- "${@/#/$top/tests/vm/lib/}"
	guest_cc -static -O -D_GNU_SOURCE -I"$top/include/uapi" -o "$work/$name" \
		"${@/%/.c}" -lpthread || die "$name does not compile"
}

# without_room FILE: make a kernel image that claims more memory than a guest has,
# so that its load fails when all has been read
without_room()
{
	local size='\0\0\0\0\01' at=16

	[ "${ARCH:-x86}" != x86 ] || size='\0377\0377\0377\0177' at=$((0x260))
	cp "$KERNEL_IMAGE" "$1"
	printf %b "$size" | dd of="$1" bs=1 seek=$at conv=notrunc status=none ||
		die "$1 cannot be made"
}

# vm OPTION... -- COMMAND: a guest with kexec2 and $host; COMMAND and those of
# --then are shell text that has lib.sh.
vm()
{
	local args=()

	while [ "$1" != -- ]; do
		case $1 in
		--then)	args+=(--then ". /host/lib.sh; $2"); shift ;;
		*)	args+=("$1") ;;
		esac
		shift
	done
	"$top/tests/vm/vm" --kernel "$KERNEL_IMAGE" --share "$host" \
		--tool "$KEXEC2_GUEST:/usr/bin/kexec2" \
		--tool "$KEXEC2_ATTEST_GUEST:/usr/bin/kexec2-attest" \
		--memory 1G \
		--log "$work/log" ${args[@]+"${args[@]}"} \
		-- ". /host/lib.sh; $2"
}

# boots "DESC" OPTION... -- COMMAND: the same, as a test; what the commands
# print is in $output.
boots()
{
	local desc=$1 status=0

	shift
	output=$(vm "$@" 2>"$work/vm.err") || status=$?
	is "$status" 0 "$desc"
	[ "$status" = 0 ] || sed 's/^/# /' "$work/vm.err" <(echo "$output")
	return "$status"
}

# other_pcr N FILE: FILE as keep makes it, with other digits in the value of PCR N
other_pcr()
{
	sed "/^PCR-$1: /{s///; y/0123456789ABCDEF/123456789ABCDEF0/; s/^/PCR-$1: /}" \
		"$2" >"$work/other.pcr"
	! cmp -s "$2" "$work/other.pcr" || die "$2 has no PCR $1"
	cat "$work/other.pcr"
}

sha256()
{
	sha256sum "$1" | cut -d ' ' -f 1
}

# archive FILE=CONTENT...: a cpio to stdout.
archive()
{
	local dir item

	dir=$(mktemp -d "$work/archive.XXXXXX")
	for item; do
		mkdir -p "$dir/$(dirname "${item%%=*}")"
		printf '%s\n' "${item#*=}" >"$dir/${item%%=*}"
	done
	pack "$dir"
	rm -r "$dir"
}

# joined FILE...: the kernel's joining rule, to stdout.
joined()
{
	local file size=0

	for file; do
		[ "$size" = 0 ] ||
			head -c $((4 + (-size & 3))) /dev/zero
		size=$(stat -L -c %s "$file")
		cat "$file"
	done
}

# The measurement list of FILE.list gives the PCR 10 of FILE.pcr, to us and to
# evmctl.
list_agrees()
{
	local name=$1 pcr

	pcr=$(sed -n 's/^PCR-10: //p' "$host/$name.pcr" | tr A-F a-f)
	is "$("$top/tests/vm/replay" "$host/$name.list")" "${pcr:-a PCR}" \
		"$name: the list, replayed, gives PCR 10"
	ok "$name: evmctl agrees" evmctl ima_measurement \
		--pcrs "sha256,$host/$name.pcr" "$host/$name.list"
}
