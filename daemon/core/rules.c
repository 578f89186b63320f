/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c: what a profile says of an event: its level after its figures, the policy of a clock. */
#include "core/rules.h"
#include "core/entities.h"

static int64_t
stated (int64_t figure)
{
    return figure == FIGURE_UNKNOWN ? 0 : figure;
}

/* Order 493 art. 3: the highest of three dimensions; a threshold includes its own number ("and above"). */
enum event_level
rules_assess (const struct rules *rules, const struct figures *figures)
{
    int64_t deaths = stated (figures->dead);
    if (rules->missing_count_as_dead)
        deaths += stated (figures->missing);
    if (figures->dead == FIGURE_UNKNOWN && figures->injured_serious == FIGURE_UNKNOWN &&
        figures->loss_yuan == FIGURE_UNKNOWN && deaths == 0)
        return LEVEL_NONE;
    for (int level = LEVEL_EXTRAORDINARY; level >= LEVEL_SIGNIFICANT; level--) {
        const struct level_rule *rule = &rules->levels[level];
        if (deaths >= (int64_t)rule->deaths || stated (figures->injured_serious) >= (int64_t)rule->injured_serious ||
            stated (figures->loss_yuan) >= (int64_t)rule->loss_yuan)
            return (enum event_level)level;
    }
    return LEVEL_ORDINARY;
}

bool
type_covers (uint32_t code, uint32_t type_code)
{
    if (code % 10000 == 0)
        return code / 10000 == type_code / 10000;
    if (code % 100 == 0)
        return code / 100 == type_code / 100;
    return code == type_code;
}

static bool
selects (const struct policy_selector *selector, uint32_t type_code, enum event_level level, bool drill)
{
    bool of_type = selector->types_count == 0;
    for (int i = 0; i < selector->types_count && !of_type; i++)
        of_type = type_covers (selector->types[i], type_code);
    bool of_level = selector->levels == 0 || selector->levels & (1u << level);
    return of_type && of_level && (selector->drill == FOR_BOTH || (selector->drill == FOR_DRILLS) == drill);
}

uint8_t
rules_policy (const struct clock_rule *clock, uint32_t type_code, enum event_level level, bool drill)
{
    for (int i = 0; i < clock->selectors_count; i++)
        if (selects (&clock->selectors[i], type_code, level, drill))
            return clock->selectors[i].policy;
    return clock->policy;
}
