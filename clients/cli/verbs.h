/* SPDX-License-Identifier: Apache-2.0 */
/* verbs.h: what the program can do, one row a verb. Help, usage errors and completion are printed from these rows. */
#ifndef MUSTER_CLI_VERBS_H
#define MUSTER_CLI_VERBS_H

#include "options.h"

#include "muster/v1/envelope.pb-c.h"

struct cli;

/* Returns the exit code. */
typedef int verb_run_fn (struct cli *);

enum { VERB_OPERANDS_MAX = 3, VERB_OPTIONS_MAX = 28 };

struct operand {
    enum option option; /* OPTION_NONE = no more */
    bool required;      /* must be given, here or as its option */
};

struct verb {
    const char *name;    /* "report", "admin enrol" */
    const char *text;    /* one line, translated */
    const char *example; /* a command line */
    struct operand operands[VERB_OPERANDS_MAX];
    enum option options[VERB_OPTIONS_MAX]; /* besides the operands and the global ones; ended by OPTION_NONE */
    verb_run_fn *run;
    Muster__V1__Request__BodyCase body;
    Muster__V1__EntityKind kind; /* of lists */
    const char *done;            /* commands: what to say, with {id} and {seq}; translated */
    const char *next;            /* and what to do next; translated; NULL = nothing */
};

extern const struct verb verbs[];
extern const size_t verbs_count;
extern const enum option global_options[];
extern const size_t global_options_count;

/* Is this option one of the verb's (operands too) or a global one? verb may be NULL. */
bool verb_takes (const struct verb *, enum option);
/* The verb's option (or a global one) of that name; OPTION_NONE. */
enum option verb_option (const struct verb *, const char *name);

#endif
