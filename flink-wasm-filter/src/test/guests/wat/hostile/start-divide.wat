;; Its start section divides by zero. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (func $start (drop (i32.div_u (i32.const 1) (i32.load (i32.const 0)))))
  (start $start)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
