-- A restored journal goes on in a new history, behind so many entries of the one before it. Who had seen more of that one
-- must not go on as if nothing had happened.
ALTER TABLE epoch ADD COLUMN size bigint NOT NULL DEFAULT 0 CHECK (size >= 0);

-- The server's timeline when the history began: a server that was restored has another.
ALTER TABLE epoch ADD COLUMN timeline text NOT NULL DEFAULT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8);

-- Why nothing of a producer is applied any more; NULL while all is well.
ALTER TABLE copy_cursor ADD COLUMN refused text;

-- The newest signed tree head that was heard of the producer: it can't take it back.
ALTER TABLE copy_cursor ADD COLUMN tree_head text NOT NULL DEFAULT '';
