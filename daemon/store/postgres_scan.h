/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_scan.h: everything there is, from one snapshot, on a session of its own. */
#ifndef MUSTER_STORE_POSTGRES_SCAN_H
#define MUSTER_STORE_POSTGRES_SCAN_H

#include "store/postgres_session.h"

struct scanner {
    const struct store_options *options;
    const struct store_callbacks *callbacks; /* expected and differs */
    struct session session;
    struct params params;
    bool running;
    bool asked;
    bool hungry;         /* the last turn stopped for its budget, not for want of rows */
    int64_t heard_at_ms; /* when the last of it came */
    int step;
    enum entity_kind kind;
    store_entry_fn *entry;
    store_image_fn *image;
    void *arg;
};

void scanner_init (struct scanner *, const struct store_options *, const struct store_callbacks *);
/* -1: one is running. */
int scanner_begin (struct scanner *, store_entry_fn *, store_image_fn *, void *arg);
void scanner_turn (struct scanner *, int64_t now_ms);
int64_t scanner_wake_ms (const struct scanner *);
void scanner_drop (struct scanner *); /* calls back with ok = false if it runs */
void scanner_free (struct scanner *); /* doesn't */

#endif
