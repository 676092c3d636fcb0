;; Wants 4 GiB of memory from the start. Refused when the filter is opened.
(module
  (memory (export "memory") 65536)
  
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
