/* SPDX-License-Identifier: Apache-2.0 */
/* log.c: one structured line for one event, written in one piece. */
#include "util/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    LOG_FIELDS_MAX = 2048,                   /* bytes of the formatted fields; longer ones are cut */
    LOG_LINE_MAX = LOG_FIELDS_MAX * 4 + 512, /* every byte may become \xNN */
    LOG_TIME_MAX = 40,
};

const char *const log_level_names[LOG_LEVELS] = {
    [LOG_ERROR] = "error",
    [LOG_WARNING] = "warning",
    [LOG_INFO] = "info",
    [LOG_DEBUG] = "debug",
};

static enum log_level level_max = LOG_INFO;

void
log_set_level (enum log_level level)
{
    level_max = level;
}

/* UTC with milliseconds, as RFC 3339 has it. */
static void
format_time (char ret_text[LOG_TIME_MAX])
{
    struct timespec now;
    struct tm parts;
    clock_gettime (CLOCK_REALTIME, &now);
    gmtime_r (&now.tv_sec, &parts);
    size_t size = strftime (ret_text, LOG_TIME_MAX, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf (ret_text + size, LOG_TIME_MAX - size, ".%03dZ", (int)(now.tv_nsec / 1000000));
}

/* Control bytes would let a value forge a line; UTF-8 passes as it is. Returns the new end. */
static size_t
append_escaped (char line[LOG_LINE_MAX], size_t size, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    for (const unsigned char *at = (const unsigned char *)text; *at && size + 4 < LOG_LINE_MAX - 1; at++) {
        if (*at >= 0x20 && *at != 0x7f) {
            line[size++] = (char)*at;
            continue;
        }
        line[size++] = '\\';
        line[size++] = 'x';
        line[size++] = digits[*at >> 4];
        line[size++] = digits[*at & 15];
    }
    return size;
}

void
log_write (enum log_level level, const char *message, const char *format, ...)
{
    if (level > level_max)
        return;
    char time_text[LOG_TIME_MAX], fields[LOG_FIELDS_MAX], line[LOG_LINE_MAX];
    format_time (time_text);
    va_list args;
    va_start (args, format);
    vsnprintf (fields, sizeof fields, format, args);
    va_end (args);
    int head = snprintf (line, 256, "time=%s level=%s msg=\"%.180s\"", time_text, log_level_names[level], message);
    size_t size = (size_t)head;
    if (*fields) {
        line[size++] = ' ';
        size = append_escaped (line, size, fields);
    }
    line[size++] = '\n';
    /* One write: lines of several writers on one pipe do not mix. A lost log line stops nobody. */
    ssize_t written = write (STDERR_FILENO, line, size);
    (void)written;
}
