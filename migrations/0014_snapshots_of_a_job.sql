-- Until when a job's snapshots are kept is asked with every look at the job. Without this index each look would read the
-- snapshots themselves, which can be hundreds of megabytes.
CREATE INDEX snapshots_of_a_job ON snapshots (job_id, expires_at);
-- Which jobs create the contacts of another again.
CREATE INDEX jobs_by_source ON jobs (source_job) WHERE source_job IS NOT NULL;
