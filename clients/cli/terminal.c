/* SPDX-License-Identifier: Apache-2.0 */
/* terminal.c: colours and tables for people; plain when nobody looks. */
#include "terminal.h"

#include "i18n.h"
#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { GAP = 2, COLUMN_MIN = 8 };

static bool color_wanted;

static const char *const style_codes[STYLES] = {
    [STYLE_PLAIN] = "",  [STYLE_BOLD] = "1",  [STYLE_FAINT] = "2",    [STYLE_ALARM] = "1;31",
    [STYLE_WARN] = "33", [STYLE_GOOD] = "32", [STYLE_DRILL] = "1;35",
};

void
terminal_start (bool no_color)
{
    const char *variable = getenv ("NO_COLOR");
    const char *term = getenv ("TERM");
    color_wanted =
        !no_color && (variable == NULL || variable[0] == '\0') && (term == NULL || strcmp (term, "dumb") != 0);
}

bool
terminal_has_color (FILE *out)
{
    return color_wanted && isatty (fileno (out)) == 1;
}

void
terminal_print (FILE *out, enum style style, const char *text)
{
    if (style != STYLE_PLAIN && terminal_has_color (out))
        fprintf (out, "\033[%sm%s\033[0m", style_codes[style], text);
    else
        fputs (text, out);
}

size_t
terminal_columns (void)
{
    struct winsize size = { 0 };
    if (isatty (STDOUT_FILENO) != 1 || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

struct cell {
    char *text;
    enum style style;
};

struct table {
    size_t columns, flex, spare;
    struct cell *cells;
    size_t count, capacity;
};

struct table *
table_create (const char *const *headings, size_t columns, size_t flex)
{
    assert (columns > 0 && columns <= TABLE_COLUMNS_MAX && flex < columns);
    struct table *table = text_calloc (1, sizeof *table);
    table->columns = columns;
    table->flex = flex;
    for (size_t i = 0; i < columns; i++)
        table_add (table, STYLE_BOLD, text_copy (_ (headings[i])));
    return table;
}

void
table_add (struct table *table, enum style style, char *text)
{
    if (table->count == table->capacity) {
        table->capacity = table->capacity > 0 ? table->capacity * 2 : 64;
        table->cells = text_grow (table->cells, table->capacity, sizeof *table->cells);
    }
    char *clean = text_clean (text != NULL ? text : "", false);
    free (text);
    table->cells[table->count++] = (struct cell){ clean, style };
}

void
table_spare (struct table *table, size_t column)
{
    assert (column > 0 && column < table->columns && column != table->flex);
    table->spare = column;
}

static size_t
total_width (const struct table *table, const size_t widths[])
{
    size_t total = 0;
    for (size_t i = 0; i < table->columns; i++)
        total += widths[i] > 0 ? widths[i] + (i > 0 ? GAP : 0) : 0;
    return total;
}

/* The widest column; not the flexible one, which has its own minimum. */
static size_t
widest_other (const struct table *table, const size_t widths[])
{
    size_t widest = table->flex == 0;
    for (size_t i = 0; i < table->columns; i++)
        if (i != table->flex && (widest >= table->columns || widths[i] > widths[widest]))
            widest = i;
    return widest;
}

/* Down to these minima and no further: first the flexible column, then one by one the widest of the others. */
static void
shrink (const struct table *table, size_t widths[], size_t room, size_t flex_min, size_t other_min)
{
    while (total_width (table, widths) > room && widths[table->flex] > flex_min)
        widths[table->flex]--;
    size_t widest;
    while (total_width (table, widths) > room && table->columns > 1 &&
           widths[widest = widest_other (table, widths)] > other_min)
        widths[widest]--;
}

void
table_fit (const struct table *table, size_t room, size_t widths[TABLE_COLUMNS_MAX])
{
    memset (widths, 0, TABLE_COLUMNS_MAX * sizeof widths[0]);
    for (size_t i = 0; i < table->count; i++) {
        size_t width = text_width (table->cells[i].text);
        if (width > widths[i % table->columns])
            widths[i % table->columns] = width;
    }
    if (room == 0)
        return;
    shrink (table, widths, room, TABLE_FLEX_MIN, TABLE_OTHER_MIN);
    if (table->spare > 0 && total_width (table, widths) > room)
        widths[table->spare] = 0;
    shrink (table, widths, room, COLUMN_MIN, COLUMN_MIN);
}

/* The line of the row: what of each cell stands on it. rests: where each cell goes on. Returns whether any does. */
static bool
print_line (const struct table *table, FILE *out, const struct cell *row, const char *rests[], const size_t widths[],
            bool last_line)
{
    bool more = false;
    size_t pad = 0;
    for (size_t i = 0; i < table->columns; i++) {
        if (widths[i] == 0)
            continue;
        char *text = last_line ? text_cut (rests[i], widths[i]) : text_line (&rests[i], widths[i]);
        if (text[0] != '\0') {
            fprintf (out, "%*s", (int)pad, "");
            pad = 0;
            terminal_print (out, row[i].style, text);
        }
        pad += widths[i] + GAP - text_width (text);
        more |= !last_line && rests[i][0] != '\0';
        free (text);
    }
    fputc ('\n', out);
    return more;
}

void
table_print (struct table *table, FILE *out)
{
    size_t widths[TABLE_COLUMNS_MAX];
    table_fit (table, terminal_columns (), widths);
    for (size_t at = 0; at + table->columns <= table->count; at += table->columns) {
        const char *rests[TABLE_COLUMNS_MAX];
        for (size_t i = 0; i < table->columns; i++)
            rests[i] = table->cells[at + i].text;
        int line = 1;
        while (print_line (table, out, &table->cells[at], rests, widths, line == TABLE_LINES_MAX) &&
               line < TABLE_LINES_MAX)
            line++;
    }
    for (size_t i = 0; i < table->count; i++)
        free (table->cells[i].text);
    free (table->cells);
    free (table);
}
