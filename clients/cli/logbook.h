/* SPDX-License-Identifier: Apache-2.0 */
/* logbook.h: the duty log as a person reads it. */
#ifndef MUSTER_CLI_LOGBOOK_H
#define MUSTER_CLI_LOGBOOK_H

#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

struct cli;

void log_entry_page (struct cli *, const Muster__V1__Image *);
/* "02:41" on the day of base, otherwise "08-29 02:41". Owned. */
char *logbook_minute (int64_t ms, int64_t base_ms);

#endif
