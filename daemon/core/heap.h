/* SPDX-License-Identifier: Apache-2.0 */
/* heap.h: private to the core: the live obligations, the one that fires next on top. */
#ifndef MUSTER_CORE_HEAP_H
#define MUSTER_CORE_HEAP_H

#include "core/entities.h"

struct heap {
    struct obligation **items;
    size_t count, capacity;
};

struct obligation *heap_top (const struct heap *); /* NULL = empty; earliest next_at, then lowest id */
void heap_insert (struct heap *, struct obligation *);
void heap_remove (struct heap *, struct obligation *); /* asserts that it is in */
void heap_free (struct heap *);

#endif
