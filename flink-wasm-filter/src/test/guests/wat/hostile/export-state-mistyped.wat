;; Exports asyncify_get_state, __new and malloc with signatures that are not theirs, all of them traps: none is called.
(module
  (memory (export "memory") 1)
  (func (export "asyncify_get_state") (param i32) (result i32) unreachable)
  (func (export "__new") (param i32) (result i32) unreachable)
  (func (export "__pin") unreachable)
  (func (export "malloc") (param i64) (result i32) unreachable)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
