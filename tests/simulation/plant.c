/* SPDX-License-Identifier: Apache-2.0 */
/* plant.c: a store that lies to the daemon or to the disk, and outputs that change what is told. */
#include "plant.h"
#include "store/memory.h"
#include "util/alloc.h"
#include "util/buffer.h"
#include "wire/wire.h"

#include <muster/v1/envelope.pb-c.h>
#include <muster/v1/event.pb-c.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

const char *const plant_names[PLANTS] = {
    [PLANT_NONE] = "none",
    [PLANT_TELL_EARLY] = "tell-early",
    [PLANT_LOSE_BATCH] = "lose-batch",
    [PLANT_FORGET_COMMANDS] = "forget-commands",
    [PLANT_FLIP_HASH] = "flip-hash",
    [PLANT_OLD_ROW] = "old-row",
    [PLANT_SYNC_HOLE] = "sync-hole",
    [PLANT_FALSE_EPOCH] = "false-epoch",
    [PLANT_LOSE_DRILL] = "lose-drill",
    [PLANT_DEAF] = "deaf",
    [PLANT_FALSE_WORD] = "false-word",
    [PLANT_REUSED_ID] = "reused-id",
    [PLANT_FALSE_PREV] = "false-prev",
};

const char *const plant_complaints[PLANTS] = {
    [PLANT_NONE] = "",
    [PLANT_TELL_EARLY] = "told before it was stored",
    [PLANT_LOSE_BATCH] = "told before it was stored",
    [PLANT_FORGET_COMMANDS] = "command",
    [PLANT_FLIP_HASH] = "breaks the hash chain",
    /* who starts from it may first be seen to decide what the journal does not allow, or to disagree with itself */
    [PLANT_OLD_ROW] = "the journal|is not legal|exists already|desk_check",
    [PLANT_SYNC_HOLE] = "console",
    [PLANT_FALSE_EPOCH] = "two epochs speak",
    [PLANT_LOSE_DRILL] = "is not the next of its kind",
    [PLANT_DEAF] = "no final word",
    [PLANT_FALSE_WORD] = "a refused command",
    [PLANT_REUSED_ID] = "one command",
    [PLANT_FALSE_PREV] = "was before it on its topic",
};

enum { LOSE_ONE_IN = 40, DAMAGE_ONE_IN = 40, HOLE_ONE_IN = 8, DEAF_ONE_IN = 10 };

struct liar {
    struct store store;
    struct store *inner;
    struct store_callbacks callbacks;
    enum plant plant;
    struct memory_disk *disk;
    struct liar *next;
    unsigned submits;
    bool told_early; /* the next committed of the inner store was told already */
    bool tell_now;   /* committed is to be told although nothing was stored */
};

static struct liar *
liar_of (struct store *store)
{
    return (struct liar *)store;
}

/* ---- the inner store's callbacks: the daemon's own but for two, which must find us by its argument ---- */

static struct liar *liars;

static struct liar *
liar_for (const void *arg)
{
    struct liar *liar = liars;
    while (liar && liar->callbacks.arg != arg)
        liar = liar->next;
    return liar;
}

static void
on_committed (void *arg)
{
    struct liar *liar = liar_for (arg);
    if (!liar->told_early)
        liar->callbacks.committed (arg);
    liar->told_early = false;
}

static void
on_failed (void *arg, bool fatal, const char *text)
{
    struct liar *liar = liar_for (arg);
    liar->told_early = liar->tell_now = false;
    liar->callbacks.failed (arg, fatal, text);
}

/* ---- lies about batches ---- */

/* The first obligation born of a drill says that it is real; the chain is made good again. */
static bool
lose_drill (struct store_entry *entry, struct buffer *out)
{
    struct decoded_event decoded;
    if (strcmp (entry->kind, event_kind_name (EVENT_OBLIGATION_ARMED)) ||
        wire_decode_event (entry->payload, entry->payload_size, &decoded, NULL) < 0)
        return false;
    struct obligation *born = (struct obligation *)decoded.born;
    bool drill = born->drill;
    if (drill) {
        struct buffer image = { 0 };
        born->drill = false;
        wire_encode_image (&born->entity, &image);
        wire_encode_event (&decoded.event, out);
        wire_append_born (out, image.data, image.size);
        entry->payload = out->data;
        entry->payload_size = out->size;
        buffer_free (&image);
    }
    wire_decoded_event_free (&decoded);
    return drill;
}

static void
change_entries (struct liar *liar, struct store_batch *batch, struct buffer *out)
{
    bool due = liar->submits % DAMAGE_ONE_IN == 0 && batch->entries_count > 0;
    if (liar->plant == PLANT_FLIP_HASH && due)
        batch->entries[batch->entries_count - 1].hash[0] ^= 1;
    if (liar->plant != PLANT_LOSE_DRILL)
        return;
    uint8_t previous[HASH_BYTES];
    for (size_t i = 1; i < batch->entries_count; i++) {
        memcpy (previous, batch->entries[i - 1].hash, HASH_BYTES);
        if (lose_drill (&batch->entries[i], out)) {
            store_chain (previous, &batch->entries[i], batch->entries_count - i);
            return;
        }
    }
}

static void
liar_submit (struct store *store, const struct store_batch *batch)
{
    struct liar *liar = liar_of (store);
    struct store_batch changed = *batch;
    struct buffer out = { 0 };
    liar->submits++;
    if (liar->plant == PLANT_LOSE_BATCH && liar->submits % LOSE_ONE_IN == 0) {
        liar->tell_now = true;
        return;
    }
    if (liar->plant == PLANT_FORGET_COMMANDS)
        changed.commands_count = 0;
    if (liar->plant == PLANT_OLD_ROW && liar->submits % DAMAGE_ONE_IN == 0 && changed.rows_count > 0)
        changed.rows_count--;
    change_entries (liar, &changed, &out);
    liar->inner->ops->submit (liar->inner, &changed);
    if (liar->plant == PLANT_TELL_EARLY)
        liar->tell_now = true;
    buffer_free (&out);
}

static void
liar_handle (struct store *store, int64_t now_ms)
{
    struct liar *liar = liar_of (store);
    if (liar->tell_now) {
        liar->tell_now = false;
        liar->told_early = liar->plant == PLANT_TELL_EARLY;
        if (liar->told_early)
            memory_disk_hold (liar->disk, false);
        liar->callbacks.committed (liar->callbacks.arg);
    }
    liar->inner->ops->handle (liar->inner, now_ms);
}

/* ---- the rest goes through ---- */

static void
liar_start (struct store *store)
{
    liar_of (store)->inner->ops->start (liar_of (store)->inner);
}

static enum store_state
liar_state (const struct store *store)
{
    const struct liar *liar = (const struct liar *)store;
    return liar->inner->ops->state (liar->inner);
}

static int
liar_lookup (struct store *store, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES], store_command_fn *fn,
             void *arg)
{
    return liar_of (store)->inner->ops->lookup_command (liar_of (store)->inner, principal, id, fn, arg);
}

static int
liar_fetch (struct store *store, enum entity_kind kind, uint64_t id, store_image_fn *fn, void *arg)
{
    return liar_of (store)->inner->ops->fetch (liar_of (store)->inner, kind, id, fn, arg);
}

static int
liar_list (struct store *store, enum entity_kind kind, uint64_t before, uint32_t limit, store_image_fn *fn, void *arg)
{
    return liar_of (store)->inner->ops->list (liar_of (store)->inner, kind, before, limit, fn, arg);
}

static int
liar_journal (struct store *store, uint64_t after, uint64_t incident, uint32_t limit, store_entry_fn *fn, void *arg)
{
    return liar_of (store)->inner->ops->journal (liar_of (store)->inner, after, incident, limit, fn, arg);
}

static int
liar_scan (struct store *store, store_entry_fn *entry, store_image_fn *image, void *arg)
{
    return liar_of (store)->inner->ops->scan (liar_of (store)->inner, entry, image, arg);
}

static size_t
liar_polls (const struct store *store, struct store_poll *polls, size_t max)
{
    const struct liar *liar = (const struct liar *)store;
    return liar->inner->ops->polls (liar->inner, polls, max);
}

static int
liar_timeout (const struct store *store, int64_t now_ms)
{
    const struct liar *liar = (const struct liar *)store;
    return liar->inner->ops->timeout_ms (liar->inner, now_ms);
}

static void
liar_destroy (struct store *store)
{
    struct liar *liar = liar_of (store);
    if (!liar)
        return;
    liar->inner->ops->destroy (liar->inner);
    LL_DELETE (liars, liar);
    free (liar);
}

static const struct store_ops liar_ops = {
    .start = liar_start,
    .state = liar_state,
    .submit = liar_submit,
    .lookup_command = liar_lookup,
    .fetch = liar_fetch,
    .list = liar_list,
    .journal = liar_journal,
    .scan = liar_scan,
    .polls = liar_polls,
    .timeout_ms = liar_timeout,
    .handle = liar_handle,
    .destroy = liar_destroy,
};

struct store *
plant_store (enum plant plant, struct memory_disk *disk, const struct store_options *options,
             const struct store_callbacks *callbacks)
{
    struct liar *liar = xcalloc (1, sizeof *liar);
    liar->store.ops = &liar_ops;
    liar->plant = plant;
    liar->disk = disk;
    liar->callbacks = *callbacks;
    struct store_callbacks ours = *callbacks;
    ours.committed = on_committed;
    ours.failed = on_failed;
    liar->inner = store_memory_open (disk, options, &ours);
    LL_PREPEND (liars, liar);
    return &liar->store;
}

/* ---- lies about what is told ---- */

static bool
is_word (const Muster__V1__Reply *reply)
{
    return reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK && reply->seq > 0;
}

/* Returns true if the reply was changed. */
static bool
change_reply (enum plant plant, uint64_t dice, Muster__V1__Reply *reply)
{
    bool reused = reply->code && !strcmp (reply->code, "id_reused");
    bool hole = plant == PLANT_SYNC_HOLE && reply->sync && reply->sync->n_images > 0 && dice % HOLE_ONE_IN == 0;
    if (hole)
        muster__v1__image__free_unpacked (reply->sync->images[--reply->sync->n_images], NULL);
    else if (plant == PLANT_FALSE_WORD && is_word (reply))
        reply->status = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_REFUSED;
    else if (plant == PLANT_REUSED_ID && reused)
        reply->status = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
    else
        return false;
    return true;
}

bool
plant_reply (enum plant plant, uint64_t dice, const uint8_t *data, size_t size, uint8_t **ret_data, size_t *ret_size,
             bool *ret_drop)
{
    if (plant == PLANT_NONE)
        return false;
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, size, data);
    *ret_drop = plant == PLANT_DEAF && is_word (reply) && reply->id.data[COMMAND_ID_BYTES - 1] % DEAF_ONE_IN == 0;
    bool changed = change_reply (plant, dice, reply);
    if (changed) {
        *ret_size = muster__v1__reply__get_packed_size (reply);
        *ret_data = xcalloc (1, *ret_size + 1);
        muster__v1__reply__pack (reply, *ret_data);
    }
    muster__v1__reply__free_unpacked (reply, NULL);
    return changed;
}

bool
plant_push (enum plant plant, const char *topic, const uint8_t *data, size_t size, uint8_t **ret_data,
            size_t *ret_size)
{
    if ((plant != PLANT_FALSE_EPOCH && plant != PLANT_FALSE_PREV) || !strcmp (topic, "beat"))
        return false;
    Muster__V1__Push *push = muster__v1__push__unpack (NULL, size, data);
    if (plant == PLANT_FALSE_EPOCH)
        push->epoch++;
    else if (push->prev_seq > 1)
        push->prev_seq--;
    *ret_size = muster__v1__push__get_packed_size (push);
    *ret_data = xcalloc (1, *ret_size + 1);
    muster__v1__push__pack (push, *ret_data);
    muster__v1__push__free_unpacked (push, NULL);
    return true;
}
