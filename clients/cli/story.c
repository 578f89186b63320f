/* SPDX-License-Identifier: Apache-2.0 */
/* story.c: an incident's pages of the journal. */
#include "story.h"

#include "cli.h"
#include "message.h"
#include "text.h"

#include <stdlib.h>

void
story_read (struct cli *cli, uint64_t incident, struct story *ret)
{
    uint64_t after = 0;
    *ret = (struct story){ 0 };
    for (;;) {
        Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_JOURNAL);
        request_set_number (request, "incident", incident);
        request_set_number (request, "after", after);
        request_set_number (request, "limit", LIST_PAGE);
        Muster__V1__Reply *reply = cli_ask (cli, request);
        ret->cut = reply == NULL || (ret->count + 1) * LIST_PAGE > STORY_ENTRIES_MAX;
        cli->incomplete |= reply == NULL;
        if (reply == NULL)
            return;
        ret->pages = text_grow (ret->pages, ret->count + 1, sizeof *ret->pages);
        ret->pages[ret->count++] = reply;
        if (ret->cut || !reply->more || reply->n_entries == 0)
            return;
        after = reply->entries[reply->n_entries - 1]->seq;
    }
}

void
story_free (struct story *story)
{
    for (size_t i = 0; i < story->count; i++)
        muster__v1__reply__free_unpacked (story->pages[i], NULL);
    free (story->pages);
}

const Muster__V1__Event *
story_next (const struct story *story, struct story_place *at)
{
    for (; at->page < story->count; at->page++, at->entry = 0)
        while (at->entry < story->pages[at->page]->n_entries) {
            const Muster__V1__Event *event = story->pages[at->page]->entries[at->entry++]->event;
            if (event != NULL)
                return event;
        }
    return NULL;
}
