-- SPDX-License-Identifier: Apache-2.0
-- Drills: who takes part, and until when.

CREATE TABLE muster.drill (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    state text NOT NULL,
    title text,
    everybody boolean NOT NULL,
    teams bigint[],
    people bigint[],
    posts bigint[],
    begun_at timestamptz,
    begun_by bigint,
    ends_at timestamptz,
    ended_at timestamptz,
    reason text,
    closed_count bigint NOT NULL,
    image bytea NOT NULL
);
CREATE INDEX drill_open ON muster.drill (id) WHERE settled_seq IS NULL;
CREATE INDEX drill_settled ON muster.drill (settled_seq) WHERE settled_seq IS NOT NULL;
COMMENT ON TABLE muster.drill IS 'A drill: what is reported as one while it runs reaches nobody but its participants.';
COMMENT ON COLUMN muster.drill.id IS 'Number of the drill, from 1.';
COMMENT ON COLUMN muster.drill.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.drill.settled_seq IS 'The same as version when nothing about it is open any more; null while it runs.';
COMMENT ON COLUMN muster.drill.state IS 'running or ended.';
COMMENT ON COLUMN muster.drill.title IS 'What is exercised.';
COMMENT ON COLUMN muster.drill.everybody IS 'Everybody takes part; the lists are empty but for who began it.';
COMMENT ON COLUMN muster.drill.teams IS 'Teams that take part, and with each its contacts.';
COMMENT ON COLUMN muster.drill.people IS 'People who take part.';
COMMENT ON COLUMN muster.drill.posts IS 'Posts that take part.';
COMMENT ON COLUMN muster.drill.begun_at IS 'Begun.';
COMMENT ON COLUMN muster.drill.begun_by IS 'Principal that began it.';
COMMENT ON COLUMN muster.drill.ends_at IS 'It is to be ended by then.';
COMMENT ON COLUMN muster.drill.ended_at IS 'Ended; null = it runs.';
COMMENT ON COLUMN muster.drill.reason IS 'Why it was ended.';
COMMENT ON COLUMN muster.drill.closed_count IS 'How many open things its end closed.';
COMMENT ON COLUMN muster.drill.image IS 'The whole thing (protobuf), for a fast restart.';
