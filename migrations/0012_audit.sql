-- The audit keeps what no column says (`detail`: JSON, never contact data) and the job that an entry is about.
--
-- Rows are added and never changed. There are two exceptions, and both need a row in audit_upkeep, which is put in and
-- taken out in one transaction, so that no other connection ever sees it: rows of that portal from before that moment
-- may go (their time is over, or the portal leaves for good), or lose the users in them (the portal leaves).
ALTER TABLE audit ADD COLUMN detail TEXT;
ALTER TABLE audit ADD COLUMN job_id INTEGER;

CREATE INDEX audit_by_age ON audit (member_id, created_at);

CREATE TABLE audit_upkeep (
    member_id TEXT PRIMARY KEY,
    before    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

DROP TRIGGER audit_is_never_changed;

CREATE TRIGGER audit_is_never_changed
BEFORE UPDATE ON audit
WHEN NEW.user_id IS NOT NULL
    OR (NEW.id, NEW.member_id, NEW.action, NEW.contact_id, NEW.job_id, NEW.outcome, NEW.request_id, NEW.created_at)
        IS NOT (OLD.id, OLD.member_id, OLD.action, OLD.contact_id, OLD.job_id, OLD.outcome, OLD.request_id, OLD.created_at)
    OR NOT EXISTS (SELECT 1 FROM audit_upkeep WHERE member_id = OLD.member_id AND OLD.created_at < before)
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;

CREATE TRIGGER audit_is_never_shortened
BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_upkeep WHERE member_id = OLD.member_id AND OLD.created_at < before)
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never deleted');
END;
