-- Who prepared and who approved a tariff version or a version of a certificate: from the entries that told of it.
CREATE TABLE approval (
  -- "tariff 7", "certificate CRM-2026-000123 version 2"
  subject text PRIMARY KEY,
  -- Serialized crmclub.declarations.v1.Approval.
  document bytea NOT NULL
);

GRANT SELECT, INSERT ON approval TO $app$;
