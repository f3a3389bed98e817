-- What a portal's administrators have decided, as the JSON that the API speaks. `version` grows with every change, so
-- that a form replaces only the settings that it was filled from. Settings outlive an uninstallation, unless the
-- portal asks for a clean one.
CREATE TABLE settings (
    member_id  TEXT PRIMARY KEY REFERENCES portals (member_id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    body       TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
