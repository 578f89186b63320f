-- SPDX-License-Identifier: Apache-2.0
-- Escalation: steps that repeat a number of times; orders that everyone must acknowledge; teams in distress.

ALTER TABLE muster.obligation ADD COLUMN step_times bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN muster.obligation.step_times IS 'How often the next step has fired already, when it repeats a number of times.';
COMMENT ON COLUMN muster.obligation.fired_count IS 'How often somebody was told so far.';

ALTER TABLE muster.dispatch_order ADD COLUMN everyone boolean NOT NULL DEFAULT false;
ALTER TABLE muster.dispatch_order ADD COLUMN awaited bigint[];
ALTER TABLE muster.dispatch_order ADD COLUMN misses_count bigint NOT NULL DEFAULT 0;
ALTER TABLE muster.dispatch_order ADD COLUMN status_checks boolean NOT NULL DEFAULT false;
ALTER TABLE muster.dispatch_order ADD COLUMN distress_at timestamptz;
COMMENT ON COLUMN muster.dispatch_order.status_checks IS 'On scene it is asked again and again whether all are well.';
COMMENT ON COLUMN muster.dispatch_order.everyone IS 'Each contact of the team must acknowledge it.';
COMMENT ON COLUMN muster.dispatch_order.awaited IS 'Persons who have not acknowledged yet; null = nobody.';
COMMENT ON COLUMN muster.dispatch_order.misses_count IS 'Status checks missed since the last answer.';
COMMENT ON COLUMN muster.dispatch_order.distress_at IS 'In distress since; null = it is not.';
