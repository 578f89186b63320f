/* SPDX-License-Identifier: Apache-2.0 */
/* test_heap.c: the obligation that fires next is on top, whatever goes in and out. */
#include "core/heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS = 500 };

struct pile {
    struct heap heap;
    struct obligation items[ITEMS];
    uint32_t random;
};

static int
setup (void **state)
{
    static struct pile pile;
    memset (&pile, 0, sizeof pile);
    pile.random = 12345;
    for (int i = 0; i < ITEMS; i++) {
        pile.items[i].entity.id = (uint64_t)i + 1;
        pile.items[i].heap_slot = SIZE_MAX;
    }
    *state = &pile;
    return 0;
}

static int
teardown (void **state)
{
    heap_free (&((struct pile *)*state)->heap);
    return 0;
}

static uint32_t
roll (struct pile *pile, uint32_t sides)
{
    pile->random = pile->random * 1664525 + 1013904223;
    return (pile->random >> 8) % sides;
}

static void
insert (struct pile *pile, int index, int64_t next_at)
{
    pile->items[index].next_at = next_at;
    heap_insert (&pile->heap, &pile->items[index]);
}

/* What is in the heap and fires first, found the slow way. */
static const struct obligation *
first_by_search (const struct pile *pile)
{
    const struct obligation *first = NULL;
    for (int i = 0; i < ITEMS; i++)
        if (pile->items[i].heap_slot != SIZE_MAX && (!first || pile->items[i].next_at < first->next_at))
            first = &pile->items[i]; /* of equal ones the lower id, as it comes first */
    return first;
}

static void
an_empty_heap_has_no_top (void **state)
{
    struct pile *pile = *state;
    assert_null (heap_top (&pile->heap));
    insert (pile, 0, 5);
    heap_remove (&pile->heap, &pile->items[0]);
    assert_null (heap_top (&pile->heap));
    assert_true (pile->items[0].heap_slot == SIZE_MAX);
}

static void
the_earliest_is_on_top_and_of_equal_ones_the_lowest_id (void **state)
{
    struct pile *pile = *state;
    insert (pile, 3, 20);
    insert (pile, 2, 10);
    insert (pile, 1, 10);
    insert (pile, 0, 30);
    static const uint64_t order[] = { 2, 3, 4, 1 };
    for (int i = 0; i < 4; i++) {
        assert_int_equal (heap_top (&pile->heap)->entity.id, order[i]);
        heap_remove (&pile->heap, heap_top (&pile->heap));
    }
}

static void
any_item_can_be_taken_from_the_middle (void **state)
{
    struct pile *pile = *state;
    for (int i = 0; i < ITEMS; i++)
        insert (pile, i, roll (pile, 100));
    for (int left = ITEMS; left > 0; left--) {
        int index = (int)roll (pile, ITEMS);
        while (pile->items[index].heap_slot == SIZE_MAX)
            index = (index + 1) % ITEMS;
        heap_remove (&pile->heap, &pile->items[index]);
        assert_ptr_equal (heap_top (&pile->heap), first_by_search (pile));
        assert_int_equal (pile->heap.count, left - 1);
    }
}

static void
in_and_out_at_random_the_top_is_always_right (void **state)
{
    struct pile *pile = *state;
    for (int i = 0; i < 20000; i++) {
        int index = (int)roll (pile, ITEMS);
        if (pile->items[index].heap_slot == SIZE_MAX)
            insert (pile, index, roll (pile, 1000));
        else
            heap_remove (&pile->heap, &pile->items[index]);
        assert_ptr_equal (heap_top (&pile->heap), first_by_search (pile));
    }
}

#define HEAP(name) cmocka_unit_test_setup_teardown (name, setup, teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        HEAP (an_empty_heap_has_no_top),
        HEAP (the_earliest_is_on_top_and_of_equal_ones_the_lowest_id),
        HEAP (any_item_can_be_taken_from_the_middle),
        HEAP (in_and_out_at_random_the_top_is_always_right),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
