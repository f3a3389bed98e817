-- The total that the person confirmed, and how many contacts the filter found that they had excepted: what is collected is
-- held against both.
ALTER TABLE jobs ADD COLUMN confirm_total INTEGER;
ALTER TABLE jobs ADD COLUMN excepted INTEGER NOT NULL DEFAULT 0;
