/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_columns.c: the one table that ties the core's structs to SQL columns. Held against the database at each
 * start, and by a test. */
#include "store/postgres_columns.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { RECEIPT_TEXT_MAX = 320 }; /* a recipient and five times of at most 20 digits */

struct column_type {
    const char *sql;
    enum pg_type type;
    void (*put) (const struct column *, const void *member, struct params *);
};

/* ---- how each type is read ---- */

static void
put_code (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const char *text = member;
    item_text (params, *text != '\0' ? text : NULL);
}

static void
put_policy (const struct column *column, const void *member, struct params *params)
{
    put_code (column, (*(struct terms *const *)member)->policy.name, params);
}

static void
put_recipient (const struct column *column, const void *member, struct params *params)
{
    put_code (column, (*(struct terms *const *)member)->to, params);
}

static void
put_text (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    item_text (params, *(char *const *)member);
}

static void
put_bool (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    item_bool (params, *(const bool *)member);
}

static void
put_time (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    int64_t at_ms = *(const int64_t *)member;
    if (at_ms == 0)
        item_null (params);
    else
        item_time (params, at_ms);
}

static void
put_u8 (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    item_int8 (params, *(const uint8_t *)member);
}

static void
put_u32 (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    item_int8 (params, *(const uint32_t *)member);
}

/* 0 = not known */
static void
put_type_code (const struct column *column, const void *member, struct params *params)
{
    if (*(const uint32_t *)member == 0)
        item_null (params);
    else
        put_u32 (column, member, params);
}

static void
put_id (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    item_int8 (params, *(const uint64_t *)member);
}

/* 0 = none */
static void
put_reference (const struct column *column, const void *member, struct params *params)
{
    if (*(const uint64_t *)member == 0)
        item_null (params);
    else
        put_id (column, member, params);
}

static void
put_enum (const struct column *column, const void *member, struct params *params)
{
    unsigned value;
    memcpy (&value, member, sizeof value);
    item_text (params, value < column->names_count ? column->names[value] : NULL);
}

static void
put_entity_kind (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    item_text (params, entity_kind_name (*(const enum entity_kind *)member));
}

static void
put_figure (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    int32_t figure = *(const int32_t *)member;
    if (figure == FIGURE_UNKNOWN)
        item_null (params);
    else
        item_int4 (params, figure);
}

static void
put_loss (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    int64_t yuan = *(const int64_t *)member;
    if (yuan == FIGURE_UNKNOWN)
        item_null (params);
    else
        item_int8 (params, (uint64_t)yuan);
}

static void
put_latitude (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct position *position = member;
    if (position->known)
        item_float8 (params, position->latitude);
    else
        item_null (params);
}

static void
put_longitude (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct position *position = member;
    if (position->known)
        item_float8 (params, position->longitude);
    else
        item_null (params);
}

static void
put_key (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    item_bytes (params, member, KEY_BYTES);
}

static void
put_skills (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct team *team = member;
    uint64_t wide[TEAM_SKILLS_MAX];
    for (int i = 0; i < team->skills_count; i++)
        wide[i] = team->skills[i];
    item_int8_list (params, wide, team->skills_count);
}

static void
put_awaited (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct dispatch_order *order = member;
    item_int8_list (params, order->awaited, order->awaited_count);
}

static void
put_contacts (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct team *team = member;
    item_int8_list (params, team->contacts, team->contacts_count);
}

/* A JSON list: [{"recipient": "person", "id": 3, "delivered_at_ms": 1598665200000}] */
static void
put_receipts (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct dispatch_order *order = member;
    char text[RECEIPTS_MAX * RECEIPT_TEXT_MAX], *at = text, *end = text + sizeof text;
    for (uint32_t i = 0; i < order->receipts_count; i++) {
        const struct receipt *receipt = &order->receipts[i];
        at += snprintf (at, (size_t)(end - at), "%s{\"recipient\": \"%s\", \"id\": %" PRIu64, i ? ", " : "[",
                        target_kind_names[receipt->recipient.kind], receipt->recipient.id);
        for (int rung = RECEIPT_QUEUED; rung < RECEIPT_STATES; rung++)
            if (receipt->at[rung])
                at += snprintf (at, (size_t)(end - at), ", \"%s_at_ms\": %" PRId64, receipt_state_names[rung],
                                receipt->at[rung]);
        at += snprintf (at, (size_t)(end - at), "}");
    }
    snprintf (at, (size_t)(end - at), "]");
    item_text (params, order->receipts_count ? text : NULL);
}

static void
put_linked_to (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct incident *incident = member;
    uint64_t others[LINKS_PER_INCIDENT_MAX];
    for (uint32_t i = 0; i < incident->links_count; i++)
        others[i] = incident->links[i].incident;
    item_int8_list (params, others, incident->links_count);
}

static void
put_linked_as (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct incident *incident = member;
    const char *kinds[LINKS_PER_INCIDENT_MAX];
    for (uint32_t i = 0; i < incident->links_count; i++)
        kinds[i] = link_kind_names[incident->links[i].kind];
    item_text_list (params, kinds, incident->links_count);
}

static void
put_participants (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct consultation *consultation = member;
    item_int8_list (params, consultation->participants, consultation->participants_count);
}

static void
put_takes_part (const struct column *column, const void *member, struct params *params)
{
    (void)column;
    const struct participants *participants = member;
    item_int8_list (params, participants->ids, participants->count);
}

/* ---- the types ---- */

#define BIGINT "bigint", PG_INT8
#define BIGINTS "bigint[]", PG_INT8_ARRAY
#define TEXT "text", PG_TEXT
#define TEXTS "text[]", PG_TEXT_ARRAY
#define DOUBLE "double precision", PG_FLOAT8
#define TIMESTAMP "timestamp with time zone", PG_TIMESTAMPTZ

static const struct column_type code_type = { TEXT, put_code };
static const struct column_type policy_type = { TEXT, put_policy };
static const struct column_type recipient_type = { TEXT, put_recipient };
static const struct column_type text_type = { TEXT, put_text };
static const struct column_type enum_type = { TEXT, put_enum };
static const struct column_type entity_kind_type = { TEXT, put_entity_kind };
static const struct column_type bool_type = { "boolean", PG_BOOL, put_bool };
static const struct column_type time_type = { TIMESTAMP, put_time };
static const struct column_type u8_type = { BIGINT, put_u8 };
static const struct column_type u32_type = { BIGINT, put_u32 };
static const struct column_type type_code_type = { BIGINT, put_type_code };
static const struct column_type id_type = { BIGINT, put_id };
static const struct column_type reference_type = { BIGINT, put_reference };
static const struct column_type figure_type = { "integer", PG_INT4, put_figure };
static const struct column_type loss_type = { BIGINT, put_loss };
static const struct column_type latitude_type = { DOUBLE, put_latitude };
static const struct column_type longitude_type = { DOUBLE, put_longitude };
static const struct column_type key_type = { "bytea", PG_BYTEA, put_key };
static const struct column_type skills_type = { BIGINTS, put_skills };
static const struct column_type receipts_type = { TEXT, put_receipts };
static const struct column_type linked_to_type = { BIGINTS, put_linked_to };
static const struct column_type participants_type = { BIGINTS, put_participants };
static const struct column_type linked_as_type = { TEXTS, put_linked_as };
static const struct column_type awaited_type = { BIGINTS, put_awaited };
static const struct column_type contacts_type = { BIGINTS, put_contacts };
static const struct column_type takes_part_type = { BIGINTS, put_takes_part };

/* ---- the columns ---- */

/* The second argument is the member and, unless N says otherwise, the column's name. Each macro checks the member's
 * C type, so that a reader can't be put on the wrong one. */
#define SAME_TYPE(kind, member, type)                                                                                \
    (sizeof (char[__builtin_types_compatible_p (__typeof__ (((struct kind *)0)->member), type) ? 1 : -1]) * 0)
#define C(KIND, kind, column, member, type, reader)                                                                  \
    {                                                                                                                \
        ENTITY_##KIND, column, &reader, offsetof (struct kind, member) + SAME_TYPE (kind, member, type), NULL, 0     \
    }
#define CODE(K, k, m) C (K, k, #m, m, char[CODE_MAX + 1], code_type)
#define CHANNEL(K, k, m) C (K, k, #m, m, char[CHANNEL_MAX + 1], code_type)
#define STRING(K, k, m) C (K, k, #m, m, char *, text_type)
#define BOOL(K, k, m) C (K, k, #m, m, bool, bool_type)
#define TIME(K, k, m) C (K, k, #m, m, int64_t, time_type)
#define COUNT(K, k, m) C (K, k, #m, m, uint32_t, u32_type)
#define TYPE_CODE(K, k) C (K, k, "type_code", type_code, uint32_t, type_code_type)
#define ID(K, k, m) C (K, k, #m, m, uint64_t, id_type)
#define REFERENCE(K, k, m) C (K, k, #m, m, uint64_t, reference_type)
#define ENUM_N(K, k, column, m, enum_names, count)                                                                   \
    {                                                                                                                \
        ENTITY_##K, column, &enum_type,                                                                              \
            offsetof (struct k, m) + 0 * sizeof (char[sizeof ((struct k *)0)->m == sizeof (unsigned) ? 1 : -1]),     \
            enum_names, count                                                                                        \
    }
#define ENUM(K, k, m, enum_names, count) ENUM_N (K, k, #m, m, enum_names, count)
#define POSITION(K, k, m)                                                                                            \
    C (K, k, "latitude", m, struct position, latitude_type), C (K, k, "longitude", m, struct position, longitude_type)
#define FIGURE(K, k, m) C (K, k, #m, figures.m, int32_t, figure_type)
#define FIGURES(K, k)                                                                                                \
    FIGURE (K, k, dead), FIGURE (K, k, missing), FIGURE (K, k, trapped), FIGURE (K, k, injured_serious),             \
        FIGURE (K, k, injured_slight), FIGURE (K, k, endangered), FIGURE (K, k, evacuated),                          \
        FIGURE (K, k, brought_out), FIGURE (K, k, rescuers),                                                         \
        C (K, k, "loss_yuan", figures.loss_yuan, int64_t, loss_type)

/* clang-format off */
const struct column columns[] = {
    CODE (PROFILE, profile, code),
    STRING (PROFILE, profile, title),
    STRING (PROFILE, profile, text),

    CODE (POST, post, code),
    STRING (POST, post, name),
    STRING (POST, post, phone),

    CODE (PERSON, person, code),
    STRING (PERSON, person, name),
    STRING (PERSON, person, phone),
    STRING (PERSON, person, duty),
    BOOL (PERSON, person, unreachable),

    CODE (TEAM, team, code),
    STRING (TEAM, team, name),
    ENUM (TEAM, team, kind, team_kind_names, TEAM_KINDS),
    BOOL (TEAM, team, auxiliary),
    COUNT (TEAM, team, rank),
    POSITION (TEAM, team, base),
    { ENTITY_TEAM, "skills", &skills_type, 0, NULL, 0 },
    { ENTITY_TEAM, "contacts", &contacts_type, 0, NULL, 0 },

    CODE (PRINCIPAL, principal, code),
    ENUM (PRINCIPAL, principal, state, principal_state_names, PRINCIPAL_STATES),
    ENUM (PRINCIPAL, principal, role, role_names, ROLES),
    C (PRINCIPAL, principal, "key", key, uint8_t[KEY_BYTES], key_type),
    REFERENCE (PRINCIPAL, principal, person),
    REFERENCE (PRINCIPAL, principal, team),
    TIME (PRINCIPAL, principal, enrolled_at),
    TIME (PRINCIPAL, principal, revoked_at),

    ENUM (INCIDENT, incident, state, incident_state_names, INCIDENT_STATES),
    BOOL (INCIDENT, incident, drill),
    TYPE_CODE (INCIDENT, incident),
    STRING (INCIDENT, incident, what),
    STRING (INCIDENT, incident, place),
    POSITION (INCIDENT, incident, position),
    TIME (INCIDENT, incident, occurred_at),
    TIME (INCIDENT, incident, reported_at),
    TIME (INCIDENT, incident, closed_at),
    ENUM (INCIDENT, incident, level, event_level_names, EVENT_LEVELS),
    ENUM (INCIDENT, incident, level_confirmed, event_level_names, EVENT_LEVELS),
    FIGURES (INCIDENT, incident),
    COUNT (INCIDENT, incident, reports_count),
    COUNT (INCIDENT, incident, continuations_count),
    REFERENCE (INCIDENT, incident, reported_by),
    ENUM (INCIDENT, incident, disposition, disposition_names, DISPOSITIONS),
    TIME (INCIDENT, incident, controlled_at),
    TIME (INCIDENT, incident, casualties_at),
    REFERENCE (INCIDENT, incident, merged_into),
    STRING (INCIDENT, incident, source_id),
    { ENTITY_INCIDENT, "linked_to", &linked_to_type, 0, NULL, 0 },
    { ENTITY_INCIDENT, "linked_as", &linked_as_type, 0, NULL, 0 },

    ID (REPORT, report, incident),
    ENUM (REPORT, report, kind, report_kind_names, REPORT_KINDS),
    COUNT (REPORT, report, number),
    BOOL (REPORT, report, drill),
    TIME (REPORT, report, filed_at),
    REFERENCE (REPORT, report, filed_by),
    STRING (REPORT, report, text),
    FIGURES (REPORT, report),
    CHANNEL (REPORT, report, channel),
    STRING (REPORT, report, caller_name),
    STRING (REPORT, report, caller_phone),
    STRING (REPORT, report, caller_post),
    STRING (REPORT, report, already_told),

    ID (DISPATCH_ORDER, dispatch_order, incident),
    ID (DISPATCH_ORDER, dispatch_order, team),
    ENUM (DISPATCH_ORDER, dispatch_order, state, order_state_names, ORDER_STATES),
    BOOL (DISPATCH_ORDER, dispatch_order, drill),
    STRING (DISPATCH_ORDER, dispatch_order, task),
    STRING (DISPATCH_ORDER, dispatch_order, what),
    STRING (DISPATCH_ORDER, dispatch_order, place),
    POSITION (DISPATCH_ORDER, dispatch_order, position),
    TYPE_CODE (DISPATCH_ORDER, dispatch_order),
    ENUM (DISPATCH_ORDER, dispatch_order, level, event_level_names, EVENT_LEVELS),
    REFERENCE (DISPATCH_ORDER, dispatch_order, issued_by),
    REFERENCE (DISPATCH_ORDER, dispatch_order, replaces),
    REFERENCE (DISPATCH_ORDER, dispatch_order, replaced_by),
    TIME (DISPATCH_ORDER, dispatch_order, issued_at),
    TIME (DISPATCH_ORDER, dispatch_order, acknowledged_at),
    TIME (DISPATCH_ORDER, dispatch_order, departed_at),
    TIME (DISPATCH_ORDER, dispatch_order, arrived_at),
    TIME (DISPATCH_ORDER, dispatch_order, ended_at),
    TIME (DISPATCH_ORDER, dispatch_order, recalled_at),
    TIME (DISPATCH_ORDER, dispatch_order, reserved_at),
    TIME (DISPATCH_ORDER, dispatch_order, release_at),
    TIME (DISPATCH_ORDER, dispatch_order, device_at),
    REFERENCE (DISPATCH_ORDER, dispatch_order, acknowledged_by),
    REFERENCE (DISPATCH_ORDER, dispatch_order, on_behalf_of),
    CHANNEL (DISPATCH_ORDER, dispatch_order, channel),
    STRING (DISPATCH_ORDER, dispatch_order, words),
    { ENTITY_DISPATCH_ORDER, "receipts", &receipts_type, 0, NULL, 0 },
    BOOL (DISPATCH_ORDER, dispatch_order, everyone),
    { ENTITY_DISPATCH_ORDER, "awaited", &awaited_type, 0, NULL, 0 },
    COUNT (DISPATCH_ORDER, dispatch_order, misses_count),
    BOOL (DISPATCH_ORDER, dispatch_order, status_checks),
    TIME (DISPATCH_ORDER, dispatch_order, distress_at),

    ENUM (SHIFT, shift, state, shift_state_names, SHIFT_STATES),
    ID (SHIFT, shift, person),
    ID (SHIFT, shift, post),
    BOOL (SHIFT, shift, leader),
    CHANNEL (SHIFT, shift, channel),
    TIME (SHIFT, shift, checked_in_at),
    TIME (SHIFT, shift, checked_out_at),

    ENUM (OBLIGATION, obligation, kind, obligation_kind_names, OBLIGATION_KINDS),
    ENUM (OBLIGATION, obligation, state, obligation_state_names, OBLIGATION_STATES),
    BOOL (OBLIGATION, obligation, drill),
    C (OBLIGATION, obligation, "subject_kind", subject_kind, enum entity_kind, entity_kind_type),
    ID (OBLIGATION, obligation, subject),
    REFERENCE (OBLIGATION, obligation, incident),
    ENUM_N (OBLIGATION, obligation, "owner_kind", owner.kind, target_kind_names, TARGET_KINDS),
    C (OBLIGATION, obligation, "owner", owner.id, uint64_t, reference_type),
    CODE (OBLIGATION, obligation, clock),
    ENUM (OBLIGATION, obligation, report_kind, report_kind_names, REPORT_KINDS),
    BOOL (OBLIGATION, obligation, met_by_filing),
    BOOL (OBLIGATION, obligation, after_close),
    TIME (OBLIGATION, obligation, armed_at),
    TIME (OBLIGATION, obligation, due_at),
    TIME (OBLIGATION, obligation, next_at),
    C (OBLIGATION, obligation, "next_step", next_step, uint8_t, u8_type),
    C (OBLIGATION, obligation, "step_times", step_times, uint8_t, u8_type),
    COUNT (OBLIGATION, obligation, fired_count),
    C (OBLIGATION, obligation, "policy", terms, struct terms *, policy_type),
    C (OBLIGATION, obligation, "recipient", terms, struct terms *, recipient_type),
    REFERENCE (OBLIGATION, obligation, discharged_by),
    TIME (OBLIGATION, obligation, ended_at),
    CHANNEL (OBLIGATION, obligation, channel),

    ENUM (HANDOVER, handover, state, handover_state_names, HANDOVER_STATES),
    REFERENCE (HANDOVER, handover, post),
    BOOL (HANDOVER, handover, leader),
    REFERENCE (HANDOVER, handover, shift),
    REFERENCE (HANDOVER, handover, outgoing),
    C (HANDOVER, handover, "incoming", owner.id, uint64_t, reference_type),
    STRING (HANDOVER, handover, done),
    STRING (HANDOVER, handover, undone),
    STRING (HANDOVER, handover, note),
    STRING (HANDOVER, handover, remark),
    STRING (HANDOVER, handover, reason),
    TIME (HANDOVER, handover, opened_at),
    TIME (HANDOVER, handover, accepted_at),
    TIME (HANDOVER, handover, signed_at),
    TIME (HANDOVER, handover, cancelled_at),
    REFERENCE (HANDOVER, handover, head_seq),
    C (HANDOVER, handover, "head_hash", head_hash, uint8_t[HASH_BYTES], key_type),
    COUNT (HANDOVER, handover, items_count),
    COUNT (HANDOVER, handover, objections_count),
    REFERENCE (SUBMISSION, submission, incident),
    REFERENCE (SUBMISSION, submission, post),
    ENUM (SUBMISSION, submission, state, submission_state_names, SUBMISSION_STATES),
    BOOL (SUBMISSION, submission, drill),
    BOOL (SUBMISSION, submission, needs_sign_off),
    CODE (SUBMISSION, submission, stage),
    ENUM (SUBMISSION, submission, kind, report_kind_names, REPORT_KINDS),
    COUNT (SUBMISSION, submission, number),
    STRING (SUBMISSION, submission, title),
    C (SUBMISSION, submission, "recipient", to, char *, text_type),
    STRING (SUBMISSION, submission, text),
    FIGURES (SUBMISSION, submission),
    ENUM (SUBMISSION, submission, level, event_level_names, EVENT_LEVELS),
    CHANNEL (SUBMISSION, submission, channel),
    STRING (SUBMISSION, submission, received_by),
    STRING (SUBMISSION, submission, reason),
    TIME (SUBMISSION, submission, drafted_at),
    TIME (SUBMISSION, submission, signed_at),
    TIME (SUBMISSION, submission, sent_at),
    TIME (SUBMISSION, submission, withdrawn_at),
    REFERENCE (SUBMISSION, submission, drafted_by),
    REFERENCE (SUBMISSION, submission, signed_by),
    REFERENCE (SUBMISSION, submission, sent_by),

    REFERENCE (DUTY_LOG_ENTRY, duty_log_entry, incident),
    BOOL (DUTY_LOG_ENTRY, duty_log_entry, drill),
    REFERENCE (DUTY_LOG_ENTRY, duty_log_entry, post),
    REFERENCE (DUTY_LOG_ENTRY, duty_log_entry, person),
    REFERENCE (DUTY_LOG_ENTRY, duty_log_entry, written_by),
    STRING (DUTY_LOG_ENTRY, duty_log_entry, text),
    TIME (DUTY_LOG_ENTRY, duty_log_entry, happened_at),
    TIME (DUTY_LOG_ENTRY, duty_log_entry, written_at),
    REFERENCE (DUTY_LOG_ENTRY, duty_log_entry, corrects),

    ID (ROSTER, roster, post),
    STRING (ROSTER, roster, title),
    STRING (ROSTER, roster, text),
    TIME (ROSTER, roster, planned_until),

    ID (PLANNED_SHIFT, planned_shift, roster),
    ID (PLANNED_SHIFT, planned_shift, post),
    ENUM (PLANNED_SHIFT, planned_shift, state, planned_state_names, PLANNED_STATES),
    CODE (PLANNED_SHIFT, planned_shift, code),
    BOOL (PLANNED_SHIFT, planned_shift, leader),
    COUNT (PLANNED_SHIFT, planned_shift, seat),
    BOOL (PLANNED_SHIFT, planned_shift, holiday),
    BOOL (PLANNED_SHIFT, planned_shift, by_hand),
    TIME (PLANNED_SHIFT, planned_shift, begin_at),
    TIME (PLANNED_SHIFT, planned_shift, end_at),
    TIME (PLANNED_SHIFT, planned_shift, due_at),
    ENUM_N (PLANNED_SHIFT, planned_shift, "owner_kind", owner.kind, target_kind_names, TARGET_KINDS),
    C (PLANNED_SHIFT, planned_shift, "owner", owner.id, uint64_t, reference_type),
    REFERENCE (PLANNED_SHIFT, planned_shift, shift),
    REFERENCE (PLANNED_SHIFT, planned_shift, stand_in),
    TIME (PLANNED_SHIFT, planned_shift, manned_at),
    ENUM (PLANNED_SHIFT, planned_shift, swap, swap_state_names, SWAP_STATES),
    REFERENCE (PLANNED_SHIFT, planned_shift, swap_by),
    REFERENCE (PLANNED_SHIFT, planned_shift, swap_with),
    REFERENCE (PLANNED_SHIFT, planned_shift, swap_for),
    TIME (PLANNED_SHIFT, planned_shift, swap_answer_by),

    CODE (CALENDAR, calendar, code),
    STRING (CALENDAR, calendar, title),
    STRING (CALENDAR, calendar, text),

    REFERENCE (RESPONSE, response, incident),
    ENUM (RESPONSE, response, state, response_state_names, RESPONSE_STATES),
    BOOL (RESPONSE, response, drill),
    ENUM (RESPONSE, response, level, response_level_names, RESPONSE_LEVELS),
    STRING (RESPONSE, response, matter),
    STRING (RESPONSE, response, measures),
    STRING (RESPONSE, response, reason),
    TIME (RESPONSE, response, activated_at),
    REFERENCE (RESPONSE, response, activated_by),
    TIME (RESPONSE, response, term_at),
    TIME (RESPONSE, response, review_at),
    TIME (RESPONSE, response, adjusted_at),
    COUNT (RESPONSE, response, adjustments_count),
    TIME (RESPONSE, response, terminated_at),

    REFERENCE (INSTRUCTION, instruction, incident),
    ENUM (INSTRUCTION, instruction, state, instruction_state_names, INSTRUCTION_STATES),
    BOOL (INSTRUCTION, instruction, drill),
    STRING (INSTRUCTION, instruction, text),
    REFERENCE (INSTRUCTION, instruction, given_by),
    REFERENCE (INSTRUCTION, instruction, recorded_by),
    ENUM_N (INSTRUCTION, instruction, "owner_kind", owner.kind, target_kind_names, TARGET_KINDS),
    C (INSTRUCTION, instruction, "owner", owner.id, uint64_t, reference_type),
    TIME (INSTRUCTION, instruction, given_at),
    TIME (INSTRUCTION, instruction, due_at),
    CHANNEL (INSTRUCTION, instruction, channel),
    STRING (INSTRUCTION, instruction, feedback),
    TIME (INSTRUCTION, instruction, fed_back_at),
    REFERENCE (INSTRUCTION, instruction, fed_back_by),
    REFERENCE (INSTRUCTION, instruction, on_behalf_of),
    COUNT (INSTRUCTION, instruction, feedbacks_count),
    STRING (INSTRUCTION, instruction, outcome),
    TIME (INSTRUCTION, instruction, closed_at),

    ENUM (DRILL, drill, state, drill_state_names, DRILL_STATES),
    STRING (DRILL, drill, title),
    BOOL (DRILL, drill, everybody),
    C (DRILL, drill, "teams", teams, struct participants, takes_part_type),
    C (DRILL, drill, "people", people, struct participants, takes_part_type),
    C (DRILL, drill, "posts", posts, struct participants, takes_part_type),
    TIME (DRILL, drill, begun_at),
    REFERENCE (DRILL, drill, begun_by),
    TIME (DRILL, drill, ends_at),
    TIME (DRILL, drill, ended_at),
    STRING (DRILL, drill, reason),
    COUNT (DRILL, drill, closed_count),

    ENUM (ROLL_CALL, roll_call, state, roll_call_state_names, ROLL_CALL_STATES),
    BOOL (ROLL_CALL, roll_call, drill),
    STRING (ROLL_CALL, roll_call, title),
    C (ROLL_CALL, roll_call, "plan", plan.code, char[CODE_MAX + 1], code_type),
    COUNT (ROLL_CALL, roll_call, within_ms),
    TIME (ROLL_CALL, roll_call, due_at),
    TIME (ROLL_CALL, roll_call, called_at),
    REFERENCE (ROLL_CALL, roll_call, called_by),
    REFERENCE (ROLL_CALL, roll_call, first_answer),
    COUNT (ROLL_CALL, roll_call, called_count),
    COUNT (ROLL_CALL, roll_call, answered_count),
    COUNT (ROLL_CALL, roll_call, late_count),
    COUNT (ROLL_CALL, roll_call, absent_count),
    TIME (ROLL_CALL, roll_call, ended_at),
    STRING (ROLL_CALL, roll_call, reason),

    ID (ROLL_CALL_ANSWER, roll_call_answer, roll_call),
    ENUM_N (ROLL_CALL_ANSWER, roll_call_answer, "owner_kind", owner.kind, target_kind_names, TARGET_KINDS),
    C (ROLL_CALL_ANSWER, roll_call_answer, "owner", owner.id, uint64_t, reference_type),
    ENUM (ROLL_CALL_ANSWER, roll_call_answer, state, roll_call_answer_state_names, ROLL_CALL_ANSWER_STATES),
    BOOL (ROLL_CALL_ANSWER, roll_call_answer, drill),
    STRING (ROLL_CALL_ANSWER, roll_call_answer, title),
    COUNT (ROLL_CALL_ANSWER, roll_call_answer, attempts),
    TIME (ROLL_CALL_ANSWER, roll_call_answer, called_at),
    TIME (ROLL_CALL_ANSWER, roll_call_answer, due_at),
    TIME (ROLL_CALL_ANSWER, roll_call_answer, answered_at),
    REFERENCE (ROLL_CALL_ANSWER, roll_call_answer, answered_by),
    REFERENCE (ROLL_CALL_ANSWER, roll_call_answer, on_behalf_of),
    CHANNEL (ROLL_CALL_ANSWER, roll_call_answer, channel),
    STRING (ROLL_CALL_ANSWER, roll_call_answer, words),

    ID (FIELD_COMMAND_POST, field_command_post, incident),
    ENUM (FIELD_COMMAND_POST, field_command_post, state, command_state_names, COMMAND_STATES),
    BOOL (FIELD_COMMAND_POST, field_command_post, drill),
    STRING (FIELD_COMMAND_POST, field_command_post, place),
    STRING (FIELD_COMMAND_POST, field_command_post, phone),
    REFERENCE (FIELD_COMMAND_POST, field_command_post, commander),
    TIME (FIELD_COMMAND_POST, field_command_post, commander_since),
    C (FIELD_COMMAND_POST, field_command_post, "successor", successor.id, uint64_t, reference_type),
    TIME (FIELD_COMMAND_POST, field_command_post, asked_at),
    STRING (FIELD_COMMAND_POST, field_command_post, reason),
    STRING (FIELD_COMMAND_POST, field_command_post, words),
    CHANNEL (FIELD_COMMAND_POST, field_command_post, channel),
    COUNT (FIELD_COMMAND_POST, field_command_post, transfers_count),
    TIME (FIELD_COMMAND_POST, field_command_post, established_at),
    REFERENCE (FIELD_COMMAND_POST, field_command_post, established_by),
    TIME (FIELD_COMMAND_POST, field_command_post, dissolved_at),

    REFERENCE (CONSULTATION, consultation, incident),
    BOOL (CONSULTATION, consultation, drill),
    STRING (CONSULTATION, consultation, matter),
    { ENTITY_CONSULTATION, "participants", &participants_type, 0, NULL, 0 },
    STRING (CONSULTATION, consultation, others),
    CHANNEL (CONSULTATION, consultation, channel),
    TIME (CONSULTATION, consultation, began_at),
    TIME (CONSULTATION, consultation, ended_at),
    STRING (CONSULTATION, consultation, conclusions),
    REFERENCE (CONSULTATION, consultation, recorded_by),
    TIME (CONSULTATION, consultation, recorded_at),
};
/* clang-format on */

const size_t columns_count = sizeof columns / sizeof *columns;

const struct column *
columns_of (enum entity_kind kind, size_t *ret_count)
{
    size_t first = 0;
    while (first < columns_count && columns[first].kind != kind)
        first++;
    size_t count = 0;
    while (first + count < columns_count && columns[first + count].kind == kind)
        count++;
    *ret_count = count;
    return &columns[first];
}

const char *
column_sql_type (const struct column *column)
{
    return column->type->sql;
}

void
column_put (const struct column *column, const struct entity *entity, struct params *params)
{
    row_column (params, column->type->type);
    column->type->put (column, (const char *)entity + column->offset, params);
}
