;; Has a table of four billion elements from the start. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (table 0xffffffff funcref)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
