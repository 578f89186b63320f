/* SPDX-License-Identifier: Apache-2.0 */
/* steady.c: an hour ahead is made good in eight. */
#include "runner/steady.h"

enum { SLOW_NUMERATOR = 7, SLOW_DENOMINATOR = 8 };

static void
tell (struct steady *steady, int64_t at, int64_t ticks)
{
    steady->told = steady->from_told = at;
    steady->from_ticks = ticks;
}

/* Seven eighths of a time, whatever its size. */
static int64_t
slowed (int64_t time)
{
    return time / SLOW_DENOMINATOR * SLOW_NUMERATOR + time % SLOW_DENOMINATOR * SLOW_NUMERATOR / SLOW_DENOMINATOR;
}

int64_t
steady_follow (struct steady *steady, int64_t truth, int64_t ticks)
{
    int64_t slow = steady->from_told + slowed (ticks - steady->from_ticks);
    if (slow < steady->told)
        slow = steady->told;
    if (truth >= slow)
        tell (steady, truth, ticks);
    else
        steady->told = slow;
    return steady->told;
}

void
steady_raise (struct steady *steady, int64_t at, int64_t ticks)
{
    if (at > steady->told)
        tell (steady, at, ticks);
}
