-- Who did what when with which outcome. Ids only, no contact data; rows are added, never changed.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    member_id  TEXT NOT NULL,
    user_id    INTEGER NOT NULL,
    action     TEXT NOT NULL,
    contact_id INTEGER,
    outcome    TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_by_portal ON audit (member_id, id);
CREATE INDEX audit_by_contact ON audit (member_id, contact_id) WHERE contact_id IS NOT NULL;

CREATE TRIGGER audit_is_never_changed
BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;
