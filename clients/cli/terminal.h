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

enum { TABLE_COLUMNS_MAX = 12, TABLE_FLEX_MIN = 12 };

struct table;

/* flex: the column that is cut when the terminal is too narrow. */
struct table *table_create (const char *const *headings, size_t columns, size_t flex);
/* The next cell; takes the text over. NULL = empty. */
void table_add (struct table *, enum style, char *text);
/* Prints it with each column as wide as its widest cell, and frees it. */
void table_print (struct table *, FILE *);

#endif
