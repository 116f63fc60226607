// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The command line of kexec-tools, and what is done for it. */
#include <errno.h>
#include <linux/reboot.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "image/checks.h"
#include "dropin/dropin.h"
#include "kexec2.h"
#include "capture.h"
#include "unit.h"

static struct kexec_request request;
static char *args[300];
static int nr_args;

/* Linked in place of the real ones. */
void __wrap_interfaces_down(void);
int __wrap_execv(const char *path, char *const argv[]);

void __real_interfaces_down(void);
int __wrap_ioctl(int fd, unsigned long command, struct ifreq *ifr);
struct if_nameindex *__wrap_if_nameindex(void);
void __wrap_if_freenameindex(struct if_nameindex *list);

static struct {
	const char *name;
	short flags;
	int err;	/* of taking it down */
} interfaces[] = {
	{ "lo", IFF_UP | IFF_LOOPBACK, 0 },
	{ "eth0", IFF_UP | IFF_BROADCAST | IFF_RUNNING, 0 },
	{ "eth1", IFF_BROADCAST, 0 },
	{ "wlan0", IFF_UP, EPERM },
	{ "tun0", IFF_UP, 0 },
};

static unsigned int flags_set, lists;

int __wrap_ioctl(int fd, unsigned long command, struct ifreq *ifr)
{
	size_t i;

	ck_assert_int_ge(fd, 0);
	for (i = 0; i < ARRAY_SIZE(interfaces); i++)
		if (!strcmp(interfaces[i].name, ifr->ifr_name))
			break;
	ck_assert_uint_lt(i, ARRAY_SIZE(interfaces));
	if (command == SIOCGIFFLAGS) {
		ifr->ifr_flags = interfaces[i].flags;
		return 0;
	}
	ck_assert_uint_eq(command, SIOCSIFFLAGS);
	flags_set++;
	if (interfaces[i].err) {
		errno = interfaces[i].err;
		return -1;
	}
	interfaces[i].flags = ifr->ifr_flags;
	return 0;
}

struct if_nameindex *__wrap_if_nameindex(void)
{
	static struct if_nameindex list[ARRAY_SIZE(interfaces) + 1];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(interfaces); i++)
		list[i] = (struct if_nameindex){
			.if_index = i + 1,
			.if_name = (char *)interfaces[i].name,
		};
	lists++;
	return list;
}

void __wrap_if_freenameindex(struct if_nameindex *list)
{
	ck_assert_ptr_nonnull(list);
	lists--;
}

/* What is loaded here is no archive; the checks have their own tests. */
static unsigned int checks, content_checks;

bool __wrap_report_findings(const struct image *image, bool content,
			    bool strict, struct json_object **json);
bool __wrap_report_findings(const struct image *image, bool content,
			    bool strict, struct json_object **json)
{
	ck_assert_int_ge(image->kernel.fd, 0);
	ck_assert(!strict);
	ck_assert_ptr_null(json);
	checks++;
	content_checks += content;
	return true;
}

static unsigned int downs;
static char executed[256];

void __wrap_interfaces_down(void)
{
	downs++;
	ck_assert_uint_eq(fake.reboots, 0);
}

int __wrap_execv(const char *path, char *const argv[])
{
	snprintf(executed + strlen(executed),
		 sizeof(executed) - strlen(executed), "%s %s %s %s;", path,
		 argv[0], argv[1], argv[2]);
	ck_assert_ptr_null(argv[3]);
	errno = ENOENT;
	return -1;
}

/* The words of a command line, between blanks. */
static void split(const char *line)
{
	static char copy[4096];
	char *word;

	snprintf(copy, sizeof(copy), "kexec2 %s", line);
	nr_args = 0;
	for (word = strtok(copy, " "); word; word = strtok(NULL, " "))
		args[nr_args++] = word;
	args[nr_args] = NULL;
}

/* -1 to go on, else the exit status. */
static int parse_on(enum kexec_arch arch, const char *line)
{
	int status = 1000;
	bool go_on;

	split(line);
	free_kexec_request(&request);
	capture_start();
	go_on = parse_kexec_request(nr_args, args, arch, &request, &status);
	capture_stop();
	return go_on ? -1 : status;
}

static int parse(const char *line)
{
	return parse_on(KEXEC_X86_64, line);
}

__attribute__((format(printf, 1, 2)))
static int run(const char *format, ...)
{
	char line[4096];
	va_list ap;
	int status;

	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	split(line);
	downs = 0;
	executed[0] = '\0';
	fake.calls = 0;
	fake.old_calls = 0;
	fake.reboots = 0;
	fake.syncs = 0;
	capture_start();
	status = command_kexec.main(nr_args, args);
	capture_stop();
	ck_assert_str_eq(captured_out, "");
	return status;
}

static void says(const char *words)
{
	ck_assert_msg(strstr(captured_err, words), "\"%s\" lacks \"%s\"",
		      captured_err, words);
	ck_assert_int_eq(strncmp(captured_err, "kexec2: ", 8), 0);
}

/* What each order of options comes to. */
START_TEST(actions)
{
	static const struct {
		const char *line;
		const char *does;
	} cases[] = {
		{ "K", "load shutdown sync" },
		{ "-l K", "load sync" },
		{ "--load K", "load sync" },
		{ "-f K", "load sync ifdown exec" },
		{ "-f -x K", "load sync exec" },
		{ "-x -f K", "load sync exec" },
		{ "-f -y K", "load ifdown exec" },
		{ "-e", "sync ifdown exec" },
		{ "-e -x -y", "exec" },
		{ "-l -e K", "sync ifdown exec" },
		{ "-e -l K", "load sync" },
		{ "-l -f K", "load sync ifdown exec" },
		{ "-f -l K", "load sync" },
		{ "-p K", "load crash" },
		{ "-s -p K", "load crash file" },
		{ "-u", "unload" },
		{ "-p -u", "unload crash" },
		{ "-s -p -u", "unload crash file" },
		{ "-u -p K", "unload load crash" },
		{ "-u -l K", "unload load" },
		{ "-l -u K", "unload" },
		{ "-u -e", "unload sync ifdown exec" },
		{ "-S", "status crash" },
		{ "-l -S", "status" },
		{ "-lS", "status" },
		{ "-S -l", "status" },
		{ "-p -S", "status crash" },
		{ "-l -p -S", "status crash" },
		{ "-a -l K", "load sync" },
		{ "-s -a -l K", "load sync" },
		{ "-a -s -l K", "load sync file" },
		{ "-c -s -l K", "load sync file" },
		{ "-ls K", "load sync file" },
		{ "--stat --load", "status" },
		{ "--unl", "unload" },
		{ "--kexec-f --load-pa K", "load crash file" },
		{ "-i -d K", "load shutdown sync debug" },
	};
	char does[128];
	size_t i;

	fake_file("/sys/kernel/kexec_crash_size", "268435456\n");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_msg(parse(cases[i].line) == -1, "%s: %s",
			      cases[i].line, captured_err);
		ck_assert_str_eq(captured_err, "");
		if (request.status)
			request.unload = request.sync = request.shutdown =
				false;
		snprintf(does, sizeof(does), "%s%s%s%s%s%s%s%s%s%s",
			 request.status ? " status" : "",
			 request.unload ? " unload" : "",
			 request.load ? " load" : "",
			 request.shutdown ? " shutdown" : "",
			 request.sync ? " sync" : "",
			 request.ifdown ? " ifdown" : "",
			 request.exec ? " exec" : "",
			 request.crash ? " crash" : "",
			 request.file_only ? " file" : "",
			 request.debug ? " debug" : "");
		ck_assert_msg(!strcmp(does + 1, cases[i].does),
			      "%s: \"%s\", not \"%s\"", cases[i].line,
			      does + 1, cases[i].does);
	}
	free_kexec_request(&request);
}
END_TEST

START_TEST(operands)
{
	ck_assert_int_eq(parse("--initrd=a K --initrd b -l --ramdisk=c=d"
			       " --append=x --command-line=y --dtb=z"), 1);
	says("unrecognized option '--dtb=z'");
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "--initrd=a K --initrd b -l"
				  " --ramdisk=c=d --append=x --command-line=y"
				  " --dtb=z --no-cma --force-dtb J"), -1);
	ck_assert_str_eq(request.kernel, "K");
	ck_assert_uint_eq(request.nr_initrds, 3);
	ck_assert_str_eq(request.initrds[0], "a");
	ck_assert_str_eq(request.initrds[1], "b");
	ck_assert_str_eq(request.initrds[2], "c=d");
	ck_assert_str_eq(request.append, "y");
	ck_assert_str_eq(request.dtb, "z");
	ck_assert(request.no_cma);
	ck_assert(request.force_dtb);
	ck_assert(!request.reuse_cmdline);
	ck_assert(!request.reuse_initrd);

	ck_assert_int_eq(parse("--reuse-c --reusein -- -K"), -1);
	ck_assert_str_eq(request.kernel, "-K");
	ck_assert(request.reuse_cmdline);
	ck_assert(request.reuse_initrd);
	ck_assert_ptr_null(request.append);
	free_kexec_request(&request);
}
END_TEST

START_TEST(refusals)
{
	static const struct {
		const char *line;
		int status;
		const char *words;
	} cases[] = {
		{ "-c -l K", 1, "--kexec-syscall (-c) is refused: kexec_load(2)" },
		{ "-s -c K", 1, "--kexec-syscall (-c) is refused" },
		{ "-l K --entry=0x100", 1, "--entry is refused" },
		{ "-u --entry=x", 1, "--entry=x is not a number" },
		{ "-l K --mem-min=1", 1, "--mem-min is refused" },
		{ "-l K --mem-max=0x2", 1, "--mem-max is refused" },
		{ "--mem-max=2G -S", 1, "--mem-max=2G is not a number" },
		{ "--load-preserve-context K", 1, "can return to this kernel" },
		{ "--load-jump-back-helper", 1, "can return to this kernel" },
		{ "--load-live-update K", 1, "Xen" },
		{ "--exec-live-update", 1, "Xen" },
		{ "-l K --real-mode", 255, "--real-mode is refused" },
		{ "-l K --entry-32bit", 255, "--entry-32bit is refused" },
		{ "-l K --args-elf", 1, "--args-elf is refused" },
		{ "-l K --args-none", 1, "--args-none is refused" },
		{ "-l K --module=x", 1, "--module is refused" },
		{ "-l K --noefi", 1, "put \"noefi\" into the command line" },
		{ "-l K --elf32-core-headers", 1, "ELF64" },
		{ "-l K --reset-vga", 1, "--reset-vga is refused" },
		{ "-l K --console-vga", 1, "--console-vga is refused" },
		{ "-l K --console-serial", 1, "--console-serial is refused" },
		{ "-l K --serial=ttyS0", 1, "--serial is refused" },
		{ "-l K --serial-baud=9600", 1, "--serial-baud is refused" },
		{ "-l K -t elf-x86_64", 255, "--type=elf-x86_64 is refused" },
		{ "-l K --type=Image", 255, "but bzImage64" },
		{ "-u --real-mode", 1, "--real-mode is for a load" },
		{ "-u --initrd=x", 1, "--initrd is for a load" },
		{ "-S --append=x", 1, "--append is for a load" },
		{ "-e --reuse-cmdline", 1, "--reuse-cmdline is for a load" },
		{ "-p K", 1, "no memory is reserved for a crash kernel" },
		{ "--frob", 1, "unrecognized option '--frob'" },
		{ "-Z", 1, "invalid option -- 'Z'" },
		{ "--load-p K", 1, "ambiguous" },
		{ "-l --initrd", 1, "requires an argument" },
		{ "--load=1", 1, "doesn't allow an argument" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_msg(parse(cases[i].line) == cases[i].status,
			      "%s: %s", cases[i].line, captured_err);
		ck_assert_str_eq(captured_out, "");
		says(cases[i].words);
	}
	/* harmless where nothing is loaded, as with kexec-tools */
	ck_assert_int_eq(parse("-u -c --serial=ttyS0 --mem-min=1 -t x"), -1);
	ck_assert_int_eq(parse("-S --reset-vga --entry=1"), -1);
	/* no option of this kind is wrong usage there */
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-u --initrd=x"), -1);
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-l K --real-mode"), 1);
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-l K -t Image"), -1);
	ck_assert_int_eq(parse_on(KEXEC_ARM64, "-l K -t bzImage"), 255);
	ck_assert_int_eq(parse_on(KEXEC_OTHER, "-l K -t Image"), 255);
	free_kexec_request(&request);
}
END_TEST

START_TEST(without_effect)
{
	ck_assert_int_eq(parse("-l K --hotplug --elf64-core-headers --args-linux"
			       " --pass-memmap-cmdline --reuse-video-type"
			       " --no-checks -t bzImage64"), -1);
	ck_assert_str_eq(request.kernel, "K");
	ck_assert_str_eq(captured_err, "");
	ck_assert_int_eq(parse("-l K -t bzImage"), -1);
	free_kexec_request(&request);
}
END_TEST

START_TEST(questions)
{
	ck_assert_int_eq(parse("-l --help --frob"), 0);
	ck_assert_ptr_nonnull(strstr(captured_out, "Usage: kexec2 kexec"));
	ck_assert_int_eq(parse("-vu"), 0);
	ck_assert_int_eq(strncmp(captured_out, "kexec2 ", 7), 0);
	ck_assert_int_eq(parse("--print-ckr-size"), 0);
	ck_assert_str_eq(captured_out, "0\n");
	fake_file("/sys/kernel/kexec_crash_size", "268435456\n");
	ck_assert_int_eq(parse("--print-ckr-size"), 0);
	ck_assert_str_eq(captured_out, "268435456\n");
	ck_assert_int_eq(parse("--frob -h"), 1);
	ck_assert_str_eq(captured_out, "");
	ck_assert_int_eq(parse("-?"), 1);
	free_kexec_request(&request);
}
END_TEST

START_TEST(shows_status)
{
	ck_assert_int_eq(run("-S"), 0);
	fake_file("/sys/kernel/kexec_crash_loaded", "1\n");
	ck_assert_int_eq(run("-S"), 1);
	ck_assert_int_eq(run("-l -S"), 0);
	ck_assert_int_eq(run("-S -u -f -p K"), 1);
	fake_file("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run("-l -S"), 1);
	ck_assert_str_eq(captured_err, "");
	fake_file("/sys/kernel/kexec_crash_loaded", NULL);
	ck_assert_int_eq(run("-S"), 255);
	ck_assert_uint_eq(fake.calls + fake.old_calls + fake.reboots, 0);
}
END_TEST

START_TEST(loads)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *a = make_file("a=b", 10), *b = make_file("b", 20);

	ck_assert_int_eq(run("-l %s --initrd=%s --ramdisk=%s --reuse-cmdline"
			     " --append=more", kernel, a, b), 0);
	ck_assert_str_eq(captured_err, "");
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_uint_eq(fake.old_calls, 0);
	ck_assert_uint_eq(fake.args.flags, 0);
	ck_assert_uint_eq(fake.kernel_ino, inode(kernel));
	ck_assert_uint_eq(fake.args.nr_initrds, 2);
	ck_assert_uint_eq(fake.initrd_inos[0], inode(a));
	ck_assert_uint_eq(fake.initrd_inos[1], inode(b));
	ck_assert_str_eq(fake.initrds[0].label, "");
	ck_assert_str_eq(fake.cmdline, "root=/dev/vda1 quiet more");
	ck_assert_uint_eq(fake.syncs, 1);
	ck_assert_uint_eq(fake.reboots + downs, 0);
	ck_assert_str_eq(executed, "");

	ck_assert_uint_eq(checks, 1);
	ck_assert_uint_eq(content_checks, 1);
	ck_assert_int_eq(run("-i -l %s --initrd=%s", kernel, a), 0);
	ck_assert_uint_eq(checks, 2);
	ck_assert_uint_eq(content_checks, 1);

	fake_file("/sys/kernel/kexec_crash_size", "268435456\n");
	fake_file("/proc/cmdline", "BOOT_IMAGE=x crashkernel=256M ro\n");
	ck_assert_int_eq(run("-s -p %s --initrd=%s --reuse-cmdline", kernel,
			     a), 0);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE_ON_CRASH);
	ck_assert_str_eq(fake.cmdline, "ro");
	ck_assert_uint_eq(fake.syncs, 0);

	ck_assert_int_eq(run("-l %s --no-cma --force-dtb", kernel), 0);
	ck_assert_uint_eq(fake.args.flags,
			  KEXEC_FILE_NO_CMA | KEXEC_FILE_FORCE_DTB |
			  KEXEC_FILE_NO_INITRAMFS);
	ck_assert_uint_eq(fake.args.cmdline_size, 0);

	ck_assert_int_eq(run("-d -l %s --initrd=%s --append=z", kernel, a), 0);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE_DEBUG);
	says(kernel);
	says(a);
	says("command line: z\n");
	says("flags: 0x8\n");
}
END_TEST

START_TEST(dispensable_flags)
{
	const char *kernel = make_file("vmlinuz", 100);

	fake.err = EINVAL;
	fake.stage = KEXEC_LOAD_ARGS;
	ck_assert_int_eq(run("-d -l %s", kernel), 255);
	ck_assert_uint_eq(fake.calls, 2);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE_NO_INITRAMFS);
	ck_assert_int_eq(run("--force-dtb -l %s", kernel), 255);
	ck_assert_uint_eq(fake.calls, 1);
	fake.err = ENOEXEC;
	ck_assert_int_eq(run("-d -l %s", kernel), 255);
	ck_assert_uint_eq(fake.calls, 1);
}
END_TEST

START_TEST(load_failures)
{
	const char *kernel = make_file("vmlinuz", 100);

	ck_assert_int_eq(run("-l"), 255);
	says("there is no kernel to load");
	ck_assert_int_eq(run("-l /no/such"), 255);
	says("/no/such: ");
	says("there is no such file");
	ck_assert_int_eq(run("-l %s --initrd=/no/such", kernel), 255);
	says("/no/such: ");
	ck_assert_int_eq(run("-l %s --reuseinitrd", kernel), 1);
	says("retain_initrd");
	ck_assert_uint_eq(fake.calls, 0);
	fake_file("/proc/cmdline", NULL);
	ck_assert_int_eq(run("-l %s --reuse-cmdline", kernel), 1);
	says("/proc/cmdline: cannot be read");

	/* the words that the kernel's selftest looks for */
	fake.err = ENOKEY;
	fake.stage = KEXEC_LOAD_SIGNATURE;
	ck_assert_int_eq(run("-s -l %s", kernel), 255);
	says("Required key not available");
	ck_assert_ptr_eq(strchr(captured_err, '\n') + 1,
			 captured_err + strlen(captured_err));

	/* what fails must not go on to a shutdown or a start */
	ck_assert_int_eq(run("%s", kernel), 255);
	ck_assert_int_eq(run("-f %s", kernel), 255);
	ck_assert_uint_eq(fake.reboots + fake.syncs + downs, 0);
	ck_assert_str_eq(executed, "");
}
END_TEST

START_TEST(without_the_call)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *a = make_file("a", 10), *b = make_file("b", 20);

	fake.absent = true;
	ck_assert_int_eq(run("-l %s --initrd=%s --append=xy", kernel, a), 0);
	ck_assert_str_eq(captured_err, "");
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert_uint_eq(fake.old_flags, 0);
	ck_assert_uint_eq(fake.old_cmdline_len, 3);

	ck_assert_int_eq(run("-s -l %s --initrd=%s --initrd=%s", kernel, a,
			     b), 0);
	says("the 2 initrds were joined");
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert_int_eq(run("-l %s", kernel), 0);
	ck_assert_uint_eq(fake.old_flags, KEXEC_FILE_NO_INITRAMFS);

	fake.old_err = ENOSYS;
	ck_assert_int_eq(run("-s -l %s", kernel), 253);
	says("Function not implemented");
	ck_assert_int_eq(run("-a -l %s", kernel), 255);
	ck_assert_int_eq(run("-l %s", kernel), 255);
	ck_assert_int_eq(run("-s -u"), 253);
	ck_assert_int_eq(run("-u"), 255);
	fake.old_err = EPERM;
	ck_assert_int_eq(run("-s -l %s --initrd=%s --initrd=%s", kernel, a,
			     b), 255);
	ck_assert_ptr_null(strstr(captured_err, "were joined"));
}
END_TEST

START_TEST(unloads)
{
	ck_assert_int_eq(run("-u"), 0);
	ck_assert_str_eq(captured_err, "");
	ck_assert_uint_eq(fake.old_flags, KEXEC_FILE_UNLOAD);
	ck_assert_int_eq(run("-s -p -u"), 0);
	ck_assert_uint_eq(fake.old_flags,
			  KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH);
	ck_assert_int_eq(run("-u -l"), 255);
	ck_assert_uint_eq(fake.old_calls, 1);
	fake.old_err = EBUSY;
	ck_assert_int_eq(run("-s -u"), 255);
	says("normal image: ");
	ck_assert_int_eq(run("-u -l K"), 255);
	ck_assert_uint_eq(fake.calls, 0);
}
END_TEST

START_TEST(starts)
{
	const char *kernel = make_file("vmlinuz", 100);

	ck_assert_int_eq(run("-e"), 1);
	says("no kernel is loaded");
	ck_assert_uint_eq(fake.reboots + downs, 0);

	fake_file("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run("-e"), 0);
	ck_assert_uint_eq(fake.reboots, 1);
	ck_assert_int_eq(fake.reboot_cmd, (int)LINUX_REBOOT_CMD_KEXEC);
	ck_assert(fake.synced_before_reboot);
	ck_assert_uint_eq(downs, 1);
	ck_assert_int_eq(run("-e -x -y"), 0);
	ck_assert_uint_eq(fake.syncs + downs, 0);
	ck_assert_int_eq(run("-f %s", kernel), 0);
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_uint_eq(fake.reboots, 1);
	fake.reboot_err = EBUSY;
	ck_assert_int_eq(run("-e"), 255);
	says("Device or resource busy");
	fake_file("/sys/kernel/kexec_loaded", NULL);
	ck_assert_int_eq(run("-e"), 255);
	ck_assert_uint_eq(fake.reboots, 1);

	/* no start, no loss of the network */
	fake.no_cap_sys_boot = true;
	ck_assert_int_eq(run("-e"), 255);
	says("Operation not permitted");
	ck_assert_uint_eq(fake.reboots + downs, 0);
}
END_TEST

START_TEST(takes_interfaces_down)
{
	capture_start();
	__real_interfaces_down();
	capture_stop();
	ck_assert_int_eq(interfaces[0].flags, IFF_UP | IFF_LOOPBACK);
	ck_assert_int_eq(interfaces[1].flags, IFF_BROADCAST | IFF_RUNNING);
	ck_assert_int_eq(interfaces[2].flags, IFF_BROADCAST);
	ck_assert_int_eq(interfaces[3].flags, IFF_UP);
	ck_assert_int_eq(interfaces[4].flags, 0);
	ck_assert_uint_eq(flags_set, 3);
	ck_assert_uint_eq(lists, 0);
	ck_assert_str_eq(captured_err,
			 "kexec2: network interface wlan0 cannot be taken down (Operation not permitted)\n");
}
END_TEST

START_TEST(shuts_down)
{
	const char *kernel = make_file("vmlinuz", 100);

	ck_assert_int_eq(run("%s", kernel), 1);
	says("no kernel is loaded");
	ck_assert_str_eq(executed, "");
	fake_file("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run("%s", kernel), 255);
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_uint_eq(fake.reboots + downs, 0);
	ck_assert_str_eq(executed,
			 "/sbin/shutdown shutdown -r now;"
			 "/usr/sbin/shutdown shutdown -r now;"
			 "/bin/shutdown shutdown -r now;");
	says("shutdown: cannot be run (No such file or directory)");
}
END_TEST

/* --dtb, which no option table of this machine may have. */
START_TEST(device_trees)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *same = make_file("same", 5), *other = make_file("other", 6);
	struct kexec_request with_dtb = {
		.load = true, .kernel = kernel, .dtb = same,
	};
	int status;

	capture_start();
	status = load_kexec_request(&with_dtb);
	capture_stop();
	ck_assert_int_eq(status, 1);	/* no tree at all */
	says("--dtb=");

	fake_file("/sys/firmware/fdt", "tree");
	with_dtb.dtb = "/sys/firmware/fdt";
	ck_assert_int_eq(load_kexec_request(&with_dtb), 0);
	ck_assert_uint_eq(fake.calls, 1);
	with_dtb.dtb = other;
	capture_start();
	status = load_kexec_request(&with_dtb);
	capture_stop();
	ck_assert_int_eq(status, 1);
	says("this is another one");
	with_dtb.dtb = "/no/such";
	capture_start();
	status = load_kexec_request(&with_dtb);
	capture_stop();
	ck_assert_int_eq(status, 255);
	ck_assert_uint_eq(fake.calls, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kexec-options");
	TCase *parsing = tcase(suite, "parsing");
	TCase *doing = tcase(suite, "doing");

	tcase_add_test(parsing, actions);
	tcase_add_test(parsing, operands);
	tcase_add_test(parsing, refusals);
	tcase_add_test(parsing, without_effect);
	tcase_add_test(parsing, questions);
	tcase_add_test(doing, shows_status);
	tcase_add_test(doing, loads);
	tcase_add_test(doing, dispensable_flags);
	tcase_add_test(doing, load_failures);
	tcase_add_test(doing, without_the_call);
	tcase_add_test(doing, unloads);
	tcase_add_test(doing, starts);
	tcase_add_test(doing, takes_interfaces_down);
	tcase_add_test(doing, shuts_down);
	tcase_add_test(doing, device_trees);
	return run_tests(suite);
}
