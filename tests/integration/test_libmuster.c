/* SPDX-License-Identifier: Apache-2.0 */
/* test_libmuster.c: the client library's requests: the same bytes again, the right daemon, one final word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "libmuster_rig.h"

enum { RETRY_MS = 150 };

/* What came of one request. */
struct outcome {
    unsigned finals, interims;
    enum muster_outcome outcome;
    int status;
    int interim_status[8];
    struct muster *again; /* send another one from the callback */
};

static void status_ask (struct muster *muster, uint32_t timeout_ms, struct outcome *outcome);

static void
on_reply (void *arg, enum muster_outcome outcome, const Muster__V1__Reply *reply)
{
    struct outcome *result = arg;
    result->finals++;
    result->outcome = outcome;
    result->status = reply ? (int)reply->status : -1;
    assert_int_equal (reply != NULL, outcome == MUSTER_ANSWERED);
    if (result->again) {
        struct muster *muster = result->again;
        result->again = NULL;
        status_ask (muster, 5000, result);
    }
}

static void
on_interim (void *arg, const Muster__V1__Reply *reply)
{
    struct outcome *result = arg;
    if (result->interims < 8)
        result->interim_status[result->interims] = (int)reply->status;
    result->interims++;
}

static void
status_ask (struct muster *muster, uint32_t timeout_ms, struct outcome *outcome)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Status status = MUSTER__V1__STATUS__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &status;
    muster_request (muster, &request, timeout_ms, on_reply, on_interim, outcome);
}

static bool
is_final (void *arg)
{
    return ((struct outcome *)arg)->finals > 0;
}

static void
expect_ok (struct rig *rig, struct outcome *outcome)
{
    assert_true (rig_until (rig, is_final, outcome, RIG_LIMIT_MS));
    assert_int_equal (outcome->finals, 1);
    assert_int_equal (outcome->outcome, MUSTER_ANSWERED);
    assert_int_equal (outcome->status, MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK);
}

static void
expect_same (const struct rig_bytes *a, const struct rig_bytes *b)
{
    assert_int_equal (a->size, b->size);
    assert_memory_equal (a->data, b->data, a->size);
}

static void
silence_is_answered_by_the_same_bytes_again (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_script (&rig.daemon[0], 2, (enum rig_answer[]){ RIG_SILENT, RIG_SILENT });
    rig_client (&rig, RETRY_MS);
    status_ask (rig.muster, 10000, &outcome);
    expect_ok (&rig, &outcome);
    assert_int_equal (rig.daemon[0].log_count, 3);
    expect_same (&rig.daemon[0].log[0], &rig.daemon[0].log[1]);
    expect_same (&rig.daemon[0].log[0], &rig.daemon[0].log[2]);
    rig_close (&rig);
}

static void
silence_goes_to_the_next_daemon (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 }, second = { 0 };
    rig_open (&rig, 2);
    rig_script (&rig.daemon[0], 2, (enum rig_answer[]){ RIG_SILENT, RIG_SILENT });
    rig_client (&rig, RETRY_MS);
    status_ask (rig.muster, 10000, &outcome);
    expect_ok (&rig, &outcome);
    assert_int_equal (rig.daemon[0].log_count, 1);
    assert_int_equal (rig.daemon[1].log_count, 1);
    expect_same (&rig.daemon[0].log[0], &rig.daemon[1].log[0]);
    /* And it stays there. */
    status_ask (rig.muster, 10000, &second);
    expect_ok (&rig, &second);
    assert_int_equal (rig.daemon[1].log_count, 2);
    rig_close (&rig);
}

static void
a_refused_key_is_tried_again_on_a_new_socket (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig.daemon[0].zap_status = "400";
    rig_client (&rig, RETRY_MS);
    status_ask (rig.muster, 500, &outcome);
    assert_true (rig_until (&rig, is_final, &outcome, RIG_LIMIT_MS));
    assert_int_equal (outcome.outcome, MUSTER_TIMED_OUT);
    assert_false (muster_was_let_in (rig.muster)); /* nothing was sent */
    assert_int_equal (rig.daemon[0].log_count, 0);
    /* Enrolled meanwhile: the same handle gets through. */
    rig.daemon[0].zap_status = "200";
    outcome = (struct outcome){ 0 };
    status_ask (rig.muster, 10000, &outcome);
    expect_ok (&rig, &outcome);
    assert_true (muster_was_let_in (rig.muster));
    rig_close (&rig);
}

static void
who_was_let_in_and_got_no_answer_may_have_been_heard (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_script (&rig.daemon[0], 2, (enum rig_answer[]){ RIG_SILENT, RIG_SILENT });
    rig_client (&rig, 60000);
    assert_false (muster_was_let_in (rig.muster));
    status_ask (rig.muster, 500, &outcome);
    assert_true (rig_until (&rig, is_final, &outcome, RIG_LIMIT_MS));
    assert_int_equal (outcome.outcome, MUSTER_TIMED_OUT);
    assert_int_equal (rig.daemon[0].log_count, 1);
    assert_true (muster_was_let_in (rig.muster));
    rig_router_close (&rig.daemon[0]); /* and it stays so */
    status_ask (rig.muster, 100, &outcome);
    assert_true (rig_until (&rig, is_final, &outcome, RIG_LIMIT_MS));
    assert_true (muster_was_let_in (rig.muster));
    rig_router_open (&rig.daemon[0]);
    rig_close (&rig);
}

static void
not_leader_is_followed_at_once (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 2);
    rig.daemon[0].leader = rig.daemon[1].request;
    rig_script (&rig.daemon[0], 1, (enum rig_answer[]){ RIG_NOT_LEADER });
    rig_client (&rig, 60000); /* silence would not bring it there within the limit */
    status_ask (rig.muster, 60000, &outcome);
    expect_ok (&rig, &outcome);
    expect_same (&rig.daemon[0].log[0], &rig.daemon[1].log[0]);
    assert_int_equal (outcome.interims, 0);
    rig_close (&rig);
}

static void
an_unknown_leader_is_looked_for_among_the_others (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 2);
    rig.daemon[0].leader = "tcp://elsewhere:7310";
    rig.daemon[1].leader = NULL;
    rig_script (&rig.daemon[0], 1, (enum rig_answer[]){ RIG_NOT_LEADER });
    rig_script (&rig.daemon[1], 1, (enum rig_answer[]){ RIG_NOT_LEADER });
    rig_client (&rig, 60000);
    status_ask (rig.muster, 60000, &outcome);
    expect_ok (&rig, &outcome);
    assert_int_equal (rig.daemon[0].log_count, 2);
    assert_int_equal (rig.daemon[1].log_count, 1);
    rig_close (&rig);
}

/* Two standbys that point at each other must not make us spin. */
static void
daemons_that_point_at_each_other_are_asked_slowly (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    enum rig_answer never[RIG_SCRIPT_MAX];
    for (size_t i = 0; i < RIG_SCRIPT_MAX; i++)
        never[i] = RIG_NOT_LEADER;
    rig_open (&rig, 2);
    for (size_t i = 0; i < 2; i++) {
        rig.daemon[i].leader = rig.daemon[1 - i].request;
        rig_script (&rig.daemon[i], RIG_SCRIPT_MAX, never);
    }
    rig_client (&rig, 60000);
    status_ask (rig.muster, 1000, &outcome);
    assert_true (rig_until (&rig, is_final, &outcome, RIG_LIMIT_MS));
    assert_int_equal (outcome.outcome, MUSTER_TIMED_OUT);
    size_t asked = rig.daemon[0].log_count + rig.daemon[1].log_count;
    assert_in_range (asked, 3, 7); /* one at once, then every 250 ms and some */
    rig_close (&rig);
}

static void
busy_is_told_and_sent_again (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_script (&rig.daemon[0], 2, (enum rig_answer[]){ RIG_BUSY, RIG_BUSY });
    rig_client (&rig, 60000);
    int64_t before = rig_now_ms ();
    status_ask (rig.muster, 60000, &outcome);
    expect_ok (&rig, &outcome);
    assert_true (rig_now_ms () - before >= 80); /* twice its retry_after_ms */
    assert_int_equal (outcome.interims, 2);
    assert_int_equal (outcome.interim_status[0], MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY);
    assert_int_equal (rig.daemon[0].log_count, 3);
    expect_same (&rig.daemon[0].log[0], &rig.daemon[0].log[2]);
    rig_close (&rig);
}

static void
pending_is_told_before_the_final_word (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_script (&rig.daemon[0], 2, (enum rig_answer[]){ RIG_PENDING, RIG_OK });
    rig_client (&rig, 60000);
    status_ask (rig.muster, 60000, &outcome);
    expect_ok (&rig, &outcome);
    assert_int_equal (outcome.interims, 1);
    assert_int_equal (outcome.interim_status[0], MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING);
    assert_int_equal (rig.daemon[0].log_count, 1);
    rig_close (&rig);
}

/* The daemon that said PENDING may have died since. */
static void
silence_after_pending_is_answered_by_the_same_bytes_again (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 2);
    rig_script (&rig.daemon[0], 2, (enum rig_answer[]){ RIG_PENDING, RIG_SILENT });
    rig_client (&rig, 50);
    int64_t before = rig_now_ms ();
    status_ask (rig.muster, 60000, &outcome);
    expect_ok (&rig, &outcome);
    assert_true (rig_now_ms () - before >= 250); /* it is given five times as long */
    expect_same (&rig.daemon[0].log[0], &rig.daemon[1].log[0]);
    rig_close (&rig);
}

static void
failed_is_a_final_word (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_script (&rig.daemon[0], 1, (enum rig_answer[]){ RIG_FAILED });
    rig_client (&rig, 60000);
    status_ask (rig.muster, 60000, &outcome);
    assert_true (rig_until (&rig, is_final, &outcome, RIG_LIMIT_MS));
    assert_int_equal (outcome.outcome, MUSTER_ANSWERED);
    assert_int_equal (outcome.status, MUSTER__V1__REPLY_STATUS__REPLY_STATUS_FAILED);
    rig_close (&rig);
}

static void
no_answer_times_out (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_script (&rig.daemon[0], 1, (enum rig_answer[]){ RIG_SILENT });
    rig_client (&rig, 60000);
    int64_t before = rig_now_ms ();
    status_ask (rig.muster, 200, &outcome);
    assert_in_range (muster_timeout_ms (rig.muster), 1, 200);
    assert_true (rig_until (&rig, is_final, &outcome, RIG_LIMIT_MS));
    assert_in_range (rig_now_ms () - before, 199, 5000);
    assert_int_equal (outcome.outcome, MUSTER_TIMED_OUT);
    assert_int_equal (outcome.finals, 1);
    rig_close (&rig);
}

static void
destroying_cancels (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_client (&rig, 0);
    status_ask (rig.muster, 60000, &outcome);
    muster_destroy (rig.muster);
    rig.muster = NULL;
    assert_int_equal (outcome.finals, 1);
    assert_int_equal (outcome.outcome, MUSTER_CANCELLED);
    rig_close (&rig);
}

static bool
are_two_final (void *arg)
{
    return ((struct outcome *)arg)->finals == 2;
}

static void
a_callback_may_send (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_client (&rig, 60000);
    outcome.again = rig.muster;
    status_ask (rig.muster, 60000, &outcome);
    assert_true (rig_until (&rig, are_two_final, &outcome, RIG_LIMIT_MS));
    rig_close (&rig);
}

enum { REQUESTS_MAX = 65536 };

static bool
are_all_answered (void *arg)
{
    return ((struct outcome *)arg)->finals == REQUESTS_MAX;
}

/* Over the bound nothing is sent, and the caller hears of it; up to the bound nothing is lost. */
static void
too_many_requests_end_as_timed_out (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome waiting = { 0 }, over = { 0 };
    rig_open (&rig, 1);
    rig.daemon[0].zap_status = NULL; /* nobody gets in yet */
    rig_client (&rig, 600000);
    for (int i = 0; i < REQUESTS_MAX; i++)
        status_ask (rig.muster, 600000, &waiting);
    status_ask (rig.muster, 600000, &over);
    assert_int_equal (over.finals, 0); /* not before muster_process */
    muster_process (rig.muster);
    assert_int_equal (over.finals, 1);
    assert_int_equal (over.outcome, MUSTER_TIMED_OUT);
    assert_int_equal (waiting.finals, 0);
    rig.daemon[0].zap_status = "200";
    assert_true (rig_until (&rig, are_all_answered, &waiting, 60000));
    assert_int_equal (rig.daemon[0].requests, REQUESTS_MAX);
    rig_close (&rig);
}

/* ---- a line that hangs ---- */

/* Takes the daemon's port, and one connection that it never answers. */
static int
port_listen (const char *address)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    at.sin_port = htons ((uint16_t)atoi (strrchr (address, ':') + 1));
    int fd = socket (AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    int result = -1;
    for (int64_t until = rig_now_ms () + RIG_LIMIT_MS; result < 0 && rig_now_ms () < until;)
        result = bind (fd, (struct sockaddr *)&at, sizeof at); /* libzmq frees it in its own thread */
    assert_int_equal (result, 0);
    assert_int_equal (listen (fd, 4), 0);
    return fd;
}

static void
a_line_that_hangs_is_given_up (void **state)
{
    (void)state;
    struct rig rig;
    struct outcome outcome = { 0 };
    rig_open (&rig, 1);
    rig_router_close (&rig.daemon[0]);
    int listener = port_listen (rig.daemon[0].request);
    rig_client (&rig, RETRY_MS);
    status_ask (rig.muster, 60000, &outcome);
    int line = accept (listener, NULL, NULL);
    assert_true (line >= 0);
    /* The daemon is back, but the old line was never closed. */
    close (listener);
    rig_router_open (&rig.daemon[0]);
    expect_ok (&rig, &outcome);
    close (line);
    rig_close (&rig);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (silence_is_answered_by_the_same_bytes_again),
        cmocka_unit_test (silence_goes_to_the_next_daemon),
        cmocka_unit_test (a_refused_key_is_tried_again_on_a_new_socket),
        cmocka_unit_test (who_was_let_in_and_got_no_answer_may_have_been_heard),
        cmocka_unit_test (not_leader_is_followed_at_once),
        cmocka_unit_test (an_unknown_leader_is_looked_for_among_the_others),
        cmocka_unit_test (daemons_that_point_at_each_other_are_asked_slowly),
        cmocka_unit_test (busy_is_told_and_sent_again),
        cmocka_unit_test (pending_is_told_before_the_final_word),
        cmocka_unit_test (silence_after_pending_is_answered_by_the_same_bytes_again),
        cmocka_unit_test (failed_is_a_final_word),
        cmocka_unit_test (no_answer_times_out),
        cmocka_unit_test (destroying_cancels),
        cmocka_unit_test (a_callback_may_send),
        cmocka_unit_test (too_many_requests_end_as_timed_out),
        cmocka_unit_test (a_line_that_hangs_is_given_up),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
