/* SPDX-License-Identifier: Apache-2.0 */
/* bare.c: the core alone, without store, bus and clock; decoded and encoded by wire as in the daemon. */
#include "backend.h"
#include "config/import.h"
#include "core/access.h"
#include "core/desk.h"
#include "util/alloc.h"
#include "wire/wire.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bare {
    struct backend backend;
    struct desk *desk;
    struct outcome outcome; /* of the last step */
    int64_t now;
    struct buffer *journal; /* encoded, by seq - 1 */
    size_t journal_count;
};

static struct buffer
encode_event (const struct event *event)
{
    struct buffer bytes = { 0 }, image = { 0 };
    wire_encode_event (event, &bytes);
    if (event->born) {
        wire_encode_image (event->born, &image);
        wire_append_born (&bytes, image.data, image.size);
    }
    buffer_free (&image);
    return bytes;
}

static void
step (struct bare *bare, struct command *command)
{
    command->at = bare->now;
    outcome_reset (&bare->outcome);
    desk_step (bare->desk, command, &bare->outcome);
    bare->journal =
        xrealloc_array (bare->journal, bare->journal_count + bare->outcome.events_count + 1, sizeof *bare->journal);
    for (size_t i = 0; i < bare->outcome.events_count; i++) {
        assert (bare->outcome.events[i].seq == bare->journal_count + 1);
        bare->journal[bare->journal_count++] = encode_event (&bare->outcome.events[i]);
    }
    const struct entity **dirty;
    desk_take_dirty (bare->desk, &dirty); /* as if they were stored */
}

/* ---- asking ---- */

static void
answer_verdict (const struct verdict *verdict, struct answer *answer)
{
    answer->status = verdict->refusal == REFUSAL_NONE            ? (Muster__V1__ReplyStatus)REPLY_OK
                     : verdict->refusal == REFUSAL_NOT_YOUR_TEAM ? (Muster__V1__ReplyStatus)REPLY_DENIED
                                                                 : (Muster__V1__ReplyStatus)REPLY_REFUSED;
    answer->subject_kind = (Muster__V1__EntityKind)verdict->subject_kind;
    answer->subject = verdict->subject;
    if (verdict->refusal == REFUSAL_NONE)
        return;
    snprintf (answer->code, sizeof answer->code, "%s", refusal_name (verdict->refusal));
    snprintf (answer->field, sizeof answer->field, "%s", verdict->field ? verdict->field : "");
    snprintf (answer->text, sizeof answer->text, "%s", refusal_text (verdict->refusal));
}

static void
answer_fault (const char *code, const char *field, const char *text, enum reply_status status, struct answer *answer)
{
    answer->status = (Muster__V1__ReplyStatus)status;
    snprintf (answer->code, sizeof answer->code, "%s", code);
    snprintf (answer->field, sizeof answer->field, "%s", field ? field : "");
    snprintf (answer->text, sizeof answer->text, "%s", text);
}

static void
step_import (struct bare *bare, struct command *command, struct answer *answer)
{
    struct registry registry;
    struct error err = { "" };
    const struct import_args *args = &command->import;
    if (import_parse (args->text, strlen (args->text), args->name, &registry, &err) < 0) {
        answer_fault ("bad_import", "import.text", err.text, REPLY_INVALID, answer);
        return;
    }
    command->import.registry = &registry;
    step (bare, command);
    import_free (&registry);
    answer_verdict (&bare->outcome.verdict, answer);
}

static void
ask (struct bare *bare, const struct principal *principal, struct request *request, struct answer *answer)
{
    request->command.principal = principal->entity.id;
    if (request->action == ACTION_HANDOVER_SIGN)
        request->command.handover.head_proven = request->command.handover.head_seq == desk_head (bare->desk);
    if (principal->state != PRINCIPAL_ENROLLED) {
        answer_fault ("not_enrolled", NULL, "", REPLY_DENIED, answer);
    } else if (!access_allows (principal->role, request->action)) {
        answer_fault ("role", NULL, "", REPLY_DENIED, answer);
    } else if (request->action == ACTION_IMPORT) {
        step_import (bare, &request->command, answer);
    } else {
        step (bare, &request->command);
        answer_verdict (&bare->outcome.verdict, answer);
    }
}

static int
bare_ask (struct backend *backend, const char *code, const Muster__V1__Request *message, struct answer *answer,
          struct error *err)
{
    struct bare *bare = (struct bare *)backend;
    const struct principal *principal = desk_principal_by_code (bare->desk, code);
    struct request request;
    struct fault fault;
    *answer = (struct answer){ 0 };
    if (!principal)
        return error_set (err, "'%s' is not enrolled", code);
    size_t size = muster__v1__request__get_packed_size (message);
    uint8_t *bytes = xcalloc (1, size);
    muster__v1__request__pack (message, bytes);
    if (wire_decode_request (bytes, size, bare->now, &request, &fault) < 0)
        answer_fault (fault.code, fault.field, fault.template, REPLY_INVALID, answer);
    else
        ask (bare, principal, &request, answer);
    wire_request_free (&request);
    free (bytes);
    return 0;
}

/* ---- time ---- */

static int
bare_deadline (struct backend *backend, int64_t *ret_at, struct error *err)
{
    (void)err;
    *ret_at = desk_next_deadline (((struct bare *)backend)->desk);
    return 0;
}

static int
bare_set_time (struct backend *backend, int64_t now, struct error *err)
{
    struct bare *bare = (struct bare *)backend;
    bare->now = now;
    while (desk_next_deadline (bare->desk) <= now) {
        struct command tick = { .action = ACTION_TICK };
        step (bare, &tick);
        if (bare->outcome.events_count == 0)
            return error_set (err, "a tick at a deadline did nothing");
    }
    return 0;
}

/* ---- looking ---- */

static int
bare_list (struct backend *backend, Muster__V1__EntityKind kind, struct images *images, struct error *err)
{
    const struct desk *desk = ((struct bare *)backend)->desk;
    (void)err;
    for (const struct entity *e = desk_newest (desk, (enum entity_kind)kind); e; e = desk_older (e)) {
        struct buffer bytes = { 0 };
        wire_encode_image (e, &bytes);
        images_add (images, muster__v1__image__unpack (NULL, bytes.size, bytes.data));
        buffer_free (&bytes);
    }
    return 0;
}

static int
bare_journal (struct backend *backend, uint64_t after, struct events *events, struct error *err)
{
    const struct bare *bare = (const struct bare *)backend;
    (void)err;
    for (size_t i = after; i < bare->journal_count; i++)
        events_add (events, muster__v1__event__unpack (NULL, bare->journal[i].size, bare->journal[i].data));
    return 0;
}

/* The bare core knows no hash: this stands for each. */
static const uint8_t bare_hash[HASH_BYTES] = { 0x5e };

static int
bare_head (struct backend *backend, uint64_t *ret_seq, uint8_t ret_hash[HASH_BYTES], struct error *err)
{
    (void)err;
    *ret_seq = desk_head (((struct bare *)backend)->desk);
    memcpy (ret_hash, bare_hash, HASH_BYTES);
    return 0;
}

static int
bare_check (struct backend *backend, struct error *err)
{
    return desk_check (((struct bare *)backend)->desk, err);
}

static void
bare_destroy (struct backend *backend)
{
    struct bare *bare = (struct bare *)backend;
    outcome_free (&bare->outcome);
    desk_destroy (bare->desk);
    for (size_t i = 0; i < bare->journal_count; i++)
        buffer_free (&bare->journal[i]);
    free (bare->journal);
    free (bare);
}

struct backend *
bare_create (int64_t now, const uint8_t admin_key[KEY_BYTES])
{
    static const struct backend_ops ops = { "bare",       bare_ask,  bare_deadline, bare_set_time, bare_list,
                                            bare_journal, bare_head, bare_check,    bare_destroy };
    struct bare *bare = xcalloc (1, sizeof *bare);
    bare->backend.ops = &ops;
    bare->desk = desk_create (NULL);
    bare->now = now;
    struct command enrol = { .action = ACTION_ENROL,
                             .enrol = { .code = "admin", .role = ROLE_ADMIN, .key = admin_key } };
    step (bare, &enrol); /* as the daemon does with its first admin */
    return &bare->backend;
}
