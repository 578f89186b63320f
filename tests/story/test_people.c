/* SPDX-License-Identifier: Apache-2.0 */
/* test_people.c: importing a county, enrolling and revoking, checking in and out. */
#include "story.h"

#include "same.h"

#include <stdio.h>
#include <string.h>

static struct import_team
team_of (const char *code, const char *contact)
{
    struct import_team entry = { .team = { .entity = { .kind = ENTITY_TEAM }, .kind = TEAM_GRASSROOTS },
                                 .contacts = { contact } };
    snprintf (entry.team.code, sizeof entry.team.code, "%s", code);
    return entry;
}

static bool
import_teams (struct story *s, struct import_team *teams, size_t count)
{
    struct registry registry = { .teams = teams, .teams_count = count };
    struct command command = { .action = ACTION_IMPORT, .import = { "teams", "teams.yaml", &registry } };
    return say (s, &command);
}

/* ---- import ---- */

static void
importing_twice_changes_nothing (void **state)
{
    struct story *s = *state;
    county_import (s);
    assert_int_equal (s->outcome.verdict.seq, 0);
    expect (s, "");
}

static void
only_what_is_new_makes_an_entry (void **state)
{
    struct story *s = *state;
    struct import_team teams[] = { team_of ("team-4", "sun"), team_of ("team-1", "li") };
    import_teams (s, teams, 2);
    import_teams (s, teams, 2);
    expect (s, "[0] team team-4 registered\n"
               "[0] team team-1 registered\n");
    const struct team *team = desk_team_by_code (s->desk, "team-1");
    assert_int_equal (team->entity.id, 1);
    assert_int_equal (team->kind, TEAM_GRASSROOTS);
    assert_int_equal (team->contacts[0], desk_person_by_code (s->desk, "li")->entity.id);
    assert_int_equal (desk_team_by_code (s->desk, "team-4")->entity.id, 4);
}

static void
an_unknown_contact_refuses_the_whole_file (void **state)
{
    struct story *s = *state;
    struct import_team teams[] = { team_of ("team-4", "sun"), team_of ("team-5", "a-stranger") };
    import_teams (s, teams, 2);
    expect (s, "[0] refused unknown_contact team-5 a-stranger\n");
    assert_null (desk_team_by_code (s->desk, "team-4"));
}

static void
a_team_that_is_changed_keeps_its_open_orders (void **state)
{
    struct story *s = *state;
    struct import_team teams[] = { team_of ("team-1", "li") };
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    import_teams (s, teams, 1);
    assert_int_equal (desk_team_by_code (s->desk, "team-1")->open_orders, 1);
    cancel (s, 1, "not needed");
    assert_int_equal (desk_team_by_code (s->desk, "team-1")->open_orders, 0);
}

static void
the_last_imported_profile_is_in_force (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    county_import_profile (s, "training", "training", &rules);
    assert_string_equal (desk_profile (s->desk)->code, "training");
    county_import_profile (s, "shanxi", "first edition", &rules); /* known, but not in force */
    assert_string_equal (desk_profile (s->desk)->code, "shanxi");
    county_import_profile (s, "shanxi", "first edition", &rules);
    expect (s, "[0] profile training imported\n"
               "[0] profile shanxi imported\n");
    assert_int_equal (desk_count (s->desk, ENTITY_PROFILE), 2);
}

static void
without_a_profile_no_report_is_taken (void **state)
{
    (void)state;
    struct desk *desk = desk_create (NULL);
    struct outcome outcome = { 0 };
    struct command command = { .action = ACTION_REPORT, .at = 1, .report = { .what = "fire", .place = "here" } };
    desk_step (desk, &command, &outcome);
    assert_int_equal (outcome.verdict.refusal, REFUSAL_NO_PROFILE);
    outcome_free (&outcome);
    desk_destroy (desk);
}

/* ---- enrol and revoke ---- */

static void
a_code_and_a_key_belong_to_one_principal (void **state)
{
    struct story *s = *state;
    uint8_t key[KEY_BYTES] = "t1";
    struct command same_key = { .action = ACTION_ENROL, .enrol = { "t9", ROLE_OBSERVER, key, NULL, NULL } };
    enrol (s, "t1", ROLE_OBSERVER, NULL, NULL);
    say (s, &same_key);
    enrol (s, "t9", ROLE_TEAM_LEADER, NULL, NULL);
    enrol (s, "t9", ROLE_TEAM_LEADER, NULL, "team-9");
    enrol (s, "t9", ROLE_DUTY_OFFICER, "a-stranger", NULL);
    enrol (s, "t9", ROLE_TEAM_LEADER, "li", "team-2");
    expect (s, "[0] refused code_taken t1\n"
               "[0] refused key_taken t1\n"
               "[0] refused role_needs_team\n"
               "[0] refused unknown_team team-9\n"
               "[0] refused unknown_person a-stranger\n"
               "[0] principal t9 enrolled as team_leader\n");
}

static void
who_is_revoked_is_gone_and_can_come_back_in_another_role (void **state)
{
    struct story *s = *state;
    uint8_t key[KEY_BYTES] = "t1";
    uint64_t id = desk_principal_by_code (s->desk, "t1")->entity.id;
    revoke (s, "t1", "lost the laptop");
    assert_null (desk_principal_by_key (s->desk, key));
    revoke (s, "t1", "once more");
    revoke (s, "t99", "who?");
    at (s, 1000);
    enrol (s, "t1", ROLE_OBSERVER, NULL, NULL);
    expect (s, "[0] principal t1 revoked \"lost the laptop\"\n"
               "[0] refused principal_revoked t1\n"
               "[0] refused unknown_principal t99\n"
               "[1000] principal t1 enrolled as observer\n");
    const struct principal *principal = desk_principal_by_key (s->desk, key);
    assert_int_equal (principal->entity.id, id);
    assert_int_equal (principal->revoked_at, 0);
    assert_int_equal (principal->team, 0);
}

static void
the_last_admin_can_t_be_revoked (void **state)
{
    struct story *s = *state;
    revoke (s, "admin", "leaves");
    enrol (s, "admin-2", ROLE_ADMIN, NULL, NULL);
    revoke (s, "admin", "leaves");
    revoke (s, "admin-2", "leaves too");
    expect (s, "[0] refused last_admin admin\n"
               "[0] principal admin-2 enrolled as admin\n"
               "[0] principal admin revoked \"leaves\"\n"
               "[0] refused last_admin admin-2\n");
}

/* ---- duty ---- */

static bool
shift_at (struct story *s, enum action action, const char *person, const char *post)
{
    struct command command = { .action = action, .shift = { .person = person, .post = post } };
    return say (s, &command);
}

static void
people_check_in_and_out (void **state)
{
    struct story *s = *state;
    check_in (s, NULL, false); /* the officer is zhao, who is on duty since the setup */
    check_in (s, "li", true);
    at (s, 1000);
    check_out (s, NULL);
    check_out (s, NULL);
    check_out (s, "li");
    check_in (s, "a-stranger", false);
    expect (s, "[0] refused person_on_duty zhao 1\n"
               "[0] shift 3 checked_in li leading\n"
               "[1000] shift 1 checked_out zhao\n"
               "[1000] refused person_not_on_duty zhao\n"
               "[1000] shift 3 checked_out li\n"
               "[1000] refused unknown_person a-stranger\n");
}

static void
a_post_must_be_known_and_the_one_that_is_left (void **state)
{
    struct story *s = *state;
    struct post posts[] = { { .entity = { .kind = ENTITY_POST }, .code = "gate" } };
    struct registry registry = { .posts = posts, .posts_count = 1 };
    struct command import = { .action = ACTION_IMPORT, .import = { "posts", "posts.yaml", &registry } };
    say (s, &import);
    pass_over (s);
    shift_at (s, ACTION_CHECK_IN, "li", "cellar");
    shift_at (s, ACTION_CHECK_IN, "li", NULL);
    shift_at (s, ACTION_CHECK_OUT, "zhao", "cellar");
    shift_at (s, ACTION_CHECK_OUT, "zhao", "gate");
    shift_at (s, ACTION_CHECK_OUT, "zhao", "office");
    expect (s, "[0] refused unknown_post cellar\n"
               "[0] refused unknown_post\n"
               "[0] refused unknown_post cellar\n"
               "[0] refused person_not_on_duty zhao\n"
               "[0] shift 1 checked_out zhao\n");
}

static void
a_key_without_a_person_must_name_one (void **state)
{
    struct story *s = *state;
    by (s, "admin");
    check_in (s, NULL, false);
    expect (s, "[0] refused no_person\n");
}

static void
the_latest_to_check_in_is_told (void **state)
{
    struct story *s = *state;
    check_in (s, "li", false);
    check_in (s, "sun", false);
    check_in (s, "zhou", true);
    check_out (s, "sun");
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, 24 * HOURS + 15 * MINUTES);
    expect (s, "[86400000] obligation 1 told continuation_report incident 1 duty_officer li\n"
               "[87300000] obligation 1 told continuation_report incident 1 duty_leader zhou\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (importing_twice_changes_nothing),
        STORY (only_what_is_new_makes_an_entry),
        STORY (an_unknown_contact_refuses_the_whole_file),
        STORY (a_team_that_is_changed_keeps_its_open_orders),
        STORY (the_last_imported_profile_is_in_force),
        cmocka_unit_test (without_a_profile_no_report_is_taken),
        STORY (a_code_and_a_key_belong_to_one_principal),
        STORY (who_is_revoked_is_gone_and_can_come_back_in_another_role),
        STORY (the_last_admin_can_t_be_revoked),
        STORY (people_check_in_and_out),
        STORY (a_post_must_be_known_and_the_one_that_is_left),
        STORY (a_key_without_a_person_must_name_one),
        STORY (the_latest_to_check_in_is_told),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
