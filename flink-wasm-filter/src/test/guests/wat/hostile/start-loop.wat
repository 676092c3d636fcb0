;; Its start section never ends. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (func $start (loop $again (br $again)))
  (start $start)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
