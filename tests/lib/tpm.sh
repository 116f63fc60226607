# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A TPM of swtpm, and lists that are replayed into it: in a directory of its own,
# which is entered and removed at the end.  After tap.sh.

for tool in swtpm tpm2_quote tpm2_pcrextend python3; do
	command -v "$tool" >/dev/null || skip_all "there is no $tool"
done
work=$(mktemp -d) || exit 1
cd "$work" || exit 1
swtpm_pid=
# shellcheck disable=SC2317 # run by the trap
cleanup()
{
	[ -z "$swtpm_pid" ] || kill "$swtpm_pid" 2>/dev/null
	rm -rf "$work"
}
trap cleanup EXIT

# make-list VERSION PART...: list-VERSION, as a kernel makes it: a load of these
# parts with records of that version, and the kexec; and extends, for
# tpm2_pcrextend
for part in kernel firmware base modules evil; do
	echo "content of $part" >$part.img
done
cat >make-list <<'END'
import hashlib, struct, sys

def field(data):
    return struct.pack("<I", len(data)) + data

def digest(data):
    return hashlib.sha256(data).digest()

version = int(sys.argv[1])
out = open(f"list-{version}", "wb")
extends = open("extends", "w")

def entry(template, data):
    out.write(struct.pack("<I", 10) + hashlib.sha1(data).digest() +
              field(template) + field(data))
    extends.write(f"10:sha1={hashlib.sha1(data).hexdigest()},"
                  f"sha256={digest(data).hex()}\n")

def file(name, value):
    entry(b"ima-ng", field(b"sha256:\0" + value) + field(name + b"\0"))

def buf(name, text):
    entry(b"ima-buf", field(b"sha256:\0" + digest(text)) +
          field(name + b"\0") + field(text))

def of(name):
    data = open(name + ".img", "rb").read()
    return f"sha256:{digest(data).hex()} {len(data)}"

zeros = digest(bytes(320))
file(b"boot_aggregate", zeros)
cmdline = b"console=ttyS0 quiet"
head = f"kexec_file_load2 {version}\nseq 1\n"
if version > 1:
    cmdline += b" kexec_records=required"
buf(b"kexec-cmdline", cmdline)
manifest = (f"{head}image default\nflags 0x0\n"
            f"kernel {of('kernel')}\n")
for i, part in enumerate(sys.argv[2:]):
    manifest += f"initrd {i} {part} {of(part)}\n"
manifest += f"cmdline sha256:{digest(cmdline).hex()} {len(cmdline)}\n"
manifest = manifest.encode()
buf(b"kexec-manifest", manifest)
commit = f"{head}manifest sha256:{digest(manifest).hex()}\n".encode()
buf(b"kexec-commit", commit)
if version > 1:
    buf(b"kexec-execute", commit)
file(b"boot_aggregate", zeros)
END

# run_tpm FLAG: the TPM, with what it has kept
run_tpm()
{
	rm -f tpm.sock
	swtpm socket --tpm2 --tpmstate dir=tpm --flags "$1" \
		--server type=unixio,path="$work/tpm.sock" \
		--ctrl type=unixio,path="$work/tpm.sock.ctrl" >swtpm.log 2>&1 &
	swtpm_pid=$!
	for _ in $(seq 50); do
		[ -S tpm.sock ] && break
		sleep 0.1
	done
	export TPM2TOOLS_TCTI="swtpm:path=$work/tpm.sock"
}

replay_extends()
{
	while read -r extend; do
		tpm2_pcrextend "$extend" || bail_out "tpm2_pcrextend: $(cat swtpm.log)"
	done <extends
}

# start_tpm: a new TPM into which extends was replayed
start_tpm()
{
	mkdir tpm
	run_tpm startup-clear
	replay_extends
}

# restart_tpm: a boot by firmware of a TPM that was told to keep its state, which
# is no reset for its counter, and sets the PCRs back all the same
restart_tpm()
{
	quiet tpm2_shutdown
	kill "$swtpm_pid"
	wait "$swtpm_pid"
	run_tpm not-need-init
	quiet tpm2_startup -c
}

# quiet COMMAND...: what it prints matters if it fails
quiet()
{
	"$@" >tool.log 2>&1 || bail_out "$1: $(cat tool.log)"
}
