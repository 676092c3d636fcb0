;; Changes memory, a global and a table, drops its segments, then traps. If any of that stays, it traps on good records too.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (global $touched (mut i32) (i32.const 0))
  (table $functions 2 2 funcref)
  (elem (table $functions) (i32.const 0) func $answer)
  (elem $spare func $answer)
  (data $passive "abc")
  (func $answer (result i32) (i32.const 42))
  (func $check
    (if (global.get $touched) (then unreachable))
    (if (i32.load (i32.const 4096)) (then unreachable))
    (if (i32.ne (call_indirect $functions (result i32) (i32.const 0)) (i32.const 42)) (then unreachable))
    (memory.init $passive (i32.const 8192) (i32.const 0) (i32.const 3))
    (table.init $functions $spare (i32.const 1) (i32.const 0) (i32.const 1))
    (i32.store (i32.const 8192) (i32.const 0)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (global.set $touched (i32.const 1))
        (i32.store (i32.const 4096) (i32.const 1))
        (table.set $functions (i32.const 0) (ref.null func))
        (data.drop $passive)
        (elem.drop $spare)
        unreachable
      ))
    (call $check)
    (local.get $record)))
