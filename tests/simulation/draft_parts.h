/* SPDX-License-Identifier: Apache-2.0 */
/* draft_parts.h: private to the drafts: one request while it is being written. */
#ifndef MUSTER_SIM_DRAFT_PARTS_H
#define MUSTER_SIM_DRAFT_PARTS_H

#include "sim.h"

#include <muster/v1/envelope.pb-c.h>

enum { TEXTS = 4, TEXT_ROOM = 64 };

struct drafting {
    struct world *w;
    const struct client *client;
    Muster__V1__Request request;
    union {
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
        Muster__V1__Consult consult;
        Muster__V1__LinkIncident link;
        Muster__V1__UnlinkIncident unlink;
        Muster__V1__Split split;
        Muster__V1__Move move;
        Muster__V1__DrillBegin drill_begin;
        Muster__V1__DrillEnd drill_end;
        Muster__V1__RollCallBegin roll_call;
        Muster__V1__RollCallWord roll_call_word;
        Muster__V1__RollCallEnd roll_call_end;
        Muster__V1__CommandEstablish command_establish;
        Muster__V1__CommandTransfer command_transfer;
        Muster__V1__CommandAccept command_accept;
        Muster__V1__CommandDissolve command_dissolve;
        Muster__V1__Import import;
        Muster__V1__Enrol enrol;
        Muster__V1__Revoke revoke;
        Muster__V1__Log log;
        Muster__V1__HandoverOpen handover_open;
        Muster__V1__HandoverAccept handover_accept;
        Muster__V1__HandoverWord handover_word;
        Muster__V1__HandoverSign handover_sign;
        Muster__V1__HandoverCancel handover_cancel;
        Muster__V1__Submit submit;
        Muster__V1__SignOff sign_off;
        Muster__V1__Send send;
        Muster__V1__SubmissionWithdraw submission_withdraw;
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
    } body;
    Muster__V1__Statement statement;
    Muster__V1__Figures figures;
    Muster__V1__Position position;
    char texts[TEXTS][TEXT_ROOM];
    int texts_count;
    uint8_t key[KEY_BYTES];
    uint64_t orders[2];
    char *participants[2];
    char *import_text;
    uint32_t items[HANDOVER_ITEMS_MAX];
    char *codes[4]; /* of teams, then of people */
    char *called[2];
};

#define ANY(d, list) ((char *)(uintptr_t)(list)[rng_below (&(d)->w->rng, sizeof (list) / sizeof (list)[0])])

bool chance (struct drafting *, unsigned per_mille);
char *text (struct drafting *, const char *word); /* the word and a number */
uint64_t any_id (struct drafting *, enum entity_kind);
char *any_team (struct drafting *);                                      /* a code */
char *any_person (struct drafting *);                                    /* likewise */
uint64_t likely_id (struct drafting *, enum entity_kind, uint64_t team); /* most often one that is open */

void draft_assess (struct drafting *);
void draft_consult (struct drafting *);
void draft_link (struct drafting *);
void draft_move (struct drafting *);
void draft_split (struct drafting *);
void draft_unlink (struct drafting *);
void draft_roll_call (struct drafting *);
void draft_roll_call_absent (struct drafting *);
void draft_roll_call_answer (struct drafting *);
void draft_roll_call_end (struct drafting *);
void draft_command_accept (struct drafting *);
void draft_command_dissolve (struct drafting *);
void draft_command_establish (struct drafting *);
void draft_command_transfer (struct drafting *);
void draft_assign (struct drafting *);
void draft_check_in (struct drafting *);
void draft_check_out (struct drafting *);
void draft_close (struct drafting *);
void draft_continue (struct drafting *);
void draft_control (struct drafting *);
void draft_dispatch (struct drafting *);
void draft_handover (struct drafting *);
void draft_handover_open (struct drafting *);
void draft_drill_begin (struct drafting *);
void draft_drill_end (struct drafting *);
void draft_hold (struct drafting *);
void draft_log (struct drafting *);
void draft_submit (struct drafting *);
void draft_sign_off (struct drafting *);
void draft_send (struct drafting *);
void draft_submission_withdraw (struct drafting *);
void draft_mark_contact (struct drafting *);
void draft_shelve (struct drafting *);
void draft_unshelve (struct drafting *);
void draft_merge (struct drafting *);
void draft_reopen (struct drafting *);
void draft_receipt (struct drafting *);
void draft_reassign (struct drafting *);
void draft_report (struct drafting *);
void draft_resume (struct drafting *);
void draft_roster_plan (struct drafting *);
void draft_rung (struct drafting *);
void draft_settle_gap (struct drafting *);
void draft_swap_answer (struct drafting *);
void draft_swap_propose (struct drafting *);
void draft_unmerge (struct drafting *);

#endif
