-- What becomes of the contacts that a job leaves open when it ends or is cancelled: its counters tell it at once, the
-- contacts' own rows follow, some in each transaction. While rest_as is there, a contact whose row says `pending` counts as
-- that, since rest_at.
ALTER TABLE jobs ADD COLUMN rest_as TEXT CHECK (rest_as IN ('cancelled', 'failed'));
ALTER TABLE jobs ADD COLUMN rest_at INTEGER;
CREATE INDEX jobs_with_a_rest ON jobs (id) WHERE rest_as IS NOT NULL;
-- Open contacts that a call has been sent for: few, and looked for among many when a job is cancelled.
CREATE INDEX job_items_tried ON job_items (job_id, asked_at) WHERE tries > 0 AND outcome = 'pending';

-- A job whose contacts are being written down, some in each transaction. Until all are there it stands in line of removal,
-- where nobody sees it; it is spared until then, as long as somebody writes.
ALTER TABLE jobs ADD COLUMN built_until INTEGER;
CREATE INDEX jobs_being_built ON jobs (built_until) WHERE built_until IS NOT NULL;
