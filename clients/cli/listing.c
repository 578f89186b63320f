/* SPDX-License-Identifier: Apache-2.0 */
/* listing.c: the daemon pages by number, newest first; a list by due time has to look at all of them. */
#include "listing.h"

#include "message.h"
#include "names.h"
#include "text.h"
#include "words.h"

#include <stdlib.h>

static bool
is_in_time_order (Muster__V1__EntityKind kind)
{
    return kind == CLI_ENTITY (OBLIGATION) || kind == CLI_ENTITY (INSTRUCTION) ||
           kind == CLI_ENTITY (PLANNED_SHIFT) || kind == CLI_ENTITY (ROLL_CALL_ANSWER) || kind == CLI_ENTITY (TEAM);
}

static bool
has_codes (Muster__V1__EntityKind kind)
{
    return kind <= CLI_ENTITY (PRINCIPAL);
}

/* Are those of a drill numbered in their own series? */
static bool
has_drills (Muster__V1__EntityKind kind)
{
    return !has_codes (kind) && kind != CLI_ENTITY (SHIFT) && kind != CLI_ENTITY (PLANNED_SHIFT) &&
           kind != CLI_ENTITY (HANDOVER) && kind != CLI_ENTITY (DRILL);
}

static int64_t
sort_key (const Muster__V1__Image *image)
{
    uint64_t id = image_id (image);
    switch (image->entity_case) {
    case MUSTER__V1__IMAGE__ENTITY_OBLIGATION:
        return image->obligation->due_at_ms;
    case MUSTER__V1__IMAGE__ENTITY_INSTRUCTION:
        return image->instruction->due_at_ms;
    case MUSTER__V1__IMAGE__ENTITY_PLANNED_SHIFT:
        return image->planned_shift->begin_at_ms;
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL_ANSWER:
        return image->roll_call_answer->due_at_ms;
    case MUSTER__V1__IMAGE__ENTITY_TEAM:
        return image->team->rank;
    default:
        break;
    }
    if (has_codes ((Muster__V1__EntityKind)image->entity_case))
        return (int64_t)id;
    /* both series count down, the drills' below all real ones */
    return id > DRILL_IDS ? INT64_MAX / 2 - (int64_t)id : -(int64_t)id;
}

int
listing_order (const void *image_a, const void *image_b)
{
    const Muster__V1__Image *a = *(Muster__V1__Image *const *)image_a, *b = *(Muster__V1__Image *const *)image_b;
    int64_t left = sort_key (a), right = sort_key (b);
    if (left == right) {
        left = (int64_t)image_id (a);
        right = (int64_t)image_id (b);
    }
    return left < right ? -1 : left > right;
}

/* One more page, its images of that kind and above that number kept. *ret_next: where the next one begins, 0 = the
 * end. */
static enum exit_code
read_page (struct cli *cli, Muster__V1__EntityKind kind, struct listing *listing, uint64_t limit, uint64_t before,
           uint64_t above, uint64_t *ret_next)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
    request_set_number (request, "kind", kind);
    if (cli_given (cli, OPTION_SETTLED) || kind == CLI_ENTITY (CONSULTATION)) /* none of these is ever open */
        request_set_number (request, "settled", 1);
    request_set_number (request, "limit", limit);
    if (before > 0)
        request_set_number (request, "before", before);
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request, &reply);
    *ret_next = 0;
    if (code != EXIT_DONE)
        return code;
    uint64_t smallest = UINT64_MAX;
    listing->pages = text_grow (listing->pages, listing->pages_count + 1, sizeof *listing->pages);
    listing->pages[listing->pages_count++] = reply;
    listing->images = text_grow (listing->images, listing->count + reply->n_images + 1, sizeof (Muster__V1__Image *));
    for (size_t i = 0; i < reply->n_images; i++) {
        Muster__V1__Image *image = reply->images[i];
        uint64_t id = image_id (image);
        names_learn (cli->names, image);
        smallest = id < smallest ? id : smallest;
        if (image->entity_case == (Muster__V1__Image__EntityCase)kind && id > above)
            listing->images[listing->count++] = image;
    }
    if (reply->has_more && reply->more && smallest != UINT64_MAX && smallest > above)
        *ret_next = smallest;
    return EXIT_DONE;
}

/* All that are open, up to a bound, in their order; then cut. */
static enum exit_code
read_in_time_order (struct cli *cli, Muster__V1__EntityKind kind, uint64_t limit, struct listing *listing)
{
    uint64_t before = 0;
    enum exit_code code;
    do
        code = read_page (cli, kind, listing, LIST_PAGE, before, 0, &before);
    while (code == EXIT_DONE && before > 0 && listing->pages_count < LISTING_PAGES_MAX);
    listing->bounded = before > 0;
    if (listing->count > 0)
        qsort (listing->images, listing->count, sizeof (Muster__V1__Image *), listing_order);
    if (listing->count > limit) {
        listing->left_out = listing->count - limit;
        listing->count = limit;
    }
    return code;
}

/* The real ones, then, if there is room, those of drills. */
static enum exit_code
read_newest (struct cli *cli, Muster__V1__EntityKind kind, uint64_t limit, uint64_t before, struct listing *listing)
{
    enum exit_code code = EXIT_DONE;
    bool real = before <= DRILL_IDS + 1; /* 0: from the newest on */
    if (real)
        code = read_page (cli, kind, listing, limit, before > 0 ? before : DRILL_IDS + 1, 0, &listing->next);
    if (code == EXIT_DONE && has_drills (kind) && listing->next == 0) {
        size_t shown = listing->count;
        bool full = shown >= limit; /* then only whether there are any is of interest: they are on the next page */
        code = read_page (cli, kind, listing, full ? 1 : limit - shown, real ? 0 : before, DRILL_IDS, &listing->next);
        if (full && listing->count > shown) {
            listing->next = image_id (listing->images[shown]) + 1;
            listing->count = shown;
        }
    }
    if (listing->count > 0)
        qsort (listing->images, listing->count, sizeof (Muster__V1__Image *), listing_order);
    return code;
}

enum exit_code
listing_read (struct cli *cli, Muster__V1__EntityKind kind, struct listing *ret)
{
    uint64_t limit = cli_given (cli, OPTION_LIMIT) ? cli_value (cli, OPTION_LIMIT)->number : LIST_LIMIT_DEFAULT;
    uint64_t before = cli_value (cli, OPTION_BEFORE)->number;
    *ret = (struct listing){ 0 };
    if (is_in_time_order (kind) && before == 0 && !cli_given (cli, OPTION_SETTLED))
        return read_in_time_order (cli, kind, limit, ret);
    return read_newest (cli, kind, limit, before, ret);
}

void
listing_free (struct listing *listing)
{
    for (size_t i = 0; i < listing->pages_count; i++)
        muster__v1__reply__free_unpacked (listing->pages[i], NULL);
    free (listing->pages);
    free (listing->images);
}
