/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: the command line `muster`: reads the words, runs the verb. */
#include "cli.h"
#include "help.h"
#include "i18n.h"
#include "terminal.h"
#include "times.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

static int
run (struct cli *cli)
{
    char error[OPTION_ERROR_MAX];
    bool good = arguments_parse (cli->argc, cli->argv, time_now_ms (), &cli->arguments, error);
    cli->json = cli_given (cli, OPTION_JSON) || (!good && arguments_json (cli->argc, cli->argv));
    terminal_start (cli_given (cli, OPTION_NO_COLOR));
    if (!good)
        return cli_fail (cli, EXIT_USAGE, "%s", error);
    if (cli_given (cli, OPTION_TIMEOUT))
        cli->timeout_ms = (uint32_t)cli_value (cli, OPTION_TIMEOUT)->number;
    if (cli_given (cli, OPTION_VERSION)) {
        printf ("muster %s\n", MUSTER_VERSION);
        return EXIT_DONE;
    }
    if (cli_given (cli, OPTION_HELP)) {
        help_print (stdout, cli->arguments.verb);
        return EXIT_DONE;
    }
    if (cli->arguments.verb == NULL) {
        help_print (stderr, NULL);
        return EXIT_USAGE;
    }
    return cli->arguments.verb->run (cli);
}

/* Nobody may take a command for failed, and give it again, because its answer could not be written. */
static int
fail_output (const struct cli *cli)
{
    fprintf (stderr, "muster: %s\n", _ ("not everything could be written to the standard output"));
    if (cli->stored_kind != 0) {
        char *subject = reference_text (cli->stored_kind, cli->stored);
        fprintf (stderr, _ ("The command itself WAS stored (%s): do not give it again.\n"), subject);
        free (subject);
    }
    return EXIT_ERROR;
}

int
main (int argc, char **argv)
{
    struct cli cli;
    cli_start (&cli, argc, argv);
    int code = run (&cli);
    if ((fflush (stdout) != 0 || ferror (stdout)) && code == EXIT_DONE)
        code = fail_output (&cli);
    cli_end (&cli);
    return code;
}
