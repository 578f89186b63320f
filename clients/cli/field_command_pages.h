/* SPDX-License-Identifier: Apache-2.0 */
/* field_command_pages.h: who commands at the scene, and consultations: on a page, in a list, and on the page of the
 * incident. */
#ifndef MUSTER_CLI_FIELD_COMMAND_PAGES_H
#define MUSTER_CLI_FIELD_COMMAND_PAGES_H

#include "muster/v1/envelope.pb-c.h"

struct cli;
struct table;

void command_post_page (struct cli *, const Muster__V1__Image *);
void command_post_row (struct cli *, struct table *, const Muster__V1__Image *);
void consultation_page (struct cli *, const Muster__V1__Image *);
void consultation_row (struct cli *, struct table *, const Muster__V1__Image *);
/* Their names, with commas between them; NULL = none is known by a code. Owned. */
char *consultation_participants (struct cli *, const Muster__V1__Consultation *);
/* On its incident's page. */
void print_consultation (struct cli *, const Muster__V1__Event *);
/* As it is now, on its incident's page; the event is its birth. */
void print_command_post (struct cli *, const Muster__V1__Event *);

#endif
