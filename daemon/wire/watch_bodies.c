/* SPDX-License-Identifier: Apache-2.0 */
/* watch_bodies.c: the requests of the watch: the duty log. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

static const struct text_rule text_rule = { TEXT_MAX, TEXT_LINES, true };

bool
decode_log (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Log *from = body;
    struct log_args *to = &ret->command.log;
    return field_text (in, "log.text", from->text, &text_rule, &to->text) &&
           field_occurred (in, "log.happened_at_ms", from->has_happened_at_ms, from->happened_at_ms,
                           &to->happened_at) &&
           (!from->has_incident || field_id (in, "log.incident", true, from->incident, &to->incident)) &&
           field_code (in, "log.post", from->post, false, &to->post) &&
           (!from->has_corrects || field_id (in, "log.corrects", true, from->corrects, &to->corrects));
}
