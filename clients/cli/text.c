/* SPDX-License-Identifier: Apache-2.0 */
/* text.c: owned strings, sentences with named gaps, widths on a terminal. */
#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void
out_of_memory (void)
{
    fputs ("muster: out of memory\n", stderr);
    exit (1);
}

void *
text_calloc (size_t count, size_t size)
{
    void *data = calloc (count > 0 ? count : 1, size > 0 ? size : 1);
    if (data == NULL)
        out_of_memory ();
    return data;
}

void *
text_grow (void *old, size_t count, size_t size)
{
    void *data = reallocarray (old, count, size);
    if (data == NULL)
        out_of_memory ();
    return data;
}

char *
text_copy (const char *text)
{
    return text == NULL ? NULL : text_format ("%s", text);
}

char *
text_format (const char *format, ...)
{
    char *text = NULL;
    va_list list;
    va_start (list, format);
    int size = vasprintf (&text, format, list);
    va_end (list);
    if (size < 0)
        out_of_memory ();
    return text;
}

void
text_open (struct text_stream *stream)
{
    *stream = (struct text_stream){ 0 };
    stream->file = open_memstream (&stream->data, &stream->size);
    if (stream->file == NULL)
        out_of_memory ();
}

char *
text_taken (struct text_stream *stream)
{
    if (fclose (stream->file) != 0)
        out_of_memory ();
    return stream->data;
}

/* The length of "{name}" at this place, 0 if none starts here. */
static size_t
gap_size (const char *at)
{
    if (*at != '{')
        return 0;
    size_t size = 1 + strspn (at + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");
    return size > 1 && at[size] == '}' ? size + 1 : 0;
}

/* Writes up to the end (or the closing bracket) and says whether a gap had nothing. */
static const char *
fill_part (FILE *out, const char *at, text_gap_fn *gap, void *arg, char end, bool *ret_missing)
{
    while (*at != '\0' && (end == '\0' || *at != end)) {
        size_t size = gap_size (at);
        if (size > 0) {
            char *text = gap (arg, at + 1, size - 2);
            *ret_missing |= text == NULL;
            fputs (text != NULL ? text : "?", out);
            free (text);
            at += size;
        } else if (*at == '[' && end != ']') {
            struct text_stream part;
            bool missing = false;
            text_open (&part);
            at = fill_part (part.file, at + 1, gap, arg, ']', &missing);
            char *text = text_taken (&part);
            fputs (missing ? "" : text, out);
            free (text);
        } else {
            fputc (*at++, out);
        }
    }
    return *at == '\0' || end == '\0' ? at : at + 1;
}

char *
text_fill (const char *sentence, text_gap_fn *gap, void *arg)
{
    struct text_stream stream;
    bool missing = false;
    text_open (&stream);
    fill_part (stream.file, sentence, gap, arg, '\0', &missing);
    return text_taken (&stream);
}

char *
text_fill_args (const char *sentence, char *const *args, size_t args_count)
{
    struct text_stream stream;
    text_open (&stream);
    for (const char *at = sentence; *at != '\0';) {
        size_t index = (size_t)(at[1] - '0');
        if (at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}') {
            fputs (index < args_count && args[index] != NULL ? args[index] : "", stream.file);
            at += 3;
        } else {
            fputc (*at++, stream.file);
        }
    }
    return text_taken (&stream);
}

/* One character and its columns; a byte that is no UTF-8 counts as '?'. */
static size_t
character_at (const char *text, wchar_t *ret_character, size_t *ret_columns)
{
    mbstate_t state = { 0 };
    size_t size = mbrtowc (ret_character, text, strlen (text), &state);
    if (size == 0 || size > strlen (text)) {
        *ret_character = L'?';
        *ret_columns = 1;
        return 1;
    }
    int columns = wcwidth (*ret_character);
    *ret_columns = columns < 0 ? 0 : (size_t)columns;
    return size;
}

size_t
text_width (const char *text)
{
    size_t width = 0;
    while (*text != '\0') {
        wchar_t character;
        size_t columns;
        text += character_at (text, &character, &columns);
        width += columns;
    }
    return width;
}

char *
text_clean (const char *text, bool lines)
{
    struct text_stream stream;
    text_open (&stream);
    while (*text != '\0') {
        wchar_t character;
        size_t columns;
        size_t size = character_at (text, &character, &columns);
        bool control = character < L' ' || (character >= 0x7f && character < 0xa0) ||
                       (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
        if (lines && character == L'\n')
            fputc ('\n', stream.file);
        else if (control)
            fputc (' ', stream.file);
        else if (character == L'?' && size == 1)
            fputc ('?', stream.file);
        else
            fwrite (text, 1, size, stream.file);
        text += size;
    }
    return text_taken (&stream);
}

char *
text_cut (const char *text, size_t columns_max)
{
    if (text_width (text) <= columns_max)
        return text_copy (text);
    struct text_stream stream;
    size_t width = 0;
    text_open (&stream);
    while (*text != '\0') {
        wchar_t character;
        size_t columns;
        size_t size = character_at (text, &character, &columns);
        if (width + columns + 1 > columns_max)
            break;
        fwrite (text, 1, size, stream.file);
        width += columns;
        text += size;
    }
    fputs ("…", stream.file);
    return text_taken (&stream);
}

char *
text_line (const char **rest, size_t columns_max)
{
    const char *at = *rest, *blank = NULL, *comma = NULL;
    size_t width = 0;
    while (*at != '\0') {
        wchar_t character;
        size_t columns;
        size_t size = character_at (at, &character, &columns);
        if (width + columns > columns_max && at != *rest)
            break;
        if (*at == ' ')
            blank = at;
        width += columns;
        at += size;
        if ((character == L',' || character == L'，') && width * 3 >= columns_max) /* not for a short beginning */
            comma = at;
    }
    if (*at != '\0' && comma != NULL)
        at = comma;
    else if (*at != '\0' && *at != ' ' && blank != NULL) /* not in the middle of a word */
        at = blank;
    char *line = text_format ("%.*s", (int)(at - *rest), *rest);
    *rest = at + strspn (at, " ");
    return line;
}

void
text_print_indented (FILE *out, const char *text, const char *indent)
{
    char *clean = text_clean (text, true);
    char *rest = clean;
    for (char *line; (line = strsep (&rest, "\n")) != NULL;)
        fprintf (out, "%s%s\n", indent, line);
    free (clean);
}
