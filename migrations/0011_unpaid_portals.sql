-- Since when the platform has answered that a portal or the app on it is not paid for; empty while it is. Such a portal is
-- parked: what is stored of it stays.
ALTER TABLE portals ADD COLUMN unpaid_since INTEGER;
