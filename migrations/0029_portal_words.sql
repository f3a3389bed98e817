-- What the portal said in its own words when it refused a contact: plain, short, sealed, and gone with the contact's row.
-- Which keys have sealed words has to be told at every start, without reading all contacts.
ALTER TABLE job_items ADD COLUMN portal_words BLOB;
CREATE INDEX job_items_by_words_key ON job_items (substr(portal_words, 1, 4)) WHERE portal_words IS NOT NULL;
