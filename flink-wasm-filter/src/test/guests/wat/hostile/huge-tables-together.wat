;; Has tables that are within the limit one by one, but not together. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (table 600000 funcref) (table 600000 funcref)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
