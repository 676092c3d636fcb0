;; Its start section sleeps for ten minutes. Refused when the filter is opened.
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00\00\00\00\00\00\70\c9\b2\8b\00\00\00")
  (func $start (drop (call $poll (i32.const 1024) (i32.const 2048) (i32.const 1) (i32.const 3000))))
  (start $start)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
