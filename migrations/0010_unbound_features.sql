-- What of the app a portal refused to connect the last time: words, separated by spaces. Administrators are told until a
-- later try succeeds. bound_at is when the handlers were last looked after, or set back so that a failure is repeated soon.
ALTER TABLE portals ADD COLUMN unbound TEXT NOT NULL DEFAULT '';
