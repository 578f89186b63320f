/* SPDX-License-Identifier: Apache-2.0 */
/* names.c: the word for each enumerated value: the same in SQL, JSON and YAML. */
#include "core/entities.h"

const struct figures figures_unknown = { FIGURE_UNKNOWN, FIGURE_UNKNOWN, FIGURE_UNKNOWN, FIGURE_UNKNOWN,
                                         FIGURE_UNKNOWN, FIGURE_UNKNOWN, FIGURE_UNKNOWN, FIGURE_UNKNOWN,
                                         FIGURE_UNKNOWN, FIGURE_UNKNOWN };

const char *const event_level_names[EVENT_LEVELS] = {
    [LEVEL_NONE] = "none",   [LEVEL_ORDINARY] = "ordinary",           [LEVEL_SIGNIFICANT] = "significant",
    [LEVEL_MAJOR] = "major", [LEVEL_EXTRAORDINARY] = "extraordinary",
};

const char *const obligation_kind_names[OBLIGATION_KINDS] = {
    [OBLIGATION_NONE] = "none",
    [OBLIGATION_ACKNOWLEDGE_ORDER] = "acknowledge_order",
    [OBLIGATION_DEPART_ORDER] = "depart_order",
    [OBLIGATION_ARRIVE_ORDER] = "arrive_order",
    [OBLIGATION_COMPLETE_ORDER] = "complete_order",
    [OBLIGATION_REPORT] = "report",
    [OBLIGATION_SIGN_OFF] = "sign_off",
    [OBLIGATION_SEND_REPORT] = "send_report",
    [OBLIGATION_ASSIGN_TEAM] = "assign_team",
    [OBLIGATION_SIGN_HANDOVER] = "sign_handover",
    [OBLIGATION_CHECK_IN] = "check_in",
    [OBLIGATION_SHIFT_SWAP] = "shift_swap",
    [OBLIGATION_ROSTER_GAP] = "roster_gap",
    [OBLIGATION_ANSWER_ROLL_CALL] = "answer_roll_call",
    [OBLIGATION_ROLL_CALL_DUE] = "roll_call_due",
    [OBLIGATION_STATUS_CHECK] = "status_check",
    [OBLIGATION_DISTRESS_ORDER] = "distress_order",
    [OBLIGATION_REVIEW_RESPONSE] = "review_response",
    [OBLIGATION_INSTRUCTION_FEEDBACK] = "instruction_feedback",
    [OBLIGATION_END_DRILL] = "end_drill",
    [OBLIGATION_CONFIRM_RECALL] = "confirm_recall",
    [OBLIGATION_RELEASE_ORDER] = "release_order",
    [OBLIGATION_ACCEPT_COMMAND] = "accept_command",
};

const char *const target_kind_names[TARGET_KINDS] = {
    [TARGET_NONE] = "none",
    [TARGET_OWNER] = "owner",
    [TARGET_TEAM] = "team",
    [TARGET_PERSON] = "person",
    [TARGET_POST] = "post",
    [TARGET_DUTY_OFFICER] = "duty_officer",
    [TARGET_DUTY_LEADER] = "duty_leader",
    [TARGET_CONTACT] = "contact",
    [TARGET_ON_POST] = "on_post",
};

const char *const step_action_names[STEP_ACTIONS] = {
    [STEP_TELL] = "tell",     [STEP_NEXT_TEAM] = "next_team", [STEP_RELEASE] = "release",
    [STEP_ABSENT] = "absent", [STEP_EXPIRE] = "expire",       [STEP_REOPEN] = "reopen",
    [STEP_MISS] = "miss",     [STEP_DISTRESS] = "distress",
};

const char *const busy_rule_names[BUSY_RULES] = {
    [BUSY_WARN] = "warn", [BUSY_ALLOW] = "allow", [BUSY_REFUSE] = "refuse"
};

const char *const skip_reason_names[SKIP_REASONS] = {
    [SKIP_NONE] = "none",
    [SKIP_NOBODY_ON_DUTY] = "nobody_on_duty",
    [SKIP_NO_CONTACT] = "no_contact",
    [SKIP_NO_PHONE] = "no_phone",
    [SKIP_UNKNOWN_PERSON] = "unknown_person",
    [SKIP_UNKNOWN_POST] = "unknown_post",
    [SKIP_NO_TEAM_LEFT] = "no_team_left",
    [SKIP_OUTSIDE_DRILL] = "outside_drill",
    [SKIP_LIMIT] = "limit",
    [SKIP_ANSWERED] = "answered",
    [SKIP_IN_DISTRESS] = "in_distress",
    [SKIP_NOT_NOW] = "not_now",
};

const char *const team_kind_names[TEAM_KINDS] = {
    [0] = "none",
    [TEAM_NATIONAL] = "national",
    [TEAM_PROFESSIONAL] = "professional",
    [TEAM_GRASSROOTS] = "grassroots",
    [TEAM_SOCIAL] = "social",
};

const char *const role_names[ROLES] = {
    [ROLE_NONE] = "none",
    [ROLE_ADMIN] = "admin",
    [ROLE_DUTY_LEADER] = "duty_leader",
    [ROLE_DUTY_OFFICER] = "duty_officer",
    [ROLE_TEAM_LEADER] = "team_leader",
    [ROLE_SYSTEM] = "system",
    [ROLE_OBSERVER] = "observer",
};

const char *const principal_state_names[PRINCIPAL_STATES] = {
    [PRINCIPAL_NEW] = "new",
    [PRINCIPAL_ENROLLED] = "enrolled",
    [PRINCIPAL_REVOKED] = "revoked",
};

const char *const incident_state_names[INCIDENT_STATES] = {
    [INCIDENT_NEW] = "new",       [INCIDENT_REPORTED] = "reported", [INCIDENT_RESPONDING] = "responding",
    [INCIDENT_CLOSED] = "closed", [INCIDENT_ON_HOLD] = "on_hold",   [INCIDENT_CONTROLLED] = "controlled",
};

const char *const disposition_names[DISPOSITIONS] = {
    [DISPOSITION_NONE] = "none",
    [DISPOSITION_RESOLVED] = "resolved",
    [DISPOSITION_FALSE_ALARM] = "false_alarm",
    [DISPOSITION_MERGED] = "merged",
    [DISPOSITION_TRANSFERRED] = "transferred",
};

const char *const link_kind_names[LINK_KINDS] = {
    [LINK_NONE] = "none",           [LINK_RELATED] = "related", [LINK_PARENT] = "parent", [LINK_CHILD] = "child",
    [LINK_SECONDARY] = "secondary", [LINK_DERIVED] = "derived", [LINK_SPLIT] = "split",   [LINK_ORIGIN] = "origin",
};

const char *const report_kind_names[REPORT_KINDS] = {
    [0] = "none",
    [REPORT_INITIAL] = "initial_report",
    [REPORT_CONTINUATION] = "continuation_report",
    [REPORT_FINAL] = "final_report",
    [REPORT_SUPPLEMENTARY] = "supplementary_report",
    [REPORT_VERIFIED] = "verified_report",
    [REPORT_NIL] = "nil_report",
};

const char *const report_field_names[REPORT_FIELDS] = {
    [REPORT_FIELD_OCCURRED] = "occurred",
    [REPORT_FIELD_TYPE] = "type",
    [REPORT_FIELD_POSITION] = "position",
    [REPORT_FIELD_LEVEL] = "level",
    [REPORT_FIELD_DEAD] = "dead",
    [REPORT_FIELD_MISSING] = "missing",
    [REPORT_FIELD_TRAPPED] = "trapped",
    [REPORT_FIELD_INJURED_SERIOUS] = "injured_serious",
    [REPORT_FIELD_INJURED_SLIGHT] = "injured_slight",
    [REPORT_FIELD_ENDANGERED] = "endangered",
    [REPORT_FIELD_LOSS] = "loss",
    [REPORT_FIELD_COURSE] = "course",
    [REPORT_FIELD_MEASURES] = "measures",
    [REPORT_FIELD_CALLER_NAME] = "caller_name",
    [REPORT_FIELD_CALLER_PHONE] = "caller_phone",
    [REPORT_FIELD_CALLER_POST] = "caller_post",
    [REPORT_FIELD_ALREADY_TOLD] = "already_told",
};

const char *const stage_from_names[STAGE_FROMS] = {
    [STAGE_FROM_INTAKE] = "intake",
    [STAGE_FROM_OCCURRED] = "occurred",
    [STAGE_FROM_LEVEL] = "level",
    [STAGE_FROM_CASUALTIES] = "casualties",
    [STAGE_FROM_CONTROLLED] = "controlled",
    [STAGE_FROM_CLOSED] = "closed",
    [STAGE_FROM_DAY] = "day",
};

const char *const stage_met_by_names[STAGE_MET_BYS] = {
    [STAGE_MET_BY_SENT] = "sent", [STAGE_MET_BY_FILED] = "filed"
};

const char *const submission_state_names[SUBMISSION_STATES] = {
    [SUBMISSION_NEW] = "new",   [SUBMISSION_DRAFTED] = "drafted",     [SUBMISSION_SIGNED] = "signed",
    [SUBMISSION_SENT] = "sent", [SUBMISSION_WITHDRAWN] = "withdrawn",
};

const char *const order_state_names[ORDER_STATES] = {
    [ORDER_NEW] = "new",           [ORDER_ISSUED] = "issued",         [ORDER_ACKNOWLEDGED] = "acknowledged",
    [ORDER_EN_ROUTE] = "en_route", [ORDER_ON_SCENE] = "on_scene",     [ORDER_COMPLETED] = "completed",
    [ORDER_DECLINED] = "declined", [ORDER_EXPIRED] = "expired",       [ORDER_CANCELLED] = "cancelled",
    [ORDER_RECALLED] = "recalled", [ORDER_STOOD_DOWN] = "stood_down", [ORDER_RESERVED] = "reserved",
};

const char *const receipt_state_names[RECEIPT_STATES] = {
    [RECEIPT_NONE] = "none",           [RECEIPT_QUEUED] = "queued", [RECEIPT_HANDED_OVER] = "handed_over",
    [RECEIPT_DELIVERED] = "delivered", [RECEIPT_SEEN] = "seen",     [RECEIPT_ACKNOWLEDGED] = "acknowledged",
};

const char *const shift_state_names[SHIFT_STATES] = {
    [SHIFT_NEW] = "new",
    [SHIFT_ON_DUTY] = "on_duty",
    [SHIFT_OFF_DUTY] = "off_duty",
};

const char *const handover_state_names[HANDOVER_STATES] = {
    [HANDOVER_NEW] = "new",       [HANDOVER_OPENED] = "opened",       [HANDOVER_ACCEPTED] = "accepted",
    [HANDOVER_SIGNED] = "signed", [HANDOVER_CANCELLED] = "cancelled",
};

const char *const handover_item_state_names[HANDOVER_ITEM_STATES] = {
    [HANDOVER_ITEM_OPEN] = "open",
    [HANDOVER_ITEM_ACCEPTED] = "accepted",
    [HANDOVER_ITEM_OBJECTED] = "objected",
    [HANDOVER_ITEM_ANSWERED] = "answered",
};

const char *const obligation_state_names[OBLIGATION_STATES] = {
    [OBLIGATION_NEW] = "new",
    [OBLIGATION_ARMED] = "armed",
    [OBLIGATION_OVERDUE] = "overdue",
    [OBLIGATION_DISCHARGED] = "discharged",
    [OBLIGATION_WITHDRAWN] = "withdrawn",
};

const char *const response_level_names[RESPONSE_LEVELS] = {
    [RESPONSE_LEVEL_NONE] = "none", [RESPONSE_LEVEL_I] = "I",   [RESPONSE_LEVEL_II] = "II",
    [RESPONSE_LEVEL_III] = "III",   [RESPONSE_LEVEL_IV] = "IV",
};

const char *const response_state_names[RESPONSE_STATES] = {
    [RESPONSE_NEW] = "new",
    [RESPONSE_ACTIVE] = "active",
    [RESPONSE_TERMINATED] = "terminated",
};

const char *const instruction_state_names[INSTRUCTION_STATES] = {
    [INSTRUCTION_NEW] = "new",
    [INSTRUCTION_GIVEN] = "given",
    [INSTRUCTION_FED_BACK] = "fed_back",
    [INSTRUCTION_CLOSED] = "closed",
};

const char *const roll_call_state_names[ROLL_CALL_STATES] = {
    [ROLL_CALL_NEW] = "new",
    [ROLL_CALL_SCHEDULED] = "scheduled",
    [ROLL_CALL_RUNNING] = "running",
    [ROLL_CALL_ENDED] = "ended",
};

const char *const roll_call_days_names[ROLL_CALL_DAYS] = {
    [ROLL_CALL_EVERY_DAY] = "all",
    [ROLL_CALL_WORKING_DAYS] = "working",
};

const char *const roll_call_answer_state_names[ROLL_CALL_ANSWER_STATES] = {
    [ROLL_CALL_ANSWER_NEW] = "new",
    [ROLL_CALL_ANSWER_CALLED] = "called",
    [ROLL_CALL_ANSWER_ANSWERED] = "answered",
    [ROLL_CALL_ANSWER_ABSENT] = "absent",
    [ROLL_CALL_ANSWER_WITHDRAWN] = "withdrawn",
};

const char *const command_state_names[COMMAND_STATES] = {
    [COMMAND_NEW] = "new",
    [COMMAND_ESTABLISHED] = "established",
    [COMMAND_TRANSFERRING] = "transferring",
    [COMMAND_DISSOLVED] = "dissolved",
};

const char *const drill_state_names[DRILL_STATES] = {
    [DRILL_NEW] = "new",
    [DRILL_RUNNING] = "running",
    [DRILL_ENDED] = "ended",
};
const char *const planned_state_names[PLANNED_STATES] = {
    [PLANNED_NEW] = "new",
    [PLANNED_AHEAD] = "planned",
    [PLANNED_MANNED] = "manned",
    [PLANNED_ABSENT] = "absent",
    [PLANNED_ENDED] = "ended",
    [PLANNED_MISSED] = "missed",
    [PLANNED_CANCELLED] = "cancelled",
};

const char *const swap_state_names[SWAP_STATES] = {
    [SWAP_NONE] = "none",
    [SWAP_PROPOSED] = "proposed",
    [SWAP_ACCEPTED] = "accepted",
};

const char *const leave_rule_names[LEAVE_RULES] = { [LEAVE_WARN] = "warn", [LEAVE_REFUSE] = "refuse" };
