SET 'execution.runtime-mode' = 'batch';
SET 'sql-client.execution.result-mode' = 'tableau';
SET 'table.display.max-column-width' = '200';
SET 'table.dml-sync' = 'true';

-- A log as it was written: one record a line.
CREATE TEMPORARY TABLE app_log (line STRING) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///opt/flink-wasm-filter/examples/sql/logs',
  'format' = 'raw'
);

CREATE TEMPORARY TABLE clean_log (line STRING, outcome STRING) PARTITIONED BY (outcome) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///opt/flink-wasm-filter/examples/sql/target/clean-log',
  'format' = 'raw'
);

-- One filter after the other, each called once for a row. A line that redact cannot finish comes with no record, but with
-- a reason and the line as it was.
INSERT INTO clean_log
SELECT COALESCE(r.record, r.error_record), COALESCE(r.error_reason, 'clean')
FROM app_log
CROSS JOIN LATERAL TABLE(drop_debug('app', line)) AS d
CROSS JOIN LATERAL TABLE(redact('app', d.record)) AS r;

SELECT outcome, line FROM clean_log ORDER BY outcome, line;

-- Generated rows: what the filter keeps of a thousand.
CREATE TEMPORARY TABLE generated (id BIGINT) WITH (
  'connector' = 'datagen',
  'number-of-rows' = '1000',
  'fields.id.kind' = 'sequence',
  'fields.id.start' = '1',
  'fields.id.end' = '1000'
);

SELECT JSON_VALUE(d.record, '$.level') AS level, COUNT(*) AS records
FROM generated
CROSS JOIN LATERAL TABLE(drop_debug(JSON_OBJECT(
  'id' VALUE id,
  'level' VALUE CASE MOD(id, 4) WHEN 0 THEN 'debug' WHEN 1 THEN 'warn' ELSE 'info' END
))) AS d
GROUP BY JSON_VALUE(d.record, '$.level')
ORDER BY level;
