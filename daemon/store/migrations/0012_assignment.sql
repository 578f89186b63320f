-- SPDX-License-Identifier: Apache-2.0
-- Orders that are called back.

ALTER TABLE muster.dispatch_order ADD COLUMN recalled_at timestamptz;
COMMENT ON COLUMN muster.dispatch_order.recalled_at IS 'Called back while under way; null = never.';
COMMENT ON COLUMN muster.dispatch_order.state IS 'issued, acknowledged, en_route, on_scene, completed, declined, expired, cancelled, recalled (not yet confirmed) or stood_down (recall confirmed).';
COMMENT ON COLUMN muster.dispatch_order.ended_at IS 'Completed, declined, expired, cancelled, or the recall confirmed.';
