/* SPDX-License-Identifier: Apache-2.0 */
/* memory_disk.c: the in-memory driver's disk: copies in, all-or-nothing commits, finds. */
#include "store/memory_disk.h"

#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 64 };

static void *
grow (void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return items;
    while (*capacity < need)
        *capacity = *capacity != 0 ? *capacity * 2 : CAPACITY_FIRST;
    return xrealloc_array (items, *capacity, size);
}

/* ---- copying a batch in ---- */

static struct store_entry
copy_entry (const struct store_entry *entry)
{
    struct store_entry copy = *entry;
    copy.kind = xstrdup (entry->kind);
    copy.payload = xmemdup (entry->payload, entry->payload_size);
    return copy;
}

static struct disk_row
copy_row (const struct store_row *row)
{
    const struct entity *entity = row->entity;
    return (struct disk_row){
        .kind = entity->kind,
        .id = entity->id,
        .version = entity->version,
        .settled_seq = entity_settled (entity) ? entity->version : 0,
        .incident = entity_incident (entity),
        .image = xmemdup (row->image, row->image_size),
        .image_size = row->image_size,
    };
}

static struct disk_command *
copy_command (const struct store_command *command)
{
    struct disk_command *copy = xcalloc (1, sizeof *copy);
    copy->key.principal = command->principal;
    memcpy (copy->key.id, command->id, COMMAND_ID_BYTES);
    copy->command = *command;
    copy->command.result = xmemdup (command->result, command->result_size);
    return copy;
}

struct disk_batch *
disk_batch_copy (const struct store_batch *batch)
{
    struct disk_batch *copy = xcalloc (1, sizeof *copy);
    copy->entries = xcalloc (batch->entries_count, sizeof *copy->entries);
    copy->rows = xcalloc (batch->rows_count, sizeof *copy->rows);
    copy->commands = xcalloc (batch->commands_count, sizeof (struct disk_command *));
    for (; copy->entries_count < batch->entries_count; copy->entries_count++)
        copy->entries[copy->entries_count] = copy_entry (&batch->entries[copy->entries_count]);
    for (; copy->rows_count < batch->rows_count; copy->rows_count++)
        copy->rows[copy->rows_count] = copy_row (&batch->rows[copy->rows_count]);
    for (; copy->commands_count < batch->commands_count; copy->commands_count++)
        copy->commands[copy->commands_count] = copy_command (&batch->commands[copy->commands_count]);
    return copy;
}

static void
free_entries (struct store_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free ((char *)entries[i].kind);
        free ((uint8_t *)entries[i].payload);
    }
    free (entries);
}

static void
free_rows (struct disk_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free (rows[i].image);
    free (rows);
}

static void
free_commands (struct disk_command **commands, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free ((uint8_t *)commands[i]->command.result);
        free (commands[i]);
    }
    free (commands);
}

void
disk_batch_free (struct disk_batch *batch)
{
    if (batch == NULL)
        return;
    free_entries (batch->entries, batch->entries_count);
    free_rows (batch->rows, batch->rows_count);
    free_commands (batch->commands, batch->commands_count);
    free (batch);
}

/* ---- committing ---- */

static const char *
disk_refuses (const struct memory_disk *disk, uint64_t epoch, const struct disk_batch *batch)
{
    if (disk->epoch != epoch)
        return "another daemon leads";
    if (batch->entries_count > 0 && batch->entries[0].seq != disk->entries_count + 1)
        return "the journal can't go on with that entry";
    for (size_t i = 0; i < batch->commands_count; i++)
        if (disk_find_command (disk, batch->commands[i]->key.principal, batch->commands[i]->key.id) != NULL)
            return "that command is stored already";
    return NULL;
}

/* Where the id stands or would have to stand. New ids are nearly always the highest. */
static size_t
rows_place (const struct disk_rows *rows, uint64_t id)
{
    size_t low = 0, high = rows->count;
    if (high > 0 && rows->items[high - 1].id < id)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
rows_put (struct disk_rows *rows, const struct disk_row *row)
{
    size_t place = rows_place (rows, row->id);
    if (place < rows->count && rows->items[place].id == row->id) {
        free (rows->items[place].image);
        rows->items[place] = *row;
        return;
    }
    rows->items = grow (rows->items, &rows->capacity, rows->count + 1, sizeof *rows->items);
    memmove (&rows->items[place + 1], &rows->items[place], (rows->count - place) * sizeof *rows->items);
    rows->items[place] = *row;
    rows->count++;
}

static void
disk_put_entries (struct memory_disk *disk, const struct disk_batch *batch)
{
    if (batch->entries_count == 0)
        return;
    disk->entries = grow (disk->entries, &disk->entries_capacity, disk->entries_count + batch->entries_count,
                          sizeof *disk->entries);
    memcpy (&disk->entries[disk->entries_count], batch->entries, batch->entries_count * sizeof *disk->entries);
    disk->entries_count += batch->entries_count;
}

static void
disk_put_command (struct memory_disk *disk, struct disk_command *command)
{
    disk->commands =
        grow (disk->commands, &disk->commands_capacity, disk->commands_count + 1, sizeof (struct disk_command *));
    disk->commands[disk->commands_count++] = command;
    HASH_ADD (hh, disk->commands_by_key, key, sizeof command->key, command);
}

const char *
disk_commit (struct memory_disk *disk, uint64_t epoch, struct disk_batch *batch)
{
    const char *refusal = disk_refuses (disk, epoch, batch);
    if (refusal != NULL)
        return refusal;
    disk_put_entries (disk, batch);
    for (size_t i = 0; i < batch->rows_count; i++)
        rows_put (&disk->rows[batch->rows[i].kind], &batch->rows[i]);
    for (size_t i = 0; i < batch->commands_count; i++)
        disk_put_command (disk, batch->commands[i]);
    batch->entries_count = batch->rows_count = batch->commands_count = 0; /* the disk owns them now */
    return NULL;
}

/* ---- finding ---- */

const struct disk_row *
disk_find (const struct memory_disk *disk, enum entity_kind kind, uint64_t id)
{
    const struct disk_rows *rows = &disk->rows[kind];
    size_t place = rows_place (rows, id);
    return place < rows->count && rows->items[place].id == id ? &rows->items[place] : NULL;
}

const struct disk_command *
disk_find_command (const struct memory_disk *disk, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES])
{
    struct disk_command_key key = { .principal = principal };
    struct disk_command *found;
    memcpy (key.id, id, COMMAND_ID_BYTES);
    HASH_FIND (hh, disk->commands_by_key, &key, sizeof key, found);
    return found;
}

static int
newest_first (const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left < right) - (left > right);
}

/* Reports, orders and an incident's submissions come with their incident. */
static bool
loads_by_itself (const struct disk_row *row)
{
    return row->kind != ENTITY_REPORT && row->kind != ENTITY_DISPATCH_ORDER &&
           (row->kind != ENTITY_SUBMISSION || row->incident == 0);
}

uint64_t
disk_floor (const struct memory_disk *disk, uint32_t settled_max)
{
    uint64_t *settled = NULL;
    size_t count = 0, capacity = 0;
    FOR_EACH_ENTITY_KIND (kind)
        for (size_t i = 0; i < disk->rows[kind].count && kind != ENTITY_SUBMISSION; i++)
            if (disk->rows[kind].items[i].settled_seq != 0 && loads_by_itself (&disk->rows[kind].items[i])) {
                settled = grow (settled, &capacity, count + 1, sizeof *settled);
                settled[count++] = disk->rows[kind].items[i].settled_seq;
            }
    if (count > 0)
        qsort (settled, count, sizeof *settled, newest_first);
    uint64_t floor = count > settled_max ? settled[settled_max] : 0;
    free (settled);
    return floor;
}

/* Settled, and something is owed on it all the same, or went up after its close. (Or on what belongs to it: that is
 * more than need be loaded, and does no harm.) */
static bool
still_wanted (const struct memory_disk *disk, uint64_t incident, uint64_t floor)
{
    static const enum entity_kind kinds[] = { ENTITY_OBLIGATION, ENTITY_SUBMISSION };
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const struct disk_rows *rows = &disk->rows[kinds[k]];
        for (size_t i = 0; i < rows->count; i++)
            if (rows->items[i].incident == incident &&
                (rows->items[i].settled_seq == 0 ||
                 (kinds[k] == ENTITY_SUBMISSION && rows->items[i].settled_seq > floor)))
                return true;
    }
    return false;
}

bool
disk_loads (const struct memory_disk *disk, const struct disk_row *row, uint64_t floor)
{
    if (row->kind == ENTITY_INCIDENT && still_wanted (disk, row->id, floor))
        return true;
    if (loads_by_itself (row))
        return row->settled_seq == 0 || row->settled_seq > floor;
    const struct disk_row *incident = disk_find (disk, ENTITY_INCIDENT, row->incident);
    return incident != NULL && disk_loads (disk, incident, floor);
}

/* ---- the disk ---- */

struct memory_disk *
memory_disk_create (void)
{
    return xcalloc (1, sizeof (struct memory_disk));
}

void
memory_disk_destroy (struct memory_disk *disk)
{
    if (disk == NULL)
        return;
    assert (disk->holder == NULL);
    HASH_CLEAR (hh, disk->commands_by_key);
    free_entries (disk->entries, disk->entries_count);
    for (int kind = 0; kind < ENTITY_KINDS; kind++)
        free_rows (disk->rows[kind].items, disk->rows[kind].count);
    free_commands (disk->commands, disk->commands_count);
    free (disk->centre);
    free (disk->endpoint);
    free (disk);
}

void
memory_disk_fail_next (struct memory_disk *disk, enum memory_fault fault)
{
    disk->fault = fault;
}

void
memory_disk_slow_fetches (struct memory_disk *disk, unsigned handles)
{
    disk->fetch_handles = handles;
}

void
memory_disk_hold (struct memory_disk *disk, bool held)
{
    disk->held = held;
}

void
memory_disk_refuse_starts (struct memory_disk *disk, unsigned times)
{
    disk->refusals = times;
}

void
memory_disk_take_over (struct memory_disk *disk)
{
    disk->take_over = true;
}
