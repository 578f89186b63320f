/* SPDX-License-Identifier: Apache-2.0 */
/* wire_draft.h: a good request of each sort, for tests to send or to spoil. */
#ifndef MUSTER_TESTS_WIRE_DRAFT_H
#define MUSTER_TESTS_WIRE_DRAFT_H

#include "core/limits.h"
#include <stdbool.h>

#include "muster/v1/envelope.pb-c.h"
#include "util/buffer.h"

#define DRAFT_NOW 1790000000000LL

struct draft {
    Muster__V1__Request request;
    Muster__V1__Report report;
    Muster__V1__Continue continuation;
    Muster__V1__Assess assess;
    Muster__V1__Dispatch dispatch;
    Muster__V1__Rung rung;
    Muster__V1__Reassign reassign;
    Muster__V1__Receipt receipt;
    Muster__V1__CheckIn check_in;
    Muster__V1__CheckOut check_out;
    Muster__V1__Close close;
    Muster__V1__Reopen reopen;
    Muster__V1__Hold hold;
    Muster__V1__Control control;
    Muster__V1__Resume resume;
    Muster__V1__Merge merge;
    Muster__V1__Unmerge unmerge;
    Muster__V1__Import import;
    Muster__V1__Enrol enrol;
    Muster__V1__Revoke revoke;
    Muster__V1__Activate activate;
    Muster__V1__Adjust adjust;
    Muster__V1__Terminate terminate;
    Muster__V1__Instruct instruct;
    Muster__V1__Feedback feedback;
    Muster__V1__InstructionClose instruction_close;
    Muster__V1__Log log;
    Muster__V1__Consult consult;
    char *participants[PARTICIPANTS_MAX + 1];
    Muster__V1__LinkIncident link;
    Muster__V1__UnlinkIncident unlink;
    Muster__V1__Split split;
    Muster__V1__Move move;
    uint64_t orders[SPLIT_ORDERS_MAX + 1];
    Muster__V1__Submit submit;
    Muster__V1__SignOff sign_off;
    Muster__V1__Send send;
    Muster__V1__SubmissionWithdraw submission_withdraw;
    Muster__V1__RollCallBegin roll_call;
    Muster__V1__RollCallWord roll_call_word;
    Muster__V1__RollCallEnd roll_call_end;
    char *codes[3];
    Muster__V1__CommandEstablish command_establish;
    Muster__V1__CommandTransfer command_transfer;
    Muster__V1__CommandAccept command_accept;
    Muster__V1__CommandDissolve command_dissolve;
    Muster__V1__HandoverOpen handover_open;
    Muster__V1__HandoverAccept handover_accept;
    Muster__V1__HandoverWord handover_word;
    Muster__V1__HandoverSign handover_sign;
    Muster__V1__HandoverCancel handover_cancel;
    uint32_t items[3];
    Muster__V1__DrillBegin drill_begin;
    Muster__V1__DrillEnd drill_end;
    char *drill_teams[2], *drill_people[1], *drill_posts[1];
    Muster__V1__Assign assign;
    Muster__V1__SettleGap settle_gap;
    Muster__V1__SwapPropose swap_propose;
    Muster__V1__SwapAnswer swap_answer;
    Muster__V1__MarkContact mark_contact;
    Muster__V1__Shelve shelve;
    Muster__V1__Unshelve unshelve;
    Muster__V1__RosterPlan roster_plan;
    Muster__V1__List list;
    Muster__V1__Show show;
    Muster__V1__Journal journal;
    Muster__V1__Status status;
    Muster__V1__Principals principals;
    Muster__V1__Verify verify;
    Muster__V1__Sync sync;
    Muster__V1__Statement statement;
    Muster__V1__Figures figures;
    Muster__V1__Position position;
    uint8_t id[16];
    uint8_t key[32];
};

/* Every body there is, ending with MUSTER__V1__REQUEST__BODY__NOT_SET. */
extern const Muster__V1__Request__BodyCase draft_bodies[];

/* A good request with that body and every field set. It must not move. */
void draft_init (struct draft *, Muster__V1__Request__BodyCase body);
void draft_pack (const struct draft *, struct buffer *ret_bytes);

#endif
