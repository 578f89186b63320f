/* SPDX-License-Identifier: Apache-2.0 */
/* story.c: time, the trace, and the shadow desk. */
#include "story.h"

#include "same.h"
#include "util/alloc.h"
#include "util/error.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICKS_MAX = 100000 }; /* of one passage of time: more means that the desk spins */

/* ---- beginning and ending ---- */

static struct story *
begin (const struct desk_limits *limits, bool keeps)
{
    struct story *story = xcalloc (1, sizeof *story);
    story->keeps = keeps;
    story->limits = limits ? *limits : desk_limits_default;
    story->desk = desk_create (&story->limits);
    story->shadow = desk_create (NULL);
    county_import (story);
    county_enrol (story);
    by (story, "officer");
    pass_over (story);
    return story;
}

struct story *
story_begin (const struct desk_limits *limits)
{
    return begin (limits, false);
}

struct story *
story_begin_keeping (void)
{
    return begin (NULL, true);
}

void
story_end (struct story *story)
{
    story_compare (story, desk_sync_floor (story->desk));
    story_compare (story, 0);
    desk_destroy (story->desk);
    desk_destroy (story->shadow);
    outcome_free (&story->outcome);
    buffer_free (&story->trace);
    free (story);
}

int
story_setup_unwatched (void **state)
{
    *state = story_begin (NULL);
    return 0;
}

int
story_setup (void **state)
{
    struct story *story = story_begin (NULL);
    assert_true (check_in (story, "zhao", false));
    assert_true (check_in (story, "qian", true));
    pass_over (story);
    *state = story;
    return 0;
}

int
story_teardown (void **state)
{
    story_end (*state);
    return 0;
}

/* ---- the shadow ---- */

static size_t
count_changed (const struct desk *desk, uint64_t since)
{
    size_t count = 0;
    struct desk_cursor cursor = desk_changed_since (desk, since);
    while (desk_cursor_next (&cursor))
        count++;
    return count;
}

void
story_compare (const struct story *story, uint64_t since)
{
    assert_int_equal (desk_head (story->desk), desk_head (story->shadow));
    struct desk_cursor cursor = desk_changed_since (story->desk, since);
    for (const struct entity *entity; (entity = desk_cursor_next (&cursor));) {
        const struct entity *shadow = desk_find (story->shadow, entity->kind, entity->id);
        const char *difference = shadow ? entity_difference (entity, shadow) : "existence";
        if (difference)
            fail_msg ("%s %" PRIu64 " and its replay differ in %s", entity_kind_name (entity->kind), entity->id,
                      difference);
    }
    if (since >= desk_sync_floor (story->desk))
        assert_int_equal (count_changed (story->desk, since), count_changed (story->shadow, since));
    assert_memory_equal (desk_last_ids (story->desk), desk_last_ids (story->shadow), ID_SERIES * sizeof (uint64_t));
    FOR_EACH_ENTITY_KIND (kind) {
        if (kind != ENTITY_REPORT) /* which stay open for ever, but leave memory with their incident */
            assert_int_equal (desk_count_open (story->desk, kind), desk_count_open (story->shadow, kind));
    }
}

static void
follow (struct story *story, const struct event *event)
{
    struct error err = { "" };
    if (desk_apply (story->shadow, event, &err) < 0)
        fail_msg ("the journal can't be replayed: %s", err.text);
    story->seen[event->kind]++;
    char time[TIME_TEXT_MAX], line[TIME_TEXT_MAX + 4];
    snprintf (line, sizeof line, "[%s] ", describe_time (event->at, story->local, time));
    buffer_append (&story->trace, line, strlen (line));
    describe_event (story->shadow, event, story->local, &story->trace);
    buffer_append (&story->trace, "\n", 1);
}

static void
note_refusal (struct story *story)
{
    const struct verdict *verdict = &story->outcome.verdict;
    char line[512], time[TIME_TEXT_MAX];
    int length =
        snprintf (line, sizeof line, "[%s] refused %s",
                  describe_time (STORY_BEGAN_MS + story->now, story->local, time), refusal_name (verdict->refusal));
    for (int i = 0; i < REFUSAL_ARGS; i++)
        if (verdict->args[i][0] > ' ')
            length += snprintf (line + length, sizeof line - (size_t)length, " %s", verdict->args[i]);
    buffer_append (&story->trace, line, (size_t)length);
    buffer_append (&story->trace, "\n", 1);
}

/* ---- the store ---- */

/* As the store's fetch: the entity; of an incident also its reports, orders and obligations, in memory or not. */
static void
fetch (struct story *story, enum entity_kind kind, uint64_t id)
{
    desk_load (story->desk, entity_clone (desk_find (story->shadow, kind, id)));
    if (kind != ENTITY_INCIDENT)
        return;
    static const enum entity_kind family[] = { ENTITY_REPORT, ENTITY_DISPATCH_ORDER, ENTITY_SUBMISSION,
                                               ENTITY_OBLIGATION };
    for (size_t i = 0; i < sizeof family / sizeof family[0]; i++) {
        struct desk_cursor cursor = desk_changed_since (story->shadow, 0);
        for (const struct entity *entity; (entity = desk_cursor_next (&cursor));)
            if (entity->kind == family[i] && entity_incident (entity) == id)
                desk_load (story->desk, entity_clone (entity));
    }
}

static void
fetch_needed (struct story *story, const struct command *command)
{
    enum entity_kind kind;
    uint64_t id;
    while (desk_needs (story->desk, command, &kind, &id))
        fetch (story, kind, id);
}

void
story_store (struct story *story)
{
    const struct entity **dirty;
    desk_take_dirty (story->desk, &dirty);
}

static bool
still_wanted (const struct story *story, uint64_t incident, uint64_t floor)
{
    struct desk_cursor cursor = desk_changed_since (story->shadow, 0);
    for (const struct entity *entity; (entity = desk_cursor_next (&cursor));) {
        bool paper = entity->kind == ENTITY_SUBMISSION;
        bool late = entity->kind == ENTITY_OBLIGATION && ((const struct obligation *)entity)->after_close;
        if (entity_incident (entity) == incident &&
            ((paper && entity->version > floor) || ((paper || late) && !entity_settled (entity))))
            return true;
    }
    return false;
}

static bool
loaded_at_start (const struct story *story, const struct entity *entity, uint64_t floor)
{
    bool paper = entity->kind == ENTITY_SUBMISSION && entity_incident (entity);
    if (entity->kind == ENTITY_REPORT || entity->kind == ENTITY_DISPATCH_ORDER || paper)
        entity = desk_find (story->shadow, ENTITY_INCIDENT, entity_incident (entity));
    return !entity_settled (entity) || entity->version > floor ||
           (entity->kind == ENTITY_INCIDENT && still_wanted (story, entity->id, floor));
}

void
story_restart (struct story *story, uint64_t floor)
{
    desk_destroy (story->desk);
    story->desk = desk_create (&story->limits);
    FOR_EACH_ENTITY_KIND (kind) {
        struct desk_cursor cursor = desk_changed_since (story->shadow, 0);
        for (const struct entity *entity; (entity = desk_cursor_next (&cursor));)
            if (entity->kind == kind && loaded_at_start (story, entity, floor))
                desk_load (story->desk, entity_clone (entity));
    }
    desk_loaded (story->desk, desk_head (story->shadow), desk_last_ids (story->shadow), floor);
}

/* ---- speaking ---- */

bool
say (struct story *story, struct command *command)
{
    struct error err = { "" };
    command->at = STORY_BEGAN_MS + story->now;
    command->principal = command->action == ACTION_TICK ? 0 : story->speaker;
    story->spoken++;
    memcpy (command->id, &story->spoken, sizeof story->spoken);
    if (!story->keeps)
        outcome_reset (&story->outcome);
    size_t first = story->outcome.events_count;
    fetch_needed (story, command);
    desk_step (story->desk, command, &story->outcome);
    for (size_t i = first; i < story->outcome.events_count; i++)
        follow (story, &story->outcome.events[i]);
    if (story->outcome.verdict.refusal != REFUSAL_NONE)
        note_refusal (story);
    if (desk_check (story->desk, &err) < 0)
        fail_msg ("after %s: %s", action_name (command->action), err.text);
    return story->outcome.verdict.refusal == REFUSAL_NONE;
}

/* ---- time ---- */

void
tick (struct story *story)
{
    struct command command = { .action = ACTION_TICK };
    assert_true (say (story, &command));
}

void
at (struct story *story, int64_t ms)
{
    assert_true (ms >= story->now);
    for (int ticks = 0; desk_next_deadline (story->desk) <= STORY_BEGAN_MS + ms; ticks++) {
        int64_t due = desk_next_deadline (story->desk) - STORY_BEGAN_MS;
        if (due > story->now) /* what fell due while the daemon was down fires now */
            story->now = due;
        tick (story);
        assert_true (ticks < TICKS_MAX);
    }
    story->now = ms;
}

int64_t
local (int day, int hour, int minute)
{
    return (int64_t)day * DAYS + (hour - 9) * HOURS + (minute - 40) * MINUTES;
}

void
down_until (struct story *story, int64_t ms)
{
    assert_true (ms >= story->now);
    story->now = ms;
}

/* ---- the trace ---- */

void
pass_over (struct story *story)
{
    buffer_clear (&story->trace);
}

static const char *
trace_text (struct story *story)
{
    buffer_append (&story->trace, "", 1);
    return (const char *)story->trace.data;
}

static bool
has_one_of (const char *line, const char *words)
{
    char copy[256], *rest = copy;
    snprintf (copy, sizeof copy, "%s", words);
    for (char *word; (word = strsep (&rest, "|"));)
        if (strstr (line, word))
            return true;
    return false;
}

static void
hold_against (const char *got, const char *text, const char *file, int line)
{
    if (strcmp (got, text))
        print_error ("---- expected ----\n%s---- got ----\n%s----\n", text, got);
    _assert_true (!strcmp (got, text), "the trace is as expected", file, line);
}

void
expect_at (struct story *story, const char *text, const char *file, int line)
{
    hold_against (trace_text (story), text, file, line);
    pass_over (story);
}

void
expect_lines_at (struct story *story, const char *words, const char *text, const char *file, int line)
{
    struct buffer kept = { 0 };
    char *copy = xstrdup (trace_text (story)), *rest = copy;
    for (char *one; (one = strsep (&rest, "\n")) && *one;)
        if (has_one_of (one, words)) {
            buffer_append (&kept, one, strlen (one));
            buffer_append (&kept, "\n", 1);
        }
    buffer_append (&kept, "", 1);
    hold_against ((const char *)kept.data, text, file, line);
    free (copy);
    buffer_free (&kept);
    pass_over (story);
}

const struct incident *
incident_of_story (const struct story *story, uint64_t id)
{
    return (const struct incident *)desk_find (story->desk, ENTITY_INCIDENT, id);
}

const struct dispatch_order *
order_of_story (const struct story *story, uint64_t id)
{
    return (const struct dispatch_order *)desk_find (story->desk, ENTITY_DISPATCH_ORDER, id);
}

const struct obligation *
obligation_of_story (const struct story *story, uint64_t id)
{
    return (const struct obligation *)desk_find (story->desk, ENTITY_OBLIGATION, id);
}

const struct submission *
submission_of_story (const struct story *story, uint64_t id)
{
    return (const struct submission *)desk_find (story->desk, ENTITY_SUBMISSION, id);
}
