/* SPDX-License-Identifier: Apache-2.0 */
/* test_random.c: ten thousand random commands, with restarts and little memory: the desk's invariants hold after each
 * one, the journal replays to the same entities, and a sync tells of every change. MUSTER_SEED chooses another run.
 */
#include "story.h"

#include "core/calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMANDS = 16000, COMPARE_EVERY = 50, SEEN_MIN = 5, SEED_DEFAULT = 20200829 };

struct dice {
    uint64_t state;
};

/* splitmix64 */
static uint64_t
roll (struct dice *dice, uint64_t sides)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (z ^ (z >> 31)) % sides;
}

#define CHOOSE(dice, list) list[roll (dice, sizeof list / sizeof list[0])]

static const char *const people_codes[] = { "zhao", "qian", "sun", "li", "zhou", "a-stranger" };
static const char *const team_codes[] = { "team-1", "team-2", "team-3", "team-4", "team-5" };
static const char *const principal_codes[] = { "officer", "leader", "t1", "t2", "t3", "mine", "admin", "admin-2" };

/* ---- what a command is about ---- */

/* Any id, known or not; more often one that is not settled. */
static uint64_t
any_id (struct dice *dice, const struct story *s, enum entity_kind kind)
{
    uint64_t base = roll (dice, 4) == 0 ? DRILL_IDS : 0;
    uint64_t given = desk_last_ids (s->desk)[id_series (kind, base + 1)];
    uint64_t last = given > base ? given - base : 0, id = base + roll (dice, last + 2);
    for (int tries = 0; tries < 20 && last && roll (dice, 10); tries++) {
        const struct entity *entity = desk_find (s->desk, kind, id);
        if (entity && !entity_settled (entity))
            break;
        id = base + 1 + roll (dice, last);
    }
    return id;
}

static struct figures
any_figures (struct dice *dice)
{
    struct figures figures = figures_unknown;
    if (roll (dice, 3) == 0)
        figures.dead = (int32_t)(roll (dice, 40) * roll (dice, 2));
    if (roll (dice, 3) == 0)
        figures.injured_serious = (int32_t)roll (dice, 60);
    if (roll (dice, 5) == 0)
        figures.loss_yuan = (int64_t)roll (dice, 20000000);
    if (roll (dice, 5) == 0)
        figures.missing = (int32_t)roll (dice, 5);
    return figures;
}

static const char *
maybe (struct dice *dice, const char *text)
{
    return roll (dice, 5) ? text : NULL;
}

/* ---- one command each ---- */

static void
random_report (struct dice *dice, struct story *s)
{
    static const uint32_t types[] = { 0, 20300, 20700, 20700 };
    struct command command = {
        .action = ACTION_REPORT,
        .report = { .what = "something",
                    .place = "somewhere",
                    .type_code = CHOOSE (dice, types),
                    .position = { roll (dice, 2), 35.0 + (double)roll (dice, 100) / 100, 111.5 },
                    .drill = roll (dice, 4) == 0,
                    .report = { .text = maybe (dice, "words"), .figures = any_figures (dice), .channel = "phone" } }
    };
    say (s, &command);
}

static void
random_continue (struct dice *dice, struct story *s)
{
    uint64_t incident = any_id (dice, s, ENTITY_INCIDENT);
    if (roll (dice, 4))
        continue_with (s, incident, any_figures (dice));
    else
        final_with (s, incident, any_figures (dice));
}

static void
random_assess (struct dice *dice, struct story *s)
{
    enum event_level level = (enum event_level) (LEVEL_ORDINARY + roll (dice, EVENT_LEVELS - 1));
    uint64_t incident = any_id (dice, s, ENTITY_INCIDENT);
    if (roll (dice, 2))
        assess (s, incident, level);
    else
        confirm (s, incident, level);
}

static void
random_dispatch (struct dice *dice, struct story *s)
{
    const char *team = roll (dice, 2) ? CHOOSE (dice, team_codes) : NULL;
    if (roll (dice, 6))
        dispatch (s, any_id (dice, s, ENTITY_INCIDENT), team);
    else
        reserve (s, any_id (dice, s, ENTITY_INCIDENT), team, s->now + (int64_t)roll (dice, 20 * MINUTES));
}

/* Most often the one that comes next, so that some orders reach the end of the ladder. */
static enum action
any_rung (struct dice *dice, const struct dispatch_order *order)
{
    static const enum action next[ORDER_STATES] = {
        [ORDER_ISSUED] = ACTION_ACKNOWLEDGE, [ORDER_ACKNOWLEDGED] = ACTION_DEPART,  [ORDER_EN_ROUTE] = ACTION_ARRIVE,
        [ORDER_ON_SCENE] = ACTION_COMPLETE,  [ORDER_RECALLED] = ACTION_ACKNOWLEDGE, [ORDER_RESERVED] = ACTION_RELEASE
    };
    static const enum action rungs[] = { ACTION_ACKNOWLEDGE,     ACTION_DECLINE,      ACTION_DEPART,
                                         ACTION_ARRIVE,          ACTION_COMPLETE,     ACTION_CANCEL,
                                         ACTION_RECALL,          ACTION_STATUS_CHECK, ACTION_DISTRESS,
                                         ACTION_DISTRESS_RESOLVE };
    if (order && order->distress_at && roll (dice, 4))
        return ACTION_DISTRESS_RESOLVE;
    if (order && order->state == ORDER_ON_SCENE && roll (dice, 3) == 0)
        return ACTION_STATUS_CHECK;
    bool follows = order && next[order->state] && (order->state == ORDER_RECALLED || roll (dice, 4));
    return follows ? next[order->state] : CHOOSE (dice, rungs);
}

/* Most often one that is open. */
static uint64_t
any_open_order (struct dice *dice, const struct story *s)
{
    uint64_t id = 0;
    for (int tries = 0; tries < 4; tries++) {
        id = any_id (dice, s, ENTITY_DISPATCH_ORDER);
        const struct dispatch_order *order = order_of_story (s, id);
        if (order && !entity_settled (&order->entity))
            break;
    }
    return id;
}

/* Nothing ends while a team is in distress, so somebody must come to its help. */
static uint64_t
any_distressed (const struct story *s)
{
    const struct entity *e = desk_newest (s->desk, ENTITY_DISPATCH_ORDER);
    while (e && (entity_settled (e) || !((const struct dispatch_order *)e)->distress_at))
        e = desk_older (e);
    return e ? e->id : 0;
}

static void
random_rung (struct dice *dice, struct story *s)
{
    uint64_t distressed = any_distressed (s);
    uint64_t id = distressed && roll (dice, 2) ? distressed : any_open_order (dice, s);
    const struct dispatch_order *order = order_of_story (s, id);
    bool for_other = roll (dice, 2) || (order && order->state == ORDER_RECALLED); /* which few would confirm */
    struct command command = { .action = any_rung (dice, order),
                               .device_at = (int64_t)roll (dice, 1000),
                               .rung = { .order = id,
                                         .channel = maybe (dice, "radio"),
                                         .on_behalf_of = for_other ? CHOOSE (dice, people_codes) : NULL,
                                         .words = for_other ? "verbatim" : maybe (dice, "verbatim") } };
    say (s, &command);
}

static void
random_shift (struct dice *dice, struct story *s)
{
    struct command command = { .action = roll (dice, 2) ? ACTION_CHECK_IN : ACTION_CHECK_OUT,
                               .shift = { .person = maybe (dice, CHOOSE (dice, people_codes)),
                                          .post = maybe (dice, "office"),
                                          .leader = roll (dice, 2),
                                          .in_place_of = roll (dice, 4) ? NULL : CHOOSE (dice, people_codes),
                                          .reason = maybe (dice, "is ill") } };
    say (s, &command);
}

static void
random_close (struct dice *dice, struct story *s)
{
    uint64_t id = any_id (dice, s, ENTITY_INCIDENT);
    const struct incident *incident = incident_of_story (s, id);
    const struct dispatch_order *order = incident && roll (dice, 2) ? incident->orders : NULL;
    for (; order; order = order->next_of_incident)
        if (!entity_settled (&order->entity))
            cancel (s, order->entity.id, "over");
    static const enum disposition how[] = { DISPOSITION_NONE, DISPOSITION_FALSE_ALARM, DISPOSITION_MERGED };
    close_as (s, id, CHOOSE (dice, how), roll (dice, 2), "over");
}

static void
random_turn (struct dice *dice, struct story *s)
{
    static bool (*const turns[]) (struct story *, uint64_t, const char *) = { hold, control, resume };
    CHOOSE (dice, turns) (s, any_id (dice, s, ENTITY_INCIDENT), maybe (dice, "it turns"));
}

static void
random_reopen (struct dice *dice, struct story *s)
{
    reopen (s, roll (dice, desk_last_id (s->desk, ENTITY_INCIDENT) + 2), "not over");
}

static void
random_profile (struct dice *dice, struct story *s)
{
    struct rules rules;
    char edition[32];
    uint64_t number = roll (dice, 5);
    snprintf (edition, sizeof edition, "edition %" PRIu64, number);
    county_rules (&rules);
    for (int level = 0; level < EVENT_LEVELS; level++)
        rules.clocks[1 + number].due_ms[level] /= (uint32_t)(1 + level);
    if (roll (dice, 3))
        county_reports (&rules);
    rules.watch.swap_needs_leader = number > 0;
    rules.watch.leave = number == 1 ? LEAVE_REFUSE : LEAVE_WARN;
    rules.policies[rules.clocks[OBLIGATION_ACKNOWLEDGE_ORDER].policy].everyone = roll (dice, 4) == 0;
    rules.policies[rules.policies_count] = rules.policies[rules.clocks[OBLIGATION_DEPART_ORDER].policy];
    rules.policies[rules.policies_count].steps[1] =
        (struct policy_step){ .action = STEP_REOPEN, .after_ms = 30 * MINUTES };
    rules.clocks[OBLIGATION_DEPART_ORDER].policy = rules.policies_count++;
    county_import_profile (s, roll (dice, 2) ? "shanxi" : "training", edition, &rules);
}

static void
random_team (struct dice *dice, struct story *s)
{
    struct import_team entry = { .team = { .entity = { .kind = ENTITY_TEAM },
                                           .kind = (enum team_kind) (1 + roll (dice, TEAM_KINDS - 1)),
                                           .auxiliary = roll (dice, 2),
                                           .rank = (uint32_t)roll (dice, 3),
                                           .skills_count = (uint8_t)roll (dice, 2),
                                           .skills = { 20000 },
                                           .base = { roll (dice, 2), 35.5, 111.5 } },
                                 .contacts = { CHOOSE (dice, people_codes),
                                               maybe (dice, CHOOSE (dice, people_codes)) } };
    struct registry registry = { .teams = &entry, .teams_count = 1 };
    struct command command = { .action = ACTION_IMPORT, .import = { "team", "team.yaml", &registry } };
    snprintf (entry.team.code, sizeof entry.team.code, "%s", CHOOSE (dice, team_codes));
    say (s, &command);
}

static void
random_principal (struct dice *dice, struct story *s)
{
    const char *code = CHOOSE (dice, principal_codes);
    enum role role = (enum role) (1 + roll (dice, ROLES - 1));
    if (roll (dice, 2))
        revoke (s, code, "changes");
    else
        enrol (s, code, role, maybe (dice, CHOOSE (dice, people_codes)), maybe (dice, CHOOSE (dice, team_codes)));
}

static void
random_merge (struct dice *dice, struct story *s)
{
    uint64_t id = any_id (dice, s, ENTITY_INCIDENT);
    static uint64_t merged; /* the last one: few of all that are closed were merged */
    if (roll (dice, 3) == 0)
        unmerge (s, merged, "two after all");
    else
        merged = merge (s, id, any_id (dice, s, ENTITY_INCIDENT), maybe (dice, "the same")) ? id : merged;
}

static void
random_response (struct dice *dice, struct story *s)
{
    static const enum action actions[] = { ACTION_ACTIVATE, ACTION_ADJUST, ACTION_ADJUST, ACTION_TERMINATE };
    struct command command = { .action = CHOOSE (dice, actions),
                               .response = { .level = (enum response_level) (1 + roll (dice, RESPONSE_LEVELS - 1)),
                                             .matter = "a matter",
                                             .measures = maybe (dice, "measures"),
                                             .term_ms = (uint32_t)(roll (dice, 3) * HOURS),
                                             .reason = "reason",
                                             .drill = roll (dice, 4) == 0 } };
    if (command.action == ACTION_ACTIVATE)
        command.response.incident = roll (dice, 2) ? any_id (dice, s, ENTITY_INCIDENT) : 0;
    else
        command.response.response = any_id (dice, s, ENTITY_RESPONSE);
    say (s, &command);
}

static void
random_instruct (struct dice *dice, struct story *s)
{
    struct command command = { .action = ACTION_INSTRUCT,
                               .instruct = { .incident = roll (dice, 2) ? any_id (dice, s, ENTITY_INCIDENT) : 0,
                                             .text = "an instruction",
                                             .given_by = maybe (dice, CHOOSE (dice, people_codes)),
                                             .within_ms = (uint32_t)(roll (dice, 3) * MINUTES),
                                             .drill = roll (dice, 4) == 0 } };
    if (roll (dice, 2))
        command.instruct.owner_team = CHOOSE (dice, team_codes);
    else if (roll (dice, 2))
        command.instruct.owner_person = CHOOSE (dice, people_codes);
    else
        command.instruct.owner_post = "office";
    say (s, &command);
}

static void
random_feedback (struct dice *dice, struct story *s)
{
    struct command command = { .action = roll (dice, 3) ? ACTION_FEEDBACK : ACTION_INSTRUCTION_CLOSE,
                               .feedback = { .instruction = any_id (dice, s, ENTITY_INSTRUCTION),
                                             .text = "done",
                                             .channel = maybe (dice, "phone"),
                                             .on_behalf_of = roll (dice, 2) ? CHOOSE (dice, people_codes) : NULL } };
    say (s, &command);
}

/* Most often one of the people of its team. */
static const char *
any_recipient (struct dice *dice, const struct story *s, const struct dispatch_order *order)
{
    const struct entity *team = order ? desk_find (s->desk, ENTITY_TEAM, order->team) : NULL;
    const struct entity *contact =
        team ? desk_find (s->desk, ENTITY_PERSON, ((const struct team *)team)->contacts[0]) : NULL;
    return contact && roll (dice, 4) ? ((const struct person *)contact)->code : CHOOSE (dice, people_codes);
}

static void
random_receipt (struct dice *dice, struct story *s)
{
    uint64_t id = any_id (dice, s, ENTITY_DISPATCH_ORDER);
    const char *whose = any_recipient (dice, s, order_of_story (s, id));
    struct command command = { .action = ACTION_RECEIPT,
                               .device_at = (int64_t)roll (dice, 1000),
                               .receipt = { .order = id,
                                            .state = (enum receipt_state) (RECEIPT_HANDED_OVER + roll (dice, 3)),
                                            .on_behalf_of = maybe (dice, whose),
                                            .channel = maybe (dice, "sms") } };
    say (s, &command);
}

/* Few orders of all get so far. */
static uint64_t
any_under_way (struct dice *dice, const struct story *s)
{
    uint64_t id = 0;
    for (int i = 0; i < 8; i++) {
        id = any_id (dice, s, ENTITY_DISPATCH_ORDER);
        const struct dispatch_order *order = order_of_story (s, id);
        if (order && order->acknowledged_at && !entity_settled (&order->entity))
            break;
    }
    return id;
}

static void
random_reassign (struct dice *dice, struct story *s)
{
    uint64_t id = any_under_way (dice, s);
    if (roll (dice, 2))
        recall (s, id, "come back");
    else
        reassign (s, id, roll (dice, 3) ? CHOOSE (dice, team_codes) : NULL,
                  roll (dice, 2) ? any_id (dice, s, ENTITY_INCIDENT) : 0);
}

static void
random_log (struct dice *dice, struct story *s)
{
    write_log (s, "an entry",
               (struct log_args){ .incident = roll (dice, 3) ? 0 : any_id (dice, s, ENTITY_INCIDENT),
                                  .post = maybe (dice, "office"),
                                  .corrects = roll (dice, 4) ? 0 : any_id (dice, s, ENTITY_DUTY_LOG_ENTRY) });
}

/* Whoever of the watch is that person. */
static void
speak_as (struct story *s, uint64_t person)
{
    for (const struct entity *e = desk_newest (s->desk, ENTITY_PRINCIPAL); e; e = desk_older (e)) {
        const struct principal *principal = (const struct principal *)e;
        if (principal->person == person && principal->role != ROLE_TEAM_LEADER)
            s->speaker = e->id;
    }
}

static void
random_handover_open (struct dice *dice, struct story *s)
{
    static const char *const watch[] = { "watch-1", "watch-2", "watch-3" };
    static const char *const people[] = { "zhao", "qian", "zhou", "sun" };
    const struct principal *speaker = desk_principal_by_code (s->desk, CHOOSE (dice, watch));
    s->speaker = speaker->entity.id;
    if (roll (dice, 3))
        check_in (s, NULL, roll (dice, 2));
    hand_over (s, CHOOSE (dice, people));
}

static void
random_handover (struct dice *dice, struct story *s)
{
    uint64_t id = any_id (dice, s, ENTITY_HANDOVER);
    for (uint64_t last = desk_last_id (s->desk, ENTITY_HANDOVER); last > 0 && roll (dice, 10); last--) {
        const struct entity *e = desk_find (s->desk, ENTITY_HANDOVER, last);
        id = e && !entity_settled (e) ? last : id;
    }
    const struct handover *handover = (const struct handover *)desk_find (s->desk, ENTITY_HANDOVER, id);
    uint32_t items = handover ? handover->items_count : 3;
    uint32_t item = 1 + (uint32_t)roll (dice, items + 1);
    if (handover && roll (dice, 20))
        speak_as (s, handover->owner.id);
    switch (roll (dice, 9)) {
    case 0:
        object_to (s, id, item, "which road?");
        break;
    case 1:
        if (handover && roll (dice, 20))
            speak_as (s, handover->outgoing);
        for (uint32_t i = 0; handover && i < items; i++)
            item = handover->items[i].state == HANDOVER_ITEM_OBJECTED ? i + 1 : item;
        answer_objection (s, id, item, "the X road");
        break;
    case 5:
        if (roll (dice, 2))
            cancel_handover (s, id, "ill");
        break;
    case 2:
        accept_items (s, id, item, item);
        break;
    case 3:
    case 4:
        sign_handover (s, id, 0);
        break;
    default: /* the list grows all the time: who accepts it whole mostly signs at once */
        accept_items (s, id, 1, items);
        if (roll (dice, 3))
            sign_handover (s, id, 0);
    }
}

static void
random_link (struct dice *dice, struct story *s)
{
    static const enum link_kind kinds[] = { LINK_RELATED, LINK_PARENT, LINK_CHILD, LINK_SECONDARY, LINK_DERIVED };
    uint64_t incident = any_id (dice, s, ENTITY_INCIDENT), order = any_id (dice, s, ENTITY_DISPATCH_ORDER);
    switch (roll (dice, 6)) {
    case 0:
        split (s, incident, 0, &order, roll (dice, 2));
        break;
    case 1:
        move (s, order, incident);
        break;
    case 2:
    case 3:
        unlink_from (s, incident, any_id (dice, s, ENTITY_INCIDENT));
        break;
    default:
        link_with (s, incident, CHOOSE (dice, kinds), any_id (dice, s, ENTITY_INCIDENT));
    }
}

static void
random_consult (struct dice *dice, struct story *s)
{
    consult (s, any_id (dice, s, ENTITY_INCIDENT), maybe (dice, CHOOSE (dice, people_codes)), "others");
}

static void
random_field_command (struct dice *dice, struct story *s)
{
    uint64_t post = any_id (dice, s, ENTITY_FIELD_COMMAND_POST);
    switch (roll (dice, 8)) {
    case 0:
    case 1:
        establish (s, any_id (dice, s, ENTITY_INCIDENT), CHOOSE (dice, people_codes));
        break;
    case 2:
    case 3:
        transfer (s, post, CHOOSE (dice, people_codes));
        break;
    case 4:
        dissolve (s, post);
        break;
    default:
        accept_command (s, post, maybe (dice, CHOOSE (dice, people_codes)), maybe (dice, "I have command"));
    }
}

static void
random_drill (struct dice *dice, struct story *s)
{
    const char *teams[] = { CHOOSE (dice, team_codes), CHOOSE (dice, team_codes) };
    const char *people[] = { CHOOSE (dice, people_codes) };
    struct drill_args args = { .everybody = roll (dice, 2),
                               .teams = { teams, roll (dice, 3) },
                               .people = { people, roll (dice, 2) },
                               .within_ms = roll (dice, 2) ? 1 * HOURS : 0 };
    if (roll (dice, 3) == 0)
        end_drill (s);
    else
        begin_drill (s, &args);
}

static void
random_planned (struct dice *dice, struct story *s)
{
    static const enum action actions[] = { ACTION_ASSIGN,       ACTION_SETTLE_GAP,  ACTION_SWAP_PROPOSE,
                                           ACTION_SWAP_PROPOSE, ACTION_SWAP_ACCEPT, ACTION_SWAP_ACCEPT,
                                           ACTION_SWAP_ACCEPT,  ACTION_SWAP_ACCEPT, ACTION_SWAP_DECLINE };
    uint64_t last = desk_last_id (s->desk, ENTITY_PLANNED_SHIFT);
    struct command command = { .action = CHOOSE (dice, actions),
                               .planned = { .planned_shift = roll (dice, 3) && last > 6
                                                                 ? last - roll (dice, 6)
                                                                 : any_id (dice, s, ENTITY_PLANNED_SHIFT),
                                            .person = CHOOSE (dice, people_codes),
                                            .in_return = roll (dice, 3) ? 0 : any_id (dice, s, ENTITY_PLANNED_SHIFT),
                                            .reason = "reason",
                                            .on_behalf_of = maybe (dice, CHOOSE (dice, people_codes)) } };
    static uint64_t proposed; /* the last one: few of all shifts are about to be swapped */
    if (command.action != ACTION_SWAP_PROPOSE && proposed && roll (dice, 3) > 0)
        command.planned.planned_shift = proposed;
    const struct planned_shift *planned =
        (const struct planned_shift *)desk_find (s->desk, ENTITY_PLANNED_SHIFT, command.planned.planned_shift);
    uint64_t speaker = !planned ? 0 : command.action == ACTION_SWAP_PROPOSE ? planned->owner.id : planned->swap_with;
    const struct entity *person = desk_find (s->desk, ENTITY_PERSON, speaker);
    if (person && roll (dice, 4))
        command.planned.on_behalf_of = ((const struct person *)person)->code;
    if (say (s, &command) && command.action == ACTION_SWAP_PROPOSE)
        proposed = command.planned.planned_shift;
}
static void
random_roster (struct dice *dice, struct story *s)
{
    struct roster_rule rule;
    char edition[32];
    uint64_t number = roll (dice, 6);
    county_roster (&rule);
    for (size_t shift = 0; shift < 2; shift++)
        for (size_t i = 0; i < ROSTER_TURNS_MAX; i++)
            if (number > 2)
                rule.days[DAY_WORKING].shifts[shift].roles[SEAT_OFFICER].turns[i] =
                    roll (dice, 6) ? (uint8_t)roll (dice, rule.crews_count) : CREW_NONE;
    if (number == 5)
        rule.days[DAY_WORKING].shifts[1].begin = 21 * 60;
    rule.days[DAY_WORKING].shifts[0].end = rule.days[DAY_WORKING].shifts[1].begin;
    snprintf (edition, sizeof edition, "edition %" PRIu64, number);
    county_import_roster (s, edition, &rule);
    if (roll (dice, 3) == 0) {
        int32_t day = (int32_t)(STORY_DAY + s->now / DAYS + (int64_t)roll (dice, 3));
        county_import_calendar (s, "cn", (struct day_span){ day, day, false });
    }
}
static void
random_contact (struct dice *dice, struct story *s)
{
    mark_contact (s, CHOOSE (dice, people_codes), roll (dice, 2));
}

/* The newest that is overdue, or any. */
static void
random_shelve (struct dice *dice, struct story *s)
{
    static uint64_t shelved; /* the last one: few of all are */
    uint64_t id = desk_last_id (s->desk, ENTITY_OBLIGATION);
    const struct obligation *owed;
    for (int i = 0; i < 100 && id > 0; i++, id--)
        if ((owed = (const struct obligation *)desk_find (s->desk, ENTITY_OBLIGATION, id)) != NULL &&
            owed->state == OBLIGATION_OVERDUE && !owed->shelved_until)
            break;
    if (roll (dice, 2))
        unshelve (s, shelved);
    else if (shelve (s, id, (uint32_t)(1 + roll (dice, 70)) * MINUTES))
        shelved = id;
}

struct weighed {
    int weight;
    void (*speak) (struct dice *, struct story *);
};

static void
random_submission (struct dice *dice, struct story *s)
{
    static const char *const stages[] = { "city_phone", "city_written", "window", "nil_report" };
    uint64_t id = any_id (dice, s, ENTITY_SUBMISSION);
    switch (roll (dice, 7)) {
    case 0:
    case 1:
    case 2:
        submit (s, roll (dice, 4) ? any_id (dice, s, ENTITY_INCIDENT) : 0, CHOOSE (dice, stages));
        break;
    case 3:
    case 4:
        sign_off (s, id);
        break;
    case 5:
        send_up (s, id);
        break;
    default:
        withdraw_submission (s, id, "wrong figures");
    }
}

static void
random_roll_call (struct dice *dice, struct story *s)
{
    static const char *const posts[] = { "office" };
    static const char *posts_named[] = { "office" };
    uint64_t answer = any_id (dice, s, ENTITY_ROLL_CALL_ANSWER);
    struct import_roll_call plan = { .posts = posts_named, .posts_count = roll (dice, 2) };
    switch (roll (dice, 10)) {
    case 0:
        call_roll (s, (struct roll_call_args){ .posts = posts,
                                               .posts_count = roll (dice, 2),
                                               .all_teams = roll (dice, 2),
                                               .within_ms = (uint32_t)roll (dice, 2) * 60000 });
        break;
    case 1:
        end_roll_call (s, any_id (dice, s, ENTITY_ROLL_CALL), "enough");
        break;
    case 2:
        plan.roll_call.plan.all_teams = true;
        plan.roll_call.plan.days = roll (dice, 2) ? ROLL_CALL_WORKING_DAYS : ROLL_CALL_EVERY_DAY;
        if (roll (dice, 2)) {
            plan.roll_call.plan.at_count = 1;
            plan.roll_call.plan.at_minutes[0] = (uint32_t)roll (dice, DAY_MINUTES);
        } else {
            plan.roll_call.plan.from_minute = (uint32_t)roll (dice, DAY_MINUTES - 60);
            plan.roll_call.plan.to_minute = plan.roll_call.plan.from_minute + 60;
        }
        county_import_roll_call (s, roll (dice, 2) ? "night" : "morning", &plan);
        break;
    case 3:
    case 4:
        call_absent (s, answer, "nobody answers");
        break;
    default:
        answer_roll (s, answer, maybe (dice, CHOOSE (dice, people_codes)), maybe (dice, "all present"));
    }
}

static const struct weighed weights[] = {
    { 20, random_roll_call },     { 24, random_submission }, { 6, random_report },    { 10, random_continue },
    { 8, random_assess },         { 20, random_dispatch },   { 150, random_rung },    { 10, random_shift },
    { 8, random_close },          { 12, random_reopen },     { 2, random_profile },   { 4, random_team },
    { 3, random_principal },      { 8, random_turn },        { 40, random_merge },    { 6, random_response },
    { 5, random_instruct },       { 6, random_feedback },    { 2, random_reassign },  { 5, random_log },
    { 36, random_field_command }, { 14, random_receipt },    { 16, random_handover }, { 5, random_handover_open },
    { 30, random_link },          { 5, random_consult },     { 6, random_drill },     { 46, random_planned },
    { 1, random_roster },         { 3, random_contact },     { 10, random_shelve },
};

static void
random_command (struct dice *dice, struct story *s)
{
    int total = 0;
    for (size_t i = 0; i < sizeof weights / sizeof weights[0]; i++)
        total += weights[i].weight;
    int left = (int)roll (dice, (uint64_t)total);
    size_t i = 0;
    while (left >= weights[i].weight)
        left -= weights[i++].weight;
    const struct principal *speaker = desk_principal_by_code (s->desk, CHOOSE (dice, principal_codes));
    s->speaker = speaker ? speaker->entity.id : 1;
    weights[i].speak (dice, s);
}

/* ---- what happens between commands ---- */

static void
random_passage (struct dice *dice, struct story *s)
{
    static const int64_t spans[] = { 2 * SECONDS, 2 * SECONDS, 2 * SECONDS, 1 * MINUTES, 2 * MINUTES, 20 * MINUTES };
    int64_t span = roll (dice, 200) ? CHOOSE (dice, spans) : 1 * DAYS;
    int64_t until = s->now + (int64_t)roll (dice, (uint64_t)span);
    if (roll (dice, 10))
        at (s, until);
    else
        down_until (s, until);
}

static void
random_storage (struct dice *dice, struct story *s)
{
    if (roll (dice, 3) == 0)
        story_store (s);
    if (roll (dice, 200) == 0) {
        uint64_t head = desk_head (s->desk);
        story_restart (s, head - roll (dice, head < 300 ? head : 300));
    }
}

static uint64_t
seed (void)
{
    const char *chosen = getenv ("MUSTER_SEED");
    return chosen ? strtoull (chosen, NULL, 10) : SEED_DEFAULT;
}

static void
many_random_commands (void **state)
{
    (void)state;
    struct desk_limits limits = { .open_incidents_max = 8, .settled_max = 40 };
    struct dice dice = { seed () };
    print_message ("MUSTER_SEED=%" PRIu64 "\n", dice.state);
    struct story *s = story_begin (&limits);
    enrol (s, "watch-1", ROLE_DUTY_OFFICER, "zhao", NULL);
    enrol (s, "watch-2", ROLE_DUTY_LEADER, "qian", NULL);
    enrol (s, "watch-3", ROLE_DUTY_OFFICER, "zhou", NULL);
    for (int i = 0; i < COMMANDS; i++) {
        random_passage (&dice, s);
        random_command (&dice, s);
        random_storage (&dice, s);
        pass_over (s);
        if (i % COMPARE_EVERY == 0) {
            uint64_t floor = desk_sync_floor (s->desk);
            story_compare (s, 0);
            story_compare (s, floor + roll (&dice, desk_head (s->desk) - floor + 1));
        }
    }
    for (enum event_kind kind = EVENT_INCIDENT_REPORTED; kind < EVENT_KINDS; kind++)
        if (event_subject_kind (kind) != ENTITY_NONE && s->seen[kind] < SEEN_MIN)
            fail_msg ("%s happened only %d times", event_kind_name (kind), s->seen[kind]);
    assert_true (desk_sync_floor (s->desk) > 0);
    story_end (s);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (many_random_commands),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
