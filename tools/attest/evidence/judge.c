// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Is what was loaded what may be booted?  By digest and order: names of files
 * are not looked at, and a label only counts if a known item asks for it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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
	struct place place;
	struct findings *findings;
	struct judged *judged;
};

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
	     item = known_next(known, item)) {
		enum fit this = fit(known, item, role, label);

		if (this > *how) {
			*how = this;
			found = item;
		}
	}
	return found;
}

static int misfit(struct judging *j, const struct record_digest *digest,
		  const char *what, enum finding_code unknown,
		  const struct known_item *item, enum fit how,
		  const char *label)
{
	struct shown_digest hex;
	struct shown name;
	const char *text = show_digest(&hex, digest->algo, digest->value,
				       digest->size);

	if (how == FIT_ALL)
		return 0;
	if (how == FIT_NOTHING)
		return findings_add(j->findings, unknown, j->place,
				    "%s, %s, is not known", what, text);
	show_text(&name, j->known->names[item->name].text);
	if (how == FIT_DIGEST)
		return findings_add(j->findings, FOUND_WRONG_ROLE, j->place,
				    "%s, %s, is \"%s\", which is known as %s only",
				    what, text, name.text,
				    known_role_word(item->role));
	if (how == FIT_ROLE)
		return findings_add(j->findings, FOUND_WRONG_LABEL, j->place,
				    "%s, %s, is \"%s\", whose label must be \"%s\" and not \"%s\"",
				    what, text, name.text,
				    *item->label ? item->label : "-",
				    *label ? label : "-");
	if (!item->versioned)
		return findings_add(j->findings, FOUND_TOO_OLD, j->place,
				    "%s, %s, is \"%s\" without a version, and at least %llu is wanted",
				    what, text, name.text,
				    (unsigned long long)
				    j->known->names[item->name].minimum);
	return findings_add(j->findings, FOUND_TOO_OLD, j->place,
			    "%s, %s, is \"%s\" version %llu, and at least %llu is wanted",
			    what, text, name.text,
			    (unsigned long long)item->version,
			    (unsigned long long)
			    j->known->names[item->name].minimum);
}

/* Can this be what is called so?  If not because of age, that was said. */
static bool plays(const struct known *known, const struct record_digest *digest,
		  enum known_role role, const char *label, size_t name)
{
	const struct known_item *item;

	for (item = known_find(known, digest); item;
	     item = known_next(known, item))
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

static int judge_parts(struct judging *j)
{
	const struct record *load = j->load;
	size_t i;
	int err = 0;

	for (i = 0; i < load->nr_parts && !err; i++) {
		const struct record_part *part = &load->parts[i];
		const struct record_digest *digest = part_digest(j, i);
		char what[96];
		enum fit how;

		j->judged->parts[i] = best(j->known, digest, KNOWN_INITRD,
					   part->label, &how);
		snprintf(what, sizeof(what), "part %zu (label \"%s\")", i,
			 *part->label ? part->label : "-");
		j->place.part = i;
		err = misfit(j, digest, what, FOUND_UNKNOWN_PART,
			     j->judged->parts[i], how, part->label);
	}
	j->place.part = NOWHERE;
	return err;
}

/* Could part @i be an item whose order is fine?  Else @item is one, with @why. */
static bool order_is_fine(const struct judging *j, size_t i,
			  const struct known_item **which, const char **why,
			  size_t *other)
{
	const struct record_part *part = &j->load->parts[i];
	const struct known_item *item;
	size_t b, k;

	*which = NULL;
	for (item = known_find(j->known, part_digest(j, i)); item;
	     item = known_next(j->known, item)) {
		const char *bad = NULL;

		if (fit(j->known, item, KNOWN_INITRD, part->label) < FIT_LABEL)
			continue;
		*other = 0;
		if (item->first && i)
			bad = "must be the first part";
		else if (item->last && i + 1 < j->load->nr_parts)
			bad = "must be the last part";
		for (b = 0; b < item->nr_before && !bad; b++)
			for (k = 0; k < i && !bad; k++)
				if (part_plays(j, k, item->before[b])) {
					bad = "must come before part";
					*other = k;
				}
		if (!bad)
			return true;
		*which = item;
		*why = bad;
	}
	return !*which;
}

static int judge_order(struct judging *j)
{
	const struct known_item *item;
	const char *why = "";
	struct shown name;
	size_t i, other;
	int err = 0;

	for (i = 0; i < j->load->nr_parts && !err; i++) {
		if (order_is_fine(j, i, &item, &why, &other))
			continue;
		j->place.part = i;
		show_text(&name, j->known->names[item->name].text);
		if (strstr(why, "before"))
			err = findings_add(j->findings, FOUND_WRONG_ORDER,
					   j->place, "part %zu, \"%s\", %s %zu",
					   i, name.text, why, other);
		else
			err = findings_add(j->findings, FOUND_WRONG_ORDER,
					   j->place, "part %zu, \"%s\", %s", i,
					   name.text, why);
	}
	j->place.part = NOWHERE;
	return err;
}

/* A signature that is appended makes another file, and not another part. */
static bool same_content(const struct record_part *a,
			 const struct record_part *b)
{
	return record_digest_equal(&a->digest, &b->digest);
}

/* Without compositions: a part that is there twice does nothing good. */
static int judge_duplicates(struct judging *j)
{
	const struct record_part *parts = j->load->parts;
	size_t i, k;
	int err = 0;

	for (i = 1; i < j->load->nr_parts && !err; i++) {
		for (k = 0; k < i; k++)
			if (same_content(&parts[i], &parts[k]))
				break;
		if (k == i)
			continue;
		j->place.part = i;
		err = findings_add(j->findings, FOUND_DUPLICATE_PART, j->place,
				   "part %zu is the same as part %zu", i, k);
	}
	j->place.part = NOWHERE;
	return err;
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

static int explain_order(struct judging *j, const char *name)
{
	size_t i, k;

	for (i = 1; i < j->load->nr_parts; i++)
		for (k = 0; k < i; k++)
			if (same_content(&j->load->parts[i],
					 &j->load->parts[k])) {
				j->place.part = i;
				return findings_add(j->findings,
						    FOUND_DUPLICATE_PART,
						    j->place,
						    "part %zu is the same as part %zu, which no composition has so; the closest is \"%s\"",
						    i, k, name);
			}
	return findings_add(j->findings, FOUND_WRONG_ORDER, j->place,
			    "the parts are those of composition \"%s\", but in another order",
			    name);
}

/* What keeps the load from being this composition. */
static int explain(struct judging *j,
		   const struct known_composition *composition)
{
	struct shown shown, part;
	const char *name = show_text(&shown, composition->name);
	bool parts = true;
	size_t i;
	int err = 0;

	for (i = 0; i < composition->nr_members && !err; i++) {
		const struct known_member *member = &composition->members[i];

		if (!member_missing(j, member))
			continue;
		parts = false;
		show_text(&part, j->known->names[member->name].text);
		err = findings_add(j->findings, FOUND_MISSING_PART, j->place,
				   "composition \"%s\" has a part \"%s\", which is missing",
				   name, part.text);
	}
	for (i = 0; i < j->load->nr_parts && !err; i++) {
		/* What is not known at all has been said. */
		if (!part_extra(j, i, composition))
			continue;
		parts = false;
		if (!j->judged->parts[i])
			continue;
		show_text(&part, j->known->names[
			  j->judged->parts[i]->name].text);
		j->place.part = i;
		err = findings_add(j->findings, FOUND_EXTRA_PART, j->place,
				   "part %zu, \"%s\", is not in composition \"%s\", the closest",
				   i, part.text, name);
		j->place.part = NOWHERE;
	}
	if (!err && parts && !parts_are(j, composition))
		err = explain_order(j, name);
	j->place.part = NOWHERE;
	if (!err && !kernel_and_cmdline(j, composition))
		err = findings_add(j->findings, FOUND_WRONG_COMPOSITION,
				   j->place,
				   "composition \"%s\", the closest, has another kernel or another command line",
				   name);
	return err;
}

static int judge_composition(struct judging *j)
{
	const struct known_composition *closest = NULL;
	size_t i, nearest = SIZE_MAX;

	for (i = 0; i < j->known->nr_compositions; i++) {
		const struct known_composition *composition =
			&j->known->compositions[i];
		size_t d = distance(j, composition);

		if (!d && parts_are(j, composition)) {
			j->judged->composition = composition;
			return 0;
		}
		if (d < nearest) {
			nearest = d;
			closest = composition;
		}
	}
	return closest ? explain(j, closest) : judge_duplicates(j);
}

int judge_load(const struct known *known, bool cmdline,
	       const struct record *load, struct place place,
	       struct findings *findings, struct judged *judged)
{
	struct judging j = {
		.known = known, .load = load, .place = place,
		.findings = findings, .judged = judged,
	};
	enum fit how;
	int err;

	memset(judged, 0, sizeof(*judged));
	judged->nr_parts = load->nr_parts;
	judged->parts = calloc(load->nr_parts + 1, sizeof(*judged->parts));
	if (!judged->parts)
		return -ENOMEM;

	judged->kernel = best(known, &load->kernel, KNOWN_KERNEL, NULL, &how);
	err = misfit(&j, &load->kernel, "the kernel", FOUND_UNKNOWN_KERNEL,
		     judged->kernel, how, NULL);
	if (!err)
		err = judge_parts(&j);

	judged->cmdline = best(known, &load->cmdline, KNOWN_CMDLINE, NULL,
			       &how);
	judged->cmdline_judged = cmdline || known->has_cmdlines;
	if (!err && judged->cmdline_judged)
		err = misfit(&j, &load->cmdline, "the command line",
			     FOUND_UNKNOWN_CMDLINE, judged->cmdline, how, NULL);
	if (!err)
		err = judge_order(&j);
	if (!err)
		err = judge_composition(&j);
	return err;
}

void judged_free(struct judged *judged)
{
	free(judged->parts);
	memset(judged, 0, sizeof(*judged));
}
