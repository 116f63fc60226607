#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Style, static checks and other configurations of what the project adds to
# the kernel, as TAP.
#
# usage: tests/kernel/lint.sh TREE OBJDIR
#
# TREE is a source tree with kexec_file_load2 applied, OBJDIR a build of it,
# whose configuration and helper programs are taken and which is not changed.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(cd "$1" && pwd)
obj=$(cd "$2" && pwd)
lint=$(dirname "$obj")/obj-lint
. "$top/tests/lib/tap.sh"
. "$top/tests/kernel/style.sh"

sources=$(cd "$top/kernel/overlay" && find . -name '*.[ch]' | sed 's,^\./,,')
uapi=include/uapi/linux/kexec_file_load2.h
patches=$(echo "$tree"/.kexec_file_load2/*.patch)

kmake() {
	make -s -C "$tree" O="$lint" CC="$(command -v ccache) gcc" "$@"
}

# New files belong into the overlay, and only there.
patch_only_edits() {
	! grep -nE '^(---|\+\+\+) /dev/null|^(new|deleted) file|^rename' "$1"
}

patch_has_reason() {
	grep -q '^Subject: .' "$1" || echo "no subject"
	grep -q '^Signed-off-by: ' "$1" || echo "no sign-off"
	sed '1,/^$/d; /^---$/,$d; /^Signed-off-by/d' "$1" | grep -q . ||
		echo "no message"
}

# What the generators make of a system call table.
table_entry() {
	local own=$tree/${1%/*}/syscalltbl out

	out=$(mktemp)
	# That of s390 has gone.
	if [ -e "$own" ]; then
		sh "$own" -S <"$tree/$1" >"$out"
		grep -q "(sys_kexec_file_load2," "$out"
	else
		sh "$tree/scripts/syscalltbl.sh" --abis common,nospu,64 \
			"$tree/$1" "$out"
		grep -q "(754, sys_kexec_file_load2[,)]" "$out"
	fi || echo "no entry in the generated table"
	sh "$tree/scripts/syscallhdr.sh" "$tree/$1" "$out" &&
		grep -q '^#define __NR_kexec_file_load2 754$' "$out" ||
		echo "no number in the generated header"
	rm -f "$out"
}

sparse_and_w1() {
	local objs=

	for f in $sources; do
		case $f in
		tools/*) ;;
		*.c) objs="$objs ${f%.c}.o" ;;
		esac
	done
	# shellcheck disable=SC2086
	(cd "$lint" && rm -f $objs)
	# shellcheck disable=SC2086
	kmake C=$sparse W=1 $objs
}

w1_edited() {
	local objs

	# shellcheck disable=SC2086
	objs=$(sed -n 's,^+++ b/\(.*\)\.c$,\1.o,p' $patches | sort -u)
	# shellcheck disable=SC2086
	(cd "$lint" && rm -f $objs)
	# shellcheck disable=SC2086
	kmake W=1 $objs
}

# Configure with options turned off (NAME) and on (+NAME), compile what is
# touched, and find every function of ours that something calls defined somewhere.
compiles_without() {
	local o objs ours

	cp "$obj/.config" "$lint/.config"
	for o; do
		case $o in
		+*)	"$tree/scripts/config" --file "$lint/.config" -e "${o#+}" ;;
		*)	"$tree/scripts/config" --file "$lint/.config" -d "$o" ;;
		esac
	done
	kmake olddefconfig || return
	for o; do
		case $o in
		+*)	grep -q "^CONFIG_${o#+}=y" "$lint/.config" ||
				echo "$o: cannot be set" ;;
		*)	! grep "^CONFIG_$o=y" "$lint/.config" || return ;;
		esac
	done
	objs="kernel/sys_ni.o arch/x86/kernel/relocate_kernel_64.o
		arch/x86/kernel/machine_kexec_64.o arch/x86/entry/syscall_64.o"
	while IFS=: read -r o ours; do
		! grep -q "^CONFIG_$o=y" "$lint/.config" || objs+=" $ours"
	done <<-'END'
	KEXEC_CORE:kernel/kexec_core.o kernel/kexec_load.o kernel/kexec_records.o
	KEXEC:kernel/kexec.o
	KEXEC_FILE:kernel/kexec_file.o kernel/kexec_request.o kernel/kexec_initrd.o
	KEXEC_FILE:kernel/kexec_hash.o kernel/kexec_digest.o
	KEXEC_FILE_PAGES:kernel/kexec_pages.o
	KEXEC_DEBUG_PAGES:kernel/kexec_pages_debug.o
	KEXEC_VERIFY:kernel/kexec_verify.o
	KEXEC_DEBUG_FLIP:kernel/kexec_flip_debug.o
	KEXEC_FILE:arch/x86/purgatory/purgatory.o arch/x86/purgatory/reset.o
	KEXEC_FILE:arch/x86/purgatory/sha256-x86.o
	KEXEC_FILE_LOAD2:kernel/kexec_file_load2.o
	CRASH_DUMP:kernel/crash_core.o
	SECURITY:security/security.o
	BLK_DEV_INITRD:init/initramfs.o
	INITRAMFS_XATTR:init/initramfs_xattr.o
	END

	# What the configuration does not have, nothing of ours may call.
	ours='^(do_kexec_|security_kexec_|ima_kexec|ima_add_kexec|kimage_'
	ours+='|kexec_(load|records|request|initrd|hash|digest|segment|pages|verify)_'
	ours+='|kexec_(known|store)_|purgatory_|initramfs_xattr_'
	grep -q '^CONFIG_CRYPTO_HASH_INFO=y' "$lint/.config" ||
		ours+='|hash_(algo_name|digest_size)$'
	# shellcheck disable=SC2086
	(cd "$lint" && rm -f $objs security/integrity/ima/*.o)
	# shellcheck disable=SC2086
	kmake $objs security/integrity/ || return
	cd "$lint" || return
	objs+=" $(find security/integrity/ima -name '*.o')"
	# shellcheck disable=SC2086
	nm $objs 2>/dev/null | OURS="$ours)" awk '
		NF >= 2 && $NF ~ ENVIRON["OURS"] {
			if ($(NF - 1) == "U") used[$NF] = 1
			else defined[$NF] = 1
		}
		END { for (f in used) if (!(f in defined)) print f " is missing" }'
}

for f in $sources $uapi; do
	quiet "checkpatch --strict $f" checkpatch "$tree" -f "$f"
done
for p in $patches; do
	name=${p##*/}
	quiet "checkpatch --strict $name" checkpatch "$tree" "$p"
	quiet "$name edits existing files only" patch_only_edits "$p"
	quiet "$name has a subject, a reason and a sign-off" patch_has_reason "$p"
done

for f in $sources $uapi; do
	quiet "kernel-doc $f" "$tree/scripts/kernel-doc" -none -Wall "$tree/$f"
done

tables=$(cd "$tree" && grep -rl --include='syscall*.tbl' \
	'sys_kexec_file_load$\|sys_kexec_file_load[[:space:]]' arch scripts)
for t in $tables; do
	quiet "number 754 is generated from $t" table_entry "$t"
done

rm -rf "$lint"
mkdir -p "$lint"
cp "$obj/.config" "$lint/.config"
# A file that we edit, and the test kernel has no use for.
"$tree/scripts/config" --file "$lint/.config" -e EVM
ok "a build directory for the checks" kmake olddefconfig prepare
use_sparse "$tree"
quiet "sparse (C=$sparse) and W=1 on the files we add" sparse_and_w1
quiet "W=1 on the files we edit" w1_edited
quiet "compiles without KEXEC_FILE_LOAD2" compiles_without KEXEC_FILE_LOAD2
quiet "compiles without KEXEC_DIGEST_TREE" compiles_without KEXEC_DIGEST_TREE
quiet "compiles without KEXEC_VERIFY" compiles_without KEXEC_VERIFY
quiet "compiles without both" compiles_without KEXEC_DIGEST_TREE KEXEC_VERIFY
quiet "compiles without KEXEC_DEBUG_PAGES" compiles_without KEXEC_DEBUG_PAGES
quiet "compiles without INITRAMFS_XATTR" compiles_without INITRAMFS_XATTR
# Handover selects it.
quiet "compiles without KEXEC_FILE" compiles_without KEXEC_FILE \
	LIVEUPDATE KEXEC_HANDOVER
quiet "compiles without KEXEC" compiles_without KEXEC
quiet "compiles without CRASH_DUMP" compiles_without CRASH_DUMP
quiet "compiles without IMA_KEXEC" compiles_without IMA_KEXEC
quiet "compiles without IMA" compiles_without IMA
quiet "compiles without SECURITY" compiles_without SECURITY
# All that want it: the call for appended signatures, lockdown for modules'.
quiet "compiles without CRYPTO_HASH_INFO" compiles_without KEXEC_FILE_LOAD2 \
	SECURITY_LOCKDOWN_LSM MODULE_SIG KEXEC_SIG INTEGRITY TCG_TPM \
	FS_VERITY ASYMMETRIC_KEY_TYPE CRYPTO_HASH_INFO
quiet "compiles without KEXEC_SIG" compiles_without KEXEC_SIG
# An image that may come back, and one whose sources the kernel has to encrypt.
quiet "compiles with KEXEC_JUMP" compiles_without +SWAP +HIBERNATION +KEXEC_JUMP
quiet "compiles with AMD_MEM_ENCRYPT" compiles_without +EFI_STUB \
	+AMD_MEM_ENCRYPT

done_testing
