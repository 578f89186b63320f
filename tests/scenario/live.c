/* SPDX-License-Identifier: Apache-2.0 */
/* live.c: the real daemon through the client library; the test holds its clock. */
#include "backend.h"
#include "util/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <muster/muster.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { LINES_MAX = 32, ANSWER_TIMEOUT_MS = 30000, PAGE = 500, FIRE_TIMEOUT_MS = 30000, PATH_LENGTH_MAX = 512 };

/* One principal's connection. */
struct person_line {
    char code[64];
    struct muster *client;
};

struct live {
    struct backend backend;
    struct person_line lines[LINES_MAX];
    size_t lines_count;
    int64_t *clock; /* the daemon's, mapped */
};

static const char *
environment (const char *name)
{
    const char *value = getenv (name);
    return value ? value : "";
}

static struct muster *
connect_as (struct live *live, const char *code, struct error *err)
{
    char path[PATH_LENGTH_MAX], text[MUSTER_ERROR_MAX];
    struct muster_endpoint endpoint = { environment ("LIVE_REQUESTS"), environment ("LIVE_FEED"),
                                        environment ("LIVE_SERVER_KEY") };
    struct muster_options options = { .endpoints = &endpoint, .endpoints_count = 1, .secret_key_file = path };
    for (size_t i = 0; i < live->lines_count; i++)
        if (!strcmp (live->lines[i].code, code))
            return live->lines[i].client;
    if (live->lines_count == LINES_MAX) {
        error_set (err, "more than %d principals speak", LINES_MAX);
        return NULL;
    }
    snprintf (path, sizeof path, "%s/keys/%s", environment ("LIVE_DIR"), code);
    struct muster *client = muster_create (&options, text);
    if (!client) {
        error_set (err, "%s: %s", code, text);
        return NULL;
    }
    struct person_line *line = &live->lines[live->lines_count++];
    snprintf (line->code, sizeof line->code, "%s", code);
    line->client = client;
    return client;
}

/* The reply is to be freed; NULL = none came. */
static Muster__V1__Reply *
call (struct live *live, const char *code, const Muster__V1__Request *request, struct error *err)
{
    struct muster *client = connect_as (live, code, err);
    Muster__V1__Request copy = *request;
    Muster__V1__Reply *reply = NULL;
    if (client && muster_call (client, &copy, ANSWER_TIMEOUT_MS, NULL, NULL, &reply) != MUSTER_ANSWERED)
        error_set (err, "%s got no answer within %d ms", code, ANSWER_TIMEOUT_MS);
    return reply;
}

/* A query; an answer that is not OK is an error. */
static Muster__V1__Reply *
query (struct live *live, const Muster__V1__Request *request, struct error *err)
{
    Muster__V1__Reply *reply = call (live, "admin", request, err);
    if (!reply || reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
        return reply;
    error_set (err, "a query was answered with status %d: %s", reply->status, reply->text ? reply->text : "");
    muster__v1__reply__free_unpacked (reply, NULL);
    return NULL;
}

static int
live_ask (struct backend *backend, const char *code, const Muster__V1__Request *request, struct answer *answer,
          struct error *err)
{
    *answer = (struct answer){ 0 };
    Muster__V1__Reply *reply = call ((struct live *)backend, code, request, err);
    if (!reply)
        return -1;
    answer->status = reply->status;
    answer->subject_kind = reply->subject_kind;
    answer->subject = reply->subject;
    snprintf (answer->code, sizeof answer->code, "%s", reply->code ? reply->code : "");
    snprintf (answer->field, sizeof answer->field, "%s", reply->field ? reply->field : "");
    snprintf (answer->text, sizeof answer->text, "%s", reply->text ? reply->text : "");
    muster__v1__reply__free_unpacked (reply, NULL);
    return 0;
}

/* ---- looking ---- */

/* Moves the images out of the reply. */
static void
take_images (Muster__V1__Reply *reply, struct images *images)
{
    for (size_t i = 0; i < reply->n_images; i++) {
        images_add (images, reply->images[i]);
        reply->images[i] = NULL;
    }
    reply->n_images = 0;
}

static int
list_page (struct live *live, Muster__V1__List *list, struct images *images, bool *ret_more, struct error *err)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_LIST;
    request.list = list;
    Muster__V1__Reply *reply = query (live, &request, err);
    if (!reply)
        return -1;
    *ret_more = reply->more;
    take_images (reply, images);
    muster__v1__reply__free_unpacked (reply, NULL);
    return 0;
}

static uint64_t
lowest_id (const struct images *images)
{
    uint64_t lowest = UINT64_MAX;
    for (size_t i = 0; i < images->count; i++) {
        const Muster__V1__Post *any = images->list[i]->post; /* the id is the first field of each */
        lowest = any->id < lowest ? any->id : lowest;
    }
    return lowest;
}

static int
list_all (struct live *live, Muster__V1__EntityKind kind, bool settled, struct images *images, struct error *err)
{
    Muster__V1__List list = MUSTER__V1__LIST__INIT;
    bool more = true;
    list.has_kind = list.has_settled = list.has_limit = true;
    list.kind = kind;
    list.settled = settled;
    list.limit = PAGE;
    while (more) {
        if (list_page (live, &list, images, &more, err) < 0)
            return -1;
        list.has_before = true;
        list.before = lowest_id (images);
    }
    return 0;
}

static int
live_list (struct backend *backend, Muster__V1__EntityKind kind, struct images *images, struct error *err)
{
    return list_all ((struct live *)backend, kind, true, images, err);
}

static int
live_journal (struct backend *backend, uint64_t after, struct events *events, struct error *err)
{
    Muster__V1__Journal journal = MUSTER__V1__JOURNAL__INIT;
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    bool more = true;
    request.body_case = MUSTER__V1__REQUEST__BODY_JOURNAL;
    request.journal = &journal;
    journal.has_after = journal.has_limit = true;
    journal.after = after;
    journal.limit = PAGE;
    while (more) {
        Muster__V1__Reply *reply = query ((struct live *)backend, &request, err);
        if (!reply)
            return -1;
        more = reply->more;
        for (size_t i = 0; i < reply->n_entries; i++) {
            journal.after = reply->entries[i]->seq;
            events_add (events, reply->entries[i]->event);
            reply->entries[i]->event = NULL;
        }
        muster__v1__reply__free_unpacked (reply, NULL);
    }
    return 0;
}

static int
live_head (struct backend *backend, uint64_t *ret_seq, uint8_t ret_hash[32], struct error *err)
{
    Muster__V1__Journal journal = MUSTER__V1__JOURNAL__INIT;
    Muster__V1__Status status = MUSTER__V1__STATUS__INIT;
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &status;
    Muster__V1__Reply *reply = query ((struct live *)backend, &request, err);
    if (!reply)
        return -1;
    *ret_seq = reply->head_seq;
    muster__v1__reply__free_unpacked (reply, NULL);
    request.body_case = MUSTER__V1__REQUEST__BODY_JOURNAL;
    request.journal = &journal;
    journal.has_after = journal.has_limit = true;
    journal.after = *ret_seq - 1;
    journal.limit = 1;
    reply = query ((struct live *)backend, &request, err);
    if (!reply)
        return -1;
    int result = 0;
    if (reply->n_entries == 1 && reply->entries[0]->hash.len == 32)
        memcpy (ret_hash, reply->entries[0]->hash.data, 32);
    else
        result = error_set (err, "entry %" PRIu64 " can't be read", *ret_seq);
    muster__v1__reply__free_unpacked (reply, NULL);
    return result;
}

/* ---- time ---- */

static int
live_deadline (struct backend *backend, int64_t *ret_at, struct error *err)
{
    Muster__V1__Status status = MUSTER__V1__STATUS__INIT;
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &status;
    Muster__V1__Reply *reply = query ((struct live *)backend, &request, err);
    if (!reply)
        return -1;
    *ret_at = reply->daemon && reply->daemon->has_next_at_ms ? reply->daemon->next_at_ms : INT64_MAX;
    muster__v1__reply__free_unpacked (reply, NULL);
    return 0;
}

static int64_t
steady_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
live_set_time (struct backend *backend, int64_t now, struct error *err)
{
    int64_t next = 0, until = steady_ms () + FIRE_TIMEOUT_MS;
    __atomic_store_n (((struct live *)backend)->clock, now, __ATOMIC_RELEASE);
    while (next <= now) {
        if (live_deadline (backend, &next, err) < 0)
            return -1;
        if (next <= now && steady_ms () > until)
            return error_set (err, "what fell due at %" PRId64 " did not fire within %d ms", next, FIRE_TIMEOUT_MS);
    }
    return 0;
}

/* ---- checking, beginning, ending ---- */

static int
live_check (struct backend *backend, struct error *err)
{
    Muster__V1__Verify verify = MUSTER__V1__VERIFY__INIT;
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_VERIFY;
    request.verify = &verify;
    Muster__V1__Reply *reply = query ((struct live *)backend, &request, err);
    if (!reply)
        return -1;
    int result = 0;
    if (!reply->verify || !reply->verify->sound)
        result = error_set (err, "the journal is not sound: %s",
                            reply->verify && reply->verify->text ? reply->verify->text : "no verdict");
    muster__v1__reply__free_unpacked (reply, NULL);
    return result;
}

static void
live_destroy (struct backend *backend)
{
    struct live *live = (struct live *)backend;
    for (size_t i = 0; i < live->lines_count; i++)
        muster_destroy (live->lines[i].client);
    munmap (live->clock, sizeof *live->clock);
    free (live);
}

struct backend *
live_create (int64_t now, struct error *err)
{
    static const struct backend_ops ops = { "live",       live_ask,  live_deadline, live_set_time, live_list,
                                            live_journal, live_head, live_check,    live_destroy };
    const char *path = environment ("LIVE_CLOCK");
    int fd = open (path, O_RDWR | O_CLOEXEC);
    int64_t *clock = fd < 0 ? MAP_FAILED : mmap (NULL, sizeof *clock, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0)
        close (fd);
    if (clock == MAP_FAILED) {
        error_set (err, "LIVE_CLOCK \"%s\": %s", path, strerror (errno));
        return NULL;
    }
    struct live *live = xcalloc (1, sizeof *live);
    live->backend.ops = &ops;
    live->clock = clock;
    if (*clock != now) {
        error_set (err, "the daemon's clock does not stand at the scenario's beginning");
        live_destroy (&live->backend);
        return NULL;
    }
    return &live->backend;
}
