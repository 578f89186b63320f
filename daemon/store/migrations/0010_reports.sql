-- SPDX-License-Identifier: Apache-2.0
-- Report clocks: which report is owed, and what has gone up.

ALTER TABLE muster.incident
    ADD COLUMN casualties_at timestamptz;
COMMENT ON COLUMN muster.incident.casualties_at IS 'When the dead, missing or injured last changed after intake; null = never.';

ALTER TABLE muster.obligation
    ADD COLUMN clock         text,
    ADD COLUMN recipient     text,
    ADD COLUMN report_kind   text NOT NULL DEFAULT 'none',
    ADD COLUMN met_by_filing boolean NOT NULL DEFAULT false,
    ADD COLUMN after_close   boolean NOT NULL DEFAULT false;
CREATE INDEX obligation_after_close ON muster.obligation (incident) WHERE after_close AND settled_seq IS NULL;
COMMENT ON COLUMN muster.obligation.clock IS 'Of a report: the code of the profile''s report stage; null otherwise.';
COMMENT ON COLUMN muster.obligation.report_kind IS 'And its kind; none otherwise.';
COMMENT ON COLUMN muster.obligation.met_by_filing IS 'And whether it is met by filing such a report, not by sending one up.';
COMMENT ON COLUMN muster.obligation.after_close IS 'What it is about had ended already when it was armed.';
COMMENT ON COLUMN muster.obligation.recipient IS 'Of a report: who is to receive it; null otherwise.';

CREATE TABLE muster.submission (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    incident bigint,
    post bigint,
    state text NOT NULL,
    drill boolean NOT NULL,
    needs_sign_off boolean NOT NULL,
    stage text,
    kind text NOT NULL,
    number bigint NOT NULL,
    title text,
    recipient text,
    text text,
    dead integer,
    missing integer,
    trapped integer,
    injured_serious integer,
    injured_slight integer,
    endangered integer,
    evacuated integer,
    brought_out integer,
    rescuers integer,
    loss_yuan bigint,
    level text NOT NULL,
    channel text,
    received_by text,
    reason text,
    drafted_at timestamptz,
    signed_at timestamptz,
    sent_at timestamptz,
    withdrawn_at timestamptz,
    drafted_by bigint,
    signed_by bigint,
    sent_by bigint,
    image bytea NOT NULL
);
CREATE INDEX submission_open ON muster.submission (id) WHERE settled_seq IS NULL;
CREATE INDEX submission_settled ON muster.submission (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX submission_incident ON muster.submission (incident) WHERE incident IS NOT NULL;
COMMENT ON TABLE muster.submission IS 'A report that went up, or is to, verbatim.';
COMMENT ON COLUMN muster.submission.id IS 'Number of the submission, from 1.';
COMMENT ON COLUMN muster.submission.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.submission.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.submission.incident IS 'The incident; null = a post''s.';
COMMENT ON COLUMN muster.submission.post IS 'The post, of its nil report; null = an incident''s.';
COMMENT ON COLUMN muster.submission.state IS 'drafted, signed, sent or withdrawn.';
COMMENT ON COLUMN muster.submission.drill IS 'A drill.';
COMMENT ON COLUMN muster.submission.needs_sign_off IS 'A duty leader signs it before it goes up.';
COMMENT ON COLUMN muster.submission.stage IS 'Code of the profile''s report stage.';
COMMENT ON COLUMN muster.submission.kind IS 'What kind of report it is.';
COMMENT ON COLUMN muster.submission.number IS 'Of its incident''s of this kind to this recipient: 1, 2, ...; 0 = a post''s.';
COMMENT ON COLUMN muster.submission.title IS 'What people call the stage.';
COMMENT ON COLUMN muster.submission.recipient IS 'Who receives it.';
COMMENT ON COLUMN muster.submission.text IS 'As it went up, verbatim.';
COMMENT ON COLUMN muster.submission.dead IS 'Dead, as known when it was drafted; null = not stated.';
COMMENT ON COLUMN muster.submission.missing IS 'Missing.';
COMMENT ON COLUMN muster.submission.trapped IS 'Trapped.';
COMMENT ON COLUMN muster.submission.injured_serious IS 'Seriously injured.';
COMMENT ON COLUMN muster.submission.injured_slight IS 'Slightly injured.';
COMMENT ON COLUMN muster.submission.endangered IS 'Endangered.';
COMMENT ON COLUMN muster.submission.evacuated IS 'Evacuated.';
COMMENT ON COLUMN muster.submission.brought_out IS 'Brought out.';
COMMENT ON COLUMN muster.submission.rescuers IS 'Rescuers.';
COMMENT ON COLUMN muster.submission.loss_yuan IS 'Direct loss in yuan.';
COMMENT ON COLUMN muster.submission.level IS 'Level of the incident when it was drafted.';
COMMENT ON COLUMN muster.submission.channel IS 'By which channel it went up, or is to.';
COMMENT ON COLUMN muster.submission.received_by IS 'Who took it at the other end.';
COMMENT ON COLUMN muster.submission.reason IS 'Why it was withdrawn.';
COMMENT ON COLUMN muster.submission.drafted_at IS 'Drafted, or sent at once.';
COMMENT ON COLUMN muster.submission.signed_at IS 'Signed off.';
COMMENT ON COLUMN muster.submission.sent_at IS 'Sent.';
COMMENT ON COLUMN muster.submission.withdrawn_at IS 'Withdrawn.';
COMMENT ON COLUMN muster.submission.drafted_by IS 'Principal that drafted it.';
COMMENT ON COLUMN muster.submission.signed_by IS 'Principal that signed it off.';
COMMENT ON COLUMN muster.submission.sent_by IS 'Principal that sent it.';
COMMENT ON COLUMN muster.submission.image IS 'The whole thing (protobuf), for a fast restart.';
