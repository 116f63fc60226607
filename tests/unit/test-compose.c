// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * How a composition is made of its sources: in which order, with which command
 * line, and what a failure says.  The linker sends the selectors here (--wrap).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/checks.h"
#include "image/composition.h"
#include "shared/json.h"
#include "kexec2.h"
#include "capture.h"
#include "unit.h"

static struct composition composition;
static const char *part_path;

static int fail;		/* of the next selector: a negative errno */
static const char *fail_reason;
static const char *own_cmdline;
static char asked[256];		/* what the selector was asked for */

static const char *devicetree;	/* or NULL */
static const char *notice;	/* or NULL */

static int part_fd(void)
{
	return open(part_path, O_RDONLY | O_CLOEXEC);
}

static int null_fd(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static int select_kernel(struct composition *to, const char *name,
			 struct reason *reason)
{
	struct reason none;

	if (fail)
		return fail_reason ? because(reason, fail, "%s", fail_reason) :
				     fail;
	ck_assert_int_eq(composition_take_kernel(to, part_fd(), name, &none),
			 0);
	ck_assert_int_eq(composition_take_initrd(to, part_fd(), "own", "own",
						 &none), 0);
	if (devicetree)
		ck_assert_int_eq(composition_take_devicetree(to, part_fd(),
						devicetree, &none), 0);
	if (notice)
		ck_assert_int_eq(composition_note(to, "%s", notice), 0);
	if (own_cmdline)
		ck_assert_int_eq(composition_add_cmdline(to, own_cmdline,
						strlen(own_cmdline)), 0);
	return 0;
}

int __wrap_compose_entry(struct composition *to, const char *entry,
			 const char *boot_dir, struct reason *reason);
int __wrap_compose_entry(struct composition *to, const char *entry,
			 const char *boot_dir, struct reason *reason)
{
	snprintf(asked, sizeof(asked), "entry %s in %s",
		 entry ? entry : "(default)", boot_dir ? boot_dir : "(any)");
	return select_kernel(to, "entry's kernel", reason);
}

int __wrap_compose_uki(struct composition *to, const char *path,
		       struct reason *reason);
int __wrap_compose_uki(struct composition *to, const char *path,
		       struct reason *reason)
{
	snprintf(asked, sizeof(asked), "uki %s", path);
	return select_kernel(to, "uki:.linux", reason);
}

int __wrap_compose_split(struct composition *to, const char *path,
			 struct reason *reason);
int __wrap_compose_split(struct composition *to, const char *path,
			 struct reason *reason)
{
	char name[64];
	int i;

	if (fail)
		return because(reason, fail, "%s", fail_reason);
	for (i = 1; i <= 2; i++) {
		snprintf(name, sizeof(name), "%s:%d", path, i);
		ck_assert_int_eq(composition_take_initrd(to, null_fd(), name,
							 "", reason), 0);
	}
	return 0;
}

/* The checks have tests of their own, too. */
static bool checked, checked_content, checked_strictly;

bool __wrap_report_findings(const struct composition *to, bool content,
			    bool strict, struct json_object **json);
bool __wrap_report_findings(const struct composition *to, bool content,
			    bool strict, struct json_object **json)
{
	ck_assert_int_ge(to->kernel.fd, 0);
	checked = true;
	checked_content = content;
	if (json)
		*json = json_object_new_array();
	checked_strictly = strict;
	return !strict;
}

/* The arguments after "kexec2 load", up to NULL, are parsed and composed. */
__attribute__((sentinel))
static int run(const char *first, ...)
{
	static char *argv[16];
	struct load_options options;
	int argc = 0, status;
	const char *arg;
	va_list ap;

	argv[argc++] = (char *)"kexec2";
	va_start(ap, first);
	for (arg = first; arg; arg = va_arg(ap, const char *))
		argv[argc++] = (char *)arg;
	va_end(ap);
	argv[argc] = NULL;
	composition_free(&composition);
	asked[0] = '\0';
	capture_start();
	ck_assert_int_eq(parse_load_options(argc, argv, &options), 0);
	status = compose(&options.selector, &composition);
	free_load_options(&options);
	capture_stop();
	ck_assert_str_eq(captured_out, "");
	if (status)
		ck_assert(composition.kernel.fd == -1 &&
			  !composition.nr_initrds && !composition.cmdline);
	else
		ck_assert_str_eq(captured_err, "");
	return status;
}

static void prepare(void)
{
	composition = COMPOSITION_INIT;
	part_path = make_file("part", 1);
	fail = 0;
	fail_reason = "it is bad";
	own_cmdline = "own  words";
	devicetree = NULL;
	notice = NULL;
}

static void check_initrd(size_t i, const char *name, const char *label)
{
	ck_assert_uint_lt(i, composition.nr_initrds);
	ck_assert_str_eq(composition.initrds[i].name, name);
	ck_assert_str_eq(composition.initrds[i].label, label);
	ck_assert_int_ge(composition.initrds[i].fd, 0);
}

START_TEST(sources)
{
	prepare();
	ck_assert_int_eq(run(part_path, NULL), 0);
	ck_assert_str_eq(composition.kernel.name, part_path);
	ck_assert_uint_eq(composition.nr_initrds, 0);
	ck_assert_ptr_null(composition.cmdline);

	ck_assert_int_eq(run("--entry", NULL), 0);
	ck_assert_str_eq(asked, "entry (default) in (any)");
	ck_assert_str_eq(composition.kernel.name, "entry's kernel");
	ck_assert_int_eq(run("--boot-dir=/b", "--entry=e", NULL), 0);
	ck_assert_str_eq(asked, "entry e in /b");
	ck_assert_int_eq(run("--uki=u", NULL), 0);
	ck_assert_str_eq(asked, "uki u");
	ck_assert_str_eq(composition.kernel.name, "uki:.linux");
	composition_free(&composition);
}
END_TEST

/* What the selector gives comes first, wherever its option stands. */
START_TEST(order)
{
	char initrd[200], labelled[200];

	prepare();
	snprintf(initrd, sizeof(initrd), "--initrd=%s", part_path);
	snprintf(labelled, sizeof(labelled), "--initrd=l=%s", part_path);
	ck_assert_int_eq(run(initrd, "--split=s", labelled, "--entry", NULL),
			 0);
	ck_assert_uint_eq(composition.nr_initrds, 5);
	check_initrd(0, "own", "own");
	check_initrd(1, part_path, "");
	check_initrd(2, "s:1", "");
	check_initrd(3, "s:2", "");
	check_initrd(4, part_path, "l");

	ck_assert_int_eq(run(labelled, part_path, "--split=s", NULL), 0);
	ck_assert_uint_eq(composition.nr_initrds, 3);
	check_initrd(0, part_path, "l");
	check_initrd(1, "s:1", "");
	composition_free(&composition);
}
END_TEST

START_TEST(command_lines)
{
	static const struct {
		const char *option[2], *result;
	} cases[] = {
		{ { NULL }, "own  words" },
		{ { "--append=more" }, "own  words more" },
		{ { "--cmdline=other" }, "other" },
		{ { "--cmdline=" }, "" },
		{ { "--reuse-cmdline" }, "root=/dev/vda1 quiet" },
		{ { "--reuse-cmdline", "--append=more" },
		  "root=/dev/vda1 quiet more" },
	};
	size_t i;

	prepare();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_int_eq(run("--uki=u", cases[i].option[0] ?
				     cases[i].option[0] : "--crash",
				     cases[i].option[1], NULL), 0);
		ck_assert_str_eq(composition.cmdline, cases[i].result);
	}
	own_cmdline = NULL;
	ck_assert_int_eq(run("--uki=u", NULL), 0);
	ck_assert_ptr_null(composition.cmdline);
	ck_assert_int_eq(run("--uki=u", "--append=more", NULL), 0);
	ck_assert_str_eq(composition.cmdline, "more");
	composition_free(&composition);
}
END_TEST

START_TEST(failures)
{
	char bad[200];

	prepare();
	ck_assert_int_eq(run("/no/such", NULL), EXIT_FAILED);
	ck_assert_str_eq(captured_err,
			 "kexec2: /no/such: there is no such file; check the name\n");
	ck_assert_int_eq(run("--entry", "--initrd=/no/such", NULL),
			 EXIT_FAILED);
	ck_assert_str_eq(captured_err,
			 "kexec2: /no/such (initrd 2): there is no such file; check the name\n");
	snprintf(bad, sizeof(bad), "--initrd=a b=%s", part_path);
	ck_assert_int_eq(run("--uki=u", bad, NULL), EXIT_USAGE);
	ck_assert_ptr_nonnull(strstr(captured_err,
			"\"a b\" cannot be the label of initrd 2; a label is"));
	fake_file("/proc/cmdline", NULL);
	ck_assert_int_eq(run("--entry", "--reuse-cmdline", NULL), EXIT_FAILED);
	ck_assert_ptr_nonnull(strstr(captured_err, "/proc/cmdline: cannot"));

	/* -EINVAL of a file is no wrong usage */
	fail = -EINVAL;
	ck_assert_int_eq(run("--uki=u", NULL), EXIT_FAILED);
	ck_assert_str_eq(captured_err, "kexec2: u: it is bad\n");
	ck_assert_int_eq(run("--entry=e", NULL), EXIT_FAILED);
	ck_assert_str_eq(captured_err, "kexec2: e: it is bad\n");
	ck_assert_int_eq(run("--entry", NULL), EXIT_FAILED);
	ck_assert_str_eq(captured_err,
			 "kexec2: the default boot entry: it is bad\n");
	ck_assert_int_eq(run(part_path, "--split=s", NULL), EXIT_FAILED);
	ck_assert_str_eq(captured_err, "kexec2: s: it is bad\n");
	fail_reason = NULL;
	fail = -EIO;
	ck_assert_int_eq(run("--uki=u", NULL), EXIT_FAILED);
	ck_assert_str_eq(captured_err, "kexec2: u: Input/output error\n");
}
END_TEST

static int run_load(const char *option)
{
	struct load_options options = {
		.selector.has_entry = true,
		.dry_run = !strcmp(option, "--dry-run"),
		.json = !strcmp(option, "--json"),
		.strict = !strcmp(option, "--strict"),
		.no_checks = !strcmp(option, "--no-checks"),
	};
	int status;

	capture_start();
	status = load_as_told(&options);
	capture_stop();
	return status;
}

/* The call takes none: that is said, and the rest is loaded. */
START_TEST(device_tree)
{
	static const char warning[] =
		"kexec2: warning: board.dtb: this device tree is not loaded; the next kernel gets the one of the running kernel\n";

	prepare();
	devicetree = "board.dtb";
	ck_assert_int_eq(run_load(""), 0);
	ck_assert_str_eq(captured_err, warning);
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_uint_eq(fake.args.nr_initrds, 1);
	ck_assert_str_eq(fake.initrds[0].label, "own");
	ck_assert_str_eq(fake.cmdline, "own  words");
	ck_assert_str_eq(captured_out,
			 "kexec2: loaded entry's kernel with 1 initramfs part (1 bytes); run \"kexec2 exec\" to boot it\n");
	ck_assert_int_eq(run_load("--dry-run"), 0);
	ck_assert_str_eq(captured_err, warning);
	ck_assert_ptr_nonnull(strstr(captured_out,
			"\ndevice tree   the running kernel's, not board.dtb\n"));
	ck_assert_int_eq(run_load("--json"), 0);
	ck_assert_ptr_nonnull(strstr(captured_out,
			"\"device_tree_ignored\": \"board.dtb\""));

	devicetree = NULL;
	ck_assert_int_eq(run_load("--json"), 0);
	ck_assert_str_eq(captured_err, "");
	ck_assert_ptr_null(strstr(captured_out, "device_tree"));
}
END_TEST

/* Before anything is loaded, and with --strict in place of that. */
START_TEST(checks)
{
	prepare();
	ck_assert_int_eq(run_load(""), 0);
	ck_assert(checked && checked_content && !checked_strictly);
	ck_assert_uint_eq(fake.calls, 1);
	checked = false;
	ck_assert_int_eq(run_load("--dry-run"), 0);
	ck_assert(checked);
	ck_assert_int_eq(run_load("--strict"), EXIT_FAILED);
	ck_assert(checked_content && checked_strictly);
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_int_eq(run_load("--no-checks"), 0);
	ck_assert(!checked_content && !checked_strictly);
	ck_assert_uint_eq(fake.calls, 2);
}
END_TEST

START_TEST(notices)
{
	prepare();
	notice = "u.efi:.splash: left out";
	ck_assert_int_eq(run_load(""), 0);
	ck_assert_str_eq(captured_err, "kexec2: warning: u.efi:.splash: left out\n");
}
END_TEST

/* A failure names what was taken out of a file, not a descriptor. */
START_TEST(names_of_components)
{
	prepare();
	fake.err = ENOEXEC;
	fake.stage = KEXEC_LOAD_KERNEL;
	ck_assert_int_eq(run_load(""), EXIT_FAILED);
	ck_assert_int_eq(strncmp(captured_err, "kexec2: entry's kernel: this",
				 28), 0);
	fake.err = EIO;
	fake.stage = KEXEC_LOAD_INITRD;
	fake.initrd = 0;
	ck_assert_int_eq(run_load(""), EXIT_FAILED);
	ck_assert_int_eq(strncmp(captured_err,
				 "kexec2: own (initrd 1 of 1): this", 33), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compose");
	TCase *tc = tcase(suite, "compose");

	tcase_add_test(tc, sources);
	tcase_add_test(tc, order);
	tcase_add_test(tc, command_lines);
	tcase_add_test(tc, failures);
	tcase_add_test(tc, device_tree);
	tcase_add_test(tc, checks);
	tcase_add_test(tc, notices);
	tcase_add_test(tc, names_of_components);
	return run_tests(suite);
}
