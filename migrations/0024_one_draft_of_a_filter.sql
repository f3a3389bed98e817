-- version: rises with each save and each claim, so that whoever writes proves that nobody has written since. Which draft a
-- filter has prepared stands with the draft alone: both are written at once or not at all.
ALTER TABLE saved_filters ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE saved_filters DROP COLUMN last_job;

CREATE INDEX jobs_of_a_saved_filter ON jobs (saved_filter, id) WHERE saved_filter IS NOT NULL;
