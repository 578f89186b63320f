/* SPDX-License-Identifier: Apache-2.0 */
/* county_calendar.c: public holidays and make-up working days, and what makes a calendar contradict itself. */
#include "config/county_parts.h"
#include "config/values.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

struct span_draft {
    char *name;
    char *from, *to; /* dates; to NULL = the same day */
};

struct calendar_draft {
    char code[CODE_MAX + 1];
    char *title;
    struct bound_list holidays, working_days; /* struct span_draft */
};

static const struct row span_rows[] = {
    { .key = "from",
      .type = BIND_STRING,
      BIND_FIELD (struct span_draft, from),
      .min = 1,
      .max = CODE_MAX,
      .check = check_date,
      .required = true,
      .help = "the first day" },
    { .key = "to",
      .type = BIND_STRING,
      BIND_FIELD (struct span_draft, to),
      .min = 1,
      .max = CODE_MAX,
      .check = check_date,
      .help = "the last day; left out: the same" },
    { .key = "name",
      .type = BIND_STRING,
      BIND_FIELD (struct span_draft, name),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .help = "what it is called" },
};
static const struct schema span_schema = BIND_SCHEMA (span_rows, struct span_draft);

static const struct row calendar_rows[] = {
    { .key = "code",
      .type = BIND_CODE,
      BIND_FIELD (struct calendar_draft, code),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "a short code, unique in its list" },
    { .key = "title",
      .type = BIND_STRING,
      BIND_FIELD (struct calendar_draft, title),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .required = true,
      .help = "by whose announcement" },
    { .key = "holidays",
      .type = BIND_MAPS,
      BIND_FIELD (struct calendar_draft, holidays),
      .min = 0,
      .max = CALENDAR_SPANS_MAX,
      .sub = &span_schema,
      .help = "public holidays" },
    { .key = "working_days",
      .type = BIND_MAPS,
      BIND_FIELD (struct calendar_draft, working_days),
      .min = 0,
      .max = CALENDAR_SPANS_MAX,
      .sub = &span_schema,
      .help = "Saturdays and Sundays that are worked to make up for holidays" },
};
const struct schema calendar_schema = BIND_SCHEMA (calendar_rows, struct calendar_draft);

static int
check_weekend (const struct node *node, const struct day_span *span, struct error *error)
{
    for (int64_t day = span->first; day <= span->last; day++)
        if (weekday_of (day) < SATURDAY) {
            struct civil_date date = civil_from_days (day);
            return node_fail (node_find (node, "from"), error, "%04d-%02u-%02u is a working day anyway", date.year,
                              date.month, date.day);
        }
    return 0;
}

static int
check_span (const struct node *node, const struct day_span *span, const struct calendar *calendar,
            const uint32_t *lines, struct error *error)
{
    if (span->last < span->first)
        return node_fail (node_find (node, "to"), error, "is before the first day");
    if (span->last - span->first > ROSTER_STEP_DAYS_MAX)
        return node_fail (node_find (node, "to"), error, "is more than a year after the first day");
    for (size_t i = 0; i < calendar->spans_count; i++) {
        const struct day_span *other = &calendar->spans[i];
        if (span->first <= other->last && other->first <= span->last)
            return node_fail (node_find (node, "from"), error, "overlaps with %s on line %u",
                              other->working ? "the working days" : "the holiday", lines[i]);
    }
    if (calendar->spans_count == CALENDAR_SPANS_MAX)
        return node_fail (node, error, "at most %d holidays and make-up days in one calendar", CALENDAR_SPANS_MAX);
    return span->working ? check_weekend (node, span, error) : 0;
}

static int
take_spans (const struct node *list, const struct bound_list *bound, bool working, struct calendar *ret,
            uint32_t *lines, struct error *error)
{
    const struct span_draft *drafts = bound->items;
    const struct node *node = list ? list->first : NULL;
    for (size_t i = 0; i < bound->count; i++, node = node->next) {
        struct day_span span = { .first = date_value (drafts[i].from), .working = working };
        span.last = drafts[i].to ? date_value (drafts[i].to) : span.first;
        if (check_span (node, &span, ret, lines, error) == -1)
            return -1;
        lines[ret->spans_count] = node->line;
        ret->spans[ret->spans_count++] = span;
    }
    return 0;
}

int
calendar_take (const struct node *node, const void *bound, struct calendar *ret, struct error *error)
{
    const struct calendar_draft *draft = bound;
    uint32_t lines[CALENDAR_SPANS_MAX] = { 0 };
    *ret = (struct calendar){ .entity = { .kind = ENTITY_CALENDAR, .log_slot = SIZE_MAX } };
    if (take_spans (node_find (node, "holidays"), &draft->holidays, false, ret, lines, error) == -1 ||
        take_spans (node_find (node, "working_days"), &draft->working_days, true, ret, lines, error) == -1)
        return -1;
    if (ret->spans_count == 0)
        return node_fail (node, error, "no holidays and no working_days in it");
    strcpy (ret->code, draft->code);
    ret->title = xstrdup (draft->title);
    ret->text = node_copy (node);
    return 0;
}
