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
    size_t columns, flex;
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

static void
measure (const struct table *table, size_t widths[])
{
    size_t total = 0;
    for (size_t i = 0; i < table->count; i++) {
        size_t width = text_width (table->cells[i].text);
        if (width > widths[i % table->columns])
            widths[i % table->columns] = width;
    }
    for (size_t i = 0; i < table->columns; i++)
        total += widths[i] + (i > 0 ? 2 : 0);
    size_t room = terminal_columns ();
    if (room == 0 || total <= room)
        return;
    size_t over = total - room;
    size_t *flex = &widths[table->flex];
    *flex = *flex > over + TABLE_FLEX_MIN ? *flex - over : *flex < TABLE_FLEX_MIN ? *flex : TABLE_FLEX_MIN;
}

void
table_print (struct table *table, FILE *out)
{
    size_t widths[TABLE_COLUMNS_MAX] = { 0 };
    measure (table, widths);
    for (size_t i = 0; i < table->count; i++) {
        size_t column = i % table->columns;
        bool last = column + 1 == table->columns;
        char *text = text_cut (table->cells[i].text, widths[column]);
        terminal_print (out, table->cells[i].style, text);
        for (size_t pad = text_width (text); !last && pad < widths[column] + 2; pad++)
            fputc (' ', out);
        if (last)
            fputc ('\n', out);
        free (text);
        free (table->cells[i].text);
    }
    free (table->cells);
    free (table);
}
