-- Events that were acted upon, by a hash of what was posted: a repeated delivery changes nothing.
CREATE TABLE seen_events (
    digest     BLOB PRIMARY KEY,
    member_id  TEXT NOT NULL REFERENCES portals (member_id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_events_by_age ON seen_events (created_at);
