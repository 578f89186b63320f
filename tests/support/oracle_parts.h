/* SPDX-License-Identifier: Apache-2.0 */
/* oracle_parts.h: private to the oracle: what its files share. */
#ifndef MUSTER_TESTS_ORACLE_PARTS_H
#define MUSTER_TESTS_ORACLE_PARTS_H

#include "oracle.h"
#include "util/error.h"

#include <inttypes.h>

/* What one journal entry did. */
struct change {
    enum event_kind event;
    enum entity_kind kind;
    uint64_t id;
    uint64_t epoch;
    uint64_t digest;        /* of the subject's image after it */
    uint64_t prev_on_topic; /* the entry before it on its topic; 0 = none */
    char topic[TOPIC_MAX + 1];
    uint8_t hash[HASH_BYTES];
};

struct command_key {
    uint64_t principal;
    uint8_t id[COMMAND_ID_BYTES];
};

/* The entries that one command made. */
struct run {
    struct command_key key;
    uint64_t first, last;
    UT_hash_handle hh;
};

/* A final word that was told. */
struct word {
    struct command_key key;
    int status;
    uint64_t seq, subject;
    int subject_kind;
    char code[CODE_MAX + 1];
    bool has_payload;
    uint8_t payload_hash[HASH_BYTES];
    UT_hash_handle hh;
};

struct topic_last {
    char name[TOPIC_MAX + 1];
    uint64_t seq;
    UT_hash_handle hh;
};

struct oracle {
    struct desk *desk;
    struct change *changes; /* [seq - 1] */
    size_t changes_count, changes_capacity;
    uint8_t hash[HASH_BYTES];
    uint64_t epoch;
    int64_t at;
    struct run *runs;
    struct word *words;
    struct topic_last *topics;
    size_t rows_count;
    struct oracle_counts counts;
};

/* NULL = there is no such entry (yet). */
const struct change *oracle_change (const struct oracle *, uint64_t seq);
struct command_key oracle_key (uint64_t principal, const uint8_t id[COMMAND_ID_BYTES]);
struct run *oracle_run (const struct oracle *, const struct command_key *);

#endif
