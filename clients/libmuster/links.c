/* SPDX-License-Identifier: Apache-2.0 */
/* links.c: CURVE sockets to the daemons of a centre, one current at a time. */
#include "links.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "memory.h"
#include "reactor.h"

enum {
    SOCKET_LINGER_MS = 0,          /* what is unsent is sent again or given up by its own timeout */
    SOCKET_MESSAGE_MAX = 64 << 20, /* bytes; a daemon that sends more is cut off */
    REQUEST_HWM = 65536,           /* requests and replies queued for one daemon: as many as may wait (requests.c) */
    FEED_HWM = 20000,              /* pushes queued here; over it the daemon queues, then drops, and we sync */
    RECONNECT_MS = 100,
    RECONNECT_MS_MAX = 2000,
    HANDSHAKE_MS = 10000,
    KEEPALIVE_IDLE_S = 30, /* so that a gateway does not forget an idle line */
    PORT_MAX = 65535,
};

static void
set_int (void *socket, int option, int value)
{
    int result = zmq_setsockopt (socket, option, &value, sizeof value);
    assert (result == 0);
}

void *
mu_socket_open (void *zmq, int type, const char *server_key, const char *public, const char *secret)
{
    void *socket = zmq_socket (zmq, type);
    if (!socket)
        return NULL;
    set_int (socket, ZMQ_LINGER, SOCKET_LINGER_MS);
    set_int (socket, ZMQ_RECONNECT_IVL, RECONNECT_MS);
    set_int (socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MS_MAX);
    set_int (socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS);
    set_int (socket, ZMQ_TCP_KEEPALIVE, 1);
    set_int (socket, ZMQ_TCP_KEEPALIVE_IDLE, KEEPALIVE_IDLE_S);
    int64_t message_size_max = SOCKET_MESSAGE_MAX;
    int result = zmq_setsockopt (socket, ZMQ_MAXMSGSIZE, &message_size_max, sizeof message_size_max);
    result |= zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, server_key, MUSTER_KEY_TEXT + 1);
    result |= zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, public, MUSTER_KEY_TEXT + 1);
    result |= zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, secret, MUSTER_KEY_TEXT + 1);
    assert (result == 0); /* the keys were checked before */
    return socket;
}

int
mu_socket_connect (void *socket, const char *address)
{
    /* Only where it is asked for: with it, libzmq wants an IPv6 stack even for IPv4 hosts. */
    set_int (socket, ZMQ_IPV6, strchr (address, '[') != NULL);
    return zmq_connect (socket, address);
}

int
mu_address_parse (const char *address, char ret_host[MU_HOST_MAX], char ret_port[MU_PORT_MAX], char *ret_error)
{
    static const char scheme[] = "tcp://";
    if (!address || strncmp (address, scheme, sizeof scheme - 1) != 0 || !strchr (address + sizeof scheme - 1, ':'))
        return mu_error (ret_error, "'%s': expected tcp://host:port", address ? address : "");
    const char *host = address + sizeof scheme - 1, *colon = strrchr (host, ':');
    size_t size = (size_t)(colon - host);
    bool bracketed = size > 2 && host[0] == '[' && host[size - 1] == ']';
    char *end = NULL;
    long port = strtol (colon + 1, &end, 10);
    if (size == 0 || size >= MU_HOST_MAX || colon[1] < '0' || colon[1] > '9' || *end || port < 1 || port > PORT_MAX)
        return mu_error (ret_error, "'%s': expected tcp://host:port, port 1..%d", address, PORT_MAX);
    if (!bracketed && memchr (host, ':', size))
        return mu_error (ret_error, "'%s': an IPv6 address stands in brackets, tcp://[::1]:7310", address);
    snprintf (ret_host, MU_HOST_MAX, "%.*s", (int)(bracketed ? size - 2 : size), bracketed ? host + 1 : host);
    snprintf (ret_port, MU_PORT_MAX, "%ld", port);
    return 0;
}

bool
mu_key_text_valid (const char *text)
{
    uint8_t key[MUSTER_KEY_BYTES];
    return text && strlen (text) == MUSTER_KEY_TEXT && zmq_z85_decode (key, text);
}

int
mu_keys_load (const char *path, char ret_public[MUSTER_KEY_TEXT + 1], char ret_secret[MUSTER_KEY_TEXT + 1],
              char *ret_error)
{
    uint8_t secret[MUSTER_KEY_BYTES];
    if (!path)
        return mu_error (ret_error, "no secret key file is given");
    if (muster_key_read (path, secret, ret_error) < 0)
        return -1;
    zmq_z85_encode (ret_secret, secret, sizeof secret);
    sodium_memzero (secret, sizeof secret);
    return zmq_curve_public (ret_public, ret_secret) == 0 ? 0 : mu_error (ret_error, "%s: not a CURVE key", path);
}

static int
link_fill (struct mu_link *link, int number, const struct muster_endpoint *endpoint, char *ret_error)
{
    char host[MU_HOST_MAX], port[MU_PORT_MAX], text[MUSTER_ERROR_MAX];
    if (mu_address_parse (endpoint->request, host, port, text) < 0)
        return mu_error (ret_error, "endpoint %d: request: %.400s", number, text);
    if (mu_address_parse (endpoint->feed, host, port, text) < 0)
        return mu_error (ret_error, "endpoint %d: feed: %.400s", number, text);
    if (!mu_key_text_valid (endpoint->server_key))
        return mu_error (ret_error, "endpoint %d: server_key: expected %d Z85 characters", number, MUSTER_KEY_TEXT);
    link->request = mu_text_copy (endpoint->request);
    link->feed = mu_text_copy (endpoint->feed);
    memcpy (link->server_key, endpoint->server_key, sizeof link->server_key);
    return 0;
}

int
mu_links_open (struct mu_links *links, struct mu_reactor *reactor, const struct muster_options *options,
               char *ret_error)
{
    *links = (struct mu_links){ .reactor = reactor, .answered = MU_LINK_NONE };
    if (options->endpoints_count < 1 || options->endpoints_count > MUSTER_ENDPOINTS_MAX)
        return mu_error (ret_error, "endpoints: expected 1..%d of them", MUSTER_ENDPOINTS_MAX);
    for (; links->count < (int)options->endpoints_count; links->count++)
        if (link_fill (&links->link[links->count], links->count + 1, &options->endpoints[links->count], ret_error) <
            0)
            return -1;
    if (mu_keys_load (options->secret_key_file, links->public, links->secret, ret_error) < 0)
        return -1;
    links->zmq = zmq_ctx_new ();
    if (!links->zmq)
        return mu_error (ret_error, "no ZeroMQ context: %s", zmq_strerror (errno));
    /* Never zero at first: libzmq keeps such routing ids for itself. */
    links->route[0] = 'm';
    randombytes_buf (links->route + 1, MU_ROUTE_BYTES - 1);
    return 0;
}

static void
socket_close (struct mu_links *links, void *socket)
{
    if (!socket)
        return;
    mu_reactor_unwatch (links->reactor, socket);
    zmq_close (socket);
}

/* ---- were we ever let in? ----
 *
 * libzmq sends nothing of ours before the handshake has succeeded, and tells that to a monitor. One is listened to
 * only until then: libzmq's own thread would wait for ever for a monitor that nobody reads. */

static void
monitor_close (struct mu_link *link)
{
    if (!link->monitor)
        return;
    zmq_socket_monitor (link->dealer, NULL, 0);
    zmq_close (link->monitor);
    link->monitor = NULL;
}

static void
monitor_open (struct mu_links *links, struct mu_link *link)
{
    char address[64];
    if (links->let_in)
        return;
    snprintf (address, sizeof address, "inproc://dealer-%d-%u", (int)(link - links->link), link->opened);
    link->monitor = zmq_socket (links->zmq, ZMQ_PAIR);
    if (link->monitor && zmq_socket_monitor (link->dealer, address, ZMQ_EVENT_HANDSHAKE_SUCCEEDED) == 0 &&
        zmq_connect (link->monitor, address) == 0)
        return;
    monitor_close (link);
    links->let_in = true; /* we can't know any more that we were not */
}

static void
monitor_look (struct mu_links *links, struct mu_link *link)
{
    if (!link->monitor || !mu_socket_readable (link->monitor))
        return;
    links->let_in = true;
    monitor_close (link);
}

bool
mu_links_let_in (struct mu_links *links)
{
    for (int i = 0; i < links->count; i++)
        monitor_look (links, &links->link[i]);
    return links->let_in;
}

static void
dealer_close (struct mu_links *links, struct mu_link *link)
{
    monitor_look (links, link);
    monitor_close (link);
    socket_close (links, link->dealer);
    link->dealer = NULL;
}

void
mu_links_close (struct mu_links *links)
{
    for (int i = 0; i < MUSTER_ENDPOINTS_MAX; i++) {
        dealer_close (links, &links->link[i]);
        free (links->link[i].request);
        free (links->link[i].feed);
    }
    while (links->zmq && zmq_ctx_term (links->zmq) < 0 && errno == EINTR)
        ;
    sodium_memzero (links->secret, sizeof links->secret);
}

static void
dealer_open (struct mu_links *links, struct mu_link *link)
{
    link->doubtful = false;
    link->opened++;
    link->dealer = mu_socket_open (links->zmq, ZMQ_DEALER, link->server_key, links->public, links->secret);
    if (!link->dealer)
        return;
    mu_reactor_watch (links->reactor, link->dealer);
    set_int (link->dealer, ZMQ_SNDHWM, REQUEST_HWM);
    set_int (link->dealer, ZMQ_RCVHWM, REQUEST_HWM);
    int result = zmq_setsockopt (link->dealer, ZMQ_ROUTING_ID, links->route, MU_ROUTE_BYTES);
    assert (result == 0);
    monitor_open (links, link);
    if (mu_socket_connect (link->dealer, link->request) < 0)
        dealer_close (links, link);
}

static bool
dealer_send (struct mu_links *links, struct mu_link *link, const void *data, size_t size)
{
    if (!link->dealer)
        dealer_open (links, link);
    return link->dealer && zmq_send (link->dealer, data, size, ZMQ_DONTWAIT) >= 0;
}

int
mu_links_send (struct mu_links *links, const void *data, size_t size)
{
    struct mu_link *link = &links->link[links->current];
    if (link->doubtful)
        dealer_close (links, link);
    bool sent = dealer_send (links, link, data, size);
    if (!sent && link->dealer) {
        /* The queue is never full: libzmq has given up this connection, as it does when the key was refused. */
        dealer_close (links, link);
        sent = dealer_send (links, link, data, size);
    }
    return sent ? links->current : MU_LINK_NONE;
}

void
mu_links_doubt (struct mu_links *links, int index, unsigned opened)
{
    assert (index >= 0 && index < links->count);
    if (links->link[index].opened != opened)
        return;
    links->link[index].doubtful = true;
    if (links->answered == index)
        links->answered = MU_LINK_NONE;
    if (links->current == index)
        mu_links_select (links, MU_LINK_NONE);
}

void
mu_links_select (struct mu_links *links, int index)
{
    bool known = index >= 0 && index < links->count;
    links->current = known ? index : (links->current + 1) % links->count;
}

int
mu_links_find (const struct mu_links *links, const char *request)
{
    for (int i = 0; request && i < links->count; i++)
        if (strcmp (links->link[i].request, request) == 0)
            return i;
    return MU_LINK_NONE;
}

int
mu_links_receive (struct mu_links *links, int index, void *ret_msg)
{
    struct mu_link *link = &links->link[index];
    if (!link->dealer || zmq_msg_recv (ret_msg, link->dealer, ZMQ_DONTWAIT) < 0)
        return 0;
    link->doubtful = false;
    links->let_in = true;
    monitor_close (link);
    return 1;
}

bool
mu_links_readable (struct mu_links *links)
{
    bool readable = false;
    for (int i = 0; i < links->count; i++)
        if (links->link[i].dealer)
            readable |= mu_socket_readable (links->link[i].dealer);
    return readable;
}

void *
mu_links_feed_open (struct mu_links *links, int index)
{
    void *socket = mu_socket_open (links->zmq, ZMQ_SUB, links->link[index].server_key, links->public, links->secret);
    if (!socket)
        return NULL;
    set_int (socket, ZMQ_RCVHWM, FEED_HWM);
    mu_reactor_watch (links->reactor, socket);
    return socket;
}

int
mu_links_feed_connect (struct mu_links *links, int index, void *socket)
{
    return mu_socket_connect (socket, links->link[index].feed);
}

void
mu_links_feed_close (struct mu_links *links, void *socket)
{
    socket_close (links, socket);
}
