/* SPDX-License-Identifier: Apache-2.0 */
/* sentences.h: a journal entry as a sentence that a person can read. */
#ifndef MUSTER_CLI_SENTENCES_H
#define MUSTER_CLI_SENTENCES_H

#include <stdbool.h>

#include "muster/v1/envelope.pb-c.h"
#include "terminal.h"

struct cli;

/* What happened. image: the changed entity as it came with the event, NULL = the one born in it or seen before.
 * Owned. */
char *sentence_text (struct cli *, const Muster__V1__Event *, const Muster__V1__Image *image);
/* What an image says when no event came with it (after a lost line). Owned. */
char *sentence_state (struct cli *, const Muster__V1__Image *);
/* Who did it; "Muster" for a timer. Owned. */
char *sentence_who (struct cli *, const Muster__V1__Event *);
/* How loud it is on a screen. */
enum style sentence_style (Muster__V1__EventKind);
/* Does this kind of event have a sentence of its own? For the test that all have. */
bool sentence_exists (Muster__V1__EventKind);

#endif
