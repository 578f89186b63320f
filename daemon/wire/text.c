/* SPDX-License-Identifier: Apache-2.0 */
/* text.c: UTF-8, as it comes in (checked) and as it goes out (repaired). */
#include "wire/text.h"

#include <stdint.h>
#include <string.h>

enum { UTF8_BYTES_MAX = 4 };

/* The legal second bytes of each lead byte (Unicode, table 3-7); the bytes after the second are always 80..BF. */
static const struct utf8_row {
    uint8_t lead_low, lead_high, size, second_low, second_high;
} utf8_rows[] = {
    { 0xc2, 0xdf, 2, 0x80, 0xbf }, { 0xe0, 0xe0, 3, 0xa0, 0xbf }, { 0xe1, 0xec, 3, 0x80, 0xbf },
    { 0xed, 0xed, 3, 0x80, 0x9f }, { 0xee, 0xef, 3, 0x80, 0xbf }, { 0xf0, 0xf0, 4, 0x90, 0xbf },
    { 0xf1, 0xf3, 4, 0x80, 0xbf }, { 0xf4, 0xf4, 4, 0x80, 0x8f },
};

static bool
is_continuation (uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The size of the well-formed character of several bytes that starts here; 0 = there is none. */
static size_t
multibyte_size (const uint8_t *at, size_t left)
{
    for (size_t i = 0; i < sizeof utf8_rows / sizeof utf8_rows[0]; i++) {
        const struct utf8_row *row = &utf8_rows[i];
        if (at[0] < row->lead_low || at[0] > row->lead_high)
            continue;
        if (left < row->size || at[1] < row->second_low || at[1] > row->second_high)
            return 0;
        for (size_t j = 2; j < row->size; j++)
            if (!is_continuation (at[j]))
                return 0;
        return row->size;
    }
    return 0;
}

static bool
ascii_is_allowed (uint8_t byte, enum text_kind kind)
{
    if (byte >= 0x20 && byte != 0x7f)
        return true;
    if (kind == TEXT_STORED)
        return byte != 0;
    return kind == TEXT_LINES && (byte == '\n' || byte == '\t');
}

/* Besides ASCII's: U+0080 to U+009F, and the marks that turn the direction of text around (U+202A to U+202E, U+2066
 * to U+2069), with which a line can be made to read as another. */
static bool
is_control (const uint8_t *at, size_t bytes)
{
    if (bytes == 2)
        return at[0] == 0xc2 && at[1] < 0xa0;
    return bytes == 3 && at[0] == 0xe2 &&
           ((at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) || (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9));
}

bool
text_is_valid (const char *text, size_t size, enum text_kind kind)
{
    const uint8_t *at = (const uint8_t *)text, *end = at + size;
    while (at < end) {
        if (*at < 0x80) {
            if (!ascii_is_allowed (*at, kind))
                return false;
            at++;
            continue;
        }
        size_t bytes = multibyte_size (at, (size_t)(end - at));
        if (bytes == 0 || (kind != TEXT_STORED && is_control (at, bytes)))
            return false;
        at += bytes;
    }
    return true;
}

bool
text_is_blank (const char *text, size_t size)
{
    static const char ideographic_space[] = "\u3000";
    const size_t wide = sizeof ideographic_space - 1;
    for (size_t i = 0; i < size;) {
        if (text[i] == ' ' || text[i] == '\t' || text[i] == '\n')
            i++;
        else if (size - i >= wide && !memcmp (text + i, ideographic_space, wide))
            i += wide;
        else
            return false;
    }
    return true;
}

void
text_repair (char *ret_text, size_t size, const char *text)
{
    const uint8_t *at = (const uint8_t *)text;
    size_t left = strlen (text), done = 0;
    while (left > 0) {
        size_t bytes = *at < 0x80 ? 1 : multibyte_size (at, left);
        size_t put = bytes ? bytes : 1;
        if (done + put >= size)
            break;
        if (bytes)
            memcpy (ret_text + done, at, bytes);
        else
            ret_text[done] = '?';
        done += put;
        at += put;
        left -= put;
    }
    ret_text[done] = '\0';
}

size_t
text_trim_cut (const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t start = size;
    while (start > 0 && size - start < UTF8_BYTES_MAX - 1 && is_continuation (bytes[start - 1]))
        start--;
    if (start == 0 || bytes[start - 1] < 0xc0)
        return size; /* ends in ASCII, or was not valid before the cut either */
    start--;
    return multibyte_size (bytes + start, size - start) == size - start ? size : start;
}
