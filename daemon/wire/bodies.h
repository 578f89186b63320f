/* SPDX-License-Identifier: Apache-2.0 */
/* bodies.h: what a request can ask for, one row for each. */
#ifndef MUSTER_WIRE_BODIES_H
#define MUSTER_WIRE_BODIES_H

#include "wire/fields.h"

struct body_handler {
    enum action action;
    /* body points to the protobuf-c message of that case */
    bool (*decode) (struct reader *, const void *body, struct request *ret);
};

/* Those of command: command_bodies.c. */
bool decode_activate (struct reader *, const void *body, struct request *ret);
bool decode_adjust (struct reader *, const void *body, struct request *ret);
bool decode_terminate (struct reader *, const void *body, struct request *ret);
bool decode_instruct (struct reader *, const void *body, struct request *ret);
bool decode_feedback (struct reader *, const void *body, struct request *ret);
bool decode_instruction_close (struct reader *, const void *body, struct request *ret);

/* Those of assignments: order_bodies.c. */
bool decode_receipt (struct reader *, const void *body, struct request *ret);
bool decode_reassign (struct reader *, const void *body, struct request *ret);
/* Those of the watch: watch_bodies.c. */
bool decode_log (struct reader *, const void *body, struct request *ret);
/* Those of link_bodies.c. */
bool decode_link (struct reader *, const void *body, struct request *ret);
bool decode_unlink (struct reader *, const void *body, struct request *ret);
bool decode_move (struct reader *, const void *body, struct request *ret);

/* Those of what goes up: submission_bodies.c. */
bool decode_submit (struct reader *, const void *body, struct request *ret);
bool decode_sign_off (struct reader *, const void *body, struct request *ret);
bool decode_send (struct reader *, const void *body, struct request *ret);
bool decode_submission_withdraw (struct reader *, const void *body, struct request *ret);
/* Those of drill_bodies.c. */
bool decode_drill_begin (struct reader *, const void *body, struct request *ret);
bool decode_drill_end (struct reader *, const void *body, struct request *ret);
/* Those of roll_call_bodies.c. */
bool decode_roll_call (struct reader *, const void *body, struct request *ret);
bool decode_roll_call_answer (struct reader *, const void *body, struct request *ret);
bool decode_roll_call_absent (struct reader *, const void *body, struct request *ret);
bool decode_roll_call_end (struct reader *, const void *body, struct request *ret);
/* Those of field_command_bodies.c. */
bool decode_consult (struct reader *, const void *body, struct request *ret);
bool decode_command_establish (struct reader *, const void *body, struct request *ret);
bool decode_command_transfer (struct reader *, const void *body, struct request *ret);
bool decode_command_accept (struct reader *, const void *body, struct request *ret);
bool decode_command_dissolve (struct reader *, const void *body, struct request *ret);
bool decode_handover_open (struct reader *, const void *body, struct request *ret);
bool decode_handover_accept (struct reader *, const void *body, struct request *ret);
bool decode_handover_object (struct reader *, const void *body, struct request *ret);
bool decode_handover_answer (struct reader *, const void *body, struct request *ret);
bool decode_handover_sign (struct reader *, const void *body, struct request *ret);
bool decode_handover_cancel (struct reader *, const void *body, struct request *ret);
/* Those of the roster: roster_bodies.c. */
bool decode_assign (struct reader *, const void *body, struct request *ret);
bool decode_settle_gap (struct reader *, const void *body, struct request *ret);
bool decode_swap_propose (struct reader *, const void *body, struct request *ret);
bool decode_swap_accept (struct reader *, const void *body, struct request *ret);
bool decode_swap_decline (struct reader *, const void *body, struct request *ret);
bool decode_shelve (struct reader *, const void *body, struct request *ret);
bool decode_unshelve (struct reader *, const void *body, struct request *ret);
bool decode_mark_contact (struct reader *, const void *body, struct request *ret);
bool decode_roster_plan (struct reader *, const void *body, struct request *ret);

/* NULL = no such body. */
const struct body_handler *body_handler_find (unsigned body_case);

#endif
