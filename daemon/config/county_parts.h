/* SPDX-License-Identifier: Apache-2.0 */
/* county_parts.h: the two lists of a county file that need more than their rows: calendars and rosters. */
#ifndef MUSTER_CONFIG_COUNTY_PARTS_H
#define MUSTER_CONFIG_COUNTY_PARTS_H

#include "config/binder.h"
#include "core/command.h"

/* What an entry is bound into; and from there into the entity, with its part of the file as text. The entity is
 * zeroed first; -1: it holds nothing. */
extern const struct schema calendar_schema, roster_schema;
int calendar_take (const struct node *, const void *draft, struct calendar *ret, struct error *);
int roster_take (const struct node *, const void *draft, struct roster *ret, struct error *);

#endif
