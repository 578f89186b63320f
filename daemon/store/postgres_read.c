/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_read.c: the reads' statements and their queue. A lost session fails the reads but never a lookup: "there
 * is no such command" must be true, so that a lookup waits for the next session. */
#include "store/postgres_read.h"

#include "store/postgres_failure.h"
#include "store/postgres_rows.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_PER_TURN = 500, RETRY_MS = 1000, SQL_MAX = 1024 };

struct read_query {
    void (*ask) (struct reader *, const struct read *, char sql[SQL_MAX]); /* fills sql and params */
    session_row_fn *row;                                                   /* arg is the reader */
    void (*end) (const struct read *, bool ok);
};

static struct read *
reader_first (struct reader *reader)
{
    return &reader->reads[reader->first];
}

/* ---- lookup ---- */

static void
ask_lookup (struct reader *reader, const struct read *read, char sql[SQL_MAX])
{
    params_int8 (&reader->params, read->id);
    params_uuid (&reader->params, read->command_id);
    snprintf (sql, SQL_MAX,
              "SELECT " COMMAND_COLUMNS " FROM muster.command WHERE principal = $1 AND command_id = $2");
}

static void
give_command (void *arg, const PGresult *result, int row)
{
    struct reader *reader = arg;
    struct store_command command;
    row_command (result, row, &command);
    reader->answered = true;
    reader_first (reader)->callback.command (reader_first (reader)->arg, true, &command);
}

static void
end_lookup (const struct read *read, bool ok)
{
    (void)ok;
    read->callback.command (read->arg, false, NULL);
}

/* ---- fetch and list ---- */

#define WITH_KIND(kind, table, where)                                                                                \
    "SELECT " kind "::integer, id, version, image FROM muster." table " WHERE " where

static void
ask_fetch (struct reader *reader, const struct read *read, char sql[SQL_MAX])
{
    params_int8 (&reader->params, read->id);
    int size =
        snprintf (sql, SQL_MAX, WITH_KIND ("%d", "%s", "id = $1"), (int)read->kind, entity_kind_name (read->kind));
    if (read->kind == ENTITY_INCIDENT)
        size += snprintf (
            sql + size, SQL_MAX - (size_t)size,
            " UNION ALL " WITH_KIND ("%d", "report", "incident = $1") " UNION ALL " WITH_KIND (
                "%d", "dispatch_order",
                "incident = $1") " UNION ALL " WITH_KIND ("%d", "submission",
                                                          "incident = $1") " UNION ALL " WITH_KIND ("%d",
                                                                                                    "obligation",
                                                                                                    "incident = "
                                                                                                    "$1") " ORDER"
                                                                                                          " BY "
                                                                                                          "1, 2",
            ENTITY_REPORT, ENTITY_DISPATCH_ORDER, ENTITY_SUBMISSION, ENTITY_OBLIGATION);
    assert (size < SQL_MAX);
}

static void
ask_list (struct reader *reader, const struct read *read, char sql[SQL_MAX])
{
    params_int8 (&reader->params, read->id);
    params_int8 (&reader->params, read->limit);
    snprintf (sql, SQL_MAX, WITH_KIND ("%d", "%s", "id < $1") " ORDER BY id DESC LIMIT $2", (int)read->kind,
              entity_kind_name (read->kind));
}

static void
give_image (void *arg, const PGresult *result, int row)
{
    struct read *read = reader_first (arg);
    size_t size;
    const uint8_t *image = value_bytes (result, row, 3, &size);
    read->callback.image (read->arg, true, (enum entity_kind)value_int (result, row, 0), value_int (result, row, 1),
                          value_int (result, row, 2), image, size);
}

static void
end_images (const struct read *read, bool ok)
{
    read->callback.image (read->arg, ok, ENTITY_NONE, 0, 0, NULL, 0);
}

/* ---- journal ---- */

static void
ask_journal (struct reader *reader, const struct read *read, char sql[SQL_MAX])
{
    params_text (&reader->params, reader->options->centre);
    params_int8 (&reader->params, read->id);
    params_int8 (&reader->params, read->limit);
    if (read->incident != 0)
        params_int8 (&reader->params, read->incident);
    /* OFFSET 0 keeps the planner from walking the whole journal in order until it meets enough of a rare incident. */
    snprintf (sql, SQL_MAX, "SELECT " ENTRY_COLUMNS " FROM %s WHERE centre = $1 AND seq > $2 ORDER BY seq LIMIT $3",
              read->incident != 0 ? "(SELECT * FROM muster.journal WHERE incident = $4 OFFSET 0) j"
                                  : "muster.journal");
}

static void
give_entry (void *arg, const PGresult *result, int row)
{
    struct read *read = reader_first (arg);
    struct store_entry entry;
    row_entry (result, row, &entry);
    read->callback.entry (read->arg, true, &entry);
}

static void
end_entries (const struct read *read, bool ok)
{
    read->callback.entry (read->arg, ok, NULL);
}

static const struct read_query lookup_query = { ask_lookup, give_command, end_lookup };
static const struct read_query fetch_query = { ask_fetch, give_image, end_images };
static const struct read_query list_query = { ask_list, give_image, end_images };
static const struct read_query journal_query = { ask_journal, give_entry, end_entries };

/* ---- the queue ---- */

static int
reader_add (struct reader *reader, const struct read *read)
{
    if (reader->count == READS_WAITING_MAX)
        return -1;
    reader->reads[(reader->first + reader->count++) % READS_WAITING_MAX] = *read;
    return 0;
}

int
reader_lookup (struct reader *reader, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES],
               store_command_fn *callback, void *arg)
{
    struct read read = { .query = &lookup_query, .id = principal, .callback.command = callback, .arg = arg };
    memcpy (read.command_id, id, COMMAND_ID_BYTES);
    return reader_add (reader, &read);
}

int
reader_fetch (struct reader *reader, enum entity_kind kind, uint64_t id, store_image_fn *callback, void *arg)
{
    return reader_add (
        reader,
        &(struct read){ .query = &fetch_query, .kind = kind, .id = id, .callback.image = callback, .arg = arg });
}

int
reader_list (struct reader *reader, enum entity_kind kind, uint64_t before, uint32_t limit, store_image_fn *callback,
             void *arg)
{
    return reader_add (reader, &(struct read){ .query = &list_query,
                                               .kind = kind,
                                               .id = before != 0 ? before : INT64_MAX,
                                               .limit = limit,
                                               .callback.image = callback,
                                               .arg = arg });
}

int
reader_journal (struct reader *reader, uint64_t after, uint64_t incident, uint32_t limit, store_entry_fn *callback,
                void *arg)
{
    return reader_add (reader, &(struct read){ .query = &journal_query,
                                               .id = after,
                                               .incident = incident,
                                               .limit = limit,
                                               .callback.entry = callback,
                                               .arg = arg });
}

/* ---- turning ---- */

void
reader_init (struct reader *reader, const struct store_options *options)
{
    *reader = (struct reader){ .options = options };
}

static struct read
reader_take (struct reader *reader)
{
    struct read read = *reader_first (reader);
    reader->first = (reader->first + 1) % READS_WAITING_MAX;
    reader->count--;
    return read;
}

static void
reader_close (struct reader *reader)
{
    session_close (&reader->session);
    reader->asked = false;
}

void
reader_drop (struct reader *reader)
{
    reader_close (reader);
    for (size_t waiting = reader->count; waiting > 0; waiting--) {
        struct read read = reader_take (reader);
        if (read.query != &lookup_query || !reader->answered)
            read.query->end (&read, false);
        reader->answered = false;
    }
}

void
reader_free (struct reader *reader)
{
    reader_close (reader);
    params_free (&reader->params);
}

/* Fails what waits, except the lookups, which stay in their order. */
static void
reader_failed (struct reader *reader, int64_t now_ms)
{
    reader_close (reader);
    reader->retry_at_ms = now_ms + RETRY_MS;
    for (size_t waiting = reader->count; waiting > 0; waiting--) {
        struct read read = reader_take (reader);
        if (read.query == &lookup_query && !reader->answered)
            reader_add (reader, &read);
        else if (read.query != &lookup_query)
            read.query->end (&read, false);
        reader->answered = false;
    }
}

static int
reader_ask (struct reader *reader, struct failure *failure)
{
    const struct read *read = reader_first (reader);
    char sql[SQL_MAX];
    params_clear (&reader->params);
    read->query->ask (reader, read, sql);
    reader->asked = true;
    reader->answered = false;
    return session_ask (&reader->session, sql, &reader->params, failure);
}

static void
reader_finish (struct reader *reader)
{
    bool answered = reader->answered;
    struct read read = reader_take (reader);
    reader->asked = false;
    reader->answered = false;
    if (!answered)
        read.query->end (&read, true);
}

static enum progress
reader_connect (struct reader *reader, int64_t now_ms, struct failure *failure)
{
    const struct session_target target = { reader->options->conninfo, reader->options->connect_timeout_ms };
    if (reader->session.state == SESSION_OPEN)
        return PROGRESS_DONE;
    if (now_ms < reader->retry_at_ms)
        return PROGRESS_WAIT;
    if (reader->session.state == SESSION_CLOSED && session_open (&reader->session, &target, now_ms, failure) != 0)
        return PROGRESS_FAILED;
    return session_connect (&reader->session, now_ms, failure);
}

static enum progress
reader_goes_on (struct reader *reader, int64_t now_ms, int *budget, struct failure *failure)
{
    if (reader->count == 0)
        return session_idle (&reader->session, failure) == 0 ? PROGRESS_WAIT : PROGRESS_FAILED;
    if (!reader->asked) {
        reader->give_up_at_ms = now_ms + READ_MS_MAX;
        if (reader_ask (reader, failure) != 0)
            return PROGRESS_FAILED;
    }
    if (session_flush (&reader->session, failure) != 0)
        return PROGRESS_FAILED;
    int had = *budget;
    enum progress progress =
        session_rows (&reader->session, reader_first (reader)->query->row, reader, budget, failure);
    if (*budget < had)
        reader->give_up_at_ms = now_ms + READ_MS_MAX;
    return progress == PROGRESS_WAIT && now_ms >= reader->give_up_at_ms
               ? (failure_say (failure, false, "PostgreSQL did not answer a read in time"), PROGRESS_FAILED)
               : progress;
}

void
reader_turn (struct reader *reader, int64_t now_ms)
{
    struct failure failure;
    int budget = ROWS_PER_TURN;
    if (reader->count == 0 && reader->session.state != SESSION_OPEN)
        return;
    enum progress progress = reader_connect (reader, now_ms, &failure);
    while (progress == PROGRESS_DONE) {
        progress = reader_goes_on (reader, now_ms, &budget, &failure);
        if (progress == PROGRESS_DONE)
            reader_finish (reader);
    }
    reader->hungry = progress == PROGRESS_MORE;
    if (progress == PROGRESS_FAILED)
        reader_failed (reader, now_ms);
}

int64_t
reader_wake_ms (const struct reader *reader)
{
    if (reader->count == 0)
        return INT64_MAX;
    if (reader->session.state == SESSION_CLOSED)
        return reader->retry_at_ms;
    if (reader->session.state == SESSION_CONNECTING)
        return reader->session.give_up_at_ms;
    return reader->asked && !reader->hungry ? reader->give_up_at_ms : 0;
}
