/* SPDX-License-Identifier: Apache-2.0 */
/* terminal.h: colours and tables for people; plain when nobody looks. */
#ifndef MUSTER_CLI_TERMINAL_H
#define MUSTER_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_FAINT, STYLE_ALARM, STYLE_WARN, STYLE_GOOD, STYLE_DRILL, STYLES };

/* Colours are on for a stream that is a terminal, unless NO_COLOR is set or they were turned off. */
void terminal_start (bool no_color);
bool terminal_has_color (FILE *);
void terminal_print (FILE *, enum style, const char *text);
/* Columns of standard output; 0 = no terminal, never cut. */
size_t terminal_columns (void);

enum { TABLE_COLUMNS_MAX = 12, TABLE_FLEX_MIN = 24, TABLE_OTHER_MIN = 14, TABLE_LINES_MAX = 4 };

struct table;

/* flex: the column that gets narrower first when the terminal is too narrow, then the widest others do. What does not
 * fit into its column goes on below, up to TABLE_LINES_MAX lines. */
struct table *table_create (const char *const *headings, size_t columns, size_t flex);
/* The column that is left out where the terminal is too narrow even so. */
void table_spare (struct table *, size_t column);
/* The next cell; takes the text over. NULL = empty. */
void table_add (struct table *, enum style, char *text);
/* How wide each column is on so many columns of a terminal (0 = no limit); 0 = left out. */
void table_fit (const struct table *, size_t room, size_t ret_widths[TABLE_COLUMNS_MAX]);
/* Prints it with each column as wide as its widest cell, or as fits, and frees it. */
void table_print (struct table *, FILE *);

#endif
