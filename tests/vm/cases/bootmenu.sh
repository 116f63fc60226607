#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The example boots from a menu over boot entries: the entry that is chosen,
# with its parts in their order, and the preset one when nobody answers.

. "$(dirname "$0")/../lib/case.sh"

built BOOTMENU

archive which=one only-one=1 >"$host/one.cpio"
archive which=two only-two=2 >"$host/two.cpio"

# entry ID TITLE PART...: what a distribution would install
entry()
{
	local id=$1 title=$2 part

	shift 2
	mkdir -p "$host/entries"
	{
		echo "# $id"
		echo "title    $title"
		echo "linux    /vmlinuz"
		echo "initrd   /base.img"
		for part; do
			echo "initrd   /$part"
		done
		echo "options  $CMDLINE"
		echo "options  entry=$id"
	} >"$host/entries/$id.conf"
}
entry linux-9 "Nine" two.cpio one.cpio
entry linux-10 "Ten" one.cpio two.cpio
printf 'title Broken\nlinux /no-kernel\n' >"$host/entries/broken.conf"

# Fill /boot as an installation has it; run the menu.
cat >>"$host/lib.sh" <<-'END'
menu() {
	mkdir -p /boot/loader
	cp -r /host/entries /boot/loader/
	cp /host/*.cpio /boot/
	bootmenu "$@" 2>&1
}
came() { echo "came: $(cat /which) $(cat /proc/cmdline)"; }
END

boots "the chosen entry, and then the preset one" \
	--tool "$BOOTMENU:/usr/bin/bootmenu" \
	--then "came; keep second
		sleep 60 | menu -t 1 -d linux-10" \
	--then "came" \
	-- "policy
	{ echo 3; echo x; echo 2; } | menu -b /boot"

first=${output%%came:*}
like "$first" '  1  Ten.*  2  Nine.*  3  Broken' \
	"the entries are listed by title, the newest version first"
like "$first" 'broken.conf: /boot/no-kernel.*no such file' \
	"an entry that cannot be loaded is reported"
like "$first" 'A number from 1 to 3: ' "another answer is asked for"
like "$first" 'Starting linux-9.conf' "the chosen one is started"
like "$output" 'came: one [^'$'\n'']*entry=linux-9' \
	"the second kernel has its command line, and its last part last"
like "$output" 'came: two [^'$'\n'']*entry=linux-10' \
	"nobody answered: the third kernel is that of the preset entry"

entries=$("$top/tests/vm/replay" --list "$host/second.list")
for part in one two; do
	like "$entries" "$(sha256 "$host/$part.cpio") /boot/$part.cpio" \
		"$part.cpio was measured by itself"
done
list_agrees second

done_testing
