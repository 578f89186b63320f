/* SPDX-License-Identifier: Apache-2.0 */
/* story.h: all that the journal says of one incident. */
#ifndef MUSTER_CLI_STORY_H
#define MUSTER_CLI_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

struct cli;

enum { STORY_ENTRIES_MAX = 50000 };

struct story {
    Muster__V1__Reply **pages;
    size_t count;
    bool cut; /* more than STORY_ENTRIES_MAX, or a page did not come */
};

void story_read (struct cli *, uint64_t incident, struct story *ret);
void story_free (struct story *);

/* Walks the events, oldest first: for (at = STORY_START; (event = story_next (story, &at));) */
struct story_place {
    size_t page, entry;
};
#define STORY_START ((struct story_place){ 0, 0 })
const Muster__V1__Event *story_next (const struct story *, struct story_place *);

#endif
