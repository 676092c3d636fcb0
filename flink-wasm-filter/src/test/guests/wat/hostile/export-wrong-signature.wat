;; Exports "f" with four parameters.
(module
  (memory (export "memory") 1)
  (func (export "f") (param i32 i32 i32 i32) (result i32) (local.get 0)))
