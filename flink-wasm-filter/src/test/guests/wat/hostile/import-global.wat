;; Imports a global. Refused when the filter is opened.
(module
  (import "env" "__stack_pointer" (global (mut i32)))
  (memory (export "memory") 1)
  
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
