-- A transfer is known by the number that its sender gave it: told again, it is the same one.
DROP INDEX facility_transfer_from, facility_transfer_to;
ALTER TABLE facility_transfer DROP COLUMN number, DROP COLUMN recorded_at;
ALTER TABLE facility_transfer RENAME COLUMN reference TO number;
ALTER TABLE facility_transfer ADD PRIMARY KEY (from_facility, number);
