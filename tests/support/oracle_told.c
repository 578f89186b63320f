/* SPDX-License-Identifier: Apache-2.0 */
/* oracle_told.c: whatever a daemon tells must follow from the journal. */
#include "core/access.h"
#include "oracle_parts.h"
#include "util/alloc.h"

#include <muster/v1/envelope.pb-c.h>
#include <muster/v1/event.pb-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
check_head (const struct oracle *oracle, uint64_t seq, const char *what, struct error *err)
{
    if (seq > oracle_head (oracle))
        return error_set (err, "told before it was stored: %s %" PRIu64 ", the journal ends at %" PRIu64, what, seq,
                          oracle_head (oracle));
    return 0;
}

static int
check_image (const struct oracle *oracle, const Muster__V1__Image *image, struct error *err)
{
    enum entity_kind kind;
    uint64_t id;
    if (!image_key (image, &kind, &id))
        return error_set (err, "an image of nothing was told");
    if (check_head (oracle, image->version, "an image of version", err) < 0)
        return -1;
    const struct change *change = oracle_change (oracle, image->version);
    if (!change || change->kind != kind || change->id != id)
        return error_set (err, "an image of %s %" PRIu64 " says version %" PRIu64 ", which is another's",
                          entity_kind_name (kind), id, image->version);
    if (change->digest != image_digest (image))
        return error_set (err,
                          "the image told of %s %" PRIu64 " version %" PRIu64 " is not what the journal leads to",
                          entity_kind_name (kind), id, image->version);
    return 0;
}

int
oracle_may_see (const struct oracle *oracle, uint64_t principal_id, uint64_t head_seq, const Muster__V1__Image *image,
                struct error *err)
{
    enum entity_kind kind;
    uint64_t id;
    const struct entity *found = desk_find (oracle->desk, ENTITY_PRINCIPAL, principal_id);
    if (!found || !image_key (image, &kind, &id) || found->version > head_seq)
        return 0; /* its rights may have changed since */
    struct principal principal = *(const struct principal *)found;
    principal.state = PRINCIPAL_ENROLLED; /* a reply may be under way when its reader is revoked */
    const struct entity *entity = desk_find (oracle->desk, kind, id);
    if (!entity || access_can_read (oracle->desk, &principal, entity))
        return 0;
    return error_set (err, "%s (%s) was shown %s %" PRIu64 ", which it may not see", principal.code,
                      role_names[principal.role], entity_kind_name (kind), id);
}

static int
check_images (const struct oracle *oracle, const struct told *told, uint64_t head_seq, size_t count,
              Muster__V1__Image *const *images, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (check_image (oracle, images[i], err) < 0 ||
            oracle_may_see (oracle, told->principal, head_seq, images[i], err) < 0)
            return -1;
    return 0;
}

static int
check_entries (const struct oracle *oracle, const Muster__V1__Reply *reply, struct error *err)
{
    for (size_t i = 0; i < reply->n_entries; i++) {
        const Muster__V1__JournalEntry *entry = reply->entries[i];
        if (check_head (oracle, entry->seq, "journal entry", err) < 0)
            return -1;
        const struct change *change = oracle_change (oracle, entry->seq);
        if (!change || entry->hash.len != HASH_BYTES || memcmp (change->hash, entry->hash.data, HASH_BYTES) ||
            change->epoch != entry->epoch)
            return error_set (err, "journal entry %" PRIu64 " was told otherwise than it is stored", entry->seq);
    }
    return 0;
}

static int
check_verify (const Muster__V1__Reply *reply, struct error *err)
{
    const Muster__V1__VerifyResult *verify = reply->verify;
    if (verify && verify->done && reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK && !verify->sound)
        return error_set (err, "verify found the journal broken: %s", verify->text ? verify->text : "no word why");
    return 0;
}

/* ---- the final word on a command ---- */

static bool
is_final (const Muster__V1__Reply *reply)
{
    switch (reply->status) {
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK:
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_REFUSED:
        return true;
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_DENIED: /* by the desk, which is stored, or at the door, which is not
                                                         */
        return reply->code && !strcmp (reply->code, refusal_name (REFUSAL_NOT_YOUR_TEAM));
    default:
        return false;
    }
}

static struct word
word_of (const struct command_key *key, const struct told *told, const Muster__V1__Reply *reply)
{
    struct word word = { .key = *key,
                         .status = (int)reply->status,
                         .seq = reply->seq,
                         .subject = reply->subject,
                         .subject_kind = (int)reply->subject_kind,
                         .has_payload = told->payload_hash != NULL };
    snprintf (word.code, sizeof word.code, "%s", reply->code ? reply->code : "");
    if (told->payload_hash)
        memcpy (word.payload_hash, told->payload_hash, HASH_BYTES);
    return word;
}

static int
check_same (const struct word *first, const struct word *now, struct error *err)
{
    if (first->status != now->status || first->seq != now->seq || first->subject != now->subject ||
        first->subject_kind != now->subject_kind || strcmp (first->code, now->code))
        return error_set (err,
                          "two different words on one command: status %d seq %" PRIu64 " %s, then %d %" PRIu64 " %s",
                          first->status, first->seq, first->code, now->status, now->seq, now->code);
    if (first->has_payload && now->has_payload && memcmp (first->payload_hash, now->payload_hash, HASH_BYTES))
        return error_set (err, "one command id got a word for two different contents");
    return 0;
}

/* What it is about, it made or changed: mostly with its first entry. */
static bool
changed (const struct oracle *oracle, const struct run *run, const struct word *word)
{
    for (uint64_t seq = run->first; seq <= run->last; seq++) {
        const struct change *change = oracle_change (oracle, seq);
        if ((int)change->kind == word->subject_kind && change->id == word->subject)
            return true;
    }
    return false;
}

/* An accepted command made the entries it says; any other made none. */
static int
check_word (const struct oracle *oracle, const struct word *word, struct error *err)
{
    const struct run *run = oracle_run (oracle, &word->key);
    bool accepted = word->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
    if (!accepted && run)
        return error_set (err, "a refused command (%s) made entry %" PRIu64, word->code, run->first);
    if (!accepted)
        return 0;
    if (!run && word->seq > 0)
        return error_set (err, "acknowledged command lost: it was told seq %" PRIu64 ", its id is not in the journal",
                          word->seq);
    if (run && run->last != word->seq)
        return error_set (err, "a command was told seq %" PRIu64 ", its last entry is %" PRIu64, word->seq,
                          run->last);
    if (run) {
        if (!changed (oracle, run, word))
            return error_set (err, "the command of entry %" PRIu64 " was told another subject", run->first);
    }
    return 0;
}

static uint64_t
born_at (const struct oracle *oracle, enum entity_kind kind, uint64_t id)
{
    for (size_t i = 0; i < oracle->changes_count; i++)
        if (oracle->changes[i].kind == kind && oracle->changes[i].id == id)
            return i + 1;
    return UINT64_MAX;
}

/* "There is no incident 7": there must not have been one when it was asked. */
static int
check_unknown (const struct oracle *oracle, const struct told *told, const Muster__V1__Reply *reply,
               struct error *err)
{
    bool incident = reply->code && !strcmp (reply->code, refusal_name (REFUSAL_UNKNOWN_INCIDENT));
    bool order = reply->code && !strcmp (reply->code, refusal_name (REFUSAL_UNKNOWN_ORDER));
    if ((!incident && !order) || reply->n_args == 0 || told->sent_head == 0)
        return 0;
    uint64_t id = strtoull (reply->args[0], NULL, 10);
    if (born_at (oracle, incident ? ENTITY_INCIDENT : ENTITY_DISPATCH_ORDER, id) > told->sent_head)
        return 0;
    return error_set (err, "%s %" PRIu64 " was there when it was asked for, and was called unknown",
                      incident ? "incident" : "order", id);
}

static int
check_command (struct oracle *oracle, const struct told *told, const Muster__V1__Reply *reply, struct error *err)
{
    if (!told->command || !reply->has_id || reply->id.len != COMMAND_ID_BYTES)
        return 0;
    struct command_key key = oracle_key (told->principal, reply->id.data);
    struct word *known, now = word_of (&key, told, reply);
    HASH_FIND (hh, oracle->words, &key, sizeof key, known);
    bool reused = reply->code && !strcmp (reply->code, "id_reused");
    if (reused && known && known->has_payload && now.has_payload &&
        !memcmp (known->payload_hash, now.payload_hash, HASH_BYTES))
        return error_set (err, "an honest retry was called a reused id");
    if (!is_final (reply))
        return 0;
    if (known)
        return check_same (known, &now, err);
    if (check_unknown (oracle, told, reply, err) < 0 || check_word (oracle, &now, err) < 0)
        return -1;
    known = xmemdup (&now, sizeof now);
    HASH_ADD (hh, oracle->words, key, sizeof known->key, known);
    if (reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
        oracle->counts.words_ok++;
    else
        oracle->counts.words_refused++;
    return 0;
}

static int
check_reply (struct oracle *oracle, const struct told *told, const Muster__V1__Reply *reply, struct error *err)
{
    const Muster__V1__SyncChunk *sync = reply->sync;
    if (check_head (oracle, reply->head_seq, "head_seq", err) < 0 || check_head (oracle, reply->seq, "seq", err) < 0)
        return -1;
    if (check_images (oracle, told, reply->head_seq, reply->n_images, reply->images, err) < 0 ||
        check_entries (oracle, reply, err) < 0 || check_verify (reply, err) < 0)
        return -1;
    if (sync && (check_head (oracle, sync->through, "sync through", err) < 0 ||
                 check_images (oracle, told, reply->head_seq, sync->n_images, sync->images, err) < 0))
        return -1;
    return check_command (oracle, told, reply, err);
}

int
oracle_reply (struct oracle *oracle, const struct told *told, const uint8_t *data, size_t size, struct error *err)
{
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, size, data);
    if (!reply)
        return error_set (err, "a reply that can't be read was told");
    int result = check_reply (oracle, told, reply, err);
    muster__v1__reply__free_unpacked (reply, NULL);
    oracle->counts.replies++;
    return result;
}

/* ---- the feed ---- */

static int
check_push (const struct oracle *oracle, const char *topic, const Muster__V1__Push *push, struct error *err)
{
    if (push->seq == 0 || !push->event || !push->image)
        return error_set (err, "a push without seq, event or image");
    if (check_head (oracle, push->seq, "push", err) < 0)
        return -1;
    const struct change *change = oracle_change (oracle, push->seq);
    enum entity_kind kind;
    uint64_t id;
    if (change->epoch != push->epoch)
        return error_set (err, "two epochs speak for entry %" PRIu64 ": %" PRIu64 " stored it, %" PRIu64 " tells it",
                          push->seq, change->epoch, push->epoch);
    if (push->event->seq != push->seq || (enum event_kind)push->event->kind != change->event ||
        push->event->subject != change->id || (enum entity_kind)push->event->subject_kind != change->kind)
        return error_set (err, "the push of entry %" PRIu64 " tells another event", push->seq);
    if (!image_key (push->image, &kind, &id) || kind != change->kind || id != change->id ||
        push->image->version < push->seq)
        return error_set (err, "the push of entry %" PRIu64 " bears another's image, or an old one", push->seq);
    if (strcmp (topic, change->topic))
        return error_set (err, "entry %" PRIu64 " was told on topic %s, not %s", push->seq, topic, change->topic);
    if (push->prev_seq != 0 && push->prev_seq != change->prev_on_topic)
        return error_set (
            err, "the push of entry %" PRIu64 " says that %" PRIu64 " was before it on its topic, not %" PRIu64,
            push->seq, push->prev_seq, change->prev_on_topic);
    return check_image (oracle, push->image, err);
}

int
oracle_push (struct oracle *oracle, const char *topic, const uint8_t *data, size_t size, struct error *err)
{
    Muster__V1__Push *push = muster__v1__push__unpack (NULL, size, data);
    if (!push)
        return error_set (err, "a push that can't be read was told");
    int result = check_push (oracle, topic, push, err);
    muster__v1__push__free_unpacked (push, NULL);
    oracle->counts.pushes++;
    return result;
}

int
oracle_beat (struct oracle *oracle, const uint8_t *data, size_t size, struct error *err)
{
    Muster__V1__Beat *beat = muster__v1__beat__unpack (NULL, size, data);
    if (!beat)
        return error_set (err, "a beat that can't be read was told");
    int result = check_head (oracle, beat->head_seq, "beat's head", err);
    muster__v1__beat__free_unpacked (beat, NULL);
    return result;
}

/* ---- at the end ---- */

int
oracle_finish (const struct oracle *oracle, struct error *err)
{
    for (const struct word *word = oracle->words; word; word = word->hh.next)
        if (check_word (oracle, word, err) < 0)
            return -1;
    if (desk_check (oracle->desk, err) < 0)
        return error_prefix (err, "the journal leads to a broken promise");
    return 0;
}
