/* SPDX-License-Identifier: Apache-2.0 */
/* event.c: one change of one entity <-> Event, the payload of a journal entry. */
#include "muster/v1/event.pb-c.h"
#include "util/error.h"
#include "wire/arena.h"
#include "wire/figures.h"
#include "wire/image.h"
#include "wire/pack.h"
#include "wire/wire.h"

#include <string.h>

enum {
    BORN_FIELD = 30, /* number of Event.born */
    SENTENCE_MAX = 256,
};

/* Step 0 is a step, too: where the kind has one, it is always there. */
static bool
event_has_step (enum event_kind kind)
{
    return kind == EVENT_OBLIGATION_FIRED || kind == EVENT_OBLIGATION_SKIPPED;
}

static void
fill_detail (const struct event_detail *from, Muster__V1__Event *to)
{
    to->text = PACK_TEXT (from->text);
    to->channel = PACK_TEXT (from->channel);
    PACK_SET (to, on_behalf_of, from->on_behalf_of);
    PACK_SET (to, other, from->other);
    PACK_SET (to, device_at_ms, from->device_at);
    PACK_SET (to, level, from->level);
    PACK_SET (to, disposition, from->disposition);
    PACK_SET (to, confirmed, from->confirmed);
    PACK_SET (to, due_at_ms, from->due_at);
    PACK_SET (to, next_at_ms, from->next_at);
    PACK_SET (to, step, from->step);
    PACK_SET (to, response_level, from->response_level);
    PACK_SET (to, skip, from->skip);
    PACK_SET (to, more, from->more);
    to->measures = PACK_TEXT (from->measures);
    PACK_SET (to, in_return, from->in_return);
    PACK_SET (to, planned, from->planned);
    PACK_SET (to, everyone, from->everyone);
    PACK_SET (to, status_checks, from->status_checks);
    PACK_SET (to, other_kind, from->other_kind);
    PACK_SET (to, stood, from->stood);
    PACK_SET (to, late, from->late);
    PACK_SET (to, head_seq, from->head_seq);
    to->has_head_hash = from->head_seq != 0;
    to->head_hash = (ProtobufCBinaryData){ .len = HASH_BYTES, .data = (uint8_t *)from->head_hash };
    PACK_SET (to, link, from->link);
}

static void
fill_items (const struct item_set *from, Muster__V1__Event *to, uint32_t room[HANDOVER_ITEMS_MAX])
{
    to->items = room;
    for (uint32_t number = 1; number <= HANDOVER_ITEMS_MAX; number++)
        if (item_set_has (from, number))
            room[to->n_items++] = number;
}

void
wire_encode_event (const struct event *event, struct buffer *out)
{
    Muster__V1__Event to = MUSTER__V1__EVENT__INIT;
    Muster__V1__Figures figures = MUSTER__V1__FIGURES__INIT;
    Muster__V1__Target told = MUSTER__V1__TARGET__INIT;
    PACK_SET (&to, kind, event->kind);
    PACK_SET (&to, seq, event->seq);
    PACK_SET (&to, at_ms, event->at);
    PACK_SET (&to, principal, event->principal);
    PACK_SET (&to, subject_kind, event->subject_kind);
    PACK_SET (&to, subject, event->subject);
    PACK_SET (&to, incident, event->incident);
    uint32_t items[HANDOVER_ITEMS_MAX];
    fill_detail (&event->detail, &to);
    if (event->kind == EVENT_HANDOVER_ITEMS_ACCEPTED)
        fill_items (&event->detail.items, &to, items);
    to.has_step = event_has_step (event->kind) || to.has_step;
    if (event->kind == EVENT_INCIDENT_CONTINUED) /* the other kinds leave theirs zero, which would say "none dead" */
        to.figures = figures_to_message (&event->detail.figures, &figures);
    if (event->detail.told.kind != TARGET_NONE) {
        PACK_SET (&told, kind, event->detail.told.kind);
        PACK_SET (&told, id, event->detail.told.id);
        to.told = &told;
    }
    pack_message (&to.base, out);
}

void
wire_append_born (struct buffer *out, const uint8_t *image, size_t size)
{
    pack_field (BORN_FIELD, image, size, out);
}

static bool
take_told (struct reader *in, const Muster__V1__Target *from, struct target *to)
{
    int kind = 0;
    if (!from)
        return true;
    to->id = from->id;
    bool good = stored_enum (in, "told.kind", from->has_kind, (int)from->kind, TARGET_KINDS - 1, &kind);
    to->kind = (enum target_kind)kind;
    return good;
}

static bool
take_items (struct reader *in, const Muster__V1__Event *from, struct item_set *to)
{
    for (size_t i = 0; i < from->n_items; i++) {
        if (from->items[i] < 1 || from->items[i] > HANDOVER_ITEMS_MAX)
            return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, "items", 1, HANDOVER_ITEMS_MAX);
        item_set_add (to, from->items[i]);
    }
    return true;
}

/* What a handover says besides. */
static bool
take_handover (struct reader *in, const Muster__V1__Event *from, struct event_detail *to)
{
    const uint8_t *hash = NULL;
    int kind = 0;
    to->stood = from->stood;
    to->head_seq = from->head_seq;
    if (from->has_head_hash && !field_hash (in, "head_hash", true, &from->head_hash, &hash))
        return false;
    if (hash)
        memcpy (to->head_hash, hash, HASH_BYTES);
    bool good =
        stored_enum (in, "other_kind", from->has_other_kind, (int)from->other_kind, ENTITY_KINDS - 1, &kind) &&
        take_items (in, from, &to->items);
    to->other_kind = (enum entity_kind)kind;
    return good;
}

static bool
take_detail (struct reader *in, const Muster__V1__Event *from, struct event_detail *to)
{
    static const char *const figures[] = FIGURES_PATHS ("figures");
    uint32_t step = 0;
    int level = 0, disposition = 0, response_level = 0, link = 0, skip = 0;
    to->on_behalf_of = from->on_behalf_of;
    to->other = from->other;
    to->device_at = from->device_at_ms;
    to->confirmed = from->confirmed;
    to->late = from->late;
    to->due_at = from->due_at_ms;
    to->next_at = from->next_at_ms;
    to->more = from->more;
    to->in_return = from->in_return;
    to->planned = from->planned;
    to->everyone = from->everyone;
    to->status_checks = from->status_checks;
    bool good = stored_text (in, "text", from->text, TEXT_MAX, &to->text) &&
                stored_text (in, "channel", from->channel, CHANNEL_MAX, &to->channel) &&
                stored_enum (in, "level", from->has_level, (int)from->level, EVENT_LEVELS - 1, &level) &&
                stored_enum (in, "disposition", from->has_disposition, (int)from->disposition, DISPOSITIONS - 1,
                             &disposition) &&
                stored_number (in, "step", from->has_step, from->step, POLICY_STEPS_MAX - 1, &step) &&
                take_told (in, from->told, &to->told) &&
                stored_enum (in, "skip", from->has_skip, (int)from->skip, SKIP_REASONS - 1, &skip) &&
                stored_enum (in, "response_level", from->has_response_level, (int)from->response_level,
                             RESPONSE_LEVELS - 1, &response_level) &&
                take_handover (in, from, to) &&
                stored_text (in, "measures", from->measures, TEXT_MAX, &to->measures) &&
                stored_enum (in, "link", from->has_link, (int)from->link, LINK_KINDS - 1, &link) &&
                figures_from_message (in->fault, figures, from->figures, &to->figures);
    to->link = (enum link_kind)link;
    to->level = (enum event_level)level;
    to->disposition = (enum disposition)disposition;
    to->response_level = (enum response_level)response_level;
    to->step = (uint8_t)step;
    to->skip = (enum skip_reason)skip;
    return good;
}

static bool
take_event (struct reader *in, const Muster__V1__Event *from, struct event *to)
{
    int kind = 0, subject_kind = 0;
    to->seq = from->seq;
    to->at = from->at_ms;
    to->principal = from->principal;
    to->subject = from->subject;
    to->incident = from->incident;
    if (!field_enum (in, "kind", from->has_kind, (int)from->kind, EVENT_KINDS - 1, &kind) ||
        !field_enum (in, "subject_kind", from->has_subject_kind, (int)from->subject_kind, ENTITY_KINDS - 1,
                     &subject_kind))
        return false;
    if (!protobuf_c_enum_descriptor_get_value (&muster__v1__event_kind__descriptor,
                                               kind)) /* the numbers have holes */
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, "kind", 1, EVENT_KINDS - 1);
    to->kind = (enum event_kind)kind;
    to->subject_kind = (enum entity_kind)subject_kind;
    return take_detail (in, from, &to->detail);
}

static int
take_born (const Muster__V1__Event *from, struct decoded_event *ret, struct error *err)
{
    if (!from->born)
        return 0;
    ret->born = image_to_entity (from->born, err);
    if (!ret->born)
        return -1;
    ret->event.born = ret->born;
    if (ret->born->kind == ret->event.subject_kind && ret->born->id == ret->event.subject)
        return 0;
    return error_set (err, "it bears another entity than its subject");
}

static int
take_message (struct wire_arena *arena, const uint8_t *data, size_t size, struct decoded_event *ret,
              struct error *err)
{
    const Muster__V1__Event *from = wire_arena_unpack (arena, &muster__v1__event__descriptor, data, size);
    if (!from)
        return error_set (err, "it is not a well-formed message (%zu bytes)", size);
    struct fault fault;
    struct reader in = { .fault = &fault };
    if (take_event (&in, from, &ret->event))
        return take_born (from, ret, err);
    char text[SENTENCE_MAX];
    fault_text (&fault, text, sizeof text);
    return error_set (err, "%s", text);
}

int
wire_decode_event (const uint8_t *data, size_t size, struct decoded_event *ret, struct error *err)
{
    *ret = (struct decoded_event){ 0 };
    if (size > WIRE_REQUEST_MAX)
        return error_set (err, "the event has %zu bytes; at most %d are expected", size, WIRE_REQUEST_MAX);
    struct wire_arena *arena = wire_arena_create (size);
    ret->message = arena;
    if (take_message (arena, data, size, ret, err) == 0)
        return 0;
    error_prefix (err, "the event %llu is damaged", (unsigned long long)ret->event.seq);
    wire_decoded_event_free (ret);
    return -1;
}

void
wire_decoded_event_free (struct decoded_event *decoded)
{
    entity_free (decoded->born);
    wire_arena_destroy (decoded->message);
    *decoded = (struct decoded_event){ 0 };
}
