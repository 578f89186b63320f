/* SPDX-License-Identifier: Apache-2.0 */
/* live_bad.c: everything that may come in by mistake or malice, sent to a live daemon: each gets the named reply, and
 * is counted. */
#include "live_raw.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATUS(name) MUSTER__V1__REPLY_STATUS__REPLY_STATUS_##name
#define BODY(name) MUSTER__V1__REQUEST__BODY_##name
#define DAY_MS (24 * 3600 * 1000LL)

/* What exists: incident 1 with order 1 of fire-xiangfen, issued. */
static uint64_t incident, order;

/* ---- one thing spoiled ---- */

#define SPOIL(name, ...)                                                                                             \
    static void spoil_##name (struct draft *d)                                                                       \
    {                                                                                                                \
        __VA_ARGS__;                                                                                                 \
    }

#define ASK(body_, member_)                                                                                          \
    d->request.body_case = BODY (body_);                                                                             \
    d->request.member_

SPOIL (version, d->request.protocol = 2)
SPOIL (no_version, d->request.has_protocol = false)
SPOIL (no_id, d->request.has_id = false)
SPOIL (short_id, d->request.id.len = 8)
SPOIL (old_id, d->id[6] = 0x40)
SPOIL (future_id, draft_make_id (d->id, 6 * 60 * 1000))
SPOIL (no_command, d->request.body_case = BODY (_NOT_SET))
SPOIL (sent_never, d->request.sent_at_ms = -1)

SPOIL (no_what, d->report.what = NULL)
SPOIL (no_place, d->report.place = NULL)
SPOIL (empty_what, d->report.what = draft_text (d, 0))
SPOIL (long_what, d->report.what = draft_text (d, 257))
SPOIL (long_place, d->report.place = draft_text (d, 257))
SPOIL (long_text, d->statement.text = draft_text (d, 4097))
SPOIL (long_phone, d->statement.caller_phone = draft_text (d, 33))
SPOIL (long_channel, d->statement.channel = draft_text (d, 33))
SPOIL (not_utf8, d->report.what = draft_text (d, 3); d->room[1] = (char)0xff)
SPOIL (half_utf8, d->report.what = draft_text (d, 3); d->room[2] = (char)0xe8)
SPOIL (surrogate, d->report.what = draft_text (d, 3); memcpy (d->room, "\xed\xa0\x80", 3))
SPOIL (control, d->report.what = draft_text (d, 3); d->room[1] = '\x07')
SPOIL (escape, d->report.what = draft_text (d, 5); memcpy (d->room, "\x1b[31m", 5))
SPOIL (newline, d->report.what = draft_text (d, 3); d->room[1] = '\n')
SPOIL (c1_control, d->report.what = draft_text (d, 3); memcpy (d->room, "\xc2\x9b", 2))

SPOIL (future, d->report.occurred_at_ms += 6 * 60 * 1000)
SPOIL (past, d->report.occurred_at_ms -= 32 * DAY_MS)
SPOIL (negative_time, d->report.occurred_at_ms = -1)
SPOIL (absurd_time, d->report.occurred_at_ms = INT64_MAX)
SPOIL (ancient_time, d->report.occurred_at_ms = INT64_MIN)
SPOIL (type_low, d->report.has_type_code = true; d->report.type_code = 9999)
SPOIL (type_high, d->report.has_type_code = true; d->report.type_code = 50000)

SPOIL (negative_count, d->figures.dead = (uint32_t)-1)
SPOIL (overflowing_count, d->figures.dead = 10000001)
SPOIL (overflowing_loss, d->figures.loss_yuan = 10000000000001)
SPOIL (negative_loss, d->figures.loss_yuan = UINT64_MAX)
SPOIL (north_of_north, d->position.latitude = 90.000001)
SPOIL (far_west, d->position.longitude = -180.5)
SPOIL (no_number, d->position.latitude = NAN)
SPOIL (no_end, d->position.longitude = INFINITY)
SPOIL (half_position, d->position.has_longitude = false)

SPOIL (no_such_incident, ASK (DISPATCH, dispatch) = &d->dispatch; d->dispatch.incident = 999999)
SPOIL (incident_nought, ASK (DISPATCH, dispatch) = &d->dispatch)
SPOIL (incident_huge, ASK (DISPATCH, dispatch) = &d->dispatch; d->dispatch.incident = UINT64_MAX)
SPOIL (no_incident, ASK (DISPATCH, dispatch) = &d->dispatch; d->dispatch.has_incident = false)
SPOIL (no_such_team, ASK (DISPATCH, dispatch) = &d->dispatch; d->dispatch.incident = incident;
       d->dispatch.team = (memcpy (draft_text (d, 4), "none", 4), d->room))
SPOIL (team_in_capitals, ASK (DISPATCH, dispatch) = &d->dispatch; d->dispatch.incident = incident;
       d->dispatch.team = (memcpy (draft_text (d, 4), "FIRE", 4), d->room))
SPOIL (no_such_order, ASK (ARRIVE, arrive) = &d->rung; d->rung.order = 999999)
SPOIL (too_early, ASK (COMPLETE, complete) = &d->rung; d->rung.order = order)
SPOIL (no_reason, ASK (CANCEL, cancel) = &d->rung; d->rung.order = order)
SPOIL (still_open, ASK (CLOSE, close) = &d->close; d->close.incident = incident; d->close.reason = draft_text (d, 3))
SPOIL (nothing_stated, ASK (CONTINUE, continue_) = &d->continuation; d->continuation.incident = incident)
SPOIL (empty_statement, ASK (CONTINUE, continue_) = &d->continuation; d->continuation.incident = incident;
       d->continuation.statement = &d->statement; d->statement.figures = NULL)
SPOIL (list_of_nothing, ASK (LIST, list) = &d->list)
SPOIL (list_of_what, ASK (LIST, list) = &d->list; d->list.has_kind = true; d->list.kind = 99)
SPOIL (list_too_long, ASK (LIST, list) = &d->list; d->list.has_kind = d->list.has_limit = true; d->list.kind = 6;
       d->list.limit = 501)
SPOIL (not_my_right, ASK (IMPORT, import) = &d->import; d->import.text = draft_text (d, 3))
SPOIL (not_my_key, ASK (REVOKE, revoke) = &d->revoke;
       d->revoke.code = (memcpy (draft_text (d, 5), "admin", 5), d->room))

struct bad {
    const char *name;
    void (*spoil) (struct draft *);
    Muster__V1__ReplyStatus status;
    const char *code, *field; /* field NULL = none */
};

#define INVALID(name, code, field)                                                                                   \
    {                                                                                                                \
#name, spoil_##name, STATUS(INVALID), code, field                                                            \
    }
#define REFUSED(name, code, field)                                                                                   \
    {                                                                                                                \
#name, spoil_##name, STATUS(REFUSED), code, field                                                            \
    }
#define DENIED(name)                                                                                                 \
    {                                                                                                                \
#name, spoil_##name, STATUS(DENIED), "role", NULL                                                            \
    }

static const struct bad bads[] = {
    INVALID (version, "protocol_version", "protocol"),
    INVALID (no_version, "missing_field", "protocol"),
    INVALID (no_id, "missing_field", "id"),
    INVALID (short_id, "bad_id", "id"),
    INVALID (old_id, "bad_id", "id"),
    INVALID (future_id, "clock_ahead", "id"),
    INVALID (no_command, "missing_command", NULL),
    INVALID (sent_never, "out_of_range", "sent_at_ms"),
    INVALID (no_what, "missing_field", "report.what"),
    INVALID (no_place, "missing_field", "report.place"),
    INVALID (empty_what, "empty", "report.what"),
    INVALID (long_what, "too_long", "report.what"),
    INVALID (long_place, "too_long", "report.place"),
    INVALID (long_text, "too_long", "report.statement.text"),
    INVALID (long_phone, "too_long", "report.statement.caller_phone"),
    INVALID (long_channel, "too_long", "report.statement.channel"),
    INVALID (not_utf8, "bad_text", "report.what"),
    INVALID (half_utf8, "bad_text", "report.what"),
    INVALID (surrogate, "bad_text", "report.what"),
    INVALID (control, "bad_text", "report.what"),
    INVALID (escape, "bad_text", "report.what"),
    INVALID (newline, "bad_text", "report.what"),
    INVALID (c1_control, "bad_text", "report.what"),
    INVALID (future, "future", "report.occurred_at_ms"),
    INVALID (past, "past", "report.occurred_at_ms"),
    INVALID (negative_time, "past", "report.occurred_at_ms"),
    INVALID (absurd_time, "future", "report.occurred_at_ms"),
    INVALID (ancient_time, "past", "report.occurred_at_ms"),
    INVALID (type_low, "out_of_range", "report.type_code"),
    INVALID (type_high, "out_of_range", "report.type_code"),
    INVALID (negative_count, "out_of_range", "report.statement.figures.dead"),
    INVALID (overflowing_count, "out_of_range", "report.statement.figures.dead"),
    INVALID (overflowing_loss, "out_of_range", "report.statement.figures.loss_yuan"),
    INVALID (negative_loss, "out_of_range", "report.statement.figures.loss_yuan"),
    INVALID (north_of_north, "out_of_range", "report.position.latitude"),
    INVALID (far_west, "out_of_range", "report.position.longitude"),
    INVALID (no_number, "out_of_range", "report.position.latitude"),
    INVALID (no_end, "out_of_range", "report.position.longitude"),
    INVALID (half_position, "missing_field", "report.position.longitude"),
    REFUSED (no_such_incident, "unknown_incident", "incident"),
    INVALID (incident_nought, "out_of_range", "dispatch.incident"),
    INVALID (incident_huge, "out_of_range", "dispatch.incident"),
    INVALID (no_incident, "missing_field", "dispatch.incident"),
    REFUSED (no_such_team, "unknown_team", "team"),
    INVALID (team_in_capitals, "bad_code", "dispatch.team"),
    REFUSED (no_such_order, "unknown_order", "order"),
    REFUSED (too_early, "order_state", "order"),
    INVALID (no_reason, "missing_field", "cancel.words"),
    REFUSED (still_open, "incident_unsettled", "incident"),
    INVALID (nothing_stated, "missing_field", "continue.statement"),
    INVALID (empty_statement, "empty_statement", "continue.statement"),
    INVALID (list_of_nothing, "missing_field", "list.kind"),
    INVALID (list_of_what, "out_of_range", "list.kind"),
    INVALID (list_too_long, "out_of_range", "list.limit"),
    DENIED (not_my_right),
    DENIED (not_my_key),
};

enum { BADS = sizeof bads / sizeof bads[0] };

static bool
same_text (const char *a, const char *b)
{
    return a && b ? !strcmp (a, b) : a == b;
}

static void
try_bad (void *socket, const struct bad *bad)
{
    struct draft d;
    draft_begin (&d);
    bad->spoil (&d);
    Muster__V1__Reply *reply = draft_ask (socket, &d);
    check (reply->status == bad->status && same_text (reply->code, bad->code) &&
               same_text (reply->field, bad->field) && reply->text && reply->text[0],
           "%s: %s%s%s (got status %d %s %s: %s)", bad->name, bad->code, bad->field ? " in " : "",
           bad->field ? bad->field : "", (int)reply->status, reply->code ? reply->code : "-",
           reply->field ? reply->field : "-", reply->text ? reply->text : "-");
    muster__v1__reply__free_unpacked (reply, NULL);
    draft_end (&d);
}

/* ---- counters ---- */

static void
check_counted (void *socket, const char *name, uint64_t before, uint64_t more)
{
    uint64_t now = raw_counter (socket, name);
    check (now == before + more, "counted: %s %" PRIu64 " (got %" PRIu64 ")", name, more, now - before);
}

/* ---- groups ---- */

static void
try_bads (void *officer)
{
    uint64_t wanted[STATUS (DENIED) + 1] = { 0 };
    uint64_t invalid = raw_counter (officer, "requests_invalid"), refused = raw_counter (officer, "commands_refused"),
             denied = raw_counter (officer, "requests_denied");
    for (size_t i = 0; i < BADS; i++) {
        try_bad (officer, &bads[i]);
        wanted[bads[i].status]++;
    }
    check_counted (officer, "requests_invalid", invalid, wanted[STATUS (INVALID)]);
    check_counted (officer, "commands_refused", refused, wanted[STATUS (REFUSED)]);
    check_counted (officer, "requests_denied", denied, wanted[STATUS (DENIED)]);
}

/* A body that a later protocol may know: a field that this one does not. */
static void
try_unknown_command (void *officer)
{
    static const uint8_t body[] = { 0xb2, 0x09, 0x00 }; /* field 150, a message of no bytes */
    struct draft d;
    size_t size;
    draft_begin (&d);
    spoil_no_command (&d);
    uint8_t *bytes = draft_pack (&d, &size);
    bytes = realloc (bytes, size + sizeof body);
    if (!bytes)
        abort ();
    memcpy (bytes + size, body, sizeof body);
    raw_send (officer, bytes, size + sizeof body);
    free (bytes);
    Muster__V1__Reply *reply = raw_receive (officer, RAW_ANSWER_MS);
    check (reply && reply->status == STATUS (INVALID) && same_text (reply->code, "unknown_command"),
           "a command that this daemon does not know");
    muster__v1__reply__free_unpacked (reply, NULL);
    draft_end (&d);
}

/* The same id: the same again is the first result; other content is an error. */
static void
try_repeated (void *officer)
{
    struct draft d;
    uint64_t reused = raw_counter (officer, "command_ids_reused");
    draft_begin (&d);
    Muster__V1__Reply *first = draft_ask (officer, &d), *second = draft_ask (officer, &d);
    check (first->status == STATUS (OK) && !first->repeated_command, "a good report is taken");
    check (second->status == STATUS (OK) && second->repeated_command && second->seq == first->seq &&
               second->subject == first->subject,
           "the same id again: the first result, said to be a repetition");
    d.report.what = draft_text (&d, 7);
    Muster__V1__Reply *third = draft_ask (officer, &d);
    check (third->status == STATUS (INVALID) && same_text (third->code, "id_reused"), "the same id, other content");
    check_counted (officer, "command_ids_reused", reused, 1);
    muster__v1__reply__free_unpacked (first, NULL);
    muster__v1__reply__free_unpacked (second, NULL);
    muster__v1__reply__free_unpacked (third, NULL);
    draft_end (&d);
}

/* How many of so many replies say that the request was invalid. */
static size_t
count_invalid (void *officer, size_t replies)
{
    size_t invalid = 0;
    for (size_t i = 0; i < replies; i++) {
        Muster__V1__Reply *reply = raw_receive (officer, RAW_ANSWER_MS);
        if (!reply)
            break;
        invalid += reply->status == STATUS (INVALID);
        muster__v1__reply__free_unpacked (reply, NULL);
    }
    return invalid;
}

/* Whatever the first bytes of a good request are: one reply each, and nothing happens. */
static void
try_truncated (void *officer)
{
    struct draft d;
    size_t size;
    draft_begin (&d);
    uint8_t *bytes = draft_pack (&d, &size);
    for (size_t cut = 0; cut < size; cut++)
        raw_send (officer, bytes, cut);
    size_t invalid = count_invalid (officer, size);
    check (invalid == size, "a request cut after each of its %zu bytes: %zu times 'invalid'", size, invalid);
    free (bytes);
    draft_end (&d);
}

/* In parts: the daemon keeps a thousand replies for who does not read them, not more. */
static void
try_garbage (void *officer)
{
    enum { PARTS = 10, FRAMES = 200, BYTES_MAX = 600 };
    uint8_t bytes[BYTES_MAX];
    unsigned seed = 20200829;
    size_t invalid = 0;
    for (int part = 0; part < PARTS; part++) {
        for (int i = 0; i < FRAMES; i++) {
            size_t size = (size_t)rand_r (&seed) % BYTES_MAX;
            for (size_t at = 0; at < size; at++)
                bytes[at] = (uint8_t)rand_r (&seed);
            raw_send (officer, bytes, size);
        }
        invalid += count_invalid (officer, FRAMES);
    }
    check (invalid == PARTS * FRAMES, "%d frames of noise (seed 20200829): %zu times 'invalid'", PARTS * FRAMES,
           invalid);
}

/* Over the limit the connection ends; others don't notice. */
static void
try_huge (void *officer)
{
    enum { MEBIBYTES = 100 };
    void *other = raw_connect ("officer");
    size_t size = (size_t)MEBIBYTES << 20;
    uint8_t *bytes = calloc (1, size);
    if (!bytes)
        abort ();
    raw_send (other, bytes, size);
    check (!raw_receive (other, RAW_SILENCE_MS), "a frame of %d MiB gets no answer", MEBIBYTES);
    raw_close (other);
    raw_send (officer, bytes, 400 * 1024); /* within the frame's limit: only zeros */
    Muster__V1__Reply *reply = raw_receive (officer, RAW_ANSWER_MS);
    check (reply && reply->status == STATUS (INVALID), "a frame of 400 KiB of zeros is invalid");
    muster__v1__reply__free_unpacked (reply, NULL);
    free (bytes);
}

/* ---- ten thousand at once ---- */

static void
try_flood (void *officer)
{
    enum { REQUESTS = 10000, FLOOD_MS = 60000 };
    struct draft d;
    size_t size, good = 0, replies = 0;
    for (int i = 0; i < REQUESTS; i++) {
        draft_begin (&d);
        uint8_t *bytes = draft_pack (&d, &size);
        raw_send (officer, bytes, size);
        free (bytes);
        draft_end (&d);
    }
    while (replies < REQUESTS) {
        Muster__V1__Reply *reply = raw_receive (officer, FLOOD_MS);
        if (!reply)
            break;
        good += reply->status == STATUS (OK);
        replies += reply->status != STATUS (PENDING);
        muster__v1__reply__free_unpacked (reply, NULL);
    }
    check (good == REQUESTS, "%d reports at once: %zu taken", REQUESTS, good);
}

static void
make_order (void *officer)
{
    struct draft d;
    draft_begin (&d);
    Muster__V1__Reply *reply = draft_ask (officer, &d);
    incident = reply->subject;
    muster__v1__reply__free_unpacked (reply, NULL);
    draft_begin (&d);
    d.request.body_case = BODY (DISPATCH);
    d.request.dispatch = &d.dispatch;
    d.dispatch.incident = incident;
    reply = draft_ask (officer, &d);
    order = reply->subject;
    check (reply->status == STATUS (OK), "an incident (%" PRIu64 ") with an order (%" PRIu64 ") to be mistaken about",
           incident, order);
    muster__v1__reply__free_unpacked (reply, NULL);
}

int
main (void)
{
    setvbuf (stdout, NULL, _IOLBF, 0);
    void *officer = raw_connect ("officer");
    make_order (officer);
    try_bads (officer);
    try_unknown_command (officer);
    try_repeated (officer);
    try_truncated (officer);
    try_garbage (officer);
    try_huge (officer);
    try_flood (officer);
    raw_close (officer);
    printf ("%u not so\n", checks_failed);
    return checks_failed ? 1 : 0;
}
