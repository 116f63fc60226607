// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Read the rules of a verification, line by line. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "shared/util.h"

static const struct {
	const char *verb;
	const char *name;
	size_t at;
} switches[] = {
	{ "allow", "violations", offsetof(struct rules, allow_violations) },
	{ "allow", "kexec-load", offsetof(struct rules, allow_kexec_load) },
	{ "allow", "no-kexec", offsetof(struct rules, allow_no_kexec) },
	{ "allow", "unproven", offsetof(struct rules, allow_unproven) },
	{ "allow", "sha1", offsetof(struct rules, allow_sha1) },
	{ "allow", "replaced", offsetof(struct rules, allow_replaced) },
	{ "allow", "pending", offsetof(struct rules, allow_pending) },
	{ "allow", "crash", offsetof(struct rules, allow_crash) },
	{ "allow", "unrecorded", offsetof(struct rules, allow_unrecorded) },
	{ "allow", "failed", offsetof(struct rules, allow_failed) },
	{ "allow", "any-cmdline", offsetof(struct rules, allow_any_cmdline) },
	{ "allow", "unrestricted-key",
	  offsetof(struct rules, allow_unrestricted_key) },
	{ "allow", "extended-pcrs",
	  offsetof(struct rules, allow_extended_pcrs) },
	{ "require", "quote", offsetof(struct rules, require_quote) },
	{ "require", "safe-clock", offsetof(struct rules, require_safe_clock) },
	{ "require", "execute-record",
	  offsetof(struct rules, require_execute_record) },
	{ "require", "records", offsetof(struct rules, require_records) },
	{ "require", "cmdline", offsetof(struct rules, require_cmdline) },
};

/* Sets of rules, which kexec2-known(5) prints. */
static const struct {
	const char *name;
	const char *rules;
} presets[] = {
	{ "server", "allow no-kexec\nallow violations\nallow crash\n"
		    "allow kexec-load\nallow extended-pcrs\n" },
	{ "locked", "require quote\nrequire safe-clock\nrequire records\n"
		    "require execute-record\n" },
};

static int preset(struct rules *rules, struct bytes line,
		  struct reason *reason)
{
	struct bytes name, more;
	size_t i;

	words_next(&line, &name);
	for (i = 0; i < ARRAY_SIZE(presets); i++)
		if (bytes_are(name, presets[i].name) &&
		    !words_next(&line, &more))
			return rules_parse(rules, bytes_of(presets[i].rules),
					   reason);
	return because(reason, -EINVAL, "expected preset server or locked");
}

static int add_measured(struct rules *rules, struct bytes word,
			struct reason *reason)
{
	if (rules->nr_measured == RULES_MEASURED_MAX)
		return because(reason, -EINVAL,
			       "too many required digests (maximum %d)",
			       RULES_MEASURED_MAX);
	if (!digest_parse(&rules->measured[rules->nr_measured], word))
		return because(reason, -EINVAL,
			       "expected require measured ALGORITHM:HEX");
	rules->nr_measured++;
	return 0;
}

static int add_file(struct rules *rules, struct bytes word,
		    struct reason *reason)
{
	return digest_parse(XADD(rules->files, rules->nr_files), word) ? 0 :
	       because(reason, -EINVAL,
		       "expected require measured-only [ALGORITHM:HEX]...");
}

static int add_composition(struct rules *rules, struct bytes word,
			   struct reason *reason)
{
	(void)reason;
	*XADD(rules->compositions, rules->nr_compositions) =
		xstrndup((const char *)word.data, word.size);
	return 0;
}

/* What a rule takes that has a list behind it. */
static const struct {
	const char *name;
	int (*add)(struct rules *rules, struct bytes word,
		   struct reason *reason);
} lists[] = {
	{ "composition", add_composition },
	{ "measured", add_measured },
	{ "measured-only", add_file },
};

/* CONFIG_IMA_MEASURE_PCR_IDX is one of 8 to 14. */
static int set_pcr(struct rules *rules, struct bytes *line,
		   struct reason *reason)
{
	struct bytes word;
	uint64_t pcr;

	if (!words_next(line, &word) || !words_number(word, &pcr) ||
	    pcr < 8 || pcr > 14 || words_next(line, &word))
		return because(reason, -EINVAL,
			       "expected require pcr, with 8 to 14");
	rules->ima_pcr = (uint32_t)pcr;
	return 0;
}

static int require(struct rules *rules, const struct bytes *what,
		   struct bytes *line, struct reason *reason)
{
	struct bytes word;
	size_t i = 0;
	int err = 0;

	if (bytes_are(*what, "pcr"))
		return set_pcr(rules, line, reason);
	while (i < ARRAY_SIZE(lists) && !bytes_are(*what, lists[i].name))
		i++;
	if (i == ARRAY_SIZE(lists))
		return because(reason, -EINVAL,
			       "expected require with execute-record, cmdline, "
			       "records, quote, safe-clock, pcr, composition, "
			       "measured or measured-only");
	rules->measured_only |= lists[i].add == add_file;
	if (!words_next(line, &word))
		return lists[i].add == add_file ? 0 :
		       because(reason, -EINVAL, "missing value");
	do {
		err = lists[i].add(rules, word, reason);
	} while (!err && words_next(line, &word));
	return err;
}

static int parse_line(void *to, struct bytes line, struct reason *reason)
{
	struct rules *rules = to;
	struct bytes verb, what;
	size_t i;

	if (memchr(line.data, '\0', line.size))
		return because(reason, -EINVAL, "NUL byte in the line");
	if (!words_next(&line, &verb) || *verb.data == '#')
		return 0;
	if (bytes_are(verb, "preset"))
		return preset(rules, line, reason);
	if (!bytes_are(verb, "allow") && !bytes_are(verb, "require"))
		return because(reason, -EINVAL,
			       "expected allow, require or preset");
	words_next(&line, &what);
	for (i = 0; i < ARRAY_SIZE(switches); i++) {
		if (!bytes_are(verb, switches[i].verb) ||
		    !bytes_are(what, switches[i].name))
			continue;
		if (words_next(&line, &verb))
			return because(reason, -EINVAL,
				       "unexpected word at its end");
		*(bool *)((char *)rules + switches[i].at) = true;
		return 0;
	}
	if (bytes_are(verb, "require"))
		return require(rules, &what, &line, reason);
	return because(reason, -EINVAL,
		       "expected allow with violations, kexec-load, no-kexec, "
		       "unproven, sha1, replaced, pending, crash, failed, "
		       "unrecorded, any-cmdline, unrestricted-key or "
		       "extended-pcrs");
}

const char *rules_allowed(const struct rules *rules, size_t *i)
{
	while (*i < ARRAY_SIZE(switches)) {
		size_t at = (*i)++;

		if (*switches[at].verb == 'a' &&
		    *((const bool *)((const char *)rules + switches[at].at)))
			return switches[at].name;
	}
	return NULL;
}

bool rules_want(const struct rules *rules, const char *composition)
{
	size_t i = 0;

	while (i < rules->nr_compositions &&
	       strcmp(rules->compositions[i], composition))
		i++;
	return i < rules->nr_compositions;
}

bool rules_count(struct rules *rules, const char *text)
{
	struct bytes rest = bytes_of(text);

	rules->has_reset_count = true;
	return words_take_number(&rest, 10, &rules->reset_count) &&
	       (!bytes_prefix(&rest, ",") ||
		words_take_number(&rest, 10, &rules->restart_count)) &&
	       !rest.size;
}

int rules_parse(struct rules *rules, struct bytes file, struct reason *reason)
{
	return words_each_line(file, rules, parse_line, reason);
}

void rules_free(struct rules *rules)
{
	size_t i;

	for (i = 0; i < rules->nr_compositions; i++)
		free(rules->compositions[i]);
	free(rules->compositions);
	free(rules->files);
	*rules = RULES_INIT;
}
