/* SPDX-License-Identifier: Apache-2.0 */
/* times.h: times and durations as people write and read them. Times are ms since 1970 UTC. */
#ifndef MUSTER_CLI_TIMES_H
#define MUSTER_CLI_TIMES_H

#include <stdbool.h>
#include <stdint.h>

enum { TIME_TEXT_MAX = 40 };

/* Local time is TZ's; without TZ it is China Standard Time, whatever the machine is set to. */
void times_start (void);
int64_t time_now_ms (void);

/* "2020-08-29 09:40[:30]", "08-29 09:40" (this year, or last year if that is still to come), "09:40" (the latest
 * such time that is not ahead), or RFC 3339 with its offset. All but the last are local. now: what "not ahead" means.
 */
bool time_parse (const char *text, int64_t now_ms, int64_t *ret_ms);
/* The first moment of that local day: "2020-08-29", "08-29" (the latest such day), "today". */
bool day_parse (const char *text, int64_t now_ms, int64_t *ret_ms);
/* "500ms", "10s", "5m", "2h"; a bare number is seconds. */
/* A clock without a date is the next one that comes: "18:00" at 19:00 is tomorrow's. */
bool time_parse_later (const char *text, int64_t now_ms, int64_t *ret_ms);
bool duration_parse (const char *text, uint64_t *ret_ms);

/* "08-29 14:05:07"; with the year when it is not this one. */
char *time_text (int64_t ms);
/* "14:05:07" on the day of base, otherwise as time_text. */
char *time_text_near (int64_t ms, int64_t base_ms);
/* "2020-08-29T01:40:00.000Z" */
void time_rfc3339 (int64_t ms, char ret_text[TIME_TEXT_MAX]);
/* "3 min 20 s", in the user's language; at most two units. */
char *duration_text (int64_t ms);

#endif
