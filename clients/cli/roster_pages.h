/* SPDX-License-Identifier: Apache-2.0 */
/* roster_pages.h: calendars, rosters and planned shifts as a person reads them. */
#ifndef MUSTER_CLI_ROSTER_PAGES_H
#define MUSTER_CLI_ROSTER_PAGES_H

#include "muster/v1/envelope.pb-c.h"

#include <stdint.h>

struct cli;
struct table;

void calendar_page (struct cli *, const Muster__V1__Image *);
void roster_page (struct cli *, const Muster__V1__Image *);
void planned_page (struct cli *, const Muster__V1__Image *);
void planned_row (struct cli *, struct table *, const Muster__V1__Image *);
/* What a planned shift has for a gap of a sentence: {shift}, {owner}, {manned_by}; NULL. Owned. */
char *planned_gap (struct cli *, const Muster__V1__PlannedShift *, const char *name, int64_t base_ms);

#endif
