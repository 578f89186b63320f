/* SPDX-License-Identifier: Apache-2.0 */
/* memory.c: the in-memory driver: the same port, states and semantics as PostgreSQL's, without a server. */
#include "store/memory_disk.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READS_WAITING_MAX = 64, STANDBY_RETRY_MS = 1000, LEASE_DEFAULT_MS = 10000, SIGNS_PER_LEASE = 3 };

struct memory;

struct memory_read {
    void (*run) (struct memory *, const struct memory_read *);
    void (*drop) (const struct memory_read *); /* calls back that it failed */
    enum entity_kind kind;
    uint64_t id; /* principal, entity, before or after */
    uint64_t incident;
    uint32_t limit;
    uint8_t command_id[COMMAND_ID_BYTES];
    union {
        store_command_fn *command;
        store_image_fn *image;
        store_entry_fn *entry;
    } callback;
    store_image_fn *scan_image;
    void *arg;
    unsigned rows_given; /* of a slow fetch: how many handles ago; 0 = not yet */
};

struct memory {
    struct store store;
    struct store_options options; /* centre and endpoint are ours */
    struct store_callbacks callbacks;
    struct memory_disk *disk;
    bool disk_is_ours;
    enum store_state state;
    int64_t now_ms; /* of the last handle */
    uint64_t epoch;

    int64_t retry_at_ms;
    uint64_t signs_seen; /* of the leader, while standing by */
    int64_t seen_at_ms;  /* when the last new one was seen; -1 = not looked yet */
    int64_t sign_at_ms;  /* our own next sign of life */

    struct disk_batch *batches[STORE_BATCHES_MAX]; /* in order; NULL = none */
    struct memory_read reads[READS_WAITING_MAX];   /* a ring */
    size_t first, count;
    struct memory_read scan; /* run = NULL: none */
};

static struct memory *
memory_of (struct store *store)
{
    return (struct memory *)store;
}

/* ---- failing ---- */

static struct memory_read
take_read (struct memory *memory)
{
    struct memory_read read = memory->reads[memory->first];
    memory->first = (memory->first + 1) % READS_WAITING_MAX;
    memory->count--;
    return read;
}

static void
drop_reads (struct memory *memory)
{
    for (size_t waiting = memory->count; waiting > 0; waiting--) {
        struct memory_read read = take_read (memory);
        read.drop (&read);
    }
    struct memory_read scan = memory->scan;
    memory->scan.run = NULL;
    if (scan.run != NULL)
        scan.drop (&scan);
}

static void
leave_lead (struct memory *memory)
{
    if (memory->disk->holder == memory)
        memory->disk->holder = NULL;
    for (int i = 0; i < STORE_BATCHES_MAX; i++) {
        disk_batch_free (memory->batches[i]);
        memory->batches[i] = NULL;
    }
}

static void
memory_fail (struct memory *memory, bool fatal, const char *text)
{
    memory->state = STORE_FAILED;
    leave_lead (memory);
    drop_reads (memory);
    memory->callbacks.failed (memory->callbacks.arg, fatal, text);
}

/* ---- starting ---- */

static void
memory_start (struct store *store)
{
    struct memory *memory = memory_of (store);
    assert (memory->state == STORE_STOPPED || memory->state == STORE_FAILED);
    memory->state = STORE_STARTING;
    memory->retry_at_ms = INT64_MIN;
    memory->seen_at_ms = -1;
}

static void
give_sign (struct memory *memory)
{
    memory->disk->signs++;
    memory->sign_at_ms = memory->now_ms + memory->options.lease_ms / SIGNS_PER_LEASE;
}

static void
fill_head (const struct memory *memory, struct store_head *head)
{
    const struct memory_disk *disk = memory->disk;
    *head = (struct store_head){ .epoch = memory->epoch, .seq = disk->entries_count };
    if (disk->entries_count > 0) {
        const struct store_entry *last = &disk->entries[disk->entries_count - 1];
        memcpy (head->hash, last->hash, HASH_BYTES);
        head->at = last->at;
    }
    FOR_EACH_ENTITY_KIND (kind)
        for (size_t i = 0; i < disk->rows[kind].count; i++) {
            uint64_t id = disk->rows[kind].items[i].id, *last_id = &head->last_ids[id_series (kind, id)];
            *last_id = id > *last_id ? id : *last_id;
        }
    head->sync_floor = disk_floor (disk, memory->options.settled_max);
}

static int
by_id (const void *a, const void *b)
{
    const struct disk_command_key *left = &(*(struct disk_command *const *)a)->key;
    const struct disk_command_key *right = &(*(struct disk_command *const *)b)->key;
    int order = memcmp (left->id, right->id, COMMAND_ID_BYTES);
    return order != 0 ? order : (left->principal > right->principal) - (left->principal < right->principal);
}

static void
load_commands (struct memory *memory)
{
    const struct memory_disk *disk = memory->disk;
    size_t recent = memory->options.recent_commands_max, count = disk->commands_count;
    if (count == 0)
        return;
    struct disk_command **sorted = xmemdup (disk->commands, count * sizeof *sorted);
    qsort (sorted, count, sizeof *sorted, by_id);
    for (size_t i = count > recent ? count - recent : 0; i < count; i++)
        memory->callbacks.command (memory->callbacks.arg, &sorted[i]->command);
    free (sorted);
}

static void
load (struct memory *memory, uint64_t floor)
{
    const struct memory_disk *disk = memory->disk;
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)
        for (size_t i = 0; i < disk->rows[kind].count; i++) {
            const struct disk_row *row = &disk->rows[kind].items[i];
            if (disk_loads (disk, row, floor))
                memory->callbacks.loaded (memory->callbacks.arg, row->kind, row->id, row->version, row->image,
                                          row->image_size);
        }
    load_commands (memory);
}

static void
lead (struct memory *memory)
{
    struct memory_disk *disk = memory->disk;
    struct store_head head;
    disk->take_over = false;
    disk->holder = memory;
    memory->epoch = ++disk->epoch;
    free (disk->endpoint);
    disk->endpoint = xstrdup (memory->options.endpoint);
    if (disk->centre == NULL)
        disk->centre = xstrdup (memory->options.centre);
    give_sign (memory);
    fill_head (memory, &head);
    load (memory, head.sync_floor);
    memory->state = STORE_READY;
    memory->callbacks.ready (memory->callbacks.arg, &head);
}

static bool
leader_is_silent (struct memory *memory)
{
    if (memory->seen_at_ms < 0 || memory->signs_seen != memory->disk->signs) {
        memory->seen_at_ms = memory->now_ms;
        memory->signs_seen = memory->disk->signs;
    }
    return memory->now_ms - memory->seen_at_ms >= memory->options.lease_ms;
}

static void
stand_by (struct memory *memory)
{
    memory->state = STORE_STANDBY;
    memory->retry_at_ms = memory->now_ms + STANDBY_RETRY_MS;
    const struct disk_rows *guests = &memory->disk->rows[ENTITY_PRINCIPAL];
    for (size_t i = 0; i < guests->count; i++)
        memory->callbacks.loaded (memory->callbacks.arg, ENTITY_PRINCIPAL, guests->items[i].id,
                                  guests->items[i].version, guests->items[i].image, guests->items[i].image_size);
    memory->callbacks.standby (memory->callbacks.arg, memory->disk->endpoint);
}

static void
handle_starting (struct memory *memory)
{
    struct memory_disk *disk = memory->disk;
    if (memory->now_ms < memory->retry_at_ms && disk->holder != NULL && !disk->take_over)
        return;
    if (disk->refusals > 0) {
        disk->refusals--;
        memory_fail (memory, false, "the disk refuses to start, as a test asked");
    } else if (disk->centre != NULL && strcmp (disk->centre, memory->options.centre) != 0) {
        memory_fail (memory, true, "the disk holds the records of another centre: correct one of the two");
    } else if (disk->holder == NULL || disk->take_over || leader_is_silent (memory)) {
        lead (memory);
    } else {
        stand_by (memory);
    }
}

/* ---- batches ---- */

static void
memory_submit (struct store *store, const struct store_batch *batch)
{
    struct memory *memory = memory_of (store);
    int place = 0;
    while (place < STORE_BATCHES_MAX && memory->batches[place] != NULL)
        place++;
    assert (memory->state == STORE_READY && place < STORE_BATCHES_MAX);
    assert (batch->commands_count <= STORE_BATCH_COMMANDS_MAX);
    for (size_t i = 0; i < batch->entries_count; i++)
        assert (batch->entries[i].seq == batch->entries[0].seq + i && batch->entries[i].epoch == memory->epoch);
    memory->batches[place] = disk_batch_copy (batch);
}

/* What the server has received already, it goes on with when nobody listens any more. */
static void
commit_unheard (struct memory *memory)
{
    for (int i = 1; i < STORE_BATCHES_MAX && memory->batches[i] != NULL; i++)
        disk_commit (memory->disk, memory->epoch, memory->batches[i]);
}

/* Returns why the first open batch failed, NULL = it is durable. */
static const char *
commit (struct memory *memory)
{
    enum memory_fault fault = memory->disk->fault;
    memory->disk->fault = MEMORY_FAULT_NONE;
    if (fault == MEMORY_FAULT_LOST)
        return "the connection was lost, as a test asked";
    const char *refusal = disk_commit (memory->disk, memory->epoch, memory->batches[0]);
    if (refusal != NULL)
        return refusal;
    if (fault != MEMORY_FAULT_NONE)
        commit_unheard (memory);
    if (fault == MEMORY_FAULT_UNKNOWN)
        return "the answer was lost, as a test asked";
    if (fault == MEMORY_FAULT_WARNING)
        return "the server warned, as a test asked";
    return NULL;
}

static int
handle_batch (struct memory *memory)
{
    if (memory->batches[0] == NULL || memory->disk->held)
        return 0;
    const char *reason = commit (memory);
    if (reason != NULL) {
        memory_fail (memory, false, reason);
        return -1;
    }
    disk_batch_free (memory->batches[0]);
    memmove (memory->batches, memory->batches + 1, sizeof memory->batches - sizeof memory->batches[0]);
    memory->batches[STORE_BATCHES_MAX - 1] = NULL;
    give_sign (memory);
    memory->callbacks.committed (memory->callbacks.arg);
    return 0;
}

/* ---- reads ---- */

static int
add_read (struct memory *memory, const struct memory_read *read)
{
    if (memory->state != STORE_READY || memory->count == READS_WAITING_MAX)
        return -1;
    memory->reads[(memory->first + memory->count++) % READS_WAITING_MAX] = *read;
    return 0;
}

static void
drop_lookup (const struct memory_read *read)
{
    read->callback.command (read->arg, false, NULL);
}

static void
drop_images (const struct memory_read *read)
{
    read->callback.image (read->arg, false, ENTITY_NONE, 0, 0, NULL, 0);
}

static void
drop_entries (const struct memory_read *read)
{
    read->callback.entry (read->arg, false, NULL);
}

static void
give_image (const struct disk_row *row, store_image_fn *callback, void *arg)
{
    callback (arg, true, row->kind, row->id, row->version, row->image, row->image_size);
}

static void
run_lookup (struct memory *memory, const struct memory_read *read)
{
    const struct disk_command *found = disk_find_command (memory->disk, read->id, read->command_id);
    read->callback.command (read->arg, found != NULL, found != NULL ? &found->command : NULL);
}

static void
give_family (struct memory *memory, const struct memory_read *read)
{
    static const enum entity_kind children[] = { ENTITY_REPORT, ENTITY_DISPATCH_ORDER, ENTITY_SUBMISSION,
                                                 ENTITY_OBLIGATION };
    const struct disk_row *found = disk_find (memory->disk, read->kind, read->id);
    if (found != NULL)
        give_image (found, read->callback.image, read->arg);
    for (size_t k = 0; read->kind == ENTITY_INCIDENT && k < sizeof children / sizeof *children; k++) {
        const struct disk_rows *rows = &memory->disk->rows[children[k]];
        for (size_t i = 0; i < rows->count; i++)
            if (rows->items[i].incident == read->id)
                give_image (&rows->items[i], read->callback.image, read->arg);
    }
}

static void
run_fetch (struct memory *memory, const struct memory_read *read)
{
    if (!read->rows_given)
        give_family (memory, read);
    read->callback.image (read->arg, true, ENTITY_NONE, 0, 0, NULL, 0);
}

static void
run_list (struct memory *memory, const struct memory_read *read)
{
    const struct disk_rows *rows = &memory->disk->rows[read->kind];
    uint32_t left = read->limit;
    for (size_t i = rows->count; i > 0 && left > 0; i--)
        if (read->id == 0 || rows->items[i - 1].id < read->id) {
            give_image (&rows->items[i - 1], read->callback.image, read->arg);
            left--;
        }
    read->callback.image (read->arg, true, ENTITY_NONE, 0, 0, NULL, 0);
}

static void
run_journal (struct memory *memory, const struct memory_read *read)
{
    const struct memory_disk *disk = memory->disk;
    uint32_t left = read->limit;
    for (size_t i = (size_t)read->id; i < disk->entries_count && left > 0; i++)
        if (read->incident == 0 || disk->entries[i].incident == read->incident) {
            read->callback.entry (read->arg, true, &disk->entries[i]);
            left--;
        }
    read->callback.entry (read->arg, true, NULL);
}

/* All in one go: nothing can change in the middle, which is the snapshot. */
static void
run_scan (struct memory *memory, const struct memory_read *read)
{
    const struct memory_disk *disk = memory->disk;
    for (size_t i = 0; i < disk->entries_count; i++)
        read->callback.entry (read->arg, true, &disk->entries[i]);
    read->callback.entry (read->arg, true, NULL);
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)
        for (size_t i = 0; i < disk->rows[kind].count; i++)
            give_image (&disk->rows[kind].items[i], read->scan_image, read->arg);
    read->scan_image (read->arg, true, ENTITY_NONE, 0, 0, NULL, 0);
}

static int
memory_lookup_command (struct store *store, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES],
                       store_command_fn *callback, void *arg)
{
    struct memory_read read = { .run = run_lookup, .drop = drop_lookup, .id = principal, .arg = arg };
    read.callback.command = callback;
    memcpy (read.command_id, id, COMMAND_ID_BYTES);
    return add_read (memory_of (store), &read);
}

static int
memory_fetch (struct store *store, enum entity_kind kind, uint64_t id, store_image_fn *callback, void *arg)
{
    struct memory_read read = { .run = run_fetch, .drop = drop_images, .kind = kind, .id = id, .arg = arg };
    assert (entity_kind_exists (kind));
    read.callback.image = callback;
    return add_read (memory_of (store), &read);
}

static int
memory_list (struct store *store, enum entity_kind kind, uint64_t before, uint32_t limit, store_image_fn *callback,
             void *arg)
{
    struct memory_read read = { .run = run_list, .drop = drop_images, .kind = kind, .id = before, .limit = limit };
    assert (entity_kind_exists (kind));
    read.callback.image = callback;
    read.arg = arg;
    return add_read (memory_of (store), &read);
}

static int
memory_journal (struct store *store, uint64_t after, uint64_t incident, uint32_t limit, store_entry_fn *callback,
                void *arg)
{
    struct memory_read read = { .run = run_journal, .drop = drop_entries, .id = after, .incident = incident };
    read.callback.entry = callback;
    read.limit = limit;
    read.arg = arg;
    return add_read (memory_of (store), &read);
}

static int
memory_scan (struct store *store, store_entry_fn *entry, store_image_fn *image, void *arg)
{
    struct memory *memory = memory_of (store);
    if (memory->state != STORE_READY || memory->scan.run != NULL)
        return -1;
    memory->scan = (struct memory_read){ .run = run_scan, .drop = drop_entries, .scan_image = image, .arg = arg };
    memory->scan.callback.entry = entry;
    return 0;
}

/* The rows of a slow fetch are given at once, its end some handles later. */
static bool
is_slow (struct memory *memory, struct memory_read *read)
{
    if (read->run != run_fetch || read->rows_given == memory->disk->fetch_handles)
        return false;
    if (read->rows_given++ == 0)
        give_family (memory, read);
    return true;
}

static void
handle_reads (struct memory *memory)
{
    for (size_t waiting = memory->count; waiting > 0; waiting--) {
        if (is_slow (memory, &memory->reads[memory->first]))
            break;
        struct memory_read read = take_read (memory);
        read.run (memory, &read);
    }
    struct memory_read scan = memory->scan;
    memory->scan.run = NULL;
    if (scan.run != NULL)
        scan.run (memory, &scan);
}

/* ---- turning ---- */

static void
handle_ready (struct memory *memory)
{
    if (handle_batch (memory) != 0)
        return;
    if (memory->now_ms >= memory->sign_at_ms && memory->batches[0] == NULL) {
        if (memory->disk->epoch != memory->epoch) {
            memory_fail (memory, false, "another daemon leads");
            return;
        }
        give_sign (memory);
    }
    handle_reads (memory);
}

static void
memory_handle (struct store *store, int64_t now_ms)
{
    struct memory *memory = memory_of (store);
    memory->now_ms = now_ms;
    if (memory->state == STORE_STARTING || memory->state == STORE_STANDBY)
        handle_starting (memory);
    else if (memory->state == STORE_READY)
        handle_ready (memory);
}

static enum store_state
memory_state (const struct store *store)
{
    return ((const struct memory *)store)->state;
}

static size_t
memory_polls (const struct store *store, struct store_poll *polls, size_t max)
{
    (void)store;
    (void)polls;
    (void)max;
    return 0;
}

static int
until (int64_t at_ms, int64_t now_ms)
{
    return at_ms <= now_ms ? 0 : at_ms - now_ms < INT32_MAX ? (int)(at_ms - now_ms) : INT32_MAX;
}

static int
memory_timeout_ms (const struct store *store, int64_t now_ms)
{
    const struct memory *memory = (const struct memory *)store;
    switch (memory->state) {
    case STORE_STARTING:
        return 0;
    case STORE_STANDBY:
        return memory->disk->holder == NULL || memory->disk->take_over ? 0 : until (memory->retry_at_ms, now_ms);
    case STORE_READY:
        if (memory->count > 0 || memory->scan.run != NULL || (memory->batches[0] != NULL && !memory->disk->held))
            return 0;
        return memory->batches[0] != NULL ? -1 : until (memory->sign_at_ms, now_ms);
    default:
        return -1;
    }
}

static void
memory_destroy (struct store *store)
{
    struct memory *memory = memory_of (store);
    if (memory == NULL)
        return;
    leave_lead (memory);
    if (memory->disk_is_ours)
        memory_disk_destroy (memory->disk);
    free ((char *)memory->options.centre);
    free ((char *)memory->options.endpoint);
    free (memory);
}

static const struct store_ops memory_ops = {
    .start = memory_start,
    .state = memory_state,
    .submit = memory_submit,
    .lookup_command = memory_lookup_command,
    .fetch = memory_fetch,
    .list = memory_list,
    .journal = memory_journal,
    .scan = memory_scan,
    .polls = memory_polls,
    .timeout_ms = memory_timeout_ms,
    .handle = memory_handle,
    .destroy = memory_destroy,
};

struct store *
store_memory_open (struct memory_disk *disk, const struct store_options *options,
                   const struct store_callbacks *callbacks)
{
    struct memory *memory = xcalloc (1, sizeof *memory);
    memory->store.ops = &memory_ops;
    memory->options = *options;
    memory->options.conninfo = NULL;
    memory->options.centre = xstrdup (options->centre);
    memory->options.endpoint = xstrdup (options->endpoint ? options->endpoint : "");
    if (memory->options.lease_ms == 0)
        memory->options.lease_ms = LEASE_DEFAULT_MS;
    memory->callbacks = *callbacks;
    memory->disk = disk;
    return &memory->store;
}

struct store *
store_memory_create (const struct store_options *options, const struct store_callbacks *callbacks)
{
    struct store *store = store_memory_open (memory_disk_create (), options, callbacks);
    memory_of (store)->disk_is_ours = true;
    return store;
}
