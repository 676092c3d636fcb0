;; Drops a data segment that every event needs, then traps.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (data $passive "abc")
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (data.drop $passive)
        unreachable
      ))
    (memory.init $passive (i32.const 8192) (i32.const 0) (i32.const 3))
    (if (i32.ne (i32.load (i32.const 8192)) (i32.const 0x636261)) (then unreachable))
    (local.get $record)))
