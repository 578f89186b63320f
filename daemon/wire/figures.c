/* SPDX-License-Identifier: Apache-2.0 */
/* figures.c: people and loss as stated, between the core and the protocol, from one table. */
#include "wire/figures.h"

struct figure_row {
    size_t core;       /* int32_t in struct figures */
    size_t has, value; /* in the message */
};

#define FIGURE(name)                                                                                                 \
    {                                                                                                                \
        offsetof (struct figures, name), offsetof (Muster__V1__Figures, has_##name),                                 \
            offsetof (Muster__V1__Figures, name)                                                                     \
    }

static const struct figure_row rows[] = {
    FIGURE (dead),       FIGURE (missing),   FIGURE (trapped),     FIGURE (injured_serious), FIGURE (injured_slight),
    FIGURE (endangered), FIGURE (evacuated), FIGURE (brought_out), FIGURE (rescuers),
};

enum { ROWS = sizeof rows / sizeof rows[0], LOSS_INDEX = ROWS };

_Static_assert(ROWS + 1 == FIGURES_COUNT, "every figure has a row, loss_yuan comes last");

#define MEMBER(type, object, offset) (*(type *)((char *)(object) + (offset)))

Muster__V1__Figures *
figures_to_message (const struct figures *figures, Muster__V1__Figures *message)
{
    bool any = figures->loss_yuan >= 0;
    for (size_t i = 0; i < ROWS; i++) {
        int32_t value = MEMBER (const int32_t, figures, rows[i].core);
        if (value < 0)
            continue;
        MEMBER (protobuf_c_boolean, message, rows[i].has) = true;
        MEMBER (uint32_t, message, rows[i].value) = (uint32_t)value;
        any = true;
    }
    message->has_loss_yuan = figures->loss_yuan >= 0;
    message->loss_yuan = message->has_loss_yuan ? (uint64_t)figures->loss_yuan : 0;
    return any ? message : NULL;
}

bool
figures_from_message (struct fault *fault, const char *const paths[FIGURES_COUNT], const Muster__V1__Figures *message,
                      struct figures *ret_figures)
{
    *ret_figures = figures_unknown;
    if (!message)
        return true;
    for (size_t i = 0; i < ROWS; i++) {
        uint32_t value = MEMBER (const uint32_t, message, rows[i].value);
        if (!MEMBER (const protobuf_c_boolean, message, rows[i].has))
            continue;
        if (value > FIGURE_MAX)
            return fault_set_numbers (fault, FAULT_OUT_OF_RANGE, paths[i], 0, FIGURE_MAX);
        MEMBER (int32_t, ret_figures, rows[i].core) = (int32_t)value;
    }
    if (!message->has_loss_yuan)
        return true;
    if (message->loss_yuan > LOSS_MAX_YUAN)
        return fault_set_numbers (fault, FAULT_OUT_OF_RANGE, paths[LOSS_INDEX], 0, LOSS_MAX_YUAN);
    ret_figures->loss_yuan = (int64_t)message->loss_yuan;
    return true;
}

bool
figures_are_unknown (const struct figures *figures)
{
    if (figures->loss_yuan >= 0)
        return false;
    for (size_t i = 0; i < ROWS; i++)
        if (MEMBER (const int32_t, figures, rows[i].core) >= 0)
            return false;
    return true;
}
