/* SPDX-License-Identifier: Apache-2.0 */
/* command_pages.h: responses and instructions on a page, in a list, and on the page of their incident. */
#ifndef MUSTER_CLI_COMMAND_PAGES_H
#define MUSTER_CLI_COMMAND_PAGES_H

#include "muster/v1/envelope.pb-c.h"

struct cli;
struct table;

void response_page (struct cli *, const Muster__V1__Image *);
void response_row (struct cli *, struct table *, const Muster__V1__Image *);
void instruction_page (struct cli *, const Muster__V1__Image *);
void instruction_row (struct cli *, struct table *, const Muster__V1__Image *);

/* As it is now, on its incident's page; the event is its birth. */
void print_response (struct cli *, const Muster__V1__Event *);
void print_instruction (struct cli *, const Muster__V1__Event *);

#endif
