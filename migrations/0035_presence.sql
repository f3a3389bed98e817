-- Whether the app is still on a portal whose uninstallation nobody can prove. presence_asked_at: when an event made this
-- service ask the last time; presence_looked_at: when it looked by itself. doubted: an authentic event says that the app has
-- left, but may be about an earlier installation, and nobody could be asked.
ALTER TABLE portals ADD COLUMN presence_asked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE portals ADD COLUMN presence_looked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE portals ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;
