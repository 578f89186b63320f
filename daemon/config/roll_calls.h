/* SPDX-License-Identifier: Apache-2.0 */
/* roll_calls.h: private to config: the roll calls that a county schedules. */
#ifndef MUSTER_CONFIG_ROLL_CALLS_H
#define MUSTER_CONFIG_ROLL_CALLS_H

#include "config/binder.h"
#include "core/command.h"

enum { ROLL_CALL_PLANS_MAX = 100 };

/* As the file has it. */
struct roll_call_draft {
    char code[CODE_MAX + 1];
    char *title;
    struct bound_list posts, teams; /* of codes */
    bool all_posts, all_teams;
    struct bound_list at, between; /* uint32_t, minutes of the day */
    enum roll_call_days days;
    uint32_t within_ms;
};

extern const struct schema roll_call_schema;

int roll_calls_check (const struct node *list, const struct bound_list *drafts, struct error *);
/* Takes the titles out of the drafts. */
void roll_calls_take (struct bound_list *drafts, struct registry *);
void roll_calls_free (struct registry *);

#endif
