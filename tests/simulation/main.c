/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: plays seeds until one goes wrong, and says how to play that one again. */
#include "sim.h"
#include "util/alloc.h"

#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEPS_DEFAULT = 2500, SEED_DEFAULT = 1, SEEDS_DEFAULT = 1 };

/* An assertion or a sanitizer ends the process: say which seed it was. */
static struct world *playing;

const char *__asan_default_options (void);
const char *__ubsan_default_options (void);
int __lsan_do_recoverable_leak_check (void) __attribute__ ((weak));

const char *
__asan_default_options (void)
{
    return "abort_on_error=1";
}

const char *
__ubsan_default_options (void)
{
    return "abort_on_error=1:print_stacktrace=1";
}

static void
print_trail (const struct world *w)
{
    uint64_t first = w->trail_count > TRAIL_LINES ? w->trail_count - TRAIL_LINES : 0;
    for (uint64_t i = first; i < w->trail_count && !w->options->verbose; i++)
        fprintf (stderr, "%s\n", w->trail[i % TRAIL_LINES]);
}

static void
print_failure (const struct world *w, const char *what)
{
    char plant[64] = "";
    if (w->options->plant != PLANT_NONE)
        snprintf (plant, sizeof plant, " --plant %s", plant_names[w->options->plant]);
    print_trail (w);
    fprintf (stderr, "seed %" PRIu64 ": %s\nagain: sim --seed %" PRIu64 " --steps %" PRIu64 "%s\n", w->seed, what,
             w->seed, w->options->steps, plant);
}

static void
on_abort (int number)
{
    if (playing)
        print_failure (playing, "the process is ended by an assertion or a sanitizer");
    signal (number, SIG_DFL);
    raise (number);
}

static bool
leaks (void)
{
    return __lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check ();
}

/* ---- playing ---- */

struct total {
    struct oracle_counts counts;
    struct tallies tallies;
};

static void
add_up (struct total *total, const struct world *w)
{
    struct oracle_counts counts;
    uint64_t *to = (uint64_t *)&total->tallies;
    const uint64_t *from = (const uint64_t *)&w->tallies;
    for (size_t i = 0; i < sizeof w->tallies / sizeof *from; i++)
        to[i] += from[i];
    oracle_count (w->oracle, &counts);
    to = (uint64_t *)&total->counts;
    from = (const uint64_t *)&counts;
    for (size_t i = 0; i < sizeof counts / sizeof *from; i++)
        to[i] += from[i];
}

static void
print_total (const struct options *options, const struct total *t)
{
    printf ("%" PRIu64 " seeds from %" PRIu64 ", %" PRIu64 " steps each: %" PRIu64 " entries, %" PRIu64
            " commands applied, %" PRIu64 " accepted and %" PRIu64 " refused told, %" PRIu64 " replies, %" PRIu64
            " pushes\n",
            options->seeds, options->seed, options->steps, t->counts.entries, t->counts.commands_applied,
            t->counts.words_ok, t->counts.words_refused, t->counts.replies, t->counts.pushes);
    printf ("crashes %" PRIu64 ", take-overs %" PRIu64 ", pauses %" PRIu64 ", drains %" PRIu64
            ", failed batches %" PRIu64 ", clock faults %" PRIu64 ", garbage %" PRIu64 ", reused ids %" PRIu64
            ", console resets %" PRIu64 "\n",
            t->tallies.crashes, t->tallies.take_overs, t->tallies.pauses, t->tallies.drains, t->tallies.batch_faults,
            t->tallies.clock_faults, t->tallies.garbage, t->tallies.reused_ids, t->tallies.resets);
}

static bool
play_one (const struct options *options, uint64_t seed, struct total *total, char *ret_failure, size_t size)
{
    struct world *w = xcalloc (1, sizeof *w);
    playing = w;
    bool good = world_play (w, options, seed) == 0;
    snprintf (ret_failure, size, "%s", w->failure);
    add_up (total, w);
    if (!good && options->plant == PLANT_NONE)
        print_failure (w, w->failure);
    world_free (w);
    if (good && leaks ()) {
        print_failure (w, "memory leaks");
        good = false;
    }
    playing = NULL;
    free (w);
    return good;
}

static int
play (const struct options *options)
{
    struct total total = { 0 };
    char failure[FAILURE_MAX];
    for (uint64_t i = 0; i < options->seeds; i++)
        if (!play_one (options, options->seed + i, &total, failure, sizeof failure))
            return 1;
    print_total (options, &total);
    return 0;
}

/* One of the phrases, which have '|' between them. */
static bool
complains (const char *failure, const char *phrases)
{
    char phrase[FAILURE_MAX];
    while (*phrases) {
        size_t size = strcspn (phrases, "|");
        snprintf (phrase, sizeof phrase, "%.*s", (int)size, phrases);
        if (strstr (failure, phrase))
            return true;
        phrases += size + (phrases[size] == '|');
    }
    return false;
}

/* With a planted fault one of the seeds must go wrong, for the right reason. */
static int
play_planted (const struct options *options)
{
    struct total total = { 0 };
    char failure[FAILURE_MAX];
    for (uint64_t i = 0; i < options->seeds; i++) {
        if (play_one (options, options->seed + i, &total, failure, sizeof failure))
            continue;
        bool right = complains (failure, plant_complaints[options->plant]);
        printf ("planted %s, found %s with seed %" PRIu64 ": %s\n", plant_names[options->plant],
                right ? "it" : "something else", options->seed + i, failure);
        return right ? 0 : 1;
    }
    printf ("planted %s, and the oracle did not see it\n", plant_names[options->plant]);
    return 1;
}

/* ---- the command line ---- */

static int
usage (void)
{
    fprintf (stderr, "usage: sim [--seed S] [--seeds N] [--steps K] [--verbose] [--plant FAULT]\n"
                     "Plays N seeds from S, K steps each. With --plant a fault is planted, which must be found:");
    for (int i = PLANT_NONE + 1; i < PLANTS; i++)
        fprintf (stderr, " %s", plant_names[i]);
    fprintf (stderr, "\n");
    return 2;
}

static bool
plant_by_name (const char *name, enum plant *ret_plant)
{
    for (int i = PLANT_NONE; i < PLANTS; i++)
        if (!strcmp (name, plant_names[i])) {
            *ret_plant = (enum plant)i;
            return true;
        }
    return false;
}

static bool
read_options (int argc, char **argv, struct options *options)
{
    static const struct option longs[] = {
        { "seed", required_argument, NULL, 's' },  { "seeds", required_argument, NULL, 'n' },
        { "steps", required_argument, NULL, 'k' }, { "verbose", no_argument, NULL, 'v' },
        { "plant", required_argument, NULL, 'p' }, { NULL, 0, NULL, 0 }
    };
    for (int c; (c = getopt_long (argc, argv, "", longs, NULL)) >= 0;) {
        if (c == 's')
            options->seed = strtoull (optarg, NULL, 10);
        else if (c == 'n')
            options->seeds = strtoull (optarg, NULL, 10);
        else if (c == 'k')
            options->steps = strtoull (optarg, NULL, 10);
        else if (c == 'v')
            options->verbose = true;
        else if (c != 'p' || !plant_by_name (optarg, &options->plant))
            return false;
    }
    return optind == argc && options->seeds > 0;
}

int
main (int argc, char **argv)
{
    struct options options = { .seed = SEED_DEFAULT, .seeds = SEEDS_DEFAULT, .steps = STEPS_DEFAULT };
    struct error err = { "" };
    if (!read_options (argc, argv, &options))
        return usage ();
    if (draft_load_files (&err) < 0) {
        fprintf (stderr, "sim: %s\n", err.text);
        return 2;
    }
    signal (SIGABRT, on_abort);
    int result = options.plant == PLANT_NONE ? play (&options) : play_planted (&options);
    draft_free_files ();
    return result;
}
