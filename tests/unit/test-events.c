// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Event logs, replayed: how far they lead, and where a boot_aggregate was. */
#include <check.h>
#include <string.h>

#include "evidence/events.h"
#include "unit.h"

#define FIRST_TEN	((1U << BOOT_PCRS) - 1)

static struct events events;
static struct pcr_bank start, told;
static struct replayed replayed;

static void setup(void)
{
	events = (struct events){ .given = true };
	memset(&start, 0, sizeof(start));
	memset(&told, 0, sizeof(told));
}

static void teardown(void)
{
	events_free(&events);
}

static struct pcr_event *log_event(unsigned int pcr, uint8_t what)
{
	struct pcr_event *event = XADD(events.list, events.nr);

	*event = (struct pcr_event){ .pcr = pcr };
	event->digests[BANK_SHA256].known = true;
	memset(event->digests[BANK_SHA256].bytes, what, 32);
	return event;
}

static void extend(struct pcr_bank *bank, unsigned int pcr, uint8_t what)
{
	uint8_t both[64];
	struct digest digest;

	memcpy(both, bank->value[pcr], 32);
	memset(both + 32, what, 32);
	ck_assert_int_eq(digest_bytes(&digest, "sha256", both, 64), 0);
	memcpy(bank->value[pcr], digest.bytes, 32);
}

/* It is in the log, and the TPM has done it. */
static void happens(unsigned int pcr, uint8_t what)
{
	log_event(pcr, what);
	extend(&told, pcr, what);
}

static struct digest boot_aggregate(const struct pcr_bank *bank, unsigned int n)
{
	uint8_t values[BOOT_PCRS * 32];
	struct digest digest;
	unsigned int pcr;

	for (pcr = 0; pcr < n; pcr++)
		memcpy(values + pcr * 32, bank->value[pcr], 32);
	ck_assert_int_eq(digest_bytes(&digest, "sha256", values, n * 32), 0);
	return digest;
}

static void replay(uint32_t pcrs)
{
	events_replay(&replayed, &events, BANK_SHA256, &start, &told, pcrs);
}

static unsigned int find(const struct pcr_bank *bank)
{
	const struct digest digest = boot_aggregate(bank, BOOT_PCRS);

	return events_find(&replayed, &events, &digest);
}

/* Each boot is found, in their order, and what lies between them is not. */
START_TEST(boots)
{
	struct pcr_bank first, between, second;

	happens(0, 1);
	happens(4, 2);
	events.nr_firmware = events.nr;
	first = told;
	happens(0, 3);
	between = told;
	happens(9, 4);
	happens(11, 5);
	second = told;
	replay(0xffff);
	ck_assert_uint_eq(replayed.pcrs, 0xffff);
	ck_assert_uint_eq(replayed.differ, 0);
	ck_assert_uint_eq(find(&first), BOOT_PCRS);
	ck_assert_uint_eq(find(&first), BOOT_PCRS);
	ck_assert_uint_eq(find(&second), BOOT_PCRS);
	ck_assert_uint_eq(find(&between), 0);
	ck_assert_uint_eq(find(&second), 0);
	replay(0xffff);
	ck_assert_uint_eq(find(&between), BOOT_PCRS);
}
END_TEST

/* No kernel begins before the firmware is done. */
START_TEST(firmware)
{
	const struct pcr_bank nothing = told;
	struct pcr_bank half;

	happens(0, 1);
	half = told;
	happens(1, 1);
	events.nr_firmware = events.nr;
	replay(0xffff);
	ck_assert_uint_eq(find(&nothing), 0);
	replay(0xffff);
	ck_assert_uint_eq(find(&half), 0);
	replay(0xffff);
	ck_assert_uint_eq(find(&told), BOOT_PCRS);
	events.nr_firmware = 1;
	replay(0xffff);
	ck_assert_uint_eq(find(&half), BOOT_PCRS);
}
END_TEST

/* The log was read later than the PCRs, and goes on. */
START_TEST(log_goes_on)
{
	happens(0, 1);
	log_event(0, 2);
	happens(9, 3);
	log_event(9, 4);
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN);
	ck_assert_uint_eq(replayed.differ, 0);
	ck_assert_uint_eq(replayed.reach[0], 1);
	ck_assert_uint_eq(replayed.reach[9], 3);
	ck_assert_uint_eq(find(&told), BOOT_PCRS);
}
END_TEST

/* A PCR that the log does not lead to, or that is not told, ties nothing. */
START_TEST(gaps)
{
	struct pcr_bank without;

	happens(0, 1);
	without = told;
	extend(&told, 4, 2);
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN & ~(1U << 4));
	ck_assert_uint_eq(replayed.differ, 0);
	ck_assert_uint_eq(find(&without), 0);
	replay(FIRST_TEN);
	ck_assert_uint_eq(find(&told), 0);
	log_event(4, 3);
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.differ, 1U << 4);
	replay(FIRST_TEN & ~(1U << 4));
	ck_assert_uint_eq(replayed.differ, 0);

	told = without;
	replay(FIRST_TEN & ~(1U << 3));
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN & ~(1U << 3));
	ck_assert_uint_eq(find(&told), 0);
}
END_TEST

/* An event without a digest of the bank ends what is known of its PCR. */
START_TEST(no_digest)
{
	happens(0, 1);
	log_event(0, 2)->digests[BANK_SHA256].known = false;
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN);
	happens(0, 3);
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN & ~1U);
	ck_assert_uint_eq(replayed.differ, 1);
}
END_TEST

/* What PCRs begin with: the locality of the start, or what is given. */
START_TEST(starts)
{
	const struct digest sha1_like = boot_aggregate(&told, BOOT_PCRS_SHA1);

	replay(FIRST_TEN);
	ck_assert_uint_eq(events_find(&replayed, &events, &sha1_like),
			  BOOT_PCRS_SHA1);
	events.locality = 3;
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN & ~1U);
	told.value[0][31] = 3;
	happens(0, 1);
	replay(FIRST_TEN);
	ck_assert_uint_eq(find(&told), BOOT_PCRS);
	start.known = 1;
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN & ~1U);
	start.value[0][31] = 3;
	replay(FIRST_TEN);
	ck_assert_uint_eq(replayed.pcrs, FIRST_TEN);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("events");
	TCase *tc = tcase(suite, "replay");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, boots);
	tcase_add_test(tc, firmware);
	tcase_add_test(tc, log_goes_on);
	tcase_add_test(tc, gaps);
	tcase_add_test(tc, no_digest);
	tcase_add_test(tc, starts);
	return run_tests(suite);
}
