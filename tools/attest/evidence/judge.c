// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Judge a load by known digests and their order.  Names of files do not count,
 * and a label only if a known item asks for it.
 */
#include <stdio.h>
#include <string.h>

#include "judge.h"

/* How well an item fits, which decides on the finding. */
enum fit {
	FIT_NOTHING,
	FIT_DIGEST,		/* in another role */
	FIT_ROLE,		/* with another label */
	FIT_LABEL,		/* too old, or expired */
	FIT_ALL,
};

/* Something that was loaded. */
struct subject {
	char what[72];			/* to call it in a sentence */
	enum known_role role;
	size_t part;			/* from 1, or 0 if it is no part */
	const char *label;		/* NULL if it can have none */
	const struct digest *digest;
	const struct known_item *items;	/* with its digest */
	const struct known_item *best;	/* the item that fits best, or NULL */
	enum fit how;
};

struct judging {
	const struct known *known;
	const struct record *load;
	struct place at;
	struct findings *findings;
	struct judged *judged;
	struct subject kernel;
	struct subject cmdline;
	struct subject parts[KEXEC_INITRD_MAX];
};

/* @part: the index of the part, plus 1, or 0. */
static struct place at(const struct judging *j, size_t part)
{
	struct place at = j->at;

	at.part = part;
	return at;
}

static bool too_old(const struct known_item *item)
{
	return item->name->has_minimum &&
	       (!item->versioned || item->version < item->name->minimum);
}

static bool expired(const struct judging *j, const struct known_item *item)
{
	return item->expires && j->known->clock &&
	       item->expires <= j->known->clock(NULL);
}

static enum fit fit(const struct judging *j, const struct subject *subject,
		    const struct known_item *item)
{
	if (item->role != KNOWN_ANY && item->role != subject->role)
		return FIT_DIGEST;
	if (subject->label && item->label &&
	    strcmp(subject->label, item->label))
		return FIT_ROLE;
	return too_old(item) || expired(j, item) ? FIT_LABEL : FIT_ALL;
}

static void look_up(const struct judging *j, struct subject *subject,
		    const struct digest *digest)
{
	const struct known_item *item;

	subject->digest = digest;
	subject->items = known_find(j->known, digest);
	for (item = subject->items; item; item = item->next) {
		enum fit this = fit(j, subject, item);

		if (this > subject->how) {
			subject->how = this;
			subject->best = item;
		}
	}
}

/* Tell why not even the item that fits best does. */
static void misfit(const struct judging *j, const struct subject *subject,
		   const char *unknown)
{
	const struct known_item *item = subject->best;
	const struct place place = at(j, subject->part);
	const char *what = subject->what;
	char hex[DIGEST_TEXT_MAX];
	struct shown name;
	char version[32] = " without a version,";

	digest_text(subject->digest, hex);
	show_text(&name, item ? item->name->text : "");
	if (item && item->versioned)
		snprintf(version, sizeof(version), " version %llu,",
			 (unsigned long long)item->version);
	switch (subject->how) {
	case FIT_NOTHING:
		findings_add(j->findings, place, unknown, "%s is unknown: %s%s",
			     what, hex, subject->role != KNOWN_CMDLINE ? "" :
			     " (no rule \"allow any-cmdline\")");
		break;
	case FIT_DIGEST:
		findings_add(j->findings, place, "wrong-role",
			     "%s is \"%s\", known only as %s: %s", what,
			     name.text, known_roles[item->role], hex);
		break;
	case FIT_ROLE:
		findings_add(j->findings, place, "wrong-label",
			     "%s is \"%s\", whose label must be \"%s\", not \"%s\": %s",
			     what, name.text, *item->label ? item->label : "-",
			     *subject->label ? subject->label : "-", hex);
		break;
	case FIT_LABEL:
		if (!too_old(item)) {
			findings_add(j->findings, place, "expired",
				     "%s is \"%s\", which has expired: %s",
				     what, name.text, hex);
			break;
		}
		findings_add(j->findings, place, "too-old",
			     "%s is \"%s\"%s the minimum is %llu: %s", what,
			     name.text, version,
			     (unsigned long long)item->name->minimum, hex);
		break;
	case FIT_ALL:
		break;
	}
}

static bool has_name(const struct judging *j, const struct subject *subject,
		     const struct known_name *name, enum fit least)
{
	const struct known_item *item;

	for (item = subject->items; item; item = item->next)
		if (item->name == name && fit(j, subject, item) >= least)
			return true;
	return false;
}

/* How well an item has to fit: if all are too old, that was told. */
static enum fit least(const struct subject *subject)
{
	return subject->how == FIT_ALL ? FIT_ALL : FIT_LABEL;
}

/* Can it be an item of this name? */
static bool plays(const struct judging *j, const struct subject *subject,
		  const struct known_name *name)
{
	return has_name(j, subject, name, least(subject));
}

/* May the part be where it is, if it is this item?  Else @why. */
static bool in_place(const struct judging *j, size_t i,
		     const struct known_item *item, char why[64])
{
	size_t b, k;

	if (item->first && i) {
		strcpy(why, "must be the first part");
		return false;
	}
	if (item->last && i + 1 < j->load->nr_parts) {
		strcpy(why, "must be the last part");
		return false;
	}
	for (b = 0; b < item->nr_before; b++) {
		for (k = 0; k < i; k++) {
			/* Be it too old. */
			if (!has_name(j, &j->parts[k], item->before[b],
				      FIT_LABEL))
				continue;
			snprintf(why, 64, "must come before part %zu", k);
			return false;
		}
	}
	return true;
}

/* Of the items that a part can be, one has to be in its place. */
static void judge_order(const struct judging *j)
{
	size_t i;

	for (i = 0; i < j->load->nr_parts; i++) {
		const struct known_item *item, *misplaced = NULL;
		struct shown name;
		char why[64];

		for (item = j->parts[i].items; item; item = item->next) {
			if (fit(j, &j->parts[i], item) < least(&j->parts[i]))
				continue;
			misplaced = in_place(j, i, item, why) ? NULL : item;
			if (!misplaced)
				break;
		}
		if (misplaced)
			findings_add(j->findings, at(j, i + 1), "wrong-order",
				     "part %zu, \"%s\", %s", i,
				     show_text(&name, misplaced->name->text),
				     why);
	}
}

/* The first part before @i that is the same, or @i. */
static size_t same_part(const struct judging *j, size_t i)
{
	const struct record_part *parts = j->load->parts;
	size_t k = 0;

	/* An appended signature makes another file, not another part. */
	while (k < i && digest_compare(&parts[i].digest,
					      &parts[k].digest))
		k++;
	return k;
}

/* Without compositions: no part may be there twice. */
static void judge_duplicates(const struct judging *j)
{
	size_t i, k;

	for (i = 1; i < j->load->nr_parts; i++) {
		k = same_part(j, i);
		if (k < i)
			findings_add(j->findings, at(j, i + 1),
				     "duplicate-part",
				     "part %zu is the same as part %zu", i, k);
	}
}

/* The kernel or the command line, by the roles of its items; else NULL. */
static const struct subject *whole(const struct judging *j,
				   const struct known_member *member)
{
	if (member->name->roles & 1U << KNOWN_KERNEL)
		return &j->kernel;
	return member->name->roles & 1U << KNOWN_CMDLINE ? &j->cmdline : NULL;
}

static bool kernel_and_cmdline(const struct judging *j,
			       const struct known_composition *composition)
{
	size_t m;

	for (m = 0; m < composition->nr_members; m++) {
		const struct known_member *member = &composition->members[m];
		const struct subject *subject = whole(j, member);

		if (subject && !plays(j, subject, member->name))
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

		if (whole(j, member))
			continue;
		for (i = n; i > 0; i--)
			reach[i] = (reach[i] && member->optional) ||
				   (reach[i - 1] &&
				    plays(j, &j->parts[i - 1], member->name));
		reach[0] = reach[0] && member->optional;
	}
	return reach[n];
}

static bool is_missing(const struct judging *j,
		       const struct known_member *member)
{
	size_t i;

	if (member->optional || whole(j, member))
		return false;
	for (i = 0; i < j->load->nr_parts; i++)
		if (plays(j, &j->parts[i], member->name))
			return false;
	return true;
}

static bool is_extra(const struct judging *j, const struct subject *part,
		     const struct known_composition *composition)
{
	size_t m;

	for (m = 0; m < composition->nr_members; m++)
		if (plays(j, part, composition->members[m].name))
			return false;
	return true;
}

static void tell_order(const struct judging *j, const char *composition)
{
	size_t i, k;

	for (i = 1; i < j->load->nr_parts; i++) {
		k = same_part(j, i);
		if (k == i)
			continue;
		findings_add(j->findings, at(j, i + 1), "duplicate-part",
			     "part %zu is the same as part %zu, unlike in any composition; the closest is \"%s\"",
			     i, k, composition);
		return;
	}
	findings_add(j->findings, j->at, "wrong-order",
		     "the parts are those of composition \"%s\", but in another order",
		     composition);
}

/* Count how the load differs from the composition, and @tell it. */
static size_t differences(const struct judging *j,
			  const struct known_composition *composition,
			  bool tell)
{
	struct shown shown, part;
	const char *name = show_text(&shown, composition->name);
	size_t i, n = 0;

	for (i = 0; i < composition->nr_members; i++) {
		const struct known_member *member = &composition->members[i];

		if (!is_missing(j, member))
			continue;
		n++;
		if (tell)
			findings_add(j->findings, j->at, "missing-part",
				     "part \"%s\" of composition \"%s\", the closest, is missing",
				     show_text(&part, member->name->text),
				     name);
	}
	for (i = 0; i < j->load->nr_parts; i++) {
		const struct known_item *item = j->parts[i].best;

		if (!is_extra(j, &j->parts[i], composition))
			continue;
		n++;
		/* An unknown part was told already. */
		if (tell && item)
			findings_add(j->findings, at(j, i + 1), "extra-part",
				     "part %zu, \"%s\", is not in composition \"%s\", the closest",
				     i, show_text(&part, item->name->text),
				     name);
	}
	if (tell && !n && !parts_are(j, composition))
		tell_order(j, name);
	if (!kernel_and_cmdline(j, composition)) {
		n++;
		if (tell)
			findings_add(j->findings, j->at, "wrong-composition",
				     "composition \"%s\", the closest, has another kernel or command line",
				     name);
	}
	return n;
}

/* Of several that it is, one that the rules require. */
static void judge_composition(const struct judging *j,
			      const struct rules *rules)
{
	const struct known_composition *closest = NULL, *is = NULL;
	size_t i, nearest = SIZE_MAX;

	for (i = 0; i < j->known->nr_compositions; i++) {
		const struct known_composition *composition =
			&j->known->compositions[i];
		size_t n = differences(j, composition, false);

		if (!n && parts_are(j, composition) &&
		    (!is || rules_want(rules, composition->name)))
			is = composition;
		if (n < nearest) {
			nearest = n;
			closest = composition;
		}
	}
	j->judged->composition = is;
	if (closest && !is)
		differences(j, closest, true);
	else if (!closest)
		judge_duplicates(j);
}

static void judge_cmdline(const struct judging *j, const struct rules *rules,
			  const struct load *load)
{
	struct judged *judged = j->judged;
	const struct known_item *item = j->cmdline.best;
	bool text;

	judged->cmdline = item;
	if (cmdlines_are_judged(rules))
		misfit(j, &j->cmdline, "unknown-cmdline");
	text = item && item->role == KNOWN_CMDLINE && item->is_text;
	judged->text_known = load->cmdline.data || text;
	judged->flags = load->cmdline.data ? cmdline_flags(load->cmdline) :
			text ? item->flags : 0;
}

static void judge_revoked(const struct judging *j,
			  const struct subject *subject,
			  const struct digest *digest)
{
	char hex[DIGEST_TEXT_MAX];

	if (known_revoked(j->known, digest))
		findings_add(j->findings, at(j, subject->part), "revoked",
			     "%s is revoked: %s", subject->what,
			     digest_text(digest, hex));
}

static bool is_weak(const struct digest *digest)
{
	return !strcmp(digest->algorithm, "sha1");
}

/* Whoever can make two files of one SHA-1 digest can exchange them. */
static void judge_digests(const struct judging *j, const struct rules *rules)
{
	const struct record *load = j->load;
	bool weak = is_weak(&load->kernel) || is_weak(&load->cmdline);
	size_t i;

	for (i = 0; i < load->nr_parts && !weak; i++)
		weak = is_weak(&load->parts[i].file) ||
		       is_weak(&load->parts[i].digest);
	if (weak && !rules->allow_sha1)
		findings_add(j->findings, j->at, "weak-digest",
			     "the manifest has SHA-1 digests, and SHA-1 is broken: boot with ima_hash=sha256 (no rule \"allow sha1\")");
}

/* A crash kernel begins a list of its own. */
static void judge_requirement(const struct judging *j,
			      const struct rules *rules)
{
	if (!rules->require_records || j->load->crash ||
	    j->judged->flags & CMDLINE_RECORDS)
		return;
	findings_add(j->findings, j->at, "records-not-required", "%s",
		     j->judged->text_known ?
		     "the command line lacks kexec_records=required" :
		     "the command line may lack kexec_records=required: its text is neither in an entry kexec-cmdline nor in a known file");
}

/*
 * Of a part with an appended signature, the whole file may be known, or only
 * the signed part of it: the signature does not go into the image.
 */
static void look_up_part(struct judging *j, size_t i)
{
	const struct record_part *part = &j->load->parts[i];
	struct subject *subject = &j->parts[i];

	*subject = (struct subject){
		.role = KNOWN_INITRD, .part = i + 1, .label = part->label,
	};
	snprintf(subject->what, sizeof(subject->what),
		 "part %zu (label \"%s\")", i,
		 *part->label ? part->label : "-");
	look_up(j, subject, known_find(j->known, &part->file) ||
			    !known_find(j->known, &part->digest) ?
			    &part->file : &part->digest);
}

void judge_load(const struct known *known, const struct rules *rules,
		const struct load *load, struct place at,
		struct findings *findings, struct judged *judged)
{
	const struct record *manifest = &load->manifest;
	struct judging j = {
		.known = known, .load = manifest, .at = at,
		.findings = findings, .judged = judged,
		.kernel = { .what = "the kernel", .role = KNOWN_KERNEL },
		.cmdline = { .what = "the command line",
			     .role = KNOWN_CMDLINE },
	};
	size_t i;

	memset(judged, 0, sizeof(*judged));
	look_up(&j, &j.kernel, &manifest->kernel);
	look_up(&j, &j.cmdline, &manifest->cmdline);
	judged->kernel = j.kernel.best;
	misfit(&j, &j.kernel, "unknown-kernel");
	judge_revoked(&j, &j.kernel, &manifest->kernel);
	judge_revoked(&j, &j.cmdline, &manifest->cmdline);
	for (i = 0; i < manifest->nr_parts; i++) {
		look_up_part(&j, i);
		judged->parts[i] = j.parts[i].best;
		misfit(&j, &j.parts[i], "unknown-part");
		judge_revoked(&j, &j.parts[i], &manifest->parts[i].file);
		/* That of the part without its signature, too. */
		if (digest_compare(&manifest->parts[i].file,
				   &manifest->parts[i].digest))
			judge_revoked(&j, &j.parts[i],
				      &manifest->parts[i].digest);
	}
	judge_cmdline(&j, rules, load);
	judge_digests(&j, rules);
	judge_order(&j);
	judge_composition(&j, rules);
	judge_requirement(&j, rules);
}
