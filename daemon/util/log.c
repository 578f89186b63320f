/* SPDX-License-Identifier: Apache-2.0 */
/* log.c: one structured line for one event, written in one piece, or not at all where it would have to wait. */
#include "util/log.h"

#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    LOG_FIELDS_MAX = 2048,   /* bytes of the formatted fields; longer ones are cut */
    LOG_LINE_MAX = PIPE_BUF, /* what a pipe that is ready to be written takes whole, without waiting */
    LOG_TIME_MAX = 40,
};

const char *const log_level_names[LOG_LEVELS] = {
    [LOG_ERROR] = "error",
    [LOG_WARNING] = "warning",
    [LOG_INFO] = "info",
    [LOG_DEBUG] = "debug",
};

static enum log_level level_max = LOG_INFO;
static unsigned long lost_count; /* lines that found the pipe full since the last one that didn't */

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

/* One write: lines of several writers on one pipe do not mix. Whoever reads our log may have stopped reading: a full
 * pipe stops nobody, and is told of when it flows again. */
static void
write_line (const char *line, size_t size)
{
    struct pollfd out = { .fd = STDERR_FILENO, .events = POLLOUT };
    char note[LOG_TIME_MAX + 128], time_text[LOG_TIME_MAX];
    if (poll (&out, 1, 0) == 0) {
        lost_count++;
        return;
    }
    if (lost_count > 0) {
        format_time (time_text);
        int noted =
            snprintf (note, sizeof note, "time=%s level=warning msg=\"log lines lost: nobody read them\" count=%lu\n",
                      time_text, lost_count);
        lost_count = 0;
        if (write (STDERR_FILENO, note, (size_t)noted) < 0 || poll (&out, 1, 0) == 0)
            lost_count = 1; /* the line at hand */
    }
    if (lost_count == 0 && write (STDERR_FILENO, line, size) < 0)
        lost_count = 1;
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
    write_line (line, size);
}
