// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A line on the terminal. */
#include <sys/ioctl.h>
#include <unistd.h>

#include "shared/util.h"
#include "shared/progress.h"

/* Below that, it is read before anybody looks. */
#define WORTH_IT	((off_t)16 << 20)

void progress_start(struct progress *progress, FILE *out, const char *name,
		    off_t total)
{
	*progress = (struct progress){
		.name = name ? base_name(name) : NULL,
		.total = total,
		.shown = -1,
		.busy = ATOMIC_FLAG_INIT,
	};
	if (name && total >= WORTH_IT && isatty(fileno(out)))
		progress->out = out;
}

/* Columns that the name can have, so that the line is not wrapped. */
static int room(FILE *out)
{
	const int rest = (int)sizeof("reading  100%");
	struct winsize size;

	if (ioctl(fileno(out), TIOCGWINSZ, &size) < 0 || !size.ws_col)
		size.ws_col = 80;
	return size.ws_col > rest + 8 ? size.ws_col - rest : 8;
}

void progress_add(struct progress *progress, off_t size)
{
	off_t done;
	int percent;

	if (!progress || !progress->out)
		return;
	progress->done += size;
	if (atomic_flag_test_and_set(&progress->busy))
		return;
	/* Files that grow meanwhile are no more than read. */
	done = progress->done;
	percent = done >= progress->total ? 100 :
		  (int)((double)done * 100 / (double)progress->total);
	if (percent != progress->shown) {
		progress->shown = percent;
		fputs("\rreading ", progress->out);
		put_text(progress->out, progress->name, room(progress->out));
		fprintf(progress->out, " %3d%%", percent);
		fflush(progress->out);
	}
	atomic_flag_clear(&progress->busy);
}

void progress_end(struct progress *progress)
{
	if (progress->out && progress->shown >= 0) {
		fputs("\r\033[K", progress->out);
		fflush(progress->out);
	}
	progress->out = NULL;
}
