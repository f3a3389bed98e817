-- Single deletions that have begun, so that what a person deletes in a day can be counted before the next one begins.
-- A row goes when its deletion turns out to have done nothing, and when its day is over. What jobs delete is counted
-- in `jobs`.
CREATE TABLE single_deletions (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id TEXT NOT NULL REFERENCES portals (member_id) ON DELETE CASCADE,
    user_id   INTEGER NOT NULL,
    begun_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX single_deletions_by_user ON single_deletions (member_id, user_id, begun_at);
CREATE INDEX single_deletions_by_age ON single_deletions (begun_at);
CREATE INDEX jobs_by_user ON jobs (member_id, user_id, finished_at);
