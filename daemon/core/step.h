/* SPDX-License-Identifier: Apache-2.0 */
/* step.h: private to the core: one command being decided. Each decide function checks everything before it emits its
 * first event, so that a refused command changes nothing. */
#ifndef MUSTER_CORE_STEP_H
#define MUSTER_CORE_STEP_H

#include "core/desk.h"
#include "core/tables.h"

struct step {
    struct desk *desk;
    const struct command *command;
    struct outcome *outcome;
};

/* Says no; field and the up to three arguments go to the client. Returns false. */
bool refuse (struct step *, enum refusal, const char *field, const char *format, ...)
    __attribute__ ((format (printf, 4, 5)));

/* Emits a transition: numbers it, applies it, keeps it, and does to obligations what the table says. */
void emit (struct step *, enum event_kind, struct entity *subject, const struct event_detail *);
/* Emits an event that bears an entity, or replaces the one whose id the image has; takes ownership of the image. One
 * that is born gets the next id of its kind. Returns the entity as it stands in the desk. */
struct entity *emit_born (struct step *, enum event_kind, struct entity *image);
/* What the command is about, for its verdict; the first word counts. */
void about (struct step *, enum entity_kind, uint64_t id);
/* The next id of its kind, for a birth: of what is a drill's, or not. */
uint64_t next_id (const struct desk *, enum entity_kind, bool drill);

const struct principal *step_principal (const struct step *); /* NULL for the daemon's own commands */
enum role step_role (const struct step *);

/* The incident, if it is there and open; otherwise refuses and returns NULL. */
struct incident *need_open_incident (struct step *, uint64_t id);

/* decide functions, one for each command; true = accepted */
bool decide_report (struct step *);
bool decide_continue (struct step *);
bool decide_assess (struct step *);
bool decide_close (struct step *);
bool decide_reopen (struct step *);
bool decide_dispatch (struct step *);
bool decide_rung (struct step *);
bool decide_reassign (struct step *);
bool decide_receipt (struct step *);
bool decide_check_in (struct step *);
bool decide_check_out (struct step *);
bool decide_import (struct step *);
bool decide_enrol (struct step *);
bool decide_revoke (struct step *);
bool decide_activate (struct step *);
bool decide_adjust (struct step *);
bool decide_terminate (struct step *);
bool decide_instruct (struct step *);
bool decide_feedback (struct step *);
bool decide_instruction_close (struct step *);
bool decide_log (struct step *);
bool decide_consult (struct step *);
bool decide_link (struct step *);
bool decide_unlink (struct step *);
bool decide_split (struct step *);
bool decide_move (struct step *);
bool decide_command_establish (struct step *);
bool decide_command_transfer (struct step *);
bool decide_command_accept (struct step *);
bool decide_command_dissolve (struct step *);
bool decide_roll_call (struct step *);
bool decide_roll_call_answer (struct step *);
bool decide_roll_call_absent (struct step *);
bool decide_roll_call_end (struct step *);
bool decide_handover_open (struct step *);
bool decide_handover_accept (struct step *);
bool decide_handover_object (struct step *);
bool decide_handover_answer (struct step *);
bool decide_handover_sign (struct step *);
bool decide_handover_cancel (struct step *);
bool decide_assign (struct step *);
bool decide_settle_gap (struct step *);
bool decide_swap_propose (struct step *);
bool decide_swap_accept (struct step *);
bool decide_swap_decline (struct step *);
bool decide_mark_contact (struct step *);
bool decide_shelve (struct step *);
bool decide_unshelve (struct step *);
bool decide_tick (struct step *);
bool decide_submit (struct step *);
bool decide_submission (struct step *); /* sign_off, send, submission_withdraw */
bool decide_turn (struct step *);       /* hold, control, resume */
bool decide_status (struct step *);     /* status_check, distress, distress_resolve */
bool decide_turn (struct step *);       /* hold, control, resume */
bool decide_merge (struct step *);

/* What keeps an incident from closing: 1. its open orders  2. its field command post, while it stands  3. its open
 * children  4. what is owed on it, or on its responses, instructions and drafts of what goes up, where the
 * profile says so. reports false: without its own reports. */
struct still_open {
    uint32_t count;
    char list[REFUSAL_ARG_MAX]; /* the first few, by their references: "O7, C1, D12" */
};
struct still_open still_open (const struct step *, const struct incident *, bool reports);
bool decide_drill_begin (struct step *);
bool decide_drill_end (struct step *);

/* The drill that runs; NULL = none. */
const struct drill *drill_running (const struct desk *);
/* Refuses what is to be born as a drill's while none runs. */
bool need_drill (struct step *);
/* Refuses, for this field, what would reach somebody who takes no part in the drill. */
bool need_in_drill (struct step *, const struct target *, const char *field, const char *code);
/* Does the drill that runs reach this team, person (also in a role) or post? Nothing is reached while none runs. */
bool drill_reaches (const struct desk *, const struct target *);

/* The oldest of its open orders; NULL = none. */
const struct dispatch_order *first_open_order (const struct incident *);
/* Fills the id of the person with that code; otherwise refuses, naming the field. */
bool need_person (struct step *, const char *field, const char *code, uint64_t *ret_id);
/* The field command post that stands at an incident; NULL = none. */
struct field_command_post *command_at (const struct desk *, uint64_t incident);
/* Bears an incident and its first report, both as reported; the profile must be in force. */
struct incident *incident_born (struct step *, const struct report_args *);
/* Files a report of it with these figures; its level becomes what they make it, and at least that level. */
void continue_incident (struct step *, struct incident *, enum report_kind, const struct report_fields *,
                        enum event_level);
/* May one more incident be open? Otherwise refuses. */
bool room_for_incident (struct step *);
/* A system that sends the same thing again under the same source id is told so, and refused. */
bool may_report_again (struct step *);
/* Notes in the verdict which open incidents look the same as this one, which was just reported. */
void hint_similar (struct step *, const struct incident *);

/* ---- dispatch ---- */

/* What a task needs of a team. */
struct need {
    uint32_t type_code;
    struct position position;
    bool drill;
};

/* 1. free before busy  2. core before auxiliary  3. nearest  4. lower rank  5. lower id. < 0: a goes first. */
int team_prefer (const struct team *a, const struct team *b, const struct need *need);
bool team_fit (const struct team *, const struct need *);
/* The most suitable team that has neither an open order for this incident nor one in the chain that ends in `after`
 * (NULL = no chain). NULL = none is left. */
struct team *team_choose (const struct desk *, const struct incident *, const struct dispatch_order *after);
/* Issues an order. after: the one that it follows, NULL = none. */
struct dispatch_order *order_issue (struct step *, struct incident *, struct team *, const char *task,
                                    const struct dispatch_order *after);
/* The team of that code, if it has no open order for the incident; otherwise refuses and returns NULL. */
struct team *team_named (struct step *, const struct incident *, const char *code);
/* Issues what was reserved. */
void order_release (struct step *, struct dispatch_order *, const struct event_detail *);
/* What the profile says of sending a team with open orders (`but` does not count; NULL = all do): notes them in the
 * verdict, or refuses and returns false. */
bool team_may_be_busy (struct step *, const struct team *, const struct dispatch_order *but, bool drill,
                       bool override);
/* The first order turns what was only reported into a response. */
void incident_respond (struct step *, struct incident *);
/* A step of a policy told somebody of an order: for a person that it names, or one of the team's, a ladder begins. */
void order_told (struct step *, const struct obligation *, const struct target *told);
/* Ends an unanswered order and issues it to the next team; false = no team is left, nothing happened. */
bool order_pass_on (struct step *, struct dispatch_order *, enum event_kind, const struct event_detail *);

/* May this principal speak for the order's team? Fills for which person, 0 = its own word; refuses. */
bool order_may_speak (struct step *, const struct dispatch_order *, uint64_t *ret_on_behalf_of);
/* An order whose team is in distress can't end: refuses. */
bool order_calm (struct step *, const struct dispatch_order *);
/* An open order of the incident whose team is in distress; NULL = none. */
const struct dispatch_order *order_in_distress (const struct incident *);

/* ---- obligations ---- */

/* After an event: discharges, withdraws and arms what obligation_rules says. */
void obligations_follow (struct step *, const struct event *);
void obligation_arm (struct step *, enum obligation_kind, struct entity *subject);
/* After an incident was reopened: arms again what closing had withdrawn, a mask of 1 << kind (but for reports: their
 * stages know themselves what is owed). */
/* The same, owed by that owner at that time, whatever the tables say of its kind. */
void obligation_arm_for (struct step *, enum obligation_kind, struct entity *subject, struct target owner,
                         int64_t due_at);
/* Discharges those kinds (a mask) of a subject, with the words if there are any. */
void obligations_end (struct step *, const struct entity *subject, uint32_t kinds, const char *words);
bool obligation_live (const struct entity *subject, enum obligation_kind);
/* After an incident was reopened: arms again what closing had withdrawn, a mask of 1 << kind. */
void obligations_restore (struct step *, struct incident *, uint32_t kinds);
/* With which policy it would run, armed now for this subject (an order's: for its incident). */
const struct policy *obligation_policy (const struct desk *, enum obligation_kind, const struct entity *subject);
/* When an obligation of this kind, armed now, would be due after the profile. */
int64_t obligation_due_at (const struct step *, enum obligation_kind, uint64_t incident);
/* After a change of the incident's level from that one: brings forward what gets shorter. */
void obligations_rearm (struct step *, struct incident *, enum event_level from);

/* Its live clock of that report stage; NULL = none. */
struct obligation *stage_live (const struct entity *subject, const char *code);
/* Does what this event says meet that report clock? */
bool stage_meets (const struct step *, const struct event *, const struct obligation *);
/* Which stages of the profile an incident or post owes now: withdraws the others, arms what is not yet running. */
void stages_follow (struct step *, struct entity *subject);
/* One that was due then has been met: arms it anew, if it comes again. */
void stage_recur (struct step *, struct entity *subject, const char *code, int64_t met_due_at);
/* When a live report clock would run out at this level; INT64_MAX = its stage, as the profile in force knows it,
 * names no such time. */
int64_t stage_due_by (const struct step *, const struct obligation *, const struct entity *subject, enum event_level);
/* Arms an obligation that is due then; stage: of a report, otherwise NULL. */
void obligation_arm_due (struct step *, enum obligation_kind, struct entity *subject,
                         const struct report_stage *stage, const struct clock_rule *, int64_t due_at);

/* Gives what is open and owes nothing a timer that is overdue at once. */
void watchdog (struct step *);

/* ---- duty ---- */

/* Whoever is on duty in that role, the latest to check in first; NULL = nobody. Who has come to take over answers for
 * nothing before the handover is signed, unless there is nobody else. */
const struct shift *shift_on_duty (const struct desk *, bool leader);
/* The same among those whom the drill that runs reaches. */
const struct shift *shift_in_drill (const struct desk *, bool leader);
/* The shift that this person is on; NULL = off duty. */
struct shift *shift_of (const struct desk *, uint64_t person);
/* Puts somebody on duty. */
const struct shift *shift_begin (struct step *, uint64_t person, uint64_t post, bool leader, const char *channel);

/* ---- roll calls ---- */

/* Begins one that was scheduled; false = it can't. Either way the next one of its plan is scheduled. */
bool roll_call_begin (struct step *, struct roll_call *);
/* A step of a policy told somebody of an answer that is overdue: if that was who owes it, it was called again. */
void roll_call_told (struct step *, const struct obligation *, const struct target *told);
/* Are the posts and teams of a county file's roll calls known, in the file or to the desk? Otherwise refuses. */
bool roll_calls_known (struct step *, const struct registry *);
/* Schedules the next roll call of this plan, unless that is done already. */
void roll_call_import (struct step *, const struct import_roll_call *);
void roll_calls_follow_calendars (struct step *); /* those of working days, to the moments that now hold */
/* The first moment after that one at which the plan wants a roll call. Within a window the moment is pseudo-random:
 * the core has no randomness, so it is a function of the plan's seed and the day. The seed comes from the random bits
 * of the importing command's id, which is in the journal: whoever may not read that can't guess the moment. */
int64_t roll_call_next (const struct roll_call_plan *, const struct day_spans *calendars, size_t calendars_count,
                        int64_t after, int32_t offset_minutes);

/* ---- handover ---- */

/* The open handover that ends this shift; NULL = none. */
struct handover *handover_of_shift (const struct desk *, uint64_t shift);
/* The open handover by which this person takes over the watch of this post in that role; NULL = none. */
struct handover *handover_to (const struct desk *, uint64_t person, uint64_t post, bool leader);
/* Puts everything that is open now onto its list. */
void handover_list_open (const struct desk *, struct handover *);
/* After an event: what has just opened goes onto the list of every handover that is not signed yet. */
void handovers_follow (struct step *, const struct event *);
/* Whoever is on duty at that post, the latest to check in first, but for that person; NULL = nobody. */
const struct shift *shift_on_post (const struct desk *, uint64_t post, uint64_t besides);

/* ---- the roster ---- */

/* A handover is signed: what was planned for either of them is manned by who takes over. */
void planned_relieve (struct step *, const struct shift *old, const struct shift *fresh);
struct roster *roster_of_post (const struct desk *, uint64_t post); /* NULL = it has none */
size_t desk_calendars (const struct desk *, struct day_spans ret[CALENDARS_MAX]);
/* After an import: what is planned and not yet begun follows the rule, and the horizon is filled. */
void roster_replan (struct step *, struct roster *);
/* When a roster wants a tick (a day is to be planned, a planned shift ends); INT64_MAX = never. */
int64_t roster_next_at (const struct desk *);
int64_t roster_plan_at (const struct desk *, const struct roster *); /* when its next days are planned */
/* Does the next of these, if its time has come and is before that time. */
bool roster_tick (struct step *, int64_t before);
/* Gives it to that person (0 = nobody); warns if it is a gap then. */
void planned_assign (struct step *, struct planned_shift *, uint64_t person, bool by_hand, const char *reason);
/* Arms or ends the warning of a gap, as it stands. */
void planned_warn (struct step *, struct planned_shift *);
/* A person can or can't be reached any more. */
void planned_contact_changed (struct step *, uint64_t person);
/* A seat of a roster as a planned shift, without an id. */
void planned_fill (const struct desk *, const struct roster *, const struct seat *, struct planned_shift *);
/* Whose planned shift in that role runs at that time, the latest to begin first; NULL = nobody's. */
const struct planned_shift *planned_now (const struct desk *, bool leader, int64_t at);
/* A planned shift of that person at the time of `with`, which is neither it nor `besides`; NULL = none. */
const struct planned_shift *planned_overlap (const struct desk *, uint64_t person, const struct planned_shift *with,
                                             const struct planned_shift *besides);

#endif
