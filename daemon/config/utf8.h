/* SPDX-License-Identifier: Apache-2.0 */
/* utf8.h: reads UTF-8 strictly, and knows which characters have no place in a one-line text. */
#ifndef MUSTER_CONFIG_UTF8_H
#define MUSTER_CONFIG_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the first character of size > 0 bytes. Returns its length in bytes; 0 = not UTF-8 (cut short, over-long, a
 * surrogate, beyond U+10FFFF). */
size_t utf8_decode (const char *text, size_t size, uint32_t *ret_code);

/* Characters that could break or forge a line on a console or in a log: C0 and C1 controls, line separators, the
 * marks that turn the writing direction, a byte order mark inside a text. */
bool utf8_is_control (uint32_t code);

/* Only valid UTF-8 without control characters? */
bool utf8_is_clean (const char *text);

enum { UTF8_EXCERPT_MAX = 48 };
/* The start of any text, safe to show in a message: control characters become '?', a long text ends in "...". */
const char *utf8_excerpt (const char *text, char ret[UTF8_EXCERPT_MAX + 4]);

#endif
