/* SPDX-License-Identifier: Apache-2.0 */
/* drill_pages.h: a drill on a page and in a list. */
#ifndef MUSTER_CLI_DRILL_PAGES_H
#define MUSTER_CLI_DRILL_PAGES_H

#include "terminal.h"

#include "muster/v1/envelope.pb-c.h"

struct cli;

void drill_page (struct cli *, const Muster__V1__Image *);
void drill_row (struct cli *, struct table *, const Muster__V1__Image *);

#endif
