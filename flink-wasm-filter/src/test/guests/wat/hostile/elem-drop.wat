;; Drops an element segment that every event needs, then traps.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (table $t 1 1 funcref)
  (elem $spare func $answer)
  (func $answer (result i32) (i32.const 42))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (elem.drop $spare)
        unreachable
      ))
    (table.init $t $spare (i32.const 0) (i32.const 0) (i32.const 1))
    (if (i32.ne (call_indirect $t (result i32) (i32.const 0)) (i32.const 42)) (then unreachable))
    (local.get $record)))
