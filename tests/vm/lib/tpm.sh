# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A software TPM.

# tpm_state DIRECTORY BANKS: a fresh TPM 2.0 in an empty DIRECTORY.  Making one
# is slow, so it is made once for each set of banks and copied.
tpm_state()
{
	local dir=$1 banks=$2 cache new

	cache=$VM_BUILD/tpm-${banks//,/-}
	if [ ! -d "$cache" ]; then
		mkdir -p "$VM_BUILD"
		new=$(mktemp -d "$VM_BUILD/tmp.XXXXXX")
		if ! swtpm_setup --tpm2 --tpmstate "$new" \
			--pcr-banks "$banks" >"$new/setup.log" 2>&1; then
			excerpt "$new/setup.log"
			rm -r "$new"
			die "swtpm_setup failed for the banks $banks"
		fi
		# Whoever is second throws an equal one away.
		mv -T "$new" "$cache" 2>/dev/null || rm -r "$new"
	fi
	mkdir -p "$dir"
	cp "$cache"/tpm2-* "$dir"
}

# tpm_start DIRECTORY SOCKET LOG LIMIT: sets tpm_pid.  swtpm wants an absolute
# path; it ends with its client, or after LIMIT seconds if none ever comes.
tpm_start()
{
	local i

	timeout --foreground "$4" swtpm socket --tpm2 --terminate \
		--tpmstate "dir=$(realpath "$1")" \
		--ctrl "type=unixio,path=$2" \
		--log "file=$3" </dev/null >>"$3" 2>&1 &
	tpm_pid=$!
	for ((i = 0; i < 200; i++)); do
		[ ! -S "$2" ] || return 0
		kill -0 "$tpm_pid" 2>/dev/null || break
		sleep 0.05
	done
	excerpt "$3"
	die "swtpm did not start, see $3"
}
