-- What every session starts with: sql-client.sh -i init.sql
-- To add or to change a function, change this file and begin a new session. In one that goes on:
-- UNLOAD MODULE wasm; and then all of LOAD MODULE again.

ADD JAR '/opt/flink-wasm-filter/flink-sql-wasm-filter/target/flink-sql-wasm-filter-0.1.0-SNAPSHOT.jar';

LOAD MODULE wasm WITH (
  -- Drops debug records; what it cannot read goes on as it came. The digest makes every plan run these very bytes.
  'function.drop_debug.wasm' = 'file:///opt/flink-wasm-filter/examples/filters/c-freestanding/drop_debug.wasm',
  'function.drop_debug.sha256' = '495dadadff24b9568ba2169a9f0dd38a387da740e973a39a0553348342ceb581',
  'function.drop_debug.function-name' = 'drop_debug',
  'function.drop_debug.on-failure' = 'pass-through',

  -- Hides addresses. What it cannot read comes with the reason, in columns of its own.
  'function.redact.wasm' = 'file:///opt/flink-wasm-filter/examples/filters/c-wasi/redact.wasm',
  'function.redact.sha256' = 'a7716367a0958d5f5de7f67bada5ffac9a118e7960bd977ae18bb3f8f815af71',
  'function.redact.function-name' = 'redact',
  'function.redact.on-failure' = 'error-column'
);
