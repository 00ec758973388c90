-- Customs systems are records like what is decided, voted and prepared: their lives have outgrown columns.

INSERT INTO record (kind, key, entry_id, place, content)
SELECT 'CustomsSystem', client_id, entry_id, 0, jsonb_strip_nulls(jsonb_build_object(
  'clientId', client_id, 'administration', administration, 'name', name,
  'suspended', CASE WHEN suspended THEN true END))
FROM customs_system;

DROP TABLE customs_system;
