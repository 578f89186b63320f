/* SPDX-License-Identifier: Apache-2.0 */
/* apply.h: private to the core: the only code that changes an entity, live and in replay. */
#ifndef MUSTER_CORE_APPLY_H
#define MUSTER_CORE_APPLY_H

#include "core/desk.h"

struct error;

/* What each event of a handover does to it (handover_apply.c). */
void handover_item_added (struct desk *, struct entity *, const struct event *);
void handover_items_accepted (struct desk *, struct entity *, const struct event *);
void handover_accepted (struct desk *, struct entity *, const struct event *);
void handover_objected (struct desk *, struct entity *, const struct event *);
void handover_answered (struct desk *, struct entity *, const struct event *);
void handover_signed (struct desk *, struct entity *, const struct event *);
void handover_cancelled (struct desk *, struct entity *, const struct event *);
/* Puts something at the end of the list; what does not fit is counted by the last item. */
void handover_list (struct handover *, const struct handover_item *);

/* And of a roll call and its answers (roll_call_apply.c). */
void roll_call_begun (struct desk *, struct entity *, const struct event *);
void roll_call_counted (struct desk *, struct entity *, const struct event *);
void roll_call_ended (struct desk *, struct entity *, const struct event *);
void roll_call_answer_called_again (struct desk *, struct entity *, const struct event *);
void roll_call_answer_settled (struct desk *, struct entity *, const struct event *);

/* Applies the next event. Returns -1 with a text, and changes nothing, if it can't follow the state. */
int apply_event (struct desk *, const struct event *, struct error *);

#endif
