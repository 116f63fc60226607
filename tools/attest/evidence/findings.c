// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a verification finds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "shared/util.h"

/*
 * In a sentence %E is the entry, %B the epoch and %P the part, %0 to %2 are the
 * numbers of the finding, and %a to %e its strings.
 */
static const struct {
	const char *word;
	const char *sentence;
	enum severity severity;
} table[NR_FINDING_CODES] = {
	[FOUND_QUOTE_SIGNATURE] = { .word = "quote-signature",
		"the signature does not match the quote and the key" },
	[FOUND_QUOTE_KEY] = { .word = "quote-key",
		"the key can sign data that its TPM did not make "
		"(attributes %a)" },
	[FOUND_QUOTE_KEY_SHORT] = { .word = "quote-key",
		"the key has only %0 bits" },
	[FOUND_QUOTE_MAGIC] = { .word = "quote-magic",
		"the signed data was not made by a TPM: it begins with %a" },
	[FOUND_QUOTE_TYPE] = { .word = "quote-type",
		"the signed data is not a quote, its type is %a" },
	[FOUND_QUOTE_NONCE] = { .word = "quote-nonce",
		"the quote has another nonce: it was made at another time" },
	[FOUND_QUOTE_DIGEST] = { .word = "quote-digest",
		"the given PCR values are not those that were quoted" },

	[FOUND_UNPROVEN] = { .word = "unproven",
		"no PCR values and no quote are given: anybody can write "
		"such a list" },
	[FOUND_NOTHING_PROVEN] = { .word = "nothing-proven",
		"the PCRs hold their values from before the first entry: "
		"they prove nothing" },
	[FOUND_PCR_MISMATCH] = { .word = "pcr-mismatch",
		"the list does not lead to the value of PCR %0: replayed it "
		"gives %a, the PCR holds %b; entries are missing or were "
		"changed" },
	[FOUND_PCR_MISMATCH_QUOTED] = { .word = "pcr-mismatch",
		"the list does not lead to the quoted PCRs: entries are "
		"missing or were changed" },
	[FOUND_PCR_MISMATCH_UNTOLD] = { .word = "pcr-mismatch",
		"the list does not lead to the quoted PCRs: the values of "
		"PCR %a, which have no entries, are not given (--pcr), or "
		"entries are missing or were changed" },
	[FOUND_PCR_UNCOVERED] = { .word = "pcr-uncovered",
		"entry %E is of PCR %0, whose value is not given or not "
		"quoted: nothing proves it" },
	[FOUND_PCR_UNCOVERED_NONE] = { .word = "pcr-uncovered",
		"entry %E is of PCR %0, which no TPM has: nothing proves it" },
	[FOUND_PCR_UNCOVERED_IMA] = { .word = "pcr-uncovered",
		"the value of PCR %0, which IMA extends, is not given or "
		"not quoted" },
	[FOUND_PCR_RESETTABLE] = { .word = "pcr-resettable",
		"entry %E is of PCR %0, which software can reset: it proves "
		"nothing" },
	[FOUND_PCR_MIXED] = { .word = "pcr-mixed",
		"the record in entry %E is of PCR %0, not of IMA's own PCR "
		"%1" },
	[FOUND_WEAK_BANK] = { .word = "weak-bank",
		"only the SHA-1 bank of PCR %0 is given, and SHA-1 is broken" },
	[FOUND_WEAK_BANK_PADDED] = { .word = "weak-bank",
		"the kernel lacked %a and extended that bank of PCR %0 with "
		"SHA-1 digests, and SHA-1 is broken" },
	[FOUND_ALTERED_ENTRY] = { .word = "altered-entry",
		"entry %E was altered: its logged digest does not match its "
		"data" },
	[FOUND_TEMPLATE] = { .word = "template",
		"entry %E has the data of a record or a boot, but the "
		"template \"%a\"" },
	[FOUND_TEMPLATE_UNKNOWN] = { .word = "template",
		"entry %E has the unknown template \"%a\"" },
	[FOUND_VIOLATION] = { .word = "violation",
		"entry %E is a violation: a file was written while it was "
		"measured" },
	[FOUND_TRIMMED] = { .word = "trimmed",
		"the list does not begin with a boot: it was trimmed, and "
		"the value of PCR %0 before its first entry is not given "
		"(--start)" },
	[FOUND_BOOT_AGGREGATE] = { .word = "boot-aggregate",
		"boot_aggregate is not the digest of PCRs 0 to %0" },
	[FOUND_NO_TPM] = { .word = "no-tpm",
		"boot_aggregate is zero: IMA found no TPM" },

	[FOUND_MALFORMED_RECORD] = { .word = "malformed-record",
		"entry %E is named like a record of kexec but is malformed: "
		"%a" },
	[FOUND_STRAY_COMMIT] = { .word = "stray-commit",
		"entry %E is a commit without its manifest: %a" },
	[FOUND_NEWER_RECORD] = { .word = "newer-record",
		"entry %E is a record of a newer kernel: %a" },
	[FOUND_MIXED_RECORDS] = { .word = "mixed-records",
		"entry %E is a record that this kernel does not make: %a" },
	[FOUND_RECORD_SEQUENCE] = { .word = "record-sequence",
		"the record in entry %E has number %0, expected %1: records "
		"are missing, or the boot_aggregate in entry %2 is not a "
		"boot" },
	[FOUND_RECORD_SEQUENCE_EXECUTED] = { .word = "record-sequence",
		"the record in entry %E follows kexec_execute or "
		"kexec-execute, after which the kernel makes none" },
	[FOUND_RECORD_SEQUENCE_LOADED] = { .word = "record-sequence",
		"the manifest in entry %E follows kexec_execute or "
		"kexec-execute, after which the kernel loads nothing" },
	[FOUND_RECORD_SEQUENCE_ENTRY] = { .word = "record-sequence",
		"entry %E follows kexec-execute, after which IMA makes none" },
	[FOUND_UNRECORDED_LOAD] = { .word = "unrecorded-load",
		"the record in entry %E has number %0, expected %1: a load "
		"or unload before it was not recorded" },
	[FOUND_MISSING_RECORD] = { .word = "missing-record",
		"the kernel counted %0 entries before entry %E: %1 are "
		"missing" },
	[FOUND_NO_EXECUTE_RECORD] = { .word = "no-execute-record",
		"no %a record before the boot in entry %E: entries are "
		"missing, or it is not a boot" },
	[FOUND_WRONG_EXECUTE_RECORD] = { .word = "wrong-execute-record",
		"entry %E says that another image was started: %a" },
	[FOUND_NO_BOOT] = { .word = "no-boot",
		"a kexec began in entry %E, but the kernel that was booted "
		"has recorded nothing" },
	[FOUND_NO_MANIFEST] = { .word = "no-manifest",
		"the booted image is not recorded: there is no manifest "
		"with a commit" },
	[FOUND_NO_MANIFEST_RULE] = { .word = "no-manifest",
		"the booted image is not recorded: there is no manifest "
		"with a commit, and %0 entries of known files do not tell "
		"which of them were loaded, or in what order; add the rule "
		"for kexec_file_load2 to the IMA policy" },
	[FOUND_NO_MANIFEST_UNLOADED] = { .word = "no-manifest",
		"the booted image is not recorded: the last one was "
		"unloaded in entry %0" },
	[FOUND_NO_MANIFEST_KEXEC_LOAD] = { .word = "no-manifest",
		"the booted image is not recorded: kexec_load(2) loaded it "
		"in entry %0" },
	[FOUND_NO_MANIFEST_PENDING] = { .word = "no-manifest",
		"the image that is ready to boot is not recorded: "
		"kexec_load(2) loaded it in entry %E" },
	[FOUND_KEXEC_LOAD] = { .word = "kexec-load",
		"kexec_load(2) loaded %a image in entry %E without "
		"measuring it" },
	[FOUND_NO_KEXEC] = { .word = "no-kexec",
		"there was no kexec: the firmware started the running kernel" },
	[FOUND_NOT_MEASURED] = { .word = "not-measured",
		"epoch %B has no entry with the digest %a before the booted "
		"image was loaded" },
	[FOUND_RECORDS_NOT_REQUIRED] = { .word = "records-not-required",
		"the command line lacks kexec_records=required" },
	[FOUND_RECORDS_UNKNOWN] = { .word = "records-not-required",
		"the command line may lack kexec_records=required: its text "
		"is neither in an entry kexec-cmdline nor in a known file" },

	[FOUND_UNKNOWN_KERNEL] = { .word = "unknown-kernel",
		"%a is unknown: %b" },
	[FOUND_UNKNOWN_PART] = { .word = "unknown-part",
		"%a is unknown: %b" },
	[FOUND_UNKNOWN_CMDLINE] = { .word = "unknown-cmdline",
		"%a is unknown: %b" },
	[FOUND_WRONG_ROLE] = { .word = "wrong-role",
		"%a is \"%c\", known only as %d: %b" },
	[FOUND_WRONG_LABEL] = { .word = "wrong-label",
		"%a is \"%c\", whose label must be \"%d\", not \"%e\": %b" },
	[FOUND_WRONG_ORDER] = { .word = "wrong-order",
		"part %P, \"%a\", %b" },
	[FOUND_WRONG_ORDER_BEFORE] = { .word = "wrong-order",
		"part %P, \"%a\", must come before part %0" },
	[FOUND_WRONG_ORDER_ALL] = { .word = "wrong-order",
		"the parts are those of composition \"%a\", but in another "
		"order" },
	[FOUND_TOO_OLD] = { .word = "too-old",
		"%a is \"%c\" version %0, the minimum is %1: %b" },
	[FOUND_TOO_OLD_UNVERSIONED] = { .word = "too-old",
		"%a is \"%c\" without a version, the minimum is %1: %b" },
	[FOUND_DUPLICATE_PART] = { .word = "duplicate-part",
		"part %P is the same as part %0" },
	[FOUND_DUPLICATE_PART_CLOSEST] = { .word = "duplicate-part",
		"part %P is the same as part %0, unlike in any composition; "
		"the closest is \"%a\"" },
	[FOUND_EXTRA_PART] = { .word = "extra-part",
		"part %P, \"%a\", is not in composition \"%b\", the closest" },
	[FOUND_MISSING_PART] = { .word = "missing-part",
		"part \"%a\" of composition \"%b\", the closest, is missing" },
	[FOUND_WRONG_COMPOSITION] = { .word = "wrong-composition",
		"composition \"%a\", the closest, has another kernel or "
		"command line" },
	[FOUND_WRONG_COMPOSITION_RUNS] = { .word = "wrong-composition",
		"the running composition is not one that the rules require" },

	[FOUND_NONCE_UNCHECKED] = { .word = "nonce",
		"without --nonce the quote may be old",
		SEVERITY_WARNING },
	[FOUND_CMDLINES_UNJUDGED] = { .word = "cmdline",
		"command lines are not judged: no known file has one",
		SEVERITY_WARNING },
	[FOUND_FIRST_CMDLINE_UNJUDGED] = { .word = "first-kernel-cmdline",
		"the list does not tell whether the first kernel was booted "
		"with kexec_records=required",
		SEVERITY_NOTE },
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
