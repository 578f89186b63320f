/* SPDX-License-Identifier: Apache-2.0 */
/* cli.c: start, end, and the ways to speak of one run. */
#include "cli.h"

#include "i18n.h"
#include "names.h"
#include "terminal.h"
#include "text.h"
#include "times.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool
cli_given (const struct cli *cli, enum option option)
{
    return cli->arguments.values.of[option].given;
}

const struct value *
cli_value (const struct cli *cli, enum option option)
{
    return &cli->arguments.values.of[option];
}

void
cli_start (struct cli *cli, int argc, char **argv)
{
    *cli = (struct cli){ .argc = argc, .argv = argv, .timeout_ms = TIMEOUT_DEFAULT_MS };
    i18n_start (arguments_lang (argc, argv));
    times_start ();
    terminal_start (false);
    cli->names = names_create ();
}

void
cli_end (struct cli *cli)
{
    muster_destroy (cli->client);
    contexts_free (&cli->contexts);
    names_destroy (cli->names);
}

void
cli_print_json (json_t *json)
{
    char *text = json_dumps (json, JSON_COMPACT | JSON_PRESERVE_ORDER);
    printf ("%s\n", text != NULL ? text : "{}");
    fflush (stdout);
    free (text);
    json_decref (json);
}

enum exit_code
cli_fail (struct cli *cli, enum exit_code code, const char *format, ...)
{
    char *text = NULL;
    va_list list;
    va_start (list, format);
    if (vasprintf (&text, format, list) < 0)
        text = NULL;
    va_end (list);
    if (cli->json) {
        cli_print_json (json_pack ("{s:s, s:i}", "error", text != NULL ? text : "", "exit_code", code));
    } else if (text != NULL) {
        char *clean = text_clean (text, true);
        fflush (stdout);
        terminal_print (stderr, STYLE_ALARM, "muster:");
        fprintf (stderr, " %s\n", clean);
        free (clean);
    }
    free (text);
    return code;
}

void
cli_note (struct cli *cli, const char *format, ...)
{
    if (cli->json)
        return;
    va_list list;
    fflush (stdout);
    va_start (list, format);
    vfprintf (stderr, format, list);
    va_end (list);
    fputc ('\n', stderr);
}
