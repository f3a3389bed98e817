-- Work on many contacts. The set is frozen in job_items when the job is made and never grows. `filter` (sealed, it can
-- hold a name that was searched for) is what a set is collected from, `cursor` how far that has come. The counters are
-- those of job_items by outcome; pending ones are what is left of total.
-- lease_*: which process works on the job, and until when that is believed. wants: what a person asked for while a
-- process was at work.
CREATE TABLE jobs (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id          TEXT NOT NULL REFERENCES portals (member_id) ON DELETE CASCADE,
    user_id            INTEGER NOT NULL,
    kind               TEXT NOT NULL CHECK (kind IN ('delete', 'restore')),
    state              TEXT NOT NULL CHECK (state IN ('collecting', 'draft', 'queued', 'running', 'paused', 'waiting',
                                                      'verifying', 'done', 'cancelled', 'failed')),
    reason             TEXT,
    resumes_at         INTEGER,
    is_draft           INTEGER NOT NULL,
    wants_cancel       INTEGER NOT NULL DEFAULT 0,
    idempotency_key    TEXT,
    request_digest     BLOB NOT NULL,
    filter             BLOB,
    expected_total     INTEGER,
    cursor             INTEGER NOT NULL DEFAULT 0,
    include_open_deals INTEGER NOT NULL,
    source_job         INTEGER,
    total              INTEGER NOT NULL DEFAULT 0,
    deleted            INTEGER NOT NULL DEFAULT 0,
    gone               INTEGER NOT NULL DEFAULT 0,
    denied             INTEGER NOT NULL DEFAULT 0,
    protected          INTEGER NOT NULL DEFAULT 0,
    failed             INTEGER NOT NULL DEFAULT 0,
    cancelled          INTEGER NOT NULL DEFAULT 0,
    restored           INTEGER NOT NULL DEFAULT 0,
    verified           INTEGER NOT NULL DEFAULT 0,
    verify_cursor      INTEGER NOT NULL DEFAULT 0,
    is_canary_done     INTEGER NOT NULL DEFAULT 0,
    denied_in_a_row    INTEGER NOT NULL DEFAULT 0,
    setbacks           INTEGER NOT NULL DEFAULT 0,
    impact             TEXT,
    rate               REAL,
    eta_seconds        INTEGER,
    request_id         TEXT NOT NULL,
    lease_owner        TEXT,
    lease_until        INTEGER,
    expires_at         INTEGER,
    created_at         INTEGER NOT NULL,
    started_at         INTEGER,
    finished_at        INTEGER,
    updated_at         INTEGER NOT NULL
) STRICT;

CREATE INDEX jobs_by_portal ON jobs (member_id, id);
CREATE UNIQUE INDEX jobs_by_key ON jobs (member_id, user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_at_work ON jobs (state) WHERE state IN ('collecting', 'draft', 'queued', 'running', 'waiting', 'verifying');

-- One contact of a job. `asked`: the call that deletes it is about to go out or its answer was lost; only a look tells.
-- tries: how many such calls had no clear answer. new_id: what a restored contact is called now.
CREATE TABLE job_items (
    job_id     INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL,
    outcome    TEXT NOT NULL CHECK (outcome IN ('pending', 'asked', 'deleted', 'gone', 'denied', 'protected', 'failed',
                                                'cancelled', 'restored')),
    code       TEXT,
    tries      INTEGER NOT NULL DEFAULT 0,
    new_id     INTEGER,
    settled_at INTEGER,
    PRIMARY KEY (job_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_items_by_outcome ON job_items (job_id, outcome, contact_id);
CREATE INDEX job_items_by_contact ON job_items (contact_id);

-- Contacts as they were before their deletion, sealed; the only contact data there is, with an end date.
CREATE TABLE snapshots (
    job_id     INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL,
    body       BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (job_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX snapshots_by_age ON snapshots (expires_at);
