/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose.c: why does this daemon not answer? libzmq keeps quiet about it: a refused key looks like a dead line.
 *
 * So we ask in steps, each of which has one way to fail:
 *   1. connect TCP                               NO_ROUTE
 *   2. exchange ZMTP greetings by hand           NOT_MUSTER: no ZeroMQ, or not with CURVE
 *   3. send a CURVE HELLO by hand                SERVER_KEY: whoever holds the key answers WELCOME; others hang up
 *   4. connect a real socket under a monitor     NOT_ENROLLED: the handshake is refused after the server key held
 *                                                FEED_PORT: refused, but a socket that only listens is let in
 *   5. ask for the status                        NO_ANSWER
 * Step 3 is by hand because of what libzmq 4.3.4 tells a client: for a wrong server key a bare disconnect, for a
 * refused key an event with ZAP's status; but that answer is sometimes lost when the daemon closes right after it,
 * and then both look the same. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include "links.h"
#include "memory.h"
#include "moment.h"
#include "muster/muster.h"

enum {
    GREETING_BYTES = 64, /* ZMTP 3.x: signature 10, version 2, mechanism 20, as-server 1, filler 31 */
    GREETING_VERSION_AT = 10,
    GREETING_MECHANISM_AT = 12,
    GREETING_MECHANISM_BYTES = 20,
    HELLO_BYTES =
        200, /* CurveZMQ: command name 6, version 2, filler 72, transient key 32, nonce 8, box of 64 zeros 80 */
    HELLO_KEY_AT = 80,
    HELLO_NONCE_AT = 112,
    HELLO_BOX_AT = 120,
    HELLO_ZEROS = 64,
    FRAME_COMMAND = 4, /* ZMTP's flags octet of a short command */
    WELCOME_HEAD_BYTES = 10,
    ZAP_ERROR = 500, /* below: the key itself was refused */
};

struct trial {
    const struct muster_endpoint *endpoint;
    char public[MUSTER_KEY_TEXT + 1], secret[MUSTER_KEY_TEXT + 1];
    char host[MU_HOST_MAX], port[MU_PORT_MAX];
    int64_t deadline_at;
    char *text;
};

__attribute__ ((format (printf, 3, 4))) static enum muster_diagnosis
say (struct trial *trial, enum muster_diagnosis diagnosis, const char *format, ...)
{
    char text[MUSTER_ERROR_MAX];
    va_list args;
    va_start (args, format);
    vsnprintf (text, sizeof text, format, args);
    va_end (args);
    mu_error (trial->text, "%s: %.400s", trial->endpoint->request, text);
    return diagnosis;
}

static int
left_ms (const struct trial *trial)
{
    int64_t left = trial->deadline_at - mu_now_ms ();
    return left > 0 ? (int)left : 0;
}

/* Waits for the descriptor; 0, or an errno. */
static int
wait_fd (const struct trial *trial, int fd, short events)
{
    for (;;) {
        struct pollfd poll_fd = { .fd = fd, .events = events };
        int ready = poll (&poll_fd, 1, left_ms (trial));
        if (ready > 0)
            return 0;
        if (ready == 0)
            return ETIMEDOUT;
        if (errno != EINTR)
            return errno;
    }
}

/* ---- 1. TCP ---- */

static int
connect_address (const struct trial *trial, const struct addrinfo *address, int *ret_fd)
{
    int fd = socket (address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    int error = connect (fd, address->ai_addr, address->ai_addrlen) < 0 ? errno : 0;
    if (error == EINPROGRESS)
        error = wait_fd (trial, fd, POLLOUT);
    socklen_t size = sizeof error;
    if (error == 0 && getsockopt (fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
        error = errno;
    if (error == 0)
        *ret_fd = fd;
    else
        close (fd);
    return error;
}

/* Returns a descriptor, or -1 with a reason. */
static int
connect_host (const struct trial *trial, const char **ret_reason)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM }, *found = NULL;
    int fd = -1, error = getaddrinfo (trial->host, trial->port, &hints, &found);
    if (error != 0) {
        *ret_reason = gai_strerror (error);
        return -1;
    }
    for (const struct addrinfo *at = found; at && fd < 0; at = at->ai_next)
        *ret_reason = strerror (connect_address (trial, at, &fd));
    freeaddrinfo (found);
    return fd;
}

/* ---- 2. and 3. by hand ---- */

static bool
send_all (const struct trial *trial, int fd, const uint8_t *data, size_t size)
{
    while (size) {
        ssize_t sent = send (fd, data, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        if (sent < 0 && wait_fd (trial, fd, POLLOUT) != 0)
            return false;
        data += sent > 0 ? sent : 0;
        size -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

enum got { GOT_ALL, GOT_CLOSED, GOT_SILENCE };

static enum got
receive_all (const struct trial *trial, int fd, uint8_t *ret_data, size_t size)
{
    while (size) {
        ssize_t got = recv (fd, ret_data, size, 0);
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
            return GOT_CLOSED;
        if (got < 0 && wait_fd (trial, fd, POLLIN) != 0)
            return GOT_SILENCE;
        ret_data += got > 0 ? got : 0;
        size -= got > 0 ? (size_t)got : 0;
    }
    return GOT_ALL;
}

/* In two parts: one without CURVE hangs up as soon as it sees our mechanism, and its close may take its own greeting
 * with it. */
static enum muster_diagnosis
try_greeting (struct trial *trial, int fd)
{
    static const char curve[GREETING_MECHANISM_BYTES] = "CURVE";
    uint8_t ours[GREETING_BYTES] = { 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0 }, theirs[GREETING_BYTES] = { 0 };
    memcpy (ours + GREETING_MECHANISM_AT, curve, sizeof curve);
    enum got got = GOT_CLOSED;
    if (send_all (trial, fd, ours, GREETING_MECHANISM_AT))
        got = receive_all (trial, fd, theirs, sizeof theirs);
    bool zmtp = got == GOT_ALL && theirs[0] == 0xff && (theirs[9] & 1) && theirs[GREETING_VERSION_AT] >= 3;
    if (got == GOT_SILENCE)
        return say (trial, MUSTER_DIAGNOSIS_NOT_MUSTER,
                    "something accepts connections there but says nothing: another service, or a daemon that hangs");
    if (!zmtp)
        return say (trial, MUSTER_DIAGNOSIS_NOT_MUSTER, "something answers there, but it is not ZeroMQ: wrong port?");
    if (memcmp (theirs + GREETING_MECHANISM_AT, curve, sizeof curve) != 0)
        return say (trial, MUSTER_DIAGNOSIS_NOT_MUSTER, "ZeroMQ answers there, but without CURVE: not this daemon");
    send_all (trial, fd, ours + GREETING_MECHANISM_AT, sizeof ours - GREETING_MECHANISM_AT);
    return MUSTER_DIAGNOSIS_OK;
}

/* A box that only the holder of the server's secret key can open. */
static void
hello_make (const char *server_key_text, uint8_t ret_hello[HELLO_BYTES])
{
    uint8_t server_key[MUSTER_KEY_BYTES], secret[crypto_box_SECRETKEYBYTES], zeros[HELLO_ZEROS] = { 0 };
    uint8_t nonce[crypto_box_NONCEBYTES] = "CurveZMQHELLO---";
    memset (ret_hello, 0, HELLO_BYTES);
    memcpy (ret_hello, "\x05HELLO\x01", 7);
    crypto_box_keypair (ret_hello + HELLO_KEY_AT, secret);
    ret_hello[HELLO_NONCE_AT + 7] = nonce[sizeof nonce - 1] = 1;
    zmq_z85_decode (server_key, server_key_text);
    int result = crypto_box_easy (ret_hello + HELLO_BOX_AT, zeros, sizeof zeros, nonce, server_key, secret);
    (void)result; /* fails only for a degenerate key, which the daemon then can't open either */
    sodium_memzero (secret, sizeof secret);
}

static enum muster_diagnosis
try_server_key (struct trial *trial, int fd)
{
    uint8_t frame[2 + HELLO_BYTES] = { FRAME_COMMAND, HELLO_BYTES }, answer[WELCOME_HEAD_BYTES] = { 0 };
    hello_make (trial->endpoint->server_key, frame + 2);
    enum got got =
        send_all (trial, fd, frame, sizeof frame) ? receive_all (trial, fd, answer, sizeof answer) : GOT_CLOSED;
    if (got == GOT_SILENCE)
        return say (trial, MUSTER_DIAGNOSIS_NO_ANSWER,
                    "connected, but the handshake does not go on: overloaded or hanging");
    if (got == GOT_ALL && memcmp (answer + 2, "\x07WELCOME", 8) == 0)
        return MUSTER_DIAGNOSIS_OK;
    return say (trial, MUSTER_DIAGNOSIS_SERVER_KEY,
                "a daemon answers there, but the server key %s is not its: compare with its .pub file",
                trial->endpoint->server_key);
}

static enum muster_diagnosis
try_by_hand (struct trial *trial)
{
    const char *reason = "no address";
    int fd = connect_host (trial, &reason);
    if (fd < 0)
        return say (trial, MUSTER_DIAGNOSIS_NO_ROUTE, "can't connect (%s): check host, port and firewall", reason);
    enum muster_diagnosis diagnosis = try_greeting (trial, fd);
    if (diagnosis == MUSTER_DIAGNOSIS_OK)
        diagnosis = try_server_key (trial, fd);
    close (fd);
    return diagnosis;
}

/* ---- 4. and 5. with a real socket ---- */

/* The next event of the monitor: a frame of 16 bits event and 32 bits value, and a frame with the address. */
static int
monitor_read (void *monitor, uint32_t *ret_value)
{
    uint8_t data[sizeof (uint16_t) + sizeof (uint32_t)] = { 0 };
    char address[MU_HOST_MAX];
    uint16_t event = 0;
    if (zmq_recv (monitor, data, sizeof data, ZMQ_DONTWAIT) < 0)
        return 0;
    zmq_recv (monitor, address, sizeof address, ZMQ_DONTWAIT);
    memcpy (&event, data, sizeof event);
    memcpy (ret_value, data + sizeof event, sizeof *ret_value);
    return event;
}

static bool
wait_socket (const struct trial *trial, void *socket)
{
    zmq_pollitem_t item = { .socket = socket, .events = ZMQ_POLLIN };
    int left = left_ms (trial);
    return left > 0 && (zmq_poll (&item, 1, left) > 0 || errno == EINTR);
}

static enum muster_diagnosis
try_handshake (struct trial *trial, void *monitor)
{
    uint32_t value = 0;
    while (wait_socket (trial, monitor)) {
        int event = monitor_read (monitor, &value);
        if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
            return MUSTER_DIAGNOSIS_OK;
        if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH && value >= ZAP_ERROR)
            return say (trial, MUSTER_DIAGNOSIS_NO_ANSWER, "the daemon can't check our key right now (error %u)",
                        value);
        if (event & (ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                     ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_DISCONNECTED))
            return say (trial, MUSTER_DIAGNOSIS_NOT_ENROLLED,
                        "the daemon refuses our key: not enrolled, or revoked; our public key is %s", trial->public);
    }
    return say (trial, MUSTER_DIAGNOSIS_NO_ANSWER,
                "connected, but authentication takes too long: overloaded or hanging");
}

static void
status_send (void *dealer)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Status status = MUSTER__V1__STATUS__INIT;
    uint8_t id[MUSTER_ID_BYTES], bytes[128];
    muster_make_id (id);
    request.has_protocol = request.has_id = request.has_sent_at_ms = true;
    request.protocol = 1;
    request.id = (ProtobufCBinaryData){ .len = sizeof id, .data = id };
    request.sent_at_ms = mu_wall_ms ();
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &status;
    zmq_send (dealer, bytes, muster__v1__request__pack (&request, bytes), ZMQ_DONTWAIT);
}

static enum muster_diagnosis
try_status (struct trial *trial, void *dealer)
{
    status_send (dealer);
    while (wait_socket (trial, dealer)) {
        zmq_msg_t msg;
        zmq_msg_init (&msg);
        Muster__V1__Reply *reply = NULL;
        if (zmq_msg_recv (&msg, dealer, ZMQ_DONTWAIT) >= 0)
            reply = muster__v1__reply__unpack (NULL, zmq_msg_size (&msg), zmq_msg_data (&msg));
        zmq_msg_close (&msg);
        if (!reply)
            continue;
        bool standby = reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_NOT_LEADER;
        muster__v1__reply__free_unpacked (reply, NULL);
        return say (trial, MUSTER_DIAGNOSIS_OK, "the daemon answers%s", standby ? "; it does not lead" : "");
    }
    return say (trial, MUSTER_DIAGNOSIS_NO_ANSWER,
                "connected and authenticated, but no reply: overloaded or hanging");
}

/* A socket of that type towards the request endpoint, and what its monitor sees. */
struct watched {
    void *socket, *monitor;
};

static enum muster_diagnosis
watched_open (struct trial *trial, void *zmq, int type, struct watched *ret)
{
    char address[32];
    snprintf (address, sizeof address, "inproc://monitor-%d", type);
    ret->socket = mu_socket_open (zmq, type, trial->endpoint->server_key, trial->public, trial->secret);
    ret->monitor = zmq_socket (zmq, ZMQ_PAIR);
    if (!ret->socket || !ret->monitor || zmq_socket_monitor (ret->socket, address, ZMQ_EVENT_ALL) < 0 ||
        zmq_connect (ret->monitor, address) < 0 || mu_socket_connect (ret->socket, trial->endpoint->request) < 0)
        return say (trial, MUSTER_DIAGNOSIS_NO_ROUTE, "no socket to try with: %s", zmq_strerror (errno));
    return try_handshake (trial, ret->monitor);
}

static void
watched_close (struct watched *watched)
{
    if (watched->socket) {
        zmq_socket_monitor (watched->socket, NULL, 0);
        zmq_close (watched->socket);
    }
    if (watched->monitor)
        zmq_close (watched->monitor);
}

/* The feed hangs up on who wants to ask, without a word; who wants to listen is let in. */
static bool
is_feed (const struct trial *trial, void *zmq)
{
    char unused[MUSTER_ERROR_MAX];
    struct trial other = *trial;
    struct watched feed = { NULL, NULL };
    other.text = unused;
    bool lets_in = watched_open (&other, zmq, ZMQ_SUB, &feed) == MUSTER_DIAGNOSIS_OK;
    watched_close (&feed);
    return lets_in;
}

static enum muster_diagnosis
try_socket (struct trial *trial, void *zmq)
{
    struct watched dealer = { NULL, NULL };
    enum muster_diagnosis diagnosis = watched_open (trial, zmq, ZMQ_DEALER, &dealer);
    if (diagnosis == MUSTER_DIAGNOSIS_OK)
        diagnosis = try_status (trial, dealer.socket);
    else if (diagnosis == MUSTER_DIAGNOSIS_NOT_ENROLLED && is_feed (trial, zmq))
        diagnosis = say (trial, MUSTER_DIAGNOSIS_FEED_PORT, "this is the daemon's feed; it takes no requests");
    watched_close (&dealer);
    return diagnosis;
}

static enum muster_diagnosis
try_all (struct trial *trial)
{
    enum muster_diagnosis diagnosis = try_by_hand (trial);
    if (diagnosis != MUSTER_DIAGNOSIS_OK)
        return diagnosis;
    void *zmq = zmq_ctx_new ();
    if (!zmq)
        return say (trial, MUSTER_DIAGNOSIS_NO_ROUTE, "no socket to try with: %s", zmq_strerror (errno));
    diagnosis = try_socket (trial, zmq);
    while (zmq_ctx_term (zmq) < 0 && errno == EINTR)
        ;
    return diagnosis;
}

enum muster_diagnosis
muster_diagnose (const struct muster_endpoint *endpoint, const char *secret_key_file, uint32_t timeout_ms,
                 char *ret_text)
{
    char why[MUSTER_ERROR_MAX];
    struct trial trial = { .endpoint = endpoint, .text = ret_text, .deadline_at = mu_now_ms () + timeout_ms };
    if (sodium_init () < 0)
        return say (&trial, MUSTER_DIAGNOSIS_NOT_ENROLLED, "no random numbers on this system");
    if (mu_address_parse (endpoint->request, trial.host, trial.port, why) < 0)
        return say (&trial, MUSTER_DIAGNOSIS_NO_ROUTE, "%s", why);
    if (!mu_key_text_valid (endpoint->server_key))
        return say (&trial, MUSTER_DIAGNOSIS_SERVER_KEY, "the server key is no key: expected %s",
                    "40 Z85 characters");
    if (mu_keys_load (secret_key_file, trial.public, trial.secret, why) < 0)
        return say (&trial, MUSTER_DIAGNOSIS_NOT_ENROLLED, "we have no key to show: %s", why);
    enum muster_diagnosis diagnosis = try_all (&trial);
    sodium_memzero (trial.secret, sizeof trial.secret);
    return diagnosis;
}
