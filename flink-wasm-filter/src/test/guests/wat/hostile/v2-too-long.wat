;; ABI version 2: a length that takes in a second object.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\"a\":1}{\"b\":2}  ")
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i64)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return (i64.const 0x0000000e00000400))
      ))
    (i64.or (i64.shl (i64.extend_i32_u (local.get $record_len)) (i64.const 32))
            (i64.extend_i32_u (local.get $record)))))
