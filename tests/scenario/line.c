/* SPDX-License-Identifier: Apache-2.0 */
/* line.c: reads a scenario file. */
#include "line.h"
#include "util/alloc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOCAL_OFFSET_MS (8 * 3600 * 1000LL) /* UTC+8, no daylight saving */
#define DAY_MS (24 * 3600 * 1000LL)

/* ---- times ---- */

static int64_t
day_of (int64_t ms)
{
    return (ms + LOCAL_OFFSET_MS) / DAY_MS * DAY_MS - LOCAL_OFFSET_MS;
}

static bool
date_read (const char *text, int64_t *ret_ms)
{
    struct tm date = { 0 };
    const char *end = strptime (text, "%Y-%m-%d", &date);
    if (!end || *end)
        return false;
    *ret_ms = (int64_t)timegm (&date) * 1000 - LOCAL_OFFSET_MS;
    return true;
}

static bool
clock_read (const char *text, int64_t *ret_ms)
{
    unsigned hours, minutes, seconds;
    int size = 0;
    if (sscanf (text, "%2u:%2u:%2u%n", &hours, &minutes, &seconds, &size) != 3 || text[size] != '\0')
        return false;
    *ret_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000LL;
    return hours < 24 && minutes < 60 && seconds < 60;
}

bool
time_read (const char *text, int64_t on, int64_t *ret_ms)
{
    char date[TIME_TEXT_MAX] = "";
    int64_t day = day_of (on), clock = 0;
    const char *separator = strchr (text, '_');
    if (separator) {
        snprintf (date, sizeof date, "%.*s", (int)(separator - text), text);
        if (!date_read (date, &day))
            return false;
    }
    bool good = clock_read (separator ? separator + 1 : text, &clock);
    *ret_ms = day + clock;
    return good;
}

const char *
time_write (int64_t ms, char ret_text[TIME_TEXT_MAX])
{
    time_t seconds = (time_t)((ms + LOCAL_OFFSET_MS) / 1000);
    struct tm local;
    gmtime_r (&seconds, &local);
    strftime (ret_text, TIME_TEXT_MAX, "%Y-%m-%d %H:%M:%S", &local);
    return ret_text;
}

bool
span_read (const char *text, int64_t *ret_ms)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = { { 's', 1000 }, { 'm', 60000 }, { 'h', 3600000 }, { 'd', DAY_MS } };
    char *end;
    int64_t count = strtoll (text, &end, 10);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (end != text && end[0] == units[i].unit && end[1] == '\0') {
            *ret_ms = count * units[i].ms;
            return true;
        }
    return false;
}

/* ---- words ---- */

struct cursor {
    const char *from; /* the rest of the line */
    char *to;         /* where words are kept */
};

/* Copies one word; in quotes a blank is a letter. Sets *ret_equals behind the first '=' outside of quotes. */
static bool
word_copy (struct cursor *cursor, char **ret_equals)
{
    bool quoted = false;
    *ret_equals = NULL;
    for (; *cursor->from && (quoted || !strchr (" \t", *cursor->from)); cursor->from++) {
        if (*cursor->from == '"') {
            quoted = !quoted;
            continue;
        }
        *cursor->to++ = *cursor->from;
        if (*cursor->from == '=' && !quoted && !*ret_equals)
            *ret_equals = cursor->to;
    }
    *cursor->to++ = '\0';
    return !quoted;
}

static int
split (struct line *line, const char *text, struct error *err)
{
    struct cursor cursor = { text, line->text };
    bool after_arrow = false;
    for (;;) {
        cursor.from += strspn (cursor.from, " \t");
        if (*cursor.from == '\0' || *cursor.from == '#')
            return 0;
        char *begin = cursor.to, *equals;
        if (!word_copy (&cursor, &equals))
            return error_set (err, "a quote is not closed");
        if (!strcmp (begin, "->")) {
            after_arrow = true;
            continue;
        }
        size_t *count = after_arrow ? &line->result_count : &line->words_count;
        struct word *word = &(after_arrow ? line->result : line->words)[*count];
        if (++*count == LINE_WORDS_MAX)
            return error_set (err, "more than %d words", LINE_WORDS_MAX - 1);
        word->text = equals ? equals : begin;
        word->key = equals ? begin : NULL;
        if (equals)
            equals[-1] = '\0';
    }
}

static void
drop_first (struct line *line, size_t count)
{
    line->words_count -= count;
    memmove (line->words, line->words + count, line->words_count * sizeof line->words[0]);
}

/* ---- lines ---- */

static bool
is_header (const struct line *line, const char *name, size_t arguments)
{
    return line->words_count == arguments + 1 && !strcmp (line->words[0].text, name);
}

static void
set_path (char **path, const char *folder, const char *name)
{
    free (*path);
    size_t size = strlen (folder) + strlen (name) + 2;
    *path = xcalloc (1, size);
    snprintf (*path, size, "%s/%s", folder, name);
}

/* 1: it was one. */
static int
read_header (struct scenario *s, const struct line *line, const char *source_dir, struct error *err)
{
    const struct word *words = line->words;
    if (is_header (line, "profile", 1)) {
        set_path (&s->profile, source_dir, words[1].text);
        free (s->reports);
        s->reports = NULL;
        return 1;
    }
    if (is_header (line, "county", 1)) {
        set_path (&s->county, source_dir, words[1].text);
        return 1;
    }
    if (!is_header (line, "begin", 2))
        return 0;
    int64_t day, clock;
    if (!date_read (words[1].text, &day) || !clock_read (words[2].text, &clock))
        return error_set (err, "not a time: begin YYYY-MM-DD HH:MM:SS");
    s->begins_at = day + clock;
    return 1;
}

static int
read_time (struct line *line, int64_t last, struct error *err)
{
    int64_t day = day_of (last), clock;
    size_t used = 1;
    line->at = last;
    if (!line->words_count || line->words[0].key || strcmp (line->words[0].text, "at"))
        return 0;
    if (line->words_count > used && date_read (line->words[used].text, &day))
        used++;
    if (line->words_count <= used || !clock_read (line->words[used].text, &clock))
        return error_set (err, "not a time: at [YYYY-MM-DD] HH:MM:SS");
    line->at = day + clock;
    if (line->at < last)
        return error_set (err, "time runs forward only (a new day needs its date)");
    drop_first (line, used + 1);
    return 0;
}

/* 1: something is said or expected. */
static int
read_line (struct scenario *s, struct line *line, const char *text, const char *source_dir, struct error *err)
{
    if (strlen (text) >= LINE_TEXT_MAX)
        return error_set (err, "longer than %d bytes", LINE_TEXT_MAX);
    if (split (line, text, err) < 0)
        return -1;
    if (line->words_count == 0)
        return 0;
    int header = read_header (s, line, source_dir, err);
    if (header)
        return header < 0 ? -1 : 0;
    if (!s->begins_at)
        return error_set (err, "a scenario starts with: begin YYYY-MM-DD HH:MM:SS");
    if (read_time (line, s->lines_count ? s->lines[s->lines_count - 1]->at : s->begins_at, err) < 0)
        return -1;
    line->expect = line->words_count && !line->words[0].key && !strcmp (line->words[0].text, "expect");
    if (line->expect)
        drop_first (line, 1);
    return line->words_count ? 1 : error_set (err, "nothing happens at this time");
}

static int
read_lines (struct scenario *s, FILE *file, const char *source_dir, struct error *err)
{
    char text[LINE_TEXT_MAX + 2];
    for (int number = 1; fgets (text, sizeof text, file); number++) {
        text[strcspn (text, "\n")] = '\0';
        struct line *line = xcalloc (1, sizeof *line);
        line->number = number;
        int result = read_line (s, line, text, source_dir, err);
        if (result > 0) {
            s->lines = xrealloc_array (s->lines, s->lines_count + 1, sizeof *s->lines);
            s->lines[s->lines_count++] = line;
            continue;
        }
        free (line);
        if (result < 0)
            return error_prefix (err, "%s:%d", s->path, number);
    }
    return 0;
}

int
scenario_read (const char *path, const char *source_dir, struct scenario *ret, struct error *err)
{
    *ret = (struct scenario){ .path = xstrdup (path) };
    set_path (&ret->profile, source_dir, "deploy/profiles/cn-shanxi.yaml");
    set_path (&ret->reports, source_dir, "tests/scenario/one-report.yaml");
    set_path (&ret->county, source_dir, "deploy/counties/141023-xiangfen.yaml");
    FILE *file = fopen (path, "re");
    if (!file)
        return error_set (err, "%s: %s", path, strerror (errno));
    int result = read_lines (ret, file, source_dir, err);
    fclose (file);
    if (result == 0 && ret->lines_count == 0)
        return error_set (err, "%s: nothing happens", path);
    return result;
}

void
scenario_free (struct scenario *s)
{
    free (s->path);
    free (s->profile);
    free (s->reports);
    free (s->county);
    for (size_t i = 0; i < s->lines_count; i++)
        free (s->lines[i]);
    free (s->lines);
    *s = (struct scenario){ 0 };
}
