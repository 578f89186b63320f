/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_failure.h: errors of PostgreSQL and libpq, classified and put into a sentence. */
#ifndef MUSTER_STORE_POSTGRES_FAILURE_H
#define MUSTER_STORE_POSTGRES_FAILURE_H

#include "store/postgres_session.h"

void failure_from_result (struct failure *, const PGresult *);
void failure_from_connection (struct failure *, PGconn *);
int failure_say (struct failure *, bool fatal, const char *text); /* always returns -1 */

#endif
