-- sheds_items: a draft that has ended unconfirmed and whose contacts are being deleted, some at a time. Its counters tell how
-- many there were.
ALTER TABLE jobs ADD COLUMN sheds_items INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET sheds_items = 1 WHERE is_draft = 1 AND finished_at IS NOT NULL;

CREATE INDEX jobs_shedding ON jobs (id) WHERE sheds_items = 1;
CREATE INDEX jobs_open_drafts ON jobs (member_id, user_id, id) WHERE is_draft = 1 AND finished_at IS NULL;
CREATE INDEX jobs_ended_drafts ON jobs (finished_at) WHERE started_at IS NULL;
