/* SPDX-License-Identifier: Apache-2.0 */
/* contexts.h: the file that says, under a name, which daemons to speak to and with which key. */
#ifndef MUSTER_CLI_CONTEXTS_H
#define MUSTER_CLI_CONTEXTS_H

#include <muster/muster.h>

enum { CONTEXTS_MAX = 64, CONTEXTS_FILE_MAX = 262144, CONTEXTS_ERROR_MAX = 1024 };

struct context {
    char *name;
    struct muster_endpoint endpoints[MUSTER_ENDPOINTS_MAX]; /* strings owned by the context */
    size_t endpoints_count;
    char *secret_key_file; /* made absolute by the file's folder */
};

struct contexts {
    char *path;
    char *current; /* NULL = the file names none */
    struct context *list;
    size_t count;
};

/* said (--contexts), MUSTER_CONTEXTS, ~/.config/muster/contexts.yaml; owned. */
char *contexts_path (const char *said);
/* Reads the file whole. 0, or -1 with a sentence that names file and line. Free it in both cases. */
int contexts_read (const char *path, struct contexts *ret, char ret_error[CONTEXTS_ERROR_MAX]);
void contexts_free (struct contexts *);
/* said (--context), MUSTER_CONTEXT, the file's current. NULL with a sentence that lists the known ones: a wrong name
 * never falls back to some other daemon. */
const struct context *contexts_choose (const struct contexts *, const char *said, char ret_error[CONTEXTS_ERROR_MAX]);

#endif
