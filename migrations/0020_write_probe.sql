-- One row that the readiness probe writes: a database that can be read but not written is not ready.
CREATE TABLE write_probe (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    written_at INTEGER NOT NULL
) STRICT;
INSERT INTO write_probe (id, written_at) VALUES (1, 0);
