/* SPDX-License-Identifier: Apache-2.0 */
/* steady.h: a time that never runs backwards and never stands. When the truth falls behind what was told (a clock set
 * back; a leader before us whose clock ran ahead), it goes on a little slower than real time until the truth has
 * caught up: a clock that stood still would let no obligation fire in the meantime. */
#ifndef MUSTER_RUNNER_STEADY_H
#define MUSTER_RUNNER_STEADY_H

#include <stdint.h>

/* Zero-initialise it. */
struct steady {
    int64_t told; /* the last time told, ms */
    int64_t from_told, from_ticks;
};

/* The time to tell now. ticks: any clock in ms that goes on. */
int64_t steady_follow (struct steady *, int64_t truth, int64_t ticks);
/* Time must not be before this. */
void steady_raise (struct steady *, int64_t at, int64_t ticks);

#endif
