;; Opens a file until the host refuses, and never closes one; then loops over opening. Ends at the deadline.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "plain")
  (func $check
    (if (call $open (i32.const 3) (i32.const 1) (i32.const 1024) (i32.const 5) (i32.const 0)
                    (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 2048)) (then unreachable)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (loop $again
          (drop (call $open (i32.const 3) (i32.const 1) (i32.const 1024) (i32.const 5) (i32.const 0)
                            (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 2048)))
          (br $again))
      ))
    (call $check)
    (local.get $record)))
