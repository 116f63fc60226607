// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Is what was loaded what may be booted?  By digest and order: names of files
 * are not looked at, and a label only counts if a known item asks for it.
 */
#include <stdio.h>
#include <string.h>

#include "judge.h"

/* How well an item fits, and so what is said if none fits entirely. */
enum fit {
	FIT_NOTHING,
	FIT_DIGEST,		/* in another role */
	FIT_ROLE,		/* with another label */
	FIT_LABEL,		/* too old */
	FIT_ALL,
};

struct judging {
	const struct known *known;
	const struct record *load;
	const struct finding *at;
	struct findings *findings;
	struct judged *judged;
};

static void found(const struct judging *j, struct finding finding)
{
	finding.entry = j->at->entry;
	finding.epoch = j->at->epoch;
	finding.context = j->at->context;
	findings_add(j->findings, finding);
}

static bool too_old(const struct known *known, const struct known_item *item)
{
	const struct known_name *name = &known->names[item->name];

	return name->has_minimum &&
	       (!item->versioned || item->version < name->minimum);
}

static enum fit fit(const struct known *known, const struct known_item *item,
		    enum known_role role, const char *label)
{
	if (item->role != KNOWN_ANY && item->role != role)
		return FIT_DIGEST;
	if (label && item->label && strcmp(label, item->label))
		return FIT_ROLE;
	return too_old(known, item) ? FIT_LABEL : FIT_ALL;
}

/* The item that fits best. */
static const struct known_item *best(const struct known *known,
				     const struct record_digest *digest,
				     enum known_role role, const char *label,
				     enum fit *how)
{
	const struct known_item *item, *found = NULL;

	*how = FIT_NOTHING;
	for (item = known_find(known, digest); item;
	     item = item->next) {
		enum fit this = fit(known, item, role, label);

		if (this > *how) {
			*how = this;
			found = item;
		}
	}
	return found;
}

/* Tell why the item does not fit; @part: its index, plus 1, or 0. */
static void misfit(const struct judging *j, const struct record_digest *digest,
		   const char *what, size_t part, enum finding_code unknown,
		   const struct known_item *item, enum fit how,
		   const char *label)
{
	struct shown_digest hex;
	struct shown name;
	struct finding finding = { unknown, .part = part, .s = { what } };

	if (how == FIT_ALL)
		return;
	finding.s[1] = show_digest(&hex, digest->algo, digest->value,
				   digest->size);
	if (item)
		finding.s[2] = show_text(&name,
					 j->known->names[item->name].text);
	if (how == FIT_DIGEST) {
		finding.code = FOUND_WRONG_ROLE;
		finding.s[3] = known_role_word(item->role);
	} else if (how == FIT_ROLE) {
		finding.code = FOUND_WRONG_LABEL;
		finding.s[3] = *item->label ? item->label : "-";
		finding.s[4] = *label ? label : "-";
	} else if (how == FIT_LABEL) {
		finding.code = item->versioned ? FOUND_TOO_OLD :
			       FOUND_TOO_OLD_UNVERSIONED;
		finding.n[0] = item->version;
		finding.n[1] = j->known->names[item->name].minimum;
	}
	found(j, finding);
}

/* Can this be what is called so?  If not because of age, that was said. */
static bool plays(const struct known *known, const struct record_digest *digest,
		  enum known_role role, const char *label, size_t name)
{
	const struct known_item *item;

	for (item = known_find(known, digest); item;
	     item = item->next)
		if (item->name == name &&
		    fit(known, item, role, label) >= FIT_LABEL)
			return true;
	return false;
}

/*
 * What is published of a part with an appended signature is the whole file, or
 * what was signed: the signature does not go into the image.
 */
static const struct record_digest *part_digest(const struct judging *j,
					       size_t i)
{
	const struct record_part *part = &j->load->parts[i];

	return known_find(j->known, &part->file) ||
	       !known_find(j->known, &part->digest) ?
	       &part->file : &part->digest;
}

static bool part_plays(const struct judging *j, size_t i, size_t name)
{
	return plays(j->known, part_digest(j, i), KNOWN_INITRD,
		     j->load->parts[i].label, name);
}

static void judge_parts(const struct judging *j)
{
	const struct record *load = j->load;
	size_t i;

	for (i = 0; i < load->nr_parts; i++) {
		const struct record_part *part = &load->parts[i];
		const struct record_digest *digest = part_digest(j, i);
		char what[96];
		enum fit how;

		j->judged->parts[i] = best(j->known, digest, KNOWN_INITRD,
					   part->label, &how);
		snprintf(what, sizeof(what), "part %zu (label \"%s\")", i,
			 *part->label ? part->label : "-");
		misfit(j, digest, what, i + 1, FOUND_UNKNOWN_PART,
		       j->judged->parts[i], how, part->label);
	}
}

/* What is wrong with where the part is, if it is this item? */
static struct finding place(const struct judging *j, size_t i,
			    const struct known_item *item)
{
	struct finding finding = { NR_FINDING_CODES, .part = i + 1 };
	size_t b, k;

	if (item->first && i)
		finding.s[1] = "must be the first part";
	else if (item->last && i + 1 < j->load->nr_parts)
		finding.s[1] = "must be the last part";
	if (finding.s[1]) {
		finding.code = FOUND_WRONG_ORDER;
		return finding;
	}
	for (b = 0; b < item->nr_before; b++) {
		for (k = 0; k < i; k++) {
			if (!part_plays(j, k, item->before[b]))
				continue;
			finding.code = FOUND_WRONG_ORDER_BEFORE;
			finding.n[0] = k;
			return finding;
		}
	}
	return finding;
}

/* Of the items that a part can be, one has to be in its place. */
static void judge_order(const struct judging *j)
{
	size_t i;

	for (i = 0; i < j->load->nr_parts; i++) {
		const char *label = j->load->parts[i].label;
		struct finding finding = { .code = NR_FINDING_CODES }, this;
		const struct known_item *item;
		struct shown name;

		for (item = known_find(j->known, part_digest(j, i)); item;
		     item = item->next) {
			if (fit(j->known, item, KNOWN_INITRD, label) <
			    FIT_LABEL)
				continue;
			this = place(j, i, item);
			show_text(&name, j->known->names[item->name].text);
			finding = this;
			if (finding.code == NR_FINDING_CODES)
				break;
		}
		finding.s[0] = name.text;
		if (finding.code != NR_FINDING_CODES)
			found(j, finding);
	}
}

/* The first part before @i that is the same, or @i. */
static size_t same_part(const struct judging *j, size_t i)
{
	const struct record_part *parts = j->load->parts;
	size_t k = 0;

	/* An appended signature makes another file, not another part. */
	while (k < i && !record_digest_equal(&parts[i].digest,
					     &parts[k].digest))
		k++;
	return k;
}

/* Without compositions: a part that is there twice does nothing good. */
static void judge_duplicates(const struct judging *j)
{
	size_t i, k;

	for (i = 1; i < j->load->nr_parts; i++) {
		k = same_part(j, i);
		if (k < i)
			found(j, (struct finding){ FOUND_DUPLICATE_PART,
						   .part = i + 1, .n = { k } });
	}
}

/*
 * Compositions
 */

/* A part of the initramfs, unless its items say that it is something else. */
static enum known_role member_role(const struct known *known,
				   const struct known_member *member)
{
	unsigned int roles = known->names[member->name].roles;

	if (roles & 1U << KNOWN_KERNEL)
		return KNOWN_KERNEL;
	return roles & 1U << KNOWN_CMDLINE ? KNOWN_CMDLINE : KNOWN_INITRD;
}

static bool kernel_and_cmdline(const struct judging *j,
			       const struct known_composition *composition)
{
	size_t m;

	for (m = 0; m < composition->nr_members; m++) {
		const struct known_member *member = &composition->members[m];
		enum known_role role = member_role(j->known, member);
		const struct record_digest *digest = role == KNOWN_KERNEL ?
			&j->load->kernel : &j->load->cmdline;

		if (role != KNOWN_INITRD &&
		    !plays(j->known, digest, role, NULL, member->name))
			return false;
	}
	return true;
}

/*
 * Are the parts the members, in order, with some or all of the optional ones?
 * reach[i]: the members so far can be the first i parts.
 */
static bool parts_are(const struct judging *j,
		      const struct known_composition *composition)
{
	bool reach[KEXEC_INITRD_MAX + 1] = { true };
	size_t n = j->load->nr_parts, m, i;

	for (m = 0; m < composition->nr_members; m++) {
		const struct known_member *member = &composition->members[m];

		if (member_role(j->known, member) != KNOWN_INITRD)
			continue;
		for (i = n; i > 0; i--)
			reach[i] = (reach[i] && member->optional) ||
				   (reach[i - 1] &&
				    part_plays(j, i - 1, member->name));
		reach[0] = reach[0] && member->optional;
	}
	return reach[n];
}

static bool member_missing(const struct judging *j,
			   const struct known_member *member)
{
	size_t i;

	if (member->optional ||
	    member_role(j->known, member) != KNOWN_INITRD)
		return false;
	for (i = 0; i < j->load->nr_parts; i++)
		if (part_plays(j, i, member->name))
			return false;
	return true;
}

static bool part_extra(const struct judging *j, size_t i,
		       const struct known_composition *composition)
{
	size_t m;

	for (m = 0; m < composition->nr_members; m++)
		if (part_plays(j, i, composition->members[m].name))
			return false;
	return true;
}

static size_t distance(const struct judging *j,
		       const struct known_composition *composition)
{
	size_t i, n = !kernel_and_cmdline(j, composition);

	for (i = 0; i < composition->nr_members; i++)
		n += member_missing(j, &composition->members[i]);
	for (i = 0; i < j->load->nr_parts; i++)
		n += part_extra(j, i, composition);
	return n;
}

static void explain_order(const struct judging *j, const char *name)
{
	size_t i, k;

	for (i = 1; i < j->load->nr_parts; i++) {
		k = same_part(j, i);
		if (k == i)
			continue;
		found(j, (struct finding){ FOUND_DUPLICATE_PART_CLOSEST,
					   .part = i + 1, .n = { k },
					   .s = { name } });
		return;
	}
	found(j, (struct finding){ FOUND_WRONG_ORDER_ALL, .s = { name } });
}

/* What keeps the load from being this composition. */
static void explain(const struct judging *j,
		    const struct known_composition *composition)
{
	const struct known_name *names = j->known->names;
	struct shown shown, part;
	const char *name = show_text(&shown, composition->name);
	bool parts = true;
	size_t i;

	for (i = 0; i < composition->nr_members; i++) {
		const struct known_member *member = &composition->members[i];

		if (!member_missing(j, member))
			continue;
		parts = false;
		show_text(&part, names[member->name].text);
		found(j, (struct finding){ FOUND_MISSING_PART,
					   .s = { part.text, name } });
	}
	for (i = 0; i < j->load->nr_parts; i++) {
		const struct known_item *item = j->judged->parts[i];

		if (!part_extra(j, i, composition))
			continue;
		parts = false;
		/* What is not known at all has been said. */
		if (!item)
			continue;
		show_text(&part, names[item->name].text);
		found(j, (struct finding){ FOUND_EXTRA_PART, .part = i + 1,
					   .s = { part.text, name } });
	}
	if (parts && !parts_are(j, composition))
		explain_order(j, name);
	if (!kernel_and_cmdline(j, composition))
		found(j, (struct finding){ FOUND_WRONG_COMPOSITION,
					   .s = { name } });
}

static void judge_composition(const struct judging *j)
{
	const struct known_composition *closest = NULL;
	size_t i, nearest = SIZE_MAX;

	for (i = 0; i < j->known->nr_compositions; i++) {
		const struct known_composition *composition =
			&j->known->compositions[i];
		size_t d = distance(j, composition);

		if (!d && parts_are(j, composition)) {
			j->judged->composition = composition;
			return;
		}
		if (d < nearest) {
			nearest = d;
			closest = composition;
		}
	}
	if (closest)
		explain(j, closest);
	else
		judge_duplicates(j);
}

static void judge_cmdline(const struct judging *j, const struct rules *rules,
			  const struct load *load)
{
	const struct record_digest *digest = &load->manifest.cmdline;
	struct judged *judged = j->judged;
	const struct known_item *item;
	enum fit how;
	bool text;

	item = judged->cmdline = best(j->known, digest, KNOWN_CMDLINE, NULL,
				      &how);
	judged->cmdline_judged = rules->require_cmdline ||
				 j->known->has_cmdlines;
	if (judged->cmdline_judged)
		misfit(j, digest, "the command line", 0, FOUND_UNKNOWN_CMDLINE,
		       item, how, NULL);
	text = item && item->role == KNOWN_CMDLINE && item->is_text;
	judged->records_known = load->cmdline || text;
	judged->records_required = load->cmdline ?
		cmdline_requires_records(load->cmdline, load->cmdline_size) :
		text && item->requires_records;
}

/* What the kernel that is loaded has to refuse.  A crash has its own list. */
static void judge_requirement(const struct judging *j,
			      const struct rules *rules)
{
	if (rules->require_records && !j->load->crash &&
	    !j->judged->records_required)
		found(j, (struct finding){
			.code = j->judged->records_known ?
				FOUND_RECORDS_NOT_REQUIRED :
				FOUND_RECORDS_UNKNOWN });
}

void judge_load(const struct known *known, const struct rules *rules,
		const struct load *load, const struct finding *at,
		struct findings *findings, struct judged *judged)
{
	const struct judging j = {
		.known = known, .load = &load->manifest, .at = at,
		.findings = findings, .judged = judged,
	};
	enum fit how;

	memset(judged, 0, sizeof(*judged));
	judged->kernel = best(known, &j.load->kernel, KNOWN_KERNEL, NULL, &how);
	misfit(&j, &j.load->kernel, "the kernel", 0, FOUND_UNKNOWN_KERNEL,
	       judged->kernel, how, NULL);
	judge_parts(&j);
	judge_cmdline(&j, rules, load);
	judge_order(&j);
	judge_composition(&j);
	judge_requirement(&j, rules);
}
