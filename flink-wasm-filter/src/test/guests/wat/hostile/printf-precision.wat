;; A precision of 2^31 - 2 digits.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "env" "printf" (func $printf (param i32 i32) (result i32)))
  (import "env" "sprintf" (func $sprintf (param i32 i32 i32) (result i32)))
  (import "env" "snprintf" (func $snprintf (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "%.2147483646d\00")
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (drop (call $snprintf (i32.const 4096) (i32.const 16) (i32.const 64) (i32.const 2048)))
      ))
    (local.get $record)))
