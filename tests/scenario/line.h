/* SPDX-License-Identifier: Apache-2.0 */
/* line.h: a scenario file as lines: when, who, what. Knows the form only; play.c knows what the words mean. */
#ifndef MUSTER_TESTS_SCENARIO_LINE_H
#define MUSTER_TESTS_SCENARIO_LINE_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINE_WORDS_MAX = 32, LINE_TEXT_MAX = 1024 };

/* One word, or a pair `key=value`; the value may have been in quotes. */
struct word {
    const char *key; /* NULL = a plain word */
    const char *text;
};

struct line {
    int number;
    int64_t at;  /* ms since 1970 */
    bool expect; /* what follows must be so; otherwise words[0] says or does something */
    struct word words[LINE_WORDS_MAX];
    size_t words_count;
    struct word result[LINE_WORDS_MAX]; /* after `->` */
    size_t result_count;
    char text[LINE_TEXT_MAX * 2]; /* what the words point into */
};

struct scenario {
    char *path, *profile, *county; /* files */
    char *reports;                 /* what stands in place of the profile's reports; NULL = the profile's own */
    int64_t begins_at;
    struct line **lines;
    size_t lines_count;
};

/* Returns 0, or -1 with `path:line: ...`. source_dir is where profile and county are looked for. */
int scenario_read (const char *path, const char *source_dir, struct scenario *ret, struct error *);
void scenario_free (struct scenario *);

/* "09:40:00" on the day of `on`, or "2020-08-29_09:40:00": ms since 1970; false if it is no time. Local time is
 * UTC+8.
 */
bool time_read (const char *text, int64_t on, int64_t *ret_ms);
/* "2020-08-29 09:40:00" */
enum { TIME_TEXT_MAX = 32 };
const char *time_write (int64_t ms, char ret_text[TIME_TEXT_MAX]);
/* "90s", "5m", "24h", "3d" */
bool span_read (const char *text, int64_t *ret_ms);

#endif
