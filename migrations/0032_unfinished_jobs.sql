-- Drafts whose time is over and jobs that are due are looked for all the time: never among those that have ended.
CREATE INDEX jobs_expiring ON jobs (expires_at) WHERE state = 'draft';
CREATE INDEX jobs_unfinished ON jobs (updated_at) WHERE finished_at IS NULL;
