/* SPDX-License-Identifier: Apache-2.0 */
/* describe.c: parts of pages that several verbs print. */
#include "describe.h"

#include "i18n.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>

enum { CARD_LABEL_COLUMNS = 16, REFERENCE_COLUMNS = 6 };

char *
describe_reference (Muster__V1__EntityKind kind, uint64_t id, bool drill, enum style *ret_style)
{
    char *reference = reference_text (kind, id);
    *ret_style = drill ? STYLE_DRILL : STYLE_PLAIN;
    if (!drill)
        return reference;
    char *text = text_format ("%s %s", reference, _ ("DRILL"));
    free (reference);
    return text;
}

char *
describe_level (const Muster__V1__Incident *incident)
{
    if (incident->level_confirmed > 0 && incident->level != incident->level_confirmed) /* the figures went on */
        return text_format (_ ("%s by the figures, confirmed: %s"), word_level (incident->level),
                            word_level (incident->level_confirmed));
    if (incident->level_confirmed > 0)
        return text_copy (word_level (incident->level_confirmed));
    if (incident->level == 0)
        return text_copy (word_level (incident->level));
    return text_format (_ ("%s (estimated)"), word_level (incident->level));
}

char *
describe_due (const Muster__V1__Obligation *obligation, int64_t now_ms, enum style *ret_style)
{
    int64_t left_ms = obligation->due_at_ms - now_ms;
    bool overdue = obligation->state == MUSTER__V1__OBLIGATION_STATE__OBLIGATION_STATE_OVERDUE || left_ms < 0;
    bool live = overdue || obligation->state == MUSTER__V1__OBLIGATION_STATE__OBLIGATION_STATE_ARMED;
    char *due = time_text_near (obligation->due_at_ms, now_ms);
    *ret_style = STYLE_PLAIN;
    if (obligation->has_ended_at_ms || !live)
        return due;
    *ret_style = overdue ? STYLE_ALARM : STYLE_PLAIN;
    if (obligation->has_shelved_until_ms) { /* quiet, but not done */
        char *until = time_text_near (obligation->shelved_until_ms, now_ms);
        char *quiet = text_format (_ ("%s, OVERDUE, shelved until %s"), due, until);
        *ret_style = STYLE_WARN;
        free (until);
        free (due);
        return quiet;
    }
    char *span = duration_text (left_ms);
    char *text = text_format (overdue ? _ ("%s, OVERDUE by %s") : _ ("%s, in %s"), due, span);
    free (due);
    free (span);
    return text;
}

char *
describe_position (const Muster__V1__Position *position)
{
    return position == NULL ? NULL : text_format ("%.5f, %.5f", position->latitude, position->longitude);
}

char *
describe_type (uint32_t code)
{
    return code == 0 ? NULL : text_format ("%u %s", code, word_event_type (code));
}

char *
describe_channel (const char *channel)
{
    return channel == NULL || channel[0] == '\0' ? NULL : text_clean (word_channel (channel), false);
}

char *
describe_text (const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : text_clean (text, false);
}

char *
describe_time (protobuf_c_boolean has, int64_t ms)
{
    return has ? time_text (ms) : NULL;
}

void
card_line (const char *label, char *text)
{
    if (text == NULL)
        return;
    printf ("  %s", label);
    for (size_t used = text_width (label); used < CARD_LABEL_COLUMNS; used++)
        putchar (' ');
    printf ("%s\n", text);
    free (text);
}

void
card_heading (const char *text)
{
    putchar ('\n');
    terminal_print (stdout, STYLE_BOLD, text);
    putchar ('\n');
}

void
journal_line (int64_t at_ms, bool drill, char *reference, enum style style, char *sentence, char *who)
{
    char *time = time_text (at_ms);
    terminal_print (stdout, STYLE_FAINT, time);
    fputs ("  ", stdout);
    if (drill) {
        terminal_print (stdout, STYLE_DRILL, _ ("DRILL"));
        fputs ("  ", stdout);
    }
    terminal_print (stdout, STYLE_BOLD, reference);
    size_t used = text_width (reference);
    do
        putchar (' '); /* one at least: "post 12" fills its column */
    while (++used < REFERENCE_COLUMNS);
    terminal_print (stdout, style, sentence);
    printf (who != NULL ? "  — %s\n" : "\n", who);
    free (time);
    free (reference);
    free (sentence);
    free (who);
}

void
print_reference (Muster__V1__EntityKind kind, uint64_t id)
{
    char *reference = reference_text (kind, id);
    printf ("%s  ", reference);
    free (reference);
}
