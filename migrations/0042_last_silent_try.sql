-- When the portal last gave no usable answer to a job that waits for that reason. A silence in which nobody asked for long is
-- none: it begins anew.
ALTER TABLE jobs ADD COLUMN silent_at INTEGER;
