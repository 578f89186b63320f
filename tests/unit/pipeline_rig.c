/* SPDX-License-Identifier: Apache-2.0 */
/* pipeline_rig.c: the fake store, the fake bus and what they remember. */
#include "pipeline_rig.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

static const uint8_t admin_key[KEY_BYTES] = { 0xad };

/* ---- the store ---- */

static void
fake_nothing (struct store *store)
{
    (void)store;
}

static enum store_state
fake_state (const struct store *store)
{
    (void)store;
    return STORE_READY;
}

static void
keep_row (struct fake_store *fake, const struct store_row *row)
{
    if (fake->rows_count == fake->rows_capacity) {
        fake->rows_capacity = fake->rows_capacity ? fake->rows_capacity * 2 : 64;
        fake->rows = xrealloc_array (fake->rows, fake->rows_capacity, sizeof *fake->rows);
    }
    fake->rows[fake->rows_count++] = (struct fake_row){ .kind = row->entity->kind,
                                                        .id = row->entity->id,
                                                        .incident = entity_incident (row->entity),
                                                        .image = xmemdup (row->image, row->image_size),
                                                        .size = row->image_size };
}

static void
fake_submit (struct store *store, const struct store_batch *batch)
{
    struct fake_store *fake = (struct fake_store *)store;
    assert (fake->in_flight < STORE_BATCHES_MAX && batch->entries_count <= RIG_KINDS_MAX);
    fake->in_flight++;
    fake->kinds_count = batch->entries_count;
    for (size_t i = 0; i < batch->entries_count; i++)
        fake->kinds[i] = batch->entries[i].kind;
    for (size_t i = 0; i < batch->rows_count; i++)
        keep_row (fake, &batch->rows[i]);
}

static int
fake_lookup (struct store *store, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES], store_command_fn *callback,
             void *arg)
{
    struct fake_store *fake = (struct fake_store *)store;
    (void)principal;
    (void)id;
    if (fake->lookups_count == RIG_READS_MAX)
        return -1;
    fake->lookup_args[fake->lookups_count] = arg;
    fake->lookups[fake->lookups_count++] = callback;
    return 0;
}

static int
fake_fetch (struct store *store, enum entity_kind kind, uint64_t id, store_image_fn *callback, void *arg)
{
    struct fake_store *fake = (struct fake_store *)store;
    if (fake->fetches_count == RIG_READS_MAX)
        return -1;
    fake->fetches[fake->fetches_count++] = (struct fake_fetch){ kind, id, callback, arg };
    return 0;
}

static int
fake_list (struct store *store, enum entity_kind kind, uint64_t before, uint32_t limit, store_image_fn *callback,
           void *arg)
{
    struct fake_store *fake = (struct fake_store *)store;
    (void)before;
    fake->list = (struct fake_fetch){ kind, 0, callback, arg };
    fake->list_limit = limit;
    fake->lists_count++;
    return 0;
}

static int
fake_journal (struct store *store, uint64_t after, uint64_t incident, uint32_t limit, store_entry_fn *callback,
              void *arg)
{
    struct fake_store *fake = (struct fake_store *)store;
    (void)after;
    (void)incident;
    (void)limit;
    fake->journal = callback;
    fake->journal_arg = arg;
    return 0;
}

static const struct store_ops fake_ops = { .start = fake_nothing,
                                           .state = fake_state,
                                           .submit = fake_submit,
                                           .lookup_command = fake_lookup,
                                           .fetch = fake_fetch,
                                           .list = fake_list,
                                           .journal = fake_journal };

/* ---- the bus ---- */

static void
out_reply (void *arg, const struct bus_route *route, const uint8_t *data, size_t size)
{
    struct rig *rig = arg;
    (void)route;
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, size, data);
    assert (reply);
    rig->told[reply->status]++;
    rig->told_bytes += size;
    if (reply->sync) {
        rig->sync_more = reply->sync->more;
        rig->sync_through = reply->sync->through;
        rig->sync_images = reply->sync->n_images;
    }
    muster__v1__reply__free_unpacked (reply, NULL);
}

static void
out_publish (void *arg, const char *topic, const uint8_t *data, size_t size)
{
    (void)arg;
    (void)topic;
    (void)data;
    (void)size;
}

static void
out_revoke (void *arg, const uint8_t key[KEY_BYTES])
{
    struct rig *rig = arg;
    rig->cuts++;
    for (size_t i = 0; i < rig->keys_count; i++)
        if (!memcmp (rig->keys[i], key, KEY_BYTES))
            memcpy (rig->keys[i--], rig->keys[--rig->keys_count], KEY_BYTES);
}

static void
out_admit (void *arg, const uint8_t key[KEY_BYTES], uint64_t principal)
{
    struct rig *rig = arg;
    (void)principal;
    assert (rig->keys_count < RIG_KEYS_MAX);
    memcpy (rig->keys[rig->keys_count++], key, KEY_BYTES);
}

static void
out_forget_all (void *arg)
{
    ((struct rig *)arg)->keys_count = 0;
}

static size_t
out_counters (void *arg, const char **names, uint64_t *values, size_t max)
{
    (void)arg;
    (void)names;
    (void)values;
    (void)max;
    return 0;
}

static void
out_log (void *arg, int level, const char *message, const char *fields)
{
    (void)arg;
    (void)level;
    (void)message;
    (void)fields;
}

/* ---- the rig ---- */

struct rig *
rig_create (uint32_t recent_commands_max)
{
    return rig_create_small (recent_commands_max, desk_limits_default.settled_max);
}

struct rig *
rig_create_small (uint32_t recent_commands_max, uint32_t settled_max)
{
    struct rig *rig = xcalloc (1, sizeof *rig);
    struct pipeline_options options = { .centre = "test",
                                        .version = "0",
                                        .desk = { desk_limits_default.open_incidents_max, settled_max },
                                        .recent_commands_max = recent_commands_max,
                                        .waiting_commands_max = 1000,
                                        .interim_ms = 2000,
                                        .first_admin_code = "admin" };
    const struct pipeline_output output = { rig,        out_reply,      out_publish,  out_admit,
                                            out_revoke, out_forget_all, out_counters, out_log };
    const struct store_head head = { .epoch = 1 };
    memcpy (options.first_admin_key, admin_key, KEY_BYTES);
    rig->now = DRAFT_NOW;
    rig->as = 1;
    rig->pipeline = pipeline_create (&options, &output);
    rig->fake.store.ops = &fake_ops;
    rig->fake.callbacks = pipeline_store_callbacks (rig->pipeline);
    pipeline_start (rig->pipeline, &rig->fake.store, rig->now);
    rig->fake.callbacks.ready (rig->fake.callbacks.arg, &head);
    rig_settle (rig);
    return rig;
}

void
rig_free (struct rig *rig)
{
    pipeline_destroy (rig->pipeline);
    for (size_t i = 0; i < rig->fake.rows_count; i++)
        free (rig->fake.rows[i].image);
    free (rig->fake.rows);
    free (rig);
}

void
rig_send_aged (struct rig *rig, struct draft *draft, int64_t age_ms)
{
    int64_t time = rig->now - age_ms;
    for (int i = 5; i >= 0; i--, time >>= 8)
        draft->id[i] = (uint8_t)time;
    rig->commands++;
    memcpy (draft->id + 9, &rig->commands, 7);
    rig_send_again (rig, draft);
}

void
rig_send_again (struct rig *rig, const struct draft *draft)
{
    static const struct bus_route route = { .size = 1 };
    struct buffer bytes = { 0 };
    draft_pack (draft, &bytes);
    pipeline_request (rig->pipeline, &route, rig->as, bytes.data, bytes.size, rig->now);
    buffer_free (&bytes);
}

void
rig_send (struct rig *rig, struct draft *draft)
{
    rig_send_aged (rig, draft, 0);
}

void
rig_turn (struct rig *rig)
{
    pipeline_turn (rig->pipeline, rig->now);
}

void
rig_commit (struct rig *rig)
{
    assert (rig->fake.in_flight > 0);
    rig->fake.in_flight--;
    rig->fake.callbacks.committed (rig->fake.callbacks.arg);
}

void
rig_settle (struct rig *rig)
{
    rig_turn (rig);
    while (rig->fake.in_flight > 0) {
        rig_commit (rig);
        rig_turn (rig);
    }
}

bool
rig_admits (const struct rig *rig, const uint8_t key[KEY_BYTES])
{
    for (size_t i = 0; i < rig->keys_count; i++)
        if (!memcmp (rig->keys[i], key, KEY_BYTES))
            return true;
    return false;
}

bool
rig_stored (const struct rig *rig, const char *kind)
{
    for (size_t i = 0; i < rig->fake.kinds_count; i++)
        if (!strcmp (rig->fake.kinds[i], kind))
            return true;
    return false;
}

/* The last of an entity that was there then. */
static bool
is_newest (const struct fake_store *fake, size_t row, size_t moment)
{
    for (size_t i = row + 1; i < moment; i++)
        if (fake->rows[i].kind == fake->rows[row].kind && fake->rows[i].id == fake->rows[row].id)
            return false;
    return true;
}

/* The incident first, as the store does it: then what belongs to it, in order of the kinds. */
void
rig_give_rows (struct rig *rig, size_t which, size_t moment)
{
    const struct fake_store *fake = &rig->fake;
    const struct fake_fetch *asked = &fake->fetches[which];
    for (int kind = 0; kind < ENTITY_KINDS; kind++)
        for (size_t i = 0; i < moment; i++) {
            const struct fake_row *row = &fake->rows[i];
            bool wanted = (row->kind == asked->kind && row->id == asked->id) ||
                          (asked->kind == ENTITY_INCIDENT && row->incident == asked->id);
            if ((int)row->kind == kind && wanted && is_newest (fake, i, moment))
                asked->callback (asked->arg, true, row->kind, row->id, 0, row->image, row->size);
        }
}

void
rig_give_end (struct rig *rig, size_t which)
{
    rig->fake.fetches[which].callback (rig->fake.fetches[which].arg, true, ENTITY_NONE, 0, 0, NULL, 0);
}

void
rig_give_list (struct rig *rig, size_t count)
{
    const struct fake_store *fake = &rig->fake;
    const struct fake_fetch list = fake->list; /* its end may ask for the next */
    const struct fake_row *row = fake->rows + fake->rows_count - 1;
    while (row->kind != list.kind)
        row--;
    for (size_t i = 0; i < count; i++)
        list.callback (list.arg, true, row->kind, row->id, 0, row->image, row->size);
    list.callback (list.arg, true, ENTITY_NONE, 0, 0, NULL, 0);
}

void
rig_load_principals (struct rig *rig)
{
    const struct fake_store *fake = &rig->fake;
    for (size_t i = 0; i < fake->rows_count; i++) {
        const struct fake_row *row = &fake->rows[i];
        if (row->kind == ENTITY_PRINCIPAL && is_newest (fake, i, fake->rows_count))
            fake->callbacks.loaded (fake->callbacks.arg, row->kind, row->id, 0, row->image, row->size);
    }
}

/* ---- what every test says ---- */

void
rig_import_text (struct rig *rig, char *text)
{
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_IMPORT);
    draft.import.text = text;
    rig_send (rig, &draft);
    rig_settle (rig);
}

void
rig_import (struct rig *rig, const char *path)
{
    char name[512];
    static char text[IMPORT_TEXT_MAX];
    snprintf (name, sizeof name, "%s/%s", getenv ("MUSTER_SOURCE_DIR"), path);
    FILE *file = fopen (name, "r");
    assert (file);
    text[fread (text, 1, sizeof text - 1, file)] = '\0';
    fclose (file);
    rig_import_text (rig, text);
}

void
rig_enrol (struct rig *rig, const char *code, Muster__V1__Role role, uint8_t key)
{
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_ENROL);
    draft.enrol.code = (char *)code;
    draft.enrol.role = role;
    draft.enrol.person = draft.enrol.team = NULL;
    memset (draft.key, key, sizeof draft.key);
    rig_send (rig, &draft);
}

void
rig_revoke (struct rig *rig, const char *code)
{
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REVOKE);
    draft.revoke.code = (char *)code;
    rig_send (rig, &draft);
}
