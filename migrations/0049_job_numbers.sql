-- number: what people call a job. Each portal counts from 1 without gaps, and a job gets its number when it first waits for its
-- turn; drafts that nobody confirms take none. paused_by: who has paused it, if a person has.
ALTER TABLE portals ADD COLUMN jobs_numbered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN number INTEGER;
ALTER TABLE jobs ADD COLUMN paused_by INTEGER;

UPDATE jobs SET number = counted.number
FROM (SELECT id, row_number() OVER (PARTITION BY member_id ORDER BY id) AS number
      FROM jobs WHERE started_at IS NOT NULL AND filter IS NULL AND member_id <> ':removed') AS counted
WHERE counted.id = jobs.id;
UPDATE portals SET jobs_numbered =
    (SELECT coalesce(max(number), 0) FROM jobs WHERE jobs.member_id = portals.member_id);
