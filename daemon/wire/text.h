/* SPDX-License-Identifier: Apache-2.0 */
/* text.h: UTF-8, as it comes in (checked) and as it goes out (repaired). */
#ifndef MUSTER_WIRE_TEXT_H
#define MUSTER_WIRE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

enum text_kind {
    TEXT_LINE,   /* no control characters */
    TEXT_LINES,  /* newline and tab allowed */
    TEXT_STORED, /* anything but NUL: it was checked when it came in */
};

/* Well-formed UTF-8 (no overlong form, no surrogate, nothing over U+10FFFF) of that kind. DEL and U+0080..U+009F are
 * control characters too: terminals obey them. */
bool text_is_valid (const char *text, size_t size, enum text_kind);
/* Nothing but blanks, tabs, newlines and ideographic spaces. */
bool text_is_blank (const char *text, size_t size);
/* A copy that fits into size and is well-formed UTF-8: other bytes become '?', the last character is never cut. */
void text_repair (char *ret_text, size_t size, const char *text);
/* Takes the part of a cut character away from the end of what was valid before the cut. Returns the new size. */
size_t text_trim_cut (const char *text, size_t size);

#endif
