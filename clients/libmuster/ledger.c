/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.c: the books of a replica; ledger.h has the reasons. */
#include "ledger.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "memory.h"

struct mu_entity_key {
    uint64_t kind, id; /* both wide, so that there is no padding to hash */
};

struct mu_version {
    UT_hash_handle hh;
    struct mu_entity_key key;
    uint64_t version;
};

struct mu_topic {
    UT_hash_handle hh;
    uint64_t seq;
    char name[];
};

static uint64_t
larger (uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void
topics_clear (struct mu_ledger *ledger)
{
    struct mu_topic *topic, *after;
    HASH_ITER (hh, ledger->topics, topic, after)
    {
        HASH_DEL (ledger->topics, topic);
        free (topic);
    }
}

/* Forgets the versions up to this one. */
static void
versions_clear (struct mu_ledger *ledger, uint64_t through)
{
    struct mu_version *version, *after;
    HASH_ITER (hh, ledger->versions, version, after)
    {
        if (version->version > through)
            continue;
        HASH_DEL (ledger->versions, version);
        free (version);
    }
}

void
mu_ledger_open (struct mu_ledger *ledger, uint64_t since)
{
    *ledger = (struct mu_ledger){ .position = since, .sync_due = true };
}

void
mu_ledger_close (struct mu_ledger *ledger)
{
    topics_clear (ledger);
    versions_clear (ledger, UINT64_MAX);
}

enum mu_epoch
mu_ledger_epoch (struct mu_ledger *ledger, uint64_t epoch)
{
    if (epoch == 0 || epoch == ledger->epoch)
        return MU_EPOCH_SAME;
    if (epoch < ledger->epoch)
        return MU_EPOCH_OLD;
    bool first = ledger->epoch == 0;
    ledger->epoch = epoch;
    if (first)
        return MU_EPOCH_SAME;
    ledger->required = ledger->seen = 0;
    mu_ledger_interrupted (ledger);
    return MU_EPOCH_NEW;
}

void
mu_ledger_interrupted (struct mu_ledger *ledger)
{
    ledger->run_from = ledger->run_to = 0;
    ledger->sync_due = true;
    ledger->let_off = false;
    topics_clear (ledger);
}

/* Position has come this far: so has the run that begins there; and what lies below is forgotten. */
static void
position_advance (struct mu_ledger *ledger, uint64_t to)
{
    uint64_t before = ledger->position;
    ledger->position = larger (ledger->position, to);
    if (ledger->run_from && ledger->run_from <= ledger->position + 1)
        ledger->position = larger (ledger->position, ledger->run_to);
    if (ledger->position == before)
        return;
    if (ledger->position >= ledger->seen)
        topics_clear (ledger);
    versions_clear (ledger, ledger->position);
}

static void
gap_note (struct mu_ledger *ledger, uint64_t through)
{
    ledger->required = larger (ledger->required, through);
    ledger->let_off = false;
}

/* Returns the seq of the push before this one on its topic, as far as we remember, and remembers this one. */
static uint64_t
topic_swap (struct mu_ledger *ledger, const void *name, size_t size, uint64_t seq)
{
    struct mu_topic *topic;
    HASH_FIND (hh, ledger->topics, name, size, topic);
    if (!topic) {
        topic = mu_alloc (1, sizeof *topic + size);
        memcpy (topic->name, name, size);
        HASH_ADD_KEYPTR (hh, ledger->topics, topic->name, size, topic);
    }
    uint64_t before = topic->seq;
    topic->seq = larger (before, seq);
    return before;
}

bool
mu_ledger_push_begin (struct mu_ledger *ledger, const void *topic, size_t topic_size, uint64_t seq, uint64_t prev_seq)
{
    ledger->seen = larger (ledger->seen, seq);
    if (seq <= ledger->position)
        return true; /* the sync was faster than this push */
    if (HASH_COUNT (ledger->versions) >= MU_VERSIONS_MAX) {
        gap_note (ledger, seq);
        return false;
    }
    if (HASH_COUNT (ledger->topics) >= MU_TOPICS_MAX) {
        gap_note (ledger, seq);
        topics_clear (ledger);
    }
    uint64_t before = topic_swap (ledger, topic, topic_size, seq);
    if (prev_seq > larger (before, ledger->position))
        gap_note (ledger, prev_seq);
    return true;
}

void
mu_ledger_push_end (struct mu_ledger *ledger, uint64_t seq)
{
    if (ledger->run_from && seq >= ledger->run_from && seq <= ledger->run_to)
        return;
    if (!ledger->run_from || seq != ledger->run_to + 1)
        ledger->run_from = seq;
    ledger->run_to = seq;
    position_advance (ledger, 0);
}

bool
mu_ledger_take (struct mu_ledger *ledger, uint32_t kind, uint64_t id, uint64_t version)
{
    if (version <= ledger->position)
        return false;
    struct mu_entity_key key = { .kind = kind, .id = id };
    struct mu_version *held;
    HASH_FIND (hh, ledger->versions, &key, sizeof key, held);
    if (held && held->version >= version)
        return false;
    if (!held) {
        held = mu_alloc (1, sizeof *held);
        held->key = key;
        HASH_ADD (hh, ledger->versions, key, sizeof key, held);
    }
    held->version = version;
    return true;
}

void
mu_ledger_beat (struct mu_ledger *ledger, uint64_t head_seq, bool live)
{
    ledger->let_off = live && mu_ledger_current (ledger) && ledger->position >= ledger->required;
    ledger->required = larger (ledger->required, head_seq);
}

void
mu_ledger_reset (struct mu_ledger *ledger)
{
    ledger->position = 0;
    mu_ledger_interrupted (ledger);
    versions_clear (ledger, UINT64_MAX);
}

bool
mu_ledger_chunk_end (struct mu_ledger *ledger, uint64_t through, bool more)
{
    bool grows = through > ledger->position;
    position_advance (ledger, through);
    ledger->more = more;
    ledger->let_off = ledger->let_off && !more;
    ledger->sync_due = ledger->sync_due && more;
    return grows || !more;
}

bool
mu_ledger_wants_sync (const struct mu_ledger *ledger)
{
    return ledger->sync_due || ledger->more || ledger->position < ledger->required;
}

bool
mu_ledger_current (const struct mu_ledger *ledger)
{
    return !ledger->sync_due && !ledger->more && (ledger->position >= ledger->required || ledger->let_off);
}
