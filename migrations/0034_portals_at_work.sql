-- at_work_until: until when the portal may be at work on a call whose answer a front end has cut. What the call was about is
-- asked for again only after that.
ALTER TABLE jobs ADD COLUMN at_work_until INTEGER;
-- silent_since: since when the portal has given no usable answer, in one wait after the other.
ALTER TABLE jobs ADD COLUMN silent_since INTEGER;
