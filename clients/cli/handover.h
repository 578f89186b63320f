/* SPDX-License-Identifier: Apache-2.0 */
/* handover.h: a handover as a sheet of paper that two people go through. */
#ifndef MUSTER_CLI_HANDOVER_H
#define MUSTER_CLI_HANDOVER_H

#include "terminal.h"

#include <stddef.h>
#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

struct cli;

void handover_page (struct cli *, const Muster__V1__Image *);
void handover_row (struct cli *, struct table *, const Muster__V1__Image *);
/* "1-3, 7"; owned. */
char *handover_numbers (const uint32_t *numbers, size_t count);

#endif
