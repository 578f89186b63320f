/* SPDX-License-Identifier: Apache-2.0 */
/* outcome.h: private to the core: adding to an outcome. */
#ifndef MUSTER_CORE_OUTCOME_H
#define MUSTER_CORE_OUTCOME_H

#include "core/command.h"

/* A copy of text that lives until outcome_reset; NULL stays NULL. */
const char *outcome_keep (struct outcome *, const char *text);
/* Appends a copy of the event, its strings kept. Valid until the next call. */
struct event *outcome_add (struct outcome *, const struct event *);
/* Takes ownership of an image that an event points to. */
void outcome_own (struct outcome *, struct entity *born);

#endif
