/* SPDX-License-Identifier: Apache-2.0 */
/* receipts.h: a team leader's console tells the duty room by itself that an order was delivered and seen. */
#ifndef MUSTER_CLI_RECEIPTS_H
#define MUSTER_CLI_RECEIPTS_H

#include "muster/v1/envelope.pb-c.h"

#include <stdbool.h>
#include <stdint.h>

struct cli;

/* Is this console a team's? Then its team's code, owned; NULL = no. A team leader sees exactly one team. */
char *receipts_own_team (struct cli *);
/* Would such a receipt say anything new? */
bool receipts_wanted (const Muster__V1__DispatchOrder *, Muster__V1__ReceiptState);
/* Sends it and waits for the answer. That it can't be told is no fault of what the user asked for: nothing is said.
 */
void receipts_send (struct cli *, uint64_t order, Muster__V1__ReceiptState);

#endif
