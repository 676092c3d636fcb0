;; Imports its memory. Refused when the filter is opened.
(module
  (import "env" "memory" (memory 1))
  
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
