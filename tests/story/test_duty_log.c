/* SPDX-License-Identifier: Apache-2.0 */
/* test_duty_log.c: what the watch writes down, to the minute, and never changes. */
#include "story.h"

static const struct duty_log_entry *
entry_of (const struct story *s, uint64_t id)
{
    return (const struct duty_log_entry *)desk_find (s->desk, ENTITY_DUTY_LOG_ENTRY, id);
}

static int
setup (void **state)
{
    story_setup (state);
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    return 0;
}

static void
an_entry_says_who_wrote_when_and_of_which_minute (void **state)
{
    struct story *s = *state;
    at (s, 30 * MINUTES + 17 * SECONDS);
    by (s, "officer");
    assert_true (write_log (s, "bridge closed", (struct log_args){ .incident = 1 }));
    assert_true (write_log (s, "the county head called",
                            (struct log_args){ .happened_at = STORY_BEGAN_MS + 10 * MINUTES + 59 * SECONDS }));
    expect (s, "[1817000] duty_log_entry 1 at office of 1800000 \"bridge closed\"\n"
               "[1817000] duty_log_entry 2 at office of 600000 \"the county head called\"\n");
    const struct duty_log_entry *entry = entry_of (s, 1);
    assert_int_equal (entry->incident, 1);
    assert_int_equal (entry->person, desk_person_by_code (s->desk, "zhao")->entity.id);
    assert_int_equal (entry->written_by, desk_principal_by_code (s->desk, "officer")->entity.id);
    assert_int_equal (entry->written_at, STORY_BEGAN_MS + 30 * MINUTES + 17 * SECONDS);
}

static void
who_was_wrong_writes_another_one (void **state)
{
    struct story *s = *state;
    by (s, "officer");
    write_log (s, "bridge closed", (struct log_args){ 0 });
    assert_true (write_log (s, "not the bridge, the tunnel", (struct log_args){ .corrects = 1 }));
    assert_false (write_log (s, "corrects what is not there", (struct log_args){ .corrects = 3 }));
    expect (s, "[0] duty_log_entry 1 at office of 0 \"bridge closed\"\n"
               "[0] duty_log_entry 2 at office of 0 correcting 1 \"not the bridge, the tunnel\"\n"
               "[0] refused unknown_log_entry 3\n");
    assert_string_equal (entry_of (s, 1)->text, "bridge closed");
}

static void
who_is_off_duty_names_the_post_or_none (void **state)
{
    struct story *s = *state;
    check_out (s, "qian");
    pass_over (s);
    by (s, "leader");
    write_log (s, "from home", (struct log_args){ 0 });
    write_log (s, "for the office", (struct log_args){ .post = "office" });
    write_log (s, "for nobody", (struct log_args){ .post = "nowhere" });
    write_log (s, "of nothing", (struct log_args){ .incident = 9 });
    expect (s, "[0] duty_log_entry 1 at no post of 0 \"from home\"\n"
               "[0] duty_log_entry 2 at office of 0 \"for the office\"\n"
               "[0] refused unknown_post nowhere\n"
               "[0] refused unknown_incident 9\n");
}

static void
an_entry_travels_with_the_watch_of_its_post (void **state)
{
    struct story *s = *state;
    char topic[TOPIC_MAX + 1];
    write_log (s, "at the office", (struct log_args){ .post = "office" });
    by (s, "leader");
    check_out (s, "qian");
    write_log (s, "nowhere", (struct log_args){ 0 });
    assert_int_equal (desk_topic (s->desk, ENTITY_DUTY_LOG_ENTRY, 1, topic)->kind, ENTITY_POST);
    assert_string_equal (topic, "duty/office");
    assert_ptr_equal (desk_topic (s->desk, ENTITY_DUTY_LOG_ENTRY, 2, topic), entry_of (s, 2));
    assert_string_equal (topic, "duty_log_entry/2");
}

static void
of_a_drill_it_is_a_drill (void **state)
{
    struct story *s = *state;
    drill_for_all (s);
    report (s, "an exercise");
    pass_over (s);
    write_log (s, "smoke seen", (struct log_args){ .incident = DRILL_IDS + 1, .post = "office" });
    expect (s, "[0] duty_log_entry X1 at office of 0 \"smoke seen\" (drill)\n");
}

/* Nothing about an entry is ever open: it is the first to leave memory, and a sync from below it starts anew. */
static void
settled_from_its_birth_it_leaves_memory_when_it_is_stored (void **state)
{
    (void)state;
    struct desk_limits limits = { .open_incidents_max = 10, .settled_max = 2 };
    struct story *s = story_begin (&limits);
    by (s, "officer");
    for (int i = 0; i < 4; i++)
        assert_true (write_log (s, "an entry", (struct log_args){ 0 }));
    assert_int_equal (desk_count_open (s->desk, ENTITY_DUTY_LOG_ENTRY), 0);
    assert_int_equal (desk_count (s->desk, ENTITY_DUTY_LOG_ENTRY), 4); /* not stored yet: all stay */
    uint64_t second = entry_of (s, 2)->entity.version;
    story_store (s);
    assert_true (write_log (s, "the fifth", (struct log_args){ 0 }));
    assert_null (entry_of (s, 2));
    assert_non_null (entry_of (s, 5));
    assert_true (desk_sync_floor (s->desk) >= second);
    assert_true (write_log (s, "of the first", (struct log_args){ .corrects = 1 })); /* though it has left */
    story_end (s);
}

static void
a_restart_brings_back_what_is_above_the_floor (void **state)
{
    struct story *s = *state;
    for (int i = 0; i < 3; i++)
        write_log (s, "an entry", (struct log_args){ .post = "office" });
    uint64_t floor = entry_of (s, 1)->entity.version;
    story_store (s);
    story_restart (s, floor);
    assert_null (entry_of (s, 1));
    assert_non_null (entry_of (s, 2));
    assert_true (write_log (s, "after it", (struct log_args){ .post = "office" }));
    assert_non_null (entry_of (s, 4));
}

int
main (void)
{
#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)
    const struct CMUnitTest tests[] = {
        STORY (an_entry_says_who_wrote_when_and_of_which_minute),
        STORY (who_was_wrong_writes_another_one),
        STORY (who_is_off_duty_names_the_post_or_none),
        STORY (an_entry_travels_with_the_watch_of_its_post),
        STORY (of_a_drill_it_is_a_drill),
        cmocka_unit_test (settled_from_its_birth_it_leaves_memory_when_it_is_stored),
        STORY (a_restart_brings_back_what_is_above_the_floor),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
