/* SPDX-License-Identifier: Apache-2.0 */
/* bus_rig.c: what the tests of the bus share. */
#include "bus_rig.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <zmq.h>

enum { RIG_TURN_WAIT_MS = 5 };

static void
keep_text (char *ret_text, size_t room, const void *data, size_t size)
{
    size_t kept = size < room - 1 ? size : room - 1;
    memcpy (ret_text, data, kept);
    ret_text[kept] = '\0';
}

static bool
on_request (void *arg, const struct bus_route *route, uint64_t principal, const uint8_t *data, size_t size)
{
    struct rig *rig = arg;
    rig->calls++;
    rig->route = *route;
    rig->principal = principal;
    keep_text (rig->payload, sizeof rig->payload, data, size);
    if (rig->echo)
        assert_int_equal (bus_reply (rig->bus, route, data, size), 0);
    return !rig->stop_each;
}

/* The rule of these tests: everyone may hear open/..., and principal N may hear pN/... */
static bool
on_subscribe (void *arg, uint64_t principal, const uint8_t *topic, size_t size)
{
    (void)arg;
    char own[32];
    snprintf (own, sizeof own, "p%u/", (unsigned)principal);
    return (size >= 5 && memcmp (topic, "open/", 5) == 0) ||
           (size >= strlen (own) && !memcmp (topic, own, strlen (own)));
}

const struct bus_callbacks *
rig_callbacks (struct rig *rig)
{
    static struct bus_callbacks callbacks;
    callbacks = (struct bus_callbacks){ .arg = rig, .request = on_request, .subscribe = on_subscribe };
    return &callbacks;
}

void
rig_options (struct rig *rig, struct bus_options *ret_options)
{
    char secret_text[41];
    *ret_options = (struct bus_options){
        .request_endpoint = "tcp://127.0.0.1:*",
        .feed_endpoint = "tcp://127.0.0.1:0",
        .message_size_max = RIG_MESSAGE_MAX,
        .request_hwm = RIG_REQUEST_HWM,
        .feed_hwm = RIG_FEED_HWM,
        .handshake_ms = RIG_HANDSHAKE_MS,
        .turn_budget = RIG_TURN_BUDGET,
    };
    assert_int_equal (zmq_curve_keypair (rig->public_text, secret_text), 0);
    zmq_z85_decode (ret_options->public_key, rig->public_text);
    zmq_z85_decode (ret_options->secret_key, secret_text);
    memcpy (rig->public_key, ret_options->public_key, BUS_KEY_BYTES);
}

int
rig_setup (void **state)
{
    struct rig *rig = calloc (1, sizeof *rig);
    struct bus_options options;
    struct error err;
    rig->read_requests = rig->echo = true;
    rig_options (rig, &options);
    rig->context = zmq_ctx_new ();
    rig->bus = bus_create (&options, rig_callbacks (rig), &err);
    if (!rig->bus)
        fail_msg ("%s", err.text);
    *state = rig;
    return 0;
}

int
rig_teardown (void **state)
{
    struct rig *rig = *state;
    zmq_ctx_shutdown (rig->context);
    bus_destroy (rig->bus);
    /* A failed test left clients open, and a context with open sockets never ends. */
    if (rig->clients == 0)
        zmq_ctx_term (rig->context);
    free (rig);
    return 0;
}

int64_t
rig_clock_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
rig_still_waiting (int64_t end_ms, const char *expression)
{
    if (rig_clock_ms () > end_ms)
        fail_msg ("waited in vain for %s", expression);
}

void
rig_turn (struct rig *rig)
{
    int fds[3];
    assert_int_equal (bus_fds (rig->bus, fds), 1);
    bus_handle (rig->bus, rig->read_requests);
    if (rig->read_requests ? bus_pending (rig->bus) : bus_pending_held (rig->bus))
        return;
    struct pollfd wait = { .fd = fds[0], .events = POLLIN };
    poll (&wait, 1, RIG_TURN_WAIT_MS);
}

struct bus_counters
rig_counters (const struct rig *rig)
{
    struct bus_counters counters;
    bus_counters_read (rig->bus, &counters);
    return counters;
}

void
client_init (struct client *client, struct rig *rig)
{
    *client = (struct client){ .rig = rig };
    assert_int_equal (zmq_curve_keypair (client->public_text, client->secret_text), 0);
    zmq_z85_decode (client->public_key, client->public_text);
}

void
client_connect (struct client *client, int type, const char *endpoint)
{
    const int linger_ms = 0, hwm = RIG_REQUEST_HWM, reconnect_ms = 10;
    client->socket = zmq_socket (client->rig->context, type);
    assert_non_null (client->socket);
    client->rig->clients++;
    zmq_setsockopt (client->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    zmq_setsockopt (client->socket, ZMQ_SNDHWM, &hwm, sizeof hwm);
    zmq_setsockopt (client->socket, ZMQ_RCVHWM, &hwm, sizeof hwm);
    zmq_setsockopt (client->socket, ZMQ_RECONNECT_IVL, &reconnect_ms, sizeof reconnect_ms);
    zmq_setsockopt (client->socket, ZMQ_CURVE_SERVERKEY, client->rig->public_text, 41);
    zmq_setsockopt (client->socket, ZMQ_CURVE_PUBLICKEY, client->public_text, 41);
    zmq_setsockopt (client->socket, ZMQ_CURVE_SECRETKEY, client->secret_text, 41);
    assert_int_equal (zmq_connect (client->socket, endpoint), 0);
}

static void
client_open (struct client *client, struct rig *rig, uint64_t principal, int type, const char *endpoint)
{
    client_init (client, rig);
    if (principal)
        bus_admit (rig->bus, client->public_key, principal);
    client_connect (client, type, endpoint);
}

void
client_open_dealer (struct client *client, struct rig *rig, uint64_t principal)
{
    client_open (client, rig, principal, ZMQ_DEALER, bus_request_endpoint (rig->bus));
}

void
client_open_sub (struct client *client, struct rig *rig, uint64_t principal)
{
    client_open (client, rig, principal, ZMQ_SUB, bus_feed_endpoint (rig->bus));
}

void
client_close (struct client *client)
{
    if (client->monitor) {
        zmq_socket_monitor (client->socket, NULL, 0);
        zmq_close (client->monitor);
    }
    zmq_close (client->socket);
    client->rig->clients--;
    client->socket = client->monitor = NULL;
}

void
client_send (struct client *client, const char *text)
{
    assert_int_equal (zmq_send (client->socket, text, strlen (text), ZMQ_DONTWAIT), (int)strlen (text));
}

/* Takes one frame into text; returns whether there was one. */
static bool
receive_frame (struct client *client, char ret_text[64], bool *ret_more)
{
    zmq_msg_t msg;
    zmq_msg_init (&msg);
    int size = zmq_msg_recv (&msg, client->socket, ZMQ_DONTWAIT);
    if (size >= 0)
        keep_text (ret_text, 64, zmq_msg_data (&msg), (size_t)size);
    *ret_more = zmq_msg_more (&msg);
    zmq_msg_close (&msg);
    return size >= 0;
}

bool
client_receive (struct client *client)
{
    bool more;
    if (!receive_frame (client, client->data, &more))
        return false;
    client->topic[0] = '\0';
    if (more) {
        memcpy (client->topic, client->data, sizeof client->topic);
        assert_true (receive_frame (client, client->data, &more));
        assert_false (more);
    }
    return true;
}

void
client_roundtrip (struct client *client, const char *text)
{
    client_send (client, text);
    RIG_WAIT (client->rig, client_receive (client));
    assert_string_equal (client->data, text);
}

void
client_subscribe (struct client *client, const char *topic)
{
    assert_int_equal (zmq_setsockopt (client->socket, ZMQ_SUBSCRIBE, topic, strlen (topic)), 0);
}

void
client_unsubscribe (struct client *client, const char *topic)
{
    assert_int_equal (zmq_setsockopt (client->socket, ZMQ_UNSUBSCRIBE, topic, strlen (topic)), 0);
}

void
client_monitor (struct client *client, int events)
{
    static int serial;
    char endpoint[64];
    snprintf (endpoint, sizeof endpoint, "inproc://monitor-%d", serial++);
    assert_int_equal (zmq_socket_monitor (client->socket, endpoint, events), 0);
    client->monitor = zmq_socket (client->rig->context, ZMQ_PAIR);
    assert_int_equal (zmq_connect (client->monitor, endpoint), 0);
}

bool
client_happened (struct client *client, int events)
{
    uint8_t frame[6];
    uint16_t event;
    char address[256];
    while (zmq_recv (client->monitor, frame, sizeof frame, ZMQ_DONTWAIT) == sizeof frame) {
        zmq_recv (client->monitor, address, sizeof address, 0);
        memcpy (&event, frame, sizeof event);
        if (event & events)
            return true;
    }
    return false;
}

int
raw_connect (const char *endpoint)
{
    int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    address.sin_port = htons ((uint16_t)atoi (strrchr (endpoint, ':') + 1));
    assert_int_equal (connect (fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}
