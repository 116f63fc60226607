#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Gates fail when they must: with a tree whose "kernel" is one of its files.

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
. "$here/../lib/tap.sh"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export GATES=$dir/gates
mkdir -p gates obj tree/.kexec_file_load2
touch tree/.kexec_file_load2/series obj/config
echo 7.2 >tree/.kexec_file_load2/version
echo source >tree/.kexec_file_load2/added
printf '%s\n' one fix two >tree/source
echo same >tree/other
cat >tree/Makefile <<'END'
bzImage: $(O)/arch/x86/boot/bzImage
$(O)/arch/x86/boot/bzImage: source
	@! grep broken $<
	@mkdir -p $(@D) && cp $< $@ && echo built >>$(LOG)
END

# The case: ok if the kernel has the fix, and another test that always is.
cat >case <<'END'
#!/bin/sh
grep -q fix "$KERNEL_IMAGE" && echo "ok 1 - it is fixed" ||
	echo "not ok 1 - it is fixed"
echo "ok 2 - it is there"; echo 1..2
grep -q fix "$KERNEL_IMAGE"
END
chmod +x case

# gate NAME NEW [FAILS]: a gate that has NEW in place of the fix
gate()
{
	cat >"gates/$1.diff" <<-END
	Case: $dir/case
	Fails: ${3-it is fixed}

	--- a/source
	+++ b/source
	@@ -1,3 +1,3 @@
	 one
	-fix
	+$2
	 two
	END
}

build()
{
	"$here/gates.sh" build tree obj/config out LOG="$dir/built" >build.log 2>&1
}

# gone NAME STATUS DESC
gone()
{
	local status=0

	out=$("$here/gates.sh" run out "gates/$1.diff" 2>&1) || status=$?
	is "$status" "$2" "$3" || diag "$out"
}

built()
{
	is "$(wc -l <built)" "$1" "$2"
}

gate good nothing
gate wrong-test nothing 'it is there'
gate harmless 'fix again'
gate broken broken
gate none nothing ''
sed -i '/^Fails/d' gates/none.diff
gate stale nothing
sed -i 's/^ two/ three/' gates/stale.diff
mkdir gates/7.2 gates/6.12
gate own nothing
mv gates/own.diff gates/7.2
cp gates/stale.diff gates/own.diff
cp gates/stale.diff gates/6.12/good.diff
build
built 5 "each gate that can is built"
other=$(stat -c %y out/src/other)
gone good 0 "a gate whose test fails"
like "$out" 'ok 3 - and in it: it is fixed' "which is named"
gone wrong-test 1 "a gate whose test does not fail, though another one does"
gone harmless 1 "a gate that no test notices"
gone broken 1 "a gate that does not build"
like "$out" 'does not build' "which is said"
gone own 0 "a gate that is another one for this version"
gone stale 1 "a gate that does not apply"
like "$out" 'does not apply' "which is said, too"
gone none 1 "a gate that names no test"
is "$(cat out/src/source)" "$(cat tree/source)" "the tree is as it was"

build
built 5 "what is built is kept"
gone broken 1 "what was not is tried again"
gate good something
build
built 6 "a gate that is another one is built"
gone good 0 "and its test fails"
echo three >>tree/source
build
built 11 "all are built for another tree"
gone good 0 "which they still apply to"
is "$(stat -c %y out/src/other)" "$other" "what has not changed keeps its date"

# What a run that was interrupted has left behind.
patch -s -d out/src -p1 <gates/good.diff
cp out/src/source out/obj/arch/x86/boot/bzImage
gate good anything
build
gone good 0 "a file that was left patched is restored, and built anew"

done_testing
