/* SPDX-License-Identifier: Apache-2.0 */
/* moment.c: clocks, jitter, and ids that carry their time. */
#include "moment.h"

#include <sodium.h>
#include <time.h>

#include "muster/muster.h"

static int64_t
read_ms (clockid_t clock)
{
    struct timespec now;
    clock_gettime (clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
mu_now_ms (void)
{
    return read_ms (CLOCK_BOOTTIME);
}

int64_t
mu_wall_ms (void)
{
    return read_ms (CLOCK_REALTIME);
}

int64_t
mu_jitter_ms (int64_t base_ms)
{
    return base_ms + randombytes_uniform ((uint32_t)(base_ms / 2) + 1);
}

int64_t
mu_earlier (int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* RFC 9562, 5.7: 48 bits of milliseconds, the version, 12 random bits, the variant, 62 random bits. */
void
muster_make_id (uint8_t ret_id[MUSTER_ID_BYTES])
{
    int64_t wall_ms = mu_wall_ms ();
    randombytes_buf (ret_id, MUSTER_ID_BYTES);
    for (int i = 0; i < 6; i++)
        ret_id[i] = (uint8_t)(wall_ms >> (40 - 8 * i));
    ret_id[6] = (uint8_t)(0x70 | (ret_id[6] & 0x0f));
    ret_id[8] = (uint8_t)(0x80 | (ret_id[8] & 0x3f));
}
