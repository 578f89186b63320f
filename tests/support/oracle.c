/* SPDX-License-Identifier: Apache-2.0 */
/* oracle.c: the journal, held against itself while it grows. */
#include "oracle_parts.h"
#include "util/alloc.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct oracle *
oracle_create (void)
{
    const struct desk_limits unlimited = { UINT32_MAX, UINT32_MAX };
    struct oracle *oracle = xcalloc (1, sizeof *oracle);
    oracle->desk = desk_create (&unlimited);
    return oracle;
}

#define FREE_ALL(type, table)                                                                                        \
    do {                                                                                                             \
        struct type *item, *next;                                                                                    \
        HASH_ITER (hh, table, item, next)                                                                            \
        {                                                                                                            \
            HASH_DELETE (hh, table, item);                                                                           \
            free (item);                                                                                             \
        }                                                                                                            \
    } while (0)

void
oracle_destroy (struct oracle *oracle)
{
    if (!oracle)
        return;
    FREE_ALL (run, oracle->runs);
    FREE_ALL (word, oracle->words);
    FREE_ALL (topic_last, oracle->topics);
    desk_destroy (oracle->desk);
    free (oracle->changes);
    free (oracle);
}

uint64_t
oracle_head (const struct oracle *oracle)
{
    return oracle->changes_count;
}

uint64_t
oracle_epoch (const struct oracle *oracle)
{
    return oracle->epoch;
}

const struct desk *
oracle_desk (const struct oracle *oracle)
{
    return oracle->desk;
}

const struct change *
oracle_change (const struct oracle *oracle, uint64_t seq)
{
    return seq > 0 && seq <= oracle->changes_count ? &oracle->changes[seq - 1] : NULL;
}

const uint8_t *
oracle_hash (const struct oracle *oracle, uint64_t seq)
{
    const struct change *change = oracle_change (oracle, seq);
    return change ? change->hash : NULL;
}

const char *
oracle_topic (const struct oracle *oracle, uint64_t seq)
{
    const struct change *change = oracle_change (oracle, seq);
    return change ? change->topic : "";
}

void
oracle_count (const struct oracle *oracle, struct oracle_counts *counts)
{
    *counts = oracle->counts;
}

struct command_key
oracle_key (uint64_t principal, const uint8_t id[COMMAND_ID_BYTES])
{
    struct command_key key = { .principal = principal };
    memcpy (key.id, id, COMMAND_ID_BYTES);
    return key;
}

struct run *
oracle_run (const struct oracle *oracle, const struct command_key *key)
{
    struct run *run;
    HASH_FIND (hh, oracle->runs, key, sizeof *key, run);
    return run;
}

/* ---- one entry against the ones before ---- */

static int
check_order (const struct oracle *oracle, const struct store_entry *entry, struct error *err)
{
    uint64_t head = oracle_head (oracle);
    if (entry->seq != head + 1)
        return error_set (err, "journal gap: entry %" PRIu64 " after entry %" PRIu64, entry->seq, head);
    if (entry->epoch < oracle->epoch)
        return error_set (err, "entry %" PRIu64 " is of epoch %" PRIu64 ", after epoch %" PRIu64, entry->seq,
                          entry->epoch, oracle->epoch);
    if (entry->at < oracle->at)
        return error_set (err, "entry %" PRIu64 ": time runs backwards by %" PRId64 " ms", entry->seq,
                          oracle->at - entry->at);
    if (entry->received_at > entry->at)
        return error_set (err, "entry %" PRIu64 " was decided before it was received", entry->seq);
    return 0;
}

static int
check_chain (struct oracle *oracle, const struct store_entry *entry, struct error *err)
{
    struct store_entry copy = *entry;
    store_chain (oracle->hash, &copy, 1);
    if (memcmp (copy.hash, entry->hash, HASH_BYTES))
        return error_set (err, "entry %" PRIu64 " breaks the hash chain", entry->seq);
    return 0;
}

/* The journal's columns say the same as its payload. */
static int
check_columns (const struct store_entry *entry, const struct event *event, struct error *err)
{
    if (event->seq != entry->seq || event->at != entry->at || event->principal != entry->principal ||
        event->subject_kind != entry->subject_kind || event->subject != entry->subject ||
        event->incident != entry->incident || strcmp (event_kind_name (event->kind), entry->kind))
        return error_set (err, "entry %" PRIu64 ": its columns and its payload disagree", entry->seq);
    return 0;
}

/* A handover is signed together with the journal as it stood then. */
static int
check_signature (const struct oracle *oracle, const struct event *event, struct error *err)
{
    const struct event_detail *detail = &event->detail;
    const struct change *head = oracle_change (oracle, detail->head_seq);
    if (event->kind == EVENT_HANDOVER_SIGNED && (!head || memcmp (head->hash, detail->head_hash, HASH_BYTES)))
        return error_set (err, "handover %" PRIu64 " signs another journal than this one", event->subject);
    return 0;
}

/* What one command says of several things: an import of all that is in a file, a link of both its ends. */
static bool
speaks_of_several (enum event_kind kind)
{
    return (kind >= EVENT_PROFILE_IMPORTED && kind <= EVENT_TEAM_REGISTERED) || kind == EVENT_INCIDENT_LINKED ||
           kind == EVENT_INCIDENT_UNLINKED || kind == EVENT_ROLL_CALL_SCHEDULED || kind == EVENT_ROLL_CALL_ENDED;
}

/* Within one command nothing happens twice: the first event says what the command was. */
static int
check_once (const struct oracle *oracle, const struct run *run, const struct store_entry *entry,
            const struct event *event, struct error *err)
{
    if (run->last + 1 != entry->seq)
        return error_set (err, "command applied twice: entries %" PRIu64 "..%" PRIu64 ", then %" PRIu64, run->first,
                          run->last, entry->seq);
    for (uint64_t seq = run->first; seq <= run->last; seq++) {
        const struct change *before = oracle_change (oracle, seq);
        bool again = before->event == event->kind && (seq == run->first || before->id == event->subject);
        if (again && !(speaks_of_several (event->kind) && before->id != event->subject))
            return error_set (err, "command applied twice in a row: %s in entries %" PRIu64 " and %" PRIu64,
                              entry->kind, seq, entry->seq);
    }
    return 0;
}

static int
note_run (struct oracle *oracle, const struct store_entry *entry, const struct event *event, struct error *err)
{
    static const uint8_t timer[COMMAND_ID_BYTES];
    struct command_key key = oracle_key (entry->principal, entry->command_id);
    bool by_timer = !memcmp (entry->command_id, timer, COMMAND_ID_BYTES);
    if (by_timer != (entry->principal == 0))
        return error_set (err, "entry %" PRIu64 " has a principal without a command, or the reverse", entry->seq);
    if (by_timer)
        return 0;
    struct run *run = oracle_run (oracle, &key);
    if (run && check_once (oracle, run, entry, event, err) < 0)
        return -1;
    if (!run) {
        run = xcalloc (1, sizeof *run);
        run->key = key;
        run->first = entry->seq;
        HASH_ADD (hh, oracle->runs, key, sizeof run->key, run);
        oracle->counts.commands_applied++;
    }
    run->last = entry->seq;
    return 0;
}

static int
check_drill (const struct oracle *oracle, const struct entity *entity, struct error *err)
{
    uint64_t incident_id = entity_incident (entity);
    const struct entity *incident = incident_id ? desk_find (oracle->desk, ENTITY_INCIDENT, incident_id) : NULL;
    if (incident_id && !incident)
        return error_set (err, "%s %" PRIu64 " belongs to incident %" PRIu64 ", which is not there",
                          entity_kind_name (entity->kind), entity->id, incident_id);
    if (incident && entity_drill (entity) != entity_drill (incident))
        return error_set (err, "%s %" PRIu64 " lost the drill flag of incident %" PRIu64,
                          entity_kind_name (entity->kind), entity->id, incident_id);
    return 0;
}

/* ---- keeping it ---- */

static struct topic_last *
topic_find (struct oracle *oracle, const char *name)
{
    struct topic_last *topic;
    HASH_FIND_STR (oracle->topics, name, topic);
    if (!topic) {
        topic = xcalloc (1, sizeof *topic);
        snprintf (topic->name, sizeof topic->name, "%s", name);
        HASH_ADD_STR (oracle->topics, name, topic);
    }
    return topic;
}

static uint64_t
digest_of (const struct entity *entity)
{
    struct buffer bytes = { 0 };
    wire_encode_image (entity, &bytes);
    uint64_t digest = image_digest_of_bytes (bytes.data, bytes.size);
    buffer_free (&bytes);
    return digest;
}

static void
keep (struct oracle *oracle, const struct store_entry *entry, const struct event *event, const struct entity *entity)
{
    if (oracle->changes_count == oracle->changes_capacity) {
        oracle->changes_capacity = oracle->changes_capacity ? oracle->changes_capacity * 2 : 1024;
        oracle->changes = xrealloc_array (oracle->changes, oracle->changes_capacity, sizeof *oracle->changes);
    }
    struct change *change = &oracle->changes[oracle->changes_count++];
    memset (change, 0, sizeof *change);
    change->event = event->kind;
    change->kind = entity->kind;
    change->id = entity->id;
    change->epoch = entry->epoch;
    change->digest = digest_of (entity);
    desk_topic (oracle->desk, entity->kind, entity->id, change->topic);
    struct topic_last *topic = topic_find (oracle, change->topic);
    change->prev_on_topic = topic->seq;
    topic->seq = entry->seq;
    memcpy (change->hash, entry->hash, HASH_BYTES);
    oracle->epoch = entry->epoch;
    oracle->at = entry->at;
    oracle->counts.entries++;
}

static int
follow (struct oracle *oracle, const struct store_entry *entry, const struct event *event, struct error *err)
{
    if (check_columns (entry, event, err) < 0 || desk_apply (oracle->desk, event, err) < 0 ||
        note_run (oracle, entry, event, err) < 0)
        return -1;
    const struct entity *entity = desk_find (oracle->desk, event->subject_kind, event->subject);
    if (check_drill (oracle, entity, err) < 0 || check_signature (oracle, event, err) < 0)
        return -1;
    keep (oracle, entry, event, entity);
    return 0;
}

int
oracle_entry (struct oracle *oracle, const struct store_entry *entry, struct error *err)
{
    struct decoded_event decoded;
    if (check_order (oracle, entry, err) < 0 || check_chain (oracle, entry, err) < 0)
        return -1;
    if (wire_decode_event (entry->payload, entry->payload_size, &decoded, err) < 0)
        return error_prefix (err, "entry %" PRIu64 " can't be read", entry->seq);
    int result = follow (oracle, entry, &decoded.event, err);
    wire_decoded_event_free (&decoded);
    return result;
}
