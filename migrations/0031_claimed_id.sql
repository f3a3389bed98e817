-- The number that the portal said a contact was created under, before anybody has seen it there. A contact with one is never
-- created again, also when it cannot be found.
ALTER TABLE job_items ADD COLUMN claimed_id INTEGER;
