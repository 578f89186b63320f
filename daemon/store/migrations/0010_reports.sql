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
