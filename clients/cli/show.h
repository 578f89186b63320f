/* SPDX-License-Identifier: Apache-2.0 */
/* show.h: pages, and the parts of them that an incident's page shares. */
#ifndef MUSTER_CLI_SHOW_H
#define MUSTER_CLI_SHOW_H

#include "muster/v1/envelope.pb-c.h"

#include <stdbool.h>

struct cli;

/* "order 7  DRILL  issued"; state may be NULL. */
void show_head (Muster__V1__EntityKind, uint64_t id, bool drill, const char *state);
/* One loud line, if the team is in distress. */
void show_distress (const Muster__V1__DispatchOrder *);
void show_order_rungs (struct cli *, const Muster__V1__DispatchOrder *);
/* How far it has come to each of its recipients. */
void show_receipts (struct cli *, const Muster__V1__DispatchOrder *);
void show_report_lines (struct cli *, const Muster__V1__ReportFiled *);
/* Head, figures, reports, orders, what is owed, and the timeline out of the journal. */
void show_incident (struct cli *, const Muster__V1__Image *);
/* The same as an after-action report: key times, level, figures, teams, what was late, the course. */
void show_timeline (struct cli *, const Muster__V1__Incident *);

#endif
