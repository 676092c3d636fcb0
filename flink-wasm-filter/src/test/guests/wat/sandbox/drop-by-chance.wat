;; Drops every second event by chance: asks for a random byte, and drops the event if it is even.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (drop (call $random (i32.const 0) (i32.const 1)))
    (select
      (local.get $record)
      (i32.const 0)
      (i32.and (i32.load8_u (i32.const 0)) (i32.const 1)))))
