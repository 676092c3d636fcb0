;; flags: --enable-multi-memory
;; Has two memories.
(module
  (memory (export "memory") 1) (memory 1)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
