/* SPDX-License-Identifier: Apache-2.0 */
/* postgres.c: the PostgreSQL driver: stopped, starting, standing by, ready, failed; and the batches in flight. */
#include "store/postgres_batch.h"
#include "store/postgres_failure.h"
#include "store/postgres_read.h"
#include "store/postgres_scan.h"
#include "store/postgres_start.h"
#include "util/alloc.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_TIMEOUT_DEFAULT_MS = 5000, LEASE_DEFAULT_MS = 10000, RENEWALS_PER_LEASE = 3 };

struct postgres {
    struct store store;
    struct store_options options; /* the strings are ours */
    struct store_callbacks callbacks;
    enum store_state state;
    int64_t now_ms; /* of the last handle */

    struct session session; /* for the start and the batches */
    struct starter starter;
    struct writer writer;
    struct batch_memory memory;
    /* In flight, in this order: a sign of life is never sent after a batch whose Sync is awaited. */
    bool renewal_open;
    int batches_open;
    int64_t renewed_ms;
    int64_t sent_ms; /* since when the server is at work on the first of them */
    bool refused;    /* submit failed; the next handle says so */
    struct failure refusal;

    struct reader reader;
    struct scanner scanner;
};

static struct postgres *
postgres_of (struct store *store)
{
    return (struct postgres *)store;
}

/* ---- start and end ---- */

static void
postgres_start (struct store *store)
{
    struct postgres *pg = postgres_of (store);
    assert (pg->state == STORE_STOPPED || pg->state == STORE_FAILED);
    starter_begin (&pg->starter, &pg->session, &pg->options, &pg->callbacks);
    pg->state = STORE_STARTING;
}

static enum store_state
postgres_state (const struct store *store)
{
    const struct postgres *pg = (const struct postgres *)store;
    return pg->state == STORE_STARTING && pg->starter.standing_by ? STORE_STANDBY : pg->state;
}

static void
postgres_fail (struct postgres *pg, const struct failure *failure)
{
    struct failure kept = *failure;
    pg->state = STORE_FAILED;
    pg->renewal_open = pg->refused = false;
    pg->batches_open = 0;
    session_close (&pg->session);
    reader_drop (&pg->reader);
    scanner_drop (&pg->scanner);
    pg->callbacks.failed (pg->callbacks.arg, kept.fatal, kept.text);
}

static void
postgres_destroy (struct store *store)
{
    struct postgres *pg = postgres_of (store);
    if (pg == NULL)
        return;
    session_close (&pg->session);
    starter_free (&pg->starter);
    batch_free (&pg->memory);
    reader_free (&pg->reader);
    scanner_free (&pg->scanner);
    free ((char *)pg->options.conninfo);
    free ((char *)pg->options.centre);
    free ((char *)pg->options.endpoint);
    free (pg);
}

/* ---- batches ---- */

static bool
in_flight (const struct postgres *pg)
{
    return pg->renewal_open || pg->batches_open > 0;
}

static bool
renewal_due (const struct postgres *pg)
{
    return pg->now_ms - pg->renewed_ms >= pg->options.lease_ms / RENEWALS_PER_LEASE;
}

static void
assert_sound (const struct postgres *pg, const struct store_batch *batch)
{
    assert (batch->commands_count <= STORE_BATCH_COMMANDS_MAX);
    for (size_t i = 0; i < batch->entries_count; i++)
        assert (batch->entries[i].seq == batch->entries[0].seq + i && batch->entries[i].epoch == pg->writer.epoch);
}

static void
postgres_submit (struct store *store, const struct store_batch *batch)
{
    struct postgres *pg = postgres_of (store);
    assert (pg->state == STORE_READY && pg->batches_open < STORE_BATCHES_MAX);
    assert_sound (pg, batch);
    bool renew = !pg->renewal_open && renewal_due (pg);
    if (!in_flight (pg)) {
        pg->sent_ms = pg->now_ms;
        session_forget_warning (&pg->session);
    }
    pg->batches_open++;
    if (renew)
        pg->renewed_ms = pg->now_ms;
    if (!pg->refused && batch_send (&pg->memory, &pg->session, &pg->writer, batch, renew, &pg->refusal) != 0)
        pg->refused = true;
}

/* Takes every Sync that came. Returns -1 if the batch or the session failed. */
static int
take_syncs (struct postgres *pg, struct failure *failure)
{
    while (in_flight (pg)) {
        enum progress progress = session_sync (&pg->session, failure);
        if (progress != PROGRESS_DONE)
            return progress == PROGRESS_FAILED ? -1 : 0;
        pg->sent_ms = pg->now_ms;
        if (pg->renewal_open) {
            pg->renewal_open = false;
            continue;
        }
        pg->batches_open--;
        pg->callbacks.committed (pg->callbacks.arg);
    }
    return 0;
}

/* A server that hangs closes no connection. After a whole lease without a word another daemon may lead, and those who
 * wait here must be told that nothing is stored; what the old session may still commit, the next start waits for. */
static bool
sync_overdue (const struct postgres *pg)
{
    return pg->now_ms - pg->sent_ms >= pg->options.lease_ms;
}

static int
stay_alive (struct postgres *pg, struct failure *failure)
{
    if (in_flight (pg))
        return !sync_overdue (pg) ? 0
                                  : failure_say (failure, false,
                                                 "PostgreSQL did not confirm a commit within the lease: check its "
                                                 "disk, its locks and its synchronous standbys");
    if (session_idle (&pg->session, failure) != 0)
        return -1;
    if (!renewal_due (pg))
        return 0;
    pg->renewal_open = true;
    pg->renewed_ms = pg->sent_ms = pg->now_ms;
    return batch_send_renewal (&pg->memory, &pg->session, &pg->writer, failure);
}

/* ---- turning ---- */

static void
handle_starting (struct postgres *pg)
{
    struct failure failure;
    enum progress progress = starter_turn (&pg->starter, pg->now_ms, &failure);
    if (progress == PROGRESS_FAILED)
        postgres_fail (pg, &failure);
    if (progress != PROGRESS_DONE)
        return;
    pg->writer = (struct writer){ .centre = pg->options.centre,
                                  .epoch = pg->starter.head.epoch,
                                  .next_seq = pg->starter.head.seq + 1,
                                  .row_types = &pg->starter.row_types };
    memcpy (pg->writer.last_ids, pg->starter.head.last_ids, sizeof pg->writer.last_ids);
    batch_forget_prepared (&pg->memory);
    pg->renewed_ms = pg->starter.renewed_ms;
    pg->state = STORE_READY;
    pg->callbacks.ready (pg->callbacks.arg, &pg->starter.head);
}

static void
handle_ready (struct postgres *pg)
{
    struct failure failure = pg->refusal;
    if (pg->refused || session_flush (&pg->session, &failure) != 0 || take_syncs (pg, &failure) != 0 ||
        stay_alive (pg, &failure) != 0) {
        postgres_fail (pg, &failure);
        return;
    }
    reader_turn (&pg->reader, pg->now_ms);
    scanner_turn (&pg->scanner, pg->now_ms);
}

static void
postgres_handle (struct store *store, int64_t now_ms)
{
    struct postgres *pg = postgres_of (store);
    pg->now_ms = now_ms;
    if (pg->state == STORE_STARTING)
        handle_starting (pg);
    else if (pg->state == STORE_READY)
        handle_ready (pg);
}

static size_t
postgres_polls (const struct store *store, struct store_poll *polls, size_t max)
{
    const struct postgres *pg = (const struct postgres *)store;
    const struct session *sessions[] = { &pg->session, &pg->reader.session, &pg->scanner.session };
    size_t count = 0;
    for (size_t i = 0; i < sizeof sessions / sizeof *sessions && count < max; i++)
        count += session_poll (sessions[i], &polls[count]);
    return count;
}

static int64_t
earlier (int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t
wake_ms (const struct postgres *pg)
{
    if (pg->state == STORE_STARTING)
        return starter_wake_ms (&pg->starter);
    if (pg->state != STORE_READY)
        return INT64_MAX;
    if (pg->refused)
        return 0;
    int64_t wake = earlier (reader_wake_ms (&pg->reader), scanner_wake_ms (&pg->scanner));
    if (in_flight (pg))
        return earlier (wake, pg->sent_ms + pg->options.lease_ms);
    return earlier (wake, pg->renewed_ms + pg->options.lease_ms / RENEWALS_PER_LEASE);
}

static int
postgres_timeout_ms (const struct store *store, int64_t now_ms)
{
    int64_t wake = wake_ms ((const struct postgres *)store);
    if (wake == INT64_MAX)
        return -1;
    int64_t rest = wake - now_ms;
    return rest <= 0 ? 0 : rest < INT32_MAX ? (int)rest : INT32_MAX;
}

/* ---- reads ---- */

static int
postgres_lookup_command (struct store *store, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES],
                         store_command_fn *callback, void *arg)
{
    struct postgres *pg = postgres_of (store);
    return pg->state != STORE_READY ? -1 : reader_lookup (&pg->reader, principal, id, callback, arg);
}

static int
postgres_fetch (struct store *store, enum entity_kind kind, uint64_t id, store_image_fn *callback, void *arg)
{
    struct postgres *pg = postgres_of (store);
    assert (entity_kind_exists (kind));
    return pg->state != STORE_READY ? -1 : reader_fetch (&pg->reader, kind, id, callback, arg);
}

static int
postgres_list (struct store *store, enum entity_kind kind, uint64_t before, uint32_t limit, store_image_fn *callback,
               void *arg)
{
    struct postgres *pg = postgres_of (store);
    assert (entity_kind_exists (kind));
    return pg->state != STORE_READY ? -1 : reader_list (&pg->reader, kind, before, limit, callback, arg);
}

static int
postgres_journal (struct store *store, uint64_t after, uint64_t incident, uint32_t limit, store_entry_fn *callback,
                  void *arg)
{
    struct postgres *pg = postgres_of (store);
    return pg->state != STORE_READY ? -1 : reader_journal (&pg->reader, after, incident, limit, callback, arg);
}

static int
postgres_scan (struct store *store, store_entry_fn *entry, store_image_fn *image, void *arg)
{
    struct postgres *pg = postgres_of (store);
    return pg->state != STORE_READY ? -1 : scanner_begin (&pg->scanner, entry, image, arg);
}

static const struct store_ops postgres_ops = {
    .start = postgres_start,
    .state = postgres_state,
    .submit = postgres_submit,
    .lookup_command = postgres_lookup_command,
    .fetch = postgres_fetch,
    .list = postgres_list,
    .journal = postgres_journal,
    .scan = postgres_scan,
    .polls = postgres_polls,
    .timeout_ms = postgres_timeout_ms,
    .handle = postgres_handle,
    .destroy = postgres_destroy,
};

struct store *
store_postgres_create (const struct store_options *options, const struct store_callbacks *callbacks)
{
    int ready = sodium_init ();
    assert (ready >= 0);
    struct postgres *pg = xcalloc (1, sizeof *pg);
    pg->store.ops = &postgres_ops;
    pg->options = *options;
    pg->options.conninfo = xstrdup (options->conninfo);
    pg->options.centre = xstrdup (options->centre);
    pg->options.endpoint = xstrdup (options->endpoint ? options->endpoint : "");
    if (pg->options.connect_timeout_ms == 0)
        pg->options.connect_timeout_ms = CONNECT_TIMEOUT_DEFAULT_MS;
    if (pg->options.lease_ms == 0)
        pg->options.lease_ms = LEASE_DEFAULT_MS;
    pg->callbacks = *callbacks;
    reader_init (&pg->reader, &pg->options);
    scanner_init (&pg->scanner, &pg->options, &pg->callbacks);
    return &pg->store;
}
