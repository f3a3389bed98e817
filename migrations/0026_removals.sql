-- What stands in line of removal. A portal that leaves, and jobs whose time is over, go out of everybody's sight in one short
-- transaction; their rows follow in the background, some at a time, also after a restart.
--
-- Jobs in line belong to the portal `:removed`, a name that no portal can have; its row is there while they are. Their
-- contacts and copies go with them. For the other tables of a portal a row here says up to which number theirs are meant:
-- whatever has a higher number belongs to a later installation.
CREATE TABLE removals (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id   TEXT NOT NULL,
    requests_to INTEGER NOT NULL,
    audit_to    INTEGER NOT NULL,
    -- The audit stays and loses its users; audit_from: how far that has come.
    keeps_audit INTEGER NOT NULL,
    audit_from  INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX removals_by_portal ON removals (member_id);

-- Numbers are never given twice (AUTOINCREMENT), or a new row could fall under an old removal. A portal's row goes before the
-- log of its calls does, so the log does not hang on it any more.
CREATE TABLE new_requests (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id    TEXT NOT NULL,
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
INSERT INTO new_requests (id, member_id, user_id, method, commands, parameters, outcome, status, error, refused, milliseconds,
                          attempt, request_id, created_at)
    SELECT id, member_id, user_id, method, commands, parameters, outcome, status, error, refused, milliseconds, attempt,
           request_id, created_at
    FROM requests;
DROP TABLE requests;
ALTER TABLE new_requests RENAME TO requests;
CREATE INDEX requests_by_portal ON requests (member_id, id);
CREATE INDEX requests_by_request ON requests (member_id, request_id);

CREATE TABLE new_audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id  TEXT NOT NULL,
    user_id    INTEGER,
    action     TEXT NOT NULL,
    contact_id INTEGER,
    outcome    TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    detail     TEXT,
    job_id     INTEGER
) STRICT;
INSERT INTO new_audit (id, member_id, user_id, action, contact_id, outcome, request_id, created_at, detail, job_id)
    SELECT id, member_id, user_id, action, contact_id, outcome, request_id, created_at, detail, job_id FROM audit;
DROP TABLE audit;
ALTER TABLE new_audit RENAME TO audit;
CREATE INDEX audit_by_portal ON audit (member_id, id);
CREATE INDEX audit_by_contact ON audit (member_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX audit_by_age ON audit (member_id, created_at);

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

-- Deliveries of a portal are looked for when it goes.
CREATE INDEX seen_events_by_portal ON seen_events (member_id);
