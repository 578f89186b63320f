/* SPDX-License-Identifier: Apache-2.0 */
/* log.h: structured lines on stderr: `time=... level=info msg="..." key=value`. Only main.c and runner log. */
#ifndef MUSTER_UTIL_LOG_H
#define MUSTER_UTIL_LOG_H

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG, LOG_LEVELS };

extern const char *const log_level_names[LOG_LEVELS];

void log_set_level (enum log_level);
/* message is a fixed text; format gives the fields, as in log_info ("batch stored", "seq=%" PRIu64, seq). A value
 * that may hold blanks or quotes goes through %s inside \"...\"; control bytes are escaped on the way out. */
void log_write (enum log_level, const char *message, const char *format, ...) __attribute__ ((format (printf, 3, 4)));

#define log_error(message, ...) log_write (LOG_ERROR, message, __VA_ARGS__)
#define log_warning(message, ...) log_write (LOG_WARNING, message, __VA_ARGS__)
#define log_info(message, ...) log_write (LOG_INFO, message, __VA_ARGS__)
#define log_debug(message, ...) log_write (LOG_DEBUG, message, __VA_ARGS__)

#endif
