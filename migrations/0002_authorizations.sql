-- One token pair for each user of a portal; the tokens are sealed. `version` grows with every change, so that a
-- renewal replaces only the pair that it was made from.
CREATE TABLE authorizations (
    member_id     TEXT NOT NULL REFERENCES portals (member_id) ON DELETE CASCADE,
    user_id       INTEGER NOT NULL,
    access_token  BLOB NOT NULL,
    refresh_token BLOB,
    expires_at    INTEGER,
    state         TEXT NOT NULL CHECK (state IN ('alive', 'gone')),
    version       INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    PRIMARY KEY (member_id, user_id)
) STRICT;
