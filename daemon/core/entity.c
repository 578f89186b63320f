/* SPDX-License-Identifier: Apache-2.0 */
/* entity.c: making, copying and ending entities, from one table of what each kind owns and says of itself. */
#include "core/entities.h"
#include "core/machine.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { STRINGS_MAX = 6, STATES_MAX = 12 };

struct entity_class {
    const char *name;
    size_t size;
    size_t strings[STRINGS_MAX]; /* offsets of the char * members it owns; 0 ends */
    struct {
        size_t items, count, item_size; /* offsets of the pointer and of its uint32_t count */
    } list;                             /* one array that it owns, of what owns nothing itself; items 0 = none */
    /* offsets of what it says of itself; 0 = it says nothing */
    size_t incident;          /* uint64_t: the incident it belongs to */
    size_t drill;             /* bool */
    size_t post;              /* uint64_t: the post on whose topic it travels */
    size_t owner;             /* struct target: who owes what is owed on it */
    size_t due_at;            /* int64_t: by when that is due; 0 = as the profile says */
    uint32_t ends;            /* a mask of 1 << state: nothing about it is open any more */
    bool record;              /* written once and never changed: settled from its birth */
    uint8_t owes[STATES_MAX]; /* in this state somebody owes this on it (promise 2); OBLIGATION_NONE = nothing */
    enum topic_kind topic;
};

_Static_assert((int)ORDER_STATES <= STATES_MAX && (int)PLANNED_STATES <= STATES_MAX,
               "an entity has more states than its class can tell of");

#define S(type, member) offsetof (struct type, member)
#define ENDS(state) (1u << (state))

static const struct entity_class classes[ENTITY_KINDS] = {
    [ENTITY_NONE] = { .name = "none", .size = sizeof (struct entity) },
    [ENTITY_PROFILE] = { .name = "profile",
                         .size = sizeof (struct profile),
                         .strings = { S (profile, title), S (profile, text) } },
    [ENTITY_POST] = { .name = "post", .size = sizeof (struct post), .strings = { S (post, name), S (post, phone) } },
    [ENTITY_PERSON] = { .name = "person",
                        .size = sizeof (struct person),
                        .strings = { S (person, name), S (person, phone), S (person, duty) } },
    [ENTITY_TEAM] = { .name = "team", .size = sizeof (struct team), .strings = { S (team, name) } },
    [ENTITY_PRINCIPAL] = { .name = "principal", .size = sizeof (struct principal), .topic = TOPIC_OWN },
    [ENTITY_INCIDENT] = { .name = "incident",
                          .size = sizeof (struct incident),
                          .strings = { S (incident, what), S (incident, place), S (incident, source_id) },
                          .list = { S (incident, links), S (incident, links_count), sizeof (struct link) },
                          .incident = S (incident, entity.id),
                          .drill = S (incident, drill),
                          .ends = ENDS (INCIDENT_CLOSED),
                          .owes = { [INCIDENT_REPORTED] = OBLIGATION_REPORT,
                                    [INCIDENT_RESPONDING] = OBLIGATION_REPORT,
                                    [INCIDENT_ON_HOLD] = OBLIGATION_REPORT,
                                    [INCIDENT_CONTROLLED] = OBLIGATION_REPORT },
                          .topic = TOPIC_OWN },
    [ENTITY_REPORT] = { .name = "report",
                        .size = sizeof (struct report),
                        .strings = { S (report, text), S (report, caller_name), S (report, caller_phone),
                                     S (report, caller_post), S (report, already_told) },
                        .incident = S (report, incident),
                        .drill = S (report, drill),
                        .topic = TOPIC_INCIDENT },
    [ENTITY_SUBMISSION] = { .name = "submission",
                            .size = sizeof (struct submission),
                            .strings = { S (submission, title), S (submission, to), S (submission, text),
                                         S (submission, received_by), S (submission, reason) },
                            .incident = S (submission, incident),
                            .drill = S (submission, drill),
                            .ends = ENDS (SUBMISSION_SENT) | ENDS (SUBMISSION_WITHDRAWN),
                            .owes = { [SUBMISSION_DRAFTED] = OBLIGATION_SIGN_OFF,
                                      [SUBMISSION_SIGNED] = OBLIGATION_SEND_REPORT },
                            .topic = TOPIC_INCIDENT },
    [ENTITY_DISPATCH_ORDER] = { .name = "dispatch_order",
                                .size = sizeof (struct dispatch_order),
                                .strings = { S (dispatch_order, task), S (dispatch_order, what),
                                             S (dispatch_order, place), S (dispatch_order, words) },
                                .list = { S (dispatch_order, receipts), S (dispatch_order, receipts_count),
                                          sizeof (struct receipt) },
                                .incident = S (dispatch_order, incident),
                                .drill = S (dispatch_order, drill),
                                .due_at = S (dispatch_order, release_at),
                                .ends = ENDS (ORDER_COMPLETED) | ENDS (ORDER_DECLINED) | ENDS (ORDER_EXPIRED) |
                                        ENDS (ORDER_CANCELLED) | ENDS (ORDER_STOOD_DOWN),
                                .owes = { [ORDER_RESERVED] = OBLIGATION_RELEASE_ORDER,
                                          [ORDER_ISSUED] = OBLIGATION_ACKNOWLEDGE_ORDER,
                                          [ORDER_ACKNOWLEDGED] = OBLIGATION_DEPART_ORDER,
                                          [ORDER_EN_ROUTE] = OBLIGATION_ARRIVE_ORDER,
                                          [ORDER_ON_SCENE] = OBLIGATION_COMPLETE_ORDER,
                                          [ORDER_RECALLED] = OBLIGATION_CONFIRM_RECALL },
                                .topic = TOPIC_TEAM },
    [ENTITY_SHIFT] = { .name = "shift",
                       .size = sizeof (struct shift),
                       .post = S (shift, post),
                       .ends = ENDS (SHIFT_OFF_DUTY),
                       .topic = TOPIC_POST },
    [ENTITY_OBLIGATION] = { .name = "obligation",
                            .size = sizeof (struct obligation),
                            .incident = S (obligation, incident),
                            .drill = S (obligation, drill),
                            .ends = ENDS (OBLIGATION_DISCHARGED) | ENDS (OBLIGATION_WITHDRAWN),
                            .topic = TOPIC_SUBJECT },
    [ENTITY_HANDOVER] = { .name = "handover",
                          .size = sizeof (struct handover),
                          .strings = { S (handover, done), S (handover, undone), S (handover, note),
                                       S (handover, remark), S (handover, reason) },
                          .post = S (handover, post),
                          .owner = S (handover, owner),
                          .ends = ENDS (HANDOVER_SIGNED) | ENDS (HANDOVER_CANCELLED),
                          .owes = { [HANDOVER_OPENED] = OBLIGATION_SIGN_HANDOVER,
                                    [HANDOVER_ACCEPTED] = OBLIGATION_SIGN_HANDOVER },
                          .topic = TOPIC_POST },
    [ENTITY_DUTY_LOG_ENTRY] = { .name = "duty_log_entry",
                                .size = sizeof (struct duty_log_entry),
                                .strings = { S (duty_log_entry, text) },
                                .incident = S (duty_log_entry, incident),
                                .drill = S (duty_log_entry, drill),
                                .post = S (duty_log_entry, post),
                                .record = true,
                                .topic = TOPIC_POST },
    [ENTITY_CALENDAR] = { .name = "calendar",
                          .size = sizeof (struct calendar),
                          .strings = { S (calendar, title), S (calendar, text) } },
    [ENTITY_ROSTER] = { .name = "roster",
                        .size = sizeof (struct roster),
                        .strings = { S (roster, title), S (roster, text) } },
    [ENTITY_PLANNED_SHIFT] = { .name = "planned_shift",
                               .size = sizeof (struct planned_shift),
                               .post = S (planned_shift, post),
                               .owner = S (planned_shift, owner),
                               .due_at = S (planned_shift, due_at),
                               .ends = ENDS (PLANNED_ENDED) | ENDS (PLANNED_MISSED) | ENDS (PLANNED_CANCELLED),
                               .owes = { [PLANNED_AHEAD] = OBLIGATION_CHECK_IN,
                                         [PLANNED_ABSENT] = OBLIGATION_CHECK_IN },
                               .topic = TOPIC_POST },
    [ENTITY_RESPONSE] = { .name = "response",
                          .size = sizeof (struct response),
                          .strings = { S (response, matter), S (response, measures), S (response, reason) },
                          .incident = S (response, incident),
                          .drill = S (response, drill),
                          .due_at = S (response, review_at),
                          .ends = ENDS (RESPONSE_TERMINATED),
                          .owes = { [RESPONSE_ACTIVE] = OBLIGATION_REVIEW_RESPONSE },
                          .topic = TOPIC_OWN },
    [ENTITY_INSTRUCTION] = { .name = "instruction",
                             .size = sizeof (struct instruction),
                             .strings = { S (instruction, text), S (instruction, feedback),
                                          S (instruction, outcome) },
                             .incident = S (instruction, incident),
                             .drill = S (instruction, drill),
                             .owner = S (instruction, owner),
                             .due_at = S (instruction, due_at),
                             .ends = ENDS (INSTRUCTION_CLOSED),
                             .owes = { [INSTRUCTION_GIVEN] = OBLIGATION_INSTRUCTION_FEEDBACK },
                             .topic = TOPIC_OWNER },
    [ENTITY_CONSULTATION] = { .name = "consultation",
                              .size = sizeof (struct consultation),
                              .strings = { S (consultation, matter), S (consultation, others),
                                           S (consultation, conclusions) },
                              .list = { S (consultation, participants), S (consultation, participants_count),
                                        sizeof (uint64_t) },
                              .incident = S (consultation, incident),
                              .drill = S (consultation, drill),
                              .record = true,
                              .topic = TOPIC_OWN },
    [ENTITY_DRILL] = { .name = "drill",
                       .size = sizeof (struct drill),
                       .strings = { S (drill, title), S (drill, reason) },
                       .due_at = S (drill, ends_at),
                       .ends = ENDS (DRILL_ENDED),
                       .owes = { [DRILL_RUNNING] = OBLIGATION_END_DRILL },
                       .topic = TOPIC_OWN },
    [ENTITY_ROLL_CALL] = { .name = "roll_call",
                           .size = sizeof (struct roll_call),
                           .strings = { S (roll_call, title), S (roll_call, reason) },
                           .drill = S (roll_call, drill),
                           .due_at = S (roll_call, due_at),
                           .ends = ENDS (ROLL_CALL_ENDED),
                           .owes = { [ROLL_CALL_SCHEDULED] = OBLIGATION_ROLL_CALL_DUE },
                           .topic = TOPIC_OWN },
    [ENTITY_ROLL_CALL_ANSWER] = { .name = "roll_call_answer",
                                  .size = sizeof (struct roll_call_answer),
                                  .strings = { S (roll_call_answer, title), S (roll_call_answer, words) },
                                  .drill = S (roll_call_answer, drill),
                                  .owner = S (roll_call_answer, owner),
                                  .due_at = S (roll_call_answer, due_at),
                                  .ends = ENDS (ROLL_CALL_ANSWER_ANSWERED) | ENDS (ROLL_CALL_ANSWER_ABSENT) |
                                          ENDS (ROLL_CALL_ANSWER_WITHDRAWN),
                                  .owes = { [ROLL_CALL_ANSWER_CALLED] = OBLIGATION_ANSWER_ROLL_CALL },
                                  .topic = TOPIC_OWNER },
    [ENTITY_FIELD_COMMAND_POST] = { .name = "field_command_post",
                                    .size = sizeof (struct field_command_post),
                                    .strings = { S (field_command_post, place), S (field_command_post, phone),
                                                 S (field_command_post, reason), S (field_command_post, words) },
                                    .incident = S (field_command_post, incident),
                                    .drill = S (field_command_post, drill),
                                    .owner = S (field_command_post, successor),
                                    .ends = ENDS (COMMAND_DISSOLVED),
                                    .owes = { [COMMAND_TRANSFERRING] = OBLIGATION_ACCEPT_COMMAND },
                                    .topic = TOPIC_OWN },
};

static char **
string_at (const struct entity *entity, size_t offset)
{
    return (char **)((char *)(uintptr_t)entity + offset);
}

static void **
list_at (const struct entity *entity)
{
    size_t offset = classes[entity->kind].list.items;
    return offset ? (void **)((char *)(uintptr_t)entity + offset) : NULL;
}

const char *
entity_kind_name (enum entity_kind kind)
{
    return (unsigned)kind < ENTITY_KINDS && classes[kind].name ? classes[kind].name : "unknown";
}

bool
entity_kind_exists (enum entity_kind kind)
{
    return kind > ENTITY_NONE && kind < ENTITY_KINDS && classes[kind].name;
}

enum entity_kind
entity_kind_by_name (const char *name)
{
    FOR_EACH_ENTITY_KIND (kind)
        if (!strcmp (name, classes[kind].name))
            return kind;
    return ENTITY_NONE;
}

size_t
entity_size (enum entity_kind kind)
{
    return classes[kind].size;
}

struct entity *
entity_new (enum entity_kind kind)
{
    assert (entity_kind_exists (kind));
    struct entity *entity = xcalloc (1, classes[kind].size);
    entity->kind = kind;
    entity->log_slot = SIZE_MAX;
    if (kind == ENTITY_INCIDENT)
        ((struct incident *)entity)->figures = figures_unknown;
    if (kind == ENTITY_REPORT)
        ((struct report *)entity)->figures = figures_unknown;
    if (kind == ENTITY_SUBMISSION)
        ((struct submission *)entity)->figures = figures_unknown;
    if (kind == ENTITY_OBLIGATION) {
        ((struct obligation *)entity)->heap_slot = SIZE_MAX;
        ((struct obligation *)entity)->terms = terms_new ();
    }
    return entity;
}

void
entity_free (struct entity *entity)
{
    if (!entity)
        return;
    for (const size_t *offset = classes[entity->kind].strings; *offset; offset++)
        free (*string_at (entity, *offset));
    void **list = list_at (entity);
    if (list)
        free (*list);
    if (entity->kind == ENTITY_OBLIGATION)
        terms_release (((struct obligation *)entity)->terms);
    free (entity);
}

/* What the desk derives is not part of the copy: it belongs to the place that the original has in its tables. */
static void
forget_derived (struct entity *entity)
{
    entity->dirty = entity->parked = false;
    entity->log_slot = SIZE_MAX;
    entity->obligations = NULL;
    entity->topic_seq = entity->duty_topic_seq = 0;
    entity->batch_row = 0;
    memset (&entity->hh, 0, sizeof entity->hh);
    if (entity->kind == ENTITY_INCIDENT) {
        ((struct incident *)entity)->reports = NULL;
        ((struct incident *)entity)->orders = NULL;
        ((struct incident *)entity)->submissions = NULL;
    }
    if (entity->kind == ENTITY_REPORT)
        ((struct report *)entity)->next_of_incident = NULL;
    if (entity->kind == ENTITY_DISPATCH_ORDER) {
        struct dispatch_order *order = (struct dispatch_order *)entity;
        order->next_of_incident = order->next_of_team = order->prev_of_team = NULL;
    }
    if (entity->kind == ENTITY_TEAM)
        ((struct team *)entity)->orders = NULL;
    if (entity->kind == ENTITY_SUBMISSION)
        ((struct submission *)entity)->next_of_incident = NULL;
    if (entity->kind == ENTITY_OBLIGATION) {
        ((struct obligation *)entity)->heap_slot = SIZE_MAX;
        ((struct obligation *)entity)->next_of_subject = NULL;
    }
    if (entity->kind == ENTITY_ROSTER)
        ((struct roster *)entity)->planned = NULL;
    if (entity->kind == ENTITY_PLANNED_SHIFT)
        ((struct planned_shift *)entity)->next_of_roster = NULL;
}

struct entity *
entity_clone (const struct entity *entity)
{
    struct entity *copy = xmemdup (entity, classes[entity->kind].size);
    for (const size_t *offset = classes[entity->kind].strings; *offset; offset++)
        *string_at (copy, *offset) = xstrdup (*string_at (entity, *offset));
    void **list = list_at (copy);
    if (list && *list)
        *list = xmemdup (*list, *(const uint32_t *)((const char *)entity + classes[entity->kind].list.count) *
                                    classes[entity->kind].list.item_size);
    if (entity->kind == ENTITY_OBLIGATION)
        terms_share (((struct obligation *)copy)->terms);
    forget_derived (copy);
    return copy;
}

bool
id_is_drill (uint64_t id)
{
    return id > DRILL_IDS;
}

size_t
id_series (enum entity_kind kind, uint64_t id)
{
    return id_is_drill (id) ? ENTITY_KINDS + (size_t)kind : (size_t)kind;
}

/* ---- what an entity says of itself ---- */

static const void *
member_at (const struct entity *entity, size_t offset)
{
    return (const char *)entity + offset;
}

bool
entity_settled (const struct entity *entity)
{
    const struct machine *machine = machine_of (entity->kind);
    if (classes[entity->kind].record)
        return true;
    return machine && classes[entity->kind].ends & (1u << machine_state (machine, entity));
}

bool
entity_settles (enum entity_kind kind)
{
    return classes[kind].record || classes[kind].ends != 0;
}

bool
entity_owes (enum entity_kind kind)
{
    for (int state = 0; state < STATES_MAX; state++)
        if (classes[kind].owes[state] != OBLIGATION_NONE)
            return true;
    return false;
}

enum obligation_kind
entity_owed (const struct entity *entity)
{
    const struct machine *machine = machine_of (entity->kind);
    return machine ? classes[entity->kind].owes[machine_state (machine, entity)] : OBLIGATION_NONE;
}

enum topic_kind
entity_topic (enum entity_kind kind)
{
    return classes[kind].topic;
}

uint64_t
entity_incident (const struct entity *entity)
{
    size_t offset = classes[entity->kind].incident;
    return offset ? *(const uint64_t *)member_at (entity, offset) : 0;
}

bool
entity_drill (const struct entity *entity)
{
    size_t offset = classes[entity->kind].drill;
    return offset && *(const bool *)member_at (entity, offset);
}

uint64_t
entity_post (const struct entity *entity)
{
    size_t offset = classes[entity->kind].post;
    return offset ? *(const uint64_t *)member_at (entity, offset) : 0;
}

int64_t
entity_due_at (const struct entity *entity)
{
    size_t offset = classes[entity->kind].due_at;
    return offset ? *(const int64_t *)member_at (entity, offset) : 0;
}

const struct target *
entity_owner (const struct entity *entity)
{
    size_t offset = classes[entity->kind].owner;
    return offset ? member_at (entity, offset) : NULL;
}
