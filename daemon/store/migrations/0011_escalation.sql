-- SPDX-License-Identifier: Apache-2.0
-- Escalation: steps that repeat a number of times.

ALTER TABLE muster.obligation ADD COLUMN step_times bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN muster.obligation.step_times IS 'How often the next step has fired already, when it repeats a number of times.';
COMMENT ON COLUMN muster.obligation.fired_count IS 'How often somebody was told so far.';
