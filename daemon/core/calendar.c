/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c: days from dates and back, local hours, working days. */
#include "core/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Leap years come by eras of 400 years, and years begin in March, so that the leap day is the last of its year. */
enum { ERA_YEARS = 400, ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

static uint32_t
month_days (int32_t year, uint32_t month)
{
    static const uint32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool
civil_valid (struct civil_date date)
{
    return date.year >= 1970 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= month_days (date.year, date.month);
}

int64_t
days_from_civil (struct civil_date date)
{
    assert (civil_valid (date));
    int32_t year = date.year - (date.month <= 2);
    int32_t era = year / ERA_YEARS, year_of_era = year % ERA_YEARS;
    int32_t march_month = ((int32_t)date.month + 9) % 12;
    int32_t day_of_year = (153 * march_month + 2) / 5 + (int32_t)date.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * ERA_DAYS + day_of_era - DAYS_TO_1970;
}

struct civil_date
civil_from_days (int64_t day)
{
    int64_t shifted = day + DAYS_TO_1970;
    assert (shifted >= 0);
    int64_t era = shifted / ERA_DAYS, day_of_era = shifted % ERA_DAYS;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    uint32_t month = (uint32_t)(march_month < 10 ? march_month + 3 : march_month - 9);
    return (struct civil_date){ .year = (int32_t)(year_of_era + era * ERA_YEARS + (month <= 2)),
                                .month = month,
                                .day = (uint32_t)(day_of_year - (153 * march_month + 2) / 5 + 1) };
}

static bool
digits (const char *text, size_t count, uint32_t *ret)
{
    *ret = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *ret = *ret * 10 + (uint32_t)(text[i] - '0');
    }
    return true;
}

bool
civil_parse (const char *text, struct civil_date *ret)
{
    uint32_t year;
    if (strlen (text) != 10 || text[4] != '-' || text[7] != '-' || !digits (text, 4, &year) ||
        !digits (text + 5, 2, &ret->month) || !digits (text + 8, 2, &ret->day))
        return false;
    ret->year = (int32_t)year;
    return civil_valid (*ret);
}

static int64_t
floor_div (int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

enum weekday
weekday_of (int64_t day)
{
    int64_t since_monday = day + THURSDAY; /* 1970-01-01 was one */
    return (enum weekday) (since_monday - floor_div (since_monday, 7) * 7);
}

int64_t
local_day (int64_t at, int32_t offset_minutes)
{
    return floor_div (at + offset_minutes * MINUTE_MS, DAY_MS);
}

uint32_t
local_minute (int64_t at, int32_t offset_minutes)
{
    int64_t local = at + offset_minutes * MINUTE_MS;
    return (uint32_t)((local - floor_div (local, DAY_MS) * DAY_MS) / MINUTE_MS);
}

int64_t
local_moment (int64_t day, uint32_t minute, int32_t offset_minutes)
{
    return day * DAY_MS + ((int64_t)minute - offset_minutes) * MINUTE_MS;
}

int64_t
next_local_minute (int64_t at, uint32_t minute, int32_t offset_minutes)
{
    assert (minute <= DAY_MINUTES);
    int64_t day = local_day (at, offset_minutes);
    int64_t moment = local_moment (day, minute % DAY_MINUTES, offset_minutes);
    return moment > at ? moment : moment + DAY_MS;
}

int64_t
end_of_local_day (int64_t at, int32_t offset_minutes)
{
    return next_local_minute (at, DAY_MINUTES, offset_minutes);
}

const char *const day_kind_names[DAY_KINDS] = {
    [DAY_WORKING] = "working", [DAY_WEEKEND] = "weekend", [DAY_HOLIDAY] = "holiday"
};

enum day_kind
day_kind_of (const struct day_spans *calendars, size_t calendars_count, int64_t day)
{
    for (size_t c = 0; c < calendars_count; c++)
        for (size_t i = 0; i < calendars[c].count; i++)
            if (calendars[c].items[i].first <= day && day <= calendars[c].items[i].last)
                return calendars[c].items[i].working ? DAY_WORKING : DAY_HOLIDAY;
    return weekday_of (day) < SATURDAY ? DAY_WORKING : DAY_WEEKEND;
}

bool
day_is_working (const struct day_spans *calendars, size_t calendars_count, int64_t day)
{
    return day_kind_of (calendars, calendars_count, day) == DAY_WORKING;
}

int64_t
working_days_after (const struct day_spans *calendars, size_t calendars_count, int64_t day, uint32_t count)
{
    while (count > 0)
        count -= day_is_working (calendars, calendars_count, ++day);
    return day;
}
