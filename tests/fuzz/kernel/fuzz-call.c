// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * fuzz-call [--alone] [--show] SEED CALLS: calls of kexec_file_load2(2), and of
 * those that load and unload beside it, whose arguments know what they should be
 * and are often something else, while others change what the arguments name.
 *
 * A call starts as one that succeeds, and is then mutated in a few places.  What
 * it may return, and what it may say in its report, is known; what is loaded in
 * the end agrees with the records.  Whether the kernel survives is for its
 * checkers to tell.
 *
 * The calls are the same for each SEED.  What disturbs them is done by threads,
 * at any time; with --alone, between two calls, and then the seed tells all.
 * --show prints each call before it is made.  Prints the share of the calls that
 * succeeded in the end; exits with 1 when something is wrong.
 *
 * For a guest that can be spoilt: the TPM's driver is unbound in the end.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/kexec.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "../../vm/lib/crafted.h"
#include "files.h"
#include "random.h"

#define PAGE		4096
#define LOADED		"/sys/kernel/kexec_loaded"
#define CRASH_LOADED	"/sys/kernel/kexec_crash_loaded"
#define POLICY		"/sys/kernel/security/ima/policy"
#define CMDLINE		"console=ttyS0"
#define THREADS		2
#define QUIET_EVERY	250	/* calls between two looks at what is loaded */
#define MANY_EVERY	400	/* calls between two with all parts that go */
#define POISON		0xa5

static bool alone, show;
static unsigned long long seed, call_nr;

static void __attribute__((noreturn, format(printf, 1, 2)))
finding(const char *format, ...)
{
	va_list args;

	printf("seed %llu, call %llu: ", seed, call_nr);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	_exit(1);
}

/*
 * What disturbs a call
 */

static void write_policy(struct random *r)
{
	static const char *const rules[] = {
		"measure func=KEXEC_INITRAMFS_CHECK label=one pcr=11",
		"measure func=KEXEC_INITRAMFS_CHECK label=two template=ima-sig",
		"measure func=KEXEC_KERNEL_CHECK",
		"measure func=KEXEC_INITRAMFS_CHECK",
		"measure func=CRITICAL_DATA label=kexec_file_load2",
		"dont_measure func=KEXEC_INITRAMFS_CHECK fowner=7",
		"appraise func=KEXEC_INITRAMFS_CHECK fowner=7 appraise_type=imasig",
		"measure func=KEXEC_INITRAMFS_CHECK label=bad|",
		"no rule",
	};
	const char *rule = rules[below(r, ARRAY_SIZE(rules))];
	int fd = open(POLICY, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, rule, strlen(rule)) < 0 && errno == EFAULT)
		finding("writing a rule: EFAULT");
	close(fd);
}

static void disturb_file(struct random *r)
{
	int slot = below(r, SLOTS);
	struct stat st;

	switch (below(r, 6)) {
	case 0:
		/* Those that a load takes are spoilt less often. */
		if (slot >= PARTS_END || one_in(r, 4))
			replace(r, slot, any_file(r));
		break;
	case 1:
		if (!fstat(fds[slot], &st) && S_ISREG(st.st_mode) &&
		    st.st_size < 2000)
			(void)!ftruncate(fds[slot], below(r, 3000));
		break;
	case 2:
		(void)!pwrite(fds[slot], "rewritten", 1 + below(r, 9),
			      below(r, 1000));
		break;
	case 3:
		if (one_in(r, 4))
			fcntl(fds[slot], F_ADD_SEALS, 1 << below(r, 5));
		break;
	case 4:
		(void)!fchown(fds[slot], one_in(r, 8) ? 7 : 0, 0);
		break;
	default:
		refresh(r);
	}
}

static long load_good(unsigned long long flags)
{
	struct kexec_initrd part = {
		.fd = fds[GOOD_PARTS], .label = "one",
	};
	struct kexec_file_load2_args args = {
		.flags = flags,
		.kernel_fd = fds[GOOD_KERNEL],
		.initrds = (uintptr_t)&part,
		.nr_initrds = 1,
		.initrd_size = sizeof(part),
	};

	return load2(&args);
}

static void never_corrupted(const char *what, long ret)
{
	if (ret == -EILSEQ)
		finding("%s: an image is not as it was loaded", what);
}

static void disturb(struct random *r)
{
	static const char *const files[] = {
		"/sys/kernel/security/ima/binary_runtime_measurements",
		"/sys/kernel/security/ima/kexec_records",
		"/sys/kernel/kexec_crash_size", LOADED, CRASH_LOADED,
	};
	char text[2000];
	int fd;

	switch (below(r, 24)) {
	case 0:
		load_good(KEXEC_FILE_ON_CRASH);
		break;
	case 1:
		unload2(KEXEC_FILE_ON_CRASH);
		break;
	case 2:
		unload2(0);
		break;
	case 3:
		never_corrupted("verify", verify2(0));
		break;
	case 4:
		never_corrupted("verify", verify2(KEXEC_FILE_ON_CRASH));
		break;
	case 5:
		if (one_in(r, 50))
			write_policy(r);
		break;
	case 6 ... 9:
		fd = open(files[below(r, ARRAY_SIZE(files))],
			  O_RDONLY | O_CLOEXEC);
		/* A part of the list, which grows: all of it takes longer each time. */
		for (unsigned int n = below(r, 20);
		     fd >= 0 && n && read(fd, text, sizeof(text)) > 0; n--)
			;
		close(fd);
		break;
	default:
		disturb_file(r);
	}
}

/* The threads stop while this is held for writing. */
static pthread_rwlock_t running = PTHREAD_RWLOCK_INITIALIZER;

static void *disturber(void *arg)
{
	struct random r = { .state = seed ^ (uintptr_t)arg << 32 };

	for (;;) {
		pthread_rwlock_rdlock(&running);
		disturb(&r);
		pthread_rwlock_unlock(&running);
		usleep(below(&r, 3000));
	}
	return NULL;
}

/* Nobody can be recorded from here on. */
static void unbind_tpm(void)
{
	glob_t found;

	if (glob("/sys/bus/*/drivers/tpm_*/*:*", 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char *path = found.gl_pathv[i], *name = strrchr(path, '/');
		char unbind[200];

		snprintf(unbind, sizeof(unbind), "%.*s/unbind",
			 (int)(name - path), path);
		write_text(unbind, name + 1);
	}
	globfree(&found);
}

/*
 * Calls
 */

/* The arguments, at the end of mapped memory. */
struct call {
	struct kexec_file_load2_args args;
	uint64_t size;			/* of args, as the caller says */
	unsigned int flags;		/* of the call */
	char *initrds, *cmdline, *report;
	unsigned int nr, stride;	/* of what is at initrds */
	size_t report_room;
	bool nonzero;			/* behind what the kernel knows */
};

#define AREA		(PAGE * (KEXEC_INITRD_MAX + 2))
static char *areas[4];

/* Memory of a size that ends where no more is mapped. */
static char *at_end(int area, uint64_t size)
{
	char *end = areas[area] + AREA;

	return end - (size < AREA ? size : AREA);
}

static void make_areas(void)
{
	for (int i = 0; i < 4; i++) {
		areas[i] = mmap(NULL, AREA + PAGE, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (areas[i] == MAP_FAILED ||
		    mprotect(areas[i] + AREA, PAGE, PROT_NONE))
			err(2, "mmap");
	}
}

/* At and around what matters to a size, or anything. */
static inline uint64_t any_size(struct random *r)
{
	uint64_t size = one_of(r, 0, 1, 7, 8, 12, 16, 39, 40, 48, 55, 56, 64,
			       PAGE - 1, PAGE, PAGE + 1, 1 << 16, UINT32_MAX,
			       UINT64_MAX, next(r));

	return one_in(r, 4) ? size + below(r, 3) - 1 : size;
}

static void good_label(struct random *r, char *label)
{
	static const char *const labels[] = {
		"", "one", "two", "A-Z_0.9", "1234567890123456789012345678901",
	};

	strcpy(label, labels[below(r, ARRAY_SIZE(labels))]);
}

static void bad_label(struct random *r, char *label)
{
	switch (below(r, 4)) {
	case 0:
		memset(label, 'a', KEXEC_INITRD_LABEL_SIZE);
		break;
	case 1:
		label[below(r, KEXEC_INITRD_LABEL_SIZE)] = next(r);
		break;
	case 2:
		strcpy(label, "a b");
		break;
	default:
		label[KEXEC_INITRD_LABEL_SIZE - 1] = 1;
	}
}

static void mutate(struct random *r, struct call *c)
{
	struct kexec_file_load2_args *a = &c->args;
	struct kexec_initrd *part = c->nr ?
		(void *)(c->initrds + below(r, c->nr) * c->stride) : NULL;

	switch (below(r, 15)) {
	case 0:
		c->size = any_size(r);
		c->nonzero = one_in(r, 2);
		break;
	case 1:
		c->flags = one_of(r, KEXEC_FILE_LOAD2_ABI, 2, next(r));
		break;
	case 2:
		a->flags ^= 1ULL << below(r, 64);
		break;
	case 3:
		a->flags |= one_of(r, KEXEC_FILE_UNLOAD, KEXEC_FILE_ON_CRASH,
				   KEXEC_FILE_NO_INITRAMFS,
				   KEXEC_FILE2_REQUIRE_MEASURE,
				   KEXEC_FILE2_VERIFY,
				   KEXEC_FILE2_VERIFY_ON_REBOOT);
		break;
	case 4:
		a->kernel_fd = one_of(r, fds[below(r, SLOTS)], -1, -100,
				      INT32_MAX, INT32_MIN);
		break;
	case 5:
		a->nr_initrds = one_of(r, 0, KEXEC_INITRD_MAX + 1, UINT32_MAX,
				       1U << 31);
		break;
	case 6:
		a->initrd_size = any_size(r);
		break;
	case 7:
		a->initrds = one_of(r, 0, 1, a->initrds + 8,
				    (uintptr_t)areas[0] + AREA, UINT64_MAX,
				    UINT64_MAX - 39, 1ULL << 63);
		break;
	case 8:
	case 9:
		if (part)
			part->fd = one_of(r, fds[below(r, SLOTS)],
					  fds[below(r, SLOTS)], -1, INT32_MAX);
		break;
	case 10:
		if (part)
			bad_label(r, part->label);
		break;
	case 11:
		if (part && one_in(r, 2))
			part->flags = 1U << below(r, 32);
		break;
	case 12:
		if (one_in(r, 3))
			memset(c->cmdline, 'c', sizeof(CMDLINE));
		else
			a->cmdline_size = any_size(r);
		break;
	case 13:
		a->cmdline = one_of(r, 0, 1, (uintptr_t)areas[2] + AREA,
				    UINT64_MAX);
		break;
	default:
		if (one_in(r, 2))
			a->report_size = any_size(r);
		else
			a->report = one_of(r, 0, 1,
					   (uintptr_t)areas[3] + AREA,
					   UINT64_MAX);
	}
}

/* A call that succeeds, if nothing disturbs it, and what becomes of it. */
static void make_call(struct random *r, struct call *c)
{
	struct kexec_file_load2_args *a = &c->args;
	unsigned int nr = one_in(r, MANY_EVERY) ? KEXEC_INITRD_MAX : below(r, 5);
	unsigned int stride = one_in(r, 8) ? 40 + 8 * below(r, 8) : 40;

	*c = (struct call){ .size = sizeof(*a), .nr = nr, .stride = stride };
	c->initrds = at_end(0, (uint64_t)nr * stride);
	memset(c->initrds, 0, (size_t)nr * stride);
	for (unsigned int i = 0; i < nr; i++) {
		struct kexec_initrd *part = (void *)(c->initrds + i * stride);

		part->fd = fds[GOOD_PARTS + below(r, PARTS_END - GOOD_PARTS)];
		good_label(r, part->label);
	}
	c->cmdline = at_end(2, sizeof(CMDLINE));
	memcpy(c->cmdline, CMDLINE, sizeof(CMDLINE));

	*a = (struct kexec_file_load2_args){
		.flags = one_in(r, 4) ? KEXEC_FILE_ON_CRASH : 0,
		.kernel_fd = fds[GOOD_KERNEL],
		.nr_initrds = nr,
		.initrds = (uintptr_t)c->initrds,
		.initrd_size = stride,
		.cmdline = (uintptr_t)c->cmdline,
		.cmdline_size = sizeof(CMDLINE),
		.report_size = one_of(r, 0, 8, 12, 12, 12, 16),
	};
	if (one_in(r, 10))
		*a = (struct kexec_file_load2_args){
			.flags = one_of(r, KEXEC_FILE_UNLOAD,
					KEXEC_FILE2_VERIFY) | a->flags,
			.report_size = a->report_size,
		};
	c->report_room = a->report_size;
	c->report = at_end(3, c->report_room);
	a->report = (uintptr_t)c->report;

	for (unsigned int n = one_of(r, 0, 0, 1, 1, 1, 2, 3); n; n--)
		mutate(r, c);
}

static const int load_errors[] = {
	EPERM, EFAULT, E2BIG, EINVAL, EBADF, ETXTBSY, EFBIG, ENOEXEC, EACCES,
	ENODATA, ELIBBAD, EKEYREJECTED, ENOPKG, ENOKEY, EBADMSG, EMSGSIZE,
	EBUSY, EIO, EPROTO, ENOMEM, EADDRNOTAVAIL, 0
};

static const int verify_errors[] = {
	EPERM, EFAULT, E2BIG, EINVAL, EBUSY, ENOENT, ENODATA, 0
};

static bool is_among(const int *errors, long ret)
{
	while (*errors && *errors != -ret)
		errors++;
	return *errors;
}

static void check_report(const struct call *c, long ret)
{
	const struct kexec_file_load2_args *a = &c->args;
	struct kexec_load_report report = { .stage = -1U };

	/* Only where the memory is that of the report, and it was wanted. */
	if (a->report != (uintptr_t)c->report || a->report_size < 8 ||
	    a->report_size > c->report_room || c->size < sizeof(*a) || c->flags)
		return;
	memcpy(&report, c->report, a->report_size < sizeof(report) ?
	       a->report_size : sizeof(report));
	if (report.stage == POISON * 0x01010101U)
		return;		/* the call did not come so far */
	if (report.stage > KEXEC_LOAD_MEASURE ||
	    !ret != (report.stage == KEXEC_LOAD_DONE))
		finding("%s, and the report has stage %u",
			strerrorname_np(-ret), report.stage);
	if (report.initrd < -1 || report.initrd >= (int)KEXEC_INITRD_MAX ||
	    (report.initrd >= 0 && (unsigned int)report.initrd >= a->nr_initrds))
		finding("%s, and the report has part %d of %u",
			strerrorname_np(-ret), report.initrd, a->nr_initrds);
	if (a->report_size >= sizeof(report) && report.segment)
		finding("%s, and the report has segment %u",
			strerrorname_np(-ret), report.segment);
}

static long new_call(struct random *r)
{
	struct call c;
	char *args;
	long ret;

	make_call(r, &c);
	args = at_end(1, c.size);
	if (c.size < AREA)
		memset(args, c.nonzero ? 0x5a : 0, c.size);
	memcpy(args, &c.args, c.size < sizeof(c.args) ? c.size :
	       sizeof(c.args));
	memset(c.report, POISON, c.report_room);
	if (show)
		printf("%llu: size %#llx flags %#x: flags %#llx kernel %d nr %u array %#llx stride %u cmdline %#llx %#llx report %#llx %u\n",
		       call_nr, (unsigned long long)c.size, c.flags,
		       c.args.flags, c.args.kernel_fd, c.args.nr_initrds,
		       c.args.initrds, c.args.initrd_size, c.args.cmdline,
		       c.args.cmdline_size, c.args.report, c.args.report_size);

	ret = syscall(__NR_kexec_file_load2, args, c.size, c.flags);
	ret = ret < 0 ? -errno : ret;
	if (ret > 0 && (c.flags != KEXEC_FILE_LOAD2_ABI))
		finding("the call returned %ld", ret);
	never_corrupted("verify", ret);
	if (ret < 0 && !is_among(c.args.flags & KEXEC_FILE2_VERIFY ?
				 verify_errors : load_errors, ret))
		finding("%s is not in the manual", strerrorname_np(-ret));
	if (ret <= 0)
		check_report(&c, ret);
	return ret;
}

static long old_call(struct random *r)
{
	int kernel = fds[one_in(r, 4) ? below(r, SLOTS) : GOOD_KERNEL];
	int part = fds[one_in(r, 2) ? below(r, SLOTS) : GOOD_PARTS];
	unsigned long flags = one_of(r, 0, 0, 0, KEXEC_FILE_ON_CRASH,
				     KEXEC_FILE_UNLOAD, KEXEC_FILE_NO_INITRAMFS,
				     next(r));

	return load_old(kernel, part, CMDLINE, flags);
}

static long raw_call(struct random *r)
{
	return load_raw(one_of(r, 0, 0x2000000, 0x2000000, 0x2000001,
			       UINT64_MAX - PAGE + 1),
			one_of(r, 0, 0, KEXEC_ON_CRASH, next(r)));
}

static unsigned int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned int nr = 0;

	if (!dir)
		err(2, "/proc/self/fd");
	while (readdir(dir))
		nr++;
	closedir(dir);
	return nr;
}

/* What is loaded is what the records tell, and intact; no lock is held. */
static void look(void)
{
	static const char *const paths[] = { LOADED, CRASH_LOADED };
	struct records records;

	pthread_rwlock_wrlock(&running);
	read_records(&records);
	for (int i = 0; i < 2; i++) {
		struct loaded *l = i ? &records.crash : &records.image;
		long ret = verify2(i ? KEXEC_FILE_ON_CRASH : 0);

		never_corrupted(paths[i], ret);
		if (read_long(paths[i]) != !!l->seq ||
		    (ret != -ENODATA && ret != (l->seq ? 0 : -ENOENT)))
			finding("%s: %ld, records %lu, verify %s", paths[i],
				read_long(paths[i]), l->seq,
				strerrorname_np(-ret));
	}
	if (read_long("/sys/kernel/kexec_crash_size") == -EBUSY)
		finding("the kexec lock is held");
	/* The slots, the other end of FUSE, and what the library needs. */
	if (open_files() > SLOTS + 13)
		finding("%u files are open", open_files());
	pthread_rwlock_unlock(&running);
}

int main(int argc, char **argv)
{
	unsigned long long calls, good = 0;
	struct random r;

	for (; argc > 1 && !strncmp(argv[1], "--", 2); argc--, argv++) {
		alone |= !strcmp(argv[1], "--alone");
		show |= !strcmp(argv[1], "--show");
	}
	if (argc != 3)
		errx(2, "usage: fuzz-call [--alone] [--show] SEED CALLS");
	seed = strtoull(argv[1], NULL, 0);
	calls = strtoull(argv[2], NULL, 0);
	setvbuf(stdout, NULL, _IOLBF, 0);

	r.state = seed;
	make_files(&r, seed);
	make_areas();
	for (uintptr_t i = 1; !alone && i <= THREADS; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, disturber, (void *)i))
			errx(2, "pthread_create");
	}

	for (call_nr = 0; call_nr < calls; call_nr++) {
		unsigned int kind = below(&r, 10);

		if (call_nr % 20 == 0)
			refresh(&r);
		if (alone)
			disturb(&r);
		if (call_nr == calls - calls / 20)
			unbind_tpm();
		if (kind == 0)
			good += !old_call(&r);
		else if (kind == 1)
			good += !raw_call(&r);
		else
			good += !new_call(&r);
		if (call_nr % QUIET_EVERY == 0)
			look();
	}
	look();
	printf("seed %llu: %llu of %llu calls succeeded, %.1f %%\n", seed, good,
	       calls, 100.0 * good / calls);
	return 0;
}
