;; flags: --enable-memory64
;; Has a memory with 64-bit addresses. Refused when the filter is opened.
(module
  (memory (export "memory") i64 1)
  
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
