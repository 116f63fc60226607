/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What machines do that a verifier has to judge: each story has an honest machine,
 * and one that does what it should not, if @cheat.
 */
#ifndef STORIES_H
#define STORIES_H

#include "forged.h"

/* An image for a crash, with the usual parts. */
void load_for_crash(const char *kernel);

void story_appended(void);
void story_cmdline(void);
void story_cmdline_empty(void);
void story_cmdline_newline(void);
void story_cmdline_space(void);
void story_commit_replayed(void);
void story_counters(void);
void story_crash(void);
void story_crash_before(void);
void story_crash_evil(void);
void story_evil_then_good(void);
void story_extended(void);
void story_extra(void);
void story_failed(void);
void story_false_boot(void);
void story_false_boot_counters(void);
void story_false_boot_digest(void);
void story_file_named_record(void);
void story_files(void);
void story_invented_late(void);
void story_invented_late_unload(void);
void story_invented_load(void);
void story_invented_pcr(void);
void story_invented_unload(void);
void story_kernel(void);
void story_kernel_old(void);
void story_kernel_part(void);
void story_kernel_role(void);
void story_kexec_load(void);
void story_kexec_load_before(void);
void story_kexec_load_crash(void);
void story_key_named_record(void);
void story_label_case(void);
void story_label_tail(void);
void story_labelled(void);
void story_late(void);
void story_lost(void);
void story_measured_late(void);
void story_missing(void);
void story_newline_in_name(void);
void story_no_kexec(void);
void story_no_parts(void);
void story_none_first(void);
void story_normal(void);
void story_not_measured(void);
void story_not_measured_last(void);
void story_not_running(void);
void story_old(void);
void story_old_alias(void);
void story_other_pcr(void);
void story_pending(void);
void story_pending_kexec_load(void);
void story_pending_part(void);
void story_prepended(void);
void story_relabelled(void);
void story_replaced(void);
void story_resettable(void);
void story_second_unrecorded(void);
void story_silent(void);
void story_surplus(void);
void story_swapped(void);
void story_ten_hops(void);
void story_twice(void);
void story_twice3(void);
void story_twice_signed(void);
void story_two_aggregates(void);
void story_uncommitted(void);
void story_unknown(void);
void story_unlabelled(void);
void story_unloaded(void);
void story_unrecorded_cmdline(void);
void story_violation(void);
void story_with_violation(void);

#endif /* STORIES_H */
