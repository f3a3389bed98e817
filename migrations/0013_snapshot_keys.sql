-- Which keys have sealed snapshots has to be told at every start, without reading the snapshots themselves.
CREATE INDEX snapshots_by_key ON snapshots (substr(body, 1, 4));
