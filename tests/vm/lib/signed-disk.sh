# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# $work/new.ext4, and its copy parts.ext4: a disk with a kernel, the root of the guests and parts of
# an initramfs, signed in all ways that IMA knows, and spoilt in all ways that
# it should see.  The values of security.ima are in a list, for the guest to
# set: only root could do it here.
#
# Sourced after case.sh and sign.sh; SIGKEY is the key that the kernel trusts.
#
# shellcheck disable=SC2154 # work, host and top are those of case.sh

disk=$work/disk
mkdir "$disk"

# attribute FILE COMMAND...: security.ima of FILE is what COMMAND prints
attribute()
{
	local file=$1 value

	shift
	value=$("$@") || exit
	printf '# file: %s\nsecurity.ima=0x%s\n\n' "$file" "${value#0x}" \
		>>"$host/attributes"
}

# value FILE: the security.ima that FILE was given
value()
{
	sed -n "/^# file: $1\$/ { n; s/.*=0x//p }" "$host/attributes"
}

# signed KEY FILE...: each with its signature by this key
signed()
{
	local key=$work/$1 file

	shift
	for file; do
		attribute "$file" ima_signature "$key" "$disk/$file"
	done
}

# flip FILE OFFSET: one bit of the byte there is another one
flip()
{
	python3 - "$1" "$2" <<-'END'
		import sys
		with open(sys.argv[1], "r+b") as file:
		    file.seek(int(sys.argv[2]))
		    byte = file.read(1)[0]
		    file.seek(int(sys.argv[2]))
		    file.write(bytes([byte ^ 1]))
	END
}

# Two keys that .ima takes, and one that it does not.
make_ima_key ima "$SIGKEY" -newkey rsa:2048
make_ima_key ec "$SIGKEY" -newkey ec -pkeyopt ec_paramgen_curve:prime256v1
make_key stranger
openssl x509 -in "$work/stranger.pem" -outform DER -out "$work/stranger.der"
cp "$work"/{ima,ec,stranger}.der "$host"

# What is rightly signed, with old in each part.  The kernel that is not signed
# for IMA has the same PE signature.
sign_image "$SIGKEY" "$disk/vmlinuz"
cp "$disk/vmlinuz" "$disk/vmlinuz.unsigned"
"$top/tests/vm/mkroot" --compress gzip -o "$disk/base" >"$work/mkroot.log" ||
	die "mkroot failed"
for name in one two three ec; do
	archive "$name=old" >"$disk/$name"
done
signed ima vmlinuz base one two three
signed ec ec

# Each way not to be, for one archive.  The last two are signed at first.
CONTENT=$((110 + 6))	# offset of the text in an archive of one short name
for kind in stranger unsigned altered swapped changed stripped; do
	cp "$disk/two" "$disk/two.$kind"
done
attribute two.stranger ima_signature "$work/stranger" "$disk/two"
attribute two.altered ima_signature "$work/ima" "$disk/two"
flip "$disk/two.altered" $CONTENT
attribute two.swapped ima_signature "$work/ima" "$disk/three"
signed ima two.changed two.stripped

# Appended signatures.  Such a file ends in a structure of 12 bytes, with the
# length of the signature in the last four of them, and a text of 28.
archive modsig=old | compress xz >"$work/modsig"
cp "$work/modsig" "$disk/modsig"
sign_file "$work/ima" "$disk/modsig"
size=$(stat -c %s "$disk/modsig")
for kind in altered truncated cut long elsewhere; do
	cp "$disk/modsig" "$disk/modsig.$kind"
done
flip "$disk/modsig.altered" 100
{ head -c $((size - 140)) "$disk/modsig"; tail -c 40 "$disk/modsig"; } \
	>"$disk/modsig.truncated"
truncate -s -1 "$disk/modsig.cut"
flip "$disk/modsig.long" $((size - 32))
for kind in stranger unsigned; do
	cp "$work/modsig" "$disk/modsig.$kind"
done
sign_file "$work/stranger" "$disk/modsig.stranger"

# Hashes without a signature, and signatures over other hashes.
for name in hash hash.wrong hash.missing hash.elsewhere sha256 sha512 sha1 \
	sha512.elsewhere; do
	archive "$name=old" >"$disk/$name"
done
for name in hash hash.elsewhere; do
	attribute $name ima_hash "$disk/$name"
done
attribute hash.wrong ima_hash "$disk/hash"
for name in sha256 sha512 sha1 sha512.elsewhere; do
	attribute $name ima_signature "$work/ima" "$disk/$name" "${name%.*}"
done

# One policy with a rule for each: the owner of a file tells which is for it.
# The last is for what root owns, the files that are called elsewhere too.
cat >"$host/owners" <<-'END'
	101 modsig modsig.altered modsig.stranger modsig.unsigned
	101 modsig.truncated modsig.cut modsig.long
	102 hash hash.wrong hash.missing
	103 sha256 sha512 sha1
END
cat >"$host/policy" <<-'END'
	measure func=KEXEC_INITRAMFS_CHECK fowner=101 template=ima-modsig
	measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
	measure func=CRITICAL_DATA label=kexec_file_load2
	appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig
	appraise func=KEXEC_INITRAMFS_CHECK fowner=101 appraise_type=imasig|modsig
	appraise func=KEXEC_INITRAMFS_CHECK fowner=102
	appraise func=KEXEC_INITRAMFS_CHECK fowner=103 appraise_type=imasig appraise_algos=sha256
	appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
END

PATH=$PATH:/usr/sbin mkfs.ext4 -q -d "$disk" "$work/new.ext4" 64M >"$work/mkfs.log" 2>&1 ||
	die "mkfs.ext4: $(cat "$work/mkfs.log")"
cp "$work/new.ext4" "$work/parts.ext4"
helper load-parts

# Shell text for the guests.
cat >>"$host/lib.sh" <<-END
	CMDLINE='$CMDLINE' CONTENT=$CONTENT
END
cat >>"$host/lib.sh" <<-'END'
	# The disk with its attributes, owners and keys, and the policy.
	setup() {
		mount -t ext4 /dev/vda /mnt && cd /mnt || exit
		setfattr --restore=/host/attributes || exit
		while read -r owner files; do
			chown $owner $files || exit
		done </host/owners
		for key in ima ec; do
			add_key $key || exit
		done
		echo 0 >/proc/sys/kernel/printk_ratelimit
		policy || exit
	}

	add_key() {
		keyctl padd asymmetric '' %:.ima </host/$1.der >/dev/null
	}

	# outcome NAME COMMAND...: a line with what the command printed, and
	# whether an image is loaded then
	outcome() {
		name=$1
		shift
		said=$("$@" 2>&1)
		read -r loaded </sys/kernel/kexec_loaded
		echo "$name: $said, loaded $loaded"
	}

	# attempt NAME FILE...: load these parts
	attempt() {
		name=$1
		shift
		outcome $name load-parts vmlinuz "$CMDLINE not=this" "$@"
	}

	# among FILE...: load each between two others
	among() {
		for file; do
			attempt $file one $file three
		done
	}

	# spoilt NAME: each spoilt part, in each place
	spoilt() {
		for kind in stranger unsigned altered swapped; do
			attempt $1-$kind-first two.$kind one three
			attempt $1-$kind-middle one two.$kind three
			attempt $1-$kind-last one three two.$kind
		done
	}

	# audit: file and cause of all that the audit log has of appraisal
	audit() {
		# What comes last is there: a rule that is none.
		{ echo none >/sys/kernel/security/ima/policy; } 2>/dev/null
		logged 'op=update_policy.*res=0'
		dmesg | sed -n 's/.*type=1800 .* cause=\([^ ]*\) .*name="\([^"]*\)".*/audit: \2 \1/p' |
			sort -u
	}
END
