// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The rules of an IMA policy. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/template.h"
#include "ima/policy.h"
#include "shared/util.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

/* security.ima has their numbers, too. */
static const char *const algos[] = {
	"md4", "md5", "sha1", "rmd160", "sha256", "sha384", "sha512", "sha224",
	"rmd128", "rmd256", "rmd320", "wp256", "wp384", "wp512", "tgr128",
	"tgr160", "tgr192", "sm3", "streebog256", "streebog512", "sha3-256",
	"sha3-384", "sha3-512",
};

const char *ima_algo_name(unsigned int number)
{
	return number < NR(algos) ? algos[number] : NULL;
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

/* A word and its meaning.  Tables end with an empty one. */
struct word {
	const char *word;
	int value;
};

/* Returns the value, or -1. */
static int meaning(const struct word *words, const char *word)
{
	while (words->word && strcmp(words->word, word) != 0)
		words++;
	return words->word ? words->value : -1;
}

static const struct word actions[] = {
	{ "measure",	   IMA_MEASURE },
	{ "dont_measure",  IMA_DONT_MEASURE },
	{ "appraise",	   IMA_APPRAISE },
	{ "dont_appraise", IMA_DONT_APPRAISE },
	{ "audit",	   IMA_AUDIT },
	{ "hash",	   IMA_HASH },
	{ "dont_hash",	   IMA_DONT_HASH },
	{ NULL, 0 }
};

static const struct word funcs[] = {
	{ "KEXEC_KERNEL_CHECK",	   IMA_FUNC_KERNEL },
	{ "KEXEC_INITRAMFS_CHECK", IMA_FUNC_INITRAMFS },
	{ "KEXEC_CMDLINE",	   IMA_FUNC_CMDLINE },
	{ "CRITICAL_DATA",	   IMA_FUNC_CRITICAL_DATA },
	{ "POLICY_CHECK",	   IMA_FUNC_POLICY },
	{ "FILE_CHECK",		   IMA_FUNC_FILE },
	{ "PATH_CHECK",		   IMA_FUNC_FILE },
	{ "FILE_MMAP",		   IMA_FUNC_OTHER },
	{ "MMAP_CHECK",		   IMA_FUNC_OTHER },
	{ "MMAP_CHECK_REQPROT",	   IMA_FUNC_OTHER },
	{ "BPRM_CHECK",		   IMA_FUNC_OTHER },
	{ "CREDS_CHECK",	   IMA_FUNC_OTHER },
	{ "MODULE_CHECK",	   IMA_FUNC_OTHER },
	{ "FIRMWARE_CHECK",	   IMA_FUNC_OTHER },
	{ "KEY_CHECK",		   IMA_FUNC_OTHER },
	{ "SETXATTR_CHECK",	   IMA_FUNC_OTHER },
	{ NULL, 0 }
};

static const struct word masks[] = {
	{ "MAY_READ",	IMA_MASK_READ },
	{ "MAY_WRITE",	IMA_MASK_OTHER },
	{ "MAY_EXEC",	IMA_MASK_OTHER },
	{ "MAY_APPEND",	IMA_MASK_OTHER },
	{ NULL, 0 }
};

static const struct word appraise_types[] = {
	{ "imasig",	   IMA_SIG_IMASIG },
	{ "imasig|modsig", IMA_SIG_MODSIG },
	{ "sigv3",	   IMA_SIG_V3 },
	{ NULL, 0 }
};

/**
 * struct parser - a rule that is being parsed
 * @has_action: Its action has been parsed.
 * @word:       The current word.
 * @reason:     Receives the reason of a failure.
 */
struct parser {
	struct ima_rule *rule;
	bool has_action;
	const char *word;
	struct reason *reason;
};

static int refuse(const struct parser *parser, const char *why,
		  const char *word)
{
	return because(parser->reason, -EINVAL, "line %zu: %s \"%.80s\"",
		       parser->rule->line, why, word);
}

static int set_once(const struct parser *parser, const char **to,
		    const char *value, const char *word)
{
	if (*to)
		return refuse(parser, "duplicate", word);
	*to = value;
	return 0;
}

static int take_action(struct parser *parser, int action)
{
	if (parser->has_action)
		return refuse(parser, "second action", parser->word);
	parser->has_action = true;
	parser->rule->action = (enum ima_action)action;
	return 0;
}

static int take_func(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;
	int func = meaning(funcs, value);

	if (rule->func != IMA_FUNC_ANY)
		return refuse(parser, "duplicate func=", value);
	if (!*value)
		return refuse(parser, "missing function in", "func=");
	/* A function of a later kernel does not affect a load. */
	rule->func = func < 0 ? IMA_FUNC_OTHER : (enum ima_func)func;
	if (func < 0 && !rule->unknown)
		rule->unknown = value;
	return 0;
}

/* "^" makes no difference for a mask of one bit. */
static int take_mask(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;
	int mask;

	if (rule->mask != IMA_MASK_ANY)
		return refuse(parser, "duplicate mask=", value);
	value += *value == '^';
	mask = meaning(masks, value);
	if (mask < 0)
		return refuse(parser, "unknown mask", value);
	rule->mask = (enum ima_mask)mask;
	return 0;
}

/* As kstrtoul(): "+" is allowed, blanks are not. */
static bool read_number(const char *text, int base, unsigned long *value)
{
	char *end;

	if (*text == '+')
		text++;
	if (!isalnum((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoul(text, &end, base);
	return !errno && !*end;
}

/* uid, euid, gid, egid, fowner, fgroup. */
static int take_id(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;
	bool effective = *parser->word == 'e';
	struct ima_id_condition *condition;
	const char *word = parser->word + effective;
	unsigned long id;

	if (*word == 'f')
		condition = word[1] == 'o' ? &rule->fowner : &rule->fgroup;
	else
		condition = *word == 'u' ? &rule->uid : &rule->gid;
	if (condition->op)
		return refuse(parser, "duplicate condition on the same ID:", value);
	if (!read_number(value, 10, &id) || id >= UINT32_MAX)
		return refuse(parser, "invalid ID", value);
	*condition = (struct ima_id_condition){
		value[-1], effective, (uint32_t)id
	};
	return 0;
}

static int take_fsuuid(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;
	const char *p = value;
	size_t i;

	if (rule->has_fsuuid)
		return refuse(parser, "duplicate fsuuid=", value);
	for (i = 0; i < sizeof(rule->fsuuid); i++) {
		char hex[3] = { 0 };

		if ((i == 4 || i == 6 || i == 8 || i == 10) && *p++ != '-')
			return refuse(parser, "invalid UUID", value);
		if (!isxdigit((unsigned char)p[0]) ||
		    !isxdigit((unsigned char)p[1]))
			return refuse(parser, "invalid UUID", value);
		memcpy(hex, p, 2);
		rule->fsuuid[i] = (uint8_t)strtoul(hex, NULL, 16);
		p += 2;
	}
	rule->has_fsuuid = true;
	return *p ? refuse(parser, "invalid UUID", value) : 0;
}

static int take_fsmagic(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;

	if (rule->has_fsmagic || !read_number(value, 16, &rule->fsmagic))
		return refuse(parser, "invalid or duplicate fsmagic=", value);
	rule->has_fsmagic = true;
	return 0;
}

static int take_fsname(struct parser *parser, const char *value)
{
	return set_once(parser, &parser->rule->fsname, value, parser->word);
}

static int take_pcr(struct parser *parser, const char *value)
{
	unsigned long pcr;

	/* The bits of the kernel's unsigned long. */
	if (!read_number(value, 10, &pcr) || pcr > 63)
		return refuse(parser, "invalid PCR", value);
	parser->rule->pcr = (int)pcr;
	return 0;
}

static int take_appraise_type(struct parser *parser, const char *value)
{
	int type = meaning(appraise_types, value);

	if (type < 0)
		return refuse(parser, "unknown appraise_type", value);
	parser->rule->sig = (enum ima_sig)type;
	return 0;
}

/* Names of algorithms, separated by ",". */
static int take_algos(struct parser *parser, const char *value)
{
	const char *p;
	size_t i, size;

	for (p = value; p; p = p[size] ? p + size + 1 : NULL) {
		size = strcspn(p, ",");
		for (i = 0; i < NR(algos); i++)
			if (strlen(algos[i]) == size &&
			    !memcmp(algos[i], p, size))
				break;
		if (i == NR(algos))
			return refuse(parser, "unknown algorithm in", value);
	}
	return set_once(parser, &parser->rule->algos, value, value);
}

static int take_digest_type(struct parser *parser, const char *value)
{
	if (strcmp(value, "verity") != 0)
		return refuse(parser, "unknown digest_type", value);
	parser->rule->verity = true;
	return 0;
}

static int take_labels(struct parser *parser, const char *value)
{
	size_t size = strlen(value);

	if (!size || value[0] == '|' || value[size - 1] == '|' ||
	    strstr(value, "||"))
		return refuse(parser, "empty label in", value);
	return set_once(parser, &parser->rule->labels, value, value);
}

static int take_template(struct parser *parser, const char *value)
{
	const struct bytes name = { (const uint8_t *)value, strlen(value) };
	struct template template;

	if (parser->rule->action != IMA_MEASURE || !parser->has_action)
		return refuse(parser, "template= is only valid after measure:", value);
	/* The kernel shows the template of ima_template_fmt= as "". */
	if (*value && !template_find(&template, name))
		return refuse(parser, "unknown template", value);
	return set_once(parser, &parser->rule->template, value, value);
}

/* Accept a condition that makes no difference here. */
static int take_nothing(struct parser *parser, const char *value)
{
	(void)parser;
	(void)value;
	return 0;
}

static const struct {
	const char *name;
	const char *ops;
	int (*take)(struct parser *parser, const char *value);
} conditions[] = {
	{ "func",	    "=",   take_func },
	{ "mask",	    "=",   take_mask },
	{ "fsmagic",	    "=",   take_fsmagic },
	{ "fsname",	    "=",   take_fsname },
	{ "fsuuid",	    "=",   take_fsuuid },
	{ "uid",	    "=<>", take_id },
	{ "euid",	    "=<>", take_id },
	{ "gid",	    "=<>", take_id },
	{ "egid",	    "=<>", take_id },
	{ "fowner",	    "=<>", take_id },
	{ "fgroup",	    "=<>", take_id },
	{ "pcr",	    "=",   take_pcr },
	{ "template",	    "=",   take_template },
	{ "label",	    "=",   take_labels },
	{ "digest_type",    "=",   take_digest_type },
	{ "appraise_type",  "=",   take_appraise_type },
	{ "appraise_algos", "=",   take_algos },
	{ "appraise_flag",  "=",   take_nothing },
	{ "keyrings",	    "=",   take_nothing },
};

static int take_word(struct parser *parser, const char *word)
{
	size_t i, size = strcspn(word, "=<>");
	int action = meaning(actions, word);

	parser->word = word;
	if (action >= 0)
		return take_action(parser, action);
	if (!word[size])
		return strcmp(word, "permit_directio") ?
		       refuse(parser, "unknown keyword", word) : 0;
	for (i = 0; i < NR(conditions); i++)
		if (strlen(conditions[i].name) == size &&
		    !memcmp(conditions[i].name, word, size) &&
		    strchr(conditions[i].ops, word[size]))
			return conditions[i].take(parser, word + size + 1);
	if (!strncmp(word, "obj_", 4) || !strncmp(word, "subj_", 5))
		parser->rule->lsm = true;
	else if (!parser->rule->unknown)
		parser->rule->unknown = word;
	return 0;
}

/* Combinations that ima_validate_rule() refuses. */
static int validate(const struct parser *parser)
{
	const struct ima_rule *rule = parser->rule;
	enum ima_action action = rule->action;
	enum ima_func func = rule->func;
	bool critical = func == IMA_FUNC_CRITICAL_DATA;
	bool part = func == IMA_FUNC_INITRAMFS;
	const struct {
		bool wrong;
		const char *why;
	} checks[] = {
		{ !parser->has_action, "missing action in" },
		{ rule->pcr >= 0 && action != IMA_MEASURE,
		  "pcr= is only valid with measure:" },
		{ (rule->sig || rule->algos) && action != IMA_APPRAISE,
		  "appraise_type= and appraise_algos= are only valid with appraise:" },
		/*
		 * The kernel wants digest_type= first when a policy is
		 * written, and shows it last.
		 */
		{ rule->sig && (rule->sig == IMA_SIG_V3) != rule->verity,
		  "appraise_type=sigv3 and digest_type=verity require each other:" },
		{ rule->labels && !critical &&
		  !(part && action == IMA_MEASURE),
		  "label= is only valid with CRITICAL_DATA, or to measure KEXEC_INITRAMFS_CHECK:" },
		{ (func == IMA_FUNC_CMDLINE || critical) &&
		  ((action != IMA_MEASURE && action != IMA_DONT_MEASURE) ||
		   rule->mask != IMA_MASK_ANY || rule->verity),
		  "a buffer can only be measured:" },
		{ critical &&
		  (rule->lsm || rule->has_fsmagic || rule->has_fsuuid ||
		   rule->fsname || rule->fowner.op || rule->fgroup.op ||
		   rule->uid.effective || rule->gid.effective),
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

	for (i = 0; i < NR(checks); i++)
		if (checks[i].wrong)
			return refuse(parser, checks[i].why, rule->text);
	return 0;
}

/* @text and @words are copies of the line; @words is split. */
static int add_rule(struct ima_rules *rules, size_t line, const char *text,
		    char *words, struct reason *reason)
{
	struct parser parser = { .reason = reason };
	char *word;
	int err = 0;

	rules->rules = xreallocarray(rules->rules, rules->nr_rules + 1,
				     sizeof(*rules->rules));
	parser.rule = &rules->rules[rules->nr_rules++];
	*parser.rule = (struct ima_rule){
		.line = line, .text = text, .pcr = -1,
	};
	while (!err && (word = strsep(&words, " \t")))
		if (*word)
			err = take_word(&parser, word);
	return err ? err : validate(&parser);
}

int ima_policy_parse(struct ima_rules *rules, const char *text, size_t size,
		     struct reason *reason)
{
	char *line, *rest, *words;
	size_t number = 0, len;
	int err = 0;

	*rules = IMA_RULES_INIT;
	if (size > IMA_POLICY_MAX || memchr(text, '\0', size))
		return because(reason, -EINVAL, "not an IMA policy");
	rest = rules->text = xstrndup(text, size);
	rules->words = xstrndup(text, size);
	while (!err && (line = strsep(&rest, "\n"))) {
		number++;
		line += strspn(line, " \t");
		for (len = strlen(line); len && strchr(" \t", line[len - 1]);)
			line[--len] = '\0';
		words = rules->words + (line - rules->text);
		words[len] = '\0';
		if (len && *line != '#')
			err = add_rule(rules, number, line, words, reason);
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
