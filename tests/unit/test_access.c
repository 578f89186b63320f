/* SPDX-License-Identifier: Apache-2.0 */
/* test_access.c: who may do what, written out a second time; who sees what; who may listen to what. */
#include "core/access.h"
#include "story.h"

#include <stdio.h>
#include <string.h>

/* One line for each action: x = allowed, in the order of enum role from admin to observer. */
static const char matrix[] = "             admin leader officer team system observer\n"
                             "report           .      x       x    x      x        .\n"
                             "continue         .      x       x    .      .        .\n"
                             "assess           .      x       x    .      .        .\n"
                             "dispatch         .      x       x    .      .        .\n"
                             "acknowledge      .      x       x    x      .        .\n"
                             "decline          .      x       x    x      .        .\n"
                             "depart           .      x       x    x      .        .\n"
                             "arrive           .      x       x    x      .        .\n"
                             "complete         .      x       x    x      .        .\n"
                             "cancel           .      x       x    .      .        .\n"
                             "status_check     .      x       x    x      .        .\n"
                             "distress         .      x       x    x      .        .\n"
                             "distress_resolve     .      x       x    .      .        .\n"
                             "check_in         .      x       x    .      .        .\n"
                             "check_out        .      x       x    .      .        .\n"
                             "close            .      x       x    .      .        .\n"
                             "reopen           .      x       x    .      .        .\n"
                             "import           x      .       .    .      .        .\n"
                             "enrol            x      .       .    .      .        .\n"
                             "revoke           x      .       .    .      .        .\n"
                             "hold             .      x       x    .      .        .\n"
                             "control          .      x       x    .      .        .\n"
                             "resume           .      x       x    .      .        .\n"
                             "merge            .      x       x    .      .        .\n"
                             "unmerge          .      x       x    .      .        .\n"
                             "activate         .      x       .    .      .        .\n"
                             "adjust           .      x       .    .      .        .\n"
                             "terminate        .      x       .    .      .        .\n"
                             "instruct         .      x       .    .      .        .\n"
                             "feedback         .      x       x    x      .        .\n"
                             "instruction_close     .      x       .    .      .        .\n"
                             "recall           .      x       x    .      .        .\n"
                             "reassign         .      x       x    .      .        .\n"
                             "log              .      x       x    .      .        .\n"
                             "command_establish     .      x       x    .      .        .\n"
                             "command_transfer     .      x       x    .      .        .\n"
                             "command_accept     .      x       x    x      .        .\n"
                             "command_dissolve     .      x       x    .      .        .\n"
                             "receipt          .      x       x    x      x        .\n"
                             "handover_open     .      x       x    .      .        .\n"
                             "handover_accept     .      x       x    .      .        .\n"
                             "handover_object     .      x       x    .      .        .\n"
                             "handover_answer     .      x       x    .      .        .\n"
                             "handover_sign     .      x       x    .      .        .\n"
                             "handover_cancel     .      x       x    .      .        .\n"
                             "release          .      x       x    .      .        .\n"
                             "link             .      x       x    .      .        .\n"
                             "unlink           .      x       x    .      .        .\n"
                             "split            .      x       x    .      .        .\n"
                             "move             .      x       x    .      .        .\n"
                             "submit           .      x       x    .      .        .\n"
                             "sign_off         .      x       .    .      .        .\n"
                             "send             .      x       x    .      .        .\n"
                             "submission_withdraw     .      x       x    .      .        .\n"
                             "consult          .      x       x    .      .        .\n"
                             "drill_begin      .      x       x    .      .        .\n"
                             "drill_end        .      x       x    .      .        .\n"
                             "assign           .      x       x    .      .        .\n"
                             "settle_gap       .      x       .    .      .        .\n"
                             "swap_propose     .      x       x    .      .        .\n"
                             "swap_accept      .      x       x    .      .        .\n"
                             "swap_decline     .      x       x    .      .        .\n"
                             "mark_contact     x      x       x    .      .        .\n"
                             "shelve           .      x       .    .      .        .\n"
                             "unshelve         .      x       .    .      .        .\n"
                             "roll_call        .      x       x    .      .        .\n"
                             "roll_call_answer     .      x       x    x      .        .\n"
                             "roll_call_absent     .      x       x    .      .        .\n"
                             "roll_call_end     .      x       x    .      .        .\n"
                             "tick             .      .       .    .      .        .\n"
                             "list             x      x       x    x      x        x\n"
                             "show             x      x       x    x      x        x\n"
                             "journal          x      x       x    .      .        x\n"
                             "status           x      x       x    x      x        x\n"
                             "principals       x      .       .    .      .        .\n"
                             "verify           x      x       .    .      .        .\n"
                             "sync             x      x       x    x      x        x\n"
                             "subscribe        x      x       x    x      x        x\n"
                             "roster           x      x       x    .      .        x\n";

static void
the_table_is_this_matrix (void **state)
{
    (void)state;
    static const int widths[ROLES] = { [ROLE_ADMIN] = 6,       [ROLE_DUTY_LEADER] = 7, [ROLE_DUTY_OFFICER] = 8,
                                       [ROLE_TEAM_LEADER] = 5, [ROLE_SYSTEM] = 7,      [ROLE_OBSERVER] = 9 };
    char text[sizeof matrix + 100], *at = text;
    at += sprintf (at, "             admin leader officer team system observer\n");
    for (enum action action = ACTION_NONE + 1; action < ACTIONS; action++) {
        at += sprintf (at, "%-12s", action_name (action));
        for (enum role role = ROLE_NONE + 1; role < ROLES; role++)
            at += sprintf (at, "%*s", widths[role], access_allows (role, action) ? "x" : ".");
        at += sprintf (at, "\n");
    }
    assert_string_equal (text, matrix);
}

static void
outside_the_table_everything_is_denied (void **state)
{
    (void)state;
    for (enum action action = ACTION_NONE; action < ACTIONS; action++) {
        assert_false (access_allows (ROLE_NONE, action));
        assert_false (access_allows (ROLES, action));
        assert_false (access_allows ((enum role)31, action));
    }
    assert_false (access_allows (ROLE_ADMIN, ACTION_NONE));
    assert_false (access_allows (ROLE_ADMIN, ACTIONS));
    assert_false (access_allows (ROLE_ADMIN, (enum action)9999));
}

/* ---- reading ---- */

static const struct principal *
principal (const struct story *s, const char *code)
{
    return desk_principal_by_code (s->desk, code);
}

static bool
sees (const struct story *s, const char *code, enum entity_kind kind, uint64_t id)
{
    const struct entity *entity = desk_find (s->desk, kind, id);
    assert_non_null (entity);
    return access_can_read (s->desk, principal (s, code), entity);
}

/* Incident 1 of the officer with orders to team-1 and team-2, incident 2 of the system. */
static int
setup (void **state)
{
    struct rules rules;
    story_setup (state);
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    dispatch (s, 1, "team-2");
    struct roster_rule rule;
    county_roster (&rule);
    county_import_calendar (s, "cn", (struct day_span){ STORY_DAY, STORY_DAY, false });
    county_import_roster (s, "first edition", &rule);
    by (s, "leader");
    activate (s, 1, RESPONSE_LEVEL_III, 0);
    establish (s, 1, "zhou");
    consult (s, 1, "zhou", NULL);
    call_roll (s, (struct roll_call_args){ .all_posts = true });
    instruct (s, 1, (struct instruct_args){ .owner_person = "zhao" });
    write_log (s, "an entry", (struct log_args){ 0 });
    enrol (s, "relief", ROLE_DUTY_OFFICER, "zhou", NULL);
    by (s, "officer");
    hand_over (s, "zhou");
    county_rules (&rules);
    county_reports (&rules);
    rules.stages_count = 2; /* city_phone alone: nothing is owed by posts */
    county_import_profile (s, "shanxi", "with more reports", &rules);
    submit (s, 1, "city_phone");
    drill_for_all (s);
    s->drill = false;
    by (s, "mine");
    report (s, "gas in a mine");
    return 0;
}

static void
the_watch_the_admin_and_observers_see_everything (void **state)
{
    struct story *s = *state;
    static const char *const codes[] = { "admin", "leader", "officer", "watcher" };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        FOR_EACH_ENTITY_KIND (kind)
            assert_true (sees (s, codes[i], kind, 1));
}

static void
a_team_leader_sees_the_own_team_and_its_orders (void **state)
{
    struct story *s = *state;
    assert_true (sees (s, "t1", ENTITY_DISPATCH_ORDER, 1));
    assert_false (sees (s, "t1", ENTITY_DISPATCH_ORDER, 2));
    assert_true (sees (s, "t2", ENTITY_DISPATCH_ORDER, 2));
    assert_false (sees (s, "t3", ENTITY_DISPATCH_ORDER, 1));
    uint64_t owed = desk_obligations_of (s->desk, ENTITY_DISPATCH_ORDER, 1)->entity.id;
    assert_true (sees (s, "t1", ENTITY_OBLIGATION, owed));
    assert_false (sees (s, "t2", ENTITY_OBLIGATION, owed));
    assert_true (sees (s, "t1", ENTITY_TEAM, 1));
    assert_false (sees (s, "t1", ENTITY_TEAM, 2));
    assert_true (sees (s, "t1", ENTITY_POST, 1));
    static const enum entity_kind hidden[] = { ENTITY_PROFILE,  ENTITY_PERSON, ENTITY_PRINCIPAL,
                                               ENTITY_INCIDENT, ENTITY_REPORT, ENTITY_SHIFT };
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        assert_false (sees (s, "t1", hidden[i], 1));
    uint64_t of_incident = desk_obligations_of (s->desk, ENTITY_INCIDENT, 1)->entity.id;
    assert_false (sees (s, "t1", ENTITY_OBLIGATION, of_incident));
}

static void
a_system_sees_what_it_reported (void **state)
{
    struct story *s = *state;
    assert_true (sees (s, "mine", ENTITY_INCIDENT, 2));
    assert_true (sees (s, "mine", ENTITY_REPORT, 2));
    assert_false (sees (s, "mine", ENTITY_INCIDENT, 1));
    assert_false (sees (s, "mine", ENTITY_REPORT, 1));
    static const enum entity_kind hidden[] = { ENTITY_PROFILE, ENTITY_POST,      ENTITY_PERSON,
                                               ENTITY_TEAM,    ENTITY_PRINCIPAL, ENTITY_DISPATCH_ORDER,
                                               ENTITY_SHIFT,   ENTITY_OBLIGATION };
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        assert_false (sees (s, "mine", hidden[i], 1));
}

static void
what_somebody_sees_can_be_listed_and_nothing_else (void **state)
{
    struct story *s = *state;
    static const char *const codes[] = { "admin", "leader", "officer", "watcher", "t1", "mine" };
    by (s, "leader");
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    call_roll (s, (struct roll_call_args){ .all_teams = true });
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        FOR_EACH_ENTITY_KIND (kind) {
            bool seen = false;
            for (uint64_t id = 1; id <= desk_last_id (s->desk, kind); id++)
                seen |= desk_find (s->desk, kind, id) && sees (s, codes[i], kind, id);
            assert_int_equal (access_can_list (principal (s, codes[i]), kind), seen);
        }
}

static void
who_is_revoked_sees_nothing (void **state)
{
    struct story *s = *state;
    by (s, "admin");
    revoke (s, "watcher", "left");
    revoke (s, "t1", "left");
    assert_false (sees (s, "watcher", ENTITY_POST, 1));
    assert_false (access_can_list (principal (s, "watcher"), ENTITY_POST));
    assert_false (sees (s, "t1", ENTITY_DISPATCH_ORDER, 1));
    assert_false (access_can_subscribe (s->desk, principal (s, "watcher"), "beat", 4));
    assert_false (access_can_subscribe (s->desk, principal (s, "watcher"), "", 0));
}

static void
a_team_leader_without_a_team_sees_nothing (void **state)
{
    struct story *s = *state;
    struct principal lost = *principal (s, "t1");
    lost.team = 0;
    assert_false (access_can_read (s->desk, &lost, desk_find (s->desk, ENTITY_POST, 1)));
    assert_false (access_can_subscribe (s->desk, &lost, "order//", 7));
    lost.team = 99;
    assert_false (access_can_read (s->desk, &lost, desk_find (s->desk, ENTITY_DISPATCH_ORDER, 1)));
    assert_false (access_can_subscribe (s->desk, &lost, "order/unknown/", 14));
}

/* ---- listening ---- */

static bool
hears (const struct story *s, const char *code, const char *topic)
{
    return access_can_subscribe (s->desk, principal (s, code), topic, strlen (topic));
}

static void
who_sees_everything_may_listen_to_everything (void **state)
{
    struct story *s = *state;
    static const char *const codes[] = { "admin", "leader", "officer", "watcher" };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        assert_true (hears (s, codes[i], ""));
        assert_true (hears (s, codes[i], "incident/"));
        assert_true (hears (s, codes[i], "order/team-1/"));
        assert_true (hears (s, codes[i], "beat"));
    }
}

static void
a_team_leader_listens_to_the_own_orders_and_the_beat (void **state)
{
    struct story *s = *state;
    assert_true (hears (s, "t1", "order/team-1/"));
    assert_true (hears (s, "t1", "order/team-1/17"));
    assert_true (hears (s, "t1", "beat"));
    static const char *const refused[] = { "",      "o",     "order/",        "order/team-1",  "order/team-10/",
                                           "order", "bea",   "order/team-2/", "incident/",     "incident/1",
                                           "duty/", "beat/", "notify/",       "order/unknown/" };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false (hears (s, "t1", refused[i]));
    assert_false (access_can_subscribe (s->desk, principal (s, "t1"), "order/team-1/", 12)); /* the size counts */
}

static void
a_system_listens_to_the_beat_alone (void **state)
{
    struct story *s = *state;
    assert_true (hears (s, "mine", "beat"));
    assert_false (hears (s, "mine", ""));
    assert_false (hears (s, "mine", "incident/2"));
    assert_false (hears (s, "mine", "order/"));
}

static void
topics_are_what_is_listened_to (void **state)
{
    struct story *s = *state;
    static const struct {
        enum entity_kind kind;
        uint64_t id;
        const char *topic;
    } topics[] = {
        { ENTITY_INCIDENT, 1, "incident/1" },
        { ENTITY_REPORT, 2, "incident/2" },
        { ENTITY_DISPATCH_ORDER, 2, "order/team-2/2" },
        { ENTITY_DISPATCH_ORDER, 99, "other/dispatch_order/99" },
        { ENTITY_OBLIGATION, 1, "incident/1" },
        { ENTITY_OBLIGATION, 2, "order/team-1/1" },
        { ENTITY_SHIFT, 1, "duty/office" },
        { ENTITY_PRINCIPAL, 1, "principal/1" },
        { ENTITY_TEAM, 2, "registry/team/2" },
        { ENTITY_POST, 1, "registry/post/1" },
    };
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++) {
        char topic[TOPIC_MAX + 1];
        const struct entity *owner = desk_topic (s->desk, topics[i].kind, topics[i].id, topic);
        assert_string_equal (topic, topics[i].topic);
        assert_int_equal (owner == NULL, !strncmp (topic, "other/", strlen ("other/")));
    }
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_table_is_this_matrix),
        cmocka_unit_test (outside_the_table_everything_is_denied),
        STORY (the_watch_the_admin_and_observers_see_everything),
        STORY (a_team_leader_sees_the_own_team_and_its_orders),
        STORY (a_system_sees_what_it_reported),
        STORY (what_somebody_sees_can_be_listed_and_nothing_else),
        STORY (who_is_revoked_sees_nothing),
        STORY (a_team_leader_without_a_team_sees_nothing),
        STORY (who_sees_everything_may_listen_to_everything),
        STORY (a_team_leader_listens_to_the_own_orders_and_the_beat),
        STORY (a_system_listens_to_the_beat_alone),
        STORY (topics_are_what_is_listened_to),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
