/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call_pages.h: roll calls: the result sheet, lists, and the gaps of their sentences. */
#ifndef MUSTER_CLI_ROLL_CALL_PAGES_H
#define MUSTER_CLI_ROLL_CALL_PAGES_H

#include "muster/v1/envelope.pb-c.h"
#include "muster/v1/event.pb-c.h"

struct cli;
struct table;

void roll_call_page (struct cli *, const Muster__V1__Image *);
void roll_call_row (struct cli *, struct table *, const Muster__V1__Image *);
void roll_call_answer_page (struct cli *, const Muster__V1__Image *);
void roll_call_answer_row (struct cli *, struct table *, const Muster__V1__Image *);

/* What fills a gap of a sentence; NULL = nothing of that name. Owned. */
char *roll_call_gap (const Muster__V1__RollCall *, const char *name);
char *roll_call_answer_gap (struct cli *, const Muster__V1__RollCallAnswer *, const char *name, int64_t base_ms);
/* "answered, late": how an answer was counted. Owned. */
char *roll_call_result (const Muster__V1__Event *);

#endif
