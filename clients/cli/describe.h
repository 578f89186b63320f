/* SPDX-License-Identifier: Apache-2.0 */
/* describe.h: parts of pages that several verbs print: marks, levels, due times, lines of a card. */
#ifndef MUSTER_CLI_DESCRIBE_H
#define MUSTER_CLI_DESCRIBE_H

#include "terminal.h"

#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

struct cli;

/* "I12", with the drill mark when it is one; the style to print it in. Owned. */
char *describe_reference (Muster__V1__EntityKind, uint64_t id, bool drill, enum style *ret_style);
/* "major", "major (estimated)". Owned. */
char *describe_level (const Muster__V1__Incident *);
/* "14:10:07, in 4 min 2 s", "14:10:07, OVERDUE by 3 min 1 s". Owned. */
char *describe_due (const Muster__V1__Obligation *, int64_t now_ms, enum style *ret_style);
/* "35.86230, 111.44120"; NULL if there is none. Owned. */
char *describe_position (const Muster__V1__Position *);
/* "20700 fire". Owned. */
char *describe_type (uint32_t code);
/* "phone" in the user's language; NULL if there is none. Owned. */
char *describe_channel (const char *);
/* The text, or NULL, without anything that moves the cursor. Owned. */
char *describe_text (const char *);
/* The time, or NULL for absent. Owned. */
char *describe_time (protobuf_c_boolean has, int64_t ms);

/* "I12  ", to begin a line with. */
void print_reference (Muster__V1__EntityKind, uint64_t id);
/* "  label   text"; takes the text over; nothing if it is NULL. */
void card_line (const char *label, char *text);
void card_heading (const char *text);
/* A line of a journal: time, mark, reference, sentence, who. Takes the texts over. */
void journal_line (int64_t at_ms, bool drill, char *reference, enum style, char *sentence, char *who);

#endif
