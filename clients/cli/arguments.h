/* SPDX-License-Identifier: Apache-2.0 */
/* arguments.h: the command line, read against the verbs' rows. */
#ifndef MUSTER_CLI_ARGUMENTS_H
#define MUSTER_CLI_ARGUMENTS_H

#include "verbs.h"

struct arguments {
    const struct verb *verb; /* NULL = none named */
    struct values values;
};

/* Reads all words. False with a sentence; verb is set as far as it was understood. */
bool arguments_parse (int argc, char *const *argv, int64_t now_ms, struct arguments *ret,
                      char ret_error[OPTION_ERROR_MAX]);
/* The words of argv without --id, quoted for a shell, with this id added: what to type to run it again. Owned. */
char *arguments_again (int argc, char *const *argv, const char *id);
/* Is --json among the words? Of words that can't be understood, too, the error is JSON. */
bool arguments_json (int argc, char *const *argv);
/* The argument of --lang, wherever it stands: errors too are in that language. NULL = not there. */
const char *arguments_lang (int argc, char *const *argv);

#endif
