;; The name of a missing import tries to forge a log line.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "env" "x\0a2026-11-22 ERROR all is lost \1b[2J" (func $missing))
  (memory (export "memory") 1)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (call $missing)
      ))
    (local.get $record)))
