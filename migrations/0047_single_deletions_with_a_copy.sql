-- A job of one contact that a request works on itself, so that a copy is kept of a single deletion as well. When that
-- request dies, a worker finds out what became of the contact and asks for nothing again.
ALTER TABLE jobs ADD COLUMN is_single INTEGER NOT NULL DEFAULT 0;
