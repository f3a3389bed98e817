-- Connections under way in a browser tab: ten minutes and one use each. Hashes only; what is hashed is known to the
-- browser alone. `id` orders them by age, so that the table can be kept short.
CREATE TABLE oauth_states (
    id           INTEGER PRIMARY KEY,
    state_hash   BLOB NOT NULL UNIQUE,
    browser_hash BLOB NOT NULL,
    portal       TEXT NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
