/* SPDX-License-Identifier: Apache-2.0 */
/* describe.c: an event as one line of a story's trace. */
#include "story.h"

#include "core/calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool says_local; /* of the event being described */

static void write_text (struct buffer *, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

static void
write_text (struct buffer *line, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start (args, format);
    vsnprintf (text, sizeof text, format, args);
    va_end (args);
    buffer_append (line, text, strlen (text));
}

/* ---- names ---- */

/* "12", a drill's "X12"; good for the four that one line may hold. */
static const char *
id_text (uint64_t id)
{
    static char texts[4][32];
    static unsigned next;
    char *text = texts[next++ % 4];
    snprintf (text, sizeof texts[0], "%s%" PRIu64, id_is_drill (id) ? "X" : "",
              id_is_drill (id) ? id - DRILL_IDS : id);
    return text;
}

static const char *
person_name (const struct desk *desk, uint64_t id)
{
    const struct person *person = (const struct person *)desk_find (desk, ENTITY_PERSON, id);
    return person ? person->code : "nobody";
}

static const char *
team_name (const struct desk *desk, uint64_t id)
{
    const struct team *team = (const struct team *)desk_find (desk, ENTITY_TEAM, id);
    return team ? team->code : "no-team";
}

static const char *
principal_name (const struct desk *desk, uint64_t id)
{
    const struct principal *principal = (const struct principal *)desk_find (desk, ENTITY_PRINCIPAL, id);
    return principal ? principal->code : "the daemon";
}

static const char *
short_kind (enum entity_kind kind)
{
    return kind == ENTITY_DISPATCH_ORDER ? "order" : entity_kind_name (kind);
}

static const char *
past_word (enum event_kind kind)
{
    return strchr (event_kind_name (kind), '.') + 1;
}

static bool
is_drill (const struct desk *desk, const struct event *event)
{
    const struct entity *entity = desk_find (desk, event->subject_kind, event->subject);
    return entity && entity_drill (entity);
}

/* ---- one kind of entity each ---- */

static void
describe_registry (const struct desk *desk, const struct event *event, struct buffer *line)
{
    static const size_t codes[ENTITY_KINDS] = {
        [ENTITY_PROFILE] = offsetof (struct profile, code),   [ENTITY_POST] = offsetof (struct post, code),
        [ENTITY_PERSON] = offsetof (struct person, code),     [ENTITY_TEAM] = offsetof (struct team, code),
        [ENTITY_CALENDAR] = offsetof (struct calendar, code), [ENTITY_ROSTER] = offsetof (struct roster, rule.post),
    };
    const struct entity *entity = event->born ? event->born : desk_find (desk, event->subject_kind, event->subject);
    write_text (line, " %s %s", (const char *)entity + codes[event->subject_kind], past_word (event->kind));
    if (event->kind == EVENT_ROSTER_PLANNED)
        write_text (line, " until %" PRId64, event->detail.due_at - STORY_BEGAN_MS);
    if (event->kind == EVENT_PERSON_CONTACT_MARKED)
        write_text (line, " %s", event->detail.confirmed ? "reachable" : "unreachable");
}

static void
describe_principal (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct principal *principal = (const struct principal *)desk_find (desk, ENTITY_PRINCIPAL, event->subject);
    write_text (line, " %s %s", principal->code, past_word (event->kind));
    if (event->kind == EVENT_PRINCIPAL_ENROLLED)
        write_text (line, " as %s", role_names[principal->role]);
}

static void
describe_incident (const struct desk *desk, const struct event *event, struct buffer *line)
{
    (void)desk;
    enum event_level level =
        event->kind == EVENT_INCIDENT_REPORTED ? ((const struct incident *)event->born)->level : event->detail.level;
    write_text (line, " %s %s", id_text (event->subject),
                event->detail.confirmed ? "confirmed" : past_word (event->kind));
    if (level != LEVEL_NONE)
        write_text (line, " %s", event_level_names[level]);
    if (event->kind == EVENT_INCIDENT_MERGED)
        write_text (line, " into %s", id_text (event->detail.other));
    else if (event->detail.link)
        write_text (line, " %s %s", link_kind_names[event->detail.link], id_text (event->detail.other));
    else if (event->detail.disposition > DISPOSITION_RESOLVED)
        write_text (line, " as %s", disposition_names[event->detail.disposition]);
}

static void
describe_report (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct report *report = (const struct report *)desk_find (desk, ENTITY_REPORT, event->subject);
    write_text (line, " %s %s %s %u of incident %s", id_text (event->subject), past_word (event->kind),
                report_kind_names[report->kind], report->number, id_text (report->incident));
}

static void
describe_order (const struct desk *desk, const struct event *event, struct buffer *line)
{
    write_text (line, " %s %s", id_text (event->subject), past_word (event->kind));
    if (event->born)
        write_text (line, " to %s", team_name (desk, ((const struct dispatch_order *)event->born)->team));
    else if (event->principal)
        write_text (line, " by %s", principal_name (desk, event->principal));
    if (event->detail.on_behalf_of)
        write_text (line, " for %s", person_name (desk, event->detail.on_behalf_of));
    if (event->detail.told.kind == TARGET_TEAM)
        write_text (line, " to its console");
    else if (event->detail.told.kind == TARGET_PERSON)
        write_text (line, " to %s", person_name (desk, event->detail.told.id));
    const struct dispatch_order *order =
        (const struct dispatch_order *)desk_find (desk, ENTITY_DISPATCH_ORDER, event->subject);
    if (event->kind == EVENT_ORDER_ISSUED || event->kind == EVENT_ORDER_ANSWERED)
        for (int i = 0; i < order->awaited_count; i++)
            write_text (line, "%s%s", i ? ", " : "; awaits ", person_name (desk, order->awaited[i]));
    if (event->kind == EVENT_ORDER_STATUS_MISSED)
        write_text (line, " (%u)", order->misses_count);
}

static void
describe_shift (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct shift *shift = (const struct shift *)desk_find (desk, ENTITY_SHIFT, event->subject);
    write_text (line, " %s %s %s%s", id_text (event->subject), past_word (event->kind),
                person_name (desk, shift->person), event->born && shift->leader ? " leading" : "");
}

static const char *
target_name (const struct desk *desk, const struct target *target)
{
    const struct post *post = (const struct post *)desk_find (desk, ENTITY_POST, target->id);
    if (target->kind == TARGET_POST)
        return post->code;
    return target->kind == TARGET_TEAM ? team_name (desk, target->id) : person_name (desk, target->id);
}

static void
describe_told (const struct desk *desk, const struct target *told, struct buffer *line)
{
    write_text (line, " %s %s", target_kind_names[told->kind], target_name (desk, told));
}

/* ": contact 2: no_contact" */
static void
describe_skip (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct target *told = &event->detail.told;
    write_text (line, ":");
    if (told->kind == TARGET_CONTACT)
        write_text (line, " contact %" PRIu64 ":", told->id);
    else if (told->id)
        write_text (line, " %s:", target_name (desk, told));
    else if (told->kind == TARGET_DUTY_OFFICER || told->kind == TARGET_DUTY_LEADER)
        write_text (line, " %s:", target_kind_names[told->kind]);
    write_text (line, " %s", skip_reason_names[event->detail.skip]);
}

const char *
describe_time (int64_t at, bool local, char ret[TIME_TEXT_MAX])
{
    enum { OFFSET = 8 * 60 };
    struct civil_date date = civil_from_days (local_day (at, OFFSET));
    uint32_t minute = local_minute (at, OFFSET);
    if (local)
        snprintf (ret, TIME_TEXT_MAX, "%02u-%02u %02u:%02u", date.month, date.day, minute / 60, minute % 60);
    else
        snprintf (ret, TIME_TEXT_MAX, "%" PRId64, at - STORY_BEGAN_MS);
    return ret;
}

static void
describe_obligation (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct obligation *obligation =
        (const struct obligation *)desk_find (desk, ENTITY_OBLIGATION, event->subject);
    char time[TIME_TEXT_MAX];
    write_text (line, " %s %s %s %s %s", id_text (event->subject),
                event->kind == EVENT_OBLIGATION_FIRED ? "told" : past_word (event->kind),
                obligation->clock[0] ? obligation->clock : obligation_kind_names[obligation->kind],
                short_kind (obligation->subject_kind), id_text (obligation->subject));
    if (event->kind == EVENT_OBLIGATION_ARMED)
        write_text (line, " due %s",
                    describe_time (((const struct obligation *)event->born)->due_at, says_local, time));
    if (event->kind == EVENT_OBLIGATION_SHELVED)
        write_text (line, " until %s", describe_time (event->detail.next_at, says_local, time));
    if (event->kind == EVENT_OBLIGATION_REARMED)
        write_text (line, " due %s", describe_time (event->detail.due_at, says_local, time));
    if (event->kind == EVENT_OBLIGATION_FIRED && event->detail.told.kind == TARGET_NONE)
        write_text (line, " nobody");
    else if (event->kind == EVENT_OBLIGATION_FIRED)
        describe_told (desk, &event->detail.told, line);
    if (event->detail.planned)
        write_text (line, " (planned)");
    if (event->kind == EVENT_OBLIGATION_SKIPPED)
        describe_skip (desk, event, line);
}

static void
describe_submission (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct submission *submission =
        (const struct submission *)desk_find (desk, ENTITY_SUBMISSION, event->subject);
    write_text (line, " %s %s", id_text (event->subject), past_word (event->kind));
    if (event->born)
        write_text (line, " %s %u to %s", submission->stage, submission->number, submission->to);
    else
        write_text (line, " by %s", principal_name (desk, event->principal));
}

static void
describe_response (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct response *response = (const struct response *)desk_find (desk, ENTITY_RESPONSE, event->subject);
    write_text (line, " %s %s", id_text (event->subject), past_word (event->kind));
    if (event->kind != EVENT_RESPONSE_TERMINATED)
        write_text (line, " level %s", response_level_names[response->level]);
}

static void
describe_instruction (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct instruction *instruction =
        (const struct instruction *)desk_find (desk, ENTITY_INSTRUCTION, event->subject);
    write_text (line, " %s %s", id_text (event->subject), past_word (event->kind));
    if (event->born)
        write_text (line, " by %s to %s %s", person_name (desk, instruction->given_by),
                    target_kind_names[instruction->owner.kind], target_name (desk, &instruction->owner));
    if (event->detail.on_behalf_of)
        write_text (line, " for %s", person_name (desk, event->detail.on_behalf_of));
}

static void
describe_items (const struct item_set *items, struct buffer *line)
{
    for (uint32_t number = 1; number <= HANDOVER_ITEMS_MAX; number++)
        if (item_set_has (items, number))
            write_text (line, " %u", number);
}

static void
describe_handover (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct handover *handover = (const struct handover *)desk_find (desk, ENTITY_HANDOVER, event->subject);
    write_text (line, " %" PRIu64 " %s", event->subject, past_word (event->kind));
    if (event->born)
        write_text (line, " by %s to %s with %u items", person_name (desk, handover->outgoing),
                    person_name (desk, handover->owner.id), ((const struct handover *)event->born)->items_count);
    if (event->kind == EVENT_HANDOVER_ITEM_ADDED)
        write_text (line, " %s %" PRIu64, short_kind (event->detail.other_kind), event->detail.other);
    if (event->kind == EVENT_HANDOVER_ITEMS_ACCEPTED)
        describe_items (&event->detail.items, line);
    if (event->kind == EVENT_HANDOVER_OBJECTED || event->kind == EVENT_HANDOVER_ANSWERED)
        write_text (line, " item %" PRIu64, event->detail.other);
    if (event->kind == EVENT_HANDOVER_SIGNED)
        write_text (line, " by %s", principal_name (desk, event->principal));
}

static void
describe_log_entry (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct duty_log_entry *entry = (const struct duty_log_entry *)event->born;
    const struct post *post = (const struct post *)desk_find (desk, ENTITY_POST, entry->post);
    write_text (line, " %s at %s of %" PRId64, id_text (event->subject), post ? post->code : "no post",
                entry->happened_at - STORY_BEGAN_MS);
    if (entry->corrects)
        write_text (line, " correcting %s", id_text (entry->corrects));
    write_text (line, " \"%s\"", entry->text);
}

static void
describe_command_post (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct field_command_post *post =
        (const struct field_command_post *)desk_find (desk, ENTITY_FIELD_COMMAND_POST, event->subject);
    write_text (line, " %s %s", id_text (event->subject), past_word (event->kind));
    if (event->kind == EVENT_COMMAND_OFFERED)
        write_text (line, " to %s", person_name (desk, event->detail.other));
    if (event->detail.on_behalf_of)
        write_text (line, " for %s", person_name (desk, event->detail.on_behalf_of));
    write_text (line, ": %s commands", person_name (desk, post->commander));
}

static void
describe_consultation (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct consultation *consultation = (const struct consultation *)event->born;
    write_text (line, " %s recorded", id_text (event->subject));
    if (consultation->incident)
        write_text (line, " of incident %s", id_text (consultation->incident));
    for (uint32_t i = 0; i < consultation->participants_count; i++)
        write_text (line, " %s", person_name (desk, consultation->participants[i]));
    write_text (line, " \"%s\"", consultation->conclusions);
}

static void
describe_drill (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct drill *drill = (const struct drill *)desk_find (desk, ENTITY_DRILL, event->subject);
    write_text (line, " %s %s", id_text (event->subject), past_word (event->kind));
    if (event->born)
        write_text (line, " \"%s\"%s", drill->title, drill->everybody ? " for everybody" : "");
    else
        write_text (line, " closing %u", drill->closed_count);
}

/* "planned_shift 3 planned day officer zhao from 37200000", "planned_shift 3 manned by li" */
static void
describe_planned (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct planned_shift *planned =
        (const struct planned_shift *)desk_find (desk, ENTITY_PLANNED_SHIFT, event->subject);
    write_text (line, " %" PRIu64 " %s", event->subject, past_word (event->kind));
    if (event->born)
        write_text (line, " %s %s %s from %" PRId64 "%s", planned->code, planned->leader ? "leader" : "officer",
                    planned->owner.kind == TARGET_PERSON ? person_name (desk, planned->owner.id) : "NOBODY",
                    planned->begin_at - STORY_BEGAN_MS, planned->holiday ? " holiday" : "");
    if (event->kind == EVENT_PLANNED_SHIFT_ASSIGNED)
        write_text (line, " %s", person_name (desk, event->detail.other));
    if (event->kind == EVENT_PLANNED_SHIFT_SWAP_PROPOSED)
        write_text (line, " to %s", person_name (desk, event->detail.other));
    if (event->detail.in_return)
        write_text (line, " for %" PRIu64, event->detail.in_return);
    if (event->detail.on_behalf_of)
        write_text (line, " by %s", person_name (desk, event->detail.on_behalf_of));
    if (event->kind == EVENT_PLANNED_SHIFT_ENDED)
        write_text (line, " %s", planned_state_names[planned->state]);
}

static void
describe_roll_call (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct roll_call *roll_call = (const struct roll_call *)desk_find (desk, ENTITY_ROLL_CALL, event->subject);
    char time[TIME_TEXT_MAX];
    write_text (line, " %s %s", id_text (event->subject), past_word (event->kind));
    if (event->kind == EVENT_ROLL_CALL_SCHEDULED)
        write_text (line, " for %s",
                    describe_time (((const struct roll_call *)event->born)->due_at, says_local, time));
    if (event->kind == EVENT_ROLL_CALL_CALLED)
        write_text (line, " of %u", ((const struct roll_call *)event->born)->called_count);
    if (event->kind == EVENT_ROLL_CALL_BEGUN)
        write_text (line, " of %u", event->detail.stood);
    if (event->kind == EVENT_ROLL_CALL_COUNTED)
        write_text (line, " %s %s%s", id_text (event->detail.other),
                    roll_call_answer_state_names[event->detail.stood], event->detail.late ? " late" : "");
    if (event->kind == EVENT_ROLL_CALL_ENDED)
        write_text (line, ": %u answered, %u late, %u absent", roll_call->answered_count, roll_call->late_count,
                    roll_call->absent_count);
}

static void
describe_roll_call_answer (const struct desk *desk, const struct event *event, struct buffer *line)
{
    const struct roll_call_answer *answer =
        (const struct roll_call_answer *)desk_find (desk, ENTITY_ROLL_CALL_ANSWER, event->subject);
    write_text (line, " %s of %s %s", id_text (event->subject), target_name (desk, &answer->owner),
                past_word (event->kind));
    if (event->principal && !event->born)
        write_text (line, " by %s", principal_name (desk, event->principal));
    if (event->detail.on_behalf_of)
        write_text (line, " for %s", person_name (desk, event->detail.on_behalf_of));
}

typedef void describe_fn (const struct desk *, const struct event *, struct buffer *);

static describe_fn *const describe_fns[ENTITY_KINDS] = {
    [ENTITY_PROFILE] = describe_registry,
    [ENTITY_POST] = describe_registry,
    [ENTITY_PERSON] = describe_registry,
    [ENTITY_TEAM] = describe_registry,
    [ENTITY_PRINCIPAL] = describe_principal,
    [ENTITY_INCIDENT] = describe_incident,
    [ENTITY_REPORT] = describe_report,
    [ENTITY_DISPATCH_ORDER] = describe_order,
    [ENTITY_SHIFT] = describe_shift,
    [ENTITY_OBLIGATION] = describe_obligation,
    [ENTITY_RESPONSE] = describe_response,
    [ENTITY_INSTRUCTION] = describe_instruction,
    [ENTITY_HANDOVER] = describe_handover,
    [ENTITY_SUBMISSION] = describe_submission,
    [ENTITY_DUTY_LOG_ENTRY] = describe_log_entry,
    [ENTITY_DRILL] = describe_drill,
    [ENTITY_ROLL_CALL] = describe_roll_call,
    [ENTITY_ROLL_CALL_ANSWER] = describe_roll_call_answer,
    [ENTITY_FIELD_COMMAND_POST] = describe_command_post,
    [ENTITY_CONSULTATION] = describe_consultation,
    [ENTITY_CALENDAR] = describe_registry,
    [ENTITY_ROSTER] = describe_registry,
    [ENTITY_PLANNED_SHIFT] = describe_planned,
};

void
describe_event (const struct desk *desk, const struct event *event, bool local, struct buffer *line)
{
    says_local = local;
    write_text (line, "%s", short_kind (event->subject_kind));
    describe_fns[event->subject_kind](desk, event, line);
    if (event->detail.text)
        write_text (line, " \"%s\"", event->detail.text);
    if (event->kind == EVENT_ORDER_DECLINED || event->kind == EVENT_ORDER_EXPIRED)
        write_text (line, event->detail.other ? " -> order %s" : " -> nobody", id_text (event->detail.other));
    else if (event->kind == EVENT_ORDER_MOVED)
        write_text (line, " -> incident %s", id_text (event->detail.other));
    else if ((event->kind == EVENT_ORDER_CANCELLED || event->kind == EVENT_ORDER_RECALLED) && event->detail.other)
        write_text (line, " -> order %s", id_text (event->detail.other));
    if (is_drill (desk, event))
        write_text (line, " (drill)");
}
