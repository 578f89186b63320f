/* SPDX-License-Identifier: Apache-2.0 */
/* bench_core.c: how fast the core alone arms, fires and discharges obligations; prints a table. */
#include "story.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { OBLIGATIONS = 100000, BATCH_COMMANDS = 256, GOAL_PER_SECOND = 200000, WATCHES = 300 };

struct bench {
    struct desk *desk;
    struct outcome outcome;
    int64_t at;
    int in_batch;
    uint64_t counts[EVENT_KINDS];
    uint64_t events;
};

static double
seconds_now (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* As the runner does when a batch is stored. */
static void
end_batch (struct bench *bench)
{
    const struct entity **dirty;
    desk_take_dirty (bench->desk, &dirty);
    for (size_t i = 0; i < bench->outcome.events_count; i++)
        bench->counts[bench->outcome.events[i].kind]++;
    bench->events += bench->outcome.events_count;
    outcome_reset (&bench->outcome);
    bench->in_batch = 0;
}

static void
step (struct bench *bench, struct command *command)
{
    command->at = bench->at;
    command->principal = command->action == ACTION_TICK ? 0 : 1;
    desk_step (bench->desk, command, &bench->outcome);
    if (bench->outcome.verdict.refusal != REFUSAL_NONE) {
        fprintf (stderr, "%s refused: %s\n", action_name (command->action),
                 refusal_name (bench->outcome.verdict.refusal));
        exit (1);
    }
    if (++bench->in_batch == BATCH_COMMANDS)
        end_batch (bench);
}

/* ---- the phases ---- */

static void
arm (struct bench *bench)
{
    for (int i = 0; i < OBLIGATIONS; i++) {
        struct command command = { .action = ACTION_REPORT,
                                   .report = { .what = "a hall collapsed",
                                               .place = "Chenzhuang village",
                                               .report = { .text = "more", .figures = figures_unknown } } };
        bench->at++;
        step (bench, &command);
    }
}

static void
fire (struct bench *bench)
{
    struct command command = { .action = ACTION_TICK };
    bench->at += DAYS;
    while (desk_next_deadline (bench->desk) <= bench->at)
        step (bench, &command);
}

static void
discharge (struct bench *bench)
{
    for (uint64_t i = 1; i <= OBLIGATIONS; i++) {
        struct command command = { .action = ACTION_CONTINUE,
                                   .continuation = { .incident = i,
                                                     .report = { .text = "more", .figures = figures_unknown } } };
        step (bench, &command);
    }
}

static void
withdraw (struct bench *bench)
{
    for (uint64_t i = 1; i <= OBLIGATIONS; i++) {
        struct command command = { .action = ACTION_CLOSE, .close = { i, "over" } };
        step (bench, &command);
    }
}

struct phase {
    const char *name, *command;
    void (*run) (struct bench *);
    enum event_kind counted;
};

static const struct phase phases[] = {
    { "arm", "report", arm, EVENT_OBLIGATION_ARMED },
    { "fire", "tick", fire, EVENT_OBLIGATION_FIRED },
    { "discharge", "continue", discharge, EVENT_OBLIGATION_DISCHARGED },
    { "withdraw", "close", withdraw, EVENT_OBLIGATION_WITHDRAWN },
};

static void
measure (struct bench *bench, const struct phase *phase)
{
    uint64_t counted = bench->counts[phase->counted], events = bench->events;
    double began = seconds_now ();
    phase->run (bench);
    end_batch (bench);
    double took = seconds_now () - began;
    counted = bench->counts[phase->counted] - counted;
    events = bench->events - events;
    double rate = (double)counted / took;
    printf ("| %-9s | %-8s | %11llu | %9.0f | %8.0f | %s |\n", phase->name, phase->command,
            (unsigned long long)counted, rate, (double)events / took, rate >= GOAL_PER_SECOND ? "yes " : "no  ");
}

/* A large watch, most of it long gone: who is on duty must not cost more for it. */
static void
check_in_and_out (struct story *story)
{
    for (int i = 0; i < WATCHES; i++) {
        check_in (story, "li", false);
        check_out (story, "li");
    }
    check_in (story, "zhao", false);
    check_in (story, "qian", true);
}

int
main (void)
{
    struct story *story = story_begin (NULL);
    check_in_and_out (story);
    struct bench bench = { .desk = story->desk, .at = STORY_BEGAN_MS };
    printf ("| phase     | by       | obligations | per s     | events/s | over %d |\n", GOAL_PER_SECOND);
    printf ("|-----------|----------|-------------|-----------|----------|-------------|\n");
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++)
        measure (&bench, &phases[i]);
    outcome_free (&bench.outcome);
    desk_destroy (story->desk);
    desk_destroy (story->shadow);
    return 0;
}
