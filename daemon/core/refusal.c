/* SPDX-License-Identifier: Apache-2.0 */
/* refusal.c: why the desk says no: a stable code and one sentence that tells what to do. Clients translate the
 * sentence. */
#include "core/command.h"

#define N_(text) text

struct refusal_class {
    const char *name, *text;
};

static const struct refusal_class classes[REFUSALS] = {
    [REFUSAL_NONE] = { "none", "" },
    [REFUSAL_UNKNOWN_INCIDENT] = { "unknown_incident",
                                   N_ ("There is no incident {0}. List them: muster incidents --all") },
    [REFUSAL_UNKNOWN_ORDER] = { "unknown_order", N_ ("There is no order {0}. List them: muster orders --all") },
    [REFUSAL_UNKNOWN_TEAM] = { "unknown_team", N_ ("There is no team '{0}'. List them: muster teams") },
    [REFUSAL_UNKNOWN_PERSON] = { "unknown_person", N_ ("There is no person '{0}'. List them: muster people") },
    [REFUSAL_UNKNOWN_POST] = { "unknown_post", N_ ("There is no post '{0}'. List them: muster posts") },
    [REFUSAL_UNKNOWN_PRINCIPAL] = { "unknown_principal",
                                    N_ ("There is no principal '{0}'. List them: muster admin principals") },
    [REFUSAL_INCIDENT_CLOSED] = { "incident_closed",
                                  N_ ("Incident {0} is closed. Reopen it first: muster reopen {0}") },
    [REFUSAL_INCIDENT_OPEN] = { "incident_open", N_ ("Incident {0} is still open.") },
    [REFUSAL_INCIDENT_HAS_OPEN_ORDERS] = { "incident_has_open_orders",
                                           N_ ("Incident {0} still has {1} open orders, order {2} among them. "
                                               "Complete or cancel them first, or let the duty leader override.") },
    [REFUSAL_ORDER_STATE] = { "order_state", N_ ("Order {0} is {1}; it can't {2} now.") },
    [REFUSAL_NOT_YOUR_TEAM] = { "not_your_team", N_ ("Order {0} is for team '{1}', not for yours.") },
    [REFUSAL_NO_TEAM_LEFT] = { "no_team_left",
                               N_ ("No suitable team is left for incident {0}. Name one, or ask another county.") },
    [REFUSAL_TEAM_ALREADY_ORDERED] = { "team_already_ordered",
                                       N_ ("Team '{0}' already has order {1} for this incident.") },
    [REFUSAL_REASON_MISSING] = { "reason_missing", N_ ("Say why: a reason is required.") },
    [REFUSAL_PERSON_ON_DUTY] = { "person_on_duty", N_ ("'{0}' is already checked in (shift {1}).") },
    [REFUSAL_PERSON_NOT_ON_DUTY] = { "person_not_on_duty", N_ ("'{0}' is not checked in. Who is: muster shifts") },
    [REFUSAL_NO_PERSON] = { "no_person", N_ ("Your key is not tied to a person. Name the person who is on duty.") },
    [REFUSAL_CODE_TAKEN] = { "code_taken", N_ ("The code '{0}' is already enrolled. Revoke it first.") },
    [REFUSAL_KEY_TAKEN] = { "key_taken", N_ ("This key is already enrolled as '{0}'. Make a new one.") },
    [REFUSAL_PRINCIPAL_REVOKED] = { "principal_revoked", N_ ("'{0}' is already revoked.") },
    [REFUSAL_LAST_ADMIN] = { "last_admin", N_ ("'{0}' is the last admin. Enrol another one first.") },
    [REFUSAL_NO_PROFILE] = { "no_profile",
                             N_ ("No regulation profile is in force. An admin must import one first.") },
    [REFUSAL_LIMIT] = { "limit", N_ ("The limit of {1} {0} is reached.") },
    [REFUSAL_LEVEL_SAME] = { "level_same", N_ ("Incident {0} is already assessed as {1}.") },
    [REFUSAL_UNKNOWN_CONTACT] = { "unknown_contact",
                                  N_ ("Team '{0}' names contact '{1}', who is neither in this file nor known.") },
    [REFUSAL_ROLE_NEEDS_TEAM] = { "role_needs_team", N_ ("A team leader needs a team. Name it.") },
    [REFUSAL_NOT_FOR_OTHERS] = { "not_for_others",
                                 N_ ("Only duty officers and duty leaders may act on behalf of another.") },
    [REFUSAL_WORDS_MISSING] = { "words_missing", N_ ("Acknowledging for a team: say who answered and their words.") },
    [REFUSAL_INCIDENT_STATE] = { "incident_state", N_ ("Incident {0} is {1}; it can't {2} now.") },
    [REFUSAL_OVERRIDE_NEEDS_LEADER] = { "override_needs_leader",
                                        N_ ("Only a duty leader may close over what is still open. Settle it, or ask "
                                            "the duty leader.") },
    [REFUSAL_MERGE_INSTEAD] = { "merge_instead",
                                N_ ("An incident ends as merged only by merging it into another one: "
                                    "muster merge") },
    [REFUSAL_MERGE_ITSELF] = { "merge_itself", N_ ("Incident {0} can't be merged into itself.") },
    [REFUSAL_DRILL_MIXED] = { "drill_mixed", N_ ("A drill and what is real can't be mixed.") },
    [REFUSAL_INCIDENT_MERGED] = { "incident_merged",
                                  N_ ("Incident {0} was merged into incident {1}. Undo that: muster "
                                      "unmerge {0}") },
    [REFUSAL_NOT_MERGED] = { "not_merged", N_ ("Incident {0} was not merged into another one.") },
    [REFUSAL_STATUS_WORDS_MISSING] = { "status_words_missing",
                                       N_ ("Speaking for a team: give its words. --words \"...\"") },
    [REFUSAL_ORDER_IN_DISTRESS] = { "order_in_distress",
                                    N_ ("The team of order {0} is in DISTRESS. First: muster distress resolve {0} "
                                        "\"...\"") },
    [REFUSAL_NOT_IN_DISTRESS] = { "not_in_distress", N_ ("The team of order {0} is not in distress.") },
    [REFUSAL_ANSWER_OF_WHOM] = { "answer_of_whom",
                                 N_ ("Order {0} waits for each contact of its team, and your key is tied to no "
                                     "person. Call the duty room: it takes your word down.") },
    [REFUSAL_NOT_AWAITED] = { "not_awaited",
                              N_ ("Order {0} waits for each contact of its team; {1} is none of them, or has "
                                  "answered. Who is missing: muster show O{0}") },
    [REFUSAL_RECALL_TOO_EARLY] = { "recall_too_early",
                                   N_ ("Order {0} is not acknowledged yet, so nobody is under way. Cancel it: "
                                       "muster cancel {0}") },
    [REFUSAL_REASSIGN_SAME] = { "reassign_same",
                                N_ ("Order {0} is for team '{1}' already. Name another team or another incident.") },
    [REFUSAL_RECIPIENT_MISSING] = { "recipient_missing", N_ ("Say whose receipt it is: name the person.") },
    [REFUSAL_NOT_A_RECIPIENT] = { "not_a_recipient",
                                  N_ ("'{0}' is no contact of the team of order {1} and was not told of it.") },
    [REFUSAL_RELEASE_TIME] = { "release_time",
                               N_ ("An order is reserved for a time to come, at most {0} days ahead: --reserve") },
    [REFUSAL_TEAM_BUSY] = { "team_busy",
                            N_ ("Team '{0}' is busy: {1} open orders, order {2} among them. Name another one, or "
                                "insist: --override") },
    [REFUSAL_UNKNOWN_INSTRUCTION] = { "unknown_instruction",
                                      N_ ("There is no instruction {0}. List them: muster instructions") },
    [REFUSAL_UNKNOWN_STAGE] = { "unknown_stage",
                                N_ ("The profile knows no report '{0}'. 'muster obligations' shows what is owed.") },
    [REFUSAL_STAGE_OF_POSTS] = { "stage_of_posts", N_ ("Report '{0}' is owed by posts, not by incidents.") },
    [REFUSAL_STAGE_OF_INCIDENTS] = { "stage_of_incidents", N_ ("Report '{0}' is owed by incidents, not by posts.") },
    [REFUSAL_STAGE_FILED] = { "stage_filed",
                              N_ ("Report '{0}' is met by filing it ('muster continue'), not by sending it up.") },
    [REFUSAL_UNKNOWN_SUBMISSION] = { "unknown_submission",
                                     N_ ("There is no submission {0}. An incident shows its own: muster show I1") },
    [REFUSAL_SUBMISSION_STATE] = { "submission_state", N_ ("Submission {0} is {1}; it can't {2} now.") },
    [REFUSAL_NOT_SIGNED_OFF] = { "not_signed_off",
                                 N_ ("Submission {0} is not signed off: a duty leader signs it first.") },
    [REFUSAL_INSTRUCTION_CLOSED] = { "instruction_closed",
                                     N_ ("Instruction {0} is closed. If more is to be done, give a new one.") },
    [REFUSAL_NOT_YOUR_INSTRUCTION] = { "not_your_instruction",
                                       N_ ("Instruction {0} is not given to you or your team. Tell the duty room.") },
    [REFUSAL_UNKNOWN_PLANNED_SHIFT] = { "unknown_planned_shift",
                                        N_ ("There is no planned shift W{0}. List them: muster roster") },
    [REFUSAL_PLANNED_SHIFT_STATE] = { "planned_shift_state", N_ ("Planned shift W{0} is {1}; it can't {2} now.") },
    [REFUSAL_NOT_YOUR_SHIFT] = { "not_your_shift",
                                 N_ ("Planned shift W{0} is not that person's. Look: muster roster") },
    [REFUSAL_SWAP_ITSELF] = { "swap_itself", N_ ("Planned shift W{0} is '{1}'s already. Name somebody else.") },
    [REFUSAL_SWAP_PENDING] = { "swap_pending",
                               N_ ("A swap of planned shift W{0} already waits for an answer. Decline it first: "
                                   "muster swap decline W{0}") },
    [REFUSAL_NO_SWAP] = { "no_swap", N_ ("No swap of planned shift W{0} waits for an answer. Ask for one: muster "
                                         "swap propose W{0}") },
    [REFUSAL_SWAP_NOT_ASKED] = { "swap_not_asked",
                                 N_ ("Only the person asked can answer for planned shift W{0}, never the one who "
                                     "asks.") },
    [REFUSAL_SWAP_TOO_LATE] = { "swap_too_late",
                                N_ ("Planned shift W{0} begins too soon for a swap. Let the duty leader assign it: "
                                    "muster roster assign W{0}") },
    [REFUSAL_SHIFT_OVERLAP] = { "shift_overlap", N_ ("'{0}' has planned shift W{1} at that time.") },
    [REFUSAL_NO_RELIEF] = { "no_relief",
                            N_ ("Nobody has relieved '{0}' at {1}. Wait for the relief, or let a duty leader end the "
                                "shift with a reason.") },
    [REFUSAL_ROSTER_PERSON] = { "roster_person",
                                N_ ("The roster of post '{0}' names '{1}', who is neither in this file nor known.") },
    [REFUSAL_ROSTER_POST] = { "roster_post",
                              N_ ("There is a roster for post '{0}', which is neither in this file nor known.") },
    [REFUSAL_CALENDAR_CONTRADICTS] = { "calendar_contradicts",
                                       N_ ("Calendar '{0}' says of {1} the contrary of calendar '{2}'.") },
    [REFUSAL_NO_PLANNED_SHIFT] = { "no_planned_shift",
                                   N_ ("'{0}' has no planned shift at {1} now. Look: muster roster {1}") },
    [REFUSAL_NO_GAP] = { "no_gap", N_ ("Nothing is open about planned shift W{0}. The gaps: muster roster") },
    [REFUSAL_LEADER_CONSENTS] = { "leader_consents",
                                  N_ ("Both have agreed on planned shift W{0}; now a duty leader who is neither of "
                                      "them must consent.") },
    [REFUSAL_CONTACT_SAME] = { "contact_same", N_ ("'{0}' is marked so already.") },
    [REFUSAL_UNKNOWN_OBLIGATION] = { "unknown_obligation",
                                     N_ ("There is no obligation D{0}. List them: muster obligations") },
    [REFUSAL_NOT_OVERDUE] = { "not_overdue", N_ ("D{0} is not overdue: there is nothing to be quiet about.") },
    [REFUSAL_NOT_SHELVABLE] = { "not_shelvable",
                                N_ ("D{0} can't be shelved: it still does something by itself, or a team is in "
                                    "distress.") },
    [REFUSAL_SHELVED_ALREADY] = { "shelved_already",
                                  N_ ("D{0} is shelved already. To end that first: muster unshelve D{0}") },
    [REFUSAL_NOT_SHELVED] = { "not_shelved", N_ ("D{0} is not shelved.") },
    [REFUSAL_SHELVED_TOO_LONG] = { "shelved_too_long", N_ ("At most {0} minutes at a time, says the profile.") },
    [REFUSAL_UNKNOWN_RESPONSE] = { "unknown_response", N_ ("There is no response {0}. List them: muster responses") },
    [REFUSAL_RESPONSE_TERMINATED] = { "response_terminated", N_ ("Response {0} is terminated. Activate a new one.") },
    [REFUSAL_UNKNOWN_LOG_ENTRY] = { "unknown_log_entry",
                                    N_ ("There is no entry {0} in the duty log. Read it: muster log") },
    [REFUSAL_UNKNOWN_ROLL_CALL] = { "unknown_roll_call",
                                    N_ ("There is no roll call {0}. List them: muster rollcalls") },
    [REFUSAL_ROLL_CALL_ENDED] = { "roll_call_ended", N_ ("Roll call {0} has ended. Call anew: muster rollcall") },
    [REFUSAL_UNKNOWN_ROLL_CALL_ANSWER] = { "unknown_roll_call_answer",
                                           N_ ("Nobody owes roll call answer {0}. List them: muster answers") },
    [REFUSAL_NOT_CALLED] = { "not_called",
                             N_ ("Roll call answer {0} is not your team's to give. Tell the duty room.") },
    [REFUSAL_ROLL_CALL_ANSWERED] = { "roll_call_answered", N_ ("Roll call answer {0} is settled: {1}.") },
    [REFUSAL_ROLL_CALL_OF_NOBODY] = { "roll_call_of_nobody",
                                      N_ ("Say who is called: --posts, --teams, --all-posts or --all-teams") },
    [REFUSAL_UNKNOWN_ROLL_CALL_POST] = { "unknown_roll_call_post",
                                         N_ ("Roll call '{0}' names the post '{1}', which nobody knows.") },
    [REFUSAL_UNKNOWN_ROLL_CALL_TEAM] = { "unknown_roll_call_team",
                                         N_ ("Roll call '{0}' names the team '{1}', which nobody knows.") },
    [REFUSAL_UNKNOWN_COMMAND_POST] = { "unknown_command_post",
                                       N_ ("There is no field command post {0}. List them: muster commands") },
    [REFUSAL_COMMAND_DISSOLVED] = { "command_dissolved",
                                    N_ ("Field command post {0} is dissolved. Establish a new one.") },
    [REFUSAL_COMMAND_STANDS] = { "command_stands",
                                 N_ ("Incident {0} already has field command post {1}, led by '{2}'. Transfer the "
                                     "command: muster command transfer C{1}") },
    [REFUSAL_COMMANDS_ALREADY] = { "commands_already", N_ ("'{0}' already commands at field command post {1}.") },
    [REFUSAL_NO_TRANSFER] = { "no_transfer", N_ ("Nobody was asked to take over field command post {0}. First: "
                                                 "muster command transfer C{0} --to PERSON") },
    [REFUSAL_ENDED_BEFORE] = { "ended_before", N_ ("A consultation can't end before it began.") },
    [REFUSAL_MERGE_COMMANDED] = { "merge_commanded",
                                  N_ ("Field command post {1} still stands at incident {0}. First: muster command "
                                      "dissolve C{1}") },
    [REFUSAL_INCIDENT_UNSETTLED] = { "incident_unsettled",
                                     N_ ("Incident {0} still has {1} open: {2}. Settle them first, or let the duty "
                                         "leader override: --override") },
    [REFUSAL_MERGE_HAS_OPEN_ORDERS] = { "merge_has_open_orders",
                                        N_ ("Incident {0} still has {1} open orders, order {2} among them. Move them "
                                            "to "
                                            "the one that goes on: muster move {2} INCIDENT") },
    [REFUSAL_MERGE_UNSETTLED] = { "merge_unsettled", N_ ("Incident {0} still has {1} open: {2}. Settle, withdraw or "
                                                         "unlink them first.") },
    [REFUSAL_LINK_ITSELF] = { "link_itself", N_ ("Incident {0} can't be linked with itself.") },
    [REFUSAL_LINKED_ALREADY] = { "linked_already",
                                 N_ ("Incidents {0} and {1} are linked already. To say it anew, first: muster unlink "
                                     "{0} {1}") },
    [REFUSAL_NOT_LINKED] = { "not_linked", N_ ("Incidents {0} and {1} are not linked.") },
    [REFUSAL_HAS_PARENT] = { "has_parent", N_ ("Incident {0} already has a parent: incident {1}.") },
    [REFUSAL_PARENT_LOOP] = { "parent_loop", N_ ("Incident {0} is above incident {1} already; it can't be below it, "
                                                 "too.") },
    [REFUSAL_ORDER_ELSEWHERE] = { "order_elsewhere", N_ ("Order {0} belongs to incident {1}.") },
    [REFUSAL_UNKNOWN_REPORT] = { "unknown_report", N_ ("Incident {1} has no report {0}.") },
    [REFUSAL_ALREADY_REPORTED] = { "already_reported",
                                   N_ ("You reported '{0}' before: incident {1}. Nothing new was recorded.") },
    [REFUSAL_COMMAND_NOT_FOR_YOU] = { "command_not_for_you",
                                      N_ ("'{1}' was asked to take over field command post {0}, nobody else.") },
    [REFUSAL_UNKNOWN_HANDOVER] = { "unknown_handover", N_ ("There is no handover {0}. List them: muster handovers") },
    [REFUSAL_HANDOVER_OVER] = { "handover_over", N_ ("Handover {0} is {1}. Open a new one: muster handover open") },
    [REFUSAL_HANDOVER_ITSELF] = { "handover_itself",
                                  N_ ("Nobody hands over to themselves. Name the one who takes over.") },
    [REFUSAL_HANDOVER_ALREADY] = { "handover_already",
                                   N_ ("'{0}' is handing over already: handover {1}. Finish or cancel that one.") },
    [REFUSAL_HANDOVER_NO_KEY] = { "handover_no_key",
                                  N_ ("'{0}' has no key of the watch and could not sign. An admin must enrol "
                                      "them first.") },
    [REFUSAL_NOT_INCOMING] = { "not_incoming", N_ ("Handover {0} is for '{1}' to accept and sign, nobody else.") },
    [REFUSAL_NOT_OUTGOING] = { "not_outgoing", N_ ("Only '{1}', who hands over, can answer in handover {0}.") },
    [REFUSAL_UNKNOWN_ITEM] = { "unknown_item", N_ ("Handover {0} has no item {1}. Look: muster show H{0}") },
    [REFUSAL_ITEM_UNANSWERED] = { "item_unanswered",
                                  N_ ("Item {1} of handover {0} is objected to and not answered yet.") },
    [REFUSAL_ITEM_NOT_OBJECTED] = { "item_not_objected",
                                    N_ ("Nobody waits for an answer on item {1} of handover {0}.") },
    [REFUSAL_ITEMS_OPEN] = { "items_open", N_ ("Handover {0}: {1} items are not accepted yet, item {2} among them. "
                                               "Look: muster show H{0}") },
    [REFUSAL_HANDOVER_CHANGED] = { "handover_changed",
                                   N_ ("Handover {0} or the journal has moved on since you looked. Look again, then "
                                       "sign: muster show H{0}") },
    [REFUSAL_HEAD_HASH] = { "head_hash", N_ ("That is not the hash of journal entry {0}: what you want to sign is "
                                             "another journal. Sign nothing; tell the administrator.") },
    [REFUSAL_HANDOVER_UNSIGNED] = { "handover_unsigned",
                                    N_ ("'{0}' stays on duty until handover {1} is signed or cancelled.") },
    [REFUSAL_NOT_YOUR_HANDOVER] = { "not_your_handover",
                                    N_ ("Handover {0} can be cancelled by the two people in it or by a duty "
                                        "leader.") },
    [REFUSAL_NO_DRILL] = { "no_drill", N_ ("No such drill is running. Begin one: muster drill begin") },
    [REFUSAL_DRILL_RUNS] = { "drill_runs", N_ ("Drill {0} ({1}) is running. End it first: muster drill end") },
    [REFUSAL_DRILL_NEEDS_PARTICIPANTS] = { "drill_needs_participants",
                                           N_ ("Say who takes part: teams, people or posts, or everybody.") },
    [REFUSAL_NOT_IN_DRILL] = { "not_in_drill", N_ ("'{0}' takes no part in the drill that is running.") },
};

const char *
refusal_name (enum refusal refusal)
{
    return (unsigned)refusal < REFUSALS && classes[refusal].name ? classes[refusal].name : "unknown";
}

const char *
refusal_text (enum refusal refusal)
{
    return (unsigned)refusal < REFUSALS && classes[refusal].text ? classes[refusal].text : "";
}
