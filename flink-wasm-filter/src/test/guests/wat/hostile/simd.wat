;; Uses 128-bit vectors. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (func (drop (v128.const i32x4 1 2 3 4)))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
