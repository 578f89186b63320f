/* SPDX-License-Identifier: Apache-2.0 */
/* config_print.c: the table of musterd.yaml written out again: with values, or as the documented example. */
#include "config/config.h"

#include "config/config_rows.h"
#include "config/values.h"

#include <stdbool.h>
#include <string.h>

enum { LINE_WIDTH = 100, COMMENT_MAX = 1024 };

/* ---- sections ---- */

static size_t
section_length (const char *key)
{
    const char *dot = strchr (key, '.');
    return dot ? (size_t)(dot - key) : 0;
}

/* A section's name, once, before the first of its keys. Returns the indentation of the key. */
static int
print_section (const struct row *row, const struct row *previous, FILE *file)
{
    size_t length = section_length (row->key);
    if (length == 0)
        return 0;
    if (!previous || strncmp (previous->key, row->key, length + 1) != 0)
        fprintf (file, "\n%.*s:\n", (int)length, row->key);
    return 2;
}

static const char *
key_name (const struct row *row)
{
    size_t length = section_length (row->key);
    return length ? row->key + length + 1 : row->key;
}

/* ---- --show-config ---- */

static bool
is_default (const struct row *row, const struct config *config)
{
    struct config defaults = { 0 };
    if (!row->fallback || !value_parse (row, row->fallback, &defaults))
        return false;
    bool equal = row_is_equal (row, config, &defaults);
    config_free (&defaults);
    return equal;
}

void
config_print (const struct config *config, FILE *file)
{
    const struct row *previous = NULL;
    for (const struct row *row = config_schema.rows; row < config_schema.rows + config_schema.rows_count; row++) {
        int indent = print_section (row, previous, file);
        previous = row;
        if (!row_is_set (row, config)) {
            fprintf (file, "%*s# %s is not set\n", indent, "", key_name (row));
            continue;
        }
        fprintf (file, "%*s%s: ", indent, "", key_name (row));
        row_print (row, config, file);
        fputs (is_default (row, config) ? " # default\n" : "\n", file);
    }
}

/* ---- the example ---- */

static void
print_comment (const char *text, int indent, FILE *file)
{
    int width = LINE_WIDTH - indent - 2;
    while (*text) {
        int length = (int)strlen (text);
        if (length > width)
            for (length = width; length > 1 && text[length] != ' ';)
                length--;
        fprintf (file, "%*s# %.*s\n", indent, "", length, text);
        text += length;
        text += strspn (text, " ");
    }
}

static void
describe (const struct row *row, char comment[COMMENT_MAX])
{
    char expected[ROW_EXPECTED_MAX] = "", type[ROW_EXPECTED_MAX + 64] = "";
    if (row->type != BIND_STRING && row->type != BIND_PATH)
        snprintf (type, sizeof (type), " Takes %s%s%s.", row_expected (row, expected), row->unit ? ", in " : "",
                  row->unit ? row->unit : "");
    snprintf (comment, COMMENT_MAX, "%s%s: %s.%s%s",
              row->required   ? "Required"
              : row->fallback ? "Default "
                              : "Optional",
              row->fallback ? row->fallback : "", row->help, type,
              row->reloadable ? " A reload (SIGHUP) applies it." : "");
}

/* The example's text as it must stand in YAML. */
static void
print_example (const struct row *row, FILE *file)
{
    struct config example = { 0 };
    if (value_parse (row, row->required ? row->example : row->fallback ? row->fallback : row->example, &example))
        row_print (row, &example, file);
    config_free (&example);
}

void
config_print_example (FILE *file)
{
    const struct row *previous = NULL;
    fputs ("# SPDX-License-Identifier: Apache-2.0\n", file);
    print_comment (
        "musterd.yaml: every key of the daemon's configuration. Printed from the daemon's own table of keys; a "
        "test keeps this file and the table the same. What has a # before it is optional and not set. "
        "Files are relative to this one's folder. A change needs a restart unless it says otherwise.",
        0, file);
    fputc ('\n', file);
    for (const struct row *row = config_schema.rows; row < config_schema.rows + config_schema.rows_count; row++) {
        char comment[COMMENT_MAX];
        int indent = print_section (row, previous, file);
        previous = row;
        describe (row, comment);
        print_comment (comment, indent, file);
        fprintf (file, "%*s%s%s: ", indent, "", row->required || row->fallback ? "" : "# ", key_name (row));
        print_example (row, file);
        fputc ('\n', file);
    }
}
