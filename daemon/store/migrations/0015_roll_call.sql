-- SPDX-License-Identifier: Apache-2.0
-- Roll calls of posts and teams.

CREATE TABLE muster.roll_call (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    state text NOT NULL,
    drill boolean NOT NULL,
    title text,
    plan text,
    within_ms bigint NOT NULL,
    due_at timestamptz,
    called_at timestamptz,
    called_by bigint,
    first_answer bigint,
    called_count bigint NOT NULL,
    answered_count bigint NOT NULL,
    late_count bigint NOT NULL,
    absent_count bigint NOT NULL,
    ended_at timestamptz,
    reason text,
    image bytea NOT NULL
);
CREATE INDEX roll_call_open ON muster.roll_call (id) WHERE settled_seq IS NULL;
CREATE INDEX roll_call_settled ON muster.roll_call (settled_seq) WHERE settled_seq IS NOT NULL;
COMMENT ON TABLE muster.roll_call IS 'A roll call: posts and teams are called and must answer.';
COMMENT ON COLUMN muster.roll_call.id IS 'Number, from 1; drills have their own series.';
COMMENT ON COLUMN muster.roll_call.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.roll_call.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.roll_call.state IS 'scheduled, running or ended.';
COMMENT ON COLUMN muster.roll_call.drill IS 'A drill.';
COMMENT ON COLUMN muster.roll_call.title IS 'What it is called.';
COMMENT ON COLUMN muster.roll_call.plan IS 'Code of the county file''s roll call that scheduled it; null = called by hand. (Its hours and targets are in the image.)';
COMMENT ON COLUMN muster.roll_call.within_ms IS 'Answers are due so many ms after it began; 0 = as the profile says.';
COMMENT ON COLUMN muster.roll_call.due_at IS 'When it is to begin by itself; null = called by hand.';
COMMENT ON COLUMN muster.roll_call.called_at IS 'Began; null = not yet.';
COMMENT ON COLUMN muster.roll_call.called_by IS 'Principal that called; null = by itself.';
COMMENT ON COLUMN muster.roll_call.first_answer IS 'Its answers have the ids from here on.';
COMMENT ON COLUMN muster.roll_call.called_count IS 'Posts and teams that it calls.';
COMMENT ON COLUMN muster.roll_call.answered_count IS 'Of them: who answered, late ones included.';
COMMENT ON COLUMN muster.roll_call.late_count IS 'Of those who answered: too late.';
COMMENT ON COLUMN muster.roll_call.absent_count IS 'Who was said to be absent.';
COMMENT ON COLUMN muster.roll_call.ended_at IS 'Ended; null = it runs or is to come.';
COMMENT ON COLUMN muster.roll_call.reason IS 'Why it was ended by hand; null = all was settled.';
COMMENT ON COLUMN muster.roll_call.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.roll_call_answer (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    roll_call bigint NOT NULL,
    owner_kind text NOT NULL,
    owner bigint,
    state text NOT NULL,
    drill boolean NOT NULL,
    title text,
    attempts bigint NOT NULL,
    called_at timestamptz,
    due_at timestamptz,
    answered_at timestamptz,
    answered_by bigint,
    on_behalf_of bigint,
    channel text,
    words text,
    image bytea NOT NULL
);
CREATE INDEX roll_call_answer_open ON muster.roll_call_answer (id) WHERE settled_seq IS NULL;
CREATE INDEX roll_call_answer_settled ON muster.roll_call_answer (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX roll_call_answer_roll_call ON muster.roll_call_answer (roll_call);
COMMENT ON TABLE muster.roll_call_answer IS 'What one post or team owes a roll call.';
COMMENT ON COLUMN muster.roll_call_answer.id IS 'Number, from 1; drills have their own series.';
COMMENT ON COLUMN muster.roll_call_answer.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.roll_call_answer.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.roll_call_answer.roll_call IS 'The roll call.';
COMMENT ON COLUMN muster.roll_call_answer.owner_kind IS 'post or team.';
COMMENT ON COLUMN muster.roll_call_answer.owner IS 'Which: its id.';
COMMENT ON COLUMN muster.roll_call_answer.state IS 'called, answered, absent or withdrawn.';
COMMENT ON COLUMN muster.roll_call_answer.drill IS 'A drill.';
COMMENT ON COLUMN muster.roll_call_answer.title IS 'What the roll call is called.';
COMMENT ON COLUMN muster.roll_call_answer.attempts IS 'How often it was called.';
COMMENT ON COLUMN muster.roll_call_answer.called_at IS 'Called.';
COMMENT ON COLUMN muster.roll_call_answer.due_at IS 'The answer is late after this.';
COMMENT ON COLUMN muster.roll_call_answer.answered_at IS 'Answered, or said to be absent.';
COMMENT ON COLUMN muster.roll_call_answer.answered_by IS 'Principal who said so.';
COMMENT ON COLUMN muster.roll_call_answer.on_behalf_of IS 'Person in whose name; null = own.';
COMMENT ON COLUMN muster.roll_call_answer.channel IS 'By which channel.';
COMMENT ON COLUMN muster.roll_call_answer.words IS 'What was said, verbatim.';
COMMENT ON COLUMN muster.roll_call_answer.image IS 'The whole thing (protobuf), for a fast restart.';
