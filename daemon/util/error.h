/* SPDX-License-Identifier: Apache-2.0 */
/* error.h: the text of an operating error, filled by the callee that failed. */
#ifndef MUSTER_UTIL_ERROR_H
#define MUSTER_UTIL_ERROR_H

#define ERROR_TEXT_MAX 512

/* A function that can fail for an outside reason returns -1 and fills one of these. The text is one
 * sentence for a person: what failed, where, what was expected, what to do. */
struct error {
    char text[ERROR_TEXT_MAX];
};

/* Sets the text (cut at ERROR_TEXT_MAX - 1 bytes). err may be NULL. Always returns -1, so that a caller can
 * write `return error_set (err, ...)`. */
int error_set (struct error *err, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/* Puts "prefix: " before the text that stands there. Always returns -1. */
int error_prefix (struct error *err, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

#endif
