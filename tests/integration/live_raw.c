/* SPDX-License-Identifier: Apache-2.0 */
/* live_raw.c: sockets and drafts of the client without manners. */
#include "live_raw.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

enum { KEY_TEXT = 41, PATH_LENGTH_MAX = 512 };

unsigned checks_failed;

void
check (bool good, const char *format, ...)
{
    va_list args;
    fputs (good ? "ok: " : "NOT SO: ", stdout);
    va_start (args, format);
    vprintf (format, args);
    va_end (args);
    putchar ('\n');
    checks_failed += !good;
}

static void
die (const char *what, const char *detail)
{
    fprintf (stderr, "live_bad: %s: %s\n", what, detail);
    exit (1);
}

static const char *
environment (const char *name)
{
    const char *value = getenv (name);
    if (!value)
        die ("not set", name);
    return value;
}

/* ---- sockets ---- */

static void *
context (void)
{
    static void *one;
    if (!one)
        one = zmq_ctx_new ();
    return one;
}

void *
raw_connect_key (const char secret[KEY_TEXT])
{
    char public[KEY_TEXT];
    int none = 0, linger = 0;
    void *socket = zmq_socket (context (), ZMQ_DEALER);
    const char *server = environment ("LIVE_SERVER_KEY");
    zmq_setsockopt (socket, ZMQ_SNDHWM, &none, sizeof none);
    zmq_setsockopt (socket, ZMQ_RCVHWM, &none, sizeof none);
    zmq_setsockopt (socket, ZMQ_LINGER, &linger, sizeof linger);
    if (zmq_curve_public (public, secret) || zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, server, strlen (server)) ||
        zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, public, KEY_TEXT - 1) ||
        zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, secret, KEY_TEXT - 1) ||
        zmq_connect (socket, environment ("LIVE_REQUESTS")))
        die ("can't connect", zmq_strerror (zmq_errno ()));
    return socket;
}

void *
raw_connect (const char *who)
{
    char path[PATH_LENGTH_MAX], secret[KEY_TEXT] = "";
    snprintf (path, sizeof path, "%s/keys/%s", environment ("LIVE_DIR"), who);
    FILE *file = fopen (path, "re");
    if (!file || !fgets (secret, sizeof secret, file))
        die ("no key", path);
    fclose (file);
    return raw_connect_key (secret);
}

void
raw_close (void *socket)
{
    zmq_close (socket);
}

void
raw_send (void *socket, const void *bytes, size_t size)
{
    if (zmq_send (socket, bytes, size, 0) < 0)
        die ("can't send", zmq_strerror (zmq_errno ()));
}

Muster__V1__Reply *
raw_receive (void *socket, int ms)
{
    zmq_msg_t frame;
    zmq_pollitem_t item = { .socket = socket, .events = ZMQ_POLLIN };
    if (zmq_poll (&item, 1, ms) <= 0)
        return NULL;
    zmq_msg_init (&frame);
    zmq_msg_recv (&frame, socket, 0);
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, zmq_msg_size (&frame), zmq_msg_data (&frame));
    zmq_msg_close (&frame);
    if (!reply)
        die ("a reply", "can't be read");
    return reply;
}

size_t
raw_drain (void *socket, int ms)
{
    size_t count = 0;
    for (Muster__V1__Reply *reply; (reply = raw_receive (socket, ms)); count++)
        muster__v1__reply__free_unpacked (reply, NULL);
    return count;
}

/* ---- drafts ---- */

static int64_t
wall_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
draft_make_id (uint8_t id[RAW_ID_BYTES], int64_t ahead_ms)
{
    static uint32_t count;
    int64_t at = wall_ms () + ahead_ms;
    memset (id, 0, RAW_ID_BYTES);
    for (int i = 0; i < 6; i++)
        id[i] = (uint8_t)(at >> (40 - 8 * i));
    id[6] = 0x70;
    id[8] = 0x80;
    count++;
    memcpy (id + 12, &count, sizeof count);
}

void
draft_begin (struct draft *d)
{
    static char what[] = "smoke", place[] = "market";
    *d = (struct draft){ MUSTER__V1__REQUEST__INIT,
                         MUSTER__V1__REPORT__INIT,
                         MUSTER__V1__STATEMENT__INIT,
                         MUSTER__V1__FIGURES__INIT,
                         MUSTER__V1__POSITION__INIT,
                         MUSTER__V1__CONTINUE__INIT,
                         MUSTER__V1__DISPATCH__INIT,
                         MUSTER__V1__RUNG__INIT,
                         MUSTER__V1__CLOSE__INIT,
                         MUSTER__V1__IMPORT__INIT,
                         MUSTER__V1__ENROL__INIT,
                         MUSTER__V1__REVOKE__INIT,
                         MUSTER__V1__LIST__INIT,
                         MUSTER__V1__STATUS__INIT,
                         { 0 },
                         NULL };
    draft_make_id (d->id, 0);
    d->request.has_protocol = d->request.has_id = d->request.has_sent_at_ms = true;
    d->request.protocol = 1;
    d->request.id = (ProtobufCBinaryData){ RAW_ID_BYTES, d->id };
    d->request.sent_at_ms = wall_ms ();
    d->request.body_case = MUSTER__V1__REQUEST__BODY_REPORT;
    d->request.report = &d->report;
    d->report.what = what;
    d->report.place = place;
    d->report.statement = &d->statement;
    d->report.position = &d->position;
    d->report.has_occurred_at_ms = true;
    d->report.occurred_at_ms = wall_ms ();
    d->position.has_latitude = d->position.has_longitude = true;
    d->position.latitude = 35.88;
    d->position.longitude = 111.44;
    d->statement.figures = &d->figures;
    d->figures.has_dead = d->figures.has_loss_yuan = true;
    d->continuation.has_incident = d->dispatch.has_incident = d->close.has_incident = d->rung.has_order = true;
}

void
draft_end (struct draft *d)
{
    free (d->room);
    d->room = NULL;
}

char *
draft_text (struct draft *d, size_t size)
{
    free (d->room);
    d->room = malloc (size + 1);
    if (!d->room)
        abort ();
    memset (d->room, 'x', size);
    d->room[size] = '\0';
    return d->room;
}

uint8_t *
draft_pack (const struct draft *d, size_t *ret_size)
{
    *ret_size = muster__v1__request__get_packed_size (&d->request);
    uint8_t *bytes = malloc (*ret_size + 1);
    if (!bytes)
        abort ();
    muster__v1__request__pack (&d->request, bytes);
    return bytes;
}

Muster__V1__Reply *
draft_ask (void *socket, const struct draft *d)
{
    size_t size;
    uint8_t *bytes = draft_pack (d, &size);
    raw_send (socket, bytes, size);
    free (bytes);
    for (;;) {
        Muster__V1__Reply *reply = raw_receive (socket, RAW_ANSWER_MS);
        if (!reply)
            die ("no answer", "to a request");
        if (reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING)
            return reply;
        muster__v1__reply__free_unpacked (reply, NULL);
    }
}

uint64_t
raw_counter (void *socket, const char *name)
{
    struct draft d;
    draft_begin (&d);
    d.request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    d.request.status = &d.status;
    Muster__V1__Reply *reply = draft_ask (socket, &d);
    uint64_t value = UINT64_MAX;
    for (size_t i = 0; reply->daemon && i < reply->daemon->n_counters; i++)
        if (!strcmp (reply->daemon->counters[i]->name, name))
            value = reply->daemon->counters[i]->value;
    muster__v1__reply__free_unpacked (reply, NULL);
    draft_end (&d);
    return value;
}
