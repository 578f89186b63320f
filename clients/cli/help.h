/* SPDX-License-Identifier: Apache-2.0 */
/* help.h: help and completion, printed from the verbs' and options' rows. */
#ifndef MUSTER_CLI_HELP_H
#define MUSTER_CLI_HELP_H

#include "verbs.h"

#include <stdio.h>

/* One verb's page; NULL = the list of verbs. */
void help_print (FILE *, const struct verb *);

#endif
