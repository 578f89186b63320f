/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: read the configuration, run, tear down. */
#include "config/config.h"
#include "runner/runner.h"
#include "util/error.h"
#include "util/log.h"

#include <getopt.h>
#include <stdio.h>

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

static const char usage[] =
    "Usage: musterd --config FILE [--check-config | --show-config]\n"
    "       musterd --example-config | --version | --help\n"
    "\n"
    "Muster's daemon: takes incident reports, keeps every response in PostgreSQL, and pushes\n"
    "each change to consoles.\n"
    "\n"
    "  -c, --config FILE     the YAML file (musterd.example.yaml documents every key)\n"
    "      --check-config    say whether FILE is good, and end\n"
    "      --show-config     print every key with its value, and end\n"
    "      --example-config  print the documented example, and end\n"
    "      --version         print the version, and end\n"
    "\n"
    "Signals: TERM drains and stops (a second one ends at once); HUP reads FILE again.\n"
    "Exit status: 0 ok, 1 failed, 2 usage or configuration.\n";

enum option_id { OPTION_CHECK = 256, OPTION_SHOW, OPTION_EXAMPLE, OPTION_VERSION };

static const struct option options[] = {
    { "config", required_argument, NULL, 'c' },
    { "check-config", no_argument, NULL, OPTION_CHECK },
    { "show-config", no_argument, NULL, OPTION_SHOW },
    { "example-config", no_argument, NULL, OPTION_EXAMPLE },
    { "version", no_argument, NULL, OPTION_VERSION },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 },
};

static int
run (const struct config *config, const char *path)
{
    struct error err = { "" };
    log_set_level (config->log.level);
    if (runner_run (config, path, MUSTER_VERSION, &err) == 0)
        return EXIT_OK;
    log_error ("can't go on", "error=\"%s\"", err.text);
    fprintf (stderr, "musterd: %s\n", err.text);
    return EXIT_FAILED;
}

static int
with_config (const char *path, int mode)
{
    struct config config;
    struct error err = { "" };
    int status = EXIT_OK;
    if (!path) {
        fprintf (stderr, "musterd: which configuration? Give --config FILE. See musterd --help\n");
        return EXIT_USAGE;
    }
    if (config_load (path, &config, &err) < 0) {
        fprintf (stderr, "musterd: %s\n", err.text);
        return EXIT_USAGE;
    }
    if (mode == OPTION_CHECK)
        printf ("%s: good\n", path);
    else if (mode == OPTION_SHOW)
        config_print (&config, stdout);
    else
        status = run (&config, path);
    config_free (&config);
    return status;
}

int
main (int argc, char **argv)
{
    const char *path = NULL;
    int mode = 0, option;
    while ((option = getopt_long (argc, argv, "c:h", options, NULL)) != -1)
        switch (option) {
        case 'c':
            path = optarg;
            break;
        case OPTION_CHECK:
        case OPTION_SHOW:
            mode = option;
            break;
        case OPTION_EXAMPLE:
            config_print_example (stdout);
            return EXIT_OK;
        case OPTION_VERSION:
            puts ("musterd " MUSTER_VERSION);
            return EXIT_OK;
        case 'h':
            fputs (usage, stdout);
            return EXIT_OK;
        default:
            fputs ("See musterd --help\n", stderr);
            return EXIT_USAGE;
        }
    if (optind < argc) {
        fprintf (stderr, "musterd: unexpected argument '%s'. See musterd --help\n", argv[optind]);
        return EXIT_USAGE;
    }
    return with_config (path, mode);
}
