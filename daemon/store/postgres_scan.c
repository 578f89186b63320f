/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_scan.c: connect, open a read-only snapshot, the journal, each kind, the end. */
#include "store/postgres_scan.h"

#include "store/postgres_columns.h"
#include "store/postgres_rows.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <string.h>

enum {
    ROWS_PER_TURN = 300,
    SQL_MAX = 4096,
    SILENT_LEASES_MAX = 10, /* rows come along an index, without a pause: after this many leases a server hangs */
    COLUMNS_BEFORE = 4      /* id, version, image, settled_seq; then the columns */
};

enum { STEP_CONNECT, STEP_SNAPSHOT, STEP_ENTRIES, STEP_IMAGES };

/* Both tables are read along their primary keys: sorting a whole journal would need its size on the server's disk. */
static const char snapshot_sql[] =
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;"
    "SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off";

static void
scanner_close (struct scanner *scanner)
{
    session_close (&scanner->session);
    scanner->running = false;
    scanner->asked = false;
}

/* ---- rows ---- */

static void
give_entry (void *arg, const PGresult *result, int row)
{
    struct scanner *scanner = arg;
    struct store_entry entry;
    row_entry (result, row, &entry);
    scanner->entry (scanner->arg, true, &entry);
}

/* Is this what stands in the result? The item is what would be written: its column's type, its length, its bytes.
 * Both are PostgreSQL's binary format of the same type. */
static bool
item_is (const struct params *item, const PGresult *result, int row, int at)
{
    const uint8_t *data = item->buffer.data;
    uint32_t wire;
    memcpy (&wire, data + sizeof wire, sizeof wire);
    int length = (int)be32toh (wire);
    if (PQgetisnull (result, row, at) || length < 0)
        return PQgetisnull (result, row, at) && length < 0;
    return length == PQgetlength (result, row, at) &&
           memcmp (PQgetvalue (result, row, at), data + 2 * sizeof wire, (size_t)length) == 0;
}

static void
compare_column (struct scanner *scanner, const struct entity *entity, const PGresult *result, int row, int at)
{
    struct params *item = &scanner->params;
    size_t count;
    const struct column *column = columns_of (scanner->kind, &count) + at;
    params_clear (item);
    column_put (column, entity, item);
    if (!item_is (item, result, row, COLUMNS_BEFORE + at))
        scanner->callbacks->differs (scanner->callbacks->arg, scanner->kind, entity->id, column->name);
}

static void
compare_columns (struct scanner *scanner, const struct entity *entity, const PGresult *result, int row)
{
    size_t count;
    columns_of (scanner->kind, &count);
    uint64_t settled_seq = entity_settled (entity) ? entity->version : 0;
    if (value_int (result, row, COLUMNS_BEFORE - 1) != settled_seq)
        scanner->callbacks->differs (scanner->callbacks->arg, scanner->kind, entity->id, "settled_seq");
    for (size_t i = 0; i < count; i++)
        compare_column (scanner, entity, result, row, (int)i);
}

static void
give_image (void *arg, const PGresult *result, int row)
{
    struct scanner *scanner = arg;
    struct row_image image;
    row_image (result, row, &image);
    scanner->image (scanner->arg, true, scanner->kind, image.id, image.version, image.image, image.size);
    const struct entity *entity =
        scanner->callbacks->expected ? scanner->callbacks->expected (scanner->callbacks->arg, scanner->kind, image.id)
                                     : NULL;
    if (entity)
        compare_columns (scanner, entity, result, row);
}

static void
make_images_sql (char sql[SQL_MAX], enum entity_kind kind)
{
    size_t count;
    const struct column *column = columns_of (kind, &count);
    int size = snprintf (sql, SQL_MAX, "SELECT " IMAGE_COLUMNS ", settled_seq");
    for (size_t i = 0; i < count && size < SQL_MAX; i++)
        size += snprintf (sql + size, (size_t)(SQL_MAX - size), ", %s", column[i].name);
    if (size < SQL_MAX)
        size +=
            snprintf (sql + size, (size_t)(SQL_MAX - size), " FROM muster.%s ORDER BY id", entity_kind_name (kind));
    assert (size < SQL_MAX);
}

/* ---- steps ---- */

static int
scanner_ask (struct scanner *scanner, struct failure *failure)
{
    char sql[SQL_MAX];
    params_clear (&scanner->params);
    if (scanner->step == STEP_SNAPSHOT)
        return session_run (&scanner->session, snapshot_sql, failure);
    if (scanner->step == STEP_ENTRIES) {
        params_text (&scanner->params, scanner->options->centre);
        snprintf (sql, sizeof sql, "SELECT " ENTRY_COLUMNS " FROM muster.journal WHERE centre = $1 ORDER BY seq");
    } else {
        make_images_sql (sql, scanner->kind);
    }
    return session_ask (&scanner->session, sql, &scanner->params, failure);
}

static enum progress
scanner_connect (struct scanner *scanner, int64_t now_ms, struct failure *failure)
{
    const struct session_target target = { scanner->options->conninfo, scanner->options->connect_timeout_ms };
    if (scanner->session.state == SESSION_CLOSED && session_open (&scanner->session, &target, now_ms, failure) != 0)
        return PROGRESS_FAILED;
    return session_connect (&scanner->session, now_ms, failure);
}

static enum progress
scanner_step (struct scanner *scanner, int64_t now_ms, int *budget, struct failure *failure)
{
    static session_row_fn *const rows[] = { [STEP_ENTRIES] = give_entry, [STEP_IMAGES] = give_image };
    if (scanner->step == STEP_CONNECT)
        return scanner_connect (scanner, now_ms, failure);
    if (!scanner->asked && scanner_ask (scanner, failure) != 0)
        return PROGRESS_FAILED;
    scanner->asked = true;
    if (session_flush (&scanner->session, failure) != 0)
        return PROGRESS_FAILED;
    return session_rows (&scanner->session, rows[scanner->step], scanner, budget, failure);
}

/* Returns false when that was the last step. */
static bool
scanner_next (struct scanner *scanner)
{
    scanner->asked = false;
    if (scanner->step == STEP_ENTRIES)
        scanner->entry (scanner->arg, true, NULL);
    if (scanner->step < STEP_IMAGES)
        scanner->step++;
    else
        do
            scanner->kind++;
        while (scanner->kind < ENTITY_KINDS && !entity_kind_exists (scanner->kind));
    return scanner->kind < ENTITY_KINDS;
}

static void
scanner_finish (struct scanner *scanner)
{
    scanner_close (scanner);
    scanner->image (scanner->arg, true, ENTITY_NONE, 0, 0, NULL, 0);
}

static int64_t
give_up_at_ms (const struct scanner *scanner)
{
    return scanner->heard_at_ms + (int64_t)SILENT_LEASES_MAX * scanner->options->lease_ms;
}

void
scanner_turn (struct scanner *scanner, int64_t now_ms)
{
    struct failure failure;
    int budget = ROWS_PER_TURN;
    while (scanner->running) {
        enum progress progress = scanner_step (scanner, now_ms, &budget, &failure);
        if (progress == PROGRESS_DONE || budget < ROWS_PER_TURN || scanner->session.state != SESSION_OPEN)
            scanner->heard_at_ms = now_ms;
        if (progress == PROGRESS_FAILED || now_ms >= give_up_at_ms (scanner))
            scanner_drop (scanner);
        scanner->hungry = progress == PROGRESS_MORE;
        if (progress != PROGRESS_DONE)
            return;
        if (!scanner_next (scanner)) {
            scanner_finish (scanner);
            return;
        }
    }
}

int
scanner_begin (struct scanner *scanner, store_entry_fn *entry, store_image_fn *image, void *arg)
{
    if (scanner->running)
        return -1;
    scanner->running = true;
    scanner->step = STEP_CONNECT;
    scanner->kind = ENTITY_NONE + 1;
    scanner->entry = entry;
    scanner->image = image;
    scanner->arg = arg;
    return 0;
}

int64_t
scanner_wake_ms (const struct scanner *scanner)
{
    if (!scanner->running)
        return INT64_MAX;
    if (scanner->session.state == SESSION_OPEN)
        return scanner->hungry ? 0 : give_up_at_ms (scanner);
    return scanner->session.state == SESSION_CLOSED ? 0 : scanner->session.give_up_at_ms;
}

void
scanner_drop (struct scanner *scanner)
{
    bool was_running = scanner->running, in_images = scanner->step == STEP_IMAGES;
    scanner_close (scanner);
    if (!was_running)
        return;
    if (in_images)
        scanner->image (scanner->arg, false, ENTITY_NONE, 0, 0, NULL, 0);
    else
        scanner->entry (scanner->arg, false, NULL);
}

void
scanner_init (struct scanner *scanner, const struct store_options *options, const struct store_callbacks *callbacks)
{
    *scanner = (struct scanner){ .options = options, .callbacks = callbacks };
}

void
scanner_free (struct scanner *scanner)
{
    scanner_close (scanner);
    params_free (&scanner->params);
}
