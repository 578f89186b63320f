/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h: pure arithmetic of dates and local time: fixed hours of the day, month and year ends, working days.
 * A day is a count of days since 1970-01-01; a moment is ms since 1970 UTC; an offset is minutes east of UTC, fixed
 * (no daylight saving). */
#ifndef MUSTER_CORE_CALENDAR_H
#define MUSTER_CORE_CALENDAR_H

#include "core/limits.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MINUTE_MS 60000LL
#define DAY_MS 86400000LL

enum {
    DAY_MINUTES = 1440, /* 24:00, the end of a day, is minute 1440 of it */
    UTC_OFFSET_MAX = 14 * 60,
    CALENDAR_SPANS_MAX = 64, /* holidays and make-up days of one calendar */
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct civil_date {
    int32_t year;
    uint32_t month; /* 1..12 */
    uint32_t day;   /* 1..31 */
};

/* Is there such a day in the Gregorian calendar (years 1970..9999)? */
bool civil_valid (struct civil_date);
int64_t days_from_civil (struct civil_date); /* asserts that it is valid */
struct civil_date civil_from_days (int64_t day);
/* "2026-10-01"; false = not a valid date in exactly this form. */
bool civil_parse (const char *text, struct civil_date *ret);
enum weekday weekday_of (int64_t day);

int64_t local_day (int64_t at, int32_t offset_minutes);
uint32_t local_minute (int64_t at, int32_t offset_minutes); /* 0..1439 */
/* The moment of that minute (0..1440) of that local day. */
int64_t local_moment (int64_t day, uint32_t minute, int32_t offset_minutes);
/* The first moment after at (never at itself) that is that minute (0..1440) of a local day. */
int64_t next_local_minute (int64_t at, uint32_t minute, int32_t offset_minutes);
int64_t end_of_local_day (int64_t at, int32_t offset_minutes); /* 24:00; after at even if at is midnight */

/* Days, first to last, that are other than their weekday says. */
struct day_span {
    int32_t first, last; /* days, both included */
    bool working;        /* true: a make-up working day; false: a public holiday */
};

/* The spans of one calendar; spans don't overlap. */
struct day_spans {
    const struct day_span *items;
    size_t count;
};

enum day_kind { DAY_WORKING, DAY_WEEKEND, DAY_HOLIDAY, DAY_KINDS };
extern const char *const day_kind_names[DAY_KINDS];

/* By the calendars, the first that names the day (a make-up day is a working day, whatever its weekday); otherwise by
 * the weekday. */
enum day_kind day_kind_of (const struct day_spans *calendars, size_t calendars_count, int64_t day);
/* A day of kind DAY_WORKING. */
bool day_is_working (const struct day_spans *calendars, size_t calendars_count, int64_t day);
/* The last of count working days after that day; the day itself doesn't count. count 0: the day itself. */
int64_t working_days_after (const struct day_spans *calendars, size_t calendars_count, int64_t day, uint32_t count);

#endif
