-- A version is signed when it is published; those before this script are not.
ALTER TABLE tariff_version ADD COLUMN signature text NOT NULL DEFAULT '';
