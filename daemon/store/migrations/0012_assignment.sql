-- SPDX-License-Identifier: Apache-2.0
-- Orders that are called back, how far each came to its recipients, and orders reserved for later.

ALTER TABLE muster.dispatch_order ADD COLUMN recalled_at timestamptz;
COMMENT ON COLUMN muster.dispatch_order.recalled_at IS 'Called back while under way; null = never.';
COMMENT ON COLUMN muster.dispatch_order.state IS 'issued, acknowledged, en_route, on_scene, completed, declined, expired, cancelled, recalled (not yet confirmed), stood_down (recall confirmed) or reserved (not yet issued).';
COMMENT ON COLUMN muster.dispatch_order.ended_at IS 'Completed, declined, expired, cancelled, or the recall confirmed.';

ALTER TABLE muster.dispatch_order ADD COLUMN receipts text;
COMMENT ON COLUMN muster.dispatch_order.receipts IS 'How far it came to each recipient: a JSON list of {recipient: team (its console) or person, id, queued_at_ms, handed_over_at_ms, delivered_at_ms, seen_at_ms, acknowledged_at_ms}; null = nothing was reported.';

ALTER TABLE muster.dispatch_order ADD COLUMN reserved_at timestamptz;
ALTER TABLE muster.dispatch_order ADD COLUMN release_at timestamptz;
COMMENT ON COLUMN muster.dispatch_order.reserved_at IS 'Reserved for later; null = issued at once.';
COMMENT ON COLUMN muster.dispatch_order.release_at IS 'While it is reserved: when it will be issued; null = it was.';
