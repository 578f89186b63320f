/* SPDX-License-Identifier: Apache-2.0 */
/* moment.h: the two clocks of a client, and waiting times with some jitter. */
#ifndef LIBMUSTER_MOMENT_H
#define LIBMUSTER_MOMENT_H

#include <stdint.h>

/* "Never", for a moment that something is due at. */
#define MU_NEVER INT64_MAX

/* For deadlines: never steps, and goes on while the machine sleeps, so that a woken laptop knows that it was away. */
int64_t mu_now_ms (void);
/* Milliseconds since 1970: what people read. */
int64_t mu_wall_ms (void);
/* base_ms and up to half as much again, so that many clients do not come back in one instant. */
int64_t mu_jitter_ms (int64_t base_ms);
/* The earlier of two moments. */
int64_t mu_earlier (int64_t a, int64_t b);

#endif
