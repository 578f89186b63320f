/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_batch.c: one transaction = fence, journal, the rows of each kind touched, commands; Sync. No BEGIN: the
 * Sync is the commit. */
#include "store/postgres_batch.h"

#include "store/postgres_columns.h"
#include "store/postgres_sql.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FENCE "muster_fence"
#define RENEW "muster_renew"
#define JOURNAL "muster_journal"
#define COMMAND "muster_command"

/* Up to this many journal entries a batch is one statement: starting one costs the server more than a row. A larger
 * one goes table by table, so that the server works on the first while the next is still being made. */
enum { JOINED_ENTRIES_MAX = 64, STATEMENT_NAME_MAX = 64 };

static const uint8_t no_command[COMMAND_ID_BYTES];

/* ---- row types ---- */

static const char journal_columns[] = "centre,seq,epoch,at,received_at,principal,command_id,kind,subject_kind,"
                                      "subject,incident,payload,hash";
static const char command_columns[] = "principal,command_id,payload_hash,at,result";

const char batch_row_types_sql[] =
    "SELECT c.relname::text, c.reltype::bigint, string_agg (a.attname, ',' ORDER BY a.attnum)"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " WHERE c.relkind = 'r' AND c.relnamespace = 'muster'::regnamespace GROUP BY c.oid";

/* What every kind's table has; columns_of follows in row_type.order. */
enum { COLUMN_ID, COLUMN_VERSION, COLUMN_SETTLED_SEQ, COLUMN_IMAGE, COLUMNS_COMMON };
static const char *const common_names[COLUMNS_COMMON] = { "id", "version", "settled_seq", "image" };

/* Returns -1 for a name that this program does not know. */
static int
column_index (enum entity_kind kind, const char *name)
{
    size_t count;
    const struct column *column = columns_of (kind, &count);
    for (int i = 0; i < COLUMNS_COMMON; i++)
        if (strcmp (common_names[i], name) == 0)
            return i;
    for (size_t i = 0; i < count; i++)
        if (strcmp (column[i].name, name) == 0)
            return COLUMNS_COMMON + (int)i;
    return -1;
}

/* In which order the columns stand depends on the order in which migrations came. */
static bool
learn_order (struct row_type *type, enum entity_kind kind, const char *names)
{
    size_t expected;
    char *copy = xstrdup (names), *rest = copy, *name;
    bool known = true;
    columns_of (kind, &expected);
    type->columns_count = 0;
    while (known && (name = strsep (&rest, ",")) != NULL && type->columns_count < ROW_COLUMNS_MAX) {
        int index = column_index (kind, name);
        known = index >= 0;
        type->order[type->columns_count++] = (uint8_t)index;
    }
    free (copy);
    return known && type->columns_count == expected + COLUMNS_COMMON;
}

void
batch_take_row_type (struct row_types *types, const char *table, Oid oid, const char *names)
{
    enum entity_kind kind = entity_kind_by_name (table);
    if (strcmp (table, "journal") == 0 && strcmp (names, journal_columns) == 0)
        types->journal = oid;
    else if (strcmp (table, "command") == 0 && strcmp (names, command_columns) == 0)
        types->command = oid;
    else if (kind != ENTITY_NONE && learn_order (&types->entities[kind], kind, names))
        types->entities[kind].oid = oid;
}

const char *
batch_missing_row_type (const struct row_types *types)
{
    if (types->journal == 0 || types->command == 0)
        return types->journal == 0 ? "journal" : "command";
    FOR_EACH_ENTITY_KIND (kind) {
        if (types->entities[kind].oid == 0)
            return entity_kind_name (kind);
    }
    return NULL;
}

/* ---- preparing ---- */

static int
prepare_one (struct session *session, const char *name, const struct buffer *sql, struct failure *failure)
{
    if (!PQsendPrepare (session->conn, name, (const char *)sql->data, 0, NULL))
        return session_refused (session, failure);
    return 0;
}

static const char *
rows_name (char name[STATEMENT_NAME_MAX], enum entity_kind kind, bool newborn)
{
    snprintf (name, STATEMENT_NAME_MAX, "%s_%s", newborn ? "new" : "changed", entity_kind_name (kind));
    return name;
}

static int
prepare_rows (struct session *session, struct buffer *sql, struct failure *failure)
{
    char name[STATEMENT_NAME_MAX];
    int refused = 0;
    FOR_EACH_ENTITY_KIND (kind) {
        for (int newborn = 0; newborn <= 1 && refused == 0; newborn++) {
            sql_make_rows (sql, kind, newborn);
            refused = prepare_one (session, rows_name (name, kind, newborn), sql, failure);
        }
    }
    return refused;
}

int
batch_prepare (struct session *session, struct failure *failure)
{
    struct buffer sql = { 0 };
    int refused;
    sql_make_fence (&sql, false);
    if ((refused = prepare_one (session, FENCE, &sql, failure)) == 0) {
        sql_make_fence (&sql, true);
        refused = prepare_one (session, RENEW, &sql, failure);
    }
    if (refused == 0) {
        sql_make_journal (&sql);
        refused = prepare_one (session, JOURNAL, &sql, failure);
    }
    if (refused == 0) {
        sql_make_commands (&sql);
        refused = prepare_one (session, COMMAND, &sql, failure);
    }
    if (refused == 0)
        refused = prepare_rows (session, &sql, failure);
    buffer_free (&sql);
    return refused == 0 ? session_end_pipeline (session, failure) : refused;
}

/* ---- the journal ---- */

/* The next column of a row, and what stands in it. */
#define COLUMN(params, type, put_item)                                                                               \
    do {                                                                                                             \
        row_column (params, type);                                                                                   \
        put_item;                                                                                                    \
    } while (0)

static void
put_command_id (struct params *params, const uint8_t id[COMMAND_ID_BYTES])
{
    if (memcmp (id, no_command, COMMAND_ID_BYTES) == 0)
        item_null (params);
    else
        item_bytes (params, id, COMMAND_ID_BYTES);
}

static void
put_incident (struct params *params, uint64_t incident)
{
    if (incident == 0)
        item_null (params);
    else
        item_int8 (params, incident);
}

static void
fill_entry (struct params *p, const struct writer *writer, const struct store_entry *entry)
{
    enum { COLUMNS = 13 };
    row_begin (p, COLUMNS);
    COLUMN (p, PG_TEXT, item_text (p, writer->centre));
    COLUMN (p, PG_INT8, item_int8 (p, entry->seq));
    COLUMN (p, PG_INT8, item_int8 (p, entry->epoch));
    COLUMN (p, PG_TIMESTAMPTZ, item_time (p, entry->at));
    COLUMN (p, PG_TIMESTAMPTZ, item_time (p, entry->received_at));
    COLUMN (p, PG_INT8, item_int8 (p, entry->principal));
    COLUMN (p, PG_UUID, put_command_id (p, entry->command_id));
    COLUMN (p, PG_TEXT, item_text (p, entry->kind));
    COLUMN (p, PG_TEXT, item_text (p, entity_kind_name (entry->subject_kind)));
    COLUMN (p, PG_INT8, item_int8 (p, entry->subject));
    COLUMN (p, PG_INT8, put_incident (p, entry->incident));
    COLUMN (p, PG_BYTEA, item_bytes (p, entry->payload, entry->payload_size));
    COLUMN (p, PG_BYTEA, item_bytes (p, entry->hash, HASH_BYTES));
    row_end (p);
}

static void
fill_journal (struct params *p, const struct writer *writer, const struct store_entry *entries, size_t count)
{
    rows_begin (p, writer->row_types->journal, count);
    for (size_t i = 0; i < count; i++)
        fill_entry (p, writer, &entries[i]);
    rows_end (p);
}

/* ---- the entities ---- */

static bool
is_newborn (const struct writer *writer, const struct entity *entity)
{
    return entity->id > writer->last_ids[id_series (entity->kind, entity->id)];
}

/* Those of one kind that are born with this batch, or those that were there before: ids are counters. */
static size_t
gather_rows (struct batch_memory *memory, const struct writer *writer, const struct store_batch *batch,
             enum entity_kind kind, bool newborn)
{
    if (memory->rows_capacity < batch->rows_count) {
        memory->rows = xrealloc_array (memory->rows, batch->rows_count, sizeof *memory->rows);
        memory->rows_capacity = batch->rows_count;
    }
    size_t count = 0;
    for (size_t i = 0; i < batch->rows_count; i++) {
        const struct entity *entity = batch->rows[i].entity;
        if (entity->kind == kind && is_newborn (writer, entity) == newborn)
            memory->rows[count++] = &batch->rows[i];
    }
    return count;
}

static void
note_sent (struct writer *writer, const struct store_batch *batch)
{
    if (batch->entries_count > 0)
        writer->next_seq = batch->entries[batch->entries_count - 1].seq + 1;
    for (size_t i = 0; i < batch->rows_count; i++) {
        const struct entity *entity = batch->rows[i].entity;
        if (is_newborn (writer, entity))
            writer->last_ids[id_series (entity->kind, entity->id)] = entity->id;
    }
}

static void
put_settled (struct params *params, const struct entity *entity)
{
    if (entity_settled (entity))
        item_int8 (params, entity->version);
    else
        item_null (params);
}

static void
put_column (struct params *p, int index, const struct column *column, const struct store_row *row)
{
    if (index == COLUMN_ID)
        COLUMN (p, PG_INT8, item_int8 (p, row->entity->id));
    else if (index == COLUMN_VERSION)
        COLUMN (p, PG_INT8, item_int8 (p, row->entity->version));
    else if (index == COLUMN_SETTLED_SEQ)
        COLUMN (p, PG_INT8, put_settled (p, row->entity));
    else if (index == COLUMN_IMAGE)
        COLUMN (p, PG_BYTEA, item_bytes (p, row->image, row->image_size));
    else
        column_put (&column[index - COLUMNS_COMMON], row->entity, p);
}

static void
fill_rows (struct params *p, const struct row_type *type, enum entity_kind kind, const struct store_row **rows,
           size_t count)
{
    size_t columns_here;
    const struct column *column = columns_of (kind, &columns_here);
    rows_begin (p, type->oid, count);
    for (size_t i = 0; i < count; i++) {
        row_begin (p, type->columns_count);
        for (int slot = 0; slot < type->columns_count; slot++)
            put_column (p, type->order[slot], column, rows[i]);
        row_end (p);
    }
    rows_end (p);
}

/* ---- the commands ---- */

static void
fill_command (struct params *p, const struct store_command *command)
{
    enum { COLUMNS = 5 };
    row_begin (p, COLUMNS);
    COLUMN (p, PG_INT8, item_int8 (p, command->principal));
    COLUMN (p, PG_UUID, item_bytes (p, command->id, COMMAND_ID_BYTES));
    COLUMN (p, PG_BYTEA, item_bytes (p, command->payload_hash, HASH_BYTES));
    COLUMN (p, PG_TIMESTAMPTZ, item_time (p, command->at));
    COLUMN (p, PG_BYTEA, item_bytes (p, command->result, command->result_size));
    row_end (p);
}

static void
fill_commands (struct params *p, Oid type, const struct store_command *commands, size_t count)
{
    rows_begin (p, type, count);
    for (size_t i = 0; i < count; i++)
        fill_command (p, &commands[i]);
    rows_end (p);
}

/* ---- sending ---- */

/* A batch of refusals alone has no entries, but rests on those before it: it must fail with them. */
static uint64_t
first_seq (const struct writer *writer, const struct store_batch *batch)
{
    return batch->entries_count > 0 ? batch->entries[0].seq : writer->next_seq;
}

static void
fill_fence (struct params *params, const struct writer *writer, uint64_t seq)
{
    params_clear (params);
    params_text (params, writer->centre);
    params_int8 (params, writer->epoch);
    params_int8 (params, seq);
}

static int
send_rows (struct batch_memory *memory, struct session *session, const struct writer *writer,
           const struct store_batch *batch, struct failure *failure)
{
    char name[STATEMENT_NAME_MAX];
    FOR_EACH_ENTITY_KIND (kind) {
        for (int newborn = 0; newborn <= 1; newborn++) {
            size_t count = gather_rows (memory, writer, batch, kind, newborn);
            if (count == 0)
                continue;
            params_clear (&memory->params);
            fill_rows (&memory->params, &writer->row_types->entities[kind], kind, memory->rows, count);
            if (session_execute (session, rows_name (name, kind, newborn), &memory->params, failure) != 0)
                return -1;
        }
    }
    return 0;
}

static int
send_tables (struct batch_memory *memory, struct session *session, const struct writer *writer,
             const struct store_batch *batch, bool renew, struct failure *failure)
{
    struct params *params = &memory->params;
    fill_fence (params, writer, first_seq (writer, batch));
    if (session_execute (session, renew ? RENEW : FENCE, params, failure) != 0)
        return -1;
    if (batch->entries_count > 0) {
        params_clear (params);
        fill_journal (params, writer, batch->entries, batch->entries_count);
        if (session_execute (session, JOURNAL, params, failure) != 0)
            return -1;
    }
    if (send_rows (memory, session, writer, batch, failure) != 0)
        return -1;
    if (batch->commands_count == 0)
        return 0;
    params_clear (params);
    fill_commands (params, writer->row_types->command, batch->commands, batch->commands_count);
    return session_execute (session, COMMAND, params, failure);
}

/* ---- a small batch: one statement ---- */

static sql_parts
parts_of (const struct writer *writer, const struct store_batch *batch)
{
    sql_parts parts = batch->commands_count > 0 ? SQL_COMMANDS : 0;
    for (size_t i = 0; i < batch->rows_count; i++) {
        const struct entity *entity = batch->rows[i].entity;
        parts |= sql_part (entity->kind, is_newborn (writer, entity));
    }
    return parts;
}

/* Prepared when its parts first come together. false = there are as many already as a session shall hold. */
static bool
joined_prepared (struct batch_memory *memory, struct session *session, const char *name, sql_parts parts,
                 int *ret_refused, struct failure *failure)
{
    *ret_refused = 0;
    for (size_t i = 0; i < memory->joined_count; i++)
        if (memory->joined[i] == parts)
            return true;
    if (memory->joined_count == BATCH_JOINED_MAX)
        return false;
    memory->joined[memory->joined_count++] = parts;
    struct buffer sql = { 0 };
    sql_make_joined (&sql, parts);
    *ret_refused = prepare_one (session, name, &sql, failure);
    buffer_free (&sql);
    return true;
}

/* In the order in which sql_make_joined numbers them. */
static void
fill_joined (struct batch_memory *memory, const struct writer *writer, const struct store_batch *batch)
{
    struct params *params = &memory->params;
    fill_fence (params, writer, first_seq (writer, batch));
    fill_journal (params, writer, batch->entries, batch->entries_count);
    FOR_EACH_ENTITY_KIND (kind) {
        for (int newborn = 0; newborn <= 1; newborn++) {
            size_t count = gather_rows (memory, writer, batch, kind, newborn);
            if (count > 0)
                fill_rows (params, &writer->row_types->entities[kind], kind, memory->rows, count);
        }
    }
    if (batch->commands_count > 0)
        fill_commands (params, writer->row_types->command, batch->commands, batch->commands_count);
}

static int
send_joined (struct batch_memory *memory, struct session *session, const struct writer *writer,
             const struct store_batch *batch, const char *name, struct failure *failure)
{
    fill_joined (memory, writer, batch);
    return session_execute (session, name, &memory->params, failure);
}

int
batch_send (struct batch_memory *memory, struct session *session, struct writer *writer,
            const struct store_batch *batch, bool renew, struct failure *failure)
{
    char name[STATEMENT_NAME_MAX];
    int refused;
    sql_parts parts = parts_of (writer, batch);
    bool small = !renew && batch->entries_count > 0 && batch->entries_count <= JOINED_ENTRIES_MAX &&
                 sql_params_count (parts) <= PARAMS_MAX;
    snprintf (name, sizeof name, "muster_joined_%" PRIx64, parts);
    if (small && joined_prepared (memory, session, name, parts, &refused, failure))
        refused = refused != 0 ? refused : send_joined (memory, session, writer, batch, name, failure);
    else
        refused = send_tables (memory, session, writer, batch, renew, failure);
    note_sent (writer, batch);
    return refused == 0 ? session_end_pipeline (session, failure) : refused;
}

int
batch_send_renewal (struct batch_memory *memory, struct session *session, const struct writer *writer,
                    struct failure *failure)
{
    fill_fence (&memory->params, writer, 0);
    if (session_execute (session, RENEW, &memory->params, failure) != 0)
        return -1;
    return session_end_pipeline (session, failure);
}

void
batch_forget_prepared (struct batch_memory *memory)
{
    memory->joined_count = 0;
}

void
batch_free (struct batch_memory *memory)
{
    params_free (&memory->params);
    free (memory->rows);
    *memory = (struct batch_memory){ 0 };
}
