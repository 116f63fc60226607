// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a verification finds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "shared/util.h"

/*
 * In a sentence %E is the number of the entry, %B that of the epoch, %P the index
 * of the part, %0 to %2 are the numbers of the finding, and %a to %e its strings.
 */
static const struct {
	const char *word;
	const char *sentence;
	enum severity severity;
} table[NR_FINDING_CODES] = {
	[FOUND_QUOTE_SIGNATURE] = { "quote-signature",
		"the signature is not one of that quote by that key" },
	[FOUND_QUOTE_KEY] = { "quote-key",
		"the key is not one that signs nothing but what its TPM "
		"made (attributes %a)" },
	[FOUND_QUOTE_KEY_SHORT] = { "quote-key",
		"the key has %0 bits only" },
	[FOUND_QUOTE_MAGIC] = { "quote-magic",
		"what was signed was not made by a TPM: it begins with %a" },
	[FOUND_QUOTE_TYPE] = { "quote-type",
		"what was signed is no quote but of type %a" },
	[FOUND_QUOTE_NONCE] = { "quote-nonce",
		"the quote does not have the nonce that is asked for: it is "
		"of another time" },
	[FOUND_QUOTE_DIGEST] = { "quote-digest",
		"the values of the PCRs are not those that were quoted" },

	[FOUND_UNPROVEN] = { "unproven",
		"the list is compared with no PCR: anybody can write one" },
	[FOUND_NOTHING_PROVEN] = { "nothing-proven",
		"the PCRs hold what they held before the first entry: they "
		"prove none" },
	[FOUND_PCR_MISMATCH] = { "pcr-mismatch",
		"the list does not lead to what PCR %0 holds: it gives %a, "
		"and the PCR is %b; entries are missing, at the end or "
		"before, or are not those that were made" },
	[FOUND_PCR_MISMATCH_QUOTED] = { "pcr-mismatch",
		"the list does not lead to the PCRs that were quoted: "
		"entries are missing, at the end or before, or are not "
		"those that were made; or a PCR that was quoted has a value "
		"that is not told" },
	[FOUND_PCR_UNCOVERED] = { "pcr-uncovered",
		"entry %E is of PCR %0, whose value is not told or not "
		"quoted, so nothing proves it" },
	[FOUND_PCR_UNCOVERED_NONE] = { "pcr-uncovered",
		"entry %E is of PCR %0, which no TPM has, so nothing proves "
		"it" },
	[FOUND_PCR_UNCOVERED_IMA] = { "pcr-uncovered",
		"the value of PCR %0, which IMA extends, is not told or not "
		"quoted" },
	[FOUND_PCR_RESETTABLE] = { "pcr-resettable",
		"entry %E is of PCR %0, which software can set back, so it "
		"proves nothing" },
	[FOUND_PCR_MIXED] = { "pcr-mixed",
		"the record in entry %E is of PCR %0, and not of PCR %1, "
		"which is IMA's own" },
	[FOUND_WEAK_BANK] = { "weak-bank",
		"only the SHA-1 bank of PCR %0 is told, and SHA-1 can be "
		"collided" },
	[FOUND_WEAK_BANK_PADDED] = { "weak-bank",
		"the kernel had no %a, and has extended that bank of PCR %0 "
		"with SHA-1 digests, which can be collided" },
	[FOUND_ALTERED_ENTRY] = { "altered-entry",
		"entry %E was altered: the digest that is logged is not "
		"that of its data" },
	[FOUND_TEMPLATE] = { "template",
		"entry %E is a record or a boot by its data, and not by its "
		"template, \"%a\"" },
	[FOUND_TEMPLATE_UNKNOWN] = { "template",
		"entry %E has the template \"%a\", which is not known" },
	[FOUND_VIOLATION] = { "violation",
		"entry %E is a violation: a file was written while it was "
		"measured" },
	[FOUND_TRIMMED] = { "trimmed",
		"the list does not begin with a boot: entries before its "
		"first were taken away, and what PCR %0 held then is not "
		"told" },
	[FOUND_BOOT_AGGREGATE] = { "boot-aggregate",
		"the boot_aggregate is not the digest of PCRs 0 to %0" },
	[FOUND_NO_TPM] = { "no-tpm",
		"the boot_aggregate is zero: IMA found no TPM" },

	[FOUND_MALFORMED_RECORD] = { "malformed-record",
		"entry %E has the name of a record of kexec, but is none: %a" },
	[FOUND_STRAY_COMMIT] = { "stray-commit",
		"entry %E is a commit that belongs to no manifest: %a" },
	[FOUND_NEWER_RECORD] = { "newer-record",
		"entry %E is a newer record than this program knows: %a" },
	[FOUND_MIXED_RECORDS] = { "mixed-records",
		"entry %E is a record that another kernel makes: %a" },
	[FOUND_RECORD_SEQUENCE] = { "record-sequence",
		"the record in entry %E has number %0 instead of %1: "
		"records are missing, or the boot_aggregate in entry %2 is "
		"none" },
	[FOUND_RECORD_SEQUENCE_EXECUTED] = { "record-sequence",
		"a record comes after kexec_execute or kexec-execute, when "
		"the kernel makes none" },
	[FOUND_RECORD_SEQUENCE_LOADED] = { "record-sequence",
		"a manifest comes after kexec_execute or kexec-execute, "
		"when the kernel loads nothing" },
	[FOUND_RECORD_SEQUENCE_ENTRY] = { "record-sequence",
		"an entry comes after kexec-execute, when IMA makes none" },
	[FOUND_UNRECORDED_LOAD] = { "unrecorded-load",
		"the record in entry %E has number %0 instead of %1: a load "
		"or an unload before it is not recorded" },
	[FOUND_MISSING_RECORD] = { "missing-record",
		"the kernel counted %0 entries before entry %E: %1 are "
		"missing" },
	[FOUND_NO_EXECUTE_RECORD] = { "no-execute-record",
		"no %a record comes before the boot in entry %E: entries "
		"got lost, or it is no boot" },
	[FOUND_WRONG_EXECUTE_RECORD] = { "wrong-execute-record",
		"entry %E says that something else was started: %a" },
	[FOUND_NO_BOOT] = { "no-boot",
		"a kexec was begun in entry %E, and the kernel that was "
		"booted has told of nothing" },
	[FOUND_NO_MANIFEST] = { "no-manifest",
		"what was booted is not recorded: there is no manifest with "
		"a commit" },
	[FOUND_NO_MANIFEST_RULE] = { "no-manifest",
		"what was booted is not recorded: there is no manifest with "
		"a commit, and %0 entries of known files do not tell which "
		"of them were loaded, or in what order; the policy lacks "
		"the rule for kexec_file_load2" },
	[FOUND_NO_MANIFEST_UNLOADED] = { "no-manifest",
		"what was booted is not recorded: entry %0 says that the "
		"image was unloaded" },
	[FOUND_NO_MANIFEST_KEXEC_LOAD] = { "no-manifest",
		"what was booted is not recorded: by entry %0, "
		"kexec_load(2) loaded it" },
	[FOUND_NO_MANIFEST_PENDING] = { "no-manifest",
		"what is ready to be booted is not recorded: by entry %E, "
		"kexec_load(2) loaded it" },
	[FOUND_KEXEC_LOAD] = { "kexec-load",
		"kexec_load(2) loaded %a image, of which nothing is measured" },
	[FOUND_NO_KEXEC] = { "no-kexec",
		"there was no kexec: the kernel that runs was started by "
		"the firmware" },
	[FOUND_NOT_MEASURED] = { "not-measured",
		"no entry of epoch %B has the digest %a before what was "
		"booted was loaded" },
	[FOUND_RECORDS_NOT_REQUIRED] = { "records-not-required",
		"the command line lacks kexec_records=required" },
	[FOUND_RECORDS_UNKNOWN] = { "records-not-required",
		"nothing tells whether the command line has "
		"kexec_records=required: it is neither in an entry "
		"kexec-cmdline nor known as a text" },

	[FOUND_UNKNOWN_KERNEL] = { "unknown-kernel",
		"%a, %b, is not known" },
	[FOUND_UNKNOWN_PART] = { "unknown-part",
		"%a, %b, is not known" },
	[FOUND_UNKNOWN_CMDLINE] = { "unknown-cmdline",
		"%a, %b, is not known" },
	[FOUND_WRONG_ROLE] = { "wrong-role",
		"%a, %b, is \"%c\", which is known as %d only" },
	[FOUND_WRONG_LABEL] = { "wrong-label",
		"%a, %b, is \"%c\", whose label must be \"%d\" and not "
		"\"%e\"" },
	[FOUND_WRONG_ORDER] = { "wrong-order",
		"part %P, \"%a\", %b" },
	[FOUND_WRONG_ORDER_BEFORE] = { "wrong-order",
		"part %P, \"%a\", must come before part %0" },
	[FOUND_WRONG_ORDER_ALL] = { "wrong-order",
		"the parts are those of composition \"%a\", but in another "
		"order" },
	[FOUND_TOO_OLD] = { "too-old",
		"%a, %b, is \"%c\" version %0, and at least %1 is wanted" },
	[FOUND_TOO_OLD_UNVERSIONED] = { "too-old",
		"%a, %b, is \"%c\" without a version, and at least %1 is "
		"wanted" },
	[FOUND_DUPLICATE_PART] = { "duplicate-part",
		"part %P is the same as part %0" },
	[FOUND_DUPLICATE_PART_CLOSEST] = { "duplicate-part",
		"part %P is the same as part %0, which no composition has "
		"so; the closest is \"%a\"" },
	[FOUND_EXTRA_PART] = { "extra-part",
		"part %P, \"%a\", is not in composition \"%b\", the closest" },
	[FOUND_MISSING_PART] = { "missing-part",
		"composition \"%b\" has a part \"%a\", which is missing" },
	[FOUND_WRONG_COMPOSITION] = { "wrong-composition",
		"composition \"%a\", the closest, has another kernel or "
		"another command line" },
	[FOUND_WRONG_COMPOSITION_RUNS] = { "wrong-composition",
		"what runs is none of the compositions that the rules "
		"require" },

	[FOUND_NONCE_UNCHECKED] = { "nonce",
		"without --nonce the quote may be an old one",
		SEVERITY_WARNING },
	[FOUND_CMDLINES_UNJUDGED] = { "cmdline",
		"command lines are not judged, no known file has any",
		SEVERITY_WARNING },
	[FOUND_FIRST_CMDLINE_UNJUDGED] = { "first-kernel-cmdline",
		"nothing in the list tells whether the first kernel was "
		"booted with kexec_records=required", SEVERITY_NOTE },
};

const char *finding_word(enum finding_code code)
{
	return table[code].word;
}

enum severity finding_severity(enum finding_code code)
{
	return table[code].severity;
}

static char *make_text(const struct finding *finding)
{
	const char *p = table[finding->code].sentence;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		out_of_memory();
	if (finding->context)
		fprintf(out, "%s: ", finding->context);
	for (; *p; p++) {
		if (*p != '%')
			putc(*p, out);
		else if (*++p == 'E')
			fprintf(out, "%zu", finding->entry);
		else if (*p == 'B')
			fprintf(out, "%zu", finding->epoch);
		else if (*p == 'P')
			fprintf(out, "%zu", finding->part - 1);
		else if (*p >= 'a')
			fputs(finding->s[*p - 'a'], out);
		else
			fprintf(out, "%llu",
				(unsigned long long)finding->n[*p - '0']);
	}
	if (fclose(out))
		out_of_memory();
	return text;
}

void findings_add(struct findings *findings, struct finding finding)
{
	if (finding.entry && findings->nr >= FINDINGS_MAX) {
		findings->dropped++;
		return;
	}
	finding.text = make_text(&finding);
	findings->list = xreallocarray(findings->list, findings->nr + 1,
				       sizeof(*findings->list));
	findings->list[findings->nr++] = finding;
}

bool findings_refuse(const struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		if (!finding_severity(findings->list[i].code))
			return true;
	return findings->dropped;
}

bool findings_have(const struct findings *findings, enum finding_code code)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		if (!strcmp(finding_word(findings->list[i].code),
			    finding_word(code)))
			return true;
	return false;
}

void findings_free(struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		free(findings->list[i].text);
	free(findings->list);
	memset(findings, 0, sizeof(*findings));
}

const char *show_bytes(struct shown *shown, const void *data, size_t size)
{
	static const char more[] = "...";
	const size_t limit = sizeof(shown->text) - sizeof(more) - 4;
	const uint8_t *bytes = data;
	char *out = shown->text;
	size_t i;

	for (i = 0; i < size; i++) {
		if ((size_t)(out - shown->text) > limit) {
			out = stpcpy(out, more);
			break;
		}
		if (bytes[i] == '\\' || bytes[i] == '"')
			*out++ = '\\';
		if (bytes[i] >= ' ' && bytes[i] <= '~')
			*out++ = (char)bytes[i];
		else if (bytes[i] == '\n')
			out = stpcpy(out, "\\n");
		else
			out += sprintf(out, "\\x%02x", bytes[i]);
	}
	*out = '\0';
	return shown->text;
}

const char *show_text(struct shown *shown, const char *text)
{
	return show_bytes(shown, text, strlen(text));
}

const char *show_digest(struct shown_digest *shown, const char *algo,
			const uint8_t *value, size_t size)
{
	char *out = shown->text;
	size_t i;

	if (size > 64)
		size = 64;
	out += snprintf(out, 17, "%.15s:", algo);
	for (i = 0; i < size; i++)
		out += sprintf(out, "%02x", value[i]);
	return shown->text;
}
