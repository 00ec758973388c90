-- A published notice is never changed: of each number there is one.
CREATE UNIQUE INDEX notice_once ON record (key) WHERE kind = 'Notice';
