;; Overwrites its tag and record and everything around them, then traps.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (memory.fill (i32.const 0x70000000) (i32.const 0x62) (i32.const 32))
        unreachable
      ))
    (local.get $record)))
