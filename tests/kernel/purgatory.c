// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * What runs between two kernels, linked into a process: how pages are copied,
 * what the purgatory hashes, by each of the ways there are, and what it does with
 * a damaged image.
 *
 * What a process may not execute faults, and is emulated: a register CR4, ports
 * that are not there, and ud2 as the machine's reset.
 *
 * usage: purgatory [--speed]
 *
 * With --speed, it only tells how fast the purgatory hashes.
 */
#include <check.h>
#include <openssl/sha.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ucontext.h>
#include <time.h>

/* As in the kernel's include/linux/purgatory_tree.h and crypto/sha2.h. */
struct region {
	unsigned long start;
	unsigned long len;
	unsigned long zeros;
};

struct state {
	uint32_t state[8];
	uint64_t count;
	uint8_t buf[64];
};

#define REGIONS	(16 + 256)

extern struct region purgatory_regions[REGIONS];
extern uint8_t purgatory_sha256_digest[SHA256_DIGEST_LENGTH];
extern bool purgatory_sha_ni, purgatory_talks;

void purgatory(void);
void purgatory_sha256_update(struct state *state, const uint8_t *data,
			     unsigned int len);
void sha256_final(struct state *state, uint8_t *digest);

#define CR4_PAE		0x20UL
#define CR4_OSFXSR	0x200UL
#define DELAY_PORT	0x80

static unsigned long cr4;
static bool sse_on;		/* was it ever? */
static bool was_reset;
static sigjmp_buf reset;
static char said[128];		/* on the serial port */
static struct { unsigned int port, value; } out[16];
static unsigned int outs;	/* but to the serial and the delay port */

static void write_port(unsigned int port, unsigned int value)
{
	if (port == 0x3f8) {
		said[strlen(said)] = value;
	} else if (port != DELAY_PORT && outs < 16) {
		out[outs].port = port;
		out[outs++].value = value;
	}
}

/* No status bit is set but that the serial port takes the next byte. */
static unsigned int read_port(unsigned int port)
{
	return port == 0x3fd ? 0x20 : 0;
}

static void emulate(int sig, siginfo_t *info, void *context)
{
	static const int regs[] = {
		REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI,
		REG_RDI, REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13,
		REG_R14, REG_R15,
	};
	greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
	const uint8_t *ip = (const uint8_t *)r[REG_RIP];
	unsigned int high = 0, port = (uint16_t)r[REG_RDX];

	(void)info;
	if (sig == SIGILL && ip[0] == 0x0f && ip[1] == 0x0b) {
		was_reset = true;
		siglongjmp(reset, 1);
	}
	if (*ip == 0x41) {
		high = 8;
		ip++;
	}
	if (*ip == 0xe4 || *ip == 0xe6)
		port = ip[1];
	if (*ip == 0xec || *ip == 0xe4) {
		r[REG_RAX] = (r[REG_RAX] & ~0xffL) | read_port(port);
		ip += *ip == 0xec ? 1 : 2;
	} else if (*ip == 0xee || *ip == 0xe6) {
		write_port(port, (uint8_t)r[REG_RAX]);
		ip += *ip == 0xee ? 1 : 2;
	} else if (ip[0] == 0x0f && ip[1] == 0x20 && (ip[2] & 0xf8) == 0xe0) {
		r[regs[high + (ip[2] & 7)]] = cr4;
		ip += 3;
	} else if (ip[0] == 0x0f && ip[1] == 0x22 && (ip[2] & 0xf8) == 0xe0) {
		cr4 = r[regs[high + (ip[2] & 7)]];
		sse_on |= cr4 & CR4_OSFXSR;
		ip += 3;
	} else {
		abort();
	}
	r[REG_RIP] = (greg_t)ip;
}

/* Does it go on to the next kernel? */
static bool passes(void)
{
	was_reset = false;
	outs = 0;
	memset(said, 0, sizeof(said));
	cr4 = CR4_PAE;
	sse_on = false;
	if (!sigsetjmp(reset, 1))
		purgatory();
	ck_assert(sse_on);
	ck_assert_uint_eq(cr4, CR4_PAE);
	return !was_reset;
}

static uint8_t *data;
#define SIZE	(1 << 20)

static void setup(void)
{
	struct sigaction action = {
		.sa_sigaction = emulate, .sa_flags = SA_SIGINFO,
	};

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGILL, &action, NULL);
	data = malloc(SIZE + 64);
	ck_assert_ptr_nonnull(data);
	srandom(1);
	for (int i = 0; i < SIZE + 64; i++)
		data[i] = random() >> 8;
	memset(purgatory_regions, 0, sizeof(purgatory_regions));
	purgatory_talks = false;
}

static void teardown(void)
{
	free(data);
}

/* Hash, in steps of @step bytes. */
static void check(const uint8_t *p, unsigned int len, unsigned int step)
{
	static const struct state begun = {
		.state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 },
	};
	uint8_t is[SHA256_DIGEST_LENGTH], want[SHA256_DIGEST_LENGTH];
	struct state state = begun;

	for (unsigned int at = 0; at < len; at += step)
		purgatory_sha256_update(&state, p + at, len - at < step ?
					len - at : step);
	sha256_final(&state, is);
	SHA256(p, len, want);
	ck_assert_msg(!memcmp(is, want, sizeof(is)),
		      "%u bytes in steps of %u", len, step);
}

/* Whether with SHA-NI is the loop's variable. */
START_TEST(sizes)
{
	purgatory_sha_ni = _i;
	for (unsigned int len = 0; len <= 300; len++)
		for (unsigned int at = 0; at < 4; at++)
			check(data + at, len, 1000);
	check(data, SIZE, SIZE);
	check(data + 1, SIZE - 1, SIZE);
}
END_TEST

START_TEST(steps)
{
	purgatory_sha_ni = _i;
	for (unsigned int step = 1; step < 200; step++)
		check(data + step % 3, 1000, step);
	check(data, SIZE, 4097);
}
END_TEST

/* An image of three regions, with zeros behind two of them. */
static void make_image(void)
{
	static const struct { unsigned int at, len, zeros; } want[] = {
		{ 0, 1, 0 }, { 4096, 70001, 5000 }, { 100000, 0, 333 },
		{ 200000, 64, 0 },
	};
	uint8_t all[4 * SHA256_DIGEST_LENGTH];

	for (unsigned int i = 0; i < 4; i++) {
		/* Those in between are not in use. */
		struct region *r = &purgatory_regions[i * 90];
		uint8_t *p = data + want[i].at;

		r->start = (unsigned long)p;
		r->len = want[i].len;
		r->zeros = want[i].zeros;
		memset(p + r->len, 0, r->zeros);
		SHA256(p, r->len, all + i * SHA256_DIGEST_LENGTH);
	}
	SHA256(all, sizeof(all), purgatory_sha256_digest);
}

START_TEST(image)
{
	static const unsigned int covered[] = {
		0, 4096, 4096 + 63, 4096 + 70000, 4096 + 70001, 4096 + 75000,
		100000, 100332, 200000, 200063,
	}, outside[] = { 1, 4095, 4096 + 75001, 99999, 100333, 200064 };

	purgatory_sha_ni = _i;
	make_image();
	ck_assert(passes());
	for (unsigned int i = 0; i < sizeof(outside) / sizeof(int); i++) {
		data[outside[i]] ^= 1;
		ck_assert(passes());
	}
	for (unsigned int i = 0; i < sizeof(covered) / sizeof(int); i++) {
		data[covered[i]] ^= 0x80;
		ck_assert_msg(!passes(), "a flip at %u", covered[i]);
		data[covered[i]] ^= 0x80;
	}
	ck_assert(passes());
}
END_TEST

START_TEST(resets)
{
	make_image();
	data[0] ^= 1;
	ck_assert(!passes());
	ck_assert_str_eq(said, "");
	ck_assert_uint_eq(outs, 3);
	ck_assert_uint_eq(out[0].port, 0x64);
	ck_assert_uint_eq(out[0].value, 0xfe);
	ck_assert_uint_eq(out[1].port, 0xcf9);
	ck_assert_uint_eq(out[1].value, 0x2);
	ck_assert_uint_eq(out[2].port, 0xcf9);
	ck_assert_uint_eq(out[2].value, 0xe);
}
END_TEST

START_TEST(talks)
{
	make_image();
	purgatory_talks = true;
	ck_assert(passes());
	ck_assert_str_eq(said, "");
	data[0] ^= 1;
	ck_assert(!passes());
	ck_assert_ptr_nonnull(strstr(said, "the image is damaged"));
}
END_TEST

#define PAGE		4096UL
#define PAGES		600
#define DESTINATION	1UL
#define INDIRECTION	2UL
#define DONE		4UL
#define SOURCE		8UL

static uint8_t (*pages)[PAGE];

/* Where Linux 7.2 has the page by which it swaps; 6.12 has it in a register. */
extern void *kexec_pa_swap_page __attribute__((weak));

/* As relocate_kernel() calls it, with a list of pages. */
static void swap_pages(unsigned long head, void *swap, unsigned long preserve)
{
	register void *r10 asm("r10") = swap;
	register unsigned long r11 asm("r11") = preserve;

	if (&kexec_pa_swap_page)
		kexec_pa_swap_page = swap;
	asm volatile("call swap_pages" : "+D" (head) : "r" (r10), "r" (r11)
		     : "rax", "rbx", "rcx", "rdx", "rsi", "memory", "cc");
}

static unsigned long entry(unsigned int page, unsigned long flag)
{
	return (unsigned long)pages[page] | flag;
}

static void check_pages(unsigned int first, unsigned int last, uint8_t byte)
{
	uint8_t want[PAGE];

	for (unsigned int i = first; i < last; i++, byte++) {
		memset(want, byte, PAGE);
		ck_assert_msg(!memcmp(pages[i], want, PAGE), "page %u", i);
	}
}

/*
 * Pages 0 to 99 go to 300 on, 100 to 149 to 500 on, and 550 is where it is to
 * be.  The list is in two pages, 200 and 201; by way of 202 they are swapped.
 */
static unsigned long make_list(void)
{
	unsigned long *list;

	pages = aligned_alloc(PAGE, PAGES * PAGE);
	ck_assert_ptr_nonnull(pages);
	for (int i = 0; i < PAGES; i++)
		memset(pages[i], i, PAGE);
	list = (unsigned long *)pages[200];
	*list++ = entry(300, DESTINATION);
	for (int i = 0; i < 100; i++)
		*list++ = entry(i, SOURCE);
	*list = entry(201, INDIRECTION);
	list = (unsigned long *)pages[201];
	*list++ = entry(500, DESTINATION);
	for (int i = 100; i < 150; i++)
		*list++ = entry(i, SOURCE);
	*list++ = entry(550, DESTINATION);
	*list++ = entry(550, SOURCE);
	*list = DONE;
	return entry(200, INDIRECTION);
}

static void check_arrived(void)
{
	check_pages(150, 200, 150);
	check_pages(300, 400, 0);
	check_pages(400, 500, (uint8_t)400);
	check_pages(500, 550, 100);
	check_pages(550, PAGES, (uint8_t)550);
}

START_TEST(copies)
{
	unsigned long head = make_list();

	swap_pages(head, pages[202], 0);
	check_arrived();
	/* And nothing went the other way. */
	check_pages(0, 150, 0);
	check_pages(202, 300, 202);
	free(pages);
}
END_TEST

START_TEST(swaps)
{
	unsigned long head = make_list();

	swap_pages(head, pages[202], 1);
	check_arrived();
	check_pages(0, 100, (uint8_t)300);
	check_pages(100, 150, (uint8_t)500);
	swap_pages(head, pages[202], 1);
	check_pages(0, 200, 0);
	check_pages(203, PAGES, 203);
	free(pages);
}
END_TEST

static void tell_speed(void)
{
	static const unsigned int len = 64 << 20;
	struct state state = { .count = 0 };
	struct timespec time;
	double before, ns;

	data = malloc(len);
	if (!data)
		return;
	memset(data, 1, len);
	for (int ni = 0; ni < (__builtin_cpu_supports("sha") ? 2 : 1); ni++) {
		purgatory_sha_ni = ni;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
		before = time.tv_sec * 1e9 + time.tv_nsec;
		purgatory_sha256_update(&state, data, len);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
		ns = (time.tv_sec * 1e9 + time.tv_nsec - before) / len;
		printf("%-7s %.2f ns a byte, %.2f s a GiB\n",
		       ni ? "SHA-NI:" : "C:", ns, ns * 1.073741824);
	}
	free(data);
}

int main(int argc, char **argv)
{
	Suite *suite = suite_create("purgatory");
	TCase *tcase = tcase_create("x86");
	SRunner *runner;
	int ways = 1, failed;

	if (argc > 1 && !strcmp(argv[1], "--speed")) {
		tell_speed();
		return 0;
	}
	if (__builtin_cpu_supports("sha"))
		ways = 2;
	else
		puts("# with SHA-NI: not tested, this processor has none");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, sizes, 0, ways);
	tcase_add_loop_test(tcase, steps, 0, ways);
	tcase_add_loop_test(tcase, image, 0, ways);
	tcase_add_test(tcase, resets);
	tcase_add_test(tcase, talks);
	tcase_add_test(tcase, copies);
	tcase_add_test(tcase, swaps);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
