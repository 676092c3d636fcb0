;; Its start section prints for ever. Refused when the filter is opened.
(module
  (import "env" "printf" (func $printf (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "a line\0a\00")
  (func $start (loop $again (drop (call $printf (i32.const 1024) (i32.const 0))) (br $again)))
  (start $start)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
