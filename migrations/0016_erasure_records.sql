-- What is written down about an erasure that somebody asked for: the number of their request, and who recorded it. The
-- rest of a record is read from the job. keeps_snapshot: whether copies of what the job deletes are kept at all;
-- snapshot_destroyed_at: when they were destroyed before their time.
ALTER TABLE jobs ADD COLUMN keeps_snapshot INTEGER NOT NULL DEFAULT 1;
ALTER TABLE jobs ADD COLUMN snapshot_destroyed_at INTEGER;

CREATE TABLE erasure_records (
    job_id      INTEGER PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    reference   TEXT NOT NULL,
    user_id     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
