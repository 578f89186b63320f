/* SPDX-License-Identifier: Apache-2.0 */
/* clock.c: the only place that reads a clock. */
#include "runner/clock.h"

#include <time.h>

static int64_t
read_ms (clockid_t id)
{
    struct timespec now;
    clock_gettime (id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_now (struct clock_state *clock)
{
    int64_t now = read_ms (CLOCK_REALTIME);
    if (now > clock->last)
        clock->last = now;
    else if (clock->last - now > clock->back_ms_max)
        clock->back_ms_max = clock->last - now;
    return clock->last;
}

int64_t
clock_monotonic_ms (void)
{
    return read_ms (CLOCK_MONOTONIC);
}
