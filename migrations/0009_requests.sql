-- Every call to a portal, for support and as the Market demands it: what was called, not with which values; whether it
-- succeeded, not what came back. `commands` counts the methods in a batch, `refused` those of them that were refused.
CREATE TABLE requests (
    id           INTEGER PRIMARY KEY,
    member_id    TEXT NOT NULL REFERENCES portals (member_id) ON DELETE CASCADE,
    user_id      INTEGER NOT NULL,
    method       TEXT NOT NULL,
    commands     TEXT,
    parameters   TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    status       INTEGER,
    error        TEXT,
    refused      INTEGER,
    milliseconds INTEGER NOT NULL,
    attempt      INTEGER NOT NULL,
    request_id   TEXT NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX requests_by_portal ON requests (member_id, id);
CREATE INDEX requests_by_request ON requests (member_id, request_id);
