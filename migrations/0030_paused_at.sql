-- Since when a paused job rests: one that rests long goes on only when somebody says so.
ALTER TABLE jobs ADD COLUMN paused_at INTEGER;
UPDATE jobs SET paused_at = updated_at WHERE state = 'paused';
