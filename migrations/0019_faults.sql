-- How many faults of this program a job has met since it last got on. `lease_owner` names one claim of one process, not the
-- process: what an earlier claim writes late is refused.
ALTER TABLE jobs ADD COLUMN faults INTEGER NOT NULL DEFAULT 0;
