-- When the call that creates or deletes a contact was written down, just before it went out. A creation whose answer was
-- lost counts as not done only when no request of that age can be at work any more.
ALTER TABLE job_items ADD COLUMN asked_at INTEGER;
-- A second contact that the portal has created for the same one.
ALTER TABLE job_items ADD COLUMN twin_id INTEGER;
