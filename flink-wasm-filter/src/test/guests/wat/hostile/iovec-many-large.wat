;; fd_write of 1,024 buffers of a megabyte, for ever.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $call (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 17)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $at i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (loop $list
          (i64.store (local.get $at) (i64.const 0x0010000000000000))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br_if $list (i32.lt_u (local.get $at) (i32.const 8192))))
        (loop $again (drop (call $call (i32.const 1) (i32.const 0) (i32.const 1024) (i32.const 65532))) (br $again))
      ))
    (local.get $record)))
