/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What lies beside a unified kernel image, in IMAGE.extra.d. */
#ifndef KEXEC2_UKI_ADDONS_H
#define KEXEC2_UKI_ADDONS_H

#include "image/image.h"
#include "image/uki/uki.h"

struct uki_addons {
	struct uki_image *images;
	size_t count;
};

/**
 * uki_open_addons() - open the addons that apply to an image
 * @addons:	 Receives them, in the order of their names; close them with
 *		 uki_close_addons(), also after a failure.
 * @uki:	 The image.
 * @image:	 Gets notices of what does not apply or is not taken.
 *
 * Return: 0, also if there are none, or a negative errno value; the reason
 * names the addon.
 */
int uki_open_addons(struct uki_addons *addons, const struct uki_image *uki,
		    struct image *image, struct reason *reason);

void uki_close_addons(struct uki_addons *addons);

#define UKI_ADDON_SUFFIX	".addon.efi"	/* in either case */

#endif /* KEXEC2_UKI_ADDONS_H */
