;; A format of two million conversions, for ever.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "env" "printf" (func $printf (param i32 i32) (result i32)))
  (import "env" "sprintf" (func $sprintf (param i32 i32 i32) (result i32)))
  (import "env" "snprintf" (func $snprintf (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 200)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $at i32)
    (local.set $at (i32.const 65536))
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (loop $fill
          (i32.store16 (local.get $at) (i32.const 0x6425))
          (local.set $at (i32.add (local.get $at) (i32.const 2)))
          (br_if $fill (i32.lt_u (local.get $at) (i32.const 4000000))))
        (loop $again (drop (call $snprintf (i32.const 0) (i32.const 0) (i32.const 65536) (i32.const 65536))) (br $again))
      ))
    (local.get $record)))
