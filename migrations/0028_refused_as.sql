-- How the portal refused the deletion of a contact that is still to be looked for. While it is asked for, this tells a
-- refusal, after which nothing has to be asked again, from an answer that never came.
ALTER TABLE job_items ADD COLUMN refused_as TEXT;
