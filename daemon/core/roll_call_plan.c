/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call_plan.c: when a plan wants its next roll call: at fixed hours, or once a day inside a window. */
#include "core/calendar.h"
#include "core/step.h"

#include <assert.h>

enum { DAYS_AHEAD_MAX = 60 }; /* no row of holidays should be as long: one that is, is not believed */

/* Spreads what differs in one bit over all of them (the last step of splitmix64). */
static uint64_t
mix (uint64_t value)
{
    value = (value ^ value >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C (0x94d049bb133111eb);
    return value ^ value >> 31;
}

/* The same for the same day, whenever it is asked, so that a day has one and a late one is not made twice. A window
 * over midnight belongs to the day on which it opens. */
static int64_t
moment_in_window (const struct roll_call_plan *plan, int64_t day, int32_t offset_minutes)
{
    uint32_t minutes = (plan->to_minute + DAY_MINUTES - plan->from_minute) % DAY_MINUTES;
    if (minutes == 0) /* 00:00 to 24:00 */
        minutes = DAY_MINUTES;
    uint64_t seconds = mix (plan->seed + (uint64_t)day * UINT64_C (0x9e3779b97f4a7c15)) % (minutes * 60ULL);
    return local_moment (day, plan->from_minute, offset_minutes) + (int64_t)seconds * 1000;
}

/* The first of that day after that moment; INT64_MAX = none. */
static int64_t
first_of_day (const struct roll_call_plan *plan, int64_t day, int64_t after, int32_t offset_minutes)
{
    int64_t first = INT64_MAX;
    for (int i = 0; i < plan->at_count; i++) {
        int64_t moment = local_moment (day, plan->at_minutes[i], offset_minutes);
        first = moment > after && moment < first ? moment : first;
    }
    if (plan->from_minute != plan->to_minute) {
        int64_t moment = moment_in_window (plan, day, offset_minutes);
        first = moment > after && moment < first ? moment : first;
    }
    return first;
}

static int64_t
first_within (const struct roll_call_plan *plan, const struct day_spans *calendars, size_t count, int64_t after,
              int32_t offset_minutes)
{
    int64_t day = local_day (after, offset_minutes) - 1; /* whose window may still be open */
    int64_t next = INT64_MAX;
    for (int i = 0; i <= DAYS_AHEAD_MAX && next == INT64_MAX; i++)
        if (plan->days != ROLL_CALL_WORKING_DAYS || day_is_working (calendars, count, day + i))
            next = first_of_day (plan, day + i, after, offset_minutes);
    return next;
}

int64_t
roll_call_next (const struct roll_call_plan *plan, const struct day_spans *calendars, size_t calendars_count,
                int64_t after, int32_t offset_minutes)
{
    assert (plan->at_count > 0 || plan->from_minute != plan->to_minute);
    int64_t next = first_within (plan, calendars, calendars_count, after, offset_minutes);
    if (next == INT64_MAX)
        next = first_within (plan, NULL, 0, after, offset_minutes);
    assert (next != INT64_MAX);
    return next;
}
