;; Its element segment lies behind the table's end. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (table 1 1 funcref)
  (func $nothing)
  (elem (i32.const 1) $nothing)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
