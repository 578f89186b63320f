/* SPDX-License-Identifier: Apache-2.0 */
/* live_stranger.c: who has no name gets no word: keys that are not enrolled, keys that were revoked meanwhile,
 * sockets that speak no CURVE or no ZeroMQ at all. */
#include "live_raw.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#define STATUS(name) MUSTER__V1__REPLY_STATUS__REPLY_STATUS_##name
#define BODY(name) MUSTER__V1__REQUEST__BODY_##name

static void
send_report (void *socket)
{
    struct draft d;
    size_t size;
    draft_begin (&d);
    uint8_t *bytes = draft_pack (&d, &size);
    raw_send (socket, bytes, size);
    free (bytes);
    draft_end (&d);
}

static void
try_stranger (void *admin)
{
    uint64_t refused = raw_counter (admin, "bus_handshakes_refused");
    void *stranger = raw_connect ("stranger");
    send_report (stranger);
    check (!raw_receive (stranger, RAW_SILENCE_MS), "a key that is not enrolled gets no word");
    check (raw_counter (admin, "bus_handshakes_refused") > refused, "its handshake is counted as refused");
    raw_close (stranger);
}

/* ---- revoked while connected ---- */

static Muster__V1__ReplyStatus
change (void *admin, struct draft *d)
{
    Muster__V1__Reply *reply = draft_ask (admin, d);
    Muster__V1__ReplyStatus status = reply->status;
    muster__v1__reply__free_unpacked (reply, NULL);
    draft_end (d);
    return status;
}

static void
try_revoked (void *admin)
{
    char public[41], secret[41], code[] = "short-lived";
    uint8_t key[32];
    struct draft d;
    zmq_curve_keypair (public, secret);
    zmq_z85_decode (key, public);
    draft_begin (&d);
    d.request.body_case = BODY (ENROL);
    d.request.enrol = &d.enrol;
    d.enrol.code = code;
    d.enrol.has_role = d.enrol.has_key = true;
    d.enrol.role = MUSTER__V1__ROLE__ROLE_SYSTEM;
    d.enrol.key = (ProtobufCBinaryData){ sizeof key, key };
    check (change (admin, &d) == STATUS (OK), "a system is enrolled");
    void *system = raw_connect_key (secret);
    draft_begin (&d);
    check (change (system, &d) == STATUS (OK), "it reports");
    draft_begin (&d);
    d.request.body_case = BODY (REVOKE);
    d.request.revoke = &d.revoke;
    d.revoke.code = code;
    check (change (admin, &d) == STATUS (OK), "it is revoked while it is connected");
    uint64_t refused = raw_counter (admin, "bus_requests_refused");
    send_report (system);
    check (!raw_receive (system, RAW_SILENCE_MS), "from then on it gets no word");
    check (raw_counter (admin, "bus_requests_refused") == refused + 1, "its request is counted as refused");
    raw_close (system);
    void *again = raw_connect_key (secret);
    send_report (again);
    check (!raw_receive (again, RAW_SILENCE_MS), "it can't connect anew either");
    raw_close (again);
}

/* ---- frames and bytes ---- */

static void
try_frames (void *admin)
{
    uint64_t malformed = raw_counter (admin, "bus_malformed");
    void *officer = raw_connect ("officer");
    zmq_send (officer, "one", 3, ZMQ_SNDMORE);
    zmq_send (officer, "two", 3, 0);
    zmq_send (officer, "", 0, ZMQ_SNDMORE); /* as a REQ socket does */
    send_report (officer);
    check (!raw_receive (officer, RAW_SILENCE_MS), "messages of several frames get no word");
    check (raw_counter (admin, "bus_malformed") == malformed + 2, "and are counted");
    send_report (officer);
    Muster__V1__Reply *reply = raw_receive (officer, RAW_ANSWER_MS);
    check (reply && reply->status == STATUS (OK), "the same connection goes on working");
    muster__v1__reply__free_unpacked (reply, NULL);
    raw_close (officer);
}

static void
try_no_curve (void)
{
    void *context = zmq_ctx_new (), *socket = zmq_socket (context, ZMQ_DEALER);
    int linger = 0;
    zmq_setsockopt (socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_connect (socket, getenv ("LIVE_REQUESTS"));
    send_report (socket);
    check (!raw_receive (socket, RAW_SILENCE_MS), "a socket without CURVE gets no word");
    zmq_close (socket);
    zmq_ctx_term (context);
}

/* True when the daemon ends the connection. */
static bool
hangs_up (const char *endpoint, const char *bytes, size_t size)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons ((uint16_t)atoi (strrchr (endpoint, ':') + 1)) };
    char answer[256];
    struct timeval patience = { 20, 0 };
    int fd = socket (AF_INET, SOCK_STREAM, 0);
    inet_pton (AF_INET, "127.0.0.1", &address.sin_addr);
    setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ssize_t got = -1;
    if (connect (fd, (struct sockaddr *)&address, sizeof address) == 0 && send (fd, bytes, size, MSG_NOSIGNAL) > 0)
        do
            got = recv (fd, answer, sizeof answer, 0);
        while (got > 0);
    close (fd);
    return got == 0 || (got < 0 && size > 0);
}

static void
try_no_zeromq (void)
{
    static const char http[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    check (hangs_up (getenv ("LIVE_REQUESTS"), http, sizeof http), "a web browser is hung up on (requests)");
    check (hangs_up (getenv ("LIVE_FEED"), http, sizeof http), "a web browser is hung up on (feed)");
    check (hangs_up (getenv ("LIVE_REQUESTS"), "\xff", 1), "so is who says one byte and then nothing");
}

int
main (void)
{
    setvbuf (stdout, NULL, _IOLBF, 0);
    void *admin = raw_connect ("admin");
    try_stranger (admin);
    try_revoked (admin);
    try_frames (admin);
    try_no_curve ();
    try_no_zeromq ();
    raw_close (admin);
    printf ("%u not so\n", checks_failed);
    return checks_failed ? 1 : 0;
}
