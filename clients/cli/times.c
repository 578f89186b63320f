/* SPDX-License-Identifier: Apache-2.0 */
/* times.c: times and durations as people write and read them. */
#include "times.h"

#include "i18n.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MS = 1000, MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400, CLOCK_SLACK_MS = 300000 };

void
times_start (void)
{
    const char *zone = getenv ("TZ");
    if (zone == NULL || zone[0] == '\0')
        setenv ("TZ", "CST-8", 1); /* written out, so that it needs no zone files */
    tzset ();
}

int64_t
time_now_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS + now.tv_nsec / 1000000;
}

static struct tm
local_time (int64_t ms)
{
    struct tm parts = { 0 };
    time_t seconds = (time_t)(ms / MS - (ms % MS < 0));
    localtime_r (&seconds, &parts);
    return parts;
}

/* mktime would turn 02-30 into 03-01; such a time is refused. */
static bool
local_to_ms (struct tm parts, int64_t *ret_ms)
{
    struct tm copy = parts;
    copy.tm_isdst = -1;
    time_t seconds = mktime (&copy);
    if (copy.tm_mday != parts.tm_mday || copy.tm_mon != parts.tm_mon || copy.tm_hour != parts.tm_hour ||
        copy.tm_min != parts.tm_min || copy.tm_sec != parts.tm_sec)
        return false;
    *ret_ms = (int64_t)seconds * MS;
    return true;
}

/* Exactly that many digits. */
static bool
take_digits (const char **at, int digits, int *ret)
{
    *ret = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (!isdigit ((unsigned char)**at))
            return false;
        *ret = *ret * 10 + (**at - '0');
    }
    return true;
}

static bool
take (const char **at, char wanted)
{
    if (**at != wanted)
        return false;
    (*at)++;
    return true;
}

/* "09:40" or "09:40:30" */
static bool
take_clock (const char **at, struct tm *ret)
{
    if (!take_digits (at, 2, &ret->tm_hour) || !take (at, ':') || !take_digits (at, 2, &ret->tm_min))
        return false;
    ret->tm_sec = 0;
    if (take (at, ':') && !take_digits (at, 2, &ret->tm_sec))
        return false;
    return ret->tm_hour < 24 && ret->tm_min < 60 && ret->tm_sec < 60;
}

/* "2020-08-29" or, with no year, "08-29" */
static bool
take_date (const char **at, bool year, struct tm *ret)
{
    int month;
    if (year && (!take_digits (at, 4, &ret->tm_year) || !take (at, '-')))
        return false;
    if (year)
        ret->tm_year -= 1900;
    if (!take_digits (at, 2, &month) || !take (at, '-') || !take_digits (at, 2, &ret->tm_mday))
        return false;
    ret->tm_mon = month - 1;
    return month >= 1 && month <= 12 && ret->tm_mday >= 1 && ret->tm_mday <= 31;
}

/* The fraction and the offset that end an RFC 3339 time. */
static bool
take_offset (const char **at, int *ret_ms, int *ret_offset_s)
{
    *ret_ms = 0;
    *ret_offset_s = 0;
    if (take (at, '.')) {
        int scale = 100;
        if (!isdigit ((unsigned char)**at))
            return false;
        for (; isdigit ((unsigned char)**at); (*at)++, scale /= 10)
            *ret_ms += (**at - '0') * scale;
    }
    if (take (at, 'Z') || take (at, 'z'))
        return true;
    int hours, minutes, sign = **at == '-' ? -1 : 1;
    if (!take (at, '+') && !take (at, '-'))
        return false;
    if (!take_digits (at, 2, &hours) || !take (at, ':') || !take_digits (at, 2, &minutes) || hours > 23 ||
        minutes > 59)
        return false;
    *ret_offset_s = sign * (hours * HOUR_S + minutes * MINUTE_S);
    return true;
}

static bool
parse_rfc3339 (const char *at, struct tm parts, int64_t *ret_ms)
{
    int ms, offset_s;
    if (!take_clock (&at, &parts) || !take_offset (&at, &ms, &offset_s) || *at != '\0')
        return false;
    int day = parts.tm_mday;
    int64_t seconds = timegm (&parts);
    if (parts.tm_mday != day)
        return false;
    *ret_ms = (seconds - offset_s) * MS + ms;
    return true;
}

/* No year, or no date at all: the latest such time that is not ahead of now. */
static bool
parse_latest (struct tm parts, bool has_date, int64_t now_ms, int64_t *ret_ms)
{
    struct tm today = local_time (now_ms);
    for (int back = 0; back < 2; back++) {
        struct tm tried = parts;
        tried.tm_year = today.tm_year - (has_date ? back : 0);
        if (!has_date) {
            struct tm day = local_time (now_ms - (int64_t)back * DAY_S * MS);
            tried.tm_year = day.tm_year;
            tried.tm_mon = day.tm_mon;
            tried.tm_mday = day.tm_mday;
        }
        if (local_to_ms (tried, ret_ms) && *ret_ms <= now_ms + CLOCK_SLACK_MS)
            return true;
    }
    return false;
}

bool
time_parse (const char *text, int64_t now_ms, int64_t *ret_ms)
{
    struct tm parts = { 0 };
    const char *at = text;
    bool has_year = strlen (text) > 4 && text[4] == '-';
    bool has_date = has_year || (strlen (text) > 2 && text[2] == '-');
    if (has_date && !take_date (&at, has_year, &parts))
        return false;
    if (has_year && (*at == 'T' || *at == 't'))
        return parse_rfc3339 (at + 1, parts, ret_ms);
    if (has_date && !take (&at, ' '))
        return false;
    if (!take_clock (&at, &parts) || *at != '\0')
        return false;
    return has_year ? local_to_ms (parts, ret_ms) : parse_latest (parts, has_date, now_ms, ret_ms);
}

bool
time_parse_later (const char *text, int64_t now_ms, int64_t *ret_ms)
{
    if (!time_parse (text, now_ms, ret_ms))
        return false;
    if (strchr (text, '-') == NULL && *ret_ms <= now_ms) /* a clock alone was read as the latest one */
        *ret_ms += (int64_t)DAY_S * MS;
    return true;
}

bool
day_parse (const char *text, int64_t now_ms, int64_t *ret_ms)
{
    if (strcmp (text, "today") == 0 || strcmp (text, _ ("today")) == 0) {
        struct tm parts = local_time (now_ms);
        parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
        return local_to_ms (parts, ret_ms);
    }
    char *midnight = text_format ("%s 00:00", text);
    bool good = strpbrk (text, " T") == NULL && strchr (text, '-') != NULL && time_parse (midnight, now_ms, ret_ms);
    free (midnight);
    return good;
}

bool
duration_parse (const char *text, uint64_t *ret_ms)
{
    static const struct {
        const char *unit;
        uint64_t ms;
    } units[] = { { "", MS }, { "ms", 1 }, { "s", MS }, { "m", 60000 }, { "min", 60000 }, { "h", 3600000 } };
    char *end;
    if (!isdigit ((unsigned char)text[0]) || strspn (text, "0123456789") > 9)
        return false;
    unsigned long long number = strtoull (text, &end, 10);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp (end, units[i].unit) == 0) {
            *ret_ms = number * units[i].ms;
            return true;
        }
    }
    return false;
}

char *
time_text (int64_t ms)
{
    struct tm parts = local_time (ms), today = local_time (time_now_ms ());
    char text[TIME_TEXT_MAX];
    strftime (text, sizeof text, parts.tm_year == today.tm_year ? "%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M:%S", &parts);
    return text_copy (text);
}

char *
time_text_near (int64_t ms, int64_t base_ms)
{
    struct tm parts = local_time (ms), base = local_time (base_ms);
    if (parts.tm_year != base.tm_year || parts.tm_yday != base.tm_yday)
        return time_text (ms);
    char text[TIME_TEXT_MAX];
    strftime (text, sizeof text, "%H:%M:%S", &parts);
    return text_copy (text);
}

void
time_rfc3339 (int64_t ms, char ret_text[TIME_TEXT_MAX])
{
    int64_t rest = ms % MS < 0 ? ms % MS + MS : ms % MS;
    time_t seconds = (time_t)((ms - rest) / MS);
    struct tm parts = { 0 };
    gmtime_r (&seconds, &parts);
    size_t size = strftime (ret_text, TIME_TEXT_MAX, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf (ret_text + size, TIME_TEXT_MAX - size, ".%03dZ", (int)rest);
}

char *
duration_text (int64_t ms)
{
    long long seconds = (ms < 0 ? -ms : ms) / MS;
    long long days = seconds / DAY_S, hours = seconds / HOUR_S % 24, minutes = seconds / MINUTE_S % 60;
    if (days > 0)
        return text_format (_ ("%lld d %lld h"), days, hours);
    if (hours > 0)
        return text_format (_ ("%lld h %lld min"), hours, minutes);
    if (minutes > 0)
        return text_format (_ ("%lld min %lld s"), minutes, seconds % MINUTE_S);
    return text_format (_ ("%lld s"), seconds);
}
