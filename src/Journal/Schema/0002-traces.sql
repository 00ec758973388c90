-- Trace in which an entry was written (W3C Trace Context), where one is recorded. For operators: not part of the entry.
ALTER TABLE journal ADD COLUMN traceparent text CHECK (octet_length(traceparent) <= 64);
