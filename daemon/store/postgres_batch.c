/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_batch.c: one transaction = fence, journal, a statement for each kind touched, commands, Sync. No BEGIN:
 * the Sync is the commit. */
#include "store/postgres_batch.h"

#include "store/postgres_columns.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FENCE "muster_fence"
#define JOURNAL "muster_journal"
#define COMMAND "muster_command"
#define COMMAND_ONE "muster_command_one"
#define ONE "_one" /* after a kind's name: its statement for a single row */

/* The entries are numbered here, from the first seq on: within a batch there can be no gap. */
static const char journal_sql[] =
    "INSERT INTO muster.journal (centre, seq, epoch, at, received_at, principal, command_id, kind, subject_kind, "
    "subject,"
    " incident, payload, hash) SELECT $1, $2 + e.n - 1, $3, e.at, e.received_at, e.principal, e.command_id, e.kind,"
    " e.subject_kind, e.subject, e.incident, e.payload, e.hash"
    " FROM unnest ($4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::uuid[], $8::text[], $9::text[],"
    " $10::bigint[], $11::bigint[], $12::bytea[], $13::bytea[]) WITH ORDINALITY"
    " AS e (at, received_at, principal, command_id, kind, subject_kind, subject, incident, payload, hash, n)";

static const char command_sql[] =
    "INSERT INTO muster.command (principal, command_id, payload_hash, at, result)"
    " SELECT * FROM unnest ($1::bigint[], $2::uuid[], $3::bytea[], $4::timestamptz[], $5::bytea[])";

static const char command_one_sql[] = "INSERT INTO muster.command (principal, command_id, payload_hash, at, result)"
                                      " VALUES ($1::bigint, $2::uuid, $3::bytea, $4::timestamptz, $5::bytea)";

static const uint8_t no_command[COMMAND_ID_BYTES];

/* ---- preparing ---- */

static void
sql_add (struct buffer *sql, const char *text)
{
    buffer_append (sql, text, strlen (text));
}

static void
sql_add_number (struct buffer *sql, size_t number)
{
    char text[24];
    snprintf (text, sizeof text, "%zu", number);
    sql_add (sql, text);
}

enum { COLUMNS_BEFORE = 3 }; /* id, version, settled_seq; image comes last */

static void
sql_add_names (struct buffer *sql, const struct column *column, size_t count)
{
    sql_add (sql, "id, version, settled_seq, ");
    for (size_t i = 0; i < count; i++) {
        sql_add (sql, column[i].name);
        sql_add (sql, ", ");
    }
    sql_add (sql, "image");
}

static void
sql_add_selected (struct buffer *sql, const struct column *column, size_t count)
{
    sql_add (sql, "e.id, e.version, e.settled_seq, ");
    for (size_t i = 0; i < count; i++) {
        bool list = column_is_list (&column[i]);
        sql_add (sql, list ? "string_to_array (e." : "e.");
        sql_add (sql, column[i].name);
        if (list) {
            sql_add (sql, ", ',')::");
            sql_add (sql, column_sql_type (&column[i]));
        }
        sql_add (sql, ", ");
    }
    sql_add (sql, "e.image");
}

static void
sql_add_arrays (struct buffer *sql, const struct column *column, size_t count)
{
    sql_add (sql, "$1::bigint[], $2::bigint[], $3::bigint[], ");
    for (size_t i = 0; i < count; i++) {
        sql_add (sql, "$");
        sql_add_number (sql, COLUMNS_BEFORE + i + 1);
        sql_add (sql, "::");
        sql_add (sql, column_array (&column[i]));
        sql_add (sql, ", ");
    }
    sql_add (sql, "$");
    sql_add_number (sql, COLUMNS_BEFORE + count + 1);
    sql_add (sql, "::bytea[]");
}

/* A single row needs no array and no unnest, which halves the work of the statement; under light load nearly every
 * statement has a single row. */
static void
sql_add_values (struct buffer *sql, const struct column *column, size_t count)
{
    sql_add (sql, "$1::bigint, $2::bigint, $3::bigint, ");
    for (size_t i = 0; i < count; i++) {
        bool list = column_is_list (&column[i]);
        sql_add (sql, list ? "string_to_array ($" : "$");
        sql_add_number (sql, COLUMNS_BEFORE + i + 1);
        sql_add (sql, list ? "::text, ',')::" : "::");
        sql_add (sql, column_sql_type (&column[i]));
        sql_add (sql, ", ");
    }
    sql_add (sql, "$");
    sql_add_number (sql, COLUMNS_BEFORE + count + 1);
    sql_add (sql, "::bytea");
}

static void
sql_add_updates (struct buffer *sql, const struct column *column, size_t count)
{
    sql_add (sql, "version = excluded.version, settled_seq = excluded.settled_seq, ");
    for (size_t i = 0; i < count; i++) {
        sql_add (sql, column[i].name);
        sql_add (sql, " = excluded.");
        sql_add (sql, column[i].name);
        sql_add (sql, ", ");
    }
    sql_add (sql, "image = excluded.image");
}

static void
sql_make_upsert (struct buffer *sql, enum entity_kind kind, bool one)
{
    size_t count;
    const struct column *column = columns_of (kind, &count);
    buffer_clear (sql);
    sql_add (sql, "INSERT INTO muster.");
    sql_add (sql, entity_kind_name (kind));
    sql_add (sql, " (");
    sql_add_names (sql, column, count);
    if (one) {
        sql_add (sql, ") VALUES (");
        sql_add_values (sql, column, count);
    } else {
        sql_add (sql, ") SELECT ");
        sql_add_selected (sql, column, count);
        sql_add (sql, " FROM unnest (");
        sql_add_arrays (sql, column, count);
        sql_add (sql, ") AS e (");
        sql_add_names (sql, column, count);
    }
    sql_add (sql, ") ON CONFLICT (id) DO UPDATE SET ");
    sql_add_updates (sql, column, count);
    buffer_append (sql, "", 1);
}

static int
prepare_one (struct session *session, const char *name, const char *sql, struct failure *failure)
{
    if (!PQsendPrepare (session->conn, name, sql, 0, NULL))
        return session_refused (session, failure);
    return 0;
}

enum { STATEMENT_NAME_MAX = 63 };

static void
upsert_name (char name[STATEMENT_NAME_MAX + 1], enum entity_kind kind, bool one)
{
    snprintf (name, STATEMENT_NAME_MAX + 1, "%s%s", entity_kind_name (kind), one ? ONE : "");
}

static int
prepare_upsert (struct session *session, struct buffer *sql, enum entity_kind kind, bool one, struct failure *failure)
{
    char name[STATEMENT_NAME_MAX + 1];
    upsert_name (name, kind, one);
    sql_make_upsert (sql, kind, one);
    return prepare_one (session, name, (const char *)sql->data, failure);
}

static int
prepare_upserts (struct session *session, struct failure *failure)
{
    struct buffer sql = { 0 };
    int refused = 0;
    FOR_EACH_ENTITY_KIND (kind) {
        if (refused == 0 && (prepare_upsert (session, &sql, kind, false, failure) != 0 ||
                             prepare_upsert (session, &sql, kind, true, failure) != 0))
            refused = -1;
    }
    buffer_free (&sql);
    return refused;
}

int
batch_prepare (struct session *session, struct failure *failure)
{
    if (prepare_one (session, FENCE, "SELECT muster.fence ($1, $2, $3, $4)", failure) != 0 ||
        prepare_one (session, JOURNAL, journal_sql, failure) != 0 ||
        prepare_one (session, COMMAND, command_sql, failure) != 0 ||
        prepare_one (session, COMMAND_ONE, command_one_sql, failure) != 0 || prepare_upserts (session, failure) != 0)
        return -1;
    return session_end_pipeline (session, failure);
}

/* ---- the journal ---- */

/* One array parameter from one member of each entry. */
#define ARRAY_OF(params, element, items, count, put_item)                                                            \
    do {                                                                                                             \
        array_begin (params, element, count);                                                                        \
        for (size_t i = 0; i < (count); i++) {                                                                       \
            __typeof__ (*(items)) *item = &(items)[i];                                                               \
            put_item;                                                                                                \
        }                                                                                                            \
        array_end (params);                                                                                          \
    } while (0)

static void
put_command_id (struct params *params, const uint8_t id[COMMAND_ID_BYTES])
{
    if (memcmp (id, no_command, COMMAND_ID_BYTES) == 0)
        array_null (params);
    else
        array_bytes (params, id, COMMAND_ID_BYTES);
}

static void
put_incident (struct params *params, uint64_t incident)
{
    if (incident == 0)
        array_null (params);
    else
        array_int8 (params, incident);
}

static void
fill_journal (struct params *p, const struct writer *writer, const struct store_entry *entries, size_t count)
{
    params_clear (p);
    params_text (p, writer->centre);
    params_int8 (p, entries[0].seq);
    params_int8 (p, writer->epoch);
    ARRAY_OF (p, PG_TIMESTAMPTZ, entries, count, array_time (p, item->at));
    ARRAY_OF (p, PG_TIMESTAMPTZ, entries, count, array_time (p, item->received_at));
    ARRAY_OF (p, PG_INT8, entries, count, array_int8 (p, item->principal));
    ARRAY_OF (p, PG_UUID, entries, count, put_command_id (p, item->command_id));
    ARRAY_OF (p, PG_TEXT, entries, count, array_text (p, item->kind));
    ARRAY_OF (p, PG_TEXT, entries, count, array_text (p, entity_kind_name (item->subject_kind)));
    ARRAY_OF (p, PG_INT8, entries, count, array_int8 (p, item->subject));
    ARRAY_OF (p, PG_INT8, entries, count, put_incident (p, item->incident));
    ARRAY_OF (p, PG_BYTEA, entries, count, array_bytes (p, item->payload, item->payload_size));
    ARRAY_OF (p, PG_BYTEA, entries, count, array_bytes (p, item->hash, HASH_BYTES));
}

/* ---- the entities ---- */

static size_t
gather_rows (struct batch_memory *memory, const struct store_batch *batch, enum entity_kind kind)
{
    if (memory->rows_capacity < batch->rows_count) {
        memory->rows = xrealloc_array (memory->rows, batch->rows_count, sizeof *memory->rows);
        memory->rows_capacity = batch->rows_count;
    }
    size_t count = 0;
    for (size_t i = 0; i < batch->rows_count; i++)
        if (batch->rows[i].entity->kind == kind)
            memory->rows[count++] = &batch->rows[i];
    return count;
}

static void
put_settled (struct params *params, const struct entity *entity)
{
    if (entity_settled (entity))
        array_int8 (params, entity->version);
    else
        array_null (params);
}

static void
fill_rows (struct params *p, enum entity_kind kind, const struct store_row **rows, size_t count)
{
    size_t columns_here;
    const struct column *column = columns_of (kind, &columns_here);
    params_clear (p);
    p->scalar = count == 1;
    ARRAY_OF (p, PG_INT8, rows, count, array_int8 (p, (*item)->entity->id));
    ARRAY_OF (p, PG_INT8, rows, count, array_int8 (p, (*item)->entity->version));
    ARRAY_OF (p, PG_INT8, rows, count, put_settled (p, (*item)->entity));
    for (const struct column *end = column + columns_here; column < end; column++)
        ARRAY_OF (p, column_element (column), rows, count, column_put (column, (*item)->entity, p));
    ARRAY_OF (p, PG_BYTEA, rows, count, array_bytes (p, (*item)->image, (*item)->image_size));
}

/* ---- the commands ---- */

static void
fill_commands (struct params *p, const struct store_command *commands, size_t count)
{
    params_clear (p);
    p->scalar = count == 1;
    ARRAY_OF (p, PG_INT8, commands, count, array_int8 (p, item->principal));
    ARRAY_OF (p, PG_UUID, commands, count, array_bytes (p, item->id, COMMAND_ID_BYTES));
    ARRAY_OF (p, PG_BYTEA, commands, count, array_bytes (p, item->payload_hash, HASH_BYTES));
    ARRAY_OF (p, PG_TIMESTAMPTZ, commands, count, array_time (p, item->at));
    ARRAY_OF (p, PG_BYTEA, commands, count, array_bytes (p, item->result, item->result_size));
}

/* ---- sending ---- */

static int
send_fence (struct batch_memory *memory, struct session *session, const struct writer *writer, uint64_t first_seq,
            bool renew, struct failure *failure)
{
    struct params *params = &memory->params;
    params_clear (params);
    params_text (params, writer->centre);
    params_int8 (params, writer->epoch);
    params_int8 (params, first_seq);
    params_bool (params, renew);
    return session_execute (session, FENCE, params, failure);
}

static int
send_rows (struct batch_memory *memory, struct session *session, const struct store_batch *batch,
           struct failure *failure)
{
    char name[STATEMENT_NAME_MAX + 1];
    FOR_EACH_ENTITY_KIND (kind) {
        size_t count = gather_rows (memory, batch, kind);
        if (count == 0)
            continue;
        fill_rows (&memory->params, kind, memory->rows, count);
        upsert_name (name, kind, count == 1);
        if (session_execute (session, name, &memory->params, failure) != 0)
            return -1;
    }
    return 0;
}

int
batch_send (struct batch_memory *memory, struct session *session, const struct writer *writer,
            const struct store_batch *batch, bool renew, struct failure *failure)
{
    uint64_t first_seq = batch->entries_count > 0 ? batch->entries[0].seq : 0;
    session_forget_warning (session);
    if (send_fence (memory, session, writer, first_seq, renew, failure) != 0)
        return -1;
    if (batch->entries_count > 0) {
        fill_journal (&memory->params, writer, batch->entries, batch->entries_count);
        if (session_execute (session, JOURNAL, &memory->params, failure) != 0)
            return -1;
    }
    if (send_rows (memory, session, batch, failure) != 0)
        return -1;
    if (batch->commands_count > 0) {
        fill_commands (&memory->params, batch->commands, batch->commands_count);
        const char *statement = batch->commands_count == 1 ? COMMAND_ONE : COMMAND;
        if (session_execute (session, statement, &memory->params, failure) != 0)
            return -1;
    }
    return session_end_pipeline (session, failure);
}

int
batch_send_renewal (struct batch_memory *memory, struct session *session, const struct writer *writer,
                    struct failure *failure)
{
    if (send_fence (memory, session, writer, 0, true, failure) != 0)
        return -1;
    return session_end_pipeline (session, failure);
}

void
batch_free (struct batch_memory *memory)
{
    params_free (&memory->params);
    free (memory->rows);
    *memory = (struct batch_memory){ 0 };
}
