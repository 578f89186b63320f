/* SPDX-License-Identifier: Apache-2.0 */
/* access.h: who may do and see what: one role-by-action table, one visibility rule. Deny by default. */
#ifndef MUSTER_CORE_ACCESS_H
#define MUSTER_CORE_ACCESS_H

#include "core/command.h"

struct desk;

/* May this role ask for this action at all? (Own team or not is checked by the desk.) */
bool access_allows (enum role, enum action);
/* May this principal see this entity? The same rule for sync, list, show and the feed. */
bool access_can_read (const struct desk *, const struct principal *, const struct entity *);
/* Can there be anything of this kind that it may see? */
bool access_can_list (const struct principal *, enum entity_kind);
/* Is this instruction given to the principal's team, or to its person? */
bool access_is_instructed (const struct principal *, const struct instruction *);
/* May this principal subscribe to this topic prefix ("" = everything)? */
bool access_can_subscribe (const struct desk *, const struct principal *, const char *topic, size_t size);

#endif
