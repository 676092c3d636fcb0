;; Imports a table. Refused when the filter is opened.
(module
  (import "env" "table" (table 1 funcref))
  (memory (export "memory") 1)
  
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
