/* SPDX-License-Identifier: Apache-2.0 */
/* runner.c: one libuv loop. The poll handles only note that something is there; all work is done once a turn, in the
 * check phase: store, then bus, then the pipeline's turn. A prepare handle keeps the loop from sleeping while
 * ZeroMQ's edge-triggered descriptors still hold something. */
#include "runner/runner.h"
#include "bus/bus.h"
#include "runner/clock.h"
#include "runner/pipeline.h"
#include "store/store.h"
#include "util/alloc.h"
#include "util/error.h"

#include <assert.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum {
    BEAT_MS = 1000,
    STORE_POLLS_MAX = 4,
    SLOW_TURN_MS = 500, /* a turn of the loop that takes longer is logged */
    SIGNALS = 3,
};

/* Without it in the environment, the switch that drives the clock is refused. */
#define TESTS_VARIABLE "MUSTER_TESTS"

struct store_slot {
    uv_poll_t *poll; /* closed and freed by libuv; NULL = empty */
    int fd;
    int events;
};

struct runner {
    uv_loop_t loop;
    uv_poll_t bus_poll;
    uv_prepare_t prepare;
    uv_check_t check;
    uv_idle_t idle;
    uv_timer_t timer, beat;
    uv_signal_t signals[SIGNALS];
    struct store_slot slots[STORE_POLLS_MAX];
    struct bus *bus;
    struct store *store;
    struct pipeline *pipeline;
    struct clock_state clock;
    struct config config; /* what is in force; borrowed texts but for a reloaded one */
    bool config_owned;
    const char *config_path;
    bool store_ready; /* a descriptor of the store is ready, or its time has come */
    int64_t store_at; /* when the store must be handled, monotonic ms; INT64_MAX = not */
    bool due;         /* the timer has fired: libuv runs timers before it polls, and the poll must not sleep then */
    bool stopping;
    int result;
    struct error *err;
};

/* ---- the pipeline's output ---- */

static void
out_reply (void *arg, const struct bus_route *route, const uint8_t *data, size_t size)
{
    bus_reply (((struct runner *)arg)->bus, route, data, size);
}

static void
out_publish (void *arg, const char *topic, const uint8_t *data, size_t size)
{
    bus_publish (((struct runner *)arg)->bus, topic, data, size);
}

static void
out_admit (void *arg, const uint8_t key[KEY_BYTES], uint64_t principal)
{
    bus_admit (((struct runner *)arg)->bus, key, principal);
}

static void
out_revoke (void *arg, const uint8_t key[KEY_BYTES])
{
    bus_revoke (((struct runner *)arg)->bus, key);
}

static void
out_forget_all (void *arg)
{
    bus_forget_all (((struct runner *)arg)->bus);
}

static size_t
out_counters (void *arg, const char **names, uint64_t *values, size_t max)
{
    const struct runner *runner = arg;
    struct bus_counters c;
    bus_counters_read (runner->bus, &c);
    const struct {
        const char *name;
        uint64_t value;
    } rows[] = {
        { "bus_requests", c.requests },
        { "bus_replies", c.replies },
        { "bus_replies_dropped", c.replies_dropped },
        { "bus_pushes", c.pushes },
        { "bus_pushes_dropped", c.pushes_dropped },
        { "bus_handshakes_accepted", c.handshakes_accepted },
        { "bus_handshakes_refused", c.handshakes_refused },
        { "bus_requests_refused", c.requests_refused },
        { "bus_malformed", c.malformed },
        { "bus_subscriptions", c.subscriptions },
        { "bus_subscriptions_refused", c.subscriptions_refused },
        { "bus_subscribers", c.subscribers },
        { "bus_feed_rebuilds", c.feed_rebuilds },
        { "clock_set_back_ms_max", (uint64_t)runner->clock.back_ms_max },
        { "test_clock_in_force", 1 }, /* the last row: only while it is so */
    };
    size_t rows_count = sizeof rows / sizeof rows[0] - (runner->clock.test ? 0 : 1), count = 0;
    for (; count < rows_count && count < max; count++) {
        names[count] = rows[count].name;
        values[count] = rows[count].value;
    }
    return count;
}

static void
out_log (void *arg, int level, const char *message, const char *fields)
{
    (void)arg;
    log_write ((enum log_level)level, message, "%s", fields);
}

/* ---- the bus's requests ---- */

static bool
on_request (void *arg, const struct bus_route *route, uint64_t principal, const uint8_t *data, size_t size)
{
    struct runner *runner = arg;
    pipeline_request (runner->pipeline, route, principal, data, size, clock_now (&runner->clock));
    return pipeline_wants_requests (runner->pipeline);
}

static bool
on_subscribe (void *arg, uint64_t principal, const uint8_t *topic, size_t size)
{
    return pipeline_may_subscribe (((struct runner *)arg)->pipeline, principal, topic, size);
}

/* ---- the store's descriptors ---- */

static void
on_store_poll (uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    ((struct runner *)poll->data)->store_ready = true;
}

static void
on_poll_closed (uv_handle_t *handle)
{
    free (handle);
}

static void
slot_close (struct store_slot *slot)
{
    if (!slot->poll)
        return;
    uv_poll_stop (slot->poll);
    uv_close ((uv_handle_t *)slot->poll, on_poll_closed);
    slot->poll = NULL;
}

static void
slot_open (struct runner *runner, struct store_slot *slot, int fd)
{
    slot->poll = xcalloc (1, sizeof *slot->poll);
    slot->poll->data = runner;
    slot->fd = fd;
    slot->events = 0;
    int failed = uv_poll_init (&runner->loop, slot->poll, fd);
    assert (failed == 0);
}

static int
wanted_events (const struct store_poll *poll)
{
    return (poll->read ? UV_READABLE | UV_DISCONNECT : 0) | (poll->write ? UV_WRITABLE : 0);
}

/* A socket can be closed and another opened under the same number without our seeing it: unless the store is in its
 * steady state, every handle is made anew. */
static void
sync_store_polls (struct runner *runner)
{
    struct store_poll polls[STORE_POLLS_MAX];
    size_t count = runner->store->ops->polls (runner->store, polls, STORE_POLLS_MAX);
    bool steady = runner->store->ops->state (runner->store) == STORE_READY;
    for (size_t i = 0; i < STORE_POLLS_MAX; i++)
        if (!steady || i >= count || runner->slots[i].fd != polls[i].fd)
            slot_close (&runner->slots[i]);
    for (size_t i = 0; i < count; i++) {
        struct store_slot *slot = &runner->slots[i];
        if (!slot->poll)
            slot_open (runner, slot, polls[i].fd);
        int events = wanted_events (&polls[i]);
        if (events != slot->events)
            uv_poll_start (slot->poll, events, on_store_poll);
        slot->events = events;
    }
    int timeout = runner->store->ops->timeout_ms (runner->store, clock_monotonic_ms ());
    runner->store_at = timeout < 0 ? INT64_MAX : clock_monotonic_ms () + timeout;
}

/* ---- the turn ---- */

static void
close_handle (uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (!uv_is_closing (handle))
        uv_close (handle, NULL);
}

static void
stop (struct runner *runner, int result)
{
    if (runner->stopping)
        return;
    runner->stopping = true;
    runner->result = result;
    for (size_t i = 0; i < STORE_POLLS_MAX; i++)
        slot_close (&runner->slots[i]);
    uv_walk (&runner->loop, close_handle, NULL);
}

static void
on_timer (uv_timer_t *timer)
{
    ((struct runner *)timer->data)->due = true; /* the check phase does the work */
}

static void
arm_timer (struct runner *runner, int64_t now)
{
    int64_t wait = pipeline_deadline (runner->pipeline);
    wait = wait == INT64_MAX ? INT64_MAX : wait > now ? wait - now : 0;
    int bus_wait = bus_timeout_ms (runner->bus);
    if (bus_wait >= 0 && bus_wait < wait)
        wait = bus_wait;
    if (runner->store_at != INT64_MAX) {
        int64_t store_wait = runner->store_at - clock_monotonic_ms ();
        if (store_wait < wait)
            wait = store_wait < 0 ? 0 : store_wait;
    }
    if (runner->clock.test && wait > CLOCK_TEST_POLL_MS)
        wait = CLOCK_TEST_POLL_MS;
    if (wait == INT64_MAX)
        uv_timer_stop (&runner->timer);
    else
        uv_timer_start (&runner->timer, on_timer, (uint64_t)wait, 0);
}

static void
turn (struct runner *runner)
{
    int64_t began = clock_monotonic_ms ();
    if (runner->store_ready || began >= runner->store_at) {
        runner->store_ready = false;
        runner->store->ops->handle (runner->store, began);
    }
    bus_handle (runner->bus, pipeline_wants_requests (runner->pipeline));
    int64_t now = clock_now (&runner->clock);
    pipeline_turn (runner->pipeline, now);
    enum pipeline_state state = pipeline_state (runner->pipeline);
    if (state == PIPELINE_FATAL) {
        stop (runner, error_set (runner->err, "%s", pipeline_fatal_text (runner->pipeline)));
        return;
    }
    if (state == PIPELINE_DRAINED) {
        stop (runner, 0);
        return;
    }
    sync_store_polls (runner);
    arm_timer (runner, now);
    int64_t took = clock_monotonic_ms () - began;
    if (took > SLOW_TURN_MS)
        log_warning ("slow turn", "took_ms=%" PRId64, took);
}

static void
on_idle (uv_idle_t *idle)
{
    (void)idle;
}

static bool
bus_has_work (struct runner *runner)
{
    return pipeline_wants_requests (runner->pipeline) ? bus_pending (runner->bus) : bus_pending_held (runner->bus);
}

static void
on_prepare (uv_prepare_t *prepare)
{
    struct runner *runner = prepare->data;
    if (runner->due || bus_has_work (runner))
        uv_idle_start (&runner->idle, on_idle);
}

static void
on_check (uv_check_t *check)
{
    struct runner *runner = check->data;
    uv_idle_stop (&runner->idle);
    runner->due = false;
    turn (runner);
}

static void
on_bus_poll (uv_poll_t *poll, int status, int events)
{
    (void)poll;
    (void)status;
    (void)events; /* it only wakes the loop */
}

static void
on_beat (uv_timer_t *timer)
{
    struct runner *runner = timer->data;
    pipeline_beat (runner->pipeline, clock_now (&runner->clock));
}

/* ---- signals ---- */

static void
on_terminate (uv_signal_t *handle, int number)
{
    static bool asked;
    struct runner *runner = handle->data;
    if (asked) {
        log_warning ("second signal: ending at once", "signal=%d", number);
        _exit (1);
    }
    asked = true;
    log_info ("draining", "signal=%d", number);
    pipeline_drain (runner->pipeline, clock_now (&runner->clock));
}

static void
reload (struct runner *runner)
{
    struct config fresh;
    struct error err = { "" };
    if (config_load (runner->config_path, &fresh, &err) < 0) {
        log_error ("configuration kept: the file is wrong", "error=\"%s\"", err.text);
        return;
    }
    if (config_reload_check (&runner->config, &fresh, &err) < 0) {
        log_error ("configuration kept", "error=\"%s\"", err.text);
        config_free (&fresh);
        return;
    }
    log_set_level (fresh.log.level);
    pipeline_set_limits (runner->pipeline, fresh.limits.waiting_commands, fresh.limits.command_answer_interim_ms);
    bus_set_turn_budget (runner->bus, fresh.bus.turn_budget);
    if (runner->config_owned)
        config_free (&runner->config);
    runner->config = fresh;
    runner->config_owned = true;
    log_info ("configuration reloaded", "path=\"%s\"", runner->config_path);
}

static void
on_hangup (uv_signal_t *handle, int number)
{
    (void)number;
    reload (handle->data);
}

/* ---- building and tearing down ---- */

static int
choose_clock (struct runner *runner, struct error *err)
{
    const char *path = runner->config.test.clock_file;
    if (!path)
        return 0;
    if (!getenv (TESTS_VARIABLE))
        return error_set (err,
                          "test.clock_file is refused outside tests: every deadline would wait for that file; take "
                          "it out of the configuration (a test sets %s in the environment)",
                          TESTS_VARIABLE);
    log_warning ("TEST CLOCK: no deadline is real, never use this for real work", "test.clock_file=\"%s\"", path);
    return clock_use_file (&runner->clock, path, err);
}

static int
make_bus (struct runner *runner, struct error *err)
{
    const struct config *c = &runner->config;
    struct bus_options options = { .request_endpoint = c->bus.request_endpoint,
                                   .feed_endpoint = c->bus.feed_endpoint,
                                   .message_size_max = c->bus.message_size_max,
                                   .request_hwm = c->bus.request_hwm,
                                   .feed_hwm = c->bus.feed_hwm,
                                   .handshake_ms = c->bus.handshake_ms,
                                   .turn_budget = c->bus.turn_budget };
    const struct bus_callbacks callbacks = { runner, on_request, on_subscribe };
    if (bus_key_read (c->bus.secret_key_file, true, options.secret_key, err) < 0)
        return -1;
    bus_key_public (options.secret_key, options.public_key);
    runner->bus = bus_create (&options, &callbacks, err);
    return runner->bus ? 0 : -1;
}

static int
make_pipeline (struct runner *runner, const char *version, struct error *err)
{
    const struct config *c = &runner->config;
    const struct pipeline_output output = { runner,     out_reply,      out_publish,  out_admit,
                                            out_revoke, out_forget_all, out_counters, out_log };
    struct pipeline_options options = { .centre = c->centre,
                                        .version = version,
                                        .desk = { c->limits.open_incidents, c->limits.settled_in_memory },
                                        .recent_commands_max = c->limits.recent_commands,
                                        .waiting_commands_max = c->limits.waiting_commands,
                                        .interim_ms = c->limits.command_answer_interim_ms };
    if (c->first_admin.code[0]) {
        options.first_admin_code = c->first_admin.code;
        if (bus_key_read (c->first_admin.public_key_file, false, options.first_admin_key, err) < 0)
            return -1;
    }
    runner->pipeline = pipeline_create (&options, &output);
    return 0;
}

static void
make_store (struct runner *runner)
{
    const struct config *c = &runner->config;
    if (c->store.passfile) /* libpq's own way: needs no quoting and goes with a URI too */
        setenv ("PGPASSFILE", c->store.passfile, 1);
    const struct store_options options = { .conninfo = c->store.connection,
                                           .centre = c->centre,
                                           .endpoint = c->bus.advertise ? c->bus.advertise
                                                                        : bus_request_endpoint (runner->bus),
                                           .settled_max = c->limits.settled_in_memory,
                                           .recent_commands_max = c->limits.recent_commands < PIPELINE_RECENT_LOAD_MAX
                                                                      ? c->limits.recent_commands
                                                                      : PIPELINE_RECENT_LOAD_MAX,
                                           .connect_timeout_ms = c->store.connect_timeout_ms,
                                           .lease_ms = c->store.lease_ms };
    const struct store_callbacks callbacks = pipeline_store_callbacks (runner->pipeline);
    runner->store = store_postgres_create (&options, &callbacks);
}

static void
start_handles (struct runner *runner)
{
    static const struct {
        int number;
        uv_signal_cb callback;
    } signals[SIGNALS] = { { SIGTERM, on_terminate }, { SIGINT, on_terminate }, { SIGHUP, on_hangup } };
    uv_loop_t *loop = &runner->loop;
    int fds[3];
    size_t count = bus_fds (runner->bus, fds);
    assert (count == 1);
    uv_poll_init (loop, &runner->bus_poll, fds[0]);
    uv_poll_start (&runner->bus_poll, UV_READABLE, on_bus_poll);
    uv_prepare_init (loop, &runner->prepare);
    uv_check_init (loop, &runner->check);
    uv_idle_init (loop, &runner->idle);
    uv_timer_init (loop, &runner->timer);
    uv_timer_init (loop, &runner->beat);
    runner->prepare.data = runner->check.data = runner->beat.data = runner->timer.data = runner;
    uv_prepare_start (&runner->prepare, on_prepare);
    uv_check_start (&runner->check, on_check);
    uv_timer_start (&runner->timer, on_timer, 0, 0);
    uv_timer_start (&runner->beat, on_beat, BEAT_MS, BEAT_MS);
    for (int i = 0; i < SIGNALS; i++) {
        uv_signal_init (loop, &runner->signals[i]);
        runner->signals[i].data = runner;
        uv_signal_start (&runner->signals[i], signals[i].callback, signals[i].number);
    }
}

static void
destroy_parts (struct runner *runner)
{
    if (runner->store)
        runner->store->ops->destroy (runner->store);
    pipeline_destroy (runner->pipeline);
    bus_destroy (runner->bus);
    if (runner->config_owned)
        config_free (&runner->config);
}

int
runner_run (const struct config *config, const char *config_path, const char *version, struct error *err)
{
    struct runner runner = { .config = *config, .config_path = config_path, .err = err, .store_at = 0 };
    signal (SIGPIPE, SIG_IGN);
    if (choose_clock (&runner, err) < 0 || make_bus (&runner, err) < 0 || make_pipeline (&runner, version, err) < 0) {
        destroy_parts (&runner);
        return -1;
    }
    make_store (&runner);
    uv_loop_init (&runner.loop);
    start_handles (&runner);
    log_info ("started", "version=%s centre=%s requests=%s feed=%s", version, config->centre,
              bus_request_endpoint (runner.bus), bus_feed_endpoint (runner.bus));
    pipeline_start (runner.pipeline, runner.store, clock_now (&runner.clock));
    sync_store_polls (&runner);
    uv_run (&runner.loop, UV_RUN_DEFAULT);
    int closed = uv_loop_close (&runner.loop);
    assert (closed == 0);
    destroy_parts (&runner);
    log_info ("stopped", "result=%d", runner.result);
    return runner.result;
}
