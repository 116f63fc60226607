# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Keys, and what they sign.
#
# shellcheck disable=SC2154 # work and KERNEL_IMAGE are those of case.sh

# make_key NAME: $work/NAME.key and $work/NAME.pem, a certificate for it.
make_key()
{
	openssl req -new -x509 -newkey rsa:2048 -nodes -days 30 -sha256 \
		-subj "/CN=$1" -keyout "$work/$1.key" -out "$work/$1.pem" \
		2>/dev/null || die "openssl req failed"
}

# snakeoil_key: the key that the firmware of --secure-boot trusts, as
# $work/snakeoil.key and .pem.  It is public, and so is its passphrase.
snakeoil_key()
{
	local key=/usr/share/ovmf/PkKek-1-snakeoil

	openssl rsa -in $key.key -passin pass:snakeoil \
		-out "$work/snakeoil.key" 2>/dev/null ||
		die "$key.key cannot be read (package ovmf)"
	cp $key.pem "$work/snakeoil.pem"
}

# sign_image KEY FILE: the kernel image with a PE signature, in FILE.  KEY is the
# path of a key without .key.
sign_image()
{
	sbsign --key "$1.key" --cert "$1.pem" --output "$2" "$KERNEL_IMAGE" \
		>"$work/sbsign.log" 2>&1 || die "sbsign: $(cat "$work/sbsign.log")"
}

# append_signature KEY FILE: FILE.signed, with a signature appended as
# scripts/sign-file does it.
append_signature()
{
	openssl cms -sign -binary -noattr -outform DER -nocerts -md sha256 \
		-signer "$1.pem" -inkey "$1.key" -in "$2" -out "$work/p7" ||
		die "openssl cms failed"
	cp "$2" "$2.signed"
	python3 - "$work/p7" >>"$2.signed" <<-'END'
		import struct, sys
		sig = open(sys.argv[1], "rb").read()
		sys.stdout.buffer.write(sig + struct.pack(
		    ">BBBBB3xI", 0, 0, 2, 0, 0, len(sig))
		    + b"~Module signature appended~\n")
	END
}

# make_ima_key NAME CA OPTION...: $work/NAME.key, made by openssl req with the
# options, and $work/NAME.pem and .der, a certificate that the key CA has
# issued, which is what .ima takes.  IMA looks for a key by the end of the
# certificate's subject key identifier.
make_ima_key()
{
	local name=$1 ca=$2

	shift 2
	openssl req -new "$@" -nodes -subj "/CN=$name" \
		-keyout "$work/$name.key" -out "$work/$name.csr" 2>/dev/null ||
		die "openssl req failed"
	openssl x509 -req -in "$work/$name.csr" -CA "$ca.pem" -CAkey "$ca.key" \
		-set_serial "0x$(openssl rand -hex 8)" -days 30 -sha256 \
		-extfile <(printf '%s\n' basicConstraints=critical,CA:FALSE \
			keyUsage=digitalSignature subjectKeyIdentifier=hash \
			authorityKeyIdentifier=keyid) \
		-out "$work/$name.pem" 2>/dev/null || die "openssl x509 failed"
	openssl x509 -in "$work/$name.pem" -outform DER -out "$work/$name.der"
}

# ima_signature KEY FILE [ALGORITHM]: the value of security.ima, in hex, that
# signs FILE; ima_hash FILE [ALGORITHM]: the one that only has its digest.
ima_signature()
{
	evmctl ima_sign -n --key "$1.key" --hashalgo "${3:-sha256}" "$2" \
		2>"$work/evmctl.log" || die "evmctl: $(cat "$work/evmctl.log")"
}

ima_hash()
{
	evmctl ima_hash -n --hashalgo "${2:-sha256}" "$1" \
		2>"$work/evmctl.log" || die "evmctl: $(cat "$work/evmctl.log")"
}

# sign_file KEY FILE: append a signature, with the kernel's own script.
sign_file()
{
	"$SIGN_FILE" sha256 "$1.key" "$1.pem" "$2" || die "sign-file failed"
}

# verity_signature KEY FILE [OPTION...]: the same for the fs-verity digest that FILE
# has with these options of fsverity; version 3 of IMA's signatures, which sign a
# struct ima_file_id (security/integrity/ima/ima.h).
verity_signature()
{
	local key=$1 file=$2 digest

	shift 2
	digest=$(fsverity digest "$@" "$file") || die "fsverity digest failed"
	python3 - "$key" "${digest%% *}" <<-'END'
		import re, struct, subprocess, sys
		key = sys.argv[1]
		name, digest = sys.argv[2].split(":")
		VERITY_DIGSIG, algorithm = 6, {"sha256": 4, "sha512": 6}[name]
		text = subprocess.run(
		    ["openssl", "x509", "-in", key + ".pem", "-noout", "-ext",
		     "subjectKeyIdentifier"], check=True, capture_output=True,
		    text=True).stdout
		keyid = re.findall("(?:[0-9A-F]{2}:)+[0-9A-F]{2}", text)[0]
		signature = subprocess.run(
		    ["openssl", "dgst", "-" + name, "-sign", key + ".key"],
		    input=bytes([VERITY_DIGSIG, algorithm]) +
		    bytes.fromhex(digest), check=True,
		    capture_output=True).stdout
		print((bytes([VERITY_DIGSIG, 3, algorithm])
		    + bytes.fromhex(keyid.replace(":", ""))[-4:]
		    + struct.pack(">H", len(signature)) + signature).hex())
	END
}

# evm_signature KEY FILE IMA: the value of security.evm, in hex, that signs the
# attributes of FILE: its owner, its mode, and security.ima, which is IMA.  It is
# a portable one, of no inode or file system (security/integrity/evm/evm_crypto.c).
evm_signature()
{
	python3 - "$1" "$2" "$3" <<-'END'
		import os, re, struct, subprocess, sys
		key, file, ima = sys.argv[1:]
		PORTABLE_DIGSIG, SHA256 = 5, 4
		text = subprocess.run(
		    ["openssl", "x509", "-in", key + ".pem", "-noout", "-ext",
		     "subjectKeyIdentifier"], check=True, capture_output=True,
		    text=True).stdout
		keyid = re.findall("(?:[0-9A-F]{2}:)+[0-9A-F]{2}", text)[0]
		stat = os.stat(file)
		signature = subprocess.run(
		    ["openssl", "dgst", "-sha256", "-sign", key + ".key"],
		    input=bytes.fromhex(ima) + struct.pack("<QIIIHxx", 0, 0,
		    stat.st_uid, stat.st_gid, stat.st_mode), check=True,
		    capture_output=True).stdout
		print((bytes([PORTABLE_DIGSIG, 2, SHA256])
		    + bytes.fromhex(keyid.replace(":", ""))[-4:]
		    + struct.pack(">H", len(signature)) + signature).hex())
	END
}
