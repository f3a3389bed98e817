-- Who did what when with which outcome. Ids only, no contact data. Rows are added and never changed, but for one thing:
-- when a portal uninstalls, its users' ids go and the rest stays.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    member_id  TEXT NOT NULL,
    user_id    INTEGER,
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
WHEN NEW.user_id IS NOT NULL
    OR (NEW.id, NEW.member_id, NEW.action, NEW.contact_id, NEW.outcome, NEW.request_id, NEW.created_at)
        IS NOT (OLD.id, OLD.member_id, OLD.action, OLD.contact_id, OLD.outcome, OLD.request_id, OLD.created_at)
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;
