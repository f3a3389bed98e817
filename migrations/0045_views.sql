-- Filters that people save for themselves, beside those that administrators save for everybody (shared = 1, as all were so
-- far). zone: the time zone in which the calendar's hour and the conditions' days are meant; none is UTC.
ALTER TABLE saved_filters ADD COLUMN shared INTEGER NOT NULL DEFAULT 1 CHECK (shared IN (0, 1));
ALTER TABLE saved_filters ADD COLUMN at_minute INTEGER NOT NULL DEFAULT 0;
ALTER TABLE saved_filters ADD COLUMN zone TEXT;
