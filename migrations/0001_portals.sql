-- Portals that have installed the app. Keyed by member_id: a portal's domain may change at any time.
CREATE TABLE portals (
    member_id         TEXT PRIMARY KEY,
    endpoint          TEXT NOT NULL,
    auth_server       TEXT NOT NULL,
    status            TEXT NOT NULL CHECK (status IN ('pending', 'active', 'removed')),
    licence           TEXT NOT NULL,
    scope             TEXT NOT NULL,
    generation        INTEGER NOT NULL,
    application_token BLOB,
    installed_at      INTEGER NOT NULL,
    bound_at          INTEGER,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL
) STRICT;
