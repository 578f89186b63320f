/* SPDX-License-Identifier: Apache-2.0 */
/* bench_rig.c: keys, messages, sockets and percentiles for the bench programs. */
#include "bench_rig.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <zmq.h>

enum {
    PROTOCOL = 1,
    UUID_TIME_BYTES = 6,
    SOCKET_HWM = 100000,
    RECONNECT_MS = 10,
    US_PER_S = 1000000,
    MS_PER_S = 1000,
};

/* ---- the end, numbers, time ---- */

void
rig_die (const char *format, ...)
{
    va_list args;
    va_start (args, format);
    vfprintf (stderr, format, args);
    va_end (args);
    fputc ('\n', stderr);
    exit (1);
}

unsigned long
rig_number (const char *text, unsigned long max)
{
    char *end;
    unsigned long number = strtoul (text, &end, 10);
    if (*text == '\0' || *end != '\0' || number > max)
        rig_die ("'%s' is no number up to %lu", text, max);
    return number;
}

int64_t
rig_now_us (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

int64_t
rig_wall_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / 1000000;
}

/* ---- keys ---- */

void
rig_key (unsigned who, struct rig_key *ret_key)
{
    uint8_t secret[RIG_KEY_BYTES];
    char seed[32];
    int size = snprintf (seed, sizeof seed, "muster bench %u", who);
    crypto_generichash (secret, sizeof secret, (const uint8_t *)seed, (size_t)size, NULL, 0);
    zmq_z85_encode (ret_key->secret_text, secret, sizeof secret);
    if (zmq_curve_public (ret_key->public_text, ret_key->secret_text) != 0)
        rig_die ("this libzmq has no CURVE");
    zmq_z85_decode (ret_key->public_bytes, ret_key->public_text);
}

/* ---- requests ---- */

static const uint8_t id_mark[RIG_ID_BYTES] = { 1, 2, 3, 4, 5, 6, 0x70, 7, 0x80, 8, 9, 10, 11, 12, 13, 14 };

void
rig_pack (Muster__V1__Request *message, struct rig_request *ret_request)
{
    message->has_protocol = true;
    message->protocol = PROTOCOL;
    message->has_id = true;
    message->id = (ProtobufCBinaryData){ .len = RIG_ID_BYTES, .data = (uint8_t *)id_mark };
    ret_request->size = muster__v1__request__get_packed_size (message);
    assert (ret_request->size <= sizeof ret_request->bytes);
    muster__v1__request__pack (message, ret_request->bytes);
    const uint8_t *id = memmem (ret_request->bytes, ret_request->size, id_mark, sizeof id_mark);
    assert (id);
    ret_request->id_at = (size_t)(id - ret_request->bytes);
}

void
rig_stamp (struct rig_request *request, uint32_t tag)
{
    static uint32_t counter;
    uint8_t *id = request->bytes + request->id_at;
    int64_t now = rig_wall_ms ();
    for (int i = 0; i < UUID_TIME_BYTES; i++)
        id[i] = (uint8_t)(now >> (8 * (UUID_TIME_BYTES - 1 - i)));
    counter++;
    id[6] = 0x70;
    id[7] = (uint8_t)(counter >> 24);
    id[8] = 0x80;
    id[9] = (uint8_t)(counter >> 16);
    id[10] = (uint8_t)(counter >> 8);
    id[11] = (uint8_t)counter;
    memcpy (id + 12, &tag, sizeof tag);
}

uint32_t
rig_tag (const uint8_t id[RIG_ID_BYTES])
{
    uint32_t tag;
    memcpy (&tag, id + 12, sizeof tag);
    return tag;
}

static void
fill_figures (Muster__V1__Figures *figures)
{
    muster__v1__figures__init (figures);
    figures->has_trapped = figures->has_injured_slight = figures->has_brought_out = figures->has_rescuers = true;
    figures->trapped = 21;
    figures->injured_slight = 5;
    figures->brought_out = 9;
    figures->rescuers = 164;
}

/* Of no type: so its close leaves no window for late reports open, and history is over. */
void
rig_make_report (struct rig_request *ret_request)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Report report = MUSTER__V1__REPORT__INIT;
    Muster__V1__Statement statement = MUSTER__V1__STATEMENT__INIT;
    Muster__V1__Figures figures;
    fill_figures (&figures);
    statement.figures = &figures;
    statement.text = "聚仙饭店二层包间坍塌，有人被困，现场正在清点人数";
    statement.channel = "phone";
    statement.caller_name = "李建平";
    statement.caller_phone = "0357-3622119";
    report.what = "饭店楼板坍塌，约三十人被困";
    report.place = "襄汾县陶寺乡陈庄村聚仙饭店";
    report.statement = &statement;
    request.body_case = MUSTER__V1__REQUEST__BODY_REPORT;
    request.report = &report;
    rig_pack (&request, ret_request);
}

void
rig_make_continue (uint64_t incident, struct rig_request *ret_request)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Continue body = MUSTER__V1__CONTINUE__INIT;
    Muster__V1__Statement statement = MUSTER__V1__STATEMENT__INIT;
    Muster__V1__Figures figures;
    fill_figures (&figures);
    statement.text = "又救出两人，伤势较轻，已送县医院；大型机械已到位，正在清理预制板";
    statement.channel = "radio";
    statement.figures = &figures;
    body.has_incident = true;
    body.incident = incident;
    body.statement = &statement;
    request.body_case = MUSTER__V1__REQUEST__BODY_CONTINUE;
    request.continue_ = &body;
    rig_pack (&request, ret_request);
}

/* By a leader: it may still owe reports, which is none of the bench's business. */
void
rig_make_close (uint64_t incident, struct rig_request *ret_request)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Close body = MUSTER__V1__CLOSE__INIT;
    body.has_incident = true;
    body.incident = incident;
    body.reason = "搜救结束，现场移交公安机关";
    body.has_override = body.override = true;
    request.body_case = MUSTER__V1__REQUEST__BODY_CLOSE;
    request.close = &body;
    rig_pack (&request, ret_request);
}

void
rig_make_status (struct rig_request *ret_request)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Status body = MUSTER__V1__STATUS__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &body;
    rig_pack (&request, ret_request);
}

/* ---- replies ---- */

/* Fields 1, 2 and 3 of a reply as protobuf-c packs them: protocol, id, status. */
bool
rig_reply_glance (const uint8_t *data, size_t size, int *ret_status, uint32_t *ret_tag)
{
    static const uint8_t head[] = { 0x08, PROTOCOL, 0x12, RIG_ID_BYTES };
    const size_t status_at = sizeof head + RIG_ID_BYTES;
    if (size < status_at + 2 || memcmp (data, head, sizeof head) != 0 || data[status_at] != 0x18)
        return false;
    *ret_tag = rig_tag (data + sizeof head);
    *ret_status = data[status_at + 1];
    return true;
}

/* ---- sockets ---- */

static void
set_int (void *socket, int option, int value)
{
    if (zmq_setsockopt (socket, option, &value, sizeof value) != 0)
        rig_die ("socket option %d: %s", option, zmq_strerror (errno));
}

void *
rig_connect (void *context, int type, unsigned who, const char *endpoint)
{
    struct rig_key own, server;
    rig_key (who, &own);
    rig_key (RIG_SERVER, &server);
    void *socket = zmq_socket (context, type);
    if (!socket)
        rig_die ("no socket: %s", zmq_strerror (errno));
    set_int (socket, ZMQ_SNDHWM, SOCKET_HWM);
    set_int (socket, ZMQ_RCVHWM, SOCKET_HWM);
    set_int (socket, ZMQ_LINGER, 0);
    set_int (socket, ZMQ_RECONNECT_IVL, RECONNECT_MS);
    if (zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, server.public_text, RIG_KEY_TEXT) != 0 ||
        zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, own.public_text, RIG_KEY_TEXT) != 0 ||
        zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, own.secret_text, RIG_KEY_TEXT) != 0 ||
        zmq_connect (socket, endpoint) != 0)
        rig_die ("%s: %s", endpoint, zmq_strerror (errno));
    return socket;
}

int
rig_fd (void *socket)
{
    int fd;
    size_t size = sizeof fd;
    if (zmq_getsockopt (socket, ZMQ_FD, &fd, &size) != 0)
        rig_die ("no descriptor: %s", zmq_strerror (errno));
    return fd;
}

void
rig_allow_files (unsigned long count)
{
    struct rlimit limit;
    getrlimit (RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= count)
        return;
    limit.rlim_cur = count;
    if (limit.rlim_max < count)
        limit.rlim_max = count;
    if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
        rig_die ("%lu descriptors are needed: %s", count, strerror (errno));
}

/* ---- times ---- */

void
rig_times_add (struct rig_times *times, int64_t us)
{
    if (times->count == times->capacity) {
        times->capacity = times->capacity ? times->capacity * 2 : 4096;
        times->us = realloc (times->us, times->capacity * sizeof *times->us);
        if (!times->us)
            rig_die ("no memory");
    }
    times->us[times->count++] = us < 0 ? 0 : us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
}

void
rig_times_clear (struct rig_times *times)
{
    times->count = 0;
}

void
rig_times_free (struct rig_times *times)
{
    free (times->us);
    *times = (struct rig_times){ 0 };
}

static int
compare (const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

double
rig_times_percentile_ms (struct rig_times *times, double percentile)
{
    if (times->count == 0)
        return 0;
    qsort (times->us, times->count, sizeof *times->us, compare);
    size_t at = (size_t)((double)(times->count - 1) * percentile / 100.0);
    return times->us[at] / (double)MS_PER_S;
}
