;; Needs 129 MiB from the start, one more than the default limit.
(module
  (memory (export "memory") 2064)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32)
    (local.get 4)))
