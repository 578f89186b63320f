/* SPDX-License-Identifier: Apache-2.0 */
/* backend.h: what plays a scenario: the bare core in virtual time, or the live daemon whose clock the test moves.
 * Both take the protocol's requests and give its images and events, so that one file is held against both. */
#ifndef MUSTER_TESTS_SCENARIO_BACKEND_H
#define MUSTER_TESTS_SCENARIO_BACKEND_H

#include "util/error.h"

#include <muster/v1/envelope.pb-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ANSWER_TEXT_MAX = 256 };

struct answer {
    Muster__V1__ReplyStatus status;
    char code[64], field[64], text[ANSWER_TEXT_MAX]; /* of a refusal */
    Muster__V1__EntityKind subject_kind;
    uint64_t subject;
};

struct images {
    Muster__V1__Image **list;
    size_t count;
};

struct events {
    Muster__V1__Event **list;
    size_t count;
};

struct backend {
    const struct backend_ops *ops;
};

/* Those that return int: 0, or -1 with a text when the backend itself has failed. */
struct backend_ops {
    const char *name;
    /* The request of that principal; "admin" is there from the start. */
    int (*ask) (struct backend *, const char *principal, const Muster__V1__Request *, struct answer *,
                struct error *);
    /* When something falls due next; INT64_MAX = never. */
    int (*deadline) (struct backend *, int64_t *ret_at, struct error *);
    /* It is now this time, and what is due has happened. */
    int (*set_time) (struct backend *, int64_t now, struct error *);
    /* All entities of a kind, also the settled ones. */
    int (*list) (struct backend *, Muster__V1__EntityKind, struct images *, struct error *);
    /* The journal's entries after that one. */
    int (*journal) (struct backend *, uint64_t after, struct events *, struct error *);
    /* The journal's last entry and its hash, as whoever signs a handover reads them. */
    int (*head) (struct backend *, uint64_t *ret_seq, uint8_t ret_hash[32], struct error *);
    /* Holds the state against its own invariants. */
    int (*check) (struct backend *, struct error *);
    void (*destroy) (struct backend *);
};

struct backend *bare_create (int64_t now, const uint8_t admin_key[32]);
/* Speaks to the daemon that tests/support/live-daemon has started; NULL with a text. */
struct backend *live_create (int64_t now, struct error *);

/* The public key of a principal: live, the one in $LIVE_DIR/keys; otherwise an invented one. */
int principal_key (const char *code, uint8_t ret_key[32], struct error *);

void images_add (struct images *, Muster__V1__Image *);
void images_free (struct images *);
void events_add (struct events *, Muster__V1__Event *);
void events_free (struct events *);

#endif
