/* SPDX-License-Identifier: Apache-2.0 */
/* import.h: an imported YAML text (a regulation profile, or a county's posts, people and teams) as a registry. */
#ifndef MUSTER_CONFIG_IMPORT_H
#define MUSTER_CONFIG_IMPORT_H

#include "core/command.h"

#include <stddef.h>

struct error;

/* text need not end in NUL; name is the file's, for messages. Returns 0; or -1 with `name:line:column: ...` about the
 * first fault, and *ret all zero. What is in the file is checked whole; contacts by code may be people that only the
 * desk knows. Ids in the entities are 0. */
int import_parse (const char *text, size_t size, const char *name, struct registry *ret, struct error *);
/* The rule of a stored calendar or roster, from its text. Returns 0; or -1 with the text of what is wrong. */
int import_calendar_rule (struct calendar *, struct error *);
int import_roster_rule (struct roster *, struct error *);
void import_free (struct registry *); /* takes a zeroed one; zeroes it */

#endif
