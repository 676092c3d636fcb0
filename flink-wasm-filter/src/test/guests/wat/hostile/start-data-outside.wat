;; Its data segment lies behind the memory's end. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (data (i32.const 65535) "ab")
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
