-- Renewing a pair spends its refresh token, so a renewal is announced in the row before the call goes out.
-- lease_*: who renews now, and until when that is believed. renewal_*: how many tries were begun with this refresh
-- token and have no result; after a crash or a lost answer they say that the token may be spent already.
-- refresh_version is the version with which the refresh token came in: a result is stored while that token stands.
-- spent_refresh: a hash of the token that the last renewal spent; a page that is posted again still carries it.
-- keep_alive_at: when the pair is renewed because nobody else did.
ALTER TABLE authorizations ADD COLUMN lease_owner TEXT;
ALTER TABLE authorizations ADD COLUMN lease_until INTEGER;
ALTER TABLE authorizations ADD COLUMN renewal_begun_at INTEGER;
ALTER TABLE authorizations ADD COLUMN renewal_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authorizations ADD COLUMN refresh_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authorizations ADD COLUMN gone_reason TEXT;
ALTER TABLE authorizations ADD COLUMN spent_refresh BLOB;
ALTER TABLE authorizations ADD COLUMN keep_alive_at INTEGER;

-- 150 days after the last change, spread over a day.
UPDATE authorizations SET keep_alive_at = updated_at + 12960000 + (updated_at + user_id * 7919) % 86400;

CREATE INDEX authorizations_by_keep_alive ON authorizations (keep_alive_at);
