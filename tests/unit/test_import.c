/* SPDX-License-Identifier: Apache-2.0 */
/* test_import.c: profiles and counties: the shipped ones say what the acts say, and no bad one comes in. */
#include "config/import.h"

#include "util/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HOUR_MS = 3600000 };

static char *
read_text (const char *path, size_t *ret_size)
{
    char *text = calloc (1, IMPORT_TEXT_MAX + 1);
    FILE *file = fopen (path, "r");
    assert_non_null (text);
    if (!file)
        fail_msg ("no %s", path);
    *ret_size = fread (text, 1, IMPORT_TEXT_MAX, file);
    fclose (file);
    return text;
}

static struct registry
parse_good (const char *text)
{
    struct registry registry;
    struct error error = { "" };
    if (import_parse (text, strlen (text), "t.yaml", &registry, &error) == -1)
        fail_msg ("%s", error.text);
    return registry;
}

static struct registry
parse_file (const char *path)
{
    size_t size;
    char *text = read_text (path, &size);
    struct registry registry = parse_good (text);
    if (registry.profile)
        assert_string_equal (registry.profile->text, text);
    free (text);
    return registry;
}

static void
assert_refused (const char *text, size_t size, const char *expected)
{
    static const struct registry zero;
    struct registry registry;
    struct error error = { "" };
    memset (&registry, 0x55, sizeof (registry));
    assert_int_equal (import_parse (text, size, "t.yaml", &registry, &error), -1);
    assert_string_equal (error.text, expected);
    assert_memory_equal (&registry, &zero, sizeof (zero));
}

static const struct policy *
policy_of (const struct rules *rules, enum obligation_kind kind)
{
    assert_true (rules->clocks[kind].policy < rules->policies_count);
    return &rules->policies[rules->clocks[kind].policy];
}

static void
assert_step (const struct policy *policy, uint8_t index, struct policy_step expected)
{
    const struct policy_step *step = &policy->steps[index];
    assert_true (index < policy->steps_count);
    assert_int_equal (step->action, expected.action);
    for (int i = 0; i < STEP_TARGETS_MAX; i++) {
        assert_int_equal (step->targets[i].kind, expected.targets[i].kind);
        assert_int_equal (step->targets[i].contact, expected.targets[i].contact);
        assert_string_equal (step->targets[i].code, expected.targets[i].code);
    }
    assert_int_equal (step->times, expected.times);
    assert_int_equal (step->after_ms, expected.after_ms);
    assert_int_equal (step->repeat_ms, expected.repeat_ms);
}

#define TELL(whom, after, repeat)                                                                                    \
    (struct policy_step)                                                                                             \
    {                                                                                                                \
        .action = STEP_TELL, .targets = { { .kind = (whom) } }, .after_ms = (after), .repeat_ms = (repeat)           \
    }

/* ---- the shipped files ---- */

static void
test_shanxi_has_the_levels_of_order_493 (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/profiles/cn-shanxi.yaml");
    const struct profile *profile = registry.profile;
    const struct level_rule *levels = profile->rules.levels;
    assert_string_equal (profile->code, "cn-shanxi");
    assert_string_equal (profile->title, "山西省县级 (Shanxi county)");
    assert_int_equal (profile->entity.kind, ENTITY_PROFILE);
    assert_false (profile->rules.missing_count_as_dead);
    assert_int_equal (profile->rules.duplicates.within_ms, 2 * 3600 * 1000);
    assert_int_equal (profile->rules.duplicates.distance_m, 2000);
    assert_int_equal (levels[LEVEL_SIGNIFICANT].deaths, 3);
    assert_int_equal (levels[LEVEL_SIGNIFICANT].injured_serious, 10);
    assert_int_equal (levels[LEVEL_SIGNIFICANT].loss_yuan, 10000000);
    assert_int_equal (levels[LEVEL_MAJOR].deaths, 10);
    assert_int_equal (levels[LEVEL_MAJOR].injured_serious, 50);
    assert_int_equal (levels[LEVEL_MAJOR].loss_yuan, 50000000);
    assert_int_equal (levels[LEVEL_EXTRAORDINARY].deaths, 30);
    assert_int_equal (levels[LEVEL_EXTRAORDINARY].injured_serious, 100);
    assert_int_equal (levels[LEVEL_EXTRAORDINARY].loss_yuan, 100000000);
    assert_int_equal (registry.posts_count + registry.people_count + registry.teams_count, 0);
    import_free (&registry);
}

static void
test_shanxi_has_the_deadlines_of_the_trade (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/profiles/cn-shanxi.yaml");
    const struct clock_rule *clocks = registry.profile->rules.clocks;
    const struct report_stage *continuation = rules_stage (&registry.profile->rules, "continuation_report");
    assert_true (clocks[OBLIGATION_INSTRUCTION_FEEDBACK].blocks_close);
    assert_false (clocks[OBLIGATION_ACCEPT_COMMAND].blocks_close);
    for (int level = LEVEL_NONE; level < EVENT_LEVELS; level++) {
        assert_int_equal (clocks[OBLIGATION_ACKNOWLEDGE_ORDER].due_ms[level], 5 * MINUTE_MS);
        assert_int_equal (clocks[OBLIGATION_DEPART_ORDER].due_ms[level], 10 * MINUTE_MS);
        assert_int_equal (continuation->clock.due_ms[level], (level >= LEVEL_MAJOR ? 12 : 24) * HOUR_MS);
    }
    assert_string_equal (continuation->clock.basis, "应急管理部令第21号 (order 21)");
    assert_true (registry.profile->rules.mandatory & 1u << REPORT_FIELD_LOSS);
    assert_false (registry.profile->rules.mandatory & 1u << REPORT_FIELD_POSITION);
    import_free (&registry);
}

static void
test_shanxi_escalates_as_documented (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/profiles/cn-shanxi.yaml");
    const struct policy *policy = policy_of (&registry.profile->rules, OBLIGATION_ACKNOWLEDGE_ORDER);
    assert_string_equal (policy->name, "unanswered_order");
    assert_int_equal (policy->steps_count, 3);
    assert_step (policy, 0, (struct policy_step){ .action = STEP_NEXT_TEAM, .after_ms = 0 });
    assert_step (policy, 1, TELL (TARGET_DUTY_LEADER, 0, 0));
    assert_step (policy, 2, TELL (TARGET_DUTY_LEADER, 5 * MINUTE_MS, 5 * MINUTE_MS));

    policy = policy_of (&registry.profile->rules, OBLIGATION_DEPART_ORDER);
    assert_step (policy, 0, TELL (TARGET_OWNER, 0, 0));
    assert_step (policy, 1, TELL (TARGET_DUTY_OFFICER, 2 * MINUTE_MS, 0));

    const struct rules *rules = &registry.profile->rules;
    policy = &rules->policies[rules_stage (rules, "continuation_report")->clock.policy];
    assert_string_equal (policy->name, "report_due");
    assert_step (policy, 0, TELL (TARGET_DUTY_OFFICER, 0, 0));
    assert_step (policy, 1, TELL (TARGET_DUTY_LEADER, 15 * MINUTE_MS, 15 * MINUTE_MS));
    import_free (&registry);
}

/* The same code, quite other rules. */
/* Asked again and again where the scene kills, and nowhere else. */
static void
test_shanxi_checks_teams_where_the_scene_kills (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/profiles/cn-shanxi.yaml");
    const struct clock_rule *clock = &registry.profile->rules.clocks[OBLIGATION_STATUS_CHECK];
    assert_true (rules_applies (clock, 10700, LEVEL_NONE, false));
    assert_true (rules_applies (clock, 20102, LEVEL_MAJOR, true));
    assert_false (rules_applies (clock, 20301, LEVEL_MAJOR, false));
    assert_false (rules_applies (clock, 0, LEVEL_NONE, false));
    assert_true (rules_applies (&registry.profile->rules.clocks[OBLIGATION_DEPART_ORDER], 0, LEVEL_NONE, false));
    import_free (&registry);
}

static void
test_another_place_has_other_rules (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/profiles/de-example.yaml");
    const struct rules *rules = &registry.profile->rules;
    const uint32_t *due_ms = rules_stage (rules, "lagemeldung")->clock.due_ms;
    assert_true (rules->missing_count_as_dead);
    assert_int_equal (rules->levels[LEVEL_SIGNIFICANT].deaths, 1);
    assert_int_equal (due_ms[LEVEL_NONE], HOUR_MS);
    assert_int_equal (due_ms[LEVEL_ORDINARY], 4 * HOUR_MS);
    assert_int_equal (due_ms[LEVEL_SIGNIFICANT], HOUR_MS);
    assert_int_equal (due_ms[LEVEL_MAJOR], 30 * MINUTE_MS);
    assert_int_equal (due_ms[LEVEL_EXTRAORDINARY], 30 * MINUTE_MS);
    assert_step (policy_of (rules, OBLIGATION_ACKNOWLEDGE_ORDER), 1,
                 (struct policy_step){ .action = STEP_NEXT_TEAM, .after_ms = 60000 });
    import_free (&registry);
}

static void
test_training_runs_out_in_seconds (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/profiles/training-fast.yaml");
    for (int kind = OBLIGATION_NONE + 1; kind < OBLIGATION_KINDS; kind++)
        for (int level = LEVEL_NONE; obligation_kind_names[kind] && level < EVENT_LEVELS; level++)
            if (kind != OBLIGATION_REPORT)
                assert_in_range (registry.profile->rules.clocks[kind].due_ms[level], 1000, MINUTE_MS);
    import_free (&registry);
}

static const struct person *
person_find (const struct registry *registry, const char *code)
{
    for (size_t i = 0; i < registry->people_count; i++)
        if (strcmp (registry->people[i].code, code) == 0)
            return &registry->people[i];
    return NULL;
}

static void
test_xiangfen_is_complete (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/counties/141023-xiangfen.yaml");
    assert_null (registry.profile);
    assert_int_equal (registry.posts_count, 6);
    assert_int_equal (registry.people_count, 14);
    assert_int_equal (registry.rosters_count, 1);
    assert_int_equal (registry.teams_count, 8);
    for (size_t i = 0; i < registry.teams_count; i++) {
        const struct import_team *import = &registry.teams[i];
        assert_int_equal (import->team.entity.kind, ENTITY_TEAM);
        assert_true (import->team.base.known);
        assert_true (import->team.base.latitude > 35.6 && import->team.base.latitude < 36.1);
        assert_true (import->team.base.longitude > 111.1 && import->team.base.longitude < 111.7);
        assert_true (import->team.contacts_count > 0);
        for (size_t j = 0; j < import->team.contacts_count; j++)
            assert_non_null (person_find (&registry, import->contacts[j]));
    }
    const struct roster_rule *rule = &registry.rosters[0].rule;
    assert_string_equal (rule->post, registry.posts[0].code);
    for (size_t i = 0; i < rule->crews_count; i++)
        assert_non_null (person_find (&registry, rule->crews[i].people[0]));
    import_free (&registry);
}

/* ---- a county ---- */

static void
test_a_county_is_read_field_by_field (void **state)
{
    (void)state;
    struct registry registry = parse_good (
        "county:\n"
        "  posts: [{code: taosi, name: 陶寺乡, phone: 0357-3622119}]\n"
        "  people: [{code: li-ming, name: 李明}, {code: wu, name: Wu, phone: \"13912345678\", duty: 队长}]\n"
        "  teams:\n"
        "    - {code: fire, name: 消防, kind: national, auxiliary: true, rank: 7,\n"
        "       base: {latitude: -35.5, longitude: 111.000001}, skills: [20000, 10700],\n"
        "       contacts: [li-ming, known-elsewhere]}\n"
        "    - {code: any, name: Any, kind: social}\n");
    const struct import_team *fire = &registry.teams[0], *any = &registry.teams[1];
    assert_string_equal (registry.posts[0].code, "taosi");
    assert_string_equal (registry.posts[0].name, "陶寺乡");
    assert_string_equal (registry.posts[0].phone, "0357-3622119");
    assert_int_equal (registry.posts[0].entity.kind, ENTITY_POST);
    assert_string_equal (registry.people[0].name, "李明");
    assert_null (registry.people[0].phone);
    assert_null (registry.people[0].duty);
    assert_string_equal (registry.people[1].phone, "13912345678");
    assert_string_equal (registry.people[1].duty, "队长");
    assert_int_equal (fire->team.kind, TEAM_NATIONAL);
    assert_true (fire->team.auxiliary);
    assert_int_equal (fire->team.rank, 7);
    assert_true (fire->team.base.latitude == -35.5);
    assert_true (fire->team.base.longitude > 111.0000009 && fire->team.base.longitude < 111.0000011);
    assert_int_equal (fire->team.skills_count, 2);
    assert_int_equal (fire->team.skills[1], 10700);
    assert_int_equal (fire->team.contacts_count, 2);
    assert_string_equal (fire->contacts[1], "known-elsewhere");
    assert_null (fire->contacts[2]);
    assert_false (any->team.base.known);
    assert_false (any->team.auxiliary);
    assert_int_equal (any->team.rank, 100);
    assert_int_equal (any->team.skills_count, 0);
    import_free (&registry);
}

static void
test_roll_calls_are_read_field_by_field (void **state)
{
    (void)state;
    struct registry registry = parse_good (
        "county:\n"
        "  roll_calls:\n"
        "    - {code: morning, title: 早点名, all_posts: true, at: [\"08:30\", \"24:00\"], days: working}\n"
        "    - {code: night, title: 夜间查岗, posts: [taosi, xincheng], teams: [fire], all_teams: true,\n"
        "       between: [\"22:00\", \"02:00\"], answer_within: 3m}\n");
    const struct import_roll_call *morning = &registry.roll_calls[0], *night = &registry.roll_calls[1];
    assert_int_equal (registry.roll_calls_count, 2);
    assert_string_equal (morning->roll_call.title, "早点名");
    assert_string_equal (morning->roll_call.plan.code, "morning");
    assert_true (morning->roll_call.plan.all_posts);
    assert_false (morning->roll_call.plan.all_teams);
    assert_int_equal (morning->roll_call.plan.days, ROLL_CALL_WORKING_DAYS);
    assert_int_equal (morning->roll_call.plan.at_count, 2);
    assert_int_equal (morning->roll_call.plan.at_minutes[0], 510);
    assert_int_equal (morning->roll_call.plan.at_minutes[1], 1440);
    assert_int_equal (morning->roll_call.within_ms, 0);
    assert_int_equal (morning->posts_count, 0);
    assert_int_equal (night->posts_count, 2);
    assert_string_equal (night->posts[1], "xincheng");
    assert_string_equal (night->teams[0], "fire");
    assert_true (night->roll_call.plan.all_teams);
    assert_int_equal (night->roll_call.plan.days, ROLL_CALL_EVERY_DAY);
    assert_int_equal (night->roll_call.plan.from_minute, 1320);
    assert_int_equal (night->roll_call.plan.to_minute, 120);
    assert_int_equal (night->roll_call.within_ms, 180000);
    import_free (&registry);
}

static const char *const good_phones[] = { "13800000000", "19999999999",  "110",          "12350",
                                           "95119",       "0357-3622119", "010-12345678", "0357-3622119-802" };
static const char *const bad_phones[] = {
    "12800000000",   "1380000000",           "138000000000",   "0110",         "11",
    "1234567",       "03573622119",          "0357-362211",    "0357-",        "01-12345678",
    "0357-3622119-", "0357-3622119-1234567", "+8613800000000", "138 0000 0000"
};

static void
write_phone (char text[256], const char *phone)
{
    snprintf (text, 256, "county: {people: [{code: a, name: A, phone: \"%s\"}]}", phone);
}

static void
test_phones (void **state)
{
    (void)state;
    char text[256], expected[512];
    for (size_t i = 0; i < sizeof (good_phones) / sizeof (good_phones[0]); i++) {
        write_phone (text, good_phones[i]);
        struct registry registry = parse_good (text);
        assert_string_equal (registry.people[0].phone, good_phones[i]);
        import_free (&registry);
    }
    for (size_t i = 0; i < sizeof (bad_phones) / sizeof (bad_phones[0]); i++) {
        write_phone (text, bad_phones[i]);
        snprintf (
            expected, sizeof (expected),
            "t.yaml:1:45: key 'county.people[1].phone': expected a mobile number (1, 3-9, nine digits), a number "
            "with area code (0357-3622119) or a short number (110), got '%s'",
            bad_phones[i]);
        assert_refused (text, strlen (text), expected);
    }
}

static const struct {
    const char *text, *error;
} bad_counties[] = {
    { "county:\n  posts:\n    - {code: a, name: A}\n    - {code: b, name: B}\n    - name: C\n      code: a\n",
      "t.yaml:6:13: key 'county.posts[3].code': code 'a' already stands on line 3" },
    { "county:\n  people:\n    - {code: a, name: A}\n    - {code: a, name: B}\n",
      "t.yaml:4:14: key 'county.people[2].code': code 'a' already stands on line 3" },
    { "county:\n  teams:\n    - {code: a, name: A, kind: social}\n    - {code: a, name: B, kind: social}\n",
      "t.yaml:4:14: key 'county.teams[2].code': code 'a' already stands on line 3" },
    { "county:\n  teams:\n    - {code: a, name: A, kind: brave}\n",
      "t.yaml:3:32: key 'county.teams[1].kind': expected one of national, professional, grassroots, social, got "
      "'brave'" },
    { "county:\n  teams:\n    - {code: a, name: A, kind: none}\n",
      "t.yaml:3:32: key 'county.teams[1].kind': expected one of national, professional, grassroots, social, got "
      "'none'" },
    { "county: {teams: [{code: a, name: A}]}",
      "t.yaml:1:18: key 'county.teams[1].kind': missing: what kind of team it is" },
    { "county: {teams: [{code: a, name: A, kind: social, base: {latitude: 35.8}}]}",
      "t.yaml:1:51: key 'county.teams[1].base.longitude': missing: degrees east" },
    { "county: {teams: [{code: a, name: A, kind: social, base: {latitude: 111.4, longitude: 35.8}}]}",
      "t.yaml:1:68: key 'county.teams[1].base.latitude': expected a number -90..90 (such as 35.876), got '111.4'" },
    { "county: {teams: [{code: a, name: A, kind: social, base: {latitude: 0x1p3, longitude: 35.8}}]}",
      "t.yaml:1:68: key 'county.teams[1].base.latitude': expected a number -90..90 (such as 35.876), got '0x1p3'" },
    { "county: {teams: [{code: a, name: A, kind: social, base: {latitude: nan, longitude: 35.8}}]}",
      "t.yaml:1:68: key 'county.teams[1].base.latitude': expected a number -90..90 (such as 35.876), got 'nan'" },
    { "county: {teams: [{code: a, name: A, kind: social, auxiliary: yes}]}",
      "t.yaml:1:62: key 'county.teams[1].auxiliary': expected true or false, got 'yes'" },
    { "county: {teams: [{code: a, name: A, kind: social, skills: [20000, 3]}]}",
      "t.yaml:1:67: key 'county.teams[1].skills[2]': expected an integer 10000..49999, got '3'" },
    { "county: {teams: [{code: a, name: A, kind: social, skills: [\"020100\"]}]}",
      "t.yaml:1:60: key 'county.teams[1].skills[1]': expected a type code of five digits, got '020100'" },
    { "county: {teams: [{code: a, name: A, kind: social, skills: [20100, 20200, 20100]}]}",
      "t.yaml:1:74: key 'county.teams[1].skills[3]': skill '20100' already stands on line 1" },
    { "county: {teams: [{code: a, name: A, kind: social, contacts: [p, p]}]}",
      "t.yaml:1:65: key 'county.teams[1].contacts[2]': contact 'p' already stands on line 1" },
    { "county: {teams: [{code: a, name: A, kind: social, contacts: [p, q, r, s, t]}]}",
      "t.yaml:1:61: key 'county.teams[1].contacts': expected 0..4 entries, got 5" },
    { "county: {teams: [{code: a, name: A, kind: social, contacts: p}]}",
      "t.yaml:1:61: key 'county.teams[1].contacts': expected a list, got a single value" },
    { "county: {teams: [{code: a, name: A, kind: social, contacts: [{code: p}]}]}",
      "t.yaml:1:62: key 'county.teams[1].contacts[1]': expected 1..32 characters of a-z, 0-9 and '-', got a map of "
      "keys" },
    { "county: {people: [{code: Li Ming, name: A}]}",
      "t.yaml:1:26: key 'county.people[1].code': expected 1..32 characters of a-z, 0-9 and '-', got 'Li Ming'" },
    { "county: {people: [{code: a, name: \"A\\tB\"}]}", "t.yaml:1:35: key 'county.people[1].name': expected one line "
                                                        "of text, 1..128 bytes, without control characters, "
                                                        "got 'A?B'" },
    { "county: {people: [{code: a, nmae: A}]}",
      "t.yaml:1:29: key 'county.people[1].nmae': unknown key; did you mean 'name'?" },
    { "county: {people: [a]}", "t.yaml:1:19: key 'county.people[1]': expected a map of keys, got a single value" },
    { "county: {roll_calls: [{code: a, title: A, at: [\"08:00\"]}]}",
      "t.yaml:1:23: key 'county.roll_calls[1].posts': missing: who is called; posts, teams, all_posts or all_teams" },
    { "county: {roll_calls: [{code: a, title: A, all_posts: true}]}",
      "t.yaml:1:23: key 'county.roll_calls[1].at': missing: when it is made; at or between" },
    { "county: {roll_calls: [{code: a, title: A, posts: [p], at: [\"08:00\"], between: [\"08:00\", \"09:00\"]}]}",
      "t.yaml:1:79: key 'county.roll_calls[1].between': there is 'at', too; say one of the two" },
    { "county: {roll_calls: [{code: a, title: A, posts: [p], between: [\"00:00\", \"24:00\"]}]}",
      "t.yaml:1:64: key 'county.roll_calls[1].between': it ends when it begins" },
    { "county: {roll_calls: [{code: a, title: A, posts: [p], between: [\"20:00\"]}]}",
      "t.yaml:1:64: key 'county.roll_calls[1].between': expected 2..2 entries, got 1" },
    { "county: {roll_calls: [{code: a, title: A, posts: [p], at: [\"8:00\"]}]}",
      "t.yaml:1:60: key 'county.roll_calls[1].at[1]': expected a local time of the day, \"00:00\"..\"24:00\", got "
      "'8:00'" },
    { "county: {roll_calls: [{code: a, title: A, posts: [p], at: [\"08:00\"], days: sundays}]}",
      "t.yaml:1:76: key 'county.roll_calls[1].days': expected one of all, working, got 'sundays'" },
    { "county: {roll_calls: [{code: a, title: A, posts: [p], at: [\"08:00\"]}, {code: a, title: B, posts: [p], at: "
      "[\"08:00\"]}]}",
      "t.yaml:1:78: key 'county.roll_calls[2].code': code 'a' already stands on line 1" },
    { "county: {}", "t.yaml:1:9: key 'county': no posts, people, teams, calendars or rosters in it" },
    { "county: {posts: [], teams: []}",
      "t.yaml:1:9: key 'county': no posts, people, teams, calendars or rosters in it" },
    { "county: {people: [{code: a, name: A}]}\nprofile: {}\n",
      "t.yaml:2:1: key 'profile': one file holds one profile or one county, nothing beside it" },
    { "country: {}", "t.yaml:1:1: key 'country': unknown key; did you mean 'county'?" },
    { "{}", "t.yaml:1:1: expected 'profile:' or 'county:' at the top, got an empty map" },
    { "[]", "t.yaml:1:1: expected 'profile:' or 'county:' at the top, got a list" },
    { "", "t.yaml:1:1: the file is empty" },
};

static void
test_bad_counties_are_refused (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof (bad_counties) / sizeof (bad_counties[0]); i++)
        assert_refused (bad_counties[i].text, strlen (bad_counties[i].text), bad_counties[i].error);
}

/* A county of so many posts and people, p0, p1, ... */
static char *
write_county (int posts, int people, size_t *ret_size)
{
    char *text = NULL;
    FILE *file = open_memstream (&text, ret_size);
    assert_non_null (file);
    fputs ("county:\n  posts:\n", file);
    for (int i = 0; i < posts; i++)
        fprintf (file, "    - {code: p%d, name: P}\n", i);
    fputs ("  people:\n", file);
    for (int i = 0; i < people; i++)
        fprintf (file, "    - {code: p%d, name: P}\n", i);
    fclose (file);
    return text;
}

static void
test_a_county_is_bounded (void **state)
{
    (void)state;
    size_t size;
    char *text = write_county (IMPORT_ENTRIES_MAX - 1, 1, &size);
    struct registry registry = parse_good (text);
    assert_int_equal (registry.posts_count, IMPORT_ENTRIES_MAX - 1);
    import_free (&registry);
    free (text);

    text = write_county (IMPORT_ENTRIES_MAX - 1, 2, &size);
    assert_refused (
        text, size,
        "t.yaml:2:3: key 'county': 2001 posts, people, teams, calendars and rosters; at most 2000 in one file");
    free (text);
    text = write_county (IMPORT_ENTRIES_MAX + 1, 1, &size);
    assert_refused (text, size, "t.yaml:3:5: key 'county.posts': expected 0..2000 entries, got 2001");
    free (text);
}

static void
test_a_text_is_bounded (void **state)
{
    (void)state;
    char *text = malloc (IMPORT_TEXT_MAX + 1);
    assert_non_null (text);
    memset (text, ' ', IMPORT_TEXT_MAX + 1);
    assert_refused (text, IMPORT_TEXT_MAX + 1, "t.yaml: 262145 bytes; at most 262144 are read");
    memset (text, ',', IMPORT_TEXT_MAX);
    for (size_t i = 0; i < IMPORT_TEXT_MAX; i += 2)
        text[i] = 'a';
    text[0] = '[';
    assert_refused (text, IMPORT_TEXT_MAX,
                    "t.yaml:1:2: not valid YAML: did not find expected node content while "
                    "parsing a flow node");
    text[1] = 'a';
    assert_refused (text, IMPORT_TEXT_MAX, "t.yaml:1:131073: too many values in one file");
    free (text);
}

/* ---- a profile ---- */

#define HEAD "profile:\n  code: p\n  title: P\n"
#define LEVELS                                                                                                       \
    "  levels:\n"                                                                                                    \
    "    extraordinary: {deaths: 30, injured_serious: 100, loss_yuan: 300}\n"                                        \
    "    major: {deaths: 10, injured_serious: 50, loss_yuan: 200}\n"                                                 \
    "    significant: {deaths: 3, injured_serious: 10, loss_yuan: 100}\n"
#define CLOCK(kind_) "    " kind_ ": {due: 5m, policy: a, basis: law}\n"
#define MORE_CLOCKS                                                                                                  \
    CLOCK ("arrive_order")                                                                                           \
    CLOCK ("complete_order")                                                                                         \
    CLOCK ("status_check")                                                                                           \
    CLOCK ("distress_order")                                                                                         \
    CLOCK ("assign_team")                                                                                            \
    CLOCK ("sign_handover")                                                                                          \
    CLOCK ("review_response")                                                                                        \
    CLOCK ("accept_command")                                                                                         \
    CLOCK ("instruction_feedback")                                                                                   \
    CLOCK ("confirm_recall") CLOCK ("release_order") CLOCK ("sign_off") CLOCK ("send_report") CLOCK ("end_drill")
#define ROLL_CALL_CLOCKS CLOCK ("answer_roll_call") CLOCK ("roll_call_due")
#define ROSTER_CLOCKS CLOCK ("check_in") CLOCK ("shift_swap") CLOCK ("roster_gap")
#define OTHER_CLOCKS MORE_CLOCKS ROLL_CALL_CLOCKS ROSTER_CLOCKS REPORTS
#define CLOCKS "  clocks:\n" CLOCK ("acknowledge_order") CLOCK ("depart_order") OTHER_CLOCKS
#define STAGE(more_)                                                                                                 \
    "    - {code: c, title: C, kind: continuation_report, to: t, channel: phone, met_by: filed, policy: a, basis: "  \
    "b, " more_ "}\n"
#define REPORTS "  reports:\n" STAGE ("from: intake, recurring: true, due: 24h")
#define POLICY_A "    - {name: a, steps: [{do: tell, target: duty_leader, repeat: 10s}]}\n"
#define POLICIES "  policies:\n" POLICY_A
/* first of all, so that its line is 9 */
#define REPORT(rest_)                                                                                                \
    HEAD LEVELS "  reports:\n" STAGE (rest_) "  clocks:\n" CLOCK ("acknowledge_order") CLOCK ("depart_order")        \
        MORE_CLOCKS ROLL_CALL_CLOCKS ROSTER_CLOCKS POLICIES
/* the lines: levels from 4, then clocks or policies from 8 */
#define STEPS(steps_) HEAD LEVELS "  policies:\n    - name: a\n      steps:\n" steps_ CLOCKS

#define CHOICE(policy_)                                                                                              \
    HEAD LEVELS "  clocks:\n    acknowledge_order: {due: 5m, policy: " policy_                                       \
                ", basis: law}\n" CLOCK ("depart_order") OTHER_CLOCKS POLICIES

static void
test_a_clock_chooses_its_policy_by_type_level_and_drill (void **state)
{
    (void)state;
    struct registry registry =
        parse_good (CHOICE ("[{types: [20100, 30000], levels: [major, extraordinary], use: a}, "
                            "{drill: true, use: a}, {use: b}]") "    - name: b\n      steps:\n"
                                                                "        - {do: tell, targets: [contact-1, "
                                                                "person/li-na, post/xincheng, duty_officer], "
                                                                "after: 1m, repeat: 30s, times: 3}\n"
                                                                "        - {do: tell, target: owner, repeat: 1m}\n");
    const struct rules *rules = &registry.profile->rules;
    const struct clock_rule *clock = &rules->clocks[OBLIGATION_ACKNOWLEDGE_ORDER];
    assert_int_equal (rules_policy (clock, 20102, LEVEL_MAJOR, false), 0);
    assert_int_equal (rules_policy (clock, 30105, LEVEL_EXTRAORDINARY, false), 0);
    assert_int_equal (rules_policy (clock, 20102, LEVEL_SIGNIFICANT, false), 1);
    assert_int_equal (rules_policy (clock, 20202, LEVEL_MAJOR, false), 1);
    assert_int_equal (rules_policy (clock, 0, LEVEL_NONE, false), 1);
    assert_int_equal (rules_policy (clock, 0, LEVEL_NONE, true), 0);
    assert_step (&rules->policies[1], 0,
                 (struct policy_step){ .action = STEP_TELL,
                                       .targets = { { .kind = TARGET_CONTACT, .contact = 1 },
                                                    { .kind = TARGET_PERSON, .code = "li-na" },
                                                    { .kind = TARGET_POST, .code = "xincheng" },
                                                    { .kind = TARGET_DUTY_OFFICER } },
                                       .after_ms = MINUTE_MS,
                                       .repeat_ms = 30000,
                                       .times = 3 });
    import_free (&registry);
}

static void
test_the_smallest_profile (void **state)
{
    (void)state;
    struct registry registry = parse_good (HEAD LEVELS CLOCKS POLICIES);
    assert_int_equal (registry.profile->rules.policies_count, 1);
    assert_int_equal (registry.profile->rules.clocks[OBLIGATION_ASSIGN_TEAM].due_ms[LEVEL_MAJOR], 5 * MINUTE_MS);
    assert_step (&registry.profile->rules.policies[0], 0, TELL (TARGET_DUTY_LEADER, 0, 10000));
    import_free (&registry);
}

static const struct {
    const char *text, *error;
} bad_profiles[] = {
    /* levels */
    { HEAD "  levels:\n    major: {deaths: 10, injured_serious: 50, loss_yuan: 200}\n" CLOCKS POLICIES,
      "t.yaml:4:3: key 'profile.levels.significant': missing: each level needs its thresholds" },
    { HEAD "  levels:\n    ordinary: {deaths: 1, injured_serious: 5, loss_yuan: 2}\n",
      "t.yaml:5:5: key 'profile.levels.ordinary': unknown key; expected one of significant, major, extraordinary" },
    { HEAD "  levels:\n    significent: {deaths: 1, injured_serious: 5, loss_yuan: 2}\n",
      "t.yaml:5:5: key 'profile.levels.significent': unknown key; did you mean 'significant'?" },
    { HEAD "  levels:\n    major: {deaths: 1}\n",
      "t.yaml:5:5: key 'profile.levels.major.injured_serious': missing: so many seriously injured make this level" },
    { HEAD "  levels:\n    major: {deaths: 0}\n",
      "t.yaml:5:21: key 'profile.levels.major.deaths': expected an integer 1..10000000, got '0'" },
    { HEAD "  levels:\n    significant: {deaths: 3, injured_serious: 10, loss_yuan: 100}\n"
           "    major: {deaths: 10, injured_serious: 10, loss_yuan: 200}\n"
           "    extraordinary: {deaths: 30, injured_serious: 100, loss_yuan: 300}\n" CLOCKS POLICIES,
      "t.yaml:6:42: key 'profile.levels.major.injured_serious': must be more than the 10 of level significant" },
    { HEAD "  levels:\n    significant: {deaths: 3, injured_serious: 10, loss_yuan: 100}\n"
           "    major: {deaths: 10, injured_serious: 50, loss_yuan: 200}\n"
           "    extraordinary: {deaths: 30, injured_serious: 100, loss_yuan: 199}\n" CLOCKS POLICIES,
      "t.yaml:7:66: key 'profile.levels.extraordinary.loss_yuan': must be more than the 200 of level major" },
    /* clocks */
    { HEAD LEVELS "  clocks:\n" CLOCK ("acknowledge_order") OTHER_CLOCKS POLICIES,
      "t.yaml:8:3: key 'profile.clocks.depart_order': missing: each kind of obligation needs its clock" },
    { HEAD LEVELS "  clocks:\n" CLOCK ("acknowledge_orders") POLICIES,
      "t.yaml:9:5: key 'profile.clocks.acknowledge_orders': unknown key; did you mean 'acknowledge_order'?" },
    { HEAD LEVELS "  clocks:\n" CLOCK ("arrive_order") CLOCK ("arrive_order") POLICIES,
      "t.yaml:10:5: key 'profile.clocks.arrive_order': duplicate key; it already stands on line 9" },
    { HEAD LEVELS "  clocks:\n    arrive_order: {due: 5m, policy: a}\n" POLICIES,
      "t.yaml:9:5: key 'profile.clocks.arrive_order.basis': missing: act and article, or 'local practice'" },
    { HEAD LEVELS "  clocks:\n    arrive_order: {due: 500ms, policy: a, basis: b}\n",
      "t.yaml:9:25: key 'profile.clocks.arrive_order.due': expected a duration 1s..45d (such as 500ms, 5s, 10m, 24h, "
      "3d), "
      "got '500ms'" },
    { HEAD LEVELS "  clocks:\n    arrive_order: {due: {default: 24h, majro: 12h}, policy: a, basis: b}\n",
      "t.yaml:9:40: key 'profile.clocks.arrive_order.due.majro': unknown key; did you mean 'major'?" },
    { HEAD LEVELS "  clocks:\n    arrive_order: {due: {default: 24h, default: 12h}, policy: a, basis: b}\n",
      "t.yaml:9:40: key 'profile.clocks.arrive_order.due.default': duplicate key; it already stands on line 9" },
    { HEAD LEVELS "  clocks:\n    arrive_order: {due: {none: 1h, ordinary: 24h, major: 12h}, policy: a, basis: b}\n",
      "t.yaml:9:20: key 'profile.clocks.arrive_order.due.significant': missing, and there is no 'default'" },
    { HEAD LEVELS "  clocks:\n    arrive_order: {due: {default: soon}, policy: a, basis: b}\n",
      "t.yaml:9:35: key 'profile.clocks.arrive_order.due.default': expected a duration 1s..45d (such as 500ms, 5s, "
      "10m, "
      "24h, 3d), got 'soon'" },
    { HEAD LEVELS "  clocks:\n" CLOCK (
          "acknowledge_order") "    depart_order: {due: 5m, policy: b, basis: law}\n" OTHER_CLOCKS POLICIES,
      "t.yaml:10:37: key 'profile.clocks.depart_order.policy': there is no policy 'b'" },
    { HEAD LEVELS "  clocks:\n" CLOCK (
          "acknowledge_order") "    depart_order: {due: 5m, policy: b, basis: law}\n" OTHER_CLOCKS POLICIES
                               "    - {name: b, steps: [{do: next_team}, {do: tell, target: owner, repeat: 1m}]}\n",
      "t.yaml:10:37: key 'profile.clocks.depart_order.policy': policy 'b' orders the next team, which only "
      "acknowledge_order can" },
    { HEAD LEVELS "  clocks:\n" CLOCK ("acknowledge_order") CLOCK ("depart_order") OTHER_CLOCKS
      "  policies:\n    - {name: a, steps: [{do: reopen}, {do: tell, target: owner, repeat: 1m}]}\n",
      "t.yaml:9:42: key 'profile.clocks.acknowledge_order.policy': policy 'a' reopens the order, which only "
      "depart_order can" },
    { HEAD LEVELS "  clocks:\n" CLOCK ("acknowledge_order") CLOCK ("depart_order") OTHER_CLOCKS
      "  policies:\n    - {name: a, steps: [{do: distress}, {do: tell, target: owner, repeat: 1m}]}\n",
      "t.yaml:9:42: key 'profile.clocks.acknowledge_order.policy': policy 'a' calls distress, which only "
      "status_check can" },
    { HEAD LEVELS "  clocks:\n" CLOCK ("acknowledge_order") CLOCK ("depart_order") OTHER_CLOCKS
      "  policies:\n    - {name: a, answers: all, steps: [{do: tell, target: owner, repeat: 1m}]}\n",
      "t.yaml:10:37: key 'profile.clocks.depart_order.policy': policy 'a' asks all to answer, which only "
      "acknowledge_order can" },
    { HEAD LEVELS "  policies:\n    - {name: a, answers: most, steps: [{do: tell, target: owner, repeat: 1m}]}\n",
      "t.yaml:9:26: key 'profile.policies[1].answers': expected one of one, all, got 'most'" },
    { HEAD LEVELS
      "  clocks:\n    acknowledge_order: {due: 5m, policy: a, basis: b, only: {levels: [major]}}\n" CLOCK (
          "depart_order") OTHER_CLOCKS POLICIES,
      "t.yaml:9:55: key 'profile.clocks.acknowledge_order.only': only status_check may leave some incidents out: "
      "what "
      "else is owed, is owed on each" },
    /* which policy */
    { CHOICE ("[]"), "t.yaml:9:42: key 'profile.clocks.acknowledge_order.policy': expected 1..9 entries, got 0" },
    { CHOICE ("[{levels: [major], use: a}]"), "t.yaml:9:52: key 'profile.clocks.acknowledge_order.policy[1].levels': "
                                              "the last one must fit every incident, or "
                                              "an obligation is left without a policy: add {use: ...}" },
    { CHOICE ("[{types: [20100], use: a}, {drill: false, use: a}]"),
      "t.yaml:9:77: key 'profile.clocks.acknowledge_order.policy[2].drill': the last one must fit every incident, or "
      "an obligation is left without a policy: add {use: ...}" },
    { CHOICE ("[{use: a}, {use: a}]"),
      "t.yaml:9:43: key 'profile.clocks.acknowledge_order.policy[1]': it fits every incident, so that those after it "
      "are never chosen" },
    { CHOICE ("[{types: [2010], use: a}, {use: a}]"),
      "t.yaml:9:52: key 'profile.clocks.acknowledge_order.policy[1].types[1]': expected an integer 10000..49999, got "
      "'2010'" },
    { CHOICE ("[{levels: [huge], use: a}, {use: a}]"),
      "t.yaml:9:53: key 'profile.clocks.acknowledge_order.policy[1].levels[1]': expected one of none, ordinary, "
      "significant, major, extraordinary, got 'huge'" },
    { CHOICE ("[{types: [20100]}, {use: a}]"),
      "t.yaml:9:43: key 'profile.clocks.acknowledge_order.policy[1].use': missing: the name of one of the policies" },
    { CHOICE ("[{types: [20100], use: b}, {use: a}]"),
      "t.yaml:9:65: key 'profile.clocks.acknowledge_order.policy[1].use': there is no policy 'b'" },
    /* reports */
    { REPORT ("from: intake, recurring: true, due: 1h}\n    - {code: c, title: D, kind: final_report, to: t, "
              "channel: phone, policy: a, basis: b, from: intake, due: 1h"),
      "t.yaml:10:14: key 'profile.reports[2].code': there is already a report 'c'" },
    { REPORT ("from: intake, recurring: true"),
      "t.yaml:9:7: key 'profile.reports[1].due': missing: by when (due, at, end_of_day or working_days)" },
    { REPORT ("from: intake, due: 1h"),
      "t.yaml:9:5: key 'profile.reports': one report must be recurring, from intake, for all levels and types, or an "
      "open incident could be without a clock" },
    { REPORT ("from: intake, due: 1h, recurring: true, levels: [major]"),
      "t.yaml:9:5: key 'profile.reports': one report must be recurring, from intake, for all levels and types, or an "
      "open incident could be without a clock" },
    { REPORT ("from: controlled, due: 1h, recurring: true"),
      "t.yaml:9:5: key 'profile.reports': one report must be recurring, from intake, for all levels and types, or an "
      "open incident could be without a clock" },
    { REPORT ("from: day, due: 1h"),
      "t.yaml:9:119: key 'profile.reports[1].from': a nil_report is owed by posts, from day, and nothing else is" },
    { REPORT ("from: intake, recurring: true, at: [\"8:00\"]"),
      "t.yaml:9:149: key 'profile.reports[1].at[1]': expected a local time of the day, \"00:00\"..\"24:00\", got "
      "'8:00'" },
    { REPORT ("from: intake, recurring: true, due: 1h, levels: [grave]"),
      "t.yaml:9:162: key 'profile.reports[1].levels[1]': expected one of none, ordinary, significant, major, "
      "extraordinary, got 'grave'" },
    { REPORT ("from: intake, sign_off: true, recurring: true, due: 1h"),
      "t.yaml:9:137: key 'profile.reports[1].sign_off': what is met by filing has nothing to sign" },
    { HEAD "  utc_offset: \"+15:00\"\n" LEVELS CLOCKS POLICIES,
      "t.yaml:4:15: key 'profile.utc_offset': expected an offset from UTC, \"-14:00\"..\"+14:00\" (such as "
      "\"+08:00\"), got '+15:00'" },
    /* policies */
    { HEAD LEVELS POLICIES POLICY_A CLOCKS,
      "t.yaml:10:14: key 'profile.policies[2].name': there is already a policy 'a'" },
    { HEAD LEVELS "  policies: []\n" CLOCKS, "t.yaml:8:13: key 'profile.policies': expected 1..32 entries, got 0" },
    { STEPS ("        - {do: tell, target: owner}\n"),
      "t.yaml:11:11: key 'profile.policies[1].steps[1].repeat': missing: the last step must repeat, or an obligation "
      "dies silently" },
    { STEPS ("        - {do: tell, target: owner}\n        - {do: next_team}\n"),
      "t.yaml:12:16: key 'profile.policies[1].steps[2].do': the last step must tell somebody, or an obligation dies "
      "silently" },
    { STEPS ("        - {do: tell, target: owner, repeat: 1m}\n        - {do: tell, target: owner, repeat: 1m}\n"),
      "t.yaml:11:45: key 'profile.policies[1].steps[1].repeat': only the last step may repeat for ever; say how many "
      "'times'" },
    { STEPS ("        - {do: tell, target: owner, repeat: 1m, times: 3}\n"),
      "t.yaml:11:56: key 'profile.policies[1].steps[1].times': the last step must repeat for ever, or an obligation "
      "dies silently" },
    { STEPS ("        - {do: tell, target: owner, times: 3}\n        - {do: tell, target: owner, repeat: 1m}\n"),
      "t.yaml:11:11: key 'profile.policies[1].steps[1].repeat': missing: what passes between the 3 times" },
    { STEPS ("        - {do: tell, target: owner, repeat: 1m, times: 1}\n"),
      "t.yaml:11:56: key 'profile.policies[1].steps[1].times': expected an integer 2..99, got '1'" },
    { STEPS ("        - {do: next_team, repeat: 1m, times: 2}\n        - {do: tell, target: owner, repeat: 1m}\n"),
      "t.yaml:11:35: key 'profile.policies[1].steps[1].repeat': only a step that tells may repeat" },
    { STEPS ("        - {do: tell, targets: [owner, contact-5], repeat: 1m}\n"),
      "t.yaml:11:39: key 'profile.policies[1].steps[1].targets[2]': expected owner, duty_officer, duty_leader, "
      "on_post, contact-1..contact-4, person/CODE or post/CODE, got 'contact-5'" },
    { STEPS ("        - {do: tell, targets: [person/Li, owner], repeat: 1m}\n"),
      "t.yaml:11:32: key 'profile.policies[1].steps[1].targets[1]': expected owner, duty_officer, duty_leader, "
      "on_post, contact-1..contact-4, person/CODE or post/CODE, got 'person/Li'" },
    { STEPS ("        - {do: tell, targets: [owner, owner], repeat: 1m}\n"),
      "t.yaml:11:39: key 'profile.policies[1].steps[1].targets[2]': 'owner' is told already" },
    { STEPS ("        - {do: tell, targets: [], repeat: 1m}\n"),
      "t.yaml:11:31: key 'profile.policies[1].steps[1].targets': expected 1..4 entries, got 0" },
    { STEPS ("        - {do: tell, target: owner, targets: [post/office], repeat: 1m}\n"),
      "t.yaml:11:30: key 'profile.policies[1].steps[1].target': there are 'targets', too; name all of them there" },
    { STEPS ("        - {do: tell, repeat: 1m}\n"),
      "t.yaml:11:11: key 'profile.policies[1].steps[1].target': missing: whom to tell" },
    { STEPS ("        - {do: next_team, target: owner}\n        - {do: tell, target: owner, repeat: 1m}\n"),
      "t.yaml:11:35: key 'profile.policies[1].steps[1].target': next_team has no target" },
    { STEPS ("        - {do: tell, target: owner, repeat: 9999ms}\n"),
      "t.yaml:11:45: key 'profile.policies[1].steps[1].repeat': expected a duration 10s..7d (such as 500ms, 5s, 10m, "
      "24h, "
      "3d), got '9999ms'" },
    { STEPS ("        - {do: tell, target: team, repeat: 1m}\n"),
      "t.yaml:11:30: key 'profile.policies[1].steps[1].target': expected owner, duty_officer, duty_leader, "
      "on_post, contact-1..contact-4, person/CODE or post/CODE, got 'team'" },
    { STEPS ("        - {do: shout, target: owner, repeat: 1m}\n"),
      "t.yaml:11:16: key 'profile.policies[1].steps[1].do': expected one of tell, next_team, release, absent, "
      "expire, reopen, miss, distress, got 'shout'" },
    { STEPS ("        - {target: owner, repeat: 1m}\n"),
      "t.yaml:11:11: key 'profile.policies[1].steps[1].do': missing: what the step does" },
    { STEPS ("        - {do: tell, target: owner}\n        - {do: tell, target: owner}\n"
             "        - {do: tell, target: owner}\n        - {do: tell, target: owner}\n"
             "        - {do: tell, target: owner}\n        - {do: tell, target: owner}\n"
             "        - {do: tell, target: owner}\n        - {do: tell, target: owner}\n"
             "        - {do: tell, target: owner, repeat: 1m}\n"),
      "t.yaml:11:9: key 'profile.policies[1].steps': expected 1..8 entries, got 9" },
    /* the profile itself */
    { "profile: {title: P}", "t.yaml:1:1: key 'profile.code': missing: the profile's code" },
    { "profile: x", "t.yaml:1:10: key 'profile': expected a map of keys, got a single value" },
    { "profile: {missing_count_as_dead: maybe}",
      "t.yaml:1:34: key 'profile.missing_count_as_dead': expected true or false, got 'maybe'" },
};

static void
test_bad_profiles_are_refused (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof (bad_profiles) / sizeof (bad_profiles[0]); i++)
        assert_refused (bad_profiles[i].text, strlen (bad_profiles[i].text), bad_profiles[i].error);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_shanxi_has_the_levels_of_order_493),
        cmocka_unit_test (test_shanxi_has_the_deadlines_of_the_trade),
        cmocka_unit_test (test_shanxi_escalates_as_documented),
        cmocka_unit_test (test_shanxi_checks_teams_where_the_scene_kills),
        cmocka_unit_test (test_another_place_has_other_rules),
        cmocka_unit_test (test_training_runs_out_in_seconds),
        cmocka_unit_test (test_xiangfen_is_complete),
        cmocka_unit_test (test_a_county_is_read_field_by_field),
        cmocka_unit_test (test_roll_calls_are_read_field_by_field),
        cmocka_unit_test (test_phones),
        cmocka_unit_test (test_bad_counties_are_refused),
        cmocka_unit_test (test_a_county_is_bounded),
        cmocka_unit_test (test_a_text_is_bounded),
        cmocka_unit_test (test_the_smallest_profile),
        cmocka_unit_test (test_a_clock_chooses_its_policy_by_type_level_and_drill),
        cmocka_unit_test (test_bad_profiles_are_refused),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
