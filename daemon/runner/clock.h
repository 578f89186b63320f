/* SPDX-License-Identifier: Apache-2.0 */
/* clock.h: the daemon's clock: wall time in ms that never runs backwards; for tests, the time that a file says. */
#ifndef MUSTER_RUNNER_CLOCK_H
#define MUSTER_RUNNER_CLOCK_H

#include "runner/steady.h"

struct error;

struct clock_state {
    struct steady steady;
    int64_t back_ms_max; /* how far the wall clock was ever seen behind what was told */
    const int64_t *test; /* a test's time, mapped from its file; NULL = the wall clock */
};

enum { CLOCK_TEST_POLL_MS = 5 }; /* nobody tells us when a test moves its time */

/* From now on time is what the file says. Returns 0, or -1 if it can't be mapped or holds no time. */
int clock_use_file (struct clock_state *, const char *path, struct error *);

/* Wall time now, ms since 1970; when the wall clock was set back, a time that goes on slower until it has caught up.
 */
int64_t clock_now (struct clock_state *);
int64_t clock_monotonic_ms (void);

#endif
