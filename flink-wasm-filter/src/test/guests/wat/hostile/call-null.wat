;; Calls a table entry that holds nothing.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (table 10 10 funcref)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return (call_indirect (result i32) (i32.const 3)))
      ))
    (local.get $record)))
