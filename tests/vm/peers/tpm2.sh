#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The kernel tree's own tests of the TPM, as they are.

. "$(dirname "$0")/../lib/case.sh"

built KTREE

cp -r "$KTREE/tools/testing/selftests/tpm2" "$host/tpm2"

# Without what has been compiled, and the modules that others have installed.
# python3 in PATH may be a script that looks for one.
{ read -r program; read -r python; } < <(python3 -c 'import os, sys
print(os.path.realpath(sys.executable), os.path.dirname(os.__file__), sep="\n")')
mkdir "$work/lib"
(cd "$python" && find . \( -name test -o -name site-packages -o \
	-name dist-packages -o -name __pycache__ \) -prune -o -type f -print0 |
	xargs -0 cp --parents -t "$work/lib")
tools=(--tool "$program:/usr/bin/python3")
for module in "$python"/lib-dynload/*.so; do
	tools+=(--tool "$module:$module")
done
for t in smoke space async; do
	boots "test_$t.sh" "${tools[@]}" --copy-in "$work/lib:$python" \
		--timeout 300 -- "cd /host/tpm2 && ./test_$t.sh"
	like "$output" $'\nOK$' "test_$t.sh says OK"
	unlike "$output" 'skipped' "and skips nothing"
done

done_testing
