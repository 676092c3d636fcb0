;; Ends the process when it is asked whether it waits.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global $bad (mut i32) (i32.const 0))
  (func (export "asyncify_get_state") (result i32)
    (if (global.get $bad) (then (call $exit (i32.const 2))))
    (i32.const 0))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (global.set $bad (i32.const 1))
      ))
    (local.get $record)))
