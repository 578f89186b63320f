/* SPDX-License-Identifier: Apache-2.0 */
/* policy.h: private to config: escalation policies in a profile, and how a clock chooses one. */
#ifndef MUSTER_CONFIG_POLICY_H
#define MUSTER_CONFIG_POLICY_H

#include "config/binder.h"
#include "core/rules.h"

/* Lists of what these schemas make. */
extern const struct schema policy_schema;
extern const struct schema selector_schema;

/* The condition of a clock that runs only for some incidents. */
struct condition_draft {
    struct bound_list types;
    struct bound_list levels;
    bool drill;
};
extern const struct schema event_type_schema;
extern const struct schema event_level_schema;
void condition_fill (const struct node *, const struct condition_draft *, struct policy_selector *);

/* The checks that keep an escalation from ever falling silent. list is the node that the policies were read from. */
int policies_check (const struct node *list, const struct bound_list *policies, struct error *);
void policies_fill (const struct bound_list *policies, struct rules *);

/* How a clock of this kind chooses: node is its `policy`, a name or a list of selectors whose last has no condition.
 */
int selectors_resolve (const struct node *, const struct bound_list *selectors, const struct bound_list *policies,
                       enum obligation_kind, struct clock_rule *, struct error *);

#endif
