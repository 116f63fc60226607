#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Programs that are built against an installed library, as TAP:
#	installed.sh ROOT LIBDIR
# ROOT is where "make install-lib DESTDIR=ROOT LIBDIR=LIBDIR" has installed.
# CC, CXX and CFLAGS are taken from the environment.

root=$(cd "$1" && pwd) || exit 1
libdir=$2
: "${CC:=cc}" "${CXX:=c++}" "${CFLAGS:=}"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failures=0

# check NAME COMMAND...: the output of a command that fails becomes a comment
check() {
	name=$1
	shift
	count=$((count + 1))
	if "$@" >"$work/log" 2>&1; then
		echo "ok $count - installed: $name"
	else
		failures=$((failures + 1))
		echo "not ok $count - installed: $name"
		sed 's/^/# /' "$work/log"
	fi
}

# C and C++, as a boot manager would begin; nothing is loaded.
cat >"$work/program.c" <<'END'
#include <libkexec2.h>
#include <stdio.h>

int main(void)
{
	struct kexec2 *kx;
	int failed;

	if (kexec2_new(&kx) || kexec2_load(kx) == 0)
		return 1;
	failed = puts(kexec2_failure(kx, NULL, NULL)) < 2;
	kexec2_unref(kx);
	return failed;
}
END

cat >"$work/program.cc" <<'END'
#include <libkexec2.h>
#include <cstdio>
#include <memory>

int main()
{
	struct kexec2 *raw;

	if (kexec2_new(&raw))
		return 1;
	std::unique_ptr<struct kexec2, struct kexec2 *(*)(struct kexec2 *)>
		kx(raw, kexec2_unref);
	kexec2_add_initrd_path(kx.get(), "/nowhere", "base");
	if (kexec2_load(kx.get()) >= 0)
		return 1;
	unsigned int stage;
	int initrd;
	std::puts(kexec2_failure(kx.get(), &stage, &initrd));
	return stage != KEXEC_LOAD_INITRD || initrd != 0 ||
	       kexec2_cause(kx.get()) != KEXEC2_NO_FILE ||
	       kexec2_version() != LIBKEXEC2_VERSION;
}
END

# Run with a seccomp filter that kills who makes the call: it must be told, and
# the program not be killed.
cat >"$work/filtered.c" <<'END'
#include <errno.h>
#include <libkexec2.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

int main(int argc, char **argv)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_kexec_file_load2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { 4, rules };
	struct kexec2 *kx;
	int err;

	if (argc > 1)
		rules[2].k = SECCOMP_RET_TRAP;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) {
		perror("prctl");
		return 1;
	}
	err = kexec2_abi_version();
	if (err != -EACCES) {
		printf("kexec2_abi_version: %d\n", err);
		return 1;
	}
	if (kexec2_new(&kx))
		return 1;
	kexec2_set_kernel_path(kx, argv[0]);
	err = kexec2_load(kx);
	puts(kexec2_failure(kx, NULL, NULL));
	if (err != -EACCES || kexec2_cause(kx) != KEXEC2_SECCOMP)
		return 1;
	kexec2_unref(kx);
	return 0;
}
END

# From another language, through its foreign function interface
cat >"$work/program.py" <<'END'
import ctypes, sys

lib = ctypes.CDLL(sys.argv[1])
lib.kexec2_failure.restype = ctypes.c_char_p
lib.kexec2_failure.argtypes = [ctypes.c_void_p, ctypes.c_void_p,
                               ctypes.c_void_p]
lib.kexec2_set_flags.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
lib.kexec2_unref.restype = ctypes.c_void_p
for name in 'set_kernel_path', 'add_initrd_path', 'load', 'cause', 'unref':
    function = getattr(lib, 'kexec2_' + name)
    function.argtypes = [ctypes.c_void_p] + {
        'set_kernel_path': [ctypes.c_char_p],
        'add_initrd_path': [ctypes.c_char_p] * 2,
    }.get(name, [])

kx = ctypes.c_void_p()
assert lib.kexec2_new(ctypes.byref(kx)) == 0
lib.kexec2_set_kernel_path(kx, sys.executable.encode())
lib.kexec2_add_initrd_path(kx, b'/nowhere', b'base')
lib.kexec2_set_flags(kx, 1 << 32)
assert lib.kexec2_load(kx) == -2
initrd = ctypes.c_int()
sentence = lib.kexec2_failure(kx, None, ctypes.byref(initrd)).decode()
print(sentence)
assert sentence.startswith('/nowhere (initrd 0): ') and initrd.value == 0
assert lib.kexec2_cause(kx) == 8
assert lib.kexec2_unref(kx) is None
END

# The environment of pkg-config, for a tree that is not at its place.
export PKG_CONFIG_PATH="$root$libdir/pkgconfig"
export PKG_CONFIG_SYSROOT_DIR="$root"
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1

# build COMPILER SOURCE shared|static
build() {
	static=
	[ "$3" = shared ] || static=-static
	more=${4-}
	cflags=$(pkg-config --cflags libkexec2) || return 1
	libs=$(pkg-config --libs ${static:+--static} libkexec2) || return 1
	# shellcheck disable=SC2086
	$1 $CFLAGS -Wall -Wextra -Werror $cflags $static $more \
		-o "$work/program" "$work/$2" $libs
}

run() {
	LD_LIBRARY_PATH="$root$libdir" "$@"
}

linked_to_shared() {
	readelf -d "$1" | grep -q 'NEEDED.*libkexec2\.so\.2'
}

linked_to_nothing() {
	! readelf -d "$1" | grep NEEDED
}

# The same in both, so that nobody has to look into two files.
version_is() {
	set -- "$(sed -n 's/^#define LIBKEXEC2_VERSION_[MP][AIT][A-Z]*[[:space:]]*//p' \
		"$(pkg-config --variable=includedir libkexec2)/libkexec2.h" |
		tr '\n' .)"
	[ "$(pkg-config --modversion libkexec2)." = "$1" ]
}

unused_result() {
	cat >"$work/unused.c" <<-'END'
	#include <libkexec2.h>
	void unused(struct kexec2 *kx);
	void unused(struct kexec2 *kx)
	{
		kexec2_set_cmdline(kx, "quiet");
		kexec2_load(kx);
	}
	END
	! build "$1" unused.c shared -c >"$work/unused.log" 2>&1 &&
		grep -q 'kexec2_load' "$work/unused.log" &&
		! grep -q 'kexec2_set_cmdline.*\[' "$work/unused.log"
}

# The header of the call, by its name in the kernel, and the library's without
# pkg-config.
raw_call() {
	printf '#include <linux/kexec_file_load2.h>\nint call = %s;\n' \
		__NR_kexec_file_load2 >"$work/raw.c"
	build "$CC" raw.c shared -c
}

without_pkg_config() {
	includedir=$(pkg-config --variable=includedir libkexec2)
	# shellcheck disable=SC2086
	$CC $CFLAGS -I"$includedir" -c -o "$work/program" "$work/program.c"
}

# linux-libc-dev has that directory, and may have the header one day.
owns_none_of_the_kernel() {
	! ls "$(pkg-config --variable=includedir libkexec2)/linux"
}

# The example comes with a makefile, which is to do it all.
example() {
	make -C "$(dirname "$0")/../../examples" O="$work" CC="$CC" \
		CFLAGS="$CFLAGS -Wall -Wextra -Werror" "$@"
}

# An entry whose kernel is not there, and nobody who answers.
example_runs() {
	mkdir -p "$work/boot/loader/entries"
	printf 'title Nothing\nlinux /vmlinuz\n' \
		>"$work/boot/loader/entries/none.conf"
	! run "$work/bootmenu" -b "$work/boot" </dev/null >"$work/out" \
		2>"$work/err" && cat "$work/out" "$work/err" &&
		grep -qx '  1  Nothing' "$work/out" &&
		grep -q "$work/boot/vmlinuz.*no such file" "$work/err"
}

skip() {
	count=$((count + 1))
	echo "ok $count - installed: $1 # SKIP $2"
}

# The sanitizers have no static runtime.
kinds="shared static"
[ -z "$CFLAGS" ] || kinds=shared

check "pkg-config knows the version of the header" version_is
check "the header of the call is there by its name" raw_call
check "the library's is, without pkg-config" without_pkg_config
check "and no header of linux/" owns_none_of_the_kernel
check "a load whose result is not used is warned of" unused_result "$CC"
for kind in $kinds; do
	linked=linked_to_shared
	[ "$kind" = shared ] || linked=linked_to_nothing

	check "a C program builds, $kind" build "$CC" program.c "$kind"
	check "it is $kind" $linked "$work/program"
	check "it runs" run "$work/program"
	check "a program with a seccomp filter builds, $kind" \
		build "$CC" filtered.c "$kind"
	check "a filter that kills does not kill it" run "$work/program"
	check "nor does one that sends SIGSYS" run "$work/program" trap
	if command -v "$CXX" >/dev/null; then
		check "a C++ program builds, $kind" build "$CXX" program.cc "$kind"
		check "it is $kind" $linked "$work/program"
		check "it runs" run "$work/program"
	else
		skip "a C++ program, $kind" "no C++ compiler"
	fi
	rm -f "$work/bootmenu"
	if [ "$kind" = shared ]; then
		check "the example builds, shared" example
	else
		check "the example builds, static" example STATIC=1
	fi
	check "it is $kind" $linked "$work/bootmenu"
	check "it runs, and names the kernel that is not there" example_runs
done

if [ -n "$CFLAGS" ] || ! command -v python3 >/dev/null; then
	skip "a program in Python" "no Python, or sanitizers"
else
	check "a program in Python runs" python3 "$work/program.py" \
		"$root$libdir/libkexec2.so.2"
fi

echo "1..$count"
[ "$failures" -eq 0 ]
