// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Both names of the functions with a 64-bit variant are defined here. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fake.h"

#define PAGE	4096
#define FILES	64

struct fake fake;

static struct {
	const char *path;
	const char *content;
	size_t size;
} files[FILES];

static bool cap_dropped;

void fake_file(const char *path, const char *content)
{
	fake_bytes(path, content, content ? strlen(content) : 0);
}

void fake_bytes(const char *path, const void *content, size_t size)
{
	size_t i;

	for (i = 0; i < FILES - 1; i++)
		if (!files[i].path || !strcmp(files[i].path, path))
			break;
	files[i].path = path;
	files[i].content = content;
	files[i].size = size;
}

void fake_reset(void)
{
	memset(&fake, 0, sizeof(fake));
	memset(files, 0, sizeof(files));
	cap_dropped = false;
	fake.initrd = -1;
	fake.kernel_ino = 0;
	fake.securityfs = true;
	fake_file("/proc/self/uid_map", "         0          0 4294967295\n");
	fake_file("/proc/thread-self/status", "Name:\ttest\nSeccomp:\t0\n");
	fake_file("/proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/vda1 quiet\n");
	fake_file("/sys/kernel/kexec_loaded", "0\n");
	fake_file("/sys/kernel/kexec_crash_loaded", "0\n");
}

/* copy_struct_from_user() */
static int copy_struct(void *to, size_t known, const void *from, size_t size)
{
	const unsigned char *bytes = from;
	size_t i;

	for (i = known; i < size; i++)
		if (bytes[i])
			return -E2BIG;
	memset(to, 0, known);
	memcpy(to, from, size < known ? size : known);
	return 0;
}

static bool tail_is_zero(const unsigned char *bytes, size_t from, size_t to)
{
	for (; from < to; from++)
		if (bytes[from])
			return false;
	return true;
}

static ino_t inode_of(int fd, off_t *size)
{
	struct stat st = { 0 };
	int flags = fcntl(fd, F_GETFD);

	if (flags < 0 || !(flags & FD_CLOEXEC))
		fake.all_cloexec = false;
	fstat(fd, &st);
	*size = st.st_size;
	return st.st_ino;
}

static int take_initrds(void)
{
	const unsigned char *from =
		(const unsigned char *)(uintptr_t)fake.args.initrds;
	size_t known = sizeof(fake.initrds[0]) + fake.growth;
	unsigned char element[sizeof(fake.initrds[0]) + FAKE_GROWTH];
	size_t len, i;
	int err;

	if (!fake.args.nr_initrds)
		return 0;
	if (fake.args.nr_initrds > KEXEC_INITRD_MAX ||
	    fake.args.initrd_size < KEXEC_INITRD_SIZE_VER0)
		return -EINVAL;
	if (fake.args.initrd_size > PAGE)
		return -E2BIG;
	for (i = 0; i < fake.args.nr_initrds; i++) {
		struct kexec_initrd *initrd = &fake.initrds[i];

		err = copy_struct(element, known, from, fake.args.initrd_size);
		if (err)
			return err;
		memcpy(initrd, element, sizeof(*initrd));
		len = strnlen(initrd->label, sizeof(initrd->label));
		if (initrd->flags || len == sizeof(initrd->label) ||
		    !tail_is_zero((unsigned char *)initrd->label, len,
				  sizeof(initrd->label)) ||
		    !tail_is_zero(element, sizeof(*initrd), known))
			return -EINVAL;
		fake.initrd_inos[i] = inode_of(initrd->fd,
					       &fake.initrd_sizes[i]);
		from += fake.args.initrd_size;
	}
	return 0;
}

static int take_args(const void *args, size_t size)
{
	unsigned char grown[sizeof(fake.args) + FAKE_GROWTH];
	size_t known = sizeof(fake.args) + fake.growth;
	const char *cmdline;
	int err;

	if (size < KEXEC_FILE_LOAD2_ARGS_SIZE_VER0)
		return -EINVAL;
	if (size > PAGE)
		return -E2BIG;
	if (!args)
		return -EFAULT;
	err = copy_struct(grown, known, args, size);
	if (err)
		return err;
	if (!tail_is_zero(grown, sizeof(fake.args), known))
		return -EINVAL;
	memcpy(&fake.args, grown, sizeof(fake.args));

	fake.all_cloexec = true;
	if (fake.args.flags & KEXEC_FILE2_VERIFY)
		return fake.args.kernel_fd || fake.args.nr_initrds ||
		       fake.args.cmdline_size ? -EINVAL : 0;
	fake.kernel_ino = inode_of(fake.args.kernel_fd, &fake.kernel_size);
	err = take_initrds();
	if (err)
		return err;

	cmdline = (const char *)(uintptr_t)fake.args.cmdline;
	if (fake.args.cmdline_size) {
		if (cmdline[fake.args.cmdline_size - 1] != '\0')
			return -EINVAL;
		snprintf(fake.cmdline, sizeof(fake.cmdline), "%s", cmdline);
	}
	return 0;
}

static void write_report(void)
{
	struct kexec_load_report report = {
		.stage = fake.err ? fake.stage : KEXEC_LOAD_DONE,
		.initrd = fake.err ? fake.initrd : -1,
		.segment = fake.err ? fake.segment : 0,
	};
	unsigned char grown[sizeof(report) + FAKE_GROWTH] = { 0 };
	size_t size = sizeof(report) + fake.growth;

	if (fake.no_report || !fake.args.report)
		return;
	memcpy(grown, &report, sizeof(report));
	if (size > fake.args.report_size)
		size = fake.args.report_size;
	memcpy((void *)(uintptr_t)fake.args.report, grown, size);
}

/* By a seccomp filter. */
static void killed(void)
{
	signal(SIGSYS, SIG_DFL);
	raise(SIGSYS);
}

static int kexec_load2(const void *args, size_t size, unsigned int flags)
{
	int err;

	if (fake.kills)
		killed();
	fake.calls++;
	fake.args_pointer = args;
	fake.size = size;
	fake.flags = flags;
	if (fake.absent)
		return -ENOSYS;
	if (flags & ~(unsigned int)KEXEC_FILE_LOAD2_ABI)
		return -EINVAL;
	if (flags & KEXEC_FILE_LOAD2_ABI)
		return args || size ? -EINVAL : KEXEC_FILE_LOAD2_ABI_VERSION;
	err = take_args(args, size);
	if (err)
		return err;
	if (fake.args.flags & KEXEC_FILE2_VERIFY && fake.verify_err) {
		fake.err = fake.verify_err;
		fake.verify_err = 0;
		fake.once = true;
	}
	write_report();
	err = fake.err;
	if (fake.once)
		fake.err = 0;
	return -err;
}

/* Of what a load gets, as it may be gone after it. */
static void old_load(void)
{
	ssize_t n = pread(fake.old_initrd_fd, fake.old_initrd,
			  sizeof(fake.old_initrd), 0);
	off_t size;

	fake.all_cloexec = true;
	fake.old_kernel_ino = fake.old_initrd_ino = 0;
	if (fake.old_kernel_fd >= 0)
		fake.old_kernel_ino = inode_of(fake.old_kernel_fd, &size);
	if (fake.old_initrd_fd >= 0)
		fake.old_initrd_ino = inode_of(fake.old_initrd_fd, &size);
	fake.old_initrd_size = n < 0 ? 0 : (size_t)n;
	fake.old_initrd_seals = fcntl(fake.old_initrd_fd, F_GET_SEALS);
	fake.old_cmdline_text[0] = '\0';
	if (fake.old_cmdline)
		snprintf(fake.old_cmdline_text, sizeof(fake.old_cmdline_text),
			 "%s", (const char *)fake.old_cmdline);
}

static int capabilities(bool set, struct __user_cap_data_struct *data)
{
	unsigned int *effective =
		&data[CAP_TO_INDEX(CAP_SYS_BOOT)].effective;

	if (set) {
		cap_dropped = !(*effective & CAP_TO_MASK(CAP_SYS_BOOT));
		return 0;
	}
	memset(data, 0, _LINUX_CAPABILITY_U32S_3 * sizeof(*data));
	if (!fake.no_cap_sys_boot && !cap_dropped)
		*effective = CAP_TO_MASK(CAP_SYS_BOOT);
	return 0;
}

static void *real(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (!function)
		_exit(99);
	return function;
}

static long answer(int ret)
{
	if (ret < 0) {
		errno = -ret;
		return -1;
	}
	return ret;
}

long syscall(long number, ...)
{
	long (*next)(long, ...);
	long a[5];
	va_list ap;
	size_t i;

	/* Ours have at most 5 arguments: more need not even be readable. */
	va_start(ap, number);
	for (i = 0; i < 5; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);

	switch (number) {
	case __NR_kexec_file_load2:
		return answer(kexec_load2((void *)a[0], (size_t)a[1],
					  (unsigned int)a[2]));
	case SYS_kexec_file_load:
		fake.old_calls++;
		fake.old_kernel_fd = (int)a[0];
		fake.old_initrd_fd = (int)a[1];
		fake.old_cmdline_len = (unsigned long)a[2];
		fake.old_cmdline = (void *)a[3];
		fake.old_flags = (unsigned long)a[4];
		if (fake.kills_old)
			killed();
		/* A probe uses up no kexec_load_limit_* only without it. */
		if ((fake.old_flags & ~0xffUL) && !cap_dropped)
			_exit(98);
		if (!(fake.old_flags & ~0xffUL))
			old_load();
		return answer(-fake.old_err);
	case SYS_capget:
		return answer(capabilities(false, (void *)a[1]));
	case SYS_capset:
		return answer(capabilities(true, (void *)a[1]));
	default:
		*(void **)&next = real("syscall");
		return next(number, a[0], a[1], a[2], a[3], a[4]);
	}
}

int reboot(int command)
{
	fake.reboots++;
	fake.reboot_cmd = command;
	fake.synced_before_reboot = fake.syncs > 0;
	return (int)answer(-fake.reboot_err);
}

int execvp(const char *file, char *const argv[])
{
	size_t i, at = 0;

	(void)file;
	fake.execs++;
	for (i = 0; argv[i] && at < sizeof(fake.exec_args); i++)
		at += (size_t)snprintf(fake.exec_args + at,
				       sizeof(fake.exec_args) - at, "%s ",
				       argv[i]);
	return (int)answer(-ENOENT);
}

void sync(void)
{
	fake.syncs++;
}

/* What is not in the list of files must not depend on the machine. */
static bool find_file(const char *path, const char **content, size_t *size)
{
	static const char *const ours[] = {
		"/proc/sys/kernel/kexec_", "/sys/kernel/", "/sys/class/tpm/",
		"/sys/firmware/",
		"/proc/self/uid_map", "/proc/thread-self/status", "/proc/cmdline",
		"/proc/config.gz", "/boot/config-", "/lib/modules/",
		"/run/systemd/system", "/sys/firmware/efi",
	};
	size_t i;

	*content = NULL;
	for (i = 0; i < FILES && files[i].path; i++) {
		if (!strcmp(files[i].path, path)) {
			*content = files[i].content;
			*size = files[i].size;
			return true;
		}
	}
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (!strncmp(path, ours[i], strlen(ours[i])))
			return true;
	return false;
}

static int open_content(const char *content, size_t len, int flags)
{
	int fd;

	if (!content) {
		errno = ENOENT;
		return -1;
	}
	fd = memfd_create("fake", flags & O_CLOEXEC ? MFD_CLOEXEC : 0);
	if (fd < 0 || write(fd, content, len) != (ssize_t)len ||
	    lseek(fd, 0, SEEK_SET) != 0 || fchmod(fd, 0644) != 0)
		_exit(99);
	return fd;
}

/* What the loader writes, and reads again, is below fake.root. */
static const char *below_root(const char *path, char buf[PATH_MAX])
{
	if (!fake.root || strncmp(path, "/run/kexec2", 11))
		return path;
	snprintf(buf, PATH_MAX, "%s%s", fake.root, path);
	return buf;
}

int mkdir(const char *path, mode_t mode)
{
	char buf[PATH_MAX];

	return mkdirat(AT_FDCWD, below_root(path, buf), mode);
}

int unlink(const char *path)
{
	char buf[PATH_MAX];

	return unlinkat(AT_FDCWD, below_root(path, buf), 0);
}

int rename(const char *from, const char *to)
{
	char bufs[2][PATH_MAX];

	return renameat(AT_FDCWD, below_root(from, bufs[0]), AT_FDCWD,
			below_root(to, bufs[1]));
}

int open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...);
	char buf[PATH_MAX];
	const char *name = below_root(path, buf);
	const char *content;
	size_t size;
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, int) : 0;
	va_end(ap);
	if (name == path && find_file(path, &content, &size))
		return open_content(content, size, flags);
	*(void **)&next = real("open");
	return next(name, flags, mode);
}

int open64(const char *path, int flags, ...)
__attribute__((alias("open")));

/* Under _FORTIFY_SOURCE, where it is not known whether flags have O_CREAT. */
int __open64_2(const char *path, int flags);
int __open64_2(const char *path, int flags)
{
	return open(path, flags, 0);
}

FILE *fopen(const char *path, const char *mode)
{
	FILE *(*next)(const char *, const char *);
	char buf[PATH_MAX];
	const char *name = below_root(path, buf);
	const char *content;
	size_t size;
	int fd;

	if (name == path && find_file(path, &content, &size)) {
		fd = open_content(content, size, O_CLOEXEC);
		return fd < 0 ? NULL : fdopen(fd, mode);
	}
	*(void **)&next = real("fopen");
	return next(name, mode);
}

FILE *fopen64(const char *path, const char *mode)
__attribute__((alias("fopen")));

int access(const char *path, int mode)
{
	int (*next)(const char *, int);
	const char *content;
	size_t size;

	if (find_file(path, &content, &size)) {
		errno = ENOENT;
		return content ? 0 : -1;
	}
	*(void **)&next = real("access");
	return next(path, mode);
}

int statfs(const char *path, struct statfs *fs)
{
	(void)path;
	memset(fs, 0, sizeof(*fs));
	fs->f_type = fake.securityfs ? 0x73636673 : 0x62656572;
	return 0;
}

int statfs64(const char *path, struct statfs64 *fs)
{
	return statfs(path, (struct statfs *)fs);
}
