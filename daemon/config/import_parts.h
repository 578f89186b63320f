/* SPDX-License-Identifier: Apache-2.0 */
/* import_parts.h: the two kinds of imported files, each read from its top-level key's value. */
#ifndef MUSTER_CONFIG_IMPORT_PARTS_H
#define MUSTER_CONFIG_IMPORT_PARTS_H

#include "config/document.h"
#include "core/command.h"

/* On -1 the registry may hold a part; import_free takes it. Texts in it are owned by it. */
int profile_read (const struct node *, struct registry *, struct error *); /* ->profile; its text is import_parse's */
int county_read (const struct node *, struct registry *, struct error *);  /* the rest */

#endif
