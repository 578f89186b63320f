-- SPDX-License-Identifier: Apache-2.0
-- Command: emergency responses and leaders' instructions.

CREATE TABLE muster.response (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    incident bigint,
    state text NOT NULL,
    drill boolean NOT NULL,
    level text NOT NULL,
    matter text,
    measures text,
    reason text,
    activated_at timestamptz,
    activated_by bigint,
    term_at timestamptz,
    review_at timestamptz,
    adjusted_at timestamptz,
    adjustments_count bigint NOT NULL,
    terminated_at timestamptz,
    image bytea NOT NULL
);
CREATE INDEX response_open ON muster.response (id) WHERE settled_seq IS NULL;
CREATE INDEX response_settled ON muster.response (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX response_incident ON muster.response (incident) WHERE incident IS NOT NULL;
COMMENT ON TABLE muster.response IS 'An emergency response.';
COMMENT ON COLUMN muster.response.id IS 'Number of the response, from 1.';
COMMENT ON COLUMN muster.response.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.response.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.response.incident IS 'The incident; null = none.';
COMMENT ON COLUMN muster.response.state IS 'active or terminated.';
COMMENT ON COLUMN muster.response.drill IS 'A drill.';
COMMENT ON COLUMN muster.response.level IS 'I (highest) to IV: not an event level.';
COMMENT ON COLUMN muster.response.matter IS 'To what it responds.';
COMMENT ON COLUMN muster.response.measures IS 'What is to be done, as last said.';
COMMENT ON COLUMN muster.response.reason IS 'Of the last adjustment, or of the end.';
COMMENT ON COLUMN muster.response.activated_at IS 'Activated.';
COMMENT ON COLUMN muster.response.activated_by IS 'Principal that activated it.';
COMMENT ON COLUMN muster.response.term_at IS 'Expected to last until then; null = not said.';
COMMENT ON COLUMN muster.response.review_at IS 'To be looked at again by then.';
COMMENT ON COLUMN muster.response.adjusted_at IS 'Last adjusted.';
COMMENT ON COLUMN muster.response.adjustments_count IS 'How often it was adjusted.';
COMMENT ON COLUMN muster.response.terminated_at IS 'Terminated; null = active.';
COMMENT ON COLUMN muster.response.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.instruction (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    incident bigint,
    state text NOT NULL,
    drill boolean NOT NULL,
    text text,
    given_by bigint,
    recorded_by bigint,
    owner_kind text NOT NULL,
    owner bigint,
    given_at timestamptz,
    due_at timestamptz,
    channel text,
    feedback text,
    fed_back_at timestamptz,
    fed_back_by bigint,
    on_behalf_of bigint,
    feedbacks_count bigint NOT NULL,
    outcome text,
    closed_at timestamptz,
    image bytea NOT NULL
);
CREATE INDEX instruction_open ON muster.instruction (id) WHERE settled_seq IS NULL;
CREATE INDEX instruction_settled ON muster.instruction (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX instruction_incident ON muster.instruction (incident) WHERE incident IS NOT NULL;
COMMENT ON TABLE muster.instruction IS 'A leader''s instruction as a task with an owner.';
COMMENT ON COLUMN muster.instruction.id IS 'Number of the instruction, from 1.';
COMMENT ON COLUMN muster.instruction.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.instruction.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.instruction.incident IS 'The incident; null = none.';
COMMENT ON COLUMN muster.instruction.state IS 'given, fed_back or closed.';
COMMENT ON COLUMN muster.instruction.drill IS 'A drill.';
COMMENT ON COLUMN muster.instruction.text IS 'The instruction, verbatim.';
COMMENT ON COLUMN muster.instruction.given_by IS 'Person who gave it.';
COMMENT ON COLUMN muster.instruction.recorded_by IS 'Principal that recorded it.';
COMMENT ON COLUMN muster.instruction.owner_kind IS 'person, post or team.';
COMMENT ON COLUMN muster.instruction.owner IS 'Id of the owner.';
COMMENT ON COLUMN muster.instruction.given_at IS 'Given.';
COMMENT ON COLUMN muster.instruction.due_at IS 'Feedback is due.';
COMMENT ON COLUMN muster.instruction.channel IS 'By which channel it was given.';
COMMENT ON COLUMN muster.instruction.feedback IS 'The latest feedback, verbatim.';
COMMENT ON COLUMN muster.instruction.fed_back_at IS 'When that came.';
COMMENT ON COLUMN muster.instruction.fed_back_by IS 'Principal that recorded it.';
COMMENT ON COLUMN muster.instruction.on_behalf_of IS 'Person in whose name; null = the own.';
COMMENT ON COLUMN muster.instruction.feedbacks_count IS 'How often there was feedback.';
COMMENT ON COLUMN muster.instruction.outcome IS 'Why it was closed.';
COMMENT ON COLUMN muster.instruction.closed_at IS 'Closed; null = open.';
COMMENT ON COLUMN muster.instruction.image IS 'The whole thing (protobuf), for a fast restart.';
