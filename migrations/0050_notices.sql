-- tells: whether the owner of a job is still to be told how it stands now. It is taken back before the message goes out, so that
-- nothing is told twice. language: what a user's portal speaks to them, as the last page that they opened said.
ALTER TABLE jobs ADD COLUMN tells INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_to_tell ON jobs (id) WHERE tells = 1;
ALTER TABLE authorizations ADD COLUMN language TEXT;
