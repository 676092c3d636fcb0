;; Ends the process a thousand calls deep.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $deeper (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (call $exit (i32.const 2))))
    (i32.add (call $deeper (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return (call $deeper (i32.const 1000)))
      ))
    (local.get $record)))
