/* SPDX-License-Identifier: Apache-2.0 */
/* rng.c: splitmix64: the one source of chance. */
#include "sim.h"

uint64_t
rng_next (struct rng *rng)
{
    uint64_t z = (rng->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t
rng_below (struct rng *rng, uint64_t limit)
{
    return limit ? rng_next (rng) % limit : 0;
}

int64_t
rng_between (struct rng *rng, int64_t low, int64_t high)
{
    return low + (int64_t)rng_below (rng, (uint64_t)(high - low + 1));
}

bool
rng_chance (struct rng *rng, unsigned per_mille)
{
    return rng_below (rng, 1000) < per_mille;
}
