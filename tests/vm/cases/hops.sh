#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# HOPS kexecs in a row, ten by default, every second one with modules, each with
# entries after the load: the list goes along with all of them, and tells what each
# has loaded.

. "$(dirname "$0")/../lib/case.sh"

HOPS=${HOPS:-10}

archive early=1 >"$host/firmware.cpio"
archive late=1 | zstd -q >"$host/modules.cpio.zst"
cat >>"$host/policy" <<-'END'
	measure func=CRITICAL_DATA label=kexec_file_load2
	measure func=FILE_CHECK fowner=1234
END
cat >"$host/hop" <<-END
	policy
	n=\$((\$(cat /host/n) + 1)); echo \$n >/host/n
	[ \$((n % 2)) = 1 ] || modules=--initrd=modules=/host/modules.cpio.zst
	kexec2 load /boot/vmlinuz --initrd=firmware=/host/firmware.cpio \
		--initrd=base=/boot/base.img \$modules \
		--cmdline="$CMDLINE hop=\$n" >/dev/null || exit 1
	cat /boot/vmlinuz >/host/vmlinuz; cat /boot/base.img >/host/base.img
	echo "\$n" >/tmp/after; chown 1234 /tmp/after; cat /tmp/after >/dev/null
END
echo 0 >"$host/n"
args=()
for _ in $(seq 2 "$HOPS"); do
	args+=(--then ". /host/hop")
done
boots "$HOPS kexecs" --timeout $((40 * HOPS)) "${args[@]}" \
	--then "keep last; cat /proc/cmdline" -- ". /host/hop"
like "$output" "hop=$HOPS" "the last kernel runs"
list_agrees last

is "$("$KEXEC2_STATIC" log show --json --log "$host/last.list" |
	python3 -c '
import json, sys
for epoch in json.load(sys.stdin)["epochs"]:
    loads = [load for load in epoch["loads"] if load["fate"] == "executed"]
    print(epoch["epoch"], *[str(len(load["initrds"])) + " " +
          load["cmdline"]["text"].split("hop=")[1] for load in loads])')" \
	"$(for n in $(seq "$HOPS"); do
		echo "$n $((2 + (n + 1) % 2)) $n"
	done; echo $((HOPS + 1)))" "each epoch is shown, with its parts and command line"

{
	echo "sha256:$(sha256 "$host/vmlinuz") linux role=kernel"
	echo "sha256:$(sha256 "$host/base.img") base label=base"
	echo "sha256:$(sha256 "$host/firmware.cpio") firmware label=firmware"
	echo "sha256:$(sha256 "$host/modules.cpio.zst") modules label=modules"
	for n in $(seq "$HOPS"); do
		echo "cmdline \"$CMDLINE hop=$n\" line"
	done
	echo "composition some = linux firmware base line"
} >"$host/less"
cp "$host/less" "$host/known"
echo "composition all = linux firmware base modules line" >>"$host/known"

# verify KNOWN [PATTERN]: the verdict, and the lines of it that fit
verify()
{
	"$KEXEC2_STATIC" verify --log "$host/last.list" --known "$host/$1" \
		--pcr "$host/last.pcr" | grep -o "${2:-.*}"
}

is "$(verify known '^accepted')" accepted "all of them are accepted"
is "$(verify known '^kexec from epoch.* to [0-9]*' | wc -l)" "$HOPS" "all $HOPS"
is "$(verify less '^refused')" refused "without the composition with modules, not"
is "$("$KEXEC2_STATIC" verify --log "$host/last.list" --known "$host/less" \
	--pcr "$host/last.pcr" --json | python3 -c '
import json, sys
print(*sorted({reason["epoch"] for reason in json.load(sys.stdin)["reasons"]}))')" \
	"$(seq -s ' ' 2 2 "$HOPS")" "because of every second one"
sed '/hop=7"/d' "$host/known" >"$host/seventh"
is "$(verify seventh 'unknown-cmdline')" unknown-cmdline \
	"a command line that is not known is refused"

done_testing
