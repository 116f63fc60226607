# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
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
