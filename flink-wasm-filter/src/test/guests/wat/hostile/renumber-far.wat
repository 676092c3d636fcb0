;; Renumbers descriptors to and from numbers that do not exist; all of it is refused, and the record is returned.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_renumber" (func $renumber (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $set_flags (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "\08\04\00\00\05\00\00\00hello")
  ;; All of it, to a standard output that is there; or a trap.
  (func $print
    (if (call $write (i32.const 1) (i32.const 1024) (i32.const 1) (i32.const 2048)) (then unreachable))
    (if (i32.ne (i32.load (i32.const 2048)) (i32.const 5)) (then unreachable)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (if (i32.eqz (call $renumber (i32.const 1) (i32.const 0x7fffffff))) (then unreachable))
        (if (i32.eqz (call $renumber (i32.const -1) (i32.const 1))) (then unreachable))
        (if (i32.eqz (call $close (i32.const -1))) (then unreachable))
        (if (i32.eqz (call $close (i32.const 0x7fffffff))) (then unreachable))
      ))
    (call $print)
    (local.get $record)))
