// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The options of kexec-tools on architectures that the transcripts of
 * tests/cli/golden/kexec.t are not made on.
 */
#include <stdio.h>
#include <string.h>

#include "dropin/dropin.h"
#include "kexec2.h"
#include "capture.h"
#include "unit.h"

static struct kexec_request request;

/* The words of a command line, between blanks.  -1 to go on, else the status. */
static int parse_on(enum kexec_arch arch, const char *line)
{
	static char copy[4096], *args[64];
	int nr_args = 0, status = 1000;
	char *word;
	bool go_on;

	snprintf(copy, sizeof(copy), "kexec2 %s", line);
	for (word = strtok(copy, " "); word; word = strtok(NULL, " "))
		args[nr_args++] = word;
	args[nr_args] = NULL;
	free_kexec_request(&request);
	capture_start();
	go_on = parse_kexec_request(nr_args, args, arch, &request, &status);
	capture_stop();
	return go_on ? -1 : status;
}

static void says(const char *words)
{
	ck_assert_has(captured_err, words);
}

START_TEST(arm64_options)
{
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "--initrd=a K --initrd b -l"
				  " --ramdisk=c=d --append=x --command-line=y"
				  " --dtb=z --no-cma --force-dtb J"), -1);
	ck_assert_str_eq(request.kernel, "K");
	ck_assert_uint_eq(request.initrds.count, 3);
	ck_assert_str_eq(request.initrds.values[0], "a");
	ck_assert_str_eq(request.initrds.values[1], "b");
	ck_assert_str_eq(request.initrds.values[2], "c=d");
	ck_assert_str_eq(request.append, "y");
	ck_assert_str_eq(request.dtb, "z");
	ck_assert(request.no_cma && request.force_dtb);

	/* It does not matter there that nothing is loaded. */
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-u --initrd=x"), -1);
	ck_assert_int_eq(parse_on(KEXEC_X86_64, "-u --initrd=x"), 1);
	says("--initrd has no effect without a load");
	free_kexec_request(&request);
}
END_TEST

START_TEST(options_of_others)
{
	ck_assert_int_eq(parse_on(KEXEC_X86_64, "-l K --dtb=z"), 1);
	says("unrecognized option '--dtb'");
	ck_assert_int_eq(parse_on(KEXEC_X86_64, "-l K --real-mode"), 255);
	says("--real-mode is refused");
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-l K --real-mode"), 1);
	says("unrecognized option '--real-mode'");
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-l K --serial=x"), 1);
	says("--serial is refused");
	ck_assert_int_eq(parse_on(KEXEC_OTHER, "-l K --serial=x"), 1);
	says("unrecognized option '--serial");
	ck_assert_int_eq(parse_on(KEXEC_X86_64, "-l K -t bzImage"), -1);
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-l K -t Image"), -1);
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-l K -t bzImage"), 255);
	ck_assert_int_eq(parse_on(KEXEC_OTHER, "-l K -t Image"), 255);
	free_kexec_request(&request);
}
END_TEST

static int load(const char *kernel, const char *dtb)
{
	struct kexec_request with_dtb = {
		.load = true, .kernel = kernel, .dtb = dtb,
	};
	int status;

	capture_start();
	status = load_kexec_request(&with_dtb);
	capture_stop();
	return status;
}

START_TEST(device_trees)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *same = make_file("same", 5), *other = make_file("other", 6);

	ck_assert_int_eq(load(kernel, same), 1);	/* no tree at all */
	says("--dtb=");
	fake_file("/sys/firmware/fdt", "tree");
	ck_assert_int_eq(load(kernel, "/sys/firmware/fdt"), 0);
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_int_eq(load(kernel, other), 1);
	says("this is another one");
	ck_assert_int_eq(load(kernel, "/no/such"), 255);
	ck_assert_uint_eq(fake.calls, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kexec-options");
	TCase *tc = tcase(suite, "architectures");

	tcase_add_test(tc, arm64_options);
	tcase_add_test(tc, options_of_others);
	tcase_add_test(tc, device_trees);
	return run_tests(suite);
}
