/* SPDX-License-Identifier: Apache-2.0 */
/* runner.h: the loop that joins bus, pipeline and store: descriptors, timers, signals. */
#ifndef MUSTER_RUNNER_RUNNER_H
#define MUSTER_RUNNER_RUNNER_H

#include "config/config.h"

struct error;

/* Runs until SIGTERM/SIGINT (drained: 0) or until it can't go on (-1 with what to do). SIGHUP reads config_path
 * again: a good file's reloadable keys take effect, a bad one changes nothing. A second SIGTERM ends the process at
 * once. */
int runner_run (const struct config *, const char *config_path, const char *version, struct error *);

#endif
