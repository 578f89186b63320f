/* SPDX-License-Identifier: Apache-2.0 */
/* names.h: what we have seen of people, teams and orders, so that a person reads names and not numbers. */
#ifndef MUSTER_CLI_NAMES_H
#define MUSTER_CLI_NAMES_H

#include "options.h"

#include <stdbool.h>
#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

struct cli;
struct names;

enum { NAMES_MAX = 50000 }; /* the oldest leave first */

struct names *names_create (void);
void names_destroy (struct names *);
/* Keeps a copy, unless the one it holds is newer. */
void names_learn (struct names *, const Muster__V1__Image *);
/* Owned by the caller; NULL of NULL. */
Muster__V1__Image *names_copy (const Muster__V1__Image *);
/* Borrowed: gone at the latest when the next thing is learnt, by finding a name, too. */
const Muster__V1__Image *names_find (const struct names *, Muster__V1__EntityKind, uint64_t id);
/* The next of this kind after that one (NULL = the first), in no particular order; NULL = end. */
const Muster__V1__Image *names_next (const struct names *, Muster__V1__EntityKind, const Muster__V1__Image *after);
/* The id behind a code; 0 = not held. */
uint64_t names_id_of_code (const struct names *, Muster__V1__EntityKind, const char *code);
/* Orders held that are not ended: of that incident, of that team (0 = any). */
unsigned names_open_orders (const struct names *, uint64_t incident, uint64_t team);
void names_forget (struct names *);

/* Asks the daemon for all of this kind, once; what we may not see stays a number. */
void names_load (struct cli *, Muster__V1__EntityKind);
/* Forbids asking (inside a callback of the feed); what is not held stays a number. */
void names_hold (struct names *, bool hold);

/* "消防一中队", or "T3" when it is not known. Owned. */
/* The id of the post whose code that option gives; fails, with a sentence, if there is none. */
enum exit_code names_post_meant (struct cli *, enum option, uint64_t *ret_id);
char *name_of (struct cli *, Muster__V1__EntityKind, uint64_t id);
/* The person behind a principal, or its code. Owned. */
char *name_principal (struct cli *, uint64_t id);
/* Who owes or who is told; NULL for nobody. Owned. */
char *name_target (struct cli *, const Muster__V1__Target *);
/* What the team's open orders make of it: "free", "en route O7, reserved O9"; with the names of orders loaded. Owned.
 */
char *names_team_status (const struct names *, uint64_t team, bool *ret_busy);
/* Of a receipt: "the team's console", or the person. Owned. */
char *name_recipient (struct cli *, const Muster__V1__Target *);
/* Who has not acknowledged yet, when everyone must; NULL for nobody. Owned. */
char *name_awaited (struct cli *, const Muster__V1__DispatchOrder *);
/* "acknowledge O7", "continuation report for I12"; of a whole kind: "acknowledge …". Owned. */
char *name_duty_kind (Muster__V1__ObligationKind);
char *name_duty (struct cli *, const Muster__V1__Obligation *);

/* The id that an image is of, and whether it is a drill's. */
uint64_t image_id (const Muster__V1__Image *);
bool image_is_drill (const Muster__V1__Image *);
/* Its code, for kinds that have one; NULL. */
const char *image_code (const Muster__V1__Image *);

#endif
