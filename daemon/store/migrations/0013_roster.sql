-- SPDX-License-Identifier: Apache-2.0
-- The roster: calendars, rosters, and the planned shifts that follow from them.

ALTER TABLE muster.person ADD COLUMN unreachable boolean NOT NULL DEFAULT false;
ALTER TABLE muster.person ALTER COLUMN unreachable DROP DEFAULT;
COMMENT ON COLUMN muster.person.unreachable IS 'Somebody found that the phone does not lead to them.';

CREATE TABLE muster.calendar (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    code text NOT NULL,
    title text,
    text text,
    image bytea NOT NULL
);
COMMENT ON TABLE muster.calendar IS 'Public holidays and make-up working days, as announced.';
COMMENT ON COLUMN muster.calendar.id IS 'Number, from 1.';
COMMENT ON COLUMN muster.calendar.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.calendar.settled_seq IS 'Always null: it never settles.';
COMMENT ON COLUMN muster.calendar.code IS 'Short name.';
COMMENT ON COLUMN muster.calendar.title IS 'By whose announcement.';
COMMENT ON COLUMN muster.calendar.text IS 'Its part of the YAML as imported, verbatim.';
COMMENT ON COLUMN muster.calendar.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.roster (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    post bigint NOT NULL,
    title text,
    text text,
    planned_until timestamptz,
    image bytea NOT NULL
);
COMMENT ON TABLE muster.roster IS 'Who is on duty at a post, as a rule; one for each post.';
COMMENT ON COLUMN muster.roster.id IS 'Number, from 1.';
COMMENT ON COLUMN muster.roster.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.roster.settled_seq IS 'Always null: it never settles.';
COMMENT ON COLUMN muster.roster.post IS 'The post.';
COMMENT ON COLUMN muster.roster.title IS 'What it is called.';
COMMENT ON COLUMN muster.roster.text IS 'Its part of the YAML as imported, verbatim.';
COMMENT ON COLUMN muster.roster.planned_until IS 'Shifts that begin before then are planned.';
COMMENT ON COLUMN muster.roster.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.planned_shift (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    roster bigint NOT NULL,
    post bigint NOT NULL,
    state text NOT NULL,
    code text NOT NULL,
    leader boolean NOT NULL,
    seat bigint NOT NULL,
    holiday boolean NOT NULL,
    by_hand boolean NOT NULL,
    begin_at timestamptz,
    end_at timestamptz,
    due_at timestamptz,
    owner_kind text NOT NULL,
    owner bigint,
    shift bigint,
    stand_in bigint,
    manned_at timestamptz,
    swap text NOT NULL,
    swap_by bigint,
    swap_with bigint,
    swap_for bigint,
    swap_answer_by timestamptz,
    image bytea NOT NULL
);
CREATE INDEX planned_shift_open ON muster.planned_shift (id) WHERE settled_seq IS NULL;
CREATE INDEX planned_shift_settled ON muster.planned_shift (settled_seq) WHERE settled_seq IS NOT NULL;
COMMENT ON TABLE muster.planned_shift IS 'One person''s planned watch in one role; whoever checks in for it has a shift.';
COMMENT ON COLUMN muster.planned_shift.id IS 'Number, from 1.';
COMMENT ON COLUMN muster.planned_shift.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.planned_shift.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.planned_shift.roster IS 'The roster that it follows.';
COMMENT ON COLUMN muster.planned_shift.post IS 'The post.';
COMMENT ON COLUMN muster.planned_shift.state IS 'planned, manned, absent, ended, missed or cancelled.';
COMMENT ON COLUMN muster.planned_shift.code IS 'Code of the shift in the roster: day, night.';
COMMENT ON COLUMN muster.planned_shift.leader IS 'Duty leader; otherwise duty officer.';
COMMENT ON COLUMN muster.planned_shift.seat IS 'Among those of its role, from 0.';
COMMENT ON COLUMN muster.planned_shift.holiday IS 'It begins on a public holiday.';
COMMENT ON COLUMN muster.planned_shift.by_hand IS 'Assigned or swapped: an import does not take it back.';
COMMENT ON COLUMN muster.planned_shift.begin_at IS 'It begins.';
COMMENT ON COLUMN muster.planned_shift.end_at IS 'It ends.';
COMMENT ON COLUMN muster.planned_shift.due_at IS 'Check-in is due: the begin and the grace of the profile.';
COMMENT ON COLUMN muster.planned_shift.owner_kind IS 'person; or post, while nobody is in it.';
COMMENT ON COLUMN muster.planned_shift.owner IS 'The person or the post.';
COMMENT ON COLUMN muster.planned_shift.shift IS 'The shift of whoever is checked in for it; null = none.';
COMMENT ON COLUMN muster.planned_shift.stand_in IS 'Person who stands in; null = the owner.';
COMMENT ON COLUMN muster.planned_shift.manned_at IS 'Somebody checked in for it.';
COMMENT ON COLUMN muster.planned_shift.swap IS 'none, proposed or accepted (waits for the duty leader).';
COMMENT ON COLUMN muster.planned_shift.swap_by IS 'Person who proposed the swap.';
COMMENT ON COLUMN muster.planned_shift.swap_with IS 'Person asked to take it.';
COMMENT ON COLUMN muster.planned_shift.swap_for IS 'Planned shift that is given in return; null = none.';
COMMENT ON COLUMN muster.planned_shift.swap_answer_by IS 'The proposal expires then.';
COMMENT ON COLUMN muster.planned_shift.image IS 'The whole thing (protobuf), for a fast restart.';
