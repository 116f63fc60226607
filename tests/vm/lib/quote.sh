# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Guests that quote, for cases.
#
# shellcheck disable=SC2154 # work and top are those of case.sh

. "$top/tests/vm/lib/tpm.sh"

# quoting: a key in the TPM of a guest, and the program that has it sign, with the
# libraries that it opens: attest-tss --ak 0x81010002.  Sets tss=(), options of vm;
# the key's public part is $work/ak.pub.
quoting()
{
	local lib

	built KEXEC2_ATTEST
	tpm_state "$work/tpm" sha256
	timeout 60 swtpm socket --tpm2 --tpmstate "dir=$work/tpm" \
		--flags startup-clear \
		--server "type=unixio,path=$work/tpm.sock" \
		--ctrl "type=unixio,path=$work/tpm.sock.ctrl" \
		>"$work/tpm.log" 2>&1 &
	tpm_pid=$!
	until [ -S "$work/tpm.sock" ] || ! kill -0 $tpm_pid; do sleep 0.1; done
	export TPM2TOOLS_TCTI="swtpm:path=$work/tpm.sock"
	{
		tpm2_createek -c "$work/ek" -G ecc && tpm2_flushcontext -t &&
		tpm2_createak -C "$work/ek" -c "$work/ak" -G ecc -g sha256 \
			-s ecdsa -u "$work/ak.pub" && tpm2_flushcontext -t &&
		tpm2_evictcontrol -c "$work/ak" 0x81010002 && tpm2_shutdown
	} >>"$work/tpm.log" 2>&1 || die "no key: $(cat "$work/tpm.log")"
	kill $tpm_pid
	wait $tpm_pid
	tss=(--tpm-state "$work/tpm" --tool "$KEXEC2_ATTEST:/usr/bin/attest-tss")
	for lib in esys mu rc tctildr tcti-device; do
		tss+=(--tool "$(ldconfig -p | awk -v n="libtss2-$lib.so.0" \
			'$1 == n { print $NF; exit }')")
	done
}
