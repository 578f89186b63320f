/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call_image.h: private to wire: roll calls and their answers, to and from their messages. */
#ifndef MUSTER_WIRE_ROLL_CALL_IMAGE_H
#define MUSTER_WIRE_ROLL_CALL_IMAGE_H

#include "core/entities.h"
#include "wire/fields.h"

/* The message and all that it points to. */
struct roll_call_parts {
    union {
        Muster__V1__RollCall roll_call;
        Muster__V1__RollCallAnswer answer;
    };
    Muster__V1__Target targets[ROLL_CALL_TARGETS_MAX]; /* an answer: its owner is the first */
    Muster__V1__Target *target_pointers[ROLL_CALL_TARGETS_MAX];
};

/* The result is in parts and points into the entity. */
Muster__V1__RollCall *roll_call_to_message (const struct roll_call *, struct roll_call_parts *parts);
Muster__V1__RollCallAnswer *roll_call_answer_to_message (const struct roll_call_answer *,
                                                         struct roll_call_parts *parts);
bool roll_call_from_message (struct reader *, const Muster__V1__RollCall *, struct roll_call *);
bool roll_call_answer_from_message (struct reader *, const Muster__V1__RollCallAnswer *, struct roll_call_answer *);

#endif
