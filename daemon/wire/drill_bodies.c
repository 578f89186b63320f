/* SPDX-License-Identifier: Apache-2.0 */
/* drill_bodies.c: the requests about drills. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

enum { WITHIN_MIN_MS = 1000 };
#define WITHIN_MAX_MS (45 * 86400000U)

static const struct text_rule title_rule = { NAME_MAX_BYTES, TEXT_LINE, true };
static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, true };

static bool
decode_codes (struct reader *in, const char *path, char **codes, size_t count, struct code_list *to)
{
    if (count > DRILL_PARTICIPANTS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, path, (int64_t)count, DRILL_PARTICIPANTS_MAX);
    for (size_t i = 0; i < count; i++) {
        const char *code;
        if (!field_code (in, path, codes[i], true, &code))
            return false;
    }
    *to = (struct code_list){ (const char *const *)codes, count };
    return true;
}

bool
decode_drill_begin (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__DrillBegin *from = body;
    struct drill_args *to = &ret->command.drill;
    to->everybody = from->everybody;
    return field_text (in, "drill_begin.title", from->title, &title_rule, &to->title) &&
           decode_codes (in, "drill_begin.teams", from->teams, from->n_teams, &to->teams) &&
           decode_codes (in, "drill_begin.people", from->people, from->n_people, &to->people) &&
           decode_codes (in, "drill_begin.posts", from->posts, from->n_posts, &to->posts) &&
           field_number (in, "drill_begin.within_ms", from->has_within_ms, from->within_ms, WITHIN_MIN_MS,
                         WITHIN_MAX_MS, &to->within_ms);
}

bool
decode_drill_end (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__DrillEnd *from = body;
    struct drill_args *to = &ret->command.drill;
    return (!from->has_drill || field_id (in, "drill_end.drill", true, from->drill, &to->drill)) &&
           field_text (in, "drill_end.reason", from->reason, &reason_rule, &to->reason);
}
