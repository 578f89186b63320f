/* SPDX-License-Identifier: Apache-2.0 */
/* cli.h: one run of the program: what was asked, the connection, how it ends. */
#ifndef MUSTER_CLI_CLI_H
#define MUSTER_CLI_CLI_H

#include "arguments.h"
#include "contexts.h"

#include <jansson.h>
#include <muster/muster.h>

/* What a script sees. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_ERROR = 1,
    EXIT_USAGE = 2,
    EXIT_DENIED = 4,
    EXIT_REFUSED = 5,  /* refused, invalid, in conflict: nothing changed */
    EXIT_TIMED_OUT = 6 /* no answer in time: nothing was sent, or a command's outcome is unknown */
};

enum { TIMEOUT_DEFAULT_MS = 10000, VERIFY_TIMEOUT_MS = 600000, LIST_PAGE = 500 };

struct names;

struct cli {
    int argc;
    char **argv;
    struct arguments arguments;
    bool json;
    uint32_t timeout_ms;
    struct contexts contexts;
    const struct context *context;
    struct muster *client;
    struct names *names;
    bool told_pending, told_busy, told_age;
    bool incomplete;                    /* a page lacks something that could not be read: not a success */
    Muster__V1__EntityKind stored_kind; /* what the last command that was stored is about; 0 = none was */
    uint64_t stored;
};

#define CLI_ENTITY(name) MUSTER__V1__ENTITY_KIND__ENTITY_KIND_##name

bool cli_given (const struct cli *, enum option);
const struct value *cli_value (const struct cli *, enum option);

void cli_start (struct cli *, int argc, char **argv);
void cli_end (struct cli *);

/* One JSON object on standard output, one line. Takes the reference. */
void cli_print_json (json_t *);
/* Says on standard error (JSON: on standard output) what went wrong, and returns the code. */
enum exit_code cli_fail (struct cli *, enum exit_code, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
/* A remark on standard error; nothing with --json. */
void cli_note (struct cli *, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/* Reads the context and creates the client; cli_call does it by itself. */
enum exit_code cli_open (struct cli *);
/* Sends and waits. EXIT_DONE: *ret_reply has status OK and is to be freed by muster__v1__reply__free_unpacked.
 * Otherwise everything has been said and *ret_reply is NULL. The request is freed. */
enum exit_code cli_call (struct cli *, Muster__V1__Request *, Muster__V1__Reply **ret_reply);
/* The same, for help with names and the like: says nothing, NULL unless OK. The request is freed. */
Muster__V1__Reply *cli_ask (struct cli *, Muster__V1__Request *);
/* Asks for one entity; NULL if there is none that we may see. */
Muster__V1__Reply *cli_ask_entity (struct cli *, Muster__V1__EntityKind, uint64_t id);

/* Why no daemon of the context let us in: a line for each, each beginning with a newline. Owned. */
char *doctor_explain (const struct cli *);

/* A request of the verb's body, filled from its options; and sending one, with what there is to say after it. */
Muster__V1__Request *command_request (struct cli *);
enum exit_code command_send (struct cli *, Muster__V1__Request *);

/* Where a watch goes on: everything up to `given` has come, but of that what has this version or a later one was not
 * printed (0 = all was). Never beyond what was printed; at the worst something comes twice. */
uint64_t watch_position (uint64_t given, uint64_t unprinted);

/* The verbs' own functions. */
verb_run_fn run_command, run_import, run_list, run_show, run_journal, run_verify, run_watch, run_status, run_doctor,
    run_keygen, run_principals, run_continue, run_submit, run_nil_report, run_help, run_completion, run_stats,
    run_log, run_handover_accept, run_handover_sign, run_logbook;
verb_run_fn run_roster, run_shifts;

#endif
