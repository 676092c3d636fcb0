;; fd_write of a buffer outside memory.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $call (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "\00\00\00\60\10\00\00\00")
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (drop (call $call (i32.const 1) (i32.const 1024) (i32.const 1) (i32.const 0)))
      ))
    (local.get $record)))
