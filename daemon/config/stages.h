/* SPDX-License-Identifier: Apache-2.0 */
/* stages.h: private to config: the report stages of a regulation profile. */
#ifndef MUSTER_CONFIG_STAGES_H
#define MUSTER_CONFIG_STAGES_H

#include "config/binder.h"
#include "core/calendar.h"
#include "core/rules.h"

#define DUE_MAX_MS (45 * DAY_MS) /* fits 32 bits, and the longest window of the law is 30 days */

/* As the file has it. */
struct stage_draft {
    struct report_stage stage;
    struct bound_list selectors; /* of selector_schema: how it chooses its policy */
    char *title, *to, *channel, *basis;
    struct bound_list at, levels, types, except; /* uint32_t, enum event_level, uint32_t, uint32_t */
};

extern const struct schema stage_schema;

/* Holds them against each other and finds their policies; among them must be at least one that every open incident
 * owes at any time (promise 2). */
int stages_resolve (const struct node *list, const struct bound_list *drafts, const struct bound_list *policies,
                    struct error *);
void stages_fill (struct rules *, const struct bound_list *drafts);

#endif
