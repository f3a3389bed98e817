-- Filters that administrators have saved, and the calendar by which they prepare drafts. `body` (sealed: it can hold a
-- name that is searched for) is the filter's name and its conditions. next_at: when it is due; paused: why it is not,
-- until somebody saves it again. A draft is prepared as the user who saved the filter last.
CREATE TABLE saved_filters (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id  TEXT NOT NULL REFERENCES portals (member_id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL,
    body       BLOB NOT NULL,
    every      TEXT CHECK (every IN ('day', 'week', 'month')),
    on_day     INTEGER,
    at_hour    INTEGER,
    next_at    INTEGER,
    paused     TEXT,
    last_job   INTEGER,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX saved_filters_by_portal ON saved_filters (member_id, id);
CREATE INDEX saved_filters_due ON saved_filters (next_at) WHERE next_at IS NOT NULL;

-- The filter by whose calendar a draft was prepared.
ALTER TABLE jobs ADD COLUMN saved_filter INTEGER;
