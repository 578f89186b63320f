/* SPDX-License-Identifier: Apache-2.0 */
/* expect.c: what a scenario holds to be true. */
#include "fields.h"
#include "play.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The words of a line, read one after the other. */
struct words {
    const struct word *at;
    size_t left;
};

static const char *
next_word (struct words *words)
{
    if (!words->left || words->at->key)
        return NULL;
    words->left--;
    return (words->at++)->text;
}

static bool
next_is (struct words *words, const char *text)
{
    if (!words->left || words->at->key || strcmp (words->at->text, text) != 0)
        return false;
    next_word (words);
    return true;
}

/* `order 3`: what a line is about. */
struct subject {
    Muster__V1__EntityKind kind;
    uint64_t id;
};

static int
next_subject (struct words *words, struct subject *ret, struct error *err)
{
    const char *name = next_word (words), *id = next_word (words);
    int kind = name ? fields_enum_value (&muster__v1__entity_kind__descriptor,
                                         !strcmp (name, "order") ? "dispatch_order" : name)
                    : -1;
    if (kind <= 0 || !id)
        return error_set (err, "expect what? Such as: incident 1, order 3, obligation KIND of order 3");
    *ret = (struct subject){ (Muster__V1__EntityKind)kind, fields_read_id (id) };
    return 0;
}

static const Muster__V1__Image *
image_of (const struct images *images, uint64_t id)
{
    for (size_t i = 0; i < images->count; i++)
        if (fields_id (images->list[i]) == id)
            return images->list[i];
    return NULL;
}

/* ---- codes ---- */

/* Ids of these are said by their codes. */
static Muster__V1__EntityKind
coded_kind (const char *field)
{
    static const struct {
        const char *field;
        Muster__V1__EntityKind kind;
    } rows[] = {
        { "team", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_TEAM },
        { "post", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_POST },
        { "person", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON },
        { "on_behalf_of", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON },
        { "commander", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON },
        { "stand_in", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON },
        { "swap_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON },
        { "swap_with", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON },
        { "issued_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL },
        { "reported_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL },
        { "filed_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL },
        { "acknowledged_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL },
        { "called_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL },
        { "answered_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL },
        { "discharged_by", MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (!strcmp (rows[i].field, field))
            return rows[i].kind;
    return MUSTER__V1__ENTITY_KIND__ENTITY_KIND_NONE;
}

static int
code_of (struct play *play, Muster__V1__EntityKind kind, uint64_t id, char ret_text[FIELD_TEXT_MAX],
         struct error *err)
{
    struct images images = { 0 };
    struct field code;
    int result = play->backend->ops->list (play->backend, kind, &images, err);
    const Muster__V1__Image *image = image_of (&images, id);
    snprintf (ret_text, FIELD_TEXT_MAX, "-");
    if (image && fields_find (fields_entity (image), "code", false, &code))
        fields_text (&code, ret_text);
    images_free (&images);
    return result;
}

/* ---- fields ---- */

/* A time may be said as a span after the promise was made (armed) or the order issued. */
static bool
span_fits (ProtobufCMessage *entity, const struct field *field, const char *text)
{
    struct field from;
    int64_t span;
    if (text[0] != '+' || !span_read (text + 1, &span))
        return false;
    return (fields_find (entity, "armed", false, &from) || fields_find (entity, "issued", false, &from)) &&
           fields_number (field) == fields_number (&from) + span;
}

static int
expect_field (struct play *play, ProtobufCMessage *entity, const char *key, const char *text, struct error *err)
{
    struct field field;
    char got[FIELD_TEXT_MAX];
    int64_t at;
    if (!fields_find (entity, key, false, &field))
        return error_set (err, "there is no field '%s'", key);
    Muster__V1__EntityKind coded = coded_kind (field.descriptor->name);
    fields_text (&field, got);
    if (coded && fields_present (&field) && code_of (play, coded, (uint64_t)fields_number (&field), got, err) < 0)
        return -1;
    if (fields_present (&field) && fields_is_time (&field) &&
        (span_fits (entity, &field, text) || (time_read (text, play->now, &at) && at == fields_number (&field))))
        return 0;
    if (strcmp (got, text) != 0)
        return error_set (err, "expected %s=%s, it is %s", field.descriptor->name, text, got);
    return 0;
}

/* [STATE] [key=value ...] */
static int
expect_fields (struct play *play, const Muster__V1__Image *image, struct words *words, struct error *err)
{
    ProtobufCMessage *entity = fields_entity (image);
    const char *state = next_word (words);
    if (state && expect_field (play, entity, "state", state, err) < 0)
        return -1;
    for (; words->left; words->at++, words->left--)
        if (!words->at->key)
            return error_set (err, "'%s' is not key=value", words->at->text);
        else if (expect_field (play, entity, words->at->key, words->at->text, err) < 0)
            return -1;
    return 0;
}

static int
expect_entity (struct play *play, struct words *words, struct error *err)
{
    struct images images = { 0 };
    struct subject subject;
    if (next_subject (words, &subject, err) < 0)
        return -1;
    int result = play->backend->ops->list (play->backend, subject.kind, &images, err);
    const Muster__V1__Image *image = image_of (&images, subject.id);
    if (result == 0)
        result = image ? expect_fields (play, image, words, err) : error_set (err, "it does not exist");
    images_free (&images);
    return result;
}

/* A count of none proves nothing if the field or the state counted by does not exist. */
static int
check_filter (const Muster__V1__Image *image, struct words words, struct error *err)
{
    struct field field;
    const char *state = next_word (&words);
    if (state && (!fields_find (fields_entity (image), "state", false, &field) ||
                  fields_enum_value (field.descriptor->descriptor, state) < 0))
        return error_set (err, "there is no state '%s'", state);
    for (; words.left; words.at++, words.left--)
        if (!words.at->key || !fields_find (fields_entity (image), words.at->key, false, &field))
            return error_set (err, "there is no field '%s'", words.at->key ? words.at->key : words.at->text);
    return 0;
}

/* expect count KIND N [STATE] [key=value ...] */
static int
expect_count (struct play *play, struct words *words, struct error *err)
{
    struct images images = { 0 };
    struct subject subject; /* its id is the number */
    size_t count = 0;
    if (next_subject (words, &subject, err) < 0)
        return -1;
    int result = play->backend->ops->list (play->backend, subject.kind, &images, err);
    if (result == 0 && images.count)
        result = check_filter (images.list[0], *words, err);
    for (size_t i = 0; result == 0 && i < images.count; i++) {
        struct words each = *words;
        struct error differs;
        count += expect_fields (play, images.list[i], &each, &differs) == 0;
    }
    words->left = 0;
    images_free (&images);
    if (result < 0)
        return -1;
    return count == subject.id ? 0 : error_set (err, "there are %zu", count);
}

/* ---- obligations ---- */

static bool
is_live (const Muster__V1__Obligation *obligation)
{
    return obligation->state == MUSTER__V1__OBLIGATION_STATE__OBLIGATION_STATE_ARMED ||
           obligation->state == MUSTER__V1__OBLIGATION_STATE__OBLIGATION_STATE_OVERDUE;
}

/* The newest of that kind (0 = any), of a report with that clock (NULL = any), that the subject has or had. */
static const Muster__V1__Image *
newest (const struct images *images, const struct subject *subject, int kind, const char *clock, bool live_only)
{
    const Muster__V1__Image *found = NULL;
    for (size_t i = 0; i < images->count; i++) {
        const Muster__V1__Obligation *obligation = images->list[i]->obligation;
        if (obligation->subject_kind == subject->kind && obligation->subject == subject->id &&
            (!kind || (int)obligation->kind == kind) &&
            (!clock || (obligation->clock && !strcmp (obligation->clock, clock))) &&
            (!live_only || is_live (obligation)) && (!found || obligation->id > found->obligation->id))
            found = images->list[i];
    }
    return found;
}

/* expect obligation KIND of SUBJECT N (none | [STATE] [key=value ...]); KIND is a kind, the code of a report stage,
 * or `any` with none */
static int
expect_obligation (struct play *play, struct words *words, struct error *err)
{
    struct images images = { 0 };
    struct subject subject;
    const char *name = next_word (words);
    int kind = name ? fields_enum_value (&muster__v1__obligation_kind__descriptor, name) : -1;
    const char *clock = kind < 0 && name && strcmp (name, "any") != 0 ? name : NULL; /* a report stage */
    if (kind < 0 && name)
        kind = clock ? MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_REPORT : 0;
    if (kind < 0 || !next_is (words, "of"))
        return error_set (err, "expect obligation KIND of SUBJECT N ...");
    if (next_subject (words, &subject, err) < 0 ||
        play->backend->ops->list (play->backend, MUSTER__V1__ENTITY_KIND__ENTITY_KIND_OBLIGATION, &images, err) < 0)
        return -1;
    bool none = next_is (words, "none");
    const Muster__V1__Image *image = newest (&images, &subject, kind, clock, none);
    int result = none == !image ? 0
                                : error_set (err, image ? "there is one (%llu)" : "there is none",
                                             image ? (unsigned long long)image->obligation->id : 0ULL);
    if (result == 0 && image)
        result = expect_fields (play, image, words, err);
    images_free (&images);
    return result;
}

/* ---- who was told ---- */

struct telling {
    Muster__V1__EventKind event; /* fired, or skipped */
    int target;                  /* TargetKind; 0 = any */
    const char *code;            /* NULL = any */
    struct subject about;
};

/* What the id of such a target is of. */
static Muster__V1__EntityKind
kind_told (int target)
{
    switch (target) {
    case MUSTER__V1__TARGET_KIND__TARGET_KIND_TEAM:
        return MUSTER__V1__ENTITY_KIND__ENTITY_KIND_TEAM;
    case MUSTER__V1__TARGET_KIND__TARGET_KIND_POST:
        return MUSTER__V1__ENTITY_KIND__ENTITY_KIND_POST;
    default:
        return MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON;
    }
}

static int
told_fits (struct play *play, const struct telling *telling, const Muster__V1__Event *event, bool *ret_fits,
           struct error *err)
{
    char code[FIELD_TEXT_MAX] = "-";
    const Muster__V1__Target *told = event->told;
    *ret_fits = false;
    if (event->kind != telling->event || (telling->target && (!told || (int)told->kind != telling->target)))
        return 0;
    if (telling->code) {
        if (code_of (play, kind_told (telling->target), told->id, code, err) < 0)
            return -1;
        if (strcmp (code, telling->code) != 0)
            return 0;
    }
    struct images images = { 0 };
    int result =
        play->backend->ops->list (play->backend, MUSTER__V1__ENTITY_KIND__ENTITY_KIND_OBLIGATION, &images, err);
    const Muster__V1__Image *image = image_of (&images, event->subject);
    *ret_fits = image && image->obligation->subject_kind == telling->about.kind &&
                image->obligation->subject == telling->about.id;
    images_free (&images);
    return result;
}

/* How often, since time moved last. */
static int
count_told (struct play *play, const struct telling *telling, size_t *ret_count, struct error *err)
{
    struct events events = { 0 };
    int result = play->backend->ops->journal (play->backend, play->mark, &events, err);
    *ret_count = 0;
    for (size_t i = 0; result == 0 && i < events.count; i++) {
        bool fits;
        result = told_fits (play, telling, events.list[i], &fits, err);
        *ret_count += fits;
    }
    events_free (&events);
    return result;
}

/* expect told (TARGET [CODE] | nobody) about SUBJECT N; expect absent TARGET about SUBJECT N */
static int
expect_told (struct play *play, struct words *words, bool absent, struct error *err)
{
    struct telling telling = { .event = absent ? MUSTER__V1__EVENT_KIND__EVENT_KIND_OBLIGATION_SKIPPED
                                               : MUSTER__V1__EVENT_KIND__EVENT_KIND_OBLIGATION_FIRED };
    bool nobody = !absent && next_is (words, "nobody");
    size_t count;
    if (!nobody) {
        const char *target = next_word (words);
        telling.target = target ? fields_enum_value (&muster__v1__target_kind__descriptor, target) : -1;
        if (telling.target < 0)
            return error_set (err, "told whom? duty_officer, duty_leader, person, team");
        if (words->left && !words->at->key && strcmp (words->at->text, "about") != 0)
            telling.code = next_word (words);
    }
    if (!next_is (words, "about"))
        return error_set (err, "expect told WHOM [CODE] about SUBJECT N");
    if (next_subject (words, &telling.about, err) < 0 || count_told (play, &telling, &count, err) < 0)
        return -1;
    if (nobody != (count == 0))
        return error_set (err, nobody ? "somebody was told, %zu times" : "nobody of that sort was told (%zu)", count);
    return 0;
}

int
expect (struct play *play, const struct line *line, struct error *err)
{
    struct words words = { line->words, line->words_count };
    int result;
    if (line->result_count)
        return error_set (err, "an expectation has no ->");
    if (next_is (&words, "obligation") && words.left && !words.at->key)
        result = expect_obligation (play, &words, err);
    else if (next_is (&words, "told"))
        result = expect_told (play, &words, false, err);
    else if (next_is (&words, "absent"))
        result = expect_told (play, &words, true, err);
    else if (next_is (&words, "count"))
        result = expect_count (play, &words, err);
    else
        result = expect_entity (play, &words, err);
    if (result == 0 && words.left)
        return error_set (err, "'%s' was not understood", words.at->text);
    play->expectations += result == 0;
    return result;
}
