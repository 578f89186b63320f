/* SPDX-License-Identifier: Apache-2.0 */
/* clock.h: the daemon's clock: wall time in ms that never runs backwards. */
#ifndef MUSTER_RUNNER_CLOCK_H
#define MUSTER_RUNNER_CLOCK_H

#include <stdint.h>

struct clock_state {
    int64_t last;        /* the last time told */
    int64_t back_ms_max; /* how far the wall clock was ever seen behind what was told */
};

/* Wall time now, ms since 1970; when the wall clock was set back, the last time told, until it has caught up. */
int64_t clock_now (struct clock_state *);
int64_t clock_monotonic_ms (void);

#endif
