/* SPDX-License-Identifier: Apache-2.0 */
/* county.c: the county in which the stories play: its rules, people, teams and principals. */
#include "story.h"

#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NEXT_TEAM_THEN_LEADER,
    OWNER_THEN_WATCH,
    OFFICER_THEN_LEADER,
    ASSIGN,
    LEADER_ALONE,
    HANDOVER_UNSIGNED,
    RELEASE,
    NOBODY_CAME,
    SWAP_UNANSWERED,
    GAP_AHEAD,
    ROLL_CALL_UNANSWERED,
    SILENT_TEAM,
    DISTRESS,
    POLICIES
};

#define TELL(whom, after, repeat)                                                                                    \
    {                                                                                                                \
        .action = STEP_TELL, .targets = { { .kind = (whom) } }, .after_ms = (after), .repeat_ms = (repeat)           \
    }

static const struct policy policies[POLICIES] = {
    [NEXT_TEAM_THEN_LEADER] = { .name = "unanswered-order",
                                .steps_count = 3,
                                .steps = { { .action = STEP_NEXT_TEAM },
                                           TELL (TARGET_DUTY_LEADER, 0, 0),
                                           TELL (TARGET_DUTY_LEADER, 5 * MINUTES, 5 * MINUTES) } },
    [OWNER_THEN_WATCH] = { .name = "late-team",
                           .steps_count = 3,
                           .steps = { TELL (TARGET_OWNER, 0, 0), TELL (TARGET_DUTY_OFFICER, 2 * MINUTES, 0),
                                      TELL (TARGET_DUTY_LEADER, 3 * MINUTES, 5 * MINUTES) } },
    [OFFICER_THEN_LEADER] = { .name = "report-due",
                              .steps_count = 2,
                              .steps = { TELL (TARGET_DUTY_OFFICER, 0, 0),
                                         TELL (TARGET_DUTY_LEADER, 15 * MINUTES, 15 * MINUTES) } },
    [ASSIGN] = { .name = "no-team",
                 .steps_count = 3,
                 .steps = { TELL (TARGET_DUTY_OFFICER, 0, 0), TELL (TARGET_DUTY_LEADER, 0, 0),
                            TELL (TARGET_DUTY_LEADER, 5 * MINUTES, 5 * MINUTES) } },
    [NOBODY_CAME] = { .name = "nobody-came",
                      .steps_count = 4,
                      .steps = { TELL (TARGET_OWNER, 0, 0),
                                 TELL (TARGET_ON_POST, 0, 0),
                                 { .action = STEP_ABSENT,
                                   .targets = { { .kind = TARGET_DUTY_LEADER } },
                                   .after_ms = 5 * MINUTES },
                                 TELL (TARGET_DUTY_LEADER, 10 * MINUTES, 15 * MINUTES) } },
    [SWAP_UNANSWERED] = { .name = "swap-unanswered",
                          .steps_count = 2,
                          .steps = { { .action = STEP_EXPIRE }, TELL (TARGET_DUTY_LEADER, 0, 30 * MINUTES) } },
    [GAP_AHEAD] = { .name = "gap-ahead",
                    .steps_count = 2,
                    .steps = { TELL (TARGET_DUTY_LEADER, 0, 0),
                               TELL (TARGET_DUTY_LEADER, 10 * HOURS, 30 * MINUTES) } },
    [LEADER_ALONE] = { .name = "response-review",
                       .steps_count = 1,
                       .steps = { TELL (TARGET_DUTY_LEADER, 0, 30 * MINUTES) } },
    [HANDOVER_UNSIGNED] = { .name = "handover-unsigned",
                            .steps_count = 3,
                            .steps = { TELL (TARGET_OWNER, 0, 0), TELL (TARGET_DUTY_OFFICER, 0, 0),
                                       TELL (TARGET_DUTY_LEADER, 0, 10 * MINUTES) } },
    [RELEASE] = { .name = "release",
                  .steps_count = 2,
                  .steps = { { .action = STEP_RELEASE }, TELL (TARGET_DUTY_OFFICER, 0, 5 * MINUTES) } },
    [ROLL_CALL_UNANSWERED] = { .name = "roll-call-unanswered",
                               .steps_count = 3,
                               .steps = { TELL (TARGET_OWNER, 0, 0), TELL (TARGET_DUTY_OFFICER, 5 * MINUTES, 0),
                                          TELL (TARGET_DUTY_LEADER, 5 * MINUTES, 10 * MINUTES) } },
    [SILENT_TEAM] = { .name = "silent-team",
                      .steps_count = 6,
                      .steps = { TELL (TARGET_OWNER, 0, 0),
                                 { .action = STEP_MISS, .after_ms = MINUTES },
                                 TELL (TARGET_OWNER, 0, 0),
                                 { .action = STEP_MISS, .after_ms = MINUTES },
                                 { .action = STEP_DISTRESS },
                                 TELL (TARGET_DUTY_LEADER, 0, MINUTES) } },
    [DISTRESS] = { .name = "distress",
                   .steps_count = 2,
                   .steps = { { .action = STEP_TELL,
                                .targets = { { .kind = TARGET_DUTY_LEADER }, { .kind = TARGET_DUTY_OFFICER } } },
                              TELL (TARGET_DUTY_LEADER, MINUTES, MINUTES) } },
};

/* The only report of most stories: filed once a day, of major incidents twice. */
static const struct report_stage continuation_stage = {
    .code = "continuation_report",
    .title = "continuation report",
    .to = "the city",
    .channel = "written",
    .kind = REPORT_CONTINUATION,
    .met_by = STAGE_MET_BY_FILED,
    .recurring = true,
    .clock = { .due_ms = { 24 * HOURS, 24 * HOURS, 24 * HOURS, 12 * HOURS, 12 * HOURS },
               .policy = OFFICER_THEN_LEADER },
};

static void
set_clock (struct rules *rules, enum obligation_kind kind, uint32_t due_ms, uint8_t policy)
{
    for (int level = 0; level < EVENT_LEVELS; level++)
        rules->clocks[kind].due_ms[level] = due_ms;
    rules->clocks[kind].policy = policy;
}

void
county_rules (struct rules *rules)
{
    memset (rules, 0, sizeof *rules);
    rules->duplicates = (struct duplicate_rule){ 2 * HOURS, 2000 };
    rules->levels[LEVEL_SIGNIFICANT] = (struct level_rule){ 3, 10, 10000000 };
    rules->levels[LEVEL_MAJOR] = (struct level_rule){ 10, 50, 50000000 };
    rules->levels[LEVEL_EXTRAORDINARY] = (struct level_rule){ 30, 100, 100000000 };
    set_clock (rules, OBLIGATION_ACKNOWLEDGE_ORDER, 5 * MINUTES, NEXT_TEAM_THEN_LEADER);
    set_clock (rules, OBLIGATION_DEPART_ORDER, 10 * MINUTES, OWNER_THEN_WATCH);
    set_clock (rules, OBLIGATION_ARRIVE_ORDER, 60 * MINUTES, OWNER_THEN_WATCH);
    set_clock (rules, OBLIGATION_COMPLETE_ORDER, 4 * HOURS, OWNER_THEN_WATCH);
    set_clock (rules, OBLIGATION_STATUS_CHECK, 20 * MINUTES, SILENT_TEAM);
    rules->clocks[OBLIGATION_STATUS_CHECK].limited = true;
    rules->clocks[OBLIGATION_STATUS_CHECK].only = (struct policy_selector){ .types_count = 1, .types = { 20700 } };
    set_clock (rules, OBLIGATION_DISTRESS_ORDER, 0, DISTRESS);
    rules->utc_offset_minutes = 8 * 60;
    rules->stages_count = 1;
    rules->stages[0] = continuation_stage;
    set_clock (rules, OBLIGATION_RELEASE_ORDER, 1 * MINUTES, RELEASE);
    set_clock (rules, OBLIGATION_SIGN_OFF, 10 * MINUTES, LEADER_ALONE);
    set_clock (rules, OBLIGATION_SEND_REPORT, 10 * MINUTES, LEADER_ALONE);
    set_clock (rules, OBLIGATION_ANSWER_ROLL_CALL, 5 * MINUTES, ROLL_CALL_UNANSWERED);
    set_clock (rules, OBLIGATION_ROLL_CALL_DUE, 1 * MINUTES, RELEASE);
    set_clock (rules, OBLIGATION_CONFIRM_RECALL, 5 * MINUTES, OWNER_THEN_WATCH);
    set_clock (rules, OBLIGATION_ASSIGN_TEAM, 2 * MINUTES, ASSIGN);
    set_clock (rules, OBLIGATION_SIGN_HANDOVER, 15 * MINUTES, HANDOVER_UNSIGNED);
    set_clock (rules, OBLIGATION_CHECK_IN, 15 * MINUTES, NOBODY_CAME);
    set_clock (rules, OBLIGATION_SHIFT_SWAP, 2 * HOURS, SWAP_UNANSWERED);
    set_clock (rules, OBLIGATION_ROSTER_GAP, 12 * HOURS, GAP_AHEAD);
    rules->watch = (struct watch_rule){ .horizon_ms = 48 * HOURS, .early_ms = 2 * HOURS, .shelve_max_ms = 1 * HOURS };
    set_clock (rules, OBLIGATION_REVIEW_RESPONSE, 24 * HOURS, LEADER_ALONE);
    set_clock (rules, OBLIGATION_INSTRUCTION_FEEDBACK, 2 * HOURS, OWNER_THEN_WATCH);
    set_clock (rules, OBLIGATION_END_DRILL, 4 * HOURS, LEADER_ALONE);
    set_clock (rules, OBLIGATION_ACCEPT_COMMAND, 15 * MINUTES, OWNER_THEN_WATCH);
    rules->policies_count = POLICIES;
    memcpy (rules->policies, policies, sizeof policies);
}

static const struct report_stage more_stages[] = {
    { .code = "city_phone",
      .title = "phone report",
      .to = "the city",
      .channel = "phone",
      .kind = REPORT_INITIAL,
      .clock = { .due_ms = { 30 * MINUTES, 30 * MINUTES, 30 * MINUTES, 30 * MINUTES, 30 * MINUTES } } },
    { .code = "city_written",
      .title = "written report",
      .to = "the city",
      .channel = "written",
      .kind = REPORT_INITIAL,
      .sign_off = true,
      .clock = { .due_ms = { 60 * MINUTES, 60 * MINUTES, 60 * MINUTES, 60 * MINUTES, 60 * MINUTES } } },
    { .code = "province_phone",
      .title = "phone report to the province",
      .to = "the province",
      .channel = "phone",
      .kind = REPORT_INITIAL,
      .from = STAGE_FROM_LEVEL,
      .levels = 1u << LEVEL_SIGNIFICANT | 1u << LEVEL_MAJOR | 1u << LEVEL_EXTRAORDINARY,
      .clock = { .due_ms = { 60 * MINUTES, 60 * MINUTES, 60 * MINUTES, 60 * MINUTES, 60 * MINUTES } } },
    { .code = "casualties",
      .title = "change of casualties",
      .to = "the city",
      .channel = "written",
      .kind = REPORT_CONTINUATION,
      .from = STAGE_FROM_CASUALTIES,
      .end_of_day = true,
      .sign_off = true },
    { .code = "final_report",
      .title = "final report",
      .to = "the city",
      .channel = "written",
      .kind = REPORT_FINAL,
      .from = STAGE_FROM_CONTROLLED,
      .sign_off = true,
      .clock = { .due_ms = { 24 * HOURS, 24 * HOURS, 24 * HOURS, 24 * HOURS, 24 * HOURS } } },
    { .code = "verified_report",
      .title = "verified report",
      .to = "the city",
      .channel = "written",
      .kind = REPORT_VERIFIED,
      .from = STAGE_FROM_CONTROLLED,
      .working_days = 3,
      .types_count = 1,
      .types = { 10000 } },
    { .code = "supplementary",
      .title = "supplementary report",
      .to = "the city",
      .channel = "written",
      .kind = REPORT_SUPPLEMENTARY,
      .from = STAGE_FROM_CLOSED,
      .recurring = true,
      .clock = { .due_ms = { 30U * DAYS, 30U * DAYS, 30U * DAYS, 30U * DAYS, 30U * DAYS } } },
    { .code = "nil_report",
      .title = "nil report",
      .to = "the duty room",
      .channel = "phone",
      .kind = REPORT_NIL,
      .from = STAGE_FROM_DAY,
      .recurring = true,
      .at_count = 1,
      .at_minutes = { 17 * 60 } },
};

void
county_reports (struct rules *rules)
{
    for (size_t i = 0; i < sizeof more_stages / sizeof more_stages[0]; i++) {
        struct report_stage *stage = &rules->stages[rules->stages_count++];
        *stage = more_stages[i];
        stage->clock.policy = stage->from == STAGE_FROM_DAY ? OWNER_THEN_WATCH : OFFICER_THEN_LEADER;
    }
}

bool
county_import_profile (struct story *story, const char *code, const char *text, const struct rules *rules)
{
    char title[] = "A county's profile", copy[64];
    struct profile profile = { .entity = { .kind = ENTITY_PROFILE }, .title = title, .text = copy, .rules = *rules };
    snprintf (profile.code, sizeof profile.code, "%s", code);
    snprintf (copy, sizeof copy, "%s", text);
    struct registry registry = { .profile = &profile };
    struct command command = { .action = ACTION_IMPORT, .import = { text, "profile.yaml", &registry } };
    return say (story, &command);
}

static struct person
person (const char *code, char *name)
{
    static char phone[] = "135 0000 0000";
    struct person person = { .entity = { .kind = ENTITY_PERSON },
                             .name = name,
                             .phone = strcmp (code, "zhou") ? phone : NULL };
    snprintf (person.code, sizeof person.code, "%s", code);
    return person;
}

static struct import_team
team (const char *code, char *name, uint32_t rank, const char *contact)
{
    struct import_team entry = {
        .team = { .entity = { .kind = ENTITY_TEAM }, .name = name, .kind = TEAM_PROFESSIONAL, .rank = rank },
        .contacts = { contact }
    };
    snprintf (entry.team.code, sizeof entry.team.code, "%s", code);
    return entry;
}

bool
county_import_roll_call (struct story *story, const char *code, const struct import_roll_call *plan)
{
    char title[] = "night check";
    struct import_roll_call entry = *plan;
    entry.roll_call.entity.kind = ENTITY_ROLL_CALL;
    entry.roll_call.title = title;
    snprintf (entry.roll_call.plan.code, sizeof entry.roll_call.plan.code, "%s", code);
    struct registry registry = { .roll_calls = &entry, .roll_calls_count = 1 };
    struct command command = { .action = ACTION_IMPORT, .import = { "roll calls", "county.yaml", &registry } };
    return say (story, &command);
}

bool
county_import_contacts (struct story *story, const char *const contacts[TEAM_CONTACTS_MAX])
{
    char name[] = "a name";
    struct import_team teams[] = { team ("team-1", name, 1, NULL) };
    memcpy (teams[0].contacts, contacts, sizeof teams[0].contacts);
    struct registry registry = { .teams = teams, .teams_count = 1 };
    struct command command = { .action = ACTION_IMPORT, .import = { "contacts", "county.yaml", &registry } };
    return say (story, &command);
}

void
county_import (struct story *story)
{
    char name[] = "a name";
    struct rules rules;
    county_rules (&rules);
    assert_true (county_import_profile (story, "shanxi", "first edition", &rules));
    struct post posts[] = { { .entity = { .kind = ENTITY_POST }, .code = "office", .name = name } };
    struct person people[] = { person ("zhao", name), person ("qian", name), person ("sun", name),
                               person ("li", name), person ("zhou", name) };
    struct import_team teams[] = { team ("team-1", name, 1, "sun"), team ("team-2", name, 2, "li"),
                                   team ("team-3", name, 3, "zhou") };
    struct registry registry = { .posts = posts,
                                 .posts_count = sizeof posts / sizeof posts[0],
                                 .people = people,
                                 .people_count = sizeof people / sizeof people[0],
                                 .teams = teams,
                                 .teams_count = sizeof teams / sizeof teams[0] };
    struct command command = { .action = ACTION_IMPORT, .import = { "county", "county.yaml", &registry } };
    assert_true (say (story, &command));
}

static struct rotation
rotation (enum rotation_kind kind, uint32_t days, const uint8_t *turns, uint8_t count)
{
    struct rotation rotation = { .kind = kind, .from = STORY_DAY, .days = days, .turns_count = count };
    memcpy (rotation.turns, turns, count);
    return rotation;
}

void
county_roster (struct roster_rule *rule)
{
    static const char *const codes[] = { "zhao", "qian", "sun", "li", "zhou" };
    static const uint8_t day[] = { 0 }, night[] = { 3, 4 }, leaders[] = { 1, 2 };
    memset (rule, 0, sizeof *rule);
    strcpy (rule->post, "office");
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct crew *crew = &rule->crews[rule->crews_count++];
        strcpy (crew->code, codes[i]);
        strcpy (crew->people[crew->people_count++], codes[i]);
    }
    struct day_rule *days = &rule->days[DAY_WORKING];
    days->shifts_count = 2;
    days->shifts[0] = (struct shift_rule){ .code = "day", .begin = 8 * 60, .end = 20 * 60 };
    days->shifts[1] = (struct shift_rule){ .code = "night", .begin = 20 * 60, .end = 8 * 60 };
    days->shifts[0].roles[SEAT_OFFICER] = rotation (ROTATION_DAILY, 1, day, 1);
    days->shifts[1].roles[SEAT_OFFICER] = rotation (ROTATION_DAILY, 1, night, 2);
    days->shifts[0].roles[SEAT_LEADER] = rotation (ROTATION_ROLLING, 1, leaders, 2);
}

bool
county_import_roster (struct story *story, const char *text, const struct roster_rule *rule)
{
    char copy[64];
    snprintf (copy, sizeof copy, "%s", text);
    struct roster *roster = xcalloc (1, sizeof *roster);
    *roster = (struct roster){ .entity = { .kind = ENTITY_ROSTER }, .text = copy, .rule = *rule };
    char name[] = "a name", phone[] = "136 0000 0000"; /* whoever is in a roster has one */
    struct person zhou = person ("zhou", name);
    zhou.phone = phone;
    struct registry registry = { .people = &zhou, .people_count = 1, .rosters = roster, .rosters_count = 1 };
    struct command command = { .action = ACTION_IMPORT, .import = { text, "roster.yaml", &registry } };
    bool accepted = say (story, &command);
    free (roster);
    return accepted;
}

bool
county_import_calendar (struct story *story, const char *code, struct day_span span)
{
    char title[] = "A calendar", text[64];
    struct calendar calendar = {
        .entity = { .kind = ENTITY_CALENDAR }, .title = title, .text = text, .spans_count = 1, .spans = { span }
    };
    snprintf (calendar.code, sizeof calendar.code, "%s", code);
    snprintf (text, sizeof text, "%d %d %d", span.first, span.last, span.working);
    struct registry registry = { .calendars = &calendar, .calendars_count = 1 };
    struct command command = { .action = ACTION_IMPORT, .import = { text, "calendar.yaml", &registry } };
    return say (story, &command);
}

void
county_enrol (struct story *story)
{
    assert_true (enrol (story, "admin", ROLE_ADMIN, NULL, NULL));
    assert_true (enrol (story, "officer", ROLE_DUTY_OFFICER, "zhao", NULL));
    assert_true (enrol (story, "leader", ROLE_DUTY_LEADER, "qian", NULL));
    assert_true (enrol (story, "t1", ROLE_TEAM_LEADER, "sun", "team-1"));
    assert_true (enrol (story, "t2", ROLE_TEAM_LEADER, "li", "team-2"));
    assert_true (enrol (story, "t3", ROLE_TEAM_LEADER, "zhou", "team-3"));
    assert_true (enrol (story, "mine", ROLE_SYSTEM, NULL, NULL));
    assert_true (enrol (story, "watcher", ROLE_OBSERVER, NULL, NULL));
}
