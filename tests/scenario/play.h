/* SPDX-License-Identifier: Apache-2.0 */
/* play.h: a scenario's lines, said to a backend and held against it. */
#ifndef MUSTER_TESTS_SCENARIO_PLAY_H
#define MUSTER_TESTS_SCENARIO_PLAY_H

#include "backend.h"
#include "line.h"

struct play {
    const struct scenario *scenario;
    struct backend *backend;
    int64_t now;
    uint64_t head;       /* journal entries known so far */
    uint64_t mark;       /* head before time moved last */
    uint64_t spoken;     /* commands so far: makes their ids */
    size_t expectations; /* that held */
};

/* Imports profile and county, enrols the principals, and plays every line. Returns 0, or -1 with `path:line: what was
 * expected and what is`. */
int play (struct play *, struct error *);

/* A principal of every scenario; the same as tests/support/live-daemon enrols. */
struct enrolment {
    const char *code, *role, *person, *team;
};
extern const struct enrolment enrolments[];
extern const size_t enrolments_count;

/* expect.c: holds one line that begins with `expect`. */
int expect (struct play *, const struct line *, struct error *);

#endif
