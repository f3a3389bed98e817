-- How often a contact could not be read before its deletion, alone or together with others: the more often, the fewer
-- are read with it. 0: never.
ALTER TABLE job_items ADD COLUMN failed_reads INTEGER NOT NULL DEFAULT 0;

CREATE INDEX job_items_unread ON job_items (job_id, contact_id) WHERE failed_reads > 0;
