;; Prints lines that look like a log's, with carriage returns and terminal controls; returns its record.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "env" "puts" (func $puts (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "harmless\0d2026-11-22 ERROR all is lost\1b[2J\c2\85next\e2\80\a8last\00")
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (drop (call $puts (i32.const 1024)))
      ))
    (local.get $record)))
