/* SPDX-License-Identifier: Apache-2.0 */
/* test_import_roster.c: calendars and rosters: what is read, what is kept word for word, and why a bad one is
 * refused.
 */
#include "config/import.h"

#include "util/alloc.h"
#include "util/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
    char *text = xcalloc (1, IMPORT_TEXT_MAX + 1);
    FILE *file = fopen (path, "r");
    assert_non_null (file);
    size_t size = fread (text, 1, IMPORT_TEXT_MAX, file);
    assert_true (size > 0);
    fclose (file);
    struct registry registry = parse_good (text);
    free (text);
    return registry;
}

static int64_t
day (const char *text)
{
    struct civil_date date;
    assert_true (civil_parse (text, &date));
    return days_from_civil (date);
}

/* ---- calendars ---- */

static void
the_calendar_of_2026_says_what_was_announced (void **state)
{
    (void)state;
    struct registry registry = parse_file (MUSTER_DEPLOY "/calendars/cn-2026.yaml");
    assert_int_equal (registry.calendars_count, 1);
    struct day_spans spans = { registry.calendars[0].spans, registry.calendars[0].spans_count };
    int holidays = 0, made_up = 0;
    for (int64_t d = day ("2026-01-01"); d <= day ("2026-12-31"); d++) {
        enum day_kind kind = day_kind_of (&spans, 1, d);
        holidays += kind == DAY_HOLIDAY;
        made_up += kind == DAY_WORKING && weekday_of (d) >= SATURDAY;
    }
    assert_int_equal (holidays, 33); /* 3 + 9 + 3 + 5 + 3 + 3 + 7 */
    assert_int_equal (made_up, 6);
    assert_int_equal (day_kind_of (&spans, 1, day ("2026-10-07")), DAY_HOLIDAY);
    assert_int_equal (day_kind_of (&spans, 1, day ("2026-10-10")), DAY_WORKING);
    import_free (&registry);
}

/* ---- rosters ---- */

static const char good[] =
    "county:\n"
    "  rosters:\n"
    "    - {post: other, shifts: [{code: all, begin: 00:00, end: 24:00, leader: {rotation: daily, turns: "
    "[chief]}}]}\n"
    "    # 值班室\n"
    "    - post: office\n"
    "      title: 值班表\n"
    "      from: 2026-01-01\n"
    "      groups:\n"
    "        - {code: first, people: [a, b]}\n"
    "      shifts:\n"
    "        - code: day\n"
    "          begin: 08:00\n"
    "          end: 20:00\n"
    "          leader: {rotation: daily, from: 2026-01-01, turns: [chief, deputy]}\n"
    "          officers: {rotation: rolling, from: 2026-01-01, days: 3, turns: [first, c]}\n"
    "        - code: night\n"
    "          begin: 20:00\n"
    "          end: 08:00\n"
    "          officers: {rotation: weekly, turns: [a, b, c, a, b, c, nobody]}\n"
    "      holiday_shifts:\n"
    "        - {code: h, begin: 08:00, end: 08:00, leader: {rotation: daily, turns: [chief]}}\n"
    "      overrides:\n"
    "        - {date: 2026-10-03, shift: day, who: b, why: 换班}\n"
    "\n"
    "  # the end\n"
    "  people: [{code: a, name: A}]\n";

static void
a_roster_is_read_field_by_field (void **state)
{
    (void)state;
    struct registry registry = parse_good (good);
    assert_int_equal (registry.rosters_count, 2);
    const struct roster *roster = &registry.rosters[1];
    const struct roster_rule *rule = &roster->rule;
    assert_string_equal (rule->post, "office");
    assert_string_equal (roster->title, "值班表");
    assert_int_equal (rule->from, day ("2026-01-01"));
    assert_int_equal (rule->crews[0].people_count, 2);
    const struct shift_rule *day_shift = &rule->days[DAY_WORKING].shifts[0];
    assert_int_equal (day_shift->begin, 480);
    assert_int_equal (day_shift->end, 1200);
    assert_int_equal (day_shift->roles[SEAT_LEADER].turns_count, 2);
    assert_int_equal (day_shift->roles[SEAT_OFFICER].kind, ROTATION_ROLLING);
    assert_int_equal (day_shift->roles[SEAT_OFFICER].days, 3);
    assert_int_equal (day_shift->roles[SEAT_OFFICER].turns[0], 0); /* the group */
    assert_int_equal (rule->days[DAY_WORKING].shifts[1].roles[SEAT_OFFICER].turns[6], CREW_NONE);
    assert_int_equal (rule->days[DAY_HOLIDAY].shifts_count, 1);
    assert_int_equal (rule->overrides_count, 1);
    assert_string_equal (rule->crews[rule->overrides[0].crew].people[0], "b");
    assert_int_equal (registry.rosters[0].rule.days[DAY_WORKING].shifts[0].end, DAY_MINUTES);
    import_free (&registry);
}

/* The part of the file that is the roster is kept, and is enough to have the same rule again. */
static void
the_text_that_is_kept_gives_the_same_rule (void **state)
{
    (void)state;
    struct registry registry = parse_good (good);
    assert_string_equal (registry.rosters[0].text,
                         "      {post: other, shifts: [{code: all, begin: 00:00, end: 24:00, "
                         "leader: {rotation: daily, turns: [chief]}}]}");
    assert_memory_equal (registry.rosters[1].text, "      post: office\n      title: 值班表\n", 40);
    for (size_t i = 0; i < registry.rosters_count; i++) {
        struct error error = { "" };
        struct roster *again = xcalloc (1, sizeof *again);
        again->text = registry.rosters[i].text;
        if (import_roster_rule (again, &error) < 0)
            fail_msg ("%s", error.text);
        assert_memory_equal (&again->rule, &registry.rosters[i].rule, sizeof again->rule);
        free (again);
    }
    import_free (&registry);
}

/* ---- bad ones ---- */

#define CALENDAR(rest) "county:\n  calendars:\n    - {code: c, title: T, " rest "}\n"
#define ROSTER(shifts) "county:\n  rosters:\n    - post: office\n      shifts:\n" shifts
#define SHIFT(rest) "        - {code: day, begin: 08:00, end: 20:00, " rest "}\n"
#define DAILY "{rotation: daily, turns: [a]}"

static const struct {
    const char *text, *error;
} bad[] = {
    { CALENDAR ("holidays: [{from: 2026-02-30}]"),
      "t.yaml:3:45: key 'county.calendars[1].holidays[1].from': expected a date such as 2026-10-01 that is in the "
      "calendar, got '2026-02-30'" },
    { CALENDAR ("holidays: [{from: 2026-10-07, to: 2026-10-01}]"),
      "t.yaml:3:61: key 'county.calendars[1].holidays[1].to': is before the first day" },
    { CALENDAR ("holidays: [{from: 2026-10-01, to: 2026-10-07}], working_days: [{from: 2026-10-04}]"),
      "t.yaml:3:97: key 'county.calendars[1].working_days[1].from': overlaps with the holiday on line 3" },
    { CALENDAR ("working_days: [{from: 2026-10-09}]"),
      "t.yaml:3:49: key 'county.calendars[1].working_days[1].from': 2026-10-09 is a working day anyway" },
    { "county:\n  calendars:\n    - {code: c, title: T}\n",
      "t.yaml:3:7: key 'county.calendars[1]': no holidays and no working_days in it" },
    { CALENDAR ("holydays: []"),
      "t.yaml:3:27: key 'county.calendars[1].holydays': unknown key; did you mean 'holidays'?" },
    { "county:\n  rosters:\n    - {post: office}\n",
      "t.yaml:3:7: key 'county.rosters[1].shifts': missing: the shifts of a day" },
    { ROSTER (SHIFT ("leader: {turns: [a]}")),
      "t.yaml:5:49: key 'county.rosters[1].shifts[1].leader.rotation': missing: daily, weekly or rolling" },
    { ROSTER (SHIFT ("leader: {rotation: hourly, turns: [a]}")),
      "t.yaml:5:68: key 'county.rosters[1].shifts[1].leader.rotation': expected one of daily, weekly, rolling, got "
      "'hourly'" },
    { ROSTER ("        - {code: day, begin: 8, end: 20:00, leader: " DAILY "}\n"),
      "t.yaml:5:30: key 'county.rosters[1].shifts[1].begin': expected a time of day such as 08:00, got '8'" },
    { ROSTER ("        - {code: day, begin: 08:00, end: 24:01, leader: " DAILY "}\n"),
      "t.yaml:5:42: key 'county.rosters[1].shifts[1].end': expected a time of day such as 08:00, got '24:01'" },
    { ROSTER ("        - {code: day, begin: 08:00, end: 20:00}\n"),
      "t.yaml:5:11: key 'county.rosters[1].shifts[1].officers': missing: a shift needs a leader or officers" },
    { ROSTER (SHIFT ("officers: " DAILY) "        - {code: late, begin: 19:00, end: 08:00, officers: " DAILY "}\n"),
      "t.yaml:6:31: key 'county.rosters[1].shifts[2].begin': overlaps with shift 'day' (officers)" },
    { ROSTER (SHIFT ("officers: " DAILY) "        - {code: night, begin: 20:00, end: 08:01, officers: " DAILY "}\n"),
      "t.yaml:6:32: key 'county.rosters[1].shifts[2].begin': overlaps with shift 'day' (officers)" },
    { ROSTER (SHIFT ("officers: " DAILY) "      holiday_shifts:\n        - {code: all, begin: 10:00, end: 10:00, "
                                         "officers: " DAILY "}\n"),
      "t.yaml:7:42: key 'county.rosters[1].holiday_shifts[1].end': shift 'day' of 'shifts' has begun by then" },
    { ROSTER (SHIFT ("officers: " DAILY) SHIFT ("leader: " DAILY)),
      "t.yaml:6:18: key 'county.rosters[1].shifts[2].code': there is already a shift 'day'" },
    { ROSTER (SHIFT ("officers: {rotation: weekly, turns: [a, b]}")),
      "t.yaml:5:85: key 'county.rosters[1].shifts[1].officers.turns': a week has seven turns, Monday first; got 2" },
    { ROSTER (SHIFT ("officers: {rotation: daily, turns: [a, b]}")),
      "t.yaml:5:49: key 'county.rosters[1].shifts[1].officers.from': missing: the day on which the first turn "
      "begins" },
    { ROSTER (SHIFT ("officers: {rotation: rolling, from: 2026-01-01, turns: [a, b]}")),
      "t.yaml:5:49: key 'county.rosters[1].shifts[1].officers.days': missing: how many days a turn lasts" },
    { ROSTER (SHIFT ("officers: {rotation: daily, days: 2, turns: [a]}")),
      "t.yaml:5:83: key 'county.rosters[1].shifts[1].officers.days': only a rolling turn lasts several days" },
    { "county:\n  rosters:\n    - post: office\n      groups: [{code: g, people: [a, a]}]\n      shifts:\n" SHIFT (
          "leader: " DAILY),
      "t.yaml:4:34: key 'county.rosters[1].groups[1].people': 'a' stands in it twice" },
    { "county:\n  rosters:\n    - post: office\n      groups: [{code: g, people: [a, b]}]\n      shifts:\n" SHIFT (
          "leader: {rotation: daily, turns: [g]}"),
      "t.yaml:6:83: key 'county.rosters[1].shifts[1].leader.turns[1]': one duty leader a shift; 'g' is a group" },
    { ROSTER (SHIFT ("leader: " DAILY)) "      overrides: [{date: 2026-10-01, shift: night, who: a}]\n",
      "t.yaml:6:45: key 'county.rosters[1].overrides[1].shift': no shift 'night' has a rotation of officers" },
    { ROSTER (SHIFT ("leader: " DAILY)) "      overrides:\n"
                                        "        - {date: 2026-10-01, shift: day, role: leader, who: b}\n"
                                        "        - {date: 2026-10-01, shift: day, role: leader, who: c}\n",
      "t.yaml:8:18: key 'county.rosters[1].overrides[2].date': shift 'day' of that day is already overridden" },
    { ROSTER (SHIFT ("leader: " DAILY)) "    - post: office\n      shifts:\n" SHIFT ("leader: " DAILY),
      "t.yaml:6:13: key 'county.rosters[2].post': the roster of post 'office' already stands on line 3" },
};

static void
bad_calendars_and_rosters_are_refused_with_the_line (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct registry registry;
        struct error error = { "" };
        assert_int_equal (import_parse (bad[i].text, strlen (bad[i].text), "t.yaml", &registry, &error), -1);
        if (strcmp (error.text, bad[i].error))
            print_error ("%s\n%s\n", bad[i].text, error.text);
        assert_string_equal (error.text, bad[i].error);
        assert_null (registry.rosters);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_calendar_of_2026_says_what_was_announced),
        cmocka_unit_test (a_roster_is_read_field_by_field),
        cmocka_unit_test (the_text_that_is_kept_gives_the_same_rule),
        cmocka_unit_test (bad_calendars_and_rosters_are_refused_with_the_line),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
