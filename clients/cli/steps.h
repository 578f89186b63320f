/* SPDX-License-Identifier: Apache-2.0 */
/* steps.h: an obligation's escalation in words: what each step does, and what comes next, when and to whom. */
#ifndef MUSTER_CLI_STEPS_H
#define MUSTER_CLI_STEPS_H

#include "muster/v1/envelope.pb-c.h"

#include <stddef.h>

struct cli;

/* Whom a step tells, or what it does: "Sun Haitao (contact 2), duty leader". Owned. */
char *step_whom (struct cli *, const Muster__V1__Obligation *, const Muster__V1__PolicyStep *);
/* The whole step: "duty leader: 5 min later, then every 5 min". Owned. */
char *step_text (struct cli *, const Muster__V1__Obligation *, size_t index);
/* What comes next: "14:05 duty leader"; NULL = nothing, it has ended. Owned. */
char *step_next (struct cli *, const Muster__V1__Obligation *);
/* One line for each thing owed on this subject, with its next step. */
void steps_of_subject (struct cli *, Muster__V1__EntityKind, uint64_t id);

#endif
