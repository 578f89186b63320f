/* SPDX-License-Identifier: Apache-2.0 */
/* terms.c: what obligations were armed with, each once in memory: an escalation policy is larger than all the rest of
 * an obligation, and there are few of them. */
#include "core/tables.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEP_FIRST = 64 };

struct terms *
terms_new (void)
{
    struct terms *terms = xcalloc (1, sizeof *terms);
    terms->uses = 1;
    return terms;
}

struct terms *
terms_share (struct terms *terms)
{
    terms->uses++;
    return terms;
}

void
terms_release (struct terms *terms)
{
    if (terms && --terms->uses == 0)
        free (terms);
}

/* ---- what a desk has of them ---- */

static const uint8_t *
content (const struct terms *terms)
{
    return (const uint8_t *)&terms->policy;
}

#define CONTENT_SIZE (sizeof (struct terms) - offsetof (struct terms, policy))

static uint64_t
hash_text (uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 1099511628211ULL; /* FNV-1a */
    return hash;
}

/* Of the names: those that differ in anything else only are few. */
static uint64_t
names_hash (const struct terms *terms)
{
    uint64_t hash = hash_text (14695981039346656037ULL, terms->policy.name);
    return hash_text (hash_text (hash, terms->title), terms->to) | 1;
}

/* Those that only the desk still holds are gone. */
static void
sweep (struct terms_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->uses > 1)
            list->items[kept++] = list->items[i];
        else
            terms_release (list->items[i]);
    }
    list->count = kept;
    list->sweep_at = kept < SWEEP_FIRST ? 2 * SWEEP_FIRST : 2 * kept;
}

static void
add (struct terms_list *list, struct terms *terms)
{
    if (list->count >= list->sweep_at)
        sweep (list);
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : SWEEP_FIRST;
        list->items = xrealloc_array (list->items, list->capacity, sizeof (struct terms *));
    }
    list->items[list->count++] = terms_share (terms);
}

struct terms *
terms_keep (struct desk *desk, struct terms *terms)
{
    struct terms_list *list = &desk->terms;
    if (terms->hash == 0)
        terms->hash = names_hash (terms);
    for (size_t i = 0; i < list->count; i++) {
        struct terms *known = list->items[i];
        /* Bytes between members may differ: equal terms are then kept twice, which only costs memory. */
        if (known == terms)
            return terms;
        if (known->hash == terms->hash && !memcmp (content (known), content (terms), CONTENT_SIZE)) {
            terms_release (terms);
            return terms_share (known);
        }
    }
    add (list, terms);
    return terms;
}

void
terms_list_free (struct terms_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        terms_release (list->items[i]);
    free (list->items);
}
