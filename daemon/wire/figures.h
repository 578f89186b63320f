/* SPDX-License-Identifier: Apache-2.0 */
/* figures.h: people and loss as stated, between the core and the protocol. Absent = not stated, never zero. */
#ifndef MUSTER_WIRE_FIGURES_H
#define MUSTER_WIRE_FIGURES_H

#include "muster/v1/entity.pb-c.h"
#include "wire/fault.h"

enum { FIGURES_COUNT = 10 };

/* The field paths of the ten figures, in the order of the table in figures.c. */
#define FIGURES_PATHS(prefix)                                                                                        \
    {                                                                                                                \
        prefix ".dead", prefix ".missing", prefix ".trapped", prefix ".injured_serious", prefix ".injured_slight",   \
            prefix ".endangered", prefix ".evacuated", prefix ".brought_out", prefix ".rescuers",                    \
            prefix ".loss_yuan"                                                                                      \
    }

/* Fills a message that the caller has initialised. Returns it, or NULL if nothing is stated. */
Muster__V1__Figures *figures_to_message (const struct figures *, Muster__V1__Figures *ret_message);
/* message NULL = nothing stated. */
bool figures_from_message (struct fault *, const char *const paths[FIGURES_COUNT], const Muster__V1__Figures *message,
                           struct figures *ret_figures);
bool figures_are_unknown (const struct figures *);

#endif
