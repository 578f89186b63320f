/* SPDX-License-Identifier: Apache-2.0 */
/* test_bus.c: who is let in, how requests and replies travel, and what strangers cannot do. */
#include "bus_rig.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

static void
enrolled_key_gets_its_reply (void **state)
{
    struct rig *rig = *state;
    struct client client;
    client_open_dealer (&client, rig, 17);
    client_roundtrip (&client, "hello");
    assert_int_equal (rig->principal, 17);
    assert_string_equal (rig->payload, "hello");
    assert_int_equal (rig_counters (rig).requests, 1);
    assert_int_equal (rig_counters (rig).replies, 1);
    assert_int_equal (rig_counters (rig).handshakes_accepted, 1);
    client_close (&client);
}

static void
unknown_key_gets_nothing_and_is_counted (void **state)
{
    struct rig *rig = *state;
    struct client stranger, friend;
    client_open_dealer (&stranger, rig, 0);
    client_send (&stranger, "let me in");
    RIG_WAIT (rig, rig_counters (rig).handshakes_refused == 1);
    client_open_dealer (&friend, rig, 1);
    client_roundtrip (&friend, "hello");
    assert_int_equal (rig->calls, 1);
    assert_false (client_receive (&stranger));
    client_close (&stranger);
    client_close (&friend);
}

static void
wrong_server_key_never_comes_as_far_as_a_question (void **state)
{
    struct rig *rig = *state;
    struct client misled, friend;
    char right[41], secret_text[41];
    memcpy (right, rig->public_text, sizeof right);
    client_init (&misled, rig);
    bus_admit (rig->bus, misled.public_key, 1);
    zmq_curve_keypair (rig->public_text, secret_text);
    client_connect (&misled, ZMQ_DEALER, bus_request_endpoint (rig->bus));
    client_monitor (&misled, ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL);
    client_send (&misled, "hello");
    RIG_WAIT (rig, client_happened (&misled, ZMQ_EVENT_ALL));
    memcpy (rig->public_text, right, sizeof right);
    client_open_dealer (&friend, rig, 2);
    client_roundtrip (&friend, "hello");
    assert_int_equal (rig->calls, 1);
    assert_int_equal (rig_counters (rig).handshakes_accepted, 1);
    assert_int_equal (rig_counters (rig).handshakes_refused, 0);
    client_close (&misled);
    client_close (&friend);
}

static void
revoked_key_gets_nothing_on_its_live_session (void **state)
{
    struct rig *rig = *state;
    struct client revoked, other;
    client_open_dealer (&revoked, rig, 1);
    client_open_dealer (&other, rig, 2);
    client_roundtrip (&revoked, "before");
    client_roundtrip (&other, "before");
    bus_revoke (rig->bus, revoked.public_key);
    client_send (&revoked, "after");
    RIG_WAIT (rig, rig_counters (rig).requests_refused == 1);
    client_roundtrip (&other, "after");
    assert_int_equal (rig->calls, 3);
    assert_int_equal (rig->principal, 2);
    assert_false (client_receive (&revoked));
    client_close (&revoked);
    client_close (&other);
}

static void
revoking_one_key_of_a_principal_leaves_the_other_alone (void **state)
{
    struct rig *rig = *state;
    struct client lost_phone, new_phone;
    client_open_dealer (&lost_phone, rig, 5);
    client_open_dealer (&new_phone, rig, 5);
    client_roundtrip (&lost_phone, "before");
    client_roundtrip (&new_phone, "before");
    bus_revoke (rig->bus, lost_phone.public_key);
    client_send (&lost_phone, "after");
    RIG_WAIT (rig, rig_counters (rig).requests_refused == 1);
    client_roundtrip (&new_phone, "after");
    client_close (&lost_phone);
    client_close (&new_phone);
}

static void
key_given_to_another_principal_ends_its_old_sessions (void **state)
{
    struct rig *rig = *state;
    struct client client, again;
    client_open_dealer (&client, rig, 1);
    client_roundtrip (&client, "as one");
    bus_admit (rig->bus, client.public_key, 2);
    client_send (&client, "still as one");
    RIG_WAIT (rig, rig_counters (rig).requests_refused == 1);
    again = client;
    client_connect (&again, ZMQ_DEALER, bus_request_endpoint (rig->bus));
    client_roundtrip (&again, "as two");
    assert_int_equal (rig->principal, 2);
    client_close (&client);
    client_close (&again);
}

static void
reload_keeps_the_sessions_of_those_admitted_again (void **state)
{
    struct rig *rig = *state;
    struct client stays, goes;
    client_open_dealer (&stays, rig, 1);
    client_open_dealer (&goes, rig, 2);
    client_roundtrip (&stays, "before");
    client_roundtrip (&goes, "before");
    bus_forget_all (rig->bus);
    bus_admit (rig->bus, stays.public_key, 1);
    client_send (&goes, "after");
    RIG_WAIT (rig, rig_counters (rig).requests_refused == 1);
    client_roundtrip (&stays, "after");
    assert_int_equal (rig_counters (rig).handshakes_accepted, 2);
    assert_int_equal (rig_counters (rig).feed_rebuilds, 0);
    client_close (&stays);
    client_close (&goes);
}

static void
too_many_keys_are_refused_and_counted (void **state)
{
    struct rig *rig = *state;
    struct client late;
    for (uint32_t i = 0; i < BUS_PRINCIPALS_MAX; i++) {
        uint8_t key[BUS_KEY_BYTES] = { 0 };
        memcpy (key, &i, sizeof i);
        bus_admit (rig->bus, key, i + 1);
    }
    assert_int_equal (rig_counters (rig).admissions_refused, 0);
    client_open_dealer (&late, rig, 70000);
    assert_int_equal (rig_counters (rig).admissions_refused, 1);
    RIG_WAIT (rig, rig_counters (rig).handshakes_refused == 1);
    bus_revoke (rig->bus, (uint8_t[BUS_KEY_BYTES]){ 0 });
    bus_admit (rig->bus, late.public_key, 70000);
    assert_int_equal (rig_counters (rig).admissions_refused, 1);
    client_close (&late);
}

static void
oversize_frame_ends_only_its_own_connection (void **state)
{
    struct rig *rig = *state;
    struct client giant, other;
    char *payload = calloc (1, RIG_MESSAGE_MAX + 2);
    client_open_dealer (&giant, rig, 1);
    client_open_dealer (&other, rig, 2);
    memset (payload, 'x', RIG_MESSAGE_MAX);
    client_send (&giant, payload); /* just within */
    RIG_WAIT (rig, client_receive (&giant));
    client_roundtrip (&other, "before");
    client_monitor (&giant, ZMQ_EVENT_DISCONNECTED);
    payload[RIG_MESSAGE_MAX] = 'x'; /* one too many */
    client_send (&giant, payload);
    RIG_WAIT (rig, client_happened (&giant, ZMQ_EVENT_DISCONNECTED));
    client_roundtrip (&other, "after");
    assert_int_equal (rig->calls, 3);
    assert_int_equal (rig_counters (rig).handshakes_refused, 0);
    free (payload);
    client_close (&giant);
    client_close (&other);
}

/* Is the connection closed from the other side? Reads away what came. */
static bool
raw_closed (int fd)
{
    char bytes[4096];
    ssize_t size;
    while ((size = recv (fd, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
        ;
    return size == 0 || errno == ECONNRESET;
}

#define GREETING "\xff\0\0\0\0\0\0\0\x01\x7f\x03\0"
#define ZEROS4 "\0\0\0\0"

static const struct garbage {
    const char *what, *bytes;
    size_t size;
} garbage[] = {
    { "a silent peer", "", 0 },
    { "HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27 },
    { "noise", "\x01\x02\x03\x04\xfe\xfd\xfc\x80\x81\x82\x83\x84\x85\x86\x87\x88", 16 },
    { "zeros", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32 },
    { "half a greeting", "\xff\0\0\0\0\0\0\0\x01\x7f", 10 },
    { "ZMTP 1.0", "\x01\0\x06\0hello", 9 },
    { "ZMTP 2.0", "\xff\0\0\0\0\0\0\0\x01\x7f\x01\x05\0\0\0\x05hello", 21 },
    { "ZMTP 3.0, NULL mechanism",
      GREETING "NULL" ZEROS4 ZEROS4 ZEROS4 ZEROS4 "\0" ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 "\0\0\0",
      64 },
    { "CURVE greeting, then junk",
      GREETING "CURVE\0\0\0" ZEROS4 ZEROS4 ZEROS4 "\0" ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 "\0\0\0"
               "\x04\x06\x05HELLO",
      72 },
    { "CURVE greeting, then a huge command",
      GREETING "CURVE\0\0\0" ZEROS4 ZEROS4 ZEROS4 "\0" ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 ZEROS4 "\0\0\0"
               "\x06\x7f\xff\xff\xff\xff\xff\xff\xff",
      73 },
};

static void
garbage_on_the_wire_harms_nobody (void **state)
{
    struct rig *rig = *state;
    struct client dealer, sub;
    client_open_dealer (&dealer, rig, 1);
    client_open_sub (&sub, rig, 1);
    client_subscribe (&sub, "open/");
    client_roundtrip (&dealer, "before");
    RIG_WAIT (rig, rig_counters (rig).subscribers == 1);
    for (size_t i = 0; i < 2 * sizeof garbage / sizeof *garbage; i++) {
        const struct garbage *bad = &garbage[i / 2];
        int fd = raw_connect (i % 2 ? bus_request_endpoint (rig->bus) : bus_feed_endpoint (rig->bus));
        assert_int_equal (send (fd, bad->bytes, bad->size, MSG_NOSIGNAL), bad->size);
        RIG_WAIT (rig, raw_closed (fd)); /* at once, or when its time for the handshake is over */
        close (fd);
    }
    client_roundtrip (&dealer, "after");
    bus_publish (rig->bus, "open/1", (const uint8_t *)"after", 5);
    RIG_WAIT (rig, client_receive (&sub));
    assert_int_equal (rig->calls, 2);
    assert_int_equal (rig_counters (rig).handshakes_accepted, 2);
    client_close (&dealer);
    client_close (&sub);
}

static void
requests_of_other_than_two_frames_are_counted_malformed (void **state)
{
    struct rig *rig = *state;
    struct client client;
    client_open_dealer (&client, rig, 1);
    zmq_send (client.socket, "", 0, ZMQ_SNDMORE); /* as a REQ socket would */
    zmq_send (client.socket, "hello", 5, 0);
    for (int i = 0; i < 100; i++)
        zmq_send (client.socket, "part", 4, i < 99 ? ZMQ_SNDMORE : 0);
    client_roundtrip (&client, "sound");
    assert_int_equal (rig->calls, 1);
    assert_int_equal (rig_counters (rig).malformed, 2);
    client_close (&client);
}

static void
routing_id_over_its_bound_is_malformed (void **state)
{
    struct rig *rig = *state;
    struct client client;
    char id[BUS_ROUTE_MAX + 1];
    memset (id, 'i', sizeof id);
    client_init (&client, rig);
    bus_admit (rig->bus, client.public_key, 1);
    client.socket = zmq_socket (rig->context, ZMQ_DEALER);
    rig->clients++;
    zmq_setsockopt (client.socket, ZMQ_ROUTING_ID, id, sizeof id);
    zmq_setsockopt (client.socket, ZMQ_CURVE_SERVERKEY, rig->public_text, 41);
    zmq_setsockopt (client.socket, ZMQ_CURVE_PUBLICKEY, client.public_text, 41);
    zmq_setsockopt (client.socket, ZMQ_CURVE_SECRETKEY, client.secret_text, 41);
    zmq_connect (client.socket, bus_request_endpoint (rig->bus));
    client_send (&client, "hello");
    RIG_WAIT (rig, rig_counters (rig).malformed == 1);
    assert_int_equal (rig->calls, 0);
    client_close (&client);
}

static void
requests_held_back_are_all_delivered_later (void **state)
{
    struct rig *rig = *state;
    struct client client;
    enum { HELD = 50 };
    client_open_dealer (&client, rig, 1);
    client_roundtrip (&client, "hello");
    rig->read_requests = false;
    for (int i = 0; i < HELD; i++)
        client_send (&client, "wait");
    /* They wait, and the owner can sleep meanwhile. */
    RIG_WAIT (rig, !bus_pending_held (rig->bus) && bus_pending (rig->bus));
    for (int i = 0; i < HELD; i++)
        rig_turn (rig);
    assert_int_equal (rig->calls, 1);
    rig->read_requests = true;
    for (int i = 0; i < HELD; i++)
        RIG_WAIT (rig, client_receive (&client));
    assert_int_equal (rig->calls, 1 + HELD);
    client_close (&client);
}

static void
one_turn_takes_no_more_than_its_budget (void **state)
{
    struct rig *rig = *state;
    struct client client;
    enum { SENT = 3 * RIG_TURN_BUDGET };
    client_open_dealer (&client, rig, 1);
    client_roundtrip (&client, "hello");
    rig->calls = 0;
    rig->read_requests = false;
    for (int i = 0; i < SENT; i++)
        client_send (&client, "one of many");
    RIG_WAIT (rig, bus_pending (rig->bus));
    bus_handle (rig->bus, true);
    assert_in_range (rig->calls, 1, RIG_TURN_BUDGET);
    rig->stop_each = true;
    size_t before = rig->calls;
    RIG_WAIT (rig, bus_pending (rig->bus));
    bus_handle (rig->bus, true);
    assert_int_equal (rig->calls, before + 1);
    rig->stop_each = false;
    rig->read_requests = true;
    RIG_WAIT (rig, rig->calls == SENT);
    client_close (&client);
}

static void
reply_to_a_gone_peer_fails_and_is_counted (void **state)
{
    struct rig *rig = *state;
    struct client client;
    rig->echo = false;
    client_open_dealer (&client, rig, 1);
    client_send (&client, "and gone");
    RIG_WAIT (rig, rig->calls == 1);
    client_close (&client);
    RIG_WAIT (rig, bus_reply (rig->bus, &rig->route, (const uint8_t *)"late", 4) == -1);
    assert_int_equal (rig_counters (rig).replies_dropped, 1);
    assert_int_equal (bus_reply (rig->bus, &(struct bus_route){ .size = 3, .bytes = "who" }, NULL, 0), -1);
    assert_int_equal (rig_counters (rig).replies_dropped, 2);
}

static void
two_thousand_requests_at_once_are_all_answered (void **state)
{
    struct rig *rig = *state;
    enum { CLIENTS = 20, EACH = 100 };
    struct client clients[CLIENTS];
    for (int c = 0; c < CLIENTS; c++) {
        client_open_dealer (&clients[c], rig, (uint64_t)c + 1);
        for (int i = 0; i < EACH; i++)
            client_send (&clients[c], "request");
    }
    for (int c = 0; c < CLIENTS; c++)
        for (int i = 0; i < EACH; i++)
            RIG_WAIT (rig, client_receive (&clients[c]));
    assert_int_equal (rig->calls, CLIENTS * EACH);
    assert_int_equal (rig_counters (rig).replies, CLIENTS * EACH);
    assert_int_equal (rig_counters (rig).handshakes_accepted, CLIENTS);
    for (int c = 0; c < CLIENTS; c++)
        client_close (&clients[c]);
}

static void
descriptor_wakes_a_sleeping_owner (void **state)
{
    struct rig *rig = *state;
    struct client client;
    int fds[3];
    assert_int_equal (bus_fds (rig->bus, fds), 1);
    client_open_dealer (&client, rig, 1);
    client_roundtrip (&client, "awake");
    RIG_WAIT (rig, !bus_pending (rig->bus));
    client_send (&client, "wake up");
    while (rig->calls < 2) {
        struct pollfd wait = { .fd = fds[0], .events = POLLIN };
        assert_int_equal (poll (&wait, 1, RIG_WAIT_MS), 1);
        while (bus_pending (rig->bus))
            bus_handle (rig->bus, true);
    }
    client_close (&client);
}

static void
bus_ends_while_handshakes_are_under_way (void **state)
{
    struct rig *rig = *state;
    struct client clients[10];
    for (size_t i = 0; i < 10; i++)
        client_open_dealer (&clients[i], rig, i + 1);
    RIG_WAIT (rig, rig_counters (rig).handshakes_accepted > 0);
    int64_t start_ms = rig_clock_ms ();
    bus_destroy (rig->bus);
    rig->bus = NULL;
    assert_true (rig_clock_ms () - start_ms < 5000);
    for (size_t i = 0; i < 10; i++)
        client_close (&clients[i]);
}

static void
endpoints_that_cannot_be_are_refused_with_a_text (void **state)
{
    struct rig *rig = *state;
    struct bus_options options;
    struct error err;
    char public_text[41];
    memcpy (public_text, rig->public_text, sizeof public_text);
    rig_options (rig, &options);
    memcpy (rig->public_text, public_text, sizeof public_text);
    options.request_endpoint = bus_request_endpoint (rig->bus);
    assert_null (bus_create (&options, rig_callbacks (rig), &err));
    assert_non_null (strstr (err.text, "Address already in use"));
    assert_non_null (strstr (err.text, bus_request_endpoint (rig->bus)));
    options.request_endpoint = "ipc:///tmp/no-lock-on-this-door";
    assert_null (bus_create (&options, rig_callbacks (rig), &err));
    assert_non_null (strstr (err.text, "expected tcp://"));
    options.request_endpoint = "tcp://nowhere";
    assert_null (bus_create (&options, rig_callbacks (rig), &err));
    assert_non_null (strstr (err.text, "tcp://nowhere"));
}

/* Writes a key file and reads it; the answer is bus_key_read's. */
static int
key_file (const char *text, mode_t mode, bool secret, uint8_t ret_key[BUS_KEY_BYTES], struct error *err)
{
    char path[] = "/tmp/muster-key-XXXXXX";
    int fd = mkstemp (path);
    assert_true (fd >= 0);
    assert_int_equal (write (fd, text, strlen (text)), strlen (text));
    assert_int_equal (fchmod (fd, mode), 0);
    close (fd);
    int result = bus_key_read (path, secret, ret_key, err);
    if (result)
        assert_non_null (strstr (err->text, path));
    unlink (path);
    return result;
}

#define KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

static void
key_files_hold_one_key_and_comments (void **state)
{
    (void)state;
    uint8_t key[BUS_KEY_BYTES], expected[BUS_KEY_BYTES];
    struct error err;
    zmq_z85_decode (expected, KEY);
    assert_int_equal (key_file ("# post 3\n\n" KEY "\r\n# end\n", 0644, false, key, &err), 0);
    assert_memory_equal (key, expected, BUS_KEY_BYTES);
    assert_int_equal (key_file (KEY, 0600, true, key, &err), 0);
}

static void
key_files_that_are_wrong_say_how (void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
        mode_t mode;
        bool secret;
    } rows[] = {
        { KEY "\n", "chmod 600", 0640, true },
        { KEY "\n", "chmod 600", 0604, true },
        { KEY "\n" KEY "\n", "2: a second key", 0600, true },
        { "too short\n", "1: not a key", 0600, false },
        { KEY "x\n", "1: not a key", 0600, false },
        { "# nothing else\n", "holds no key", 0600, false },
        { "", "holds no key", 0600, false },
        { "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]y\"7\n", "1: not a key", 0600, false },
        { "$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$\n", "are no key", 0600, false },
    };
    uint8_t key[BUS_KEY_BYTES];
    struct error err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal (key_file (rows[i].text, rows[i].mode, rows[i].secret, key, &err), -1);
        assert_non_null (strstr (err.text, rows[i].expected));
    }
    char longer[8192];
    memset (longer, '#', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal (key_file (longer, 0600, true, key, &err), -1);
    assert_non_null (strstr (err.text, "too long"));
    assert_int_equal (bus_key_read ("/nonexistent/key", true, key, &err), -1);
    assert_non_null (strstr (err.text, "/nonexistent/key: No such file"));
}

static void
public_key_follows_from_the_secret_one (void **state)
{
    (void)state;
    char public_text[41], secret_text[41];
    uint8_t secret[BUS_KEY_BYTES], public_key[BUS_KEY_BYTES], expected[BUS_KEY_BYTES];
    zmq_curve_keypair (public_text, secret_text);
    zmq_z85_decode (secret, secret_text);
    zmq_z85_decode (expected, public_text);
    bus_key_public (secret, public_key);
    assert_memory_equal (public_key, expected, BUS_KEY_BYTES);
}

#define ON_A_RIG(test) cmocka_unit_test_setup_teardown (test, rig_setup, rig_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        ON_A_RIG (enrolled_key_gets_its_reply),
        ON_A_RIG (unknown_key_gets_nothing_and_is_counted),
        ON_A_RIG (wrong_server_key_never_comes_as_far_as_a_question),
        ON_A_RIG (revoked_key_gets_nothing_on_its_live_session),
        ON_A_RIG (revoking_one_key_of_a_principal_leaves_the_other_alone),
        ON_A_RIG (key_given_to_another_principal_ends_its_old_sessions),
        ON_A_RIG (reload_keeps_the_sessions_of_those_admitted_again),
        ON_A_RIG (too_many_keys_are_refused_and_counted),
        ON_A_RIG (oversize_frame_ends_only_its_own_connection),
        ON_A_RIG (garbage_on_the_wire_harms_nobody),
        ON_A_RIG (requests_of_other_than_two_frames_are_counted_malformed),
        ON_A_RIG (routing_id_over_its_bound_is_malformed),
        ON_A_RIG (requests_held_back_are_all_delivered_later),
        ON_A_RIG (one_turn_takes_no_more_than_its_budget),
        ON_A_RIG (reply_to_a_gone_peer_fails_and_is_counted),
        ON_A_RIG (two_thousand_requests_at_once_are_all_answered),
        ON_A_RIG (descriptor_wakes_a_sleeping_owner),
        ON_A_RIG (bus_ends_while_handshakes_are_under_way),
        ON_A_RIG (endpoints_that_cannot_be_are_refused_with_a_text),
        cmocka_unit_test (key_files_hold_one_key_and_comments),
        cmocka_unit_test (key_files_that_are_wrong_say_how),
        cmocka_unit_test (public_key_follows_from_the_secret_one),
    };
    return cmocka_run_group_tests_name ("bus", tests, NULL, NULL);
}
