/* SPDX-License-Identifier: Apache-2.0 */
/* utf8.c: a strict decoder of UTF-8 after RFC 3629, table 3-7 of the Unicode standard. */
#include "config/utf8.h"

#include <string.h>

/* By first byte: how long, which bits it gives, and the smallest code that may be written so long. */
struct lead {
    uint8_t mask, bits, length;
    uint32_t code_min;
};

static const struct lead leads[] = {
    { 0x80, 0x00, 1, 0 },
    { 0xe0, 0xc0, 2, 0x80 },
    { 0xf0, 0xe0, 3, 0x800 },
    { 0xf8, 0xf0, 4, 0x10000 },
};

static const struct lead *
lead_of (uint8_t byte)
{
    for (size_t i = 0; i < sizeof (leads) / sizeof (leads[0]); i++)
        if ((byte & leads[i].mask) == leads[i].bits)
            return &leads[i];
    return NULL;
}

size_t
utf8_decode (const char *text, size_t size, uint32_t *ret_code)
{
    const uint8_t *bytes = (const uint8_t *)text;
    const struct lead *lead = lead_of (bytes[0]);
    if (!lead || lead->length > size)
        return 0;
    uint32_t code = bytes[0] & (uint32_t)(uint8_t)~lead->mask;
    for (size_t i = 1; i < lead->length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (bytes[i] & 0x3fu);
    }
    if (code < lead->code_min || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    *ret_code = code;
    return lead->length;
}

static const struct {
    uint32_t first, last;
} controls[] = {
    { 0x00, 0x1f }, { 0x7f, 0x9f }, { 0x2028, 0x202e }, { 0x2066, 0x2069 }, { 0xfeff, 0xfeff }, { 0xfffe, 0xffff },
};

bool
utf8_is_control (uint32_t code)
{
    for (size_t i = 0; i < sizeof (controls) / sizeof (controls[0]); i++)
        if (code >= controls[i].first && code <= controls[i].last)
            return true;
    return false;
}

bool
utf8_is_clean (const char *text)
{
    size_t left = strlen (text);
    while (left > 0) {
        uint32_t code;
        size_t length = utf8_decode (text, left, &code);
        if (length == 0 || utf8_is_control (code))
            return false;
        text += length;
        left -= length;
    }
    return true;
}

const char *
utf8_excerpt (const char *text, char ret[UTF8_EXCERPT_MAX + 4])
{
    size_t used = 0, left = strlen (text);
    while (left > 0) {
        uint32_t code = 0;
        size_t length = utf8_decode (text, left, &code);
        bool shown = length > 0 && !utf8_is_control (code);
        size_t taken = length > 0 ? length : 1;
        if (used + (shown ? length : 1) > UTF8_EXCERPT_MAX)
            break;
        memcpy (ret + used, shown ? text : "?", shown ? length : 1);
        used += shown ? length : 1;
        text += taken;
        left -= taken;
    }
    strcpy (ret + used, left > 0 ? "..." : "");
    return ret;
}
