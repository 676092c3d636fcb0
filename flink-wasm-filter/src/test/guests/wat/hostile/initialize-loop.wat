;; Its _initialize never ends. Refused when the filter is opened.
(module
  (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
  (memory (export "memory") 1)
  (func (export "_initialize") (loop $again (br $again)))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
