/* SPDX-License-Identifier: Apache-2.0 */
/* store_rig.c: turns stores by poll(2), keeps what they say, builds batches. */
#include "store_rig.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POLLS_MAX = 8, COMMANDS_MAX_DEFAULT = 1000, SETTLED_MAX_DEFAULT = 1000, CONNECT_TIMEOUT_MS = 3000 };

const struct backend *backend;
struct memory_disk *rig_disk;
uint32_t rig_settled_max, rig_commands_max;
const char *rig_conninfo_more, *rig_centre;

/* ---- the in-memory backend ---- */

static void
memory_reset (void)
{
    memory_disk_destroy (rig_disk);
    rig_disk = memory_disk_create ();
}

static struct store *
memory_open (const struct store_options *options, const struct store_callbacks *callbacks)
{
    return store_memory_open (rig_disk, options, callbacks);
}

const struct backend backend_memory = { "memory", memory_reset, memory_open };

/* ---- what a store says ---- */

static void
keep_image (struct seen_images *seen, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image,
            size_t size)
{
    assert_true (seen->count < RIG_IMAGES_MAX);
    struct seen_image *item = &seen->items[seen->count++];
    *item = (struct seen_image){ .kind = kind, .id = id, .version = version, .size = size };
    if (size > 0)
        memcpy (item->image, image, size < RIG_IMAGE_MAX ? size : RIG_IMAGE_MAX);
}

static void
on_loaded (void *arg, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image, size_t size)
{
    struct rig *rig = arg;
    if (rig->loaded.count > 0 && rig->loaded.items[rig->loaded.count - 1].kind != kind) /* each kind is told once */
        for (size_t i = 0; i < rig->loaded.count; i++)
            assert_int_not_equal (rig->loaded.items[i].kind, kind);
    keep_image (&rig->loaded, kind, id, version, image, size);
}

static uint64_t
command_number (const uint8_t id[COMMAND_ID_BYTES])
{
    uint64_t number;
    memcpy (&number, id + COMMAND_ID_BYTES - sizeof number, sizeof number);
    return number;
}

static void
on_command (void *arg, const struct store_command *command)
{
    struct rig *rig = arg;
    assert_true (rig->commands_count < RIG_IMAGES_MAX);
    rig->commands[rig->commands_count++] = command_number (command->id);
}

static void
on_ready (void *arg, const struct store_head *head)
{
    struct rig *rig = arg;
    assert_int_equal (rig->store->ops->state (rig->store), STORE_READY);
    rig->head = *head;
    rig->ready++;
    rig->placed++;
}

static void
on_standby (void *arg, const char *leader)
{
    struct rig *rig = arg;
    snprintf (rig->leader, sizeof rig->leader, "%s", leader);
    rig->guests = rig->loaded;
    rig->loaded = (struct seen_images){ 0 };
    rig->standby++;
    rig->placed++;
}

static void
on_committed (void *arg)
{
    struct rig *rig = arg;
    rig->committed++;
    if (rig->on_commit != NULL)
        rig->on_commit (rig, rig->busy_with);
}

static void
on_failed (void *arg, bool fatal, const char *text)
{
    struct rig *rig = arg;
    assert_int_equal (rig->store->ops->state (rig->store), STORE_FAILED);
    assert_true (text[0] != '\0');
    rig->fatal = fatal;
    snprintf (rig->text, sizeof rig->text, "%s", text);
    rig->failed++;
}

/* ---- opening ---- */

void
rig_reset (void)
{
    rig_settled_max = SETTLED_MAX_DEFAULT;
    rig_commands_max = COMMANDS_MAX_DEFAULT;
    rig_conninfo_more = "";
    rig_centre = RIG_CENTRE;
    backend->reset ();
}

struct rig *
rig_open (const char *endpoint)
{
    char conninfo[1024];
    struct rig *rig = calloc (1, sizeof *rig);
    snprintf (conninfo, sizeof conninfo, "%s %s", cluster_conninfo (), rig_conninfo_more);
    const struct store_options options = { .conninfo = conninfo,
                                           .centre = rig_centre,
                                           .endpoint = endpoint,
                                           .settled_max = rig_settled_max,
                                           .recent_commands_max = rig_commands_max,
                                           .connect_timeout_ms = CONNECT_TIMEOUT_MS,
                                           .lease_ms = RIG_LEASE_MS };
    const struct store_callbacks callbacks = { .arg = rig,
                                               .loaded = on_loaded,
                                               .command = on_command,
                                               .ready = on_ready,
                                               .standby = on_standby,
                                               .committed = on_committed,
                                               .failed = on_failed };
    rig->store = backend->open (&options, &callbacks);
    rig->store->ops->start (rig->store);
    assert_int_equal (rig->store->ops->state (rig->store), STORE_STARTING);
    return rig;
}

struct rig *
rig_open_ready (const char *endpoint)
{
    struct rig *rig = rig_open (endpoint);
    rig_wait (rig, &rig->ready, 1);
    return rig;
}

void
rig_close (struct rig *rig)
{
    if (rig == NULL)
        return;
    rig->store->ops->destroy (rig->store);
    free (rig);
}

void
rig_forget (struct rig *rig)
{
    struct store *store = rig->store;
    struct store_head head = rig->head;
    *rig = (struct rig){ .store = store, .head = head };
}

/* ---- turning ---- */

static int64_t
now_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
sooner (int a, int b)
{
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

static nfds_t
fill_polls (const struct store *store, struct pollfd *fds)
{
    struct store_poll polls[POLLS_MAX];
    size_t count = store->ops->polls (store, polls, POLLS_MAX);
    for (size_t i = 0; i < count; i++)
        fds[i] = (struct pollfd){ .fd = polls[i].fd,
                                  .events = (short)((polls[i].read ? POLLIN : 0) | (polls[i].write ? POLLOUT : 0)) };
    return count;
}

/* One turn of the loop: waits for the first thing to happen, at most a second. */
static void
turn_both (struct rig *a, struct rig *b)
{
    struct rig *rigs[] = { a, b };
    struct pollfd fds[2 * POLLS_MAX];
    nfds_t count = 0;
    int timeout = 1000;
    for (int i = 0; i < 2 && rigs[i] != NULL; i++) {
        count += fill_polls (rigs[i]->store, fds + count);
        timeout = sooner (timeout, rigs[i]->store->ops->timeout_ms (rigs[i]->store, now_ms ()));
    }
    poll (fds, count, timeout);
    for (int i = 0; i < 2 && rigs[i] != NULL; i++)
        rigs[i]->store->ops->handle (rigs[i]->store, now_ms ());
}

void
rig_wait_both (struct rig *a, struct rig *b, const int *counter, int value)
{
    int64_t give_up_at = now_ms () + RIG_WAIT_MAX_MS;
    while (*counter < value) {
        if (now_ms () > give_up_at)
            fail_msg ("nothing happened; the last failure was: %s", a->text);
        turn_both (a, b);
    }
}

void
rig_turn_both (struct rig *a, struct rig *b, int64_t ms)
{
    for (int64_t end = now_ms () + ms; now_ms () < end;)
        turn_both (a, b);
}

void
rig_wait (struct rig *rig, const int *counter, int value)
{
    rig_wait_both (rig, NULL, counter, value);
}

void
rig_submit_wait (struct rig *rig, const struct store_batch *batch)
{
    int before = rig->committed;
    rig->store->ops->submit (rig->store, batch);
    assert_int_equal (rig->committed, before); /* never from inside submit */
    rig_wait (rig, &rig->committed, before + 1);
    assert_int_equal (rig->failed, 0);
}

void
rig_entry (void *arg, bool ok, const struct store_entry *entry)
{
    struct rig *rig = arg;
    rig->entries.failed |= !ok;
    if (entry == NULL) {
        rig->entries.ends++;
        return;
    }
    assert_true (rig->entries.count < RIG_IMAGES_MAX);
    rig->entries.items[rig->entries.count++] = *entry;
}

void
rig_image (void *arg, bool ok, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image,
           size_t size)
{
    struct rig *rig = arg;
    rig->images.failed |= !ok;
    if (kind == ENTITY_NONE)
        rig->images.ends++;
    else
        keep_image (&rig->images, kind, id, version, image, size);
}

void
rig_command (void *arg, bool found, const struct store_command *command)
{
    struct rig *rig = arg;
    rig->lookups++;
    rig->found += found;
    if (!found)
        return;
    assert_true (command->result_size <= RIG_IMAGE_MAX);
    memset (rig->found_result, 0, sizeof rig->found_result);
    if (command->result_size > 0)
        memcpy (rig->found_result, command->result, command->result_size);
    rig->found_hash = command->payload_hash[0];
}

void
rig_scan (struct rig *rig)
{
    rig_forget (rig);
    assert_int_equal (rig->store->ops->scan (rig->store, rig_entry, rig_image, rig), 0);
    rig_wait (rig, &rig->images.ends, 1);
    assert_int_equal (rig->entries.ends, 1);
    assert_false (rig->entries.failed || rig->images.failed);
}

void
rig_submit_fails (struct rig *rig, struct maker *maker)
{
    rig_forget (rig);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    assert_int_equal (rig->failed, 0);
    rig_wait (rig, &rig->failed, 1);
    assert_false (rig->fatal);
    assert_int_equal (rig->committed, 0);
    rig->store->ops->start (rig->store);
    rig_wait (rig, &rig->ready, 1);
}

/* ---- batches ---- */

void
command_id (uint64_t number, uint8_t ret_id[COMMAND_ID_BYTES])
{
    memset (ret_id, 0x11, COMMAND_ID_BYTES);
    memcpy (ret_id + COMMAND_ID_BYTES - sizeof number, &number, sizeof number);
}

void
maker_follow (struct maker *maker, const struct rig *rig)
{
    maker->seq = rig->head.seq;
    maker->epoch = rig->head.epoch;
    memcpy (maker->hash, rig->head.hash, HASH_BYTES);
    maker_next (maker);
}

struct maker *
maker_create (const struct rig *rig)
{
    struct maker *maker = calloc (1, sizeof *maker);
    maker->at = 1598665200123; /* 2020-08-29 09:40 in Xiangfen, and some ms */
    maker_follow (maker, rig);
    return maker;
}

void
maker_free (struct maker *maker)
{
    for (size_t i = 0; i < maker->entities_count; i++)
        entity_free (maker->entities[i]);
    free (maker);
}

void
maker_next (struct maker *maker)
{
    maker->batch =
        (struct store_batch){ .entries = maker->entries, .rows = maker->rows, .commands = maker->commands };
}

struct entity *
maker_entity (struct maker *maker, enum entity_kind kind, uint64_t id)
{
    assert_true (maker->entities_count < MAKER_MAX);
    struct entity *entity = entity_new (kind);
    entity->id = id;
    if (kind <= ENTITY_PRINCIPAL || kind == ENTITY_CALENDAR) /* these begin alike */
        snprintf (((struct post *)entity)->code, CODE_MAX + 1, "code-%" PRIu64, id);
    if (kind == ENTITY_PLANNED_SHIFT)
        snprintf (((struct planned_shift *)entity)->code, CODE_MAX + 1, "code-%" PRIu64, id);
    if (kind == ENTITY_REPORT) {
        ((struct report *)entity)->kind = REPORT_INITIAL;
        ((struct report *)entity)->figures = figures_unknown;
    }
    maker->entities[maker->entities_count++] = entity;
    return entity;
}

struct incident *
maker_incident (struct maker *maker, uint64_t id)
{
    struct incident *incident = (struct incident *)maker_entity (maker, ENTITY_INCIDENT, id);
    incident->state = INCIDENT_REPORTED;
    incident->what = strdup ("宴会厅垮塌; \"a roof\" came down, 'people' {are} trapped, \\N");
    incident->reported_at = maker->at;
    incident->figures = figures_unknown;
    incident->figures.dead = 0;
    return incident;
}

static struct store_row *
row_for (struct maker *maker, const struct entity *entity)
{
    for (size_t i = 0; i < maker->batch.rows_count; i++)
        if (maker->rows[i].entity == entity)
            return &maker->rows[i];
    return &maker->rows[maker->batch.rows_count++];
}

void
maker_change (struct maker *maker, struct entity *entity)
{
    size_t i = maker->batch.entries_count++;
    assert_true (i < MAKER_MAX);
    entity->version = ++maker->seq;
    int size = snprintf (maker->payloads[i], RIG_IMAGE_MAX, "payload %" PRIu64, maker->seq);
    maker->entries[i] = (struct store_entry){ .seq = maker->seq,
                                              .epoch = maker->epoch,
                                              .at = maker->at++,
                                              .received_at = maker->at - 5,
                                              .principal = 7,
                                              .kind = "order.acknowledged",
                                              .subject_kind = entity->kind,
                                              .subject = entity->id,
                                              .incident = entity_incident (entity),
                                              .payload = (const uint8_t *)maker->payloads[i],
                                              .payload_size = (size_t)size };
    if (maker->seq % 3 != 0)
        command_id (maker->seq, maker->entries[i].command_id);
    struct store_row *row = row_for (maker, entity);
    char *image = maker->images[row - maker->rows];
    size = snprintf (image, RIG_IMAGE_MAX, "%s %" PRIu64 " v%" PRIu64, entity_kind_name (entity->kind), entity->id,
                     entity->version);
    *row = (struct store_row){ .entity = entity, .image = (const uint8_t *)image, .image_size = (size_t)size };
}

void
maker_command (struct maker *maker, uint64_t number)
{
    size_t i = maker->batch.commands_count++;
    assert_true (i < STORE_BATCH_COMMANDS_MAX);
    int size = snprintf (maker->results[i], RIG_IMAGE_MAX, "result %" PRIu64, number);
    maker->commands[i] = (struct store_command){
        .principal = 7, .at = maker->at++, .result = (const uint8_t *)maker->results[i], .result_size = (size_t)size
    };
    command_id (number, maker->commands[i].id);
    memset (maker->commands[i].payload_hash, (int)number, HASH_BYTES);
}

int
kinds_stored (void)
{
    int count = 0;
    FOR_EACH_ENTITY_KIND (kind)
        count++;
    return count;
}

void
maker_one_of_each (struct maker *maker)
{
    FOR_EACH_ENTITY_KIND (kind) {
        struct entity *entity =
            kind == ENTITY_INCIDENT ? &maker_incident (maker, 5)->entity : maker_entity (maker, kind, kind + 10u);
        if (kind == ENTITY_REPORT)
            ((struct report *)entity)->incident = 5;
        if (kind == ENTITY_DISPATCH_ORDER)
            ((struct dispatch_order *)entity)->incident = 5;
        if (kind == ENTITY_OBLIGATION) {
            ((struct obligation *)entity)->incident = 5;
            ((struct obligation *)entity)->state = OBLIGATION_ARMED;
            ((struct obligation *)entity)->subject_kind = ENTITY_INCIDENT;
        }
        if (kind == ENTITY_SHIFT)
            ((struct shift *)entity)->state = SHIFT_ON_DUTY;
        maker_change (maker, entity);
    }
    maker_command (maker, 1);
}

const struct store_batch *
maker_batch (struct maker *maker)
{
    store_chain (maker->hash, maker->entries, maker->batch.entries_count);
    return &maker->batch;
}

/* ---- asserting ---- */

void
assert_image (const struct seen_images *seen, const struct entity *entity)
{
    char expected[RIG_IMAGE_MAX];
    int times = 0;
    snprintf (expected, sizeof expected, "%s %" PRIu64 " v%" PRIu64, entity_kind_name (entity->kind), entity->id,
              entity->version);
    for (size_t i = 0; i < seen->count; i++)
        if (seen->items[i].kind == entity->kind && seen->items[i].id == entity->id) {
            assert_int_equal (seen->items[i].version, entity->version);
            assert_string_equal (seen->items[i].image, expected);
            times++;
        }
    if (times != 1)
        fail_msg ("'%s' was told %d times", expected, times);
}

void
assert_no_image (const struct seen_images *seen, enum entity_kind kind, uint64_t id)
{
    for (size_t i = 0; i < seen->count; i++)
        if (seen->items[i].kind == kind && seen->items[i].id == id)
            fail_msg ("'%s' was told", seen->items[i].image);
}

int
rig_reset_test (void **state)
{
    (void)state;
    rig_reset ();
    return 0;
}
