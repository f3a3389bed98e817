-- Whether a portal's administrators still have to be told what the app does, keeps and lets people do. The row stays when
-- they have been, and goes with the portal: after a clean uninstallation they are told again.
CREATE TABLE introductions (
    member_id  TEXT PRIMARY KEY REFERENCES portals (member_id) ON DELETE CASCADE,
    due        INTEGER NOT NULL CHECK (due IN (0, 1)),
    updated_at INTEGER NOT NULL
) STRICT;

-- Those who use the app already know it.
INSERT INTO introductions (member_id, due, updated_at) SELECT member_id, 0, updated_at FROM portals;
