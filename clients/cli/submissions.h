/* SPDX-License-Identifier: Apache-2.0 */
/* submissions.h: what goes up, on a page, in a list, and on the page of its incident. */
#ifndef MUSTER_CLI_SUBMISSIONS_H
#define MUSTER_CLI_SUBMISSIONS_H

#include "terminal.h"

#include "muster/v1/envelope.pb-c.h"

struct cli;

void submission_page (struct cli *, const Muster__V1__Image *);
void submission_row (struct cli *, struct table *, const Muster__V1__Image *);
void print_submission (struct cli *, const Muster__V1__Event *);

/* compose.c: what is known of the incident as the text of a report; NULL = there is no such incident. Owned. */
char *compose_report (struct cli *, uint64_t incident, const char *stage);

#endif
