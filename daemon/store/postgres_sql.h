/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_sql.h: the text of the statements that write a batch. Each call replaces what the buffer holds by one
 * statement, ended by a NUL. */
#ifndef MUSTER_STORE_POSTGRES_SQL_H
#define MUSTER_STORE_POSTGRES_SQL_H

#include "core/entities.h"
#include "util/buffer.h"

/* What a batch touches besides the journal: a bit for each kind's newborn rows, one for its changed rows, one for the
 * commands. */
typedef uint64_t sql_parts;
enum { SQL_COMMANDS = 1 };

sql_parts sql_part (enum entity_kind, bool newborn);
/* Of the statement that joins them. */
int sql_params_count (sql_parts);

/* Parameters: centre, epoch, first seq (0 = no entry follows). Raises unless we lead and the journal ends before it.
 */
void sql_make_fence (struct buffer *, bool renew);
/* Parameter: an array of the table's rows. */
void sql_make_journal (struct buffer *);
void sql_make_commands (struct buffer *);
void sql_make_rows (struct buffer *, enum entity_kind, bool newborn);
/* All of it: the fence's parameters, the journal's rows, then those of each part, by kind and the changed ones first,
 * then the commands. */
void sql_make_joined (struct buffer *, sql_parts);

#endif
