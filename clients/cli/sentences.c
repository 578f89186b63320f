/* SPDX-License-Identifier: Apache-2.0 */
/* sentences.c: one sentence for each kind of event, with the gaps that its fields and its entity fill. */
#include "sentences.h"

#include "cli.h"
#include "field_command_pages.h"
#include "handover.h"
#include "i18n.h"
#include "logbook.h"
#include "names.h"
#include "roster_pages.h"
#include "roll_call_pages.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define KIND(name) MUSTER__V1__EVENT_KIND__EVENT_KIND_##name

static const char *const sentences[] = {
    [KIND (PROFILE_IMPORTED)] = N_ ("regulation profile {name} in force"),
    [KIND (POST_REGISTERED)] = N_ ("post {name} registered"),
    [KIND (PERSON_REGISTERED)] = N_ ("{name} registered"),
    [KIND (TEAM_REGISTERED)] = N_ ("team {name} registered"),
    [KIND (PRINCIPAL_ENROLLED)] = N_ ("{code} enrolled as {role}"),
    [KIND (PRINCIPAL_REVOKED)] = N_ ("{code} shut out[: {text}]"),
    [KIND (INCIDENT_REPORTED)] = N_ ("first report: {what}, at {place}"),
    [KIND (INCIDENT_CONTINUED)] = N_ ("{report} added[; figures now: {figures}][; level by the figures: {level}]"),
    [KIND (INCIDENT_ASSESSED)] = N_ ("level {assessed}: {level}[ ({text})]"),
    [KIND (INCIDENT_RESPONDING)] = N_ ("the response has begun"),
    [KIND (INCIDENT_CLOSED)] = N_ ("closed[ as {disposition}][: {text}]"),
    [KIND (INCIDENT_MERGED)] = N_ ("the same as {incident}, which goes on[: {text}]"),
    [KIND (INCIDENT_UNMERGED)] = N_ ("not the same as another incident after all, open again[: {text}]"),
    [KIND (INCIDENT_HELD)] = N_ ("on hold[: {text}]"),
    [KIND (INCIDENT_CONTROLLED)] = N_ ("under control[: {text}]"),
    [KIND (INCIDENT_RESUMED)] = N_ ("the response goes on[: {text}]"),
    [KIND (REPORT_RESTORED)] = N_ ("on the table again, as it was"),
    [KIND (ORDER_RESTORED)] = N_ ("on the table again, as it was"),
    [KIND (INCIDENT_REOPENED)] = N_ ("open again[: {text}]"),
    [KIND (REPORT_FILED)] = N_ ("{kind}[ by {channel}][ from {caller}][: {figures}][; “{words}”]"),
    [KIND (ORDER_ISSUED)] = N_ ("{team} ordered to {place}[, in place of {replaced}][: {task}]"),
    [KIND (ORDER_ACKNOWLEDGED)] = N_ ("{team} has acknowledged[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_DECLINED)] = N_ ("{team} has declined[: “{text}”][; passed on as {follower}]"),
    [KIND (ORDER_DEPARTED)] = N_ ("{team} is en route[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_ARRIVED)] = N_ ("{team} is on scene[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_COMPLETED)] = N_ ("{team} has completed its task[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_CANCELLED)] = N_ ("order to {team} cancelled[: “{text}”][; {follower} follows]"),
    [KIND (ORDER_REOPENED)] = N_ ("{team} acknowledged but has NOT departed: it must acknowledge again"),
    [KIND (ORDER_ANSWERED)] =
        N_ ("{answerer} of {team} has acknowledged[ by {channel}][: “{text}”][; still missing: {awaited}]"),
    [KIND (ORDER_STATUS_ANSWERED)] = N_ ("{team} is all right[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_STATUS_MISSED)] = N_ ("{team} has MISSED a status check"),
    [KIND (ORDER_DISTRESS)] = N_ ("DISTRESS: {team}, at {place}[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_DISTRESS_RESOLVED)] =
        N_ ("{team} is no longer in distress[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_RECALLED)] = N_ ("{team} RECALLED[: “{text}”][; {follower} follows]"),
    [KIND (ORDER_RECALL_CONFIRMED)] =
        N_ ("{team} has confirmed the recall[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ORDER_EXPIRED)] = N_ ("{team} has NOT answered[; passed on as {follower}]"),
    [KIND (ORDER_RESERVED)] = N_ ("{team} reserved for {place}[, from {release}][: {task}]"),
    [KIND (ORDER_RELEASED)] = N_ ("{team} ordered to {place}, as reserved[: {task}]"),
    [KIND (ORDER_QUEUED)] = N_ ("order to {team}: on its way to {told}"),
    [KIND (ORDER_HANDED_OVER)] = N_ ("order to {team}: handed over for {told}[ by {channel}]"),
    [KIND (ORDER_DELIVERED)] = N_ ("order to {team}: delivered to {told}[ by {channel}]"),
    [KIND (ORDER_SEEN)] = N_ ("order to {team}: seen by {told}[ by {channel}]"),
    [KIND (SHIFT_CHECKED_IN)] = N_ ("{name} on duty at {post}[ as {duty_role}]"),
    [KIND (SHIFT_CHECKED_OUT)] = N_ ("{name} off duty at {post}"),
    [KIND (OBLIGATION_ARMED)] = N_ ("clock set: {duty}, due {due}, owed by {owner}"),
    [KIND (OBLIGATION_FIRED)] = N_ ("OVERDUE: {duty}[; told {told}][; next step {next}]"),
    [KIND (OBLIGATION_SKIPPED)] =
        N_ ("OVERDUE: {duty}; step skipped[, {told}][, {text}][: {skip}][; next step {next}]"),
    [KIND (OBLIGATION_DISCHARGED)] = N_ ("done: {duty}[: {text}]"),
    [KIND (OBLIGATION_WITHDRAWN)] = N_ ("no longer owed: {duty}"),
    [KIND (OBLIGATION_REARMED)] = N_ ("due sooner: {duty}, now due {due}"),
    [KIND (RESPONSE_ACTIVATED)] =
        N_ ("emergency response level {response_level} activated: {matter}[; until {term}][; measures: {measures}]"),
    [KIND (RESPONSE_ADJUSTED)] =
        N_ ("emergency response now level {response_level}[; until {due}][; measures: {measures}][ ({text})]"),
    [KIND (RESPONSE_TERMINATED)] = N_ ("emergency response terminated[: {text}]"),
    [KIND (CALENDAR_IMPORTED)] = N_ ("calendar in force: {name}"),
    [KIND (ROSTER_IMPORTED)] = N_ ("roster of {post} in force"),
    [KIND (ROSTER_PLANNED)] = N_ ("roster of {post} planned until {due}"),
    [KIND (PLANNED_SHIFT_PLANNED)] = N_ ("{shift}: {owner}"),
    [KIND (PLANNED_SHIFT_ASSIGNED)] = N_ ("{shift}: now {assigned}[ ({text})]"),
    [KIND (PLANNED_SHIFT_MANNED)] = N_ ("{shift}: {manned_by} is there[ ({text})]"),
    [KIND (PLANNED_SHIFT_ABSENT)] = N_ ("ABSENT FROM POST: {shift}, {owner}[: {text}]"),
    [KIND (PLANNED_SHIFT_ENDED)] = N_ ("{shift}: over, {state}"),
    [KIND (PLANNED_SHIFT_CANCELLED)] = N_ ("{shift}: no longer in the roster"),
    [KIND (PLANNED_SHIFT_SWAP_PROPOSED)] =
        N_ ("{shift}: {person} asks {assigned} to take it[, for {in_return}][: {text}][; answer by {due}]"),
    [KIND (PLANNED_SHIFT_SWAP_ACCEPTED)] = N_ ("{shift}: {person} said yes to the swap[ by {channel}][: “{text}”]"),
    [KIND (PLANNED_SHIFT_SWAP_AGREED)] = N_ ("{shift}: swap agreed, {person} said yes[ by {channel}][: “{text}”]"),
    [KIND (PLANNED_SHIFT_SWAP_DECLINED)] = N_ ("{shift}: {person} said no to the swap[ by {channel}][: “{text}”]"),
    [KIND (PLANNED_SHIFT_SWAP_EXPIRED)] = N_ ("{shift}: nobody answered, the proposed swap is void"),
    [KIND (PERSON_CONTACT_MARKED)] = N_ ("{name}: {contact}[ ({text})]"),
    [KIND (INSTRUCTION_GIVEN)] = N_ ("instruction of {giver} to {owner}[: “{words}”][; feedback by {due}]"),
    [KIND (INSTRUCTION_FED_BACK)] = N_ ("feedback of {owner}[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (HANDOVER_OPENED)] =
        N_ ("{outgoing} hands over to {incoming}: {count} items[; done: {done}][; to do: {undone}]"),
    [KIND (HANDOVER_ITEM_ADDED)] = N_ ("new in the handover to {incoming}: {item}"),
    [KIND (HANDOVER_ITEMS_ACCEPTED)] = N_ ("{incoming} has accepted items {items}"),
    [KIND (HANDOVER_ACCEPTED)] = N_ ("every item accepted, {incoming} can sign"),
    [KIND (HANDOVER_OBJECTED)] = N_ ("{incoming} objects to item {number}: “{text}”"),
    [KIND (HANDOVER_ANSWERED)] = N_ ("{outgoing} answers on item {number}: “{text}”"),
    [KIND (HANDOVER_SIGNED)] = N_ ("SIGNED: {incoming} has taken over from {outgoing}[: {text}]"),
    [KIND (HANDOVER_CANCELLED)] = N_ ("handover to {incoming} cancelled[: {text}]"),
    [KIND (SUBMISSION_DRAFTED)] = N_ ("{report}[ {number}] drafted for {recipient}; a duty leader is to sign it"),
    [KIND (SUBMISSION_SIGNED)] = N_ ("{report}[ {number}] to {recipient} signed off"),
    [KIND (SUBMISSION_SENT)] = N_ ("{report}[ {number}] sent to {recipient}[ by {channel}][; received by {text}]"),
    [KIND (SUBMISSION_WITHDRAWN)] = N_ ("{report}[ {number}] to {recipient} withdrawn[: {text}]"),
    [KIND (SUBMISSION_RESTORED)] = N_ ("{report}[ {number}] to {recipient} in use again"),
    [KIND (SUBMISSION_SENT_AT_ONCE)] =
        N_ ("{report}[ {number}] sent to {recipient}[ by {channel}][; received by {receiver}]"),
    [KIND (DUTY_LOG_WRITTEN)] = N_ ("duty log[ of {minute}][, correcting {corrected}]: “{words}”"),
    [KIND (INSTRUCTION_CLOSED)] = N_ ("instruction to {owner} closed[: {text}]"),
    [KIND (CONSULTATION_RECORDED)] = N_ ("consultation on {matter}[ with {participants}][, {others}]: “{words}”"),
    [KIND (INCIDENT_LINKED)] = N_ ("{link} {incident}[: {text}]"),
    [KIND (INCIDENT_UNLINKED)] = N_ ("no longer {link} {incident}[: {text}]"),
    [KIND (ORDER_MOVED)] = N_ ("{team} goes on under {incident}[: {text}]"),
    [KIND (OBLIGATION_SHELVED)] = N_ ("SHELVED until {next}: {duty}[ ({text})]"),
    [KIND (OBLIGATION_UNSHELVED)] = N_ ("no longer shelved: {duty}"),
    [KIND (OBLIGATION_MOVED)] = N_ ("taken along: {duty}"),
    [KIND (DRILL_BEGUN)] = N_ ("drill begun: {title}[; to be ended by {due}]"),
    [KIND (DRILL_ENDED)] = N_ ("drill ended[: {text}]; {closed} open things were closed with it"),
    [KIND (ROLL_CALL_SCHEDULED)] = N_ ("roll call “{title}” scheduled"),
    [KIND (ROLL_CALL_CALLED)] = N_ ("roll call “{title}” begins"),
    [KIND (ROLL_CALL_BEGUN)] = N_ ("roll call “{title}” begins by itself"),
    [KIND (ROLL_CALL_COUNTED)] = N_ ("counted {answer}: {result}"),
    [KIND (ROLL_CALL_ENDED)] = N_ ("roll call “{title}” has ended[: {text}][; {counts}]"),
    [KIND (ROLL_CALL_ANSWER_CALLED)] = N_ ("{owner} called for “{title}”[: answer by {due}]"),
    [KIND (ROLL_CALL_ANSWER_CALLED_AGAIN)] = N_ ("{owner} has NOT answered the roll call: called again"),
    [KIND (ROLL_CALL_ANSWER_ANSWERED)] = N_ ("{owner} has answered[, said {person}][ by {channel}][: “{text}”]"),
    [KIND (ROLL_CALL_ANSWER_ABSENT)] = N_ ("{owner} is ABSENT[ by {channel}][: “{text}”]"),
    [KIND (ROLL_CALL_ANSWER_WITHDRAWN)] = N_ ("{owner} need not answer any more"),
    [KIND (COMMAND_ESTABLISHED)] = N_ ("field command post established[ at {place}]; {commander} commands"),
    [KIND (COMMAND_OFFERED)] = N_ ("{successor} is to take over command[: {text}]"),
    [KIND (COMMAND_ACCEPTED)] = N_ ("command accepted[ by {channel}][ on behalf of {person}][: “{text}”]"),
    [KIND (COMMAND_KEPT)] = N_ ("transfer of command taken back[: {text}]"),
    [KIND (COMMAND_DISSOLVED)] = N_ ("field command post dissolved[: {text}]"),
};

/* What stands on when only the entity is known. */
static const char *const states[] = {
    [CLI_ENTITY (PROFILE)] = N_ ("regulation profile {name} in force"),
    [CLI_ENTITY (POST)] = N_ ("post {name}"),
    [CLI_ENTITY (PERSON)] = N_ ("person {name}"),
    [CLI_ENTITY (TEAM)] = N_ ("team {name}"),
    [CLI_ENTITY (PRINCIPAL)] = N_ ("{code}: {role}, {state}"),
    [CLI_ENTITY (INCIDENT)] = N_ ("{state}: {what}, at {place}[; {figures}]"),
    [CLI_ENTITY (REPORT)] = N_ ("{kind}[ by {channel}][ from {caller}][: {figures}][; “{words}”]"),
    [CLI_ENTITY (DISPATCH_ORDER)] = N_ ("{team}, {state}[, {distress}]: {place}[; still missing: {awaited}]"),
    [CLI_ENTITY (SHIFT)] = N_ ("{name} at {post}: {state}"),
    [CLI_ENTITY (OBLIGATION)] = N_ ("{state}: {duty}, due {due}, owed by {owner}"),
    [CLI_ENTITY (CALENDAR)] = N_ ("calendar {name}"),
    [CLI_ENTITY (ROSTER)] = N_ ("roster of {post}"),
    [CLI_ENTITY (PLANNED_SHIFT)] = N_ ("{shift}: {owner}, {state}"),
    [CLI_ENTITY (RESPONSE)] = N_ ("{state}, level {response_level}: {matter}"),
    [CLI_ENTITY (HANDOVER)] = N_ ("{outgoing} hands over to {incoming}: {state}"),
    [CLI_ENTITY (SUBMISSION)] = N_ ("{report}[ {number}] to {recipient}: {state}"),
    [CLI_ENTITY (DUTY_LOG_ENTRY)] = N_ ("duty log[ of {minute}][, correcting {corrected}]: “{words}”"),
    [CLI_ENTITY (INSTRUCTION)] = N_ ("{state}: {owner}[, “{words}”][; feedback by {due}]"),
    [CLI_ENTITY (CONSULTATION)] = N_ ("consultation on {matter}[ with {participants}][, {others}]: “{words}”"),
    [CLI_ENTITY (DRILL)] = N_ ("drill {title}: {state}"),
    [CLI_ENTITY (ROLL_CALL)] = N_ ("{state}: roll call “{title}”[; {counts}]"),
    [CLI_ENTITY (ROLL_CALL_ANSWER)] = N_ ("{state}: {owner}, roll call “{title}”"),
    [CLI_ENTITY (FIELD_COMMAND_POST)] = N_ ("{state}: {commander} commands[ at {place}]"),
};

struct sentence {
    struct cli *cli;
    const Muster__V1__Event *event; /* NULL = only the image is known */
    const Muster__V1__Image *image; /* NULL = nothing but the event is known */
    int64_t base_ms;                /* times of the same day are written short */
};

static char *
copy_clean (const char *text)
{
    return text != NULL && text[0] != '\0' ? text_clean (text, false) : NULL;
}

/* The console is the usual way: only another one is worth a word. */
static char *
channel_text (const char *channel)
{
    return channel == NULL || strcmp (channel, "console") == 0 ? NULL : copy_clean (word_channel (channel));
}

static const char *
pick_state (const Muster__V1__Image *image)
{
    switch (image->entity_case) {
    case MUSTER__V1__IMAGE__ENTITY_INCIDENT:
        return word_incident_state (image->incident->state);
    case MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER:
        return word_order_state (image->dispatch_order->state);
    case MUSTER__V1__IMAGE__ENTITY_SHIFT:
        return word_shift_state (image->shift->state);
    case MUSTER__V1__IMAGE__ENTITY_PLANNED_SHIFT:
        return word_planned_state (image->planned_shift->state);
    case MUSTER__V1__IMAGE__ENTITY_OBLIGATION:
        return word_obligation_state (image->obligation->state);
    case MUSTER__V1__IMAGE__ENTITY_SUBMISSION:
        return word_submission_state (image->submission->state);
    case MUSTER__V1__IMAGE__ENTITY_RESPONSE:
        return word_response_state (image->response->state);
    case MUSTER__V1__IMAGE__ENTITY_INSTRUCTION:
        return word_instruction_state (image->instruction->state);
    case MUSTER__V1__IMAGE__ENTITY_HANDOVER:
        return word_handover_state (image->handover->state);
    case MUSTER__V1__IMAGE__ENTITY_DRILL:
        return word_drill_state (image->drill->state);
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL:
        return word_roll_call_state (image->roll_call->state);
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL_ANSWER:
        return word_roll_call_answer_state (image->roll_call_answer->state);
    case MUSTER__V1__IMAGE__ENTITY_FIELD_COMMAND_POST:
        return word_command_state (image->field_command_post->state);
    case MUSTER__V1__IMAGE__ENTITY_PRINCIPAL:
        return word_principal_state (image->principal->state);
    default:
        return NULL;
    }
}

/* Who is only planned to be there is called, but nobody has seen him come. */
static char *
told_text (struct cli *cli, const Muster__V1__Event *event)
{
    char *name = name_target (cli, event->told);
    if (name == NULL || !event->planned)
        return name;
    char *text = text_format (_ ("%s, planned but NOT checked in"), name);
    free (name);
    return text;
}

static char *
gap_from_event (const struct sentence *sentence, const char *name)
{
    const Muster__V1__Event *event = sentence->event;
    if (strcmp (name, "text") == 0)
        return copy_clean (event->text);
    if (strcmp (name, "channel") == 0)
        return channel_text (event->channel);
    if (strcmp (name, "person") == 0 && event->has_on_behalf_of)
        return name_of (sentence->cli, CLI_ENTITY (PERSON), event->on_behalf_of);
    if (strcmp (name, "report") == 0 && event->has_other)
        return reference_text (CLI_ENTITY (REPORT), event->other);
    if (strcmp (name, "incident") == 0 && event->has_other)
        return reference_text (CLI_ENTITY (INCIDENT), event->other);
    if (strcmp (name, "link") == 0 && event->has_link)
        return text_copy (word_link_kind (event->link));
    if (strcmp (name, "successor") == 0 && event->has_other)
        return name_of (sentence->cli, CLI_ENTITY (PERSON), event->other);
    if (strcmp (name, "number") == 0 && event->has_other)
        return text_format ("%" PRIu64, event->other);
    if (strcmp (name, "item") == 0 && event->has_other && event->has_other_kind)
        return reference_text (event->other_kind, event->other);
    if (strcmp (name, "answer") == 0 && event->has_other)
        return reference_text (CLI_ENTITY (ROLL_CALL_ANSWER), event->other);
    if (strcmp (name, "result") == 0)
        return roll_call_result (event);
    if (strcmp (name, "items") == 0)
        return handover_numbers (event->items, event->n_items);
    if (strcmp (name, "follower") == 0 && event->has_other)
        return reference_text (CLI_ENTITY (DISPATCH_ORDER), event->other);
    if (strcmp (name, "level") == 0 && event->has_level)
        return text_copy (word_level (event->level));
    if (strcmp (name, "disposition") == 0 && event->has_disposition)
        return text_copy (word_disposition (event->disposition));
    if (strcmp (name, "response_level") == 0 && event->has_response_level)
        return text_copy (word_response_level (event->response_level));
    if (strcmp (name, "measures") == 0)
        return copy_clean (event->measures);
    if (strcmp (name, "assessed") == 0)
        return text_copy (event->confirmed ? _ ("confirmed") : _ ("estimated"));
    if (strcmp (name, "figures") == 0)
        return figures_text (event->figures);
    if (strcmp (name, "told") == 0 && event->subject_kind == CLI_ENTITY (DISPATCH_ORDER))
        return name_recipient (sentence->cli, event->told);
    if (strcmp (name, "told") == 0)
        return told_text (sentence->cli, event);
    if (strcmp (name, "assigned") == 0)
        return event->has_other ? name_of (sentence->cli, CLI_ENTITY (PERSON), event->other)
                                : text_copy (_ ("NOBODY"));
    if (strcmp (name, "in_return") == 0 && event->has_in_return)
        return reference_text (CLI_ENTITY (PLANNED_SHIFT), event->in_return);
    if (strcmp (name, "contact") == 0)
        return text_copy (event->confirmed ? _ ("can be reached again") : _ ("CAN'T BE REACHED"));
    if (strcmp (name, "answerer") == 0 && event->has_other)
        return name_of (sentence->cli, CLI_ENTITY (PERSON), event->other);
    if (strcmp (name, "skip") == 0 && event->has_skip)
        return text_copy (word_skip (event->skip));
    if (strcmp (name, "next") == 0 && event->has_next_at_ms)
        return time_text_near (event->next_at_ms, sentence->base_ms);
    if (strcmp (name, "due") == 0 && event->has_due_at_ms)
        return time_text_near (event->due_at_ms, sentence->base_ms);
    return NULL;
}

static char *
gap_from_report (const Muster__V1__ReportFiled *report, const char *name)
{
    if (strcmp (name, "kind") == 0)
        return report->has_number && report->kind == MUSTER__V1__REPORT_KIND__REPORT_KIND_CONTINUATION
                   ? text_format (_ ("%s no. %u"), word_report_kind (report->kind), report->number)
                   : text_copy (word_report_kind (report->kind));
    if (strcmp (name, "channel") == 0)
        return channel_text (report->channel);
    if (strcmp (name, "caller") == 0)
        return copy_clean (report->caller_name);
    if (strcmp (name, "figures") == 0)
        return figures_text (report->figures);
    return strcmp (name, "words") == 0 ? copy_clean (report->text) : NULL;
}

static char *
gap_from_order (const struct sentence *sentence, const Muster__V1__DispatchOrder *order, const char *name)
{
    if (strcmp (name, "team") == 0)
        return name_of (sentence->cli, CLI_ENTITY (TEAM), order->team);
    if (strcmp (name, "place") == 0)
        return copy_clean (order->place);
    if (strcmp (name, "task") == 0)
        return copy_clean (order->task);
    if (strcmp (name, "release") == 0 && order->has_release_at_ms)
        return time_text_near (order->release_at_ms, sentence->base_ms);
    if (strcmp (name, "awaited") == 0)
        return name_awaited (sentence->cli, order);
    if (strcmp (name, "distress") == 0)
        return order->has_distress_at_ms ? text_copy (_ ("in DISTRESS")) : NULL;
    return strcmp (name, "replaced") == 0 && order->has_replaces
               ? reference_text (CLI_ENTITY (DISPATCH_ORDER), order->replaces)
               : NULL;
}

static char *
gap_from_shift (const struct sentence *sentence, const Muster__V1__Shift *shift, const char *name)
{
    if (strcmp (name, "name") == 0)
        return name_of (sentence->cli, CLI_ENTITY (PERSON), shift->person);
    if (strcmp (name, "post") == 0)
        return name_of (sentence->cli, CLI_ENTITY (POST), shift->post);
    return strcmp (name, "duty_role") == 0 ? text_copy (shift->leader ? _ ("duty leader") : _ ("duty officer"))
                                           : NULL;
}

static char *
gap_from_obligation (const struct sentence *sentence, const Muster__V1__Obligation *obligation, const char *name)
{
    if (strcmp (name, "duty") == 0)
        return name_duty (sentence->cli, obligation);
    if (strcmp (name, "owner") == 0)
        return name_target (sentence->cli, obligation->owner);
    return strcmp (name, "due") == 0 && obligation->has_due_at_ms
               ? time_text_near (obligation->due_at_ms, sentence->base_ms)
               : NULL;
}

static char *
gap_from_incident (const Muster__V1__Incident *incident, const char *name)
{
    if (strcmp (name, "what") == 0)
        return copy_clean (incident->what);
    if (strcmp (name, "place") == 0)
        return copy_clean (incident->place);
    return strcmp (name, "figures") == 0 ? figures_text (incident->figures) : NULL;
}

static char *
gap_from_response (const struct sentence *sentence, const Muster__V1__Response *response, const char *name)
{
    if (strcmp (name, "matter") == 0)
        return copy_clean (response->matter);
    if (strcmp (name, "response_level") == 0)
        return text_copy (word_response_level (response->level));
    if (strcmp (name, "measures") == 0 && sentence->event != NULL &&
        sentence->event->kind == KIND (RESPONSE_ACTIVATED))
        return copy_clean (response->measures);
    return strcmp (name, "term") == 0 && response->has_term_at_ms
               ? time_text_near (response->term_at_ms, sentence->base_ms)
               : NULL;
}

static char *
gap_from_instruction (const struct sentence *sentence, const Muster__V1__Instruction *instruction, const char *name)
{
    if (strcmp (name, "giver") == 0)
        return name_of (sentence->cli, CLI_ENTITY (PERSON), instruction->given_by);
    if (strcmp (name, "owner") == 0)
        return name_target (sentence->cli, instruction->owner);
    if (strcmp (name, "words") == 0)
        return copy_clean (instruction->text);
    return strcmp (name, "due") == 0 && instruction->state == MUSTER__V1__INSTRUCTION_STATE__INSTRUCTION_STATE_GIVEN
               ? time_text_near (instruction->due_at_ms, sentence->base_ms)
               : NULL;
}

static char *
gap_from_handover (const struct sentence *sentence, const Muster__V1__Handover *handover, const char *name)
{
    bool opened = sentence->event != NULL && sentence->event->kind == KIND (HANDOVER_OPENED);
    if (strcmp (name, "outgoing") == 0)
        return name_of (sentence->cli, CLI_ENTITY (PERSON), handover->outgoing);
    if (strcmp (name, "incoming") == 0)
        return name_target (sentence->cli, handover->owner);
    if (strcmp (name, "count") == 0)
        return text_format ("%zu", handover->n_items);
    if (strcmp (name, "done") == 0 && opened)
        return copy_clean (handover->done);
    return strcmp (name, "undone") == 0 && opened ? copy_clean (handover->undone) : NULL;
}

static char *
gap_from_submission (const Muster__V1__Submission *submission, const char *name)
{
    if (strcmp (name, "report") == 0)
        return submission->title != NULL ? copy_clean (submission->title)
                                         : text_copy (word_report_kind (submission->kind));
    if (strcmp (name, "number") == 0 && submission->number > 0)
        return text_format ("%u", submission->number);
    if (strcmp (name, "recipient") == 0)
        return copy_clean (submission->to);
    if (strcmp (name, "channel") == 0)
        return channel_text (submission->channel);
    return strcmp (name, "receiver") == 0 ? copy_clean (submission->received_by) : NULL;
}

static char *
gap_from_log_entry (const struct sentence *sentence, const Muster__V1__DutyLogEntry *entry, const char *name)
{
    bool late = entry->written_at_ms - entry->happened_at_ms >= 60000 || sentence->event == NULL;
    if (strcmp (name, "minute") == 0)
        return late ? logbook_minute (entry->happened_at_ms, sentence->base_ms) : NULL;
    if (strcmp (name, "corrected") == 0 && entry->has_corrects)
        return reference_text (CLI_ENTITY (DUTY_LOG_ENTRY), entry->corrects);
    return strcmp (name, "words") == 0 ? copy_clean (entry->text) : NULL;
}

static char *
gap_from_consultation (const struct sentence *sentence, const Muster__V1__Consultation *consultation,
                       const char *name)
{
    if (strcmp (name, "matter") == 0)
        return copy_clean (consultation->matter);
    if (strcmp (name, "participants") == 0)
        return consultation_participants (sentence->cli, consultation);
    if (strcmp (name, "others") == 0)
        return copy_clean (consultation->others);
    return strcmp (name, "words") == 0 ? copy_clean (consultation->conclusions) : NULL;
}

static char *
gap_from_command_post (const struct sentence *sentence, const Muster__V1__FieldCommandPost *post, const char *name)
{
    if (strcmp (name, "commander") == 0)
        return name_of (sentence->cli, CLI_ENTITY (PERSON), post->commander);
    return strcmp (name, "place") == 0 ? copy_clean (post->place) : NULL;
}

static char *
gap_from_drill (const struct sentence *sentence, const Muster__V1__Drill *drill, const char *name)
{
    if (strcmp (name, "title") == 0)
        return copy_clean (drill->title);
    if (strcmp (name, "closed") == 0 && sentence->event != NULL)
        return text_format ("%" PRIu64, sentence->event->other);
    return strcmp (name, "due") == 0 ? time_text_near (drill->ends_at_ms, sentence->base_ms) : NULL;
}

static char *
gap_from_image (const struct sentence *sentence, const char *name)
{
    const Muster__V1__Image *image = sentence->image;
    if (strcmp (name, "state") == 0)
        return text_copy (pick_state (image));
    switch (image->entity_case) {
    case MUSTER__V1__IMAGE__ENTITY_INCIDENT:
        return gap_from_incident (image->incident, name);
    case MUSTER__V1__IMAGE__ENTITY_REPORT:
        return gap_from_report (image->report, name);
    case MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER:
        return gap_from_order (sentence, image->dispatch_order, name);
    case MUSTER__V1__IMAGE__ENTITY_SHIFT:
        return gap_from_shift (sentence, image->shift, name);
    case MUSTER__V1__IMAGE__ENTITY_OBLIGATION:
        return gap_from_obligation (sentence, image->obligation, name);
    case MUSTER__V1__IMAGE__ENTITY_RESPONSE:
        return gap_from_response (sentence, image->response, name);
    case MUSTER__V1__IMAGE__ENTITY_INSTRUCTION:
        return gap_from_instruction (sentence, image->instruction, name);
    case MUSTER__V1__IMAGE__ENTITY_HANDOVER:
        return gap_from_handover (sentence, image->handover, name);
    case MUSTER__V1__IMAGE__ENTITY_SUBMISSION:
        return gap_from_submission (image->submission, name);
    case MUSTER__V1__IMAGE__ENTITY_PLANNED_SHIFT:
        return planned_gap (sentence->cli, image->planned_shift, name, sentence->base_ms);
    case MUSTER__V1__IMAGE__ENTITY_ROSTER:
        return strcmp (name, "post") == 0 ? name_of (sentence->cli, CLI_ENTITY (POST), image->roster->post) : NULL;
    case MUSTER__V1__IMAGE__ENTITY_DUTY_LOG_ENTRY:
        return gap_from_log_entry (sentence, image->duty_log_entry, name);
    case MUSTER__V1__IMAGE__ENTITY_DRILL:
        return gap_from_drill (sentence, image->drill, name);
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL:
        return roll_call_gap (image->roll_call, name);
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL_ANSWER:
        return roll_call_answer_gap (sentence->cli, image->roll_call_answer, name, sentence->base_ms);
    case MUSTER__V1__IMAGE__ENTITY_FIELD_COMMAND_POST:
        return gap_from_command_post (sentence, image->field_command_post, name);
    case MUSTER__V1__IMAGE__ENTITY_CONSULTATION:
        return gap_from_consultation (sentence, image->consultation, name);
    case MUSTER__V1__IMAGE__ENTITY_PRINCIPAL:
        if (strcmp (name, "role") == 0)
            return text_copy (word_role (image->principal->role));
        return strcmp (name, "code") == 0 ? copy_clean (image->principal->code) : NULL;
    default:
        names_learn (sentence->cli->names, image);
        return strcmp (name, "name") == 0
                   ? name_of (sentence->cli, (Muster__V1__EntityKind)image->entity_case, image_id (image))
                   : NULL;
    }
}

/* With nothing but the event, its subject's reference stands for what the sentence is about. */
static char *
gap_without_image (const struct sentence *sentence, const char *name)
{
    static const char *const heads[] = { "team",  "name",     "code",     "duty",      "kind",   "owner",
                                         "giver", "outgoing", "incoming", "commander", "report", "title" };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        if (strcmp (name, heads[i]) == 0)
            return reference_text (sentence->event->subject_kind, sentence->event->subject);
    }
    return NULL;
}

static char *
gap (void *arg, const char *name, size_t name_size)
{
    const struct sentence *sentence = arg;
    char *key = text_format ("%.*s", (int)name_size, name);
    char *text = sentence->event != NULL ? gap_from_event (sentence, key) : NULL;
    if (text == NULL && sentence->image != NULL)
        text = gap_from_image (sentence, key);
    else if (text == NULL)
        text = gap_without_image (sentence, key);
    free (key);
    return text;
}

/* What must not be overlooked among the lines of a night. */
enum style
sentence_style (Muster__V1__EventKind kind)
{
    switch (kind) {
    case KIND (ORDER_DISTRESS):
        return STYLE_ALARM;
    case KIND (ORDER_STATUS_MISSED):
    case KIND (ORDER_REOPENED):
        return STYLE_WARN;
    default:
        return STYLE_PLAIN;
    }
}

bool
sentence_exists (Muster__V1__EventKind kind)
{
    return kind >= 0 && (size_t)kind < sizeof sentences / sizeof sentences[0] && sentences[kind] != NULL;
}

/* From a copy: finding a name may renew what the names hold, the image among them. */
static char *
fill (struct cli *cli, const Muster__V1__Event *event, const Muster__V1__Image *image, const char *words)
{
    Muster__V1__Image *own = names_copy (image);
    struct sentence sentence = { cli, event, own, event != NULL ? event->at_ms : time_now_ms () };
    char *text = text_fill (_ (words), gap, &sentence);
    if (own != NULL)
        muster__v1__image__free_unpacked (own, NULL);
    return text;
}

char *
sentence_text (struct cli *cli, const Muster__V1__Event *event, const Muster__V1__Image *image)
{
    if (image == NULL && event->born != NULL)
        image = event->born;
    if (image == NULL)
        image = names_find (cli->names, event->subject_kind, event->subject);
    if (!sentence_exists (event->kind))
        return text_format (_ ("a change that this program is too old to explain (kind %d)"), (int)event->kind);
    return fill (cli, event, image, sentences[event->kind]);
}

char *
sentence_state (struct cli *cli, const Muster__V1__Image *image)
{
    size_t kind = image->entity_case;
    if (kind >= sizeof states / sizeof states[0] || states[kind] == NULL)
        return text_copy (_ ("something that this program is too old to explain"));
    return fill (cli, NULL, image, states[kind]);
}

char *
sentence_who (struct cli *cli, const Muster__V1__Event *event)
{
    return event->has_principal && event->principal > 0 ? name_principal (cli, event->principal)
                                                        : text_copy ("Muster");
}
