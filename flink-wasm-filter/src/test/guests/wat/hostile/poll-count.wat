;; Polls for 2^32 - 1 and for no subscriptions: refused, so it returns its record.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $call (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (if (i32.eqz (call $call (i32.const 1024) (i32.const 2048) (i32.const -1) (i32.const 3000))) (then unreachable))
        (if (i32.eqz (call $call (i32.const 1024) (i32.const 2048) (i32.const 0) (i32.const 3000))) (then unreachable))
      ))
    (local.get $record)))
