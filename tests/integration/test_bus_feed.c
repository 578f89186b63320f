/* SPDX-License-Identifier: Apache-2.0 */
/* test_bus_feed.c: who hears a push, and how a live subscription is ended. */
#include "bus_rig.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "bus/topics.h"

static void
publish (struct rig *rig, const char *topic, const char *text)
{
    bus_publish (rig->bus, topic, (const uint8_t *)text, strlen (text));
}

/* Publishes until the client has one of these pushes: a client that reconnects misses some. */
static void
publish_until_heard (struct rig *rig, const char *topic, struct client *client)
{
    RIG_WAIT (rig, (publish (rig, topic, "again"), client_receive (client) && strcmp (client->topic, topic) == 0));
}

/* Also lets the client's libzmq work: it subscribes again after a reconnect only when its owner calls it. */
static void
drain (struct client *client)
{
    while (client_receive (client))
        ;
}

static void
subscriber_hears_its_topic (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    client_open_sub (&sub, rig, 3);
    client_subscribe (&sub, "p3/order/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    publish (rig, "p3/order/7", "image");
    RIG_WAIT (rig, client_receive (&sub));
    assert_string_equal (sub.topic, "p3/order/7");
    assert_string_equal (sub.data, "image");
    assert_int_equal (rig_counters (rig).pushes, 1);
    assert_int_equal (rig_counters (rig).subscriptions, 1);
    client_close (&sub);
}

static void
topic_that_was_not_granted_is_not_delivered (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, "p2/");
    client_subscribe (&sub, ""); /* everything */
    client_subscribe (&sub, "p1/");
    RIG_WAIT (rig, rig_counters (rig).subscriptions == 1);
    RIG_WAIT (rig, rig_counters (rig).subscriptions_refused == 2);
    publish (rig, "p2/secret", "not for one");
    publish (rig, "p1/own", "for one");
    RIG_WAIT (rig, client_receive (&sub));
    assert_string_equal (sub.topic, "p1/own");
    assert_false (client_receive (&sub));
    client_close (&sub);
}

static void
grants_go_to_the_one_who_asked (void **state)
{
    struct rig *rig = *state;
    enum { SUBS = 30 };
    struct client subs[SUBS];
    char topic[32];
    /* All at once, each asking for its own and for its neighbour's. */
    for (int i = 0; i < SUBS; i++) {
        client_open_sub (&subs[i], rig, (uint64_t)i + 1);
        snprintf (topic, sizeof topic, "p%d/", (i + 1) % SUBS + 1);
        client_subscribe (&subs[i], topic);
        snprintf (topic, sizeof topic, "p%d/", i + 1);
        client_subscribe (&subs[i], topic);
    }
    RIG_WAIT (rig, rig_counters (rig).subscriptions == SUBS);
    RIG_WAIT (rig, rig_counters (rig).subscriptions_refused == SUBS);
    for (int i = 0; i < SUBS; i++) {
        snprintf (topic, sizeof topic, "p%d/x", i + 1);
        publish (rig, topic, "own");
    }
    for (int i = 0; i < SUBS; i++) {
        snprintf (topic, sizeof topic, "p%d/x", i + 1);
        RIG_WAIT (rig, client_receive (&subs[i]));
        assert_string_equal (subs[i].topic, topic);
    }
    for (int i = 0; i < SUBS; i++) {
        assert_false (client_receive (&subs[i]));
        client_close (&subs[i]);
    }
}

static void
unsubscribed_topic_is_heard_no_more (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, "open/a");
    client_subscribe (&sub, "open/b");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 2);
    client_unsubscribe (&sub, "open/a");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    publish (rig, "open/a", "1");
    publish (rig, "open/b", "2");
    RIG_WAIT (rig, client_receive (&sub));
    assert_string_equal (sub.topic, "open/b");
    client_close (&sub);
    RIG_WAIT (rig, rig_counters (rig).subscribers == 0);
    assert_int_equal (rig_counters (rig).feed_rebuilds, 0);
}

static void
revoked_subscriber_hears_no_more_while_another_goes_on (void **state)
{
    struct rig *rig = *state;
    struct client revoked, other;
    client_open_sub (&revoked, rig, 1);
    client_open_sub (&other, rig, 2);
    client_subscribe (&revoked, "open/");
    client_subscribe (&other, "open/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 2);
    publish (rig, "open/1", "before");
    RIG_WAIT (rig, client_receive (&revoked));
    RIG_WAIT (rig, client_receive (&other));
    bus_revoke (rig->bus, revoked.public_key);
    assert_int_equal (rig_counters (rig).feed_rebuilds, 1);
    publish_until_heard (rig, "open/2", &other);
    /* The revoked one has come back and was turned away. */
    RIG_WAIT (rig, rig_counters (rig).handshakes_refused == 1);
    drain (&other);
    publish_until_heard (rig, "open/3", &other);
    assert_false (client_receive (&revoked));
    assert_int_equal (rig_counters (rig).subscribers, 1);
    client_close (&revoked);
    client_close (&other);
}

static void
revoking_a_key_that_hears_nothing_cuts_nobody_off (void **state)
{
    struct rig *rig = *state;
    struct client dealer, sub;
    client_open_dealer (&dealer, rig, 1);
    client_roundtrip (&dealer, "only requests");
    client_open_sub (&sub, rig, 2);
    client_subscribe (&sub, "open/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    bus_revoke (rig->bus, dealer.public_key);
    bus_revoke (rig->bus, rig->public_key); /* nobody's */
    publish (rig, "open/1", "uncut");
    RIG_WAIT (rig, client_receive (&sub));
    assert_int_equal (rig_counters (rig).feed_rebuilds, 0);
    client_close (&dealer);
    client_close (&sub);
}

static void
reload_without_a_key_ends_its_subscriptions (void **state)
{
    struct rig *rig = *state;
    struct client stays, goes;
    client_open_sub (&stays, rig, 1);
    client_open_sub (&goes, rig, 2);
    client_subscribe (&stays, "open/");
    client_subscribe (&goes, "open/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 2);
    bus_forget_all (rig->bus);
    bus_admit (rig->bus, stays.public_key, 1);
    RIG_WAIT (rig, rig_counters (rig).feed_rebuilds == 1);
    RIG_WAIT (rig, rig_counters (rig).handshakes_refused == 1);
    publish_until_heard (rig, "open/1", &stays);
    assert_false (client_receive (&goes));
    client_close (&stays);
    client_close (&goes);
}

static void
key_given_to_another_principal_loses_the_first_ones_topics (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, "p1/");
    client_subscribe (&sub, "p2/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    bus_admit (rig->bus, sub.public_key, 2);
    RIG_WAIT (rig, (drain (&sub), rig_counters (rig).subscriptions == 2));
    publish (rig, "p1/x", "no more");
    publish (rig, "p2/x", "now");
    RIG_WAIT (rig, client_receive (&sub));
    assert_string_equal (sub.topic, "p2/x");
    client_close (&sub);
}

static void
every_push_is_sent_or_counted_as_dropped (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, "open/");
    for (uint64_t round = 1; round <= 20; round++) {
        RIG_WAIT (rig, (drain (&sub), rig_counters (rig).subscribers == 1));
        bus_revoke (rig->bus, sub.public_key);
        bus_admit (rig->bus, sub.public_key, 1);
        publish (rig, "open/1", "while the feed is away, or not");
        assert_int_equal (rig_counters (rig).pushes + rig_counters (rig).pushes_dropped, round);
        assert_int_equal (rig_counters (rig).feed_rebuilds, round);
    }
    publish_until_heard (rig, "open/2", &sub);
    assert_int_equal (bus_timeout_ms (rig->bus), -1);
    client_close (&sub);
}

static void
feed_comes_back_when_its_address_is_free_again (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, "open/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    /* Another process takes the address as soon as it is let go. */
    void *thief = zmq_socket (rig->context, ZMQ_PULL);
    rig->clients++;
    bus_revoke (rig->bus, sub.public_key);
    bus_admit (rig->bus, sub.public_key, 1);
    RIG_WAIT_STILL (bus_timeout_ms (rig->bus) < 0 || zmq_bind (thief, bus_feed_endpoint (rig->bus)) == 0);
    if (bus_timeout_ms (rig->bus) >= 0) {
        bus_handle (rig->bus, true);
        assert_true (bus_timeout_ms (rig->bus) > 0);
        uint64_t dropped = rig_counters (rig).pushes_dropped;
        publish (rig, "open/1", "to nobody");
        assert_int_equal (rig_counters (rig).pushes_dropped, dropped + 1);
    }
    zmq_close (thief);
    rig->clients--;
    publish_until_heard (rig, "open/2", &sub);
    assert_int_equal (bus_timeout_ms (rig->bus), -1);
    client_close (&sub);
}

static void
over_long_topic_is_refused (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    char topic[TOPIC_BYTES_MAX + 2];
    memset (topic, 'x', sizeof topic);
    memcpy (topic, "open/", 5);
    topic[TOPIC_BYTES_MAX + 1] = '\0';
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, topic);
    RIG_WAIT (rig, rig_counters (rig).subscriptions_refused == 1);
    topic[TOPIC_BYTES_MAX] = '\0';
    client_subscribe (&sub, topic);
    RIG_WAIT (rig, rig_counters (rig).subscriptions == 1);
    client_close (&sub);
}

static void
slow_subscriber_misses_pushes_and_blocks_nobody (void **state)
{
    struct rig *rig = *state;
    enum { PUSHES = 600, PUSH_BYTES = 32768 }; /* 20 MB: more than the kernel holds for a reader that sleeps */
    struct client slow, quick;
    const int one = 1, small = 4096;
    client_init (&slow, rig);
    bus_admit (rig->bus, slow.public_key, 1);
    client_connect (&slow, ZMQ_SUB, bus_feed_endpoint (rig->bus));
    zmq_disconnect (slow.socket, bus_feed_endpoint (rig->bus));
    zmq_setsockopt (slow.socket, ZMQ_RCVHWM, &one, sizeof one);
    zmq_setsockopt (slow.socket, ZMQ_RCVBUF, &small, sizeof small);
    zmq_connect (slow.socket, bus_feed_endpoint (rig->bus));
    client_subscribe (&slow, "open/");
    client_open_sub (&quick, rig, 2);
    client_subscribe (&quick, "open/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 2);
    uint8_t *push = calloc (1, PUSH_BYTES);
    for (int i = 0; i < PUSHES; i++) {
        snprintf ((char *)push, 16, "%d", i);
        bus_publish (rig->bus, "open/1", push, PUSH_BYTES);
        RIG_WAIT (rig, client_receive (&quick));
        assert_int_equal (atoi (quick.data), i);
    }
    free (push);
    int heard = 0;
    publish (rig, "open/end", "end");
    RIG_WAIT (rig, client_receive (&slow) ? (heard++, strcmp (slow.topic, "open/end") == 0)
                                          : (publish (rig, "open/end", "end"), false));
    assert_in_range (heard, 2, PUSHES - 1);
    client_close (&slow);
    client_close (&quick);
}

/* What libzmq 4.3.4 makes of it otherwise: the senders of the queue shift by one, and the low-ranking peer is granted
 * what the other asked for. */
static void
message_that_is_no_subscription_wins_its_sender_nothing (void **state)
{
    struct rig *rig = *state;
    enum { TOPICS = 20 };
    char topic[32];
    struct client crook, officer;
    client_init (&crook, rig);
    bus_admit (rig->bus, crook.public_key, 2);
    client_connect (&crook, ZMQ_XSUB, bus_feed_endpoint (rig->bus));
    client_open_sub (&officer, rig, 1);
    zmq_send (crook.socket, "\1open/", 6, 0);
    client_subscribe (&officer, "open/");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 2);
    for (int i = 0; i < TOPICS; i++)
        zmq_send (crook.socket, "no subscription", 15, 0);
    RIG_WAIT_STILL (bus_pending (rig->bus)); /* they are in the queue, and nobody takes them out */
    for (int i = 0; i < TOPICS; i++) {
        snprintf (topic, sizeof topic, "p1/%d", i);
        client_subscribe (&officer, topic);
        snprintf (topic, sizeof topic, "\1p2/%d", i);
        zmq_send (crook.socket, topic, strlen (topic), 0);
    }
    for (int i = 0; i < 1000; i++)
        bus_pending (rig->bus); /* libzmq puts all of it into the queue */
    /* Cut off, came back, was turned away. */
    RIG_WAIT (rig, rig_counters (rig).handshakes_refused == 1);
    assert_true (rig_counters (rig).malformed > 0);
    RIG_WAIT (rig, (drain (&officer), rig_counters (rig).subscribers == TOPICS + 1));
    for (int i = 0; i < TOPICS; i++) {
        snprintf (topic, sizeof topic, "p1/%d", i);
        publish (rig, topic, "for the officer");
        RIG_WAIT (rig, client_receive (&officer));
        assert_string_equal (officer.topic, topic);
    }
    assert_false (client_receive (&crook));
    client_close (&crook);
    client_close (&officer);
}

static void
session_that_asks_for_too_many_topics_is_barred (void **state)
{
    struct rig *rig = *state;
    struct client greedy;
    enum { ASKED_MAX = 8192 };
    char topic[32];
    client_open_sub (&greedy, rig, 1);
    for (uint64_t i = 0; i < ASKED_MAX; i++) {
        snprintf (topic, sizeof topic, "not-mine/%d", (int)i);
        client_subscribe (&greedy, topic);
        if (i % 100 == 0) /* a client's socket drops subscriptions over its own high-water mark */
            RIG_WAIT (rig, (drain (&greedy), rig_counters (rig).subscriptions_refused == i + 1));
    }
    RIG_WAIT (rig, rig_counters (rig).subscriptions_refused == ASKED_MAX);
    assert_int_equal (rig_counters (rig).malformed, 0);
    client_subscribe (&greedy, "one more");
    RIG_WAIT (rig, (drain (&greedy), rig_counters (rig).handshakes_refused == 1));
    assert_int_equal (rig_counters (rig).malformed, 1);
    client_close (&greedy);
}

static void
session_that_gives_topics_back_may_ask_for_ever (void **state)
{
    struct rig *rig = *state;
    struct client sub;
    enum { TURNS = 9000 };
    char topic[32];
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, "open/first");
    RIG_WAIT (rig, rig_counters (rig).subscriptions == 1);
    for (uint64_t i = 0; i < TURNS; i++) {
        snprintf (topic, sizeof topic, "open/%d", (int)i);
        client_subscribe (&sub, topic);
        client_unsubscribe (&sub, topic);
        if (i % 100 == 0)
            RIG_WAIT (rig, (drain (&sub), rig_counters (rig).subscriptions == i + 2));
    }
    RIG_WAIT (rig, rig_counters (rig).subscriptions == TURNS + 1);
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    assert_int_equal (rig_counters (rig).feed_rebuilds, 0);
    client_close (&sub);
}

static void
barred_key_comes_back_when_it_is_admitted_anew (void **state)
{
    struct rig *rig = *state;
    struct client fool, again;
    client_init (&fool, rig);
    bus_admit (rig->bus, fool.public_key, 1);
    client_connect (&fool, ZMQ_XSUB, bus_feed_endpoint (rig->bus));
    zmq_send (fool.socket, "", 0, 0);
    RIG_WAIT (rig, rig_counters (rig).handshakes_refused == 1);
    again = fool;
    client_connect (&again, ZMQ_DEALER, bus_request_endpoint (rig->bus));
    client_roundtrip (&again, "requests go on");
    client_close (&again);
    client_close (&fool);
    bus_admit (rig->bus, fool.public_key, 1);
    client_connect (&fool, ZMQ_SUB, bus_feed_endpoint (rig->bus));
    client_subscribe (&fool, "open/");
    publish_until_heard (rig, "open/1", &fool);
    client_close (&fool);
}

static int
open_files (void)
{
    int count = 0;
    DIR *folder = opendir ("/proc/self/fd");
    while (readdir (folder))
        count++;
    closedir (folder);
    return count;
}

/* A subscriber that died while its subscription waited: libzmq 4.3.4 grants to freed memory. */
static void
subscriber_that_dies_in_the_queue_harms_nobody (void **state)
{
    struct rig *rig = *state;
    struct client watcher, hasty;
    client_open_sub (&watcher, rig, 1);
    client_subscribe (&watcher, "open/watcher");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    for (uint64_t round = 2; rig_counters (rig).feed_rebuilds == 0; round++) {
        assert_true (round < 100);
        const int files = open_files ();
        client_open_sub (&hasty, rig, round);
        RIG_WAIT (rig, rig_counters (rig).handshakes_accepted == round);
        /* Nobody takes anything out of the queue from here on; bus_pending only lets libzmq fill it. */
        client_subscribe (&hasty, "open/hasty");
        RIG_WAIT_STILL (bus_pending (rig->bus));
        client_close (&hasty);
        RIG_WAIT_STILL (open_files () <= files); /* both ends of the connection are gone */
        for (int i = 0; i < 1000; i++)
            bus_pending (rig->bus); /* and libzmq has put its pipe away */
        bus_handle (rig->bus, true);
        for (int i = 0; i < 100; i++)
            publish (rig, "open/hasty", "read from freed memory?");
    }
    publish_until_heard (rig, "open/watcher", &watcher);
    client_close (&watcher);
}

static void
topics_are_counted_and_bounded (void **state)
{
    (void)state;
    struct topics topics = { 0 };
    uint8_t longer[TOPIC_BYTES_MAX + 1] = { 0 };
    assert_false (topics_grant (&topics, longer, sizeof longer));
    for (uint32_t i = 0; i < TOPICS_MAX; i++)
        assert_true (topics_grant (&topics, (uint8_t *)&i, sizeof i));
    assert_false (topics_grant (&topics, (const uint8_t *)"one more", 8));
    assert_int_equal (topics.held, TOPICS_MAX);
    topics_settle (&topics);
    assert_false (topics_end (&topics, (const uint8_t *)"unknown", 7));
    assert_false (topics_end (&topics, (uint8_t[4]){ 0 }, 4));
    assert_true (topics_grant (&topics, (const uint8_t *)"one more", 8));
    /* Ended twice, still known as granted in this drain, and counted down once. */
    assert_true (topics_end (&topics, (const uint8_t *)"one more", 8));
    assert_true (topics_end (&topics, (const uint8_t *)"one more", 8));
    assert_int_equal (topics.held, TOPICS_MAX - 1);
    topics_settle (&topics);
    assert_true (topics_grant (&topics, (const uint8_t *)"yet one", 7));
    topics_clear (&topics);
    assert_int_equal (topics.held, 0);
}

#define ON_A_RIG(test) cmocka_unit_test_setup_teardown (test, rig_setup, rig_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        ON_A_RIG (subscriber_hears_its_topic),
        ON_A_RIG (topic_that_was_not_granted_is_not_delivered),
        ON_A_RIG (grants_go_to_the_one_who_asked),
        ON_A_RIG (unsubscribed_topic_is_heard_no_more),
        ON_A_RIG (revoked_subscriber_hears_no_more_while_another_goes_on),
        ON_A_RIG (revoking_a_key_that_hears_nothing_cuts_nobody_off),
        ON_A_RIG (reload_without_a_key_ends_its_subscriptions),
        ON_A_RIG (key_given_to_another_principal_loses_the_first_ones_topics),
        ON_A_RIG (every_push_is_sent_or_counted_as_dropped),
        ON_A_RIG (feed_comes_back_when_its_address_is_free_again),
        ON_A_RIG (over_long_topic_is_refused),
        ON_A_RIG (slow_subscriber_misses_pushes_and_blocks_nobody),
        ON_A_RIG (message_that_is_no_subscription_wins_its_sender_nothing),
        ON_A_RIG (session_that_asks_for_too_many_topics_is_barred),
        ON_A_RIG (session_that_gives_topics_back_may_ask_for_ever),
        ON_A_RIG (barred_key_comes_back_when_it_is_admitted_anew),
        ON_A_RIG (subscriber_that_dies_in_the_queue_harms_nobody),
        cmocka_unit_test (topics_are_counted_and_bounded),
    };
    return cmocka_run_group_tests_name ("bus_feed", tests, NULL, NULL);
}
