/* SPDX-License-Identifier: Apache-2.0 */
/* heap.c: a binary heap whose items know their place, so that one can be taken out from the middle. */
#include "core/heap.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>

/* 1. earlier next_at  2. lower id, so that ties fire in the order in which they were armed */
static bool
fires_before (const struct obligation *a, const struct obligation *b)
{
    if (a->next_at != b->next_at)
        return a->next_at < b->next_at;
    return a->entity.id < b->entity.id;
}

static void
place (struct heap *heap, size_t slot, struct obligation *item)
{
    heap->items[slot] = item;
    item->heap_slot = slot;
}

static void
sift_up (struct heap *heap, size_t slot, struct obligation *item)
{
    while (slot > 0 && fires_before (item, heap->items[(slot - 1) / 2])) {
        place (heap, slot, heap->items[(slot - 1) / 2]);
        slot = (slot - 1) / 2;
    }
    place (heap, slot, item);
}

static void
sift_down (struct heap *heap, size_t slot, struct obligation *item)
{
    for (;;) {
        size_t child = slot * 2 + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && fires_before (heap->items[child + 1], heap->items[child]))
            child++;
        if (!fires_before (heap->items[child], item))
            break;
        place (heap, slot, heap->items[child]);
        slot = child;
    }
    place (heap, slot, item);
}

struct obligation *
heap_top (const struct heap *heap)
{
    return heap->count ? heap->items[0] : NULL;
}

void
heap_insert (struct heap *heap, struct obligation *item)
{
    assert (item->heap_slot == SIZE_MAX);
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity ? heap->capacity * 2 : 64;
        heap->items = xrealloc_array (heap->items, heap->capacity, sizeof (struct obligation *));
    }
    sift_up (heap, heap->count++, item);
}

void
heap_remove (struct heap *heap, struct obligation *item)
{
    size_t slot = item->heap_slot;
    assert (slot < heap->count && heap->items[slot] == item);
    item->heap_slot = SIZE_MAX;
    struct obligation *last = heap->items[--heap->count];
    if (last == item)
        return;
    if (slot > 0 && fires_before (last, heap->items[(slot - 1) / 2]))
        sift_up (heap, slot, last);
    else
        sift_down (heap, slot, last);
}

void
heap_free (struct heap *heap)
{
    free (heap->items);
    *heap = (struct heap){ 0 };
}
