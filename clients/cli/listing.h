/* SPDX-License-Identifier: Apache-2.0 */
/* listing.h: what one list shows to a person: one page of the daemon, or more where a page would show the wrong ones.
 */
#ifndef MUSTER_CLI_LISTING_H
#define MUSTER_CLI_LISTING_H

#include "cli.h"

enum {
    LIST_LIMIT_DEFAULT = 100, /* the daemon's, when a list does not say */
    LISTING_PAGES_MAX = 20    /* of LIST_PAGE, looked through for what is first by its time */
};

struct listing {
    Muster__V1__Reply **pages; /* that hold the images */
    size_t pages_count;
    Muster__V1__Image **images; /* borrowed from them, in the order to print */
    size_t count;
    uint64_t next;   /* --before of the next page; 0 = there is none */
    size_t left_out; /* looked at, but below the limit in the list's order */
    bool bounded;    /* there are more than were looked at */
};

/* Reads what the verb's options ask for. Newest first, the real ones before those of drills (whose numbers are
 * larger); or, where a list is ordered by a time or rank, the first of all that are open. Says why, if it can't. */
enum exit_code listing_read (struct cli *, Muster__V1__EntityKind, struct listing *ret);
void listing_free (struct listing *);

/* What stands above what in a list, for qsort: what is due first, who is called first; else newest first, drills
 * last. */
int listing_order (const void *image_a, const void *image_b);

#endif
