/* SPDX-License-Identifier: Apache-2.0 */
/* test_libmuster_loop.c: one descriptor is enough: blocking calls, libuv, plain poll. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <uv.h>

#include "libmuster_rig.h"

enum { RETRY_MS = 150 };

static void
on_reply (void *arg, enum muster_outcome outcome, const Muster__V1__Reply *reply)
{
    assert_int_equal (outcome, MUSTER_ANSWERED);
    assert_int_equal (reply->status, MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK);
    ++*(unsigned *)arg;
}

static void
on_interim (void *arg, const Muster__V1__Reply *reply)
{
    assert_int_equal (reply->status, MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING);
    ++*(unsigned *)arg;
}

static void
status_ask (struct muster *muster, muster_reply_fn *reply, void *arg)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Status status = MUSTER__V1__STATUS__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &status;
    muster_request (muster, &request, 600000, reply, NULL, arg);
}

static bool
is_answered (void *arg)
{
    return *(unsigned *)arg > 0;
}

/* ---- blocking ---- */

struct background {
    struct rig_daemon *daemon;
    atomic_bool stop;
    pthread_t thread;
};

static void *
background_run (void *arg)
{
    struct background *background = arg;
    while (!atomic_load (&background->stop)) {
        rig_daemon_step (background->daemon);
        poll (NULL, 0, 1);
    }
    return NULL;
}

static void
call_waits_for_the_answer (void **state)
{
    (void)state;
    struct rig rig;
    rig_open (&rig, 1);
    rig_client (&rig, RETRY_MS);
    rig_script (&rig.daemon[0], 2, (enum rig_answer[]){ RIG_PENDING, RIG_OK });
    struct background background = { .daemon = &rig.daemon[0] };
    pthread_create (&background.thread, NULL, background_run, &background);
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Status status = MUSTER__V1__STATUS__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &status;
    Muster__V1__Reply *reply = NULL;
    unsigned interims = 0;
    enum muster_outcome ended = muster_call (rig.muster, &request, 10000, on_interim, &interims, &reply);
    atomic_store (&background.stop, true);
    pthread_join (background.thread, NULL);
    assert_int_equal (ended, MUSTER_ANSWERED);
    assert_int_equal (interims, 1);
    assert_int_equal (reply->status, MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK);
    assert_false (request.has_id); /* ready for the next one */
    muster__v1__reply__free_unpacked (reply, NULL);
    rig_close (&rig);
}

/* ---- in a foreign loop ---- */

enum { LOOPED = 300 };

struct looped {
    struct rig rig;
    uv_loop_t loop;
    uv_poll_t poll;
    uv_timer_t daemon_turns, limit;
    unsigned answered;
    bool late;
};

static void
on_looped_reply (void *arg, enum muster_outcome outcome, const Muster__V1__Reply *reply)
{
    struct looped *looped = arg;
    on_reply (&looped->answered, outcome, reply);
    if (looped->answered == LOOPED)
        uv_stop (&looped->loop);
}

static void
on_looped_readable (uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    muster_process (((struct looped *)poll->data)->rig.muster);
}

static void
on_daemon_turn (uv_timer_t *timer)
{
    rig_daemon_step (&((struct looped *)timer->data)->rig.daemon[0]);
}

static void
on_limit (uv_timer_t *timer)
{
    ((struct looped *)timer->data)->late = true;
    uv_stop (timer->loop);
}

static void
close_handle (uv_handle_t *handle, void *arg)
{
    (void)arg;
    uv_close (handle, NULL);
}

/* 300 requests at once, more than one turn's budget, with nothing but uv_poll on the one descriptor; one of them is
 * first met with silence, so that the deadline must come through the descriptor too. */
static void
one_descriptor_is_enough_for_libuv (void **state)
{
    (void)state;
    struct looped *looped = calloc (1, sizeof *looped);
    rig_open (&looped->rig, 1);
    rig_client (&looped->rig, RETRY_MS);
    rig_script (&looped->rig.daemon[0], 1, (enum rig_answer[]){ RIG_SILENT });
    uv_loop_init (&looped->loop);
    uv_poll_init (&looped->loop, &looped->poll, muster_fd (looped->rig.muster));
    uv_timer_init (&looped->loop, &looped->daemon_turns);
    uv_timer_init (&looped->loop, &looped->limit);
    looped->poll.data = looped->daemon_turns.data = looped->limit.data = looped;
    uv_poll_start (&looped->poll, UV_READABLE, on_looped_readable);
    uv_timer_start (&looped->daemon_turns, on_daemon_turn, 0, 1);
    uv_timer_start (&looped->limit, on_limit, RIG_LIMIT_MS, 0);
    for (unsigned i = 0; i < LOOPED; i++)
        status_ask (looped->rig.muster, on_looped_reply, looped);
    uv_run (&looped->loop, UV_RUN_DEFAULT);
    assert_false (looped->late);
    assert_int_equal (looped->answered, LOOPED);
    uv_walk (&looped->loop, close_handle, NULL);
    uv_run (&looped->loop, UV_RUN_DEFAULT);
    assert_int_equal (uv_loop_close (&looped->loop), 0);
    rig_close (&looped->rig);
    free (looped);
}

enum { BURST = 2000 };

static bool
is_burst_received (void *arg)
{
    return ((struct rig *)arg)->daemon[0].requests == BURST;
}

/* Far more answers than one turn takes, and then not a sound from the daemon: what is left must make itself known. */
static void
what_a_turn_leaves_keeps_the_descriptor_readable (void **state)
{
    (void)state;
    struct rig rig;
    unsigned answered = 0;
    rig_open (&rig, 1);
    rig_client (&rig, 600000);
    for (int i = 0; i < BURST; i++)
        status_ask (rig.muster, on_reply, &answered);
    struct muster *muster = rig.muster;
    rig.muster = NULL; /* only the daemon turns */
    assert_true (rig_until (&rig, is_burst_received, &rig, RIG_LIMIT_MS));
    rig.muster = muster;
    struct pollfd poll_fd = { .fd = muster_fd (muster), .events = POLLIN };
    while (answered < BURST && poll (&poll_fd, 1, RIG_LIMIT_MS) > 0)
        muster_process (muster);
    assert_int_equal (answered, BURST);
    rig_close (&rig);
}

/* When nothing is to be done the descriptor must be quiet: else a loop spins. */
static void
an_idle_handle_is_quiet (void **state)
{
    (void)state;
    struct rig rig;
    unsigned answered = 0;
    rig_open (&rig, 1);
    rig_client (&rig, 0);
    status_ask (rig.muster, on_reply, &answered);
    assert_true (rig_until (&rig, is_answered, &answered, RIG_LIMIT_MS));
    unsigned turns = 0;
    for (int64_t until = rig_now_ms () + 300; rig_now_ms () < until; turns++) {
        struct pollfd poll_fd = { .fd = muster_fd (rig.muster), .events = POLLIN };
        if (poll (&poll_fd, 1, 300) > 0)
            muster_process (rig.muster);
    }
    assert_in_range (turns, 1, 5);
    rig_close (&rig);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (call_waits_for_the_answer),
        cmocka_unit_test (one_descriptor_is_enough_for_libuv),
        cmocka_unit_test (what_a_turn_leaves_keeps_the_descriptor_readable),
        cmocka_unit_test (an_idle_handle_is_quiet),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
