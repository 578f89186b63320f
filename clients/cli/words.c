/* SPDX-License-Identifier: Apache-2.0 */
/* words.c: the trade's words for the protocol's enums and codes, each list in the order of its numbers. */
#include "words.h"

#include "i18n.h"
#include "text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_DIGITS = 18, DRILL_DIGITS = 9 };

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* name: as it stands in the protocol, in lower case; it is what a refusal's argument carries. */
struct word {
    const char *name, *text;
};

#define CLI_KIND(name) MUSTER__V1__ENTITY_KIND__ENTITY_KIND_##name

static const struct word response_levels[] = {
    { "none", N_ ("unknown") }, { "I", N_ ("I") }, { "II", N_ ("II") }, { "III", N_ ("III") }, { "IV", N_ ("IV") }
};
static const struct word response_states[] = { { "none", N_ ("unknown") },
                                               { "active", N_ ("active") },
                                               { "terminated", N_ ("terminated") } };
static const struct word instruction_states[] = { { "none", N_ ("unknown") },
                                                  { "given", N_ ("given, no feedback yet") },
                                                  { "fed_back", N_ ("fed back") },
                                                  { "closed", N_ ("closed") } };
static const struct word report_fields[] = {
    { "occurred", N_ ("when it happened") },
    { "type", N_ ("type") },
    { "position", N_ ("position") },
    { "level", N_ ("level") },
    { "dead", N_ ("dead") },
    { "missing", N_ ("missing") },
    { "trapped", N_ ("trapped") },
    { "injured_serious", N_ ("seriously injured") },
    { "injured_slight", N_ ("slightly injured") },
    { "endangered", N_ ("endangered") },
    { "loss", N_ ("direct economic loss") },
    { "course", N_ ("the course in words") },
    { "measures", N_ ("measures taken") },
    { "caller_name", N_ ("who called") },
    { "caller_phone", N_ ("the caller's phone") },
    { "caller_post", N_ ("the caller's post") },
    { "already_told", N_ ("whom the caller has already told") },
};
static const struct word submission_states[] = { { "none", N_ ("unknown") },
                                                 { "drafted", N_ ("draft, to be signed") },
                                                 { "signed", N_ ("signed, to be sent") },
                                                 { "sent", N_ ("sent") },
                                                 { "withdrawn", N_ ("taken back") } };
static const struct word roll_call_states[] = { { "none", N_ ("unknown") },
                                                { "scheduled", N_ ("scheduled") },
                                                { "running", N_ ("running") },
                                                { "ended", N_ ("ended") } };
static const struct word roll_call_answer_states[] = { { "none", N_ ("unknown") },
                                                       { "called", N_ ("called") },
                                                       { "answered", N_ ("answered") },
                                                       { "absent", N_ ("absent") },
                                                       { "withdrawn", N_ ("no longer asked") } };
static const struct word command_states[] = { { "none", N_ ("unknown") },
                                              { "established", N_ ("established") },
                                              { "transferring", N_ ("command is being transferred") },
                                              { "dissolved", N_ ("dissolved") } };
static const struct word levels[] = { { "none", N_ ("not assessed") },
                                      { "ordinary", N_ ("ordinary") },
                                      { "significant", N_ ("significant") },
                                      { "major", N_ ("major") },
                                      { "extraordinary", N_ ("extraordinary") } };
static const struct word incident_states[] = {
    { "none", N_ ("unknown") },  { "reported", N_ ("reported") }, { "responding", N_ ("responding") },
    { "closed", N_ ("closed") }, { "on_hold", N_ ("on hold") },   { "controlled", N_ ("under control") }
};
static const struct word dispositions[] = { { "none", N_ ("unknown") },
                                            { "resolved", N_ ("resolved") },
                                            { "false_alarm", N_ ("false alarm") },
                                            { "merged", N_ ("merged into another incident") },
                                            { "transferred", N_ ("handed over to another authority") } };
static const struct word link_kinds[] = { { "none", N_ ("unknown") },           { "related", N_ ("related to") },
                                          { "parent", N_ ("parent of") },       { "child", N_ ("child of") },
                                          { "secondary", N_ ("secondary to") }, { "derived", N_ ("derived from") },
                                          { "split", N_ ("split off") },        { "origin", N_ ("origin of") } };
static const struct word order_states[] = { { "none", N_ ("unknown") },
                                            { "issued", N_ ("issued") },
                                            { "acknowledged", N_ ("acknowledged") },
                                            { "en_route", N_ ("en route") },
                                            { "on_scene", N_ ("on scene") },
                                            { "completed", N_ ("completed") },
                                            { "declined", N_ ("declined") },
                                            { "expired", N_ ("expired") },
                                            { "cancelled", N_ ("cancelled") },
                                            { "recalled", N_ ("recalled, not confirmed") },
                                            { "stood_down", N_ ("recalled, confirmed") },
                                            { "reserved", N_ ("reserved") } };
static const struct word receipt_states[] = {
    { "none", N_ ("unknown") },        { "queued", N_ ("queued") }, { "handed_over", N_ ("handed over") },
    { "delivered", N_ ("delivered") }, { "seen", N_ ("seen") },     { "acknowledged", N_ ("acknowledged") }
};
static const struct word shift_states[] = { { "none", N_ ("unknown") },
                                            { "on_duty", N_ ("on duty") },
                                            { "off_duty", N_ ("off duty") } };
static const struct word drill_states[] = { { "none", N_ ("unknown") },
                                            { "running", N_ ("running") },
                                            { "ended", N_ ("ended") } };
/* Why a step told somebody not. */
static const struct word skip_reasons[] = {
    { "none", N_ ("nobody to tell") },
    { "nobody_on_duty", N_ ("nobody is on duty") },
    { "no_contact", N_ ("the team has no such contact") },
    { "no_phone", N_ ("has no phone") },
    { "unknown_person", N_ ("no such person is registered") },
    { "unknown_post", N_ ("no such post is registered") },
    { "no_team_left", N_ ("no suitable team is left") },
    { "outside_drill", N_ ("takes no part in the drill") },
    { "limit", N_ ("nobody to call, or too many roll calls are open") },
    { "answered", N_ ("has acknowledged already") },
    { "in_distress", N_ ("the team is in distress") },
    { "not_now", N_ ("not possible now") },
};

static const struct word handover_states[] = { { "none", N_ ("unknown") },
                                               { "opened", N_ ("being gone through") },
                                               { "accepted", N_ ("every item accepted, not signed yet") },
                                               { "signed", N_ ("signed") },
                                               { "cancelled", N_ ("cancelled") } };
static const struct word handover_item_states[] = { { "open", N_ ("not accepted yet") },
                                                    { "accepted", N_ ("accepted") },
                                                    { "objected", N_ ("objected to") },
                                                    { "answered", N_ ("answered, not accepted yet") } };
static const struct word planned_states[] = { { "none", N_ ("unknown") },       { "planned", N_ ("planned") },
                                              { "manned", N_ ("checked in") },  { "absent", N_ ("ABSENT") },
                                              { "ended", N_ ("ended") },        { "missed", N_ ("missed") },
                                              { "cancelled", N_ ("cancelled") } };
static const struct word swap_states[] = { { "none", N_ ("unknown") },
                                           { "proposed", N_ ("proposed, not answered") },
                                           { "accepted", N_ ("accepted, waits for the duty leader") } };
static const struct word obligation_states[] = { { "none", N_ ("unknown") },
                                                 { "armed", N_ ("running") },
                                                 { "overdue", N_ ("overdue") },
                                                 { "discharged", N_ ("done") },
                                                 { "withdrawn", N_ ("no longer owed") } };
static const struct word report_kinds[] = { { "none", N_ ("unknown") },
                                            { "initial", N_ ("initial report") },
                                            { "continuation", N_ ("continuation report") },
                                            { "final", N_ ("final report") },
                                            { "supplementary", N_ ("supplementary report") },
                                            { "verified", N_ ("verified report") },
                                            { "nil", N_ ("nil report") } };
static const struct word team_kinds[] = { { "none", N_ ("unknown") },
                                          { "national", N_ ("national fire and rescue") },
                                          { "professional", N_ ("professional") },
                                          { "grassroots", N_ ("grass-roots") },
                                          { "social", N_ ("social") } };
static const struct word roles[] = { { "none", N_ ("unknown") },
                                     { "admin", N_ ("administrator") },
                                     { "duty_leader", N_ ("duty leader") },
                                     { "duty_officer", N_ ("duty officer") },
                                     { "team_leader", N_ ("team leader") },
                                     { "system", N_ ("system") },
                                     { "observer", N_ ("observer") } };
static const struct word principal_states[] = { { "none", N_ ("unknown") },
                                                { "enrolled", N_ ("enrolled") },
                                                { "revoked", N_ ("revoked") } };
static const struct word entities[] = {
    { "none", N_ ("unknown") },
    { "profile", N_ ("profile") },
    { "post", N_ ("post") },
    { "person", N_ ("person") },
    { "team", N_ ("team") },
    { "principal", N_ ("principal") },
    { "incident", N_ ("incident") },
    { "report", N_ ("report") },
    { "dispatch_order", N_ ("order") },
    { "shift", N_ ("shift") },
    { "obligation", N_ ("obligation") },
    [CLI_KIND (SUBMISSION)] = { "submission", N_ ("submission") },
    [CLI_KIND (CALENDAR)] = { "calendar", N_ ("calendar") },
    [CLI_KIND (ROSTER)] = { "roster", N_ ("roster") },
    [CLI_KIND (PLANNED_SHIFT)] = { "planned_shift", N_ ("planned shift") },
    [CLI_KIND (RESPONSE)] = { "response", N_ ("response") },
    [CLI_KIND (INSTRUCTION)] = { "instruction", N_ ("instruction") },
    [CLI_KIND (HANDOVER)] = { "handover", N_ ("handover") },
    [CLI_KIND (DUTY_LOG_ENTRY)] = { "duty_log_entry", N_ ("duty log entry") },
    [CLI_KIND (CONSULTATION)] = { "consultation", N_ ("consultation") },
    [CLI_KIND (DRILL)] = { "drill", N_ ("drill") },
    [CLI_KIND (ROLL_CALL)] = { "roll_call", N_ ("roll call") },
    [CLI_KIND (ROLL_CALL_ANSWER)] = { "roll_call_answer", N_ ("roll call answer") },
    [CLI_KIND (FIELD_COMMAND_POST)] = { "field_command_post", N_ ("field command post") }
};
static const struct word daemon_states[] = { { "starting", N_ ("starting") },
                                             { "leading", N_ ("leading: takes commands") },
                                             { "standby", N_ ("standing by for the leader") },
                                             { "store_away", N_ ("the database is away: nothing new can be stored") },
                                             { "draining", N_ ("stopping: takes no new commands") } };
static const struct word channels[] = { { "phone", N_ ("phone") },
                                        { "radio", N_ ("radio") },
                                        { "console", N_ ("console") },
                                        { "system", N_ ("system") },
                                        { "walk-in", N_ ("walk-in") },
                                        { "sms", N_ ("text message") },
                                        { "written", N_ ("written document") },
                                        { "fax", N_ ("fax") },
                                        { "e-mail", N_ ("e-mail") },
                                        { "video", N_ ("video call") } };
/* What a refusal says could not be done: what a role may not do; and what can't be done now with an order, an
 * incident or the like (NULL = nothing of that kind is refused so). */
static const struct {
    const char *name, *may_not, *can_not;
} actions[] = {
    { "report", N_ ("report an incident"), NULL },
    { "continue", N_ ("add to an incident's reports"), N_ ("take more reports") },
    { "assess", N_ ("assess an incident"), N_ ("be assessed") },
    { "dispatch", N_ ("send a team"), N_ ("get another team") },
    { "acknowledge", N_ ("acknowledge an order"), N_ ("be acknowledged") },
    { "decline", N_ ("decline an order"), N_ ("be declined") },
    { "depart", N_ ("report a team as en route"), N_ ("be reported as en route") },
    { "arrive", N_ ("report a team as on scene"), N_ ("be reported as on scene") },
    { "complete", N_ ("report an order as done"), N_ ("be completed") },
    { "cancel", N_ ("cancel an order"), N_ ("be cancelled") },
    { "recall", N_ ("recall a team"), N_ ("be recalled") },
    { "reassign", N_ ("reassign an order"), N_ ("be given to another") },
    { "receipt", N_ ("report receipts"), N_ ("get a receipt") },
    { "release", N_ ("issue a reserved order"), N_ ("be issued") },
    { "status_check", N_ ("answer a status check"), N_ ("get an answer to a status check") },
    { "distress", N_ ("report a distress"), N_ ("be reported in distress") },
    { "distress_resolve", N_ ("end a distress"), N_ ("have its distress ended") },
    { "check_in", N_ ("check in"), NULL },
    { "check_out", N_ ("check out"), NULL },
    { "close", N_ ("close an incident"), N_ ("be closed") },
    { "reopen", N_ ("reopen an incident"), N_ ("be reopened") },
    { "import", N_ ("import a file"), NULL },
    { "enrol", N_ ("enrol anybody"), NULL },
    { "revoke", N_ ("shut anybody out"), NULL },
    { "hold", N_ ("put an incident on hold"), N_ ("be put on hold") },
    { "control", N_ ("record an incident as under control"), N_ ("come under control") },
    { "resume", N_ ("take up an incident again"), N_ ("be resumed") },
    { "merge", N_ ("merge incidents"), N_ ("be merged") },
    { "unmerge", N_ ("separate merged incidents"), N_ ("be separated again") },
    { "activate", N_ ("activate a response"), NULL },
    { "adjust", N_ ("adjust a response"), NULL },
    { "terminate", N_ ("terminate a response"), NULL },
    { "instruct", N_ ("give a leader's instruction"), NULL },
    { "feedback", N_ ("give feedback on an instruction"), NULL },
    { "instruction_close", N_ ("close an instruction"), NULL },
    { "submit", N_ ("send a report up"), N_ ("be submitted") },
    { "sign_off", N_ ("sign a report off"), N_ ("be signed") },
    { "send", N_ ("record a report as sent"), N_ ("be sent") },
    { "submission_withdraw", N_ ("take a report back"), N_ ("be taken back") },
    { "log", N_ ("write in the duty log"), NULL },
    { "handover_open", N_ ("hand over the watch"), NULL },
    { "handover_accept", N_ ("accept in a handover"), NULL },
    { "handover_object", N_ ("object in a handover"), NULL },
    { "handover_answer", N_ ("answer in a handover"), NULL },
    { "handover_sign", N_ ("sign a handover"), NULL },
    { "handover_cancel", N_ ("cancel a handover"), NULL },
    { "consult", N_ ("record a consultation"), NULL },
    { "link", N_ ("link incidents"), N_ ("be linked") },
    { "unlink", N_ ("unlink incidents"), N_ ("be unlinked") },
    { "split", N_ ("split an incident"), N_ ("be split") },
    { "move", N_ ("move an order to another incident"), N_ ("be moved") },
    { "roll_call", N_ ("call the roll"), NULL },
    { "roll_call_answer", N_ ("answer a roll call"), NULL },
    { "roll_call_absent", N_ ("record an absence"), NULL },
    { "roll_call_end", N_ ("end a roll call"), NULL },
    { "command_establish", N_ ("establish a field command post"), NULL },
    { "command_transfer", N_ ("transfer command"), NULL },
    { "command_accept", N_ ("accept command"), NULL },
    { "command_dissolve", N_ ("dissolve a field command post"), NULL },
    { "assign", N_ ("give a planned shift to somebody"), N_ ("be given to somebody else") },
    { "settle_gap", N_ ("settle a gap"), NULL },
    { "swap_propose", N_ ("propose a swap"), N_ ("be swapped") },
    { "swap_accept", N_ ("accept a swap"), N_ ("be swapped") },
    { "swap_decline", N_ ("decline a swap"), N_ ("be swapped") },
    { "mark_contact", N_ ("mark a contact"), NULL },
    { "shelve", N_ ("shelve what is overdue"), NULL },
    { "unshelve", N_ ("end a shelving"), NULL },
    { "drill_begin", N_ ("begin a drill"), NULL },
    { "drill_end", N_ ("end a drill"), NULL },
    { "roster", N_ ("read the roster"), NULL },
    { "roster_plan", N_ ("read the roster"), NULL },
    { "list", N_ ("list this"), NULL },
    { "show", N_ ("look at this"), NULL },
    { "journal", N_ ("read the journal"), NULL },
    { "status", N_ ("read the status"), NULL },
    { "principals", N_ ("list principals"), NULL },
    { "verify", N_ ("verify the journal"), NULL },
    { "sync", N_ ("synchronise"), NULL },
    { "subscribe", N_ ("subscribe"), NULL },
};
/* What there is too much of. */
static const struct word limits[] = { { "open incidents", N_ ("open incidents") },
                                      { "reports of one incident", N_ ("reports of one incident") },
                                      { "open orders of one incident", N_ ("open orders of one incident") },
                                      { "recipients of one order", N_ ("recipients of one order") },
                                      { "active responses", N_ ("active responses") },
                                      { "calendars", N_ ("calendars") },
                                      { "open instructions", N_ ("open instructions") },
                                      { "objections of one handover", N_ ("objections of one handover") },
                                      { "open roll calls", N_ ("open roll calls") },
                                      { "posts and teams of one roll call", N_ ("posts and teams of one roll call") },
                                      { "field command posts", N_ ("field command posts") },
                                      { "links of one incident", N_ ("links of one incident") } };

static const char *
word_at (const struct word *list, size_t count, int number)
{
    return number >= 0 && (size_t)number < count && list[number].text != NULL ? _ (list[number].text) : _ ("unknown");
}

const char *
word_level (Muster__V1__EventLevel level)
{
    return word_at (levels, COUNT (levels), level);
}

const char *
word_incident_state (Muster__V1__IncidentState state)
{
    return word_at (incident_states, COUNT (incident_states), state);
}

const char *
word_disposition (Muster__V1__Disposition disposition)
{
    return word_at (dispositions, COUNT (dispositions), disposition);
}

const char *
word_order_state (Muster__V1__OrderState state)
{
    return word_at (order_states, COUNT (order_states), state);
}

const char *
word_receipt_state (Muster__V1__ReceiptState state)
{
    return word_at (receipt_states, COUNT (receipt_states), state);
}

const char *
word_shift_state (Muster__V1__ShiftState state)
{
    return word_at (shift_states, COUNT (shift_states), state);
}

const char *
word_skip (Muster__V1__SkipReason reason)
{
    return word_at (skip_reasons, COUNT (skip_reasons), reason);
}

const char *
word_planned_state (Muster__V1__PlannedState state)
{
    return word_at (planned_states, COUNT (planned_states), state);
}

const char *
word_swap_state (Muster__V1__SwapState state)
{
    return word_at (swap_states, COUNT (swap_states), state);
}

const char *
word_obligation_state (Muster__V1__ObligationState state)
{
    return word_at (obligation_states, COUNT (obligation_states), state);
}

const char *
word_handover_state (Muster__V1__HandoverState state)
{
    return word_at (handover_states, COUNT (handover_states), state);
}

const char *
word_handover_item_state (Muster__V1__HandoverItemState state)
{
    return word_at (handover_item_states, COUNT (handover_item_states), state);
}

const char *
word_of_state (Muster__V1__EntityKind kind, unsigned state)
{
    switch (kind) {
    case CLI_KIND (INCIDENT):
        return word_incident_state ((Muster__V1__IncidentState)state);
    case CLI_KIND (DISPATCH_ORDER):
        return word_order_state ((Muster__V1__OrderState)state);
    case CLI_KIND (OBLIGATION):
        return word_obligation_state ((Muster__V1__ObligationState)state);
    case CLI_KIND (RESPONSE):
        return word_response_state ((Muster__V1__ResponseState)state);
    case CLI_KIND (INSTRUCTION):
        return word_instruction_state ((Muster__V1__InstructionState)state);
    case CLI_KIND (ROLL_CALL):
        return word_roll_call_state ((Muster__V1__RollCallState)state);
    case CLI_KIND (FIELD_COMMAND_POST):
        return word_command_state ((Muster__V1__CommandState)state);
    default:
        return "";
    }
}

const char *
word_response_level (Muster__V1__ResponseLevel level)
{
    return word_at (response_levels, COUNT (response_levels), level);
}

const char *
word_response_state (Muster__V1__ResponseState state)
{
    return word_at (response_states, COUNT (response_states), state);
}

const char *
word_link_kind (Muster__V1__LinkKind kind)
{
    return word_at (link_kinds, COUNT (link_kinds), kind);
}

const char *
word_drill_state (Muster__V1__DrillState state)
{
    return word_at (drill_states, COUNT (drill_states), state);
}

const char *
word_command_state (Muster__V1__CommandState state)
{
    return word_at (command_states, COUNT (command_states), state);
}

const char *
word_roll_call_state (Muster__V1__RollCallState state)
{
    return word_at (roll_call_states, COUNT (roll_call_states), state);
}

const char *
word_roll_call_answer_state (Muster__V1__RollCallAnswerState state)
{
    return word_at (roll_call_answer_states, COUNT (roll_call_answer_states), state);
}

const char *
word_instruction_state (Muster__V1__InstructionState state)
{
    return word_at (instruction_states, COUNT (instruction_states), state);
}

const char *
word_report_field (Muster__V1__ReportField field)
{
    return word_at (report_fields, COUNT (report_fields), field);
}

const char *
word_submission_state (Muster__V1__SubmissionState state)
{
    return word_at (submission_states, COUNT (submission_states), state);
}

const char *
word_report_kind (Muster__V1__ReportKind kind)
{
    return word_at (report_kinds, COUNT (report_kinds), kind);
}

const char *
word_team_kind (Muster__V1__TeamKind kind)
{
    return word_at (team_kinds, COUNT (team_kinds), kind);
}

const char *
word_role (Muster__V1__Role role)
{
    return word_at (roles, COUNT (roles), role);
}

const char *
word_principal_state (Muster__V1__PrincipalState state)
{
    return word_at (principal_states, COUNT (principal_states), state);
}

const char *
word_entity (Muster__V1__EntityKind kind)
{
    return word_at (entities, COUNT (entities), kind);
}

static const char *
word_named (const struct word *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].name != NULL && strcmp (list[i].name, name) == 0) /* the numbers have holes */
            return _ (list[i].text);
    }
    return NULL;
}

const char *
word_channel (const char *channel)
{
    const char *word = word_named (channels, COUNT (channels), channel);
    return word != NULL ? word : channel;
}

const char *
word_daemon_state (const char *state)
{
    const char *word = word_named (daemon_states, COUNT (daemon_states), state);
    return word != NULL ? word : state;
}

/* "12", or "X12" for a drill's. */
static bool
id_parse (const char *text, uint64_t *ret)
{
    bool drill = text[0] == 'X' || text[0] == 'x';
    size_t size = strlen (text + drill);
    if (size == 0 || size > (drill ? DRILL_DIGITS : ID_DIGITS) || strspn (text + drill, "0123456789") != size)
        return false;
    *ret = strtoull (text + drill, NULL, 10);
    if (*ret == 0)
        return false;
    *ret += drill ? DRILL_IDS : 0;
    return true;
}

char *
number_text (uint64_t id)
{
    return id > DRILL_IDS ? text_format ("X%" PRIu64, id - DRILL_IDS) : text_format ("%" PRIu64, id);
}

static const char *
word_action (const char *name, bool of_role)
{
    for (size_t i = 0; i < COUNT (actions); i++)
        if (strcmp (actions[i].name, name) == 0)
            return _ (of_role || actions[i].can_not == NULL ? actions[i].may_not : actions[i].can_not);
    return name;
}

char *
word_argument (const char *code, size_t index, const char *argument)
{
    uint64_t id;
    if (id_parse (argument, &id) && id > DRILL_IDS)
        return number_text (id);
    static const struct {
        const char *code;
        size_t index;
        const struct word *list; /* NULL = the actions */
        size_t count;
    } worded[] = { { "order_state", 1, order_states, COUNT (order_states) },
                   { "order_state", 2, NULL, 0 },
                   { "planned_shift_state", 1, planned_states, COUNT (planned_states) },
                   { "planned_shift_state", 2, NULL, 0 },
                   { "incident_state", 1, incident_states, COUNT (incident_states) },
                   { "incident_state", 2, NULL, 0 },
                   { "submission_state", 1, submission_states, COUNT (submission_states) },
                   { "submission_state", 2, NULL, 0 },
                   { "handover_over", 1, handover_states, COUNT (handover_states) },
                   { "roll_call_answered", 1, roll_call_answer_states, COUNT (roll_call_answer_states) },
                   { "level_same", 1, levels, COUNT (levels) },
                   { "limit", 0, limits, COUNT (limits) },
                   { "role_list", 0, roles, COUNT (roles) },
                   { "role_list", 1, entities, COUNT (entities) },
                   { "role", 0, roles, COUNT (roles) },
                   { "role", 1, NULL, 0 } };
    for (size_t i = 0; code != NULL && i < COUNT (worded); i++) {
        if (worded[i].index != index || strcmp (worded[i].code, code) != 0)
            continue;
        if (worded[i].list == NULL)
            return text_copy (word_action (argument, strcmp (code, "role") == 0));
        const char *word = word_named (worded[i].list, worded[i].count, argument);
        return text_copy (word != NULL ? word : argument);
    }
    return text_copy (argument);
}

static const struct {
    uint32_t code;
    const char *text;
} event_types[] = {
    { 10100, N_ ("flood or drought") },
    { 10200, N_ ("meteorological disaster") },
    { 10300, N_ ("earthquake") },
    { 10400, N_ ("geological disaster") },
    { 10600, N_ ("biological disaster") },
    { 10700, N_ ("forest or grassland fire") },
    { 20100, N_ ("coal mine accident") },
    { 20200, N_ ("metal or non-metal mine accident") },
    { 20300, N_ ("construction accident") },
    { 20400, N_ ("hazardous chemicals accident") },
    { 20500, N_ ("fireworks or explosives accident") },
    { 20600, N_ ("industry or trade accident") },
    { 20700, N_ ("fire") },
    { 20800, N_ ("road traffic accident") },
    { 20900, N_ ("water transport accident") },
    { 21000, N_ ("railway accident") },
    { 21100, N_ ("urban rail accident") },
    { 21200, N_ ("aviation accident") },
    { 21300, N_ ("special equipment accident") },
    { 21400, N_ ("infrastructure or utilities accident") },
    { 21500, N_ ("environmental accident") },
    { 21600, N_ ("farm machinery accident") },
    { 21700, N_ ("stampede") },
    { 21800, N_ ("nuclear or radiation accident") },
    { 21900, N_ ("energy supply interruption") },
    { 29900, N_ ("other accident") },
    { 10000, N_ ("natural disaster") },
    { 20000, N_ ("accident") },
    { 30000, N_ ("public health event") },
    { 40000, N_ ("social security event") },
};

const char *
word_event_type (uint32_t code)
{
    const uint32_t tried[] = { code, code / 100 * 100, code / 10000 * 10000 };
    for (size_t i = 0; i < COUNT (tried); i++) {
        for (size_t row = 0; row < COUNT (event_types); row++) {
            if (event_types[row].code == tried[i])
                return _ (event_types[row].text);
        }
    }
    return _ ("unknown");
}

/* By its name in the protocol (also with '-'), by its word in the user's language, by its Chinese word, by its
 * number. */
static bool
word_parse (const struct word *list, const char *const *chinese, size_t count, const char *text, uint64_t *ret)
{
    char *name = text_copy (text);
    bool found = false;
    for (char *at = name; *at != '\0'; at++)
        *at = *at == '-' ? '_' : *at;
    for (size_t i = 1; i < count && !found; i++) {
        found = strcmp (list[i].name, name) == 0 || strcmp (_ (list[i].text), text) == 0 ||
                strcmp (chinese[i], text) == 0 || (text[0] == (char)('0' + i) && text[1] == '\0');
        *ret = found ? i : 0;
    }
    free (name);
    return found;
}

bool
word_parse_level (const char *text, uint64_t *ret)
{
    static const char *const chinese[COUNT (levels)] = { "", "一般", "较大", "重大", "特别重大" };
    return word_parse (levels, chinese, COUNT (levels), text, ret);
}

bool
word_parse_response_level (const char *text, uint64_t *ret)
{
    static const char *const chinese[COUNT (response_levels)] = { "", "一级", "二级", "三级", "四级" };
    return word_parse (response_levels, chinese, COUNT (response_levels), text, ret);
}

bool
word_parse_role (const char *text, uint64_t *ret)
{
    static const char *const chinese[COUNT (roles)] = {
        "", "管理员", "带班领导", "值班员", "队长", "系统", "观察员"
    };
    return word_parse (roles, chinese, COUNT (roles), text, ret);
}

bool
word_parse_link_kind (const char *text, uint64_t *ret)
{
    static const struct word kinds[] = { { "none", "" },      { "related", "" }, { "parent", "" }, { "child", "" },
                                         { "secondary", "" }, { "derived", "" }, { "split", "" },  { "origin", "" } };
    static const char *const chinese[COUNT (kinds)] = { "", "相关", "上级", "下级", "次生", "衍生", "", "原生" };
    return word_parse (kinds, chinese, COUNT (kinds), text, ret) && *ret != MUSTER__V1__LINK_KIND__LINK_KIND_SPLIT;
}

bool
word_parse_disposition (const char *text, uint64_t *ret)
{
    static const char *const chinese[COUNT (dispositions)] = { "", "处置完毕", "误报", "", "移交" };
    return word_parse (dispositions, chinese, COUNT (dispositions), text, ret) &&
           *ret != MUSTER__V1__DISPOSITION__DISPOSITION_MERGED;
}

bool
word_parse_receipt (const char *text, uint64_t *ret)
{
    static const char *const chinese[COUNT (receipt_states)] = { "", "", "已转交", "已送达", "已读", "" };
    return word_parse (receipt_states, chinese, COUNT (receipt_states), text, ret) &&
           *ret >= MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_HANDED_OVER &&
           *ret <= MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_SEEN;
}

static void
figure_add (FILE *out, bool *first, bool stated, uint64_t number, const char *format)
{
    if (!stated)
        return;
    char digits[24];
    snprintf (digits, sizeof digits, "%" PRIu64, number);
    char *text = text_fill_args (_ (format), (char *const[]){ digits }, 1);
    fprintf (out, "%s%s", *first ? "" : _ (", "), text);
    *first = false;
    free (text);
}

char *
figures_text (const Muster__V1__Figures *figures)
{
    struct text_stream stream;
    bool first = true;
    if (figures == NULL)
        return NULL;
    text_open (&stream);
    FILE *out = stream.file;
    figure_add (out, &first, figures->has_dead, figures->dead, N_ ("{0} dead"));
    figure_add (out, &first, figures->has_missing, figures->missing, N_ ("{0} missing"));
    figure_add (out, &first, figures->has_trapped, figures->trapped, N_ ("{0} trapped"));
    figure_add (out, &first, figures->has_injured_serious, figures->injured_serious, N_ ("{0} seriously injured"));
    figure_add (out, &first, figures->has_injured_slight, figures->injured_slight, N_ ("{0} slightly injured"));
    figure_add (out, &first, figures->has_endangered, figures->endangered, N_ ("{0} endangered"));
    figure_add (out, &first, figures->has_evacuated, figures->evacuated, N_ ("{0} evacuated"));
    figure_add (out, &first, figures->has_brought_out, figures->brought_out, N_ ("{0} brought out"));
    figure_add (out, &first, figures->has_rescuers, figures->rescuers, N_ ("{0} rescuers at work"));
    figure_add (out, &first, figures->has_loss_yuan, figures->loss_yuan, N_ ("loss {0} yuan"));
    char *text = text_taken (&stream);
    if (!first)
        return text;
    free (text);
    return NULL;
}

/* The letters that are said over a radio. */
static const char reference_letters[COUNT (entities)] = {
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_INCIDENT] = 'I',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_DISPATCH_ORDER] = 'O',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_REPORT] = 'R',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_SHIFT] = 'S',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_TEAM] = 'T',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PERSON] = 'P',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_OBLIGATION] = 'D',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_RESPONSE] = 'E',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_INSTRUCTION] = 'N',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_SUBMISSION] = 'U',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PLANNED_SHIFT] = 'W',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_DUTY_LOG_ENTRY] = 'L',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_HANDOVER] = 'H',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_FIELD_COMMAND_POST] = 'C',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_CONSULTATION] = 'K',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_ROLL_CALL] = 'M',
    [MUSTER__V1__ENTITY_KIND__ENTITY_KIND_ROLL_CALL_ANSWER] = 'A',
};

bool
reference_parse_pair (const char *kind, const char *text, struct reference *ret)
{
    *ret = (struct reference){ 0 };
    if (strcmp (kind, "order") == 0)
        kind = "dispatch_order";
    if (strcmp (kind, "log") == 0)
        kind = "duty_log_entry";
    for (size_t i = 1; i < COUNT (entities); i++) {
        if (entities[i].name != NULL && strcmp (entities[i].name, kind) == 0) /* the numbers have holes */
            ret->kind = (Muster__V1__EntityKind)i;
    }
    if (ret->kind == MUSTER__V1__ENTITY_KIND__ENTITY_KIND_NONE || text == NULL || text[0] == '\0')
        return false;
    if (id_parse (text, &ret->id))
        return true;
    bool coded = ret->kind <= MUSTER__V1__ENTITY_KIND__ENTITY_KIND_PRINCIPAL;
    ret->code = text;
    return coded && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (text);
}

bool
reference_parse (const char *text, Muster__V1__EntityKind assumed, struct reference *ret)
{
    *ret = (struct reference){ .kind = assumed };
    const char *slash = strchr (text, '/');
    if (slash != NULL) {
        char *kind = text_format ("%.*s", (int)(slash - text), text);
        bool good = reference_parse_pair (kind, slash + 1, ret);
        free (kind);
        return good;
    }
    if (id_parse (text, &ret->id))
        return true;
    bool drill = text[0] == 'X' || text[0] == 'x';
    if (drill) { /* XI12 */
        bool good = strchr (text + 1, 'X') == NULL && reference_parse (text + 1, assumed, ret);
        ret->id += good && ret->id < DRILL_IDS ? DRILL_IDS : 0;
        return good;
    }
    for (size_t i = 1; i < COUNT (reference_letters); i++) {
        char letter = reference_letters[i];
        if (letter != '\0' && (text[0] == letter || text[0] == letter + ('a' - 'A'))) {
            ret->kind = (Muster__V1__EntityKind)i;
            return id_parse (text + 1, &ret->id);
        }
    }
    return false;
}

char *
reference_text (Muster__V1__EntityKind kind, uint64_t id)
{
    if ((size_t)kind < COUNT (reference_letters) && reference_letters[kind] != '\0')
        return text_format ("%s%c%" PRIu64, id > DRILL_IDS ? "X" : "", reference_letters[kind],
                            id > DRILL_IDS ? id - DRILL_IDS : id);
    char *number = number_text (id), *text = text_format ("%s %s", word_entity (kind), number);
    free (number);
    return text;
}
