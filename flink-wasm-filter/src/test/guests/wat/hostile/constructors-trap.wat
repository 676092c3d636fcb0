;; Its __wasm_call_ctors traps. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (func (export "__wasm_call_ctors") unreachable)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
