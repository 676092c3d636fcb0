;; Exports no function that could be a filter.
(module
  (memory (export "memory") 1)
  (func (export "almost") (param i32 i32 i32 i32 i32) (result i32)
    (local.get 4)))
