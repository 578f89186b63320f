/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c: the level of an event after its figures. */
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
