// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* IMA policies: ima_parse_rule() and ima_match_rules() of the kernel. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evidence/template.h"
#include "ima/policy.h"
#include "shared/command.h"
#include "shared/util.h"

/* security.ima has their numbers, too. */
static const char *const algos[] = {
	"md4", "md5", "sha1", "rmd160", "sha256", "sha384", "sha512", "sha224",
	"rmd128", "rmd256", "rmd320", "wp256", "wp384", "wp512", "tgr128",
	"tgr160", "tgr192", "sm3", "streebog256", "streebog512", "sha3-256",
	"sha3-384", "sha3-512",
};

const char *ima_algo_name(unsigned int number)
{
	return number < ARRAY_SIZE(algos) ? algos[number] : NULL;
}

const char *ima_algo_named(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(algos); i++)
		if (strlen(algos[i]) == size && !memcmp(algos[i], name, size))
			return algos[i];
	return NULL;
}

bool ima_list_has(const char *list, char separator, const char *word)
{
	size_t size = strlen(word);

	while (strncmp(list, word, size) != 0 ||
	       (list[size] && list[size] != separator)) {
		list = strchr(list, separator);
		if (!list)
			return false;
		list++;
	}
	return true;
}

static const char *const actions[] = {
	[IMA_MEASURE]	    = "measure",
	[IMA_DONT_MEASURE]  = "dont_measure",
	[IMA_APPRAISE]	    = "appraise",
	[IMA_DONT_APPRAISE] = "dont_appraise",
	[IMA_AUDIT]	    = "audit",
	[IMA_HASH]	    = "hash",
	[IMA_DONT_HASH]	    = "dont_hash",
};

static const char *const funcs[] = {
	[IMA_FUNC_KERNEL]	 = "KEXEC_KERNEL_CHECK",
	[IMA_FUNC_INITRAMFS]	 = "KEXEC_INITRAMFS_CHECK",
	[IMA_FUNC_CMDLINE]	 = "KEXEC_CMDLINE",
	[IMA_FUNC_CRITICAL_DATA] = "CRITICAL_DATA",
	[IMA_FUNC_POLICY]	 = "POLICY_CHECK",
	[IMA_FUNC_FILE]		 = "FILE_CHECK",
};

/* They do not affect a load. */
static const char other_funcs[] =
	"FILE_MMAP MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK "
	"MODULE_CHECK FIRMWARE_CHECK KEY_CHECK SETXATTR_CHECK";

static const char *const appraise_types[] = {
	[IMA_SIG_IMASIG] = "imasig",
	[IMA_SIG_MODSIG] = "imasig|modsig",
	[IMA_SIG_V3]	 = "sigv3",
};

/* The place of a word, or 0. */
#define FIND(words, word)	find_word(words, ARRAY_SIZE(words), word)

static unsigned int find_word(const char *const *words, size_t n,
			      const char *word)
{
	while (--n && strcmp(words[n], word) != 0)
		;
	return (unsigned int)n;
}

/* As kstrtoul(): "+" is allowed, blanks are not. */
static bool is_number(const char *text, int base, unsigned long max)
{
	unsigned long value;
	char *end;

	text += *text == '+';
	errno = 0;
	value = strtoul(text, &end, base);
	return isalnum((unsigned char)*text) && !errno && !*end && value <= max;
}

static bool is_uuid(const char *value)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i;

	/* Up to and with the NUL. */
	for (i = 0; i < sizeof(form); i++)
		if (form[i] == 'x' ? !isxdigit((unsigned char)value[i]) :
				     value[i] != form[i])
			return false;
	return true;
}

/* The kernel shows the template of ima_template_fmt= as "". */
static bool is_template(const char *value)
{
	struct template template;

	return !*value || template_find(&template, bytes_of(value));
}

static bool are_algos(const char *value)
{
	size_t size;

	do {
		size = strcspn(value, ",");
		if (!ima_algo_named(value, size))
			return false;
		value += size;
	} while (*value++);
	return true;
}

static bool are_labels(const char *value)
{
	return !ima_list_has(value, '|', "");
}

static bool is_word(const char *value)
{
	return *value;
}

#define AT(field)	offsetof(struct ima_rule, field)

#define ID(name) \
	{ #name, AT(name), "invalid ID", "=<>", .max = UINT32_MAX - 1 }

/**
 * struct condition - a condition that rules can have
 * @wrong:  Message for an invalid value.
 * @ops:    Operators; NULL for "=" only.
 * @again:  A second one takes the place of the first.
 * @max:    The value is a number up to that, hexadecimal for @hex;
 * @words:  or one of these;
 * @valid:  or tells this function; else it may be anything.
 */
static const struct condition {
	const char *name;
	size_t offset;
	const char *wrong;
	const char *ops;
	bool again;
	bool hex;
	unsigned long max;
	const char *words;
	bool (*valid)(const char *value);
} conditions[] = {
	ID(uid), ID(euid), ID(gid), ID(egid), ID(fowner), ID(fgroup),
	{ "func", AT(function), "missing function in", .valid = is_word },
	/* "^" makes no difference for a mask of one bit. */
	{ "mask", AT(mask), "unknown mask",
	  .words = "MAY_READ MAY_WRITE MAY_EXEC MAY_APPEND "
		   "^MAY_READ ^MAY_WRITE ^MAY_EXEC ^MAY_APPEND" },
	{ "fsmagic", AT(fsmagic), "invalid fsmagic", .hex = true,
	  .max = ULONG_MAX },
	{ "fsname", AT(fsname), .again = true },
	{ "fsuuid", AT(fsuuid), "invalid UUID", .valid = is_uuid },
	/* The bits of the kernel's unsigned long. */
	{ "pcr", AT(pcr_text), "invalid PCR", .again = true, .max = 63 },
	{ "template", AT(template), "unknown template", .valid = is_template },
	{ "label", AT(labels), "empty label in", .valid = are_labels },
	{ "digest_type", AT(verity), "unknown digest_type", .again = true,
	  .words = "verity" },
	{ "appraise_type", AT(appraise_type), "unknown appraise_type",
	  .again = true, .words = "imasig imasig|modsig sigv3" },
	{ "appraise_algos", AT(algos), "unknown algorithm in",
	  .valid = are_algos },
	{ "appraise_flag", AT(ignored), .again = true },
	{ "keyrings", AT(ignored), .again = true },
};

static bool is_valid(const struct condition *condition, const char *value)
{
	if (condition->max)
		return is_number(value, condition->hex ? 16 : 10,
				 condition->max);
	if (condition->words)
		return ima_list_has(condition->words, ' ', value);
	return !condition->valid || condition->valid(value);
}

/*
 * @size: Length of the name.  Returns a message, or NULL; @shown receives the
 * value, to show with it.
 */
static const char *take_condition(struct ima_rule *rule, const char *word,
				  size_t size, const char **shown)
{
	const struct condition *end = conditions + ARRAY_SIZE(conditions);
	const struct condition *condition = conditions;
	const char **value;

	while (condition < end &&
	       (strlen(condition->name) != size ||
		memcmp(condition->name, word, size) != 0 ||
		!strchr(condition->ops ?: "=", word[size])))
		condition++;
	if (condition == end) {
		if (!strncmp(word, "obj_", 4) || !strncmp(word, "subj_", 5))
			rule->lsm = true;
		else if (!rule->unknown)
			rule->unknown = word;
		return NULL;
	}
	value = (const char **)((char *)rule + condition->offset);
	if (*value && !condition->again)
		return "duplicate";
	*value = word + size + 1;
	if (**value)
		*shown = *value;
	if (value == &rule->template && rule->action != IMA_MEASURE)
		return "template= is only valid after measure:";
	return is_valid(condition, *value) ? NULL : condition->wrong;
}

static const char *take_action(struct ima_rule *rule, const char *word)
{
	unsigned int action = FIND(actions, word);

	if (!action)
		return strcmp(word, "permit_directio") ? "unknown keyword" :
							 NULL;
	if (rule->action != IMA_NO_ACTION)
		return "second action";
	rule->action = (enum ima_action)action;
	return NULL;
}

/* A function of a later kernel does not affect a load. */
static void find_func(struct ima_rule *rule)
{
	const char *name = rule->function;
	unsigned int func;

	if (!name)
		return;
	func = FIND(funcs, strcmp(name, "PATH_CHECK") ? name : "FILE_CHECK");
	rule->func = func ? (enum ima_func)func : IMA_FUNC_OTHER;
	if (!func && !ima_list_has(other_funcs, ' ', name))
		rule->unknown = name;
}

const char *ima_nearest(const char *word)
{
	const char *near = NULL;
	char name[32];
	size_t i, size = strcspn(word, "=<>");
	int best = 3, d;

	snprintf(name, sizeof(name), "%.*s", (int)size, word);
	for (i = 0; i < ARRAY_SIZE(conditions) + ARRAY_SIZE(funcs) - 1; i++) {
		const char *known = i < ARRAY_SIZE(conditions) ?
			conditions[i].name :
			funcs[i - ARRAY_SIZE(conditions) + 1];

		d = word_distance(name, known);
		if (d < best && d <= (int)strlen(known) / 2) {
			best = d;
			near = known;
		}
	}
	return near;
}

/* Combinations that ima_validate_rule() refuses, or ima_parse_rule(). */
static const char *validate(const struct ima_rule *rule, unsigned int version)
{
	bool sigv3 = rule->sig == IMA_SIG_V3, verity = rule->verity;
	bool any_file = version >= LINUX(7, 2);
	enum ima_action action = rule->action;
	enum ima_func func = rule->func;
	bool critical = func == IMA_FUNC_CRITICAL_DATA;
	bool part = func == IMA_FUNC_INITRAMFS;
	const struct {
		bool wrong;
		const char *why;
	} checks[] = {
		{ action == IMA_NO_ACTION, "missing action in" },
		{ rule->pcr >= 0 && action != IMA_MEASURE,
		  "pcr= is only valid with measure:" },
		{ (rule->uid && rule->euid) || (rule->gid && rule->egid),
		  "duplicate condition on the same ID:" },
		{ (rule->sig || rule->algos) && action != IMA_APPRAISE,
		  "appraise_type= and appraise_algos= are only valid with appraise:" },
		/*
		 * The kernel wants digest_type= first when a policy is
		 * written, and shows it last.
		 */
		{ rule->sig && sigv3 != verity && !any_file,
		  "before Linux 7.2, appraise_type=sigv3 and digest_type=verity require each other:" },
		{ rule->sig && !sigv3 && verity &&
		  rule->verity < rule->appraise_type,
		  "digest_type=verity is not valid before appraise_type=imasig:" },
		{ rule->labels && !critical &&
		  !(part && action == IMA_MEASURE),
		  "label= is only valid with CRITICAL_DATA, or to measure KEXEC_INITRAMFS_CHECK:" },
		{ (func == IMA_FUNC_CMDLINE || critical) &&
		  ((action != IMA_MEASURE && action != IMA_DONT_MEASURE) ||
		   rule->mask || rule->verity),
		  "a buffer can only be measured:" },
		{ critical &&
		  (rule->lsm || rule->fsmagic || rule->fsuuid ||
		   rule->fsname || rule->fowner || rule->fgroup ||
		   rule->euid || rule->egid),
		  "conditions on files are not valid with CRITICAL_DATA:" },
		{ rule->verity && func == IMA_FUNC_KERNEL,
		  "digest_type=verity is not valid with KEXEC_KERNEL_CHECK:" },
		{ rule->verity && part && action != IMA_APPRAISE,
		  "digest_type=verity is only valid to appraise KEXEC_INITRAMFS_CHECK:" },
		{ rule->verity && action == IMA_APPRAISE && !rule->sig,
		  "digest_type=verity requires appraise_type=sigv3:" },
		{ rule->sig == IMA_SIG_MODSIG && func != IMA_FUNC_KERNEL &&
		  !part && func != IMA_FUNC_OTHER,
		  "appraise_type=imasig|modsig is not valid with this function:" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(checks); i++)
		if (checks[i].wrong)
			return checks[i].why;
	return NULL;
}

/* @text and @words are copies of the line; @words is split. */
static int add_rule(struct ima_rules *rules, size_t line, const char *text,
		    char *words, unsigned int version, struct reason *reason)
{
	struct ima_rule *rule = XADD(rules->rules, rules->nr_rules);
	const char *word, *shown = text, *why = NULL;
	size_t size;

	*rule = (struct ima_rule){ .line = line, .text = text, .pcr = -1 };
	while (!why && (word = strsep(&words, " \t"))) {
		shown = word;
		size = strcspn(word, "=<>");
		if (word[size])
			why = take_condition(rule, word, size, &shown);
		else if (size)
			why = take_action(rule, word);
	}
	if (!why) {
		find_func(rule);
		if (rule->appraise_type)
			rule->sig = (enum ima_sig)FIND(appraise_types,
						       rule->appraise_type);
		if (rule->pcr_text)
			rule->pcr = atoi(rule->pcr_text);
		shown = text;
		why = validate(rule, version);
	}
	return why ? because(reason, -EINVAL, "line %zu: %s \"%.80s\"", line,
			     why, shown) : 0;
}

int ima_policy_parse(struct ima_rules *rules, const char *text, size_t size,
		     unsigned int version, struct reason *reason)
{
	char *line, *rest, *words;
	size_t number, len;
	int err = 0;

	*rules = IMA_RULES_INIT;
	if (size > IMA_POLICY_MAX || memchr(text, '\0', size))
		return because(reason, -EINVAL, "not an IMA policy");
	rest = rules->text = xstrndup(text, size);
	rules->words = xstrndup(text, size);
	for (number = 1; !err && (line = strsep(&rest, "\n")); number++) {
		line += strspn(line, " \t");
		for (len = strlen(line); len && strchr(" \t", line[len - 1]);)
			line[--len] = '\0';
		words = rules->words + (line - rules->text);
		words[len] = '\0';
		if (len && *line != '#')
			err = add_rule(rules, number, line, words, version,
				       reason);
	}
	return err;
}

void ima_policy_free(struct ima_rules *rules)
{
	free(rules->rules);
	free(rules->text);
	free(rules->words);
	*rules = IMA_RULES_INIT;
}

/* @value: Of a condition, behind its operator; NULL without one. */
static bool id_is(const char *value, uint32_t id)
{
	unsigned long wanted;

	if (!value)
		return true;
	wanted = strtoul(value, NULL, 10);
	return value[-1] == '<' ? id < wanted :
	       value[-1] == '>' ? id > wanted : id == wanted;
}

/* Without the capability to change IDs, only the effective ID counts. */
static bool ids_match(const char *real, const char *effective,
		      const struct ima_ids *ids)
{
	return id_is(real, ids->real) &&
	       (id_is(effective, ids->effective) ||
		(ids->capable && (id_is(effective, ids->saved) ||
				  id_is(effective, ids->real))));
}

static enum ima_match inode_match(const struct ima_rule *rule,
				  const struct ima_inode *inode)
{
	bool unknown = (rule->fsname && !inode->fsname) ||
		       (rule->fsuuid && !*inode->fsuuid);

	if ((rule->fsmagic &&
	     strtoul(rule->fsmagic, NULL, 16) != inode->fsmagic) ||
	    !id_is(rule->fowner, inode->owner) ||
	    !id_is(rule->fgroup, inode->group))
		return IMA_NO_MATCH;
	if ((rule->fsname && inode->fsname &&
	     strcmp(rule->fsname, inode->fsname)) ||
	    (rule->fsuuid && *inode->fsuuid &&
	     strcasecmp(rule->fsuuid, inode->fsuuid)))
		return IMA_NO_MATCH;
	return unknown ? IMA_MAY_MATCH : IMA_MATCHES;
}

/*
 * IMA measures a part with a label twice: by rules without label=, and by
 * measure rules with its label.
 */
static bool label_matches(const struct ima_rule *rule,
			  const struct ima_subject *subject)
{
	if (rule->labels)
		return subject->label &&
		       ima_list_has(rule->labels, '|', subject->label);
	return !(subject->func == IMA_FUNC_INITRAMFS && subject->label &&
		 rule->action == IMA_MEASURE);
}

enum ima_match ima_rule_match(const struct ima_rule *rule,
			      const struct ima_subject *subject)
{
	bool critical = subject->func == IMA_FUNC_CRITICAL_DATA;
	bool is_buffer = critical || subject->func == IMA_FUNC_CMDLINE;
	enum ima_match match = IMA_MATCHES;

	if (rule->func != subject->func &&
	    (rule->func != IMA_FUNC_ANY || critical))
		return IMA_NO_MATCH;
	/* The kernel reads files of a load; a buffer has no mask. */
	if (rule->mask && (is_buffer || !strstr(rule->mask, "MAY_READ")))
		return IMA_NO_MATCH;
	if (!label_matches(rule, subject) ||
	    !ids_match(rule->uid, rule->euid, &subject->cred->uid) ||
	    !ids_match(rule->gid, rule->egid, &subject->cred->gid))
		return IMA_NO_MATCH;
	if (subject->inode)
		match = inode_match(rule, subject->inode);
	if (match == IMA_MATCHES && (rule->lsm || rule->unknown))
		match = IMA_MAY_MATCH;
	return match;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Do both rules have the same effect?  @b: NULL for no rule. */
static bool same_effect(const struct ima_rule *a, const struct ima_rule *b,
			enum ima_action action)
{
	if (!b)
		return a->action != action;
	return a->action == b->action && a->pcr == b->pcr &&
	       same_text(a->template, b->template) && a->sig == b->sig &&
	       !a->verity == !b->verity && same_text(a->algos, b->algos);
}

struct ima_decision ima_decide(const struct ima_rules *rules,
			       const struct ima_subject *subject,
			       enum ima_action action)
{
	struct ima_decision decision = { NULL, NULL };
	size_t i;

	/* From the last one, as a rule hides those behind it. */
	for (i = rules->nr_rules; i--;) {
		const struct ima_rule *rule = &rules->rules[i];
		enum ima_match match = ima_rule_match(rule, subject);

		if (rule->action != action && rule->action != action + 1)
			continue;
		if (match == IMA_MATCHES)
			decision = (struct ima_decision){ rule, NULL };
		else if (match == IMA_MAY_MATCH &&
			 !same_effect(rule, decision.rule, action))
			decision.maybe = rule;
	}
	return decision;
}

const struct ima_rule *ima_wants_verity(const struct ima_rules *rules,
					const struct ima_subject *subject,
					const struct ima_rule **maybe)
{
	static const enum ima_action each[] = {
		IMA_MEASURE, IMA_APPRAISE, IMA_AUDIT, IMA_HASH,
	};
	struct ima_subject opening = *subject;
	size_t i, j;

	/* The effect of opening the file persists. */
	opening.func = IMA_FUNC_FILE;
	*maybe = NULL;
	for (i = 0; i < ARRAY_SIZE(each); i++) {
		struct ima_decision now = ima_decide(rules, subject, each[i]);
		struct ima_decision then = ima_decide(rules, &opening, each[i]);
		const struct ima_rule *const possible[] = {
			now.maybe, then.maybe, then.rule,
		};

		if (now.rule && now.rule->verity)
			return now.rule;
		for (j = 0; j < ARRAY_SIZE(possible); j++)
			if (possible[j] && possible[j]->verity)
				*maybe = possible[j];
	}
	return NULL;
}
