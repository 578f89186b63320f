/* SPDX-License-Identifier: Apache-2.0 */
/* clock.c: the only place that reads a clock. */
#include "runner/clock.h"
#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int64_t
read_ms (clockid_t id)
{
    struct timespec now;
    clock_gettime (id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_monotonic_ms (void)
{
    return read_ms (CLOCK_MONOTONIC);
}

int64_t
clock_now (struct clock_state *clock)
{
    int64_t now = clock->test ? __atomic_load_n (clock->test, __ATOMIC_ACQUIRE) : read_ms (CLOCK_REALTIME);
    if (clock->steady.told - now > clock->back_ms_max)
        clock->back_ms_max = clock->steady.told - now;
    return steady_follow (&clock->steady, now,
                          clock->test ? now : clock_monotonic_ms ()); /* a test's time may stand */
}

int
clock_use_file (struct clock_state *clock, const char *path, struct error *err)
{
    int fd = open (path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set (err, "test.clock_file %s: can't be opened: %s", path, strerror (errno));
    struct stat status;
    bool fits = fstat (fd, &status) == 0 && status.st_size == (off_t)sizeof *clock->test;
    void *map = fits ? mmap (NULL, sizeof *clock->test, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    close (fd);
    if (map == MAP_FAILED || *(const int64_t *)map <= 0)
        return error_set (err, "test.clock_file %s: must hold 8 bytes, ms since 1970", path);
    clock->test = map;
    return 0;
}
