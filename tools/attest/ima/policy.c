// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The rules of an IMA policy. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/template.h"
#include "ima/file.h"
#include "ima/policy.h"
#include "shared/util.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *word;
	enum ima_action action;
} actions[] = {
	{ "measure",	   IMA_MEASURE },
	{ "dont_measure",  IMA_DONT_MEASURE },
	{ "appraise",	   IMA_APPRAISE },
	{ "dont_appraise", IMA_DONT_APPRAISE },
	{ "audit",	   IMA_AUDIT },
	{ "hash",	   IMA_HASH },
	{ "dont_hash",	   IMA_DONT_HASH },
};

static const struct {
	const char *word;
	enum ima_func func;
} funcs[] = {
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
};

static const struct {
	const char *word;
	enum ima_mask mask;
} masks[] = {
	{ "MAY_READ",	IMA_MAY_READ },
	{ "MAY_WRITE",	IMA_MAY_WRITE },
	{ "MAY_EXEC",	IMA_MAY_EXEC },
	{ "MAY_APPEND",	IMA_MAY_APPEND },
};

/**
 * struct parser - a rule that is being parsed
 * @has_action: It has one already.
 * @reason:     For what is wrong.
 */
struct parser {
	struct ima_rule *rule;
	bool has_action;
	struct reason *reason;
};

static int refuse(const struct parser *parser, const char *why,
		  const char *word)
{
	return because(parser->reason, -EINVAL, "line %zu: %s \"%.80s\"",
		       parser->rule->line, why, word);
}

static int set_text(const struct parser *parser, char **to, const char *value,
		    const char *word)
{
	if (*to)
		return refuse(parser, "given twice:", word);
	*to = xstrdup(value);
	return 0;
}

static int take_action(struct parser *parser, const char *word)
{
	size_t i;

	for (i = 0; i < NR(actions); i++) {
		if (strcmp(word, actions[i].word) != 0)
			continue;
		if (parser->has_action)
			return refuse(parser, "a second action:", word);
		parser->has_action = true;
		parser->rule->action = actions[i].action;
		return 1;
	}
	return 0;
}

static int take_func(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;
	size_t i;

	if (rule->func != IMA_FUNC_ANY)
		return refuse(parser, "a second func:", value);
	if (!*value)
		return refuse(parser, "no function:", "func=");
	for (i = 0; i < NR(funcs); i++) {
		if (strcmp(value, funcs[i].word) != 0)
			continue;
		rule->func = funcs[i].func;
		return 0;
	}
	/* One that a later kernel has is not one that bears on a load. */
	rule->func = IMA_FUNC_OTHER;
	return rule->unknown ? 0 :
	       set_text(parser, &rule->unknown, value, value);
}

static int take_mask(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;
	size_t i;

	if (rule->mask != IMA_MAY_NOTHING)
		return refuse(parser, "a second mask:", value);
	rule->inmask = *value == '^';
	value += rule->inmask;
	for (i = 0; i < NR(masks); i++)
		if (!strcmp(value, masks[i].word))
			rule->mask = masks[i].mask;
	return rule->mask != IMA_MAY_NOTHING ? 0 :
	       refuse(parser, "no mask:", value);
}

/* As kstrtoul(): a sign of "+", and no blanks. */
static bool number(const char *text, int base, unsigned long *value)
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

static int take_id(struct parser *parser, struct ima_id_condition *condition,
		   bool effective, char op, const char *value)
{
	unsigned long id;

	if (condition->op)
		return refuse(parser, "a second condition of its kind:", value);
	if (!number(value, 10, &id) || id >= UINT32_MAX)
		return refuse(parser, "no ID:", value);
	condition->op = op;
	condition->effective = effective;
	condition->id = (uint32_t)id;
	return 0;
}

static int take_uuid(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;
	const char *p = value;
	size_t i;

	if (rule->has_fsuuid)
		return refuse(parser, "a second fsuuid:", value);
	for (i = 0; i < sizeof(rule->fsuuid); i++) {
		char hex[3] = { 0 };

		if ((i == 4 || i == 6 || i == 8 || i == 10) && *p++ != '-')
			return refuse(parser, "no UUID:", value);
		if (!isxdigit((unsigned char)p[0]) ||
		    !isxdigit((unsigned char)p[1]))
			return refuse(parser, "no UUID:", value);
		memcpy(hex, p, 2);
		rule->fsuuid[i] = (uint8_t)strtoul(hex, NULL, 16);
		p += 2;
	}
	rule->has_fsuuid = true;
	return *p ? refuse(parser, "no UUID:", value) : 0;
}

static int take_appraise_type(struct parser *parser, const char *value)
{
	struct ima_rule *rule = parser->rule;

	if (!strcmp(value, "imasig"))
		rule->sig = IMA_SIG_IMASIG;
	else if (!strcmp(value, "imasig|modsig"))
		rule->sig = IMA_SIG_MODSIG;
	else if (!strcmp(value, "sigv3"))
		rule->sig = IMA_SIG_V3;
	else
		return refuse(parser, "not an appraise_type:", value);
	return 0;
}

static int take_labels(struct parser *parser, const char *value)
{
	size_t len = strlen(value);

	if (!len || value[0] == '|' || value[len - 1] == '|' ||
	    strstr(value, "||"))
		return refuse(parser, "an empty label:", value);
	return set_text(parser, &parser->rule->labels, value, value);
}

static int take_template(struct parser *parser, const char *value)
{
	const struct bytes name = { (const uint8_t *)value, strlen(value) };
	struct template template;

	if (parser->rule->action != IMA_MEASURE || !parser->has_action)
		return refuse(parser, "a template belongs to measure:", value);
	/* The kernel shows that of ima_template_fmt= without its format. */
	if (*value && !template_find(&template, name))
		return refuse(parser, "there is no template", value);
	return set_text(parser, &parser->rule->template, value, value);
}

static int take_number(struct parser *parser, const char *word,
		       const char *value)
{
	struct ima_rule *rule = parser->rule;
	unsigned long n;

	if (!strncmp(word, "pcr", 3)) {
		/* As many as the kernel's unsigned long has bits. */
		if (!number(value, 10, &n) || n > 63)
			return refuse(parser, "no PCR:", value);
		rule->pcr = (int)n;
		return 0;
	}
	if (rule->has_fsmagic || !number(value, 16, &rule->fsmagic))
		return refuse(parser, "no fsmagic, or a second one:", value);
	rule->has_fsmagic = true;
	return 0;
}

/* Names of hash_algo_name[], with "," between. */
static int take_algos(struct parser *parser, const char *value)
{
	const char *p = value;
	size_t len;

	for (;; p += len + 1) {
		len = strcspn(p, ",");
		if (!ima_algo_known(p, len))
			return refuse(parser, "not an algorithm in", value);
		if (!p[len])
			break;
	}
	return set_text(parser, &parser->rule->algos, value, value);
}

static int take_digest_type(struct parser *parser, const char *value)
{
	if (strcmp(value, "verity") != 0)
		return refuse(parser, "not a digest_type:", value);
	parser->rule->verity = true;
	return 0;
}

/* uid, euid, gid, egid, fowner and fgroup, with "=", "<" or ">". */
static int take_owner(struct parser *parser, const char *word, size_t len,
		      const char *value)
{
	struct ima_rule *rule = parser->rule;
	const struct {
		const char *name;
		struct ima_id_condition *condition;
		bool effective;
	} ids[] = {
		{ "uid",    &rule->uid,	   false },
		{ "euid",   &rule->uid,	   true },
		{ "gid",    &rule->gid,	   false },
		{ "egid",   &rule->gid,	   true },
		{ "fowner", &rule->fowner, false },
		{ "fgroup", &rule->fgroup, false },
	};
	size_t i;
	int err;

	for (i = 0; i < NR(ids); i++) {
		if (strlen(ids[i].name) != len ||
		    memcmp(word, ids[i].name, len) != 0)
			continue;
		err = take_id(parser, ids[i].condition, ids[i].effective,
			      word[len], value);
		return err ? err : 1;
	}
	return 0;
}

static bool is(const char *word, size_t len, const char *name)
{
	return strlen(name) == len && word[len] == '=' &&
	       !memcmp(word, name, len);
}

static int take_condition(struct parser *parser, const char *word)
{
	struct ima_rule *rule = parser->rule;
	size_t len = strcspn(word, "=<>");
	const char *value = word + len + 1;
	int taken;

	if (!word[len]) {
		if (!strcmp(word, "permit_directio"))
			return 0;
		return refuse(parser, "not known:", word);
	}
	taken = take_owner(parser, word, len, value);
	if (taken)
		return taken < 0 ? taken : 0;
	if (is(word, len, "func"))
		return take_func(parser, value);
	if (is(word, len, "mask"))
		return take_mask(parser, value);
	if (is(word, len, "fsmagic") || is(word, len, "pcr"))
		return take_number(parser, word, value);
	if (is(word, len, "fsuuid"))
		return take_uuid(parser, value);
	if (is(word, len, "fsname"))
		return set_text(parser, &rule->fsname, value, word);
	if (is(word, len, "template"))
		return take_template(parser, value);
	if (is(word, len, "label"))
		return take_labels(parser, value);
	if (is(word, len, "digest_type"))
		return take_digest_type(parser, value);
	if (is(word, len, "appraise_type"))
		return take_appraise_type(parser, value);
	if (is(word, len, "appraise_algos"))
		return take_algos(parser, value);
	if (is(word, len, "appraise_flag") || is(word, len, "keyrings"))
		return 0;
	if (!strncmp(word, "obj_", 4) || !strncmp(word, "subj_", 5)) {
		rule->lsm = true;
		return 0;
	}
	return rule->unknown ? 0 :
	       set_text(parser, &rule->unknown, word, word);
}

/* The combinations that ima_validate_rule() refuses, of those that matter. */
static int validate(const struct parser *parser)
{
	const struct ima_rule *rule = parser->rule;
	bool measures = rule->action == IMA_MEASURE ||
			rule->action == IMA_DONT_MEASURE;

	if (!parser->has_action)
		return refuse(parser, "no action:", rule->text);
	if (rule->pcr >= 0 && rule->action != IMA_MEASURE)
		return refuse(parser, "pcr= belongs to measure:", rule->text);
	if ((rule->sig || rule->algos) && rule->action != IMA_APPRAISE)
		return refuse(parser, "signatures belong to appraise:",
			      rule->text);
	/*
	 * The kernel wants digest_type= first when a policy is written, and
	 * shows it last.
	 */
	if (rule->sig && (rule->sig == IMA_SIG_V3) != rule->verity)
		return refuse(parser, "sigv3 goes with digest_type=verity, and nothing else does:",
			      rule->text);
	if (rule->labels && rule->func != IMA_FUNC_CRITICAL_DATA &&
	    !(rule->func == IMA_FUNC_INITRAMFS &&
	      rule->action == IMA_MEASURE))
		return refuse(parser, "label= belongs to CRITICAL_DATA, and to measure with KEXEC_INITRAMFS_CHECK:",
			      rule->text);
	if ((rule->func == IMA_FUNC_CMDLINE ||
	     rule->func == IMA_FUNC_CRITICAL_DATA) &&
	    (!measures || rule->mask != IMA_MAY_NOTHING || rule->verity))
		return refuse(parser, "a buffer can be measured, and nothing else:",
			      rule->text);
	if (rule->func == IMA_FUNC_CRITICAL_DATA &&
	    (rule->lsm || rule->has_fsmagic || rule->has_fsuuid ||
	     rule->fsname || rule->fowner.op || rule->fgroup.op ||
	     rule->uid.effective || rule->gid.effective))
		return refuse(parser, "critical data has no file:", rule->text);
	if (rule->verity && rule->func == IMA_FUNC_KERNEL)
		return refuse(parser, "no fs-verity digests of kernel images:",
			      rule->text);
	if (rule->verity && rule->func == IMA_FUNC_INITRAMFS &&
	    rule->action != IMA_APPRAISE)
		return refuse(parser, "fs-verity digests of parts can be appraised only:",
			      rule->text);
	if (rule->verity && rule->action == IMA_APPRAISE && !rule->sig)
		return refuse(parser, "digest_type=verity needs appraise_type=sigv3:",
			      rule->text);
	if (rule->sig == IMA_SIG_MODSIG && rule->func != IMA_FUNC_KERNEL &&
	    rule->func != IMA_FUNC_INITRAMFS && rule->func != IMA_FUNC_OTHER)
		return refuse(parser, "no appended signatures here:",
			      rule->text);
	return 0;
}

static void free_rule(struct ima_rule *rule)
{
	free(rule->text);
	free(rule->fsname);
	free(rule->template);
	free(rule->labels);
	free(rule->algos);
	free(rule->unknown);
}

/* @line is taken apart. */
static int parse_rule(struct ima_rule *rule, char *line, struct reason *reason)
{
	struct parser parser = { .rule = rule, .reason = reason };
	char *word, *save;
	int err;

	rule->text = xstrdup(line);
	for (word = strtok_r(line, " \t", &save); word;
	     word = strtok_r(NULL, " \t", &save)) {
		err = take_action(&parser, word);
		if (!err)
			err = take_condition(&parser, word);
		if (err < 0)
			return err;
	}
	return validate(&parser);
}

static int add_line(struct ima_rules *rules, size_t *capacity, size_t number,
		    char *line, struct reason *reason)
{
	if (rules->nr_rules == *capacity) {
		*capacity = *capacity ? *capacity * 2 : 16;
		rules->rules = xreallocarray(rules->rules, *capacity,
					     sizeof(*rules->rules));
	}
	rules->rules[rules->nr_rules] = (struct ima_rule){
		.line = number,
		.pcr = -1,
	};
	return parse_rule(&rules->rules[rules->nr_rules++], line, reason);
}

int ima_policy_parse(struct ima_rules *rules, const char *text, size_t size,
		     struct reason *reason)
{
	size_t capacity = 0, number = 0, len;
	char *copy, *line, *end;
	int err = 0;

	*rules = IMA_RULES_INIT;
	if (size > IMA_POLICY_MAX || memchr(text, '\0', size))
		return because(reason, -EINVAL, "this is no IMA policy");
	copy = xstrndup(text, size);
	for (line = copy; !err && line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		number++;
		line += strspn(line, " \t");
		for (len = strlen(line); len && strchr(" \t", line[len - 1]);)
			line[--len] = '\0';
		if (len && *line != '#')
			err = add_line(rules, &capacity, number, line, reason);
	}
	free(copy);
	return err;
}

void ima_policy_free(struct ima_rules *rules)
{
	size_t i;

	for (i = 0; i < rules->nr_rules; i++)
		free_rule(&rules->rules[i]);
	free(rules->rules);
	*rules = IMA_RULES_INIT;
}
