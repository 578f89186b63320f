/* SPDX-License-Identifier: Apache-2.0 */
/* text.h: owned strings, sentences with named gaps, widths on a terminal. */
#ifndef MUSTER_CLI_TEXT_H
#define MUSTER_CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Memory that can't fail: out of it, the program ends with exit code 1. */
void *text_calloc (size_t count, size_t size);
void *text_grow (void *old, size_t count, size_t size);
char *text_copy (const char *); /* NULL stays NULL */
char *text_format (const char *format, ...) __attribute__ ((format (printf, 1, 2)));
/* A stream into memory; text_taken closes it and gives the text, owned by the caller. */
struct text_stream {
    FILE *file;
    char *data;
    size_t size;
};
void text_open (struct text_stream *);
char *text_taken (struct text_stream *);

/* What stands for a gap: owned by the caller, NULL = nothing known. */
typedef char *text_gap_fn (void *arg, const char *name, size_t name_size);

/* Fills "{name}" gaps. "[...]" is left out when a gap inside it has nothing; a gap outside with nothing becomes "?".
 */
char *text_fill (const char *sentence, text_gap_fn *, void *arg);
/* Fills {0}..{9}; square brackets are only themselves. */
char *text_fill_args (const char *sentence, char *const *args, size_t args_count);

/* Columns that a text takes on a terminal (Chinese takes two each). */
size_t text_width (const char *);
/* A copy that can't move a terminal's cursor: control characters become blanks, newlines too unless lines. */
char *text_clean (const char *, bool lines);
/* A copy cut to that many columns, ending in an ellipsis if something was cut. */
char *text_cut (const char *, size_t columns_max);
/* A copy of the beginning that fits into so many columns, broken after a comma or between words if it can be; *rest
 * goes on after it.
 */
char *text_line (const char **rest, size_t columns_max);
/* Each line of the text with that indent before it. */
void text_print_indented (FILE *, const char *text, const char *indent);

#endif
