;; Endless recursion that calls the host at every depth.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "env" "snprintf" (func $snprintf (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "%d %s\00")
  (func $deeper (param i32) (result i32)
    (drop (call $clock (i32.const 0) (i64.const 0) (i32.const 8)))
    (drop (call $snprintf (i32.const 128) (i32.const 64) (i32.const 64) (i32.const 32)))
    (i32.add (call $deeper (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return (call $deeper (i32.const 0)))
      ))
    (local.get $record)))
