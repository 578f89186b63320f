/* SPDX-License-Identifier: Apache-2.0 */
/* apply.h: private to the core: the only code that changes an entity, live and in replay. */
#ifndef MUSTER_CORE_APPLY_H
#define MUSTER_CORE_APPLY_H

#include "core/desk.h"

struct error;

/* Applies the next event. Returns -1 with a text, and changes nothing, if it can't follow the state. */
int apply_event (struct desk *, const struct event *, struct error *);

#endif
