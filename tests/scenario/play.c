/* SPDX-License-Identifier: Apache-2.0 */
/* play.c: lets time pass and says what a scenario's people say. */
#include "play.h"
#include "fields.h"
#include "util/alloc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_BYTES = 16, FILE_MAX = 1 << 18 };

const struct enrolment enrolments[] = {
    { "officer", "duty_officer", "zhang-wei", NULL },
    { "leader", "duty_leader", "wang-jianguo", NULL },
    { "fire-xiangfen", "team_leader", NULL, "fire-xiangfen" },
    { "mine-rescue", "team_leader", NULL, "mine-rescue" },
    { "medical-120", "team_leader", NULL, "medical-120" },
    { "police-110", "team_leader", NULL, "police-110" },
    { "machinery", "team_leader", NULL, "machinery" },
    { "taosi-team", "team_leader", NULL, "taosi-team" },
    { "forest-fire", "team_leader", NULL, "forest-fire" },
    { "volunteers", "team_leader", NULL, "volunteers" },
    { "mine-monitor", "system", NULL, NULL },
    { "observer", "observer", NULL, NULL },
    { "night-officer", "duty_officer", "hao-min", NULL },
};
const size_t enrolments_count = sizeof enrolments / sizeof enrolments[0];

/* ---- time ---- */

/* Each deadline on the way is a moment of its own, as if somebody had waited. */
static int
pass_time (struct play *play, int64_t until, struct error *err)
{
    const struct backend_ops *ops = play->backend->ops;
    int64_t next;
    for (;;) {
        if (ops->deadline (play->backend, &next, err) < 0)
            return -1;
        if (next > until)
            break;
        if (ops->set_time (play->backend, next > play->now ? next : play->now, err) < 0)
            return -1;
        play->now = next > play->now ? next : play->now;
    }
    play->now = until;
    return ops->set_time (play->backend, until, err);
}

/* ---- saying ---- */

/* A UUIDv7 of the scenario's time: the daemon takes none from its future. */
static void
make_id (struct play *play, uint8_t id[ID_BYTES])
{
    uint64_t time = (uint64_t)play->now, count = ++play->spoken;
    memset (id, 0, ID_BYTES);
    for (int i = 0; i < 6; i++)
        id[i] = (uint8_t)(time >> (40 - 8 * i));
    id[6] = 0x70;
    id[8] = 0x80;
    for (int i = 0; i < 4; i++)
        id[12 + i] = (uint8_t)(count >> (24 - 8 * i));
}

static int
ask (struct play *play, const char *who, Muster__V1__Request *request, struct answer *answer, struct error *err)
{
    make_id (play, (request->has_id = true, request->id.len = ID_BYTES, request->id.data = xcalloc (1, ID_BYTES)));
    return play->backend->ops->ask (play->backend, who, request, answer, err);
}

/* A plain word behind the verb is what the command is about. */
static const char *
subject_key (const ProtobufCMessage *body)
{
    static const char *const keys[] = { "handover", "submission", "incident", "order",
                                        "answer",   "roll_call",  "post",     "code" };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (protobuf_c_message_descriptor_get_field_by_name (body->descriptor, keys[i]))
            return keys[i];
    return "subject";
}

static int
fill (struct play *play, const struct line *line, ProtobufCMessage *body, struct error *err)
{
    for (size_t i = 2; i < line->words_count; i++) {
        const struct word *word = &line->words[i];
        const char *key = word->key ? word->key : subject_key (body);
        struct field field;
        if (!fields_find (body, key, true, &field))
            return error_set (err, "%s knows no '%s'", line->words[1].text, key);
        if (fields_set (&field, word->text, play->now, err) < 0)
            return -1;
    }
    return 0;
}

static const char *
status_name (Muster__V1__ReplyStatus status)
{
    static const char *const names[] = { "none", "ok", "refused", "invalid", "denied", "busy", "pending" };
    return (size_t)status < sizeof names / sizeof names[0] ? names[status] : "failed";
}

static void
describe (const struct answer *answer, char ret_text[FIELD_TEXT_MAX])
{
    const ProtobufCEnumValue *kind =
        protobuf_c_enum_descriptor_get_value (&muster__v1__entity_kind__descriptor, answer->subject_kind);
    if (answer->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
        snprintf (ret_text, FIELD_TEXT_MAX, "%s %llu", kind ? kind->name : "nothing",
                  (unsigned long long)answer->subject);
    else
        snprintf (ret_text, FIELD_TEXT_MAX, "%s %s (%s) %s", status_name (answer->status), answer->code,
                  answer->field, answer->text);
}

static Muster__V1__EntityKind
kind_named (const char *name)
{
    int kind =
        fields_enum_value (&muster__v1__entity_kind__descriptor, !strcmp (name, "order") ? "dispatch_order" : name);
    return kind < 0 ? MUSTER__V1__ENTITY_KIND__ENTITY_KIND_NONE : (Muster__V1__EntityKind)kind;
}

/* `-> incident 1`, `-> refused order_state field=order`, or nothing: accepted. */
static bool
answer_fits (const struct line *line, const struct answer *answer)
{
    const struct word *result = line->result;
    bool ok = answer->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
    if (line->result_count == 0)
        return ok;
    if (line->result_count < 2)
        return false;
    if (kind_named (result[0].text))
        return ok && answer->subject_kind == kind_named (result[0].text) &&
               answer->subject == fields_read_id (result[1].text);
    if (line->result_count > 2 && (!result[2].key || strcmp (result[2].text, answer->field) != 0))
        return false;
    return !strcmp (result[0].text, status_name (answer->status)) && !strcmp (result[1].text, answer->code);
}

/* Whoever signs a handover signs the journal's head. */
static int
fill_head (struct play *play, Muster__V1__Request *request, struct error *err)
{
    Muster__V1__HandoverSign *sign = request->handover_sign;
    uint64_t seq;
    uint8_t hash[32];
    if (request->body_case != MUSTER__V1__REQUEST__BODY_HANDOVER_SIGN)
        return 0;
    if (play->backend->ops->head (play->backend, &seq, hash, err) < 0)
        return -1;
    sign->head_seq = sign->has_head_seq ? sign->head_seq : seq;
    sign->has_head_seq = sign->has_head_hash = true;
    sign->head_hash = (ProtobufCBinaryData){ sizeof hash, xmemdup (hash, sizeof hash) };
    return 0;
}

static int
say (struct play *play, const struct line *line, struct error *err)
{
    struct answer answer;
    char text[FIELD_TEXT_MAX];
    if (line->words_count < 2)
        return error_set (err, "who says what? WHO COMMAND ...");
    Muster__V1__Request *request = fields_request (line->words[1].text);
    if (!request)
        return error_set (err, "the protocol has no command '%s'", line->words[1].text);
    int result = fill (play, line, fields_body (request), err);
    if (result == 0)
        result = fill_head (play, request, err);
    if (result == 0)
        result = ask (play, line->words[0].text, request, &answer, err);
    if (result == 0 && !answer_fits (line, &answer)) {
        describe (&answer, text);
        result = error_set (err, "%s %s: the answer was: %s", line->words[0].text, line->words[1].text, text);
    }
    muster__v1__request__free_unpacked (request, NULL);
    return result;
}

/* ---- before it begins ---- */

static int
must (struct play *play, const char *what, Muster__V1__Request *request, struct error *err)
{
    struct answer answer;
    char text[FIELD_TEXT_MAX];
    int result = ask (play, "admin", request, &answer, err);
    if (result == 0 && answer.status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK) {
        describe (&answer, text);
        result = error_set (err, "%s: %s", what, text);
    }
    muster__v1__request__free_unpacked (request, NULL);
    return result;
}

/* The whole file, owned; NULL with the fault. */
static char *
read_file (const char *path, struct error *err)
{
    FILE *file = fopen (path, "re");
    if (!file) {
        error_set (err, "%s: %s", path, strerror (errno));
        return NULL;
    }
    char *content = xcalloc (1, FILE_MAX);
    size_t size = fread (content, 1, FILE_MAX - 1, file);
    fclose (file);
    if (size > 0)
        return content;
    error_set (err, "%s is empty", path);
    free (content);
    return NULL;
}

/* The profile with other reports in place of its own: from its key to the next one of the same depth. */
static int
replace_reports (char *profile, const char *path, struct error *err)
{
    char *begin = strstr (profile, "\n  reports:\n");
    char *reports = read_file (path, err);
    if (!reports)
        return -1;
    char *end = begin ? begin + 1 : NULL;
    while (end && (end = strstr (end, "\n  ")) && (end[3] == ' ' || end[3] == '#' || end < begin + 3))
        end++;
    if (!begin || !end || strlen (profile) + strlen (reports) >= FILE_MAX) {
        free (reports);
        return error_set (err, "the profile has no reports that could be replaced");
    }
    char *rest = xstrdup (end);
    snprintf (begin, FILE_MAX - (size_t)(begin - profile), "\n%s%s", reports, rest);
    free (rest);
    free (reports);
    return 0;
}

/* reports: a file that stands in place of a profile's reports; NULL = as it is. */
static int
import (struct play *play, const char *path, const char *reports, struct error *err)
{
    struct field text, name;
    const char *slash = strrchr (path, '/');
    char *content = read_file (path, err);
    if (!content || (reports && replace_reports (content, reports, err) < 0)) {
        free (content);
        return -1;
    }
    Muster__V1__Request *request = fields_request ("import");
    fields_find (fields_body (request), "text", true, &text);
    fields_find (fields_body (request), "name", true, &name);
    int result = fields_set (&text, content, 0, err);
    free (content);
    if (result < 0 || fields_set (&name, slash ? slash + 1 : path, 0, err) < 0) {
        muster__v1__request__free_unpacked (request, NULL);
        return -1;
    }
    return must (play, path, request, err);
}

static int
enrol (struct play *play, const struct enrolment *one, struct error *err)
{
    const char *const names[] = { "code", "role", "person", "team" };
    const char *const values[] = { one->code, one->role, one->person, one->team };
    Muster__V1__Request *request = fields_request ("enrol");
    struct field field;
    uint8_t key[32];
    int result = principal_key (one->code, key, err);
    for (int i = 0; result == 0 && i < 4; i++)
        if (values[i]) {
            fields_find (fields_body (request), names[i], true, &field);
            result = fields_set (&field, values[i], 0, err);
        }
    if (result < 0) {
        muster__v1__request__free_unpacked (request, NULL);
        return -1;
    }
    fields_find (fields_body (request), "key", true, &field);
    fields_set_bytes (&field, key, sizeof key);
    return must (play, one->code, request, err);
}

static int
prepare (struct play *play, struct error *err)
{
    int result = import (play, play->scenario->profile, play->scenario->reports, err);
    if (result == 0)
        result = import (play, play->scenario->county, NULL, err);
    for (size_t i = 0; result == 0 && i < enrolments_count; i++)
        result = enrol (play, &enrolments[i], err);
    return result;
}

/* ---- the whole ---- */

static int
count_entries (struct play *play, struct error *err)
{
    struct events events = { 0 };
    int result = play->backend->ops->journal (play->backend, play->head, &events, err);
    if (events.count)
        play->head = events.list[events.count - 1]->seq;
    events_free (&events);
    return result;
}

static int
play_line (struct play *play, const struct line *line, struct error *err)
{
    if (line->at != play->now) {
        if (count_entries (play, err) < 0)
            return -1;
        play->mark = play->head;
        if (pass_time (play, line->at, err) < 0)
            return -1;
    }
    return line->expect ? expect (play, line, err) : say (play, line, err);
}

int
play (struct play *play, struct error *err)
{
    const struct scenario *scenario = play->scenario;
    if (prepare (play, err) < 0)
        return error_prefix (err, "%s: before it begins", scenario->path);
    for (size_t i = 0; i < scenario->lines_count; i++)
        if (play_line (play, scenario->lines[i], err) < 0)
            return error_prefix (err, "%s:%d: %s", scenario->path, scenario->lines[i]->number,
                                 play->backend->ops->name);
    if (play->backend->ops->check (play->backend, err) < 0)
        return error_prefix (err, "%s: at the end: %s", scenario->path, play->backend->ops->name);
    return 0;
}
